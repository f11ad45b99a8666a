"""The log of changed grades: `.dlcourse/grade-log.jsonl`, a line of JSON for each. Only `forget` takes lines out.

It holds what `dlcourse regrade` brought into the gradebook, and grades that `dlcourse autograde` changed though the
submission had not changed. What a person enters in formgrader is not in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.files import write_atomically
from dlutils.grading.safe_text import clean_text


@dataclass(frozen=True)
class Entry:
    """One changed grade.

    Attributes
    ----------
    when : str
        The time in UTC, in the form of ISO 8601.
    run : str
        Which run changed it; an entry stands in the log once a run.
    because : str
        What the instructor said.
    assignment, student, question : str
        What was changed.
    old : float or None
        The score before; None if there was none.
    new : float
        The score since.
    program : float or None
        What the program gives, where the higher score was kept.
    """

    when: str
    run: str
    because: str
    assignment: str
    student: str
    question: str
    old: float | None
    new: float
    program: float | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """What it is about, within its run."""
        return self.assignment, self.student, self.question


def path_of(course: Course) -> Path:
    """Return where the log lies."""
    return course.data / ".dlcourse" / "grade-log.jsonl"


def read(course: Course) -> list[Entry]:
    """Return the log, the oldest entry first.

    Raises
    ------
    CourseError
        If a line is no entry; the text says which.
    """
    path = path_of(course)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} must be a log of grades that can be read: {error}.") from None
    # What stands behind the last line end was cut short as it was written; the run that wrote it writes it again.
    return [_entry(path, number, line) for number, line in enumerate(lines[:-1], 1) if line]


def _entry(path: Path, number: int, line: str) -> Entry:
    """Return a line of the log as an entry."""
    try:
        found = json.loads(line)
        return Entry(**{name: found.get(name) for name in Entry.__dataclass_fields__})
    except (ValueError, AttributeError):
        raise CourseError(
            f"{path}, line {number}: it must be an entry of the log. Mend it, or move the log away."
        ) from None


def append(course: Course, entries: Iterable[Entry]) -> None:
    """Write entries at the end of the log, each to the disk before the next; those that stand there are left out.

    Parameters
    ----------
    course : Course
        Whose log.
    entries : iterable of Entry
        What to write.
    """
    path, entries = path_of(course), list(entries)
    if not entries:
        return
    known = {(entry.run, entry.place) for entry in read(course)}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        _cut_torn_line(handle)
        for entry in entries:
            if (entry.run, entry.place) not in known:
                os.write(handle, _json(entry).encode())
                os.fsync(handle)
    finally:
        os.close(handle)


def rewrite(course: Course, entries: Iterable[Entry]) -> None:
    """Replace the log as a whole: for a student whose data are deleted."""
    path = path_of(course)
    write_atomically(path, "".join(map(_json, entries)))
    path.chmod(0o600)


def _json(entry: Entry) -> str:
    """Return an entry as a line of the file."""
    return json.dumps(asdict(entry), ensure_ascii=True) + "\n"


def _cut_torn_line(handle: int) -> None:
    """Take away what stands behind the last line end: the beginning of a line that was never finished."""
    end = os.lseek(handle, 0, os.SEEK_END)
    start = max(0, end - (1 << 16))  # no line is as long as this
    tail = os.pread(handle, end - start, start)
    if tail and not tail.endswith(b"\n"):
        os.ftruncate(handle, start + tail.rfind(b"\n") + 1)


def kept(course: Course, assignment: str) -> dict[tuple[str, str], float]:
    """Return the scores that were kept though the program gives less, by student and question."""
    last = {(e.student, e.question): e for e in read(course) if e.assignment == assignment}
    return {key: entry.new for key, entry in last.items() if entry.program is not None}


def render(entries: Sequence[Entry]) -> str:
    """Return entries as plain text, a line each.

    Parameters
    ----------
    entries : sequence of Entry
        Some of the log.

    Returns
    -------
    str
        Lines, each with its end.
    """
    return "".join(f"{_line(entry)}\n" for entry in entries) or "No grade has been changed by `dlcourse regrade`.\n"


def _line(entry: Entry) -> str:
    """Return an entry in words."""
    old = "none" if entry.old is None else f"{entry.old:g}"
    rest = "" if entry.program is None else f" (kept; the program gives {entry.program:g})"
    because = f": {entry.because}" if entry.because else ""
    line = f"{entry.when}  {entry.student}  {entry.assignment}  {entry.question}  {old} -> {entry.new:g}{rest}{because}"
    return " ".join(clean_text(line, 0).split("\n"))


def as_data(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return entries as JSON-ready data."""
    return [asdict(entry) for entry in entries]
