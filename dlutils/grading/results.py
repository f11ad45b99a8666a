"""What grading one submission came to, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rich.markup import escape
from rich.table import Table

from dlutils.grading.manual import BLANK, WAITS
from dlutils.messages import message

Status = Literal["graded", "not gradable", "failed"]
ByHand = Literal["", "waits", "again", "done"]


@dataclass(frozen=True)
class Question:
    """Points for one graded cell.

    `by_hand` is empty where the program alone gives the points. It is "waits" for an answer that a person has to grade,
    "done" once a person has given the score, and "again" where the submission has changed since.
    """

    name: str
    score: float
    max_score: float
    told: str = ""  # what the graded cell said to the learner
    by_hand: ByHand = ""


@dataclass(frozen=True)
class Result:
    """The grade of one submission.

    `status` is "graded"; "not gradable" where nothing in the file could be used (a blank notebook was graded
    in its place, and its 0 points stand in the gradebook); or "failed" where grading itself did not succeed.
    `late_penalty` is what the gradebook takes off for late work.
    """

    student: str
    assignment: str
    status: Status
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    late_penalty: float = 0.0

    @property
    def earned(self) -> float:
        """The points for the answers."""
        return sum(question.score for question in self.questions)

    @property
    def score(self) -> float:
        """The points that count: those earned, less what late work loses."""
        return max(0.0, self.earned - self.late_penalty)

    @property
    def max_score(self) -> float:
        """The points that can be earned."""
        return sum(question.max_score for question in self.questions)

    @property
    def waiting(self) -> float:
        """The points that a person has still to give, or not to give."""
        return sum(question.max_score for question in self.questions if question.by_hand == "waits")

    @property
    def remarks(self) -> list[str]:
        """What there is for a person to do."""
        again = [f"{q.name} ({q.score:g} of {q.max_score:g})" for q in self.questions if q.by_hand == "again"]
        found = [f"{WAITS}: {self.waiting:g} of {self.max_score:g} points"] if self.waiting else []
        if self.questions and all(map(is_blank, self.questions)):
            found.append("nothing was written: it is as it was released")
        return found + ([f"graded by hand before the submission changed, look again: {', '.join(again)}"] * bool(again))

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data."""
        totals = {"score": self.score, "max_score": self.max_score, "waiting": self.waiting}
        return {**asdict(self), **totals, "remarks": self.remarks}


def is_blank(question: Question) -> bool:
    """Whether an answer was left as it was released, or a text that a person grades is not there."""
    return message("problem.blank") in question.told or question.told == BLANK


def table(results: Sequence[Result]) -> Table:
    """Return the results as a table: a row per student, a column per question."""
    names = _questions(results)
    shown = _table("student", "score", *names)
    for result in results:
        by_name = {q.name: "waits" if q.by_hand == "waits" else f"{q.score:g}" for q in result.questions}
        score = f"{result.score:g}/{result.max_score:g}" if result.questions else "none"
        shown.add_row(escape(result.student[:40]), score, *(by_name.get(name, "") for name in names))
    return shown


def summary(results: Sequence[Result]) -> Table:
    """Return how a class did: a row per question, and one for all of them.

    Submissions of which nothing could be used are left out: their zeros say nothing about the questions.
    """
    used = [result for result in results if result.status == "graded"]
    rows = []
    for name in _questions(used):
        own = [question for result in used for question in result.questions if question.name == name]
        done = [question.score for question in own if question.by_hand != "waits"]
        rows.append((name, max(question.max_score for question in own), done, len(own) - len(done)))
    if used:
        earned = [result.earned for result in used]
        rows.append(("all", max(result.max_score for result in used), earned, sum(bool(r.waiting) for r in used)))
    waits = any(waiting for *_, waiting in rows)
    shown = _table("question", "points", "mean", "all points", "some", "none", *(["wait"] if waits else []))
    for name, points, scores, waiting in rows:
        full, none = sum(score >= points for score in scores), sum(score == 0 < points for score in scores)
        mean = f"{sum(scores) / len(scores):.2f}" if scores else ""
        shares = (_percent(count, len(scores)) for count in (full, len(scores) - full - none, none))
        shown.add_row(name, f"{points:g}", mean, *shares, *([str(waiting or "")] if waits else []))
    return shown


def _questions(results: Sequence[Result]) -> list[str]:
    """Return the questions' names, in their order."""
    return list(dict.fromkeys(question.name for result in results for question in result.questions))


def _table(first: str, *others: str) -> Table:
    """Return a table without lines; its first column holds words, the others numbers."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column(first, no_wrap=True)
    for name in others:
        shown.add_column(name, justify="right", no_wrap=True)
    return shown


def _percent(count: int, of: int) -> str:
    """Return a share in words; nothing of nothing."""
    return f"{100 * count / of:.0f} %" if of else ""


def notes(results: Sequence[Result]) -> list[str]:
    """Return a line for each student of whom there is something to say."""
    lines = []
    for result in results:
        said = ([] if result.status == "graded" else [result.status]) + list(result.notes) + result.remarks
        if said:
            lines.append(f"{result.student}: {'; '.join(said)}")
    return lines
