"""Why a question has the points that it has: as data, and as text for the instructor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from dlutils.grading.safe_text import clean_text

_LINE = 400  # characters of what is quoted in one line


@dataclass(frozen=True)
class Stored:
    """What the gradebook holds of a question; `score` is what counts."""

    score: float
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    waits: bool  # for a person
    comment: str = ""


@dataclass(frozen=True)
class Wrong:
    """The first call that shows what is wrong with a part.

    `wanted` and `came` are empty where `problem` says it better; `arguments` holds those of the call in full.
    """

    part: str
    call: str
    problem: str
    wanted: str
    came: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Round:
    """The calls of one line `grade(...)`, with the inputs that everyone sees or with hidden ones."""

    function: str
    hidden: bool
    calls: int
    wrong_calls: int
    wrong: tuple[Wrong, ...] = ()
    mistakes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    follow_through: tuple[str, ...] = ()  # the student's functions that right ones replaced, where that earned points
    still_wrong: tuple[str, ...] = ()  # the parts that are wrong with these, too


@dataclass(frozen=True)
class Explanation:
    """Why a question has the points that it has."""

    student: str
    assignment: str
    question: str
    max_score: float
    stored: Stored | None = None
    replayed: float | None = None  # None where a person grades, or nothing could be used
    lines: tuple[str, ...] = ()  # what there is to know first
    cells: tuple[str, ...] = ()  # what happened in the cells before it
    rounds: tuple[Round, ...] = ()
    other_calls: tuple[str, ...] = ()  # of a test that somebody wrote by hand
    told: str = ""  # in the graded notebook
    told_now: str = ""  # by the replay

    @property
    def differs(self) -> bool:
        """Whether the program would give other points today than those that it gave."""
        both = self.stored.auto_score if self.stored else None, self.replayed
        return None not in both and both[0] != both[1]

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation as JSON-ready data."""
        return {**asdict(self), "differs": self.differs}


def render(found: Explanation) -> str:
    """Return an explanation as plain text, without anything that a terminal would obey.

    Parameters
    ----------
    found : Explanation
        What the replay shows.

    Returns
    -------
    str
        Lines, each with its end.
    """
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Explanation) -> Iterator[str]:
    """Yield the lines of the text."""
    what = f"{_one(found.student)}, {found.assignment}, {found.question}"
    yield f"{what}: {_stored(found.stored, found.max_score)}"
    if found.replayed is not None:
        same = found.stored is not None and found.stored.auto_score is not None and not found.differs
        yield f"The replay gives {'the same: ' * same}{found.replayed:g} of {found.max_score:g} points."
    if found.differs:
        yield "The program gave other points when it graded: check, solution or submission changed since."
        yield f"`dlcourse regrade {found.assignment}` shows who is concerned, and writes nothing unless it is told to."
    yield from (f"- {_one(line)}" for line in found.lines)
    if found.replayed is not None:
        yield from ("", "The cells before it")
        yield from (f"  {_one(line)}" for line in found.cells or ["All ran to their end, without an error."])
    for i, one in enumerate(found.rounds):
        yield from _round(one, found.rounds[i - 1].mistakes if i else ())
    if found.other_calls:
        yield from ("", "What the test called", *(f"  {_one(call)}" for call in found.other_calls))
    if found.told:
        yield from ("", "What the student was told", *_quoted(found.told))
    if found.replayed is not None and found.told_now != found.told:
        yield from ("", "What the student would be told today", *(_quoted(found.told_now) or ["  Nothing."]))


def _stored(stored: Stored | None, max_score: float) -> str:
    """Return in words what the gradebook holds."""
    if stored is None:
        return f"nothing in the gradebook yet, of {max_score:g} points"
    told = f"{stored.score:g} of {max_score:g} points in the gradebook"
    if stored.manual_score is not None:
        by_program = "" if stored.auto_score is None else f"; the program gave {stored.auto_score:g}"
        told += f" ({stored.manual_score:g} entered by hand{by_program})"
    if stored.extra_credit:
        told += f", with {stored.extra_credit:g} of extra credit"
    return told + "; waits for a person" * stored.waits


def _round(one: Round, known: tuple[str, ...]) -> Iterator[str]:
    """Yield what the calls of one line of a graded cell show; `known` are mistakes that have been named already."""
    yield ""
    kind = "inputs of this student alone, hidden ones too" if one.hidden else "the inputs that everyone sees"
    right = "all right" if not one.wrong_calls else f"{one.wrong_calls} wrong"
    yield f"{one.function} was called with {kind}: {one.calls} {'calls' if one.calls > 1 else 'call'}, {right}"
    together: dict[tuple[str, str], list[Wrong]] = {}
    for wrong in one.wrong:
        together.setdefault((wrong.call, wrong.problem), []).append(wrong)
    last = ""
    for (call, problem), all_wrong in together.items():
        if call != last:
            yield f"  {_one(call)}"
        last = call
        yield f"    {', '.join(wrong.part for wrong in all_wrong)}: {_one(problem)}"
        for wrong in all_wrong:
            if wrong.wanted:
                yield f"      wanted: {_one(wrong.wanted)}"
            if wrong.came:
                yield f"      came:   {_one(wrong.came)}"
    if one.follow_through:
        names = ", ".join(one.follow_through)
        rest = f"{', '.join(one.still_wrong)} still wrong" if one.still_wrong else "all right"
        yield f"  Follow-through: called again with a right {names} in its place, {rest}. This counts."
    if one.mistakes and one.mistakes == known:
        yield "  It looks like the same mistake."
    elif one.mistakes:
        yield from ("  It looks like this:", *(f"    {_one(text, 4 * _LINE)}" for text in one.mistakes))
    if one.remarks:
        yield from ("  Besides:", *(f"    {_one(text, 4 * _LINE)}" for text in one.remarks))


def _quoted(text: str) -> list[str]:
    """Return a text of several lines, set off."""
    return [f"  | {line}" for line in clean_text(text).splitlines()]


def _one(text: str, longest: int = _LINE) -> str:
    """Return a text on one line, without anything that a terminal would obey."""
    line = " ".join(clean_text(text[: 4 * longest], 0).split())
    return line if len(line) <= longest else f"{line[: longest - 2]} …"
