"""What nbgrader's gradebook says of a submission: the scores, and what a person wrote into it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import nbformat

from dlutils.grading.converting import find_programs
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError, OwnFailure
from dlutils.grading.manual import BLANK, WAITS, is_manual, stop_of
from dlutils.grading.results import ByHand, Question, Result


@contextlib.contextmanager
def opened(course: Course) -> Iterator[Any]:
    """Open the gradebook; a new one is made if there is none.

    Raises
    ------
    CourseError
        If it is none.
    OwnFailure
        If it cannot be read or written: the disk is full, or somebody else holds it.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import DatabaseError

    find_programs()
    try:
        with Gradebook(course.database) as book:
            yield book
    except DatabaseError as error:
        path, said = course.data / "gradebook.db", str(error.orig)
        if any(word in said for word in ("full", "locked", "readonly", "I/O", "unable to open")):
            remedy = "What was done before that stays; mend it, and run the same command again."
            raise OwnFailure(f"{path} could not be read or written: {said}. {remedy}") from None
        remedy = "Restore it from a copy, or move it away to begin a new one."
        raise CourseError(f"{path} must be a gradebook; {said}. {remedy}") from None


@dataclass(frozen=True)
class Graded:
    """A graded submission: its row of the gradebook, its graded notebook, and the grade."""

    row: Any
    notebook: Any
    result: Result


def each(course: Course, assignment: str) -> Iterator[Graded]:
    """Yield every graded submission of an assignment, in alphabetical order of the students.

    Rows of the gradebook can be read until the next one is asked for.

    Parameters
    ----------
    course : Course
        Where the gradebook is, and autograded/.
    assignment : str
        The assignment's name.
    """
    from nbgrader.api import MissingEntry

    if not (course.data / "gradebook.db").is_file():
        return
    with opened(course) as book:
        try:
            rows = list(book.find_assignment(assignment).submissions)
        except MissingEntry:
            return
        for row in sorted(rows, key=lambda row: str(row.student_id)):
            ran = graded(course, assignment, row.student_id)
            if ran is None:
                continue
            status = status_of(course, assignment, row.student_id)
            result = result_of(book, ran, assignment, row.student_id, status, ())
            if result is not None:
                yield Graded(row, ran, result)


def status_of(course: Course, assignment: str, student: str) -> Literal["graded", "not gradable"]:
    """Return how a submission was graded, as `dlcourse autograde` has noted it."""
    status = course.remembered(assignment, student).get("status")
    return "not gradable" if status == "not gradable" else "graded"


def read(course: Course, assignment: str, student: str, status: Any, notes: Collection[str]) -> Result | None:
    """Return a submission's grade.

    Parameters
    ----------
    course : Course
        Where the gradebook is, and autograded/.
    assignment, student : str
        Whose submission of what.
    status, notes
        What the result says of the submission, before what was noted when its cells were run.

    Returns
    -------
    Result or None
        None if the submission was not graded.
    """
    from nbgrader.api import Gradebook

    ran = graded(course, assignment, student)
    if ran is None:
        return None
    with Gradebook(course.database) as book:
        return result_of(book, ran, assignment, student, status, notes)


def graded(course: Course, assignment: str, student: str) -> Any:
    """Return the graded notebook of a submission, or None if there is none."""
    path = course.data / "autograded" / student / assignment / f"{assignment}.ipynb"
    return nbformat.read(path, 4) if path.is_file() else None


def result_of(book: Any, ran: Any, assignment: str, student: str, status: Any, notes: Collection[str]) -> Result | None:
    """Return what `read` does, from an open gradebook and the graded notebook."""
    from nbgrader.api import MissingEntry

    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in ran.cells}
    said = map(str, ran.metadata.get("dlcourse", {}).get("notes", []))
    try:
        notebook = book.find_submission_notebook(assignment, assignment, student)
    except MissingEntry:
        return None
    order = [cell.name for cell in book.find_notebook(assignment, assignment).source_cells]
    questions = [_question(g, cells.get(g.name)) for g in sorted(notebook.grades, key=lambda g: order.index(g.name))]
    penalty = float(notebook.late_submission_penalty or 0)
    return Result(student, assignment, status, tuple(questions), (*notes, *said), penalty)


def _question(grade: Any, cell: Any) -> Question:
    """Return a row of the gradebook as a question, with what its cell said."""
    by_hand: ByHand = ""
    if grade.needs_manual_grade:
        by_hand = "waits" if grade.manual_score is None else "again"
    elif grade.manual_score is not None:
        by_hand = "done"
    return question(grade.name, grade.score, grade.max_score, cell, by_hand)


def question(name: str, score: float, max_score: float, cell: Any, by_hand: ByHand = "") -> Question:
    """Return what one graded cell came to.

    Parameters
    ----------
    name : str
        Its grade_id.
    score, max_score : float
        Points earned so far, and points that can be earned.
    cell : NotebookNode or None
        The cell after it was run, if it is there.
    by_hand : str
        What a person has to do with it, or has done, as in `Question`.

    Returns
    -------
    Question
        `told` says what the cell printed; of an answer that a person grades, whether it is there and ran.
    """
    told = "" if cell is None else told_by(cell)
    if cell is not None and is_manual(cell):
        told = "; ".join(filter(None, (WAITS, stop_of(cell)))) if by_hand == "waits" else "" if by_hand else BLANK
    return Question(name.removeprefix("grade-"), float(score), float(max_score), told, by_hand)


def told_by(cell: Any) -> str:
    """Return what a graded cell printed or raised, as plain text."""
    lines = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            lines.append(output.text)
        elif output.output_type == "error":
            lines.append("\n".join(output.traceback) or f"{output.ename}: {output.evalue}")
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines)).strip()


def settled(course: Course, assignment: str, student: str) -> set[str]:
    """Return the grade_ids to which a person has given a score, and which nobody need look at again."""
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(course.database) as book:
        try:
            grades = book.find_submission_notebook(assignment, assignment, student).grades
        except MissingEntry:
            return set()
        return {g.name for g in grades if g.manual_score is not None and not g.needs_manual_grade}


def settle(course: Course, assignment: str, student: str, names: Collection[str]) -> None:
    """Say of these grade_ids that nobody need look at them again.

    When a submission is graded anew, nbgrader keeps the scores that a person gave and asks for another look, even if
    not a letter of the submission has changed.
    """
    from nbgrader.api import Gradebook

    if names:
        with Gradebook(course.database) as book:
            for grade in book.find_submission_notebook(assignment, assignment, student).grades:
                if grade.name in names:
                    grade.needs_manual_grade = False
            book.db.commit()
