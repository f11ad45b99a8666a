"""Known mistakes of `linear_activation_backward` of the assignment `deep-backward`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import deep
from dlutils.activations import relu, sigmoid
from dlutils.checks.deep_backward_linear_mistakes import linear_with, product_only, sum_only
from dlutils.checks.task import Mistake
from dlutils.checks.wrong import PRODUCTS, one_hint

Matrix = NDArray[Any]


def _relu_slope(Z: Matrix) -> Matrix:
    return (Z > 0).astype(float)


def _sigmoid_slope(Z: Matrix) -> Matrix:
    return sigmoid(Z) * (1 - sigmoid(Z))


def _ones(Z: Matrix) -> Matrix:
    return np.ones_like(Z)


def _activation_with(
    relu_slope: Callable[[Matrix], Matrix] = _relu_slope,
    sigmoid_slope: Callable[[Matrix], Matrix] = _sigmoid_slope,
    dZ: Callable[[Matrix, Matrix], Matrix] = np.multiply,
    linear: Callable[..., Any] = deep.linear_backward,
    result: Callable[..., Any] = lambda three, dZ: three,
) -> Callable[..., Any]:
    """Return linear_activation_backward with some of its lines replaced."""

    def wrong(dA: Matrix, cache: Any, activation: str) -> Any:
        linear_cache, Z = cache
        slope = relu_slope(Z) if activation == "relu" else sigmoid_slope(Z)
        blame = dZ(dA, slope)
        return result(linear(blame, linear_cache), blame)

    return wrong


def _unknown_name(relu_is: str, sigmoid_is: str, name: str) -> Callable[..., Any]:
    """Return linear_activation_backward that compares the activation with other words, and so never sets a name."""

    def wrong(dA: Matrix, cache: Any, activation: str) -> Any:
        linear_cache, Z = cache
        if activation not in (relu_is, sigmoid_is):
            raise UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
        dZ = dA * (_relu_slope(Z) if activation == "relu" else _sigmoid_slope(Z))
        return deep.linear_backward(dZ, linear_cache)

    return wrong


def _activation(key: str, *wrong: Callable[..., Any], equation: str = "eq-activation-backward") -> tuple[Mistake, ...]:
    return one_hint(f"linear_activation_backward.{key}", equation, *wrong)


def _short(Z: Matrix) -> Matrix:
    return Z * (1 - Z)


def _of_da(dA: Matrix, cache: Any, activation: str) -> Any:
    """Return linear_activation_backward where ReLU's switch looks at dA, which it should only let through or not."""
    linear_cache, Z = cache
    dZ = relu(dA) if activation == "relu" else dA * _sigmoid_slope(Z)
    return deep.linear_backward(dZ, linear_cache)


LINEAR_ACTIVATION_BACKWARD = (
    *_activation("always_sigmoid", _activation_with(relu_slope=_sigmoid_slope)),
    *_activation("always_relu", _activation_with(sigmoid_slope=_relu_slope)),
    *_activation("exchanged", _activation_with(relu_slope=_sigmoid_slope, sigmoid_slope=_relu_slope)),
    *_activation(
        "no_slope",
        _activation_with(relu_slope=_ones, sigmoid_slope=_ones),
        _activation_with(relu_slope=_ones),
        _activation_with(sigmoid_slope=_ones),
    ),
    *_activation(
        "value_for_slope",
        _activation_with(relu_slope=relu, sigmoid_slope=sigmoid),
        _activation_with(relu_slope=relu),
        _activation_with(sigmoid_slope=sigmoid),
    ),
    *_activation("relu_of_z", _activation_with(relu_slope=lambda Z: Z)),
    *_activation("sign_of_da", _of_da),
    *_activation("relu_inverted", _activation_with(relu_slope=lambda Z: (Z < 0).astype(float))),
    *_activation("slope_of_z", _activation_with(sigmoid_slope=_short)),
    *_activation("slope_twice", _activation_with(sigmoid_slope=lambda Z: _sigmoid_slope(sigmoid(Z)))),
    *_activation("tanh_slope", _activation_with(sigmoid_slope=lambda Z: 1 - sigmoid(Z) ** 2)),
    *_activation("tanh_slope", _activation_with(sigmoid_slope=lambda Z: 1 - np.tanh(Z) ** 2)),
    *_activation("one_minus", _activation_with(sigmoid_slope=lambda Z: 1 - sigmoid(Z))),
    *_activation("no_da", _activation_with(dZ=lambda dA, slope: slope)),
    *_activation(
        "matrix_for_entries",
        *(_activation_with(dZ=dot) for dot in PRODUCTS),
    ),
    *_activation(
        "unknown_name",
        *(
            _unknown_name(*words, name)
            for words in (("ReLU", "sigmoid"), ("relu", "Sigmoid"), ("Relu", "sigmoid"), ("ReLU", "Sigmoid"))
            for name in ("dZ", "dA_prev")
        ),
    ),
    *_activation(
        "no_mean",
        _activation_with(linear=linear_with(dw=product_only, db=sum_only)),
        equation="eq-linear-backward",
    ),
    *_activation(
        "db_flat",
        _activation_with(linear=linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=1) / m)),
        equation="eq-linear-backward",
    ),
    *_activation(
        "order",
        _activation_with(result=lambda three, dZ: (three[1], three[2], three[0])),
        _activation_with(result=lambda three, dZ: (three[0], three[2], three[1])),
        equation="eq-linear-backward",
    ),
    *_activation("returns_dz", _activation_with(result=lambda three, dZ: dZ)),
)
