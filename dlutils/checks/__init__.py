"""What a right answer is: the engine that compares, and one module of tasks per assignment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dlutils.checks.engine import evaluate
from dlutils.checks.report import Report
from dlutils.checks.task import Assignment

__all__ = ["Report", "load", "run"]


def load(assignment: str) -> Assignment:
    """Return the tasks of an assignment.

    Parameters
    ----------
    assignment : str
        Its name, such as ``"logistic-regression"``.

    Returns
    -------
    Assignment
        Its graded functions by name.

    Raises
    ------
    LookupError
        If there is no such assignment.

    Examples
    --------
    >>> "propagate" in load("logistic-regression").tasks
    True
    """
    module = f"dlutils.checks.{assignment.replace('-', '_')}"
    if not assignment.replace("-", "").isidentifier() or find_spec(module) is None:
        raise LookupError(f"assignment must be one that has checks; got {assignment!r}")
    found = getattr(import_module(module), "ASSIGNMENT", None)
    if not isinstance(found, Assignment):
        raise LookupError(f"assignment must be one that has checks; got {assignment!r}")
    return found


def run(
    assignment: str,
    name: str,
    function: Callable[..., Any],
    *,
    seed: int,
    hidden: bool = False,
    helpers: Mapping[str, Callable[..., Any]] | None = None,
) -> Report:
    """Check one function of an assignment. This is the interface for programs; its form is stable.

    Parameters
    ----------
    assignment : str
        Its name, such as ``"logistic-regression"``.
    name : str
        The graded function's name.
    function : callable
        The learner's function. It is called by position with plain data (numbers, strings, arrays, lists,
        tuples, dicts) and must return plain data; nothing else of it is looked at.
    seed : int
        Where the inputs of the calls are drawn from.
    hidden : bool
        Whether to run the hidden cases as well, and to keep inputs and right values out of the messages.
    helpers : mapping of str to callable, optional
        The learner's other functions, which this one may call. If it fails and one of them is itself
        wrong, a remark says so.

    Returns
    -------
    Report
        ``.passed`` (bool), ``.score`` (0 to 1), ``.parts`` (name, passed, message), ``.hints`` (the named
        mistakes, list of str).

    Raises
    ------
    LookupError
        If there is no such assignment, or it has no such function.

    Examples
    --------
    >>> import numpy as np
    >>> run("logistic-regression", "sigmoid", lambda z: 1 / (1 + np.exp(-z)), seed=0).passed
    True
    """
    found = load(assignment)
    if name not in found.tasks:
        raise LookupError(f"name must be a graded function of {assignment}: {', '.join(found.tasks)}; got {name!r}")
    return evaluate(found, name, function, seed=seed, hidden=hidden, helpers=helpers)
