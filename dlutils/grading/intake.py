"""Intake: read what a learner handed in, within bounds, and rebuild a clean notebook from it.

A submission is not repaired. The notebook is built anew from the instructor's, and only the sources of the
learner's own cells are taken over, in place; metadata, tags, outputs and links of the file are dropped.
"""

from __future__ import annotations

import ast
import copy
import json
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError

MAX_BYTES = 20 << 20
MAX_CELLS = 2_000
MAX_DEPTH = 60


class NotGradableError(ValueError):
    """A file that holds no gradable notebook; the text says why."""


@dataclass
class Rebuilt:
    """A clean notebook, and what there is to say about how it came about."""

    notebook: Any
    notes: list[str] = field(default_factory=list)
    problem: str = ""  # why nothing of the submission could be used; the notebook is then a blank one


def find_notebook(folder: Path, assignment: str) -> Path:
    """Return the notebook of a submission: by its name, else the only one there.

    Raises
    ------
    NotGradableError
        If there is none, or several and none has the assignment's name.
    """
    found = sorted(path for path in folder.glob("*.ipynb"))
    named = [path for path in found if path.stem == assignment]
    # Names that browsers and learning platforms make: "NAME (1).ipynb", "Copy_of_NAME.ipynb".
    alike = [path for path in found if assignment in path.stem]
    for choice in (named, alike, found):
        if len(choice) == 1:
            return choice[0]
    if not found:
        raise NotGradableError("there is no notebook (.ipynb) in it")
    raise NotGradableError(f"there are {len(found)} notebooks in it, and none is called {assignment}.ipynb")


def read_cells(path: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the cells and the metadata of a notebook file, read within bounds.

    Raises
    ------
    NotGradableError
        If it is no regular file, too large, not JSON, nested too deep, or no notebook.
    """
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise NotGradableError("it is a link or a special file, not a notebook")
    if status.st_size > MAX_BYTES:
        raise NotGradableError(f"it has {status.st_size} bytes; at most {MAX_BYTES} are read")
    if status.st_size == 0:
        raise NotGradableError("the file is empty")
    try:
        content = json.loads(path.read_bytes())
    except RecursionError:
        raise NotGradableError("it is nested too deep") from None
    except ValueError as error:
        raise NotGradableError(f"it is not JSON ({str(error)[:80]})") from None
    if _depth(content) > MAX_DEPTH:
        raise NotGradableError("it is nested too deep")
    if isinstance(content, dict) and isinstance(content.get("worksheets"), list):
        content = _from_version_3(content)
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise NotGradableError("it is not a notebook: it has no cells")
    cells = [cell for cell in (_clean(cell) for cell in content["cells"][:MAX_CELLS]) if cell is not None]
    if not cells:
        raise NotGradableError("it has no cells")
    metadata = content.get("metadata")
    return cells, metadata if isinstance(metadata, dict) else {}


def _depth(value: Any) -> int:
    """Return how deep a JSON value is nested, level by level so that depth costs no stack."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        level = [x for v in level if isinstance(v, (dict, list)) for x in (v.values() if isinstance(v, dict) else v)]
        depth += 1
    return depth


def _from_version_3(content: dict[str, Any]) -> Any:
    """Return a notebook of format 3 as one of format 4."""
    try:
        return json.loads(nbformat.writes(nbformat.convert(nbformat.from_dict(content), 4)))
    except Exception as error:
        raise NotGradableError(f"it has an old format that cannot be converted ({type(error).__name__})") from None


def _clean(cell: Any) -> dict[str, Any] | None:
    """Return type, source and grade_id of a cell, or None if it has no readable source."""
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata")
    own = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = own.get("grade_id") if isinstance(own, dict) else None
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    return {"kind": kind, "source": source, "grade_id": grade_id if isinstance(grade_id, str) else None}


def functions(source: str) -> set[str]:
    r"""Return the names of the functions that a cell defines; lines of IPython magic do not hide them.

    Examples
    --------
    >>> functions("%matplotlib inline\ndef sigmoid(z):\n    return z")
    {'sigmoid'}
    """
    lines = ("" if re.match(r"\s*[%!]", line) else line for line in source.splitlines())
    try:
        return {node.name for node in ast.parse("\n".join(lines)).body if isinstance(node, ast.FunctionDef)}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^def\s+(\w+)\s*\(", source, flags=re.MULTILINE))


def template(course: Course, assignment: str) -> Any:
    """Return the instructor's notebook with the released stub in place of each solution.

    Raises
    ------
    CourseError
        If the assignment is not released.
    """
    if not course.released(assignment).is_file():
        raise CourseError(f"assignments/{assignment} must be there before grading. Run `dlcourse release` first.")
    notebook = nbformat.read(course.solution(assignment), as_version=4)
    stubs = {_grade_id(cell): cell.source for cell in nbformat.read(course.released(assignment), as_version=4).cells}
    for cell in notebook.cells:
        cell.metadata.pop("tags", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if _is_solution(cell):
            cell.source = stubs[_grade_id(cell)]
    return notebook


def rebuild(course: Course, assignment: str, path: Path) -> Rebuilt:
    """Return a clean notebook from a submitted file.

    Cells match by `grade_id`; a solution cell without one by the function that it defines; instructor's
    cells without one by their text. The learner's other cells follow the cell that they stood behind. Of
    doubles the first takes the place, and the others run behind it, as they did for the learner.

    Parameters
    ----------
    course : Course
        Where the instructor's notebook is.
    assignment : str
        Its name.
    path : Path
        The submitted file.

    Returns
    -------
    Rebuilt
        If nothing of the file can be used, a blank notebook and the reason.
    """
    blank = template(course, assignment)
    try:
        cells, metadata = read_cells(path)
        return _merge(course, assignment, blank, cells, metadata)
    except NotGradableError as error:
        return Rebuilt(blank, problem=str(error))


def _merge(
    course: Course, assignment: str, blank: Any, cells: list[dict[str, Any]], metadata: dict[str, Any]
) -> Rebuilt:
    """Return the instructor's notebook with the learner's cells in place."""
    notes: list[str] = []
    places = _match(course, assignment, blank, cells, notes)
    if not any(_is_solution(blank.cells[place]) for place in places.values()):
        raise NotGradableError(f"no cell of it belongs to the assignment {assignment}")
    merged = copy.deepcopy(blank)
    added: dict[int, list[Any]] = {}
    last = -1
    for i, cell in enumerate(cells):
        if i in places:
            last = places[i]
            if _is_solution(merged.cells[last]):
                merged.cells[last].source = cell["source"]
        elif cell["source"].strip():
            new = nbformat.v4.new_code_cell if cell["kind"] == "code" else nbformat.v4.new_markdown_cell
            added.setdefault(last, []).append(new(cell["source"], id=f"added-{i}"))  # type: ignore[no-untyped-call]
    merged.cells = [*added.get(-1, []), *(c for i, cell in enumerate(merged.cells) for c in (cell, *added.get(i, [])))]
    kernel = metadata.get("kernelspec")
    language = kernel.get("name") if isinstance(kernel, dict) else None
    if isinstance(language, str) and not language.startswith("python"):
        notes.append(f"its kernel was {language[:40]!r}; it was run with python3")
    return Rebuilt(merged, notes)


def _match(
    course: Course, assignment: str, blank: Any, cells: list[dict[str, Any]], notes: list[str]
) -> dict[int, int]:
    """Return which cell of the submission (by number) stands for which cell of the instructor's notebook."""
    by_id = {_grade_id(cell): i for i, cell in enumerate(blank.cells) if _grade_id(cell)}
    by_text: dict[str, list[int]] = {}
    for source in (blank, nbformat.read(course.released(assignment), as_version=4)):
        for i, cell in enumerate(source.cells):
            if not _is_solution(cell):
                by_text.setdefault(_text(cell.source), []).append(i)
    places: dict[int, int] = {}
    for i, cell in enumerate(cells):
        place = by_id.get(cell["grade_id"])
        if place is None:
            place = next((p for p in by_text.get(_text(cell["source"]), []) if p not in places.values()), None)
        elif place in places.values():
            notes.append(f"there more than once: the cell {cell['grade_id']}")
            # A double of an instructor's cell is dropped; one of the learner's runs behind the first.
            place = place if not _is_solution(blank.cells[place]) else None
        if place is not None:
            places[i] = place
    _match_by_function(course, assignment, blank, cells, places, notes)
    taken = set(places.values())
    missing = [
        _grade_id(cell) for i, cell in enumerate(blank.cells) if i not in taken and _is_solution(cell) | _is_grade(cell)
    ]
    if missing:
        notes.append(f"missing cells: {', '.join(missing)}")
    return places


def _match_by_function(
    course: Course,
    assignment: str,
    blank: Any,
    cells: list[dict[str, Any]],
    places: dict[int, int],
    notes: list[str],
) -> None:
    """Add matches of solution cells that lost their id: by the function that they define."""
    recognised = []
    solved = nbformat.read(course.solution(assignment), as_version=4).cells
    for place, cell in enumerate(solved):
        if not _is_solution(cell) or place in places.values():
            continue
        wanted = functions(cell.source)
        found = (
            i
            for i, c in enumerate(cells)
            if i not in places and c["kind"] == "code" and wanted & functions(c["source"])
        )
        i = next(found, None)
        if wanted and i is not None:
            places[i] = place
            recognised.append(_grade_id(cell))
    if recognised:
        notes.append(f"recognised by the function in them: {', '.join(recognised)}")


def _grade_id(cell: Any) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _is_solution(cell: Any) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def _is_grade(cell: Any) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _text(source: str) -> str:
    """Return a source without what platforms change: line ends and space around lines."""
    return "\n".join(line.strip() for line in source.strip().splitlines())


def submissions(course: Course, assignment: str) -> Iterator[tuple[str, Path]]:
    """Yield student and folder of every submission of an assignment, in alphabetical order."""
    if not course.submitted.is_dir():
        raise CourseError(
            f"{course.submitted} must hold submissions as STUDENT/{assignment}/; there is no such folder."
        )
    for folder in sorted(course.submitted.iterdir()):
        if (folder / assignment).is_dir() and not folder.is_symlink() and not folder.name.startswith("."):
            yield folder.name, folder / assignment
