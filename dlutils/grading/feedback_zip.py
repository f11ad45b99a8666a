"""Pages of feedback in one zip file, under names by which a learning platform knows whose each is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from dlutils.grading.attempts import Store
from dlutils.grading.course import Course
from dlutils.grading.downloads import Platform, feedback_name
from dlutils.grading.errors import CourseError
from dlutils.grading.feedback import path_of
from dlutils.grading.files import replacing
from dlutils.grading.safe_text import clean_text


def pack(course: Course, assignment: str, students: Iterable[str], platform: Platform, to: Path) -> list[str]:
    """Write the feedback of some students to a zip file; one that is there is replaced as a whole.

    Parameters
    ----------
    course : Course
        Where the pages are, and what `dlcourse collect` remembers.
    assignment : str
        The assignment's name.
    students : iterable of str
        Whose pages.
    platform : str
        Who reads the zip. For "canvas" and "moodle" each page gets the name that the platform gave to the submission;
        for "plain" it is STUDENT/NAME.html.
    to : Path
        Where to.

    Returns
    -------
    list of str
        Those who are not in the zip, since their submission came from nowhere on the platform.

    Raises
    ------
    CourseError
        If it cannot be written.
    """
    store, left_out = Store(course, assignment), []
    try:
        with replacing(to) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for student in students:
                page = path_of(course, assignment, student)
                if platform == "plain":
                    name = f"{student}/{page.name}"
                else:
                    order = store.placed(student)
                    name = feedback_name(order.named, platform, page.name) if order else ""
                if name:
                    packed.write(page, name)
                else:
                    left_out.append(clean_text(student, 0))
    except OSError as error:
        raise CourseError(f"{to} must be writable; {error.strerror}.") from None
    return left_out
