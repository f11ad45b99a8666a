"""The example class: twelve students who hand in `logistic-regression`, and the scores worked out by hand.

Submissions are made from the released notebook, so they can never be those of an older one.
Run as ``python -m tests.grading.example_class FOLDER`` to write them as FOLDER/STUDENT/ASSIGNMENT/.
"""

from __future__ import annotations

import copy
import json
import sys
from pathlib import Path
from typing import Any

import nbformat

ROOT = Path(__file__).resolve().parents[2]
NAME = "logistic-regression"
QUESTIONS = ("sigmoid", "initialize_with_zeros", "propagate_loop", "propagate", "optimize", "predict", "model")

# Worked out by hand from the points of the tasks (3, 1, 6, 10, 5, 3, 2) and the weights of their parts. A right
# function that calls a wrong or missing one of its owner's loses nothing by that.
EXPECTED: dict[str, tuple[str, tuple[float, ...]]] = {
    "ada": ("graded", (3, 1, 6, 10, 5, 3, 2)),  # perfect
    "ben": ("graded", (0, 0, 0, 0, 0, 0, 0)),  # handed in as released
    # Loop over two features only: every part wrong, 0. Sign of the cost: 2 of 5 parts lost, 6 of 10. Probabilities for
    # labels: 0.
    "chen": ("graded", (3, 1, 0, 6, 5, 0, 2)),
    "dana": ("graded", (3, 1, 6, 0, 5, 3, 2)),  # a syntax error in propagate, which optimize and model call
    "emil": ("graded", (3, 1, 6, 10, 0, 3, 2)),  # optimize never ends, and model calls it
    "fay": ("graded", (3, 1, 6, 10, 5, 3, 2)),  # right, in a strange style
    "gus": ("graded", (3, 1, 6, 10, 5, 3, 2)),  # made in Colab: no ids, no metadata, another name
    "hana": ("graded", (3, 1, 6, 10, 5, 0, 2)),  # mangled on the way, and predict returns (m,)
    "ivo": ("not gradable", (0, 0, 0, 0, 0, 0, 0)),  # cut off in the middle of the upload
    "jun": ("not gradable", (0, 0, 0, 0, 0, 0, 0)),  # another course's notebook
    "kim": ("not gradable", (0, 0, 0, 0, 0, 0, 0)),  # a notebook without cells
    "lea": ("graded", (3, 1, 6, 10, 5, 3, 2)),  # right, saved with a Julia kernel's name
}

TWO_FEATURES = """
def propagate_loop(w, b, X, Y):
    m = X.shape[1]
    J = 0; dw1 = 0; dw2 = 0; db = 0
    for i in range(m):
        z = w[0] * X[0, i] + w[1] * X[1, i] + b
        a = sigmoid(z)
        J += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        dz = a - Y[0, i]
        dw1 += X[0, i] * dz
        dw2 += X[1, i] * dz
        db += dz
    return {"dw": np.array([dw1 / m, dw2 / m]), "db": db / m}, J / m
"""

COST_SIGN = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dw = np.dot(X, (A - Y).T) / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, cost
"""

PROBABILITIES = """
def predict(w, b, X):
    return sigmoid(np.dot(w.T, X) + b)
"""

NOT_PYTHON = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, 0.0
"""

ENDLESS = """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    i = 0
    while i < num_iterations:
        grads, cost = propagate(w, b, X, Y)
    return {"w": w, "b": b}, grads, costs
"""

FLAT = """
def predict(w, b, X):
    A = sigmoid(w.T @ X + b)
    return np.array([1.0 if a > 0.5 else 0.0 for a in A[0]])
"""

# Right, and unlike anything in the solution: a lambda, matrices, in-place steps, seeds, prints, warnings, 1 x 1 arrays.
STRANGE = {
    "sigmoid": """
%matplotlib inline
sigmoid = lambda z: .5 * (1 + np.tanh(np.asarray(z) / 2))
""",
    "initialize_with_zeros": """
def initialize_with_zeros(dim):
    np.random.seed(1)
    w = np.random.randn(dim, 1) * 0
    b = 0
    return w, b
""",
    "propagate_loop": """
def propagate_loop(w, b, X, Y):
    cols = list(zip(X.T, Y.T))
    dzs = [sigmoid(float(np.dot(x, w[:, 0])) + b) - y[0] for x, y in cols]
    a_of = [d + y[0] for d, (x, y) in zip(dzs, cols)]
    loss = [-np.log(1e-9 + (a if y[0] else 1 - a)) for (x, y), a in zip(cols, a_of)]
    dw = np.matrix(sum(x * d for (x, y), d in zip(cols, dzs)) / len(cols)).T
    return dict(dw=dw, db=[np.mean(dzs)][0]), np.mean(loss)
""",
    "propagate": """
x = None
def propagate(w, b, X, Y):
    import warnings
    warnings.warn("thinking")
    print("propagate was called with", X.shape)
    dZ = sigmoid(w.T * np.matrix(X) + b) - Y
    cost = -(Y @ np.log(dZ + Y + 1e-9).T + (1 - Y) @ np.log(1 - dZ - Y + 1e-9).T) / Y.size
    w *= 0
    return {"dw": X @ dZ.T / Y.size, "db": dZ.mean(axis=1, keepdims=True), "note": "extra"}, cost
""",
    "optimize": """
def step(params, grads, rate):
    return {k: params[k] - rate * np.asarray(grads["d" + k]) for k in params}

def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    params, history = {"w": w, "b": b}, []
    for i in range(num_iterations):
        grads, cost = propagate(params["w"].copy(), params["b"], X, Y)
        history += [cost]
        params = step(params, grads, learning_rate)
    return params, grads, np.array(history[::100]).ravel()
""",
    "predict": """
def predict(w, b, X):
    return np.asarray(w.T @ X + b > 0)
""",
    "model": """
def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    d, _, costs = optimize(*initialize_with_zeros(len(X_train)), X_train, Y_train, num_iterations, learning_rate)
    predictions = {"Y_prediction_train": predict(**d, X=X_train), "Y_prediction_test": predict(**d, X=X_test)}
    return {**d, **predictions, "costs": costs}
""",
}


def solved(assignment: str = NAME, **answers: str) -> dict[str, Any]:
    """Return the released notebook, with the solution's cells in place but for the answers given, by grade_id."""
    released = nbformat.read(ROOT / "assignments" / assignment / f"{assignment}.ipynb", as_version=4)
    solution = nbformat.read(ROOT / "solutions" / assignment / f"{assignment}.ipynb", as_version=4)
    right = {cell.metadata.nbgrader.grade_id: cell.source for cell in solution.cells if "nbgrader" in cell.metadata}
    for cell in released.cells:
        own = cell.metadata.get("nbgrader", {})
        if own.get("solution"):
            cell.source = answers.get(own["grade_id"], right[own["grade_id"]]).strip("\n")
    return json.loads(nbformat.writes(released))


def blank() -> dict[str, Any]:
    """Return the released notebook as it is."""
    return json.loads((ROOT / "assignments" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))


def from_colab(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook as Colab writes it: no cell ids, its own metadata, nbgrader's gone, outputs kept."""
    notebook = copy.deepcopy(notebook)
    notebook["metadata"] = {
        "colab": {"provenance": [], "name": "Copy of logistic-regression"},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    notebook["nbformat_minor"] = 0
    for i, cell in enumerate(notebook["cells"]):
        cell.pop("id", None)
        cell["metadata"] = {"id": f"xYz{i:05d}"}
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["old output\n"]}]
            cell["execution_count"] = i
    notebook["cells"].insert(
        0, {"cell_type": "code", "metadata": {"id": "mount"}, "source": ["!nvidia-smi\n"], "outputs": []}
    )
    return notebook


def mangled(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook whose lines end in CR LF, with test cells deleted, doubled and renamed, and one edited."""
    notebook = copy.deepcopy(notebook)
    cells = notebook["cells"]
    own = [cell["metadata"].get("nbgrader", {}) for cell in cells]
    tests = [cell for cell, its in zip(cells, own, strict=True) if its.get("grade") and not its.get("solution")]
    deleted, doubled, edited, renamed = tests[0], tests[len(tests) // 2], tests[-2], tests[-1]
    cells.insert(cells.index(doubled), copy.deepcopy(doubled))
    edited["source"] = "pass  # all points for me"
    renamed["metadata"]["nbgrader"] |= {"grade_id": "grade-copy", "points": 2000}
    cells.remove(deleted)
    for cell in cells:
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        cell["source"] = source.replace("\n", "\r\n")
    return notebook


def julia(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook that names a Julia kernel."""
    kernel = {"kernelspec": {"name": "julia-1.10", "display_name": "Julia", "language": "julia"}}
    return {**notebook, "metadata": kernel}


OTHER_COURSE = {
    "cells": [
        {"cell_type": "code", "metadata": {}, "source": "print('a poem')", "outputs": [], "execution_count": None}
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


def write(folder: Path) -> None:
    """Write the submissions of the whole class."""
    perfect = solved()
    submissions: dict[str, tuple[str, Any]] = {
        "ada": (f"{NAME}.ipynb", perfect),
        "ben": (f"{NAME}.ipynb", blank()),
        "chen": (f"{NAME}.ipynb", solved(propagate_loop=TWO_FEATURES, propagate=COST_SIGN, predict=PROBABILITIES)),
        "dana": (f"{NAME}.ipynb", solved(propagate=NOT_PYTHON)),
        "emil": (f"{NAME}.ipynb", solved(optimize=ENDLESS)),
        "fay": (f"{NAME}.ipynb", solved(**STRANGE)),
        "gus": (f"Copy_of_{NAME}.ipynb", from_colab(perfect)),
        "hana": (f"{NAME} (1).ipynb", mangled(solved(predict=FLAT))),
        "ivo": (f"{NAME}.ipynb", json.dumps(perfect)[: len(json.dumps(perfect)) // 2]),
        "jun": (f"{NAME}.ipynb", OTHER_COURSE),
        "kim": (f"{NAME}.ipynb", {**OTHER_COURSE, "cells": []}),
        "lea": (f"{NAME}.ipynb", julia(perfect)),
    }
    for student, (file, content) in submissions.items():
        path = folder / student / NAME / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
