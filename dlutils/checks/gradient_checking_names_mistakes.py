"""Known mistakes of the assignment `gradient-checking`, third part: which gradients are wrong, and the cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.gradient_checking_mistakes import (
    CENTRAL,
    ERROR,
    LIMIT,
    Grads,
    compare_all,
    measure,
    norm,
    wrong_names,
)
from dlutils.checks.task import Mistake
from dlutils.gradient_check import relative_error
from dlutils.planted import CASES, case_network

Matrix = NDArray[Any]
BACKWARD = "eq-linear-backward"

# ---- wrong_gradients ---------------------------------------------------------------------------------------------


def _names_where(wrong: Callable[[Matrix, Matrix], Any], epsilon_used: float | None = None) -> Callable[..., list[str]]:
    """Return wrong_gradients with another rule for one gradient and its measured slopes."""

    def names(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> list[str]:
        measured = measure(parameters, X, Y, epsilon_used or epsilon)
        return [name for name in measured if wrong(gradients[name], measured[name])]

    return names


def _changed(change: Callable[[list[str], list[str]], Any]) -> Callable[..., Any]:
    """Return wrong_gradients whose list is changed; `change` gets it, and all names."""

    def names(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
        return change(wrong_names(parameters, gradients, X, Y, epsilon), [f"d{name}" for name in parameters])

    return names


def _worst(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> list[str]:
    measured = measure(parameters, X, Y, epsilon)
    return [max(measured, key=lambda name: relative_error(gradients[name], measured[name]))]


def _table_of_errors(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
    measured = measure(parameters, X, Y, epsilon)
    return {name: relative_error(gradients[name], measured[name]) for name in measured}


def _each_entry(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> list[str]:
    measured = measure(parameters, X, Y, epsilon)
    pairs = ((name, pair) for name in measured for pair in zip(gradients[name].flat, measured[name].flat, strict=True))
    return [name for name, (g, a) in pairs if relative_error(g, a) > LIMIT]


def _all_or_nothing(
    parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float
) -> list[str]:
    measured, difference = compare_all(parameters, gradients, X, Y, epsilon)
    return list(measured) if difference > LIMIT else []


WRONG_GRADIENTS = (
    Mistake("wrong_gradients.all_or_nothing", ERROR, _all_or_nothing),
    Mistake("wrong_gradients.right_ones", ERROR, _changed(lambda names, known: [n for n in known if n not in names])),
    Mistake("wrong_gradients.without_d", ERROR, _changed(lambda names, known: [name[1:] for name in names])),
    Mistake("wrong_gradients.only_weights", ERROR, _changed(lambda names, known: [n for n in names if n[1] == "W"])),
    Mistake("wrong_gradients.first_layer", ERROR, _changed(lambda names, known: [n for n in names if n[2:] == "1"])),
    Mistake(
        "wrong_gradients.last_layer", ERROR, _changed(lambda names, known: [n for n in names if n[2:] != known[-1][2:]])
    ),
    Mistake("wrong_gradients.first_found", ERROR, _changed(lambda names, known: [n for n in known if n in names][:1])),
    Mistake("wrong_gradients.table", ERROR, _changed(lambda names, known: {n: n in names for n in known})),
    Mistake("wrong_gradients.table", ERROR, _changed(lambda names, known: [n in names for n in known])),
    Mistake("wrong_gradients.table", ERROR, _table_of_errors),
    Mistake("wrong_gradients.text", ERROR, _changed(lambda names, known: ", ".join(names))),
    Mistake("wrong_gradients.each_entry", ERROR, _each_entry),
    Mistake("wrong_gradients.worst", ERROR, _worst),
    Mistake("wrong_gradients.first_entry", ERROR, _names_where(lambda g, a: relative_error(g[0, 0], a[0, 0]) > LIMIT)),
    Mistake("wrong_gradients.too_strict", ERROR, _names_where(lambda g, a: (g != a).any())),
    Mistake("wrong_gradients.too_loose", ERROR, _names_where(lambda g, a: relative_error(g, a) > 0.1)),
    Mistake("wrong_gradients.too_loose", ERROR, _names_where(lambda g, a: relative_error(g, a) > 0.5)),
    Mistake("wrong_gradients.distance", ERROR, _names_where(lambda g, a: norm(g - a) > LIMIT)),
    Mistake("wrong_gradients.distance", ERROR, _names_where(lambda g, a: np.max(abs(g - a)) > LIMIT)),
    Mistake("wrong_gradients.lengths", ERROR, _names_where(lambda g, a: relative_error(norm(g), norm(a)) > LIMIT)),
    Mistake("wrong_gradients.lengths", ERROR, _names_where(lambda g, a: relative_error(abs(g), abs(a)) > LIMIT)),
    Mistake("wrong_gradients.summed", ERROR, _names_where(lambda g, a: relative_error(g.sum(), a.sum()) > LIMIT)),
    Mistake("wrong_gradients.epsilon_fixed", CENTRAL, _names_where(lambda g, a: relative_error(g, a) > LIMIT, 1e-7)),
)

# ---- the planted cases -------------------------------------------------------------------------------------------


def case_names(change: Callable[[list[str], list[str]], Any] = lambda names, known: names) -> dict[str, Any]:
    """Return for each case the gradients that it gets wrong; `change` may spoil the list, given all names."""
    parameters, X, Y = case_network()
    known = sorted(f"d{name}" for name in parameters)
    names = {case: wrong_names(parameters, backward(parameters, X, Y), X, Y, 1e-6) for case, backward in CASES.items()}
    return {case: change(found, known) for case, found in names.items()}


def _source(names: list[str], known: list[str]) -> list[str]:
    return [name for name in names if name[2:] == max(n[2:] for n in names)]


DIAGNOSIS = tuple(
    Mistake(f"diagnosis.{key}", BACKWARD, lambda change=change: case_names(change))
    for key, change in (
        ("too_strict", lambda names, known: known),
        ("all_or_nothing", lambda names, known: known if names else []),
        ("source_only", _source),
        ("text", lambda names, known: ", ".join(names)),
        ("without_d", lambda names, known: [name[1:] for name in names]),
        ("right_ones", lambda names, known: [name for name in known if name not in names]),
        ("first_only", lambda names, known: names[:1]),
        ("weights_only", lambda names, known: [name for name in names if name[1] == "W"]),
    )
)

# Which suspect of the notebook's list is behind each case.
SUSPECTS = range(1, 11)
CULPRITS = {"A": 2, "B": 6, "C": 1, "D": 4, "E": 8, "F": 3, "G": 7, "H": 9}

CAUSES = tuple(
    Mistake(f"causes.{case}", BACKWARD, lambda case=case, suspect=suspect: {**CULPRITS, case: suspect})
    for case, culprit in CULPRITS.items()
    for suspect in SUSPECTS
    if suspect != culprit
)
