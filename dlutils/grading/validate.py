"""Proves that an assignment is sound: solved it scores all points, blank none, and graded cells keep their contract."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import nbformat

from dlutils.checks import load
from dlutils.grading import learner, release
from dlutils.grading.course import Course
from dlutils.grading.manual import WAITS


def validate(course: Course, assignment: str) -> list[str]:
    """Return everything that is wrong with an assignment; an empty list if nothing is.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        The assignment's name.

    Returns
    -------
    list of str
        One sentence per fault.
    """
    made = release.generate(course, assignment)
    path = course.released(assignment)
    if not path.is_file() or path.read_text(encoding="utf-8") != made:
        return [f"assignments/{assignment} is not what solutions/{assignment} generates; run `dlcourse release`"]
    faults = list(contract_faults(course, assignment))
    faults += _score_faults(course, assignment, course.solution(assignment), full=True)
    faults += _score_faults(course, assignment, path, full=False)
    return faults


def _score_faults(course: Course, assignment: str, notebook: Path, *, full: bool) -> Iterator[str]:
    """Yield the questions of a notebook that do not score all points (or none).

    Of answers that a person grades the solution has to have one, which runs; the blank release none.
    """
    result = learner.grade(course, notebook, assignment)
    for question in result.questions:
        if full and question.by_hand:
            if question.told != WAITS:
                yield f"{question.name}: the solution's answer does not run: {question.told[:200]}"
            continue
        if question.by_hand:
            yield f"{question.name}: the blank release counts as an answer"
        right = question.max_score if full else 0
        if question.score != right:
            what = "the solution" if full else "the blank release"
            yield f"{question.name}: {what} scores {question.score:g} of {question.max_score:g}: {question.told[:200]}"
    yield from (f"{notebook.name}: {note}" for note in result.notes)


def contract_faults(course: Course, assignment: str) -> Iterator[str]:
    """Yield what breaks the contract of graded cells.

    A graded cell uses builtins, its own imports and the learner's functions, nothing else; its last line
    calls `grade` for a task of the assignment, which is worth as many points as the cell. Answers that a person
    grades have no check.
    """
    tasks = load(assignment).tasks
    graded = set()
    for cell in nbformat.read(course.solution(assignment), as_version=4).cells:
        own = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not own.get("grade") or own.get("solution"):
            continue
        name = own["grade_id"]
        try:
            tree = ast.parse(cell.source)
        except SyntaxError as error:
            yield f"{name}: line {error.lineno} is not Python"
            continue
        yield from (f"{name}: uses {free}, which it does not import" for free in sorted(free_names(tree) - set(tasks)))
        asked = _graded_task(tree)
        if asked not in tasks:
            yield f'{name}: must end with grade("...", globals()) for a task of the assignment'
        elif tasks[asked].points != float(own["points"]):
            worth = f"{own['points']} points in the notebook and {tasks[asked].points:g} in its check"
            yield f"{name}: is worth {worth} (points in dlutils/checks/); both must be the same"
        graded.add(asked)
    yield from (f"{name}: has a check but no graded cell" for name in tasks if name not in graded)


def free_names(tree: ast.Module) -> set[str]:
    r"""Return the names that a cell reads and neither binds nor finds among the builtins.

    Examples
    --------
    >>> sorted(free_names(ast.parse("import numpy as np\nx = f(np.ones(2))\nlen(y)")))
    ['f', 'y']
    """
    bound = set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - bound


def _graded_task(tree: ast.Module) -> str:
    """Return the task that a cell's last line grades, or an empty text."""
    match tree.body[-1] if tree.body else None:
        case ast.Expr(value=ast.Call(func=ast.Name(id="grade"), args=[ast.Constant(value=str(name)), _])):
            return name
    return ""
