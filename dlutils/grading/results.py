"""What grading one submission came to, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from rich.markup import escape
from rich.table import Table

Status = Literal["graded", "not gradable", "failed"]


@dataclass(frozen=True)
class Question:
    """Points for one graded cell."""

    name: str
    score: float
    max_score: float
    told: str = ""  # what the graded cell said to the learner


@dataclass(frozen=True)
class Result:
    """The grade of one submission.

    `status` is "graded"; "not gradable" where nothing in the file could be used (a blank notebook was graded
    in its place, and its 0 points stand in the gradebook); or "failed" where grading itself did not succeed.
    """

    student: str
    assignment: str
    status: Status
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def score(self) -> float:
        """The points earned."""
        return sum(question.score for question in self.questions)

    @property
    def max_score(self) -> float:
        """The points that can be earned."""
        return sum(question.max_score for question in self.questions)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data."""
        return {**asdict(self), "score": self.score, "max_score": self.max_score}


def table(results: Sequence[Result]) -> Table:
    """Return the results as a table: a row per student, a column per question."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("student", no_wrap=True)
    shown.add_column("score", justify="right", no_wrap=True)
    names = list(dict.fromkeys(q.name for result in results for q in result.questions))
    for name in names:
        shown.add_column(name, justify="right", no_wrap=True)
    for result in results:
        by_name = {q.name: f"{q.score:g}" for q in result.questions}
        score = f"{result.score:g}/{result.max_score:g}" if result.questions else "none"
        shown.add_row(escape(result.student[:40]), score, *(by_name.get(name, "") for name in names))
    return shown


def notes(results: Sequence[Result]) -> list[str]:
    """Return a line for each student of whom there is something to say."""
    lines = []
    for result in results:
        said = ([] if result.status == "graded" else [result.status]) + list(result.notes)
        if said:
            lines.append(f"{result.student}: {'; '.join(said)}")
    return lines
