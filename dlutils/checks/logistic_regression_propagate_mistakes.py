"""Known mistakes of `propagate` of `logistic-regression`: wrong versions, for their hints."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import logistic
from dlutils.activations import sigmoid
from dlutils.checks.wrong import PRODUCTS, one_hint

Matrix = NDArray[Any]
Wrong = Callable[..., Any]


def _right_dw(X: Matrix, dZ: Matrix) -> Matrix:
    return X @ dZ.T / X.shape[1]


def _right_db(X: Matrix, dZ: Matrix) -> Any:
    return np.sum(dZ) / X.shape[1]


def losses(A: Matrix, Y: Matrix) -> Matrix:
    """Return the cross-entropy of every example."""
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def _right_cost(A: Matrix, Y: Matrix) -> Any:
    return np.sum(losses(A, Y)) / Y.shape[1]


def with_lines(
    *,
    forward: Callable[..., Matrix] = lambda w, b, X: sigmoid(w.T @ X + b),
    dZ: Callable[..., Matrix] = lambda A, Y: A - Y,
    dw: Wrong = _right_dw,
    db: Wrong = _right_db,
    cost: Wrong = _right_cost,
) -> Wrong:
    """Return propagate with some of its lines replaced."""

    def wrong(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
        A = forward(w, b, X)
        J = cost(A, Y)
        slope = dZ(A, Y)
        return {"dw": dw(X, slope), "db": db(X, slope)}, J

    return wrong


def _divided_by(m: Callable[[Matrix, Matrix], Any]) -> Wrong:
    """Return propagate with another number in the place of m."""

    def wrong(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
        A = sigmoid(w.T @ X + b)
        number = np.array(m(X, Y))
        return {"dw": X @ (A - Y).T / number, "db": np.sum(A - Y) / number}, np.sum(losses(A, Y)) / number

    return wrong


def _times(number: float) -> Wrong:
    """Return propagate with all results multiplied by a number."""

    def wrong(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
        grads, cost = logistic.propagate(w, b, X, Y)
        return {"dw": grads["dw"] * number, "db": grads["db"] * number}, cost * number

    return wrong


def _a_is_column(transposed: bool) -> Wrong:
    """Return propagate with A of shape (m, 1), so that A - Y is (m, m)."""

    def wrong(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
        m = X.shape[1]
        A = sigmoid(X.T @ w + b)
        dZ = A - Y
        grads = {"dw": X @ (dZ.T if transposed else dZ) / m, "db": np.sum(dZ) / m}
        return grads, np.sum(losses(A, Y)) / m

    return wrong


def _packed(pack: Callable[[dict[str, Any], float], Any]) -> Wrong:
    """Return propagate whose right results come in another form."""
    return lambda w, b, X, Y: pack(*logistic.propagate(w, b, X, Y))


def _cost_dot(dot: Wrong) -> Wrong:
    """Return a cost with one product of rows, which does not fit."""
    return lambda A, Y: -(dot(Y, np.log(A)) + dot(1 - Y, np.log(1 - A))) / Y.shape[1]


def _outer(A: Matrix, Y: Matrix) -> Matrix:
    return -(Y.T @ np.log(A) + (1 - Y).T @ np.log(1 - A)) / Y.shape[1]


PROPAGATE = (
    *one_hint("propagate.m_is_one", "eq-cost", _divided_by(lambda X, Y: 1)),
    *one_hint(
        "propagate.cost_not_summed",
        "eq-cost",
        with_lines(cost=lambda A, Y: losses(A, Y) / Y.shape[1]),
        with_lines(cost=losses),
        with_lines(cost=lambda A, Y: np.sum(losses(A, Y), axis=0) / Y.shape[1]),
        with_lines(cost=lambda A, Y: np.sum(losses(A, Y), axis=0)),
    ),
    *one_hint(
        "propagate.cost_minus_half",
        "eq-cross-entropy-loss",
        with_lines(cost=lambda A, Y: np.mean(-Y * np.log(A) + (1 - Y) * np.log(1 - A))),
    ),
    *one_hint("propagate.cost_squared", "eq-cross-entropy-loss", with_lines(cost=lambda A, Y: np.mean((A - Y) ** 2))),
    *one_hint("propagate.no_mean_dw", "eq-dw-vectorized", with_lines(dw=lambda X, dZ: X @ dZ.T)),
    *one_hint("propagate.no_mean_db", "eq-db-vectorized", with_lines(db=lambda X, dZ: np.sum(dZ))),
    *one_hint("propagate.no_mean_cost", "eq-cost", with_lines(cost=lambda A, Y: np.sum(losses(A, Y)))),
    *one_hint("propagate.m_from_rows", "eq-cost", _divided_by(lambda X, Y: X.shape[0])),
    *one_hint("propagate.m_is_size", "eq-cost", _divided_by(lambda X, Y: X.size)),
    *one_hint("propagate.m_is_shape", "eq-cost", _divided_by(lambda X, Y: X.shape), _divided_by(lambda X, Y: Y.shape)),
    *one_hint("propagate.integer_division", "eq-cost", _times(0.0)),
    *one_hint(
        "propagate.divided_twice",
        "eq-cost",
        _divided_by(lambda X, Y: Y.size**2),
        with_lines(cost=lambda A, Y: np.mean(losses(A, Y)) / Y.shape[1]),
        with_lines(dw=lambda X, dZ: _right_dw(X, dZ) / X.shape[1]),
        with_lines(db=lambda X, dZ: np.mean(dZ) / X.shape[1]),
    ),
    *one_hint("propagate.cost_sign", "eq-cross-entropy-loss", with_lines(cost=lambda A, Y: -_right_cost(A, Y))),
    *one_hint(
        "propagate.cost_only_positive",
        "eq-cross-entropy-loss",
        with_lines(cost=lambda A, Y: -np.sum(Y * np.log(A)) / Y.shape[1]),
    ),
    *one_hint(
        "propagate.cost_labels_swapped", "eq-cross-entropy-loss", with_lines(cost=lambda A, Y: _right_cost(1 - A, Y))
    ),
    *one_hint(
        "propagate.cost_log_base",
        "eq-cross-entropy-loss",
        *(with_lines(cost=lambda A, Y, base=base: _right_cost(A, Y) / math.log(base)) for base in (10, 2)),
    ),
    *one_hint(
        "propagate.cost_log_bracket",
        "eq-cross-entropy-loss",
        with_lines(cost=lambda A, Y: -np.mean(Y * np.log(A) + (1 - Y) * (1 - np.log(A)))),
        with_lines(cost=lambda A, Y: -np.mean(Y * np.log(A) + (1 - Y) * np.log(A))),
        with_lines(cost=lambda A, Y: -np.mean(Y * np.log(A) + 1 - Y * np.log(1 - A))),
    ),
    *one_hint(
        "propagate.cost_rounded",
        "eq-cost",
        *(with_lines(cost=lambda A, Y, n=n: np.round(_right_cost(A, Y), n)) for n in range(5)),
        with_lines(cost=lambda A, Y: int(_right_cost(A, Y))),
    ),
    *one_hint(
        "propagate.cost_outer", "eq-cost", with_lines(cost=_outer), with_lines(cost=lambda A, Y: np.sum(_outer(A, Y)))
    ),
    *one_hint("propagate.dz_sign", "eq-dz-vectorized", with_lines(dZ=lambda A, Y: Y - A)),
    *one_hint("propagate.dz_is_a", "eq-dz-vectorized", with_lines(dZ=lambda A, Y: A)),
    *one_hint("propagate.dz_squared", "eq-dz-vectorized", with_lines(dZ=lambda A, Y: (A - Y) * A * (1 - A))),
    *one_hint("propagate.no_bias", "eq-forward-vectorized", with_lines(forward=lambda w, b, X: sigmoid(w.T @ X))),
    *one_hint(
        "propagate.bias_outside", "eq-forward-vectorized", with_lines(forward=lambda w, b, X: sigmoid(w.T @ X) + b)
    ),
    *one_hint(
        "propagate.bias_on_x", "eq-forward-vectorized", with_lines(forward=lambda w, b, X: sigmoid(w.T @ (X + b)))
    ),
    *one_hint("propagate.no_sigmoid", "eq-forward-vectorized", with_lines(forward=lambda w, b, X: w.T @ X + b)),
    # A product that does not fit stops with the same words wherever it stands: the hint looks at all its places.
    *one_hint(
        "propagate.column_first",
        "eq-forward-vectorized",
        *(with_lines(forward=lambda w, b, X, dot=dot: sigmoid(dot(w, X) + b)) for dot in PRODUCTS),
        *(with_lines(dw=lambda X, dZ, dot=dot: dot(dZ.T, X) / X.shape[1]) for dot in PRODUCTS),
    ),
    *one_hint(
        "propagate.not_transposed",
        "eq-dw-vectorized",
        *(with_lines(dw=lambda X, dZ, dot=dot: dot(X, dZ) / X.shape[1]) for dot in PRODUCTS),
        *(with_lines(cost=_cost_dot(dot)) for dot in PRODUCTS),
    ),
    *one_hint(
        "propagate.dw_order",
        "eq-dw-vectorized",
        *(with_lines(dw=lambda X, dZ, dot=dot: dot(dZ, X) / X.shape[1]) for dot in PRODUCTS),
        *(with_lines(dw=lambda X, dZ, dot=dot: dot(X.T, dZ.T) / X.shape[1]) for dot in PRODUCTS),
    ),
    *one_hint(
        "propagate.w_elementwise", "eq-forward-vectorized", with_lines(forward=lambda w, b, X: sigmoid(w * X + b))
    ),
    *one_hint("propagate.a_is_column", "eq-forward-vectorized", _a_is_column(False), _a_is_column(True)),
    *one_hint("propagate.dw_transposed", "eq-dw-vectorized", with_lines(dw=lambda X, dZ: dZ @ X.T / X.shape[1])),
    *one_hint("propagate.dw_flat", "eq-dw-vectorized", with_lines(dw=lambda X, dZ: X @ dZ.ravel() / X.shape[1])),
    *one_hint("propagate.dw_summed", "eq-dw-vectorized", with_lines(dw=lambda X, dZ: np.sum(X * dZ) / X.shape[1])),
    *one_hint("propagate.dw_not_summed", "eq-dw-vectorized", with_lines(dw=lambda X, dZ: X * dZ / X.shape[1])),
    *one_hint(
        "propagate.db_not_summed",
        "eq-db-vectorized",
        with_lines(db=lambda X, dZ: dZ / X.shape[1]),
        with_lines(db=lambda X, dZ: dZ[0] / X.shape[1]),
        with_lines(db=lambda X, dZ: dZ),
        with_lines(db=lambda X, dZ: dZ[0]),
    ),
    *one_hint("propagate.swapped", "eq-m-examples", _packed(lambda grads, cost: (cost, grads))),
    *one_hint("propagate.three_values", "eq-m-examples", _packed(lambda grads, cost: (grads["dw"], grads["db"], cost))),
    *one_hint("propagate.grads_only", "eq-m-examples", _packed(lambda grads, cost: grads)),
    *one_hint("propagate.key_in_capitals", "eq-m-examples", _packed(lambda g, J: ({"dW": g["dw"], "db": g["db"]}, J))),
)
