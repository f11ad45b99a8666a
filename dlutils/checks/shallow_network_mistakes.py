"""Known mistakes of the assignment `shallow-network`: wrong versions of its functions, for their hints.

Those of the random start and of training are in `shallow_network_training_mistakes`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import shallow
from dlutils.activations import relu, sigmoid
from dlutils.checks.task import Mistake

Matrix = NDArray[Any]
Arrays = dict[str, Matrix]

LAYER_SIZES = (
    Mistake("layer_sizes.columns", "eq-layer-sizes", lambda X, Y: (X.shape[1], 4, Y.shape[1])),
    Mistake("layer_sizes.columns", "eq-layer-sizes", lambda X, Y: (X.shape[1], 4, Y.shape[0])),
    Mistake("layer_sizes.columns", "eq-layer-sizes", lambda X, Y: (X.shape[0], 4, Y.shape[1])),
    Mistake("layer_sizes.whole_shape", "eq-layer-sizes", lambda X, Y: (X.shape, 4, Y.shape)),
    Mistake("layer_sizes.size", "eq-layer-sizes", lambda X, Y: (X.size, 4, Y.size)),
    Mistake("layer_sizes.order", "eq-layer-sizes", lambda X, Y: (X.shape[0], Y.shape[0], 4)),
    Mistake("layer_sizes.order", "eq-layer-sizes", lambda X, Y: (Y.shape[0], 4, X.shape[0])),
    Mistake("layer_sizes.n_h", "eq-layer-sizes", lambda X, Y: (X.shape[0], X.shape[0], Y.shape[0])),
    Mistake("layer_sizes.n_h", "eq-layer-sizes", lambda X, Y: (X.shape[0], 5, Y.shape[0])),
    Mistake("layer_sizes.n_h", "eq-layer-sizes", lambda X, Y: (X.shape[0], X.shape[1], Y.shape[0])),
    Mistake("layer_sizes.n_y_is_one", "eq-layer-sizes", lambda X, Y: (X.shape[0], 4, 1)),
    Mistake("layer_sizes.two_values", "eq-layer-sizes", lambda X, Y: (X.shape[0], Y.shape[0])),
)

# ---- forward ---------------------------------------------------------------------------------------------------


def _forward_with(
    *,
    hidden: Callable[[Matrix], Matrix] = np.tanh,
    output: Callable[[Matrix], Matrix] = sigmoid,
    first: Callable[[Matrix, Matrix, Matrix], Matrix] = lambda W, X, b: W @ X + b,
    second: Callable[[Matrix, Matrix, Matrix], Matrix] = lambda W, A, b: W @ A + b,
    reads: str = "A1",
    keeps: Callable[[Arrays], Any] = dict,
) -> Callable[..., Any]:
    """Return forward_propagation with something changed."""

    def wrong(X: Matrix, parameters: Arrays) -> Any:
        Z1 = first(parameters["W1"], X, parameters["b1"])
        A1 = hidden(Z1)
        Z2 = second(parameters["W2"], {"A1": A1, "Z1": Z1, "X": X}[reads], parameters["b2"])
        A2 = output(Z2)
        return A2, keeps({"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2})

    return wrong


def _first_layer(W: Matrix, X: Matrix, b: Matrix) -> Matrix:
    return W @ X


def _softmax(Z: Matrix) -> Matrix:
    return np.exp(Z) / np.sum(np.exp(Z), axis=0, keepdims=True)


def _cache_first(X: Matrix, parameters: Arrays) -> Any:
    A2, cache = shallow.forward_propagation(X, parameters)
    return cache, A2


_FORWARD = "eq-shallow-forward"

FORWARD_PROPAGATION = (
    Mistake("forward_propagation.sigmoid_hidden", _FORWARD, _forward_with(hidden=sigmoid)),
    Mistake("forward_propagation.relu_hidden", _FORWARD, _forward_with(hidden=relu)),
    Mistake("forward_propagation.no_tanh", _FORWARD, _forward_with(hidden=lambda Z: Z)),
    Mistake("forward_propagation.tanh_unused", _FORWARD, _forward_with(reads="Z1")),
    Mistake("forward_propagation.tanh_output", _FORWARD, _forward_with(output=np.tanh)),
    Mistake("forward_propagation.no_sigmoid", _FORWARD, _forward_with(output=lambda Z: Z)),
    Mistake("forward_propagation.softmax_output", _FORWARD, _forward_with(output=_softmax)),
    Mistake("forward_propagation.rounded", _FORWARD, _forward_with(output=lambda Z: (Z > 0).astype(float))),
    Mistake("forward_propagation.reads_x", _FORWARD, _forward_with(reads="X")),
    Mistake("forward_propagation.no_b1", _FORWARD, _forward_with(first=_first_layer)),
    Mistake("forward_propagation.no_b2", _FORWARD, _forward_with(second=_first_layer)),
    Mistake("forward_propagation.no_biases", _FORWARD, _forward_with(first=_first_layer, second=_first_layer)),
    Mistake("forward_propagation.transposed", _FORWARD, _forward_with(first=lambda W, X, b: np.dot(W.T, X) + b)),
    Mistake("forward_propagation.transposed", _FORWARD, _forward_with(first=lambda W, X, b: W.T @ X + b)),
    Mistake("forward_propagation.elementwise", _FORWARD, _forward_with(first=lambda W, X, b: W * X + b)),
    Mistake("forward_propagation.order", _FORWARD, _forward_with(first=lambda W, X, b: np.dot(X, W) + b)),
    Mistake("forward_propagation.order", _FORWARD, _forward_with(first=lambda W, X, b: X @ W + b)),
    Mistake("forward_propagation.order", _FORWARD, _forward_with(second=lambda W, A, b: np.dot(A, W) + b)),
    Mistake("forward_propagation.order", _FORWARD, _forward_with(second=lambda W, A, b: A @ W + b)),
    Mistake("forward_propagation.swapped", _FORWARD, _cache_first),
    Mistake("forward_propagation.no_cache", _FORWARD, lambda X, p: shallow.forward_propagation(X, p)[0]),
    Mistake("forward_propagation.cache_list", _FORWARD, _forward_with(keeps=lambda c: tuple(c.values()))),
    Mistake("forward_propagation.cache_list", _FORWARD, _forward_with(keeps=lambda c: list(c.values()))),
    Mistake(
        "forward_propagation.cache_swapped",
        _FORWARD,
        _forward_with(keeps=lambda c: {"Z1": c["A1"], "A1": c["Z1"], "Z2": c["A2"], "A2": c["Z2"]}),
    ),
)

# ---- cost ------------------------------------------------------------------------------------------------------


def _losses(A2: Matrix, Y: Matrix) -> Matrix:
    return -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


def _cost_with(rule: Callable[[Matrix, Matrix], Matrix]) -> Callable[[Matrix, Matrix], Any]:
    """Return compute_cost with another loss."""
    return lambda A2, Y: np.sum(rule(A2, Y)) / Y.shape[1]


_COST, _LOSS = "eq-shallow-cost", "eq-cross-entropy-loss"

COMPUTE_COST = (
    Mistake("compute_cost.sign", _LOSS, _cost_with(lambda A, Y: -_losses(A, Y))),
    Mistake("compute_cost.not_divided", _COST, lambda A, Y: np.sum(_losses(A, Y))),
    Mistake("compute_cost.m_from_rows", _COST, lambda A, Y: np.sum(_losses(A, Y)) / Y.shape[0]),
    Mistake("compute_cost.mean_of_all", _COST, lambda A, Y: np.mean(_losses(A, Y))),
    Mistake("compute_cost.halved", _COST, lambda A, Y: np.sum(_losses(A, Y)) / (2 * Y.shape[1])),
    Mistake("compute_cost.not_summed", _COST, _losses),
    Mistake("compute_cost.not_summed", _COST, lambda A, Y: _losses(A, Y) / Y.shape[1]),
    Mistake("compute_cost.per_output", _COST, lambda A, Y: np.mean(_losses(A, Y), axis=1)),
    Mistake("compute_cost.per_output", _COST, lambda A, Y: np.mean(_losses(A, Y), axis=1, keepdims=True)),
    Mistake("compute_cost.per_example", _COST, lambda A, Y: np.sum(_losses(A, Y), axis=0)),
    Mistake("compute_cost.per_example", _COST, lambda A, Y: np.sum(_losses(A, Y), axis=0) / Y.shape[1]),
    Mistake("compute_cost.product", _COST, lambda A, Y: _all_pairs(A, Y) / Y.shape[1]),
    Mistake("compute_cost.product", _COST, lambda A, Y: np.sum(_all_pairs(A, Y)) / Y.shape[1]),
    Mistake("compute_cost.no_transpose", _COST, lambda A, Y: np.sum(np.dot(np.log(A), Y))),
    Mistake("compute_cost.no_transpose", _COST, lambda A, Y: np.sum(np.log(A) @ Y)),
    Mistake("compute_cost.only_positive", _LOSS, _cost_with(lambda A, Y: -Y * np.log(A))),
    Mistake("compute_cost.only_negative", _LOSS, _cost_with(lambda A, Y: -(1 - Y) * np.log(1 - A))),
    Mistake("compute_cost.labels_swapped", _LOSS, _cost_with(lambda A, Y: _losses(1 - A, Y))),
    Mistake("compute_cost.minus_half", _LOSS, _cost_with(lambda A, Y: -Y * np.log(A) + (1 - Y) * np.log(1 - A))),
    Mistake("compute_cost.terms_subtracted", _LOSS, _cost_with(lambda A, Y: Y * np.log(A) - (1 - Y) * np.log(1 - A))),
    Mistake("compute_cost.log_base", _LOSS, _cost_with(lambda A, Y: _losses(A, Y) / math.log(2))),
    Mistake("compute_cost.log_base", _LOSS, _cost_with(lambda A, Y: _losses(A, Y) / math.log(10))),
    Mistake("compute_cost.squared", _LOSS, _cost_with(lambda A, Y: (A - Y) ** 2)),
    Mistake("compute_cost.squared", _LOSS, _cost_with(lambda A, Y: (A - Y) ** 2 / 2)),
    Mistake("compute_cost.absolute", _LOSS, _cost_with(lambda A, Y: abs(A - Y))),
    Mistake("compute_cost.no_log", _LOSS, _cost_with(lambda A, Y: -(Y * A + (1 - Y) * (1 - A)))),
)


def _all_pairs(A: Matrix, Y: Matrix) -> Matrix:
    """Return Y log(A)^T + (1 - Y) log(1 - A)^T, (n_y, n_y): only its diagonal belongs to the cost."""
    return -(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T)


# ---- update and predict ----------------------------------------------------------------------------------------


def _update_with(
    *, sign: float = -1.0, rate: float | None = None, moves: str = "W1 b1 W2 b2", takes: Callable[[str], str] = str
) -> Callable[..., Any]:
    """Return update_parameters with something changed."""

    def wrong(parameters: Arrays, grads: Arrays, learning_rate: float) -> Any:
        alpha = learning_rate if rate is None else rate
        return {
            name: value + sign * alpha * grads[f"d{takes(name)}"] if name in moves.split() else value
            for name, value in parameters.items()
        }

    return wrong


_UPDATE = "eq-network-update"

UPDATE_PARAMETERS = (
    Mistake("update_parameters.ascent", _UPDATE, _update_with(sign=1.0)),
    Mistake("update_parameters.no_learning_rate", _UPDATE, _update_with(rate=1.0)),
    *(
        Mistake("update_parameters.fixed_learning_rate", _UPDATE, _update_with(rate=rate))
        for rate in (1.2, 0.5, 0.1, 0.01)
    ),
    Mistake("update_parameters.no_biases", _UPDATE, _update_with(moves="W1 W2")),
    Mistake("update_parameters.one_layer", _UPDATE, _update_with(moves="W2 b2")),
    Mistake("update_parameters.one_layer", _UPDATE, _update_with(moves="W1 b1")),
    Mistake("update_parameters.unchanged", _UPDATE, _update_with(moves="")),
    Mistake(
        "update_parameters.only_step",
        _UPDATE,
        lambda p, grads, rate: {name: -rate * grads[f"d{name}"] for name in p},
    ),
    Mistake(
        "update_parameters.only_step",
        _UPDATE,
        lambda p, grads, rate: {name: rate * grads[f"d{name}"] for name in p},
    ),
    Mistake("update_parameters.step_from_gradient", _UPDATE, lambda p, g, rate: {n: p[n] - rate * p[n] for n in p}),
    Mistake("update_parameters.divided", _UPDATE, lambda p, g, rate: {n: p[n] - g[f"d{n}"] / rate for n in p}),
    Mistake(
        "update_parameters.rate_on_parameter", _UPDATE, lambda p, g, rate: {n: rate * (p[n] - g[f"d{n}"]) for n in p}
    ),
    Mistake("update_parameters.returns_grads", _UPDATE, lambda p, grads, rate: grads),
)


def _predict_with(rule: Callable[[Matrix], Any], **changed: Any) -> Callable[..., Any]:
    """Return predict with another rule, or another way forward."""
    forward = _forward_with(**changed)
    return lambda parameters, X: rule(forward(X, parameters)[0])


def _step(A2: Matrix) -> Matrix:
    return (A2 > 0.5).astype(float)


_PREDICT = "eq-shallow-predict"

PREDICT = (
    Mistake("predict.probabilities", _PREDICT, _predict_with(lambda A2: A2)),
    Mistake("predict.inverted", _PREDICT, _predict_with(lambda A2: 1 - _step(A2))),
    Mistake("predict.threshold_zero", _PREDICT, _predict_with(np.ones_like)),
    Mistake("predict.always_zero", _PREDICT, _predict_with(np.zeros_like)),
    Mistake("predict.signs", _PREDICT, _predict_with(lambda A2: np.sign(A2 - 0.5))),
    Mistake("predict.flat", _PREDICT, _predict_with(lambda A2: _step(A2).ravel())),
    Mistake("predict.threshold_on_z", _PREDICT, _predict_with(_step, output=lambda Z: Z)),
    Mistake("predict.no_tanh", _PREDICT, _predict_with(_step, hidden=lambda Z: Z)),
    Mistake("predict.reads_cache", _PREDICT, lambda parameters, X: _step(_forward_with()(X, parameters)[1]["A1"])),
    Mistake("predict.one_label", _PREDICT, _predict_with(lambda A2: float(np.mean(A2) > 0.5))),
    Mistake("predict.one_output", _PREDICT, _predict_with(lambda A2: _step(A2[:1]))),
)
