"""Grades a notebook: the learner's cells run in the sandbox, the graded cells run here, where the verdict is made.

A graded cell is ordinary Python. What it calls by one of the learner's names is a function in the sandbox: plain data
goes there, and plain data comes back. So nothing that a learner writes can touch the test, what it is compared with, or
the points; it can only compute.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import math
import os
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import nbformat
import numpy as np

from dlutils.checks import notebook as checks
from dlutils.checks.kernel import defined_names
from dlutils.grading.outputs import clean_outputs
from dlutils.grading.safe_text import clean_text
from dlutils.grading.sandbox import Limits, Sandbox
from dlutils.grading.worker import Fork, Ran, Submission, ran_of

SeedOf = Callable[[str], int]  # of a graded function, by its name


def judge(
    notebook: Any, sandbox: Sandbox, limits: Limits, seed_of: SeedOf, files: dict[str, Any] | None = None
) -> list[str]:
    """Run a rebuilt notebook, and write the outputs of all its cells.

    Parameters
    ----------
    notebook : NotebookNode
        From `intake.rebuild`; it is changed in place.
    sandbox : Sandbox
        Where learners' code runs. If it has run a beginning, it is this notebook's.
    limits : Limits
        What the submission may use.
    seed_of : callable
        Returns the seed from which the inputs of a graded function are drawn.
    files : dict, optional
        The submission's other files, as arrays of bytes.

    Returns
    -------
    list of str
        What happened, in words.
    """
    notes: list[str] = []
    imports, locked = instructor_names(notebook)
    with Submission(sandbox, limits, files) as submission:
        for _, cell, ran in run_cells(notebook, sandbox, submission):
            if ran is None:
                cell.execution_count = None
                with Fork(submission) as fork, checks.seeds(seed_of):
                    cell.outputs = grade_cell(cell.source, Names(fork, imports, locked))
            else:
                _keep(cell, ran, submission, notes)
        if submission.ended:
            notes.append(f"its code {submission.ended}")
    return notes


def run_cells(notebook: Any, sandbox: Sandbox, submission: Submission) -> Iterator[tuple[int, Any, Ran | None]]:
    """Run the learner's cells, one after the other.

    Parameters
    ----------
    notebook : NotebookNode
        From `intake.rebuild`.
    sandbox : Sandbox
        What it has run as a beginning is not run again.
    submission : Submission
        Where to run them.

    Yields
    ------
    tuple
        Place and cell of all that is code, and what became of it; None for a graded cell, which is not run.
    """
    begun = iter(sandbox.begun or ())
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        if _own(cell).get("grade") and not _own(cell).get("solution"):
            yield place, cell, None
        else:
            said = next(begun, None)
            yield place, cell, submission.run(cell.source) if said is None else ran_of(said)


def beginning(notebook: Any) -> tuple[str, ...]:
    """Return the instructor's own cells, up to the first one of the learner's or the first graded one."""
    sources = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            own = _own(cell)
            if not own.get("locked") or own.get("solution") or own.get("grade"):
                break
            sources.append(cell.source)
    return tuple(sources)


def _keep(cell: Any, ran: Ran, submission: Submission, notes: list[str]) -> None:
    """Write what became of one of the learner's cells."""
    cell.outputs = clean_outputs(ran.outputs)
    cell.execution_count = ran.count
    if ran.interrupted:
        notes.append("a cell ran too long and was stopped")
    if ran.ended:
        cell.outputs = [_error("Ended", f"This cell {ran.ended}.")]
        if not submission.ended:
            notes.append(f"a cell {ran.ended}, and counts as not run")


class Names(dict[str, Any]):
    """The names that a graded cell sees: its own, builtins, modules that the instructor imported, and the learner's.

    Parameters
    ----------
    fork : Fork
        Where the learner's names are.
    imports : dict
        What the instructor's cells import: by name, the module and the name in it.
    locked : set of str
        What else the instructor's cells define. It lives in the learner's process, so it is not to be trusted.
    """

    def __init__(self, fork: Fork, imports: dict[str, tuple[str, str]], locked: set[str]) -> None:
        super().__init__(__builtins__=builtins, __name__="__main__")
        self._fork, self._imports, self._locked = fork, imports, locked
        # A learner's name hides none of ours.
        for name in fork.functions - imports.keys() - locked:
            if not hasattr(builtins, name):
                self[name] = fork.function(name)

    def __missing__(self, name: str) -> Any:
        if hasattr(builtins, name):
            raise KeyError(name)
        if name in self._imports:
            module, attribute = self._imports[name]
            found = getattr(import_module(module), attribute) if attribute else import_module(module)
        elif name in self._locked:
            remedy = "define it in the graded cell: what another cell defines, learners can change"
            raise NameError(f"name '{name}' cannot be used here; {remedy}")
        elif name in self._fork.others:
            found = self._fork.value(name)
        else:
            raise NameError(f"name '{name}' is not defined")
        self[name] = found
        return found


def instructor_names(notebook: Any) -> tuple[dict[str, tuple[str, str]], set[str]]:
    """Return what the instructor's own cells import, such as ("numpy", "") for np, and the names that they define."""
    imports: dict[str, tuple[str, str]] = {}
    names: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type != "code" or not _own(cell).get("locked") or _own(cell).get("grade"):
            continue
        names |= defined_names(cell.source)
        with contextlib.suppress(SyntaxError):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Import):
                    imports |= {a.asname or a.name: (a.name, "") for a in node.names if a.asname or "." not in a.name}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    imports |= {a.asname or a.name: (node.module, a.name) for a in node.names}
    return imports, names - imports.keys()


def grade_cell(source: str, names: Names) -> list[Any]:
    """Run a graded cell here, and return its outputs: none or text for all points, a number for some, an error for 0.

    Parameters
    ----------
    source : str
        The instructor's.
    names : Names
        What it sees.

    Returns
    -------
    list of NotebookNode
        As nbgrader reads them.
    """
    printed = io.StringIO()
    value: Any = None
    failed: list[Any] = []
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()), _being_graded():
        try:
            tree = ast.parse(source)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "<graded cell>", "exec"), names)  # noqa: S102  (the instructor's own code)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "<graded cell>", "eval"), names)  # noqa: S307
        except Exception as error:
            failed = [_failure(error, source)]
    text = clean_text(printed.getvalue())  # it may quote what a learner's function says
    outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        if not math.isfinite(value) or value < 0:
            failed = [_error("ValueError", f"points must be a number from 0 up; got {value}")]
        else:
            data = {"text/plain": repr(float(value))}
            outputs.append(nbformat.v4.new_output("execute_result", data=data, execution_count=1))
    return outputs + failed


def _failure(error: Exception, source: str) -> Any:
    """Return the output for an error of a graded cell: its text, and the line of the cell where it comes from."""
    render = getattr(error, "_render_traceback_", None)
    if render is not None:
        return _error(type(error).__name__, str(error), render())
    at = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<graded cell>"]
    line = source.splitlines()[at[-1] - 1].strip() if at and at[-1] else ""
    name, text = type(error).__name__, str(error)
    return _error(name, text, [f"{name}: {text}" if text else name, *([f"in: {line}"] if line else [])])


def _error(name: str, text: str, lines: list[str] | None = None) -> Any:
    """Return an error as a cell shows it."""
    told = [clean_text(line) for line in lines or [text]]
    return nbformat.v4.new_output("error", ename=name, evalue=clean_text(text), traceback=told)


@contextlib.contextmanager
def _being_graded() -> Iterator[None]:
    """Tell the checks that a notebook is being graded."""
    before = os.environ.get("NBGRADER_EXECUTION")
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    try:
        yield
    finally:
        if before is None:
            del os.environ["NBGRADER_EXECUTION"]
        else:
            os.environ["NBGRADER_EXECUTION"] = before


def _own(cell: Any) -> Any:
    """Return nbgrader's entry in a cell's metadata."""
    return cell.metadata.get("nbgrader", {})
