"""The learner's side of a check: `check(f)` shows, `grade("f", globals())` gives points, `total(globals())` adds up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from dlutils.checks import kernel
from dlutils.checks.engine import evaluate
from dlutils.checks.report import Report
from dlutils.checks.speed import slow
from dlutils.checks.task import Assignment
from dlutils.messages import message
from dlutils.shell import running_shell

# The seed for everyone: a learner who runs `grade` sees the inputs of a first, public grading.
PUBLIC_SEED = 20260
_seed_of: ContextVar[Callable[[str], int]] = ContextVar("seed_of", default=lambda _name: PUBLIC_SEED)

Check = Callable[..., None]
Grade = Callable[..., float | None]
Ready = Callable[..., bool]
Total = Callable[..., None]


@contextmanager
def seeds(seed_of: Callable[[str], int]) -> Iterator[None]:
    """Let `grade` draw hidden inputs from other seeds inside the block.

    Parameters
    ----------
    seed_of : callable
        Returns the seed for a graded function, by its name.
    """
    before = _seed_of.set(seed_of)
    try:
        yield
    finally:
        _seed_of.reset(before)


class NoPointsError(Exception):
    """Raised by a graded cell that earns nothing; nbgrader scores an error with 0."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows: the text alone, since no line of a traceback would help a learner."""
        return str(self).splitlines()


def front_end(assignment: Assignment) -> tuple[Check, Grade, Ready, Total]:
    """Return `check`, `grade`, `ready` and `total` for an assignment; its module offers them to notebooks.

    Parameters
    ----------
    assignment : Assignment
        The graded functions.

    Returns
    -------
    check, grade, ready, total : callable
        As described in their own docstrings.
    """
    if _being_graded():
        _settle_display()
    else:
        kernel.note_times()

    def public(name: str, function: Callable[..., Any]) -> Report:
        """Return how a function does on the inputs that everyone sees, without a search for the mistake."""
        return evaluate(assignment, name, function, seed=PUBLIC_SEED, explain=False)

    def check(function: Callable[..., Any], hint: bool | int = False, *, name: str | None = None) -> None:
        """Show part by part what a function does right and where it goes wrong.

        Parameters
        ----------
        function : callable
            Your function.
        hint : bool or int
            True names a known mistake and the page to read; 2 explains it.
        name : str, optional
            Which task it answers, where neither the notebook nor the function's own name says so.
        """
        if _being_graded():
            return
        namespace = sys._getframe(1).f_globals  # the notebook's
        bound = (task for task in assignment.tasks if namespace.get(task) is function)
        asked = name or next(bound, str(getattr(function, "__name__", "?")))
        if not callable(function):
            print(message("report.not_a_function"))
        elif asked not in assignment.tasks:
            print(_no_task(assignment, asked))
        elif hint not in (False, True, 2):
            print(message("report.no_stage", hint=repr(hint)))
        else:
            report = evaluate(assignment, asked, function, seed=PUBLIC_SEED, helpers=_others(namespace, asked))
            remarks = [kernel.where_defined(report.undefined, namespace)] if report.undefined else []
            left_over = kernel.undefined_names(function, namespace)
            if left_over:
                remarks.append(message("report.left_over", names=", ".join(left_over)))
            if report.passed:
                remarks.append(slow(assignment.tasks[asked], function))
            report = replace(report, remarks=(*report.remarks, *filter(None, remarks)))
            _show(report, 2 if hint == 2 else int(bool(hint)))

    def grade(name: str, namespace: Mapping[str, Any], hidden: bool = False) -> float | None:
        """Return the points for a function: None for all, a float for some.

        Parameters
        ----------
        name : str
            The graded function.
        namespace : mapping
            Where the learner's names are: ``globals()``.
        hidden : bool
            Whether to run the hidden cases as well.

        Returns
        -------
        float or None
            Points; None means all of them.

        Raises
        ------
        NoPointsError
            If there are no points; its text says why.
        LookupError
            If no task has that name.
        """
        _require_task(assignment, name)
        if not callable(namespace.get(name)):
            raise NoPointsError(message("report.not_defined", function=name))
        others = _others(namespace, name)
        # What a public grading says holds inputs and right values; a hidden one's does not.
        seed = _seed_of.get()(name) if hidden else PUBLIC_SEED
        report = evaluate(assignment, name, namespace[name], seed=seed, hidden=hidden, helpers=others)
        points = round(report.score * report.points, 4)
        key = "report.points_hidden" if hidden else "report.points"
        told = message(key, function=name, points=f"{points:g}", of=f"{report.points:g}")
        if not report.passed:
            # Whoever reads this in the feedback has no cell at hand in which to ask for a hint.
            told += f"\n{report.text(2 if _being_graded() else 0)}"
        if report.score == 0:
            raise NoPointsError(told)
        # A graded cell runs the public cases first; what they showed is not said again.
        if not hidden or report.score < public(name, namespace[name]).score:
            print(told)
        return None if report.passed else float(points)

    def ready(name: str, namespace: Mapping[str, Any]) -> bool:
        """Whether a function is right, so that an experiment can use it; says so if it is not.

        While a notebook is graded the answer is always no: experiments take time and earn no points.

        Parameters
        ----------
        name : str
            The graded function.
        namespace : mapping
            Where the learner's names are: ``globals()``.

        Returns
        -------
        bool
            True if the function is there and passes its check.

        Raises
        ------
        LookupError
            If no task has that name.
        """
        _require_task(assignment, name)
        if _being_graded():
            return False
        function = namespace.get(name)
        passed = callable(function) and public(name, function).passed
        if not passed:
            print(message("report.not_ready", function=name))
        return passed

    def total(namespace: Mapping[str, Any]) -> None:
        """Show the points of all functions, and their sum, as far as the inputs tell that everyone sees.

        Parameters
        ----------
        namespace : mapping
            Where the learner's names are: ``globals()``.
        """
        if _being_graded():
            return
        earned = 0.0
        for name, task in assignment.tasks.items():
            function = namespace.get(name)
            points = round(public(name, function).score * task.points, 4) if callable(function) else 0.0
            earned += points
            print(message("report.total_line", function=name, points=f"{points:g}", of=f"{task.points:g}"))
        of = sum(task.points for task in assignment.tasks.values())
        print(message("report.total", points=f"{earned:g}", of=f"{of:g}"))

    return check, grade, ready, total


def _being_graded() -> bool:
    """Whether nbgrader runs this notebook to grade it; only graded cells count then."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def _settle_display() -> None:
    """Undo, before every cell, settings of IPython under which nbgrader would read a wrong score, or none at all."""
    shell = running_shell()
    if shell is None:
        return

    def settle(*_: object) -> None:
        shell.ast_node_interactivity = "last_expr"
        shell.display_formatter.formatters["text/plain"].float_precision = ""

    shell.events.register("pre_run_cell", settle)


def _require_task(assignment: Assignment, name: str) -> None:
    """Raise LookupError unless the assignment has such a task."""
    if name not in assignment.tasks:
        raise LookupError(_no_task(assignment, name))


def _no_task(assignment: Assignment, name: str) -> str:
    """Return what to say of a name that no task has: which one may be meant, or which there are."""
    like = get_close_matches(name, assignment.tasks, 1)
    if like:
        return message("report.no_task_like", name=name, like=like[0])
    return message("report.no_task", name=name, names=", ".join(assignment.tasks))


def _others(namespace: Mapping[str, Any], name: str) -> dict[str, Callable[..., Any]]:
    """Return the callables of a namespace but one."""
    return {key: value for key, value in namespace.items() if callable(value) and key != name}


def _show(report: Report, stage: int) -> None:
    """Show a report: as HTML in a notebook, as text in a terminal."""
    shell = running_shell()
    if shell is not None and hasattr(shell, "kernel"):
        from IPython.display import display

        display({"text/plain": report.text(stage), "text/html": report.html(stage)}, raw=True)
    else:
        print(report.text(stage))
