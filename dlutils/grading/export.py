"""Grades out of the gradebook, as nbgrader writes them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError


def export(course: Course, to: Path) -> int:
    """Write all grades to a CSV file and return the number of rows below its head.

    Raises
    ------
    CourseError
        If there is no gradebook yet, or the file cannot be written.
    """
    from nbgrader.api import Gradebook
    from nbgrader.plugins import CsvExportPlugin
    from sqlalchemy.exc import DatabaseError

    if not (course.data / "gradebook.db").is_file():
        raise CourseError(
            f"{course.data} must hold a gradebook before it can be exported. Run `dlcourse autograde NAME` first."
        )
    plugin = CsvExportPlugin()
    try:
        # In a folder beside the target, so that the finished file is moved into place in one step.
        with tempfile.TemporaryDirectory(dir=to.resolve().parent) as scratch:
            plugin.to = str(Path(scratch) / "grades.csv")
            with Gradebook(course.database) as book:
                plugin.export(book)
            rows = len(Path(plugin.to).read_text(encoding="utf-8").splitlines()) - 1
            Path(plugin.to).replace(to)
    except OSError as error:
        raise CourseError(f"{to} must be writable; {error.strerror}.") from None
    except DatabaseError as error:
        raise CourseError(f"{course.data / 'gradebook.db'} must be a gradebook; {error.orig!s}.") from None
    return rows
