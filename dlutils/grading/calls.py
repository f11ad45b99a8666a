"""What a graded cell called, in words: the inputs, what came, what would have been right."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlutils.checks import load
from dlutils.checks.call import Elsewhere, Outcome
from dlutils.checks.codec import encode, to_plain
from dlutils.checks.compare import Problem
from dlutils.checks.explain import constant_factors, heard, named, on_error
from dlutils.checks.notebook import PUBLIC_SEED
from dlutils.checks.task import Assignment, Part, Task
from dlutils.checks.trial import MISSING, Trial, draw, first_problem, part_of
from dlutils.checks.words import describe, describe_all, form_of
from dlutils.grading.explained import Round, Wrong
from dlutils.grading.judge import SeedOf
from dlutils.grading.worker import Answer, Fork, Submission
from dlutils.messages import message


@dataclass(frozen=True)
class Call:
    """A call that a graded cell made."""

    name: str
    replaced: tuple[str, ...]
    arguments: list[Any]
    outcome: Outcome


class Listening(Fork):
    """The learner's names for a graded cell; what it calls is written down."""

    def __init__(self, submission: Submission) -> None:
        self.calls: list[Call] = []
        super().__init__(submission)

    def function(self, name: str) -> Elsewhere:
        """Return one of the learner's functions."""
        return self._heard(super().function(name), ())

    def _heard(self, function: Elsewhere, replaced: tuple[str, ...]) -> Elsewhere:
        def ask(arguments: list[Any], budget_s: float) -> Outcome:
            outcome = function.ask(arguments, budget_s)
            self.calls.append(Call(function.__name__, replaced, arguments, outcome))
            return outcome

        def replacing(answers: Mapping[str, Answer]) -> Elsewhere:
            return self._heard(function.replacing(answers), tuple(answers))  # type: ignore[misc]

        return Elsewhere(function.__name__, ask, replacing if function.replacing else None)


def asked_by(assignment: str, source: str) -> tuple[Assignment, list[tuple[str, bool]]]:
    """Return an assignment's tasks, and those that a graded cell asks for: the name, and whether with hidden inputs."""
    try:
        tasks, tree = load(assignment), ast.parse(source)
    except (LookupError, SyntaxError):
        return Assignment(assignment), []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "grade" and node.args:
            name = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            if name in tasks.tasks:
                words = {k.arg: k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)}
                found.append((str(name), bool(words.get("hidden"))))
    return tasks, found


def in_words(call: Call) -> str:
    """Return in words a call that a test made which somebody wrote by hand."""
    arguments = ", ".join(describe(f"argument {i}", value) for i, value in enumerate(call.arguments, 1))
    return f"{call.name}({arguments}) gave {came_of(call.outcome)}"


def rounds_of(
    assignment: Assignment, asked: Sequence[tuple[str, bool]], calls: Sequence[Call], seed_of: SeedOf, told: str
) -> Iterator[Round]:
    """Yield what the calls show that each line `grade(...)` of a graded cell made.

    Parameters
    ----------
    assignment : Assignment
        The tasks.
    asked : sequence of (str, bool)
        The task of each line, and whether it asks with hidden inputs.
    calls : sequence of Call
        What the cell called, in order.
    seed_of : callable
        Returns the seed of hidden inputs, by the task's name.
    told : str
        What the cell said.
    """
    start = 0
    for name, hidden in asked:
        task = assignment.tasks[name]
        drawn = draw(assignment.name, task, seed_of(name) if hidden else PUBLIC_SEED, hidden)
        trials, start = _trials(task, drawn, calls, start, ())
        if not trials:  # the cell ended before it came to this
            continue
        # Where there is follow-through, its calls come right behind, before another line's.
        best: tuple[tuple[str, ...], Sequence[Trial]] = ((), ())
        share = _share(task, trials)
        while replaced := next((call.replaced for call in calls[start:] if call.name == name), ()):
            again, start = _trials(task, drawn, calls, start, replaced)
            if not again:
                break
            if _share(task, again) > share:
                best, share = (replaced, again), _share(task, again)
        yield _round(assignment, task, hidden, trials, told, *best)


def _trials(
    task: Task, drawn: Sequence[tuple[Any, ...]], calls: Sequence[Call], start: int, replaced: tuple[str, ...]
) -> tuple[list[Trial], int]:
    """Return the calls of one check, with what is right, and the place behind them; fewer if it stopped early."""
    trials: list[Trial] = []
    for arguments in drawn:
        wire = encode(list(arguments))
        for place in range(start, len(calls)):
            call = calls[place]
            if call.name == task.name and call.replaced == replaced and encode(call.arguments) == wire:
                want = to_plain(task.reference(*copy.deepcopy(arguments)))
                trials.append(Trial(arguments, want, call.outcome))
                start = place + 1
                break
        else:
            break
    return trials, start


def _share(task: Task, trials: Sequence[Trial]) -> float:
    """Return the weight of the parts that are right."""
    return sum(part.weight for part in task.parts if first_problem(task, part, trials) is None)


def _round(
    assignment: Assignment,
    task: Task,
    hidden: bool,
    trials: Sequence[Trial],
    told: str,
    replaced: tuple[str, ...] = (),
    again: Sequence[Trial] = (),
) -> Round:
    """Return what the calls of one function show."""
    shown = [(part, first_problem(task, part, trials)) for part in task.parts]
    failed = [part for part, problem in shown if problem is not None]
    problems = [problem for _, problem in shown if problem is not None]
    wrong = tuple(_wrong(task, part, *problem) for part, problem in zip(failed, problems, strict=True))
    count = sum(any(first_problem(task, part, [trial]) for part in failed) for trial in trials)
    mistakes: list[str] = []
    remarks: list[str] = []
    # With a wrong helper of its own, a right function may look like any mistake.
    broken = any(message("report.helper", helper=helper, function=task.name) in told for helper in task.helpers)
    if failed and not broken and not again and trials[0].outcome.kind not in ("blank", "calls_blank"):
        outcomes = [trial.outcome for _, trial in problems]
        with np.errstate(all="ignore"):
            hints = named(assignment.name, task, failed, trials) or on_error(failed, outcomes)
            remarks = constant_factors(task, failed, trials, hints) + heard(outcomes, False)
        mistakes = [f"{', '.join(hint.parts)}: {hint.points} {hint.explains} {hint.where}".strip() for hint in hints]
    still = tuple(part.name for part in task.parts if again and first_problem(task, part, again) is not None)
    return Round(
        task.name, hidden, len(trials), count, wrong, tuple(mistakes), tuple(remarks), tuple(sorted(replaced)), still
    )


def _wrong(task: Task, part: Part, problem: Problem, trial: Trial) -> Wrong:
    """Return in words what is wrong with a part."""
    text = message(f"problem.{problem.key}", **problem.parameters, **problem.values)
    asked = f"{task.name}({describe_all(task.arguments, trial.arguments)})"
    arguments = {name: _as_json(value) for name, value in zip(task.arguments, trial.arguments, strict=True)}
    wanted, came = "", ""
    if trial.outcome.kind == "value":  # of a call that failed the text says what came
        want, got = part_of(trial.want, task, part), part_of(trial.outcome.value, task, part)
        wanted = "" if want is MISSING else describe(part.name, want)
        came = form_of(trial.outcome.value) if got is MISSING else describe(part.name, got)
    if wanted == came:  # large arrays of one shape: the text says where they differ
        wanted, came = "", ""
    return Wrong(part.name, asked, text, wanted, came, arguments)


def _as_json(value: Any) -> Any:
    """Return an argument as JSON-ready data."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, dict):
        return {str(key): _as_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(entry) for entry in value]
    return value if isinstance(value, bool | int | float | str) or value is None else str(value)


def came_of(outcome: Outcome) -> str:
    """Return in words what came of a call."""
    if outcome.kind == "value":
        return describe("value", outcome.value)
    return {
        "timeout": f"nothing within {outcome.text} seconds",
        "blank": "NotImplementedError: not written yet",
        "calls_blank": f"NotImplementedError: it calls {outcome.text}, which is not written yet",
        "not_plain": f"{outcome.text}, which is no plain data",
    }.get(outcome.kind, outcome.told or outcome.text or "an error without a text")
