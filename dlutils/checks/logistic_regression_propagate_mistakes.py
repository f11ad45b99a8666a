"""Known mistakes of `propagate` and `propagate_loop` of `logistic-regression`: wrong versions, for their hints."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import logistic
from dlutils.activations import sigmoid
from dlutils.checks.task import Mistake

Matrix = NDArray[Any]
Wrong = Callable[..., Any]

# Two ways to write a product: where the shapes do not fit, they stop with different words.
PRODUCTS: tuple[Wrong, ...] = (np.dot, np.matmul)


def known(key: str, equation: str, *wrong: Wrong) -> tuple[Mistake, ...]:
    """Return one entry for each wrong version that the same hint explains."""
    return tuple(Mistake(key, f"eq-{equation}", version) for version in wrong)


# ---- propagate -------------------------------------------------------------------------------------------------


def _right_dw(X: Matrix, dZ: Matrix) -> Matrix:
    return X @ dZ.T / X.shape[1]


def _right_db(X: Matrix, dZ: Matrix) -> Any:
    return np.sum(dZ) / X.shape[1]


def _losses(A: Matrix, Y: Matrix) -> Matrix:
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def _right_cost(A: Matrix, Y: Matrix) -> Any:
    return np.sum(_losses(A, Y)) / Y.shape[1]


def _with(
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
        return {"dw": X @ (A - Y).T / number, "db": np.sum(A - Y) / number}, np.sum(_losses(A, Y)) / number

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
        return grads, np.sum(_losses(A, Y)) / m

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
    *known("propagate.m_is_one", "cost", _divided_by(lambda X, Y: 1)),
    *known(
        "propagate.cost_not_summed",
        "cost",
        _with(cost=lambda A, Y: _losses(A, Y) / Y.shape[1]),
        _with(cost=_losses),
        _with(cost=lambda A, Y: np.sum(_losses(A, Y), axis=0) / Y.shape[1]),
        _with(cost=lambda A, Y: np.sum(_losses(A, Y), axis=0)),
    ),
    *known(
        "propagate.cost_minus_half",
        "cross-entropy-loss",
        _with(cost=lambda A, Y: np.mean(-Y * np.log(A) + (1 - Y) * np.log(1 - A))),
    ),
    *known("propagate.cost_squared", "cross-entropy-loss", _with(cost=lambda A, Y: np.mean((A - Y) ** 2))),
    *known("propagate.no_mean_dw", "dw-vectorized", _with(dw=lambda X, dZ: X @ dZ.T)),
    *known("propagate.no_mean_db", "db-vectorized", _with(db=lambda X, dZ: np.sum(dZ))),
    *known("propagate.no_mean_cost", "cost", _with(cost=lambda A, Y: np.sum(_losses(A, Y)))),
    *known("propagate.m_from_rows", "cost", _divided_by(lambda X, Y: X.shape[0])),
    *known("propagate.m_is_size", "cost", _divided_by(lambda X, Y: X.size)),
    *known("propagate.m_is_shape", "cost", _divided_by(lambda X, Y: X.shape), _divided_by(lambda X, Y: Y.shape)),
    *known("propagate.integer_division", "cost", _times(0.0)),
    *known(
        "propagate.divided_twice",
        "cost",
        _divided_by(lambda X, Y: Y.size**2),
        _with(cost=lambda A, Y: np.mean(_losses(A, Y)) / Y.shape[1]),
        _with(dw=lambda X, dZ: _right_dw(X, dZ) / X.shape[1]),
        _with(db=lambda X, dZ: np.mean(dZ) / X.shape[1]),
    ),
    *known("propagate.cost_sign", "cross-entropy-loss", _with(cost=lambda A, Y: -_right_cost(A, Y))),
    *known(
        "propagate.cost_only_positive",
        "cross-entropy-loss",
        _with(cost=lambda A, Y: -np.sum(Y * np.log(A)) / Y.shape[1]),
    ),
    *known("propagate.cost_labels_swapped", "cross-entropy-loss", _with(cost=lambda A, Y: _right_cost(1 - A, Y))),
    *known(
        "propagate.cost_log_base",
        "cross-entropy-loss",
        *(_with(cost=lambda A, Y, base=base: _right_cost(A, Y) / math.log(base)) for base in (10, 2)),
    ),
    *known(
        "propagate.cost_log_bracket",
        "cross-entropy-loss",
        _with(cost=lambda A, Y: -np.mean(Y * np.log(A) + (1 - Y) * (1 - np.log(A)))),
        _with(cost=lambda A, Y: -np.mean(Y * np.log(A) + (1 - Y) * np.log(A))),
        _with(cost=lambda A, Y: -np.mean(Y * np.log(A) + 1 - Y * np.log(1 - A))),
    ),
    *known(
        "propagate.cost_rounded",
        "cost",
        *(_with(cost=lambda A, Y, n=n: np.round(_right_cost(A, Y), n)) for n in range(5)),
        _with(cost=lambda A, Y: int(_right_cost(A, Y))),
    ),
    *known("propagate.cost_outer", "cost", _with(cost=_outer), _with(cost=lambda A, Y: np.sum(_outer(A, Y)))),
    *known("propagate.dz_sign", "dz-vectorized", _with(dZ=lambda A, Y: Y - A)),
    *known("propagate.dz_is_a", "dz-vectorized", _with(dZ=lambda A, Y: A)),
    *known("propagate.dz_squared", "dz-vectorized", _with(dZ=lambda A, Y: (A - Y) * A * (1 - A))),
    *known("propagate.no_bias", "forward-vectorized", _with(forward=lambda w, b, X: sigmoid(w.T @ X))),
    *known("propagate.bias_outside", "forward-vectorized", _with(forward=lambda w, b, X: sigmoid(w.T @ X) + b)),
    *known("propagate.bias_on_x", "forward-vectorized", _with(forward=lambda w, b, X: sigmoid(w.T @ (X + b)))),
    *known("propagate.no_sigmoid", "forward-vectorized", _with(forward=lambda w, b, X: w.T @ X + b)),
    # A product that does not fit stops with the same words wherever it stands: the hint looks at all its places.
    *known(
        "propagate.column_first",
        "forward-vectorized",
        *(_with(forward=lambda w, b, X, dot=dot: sigmoid(dot(w, X) + b)) for dot in PRODUCTS),
        *(_with(dw=lambda X, dZ, dot=dot: dot(dZ.T, X) / X.shape[1]) for dot in PRODUCTS),
    ),
    *known(
        "propagate.not_transposed",
        "dw-vectorized",
        *(_with(dw=lambda X, dZ, dot=dot: dot(X, dZ) / X.shape[1]) for dot in PRODUCTS),
        *(_with(cost=_cost_dot(dot)) for dot in PRODUCTS),
    ),
    *known(
        "propagate.dw_order",
        "dw-vectorized",
        *(_with(dw=lambda X, dZ, dot=dot: dot(dZ, X) / X.shape[1]) for dot in PRODUCTS),
        *(_with(dw=lambda X, dZ, dot=dot: dot(X.T, dZ.T) / X.shape[1]) for dot in PRODUCTS),
    ),
    *known("propagate.w_elementwise", "forward-vectorized", _with(forward=lambda w, b, X: sigmoid(w * X + b))),
    *known("propagate.a_is_column", "forward-vectorized", _a_is_column(False), _a_is_column(True)),
    *known("propagate.dw_transposed", "dw-vectorized", _with(dw=lambda X, dZ: dZ @ X.T / X.shape[1])),
    *known("propagate.dw_flat", "dw-vectorized", _with(dw=lambda X, dZ: X @ dZ.ravel() / X.shape[1])),
    *known("propagate.dw_summed", "dw-vectorized", _with(dw=lambda X, dZ: np.sum(X * dZ) / X.shape[1])),
    *known("propagate.dw_not_summed", "dw-vectorized", _with(dw=lambda X, dZ: X * dZ / X.shape[1])),
    *known(
        "propagate.db_not_summed",
        "db-vectorized",
        _with(db=lambda X, dZ: dZ / X.shape[1]),
        _with(db=lambda X, dZ: dZ[0] / X.shape[1]),
        _with(db=lambda X, dZ: dZ),
        _with(db=lambda X, dZ: dZ[0]),
    ),
    *known("propagate.swapped", "m-examples", _packed(lambda grads, cost: (cost, grads))),
    *known("propagate.three_values", "m-examples", _packed(lambda grads, cost: (grads["dw"], grads["db"], cost))),
    *known("propagate.grads_only", "m-examples", _packed(lambda grads, cost: grads)),
    *known("propagate.key_in_capitals", "m-examples", _packed(lambda g, J: ({"dW": g["dw"], "db": g["db"]}, J))),
)

# ---- propagate_loop --------------------------------------------------------------------------------------------


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
        return {"dw": chosen(X) @ dZ.T / m, "db": np.sum(dZ) / m}, np.sum(_losses(A, A - dZ)) / m

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
    *known("propagate_loop.last_example", "m-examples", _last_example, _last_example_undivided),
    *known("propagate_loop.divided_in_loop", "m-examples", _divided_in_loop),
    *known("propagate_loop.returned_in_loop", "m-examples", _first_example, _first_example_alone),
    *known("propagate_loop.two_features", "m-examples", _features(lambda j: j < 2)),
    *known(
        "propagate_loop.one_feature_short", "m-examples", _features(lambda j: j < j.max()), _features(lambda j: j > 0)
    ),
    *known(
        "propagate_loop.one_example_short",
        "m-examples",
        _examples(lambda X: X[:, :-1], lambda X: X.shape[1]),
        _examples(lambda X: X[:, 1:], lambda X: X.shape[1]),
    ),
    *known("propagate_loop.rows_as_examples", "m-examples", _rows_as_examples),
    *known("propagate_loop.indices_swapped", "m-examples", _indices_swapped),
    *known(
        "propagate_loop.z_goes_on",
        "m-examples",
        _with(forward=_sum_goes_on(False)),
        _with(forward=_sum_goes_on(True)),
    ),
    *known(
        "propagate_loop.bias_in_inner_loop",
        "m-examples",
        _with(forward=lambda w, b, X: sigmoid(w.T @ X + X.shape[0] * b)),
        _with(forward=lambda w, b, X: sigmoid(w.T @ X + (X.shape[0] + 1) * b)),
    ),
    # The mistakes of the vectorized form follow; some need other words where there is no matrix.
    *(
        replace(one, key=one.key.replace("propagate.", "propagate_loop.")) if one.key in WITHOUT_MATRIX else one
        for one in PROPAGATE
    ),
)
