"""Intake: rebuild a clean notebook from what a learner handed in.

A submission is not repaired. The notebook is built anew from the instructor's, and only the sources of the
learner's own cells are taken over, in place; metadata, tags, outputs and links of the file are dropped.
"""

from __future__ import annotations

import ast
import copy
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.manual import fill, is_manual, match_by_place
from dlutils.grading.reading import NotGradableError, read_cells
from dlutils.grading.safe_markdown import clean_markdown


@dataclass
class Rebuilt:
    """A clean notebook, and what there is to say about how it came about."""

    notebook: Any
    notes: list[str] = field(default_factory=list)
    problem: str = ""  # why nothing of the submission could be used; the notebook is then a blank one


def functions(source: str) -> set[str]:
    r"""Return the names that a cell binds: functions, classes, variables. Lines of IPython magic do not hide them.

    Examples
    --------
    >>> functions("%matplotlib inline\ndef sigmoid(z):\n    return z")
    {'sigmoid'}
    """
    lines = ("" if re.match(r"\s*[%!]", line) else line for line in source.splitlines())
    try:
        body = ast.parse("\n".join(lines)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^(?:def|class)\s+(\w+)", source, flags=re.MULTILINE))
    bound = {node.name for node in body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    for node in body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            bound |= {target.id for target in targets if isinstance(target, ast.Name)}
    return bound


def template(course: Course, assignment: str) -> Any:
    """Return the instructor's notebook with the released stub in place of each solution.

    Raises
    ------
    CourseError
        If the assignment is not released.
    """
    if not course.released(assignment).is_file():
        raise CourseError(f"assignments/{assignment} must be there before grading. Run `dlcourse release` first.")
    source = course.solution(assignment)
    stale = f"assignments/{assignment} must be what solutions/{assignment} generates. Run `dlcourse release`."
    try:
        notebook = nbformat.read(source, as_version=4)
        released = nbformat.read(course.released(assignment), as_version=4)
    except Exception:
        raise CourseError(stale) from None
    if len(released.cells) != len(notebook.cells):
        raise CourseError(stale)
    stubs = {_grade_id(cell): cell for cell in released.cells}
    for cell in notebook.cells:
        cell.metadata.pop("tags", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if _is_solution(cell):
            if _grade_id(cell) not in stubs:
                raise CourseError(stale)
            stub = stubs[_grade_id(cell)]
            cell.source = stub.source
            # By this nbgrader tells an answer that was left as it was released, and scores it 0.
            cell.metadata.nbgrader.checksum = stub.metadata.nbgrader.get("checksum")
    return notebook


def rebuild(course: Course, assignment: str, path: Path) -> Rebuilt:
    """Return a clean notebook from a submitted file.

    Cells match by `grade_id`; a solution cell without one by the function that it defines; instructor's
    cells without one by their text; an answer that a person grades by where it stands. The learner's other
    cells, and instructor's cells that the learner changed, follow the cell that they stood behind. Of doubles
    the first takes the place, and the others run behind it, as they did for the learner. The place of a missing
    answer stays empty: the function may be defined in another cell.

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
        return unusable(blank, str(error))


def unusable(blank: Any, problem: str) -> Rebuilt:
    """Return a blank notebook to be graded in the place of what was handed in, and the reason."""
    return _noted(Rebuilt(blank, problem=problem))


def notes_cell(notes: Sequence[str]) -> Any:
    """Return a cell of Markdown for the head of a graded notebook: what formgrader would not show otherwise."""
    lines = "\n".join(f"- {note}" for note in notes)
    return nbformat.v4.new_markdown_cell(clean_markdown(f"**Notes of the grading**\n\n{lines}"), id="notes-of-grading")


def _noted(rebuilt: Rebuilt) -> Rebuilt:
    """Write what there is to say into the notebook, where the next steps find it."""
    rebuilt.notebook.metadata["dlcourse"] = {"notes": [*filter(None, [rebuilt.problem]), *rebuilt.notes]}
    return rebuilt


def _merge(
    course: Course, assignment: str, blank: Any, cells: list[dict[str, Any]], metadata: dict[str, Any]
) -> Rebuilt:
    """Return the instructor's notebook with the learner's cells in place."""
    notes: list[str] = []
    texts = _texts(course, assignment, blank)
    places = _match(course, assignment, blank, cells, texts, notes)
    if not any(_is_solution(blank.cells[place]) for place in places.values()):
        raise NotGradableError(f"no cell of it belongs to the assignment {assignment}")
    merged = copy.deepcopy(blank)
    for i, cell in enumerate(merged.cells):
        if _is_solution(cell) and i not in places.values():
            cell.source = ""
    changed = []
    added: dict[int, list[Any]] = {}
    last = -1
    for i, cell in enumerate(cells):
        if i in places:
            last = places[i]
            if _is_solution(merged.cells[last]):
                merged.cells[last].source = cell["source"]
                continue
            # An import that a learner added to one of our cells has to run; a graded cell stays as it is.
            if cell["kind"] != "code" or _is_grade(merged.cells[last]) or _text(cell["source"]) in texts[last]:
                continue
            changed.append(_grade_id(merged.cells[last]))
        if cell["source"].strip():
            new = nbformat.v4.new_code_cell if cell["kind"] == "code" else nbformat.v4.new_markdown_cell
            added.setdefault(last, []).append(new(cell["source"], id=f"added-{i}"))  # type: ignore[no-untyped-call]
    handed_in = {i: blank.cells[i].source for i in sorted(set(places.values())) if is_manual(blank.cells[i])}
    moved = fill(merged, handed_in, added)
    for cell in [*itertools.chain.from_iterable(added.values()), *filter(is_manual, merged.cells)]:
        if cell.cell_type == "markdown":
            cell.source = clean_markdown(cell.source)
    if moved:
        notes.append(f"answered in a cell behind its own: {', '.join(moved)}")
    merged.cells = [*added.get(-1, []), *(c for i, cell in enumerate(merged.cells) for c in (cell, *added.get(i, [])))]
    if changed:
        notes.append(f"changed, and run behind the original: {', '.join(changed)}")
    kernel = metadata.get("kernelspec")
    language = kernel.get("language", kernel.get("name")) if isinstance(kernel, dict) else None
    if isinstance(language, str) and "python" not in language.lower():
        notes.append(f"its kernel was for {language[:40]!r}; it was run with Python")
    return _noted(Rebuilt(merged, notes))


def _match(
    course: Course,
    assignment: str,
    blank: Any,
    cells: list[dict[str, Any]],
    texts: list[set[str]],
    notes: list[str],
) -> dict[int, int]:
    """Return which cell of the submission (by number) stands for which cell of the instructor's notebook."""
    by_id = {_grade_id(cell): i for i, cell in enumerate(blank.cells) if _grade_id(cell)}
    by_text: dict[str, list[int]] = {}
    for i, known in enumerate(texts):
        for text in known:
            by_text.setdefault(text, []).append(i)
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
    found = match_by_place(blank, cells, places)
    if found:
        notes.append(f"recognised by their place: {', '.join(found)}")
    taken = set(places.values())
    missing = [
        _grade_id(cell) for i, cell in enumerate(blank.cells) if i not in taken and _is_solution(cell) | _is_grade(cell)
    ]
    if missing:
        notes.append(f"missing cells: {', '.join(missing)}")
    return places


def _texts(course: Course, assignment: str, blank: Any) -> list[set[str]]:
    """Return the texts that each instructor's cell may have, with and without hidden tests; none for answers."""
    released = nbformat.read(course.released(assignment), as_version=4).cells
    both = zip(blank.cells, released, strict=True)
    return [set() if _is_solution(one) else {_text(one.source), _text(two.source)} for one, two in both]


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
        if not _is_solution(cell) or is_manual(cell) or place in places.values():
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
