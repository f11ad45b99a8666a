"""The way back through L layers: from the predictions to the derivatives of the cost.

Shapes of layer l, with n neurons after a layer of n_prev: dW (n, n_prev), db (n, 1), dA_prev (n_prev, m), dZ (n, m).
dZ and dA hold derivatives of every example's loss; the 1/m of the cost comes in with dW and db.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from dlutils.activations import ACTIVATIONS
from dlutils.deep_forward import Array, Cache, LinearCache
from dlutils.guard import float_array, require_shape
from dlutils.network_guard import HIDDEN, examples, layer_activations, require_known
from dlutils.softmax import softmax_backward


def linear_backward(dZ: ArrayLike, cache: LinearCache) -> tuple[Array, Array, Array]:
    """Return the derivatives of one layer's inputs, weights and biases from those of its weighted sums.

    Implements eq-linear-backward.

    Parameters
    ----------
    dZ : array_like, shape (n, m)
        Derivative of every example's loss with respect to Z.
    cache : tuple
        (A_prev, W, b), from `linear_forward`.

    Returns
    -------
    dA_prev : ndarray, shape (n_prev, m)
        Derivative of every example's loss with respect to A_prev.
    dW : ndarray, shape (n, n_prev)
        Derivative of the cost.
    db : ndarray, shape (n, 1)
        Derivative of the cost.

    Raises
    ------
    ValueError
        If the shape of `dZ` does not fit.

    Examples
    --------
    >>> linear_backward([[1.0]], ([[1.0], [2.0]], [[3.0, 4.0]], [[0.5]]))[1]
    array([[1., 2.]])
    """
    A_prev, W, _ = (float_array(name, part) for name, part in zip(("A_prev", "W", "b"), cache, strict=True))
    dZ = float_array("dZ", dZ)
    require_shape("dZ", dZ, (len(W), A_prev.shape[1]))
    dW, db = _parameter_gradients(dZ, A_prev)
    dA_prev = W.T @ dZ  # (n_prev, n) @ (n, m) -> (n_prev, m)
    return dA_prev, dW, db


def linear_activation_backward(dA: ArrayLike, cache: Cache, activation: str) -> tuple[Array, Array, Array]:
    """Return the derivatives of one layer's inputs, weights and biases from those of its activations.

    Implements eq-activation-backward and eq-linear-backward.

    Parameters
    ----------
    dA : array_like, shape (n, m)
        Derivative of every example's loss with respect to A.
    cache : tuple
        ((A_prev, W, b), Z), from `linear_activation_forward`.
    activation : str
        That of the layer.

    Returns
    -------
    dA_prev : ndarray, shape (n_prev, m)
        Derivative of every example's loss with respect to A_prev.
    dW : ndarray, shape (n, n_prev)
        Derivative of the cost.
    db : ndarray, shape (n, 1)
        Derivative of the cost.

    Raises
    ------
    ValueError
        If the shape of `dA` does not fit, or the activation is unknown.

    Examples
    --------
    >>> cache = (([[1.0], [2.0]], [[3.0, 4.0]], [[0.5]]), [[11.5]])
    >>> linear_activation_backward([[1.0]], cache, "relu")[0]
    array([[3.],
           [4.]])
    """
    require_known("activation", activation, HIDDEN)
    linear_cache, Z = cache
    return linear_backward(_activation_backward(dA, Z, activation), linear_cache)


def L_model_backward(  # noqa: N802  # the name that the assignments have for it
    AL: ArrayLike, Y: ArrayLike, caches: Sequence[Cache], activations: Sequence[str] | None = None
) -> dict[str, Array]:
    """Return the derivatives of the cost with respect to all parameters, from the last layer to the first.

    Implements eq-deep-output, eq-activation-backward and eq-linear-backward. The derivative with respect to AL divides
    by AL (1 - AL), which may be 0; g' multiplies by it again. The product is AL - Y, always finite, so we start there.

    Parameters
    ----------
    AL : array_like, shape (n_y, m)
        Predictions, of the sigmoid or softmax.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1; for softmax with a single 1 in each column.
    caches : sequence of L tuples
        ((A_prev, W, b), Z) of every layer, from `L_model_forward`.
    activations : sequence of str, optional
        One for each layer; by default ReLU, and the sigmoid in the last.

    Returns
    -------
    dict
        ``dW1``, ``db1``, …, ``dWL``, ``dbL``, and ``dA1``, …, ``dA{L-1}``. There is no ``dA0``: X is given, and its
        derivative would be as dear as the whole way forward through the first layer.

    Raises
    ------
    ValueError
        If a shape does not fit, there is no layer, or `activations` does not fit.

    Examples
    --------
    >>> from dlutils.deep_forward import L_model_forward
    >>> AL, caches = L_model_forward([[2.0]], {"W1": [[1.0]], "b1": [[-2.0]]})
    >>> L_model_backward(AL, [[1]], caches)
    {'dW1': array([[-1.]]), 'db1': array([[-0.5]])}
    """
    AL = examples("AL", AL)
    Y = float_array("Y", Y).astype(AL.dtype, copy=False)  # so that float32 stays float32
    require_shape("Y", Y, AL.shape)
    if not caches:
        raise ValueError("caches must hold at least one layer; got none. Pass what L_model_forward returned.")
    names = layer_activations(activations, len(caches))
    grads: dict[str, Array] = {}
    dZ = AL - Y  # (n_y, m)
    for layer in range(len(caches), 1, -1):
        linear_cache, Z_prev = caches[layer - 1][0], caches[layer - 2][1]
        dA_prev, grads[f"dW{layer}"], grads[f"db{layer}"] = linear_backward(dZ, linear_cache)
        grads[f"dA{layer - 1}"] = dA_prev
        dZ = _activation_backward(dA_prev, Z_prev, names[layer - 2])
    (X, _, _), _ = caches[0]
    grads["dW1"], grads["db1"] = _parameter_gradients(dZ, X)
    return grads


def _parameter_gradients(dZ: Array, A_prev: Array) -> tuple[Array, Array]:
    """Return dW and db of a layer: the first two lines of eq-linear-backward."""
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m  # (n, m) @ (m, n_prev) -> (n, n_prev)
    db = np.sum(dZ, axis=1, keepdims=True) / m  # (n, 1)
    return dW, db


def _activation_backward(dA: ArrayLike, Z: ArrayLike, activation: str) -> Array:
    """Return dZ of a layer: eq-activation-backward."""
    dA, Z = float_array("dA", dA), float_array("Z", Z)
    require_shape("dA", dA, Z.shape)
    if activation == "softmax":
        return softmax_backward(dA, Z)
    derivative = ACTIVATIONS[activation][1]
    return dA * derivative(Z)
