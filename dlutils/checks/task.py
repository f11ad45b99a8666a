"""A check is data: what a graded function is asked, and what a right answer is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dlutils.checks.compare import Comparison

Draw = Callable[[np.random.Generator], tuple[Any, ...]]


@dataclass(frozen=True)
class Part:
    """One part of a result that is judged for itself, such as `dw` at (0, "dw") of (grads, cost)."""

    name: str
    comparison: Comparison
    at: tuple[int | str, ...] = ()
    weight: float = 1.0
    equation: str = ""  # to read when no known mistake matches; empty: that of the task
    only: Callable[..., bool] | None = None  # of a call's arguments: which calls judge this part; by default all


@dataclass(frozen=True)
class Mistake:
    """A wrong version of the reference, and where the hint stands that its owner gets.

    `key` is an entry of the assignment's catalogue under `mistake`; `equation` is the label that the hint cites.
    """

    key: str
    equation: str
    wrong: Callable[..., Any]


@dataclass(frozen=True)
class Task:
    """A graded function.

    Attributes
    ----------
    name : str
        The function's name in the assignment.
    arguments : tuple of str
        Its parameters, in order: calls are positional.
    returns : tuple of str
        What it returns; more than one name means a tuple of as many values.
    points : float
        What it is worth.
    equation : str
        The label of the equation to read when no known mistake matches.
    reference : callable
        The right function.
    parts : tuple of Part
        What is compared, and its weight in partial credit.
    cases, hidden_cases : tuple of callable
        Each draws the arguments of one call from a generator. The learner's own check runs the first
        group; grading runs both.
    mistakes : tuple of Mistake
        The known mistakes; where two match, the first is named.
    helpers : tuple of str
        Graded functions of the same assignment that it may call.
    budget_s : float
        Seconds that one call may take.
    large : callable, optional
        Draws the arguments of a call so large that a loop shows where a vectorized line is asked for. It earns a
        remark in the learner's own check, no points.
    """

    name: str
    arguments: tuple[str, ...]
    returns: tuple[str, ...]
    points: float
    equation: str
    reference: Callable[..., Any]
    parts: tuple[Part, ...]
    cases: tuple[Draw, ...]
    hidden_cases: tuple[Draw, ...]
    mistakes: tuple[Mistake, ...]
    helpers: tuple[str, ...] = ()
    budget_s: float = 4.0
    large: Draw | None = None


@dataclass(frozen=True)
class Assignment:
    """The graded functions of an assignment, in the learner's order.

    Attributes
    ----------
    name : str
        The assignment's name.
    tasks : dict of str to Task
        The graded functions by name.
    hides : tuple of str
        Functions that would answer a task though they are the reference of none, such as
        ``"dlutils.training.L_layer_model"``. While a submission is graded they raise an error, as the references do.
    """

    name: str
    tasks: dict[str, Task] = field(default_factory=dict)
    hides: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, *tasks: Task, hides: tuple[str, ...] = ()) -> Assignment:
        """Return an assignment from its tasks."""
        return cls(name, {task.name: task for task in tasks}, hides)
