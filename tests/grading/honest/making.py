"""What an honest submission is, and how one is made from the solution."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.grading.hostile.making import POINTS, right, with_cells


@dataclass(frozen=True)
class Honest:
    """A right submission in an odd style; it deserves 30 of 30.

    Attributes
    ----------
    name : str
        A name without spaces.
    notebook : dict
        The file that is handed in, as JSON.
    files : mapping of str to bytes
        Other files in the submission's folder.
    says : str
        What is odd about it, in a sentence.
    raw : bytes
        The file's bytes, where they are not the plain ones of the JSON.
    """

    name: str
    notebook: dict[str, Any]
    files: Mapping[str, bytes]
    says: str
    raw: bytes = field(default=b"", repr=False)

    @property
    def content(self) -> bytes:
        """The bytes of the file that is handed in."""
        return self.raw or json.dumps(self.notebook).encode()


def honest(
    name: str,
    says: str,
    cells: Sequence[str] = (),
    *,
    answers: Mapping[str, str] | None = None,
    place: str = "sigmoid",
    files: Mapping[str, bytes] | None = None,
) -> Honest:
    """Return a submission: the solution, but for some answers, with cells added in front of the cell `place`.

    Parameters
    ----------
    name, says : str
        As in `Honest`.
    cells : sequence of str
        Sources of the added cells.
    answers : mapping of str to str
        Sources of other answers than the solution's, by task.
    place : str
        The `grade_id` of the cell in front of which they are added.
    files : mapping of str to bytes, optional
        Other files of the submission.

    Returns
    -------
    Honest
        The submission.
    """
    sources = {**{task: right(task) for task in POINTS}, **(answers or {})}
    return Honest(name, with_cells(cells, sources, place), files or {}, says)
