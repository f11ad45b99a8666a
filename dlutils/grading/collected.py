"""What collecting a download came to, and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from dlutils.grading.safe_text import clean_text

Outcome = Literal["new", "newer", "unchanged", "older", "put back"]
MAX_LINES = 200  # of one kind
_MAX_NAME = 160


@dataclass(frozen=True)
class Submission:
    """A student's submission of this download.

    `outcome` is "new"; "newer" where it replaced one, which is kept; "unchanged" where it was there already; "older"
    where a newer one is there and stays; "put back" where none was there, but a newer one among those that were kept.
    """

    student: str
    source: str  # the path in the download
    time: str  # when it was handed in, as far as the download says: UTC, ISO
    late: bool
    outcome: Outcome
    kept: tuple[str, ...] = ()  # the folders of other attempts that this run has put beside it


@dataclass(frozen=True)
class SetAside:
    """A file that belongs to no submission: why, and where a copy of it is, if there is one."""

    name: str
    reason: str
    copy: str = ""


@dataclass(frozen=True)
class Collected:
    """What became of a download."""

    assignment: str
    submissions: tuple[Submission, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    failed: tuple[SetAside, ...] = ()  # submissions that could not be written, by student
    missing: tuple[str, ...] = ()  # students of the roster who have no submission, in this download or before
    with_roster: bool = False

    @property
    def complete(self) -> bool:
        """Whether everything in the download found its place."""
        return not self.set_aside and not self.failed

    def as_dict(self) -> dict[str, Any]:
        """Return the result as JSON-ready data."""
        return asdict(self)


def render(collected: Collected) -> str:
    """Return a summary for a person: plain text that holds no control characters, whatever the download's names hold.

    Parameters
    ----------
    collected : Collected
        What became of the download.

    Returns
    -------
    str
        Lines, each with its end.
    """
    by_outcome: dict[str, list[Submission]] = {}
    for one in collected.submissions:
        by_outcome.setdefault(one.outcome, []).append(one)
    words = {
        "new": "new",
        "newer": "newer than what was there",
        "unchanged": "there already",
        "older": "older than what is there, which stays",
        "put back": "older than what an earlier run had kept, which is put back",
    }
    counts = [f"{len(by_outcome[outcome])} {said}" for outcome, said in words.items() if outcome in by_outcome]
    lines = [
        f"{collected.assignment}: {len(collected.submissions)} collected" + ": " * bool(counts) + ", ".join(counts)
    ]
    late = [one.student for one in collected.submissions if one.late]
    if late:
        lines.append(f"Late, says Canvas: {_listed(late)}")
    kept = [(one.student, folder) for one in collected.submissions for folder in one.kept]
    lines += _section("Other attempts, kept", kept, lambda pair: f"{_word(pair[0])}: {_word(pair[1])}")
    lines += _section("Set aside", collected.set_aside, _told)
    lines += _section("Could not be written", collected.failed, _told)
    if collected.missing:
        lines.append(
            f"In the roster, and without a submission ({len(collected.missing)}): {_listed(collected.missing)}"
        )
    elif collected.with_roster:
        lines.append("Everybody in the roster has a submission.")
    return "".join(f"{line}\n" for line in lines)


def _section(title: str, things: Sequence[Any], told: Callable[[Any], str]) -> list[str]:
    """Return a title and a line for each thing; nothing if there is none."""
    more = [f"  and {len(things) - MAX_LINES} more"] if len(things) > MAX_LINES else []
    return [f"{title} ({len(things)}):", *(f"  {told(thing)}" for thing in things[:MAX_LINES]), *more] if things else []


def _told(one: SetAside) -> str:
    """Return in words what was set aside."""
    return f"{_word(one.name)}: {_word(one.reason, 400)}" + (f" (copy: {_word(one.copy)})" if one.copy else "")


def _listed(names: Sequence[str]) -> str:
    """Return names on one line."""
    more = f", and {len(names) - MAX_LINES} more" if len(names) > MAX_LINES else ""
    return ", ".join(_word(name) for name in names[:MAX_LINES]) + more


def _word(text: str, longest: int = _MAX_NAME) -> str:
    """Return a text on one line, without anything that a terminal would obey."""
    text = " ".join(clean_text(text[: 4 * longest], 0).split())
    return text if len(text) <= longest else f"{text[: longest // 2]}...{text[-longest // 2 :]}"
