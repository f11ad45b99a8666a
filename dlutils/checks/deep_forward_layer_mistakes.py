"""Known mistakes of the assignment `deep-forward` in one layer: `linear_forward`, `linear_activation_forward`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import deep_forward
from dlutils.activations import relu, sigmoid
from dlutils.checks.task import Mistake
from dlutils.checks.wrong import PRODUCTS

Matrix = NDArray[Any]


def _linear_with(
    Z: Callable[[Matrix, Matrix, Matrix], Any] = lambda A, W, b: W @ A + b,
    result: Callable[..., Any] = lambda A, W, b, Z: (Z, (A, W, b)),
) -> Callable[..., Any]:
    """Return linear_forward with another sum, or another result."""
    return lambda A, W, b: result(A, W, b, Z(A, W, b))


def _linear_mistake(key: str, *arguments: Any, **changes: Any) -> Mistake:
    return Mistake(f"linear_forward.{key}", "eq-linear-forward", _linear_with(*arguments, **changes))


LINEAR_FORWARD = (
    *(_linear_mistake("w_transposed", lambda A, W, b, dot=dot: dot(W.T, A) + b) for dot in PRODUCTS),
    *(_linear_mistake("order", lambda A, W, b, dot=dot: dot(A, W) + b) for dot in PRODUCTS),
    *(_linear_mistake("rows_are_examples", lambda A, W, b, dot=dot: dot(A, W.T) + b) for dot in PRODUCTS),
    *(_linear_mistake("rows_are_examples", lambda A, W, b, dot=dot: dot(A.T, W.T) + b) for dot in PRODUCTS),
    _linear_mistake("elementwise", lambda A, W, b: W * A + b),
    _linear_mistake("no_bias", lambda A, W, b: W @ A),
    _linear_mistake("bias_subtracted", lambda A, W, b: W @ A - b),
    _linear_mistake("bias_transposed", lambda A, W, b: W @ A + b.T),
    _linear_mistake("bias_summed", lambda A, W, b: W @ A + np.sum(b)),
    _linear_mistake("activated", lambda A, W, b: sigmoid(W @ A + b)),
    _linear_mistake("activated", lambda A, W, b: relu(W @ A + b)),
    _linear_mistake("cache_z_for_a", result=lambda A, W, b, Z: (Z, (Z, W, b))),
    _linear_mistake("cache_order", result=lambda A, W, b, Z: (Z, (W, A, b))),
    _linear_mistake("cache_order", result=lambda A, W, b, Z: (Z, (W, b, A))),
    _linear_mistake("cache_with_z", result=lambda A, W, b, Z: (Z, (A, W, b, Z))),
    _linear_mistake("cache_with_z", result=lambda A, W, b, Z: (Z, ((A, W, b), Z))),
    _linear_mistake("cache_short", result=lambda A, W, b, Z: (Z, (A, W))),
    _linear_mistake("cache_short", result=lambda A, W, b, Z: (Z, (W, b))),
    _linear_mistake("cache_dict", result=lambda A, W, b, Z: (Z, {"A": A, "W": W, "b": b})),
    _linear_mistake("swapped", result=lambda A, W, b, Z: ((A, W, b), Z)),
    _linear_mistake("z_only", result=lambda A, W, b, Z: Z),
    _linear_mistake("cache_unpacked", result=lambda A, W, b, Z: (Z, A, W, b)),
)


def _activation_with(
    g: Callable[[Matrix, str], Any] = lambda Z, name: relu(Z) if name == "relu" else sigmoid(Z),
    result: Callable[..., Any] = lambda A, before, Z: (A, (before, Z)),
) -> Callable[..., Any]:
    """Return linear_activation_forward with another activation, or another result."""

    def wrong(A_prev: Matrix, W: Matrix, b: Matrix, activation: str) -> Any:
        Z = W @ A_prev + b
        return result(g(Z, activation), (A_prev, W, b), Z)

    return wrong


def _unknown_name(relu_is: str, sigmoid_is: str) -> Callable[..., Any]:
    """Return linear_activation_forward that compares the activation with other words."""

    def wrong(A_prev: Matrix, W: Matrix, b: Matrix, activation: str) -> Any:
        Z, linear_cache = deep_forward.linear_forward(A_prev, W, b)
        if activation == sigmoid_is:
            A = sigmoid(Z)
        elif activation == relu_is:
            A = relu(Z)
        return A, (linear_cache, Z)

    return wrong


def _relu_in_place(A_prev: Matrix, W: Matrix, b: Matrix, activation: str) -> Any:
    A, (linear_cache, Z) = deep_forward.linear_activation_forward(A_prev, W, b, activation)
    return A, (linear_cache, A if activation == "relu" else Z)


def _activation_mistake(key: str, *arguments: Any, equation: str = "eq-activation-forward", **changes: Any) -> Mistake:
    return Mistake(f"linear_activation_forward.{key}", equation, _activation_with(*arguments, **changes))


LINEAR_ACTIVATION_FORWARD = (
    _activation_mistake("always_sigmoid", lambda Z, name: sigmoid(Z)),
    _activation_mistake("always_relu", lambda Z, name: relu(Z)),
    _activation_mistake("exchanged", lambda Z, name: sigmoid(Z) if name == "relu" else relu(Z)),
    _activation_mistake("both", lambda Z, name: sigmoid(relu(Z))),
    _activation_mistake("both", lambda Z, name: sigmoid(relu(Z)) if name == "sigmoid" else relu(Z)),
    _activation_mistake("no_activation", lambda Z, name: Z),
    _activation_mistake("tanh", lambda Z, name: np.tanh(Z) if name == "relu" else sigmoid(Z)),
    _activation_mistake("leaky", lambda Z, name: np.maximum(0.01 * Z, Z) if name == "relu" else sigmoid(Z)),
    _activation_mistake("step", lambda Z, name: Z > 0 if name == "relu" else sigmoid(Z)),
    _activation_mistake("absolute", lambda Z, name: np.abs(Z) if name == "relu" else sigmoid(Z)),
    Mistake("linear_activation_forward.unknown_name", "eq-activation-forward", _unknown_name("ReLU", "sigmoid")),
    Mistake("linear_activation_forward.unknown_name", "eq-activation-forward", _unknown_name("relu", "Sigmoid")),
    Mistake("linear_activation_forward.unknown_name", "eq-activation-forward", _unknown_name("ReLU", "Sigmoid")),
    Mistake(
        "linear_activation_forward.no_bias",
        "eq-linear-forward",
        lambda A, W, b, name: deep_forward.linear_activation_forward(A, W, np.zeros_like(b), name),
    ),
    _activation_mistake("cache_a_for_z", result=lambda A, before, Z: (A, (before, A))),
    Mistake("linear_activation_forward.relu_in_place", "eq-activation-forward", _relu_in_place),
    _activation_mistake("cache_a_for_a_prev", result=lambda A, before, Z: (A, ((A, *before[1:]), Z))),
    _activation_mistake("cache_flat", result=lambda A, before, Z: (A, (*before, Z))),
    _activation_mistake("cache_without_z", result=lambda A, before, Z: (A, before)),
    _activation_mistake("cache_only_z", result=lambda A, before, Z: (A, Z)),
    _activation_mistake("cache_order", result=lambda A, before, Z: (A, (Z, before))),
    _activation_mistake("three_values", result=lambda A, before, Z: (A, before, Z)),
    _activation_mistake("swapped", result=lambda A, before, Z: ((before, Z), A)),
    _activation_mistake("a_only", result=lambda A, before, Z: A),
)
