"""Why a result is wrong: the known mistakes that give the same, the error that came, and what else was heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dlutils.checks.call import Outcome, call
from dlutils.checks.compare import same
from dlutils.checks.error_hints import hint_on
from dlutils.checks.report import Hint
from dlutils.checks.task import Mistake, Part, Task
from dlutils.checks.trial import MISSING, OWN_WORDS, Trial, judges, part_of, problem_of
from dlutils.messages import message


def named(assignment: str, task: Task, failed: Sequence[Part], trials: Sequence[Trial]) -> tuple[Hint, ...]:
    """Return the known mistakes that explain failed parts, the one that explains most of what came first."""
    telling = {part.name for part in failed if any(_tells(task, part, trial) for trial in trials)}
    equal = {mistake: alike for mistake in task.mistakes if (alike := _alike(task, mistake, failed, trials))}
    explained: dict[str, tuple[Mistake, set[str]]] = {}
    unexplained = {part.name for part in failed}
    while equal:
        # Of two that explain as many failed parts, the one that agrees on the right parts too; then the first listed.
        best = max(equal, key=lambda mistake: (len(equal[mistake] & unexplained), len(equal[mistake])))
        names = equal.pop(best) & unexplained
        if not names & telling:
            continue
        unexplained -= names
        explained.setdefault(best.key, (best, set()))[1].update(names)
    hints = [
        _hint(assignment, mistake, [part.name for part in failed if part.name in names])
        for mistake, names in explained.values()
    ]
    order = [part.name for part in task.parts]
    return tuple(sorted(hints, key=lambda hint: order.index(hint.parts[0])))


def _tells(task: Task, part: Part, trial: Trial) -> bool:
    """Whether what came for a part can point to a mistake: numbers that are all nan or infinite look alike always."""
    return trial.outcome.kind != "value" or _has_finite(part_of(trial.outcome.value, task, part))


def _has_finite(value: Any) -> bool:
    """Whether a value holds a finite number, or anything that is no number."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return not value or any(map(_has_finite, value))
    if isinstance(value, (float, complex, np.ndarray)):
        return bool(np.size(value) == 0 or np.isfinite(value).any())
    return True


def _hint(assignment: str, mistake: Mistake, parts: Sequence[str]) -> Hint:
    """Return a mistake in words."""
    texts = {name: message(f"{assignment}.mistake.{mistake.key}.{name}") for name in ("points", "explains")}
    return Hint(mistake.key, tuple(parts), texts["points"], texts["explains"], mistake.equation)


def _alike(task: Task, mistake: Mistake, failed: Sequence[Part], trials: Sequence[Trial]) -> set[str]:
    """Return the parts that came out in every trial as a known mistake gives them; none if it explains nothing.

    Most mistakes differ from what came in the first trial already, so the others are not computed.
    """
    left, is_wrong = {part.name for part in task.parts}, False
    for trial in trials:
        wrong = call(mistake.wrong, trial.arguments, task.budget_s)
        left = {part.name for part in task.parts if part.name in left and _equals(task, part, trial, wrong)}
        if left.isdisjoint(part.name for part in failed):
            return set()
        is_wrong = is_wrong or any(problem_of(task, part, trial.want, wrong) for part in failed)
    return left if is_wrong else set()


def _equals(task: Task, part: Part, trial: Trial, wrong: Outcome) -> bool:
    """Whether a part came out in a trial as a wrong version gives it."""
    if not judges(part, trial):
        return True
    came = trial.outcome
    if came.kind != wrong.kind or came.kind == "timeout":
        return False
    if came.kind == "value":
        x, y = part_of(came.value, task, part), part_of(wrong.value, task, part)
        form_is_wrong = x is MISSING or y is MISSING
        return same(came.value, wrong.value) if form_is_wrong else part.comparison.alike(x, y)
    return (came.error, came.text) == (wrong.error, wrong.text)


def on_error(failed: Sequence[Part], shown: Sequence[Outcome]) -> tuple[Hint, ...]:
    """Return what is known of the error that stopped the function, if it is one without words of its own."""
    errors = [outcome for outcome in shown if outcome.kind == "error" and outcome.error not in OWN_WORDS]
    if not errors:
        return ()
    parts = tuple(part.name for part, outcome in zip(failed, shown, strict=True) if outcome.kind == "error")
    return (hint_on(errors[0].error, errors[0].text, parts),)


def heard(shown: Sequence[Outcome], hidden: bool) -> list[str]:
    """Return what the calls that are shown warned of and printed; a hidden one could print its arguments."""
    warned = next((outcome.warning for outcome in shown if outcome.warning), "")
    printed = "" if hidden else next((outcome.printed.strip() for outcome in shown if outcome.printed.strip()), "")
    remarks = [message("report.warned", warning=warned)] if warned else []
    return remarks + ([message("report.printed", text=printed)] if printed else [])


def constant_factors(
    task: Task, failed: Sequence[Part], trials: Sequence[Trial], mistakes: Sequence[Hint]
) -> list[str]:
    """Return a remark for each part that no mistake explains and that is too large by one factor throughout."""
    explained = {name for hint in mistakes for name in hint.parts}
    remarks = []
    for part in failed:
        factor = None if part.name in explained else _constant_factor(task, part, trials)
        if factor is not None and abs(factor - 1) > 1e-3:
            remarks.append(message("report.factor", name=part.name, factor=f"{factor:.4g}"))
    return remarks


def _constant_factor(task: Task, part: Part, trials: Sequence[Trial]) -> float | None:
    """Return the number by which a part is too large throughout, if there is one."""
    ratios: list[float] = []
    for trial in trials:
        got, want = part_of(trial.outcome.value, task, part), part_of(trial.want, task, part)
        if not isinstance(got, (float, np.ndarray)) or not isinstance(want, (float, np.ndarray)):
            return None
        x, y = np.asarray(got), np.asarray(want)
        if x.dtype.kind not in "iuf" or x.size != y.size or x.shape[:1] != y.shape[:1] or not y.all():
            return None
        ratios.extend((x / y).ravel().tolist())
    if ratios and np.isfinite(ratios).all() and abs(ratios[0]) > 0 and np.allclose(ratios, ratios[0], rtol=1e-4):
        return ratios[0]
    return None
