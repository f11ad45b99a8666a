"""From solutions/ to assignments/: the released notebook is generated, never edited."""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat

from dlutils.grading.converting import convert
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError, OwnFailure
from dlutils.grading.files import write_atomically


def generate(course: Course, assignment: str) -> str:
    """Return the text of the released notebook that nbgrader makes of a solution; no gradebook is touched.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        The assignment's name.

    Returns
    -------
    str
        JSON, the same for the same solution.

    Raises
    ------
    CourseError
        If the solution is no valid nbgrader notebook.
    """
    from nbgrader.converters import GenerateAssignment

    source = course.solution(course.require(assignment))
    try:
        nbformat.read(source, as_version=4)
    except Exception as error:
        raise CourseError(f"solutions/{assignment} must be a valid notebook; {str(error).splitlines()[0]}") from None
    with tempfile.TemporaryDirectory() as scratch:
        config = course.config(release_directory=Path(scratch))
        config.CourseDirectory.db_url = f"sqlite:///{scratch}/unused.db"
        failed, log = convert(config, GenerateAssignment, assignment, ".")
        made = Path(scratch) / assignment / f"{assignment}.ipynb"
        if failed or not made.is_file():
            raise OwnFailure(f"nbgrader could not release {assignment}: {log[-1] if log else 'it wrote nothing'}")
        return made.read_text(encoding="utf-8")


def release(course: Course, assignment: str) -> bool:
    """Write assignments/NAME/NAME.ipynb if it is not what solutions/NAME generates.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        The assignment's name.

    Returns
    -------
    bool
        Whether it was written.
    """
    made = generate(course, assignment)
    path = course.released(assignment)
    if path.is_file() and path.read_text(encoding="utf-8") == made:
        return False
    write_atomically(path, made)
    return True
