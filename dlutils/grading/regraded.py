"""What grading an assignment anew would change: as data, and as text for the instructor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dlutils.grading.results import Result, notes
from dlutils.grading.safe_text import clean_text

_HEAD = ("student", "question", "old", "new", "difference", "")


@dataclass(frozen=True)
class Change:
    """A question whose score changes, or would change if the higher one were not kept.

    `program` is what the program gives where the higher score is kept; `released` says that a score that was kept
    before gives way to the program's.
    """

    student: str
    question: str
    old: float | None  # None where there is no grade yet
    new: float
    max_score: float
    program: float | None = None
    released: bool = False
    handed_in_again: bool = False

    @property
    def difference(self) -> float:
        """By how much the score changes."""
        return self.new - (self.old or 0)

    @property
    def note(self) -> str:
        """What else there is to know, in words."""
        said = [f"kept; the program gives {self.program:g}"] if self.program is not None else []
        said += ["was kept before; the program's score counts again"] * self.released
        said += ["more than the question is worth"] * (self.new > self.max_score)
        return "; ".join(said + ["handed in again"] * self.handed_in_again)

    def as_dict(self) -> dict[str, Any]:
        """Return the change as JSON-ready data."""
        return {**asdict(self), "difference": self.difference}


@dataclass(frozen=True)
class Proposal:
    """What a run found.

    Attributes
    ----------
    assignment : str
        What was graded anew.
    results : tuple of Result
        Of all submissions, by student.
    changes : tuple of Change
        By student, and in the order of the questions.
    finished : tuple of Change
        What an earlier run was stopped in, and this one brought to its end.
    skipped : tuple of str
        Students of that earlier run who were graded otherwise in the meantime.
    """

    assignment: str
    results: tuple[Result, ...]
    changes: tuple[Change, ...]
    finished: tuple[Change, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every submission could be graded."""
        return all(result.status != "failed" for result in self.results)

    def as_dict(self) -> dict[str, Any]:
        """Return the proposal as JSON-ready data."""
        return {
            "assignment": self.assignment,
            "submissions": len(self.results),
            "failed": [result.student for result in self.results if result.status == "failed"],
            "changes": [change.as_dict() for change in self.changes],
            "finished": [change.as_dict() for change in self.finished],
            "skipped": list(self.skipped),
        }


def render(proposal: Proposal) -> str:
    """Return a proposal as plain text: a table, and what there is to say.

    Parameters
    ----------
    proposal : Proposal
        What a run found.

    Returns
    -------
    str
        Lines, each with its end.
    """
    lines = []
    if proposal.finished or proposal.skipped:
        lines += ["An earlier run was stopped as it wrote. It is finished now:", *_table(proposal.finished), ""]
        lines += [f"{student}: graded otherwise since, left as it is" for student in proposal.skipped]
    lines += _table(proposal.changes)
    changed = {change.student for change in proposal.changes if change.difference}
    more = sum(change.difference > 0 for change in proposal.changes)
    fewer = sum(change.difference < 0 for change in proposal.changes)
    held = sum(change.program is not None for change in proposal.changes)
    count = len(proposal.results)
    lines.append(
        f"{proposal.assignment}: {len(changed)} of {count} students change; {more} questions higher, {fewer} lower"
        + f", {held} kept" * bool(held)
    )
    lines += [clean_text(line, 0) for line in notes([r for r in proposal.results if r.status != "graded"])]
    return "".join(f"{line}\n" for line in lines)


def _table(changes: Sequence[Change]) -> list[str]:
    """Return changes as lines of a table; none if there is none."""
    if not changes:
        return []
    rows = [_HEAD]
    for one in changes:
        old = "none" if one.old is None else f"{one.old:g}"
        student = " ".join(clean_text(one.student, 0).split("\n"))
        rows.append((student, one.question, old, f"{one.new:g}", f"{one.difference:+g}", one.note))
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEAD))]
    lines = []
    for row in rows:
        cells = [f"{cell:{'<' if i in (0, 1, 5) else '>'}{widths[i]}}" for i, cell in enumerate(row)]
        lines.append("  ".join(cells).rstrip())
    return lines
