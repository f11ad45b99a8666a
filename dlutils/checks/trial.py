"""The calls of a check: what a function is asked, what came, and which parts of it are wrong."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dlutils.checks.call import Elsewhere, Outcome, call
from dlutils.checks.codec import to_plain
from dlutils.checks.compare import Problem
from dlutils.checks.task import Part, Task
from dlutils.checks.words import form_of
from dlutils.messages import message

MISSING = object()
_LAST = ("timeout", "blank", "calls_blank")  # how a call ended after which no other is made
# Errors that have words of their own.
OWN_WORDS = {"SystemExit": "exits", "RecursionError": "calls_itself", "MemoryError": "no_memory"}


@dataclass(frozen=True)
class Trial:
    """One call of a check: what was asked, what is right, and what came."""

    arguments: tuple[Any, ...]
    want: Any
    outcome: Outcome


def draw(assignment: str, task: Task, seed: int, hidden: bool) -> list[tuple[Any, ...]]:
    """Return the arguments of every call; they depend on the seed and the place of the case, nothing else."""
    drawn = []
    cases = [("public", case) for case in task.cases]
    cases += [("hidden", case) for case in task.hidden_cases] if hidden else []
    for i, (group, case) in enumerate(cases):
        digest = hashlib.sha256(f"{seed}/{assignment}/{task.name}/{group}/{i}".encode()).digest()
        drawn.append(case(np.random.default_rng(int.from_bytes(digest[:16], "big"))))
    return drawn


def trials_of(
    task: Task, function: Callable[..., Any], drawn: Sequence[tuple[Any, ...]], hidden: bool = False
) -> list[Trial]:
    """Call the function once per case; after one call that never ends, no further.

    Of hidden calls to another process nothing is kept that the function itself says: it could say what it was asked.
    """
    trials = []
    for arguments in drawn:
        want = to_plain(task.reference(*copy.deepcopy(arguments)))
        outcome = call(function, arguments, task.budget_s)
        if hidden and isinstance(function, Elsewhere):
            kept = "" if outcome.kind == "error" else outcome.text
            outcome = replace(outcome, text=kept, line="", inside="", warning="", printed="")
        trials.append(Trial(arguments, want, outcome))
        if trials[-1].outcome.kind in _LAST:
            break
    return trials


def part_of(value: Any, task: Task, part: Part) -> Any:
    """Return a part of a result, or MISSING."""
    if len(task.returns) > 1 and not (isinstance(value, (tuple, list)) and len(value) == len(task.returns)):
        return MISSING
    for step in part.at:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return value


def problem_of(task: Task, part: Part, want: Any, outcome: Outcome) -> Problem | None:
    """Return what is wrong with a part of one outcome, or None."""
    if outcome.kind != "value":
        key = "problem.at_line_in" if outcome.inside else "problem.at_line"
        at = message(key, line=outcome.line, inside=outcome.inside) if outcome.line else ""
        details = {"told": outcome.told, "text": outcome.text, "at": at, "function": task.name}
        details["arguments"] = f"({', '.join(task.arguments)})"
        return Problem(OWN_WORDS.get(outcome.error, outcome.kind), details)
    returns = ", ".join(task.returns)
    if outcome.value is None:
        return Problem("nothing", {"function": task.name, "returns": returns})
    got = part_of(outcome.value, task, part)
    if got is MISSING:
        key = "missing" if _is_container(outcome.value, task, part) else "wrong_form"
        came = form_of(outcome.value)
        return Problem(key, {"name": part.name, "function": task.name, "returns": returns, "got": came})
    return part.comparison.problem(got, part_of(want, task, part))


def _is_container(value: Any, task: Task, part: Part) -> bool:
    """Whether a whole result is of the form that holds the part, or its place would be there."""
    if len(task.returns) > 1:
        return isinstance(value, (tuple, list)) and len(value) == len(task.returns)
    return isinstance(value, dict if part.at and isinstance(part.at[0], str) else (tuple, list))


def first_problem(task: Task, part: Part, trials: Sequence[Trial]) -> tuple[Problem, Trial] | None:
    """Return the first thing that is wrong with a part, and the trial that shows it."""
    for trial in trials:
        found = problem_of(task, part, trial.want, trial.outcome) if judges(part, trial) else None
        if found is not None:
            return found, trial
    return None


def judges(part: Part, trial: Trial) -> bool:
    """Whether a call counts for a part; one after which no other was made counts for all."""
    return part.only is None or trial.outcome.kind in _LAST or part.only(*trial.arguments)
