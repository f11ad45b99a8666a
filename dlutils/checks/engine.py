"""Runs a check: calls the function, compares part by part, and looks for a known mistake.

It calls functions with plain data and reads plain data, nothing else: no name, source or identity. So the
function may as well live behind a pipe.
"""

from __future__ import annotations

import copy
import hashlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlutils.checks.call import Outcome, call
from dlutils.checks.codec import to_plain
from dlutils.checks.compare import Problem, same
from dlutils.checks.error_hints import hint_on
from dlutils.checks.report import Hint, PartResult, Report
from dlutils.checks.task import Assignment, Mistake, Part, Task
from dlutils.checks.words import describe, form_of
from dlutils.messages import message

SLOW = 10  # times the reference: the remark is for loops in Python, not for a clumsy line
FAST_S = 0.005  # what takes no longer is never called slow
_MISSING = object()
_LAST = ("timeout", "blank", "calls_blank")  # how a call ended after which no other is made
# Problems of the form of a result or of a call that failed: no equation explains them.
_FORM = {
    "missing",
    "wrong_form",
    "nothing",
    "exits",
    "calls_itself",
    "no_memory",
    "error",
    "parameters",
    "timeout",
    "not_plain",
    "not_array",
    "not_number",
    "not_list",
}

# Errors that have words of their own.
_ERRORS = {"SystemExit": "exits", "RecursionError": "calls_itself", "MemoryError": "no_memory"}


@dataclass(frozen=True)
class _Trial:
    """One call of a check: what was asked, what is right, and what came."""

    arguments: tuple[Any, ...]
    want: Any
    outcome: Outcome


def evaluate(
    assignment: Assignment,
    name: str,
    function: Callable[..., Any],
    *,
    seed: int,
    hidden: bool = False,
    helpers: Mapping[str, Callable[..., Any]] | None = None,
    explain: bool = True,
) -> Report:
    """Return the report on one function; `dlutils.checks.run` explains the parameters.

    Without `explain` it says what is right, and does not look for the known mistakes.
    """
    # Comparing what is infinite warns nobody, whatever a notebook has told NumPy to do about it.
    with np.errstate(all="ignore"):
        return _evaluate(assignment, assignment.tasks[name], function, seed, hidden, helpers or {}, explain)


def _evaluate(
    assignment: Assignment,
    task: Task,
    function: Callable[..., Any],
    seed: int,
    hidden: bool,
    helpers: Mapping[str, Callable[..., Any]],
    explain: bool,
) -> Report:
    """Return the report."""
    trials = _trials(task, function, _draw(assignment.name, task, seed, hidden))
    problems = {part.name: _first_problem(task, part, trials) for part in task.parts}
    parts = tuple(
        PartResult(part.name, True, weight=part.weight) if found is None else _failed(task, part, *found, hidden)
        for part, found in ((part, problems[part.name]) for part in task.parts)
    )
    failed = [part for part in task.parts if problems[part.name] is not None]
    mistakes: tuple[Hint, ...] = ()
    remarks: list[str] = []
    equation, bare = "", False
    if explain and failed and trials[0].outcome.kind not in ("blank", "calls_blank"):
        remarks = _broken_helpers(assignment, task, seed, hidden, helpers)
        if not remarks:  # with a broken helper, a right function may look like any mistake
            mistakes = _named(assignment.name, task, failed, trials)
            shown = [found[1].outcome for found in problems.values() if found is not None]
            mistakes = mistakes or _on_error(failed, shown)
            remarks = _remarks(task, failed, trials, mistakes)
            remarks += _heard(shown, hidden)
            by_value = all(found is None or found[0].key not in _FORM for found in problems.values())
            equation = failed[0].equation or task.equation if by_value else ""
            bare = not (mistakes or equation)
    undefined = next((trial.outcome.undefined for trial in trials if trial.outcome.undefined), "")
    return Report(assignment.name, task.name, task.points, parts, mistakes, tuple(remarks), equation, undefined, bare)


def slow(task: Task, function: Callable[..., Any]) -> str:
    """Return a remark if a right function takes far longer than the vectorized reference, else an empty text."""
    if task.large is None:
        return ""
    arguments = task.large(np.random.default_rng(0))
    seconds = []
    for form in (task.reference, function):
        taken = math.inf
        for _ in range(2):  # the machine may have been busy once
            start = time.thread_time()  # what else runs on the machine does not count
            outcome = call(form, arguments, task.budget_s)
            taken = min(taken, time.thread_time() - start)
            if outcome.kind == "timeout":
                taken = task.budget_s
                break
        seconds.append(max(taken, FAST_S))
    if outcome.kind not in ("value", "timeout") or seconds[1] < SLOW * seconds[0]:
        return ""
    key = "report.very_slow" if outcome.kind == "timeout" else "report.slow"
    asked = ", ".join(describe(n, a) for n, a in zip(task.arguments, arguments, strict=True))
    return message(
        key, function=task.name, arguments=asked, seconds=f"{seconds[1]:.2g}", times=round(seconds[1] / seconds[0])
    )


def _draw(assignment: str, task: Task, seed: int, hidden: bool) -> list[tuple[Any, ...]]:
    """Return the arguments of every call; they depend on the seed and the place of the case, nothing else."""
    drawn = []
    cases = [("public", case) for case in task.cases]
    cases += [("hidden", case) for case in task.hidden_cases] if hidden else []
    for i, (group, case) in enumerate(cases):
        digest = hashlib.sha256(f"{seed}/{assignment}/{task.name}/{group}/{i}".encode()).digest()
        drawn.append(case(np.random.default_rng(int.from_bytes(digest[:16], "big"))))
    return drawn


def _trials(task: Task, function: Callable[..., Any], drawn: Sequence[tuple[Any, ...]]) -> list[_Trial]:
    """Call the function once per case; after one call that never ends, no further."""
    trials = []
    for arguments in drawn:
        want = to_plain(task.reference(*copy.deepcopy(arguments)))
        trials.append(_Trial(arguments, want, call(function, arguments, task.budget_s)))
        if trials[-1].outcome.kind in _LAST:
            break
    return trials


def _part_of(value: Any, task: Task, part: Part) -> Any:
    """Return a part of a result, or _MISSING."""
    if len(task.returns) > 1 and not (isinstance(value, (tuple, list)) and len(value) == len(task.returns)):
        return _MISSING
    for step in part.at:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return _MISSING
    return value


def _problem(task: Task, part: Part, want: Any, outcome: Outcome) -> Problem | None:
    """Return what is wrong with a part of one outcome, or None."""
    if outcome.kind != "value":
        key = "problem.at_line_in" if outcome.inside else "problem.at_line"
        at = message(key, line=outcome.line, inside=outcome.inside) if outcome.line else ""
        details = {"told": outcome.told, "text": outcome.text, "at": at, "function": task.name}
        details["arguments"] = f"({', '.join(task.arguments)})"
        return Problem(_ERRORS.get(outcome.error, outcome.kind), details)
    returns = ", ".join(task.returns)
    if outcome.value is None:
        return Problem("nothing", {"function": task.name, "returns": returns})
    got = _part_of(outcome.value, task, part)
    if got is _MISSING:
        key = "missing" if _is_container(outcome.value, task, part) else "wrong_form"
        came = form_of(outcome.value)
        return Problem(key, {"name": part.name, "function": task.name, "returns": returns, "got": came})
    return part.comparison.problem(got, _part_of(want, task, part))


def _is_container(value: Any, task: Task, part: Part) -> bool:
    """Whether a whole result is of the form that holds the part, or its place would be there."""
    if len(task.returns) > 1:
        return isinstance(value, (tuple, list)) and len(value) == len(task.returns)
    return isinstance(value, dict if part.at and isinstance(part.at[0], str) else (tuple, list))


def _first_problem(task: Task, part: Part, trials: Sequence[_Trial]) -> tuple[Problem, _Trial] | None:
    """Return the first thing that is wrong with a part, and the trial that shows it."""
    for trial in trials:
        found = _problem(task, part, trial.want, trial.outcome) if _judges(part, trial) else None
        if found is not None:
            return found, trial
    return None


def _judges(part: Part, trial: _Trial) -> bool:
    """Whether a call counts for a part; one after which no other was made counts for all."""
    return part.only is None or trial.outcome.kind in _LAST or part.only(*trial.arguments)


def _failed(task: Task, part: Part, problem: Problem, trial: _Trial, hidden: bool) -> PartResult:
    """Return a problem in words; inputs and numbers of the right result only if the check is not hidden."""
    key = f"problem.{problem.key}"
    if hidden or problem.key in ("blank", "calls_blank"):
        text = message(f"{key}_hidden" if problem.values else key, **problem.parameters)
        return PartResult(part.name, False, text, weight=part.weight)
    asked = ", ".join(describe(n, a) for n, a in zip(task.arguments, trial.arguments, strict=True))
    text = message(key, **problem.parameters, **problem.values)
    return PartResult(part.name, False, text, message("problem.asked", arguments=asked) if asked else "", part.weight)


def _named(assignment: str, task: Task, failed: Sequence[Part], trials: Sequence[_Trial]) -> tuple[Hint, ...]:
    """Return the known mistakes that explain failed parts, the one that explains most of what came first."""
    telling = {part.name for part in failed if any(_tells(task, part, trial) for trial in trials)}
    equal = {}
    for mistake in task.mistakes:
        wrong = [_Trial(t.arguments, t.want, call(mistake.wrong, t.arguments, task.budget_s)) for t in trials]
        if any(_problem(task, part, t.want, t.outcome) for part in failed for t in wrong):
            equal[mistake] = {part.name for part in task.parts if _equals(task, part, trials, wrong)}
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


def _tells(task: Task, part: Part, trial: _Trial) -> bool:
    """Whether what came for a part can point to a mistake: numbers that are all nan or infinite look alike always."""
    return trial.outcome.kind != "value" or _has_finite(_part_of(trial.outcome.value, task, part))


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


def _equals(task: Task, part: Part, trials: Sequence[_Trial], wrong: Sequence[_Trial]) -> bool:
    """Whether a part came out in every trial as a wrong version gives it."""
    for trial, other in zip(trials, wrong, strict=True):
        if not _judges(part, trial):
            continue
        a, b = trial.outcome, other.outcome
        if a.kind != b.kind or a.kind == "timeout":
            return False
        if a.kind == "value":
            x, y = _part_of(a.value, task, part), _part_of(b.value, task, part)
            form_is_wrong = x is _MISSING or y is _MISSING
            if not (same(a.value, b.value) if form_is_wrong else part.comparison.alike(x, y)):
                return False
        elif (a.error, a.text) != (b.error, b.text):
            return False
    return True


def _on_error(failed: Sequence[Part], shown: Sequence[Outcome]) -> tuple[Hint, ...]:
    """Return what is known of the error that stopped the function, if it is one without words of its own."""
    errors = [outcome for outcome in shown if outcome.kind == "error" and outcome.error not in _ERRORS]
    if not errors:
        return ()
    parts = tuple(part.name for part, outcome in zip(failed, shown, strict=True) if outcome.kind == "error")
    return (hint_on(errors[0].error, errors[0].text, parts),)


def _heard(shown: Sequence[Outcome], hidden: bool) -> list[str]:
    """Return what the calls that are shown warned of and printed; a hidden one could print its arguments."""
    warned = next((outcome.warning for outcome in shown if outcome.warning), "")
    printed = "" if hidden else next((outcome.printed.strip() for outcome in shown if outcome.printed.strip()), "")
    remarks = [message("report.warned", warning=warned)] if warned else []
    return remarks + ([message("report.printed", text=printed)] if printed else [])


def _remarks(task: Task, failed: Sequence[Part], trials: Sequence[_Trial], mistakes: Sequence[Hint]) -> list[str]:
    """Return what else can be said of a wrong result: a constant factor."""
    named = {name for hint in mistakes for name in hint.parts}
    remarks = []
    for part in failed:
        factor = None if part.name in named else _constant_factor(task, part, trials)
        if factor is not None and abs(factor - 1) > 1e-3:
            remarks.append(message("report.factor", name=part.name, factor=f"{factor:.4g}"))
    return remarks


def _constant_factor(task: Task, part: Part, trials: Sequence[_Trial]) -> float | None:
    """Return the number by which a part is too large throughout, if there is one."""
    ratios: list[float] = []
    for trial in trials:
        got, want = _part_of(trial.outcome.value, task, part), _part_of(trial.want, task, part)
        if not isinstance(got, (float, np.ndarray)) or not isinstance(want, (float, np.ndarray)):
            return None
        x, y = np.asarray(got), np.asarray(want)
        if x.dtype.kind not in "iuf" or x.size != y.size or x.shape[:1] != y.shape[:1] or not y.all():
            return None
        ratios.extend((x / y).ravel().tolist())
    if ratios and np.isfinite(ratios).all() and abs(ratios[0]) > 0 and np.allclose(ratios, ratios[0], rtol=1e-4):
        return ratios[0]
    return None


def _broken_helpers(
    assignment: Assignment, task: Task, seed: int, hidden: bool, helpers: Mapping[str, Callable[..., Any]]
) -> list[str]:
    """Return a remark for each of the learner's own functions that this one may call and that is itself wrong."""
    remarks = []
    for name in task.helpers:
        function = helpers.get(name)
        if function is None:
            continue
        if not evaluate(assignment, name, function, seed=seed, hidden=hidden, explain=False).passed:
            remarks.append(message("report.helper", helper=name, function=task.name))
    return remarks
