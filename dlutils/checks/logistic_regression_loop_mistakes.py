"""Known mistakes of `propagate_loop` of `logistic-regression`: those of a loop, then those of the vectorized form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import logistic
from dlutils.activations import sigmoid
from dlutils.checks.logistic_regression_propagate_mistakes import PROPAGATE, losses, with_lines
from dlutils.checks.wrong import one_hint

Matrix = NDArray[Any]
Wrong = Callable[..., Any]


def _first_example(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    m = X.shape[1]
    grads, cost = logistic.propagate(w, b, X[:, :1], Y[:, :1])
    return {"dw": grads["dw"] / m, "db": grads["db"] / m}, cost / m


def _first_example_alone(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    return logistic.propagate(w, b, X[:, :1], Y[:, :1])


def _last_example(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    m = X.shape[1]
    grads, cost = logistic.propagate(w, b, X[:, -1:], Y[:, -1:])
    return {"dw": grads["dw"] / m, "db": grads["db"] / m}, cost / m


def _last_example_undivided(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    return logistic.propagate(w, b, X[:, -1:], Y[:, -1:])


def _divided_in_loop(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    m = X.shape[1]
    dw, db, J = np.zeros_like(w), 0.0, 0.0
    for i in range(m):
        grads, loss = logistic.propagate(w, b, X[:, [i]], Y[:, [i]])
        dw, db, J = (dw + grads["dw"]) / m, (db + grads["db"]) / m, (J + loss) / m
    return {"dw": dw, "db": db}, J


def _features(chosen: Callable[[Any], Any]) -> Wrong:
    """Return propagate that uses some of the features only."""

    def wrong(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
        used = chosen(np.arange(X.shape[0])[:, None])
        grads, cost = logistic.propagate(np.where(used, w, 0), b, X, Y)
        return {"dw": np.where(used, grads["dw"], 0), "db": grads["db"]}, cost

    return wrong


def _examples(chosen: Callable[[Matrix], Matrix], divisor: Callable[[Matrix], int]) -> Wrong:
    """Return propagate that uses some of the examples only."""

    def wrong(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
        A = sigmoid(w.T @ chosen(X) + b)
        dZ, m = A - chosen(Y)[:, : A.shape[1]], divisor(X)
        return {"dw": chosen(X) @ dZ.T / m, "db": np.sum(dZ) / m}, np.sum(losses(A, A - dZ)) / m

    return wrong


def _rows_as_examples(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    n_x = X.shape[0]
    return logistic.propagate(w, b, X[:, :n_x], Y[:, :n_x])


def _sum_goes_on(bias_each: bool) -> Callable[..., Matrix]:
    """Return Z whose sum is not started anew for each example."""
    return lambda w, b, X: sigmoid(np.cumsum(w.T @ X + (b if bias_each else 0), axis=1) + (0 if bias_each else b))


def _indices_swapped(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    return [X[i, j] for i in range(X.shape[1]) for j in range(X.shape[0])]


WITHOUT_MATRIX = {
    f"propagate.{name}"
    for name in (
        "bias_outside",
        "db_not_summed",
        "dw_flat",
        "dw_summed",
        "dw_transposed",
        "dz_is_a",
        "no_bias",
        "no_sigmoid",
    )
}
PROPAGATE_LOOP = (
    *one_hint("propagate_loop.last_example", "eq-m-examples", _last_example, _last_example_undivided),
    *one_hint("propagate_loop.divided_in_loop", "eq-m-examples", _divided_in_loop),
    *one_hint("propagate_loop.returned_in_loop", "eq-m-examples", _first_example, _first_example_alone),
    *one_hint("propagate_loop.two_features", "eq-m-examples", _features(lambda j: j < 2)),
    *one_hint(
        "propagate_loop.one_feature_short",
        "eq-m-examples",
        _features(lambda j: j < j.max()),
        _features(lambda j: j > 0),
    ),
    *one_hint(
        "propagate_loop.one_example_short",
        "eq-m-examples",
        _examples(lambda X: X[:, :-1], lambda X: X.shape[1]),
        _examples(lambda X: X[:, 1:], lambda X: X.shape[1]),
    ),
    *one_hint("propagate_loop.rows_as_examples", "eq-m-examples", _rows_as_examples),
    *one_hint("propagate_loop.indices_swapped", "eq-m-examples", _indices_swapped),
    *one_hint(
        "propagate_loop.z_goes_on",
        "eq-m-examples",
        with_lines(forward=_sum_goes_on(False)),
        with_lines(forward=_sum_goes_on(True)),
    ),
    *one_hint(
        "propagate_loop.bias_in_inner_loop",
        "eq-m-examples",
        with_lines(forward=lambda w, b, X: sigmoid(w.T @ X + X.shape[0] * b)),
        with_lines(forward=lambda w, b, X: sigmoid(w.T @ X + (X.shape[0] + 1) * b)),
    ),
    # The mistakes of the vectorized form follow; some need other words where there is no matrix.
    *(
        replace(one, key=one.key.replace("propagate.", "propagate_loop.")) if one.key in WITHOUT_MATRIX else one
        for one in PROPAGATE
    ),
)
