"""What the assignment on gradient checking works on: a cost, a small network, and backward passes, some of them wrong.

Solving the cases is the assignment. If you are taking it, do not read on: this file says which mistake is where.

A backward pass here is a function of (parameters, X, Y) that returns ``dW1``, ``db1``, …, for ReLU in the hidden
layers and the sigmoid in the last. Each differs from the right one in a single line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.activations import relu_derivative, sigmoid_derivative
from dlutils.deep_forward import L_model_forward, cost_from_logits
from dlutils.initialization import initialize_parameters_he

Array = NDArray[np.floating]
Parameters = dict[str, Array]
Backward = Callable[[Mapping[str, Array], Array, Array], Parameters]

SEED = 375  # every slope of the network is large enough to be seen, and no unit of layer 2 is always on or off


def cost_of(parameters: Mapping[str, ArrayLike], X: ArrayLike, Y: ArrayLike) -> float:
    """Return the cost of a network: forward through all layers, then the cross-entropy.

    Computes eq-deep-forward, then eq-deep-cost by way of eq-deep-cost-logits. There are as many layers as `parameters`
    has: ReLU in the hidden ones, the sigmoid in the last.

    Parameters
    ----------
    parameters : mapping
        ``W1`` (n_1, n_x), ``b1`` (n_1, 1), …, ``WL``, ``bL``. They are not changed.
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1.

    Returns
    -------
    float
        The mean loss of the m examples.

    Raises
    ------
    ValueError
        If a shape does not fit, a parameter is missing, or there is no example.

    Examples
    --------
    >>> round(cost_of({"W1": [[0.0]], "b1": [[0.0]]}, [[1.0, 3.0]], [[0, 1]]), 4)
    0.6931
    """
    _, caches = L_model_forward(X, parameters)
    return cost_from_logits(caches[-1][1], Y)


def case_network() -> tuple[Parameters, Array, Array]:
    """Return the network on which the cases are to be tried: 4 features, 5 and 3 hidden units, 2 outputs, 6 examples.

    The numbers are random and always the same. No weighted sum of a hidden unit is near 0, the corner of ReLU.

    Returns
    -------
    parameters : dict
        ``W1`` (5, 4), ``b1`` (5, 1), ``W2`` (3, 5), ``b2`` (3, 1), ``W3`` (2, 3), ``b3`` (2, 1).
    X : ndarray, shape (4, 6)
        Features.
    Y : ndarray, shape (2, 6)
        Labels.

    Examples
    --------
    >>> parameters, X, Y = case_network()
    >>> X.shape, Y.shape, sorted(parameters)
    ((4, 6), (2, 6), ['W1', 'W2', 'W3', 'b1', 'b2', 'b3'])
    """
    rng = np.random.default_rng(SEED)
    parameters = initialize_parameters_he([4, 5, 3, 2], rng)
    for layer, n in enumerate((5, 3, 2), 1):
        parameters[f"b{layer}"] = rng.normal(scale=0.4, size=(n, 1))
    parameters["b1"][1, 0] = -4.0  # this unit is off for every example: its slopes must be 0
    return parameters, rng.normal(size=(4, 6)), np.array([[1.0, 0, 0, 1, 1, 0], [0, 1, 1, 0, 1, 0]])


def _backward(
    *,
    output: Callable[[Array, Array, Array], Array] = lambda AL, Y, ZL: AL - Y,
    slope: Callable[[int, Array], Array] = lambda layer, Z: relu_derivative(Z),
    dW: Callable[[int, Array, Array, Array], Array] = lambda layer, dZ, A_prev, Z_prev: dZ @ A_prev.T / dZ.shape[1],
    db: Callable[[int, Array], Array] = lambda layer, dZ: np.sum(dZ, axis=1, keepdims=True) / dZ.shape[1],
) -> Backward:
    """Return a backward pass, right but for the lines that are given."""

    def backward(parameters: Mapping[str, Array], X: Array, Y: Array) -> Parameters:
        AL, caches = L_model_forward(X, parameters)
        grads: Parameters = {}
        dZ = output(AL, Y, caches[-1][1])
        for layer in range(len(caches), 0, -1):
            (A_prev, W, _), _ = caches[layer - 1]
            Z_prev = caches[layer - 2][1] if layer > 1 else A_prev
            grads[f"dW{layer}"] = dW(layer, dZ, A_prev, Z_prev)
            grads[f"db{layer}"] = db(layer, dZ)
            if layer > 1:
                grads[f"dA{layer - 1}"] = W.T @ dZ
                dZ = grads[f"dA{layer - 1}"] * slope(layer - 1, Z_prev)
        return grads

    return backward


right_backward = _backward()


def _sum_in_layer_3(layer: int, dZ: Array, A_prev: Array, Z_prev: Array) -> Array:
    return dZ @ A_prev.T / (1 if layer == 3 else dZ.shape[1])


def _weighted_sums_in_layer_2(layer: int, dZ: Array, A_prev: Array, Z_prev: Array) -> Array:
    return dZ @ (Z_prev if layer == 2 else A_prev).T / dZ.shape[1]


def _one_sum_in_layer_2(layer: int, dZ: Array) -> Array:
    sums = np.sum(dZ, axis=1, keepdims=True) / dZ.shape[1]
    return np.full_like(sums, sums.sum()) if layer == 2 else sums


def _divided_by_rows(parameters: Mapping[str, Array], X: Array, Y: Array) -> Parameters:
    n_x, m = X.shape
    grads = right_backward(parameters, X, Y)
    return {name: grad if name.startswith("dA") else grad * m / n_x for name, grad in grads.items()}


CASES: dict[str, Backward] = {
    "A": _backward(dW=_sum_in_layer_3),
    "B": _backward(slope=lambda layer, Z: np.ones_like(Z) if layer == 1 else relu_derivative(Z)),
    "C": right_backward,
    "D": _backward(output=lambda AL, Y, ZL: (AL - Y) * sigmoid_derivative(ZL)),
    "E": _backward(db=_one_sum_in_layer_2),
    "F": _divided_by_rows,
    "G": _backward(slope=lambda layer, Z: sigmoid_derivative(Z) if layer == 2 else relu_derivative(Z)),
    "H": _backward(dW=_weighted_sums_in_layer_2),
}


def digits_backward(parameters: Mapping[str, Array], X: Array, Y: Array) -> Parameters:
    """Return gradients for pictures of 8 x 8 pixels in which two things went wrong, both of them in dW1.

    One row of pixels was left out, and one hidden unit has the wrong sign.

    Parameters
    ----------
    parameters : mapping
        ``W1`` (n_1, 64), ``b1`` (n_1, 1), …, with at least four hidden units in the first layer.
    X : ndarray, shape (64, m)
        Pictures, one per column.
    Y : ndarray, shape (n_y, m)
        Labels, 0 or 1.

    Returns
    -------
    dict
        ``dW1``, ``db1``, …

    Examples
    --------
    >>> parameters = initialize_parameters_he([64, 4, 1], np.random.default_rng(0))
    >>> digits_backward(parameters, np.ones((64, 2)), np.ones((1, 2)))["dW1"].shape
    (4, 64)
    """
    grads = dict(right_backward(parameters, X, Y))
    dW1 = grads["dW1"].copy()
    dW1[:, 40:48] = 0
    dW1[3] *= -1
    return {**grads, "dW1": dW1}
