"""Finds all that the data folder holds of one student, and removes it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dlutils.grading import grade_log
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.gradebook import opened
from dlutils.grading.report import FOLDER_OF_REPORTS
from dlutils.grading.safe_text import clean_text
from dlutils.grading.set_aside import FOLDER as SET_ASIDE

FOLDERS = ("submitted", "submitted-attempts", "autograded", "feedback", SET_ASIDE)
ELSEWHERE = (
    "downloads and rosters, exported tables and zips of feedback, deadlines.toml, unmatched/, backups, and what is on "
    "the learning platform"
)


@dataclass(frozen=True)
class Trace:
    """Something of a student: what it is, in words, and how to remove it; to do that again does no harm."""

    what: str
    remove: Callable[[], object]


def traces(course: Course, student: str) -> list[Trace]:
    """Return what the data folder holds of a student.

    Parameters
    ----------
    course : Course
        Where to look.
    student : str
        The student's id.

    Returns
    -------
    list of Trace
        Folders, files, and lines of the gradebook and of the log. Reports on the class are among them where the student
        is in it, since they may quote an answer; they can be made anew.

    Raises
    ------
    CourseError
        If nothing is found.
    """
    found = [*_files(course, student), *_log(course, student), *_gradebook(course, student)]
    if not found:
        raise CourseError(f"{course.data} holds nothing of a student called {clean_text(student, 0)[:100]!r}.")
    return found


def _files(course: Course, student: str) -> Iterator[Trace]:
    """Yield folders and files. They are looked for in lists of folders: a name such as ".." is in none."""
    assignments = set()
    for part in FOLDERS:
        for folder in _children(course.data / part):
            if folder.name == student:
                assignments |= {path.name for path in _children(folder)}
                yield _removable(course, folder)
    for remembered in (course.data / ".dlcourse", course.data / ".dlcourse" / "collected"):
        for folder in _children(remembered):
            for path in _children(folder):
                if path.name == f"{student}.json":
                    assignments.add(folder.name)
                    yield _removable(course, path)
    for path in _children(course.data / FOLDER_OF_REPORTS):
        if any(path.name in (f"{name}.html", f"{name}-similar.html") for name in assignments):
            yield _removable(course, path)


def _children(folder: Path) -> list[Path]:
    """Return what a folder holds; nothing if it is none, or a link."""
    return sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []


def _removable(course: Course, path: Path) -> Trace:
    """Return a file or folder as a trace."""
    return Trace(path.relative_to(course.data).as_posix(), lambda: _remove(path))


def _remove(path: Path) -> None:
    """Remove a file, a link, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        for root, folders, _ in os.walk(path):  # nbgrader takes away the right to write into graded folders
            for folder in (Path(root), *(Path(root) / name for name in folders)):
                if not folder.is_symlink():
                    folder.chmod(0o700)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _log(course: Course, student: str) -> Iterator[Trace]:
    """Yield the student's lines of the log of changed grades."""
    entries = grade_log.read(course)
    own = [entry for entry in entries if entry.student == student]
    if own:
        lines = f"{len(own)} line{'s' * (len(own) > 1)} of the log of changed grades"
        yield Trace(lines, lambda: grade_log.rewrite(course, [entry for entry in entries if entry.student != student]))


def _gradebook(course: Course, student: str) -> Iterator[Trace]:
    """Yield the student's place in the gradebook."""
    if not (course.data / "gradebook.db").is_file():
        return
    with opened(course) as book:
        known = [one for one in book.students if one.id == student]
        count = sum(len(one.submissions) for one in known)
    if known:
        yield Trace(
            f"the gradebook's entry, with {count} submission{'s' * (count != 1)}", lambda: _drop(course, student)
        )


def _drop(course: Course, student: str) -> None:
    """Take a student out of the gradebook, and out of the file's free pages, where SQLite leaves what was deleted."""
    with opened(course) as book:
        book.remove_student(student)
    with contextlib.closing(sqlite3.connect(course.data / "gradebook.db")) as database:
        database.execute("VACUUM")
