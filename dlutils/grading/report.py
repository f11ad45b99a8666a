"""What a class made of an assignment: points, questions, the mistakes found, and what is left for a person to do."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from dlutils.grading import gradebook, intake, reading
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.files import write_atomically
from dlutils.grading.manual import stop_of
from dlutils.grading.report_mistakes import Mistake, Submission, anonymous, mistakes, without_numbers
from dlutils.grading.results import Result, is_blank
from dlutils.grading.set_aside import FOLDER, REASONS

ENOUGH = 10  # submissions, below which a correlation would say nothing
TIMES = (0, 0.5, 1, 2, 5, 10, 30, math.inf)  # seconds, between which submissions are counted
FOLDER_OF_REPORTS = "report"


@dataclass(frozen=True)
class QuestionStats:
    """How the class did on one question. Answers that wait for a person are counted in `waiting` and nowhere else."""

    name: str
    max_score: float
    count: int
    share: float  # mean share of the points, 0 to 1; nan where no answer has a score
    passed: float  # share of answers with all points
    unanswered: int
    waiting: int
    discrimination: float | None  # None where it would say nothing


@dataclass(frozen=True)
class Report:
    """A report on a class; the last ones but `not_gradable` are pairs of what there is to say and whom it is about."""

    assignment: str
    scores: tuple[float, ...]
    max_score: float
    questions: tuple[QuestionStats, ...]
    mistakes: tuple[Mistake, ...]
    todo: tuple[tuple[str, tuple[str, ...]], ...] = ()
    problems: tuple[tuple[str, tuple[str, ...]], ...] = ()
    late: tuple[tuple[str, tuple[str, ...]], ...] = ()
    times: tuple[tuple[str, tuple[str, ...]], ...] = ()
    not_gradable: int = 0


def write(course: Course, assignment: str, *, names: bool = False) -> Path:
    """Write the report on an assignment to report/NAME.html, and return the path.

    Parameters
    ----------
    course : Course
        Where the gradebook is, and autograded/.
    assignment : str
        The assignment's name.
    names : bool
        Whether the page says who made which mistake. Without, learners' own comments and texts are left out as well.

    Raises
    ------
    CourseError
        If nothing is graded yet.
    """
    from dlutils.grading.report_page import page

    submissions = list(gather(course, assignment))
    if not submissions:
        raise CourseError(f"{assignment} must be graded before its report. Run `dlcourse autograde {assignment}`.")
    given = {cell.source for cell in intake.template(course, assignment).cells if cell.cell_type == "code"}
    report = summarise(assignment, submissions, given, names=names)
    more = [*report.problems, *_aside(course, assignment, {one.result.student for one in submissions}, names)]
    path = course.data / FOLDER_OF_REPORTS / f"{assignment}.html"
    when = datetime.now(UTC).strftime("%d %B %Y, %H:%M UTC")
    write_atomically(path, page(replace(report, problems=tuple(more)), names=names, when=when))
    return path


def gather(course: Course, assignment: str) -> Iterator[Submission]:
    """Yield every graded submission of an assignment, in alphabetical order of the students.

    Parameters
    ----------
    course : Course
        Where the gradebook is, and autograded/.
    assignment : str
        The assignment's name.

    Yields
    ------
    Submission
        What the gradebook and the graded notebook say of it.
    """
    for one in gradebook.each(course, assignment):
        cells = {
            cell.metadata.nbgrader.grade_id: cell
            for cell in one.notebook.cells
            if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code"
        }
        stops = {name: stop for name, cell in cells.items() if (stop := stop_of(cell))}
        answers = {name: cell.source for name, cell in cells.items()}
        student = one.row.student
        named = tuple(filter(None, (student.first_name, student.last_name, student.email)))
        took = one.notebook.metadata.get("dlcourse", {}).get("seconds")
        yield Submission(one.result, answers, stops, one.row.total_seconds_late, named, took)


def summarise(
    assignment: str, submissions: Sequence[Submission], given: Collection[str] = (), *, names: bool = False
) -> Report:
    """Return the report on a class.

    Parameters
    ----------
    assignment : str
        The assignment's name.
    submissions : sequence of Submission
        All that are graded. Those of which nothing could be used are named, and count nowhere else: their zeros say
        nothing about the questions.
    given : collection of str
        Sources that everybody was given; their lines are left out of the examples.
    names : bool
        Whether texts may say who somebody is.

    Returns
    -------
    Report
        All but what lies outside the gradebook.
    """
    used = [one for one in submissions if one.result.status == "graded"]
    results = [one.result for one in used]
    order = list(dict.fromkeys(question.name for result in results for question in result.questions))
    common = {note for result in results for note in result.notes}
    todo: dict[str, list[str]] = defaultdict(list)
    problems: dict[str, list[str]] = defaultdict(list)
    late: dict[str, list[str]] = defaultdict(list)
    for one in submissions:
        student = one.result.student
        for question in one.result.questions:
            if question.by_hand in ("waits", "again"):
                why = "waits for a score" if question.by_hand == "waits" else "has changed since a person graded it"
                todo[f"{question.name} {why}"].append(student)
        for note in one.result.notes:
            about = "Note" if one.result.status == "graded" or note in common else "Not gradable"
            said = without_numbers(f"{about}: {note}")
            problems[said if names else anonymous(said, one)].append(student)
        if one.late_s > 0:
            days = math.ceil(one.late_s / 86_400)
            late[f"up to {days} day{'s' * (days > 1)} late"].append(student)
    return Report(
        assignment,
        tuple(result.earned for result in results),
        max((result.max_score for result in results), default=0.0),
        tuple(_stats(name, results) for name in order),
        tuple(mistakes(order, used, given, names=names)),
        tuple((what, tuple(who)) for what, who in todo.items()),
        tuple(sorted(((what, tuple(who)) for what, who in problems.items()), key=lambda pair: -len(pair[1]))),
        tuple((what, tuple(who)) for what, who in late.items()),
        tuple(_times(submissions)),
        len(submissions) - len(used),
    )


def _times(submissions: Sequence[Submission]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield how long submissions took, and which, the fastest first."""
    for low, high in itertools.pairwise(TIMES):
        who = tuple(one.result.student for one in submissions if one.seconds is not None and low <= one.seconds < high)
        if who:
            yield f"{low:g} to {high:g} s" if high < math.inf else f"{low:g} s and more", who


def _stats(name: str, results: Sequence[Result]) -> QuestionStats:
    """Return how the class did on one question."""
    pairs, waiting, unanswered, worth = [], 0, 0, 0.0
    for result in results:
        own = next((question for question in result.questions if question.name == name), None)
        if own is None:
            continue
        worth = max(worth, own.max_score)
        if own.by_hand == "waits":
            waiting += 1
            continue
        unanswered += is_blank(own)
        rest = [q for q in result.questions if q.name != name and q.by_hand != "waits"]
        of = sum(q.max_score for q in rest)
        pairs.append((_share(own.score, own.max_score), sum(q.score for q in rest) / of if of else math.nan))
    shares = np.array([share for share, _ in pairs])
    rests = np.array([rest for _, rest in pairs])
    correlation = None
    if len(pairs) >= ENOUGH and shares.std() > 1e-9 and rests.std() > 1e-9:  # nan compares as False
        correlation = float(np.corrcoef(shares, rests)[0, 1])
    mean, passed = (float(shares.mean()), float((shares >= 1 - 1e-9).mean())) if pairs else (math.nan, math.nan)
    return QuestionStats(name, worth, len(pairs), mean, passed, unanswered, waiting, correlation)


def _share(score: float, of: float) -> float:
    """Return a share of the points; of none there are, all."""
    return score / of if of else 1.0


def _aside(
    course: Course, assignment: str, graded: Collection[str], names: bool
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what lies outside the gradebook: submissions without a grade, and what was set aside."""
    if course.submitted.is_dir():
        missing = tuple(name for name, _ in reading.submissions(course, assignment) if name not in graded)
        if missing:
            yield "Handed in, and not graded: `dlcourse autograde` says why", missing
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((course.data / FOLDER).glob(f"*/{assignment}/{REASONS}")):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()[:100]:
            _, _, why = line.partition(": ")
            found[f"Set aside: {line if names else why or line}"].append(path.parents[1].name)
    yield from ((what, tuple(dict.fromkeys(who))) for what, who in found.items())
    unmatched = [path for path in (course.data / "unmatched" / assignment).rglob("*") if path.is_file()]
    if unmatched:
        yield f"In unmatched/, since nobody could be told from their names: {len(unmatched)} files", ()
