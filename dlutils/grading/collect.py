"""Collects what a learning platform packed: finds whose each file is, and lays the submissions out for nbgrader."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cmp_to_key
from pathlib import Path, PurePosixPath

from dlutils.grading import archives, downloads
from dlutils.grading.archives import Budget, Contents, Entry, UnreadableError
from dlutils.grading.attempts import STAMP, Attempt, Order, Store
from dlutils.grading.collected import Collected, SetAside, Submission
from dlutils.grading.course import Course
from dlutils.grading.downloads import Claim, Person, fit, is_notebook, is_zip
from dlutils.grading.reading import MAX_BYTES
from dlutils.grading.roster import Roster, UnmatchedError, read_roster
from dlutils.grading.students import register

MAX_PATH = 1_000  # bytes of the path of a file that a student brings along


@dataclass(frozen=True)
class _Piece:
    """A file of one student: what the download says about it, and its path within what the student handed in."""

    entry: Entry
    path: str  # in the download
    inner: str
    claim: Claim

    @property
    def canvas(self) -> bool:
        """Whether its name is one of Canvas', with Canvas' counter."""
        return self.claim.people[0].platform == "canvas"


def collect(course: Course, assignment: str, download: Path, roster: Path | None = None) -> Collected:
    """Lay out the submissions of a download as submitted/STUDENT/NAME/NAME.ipynb.

    The newest attempt of each student counts; others go to submitted-attempts/STUDENT/NAME/TIME/. What belongs to
    nobody goes to unmatched/NAME/. Nothing is overwritten, and collecting the same download again changes nothing.

    Parameters
    ----------
    course : Course
        Where the submissions go.
    assignment : str
        The assignment's name.
    download : Path
        A zip or a folder, of Canvas, Moodle or Gradescope, or with names such as STUDENT.ipynb.
    roster : Path, optional
        A CSV file that says which student a platform's name or number means, and whose names and addresses the
        gradebook gets. Without it, the name is the student's id.

    Returns
    -------
    Collected
        What became of each submission, what was set aside and why, and who is missing.

    Raises
    ------
    CourseError
        If there is no such assignment, or the download or the roster cannot be read; then nothing has been done.
    """
    course.require(assignment)
    known = read_roster(roster) if roster else None
    with archives.opened(download) as contents:
        store = Store(course, assignment)
        with store.alone():
            if known:
                register(course, known)
            fetched = datetime.fromtimestamp(download.stat().st_mtime, UTC)
            return _Run(store, known, min(fetched, datetime.now(UTC))).of(contents)


class _Run:
    """One run over a download: gathers what is to be told."""

    def __init__(self, store: Store, roster: Roster | None, fetched: datetime) -> None:
        self.store, self.name, self.roster, self.fetched = store, store.assignment, roster, fetched
        self.budget = archives.whole_budget()
        self.submissions: list[Submission] = []
        self.set_aside: dict[tuple[str, str], SetAside] = {}
        self.failed: list[SetAside] = []

    def of(self, contents: Contents) -> Collected:
        """Collect everything."""
        for name, reason in contents.refused:
            if not downloads.ignored(name):
                self._aside(name, reason)
        for student, pieces in sorted(self._by_student(contents).items()):
            try:
                self._collect(student, pieces)
            except OSError as error:
                self.failed.append(SetAside(student, error.strerror or str(error)))
        ids = self.roster.ids if self.roster else ()
        missing = [student for student in ids if not (self.store.course.submitted / student / self.name).is_dir()]
        aside = tuple(sorted(self.set_aside.values(), key=lambda one: one.name))
        return Collected(
            self.name, tuple(self.submissions), aside, tuple(self.failed), tuple(missing), self.roster is not None
        )

    def _aside(self, name: str, reason: str, entry: Entry | None = None, budget: Budget | None = None) -> None:
        """Set a file aside, with a copy where it can be read."""
        if (name, reason) in self.set_aside:
            return
        copy = ""
        try:
            if entry:
                path = self.store.put_aside(name, entry.read(budget or self.budget))
                copy = path.relative_to(self.store.course.data).as_posix()
        except UnreadableError as error:
            reason = reason if str(error) in reason else f"{reason}; {error}"
        except OSError as error:
            reason = f"{reason}; a copy could not be written ({error.strerror or error})"
        self.set_aside[name, reason] = SetAside(name, reason, copy)

    def _by_student(self, contents: Contents) -> dict[str, list[_Piece]]:
        """Return the files of each student; set aside those of nobody, or of more than one."""
        entries = [entry for entry in contents.entries if not downloads.ignored(entry.path)]
        knows = self.roster.knows if self.roster else lambda name: False
        around = downloads.wrapper((entry.path for entry in entries), self.name, knows)
        metadata = self._metadata(entries, around + downloads.METADATA)
        found: dict[str, list[_Piece]] = defaultdict(list)
        people: dict[str, dict[tuple[str, str], Person]] = defaultdict(dict)
        spelling: dict[str, str] = {}
        for entry in entries:
            if entry.path == around + downloads.METADATA:
                continue
            said = downloads.claim(entry.path.removeprefix(around), self.name, metadata)
            if not said.people:
                self._aside(entry.path, said.why, entry)
            for person in said.people:
                try:
                    student = self._student(person)
                except UnmatchedError as error:
                    self._aside(entry.path, str(error), entry)
                    continue
                key = unicodedata.normalize("NFC", student).casefold()
                spelling.setdefault(key, student)
                people[key].setdefault(self._identity(person), person)
                found[key].append(_Piece(entry, entry.path, said.inner, said))
        for key in [key for key in found if len(people[key]) > 1]:
            them = " and ".join(sorted(person.words for person in people[key].values()))
            remedy = "their numbers or emails in the roster" if self.roster else "a roster"
            for piece in found.pop(key):
                self._aside(
                    piece.path, f"{them} would all be {spelling[key]}; {remedy} can tell them apart", piece.entry
                )
        return {spelling[key]: pieces for key, pieces in found.items()}

    def _metadata(self, entries: Iterable[Entry], path: str) -> dict[str, Claim]:
        """Return what Gradescope says about its folders."""
        for entry in entries:
            if entry.path == path:
                try:
                    return downloads.gradescope(entry.read(self.budget))
                except (UnreadableError, ValueError) as error:
                    self._aside(path, f"it cannot be read ({error})", entry)
        return {}

    def _student(self, person: Person) -> str:
        """Return the id of the student whom a platform means."""
        if self.roster:
            return self.roster.match(person)
        if not person.student:
            raise UnmatchedError("nothing of its name can be a student's id")
        return person.student

    def _identity(self, person: Person) -> tuple[str, str]:
        """Return what is the same for two files of one person."""
        if person.platform == "plain" and self.roster:
            return person.platform, ""  # the roster has said already whom each name means
        return person.platform, (person.number or person.sid or person.email or person.name).casefold()

    def _collect(self, student: str, pieces: list[_Piece]) -> None:
        """Collect one student's submission."""
        budget = archives.student_budget(self.budget)
        works, others = self._sorted(pieces, budget)
        best = max((fit(work.inner, self.name, work.canvas) for work in works), default=0)
        chosen = [work for work in works if fit(work.inner, self.name, work.canvas) == best]
        stems = {self._stem(work) for work in chosen}
        if best < 2 and len(stems) > 1:
            why = f"it is one of {len(stems)} notebooks of {student}, and none is called {self.name}.ipynb"
            for piece in (*works, *others):
                self._aside(piece.path, why if piece in works else f"it came with {student}'s", piece.entry, budget)
            return
        for work in works:
            if work not in chosen:
                why = f"it is another notebook of {student}, beside the one that was taken"
                self._aside(work.path, why, work.entry, budget)
        contents = self._read(chosen, budget)
        if not contents:
            why = f"{student} handed in no notebook{' that can be read' if works else ''}"
            for piece in others:
                self._aside(piece.path, why, piece.entry, budget)
            return
        brought = self._read(others, budget)
        attempts = [self._attempt(student, work, content, brought) for work, content in contents]
        attempts.sort(key=cmp_to_key(lambda a, b: a.order.later(b.order) - b.order.later(a.order)))
        settled = self.store.settle(student, attempts)
        newest = attempts[-1]
        kept = tuple(path.relative_to(self.store.course.data).as_posix() for path in settled.kept)
        time = newest.order.time.isoformat()
        self.submissions.append(Submission(student, newest.source, time, newest.late, settled.outcome, kept))

    def _sorted(self, pieces: list[_Piece], budget: Budget) -> tuple[list[_Piece], list[_Piece]]:
        """Return a student's notebooks and other files; zips are opened, but not zips within zips."""
        works: list[_Piece] = []
        others: list[_Piece] = []
        for piece in pieces:
            if not is_zip(piece.inner):
                (works if is_notebook(piece.inner) else others).append(piece)
                continue
            try:
                inside = archives.unpacked(piece.entry.read(budget, archives.MAX_ZIP))
            except UnreadableError as error:
                self._aside(piece.path, str(error), piece.entry, budget)
                continue
            for name, reason in inside.refused:
                if not downloads.ignored(name):
                    self._aside(f"{piece.path}/{name}", reason)
            if not any(is_notebook(entry.path) and not downloads.ignored(entry.path) for entry in inside.entries):
                others.append(piece)  # perhaps data that the notebook reads
                continue
            folder = PurePosixPath(piece.inner).parent
            for entry in inside.entries:
                if downloads.ignored(entry.path):
                    continue
                path = f"{piece.path}/{entry.path}"
                if is_zip(entry.path):
                    self._aside(path, "it is a zip in a zip in the download, and not opened", entry, budget)
                    continue
                # When the zip was handed in counts, not what the student's own clock said.
                dated = Entry(entry.path, piece.entry.time, entry.read)
                inner = (folder / entry.path).as_posix()
                (works if is_notebook(inner) else others).append(_Piece(dated, path, inner, piece.claim))
        return works, others

    def _read(self, pieces: list[_Piece], budget: Budget) -> list[tuple[_Piece, bytes]]:
        """Return the contents of files; set aside those that cannot be read."""
        found = []
        for piece in pieces:
            try:
                found.append((piece, piece.entry.read(budget, MAX_BYTES)))
            except UnreadableError as error:
                self._aside(piece.path, str(error))
        return found

    def _stem(self, piece: _Piece) -> str:
        """Return a notebook's name without what copying adds to it."""
        return downloads.squeezed(downloads.original(PurePosixPath(piece.inner).stem, self.name, piece.canvas)[0])

    def _attempt(self, student: str, work: _Piece, content: bytes, brought: list[tuple[_Piece, bytes]]) -> Attempt:
        """Return a notebook as an attempt, together with the other files at their places beside it."""
        files = {f"{self.name}.ipynb": content}
        taken, folders = {f"{self.name}.ipynb".casefold(), STAMP}, {"."}
        beside = PurePosixPath(work.inner).parent
        for piece, data in brought:
            path = PurePosixPath(piece.inner)
            path = path.relative_to(beside) if path.is_relative_to(beside) else path
            name = path.as_posix()
            if name == STAMP:  # nbgrader's, not the student's
                continue
            key, above = name.casefold(), {parent.as_posix().casefold() for parent in path.parents}
            fits = len(os.fsencode(name)) <= MAX_PATH and all(len(os.fsencode(part)) <= 255 for part in path.parts)
            if not fits or key in taken or key in folders or above & taken:
                why = "another file has its place" if fits else "its path is too long"
                self._aside(piece.path, f"it came with {student}'s notebook, but {why}", piece.entry)
                continue
            files[name] = data
            taken.add(key)
            folders |= above
        return Attempt(files, self._order(work), work.path, work.claim.late)

    def _order(self, work: _Piece) -> Order:
        """Return when a notebook was handed in, as far as the download says; else when the download was made."""
        time = work.claim.time or work.entry.time
        if time is None or time > datetime.now(UTC) + timedelta(days=1):
            time = self.fetched
        count = downloads.original(PurePosixPath(work.inner).stem, self.name, work.canvas)[1]
        sequence = (*work.claim.sequence, count, -work.inner.count("/"))
        return Order(time, work.claim.people[0].platform, sequence, work.claim.named)
