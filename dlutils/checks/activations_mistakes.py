"""Known mistakes of the assignment `activations`, for their hints; those of softmax have a module of their own."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import activations
from dlutils.activations import leaky_relu, relu, sigmoid, tanh
from dlutils.checks.wrong import one_hint

Matrix = NDArray[Any]
Wrong = Callable[..., Any]


def _of_one_number(function: Callable[[Any], Any]) -> Wrong:
    """Return a wrong version that asks the whole array a question of yes or no, as one would ask a number."""
    return lambda z: function(z) if z > 0 else 0


# ---- curves ----------------------------------------------------------------------------------------------------

_SLOPE_OF_SIGMOID = "eq-sigmoid-derivative"

SIGMOID_DERIVATIVE = (
    *one_hint("sigmoid_derivative.sigmoid", _SLOPE_OF_SIGMOID, sigmoid),
    *one_hint("sigmoid_derivative.of_z", _SLOPE_OF_SIGMOID, lambda z: z * (1 - z)),
    *one_hint(
        "sigmoid_derivative.mixed", _SLOPE_OF_SIGMOID, lambda z: sigmoid(z) * (1 - z), lambda z: z * (1 - sigmoid(z))
    ),
    *one_hint("sigmoid_derivative.one_factor", _SLOPE_OF_SIGMOID, lambda z: 1 - sigmoid(z)),
    *one_hint("sigmoid_derivative.tanh_rule", _SLOPE_OF_SIGMOID, lambda z: 1 - sigmoid(z) ** 2),
    *one_hint("sigmoid_derivative.plus", _SLOPE_OF_SIGMOID, lambda z: sigmoid(z) * (1 + sigmoid(z))),
    *one_hint("sigmoid_derivative.negative", _SLOPE_OF_SIGMOID, lambda z: sigmoid(z) * (sigmoid(z) - 1)),
    *one_hint(
        "sigmoid_derivative.twice", _SLOPE_OF_SIGMOID, lambda z: activations.sigmoid_derivative(np.asarray(sigmoid(z)))
    ),
    *one_hint("sigmoid_derivative.square", _SLOPE_OF_SIGMOID, lambda z: sigmoid(z) * (1 - sigmoid(z)) ** 2),
    *one_hint(
        "sigmoid_derivative.matrix_product",
        _SLOPE_OF_SIGMOID,
        lambda z: np.dot(sigmoid(z), 1 - sigmoid(z)),
        lambda z: sigmoid(z) @ (1 - sigmoid(z)),
    ),
)

TANH = (
    *one_hint("tanh.sigmoid", "eq-tanh", sigmoid),
    *one_hint("tanh.half", "eq-tanh", lambda z: tanh(np.asarray(z) / 2)),
    *one_hint("tanh.not_moved", "eq-tanh", lambda z: 2 * sigmoid(2 * z)),
    *one_hint("tanh.sigmoid_of_2z", "eq-tanh", lambda z: sigmoid(2 * z)),
    *one_hint("tanh.sinh", "eq-tanh", lambda z: np.sinh(z), lambda z: 2 * np.sinh(z)),
    *one_hint("tanh.inverted", "eq-tanh", lambda z: 1 / np.tanh(z)),
    *one_hint(
        "tanh.parentheses",
        "eq-tanh",
        lambda z: np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z),
        lambda z: (np.exp(z) - np.exp(-z)) / np.exp(z) + np.exp(-z),
        lambda z: np.exp(z) - np.exp(-z) / (np.exp(z) + np.exp(-z)),
    ),
    *one_hint("tanh.sign", "eq-tanh", lambda z: -np.tanh(z)),
    *one_hint("tanh.tan", "eq-tanh", lambda z: np.tan(z)),
    *one_hint("tanh.derivative", "eq-tanh", activations.tanh_derivative),
    *one_hint("tanh.math", "eq-tanh", lambda z: math.tanh(z)),
)

_SLOPE_OF_TANH = "eq-tanh-derivative"

TANH_DERIVATIVE = (
    *one_hint("tanh_derivative.no_square", _SLOPE_OF_TANH, lambda z: 1 - tanh(z)),
    *one_hint(
        "tanh_derivative.denominator_squared",
        _SLOPE_OF_TANH,
        lambda z: 1 - (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z)) ** 2,
        lambda z: 1 - (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)) ** 2,
    ),
    *one_hint("tanh_derivative.tanh", _SLOPE_OF_TANH, tanh),
    *one_hint("tanh_derivative.of_z", _SLOPE_OF_TANH, lambda z: 1 - z**2),
    *one_hint("tanh_derivative.sigmoid_rule", _SLOPE_OF_TANH, lambda z: tanh(z) * (1 - tanh(z))),
    *one_hint("tanh_derivative.plus", _SLOPE_OF_TANH, lambda z: 1 + tanh(z) ** 2),
    *one_hint("tanh_derivative.negative", _SLOPE_OF_TANH, lambda z: tanh(z) ** 2 - 1),
    *one_hint("tanh_derivative.square_of_z", _SLOPE_OF_TANH, lambda z: 1 - tanh(z**2)),
    *one_hint("tanh_derivative.square_of_difference", _SLOPE_OF_TANH, lambda z: (1 - tanh(z)) ** 2),
    *one_hint("tanh_derivative.only_square", _SLOPE_OF_TANH, lambda z: tanh(z) ** 2),
    *one_hint("tanh_derivative.doubled", _SLOPE_OF_TANH, lambda z: 1 - 2 * tanh(z)),
    *one_hint("tanh_derivative.twice", _SLOPE_OF_TANH, lambda z: 1 - np.tanh(np.tanh(z)) ** 2),
)

# ---- corners ---------------------------------------------------------------------------------------------------

RELU = (
    *one_hint("relu.minimum", "eq-relu", lambda z: np.minimum(0, z)),
    *one_hint("relu.absolute", "eq-relu", lambda z: np.abs(z)),
    *one_hint("relu.sign", "eq-relu", lambda z: np.maximum(0, -z)),
    *one_hint("relu.derivative", "eq-relu", activations.relu_derivative),
    *one_hint("relu.leaky", "eq-relu", leaky_relu),
    *one_hint("relu.clipped", "eq-relu", lambda z: np.clip(z, 0, 1)),
    *one_hint("relu.one_number", "eq-relu", _of_one_number(lambda z: z)),
    *one_hint("relu.np_max", "eq-relu", lambda z: np.max(0, z), lambda z: np.max(z, 0)),
    *one_hint("relu.selected", "eq-relu", lambda z: z[z > 0]),
)

_SLOPE_OF_RELU = "eq-relu-derivative"

RELU_DERIVATIVE = (
    *one_hint("relu_derivative.relu", _SLOPE_OF_RELU, relu),
    *one_hint("relu_derivative.inverted", _SLOPE_OF_RELU, lambda z: np.where(z > 0, 0, 1)),
    *one_hint("relu_derivative.ones", _SLOPE_OF_RELU, lambda z: np.ones(z.shape)),
    *one_hint("relu_derivative.zeros", _SLOPE_OF_RELU, lambda z: np.zeros(z.shape)),
    *one_hint("relu_derivative.signs", _SLOPE_OF_RELU, lambda z: np.sign(z)),
    *one_hint("relu_derivative.left_as_z", _SLOPE_OF_RELU, lambda z: np.where(z > 0, 1, z)),
    *one_hint("relu_derivative.leaky", _SLOPE_OF_RELU, activations.leaky_relu_derivative),
    *one_hint("relu_derivative.threshold", _SLOPE_OF_RELU, lambda z: z > 1, lambda z: z > 0.5),
    *one_hint("relu_derivative.one_number", _SLOPE_OF_RELU, _of_one_number(lambda z: 1)),
)

LEAKY_RELU = (
    *one_hint("leaky_relu.relu", "eq-leaky-relu", relu),
    *one_hint(
        "leaky_relu.other_leak",
        "eq-leaky-relu",
        *(lambda z, leak=leak: np.maximum(leak * z, z) for leak in (0.1, 0.2, 0.3, 0.05, 0.001, 0.5)),
    ),
    *one_hint("leaky_relu.minimum", "eq-leaky-relu", lambda z: np.minimum(0.01 * z, z)),
    *one_hint("leaky_relu.constant", "eq-leaky-relu", lambda z: np.maximum(0.01, z)),
    *one_hint("leaky_relu.sign", "eq-leaky-relu", lambda z: np.where(z > 0, z, -0.01 * z)),
    *one_hint("leaky_relu.everywhere", "eq-leaky-relu", lambda z: 0.01 * z),
    *one_hint("leaky_relu.one_side", "eq-leaky-relu", lambda z: 0.01 * np.minimum(0, z)),
    *one_hint("leaky_relu.both_sides", "eq-leaky-relu", lambda z: np.maximum(0, z) + 0.01 * z),
    *one_hint("leaky_relu.derivative", "eq-leaky-relu", activations.leaky_relu_derivative),
    *one_hint(
        "leaky_relu.whole_numbers",
        "eq-leaky-relu",
        lambda z: leaky_relu(z).astype(z.dtype),  # only the array of whole numbers comes out wrong
        lambda z: np.multiply(z, 0.01, out=z.copy(), where=z < 0),
    ),
    *one_hint("leaky_relu.one_number", "eq-leaky-relu", lambda z: z if z > 0 else 0.01 * z),
    *one_hint("leaky_relu.np_max", "eq-leaky-relu", lambda z: np.max(0.01 * z, z), lambda z: np.max(z, 0.01 * z)),
)

_SLOPE_OF_LEAKY = "eq-leaky-relu-derivative"

LEAKY_RELU_DERIVATIVE = (
    *one_hint("leaky_relu_derivative.relu", _SLOPE_OF_LEAKY, activations.relu_derivative),
    *one_hint("leaky_relu_derivative.function", _SLOPE_OF_LEAKY, leaky_relu),
    *one_hint("leaky_relu_derivative.times_z", _SLOPE_OF_LEAKY, lambda z: np.where(z > 0, 1, 0.01 * z)),
    *one_hint("leaky_relu_derivative.keeps_z", _SLOPE_OF_LEAKY, lambda z: np.where(z > 0, z, 0.01)),
    *one_hint("leaky_relu_derivative.inverted", _SLOPE_OF_LEAKY, lambda z: np.where(z > 0, 0.01, 1)),
    *one_hint("leaky_relu_derivative.sign", _SLOPE_OF_LEAKY, lambda z: np.where(z > 0, 1, -0.01)),
    *one_hint("leaky_relu_derivative.ones", _SLOPE_OF_LEAKY, lambda z: np.ones(z.shape)),
    *one_hint(
        "leaky_relu_derivative.other_leak",
        _SLOPE_OF_LEAKY,
        *(lambda z, leak=leak: np.where(z > 0, 1, leak) for leak in (0.1, 0.2, 0.3, 0.05, 0.001, 0.5)),
    ),
    *one_hint(
        "leaky_relu_derivative.whole_numbers",
        _SLOPE_OF_LEAKY,
        lambda z: activations.leaky_relu_derivative(z).astype(z.dtype),
    ),
    *one_hint("leaky_relu_derivative.one_number", _SLOPE_OF_LEAKY, lambda z: 1 if z > 0 else 0.01),
)

# ---- losses ----------------------------------------------------------------------------------------------------

L1 = (
    *one_hint("L1.no_absolute", "eq-l1", lambda yhat, y: np.sum(yhat - y), lambda yhat, y: np.sum(y - yhat)),
    *one_hint("L1.absolute_of_sum", "eq-l1", lambda yhat, y: np.abs(np.sum(yhat - y))),
    *one_hint("L1.mean", "eq-l1", lambda yhat, y: np.mean(np.abs(yhat - y))),
    *one_hint("L1.not_summed", "eq-l1", lambda yhat, y: np.abs(yhat - y)),
    *one_hint(
        "L1.one_axis",
        "eq-l1",
        lambda yhat, y: np.sum(np.abs(yhat - y), axis=0),
        lambda yhat, y: np.sum(np.abs(yhat - y), axis=1),
        lambda yhat, y: np.sum(np.abs(yhat - y), axis=1, keepdims=True),
        lambda yhat, y: np.sum(np.abs(yhat - y), axis=-1),
    ),
    *one_hint("L1.squares", "eq-l1", lambda yhat, y: np.sum((yhat - y) ** 2)),
    *one_hint("L1.sum_of_sizes", "eq-l1", lambda yhat, y: np.sum(np.abs(yhat) - np.abs(y))),
    *one_hint("L1.plus", "eq-l1", lambda yhat, y: np.sum(np.abs(yhat + y))),
)

L2 = (
    *one_hint("L2.root", "eq-l2", lambda yhat, y: np.sqrt(np.sum((yhat - y) ** 2))),
    *one_hint(
        "L2.mean", "eq-l2", lambda yhat, y: np.mean((yhat - y) ** 2), lambda yhat, y: np.sum((yhat - y) ** 2) / len(y)
    ),
    *one_hint("L2.not_summed", "eq-l2", lambda yhat, y: (yhat - y) ** 2),
    *one_hint(
        "L2.one_axis",
        "eq-l2",
        lambda yhat, y: np.sum((yhat - y) ** 2, axis=0),
        lambda yhat, y: np.sum((yhat - y) ** 2, axis=1),
        lambda yhat, y: np.sum((yhat - y) ** 2, axis=1, keepdims=True),
        lambda yhat, y: np.sum((yhat - y) ** 2, axis=-1),
    ),
    *one_hint("L2.square_of_sum", "eq-l2", lambda yhat, y: np.sum(yhat - y) ** 2),
    *one_hint("L2.no_square", "eq-l2", lambda yhat, y: np.sum(np.abs(yhat - y)), lambda yhat, y: np.sum(yhat - y)),
    *one_hint("L2.half", "eq-l2", lambda yhat, y: np.sum((yhat - y) ** 2) / 2),
    *one_hint("L2.difference_of_squares", "eq-l2", lambda yhat, y: np.sum(yhat**2 - y**2)),
    *one_hint(
        "L2.matrix_product",
        "eq-l2",
        lambda yhat, y: np.dot(yhat - y, yhat - y),
        lambda yhat, y: (yhat - y) @ (yhat - y),
        lambda yhat, y: np.dot(yhat - y, (yhat - y).T),
    ),
)

# ---- the graph -------------------------------------------------------------------------------------------------


def _graph(
    da: Callable[..., Any] = lambda a, b, c: 3,
    db: Callable[..., Any] = lambda a, b, c: 3 * c,
    dc: Callable[..., Any] = lambda a, b, c: 3 * b,
    J: Callable[..., Any] = lambda a, b, c: 3 * (a + b * c),
    pack: Callable[..., Any] = lambda da, db, dc, J: ({"da": da, "db": db, "dc": dc}, J),
) -> Wrong:
    """Return graph_gradients with some of its lines replaced."""
    return lambda a, b, c: pack(da(a, b, c), db(a, b, c), dc(a, b, c), J(a, b, c))


def _names(*names: str) -> Wrong:
    """Return graph_gradients whose dictionary has other names."""
    return _graph(pack=lambda da, db, dc, J: (dict(zip(names, (da, db, dc), strict=True)), J))


_RULE = "eq-chain-rule"

GRAPH_GRADIENTS = (
    *one_hint(
        "graph_gradients.no_three", _RULE, _graph(da=lambda a, b, c: 1, db=lambda a, b, c: c, dc=lambda a, b, c: b)
    ),
    *one_hint("graph_gradients.only_slope_of_u", _RULE, _graph(db=lambda a, b, c: c, dc=lambda a, b, c: b)),
    *one_hint("graph_gradients.three_twice", _RULE, _graph(db=lambda a, b, c: 9 * c, dc=lambda a, b, c: 9 * b)),
    *one_hint("graph_gradients.no_slope_of_u", _RULE, _graph(db=lambda a, b, c: 3, dc=lambda a, b, c: 3)),
    *one_hint("graph_gradients.swapped_factors", _RULE, _graph(db=lambda a, b, c: 3 * b, dc=lambda a, b, c: 3 * c)),
    *one_hint(
        "graph_gradients.own_value",
        _RULE,
        _graph(lambda a, b, c: 3 * a, lambda a, b, c: 3 * b * c, lambda a, b, c: 3 * b * c),
    ),
    *one_hint(
        "graph_gradients.u_is_sum",
        _RULE,
        _graph(db=lambda a, b, c: 3, dc=lambda a, b, c: 3, J=lambda a, b, c: 3 * (a + b + c)),
    ),
    *one_hint(
        "graph_gradients.v_is_product",
        _RULE,
        _graph(
            lambda a, b, c: 3 * b * c,
            lambda a, b, c: 3 * a * c,
            lambda a, b, c: 3 * a * b,
            lambda a, b, c: 3 * a * b * c,
        ),
    ),
    *one_hint(
        "graph_gradients.parentheses",
        _RULE,
        _graph(db=lambda a, b, c: c, dc=lambda a, b, c: b, J=lambda a, b, c: 3 * a + b * c),
    ),
    *one_hint("graph_gradients.j_is_v", _RULE, _graph(J=lambda a, b, c: a + b * c)),
    *one_hint("graph_gradients.swapped", _RULE, _graph(pack=lambda da, db, dc, J: (J, {"da": da, "db": db, "dc": dc}))),
    *one_hint(
        "graph_gradients.names",
        _RULE,
        _names("a", "b", "c"),
        _names("dJ_da", "dJ_db", "dJ_dc"),
        _names("dA", "dB", "dC"),
    ),
    *one_hint(
        "graph_gradients.not_packed",
        _RULE,
        _graph(pack=lambda da, db, dc, J: ((da, db, dc), J)),
        _graph(pack=lambda da, db, dc, J: (da, db, dc, J)),
    ),
    *one_hint("graph_gradients.one_value", _RULE, _graph(pack=lambda da, db, dc, J: {"da": da, "db": db, "dc": dc})),
)
