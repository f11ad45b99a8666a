"""Tables of what the banks came to under plain nbgrader and under ours."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version

from tests.grading.example_class import NAME, QUESTIONS
from tests.grading.hostile import Attack
from tests.grading.hostile.making import POINTS
from tools.attack_course import NO_END, OURS, OURS_HONEST, SINGLE, STOCK, STOCK_HONEST, Outcome

FULL = sum(POINTS.values())
Outcomes = Mapping[str, Outcome]


def report(
    of: Callable[[str], Outcomes], attacks: Mapping[str, Attack], honest: Iterable[str], students: Iterable[str]
) -> tuple[str, bool]:
    """Return the tables, and whether ours is as it must be.

    Parameters
    ----------
    of : callable
        Returns the outcomes of one side, by submission.
    attacks : mapping of str to Attack
        The attacks that were to be graded, by name.
    honest, students : iterable of str
        The names of the honest bank and of the example class.

    Returns
    -------
    text : str
        A section in Markdown.
    good : bool
        False if an attack gets anything under ours, an honest submission loses points, or the sides differ without a
        known reason.
    """
    stock, ours = ({name: its for name, its in of(side).items() if name in attacks} for side in (STOCK, OURS))
    compared = [name for name in (*honest, *students) if name in of(STOCK_HONEST) and name in of(SINGLE)]
    differing = list(_differences(compared, of(STOCK_HONEST), of(SINGLE)))
    losing = {side: _losing(honest, of(side)) for side in (STOCK_HONEST, OURS_HONEST)}
    lines = [
        "# What can a submission do but be right?",
        "",
        "Written by `python -m tools.attack_table --write`. The hostile and the honest bank (`tests/grading/hostile`,",
        f"`tests/grading/honest`) are submissions of `{NAME}`. Both sides grade the same notebooks.",
        "",
        *(
            _sentence(f"Plain nbgrader {version('nbgrader')}, its own steps, no sandbox", attacks, stock)
            if stock
            else []
        ),
        *(_sentence("`dlcourse autograde`, in the sandbox", attacks, ours) if ours else []),
        "",
        "Under plain nbgrader each submission is graded in a run of its own, and only where it can do this machine no",
        "harm. Under ours, attacks of a kind are graded in one run; behind each of them an honest submission is",
        "graded, and must keep its 30 points. Pages of feedback are opened in a browser. *Stopped*: others get no",
        "grade either. *No grade*: an error is reported for this submission, and the others are graded. *Reached*: it",
        "has read, written, left, called or run what it should not, or has changed what another one gets.",
        "",
        *_by_mechanism(attacks, stock, ours),
        "",
        "## Right work",
        "",
        *_right_work(losing, of),
        "",
        *_question_by_question(compared, differing),
        "",
        "<details><summary>Every attack</summary>",
        "",
        *_every(attacks, stock, ours),
        "",
        "</details>",
    ]
    harmless = all(not _harm(attacks[name], its) for name, its in ours.items())
    known = all(reason for *_, reason in differing)
    return "\n".join(lines), harmless and known and not losing[OURS_HONEST]


def _gained(attack: Attack, its: Outcome) -> float:
    return max(its.points - attack.earned, 0.0)


def _stopped(its: Outcome) -> bool:
    """Whether others had to do without a grade."""
    return bool(its.ended) and not its.ended.startswith("no grade")


def _harm(attack: Attack, its: Outcome) -> bool:
    return bool(_gained(attack, its) or its.ended or its.remarks)


def _counts(attacks: Iterable[Attack], outcomes: Outcomes) -> tuple[int, ...]:
    """Return how many attacks were run, gained points, stopped the batch, got no grade, reached something."""
    run = [(one, outcomes[one.name]) for one in attacks if one.name in outcomes]
    return (
        len(run),
        sum(_gained(one, its) > 0 for one, its in run),
        sum(_stopped(its) for _, its in run),
        sum(bool(its.ended) and not _stopped(its) for _, its in run),
        sum(bool(its.remarks) for _, its in run),
    )


def _sentence(side: str, attacks: Mapping[str, Attack], outcomes: Outcomes) -> list[str]:
    """Return in a sentence what the attacks have reached under one side."""
    run, gained, stopped, without, reached = _counts(attacks.values(), outcomes)
    endless = sum(its.ended.startswith(NO_END) for its in outcomes.values())
    lost = [name for name, its in outcomes.items() if not its.ended and its.points < attacks[name].earned]
    names = f" ({', '.join(lost)})" if lost else ""
    text = (
        f"- {side}: of {len(attacks)} attacks {run} were run. {gained} gained points that they had not earned, "
        f"{stopped} stopped the batch ({endless} of them by having no end), {without} got no grade, {reached} reached "
        f"something else; {len(lost)} lost points that they had earned{names}."
    )
    return textwrap.wrap(text, 120, subsequent_indent="  ", break_on_hyphens=False)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]], left: int) -> Iterator[str]:
    """Yield the lines of a table, of which the first columns are texts and the others numbers."""
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * left + "--:|" * (len(heads) - left)
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"


def _by_mechanism(attacks: Mapping[str, Attack], stock: Outcomes, ours: Outcomes) -> Iterator[str]:
    """Yield a table with a line for each kind of attack."""
    heads = ("run", "gained", "stopped", "no grade", "reached")
    kinds: dict[str, list[Attack]] = {}
    for one in attacks.values():
        kinds.setdefault(one.mechanism, []).append(one)
    rows = [
        (kind, len(some), *_counts(some, stock), *_counts(some, ours))
        for kind, some in {**kinds, "all": [*attacks.values()]}.items()
    ]
    named = [f"{side}: {head}" if head == "run" else head for side in ("nbgrader", "ours") for head in heads]
    return _table(("kind of attack", "attacks", *named), rows, 1)


def _losing(honest: Iterable[str], outcomes: Outcomes) -> dict[str, float]:
    """Return the points that honest submissions lose, by name."""
    return {name: FULL - outcomes[name].points for name in honest if name in outcomes and outcomes[name].points < FULL}


def _right_work(losing: Mapping[str, Mapping[str, float]], of: Callable[[str], Outcomes]) -> Iterator[str]:
    """Yield how many of the honest bank get all points under each side, and who does not."""
    for side, words in ((STOCK_HONEST, "Plain nbgrader"), (OURS_HONEST, "`dlcourse autograde`")):
        graded = [name for name in of(OURS_HONEST) or of(STOCK_HONEST) if name in of(side)]
        if graded:
            names = "; ".join(f"{name} loses {points:g}" for name, points in losing[side].items())
            all_points = len(graded) - len(losing[side])
            yield f"- {words}: {all_points} of {len(graded)} get all {FULL:g} points{f' ({names})' * bool(names)}."


def _differences(names: Iterable[str], stock: Outcomes, ours: Outcomes) -> Iterator[tuple[str, str, float, float, str]]:
    """Yield submission, question, points under each side, and the reason, empty if none is known."""
    for name in names:
        one, other = stock[name], ours[name]
        for question in QUESTIONS:
            points = one.questions.get(question, 0.0), other.questions.get(question, 0.0)
            if abs(points[0] - points[1]) > 1e-9:
                # nbgrader's reasons are reasons for less.
                reason = (one.ended or one.reasons.get(question, "")) if points[0] < points[1] else ""
                yield name, question, *points, reason


def _question_by_question(
    compared: Sequence[str], differing: Sequence[tuple[str, str, float, float, str]]
) -> Iterator[str]:
    """Yield how the scores of both sides compare."""
    same = len(compared) * len(QUESTIONS) - len(differing)
    of = len(compared) * len(QUESTIONS)
    yield "With follow-through switched off in ours (`c.Judge.follow_through = False`) both sides grade by the same"
    yield f"rules. {len(compared)} submissions are compared, the example class among them; {same} of {of} questions"
    yield "have the same points. The others:" if differing else "have the same points."
    rows: dict[tuple[str, str], list[tuple[str, float, float]]] = {}
    for name, question, one, other, reason in differing:
        rows.setdefault((name, reason or "**not known**"), []).append((question, one, other))
    if rows:
        yield ""
        yield from _table(
            ("submission", "questions", "why", "nbgrader", "ours"),
            [
                (
                    name,
                    "all" if len(some) == len(QUESTIONS) else ", ".join(question for question, *_ in some),
                    reason,
                    f"{sum(one for _, one, _ in some):g}",
                    f"{sum(other for *_, other in some):g}",
                )
                for (name, reason), some in rows.items()
            ],
            3,
        )


def _every(attacks: Mapping[str, Attack], stock: Outcomes, ours: Outcomes) -> Iterator[str]:
    """Yield a table with a line for each attack."""

    def cells(its: Outcome | None) -> tuple[str, str]:
        if its is None:
            return "–", ""
        return "" if its.ended else f"{its.points:g}", "; ".join(filter(None, (its.ended, *its.remarks)))

    rows = []
    for name, one in attacks.items():
        (points, reached), (our_points, our_reached) = cells(stock.get(name)), cells(ours.get(name))
        rows.append((name, reached, our_reached, f"{one.earned:g}", points, our_points))
    return _table(("attack", "nbgrader: reached", "ours: reached", "earned", "nbgrader", "ours"), rows, 3)
