"""Answers that a person grades: plots and texts. nbgrader calls their cells manually graded.

Such a cell has points and holds the answer itself. Left as it was released it scores 0; anything else waits for a
person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

WAITS = "waits for manual grading"
BLANK = "No answer yet."


def is_manual(cell: Any) -> bool:
    """Whether a person grades a cell.

    Parameters
    ----------
    cell : NotebookNode
        A cell of a notebook.

    Returns
    -------
    bool
        True for an answer that has points itself.
    """
    own = cell.metadata.get("nbgrader", {})
    return bool(own.get("grade") and own.get("solution"))


def stop_of(cell: Any) -> str:
    """Return in words which error an answer stopped with, or an empty text.

    Parameters
    ----------
    cell : NotebookNode
        A cell that was run; text has no outputs and never stops.

    Returns
    -------
    str
        Such as ``"it stopped with NameError: name 'x' is not defined"``.
    """
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    return f"it stopped with {errors[-1].ename}: {errors[-1].evalue}"[:300] if errors else ""


def match_by_place(blank: Any, cells: Sequence[Mapping[str, Any]], places: dict[int, int]) -> list[str]:
    """Match answers that lost their id: by where they stand, between two cells that are matched.

    A text defines no function, so nothing in it tells whose answer it is.

    Parameters
    ----------
    blank : NotebookNode
        The instructor's notebook.
    cells : sequence of mapping
        The cells of the submission: ``kind`` and ``source``.
    places : dict
        Which cell of the submission (by number) stands for which of the instructor's; new matches are added.

    Returns
    -------
    list of str
        The grade_ids of the answers that were found.
    """
    found = []
    for place, cell in enumerate(blank.cells):
        if not is_manual(cell) or place in places.values():
            continue
        _, before = max(((other, i) for i, other in places.items() if other < place), default=(-1, -1))
        behind = min((i for i, other in places.items() if other > place and i > before), default=len(cells))
        between = (i for i in range(before + 1, behind) if i not in places)
        i = next((i for i in between if cells[i]["kind"] == cell.cell_type and cells[i]["source"].strip()), None)
        if i is not None:
            places[i] = place
            found.append(cell.metadata.nbgrader.grade_id)
    return found


def fill(merged: Any, stubs: Mapping[int, str], added: Mapping[int, list[Any]]) -> list[str]:
    """Put answers into their places that stand in a new cell behind an untouched or empty one.

    One that differs from the released text only by line ends and space becomes that text, so that it scores 0.

    Parameters
    ----------
    merged : NotebookNode
        The rebuilt notebook without the learner's new cells; the answers in it may change.
    stubs : mapping of int to str
        The released text of each answer that a person grades and that was handed in, by its place.
    added : mapping of int to list
        The learner's new cells behind each place; one that becomes an answer is taken out.

    Returns
    -------
    list of str
        The grade_ids of the answers that were moved.
    """
    moved = []
    for place, stub in stubs.items():
        cell = merged.cells[place]
        untouched = cell.source.split() == stub.split()
        if cell.source.strip() and not untouched:
            continue
        cell.source = stub if untouched else ""
        behind = added.get(place, [])
        new = next((new for new in behind if new.cell_type == cell.cell_type), None)
        if new is not None:
            cell.source = new.source
            behind.remove(new)
            moved.append(cell.metadata.nbgrader.grade_id)
    return moved
