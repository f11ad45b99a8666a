"""Known mistakes of the assignment `logistic-regression`: wrong versions, for their hints.

Those of `propagate` and `propagate_loop` stand in a module of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import logistic
from dlutils.activations import sigmoid, sigmoid_derivative
from dlutils.checks.task import Mistake
from dlutils.checks.wrong import PRODUCTS, one_hint

Matrix = NDArray[Any]
Wrong = Callable[..., Any]

FIXED_RATES = (0.5, 0.01, 0.009, 0.005, 0.001)  # those that learners type in

SIGMOID = (
    Mistake("sigmoid.sign", "eq-sigmoid", lambda z: sigmoid(-np.asarray(z))),
    Mistake("sigmoid.parentheses", "eq-sigmoid", lambda z: 1 / 1 + np.exp(-z)),
    Mistake("sigmoid.minus", "eq-sigmoid", lambda z: 1 / (1 - np.exp(-z))),
    Mistake("sigmoid.no_one", "eq-sigmoid", lambda z: 1 / np.exp(-z)),
    Mistake("sigmoid.exp_alone", "eq-sigmoid", lambda z: np.exp(-z)),
    Mistake("sigmoid.overflow", "eq-sigmoid", lambda z: np.exp(z) / (1 + np.exp(z))),
    Mistake("sigmoid.tanh", "eq-sigmoid", lambda z: np.tanh(z)),
    Mistake("sigmoid.derivative", "eq-sigmoid", sigmoid_derivative),
    Mistake("sigmoid.rounded", "eq-sigmoid", lambda z: np.round(sigmoid(z))),
    Mistake("sigmoid.math_exp", "eq-sigmoid", lambda z: 1 / (1 + math.exp(-z))),
)

INITIALIZE_WITH_ZEROS = (
    Mistake("initialize_with_zeros.flat", "eq-zero-start", lambda dim: (np.zeros(dim), 0.0)),
    Mistake("initialize_with_zeros.row", "eq-zero-start", lambda dim: (np.zeros((1, dim)), 0.0)),
    Mistake("initialize_with_zeros.square", "eq-zero-start", lambda dim: (np.zeros((dim, dim)), 0.0)),
    Mistake("initialize_with_zeros.no_brackets", "eq-zero-start", lambda dim: (np.zeros(dim, 1), 0.0)),  # type: ignore[call-overload]
    Mistake("initialize_with_zeros.ones", "eq-zero-start", lambda dim: (np.ones((dim, 1)), 1.0)),
    Mistake("initialize_with_zeros.b_is_array", "eq-zero-start", lambda dim: (np.zeros((dim, 1)), np.zeros((dim, 1)))),
    Mistake("initialize_with_zeros.dictionary", "eq-zero-start", lambda dim: {"w": np.zeros((dim, 1)), "b": 0.0}),
    Mistake("initialize_with_zeros.swapped", "eq-zero-start", lambda dim: (0.0, np.zeros((dim, 1)))),
    Mistake("initialize_with_zeros.w_only", "eq-zero-start", lambda dim: np.zeros((dim, 1))),
)


# ---- optimize --------------------------------------------------------------------------------------------------


def _optimize_with(
    *,
    sign: float = -1.0,
    keep: Callable[[int, int], Any] = lambda i, n: i % 100 == 0,
    rate: float | None = None,
    steps: Callable[..., int] = lambda n: n,
    once: bool = False,
    move: tuple[bool, bool] = (True, True),
    costs_after: bool = False,
    db_after: bool = False,
) -> Wrong:
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
            if db_after:
                grads = logistic.propagate(w, b, X, Y)[0]
            if move[1]:
                b = b + sign * alpha * grads["db"]
            if keep(i, num):
                costs.append(logistic.propagate(w, b, X, Y)[1] if costs_after else cost)
        return {"w": w, "b": b}, grads, costs

    return wrong


def _counts_from_one(w: Matrix, b: float, X: Matrix, Y: Matrix, num: int, alpha: float, _print: bool = False) -> Any:
    params, grads, _ = logistic.optimize(w, b, X, Y, num, alpha)
    kept = [logistic.optimize(w, b, X, Y, i - 1, alpha)[0] for i in range(100, num + 1, 100)]
    return params, grads, [logistic.propagate(p["w"], p["b"], X, Y)[1] for p in kept]


def _start_returned(w: Matrix, b: float, *rest: Any) -> Any:
    _, grads, costs = logistic.optimize(w, b, *rest)
    return {"w": w, "b": b}, grads, costs


def _grads_after_step(w: Matrix, b: float, X: Matrix, Y: Matrix, *rest: Any) -> Any:
    params, _, costs = logistic.optimize(w, b, X, Y, *rest)
    return params, logistic.propagate(params["w"], params["b"], X, Y)[0], costs


def _optimize_values(*chosen: int) -> Wrong:
    """Return optimize that returns some of its three values only."""
    return lambda *arguments: tuple(logistic.optimize(*arguments)[i] for i in chosen)


OPTIMIZE = (
    *one_hint("optimize.ascent", "eq-gradient-step", _optimize_with(sign=1.0)),
    *one_hint("optimize.gradient_once", "eq-gradient-step", _optimize_with(once=True)),
    *one_hint("optimize.b_not_updated", "eq-gradient-step", _optimize_with(move=(True, False))),
    *one_hint("optimize.w_not_updated", "eq-gradient-step", _optimize_with(move=(False, True))),
    *one_hint("optimize.start_returned", "eq-gradient-step", _start_returned),
    *one_hint("optimize.b_after_w", "eq-gradient-step", _optimize_with(db_after=True)),
    *one_hint("optimize.grads_after_step", "eq-gradient-step", _grads_after_step),
    *one_hint("optimize.no_learning_rate", "eq-gradient-step", _optimize_with(rate=1.0)),
    *one_hint("optimize.fixed_learning_rate", "eq-gradient-step", *(_optimize_with(rate=rate) for rate in FIXED_RATES)),
    *one_hint("optimize.one_step", "eq-gradient-step", _optimize_with(steps=lambda n: 1)),
    *one_hint(
        "optimize.step_count",
        "eq-gradient-step",
        _optimize_with(steps=lambda n: n - 1),
        _optimize_with(steps=lambda n: n + 1),
    ),
    *one_hint(
        "optimize.fixed_steps", "eq-gradient-step", *(_optimize_with(steps=lambda n, k=k: k) for k in (100, 1000, 2000))
    ),
    *one_hint("optimize.every_cost", "eq-cost", _optimize_with(keep=lambda i, n: True)),
    *one_hint("optimize.no_costs", "eq-cost", _optimize_with(keep=lambda i, n: False)),
    *one_hint("optimize.last_cost_only", "eq-cost", _optimize_with(keep=lambda i, n: i == n - 1)),
    *one_hint("optimize.costs_inverted", "eq-cost", _optimize_with(keep=lambda i, n: i % 100)),
    *one_hint("optimize.first_cost_left_out", "eq-cost", _optimize_with(keep=lambda i, n: i > 0 and i % 100 == 0)),
    *one_hint("optimize.costs_after_step", "eq-cost", _optimize_with(costs_after=True)),
    *one_hint("optimize.counts_from_one", "eq-gradient-step", _counts_from_one),
    *one_hint("optimize.two_values", "eq-gradient-step", _optimize_values(0, 1), _optimize_values(0, 2)),
)

# ---- predict and model -----------------------------------------------------------------------------------------


def _no_prediction_of_test(*arguments: Any) -> Any:
    trained = dict(logistic.model(*arguments))
    return {**trained, "Y_prediction_test": trained["Y_prediction_train"]}


def _swapped_predictions(*arguments: Any) -> Any:
    trained = dict(logistic.model(*arguments))
    first, second = trained["Y_prediction_train"], trained["Y_prediction_test"]
    return {**trained, "Y_prediction_train": second, "Y_prediction_test": first}


def _predicted_with_zeros(X: Matrix, Y: Matrix, X_test: Matrix, Y_test: Matrix, *rest: Any) -> Any:
    trained = dict(logistic.model(X, Y, X_test, Y_test, *rest))
    return {**trained, "Y_prediction_train": np.zeros(Y.shape), "Y_prediction_test": np.zeros(Y_test.shape)}


def _untrained_predictions(X: Matrix, Y: Matrix, X_test: Matrix, Y_test: Matrix, *rest: Any) -> Any:
    trained = dict(logistic.model(X, Y, X_test, Y_test, *rest))
    zeros = {"Y_prediction_train": np.zeros(Y.shape), "Y_prediction_test": np.zeros(Y_test.shape)}
    return {**trained, "w": np.zeros_like(trained["w"]), "b": 0.0, **zeros}


def _model_of(num: int | None = None, rate: float | None = None) -> Wrong:
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


def _predict_with(rule: Callable[[Matrix], Any], bias: bool = True) -> Wrong:
    """Return predict with another rule, or without its bias."""
    return lambda w, b, X: rule(w.T @ X + (b if bias else 0.0))


def _predict_some(count: Callable[[Matrix], int]) -> Wrong:
    """Return predict that fills in the first labels only; the others stay 0."""

    def wrong(w: Matrix, b: float, X: Matrix) -> Any:
        labels = logistic.predict(w, b, X)
        labels[:, count(X) :] = 0
        return labels

    return wrong


def _dim_from_columns(product: Wrong) -> Wrong:
    """Return model with as many weights as examples, which stops at the first product."""
    return lambda X, *_: product(np.zeros((X.shape[1], 1)).T, X)


def _step(Z: Matrix) -> Matrix:
    return (Z > 0).astype(float)


PREDICT = (
    *one_hint("predict.probabilities", "eq-predict", _predict_with(sigmoid)),
    *one_hint("predict.inverted", "eq-predict", _predict_with(lambda Z: 1 - _step(Z))),
    *one_hint("predict.threshold_zero", "eq-predict", _predict_with(lambda Z: np.ones_like(Z))),
    *one_hint("predict.threshold_on_z", "eq-predict", _predict_with(lambda Z: (Z > 0.5).astype(float))),
    *one_hint("predict.signs", "eq-predict", _predict_with(np.sign)),
    *one_hint("predict.flat", "eq-predict", _predict_with(lambda Z: _step(Z).ravel())),
    *one_hint("predict.column", "eq-predict", _predict_with(lambda Z: _step(Z).T)),
    *one_hint(
        "predict.list",
        "eq-predict",
        _predict_with(lambda Z: _step(Z)[0].tolist()),
        _predict_with(lambda Z: _step(Z).tolist()),
    ),
    *one_hint("predict.always_zero", "eq-predict", _predict_with(np.zeros_like)),
    *one_hint("predict.first_only", "eq-predict", _predict_some(lambda X: 1)),
    *one_hint("predict.m_from_rows", "eq-predict", _predict_some(lambda X: X.shape[0])),
    *one_hint("predict.where_alone", "eq-predict", _predict_with(lambda Z: np.where(Z > 0))),
    *one_hint("predict.no_bias", "eq-predict", _predict_with(_step, bias=False)),
    *one_hint("predict.w_not_transposed", "eq-predict", *(lambda w, b, X, dot=dot: dot(w, X) + b for dot in PRODUCTS)),
)

MODEL = (
    *one_hint("model.trained_on_test", "eq-gradient-step", _trained_on_test),
    *one_hint("model.fixed_learning_rate", "eq-gradient-step", *(_model_of(rate=rate) for rate in FIXED_RATES)),
    *one_hint("model.fixed_steps", "eq-gradient-step", *(_model_of(num=num) for num in (2000, 1000, 100))),
    *one_hint("model.untrained", "eq-predict", _untrained_predictions, _predicted_with_zeros),
    *one_hint("model.swapped_predictions", "eq-predict", _swapped_predictions),
    *one_hint("model.test_is_train", "eq-predict", _no_prediction_of_test),
    *one_hint("model.dim_from_columns", "eq-zero-start", *(_dim_from_columns(dot) for dot in PRODUCTS)),
)
