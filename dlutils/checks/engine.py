"""Runs a check: calls the function, compares part by part, and looks for a known mistake.

It calls functions with plain data and reads plain data, nothing else: no name, source or identity. So the
function may as well live behind a pipe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dlutils.checks.call import Elsewhere
from dlutils.checks.compare import Problem
from dlutils.checks.explain import constant_factors, heard, named, on_error
from dlutils.checks.report import Hint, PartResult, Report
from dlutils.checks.task import Assignment, Part, Task
from dlutils.checks.trial import Trial, draw, first_problem, trials_of
from dlutils.checks.words import describe_all
from dlutils.messages import message

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
    trials = trials_of(task, function, draw(assignment.name, task, seed, hidden), hidden)
    problems = {part.name: first_problem(task, part, trials) for part in task.parts}
    parts = tuple(
        PartResult(part.name, True, weight=part.weight) if found is None else _failed(task, part, *found, hidden)
        for part, found in ((part, problems[part.name]) for part in task.parts)
    )
    failed = [part for part in task.parts if problems[part.name] is not None]
    mistakes: tuple[Hint, ...] = ()
    remarks: list[str] = []
    equation, bare = "", False
    if explain and failed and trials[0].outcome.kind not in ("blank", "calls_blank"):
        broken = _broken_helpers(assignment, task, seed, hidden, helpers)
        remarks = [message("report.helper", helper=helper, function=task.name) for helper in broken]
        if isinstance(function, Elsewhere):
            missing = [helper for helper in task.helpers if helper not in helpers]
            endless = any(trial.outcome.kind == "timeout" for trial in trials)
            report = Report(assignment.name, task.name, task.points, parts)
            again = _followed_through(assignment, task, function, seed, hidden, [*broken, *missing], report, endless)
            if again is not report:
                return replace(again, remarks=(*remarks, *again.remarks))
        if not broken:  # with a broken helper, a right function may look like any mistake
            mistakes = named(assignment.name, task, failed, trials)
            shown = [found[1].outcome for found in problems.values() if found is not None]
            mistakes = mistakes or on_error(failed, shown)
            remarks = constant_factors(task, failed, trials, mistakes)
            remarks += heard(shown, hidden)
            by_value = all(found is None or found[0].key not in _FORM for found in problems.values())
            equation = failed[0].equation or task.equation if by_value else ""
            bare = not (mistakes or equation)
    undefined = next((trial.outcome.undefined for trial in trials if trial.outcome.undefined), "")
    return Report(assignment.name, task.name, task.points, parts, mistakes, tuple(remarks), equation, undefined, bare)


def _followed_through(
    assignment: Assignment,
    task: Task,
    function: Elsewhere,
    seed: int,
    hidden: bool,
    broken: Sequence[str],
    report: Report,
    endless: bool,
) -> Report:
    """Return the report on a function that calls the reference in the place of the learner's own helpers, if better.

    First in the place of those that are broken; then of all, since two right ones need not fit together: a cost of
    shape (1, 1) is right, and `float` of it fails. The helpers come before it in the assignment: their own points are
    settled, so that nothing is given away. Nothing is replaced where functions cannot be; and not all of them in a
    function that did not come back in time, which would take its time again.
    """
    if function.replacing is None:
        return report
    for names in dict.fromkeys((tuple(broken), () if endless else task.helpers)):
        if names and not report.passed:
            right = function.replacing({name: assignment.tasks[name].reference for name in names})
            again = _evaluate(assignment, task, right, seed, hidden, {}, False)
            if again.score > report.score:
                told = message("report.follow_through", helpers=", ".join(names), function=task.name)
                report = replace(again, remarks=(told,))
    return report


def _failed(task: Task, part: Part, problem: Problem, trial: Trial, hidden: bool) -> PartResult:
    """Return a problem in words; inputs and numbers of the right result only if the check is not hidden."""
    key = f"problem.{problem.key}"
    if hidden or problem.key in ("blank", "calls_blank"):
        text = message(f"{key}_hidden" if problem.values else key, **problem.parameters)
        return PartResult(part.name, False, text, weight=part.weight)
    asked = describe_all(task.arguments, trial.arguments)
    text = message(key, **problem.parameters, **problem.values)
    return PartResult(part.name, False, text, message("problem.asked", arguments=asked) if asked else "", part.weight)


def _broken_helpers(
    assignment: Assignment, task: Task, seed: int, hidden: bool, helpers: Mapping[str, Callable[..., Any]]
) -> list[str]:
    """Return the names of the learner's own functions that this one may call and that are themselves wrong."""
    found = (name for name in task.helpers if name in helpers)
    return [
        name
        for name in found
        if not evaluate(assignment, name, helpers[name], seed=seed, hidden=hidden, explain=False).passed
    ]
