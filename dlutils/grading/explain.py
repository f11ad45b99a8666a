"""Explains one verdict to the instructor: the question is judged once more, and every call of it is written down.

What is hidden from students is shown here: inputs that were drawn for one submission, and the right results. A student
who is sent this text as it is learns them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import nbformat

from dlutils.checks import notebook as checks
from dlutils.grading import intake, reading, sandbox, steps
from dlutils.grading.calls import Listening, asked_by, in_words, rounds_of
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError, OwnFailure
from dlutils.grading.explained import Explanation, Stored
from dlutils.grading.gradebook import told_by
from dlutils.grading.judge import Names, beginning, grade_cell, instructor_names, run_cells
from dlutils.grading.manual import is_manual, stop_of
from dlutils.grading.outputs import clean_outputs
from dlutils.grading.safe_text import clean_text
from dlutils.grading.worker import BROKEN, Ran, Submission

MAX_TOLD = 4_000  # characters of what a graded cell said
MAX_CALLS = 20  # that are shown of a test that somebody wrote by hand


def explain(course: Course, student: str, assignment: str, question: str, *, isolated: bool = True) -> Explanation:
    """Judge one question of a submission again, as it was judged, and say what happened.

    Nothing is written. Cells are run as when the submission was graded, with the seed that belongs to it; graded cells
    of other questions are left out, so only the time for the whole may be longer.

    Parameters
    ----------
    course : Course
        Where the submission is.
    student, assignment, question : str
        Whose answer to what.
    isolated : bool
        Whether the learner's code runs in a sandbox.

    Returns
    -------
    Explanation
        For people by `render`.

    Raises
    ------
    CourseError
        If there is no such student, assignment or question; the text names what may be meant. Also if there is no
        sandbox.
    """
    if assignment not in course.assignments:
        raise CourseError(_unknown("assignment", assignment, course.assignments))
    blank = intake.template(course, assignment)
    graded_ids = {str(_own(c)["grade_id"]): c for c in blank.cells if _own(c).get("grade")}
    by_name = {grade_id.removeprefix("grade-"): grade_id for grade_id in graded_ids}
    folders = dict(reading.submissions(course, assignment))
    if student not in folders:
        raise CourseError(_unknown(f"student with a submission of {assignment}", student, list(folders)))
    question = question.removeprefix("grade-") if question in graded_ids else question
    if question not in by_name:
        raise CourseError(_unknown(f"question of {assignment}", question, list(by_name)))
    grade_id = by_name[question]
    cell = graded_ids[grade_id]
    stored, ran = _stored(course, student, assignment, grade_id), _graded_notebook(course, student, assignment)
    old = _cell(ran, grade_id)
    found = Explanation(student, assignment, question, float(_own(cell)["points"]), stored)
    found = replace(found, told=told_by(old)[:MAX_TOLD] if old is not None else "")
    try:
        path = reading.find_notebook(folders[student], assignment)
    except reading.NotGradableError as error:
        return replace(found, lines=(f"Nothing in the submission can be used: {error}.",))
    rebuilt = intake.rebuild(course, assignment, path)
    if rebuilt.problem:
        reason = f"Nothing in {path.name} can be used, so a blank notebook is graded: {rebuilt.problem}."
        return replace(found, lines=(reason,))
    lines = [f"Note of the grading: {note}." for note in steps.notes_of(ran if ran is not None else rebuilt.notebook)]
    answer, stub = _cell(rebuilt.notebook, question), _cell(blank, question)
    if answer is not None and not answer.source.strip():
        lines.append("The cell of the answer is missing or empty.")
    elif answer is not None and stub is not None and answer.source.split() == stub.source.split():
        lines.append("The answer is as it was released: nothing was written.")
    if is_manual(cell):
        return replace(found, lines=(*lines, *_by_hand(found, old)), told="")
    if ran is None:
        lines.append("It is not graded yet.")
    elif _sources(ran) != _sources(rebuilt.notebook):
        lines.append("What is replayed is not what was graded: it was handed in again since, or the notebook changed.")
    files, _ = sandbox.files_of(folders[student], steps.MAX_FILES)
    found = replace(found, lines=tuple(lines))
    return _replayed(course, found, rebuilt.notebook, grade_id, files, isolated)


def _replayed(
    course: Course, found: Explanation, notebook: Any, grade_id: str, files: dict[str, Any], isolated: bool
) -> Explanation:
    """Return the explanation with what the replay shows."""
    if sys.platform != "linux":
        raise CourseError("A verdict can be replayed on Linux only.")
    first = beginning(notebook)
    if isolated:
        steps.require_sandbox(course, found.assignment, first)
    limits = steps.Judge(config=course.config()).limits
    seed_of = steps.seeds(course, found.assignment, found.student, steps.sources_of(notebook))
    place = next(i for i, cell in enumerate(notebook.cells) if _own(cell).get("grade_id") == grade_id)
    cell, happened = notebook.cells[place], []
    try:
        started = steps.running(course, found.assignment, isolated, first)
        with Submission(started, limits, files) as submission:
            for i, before, ran in run_cells(notebook, started, submission):
                if i == place:
                    break
                if ran is not None:
                    happened += [f"{_title(before, i)}: {what}" for what in _what_happened(ran)]
            fork = Listening(submission)
            with fork, checks.seeds(seed_of):
                defined = frozenset(fork.functions)
                cell.outputs = grade_cell(cell.source, Names(fork, *instructor_names(notebook)))
            if submission.ended:
                happened.append(f"the whole submission {submission.ended}")
    except (sandbox.SandboxError, *BROKEN) as error:
        raise OwnFailure(f"{steps.OURS}: {error or type(error).__name__}") from error
    told = told_by(cell)[:MAX_TOLD]
    assignment, asked = asked_by(found.assignment, cell.source)
    rounds = tuple(rounds_of(assignment, asked, fork.calls, seed_of, told))
    names_asked = dict.fromkeys(name for name, _ in asked)
    lines = [*found.lines, *(line for name in names_asked for line in _places(notebook, place, name, defined))]
    others = [] if asked else [in_words(call) for call in fork.calls[:MAX_CALLS]]
    return replace(
        found,
        replayed=_points(cell),
        lines=tuple(lines),
        cells=tuple(happened),
        rounds=rounds,
        other_calls=tuple(others),
        told_now=told,
    )


def _points(cell: Any) -> float | None:
    """Return the points of a graded cell, as nbgrader reads them from its outputs."""
    from nbgrader.utils import determine_grade

    score = determine_grade(cell)[0]
    return None if score is None else float(score)


def _places(notebook: Any, place: int, name: str, defined: frozenset[str]) -> Iterator[str]:
    """Yield what there is to say about where a function is defined."""
    code = [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    found = [(i, cell) for i, cell in code if name in intake.functions(cell.source)]
    before = [_title(cell, i) for i, cell in found if i < place]
    behind = [_title(cell, i) for i, cell in found if i > place]
    if name not in defined:
        yield f"No function {name} was there when the graded cell was judged."
        if before:
            yield f"It stands in {', '.join(before)}, which did not come as far as that."
        if behind:
            yield f"It stands in {', '.join(behind)}, behind the graded cell: too late."
    elif len(before) > 1:
        yield f"{name} is defined {len(before)} times, in {', '.join(before)}; the last that ran counts."


def _title(cell: Any, place: int) -> str:
    """Return by what a person finds a cell."""
    name = _own(cell).get("grade_id")
    if name:
        return f"the cell {name}"
    first = next((line.strip() for line in cell.source.splitlines() if line.strip()), "")
    return f"cell {place + 1} ({first[:60]})"


def _what_happened(ran: Ran) -> Iterator[str]:
    """Yield what is worth knowing of a cell that was run."""
    if ran.interrupted:
        yield "ran too long and was stopped; what it had done until then stays done"
    if ran.ended:
        yield f"{ran.ended}; it counts as not run"
        return
    for output in clean_outputs(ran.outputs):
        if output.output_type == "error" and not ran.interrupted:
            blank = " (nothing was written there)" * (output.ename == "NotImplementedError")
            yield f"stopped with {output.ename}: {output.evalue}"[:300].rstrip(": ") + blank


def _by_hand(found: Explanation, old: Any) -> Iterator[str]:
    """Yield what there is to say of an answer that a person grades."""
    yield "A person grades this question; the program gives no points for it, unless it is left as it was released."
    if old is not None and stop_of(old):
        yield f"When it was graded, {stop_of(old)}."
    if found.stored is None:
        yield "It is not graded yet."
    elif found.stored.manual_score is not None:
        again = found.stored.waits
        yield "It was handed in anew since, and waits for another look." if again else "A person has graded it."
    elif found.stored.waits:
        yield "It waits for a person: enter the points in formgrader."
    if found.stored is not None and found.stored.comment:
        yield f"Comment: {found.stored.comment}"


def _stored(course: Course, student: str, assignment: str, grade_id: str) -> Stored | None:
    """Return what the gradebook holds, if it holds anything."""
    from nbgrader.api import Gradebook, MissingEntry

    if not (course.data / "gradebook.db").is_file():
        return None
    with Gradebook(course.database) as book:
        try:
            notebook = book.find_submission_notebook(assignment, assignment, student)
        except MissingEntry:
            return None
        grade = next((grade for grade in notebook.grades if grade.name == grade_id), None)
        if grade is None:
            return None
        answer = grade_id.removeprefix("grade-")
        comment = next((one.manual_comment or "" for one in notebook.comments if one.name == answer), "")
        scores = grade.auto_score, grade.manual_score, grade.extra_credit
        return Stored(float(grade.score), *scores, bool(grade.needs_manual_grade), comment)


def _graded_notebook(course: Course, student: str, assignment: str) -> Any:
    """Return the graded notebook, or None if there is none that can be read."""
    try:
        return nbformat.read(course.data / "autograded" / student / assignment / f"{assignment}.ipynb", as_version=4)
    except Exception:  # it is only read for what it says
        return None


def _sources(notebook: Any) -> list[str]:
    """Return what the cells of a notebook say, but for the notes of the grading."""
    return [cell.source for cell in notebook.cells if cell.get("id") != "notes-of-grading"]


def _cell(notebook: Any, grade_id: str) -> Any:
    """Return the cell with a grade_id, or None."""
    return next((c for c in notebook.cells if _own(c).get("grade_id") == grade_id), None) if notebook else None


def _own(cell: Any) -> Any:
    """Return nbgrader's entry in a cell's metadata."""
    return cell.metadata.get("nbgrader", {})


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    """Return what to say of a name that is not known."""
    like = get_close_matches(name, known, 3) or [one for one in known if one.casefold() == name.casefold()]
    shown = ", ".join(known[:10]) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
    remedy = f"Did you mean {' or '.join(like)}?" if like else f"There are: {shown or 'none'}."
    return f"There is no {kind} called {clean_text(name, 0)[:100]!r}. {clean_text(remedy, 0)}"
