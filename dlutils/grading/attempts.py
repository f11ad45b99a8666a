"""Puts submissions in place: the newest attempt in submitted/, older ones beside it, each whole or not at all.

An attempt is prepared in a folder that no tool looks at, and renamed into place. So a run that is killed, or a full
disk, leaves no half of one; the next run completes what is missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, reduce
from pathlib import Path
from typing import Any

from dlutils.grading.collected import Outcome
from dlutils.grading.course import Course
from dlutils.grading.downloads import ignored, safe_name
from dlutils.grading.files import alone, write_atomically
from dlutils.grading.reading import timestamp

STAMP = "timestamp.txt"
ATTEMPTS = "submitted-attempts"
UNMATCHED = "unmatched"
_PREPARED = ".collecting"  # neither nbgrader nor dlcourse takes what begins with a dot for a student


@dataclass(frozen=True)
class Order:
    """When an attempt was made: its time, and the platform's own count of attempts where there is one.

    `named` is what the platform calls it, as in `downloads.Claim`.
    """

    time: datetime
    platform: str = ""
    sequence: tuple[int, ...] = ()
    named: str = ""

    def later(self, other: Order) -> bool:
        """Whether this attempt was made after another."""
        if self.platform != other.platform:
            return self.time > other.time
        if self.platform == "canvas":  # a download from Canvas holds no times but its own; its numbers are exact
            return (self.sequence, self.time) > (other.sequence, other.time)
        return (self.time, self.sequence) > (other.time, other.sequence)


@dataclass(frozen=True)
class Attempt:
    """What a student handed in at one time: the files by name, and whence they came."""

    files: Mapping[str, bytes]
    order: Order
    source: str
    late: bool = False

    @cached_property
    def digest(self) -> str:
        """A hash of all its files."""
        return _digest({name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()})


@dataclass(frozen=True)
class _OnDisk:
    """An attempt that an earlier run, or a person, has put in place."""

    folder: Path
    digest: str
    order: Order


@dataclass(frozen=True)
class Settled:
    """What became of a student's attempts: how submitted/ changed, and where older ones are now."""

    outcome: Outcome
    kept: tuple[Path, ...] = ()


def _digest(hashes: Mapping[str, str]) -> str:
    """Return one hash of all files of an attempt."""
    return hashlib.sha256(json.dumps(sorted(hashes.items())).encode()).hexdigest()


class Store:
    """The folders of one assignment's submissions."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.course, self.assignment = course, assignment
        self.attempts = course.data / ATTEMPTS
        self.unmatched = course.data / UNMATCHED

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs out, and clear away what a killed one has left.

        Raises
        ------
        CourseError
            If another run is at work, or the folders cannot be written.
        """
        lock = self.course.data / ".dlcourse" / "collect.lock"
        with alone(lock, f"Another collect is at work in {self.course.data}; wait until it ends."):
            self._clear()
            try:
                yield
            finally:
                self._clear()

    def _clear(self) -> None:
        """Remove what was only prepared."""
        for root in (self.course.submitted, self.attempts, self.unmatched):
            shutil.rmtree(root / _PREPARED, ignore_errors=True)

    def settle(self, student: str, attempts: list[Attempt]) -> Settled:
        """Put a student's newest attempt into submitted/ and keep the others; what is known already stays as it is.

        Parameters
        ----------
        student : str
            The student's id.
        attempts : list of Attempt
            Those of this download, the newest last; at least one.

        Raises
        ------
        OSError
            If something cannot be written; then the student's submission is as it was.
        """
        target = self.course.submitted / student / self.assignment
        for folder in (target.parent, target):
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise OSError(f"{folder} is a link or a file, and must be a folder")
        state = self._state(student)
        past = [self._on_disk(folder, state) for folder in self._past(student)]
        there = self._on_disk(target, state) if target.is_dir() and any(target.iterdir()) else None
        newest = attempts[-1]
        restored = False
        if there is None and past:  # a run was killed between two renames, or somebody took the submission away
            best = reduce(lambda a, b: b if b.order.later(a.order) else a, past)
            restored = best.digest != newest.digest and best.order.later(newest.order)
        orders = {attempt.digest: attempt.order for attempt in attempts}
        self._remember(student, state, orders)
        seen = {old.digest for old in past} | ({there.digest, *state["placed"]} if there else set())
        kept = []
        for attempt in attempts[:-1]:
            if attempt.digest not in seen and attempt.digest != newest.digest:
                kept.append(self._keep(student, attempt))
                seen.add(attempt.digest)
        outcome: Outcome = "new"
        digest = newest.digest
        if restored:
            kept += [self._keep(student, newest)] if newest.digest not in seen else []
            self._install(target, _copy_of(best))
            outcome, digest = "put back", best.digest
        elif there is None:
            self._install(target, newest)
        elif there.digest == newest.digest:
            outcome = "unchanged"
        elif newest.order.later(there.order):
            kept.append(self._archive(student, there))
            self._install(target, newest)
            outcome = "newer"
        else:
            kept += [self._keep(student, newest)] if newest.digest not in seen else []
            return Settled("unchanged" if newest.digest in state["placed"] else "older", tuple(kept))
        self._remember(student, state, orders, digest)
        return Settled(outcome, tuple(kept))

    def placed(self, student: str) -> Order | None:
        """Return the order of the attempt that was last put into submitted/; None if none was collected."""
        state = self._state(student)
        return state["orders"].get(state["placed"][-1]) if state["placed"] else None

    def put_aside(self, name: str, content: bytes) -> Path:
        """Write a file that matches nobody into unmatched/; nothing there is overwritten.

        Parameters
        ----------
        name : str
            Its path in the download.
        content : bytes
            What it holds.

        Returns
        -------
        Path
            Where it is.
        """
        folder = self.unmatched / self.assignment
        *above, last = [safe_name(part) or "_" for part in name.split("/")]
        folder = folder.joinpath(*above)
        stem, dot, extension = last.rpartition(".")
        number = 1
        while True:
            more = f"-{number}" * (number > 1)
            path = folder / (f"{stem}{more}{dot}{extension}" if stem else f"{last}{more}")
            if not os.path.lexists(path):
                break
            if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
                return path
            number += 1
        prepared = self._prepare(self.unmatched)
        (prepared / "file").write_bytes(content)
        folder.mkdir(parents=True, exist_ok=True)
        (prepared / "file").rename(path)
        return path

    def _past(self, student: str) -> Iterable[Path]:
        """Return the folders of a student's older attempts."""
        folder = self.attempts / student / self.assignment
        return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else ()

    def _on_disk(self, folder: Path, state: dict[str, Any]) -> _OnDisk:
        """Return what lies in a folder, and when it was made: as remembered, else as its time stamp says."""
        hashes, written = {}, 0.0
        for path in _regular(folder):
            with path.open("rb") as file:
                hashes[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
            written = max(written, path.stat().st_mtime)
        digest = _digest(hashes)
        order = state["orders"].get(digest) if hashes else Order(datetime.fromtimestamp(0, UTC))
        if order is None and folder.parent.parent == self.course.submitted and state["placed"]:
            order = state["orders"].get(state["placed"][-1])  # a person has changed what was put there
        if order is None:
            from nbgrader.utils import parse_utc

            stamp, _ = timestamp(folder)
            time = (
                parse_utc(stamp.decode().strip()).replace(tzinfo=UTC) if stamp else datetime.fromtimestamp(written, UTC)
            )
            order = Order(time)
        return _OnDisk(folder, digest, order)

    def _prepare(self, root: Path) -> Path:
        """Return a new folder that no tool looks at, on the disk of another."""
        (root / _PREPARED).mkdir(parents=True, exist_ok=True)
        number = 0
        while True:
            with contextlib.suppress(FileExistsError):
                folder = root / _PREPARED / str(number)
                folder.mkdir()
                return folder
            number += 1

    def _write(self, root: Path, attempt: Attempt) -> Path:
        """Prepare an attempt's folder."""
        folder = self._prepare(root)
        try:
            for name, content in attempt.files.items():
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            (folder / STAMP).write_text(f"{attempt.order.time.isoformat()}\n", encoding="utf-8")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return folder

    def _install(self, target: Path, attempt: Attempt) -> None:
        """Put an attempt where submissions are read."""
        prepared = self._write(self.course.submitted, attempt)
        target.parent.mkdir(exist_ok=True)
        prepared.rename(target)

    def _free(self, student: str, time: datetime) -> Path:
        """Return where an older attempt can be kept."""
        folder = self.attempts / student / self.assignment
        folder.mkdir(parents=True, exist_ok=True)
        name, number = time.strftime("%Y-%m-%dT%H-%M-%SZ"), 1
        while os.path.lexists(path := folder / f"{name}{f'-{number}' * (number > 1)}"):
            number += 1
        return path

    def _keep(self, student: str, attempt: Attempt) -> Path:
        """Keep an attempt that is not the newest."""
        path = self._free(student, attempt.order.time)
        self._write(self.attempts, attempt).rename(path)
        return path

    def _archive(self, student: str, there: _OnDisk) -> Path:
        """Move what lies in submitted/ to the older attempts."""
        path = self._free(student, there.order.time)
        there.folder.rename(path)
        return path

    def _state_file(self, student: str) -> Path:
        return self.course.data / ".dlcourse" / "collected" / self.assignment / f"{student}.json"

    def _state(self, student: str) -> dict[str, Any]:
        """Return what is remembered: the order of attempts by digest, and which ones were in submitted/."""
        state: dict[str, Any] = {"orders": {}, "placed": []}
        with contextlib.suppress(Exception):  # whatever is wrong with it: time stamps say almost the same
            found = json.loads(self._state_file(student).read_text(encoding="utf-8"))
            orders = {
                digest: Order(datetime.fromisoformat(time), platform, tuple(int(n) for n in sequence), *named)
                for digest, (time, platform, sequence, *named) in found["orders"].items()
            }
            state = {"orders": orders, "placed": [str(digest) for digest in found["placed"]]}
        return state

    def _remember(self, student: str, state: dict[str, Any], orders: Mapping[str, Order], placed: str = "") -> None:
        """Write down the order of attempts, and which one is in submitted/ now, if that is new."""
        before = ({**state["orders"]}, [*state["placed"]])
        for digest, order in orders.items():
            if digest not in state["orders"] or order.later(state["orders"][digest]):  # the same, handed in once more
                state["orders"][digest] = order
        if placed and state["placed"][-1:] != [placed]:
            state["placed"].append(placed)
        if before != (state["orders"], state["placed"]):
            listed = {
                digest: (o.time.isoformat(), o.platform, o.sequence, o.named) for digest, o in state["orders"].items()
            }
            write_atomically(self._state_file(student), json.dumps({"orders": listed, "placed": state["placed"]}))


def _regular(folder: Path) -> Iterator[Path]:
    """Yield the files of a submission; no links, nor what editors leave."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for path in (Path(root) / name for name in sorted(names)):
            name = path.relative_to(folder).as_posix()
            if name != STAMP and not ignored(name) and stat.S_ISREG(path.lstat().st_mode):
                yield path


def _copy_of(old: _OnDisk) -> Attempt:
    """Return an older attempt, to be put in place again."""
    files = {path.relative_to(old.folder).as_posix(): path.read_bytes() for path in _regular(old.folder)}
    return Attempt(files, old.order, "")
