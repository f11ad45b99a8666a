"""Which grades do not stand for what lies in submitted/: what is not graded yet, and what was handed in again since."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dlutils.grading import reading
from dlutils.grading.course import Course
from dlutils.grading.safe_text import clean_text


@dataclass(frozen=True)
class Standing:
    """Students with work that has no grade yet, and those whose grade is that of an older attempt."""

    assignment: str
    ungraded: tuple[str, ...] = ()
    again: tuple[str, ...] = ()

    @property
    def warnings(self) -> list[str]:
        """What there is to say about them."""
        said = {"Not graded yet": self.ungraded, "Handed in again since it was graded": self.again}
        remedy = f"Run `dlcourse autograde {self.assignment}`."
        return [
            f"{what}: {self.assignment}, of {clean_text(', '.join(students), 0)}. {remedy}"
            for what, students in said.items()
            if students
        ]


def standing(course: Course, assignment: str, graded: Collection[str]) -> Standing:
    """Compare what is graded with what lies in submitted/.

    Parameters
    ----------
    course : Course
        Where the submissions are.
    assignment : str
        The assignment's name.
    graded : collection of str
        Students with a grade.
    """
    ungraded, again = [], []
    for student, folder in reading.submissions(course, assignment) if course.submitted.is_dir() else ():
        if student not in graded:
            ungraded.append(student)
            continue
        then = course.remembered(assignment, student).get("submission")
        if then is not None and then != reading.handed_in(folder, assignment).digest:
            again.append(student)
    return Standing(assignment, tuple(ungraded), tuple(again))
