"""Deadlines in the gradebook: due dates and extensions, how late work is, and what it loses by that.

`deadline_file` reads them from deadlines.toml. The gradebook gets each as nbgrader's own due date and extension, so
formgrader and `nbgrader` know them too.
"""

from __future__ import annotations

import contextlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy.engine import make_url

from dlutils.grading.course import Course
from dlutils.grading.deadline_file import FILE, Deadline, aware, read, toml_key
from dlutils.grading.gradebook import opened


@dataclass(frozen=True)
class Mark:
    """How a student's work stands to the deadline.

    `late` is None where there is no work, or nobody knows when it came; `points_lost` is what the gradebook takes off.
    """

    submitted: bool
    late: timedelta | None
    grace: timedelta
    extension: datetime | None  # only where it matters: the regular deadline had passed, or nothing has come yet
    points_lost: float = 0.0

    @property
    def words(self) -> str:
        """The mark for people; empty for those of whom there is nothing to say."""
        until = f"extension until {self._until}" if self.extension else ""
        if self.late is None:
            return until or ("time unknown" if self.submitted else "")
        if not self.late:
            return until or "on time"
        said = "late, within the grace period" if self.late <= self.grace else f"late by {duration(self.late)}"
        said += f" ({until})" * bool(until)
        return said + f": {round(self.points_lost, 2):g} points less" * bool(self.points_lost)

    @property
    def _until(self) -> str:
        """When the extension ends, in the time zone in which it was given."""
        exact = "seconds" if self.extension and self.extension.second else "minutes"
        return self.extension.isoformat(" ", exact) if self.extension else ""


def duration(time: timedelta) -> str:
    """Return how long something took, in its two largest units.

    Examples
    --------
    >>> duration(timedelta(minutes=125)), duration(timedelta(days=2, minutes=7)), duration(timedelta(seconds=3))
    ('2 h 5 min', '2 d 7 min', 'less than 1 min')
    """
    minutes = time // timedelta(minutes=1)
    parts = (minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min")
    return " ".join([f"{count} {unit}" for count, unit in parts if count][:2]) or "less than 1 min"


def _in_gradebook(time: datetime) -> datetime:
    """Return a time as the gradebook keeps it."""
    return time.astimezone(UTC).replace(tzinfo=None)


def apply(course: Course, assignment: str) -> list[str]:
    """Bring the gradebook up to date with deadlines.toml: due date, extensions, and the penalties of what is graded.

    So a deadline that moved, an extension given afterwards and points that a person added count at once, without
    grading anything again. An assignment that the file does not name stays as the gradebook has it.

    Parameters
    ----------
    course : Course
        Where the file and the gradebook are.
    assignment : str
        The assignment's name.

    Returns
    -------
    list of str
        Warnings: extensions of students whom nobody knows.

    Raises
    ------
    CourseError
        If something in the file is wrong, or the gradebook is none.
    """
    rule = read(course.data, course.assignments).get(assignment)
    if rule is None:
        return []
    known = {path.name for path in course.submitted.iterdir()} if course.submitted.is_dir() else set()
    if (course.data / "gradebook.db").is_file():
        with opened(course) as book:
            known |= {student.id for student in book.students}
            with contextlib.suppress(MissingEntry):  # at the first grading, `SetDeadline` enters it
                _enter(book, book.find_assignment(assignment), rule)
    return [
        f"{course.data / FILE}, {toml_key(assignment, 'extensions', student)}: no student of that name is known so far."
        for student in rule.extensions
        if student not in known
    ]


def _enter(book: Any, found: Any, rule: Deadline) -> None:
    """Write a deadline into the gradebook, where it is not there yet."""
    _set_due(found, rule)
    for submission in found.submissions:
        _set_extension(submission, rule)
        lost = rule.lost(submission.student.id, submission.timestamp)
        for notebook in submission.notebooks:
            penalty = lost * notebook.score or None
            # The column is a float: what was read back may differ in the last digit.
            if not math.isclose(notebook.late_submission_penalty or 0, penalty or 0, abs_tol=1e-9):
                notebook.late_submission_penalty = penalty
    book.db.commit()


def _set_due(found: Any, rule: Deadline) -> None:
    """Give an assignment of the gradebook its due date."""
    if found.duedate != _in_gradebook(rule.time):
        found.duedate = _in_gradebook(rule.time)


def _set_extension(submission: Any, rule: Deadline) -> None:
    """Give a submission its extension: how long after the due date it ends."""
    until = rule.extensions.get(submission.student.id)
    extension = until - rule.time if until else None
    if submission.extension != extension:
        submission.extension = extension


def marks(course: Course, assignment: str) -> dict[str, Mark]:
    """Return how each student's work stands to the deadline.

    Parameters
    ----------
    course : Course
        Where deadlines.toml and the gradebook are.
    assignment : str
        The assignment's name.

    Returns
    -------
    dict
        By student: those whose work is in the gradebook, and those with an extension. Empty without a deadline.

    Raises
    ------
    CourseError
        If something in the file is wrong, or the gradebook is none.
    """
    rule = read(course.data, course.assignments).get(assignment)
    if rule is None:
        return {}
    found = {student: Mark(False, None, rule.grace, until) for student, until in rule.extensions.items()}
    if (course.data / "gradebook.db").is_file():
        with opened(course) as book:
            try:
                submissions = list(book.find_assignment(assignment).submissions)
            except MissingEntry:
                submissions = []
            for one in submissions:
                student = one.student.id
                extension = rule.extensions.get(student)
                if one.timestamp and aware(one.timestamp) <= rule.time:
                    extension = None
                late = rule.late(student, one.timestamp) if one.timestamp else None
                found[student] = Mark(True, late, rule.grace, extension, one.late_submission_penalty)
    return dict(sorted(found.items()))


def _rule(database: str, assignment: str) -> Deadline | None:
    """Return the deadline of an assignment, from the file beside the gradebook."""
    file = make_url(database).database if database.startswith("sqlite") else None
    return read(Path(file).parent if file else Path()).get(assignment)


class SetDeadline(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Enter the deadline before nbgrader looks whether a submission is late; for nbgrader's Autograde."""

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        """Enter due date and extension of one submission; the notebook stays as it is."""
        own = resources["nbgrader"]
        if rule := _rule(own["db_url"], own["assignment"]):
            with Gradebook(own["db_url"]) as book:
                submission = book.find_submission(own["assignment"], own["student"])
                _set_due(submission.assignment, rule)
                _set_extension(submission, rule)
                book.db.commit()
        return notebook, resources


class LatePenalty(LateSubmissionPlugin):  # type: ignore[misc]
    """What nbgrader's `AssignLatePenalties` asks how many points late work loses."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Return the points that are lost; where deadlines.toml has no deadline, what nbgrader's own setting says."""
        rule = _rule(self.parent.db_url, self.parent.assignment_id)
        if rule is None:
            lost: float | None = super().late_submission_penalty(student_id, score, total_seconds_late)
            return lost
        submission = self.parent.gradebook.find_submission(self.parent.assignment_id, student_id)
        return rule.lost(student_id, submission.timestamp) * score or None
