"""Known mistakes of the assignment `logistic-regression`: wrong versions of its functions, for their hints."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import logistic
from dlutils.activations import sigmoid, sigmoid_derivative
from dlutils.checks.task import Mistake

Matrix = NDArray[Any]

SIGMOID = (
    Mistake("sigmoid.sign", "eq-sigmoid", lambda z: sigmoid(-np.asarray(z))),
    Mistake("sigmoid.parentheses", "eq-sigmoid", lambda z: 1 / 1 + np.exp(-z)),
    Mistake("sigmoid.minus", "eq-sigmoid", lambda z: 1 / (1 - np.exp(-z))),
    Mistake("sigmoid.no_one", "eq-sigmoid", lambda z: 1 / np.exp(-z)),
    Mistake("sigmoid.tanh", "eq-sigmoid", lambda z: np.tanh(z)),
    Mistake("sigmoid.derivative", "eq-sigmoid", sigmoid_derivative),
    Mistake("sigmoid.rounded", "eq-sigmoid", lambda z: np.round(sigmoid(z))),
    Mistake("sigmoid.math_exp", "eq-sigmoid", lambda z: 1 / (1 + math.exp(-z))),
)

INITIALIZE_WITH_ZEROS = (
    Mistake("initialize_with_zeros.flat", "eq-zero-start", lambda dim: (np.zeros(dim), 0.0)),
    Mistake("initialize_with_zeros.row", "eq-zero-start", lambda dim: (np.zeros((1, dim)), 0.0)),
    Mistake("initialize_with_zeros.ones", "eq-zero-start", lambda dim: (np.ones((dim, 1)), 1.0)),
    Mistake("initialize_with_zeros.b_is_array", "eq-zero-start", lambda dim: (np.zeros((dim, 1)), np.zeros((dim, 1)))),
    Mistake("initialize_with_zeros.swapped", "eq-zero-start", lambda dim: (0.0, np.zeros((dim, 1)))),
    Mistake("initialize_with_zeros.w_only", "eq-zero-start", lambda dim: np.zeros((dim, 1))),
)


def _right_dw(X: Matrix, dZ: Matrix) -> Matrix:
    return X @ dZ.T / X.shape[1]


def _right_db(X: Matrix, dZ: Matrix) -> Any:
    return np.sum(dZ) / X.shape[1]


def _right_cost(A: Matrix, Y: Matrix) -> Any:
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]


def _propagate_with(
    *,
    forward: Callable[..., Matrix] = lambda w, b, X: sigmoid(w.T @ X + b),
    dZ: Callable[..., Matrix] = lambda A, Y: A - Y,
    dw: Callable[..., Any] = _right_dw,
    db: Callable[..., Any] = _right_db,
    cost: Callable[..., Any] = _right_cost,
) -> Callable[..., Any]:
    """Return propagate with some of its lines replaced."""

    def wrong(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
        A = forward(w, b, X)
        slope = dZ(A, Y)
        return {"dw": dw(X, slope), "db": db(X, slope)}, cost(A, Y)

    return wrong


def _swapped(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    grads, cost = logistic.propagate(w, b, X, Y)
    return cost, grads


def _m_from_rows(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    grads, cost = logistic.propagate(w, b, X, Y)
    factor = X.shape[1] / X.shape[0]
    return {"dw": grads["dw"] * factor, "db": grads["db"] * factor}, cost * factor


def _m_is_one(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    grads, cost = logistic.propagate(w, b, X, Y)
    m = X.shape[1]
    return {"dw": grads["dw"] * m, "db": grads["db"] * m}, cost * m


def _losses(A: Matrix, Y: Matrix) -> Matrix:
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


PROPAGATE = (
    Mistake("propagate.m_is_one", "eq-cost", _m_is_one),
    Mistake("propagate.cost_not_summed", "eq-cost", _propagate_with(cost=lambda A, Y: _losses(A, Y) / Y.shape[1])),
    Mistake("propagate.cost_not_summed", "eq-cost", _propagate_with(cost=_losses)),
    Mistake(
        "propagate.cost_minus_half",
        "eq-cross-entropy-loss",
        _propagate_with(cost=lambda A, Y: np.mean(-Y * np.log(A) + (1 - Y) * np.log(1 - A))),
    ),
    Mistake(
        "propagate.cost_squared", "eq-cross-entropy-loss", _propagate_with(cost=lambda A, Y: np.mean((A - Y) ** 2))
    ),
    Mistake("propagate.no_mean_dw", "eq-dw-vectorized", _propagate_with(dw=lambda X, dZ: X @ dZ.T)),
    Mistake("propagate.no_mean_db", "eq-db-vectorized", _propagate_with(db=lambda X, dZ: np.sum(dZ))),
    Mistake(
        "propagate.no_mean_cost",
        "eq-cost",
        _propagate_with(cost=lambda A, Y: -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))),
    ),
    Mistake("propagate.m_from_rows", "eq-cost", _m_from_rows),
    Mistake("propagate.cost_sign", "eq-cross-entropy-loss", _propagate_with(cost=lambda A, Y: -_right_cost(A, Y))),
    Mistake(
        "propagate.cost_only_positive",
        "eq-cross-entropy-loss",
        _propagate_with(cost=lambda A, Y: -np.sum(Y * np.log(A)) / Y.shape[1]),
    ),
    Mistake(
        "propagate.cost_labels_swapped",
        "eq-cross-entropy-loss",
        _propagate_with(cost=lambda A, Y: _right_cost(1 - A, Y)),
    ),
    Mistake(
        "propagate.cost_log_base",
        "eq-cross-entropy-loss",
        _propagate_with(cost=lambda A, Y: _right_cost(A, Y) / math.log(10)),
    ),
    Mistake(
        "propagate.cost_log_base",
        "eq-cross-entropy-loss",
        _propagate_with(cost=lambda A, Y: _right_cost(A, Y) / math.log(2)),
    ),
    Mistake("propagate.dz_sign", "eq-dz-vectorized", _propagate_with(dZ=lambda A, Y: Y - A)),
    Mistake("propagate.dz_is_a", "eq-dz-vectorized", _propagate_with(dZ=lambda A, Y: A)),
    Mistake("propagate.dz_squared", "eq-dz-vectorized", _propagate_with(dZ=lambda A, Y: (A - Y) * A * (1 - A))),
    Mistake("propagate.no_bias", "eq-forward-vectorized", _propagate_with(forward=lambda w, b, X: sigmoid(w.T @ X))),
    Mistake("propagate.no_sigmoid", "eq-forward-vectorized", _propagate_with(forward=lambda w, b, X: w.T @ X + b)),
    Mistake(
        "propagate.w_not_transposed",
        "eq-forward-vectorized",
        _propagate_with(forward=lambda w, b, X: np.dot(w, X) + b),
    ),
    Mistake("propagate.w_not_transposed", "eq-forward-vectorized", _propagate_with(forward=lambda w, b, X: w @ X + b)),
    Mistake(
        "propagate.w_elementwise", "eq-forward-vectorized", _propagate_with(forward=lambda w, b, X: sigmoid(w * X + b))
    ),
    Mistake("propagate.dw_transposed", "eq-dw-vectorized", _propagate_with(dw=lambda X, dZ: dZ @ X.T / X.shape[1])),
    Mistake("propagate.dw_flat", "eq-dw-vectorized", _propagate_with(dw=lambda X, dZ: X @ dZ.ravel() / X.shape[1])),
    Mistake(
        "propagate.dw_not_transposed",
        "eq-dw-vectorized",
        _propagate_with(dw=lambda X, dZ: np.dot(X, dZ) / X.shape[1]),
    ),
    Mistake("propagate.dw_not_transposed", "eq-dw-vectorized", _propagate_with(dw=lambda X, dZ: X @ dZ / X.shape[1])),
    Mistake("propagate.db_not_summed", "eq-db-vectorized", _propagate_with(db=lambda X, dZ: dZ / X.shape[1])),
    Mistake("propagate.swapped", "eq-m-examples", _swapped),
)


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


def _returned_in_loop(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    m = X.shape[1]
    grads, cost = logistic.propagate(w, b, X[:, :1], Y[:, :1])
    return {"dw": grads["dw"] / m, "db": grads["db"] / m}, cost / m


def _two_features(w: Matrix, b: float, X: Matrix, Y: Matrix) -> Any:
    rest = np.arange(X.shape[0]) >= 2
    grads, cost = logistic.propagate(np.where(rest[:, None], 0, w), b, X, Y)
    return {"dw": np.where(rest[:, None], 0, grads["dw"]), "db": grads["db"]}, cost


PROPAGATE_LOOP = (
    Mistake("propagate_loop.last_example", "eq-m-examples", _last_example),
    Mistake("propagate_loop.last_example", "eq-m-examples", _last_example_undivided),
    Mistake("propagate_loop.divided_in_loop", "eq-m-examples", _divided_in_loop),
    Mistake("propagate_loop.returned_in_loop", "eq-m-examples", _returned_in_loop),
    Mistake("propagate_loop.two_features", "eq-m-examples", _two_features),
)


def _optimize_with(
    *,
    sign: float = -1.0,
    every: int = 100,
    rate: float | None = None,
    steps: Callable[[int], int] = lambda n: n,
    once: bool = False,
    move: tuple[bool, bool] = (True, True),
    costs_after: bool = False,
) -> Callable[..., Any]:
    """Return optimize with something changed."""

    def wrong(w: Matrix, b: float, X: Matrix, Y: Matrix, num: int, learning_rate: float, _print: bool = False) -> Any:
        alpha = learning_rate if rate is None else rate
        grads, cost = logistic.propagate(w, b, X, Y)
        costs = []
        for i in range(steps(num)):
            if not once:
                grads, cost = logistic.propagate(w, b, X, Y)
            if move[0]:
                w = w + sign * alpha * grads["dw"]
            if move[1]:
                b = b + sign * alpha * grads["db"]
            if i % every == 0:
                costs.append(logistic.propagate(w, b, X, Y)[1] if costs_after else cost)
        return {"w": w, "b": b}, grads, costs

    return wrong


def _counts_from_one(w: Matrix, b: float, X: Matrix, Y: Matrix, num: int, alpha: float, _print: bool = False) -> Any:
    params, grads, _ = logistic.optimize(w, b, X, Y, num, alpha)
    kept = [logistic.optimize(w, b, X, Y, i - 1, alpha)[0] for i in range(100, num + 1, 100)]
    return params, grads, [logistic.propagate(p["w"], p["b"], X, Y)[1] for p in kept]


def _first_two_only(*arguments: Any) -> Any:
    return logistic.optimize(*arguments)[:2]


OPTIMIZE = (
    Mistake("optimize.ascent", "eq-gradient-step", _optimize_with(sign=1.0)),
    Mistake("optimize.gradient_once", "eq-gradient-step", _optimize_with(once=True)),
    Mistake("optimize.b_not_updated", "eq-gradient-step", _optimize_with(move=(True, False))),
    Mistake("optimize.w_not_updated", "eq-gradient-step", _optimize_with(move=(False, True))),
    Mistake("optimize.no_learning_rate", "eq-gradient-step", _optimize_with(rate=1.0)),
    Mistake("optimize.fixed_learning_rate", "eq-gradient-step", _optimize_with(rate=0.5)),
    Mistake("optimize.fixed_learning_rate", "eq-gradient-step", _optimize_with(rate=0.009)),
    Mistake("optimize.fixed_learning_rate", "eq-gradient-step", _optimize_with(rate=0.01)),
    Mistake("optimize.one_step", "eq-gradient-step", _optimize_with(steps=lambda n: 1)),
    Mistake("optimize.step_count", "eq-gradient-step", _optimize_with(steps=lambda n: n - 1)),
    Mistake("optimize.step_count", "eq-gradient-step", _optimize_with(steps=lambda n: n + 1)),
    Mistake("optimize.fixed_steps", "eq-gradient-step", _optimize_with(steps=lambda n: 100)),
    Mistake("optimize.every_cost", "eq-cost", _optimize_with(every=1)),
    Mistake("optimize.costs_after_step", "eq-cost", _optimize_with(costs_after=True)),
    Mistake("optimize.counts_from_one", "eq-gradient-step", _counts_from_one),
    Mistake("optimize.two_values", "eq-gradient-step", _first_two_only),
)


def _no_prediction_of_test(*arguments: Any) -> Any:
    trained = dict(logistic.model(*arguments))
    return {**trained, "Y_prediction_test": trained["Y_prediction_train"]}


def _swapped_predictions(*arguments: Any) -> Any:
    trained = dict(logistic.model(*arguments))
    first, second = trained["Y_prediction_train"], trained["Y_prediction_test"]
    return {**trained, "Y_prediction_train": second, "Y_prediction_test": first}


def _untrained_predictions(X: Matrix, Y: Matrix, X_test: Matrix, Y_test: Matrix, *rest: Any) -> Any:
    trained = dict(logistic.model(X, Y, X_test, Y_test, *rest))
    zeros = {"Y_prediction_train": np.zeros(Y.shape), "Y_prediction_test": np.zeros(Y_test.shape)}
    return {**trained, "w": np.zeros_like(trained["w"]), "b": 0.0, **zeros}


def _model_of(num: int | None = None, rate: float | None = None) -> Callable[..., Any]:
    """Return model with a fixed number of steps or a fixed learning rate."""

    def wrong(X: Matrix, Y: Matrix, X_test: Matrix, Y_test: Matrix, n: int, alpha: float, _print: bool = False) -> Any:
        return dict(logistic.model(X, Y, X_test, Y_test, num or n, rate or alpha))

    return wrong


def _trained_on_test(
    X: Matrix, Y: Matrix, X_test: Matrix, Y_test: Matrix, n: int, alpha: float, _p: bool = False
) -> Any:
    trained = dict(logistic.model(X_test, Y_test, X, Y, n, alpha))
    first, second = trained["Y_prediction_train"], trained["Y_prediction_test"]
    return {**trained, "Y_prediction_train": second, "Y_prediction_test": first}


def _predict_with(rule: Callable[[Matrix], Any], bias: bool = True) -> Callable[..., Any]:
    """Return predict with another rule, or without its bias."""
    return lambda w, b, X: rule(w.T @ X + (b if bias else 0.0))


def _step(Z: Matrix) -> Matrix:
    return (Z > 0).astype(float)


PREDICT = (
    Mistake("predict.probabilities", "eq-predict", _predict_with(sigmoid)),
    Mistake("predict.inverted", "eq-predict", _predict_with(lambda Z: 1 - _step(Z))),
    Mistake("predict.threshold_zero", "eq-predict", _predict_with(lambda Z: np.ones_like(Z))),
    Mistake("predict.threshold_on_z", "eq-predict", _predict_with(lambda Z: (Z > 0.5).astype(float))),
    Mistake("predict.signs", "eq-predict", _predict_with(np.sign)),
    Mistake("predict.flat", "eq-predict", _predict_with(lambda Z: _step(Z).ravel())),
    Mistake("predict.always_zero", "eq-predict", _predict_with(np.zeros_like)),
    Mistake("predict.no_bias", "eq-predict", _predict_with(_step, bias=False)),
)

MODEL = (
    Mistake("model.trained_on_test", "eq-gradient-step", _trained_on_test),
    Mistake("model.fixed_learning_rate", "eq-gradient-step", _model_of(rate=0.5)),
    Mistake("model.fixed_learning_rate", "eq-gradient-step", _model_of(rate=0.009)),
    Mistake("model.fixed_steps", "eq-gradient-step", _model_of(num=2000)),
    Mistake("model.fixed_steps", "eq-gradient-step", _model_of(num=100)),
    Mistake("model.untrained", "eq-predict", _untrained_predictions),
    Mistake("model.swapped_predictions", "eq-predict", _swapped_predictions),
    Mistake("model.test_is_train", "eq-predict", _no_prediction_of_test),
)
