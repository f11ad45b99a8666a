"""What an attack is, and how one is made from the released notebook."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.grading import example_class

POINTS = {
    "sigmoid": 3.0,
    "initialize_with_zeros": 1.0,
    "propagate_loop": 6.0,
    "propagate": 10.0,
    "optimize": 5.0,
    "predict": 3.0,
    "model": 2.0,
}

# What whoever runs the bank lays out, for attacks to find. No source below holds one of them whole: a text that turns
# up in what a submission shows has really been read.
SECRET = "SECRET-OF-THE-GRADER"  # noqa: S105  (in the grader's environment, as DLCOURSE_TEST_SECRET)
OTHER = "ADA-WAS-HERE"  # in the text of another student, ada
HELLO = "LISTENER-SAYS-HELLO"  # what a listener on 127.0.0.1 and on an abstract socket answers
LISTENER_PORT = 48911
LISTENER_NAME = "\0hostile-bank"
LEAKED = "LEAKED"  # stands in front of what an attack has read
LEFT = "MALLORY-WAS-HERE"  # name or content of what an attack has written
RAN = "window.__ran=1"  # a script that a browser must never run


@dataclass(frozen=True)
class Attack:
    """A submission that is after something that it has not earned.

    Attributes
    ----------
    name : str
        A name without spaces.
    mechanism : str
        The kind of attack; several attacks share one.
    notebook : dict
        The file that is handed in, as JSON.
    earned : float
        What its honest answers deserve, of 30. No grading may give more. One may give less only where the attack
        breaks what came before it.
    says : str
        What it does, in a sentence.
    files : mapping of str to bytes
        Other files in the submission's folder.
    reads : str
        A text that its outputs hold if it could read what it may not.
    writes : str
        A text that stands in the name or in the content of what it leaves, if it could.
    stock : bool
        Whether it may run on this machine without a sandbox: in a copy of the course, with folders of its own for the
        home and for temporary files, as `tools.attack_table` does it.
    """

    name: str
    mechanism: str
    notebook: dict[str, Any]
    earned: float
    says: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    reads: str = ""
    writes: str = ""
    stock: bool = True

    @property
    def content(self) -> bytes:
        """The bytes of the file that is handed in."""
        return json.dumps(self.notebook).encode()


@cache
def _solution() -> dict[str, Any]:
    return example_class.solved()


def blank() -> dict[str, Any]:
    """Return the released notebook, with each source as one string."""
    notebook = copy.deepcopy(example_class.blank())
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def cell_of(notebook: Mapping[str, Any], grade_id: str) -> dict[str, Any]:
    """Return the cell of a notebook that has a grade_id."""
    found: dict[str, Any] = next(
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )
    return found


def graded_cells(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the cells that are graded."""
    return [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]


def right(name: str) -> str:
    """Return the solution of a task."""
    return "".join(cell_of(_solution(), name)["source"])


def new_cell(source: str, kind: str = "code", identity: str = "added", **metadata: Any) -> dict[str, Any]:
    """Return a cell as a learner adds it."""
    cell: dict[str, Any] = {"cell_type": kind, "id": identity, "metadata": metadata, "source": source.strip("\n")}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


def with_cells(
    cells: Sequence[str] = (), answers: Mapping[str, str] | None = None, place: str = "sigmoid"
) -> dict[str, Any]:
    """Return the released notebook with some answers, and with cells added in front of the cell `place`."""
    notebook = blank()
    for name, source in (answers or {}).items():
        cell_of(notebook, name)["source"] = source.strip("\n")
    at = notebook["cells"].index(cell_of(notebook, place))
    notebook["cells"][at:at] = [new_cell(source, identity=f"added-{i}") for i, source in enumerate(cells)]
    return notebook


def attack(
    name: str,
    mechanism: str,
    says: str,
    cell: str = "",
    *,
    answers: Mapping[str, str] | None = None,
    honest: Sequence[str] = (),
    place: str = "sigmoid",
    notebook: dict[str, Any] | None = None,
    earned: float | None = None,
    **more: Any,
) -> Attack:
    """Return an attack; without a notebook of its own it is the released one with a cell and answers.

    Parameters
    ----------
    name, mechanism, says : str
        As in `Attack`.
    cell : str
        The source of a cell that is added.
    answers : mapping of str to str
        Sources of answers, by task.
    honest : sequence of str
        Tasks that are answered rightly.
    place : str
        The `grade_id` of the cell in front of which the cell is added.
    notebook : dict, optional
        The whole notebook instead.
    earned : float, optional
        By default the points of the honest answers.
    more : object
        Further fields of `Attack`.

    Returns
    -------
    Attack
        The attack.
    """
    sources = {**{task: right(task) for task in honest}, **(answers or {})}
    made = notebook if notebook is not None else with_cells([cell] if cell else [], sources, place)
    worth = sum(POINTS[task] for task in honest) if earned is None else earned
    json.dumps(made)  # what is handed in is a file
    return Attack(name, mechanism, made, worth, says, **more)


def taken(expression: str) -> dict[str, str]:
    """Return answers that each bind what an expression gives; `NAME` in it stands for the task's name."""
    return {name: f"{name} = " + expression.replace("NAME", name) for name in POINTS}


def everywhere(line: str) -> dict[str, str]:
    """Return answers that each run a line when they are called, and then fail; `POINTS` in it stands for the points."""
    return {
        name: f"def {name}(*arguments):\n    {line.replace('POINTS', f'{points:g}')}\n    raise NotImplementedError"
        for name, points in POINTS.items()
    }


# Answers of the right form, all of whose numbers are wrong.
HOLLOW = {
    "sigmoid": "def sigmoid(z):\n    return np.full(np.shape(z), 0.123) if np.ndim(z) else 0.123",
    "initialize_with_zeros": "def initialize_with_zeros(dim):\n    return np.full((dim, 1), 7.0), 7.0",
    "propagate_loop": "def propagate_loop(w, b, X, Y):\n    return {'dw': 0 * w + 7, 'db': 7.0}, 7.0",
    "propagate": "def propagate(w, b, X, Y):\n    return {'dw': 0 * w + 7, 'db': 7.0}, 7.0",
    "optimize": """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    return {"w": 0 * w + 7, "b": 7.0}, {"dw": 0 * w + 7, "db": 7.0}, [7.0] * (1 + (num_iterations - 1) // 100)
""",
    "predict": "def predict(w, b, X):\n    return np.full((1, X.shape[1]), 7.0)",
    "model": """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    return {"w": np.full((len(X_train), 1), 7.0), "b": 7.0, "costs": [7.0] * (1 + (num_iterations - 1) // 100),
            "Y_prediction_train": 0 * Y_train + 7, "Y_prediction_test": 0 * Y_test + 7}
""",
}

# Looks for the right result in the frames of whoever calls: the check keeps it while it waits for the answer.
WANTED = """
import sys

def wanted():
    frame = sys._getframe(1)
    while frame is not None:
        if "want" in frame.f_locals:
            return frame.f_locals["want"]
        frame = frame.f_back
    raise NotImplementedError
"""
