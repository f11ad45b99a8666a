"""Grades out of the gradebook, as nbgrader writes them."""

from __future__ import annotations

import os
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

    if not (course.data / "gradebook.db").is_file():
        raise CourseError(
            f"{course.data} must hold a gradebook before it can be exported. Run `dlcourse autograde NAME` first."
        )
    plugin = CsvExportPlugin()
    try:
        handle, temporary = tempfile.mkstemp(dir=to.resolve().parent, prefix=f".{to.name}.")
        os.close(handle)
        plugin.to = temporary
        with Gradebook(course.database) as book:
            plugin.export(book)
        rows = len(Path(temporary).read_text(encoding="utf-8").splitlines()) - 1
        Path(temporary).replace(to)
    except OSError as error:
        raise CourseError(f"{to} must be writable; {error.strerror}.") from None
    return rows
