"""The way forward through L layers: from X to the predictions and the cost.

Shapes of layer l, with n neurons after a layer of n_prev: W (n, n_prev), b (n, 1), A_prev (n_prev, m), Z and A (n, m).
A cache is ((A_prev, W, b), Z).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.activations import ACTIVATIONS, softmax
from dlutils.categorical_losses import categorical_cross_entropy, categorical_cross_entropy_from_logits
from dlutils.guard import float_array
from dlutils.initialization import initialize_parameters_random
from dlutils.losses import binary_cross_entropy, binary_cross_entropy_from_logits, cost
from dlutils.network_guard import HIDDEN, OUTPUTS, examples, layer_activations, layers, require_known, require_layer

Array = NDArray[np.floating]
LinearCache = tuple[Array, Array, Array]
Cache = tuple[LinearCache, Array]


def initialize_parameters_deep(layer_dims: Sequence[int], rng: np.random.Generator | None = None) -> dict[str, Array]:
    """Return small random weights and zero biases for every layer.

    Implements eq-small-random. For a network of many layers start from `initialize_parameters_he` instead.

    Parameters
    ----------
    layer_dims : sequence of int
        Number of neurons of every layer, the input first.
    rng : numpy.random.Generator, optional
        Source of randomness; by default a new one, different in every call.

    Returns
    -------
    dict
        ``W1`` (n_1, n_x), ``b1`` (n_1, 1), …, ``WL``, ``bL``.

    Raises
    ------
    ValueError
        If there are fewer than two sizes, or one is no whole number of at least 1.

    Examples
    --------
    >>> [array.shape for array in initialize_parameters_deep([5, 4, 3]).values()]
    [(4, 5), (4, 1), (3, 4), (3, 1)]
    """
    return initialize_parameters_random(layer_dims, rng)


def linear_forward(A: ArrayLike, W: ArrayLike, b: ArrayLike) -> tuple[Array, LinearCache]:
    """Return the weighted sums of one layer.

    Implements eq-linear-forward.

    Parameters
    ----------
    A : array_like, shape (n_prev, m)
        Activations of the layer before; X for the first.
    W : array_like, shape (n, n_prev)
        Weights, one row per neuron.
    b : array_like, shape (n, 1)
        Biases.

    Returns
    -------
    Z : ndarray, shape (n, m)
        W A + b.
    cache : tuple
        (A, W, b), for the way back.

    Raises
    ------
    ValueError
        If a shape does not fit, or there is no example.

    Examples
    --------
    >>> linear_forward([[1.0], [2.0]], [[3.0, 4.0]], [[0.5]])[0]
    array([[11.5]])
    """
    A, W, b = examples("A", A), float_array("W", W), float_array("b", b)
    require_layer(W, b, len(A))
    Z = W @ A + b  # (n, n_prev) @ (n_prev, m) -> (n, m)
    return Z, (A, W, b)


def linear_activation_forward(A_prev: ArrayLike, W: ArrayLike, b: ArrayLike, activation: str) -> tuple[Array, Cache]:
    """Return the activations of one layer.

    Implements eq-linear-forward and eq-activation-forward.

    Parameters
    ----------
    A_prev : array_like, shape (n_prev, m)
        Activations of the layer before; X for the first.
    W : array_like, shape (n, n_prev)
        Weights, one row per neuron.
    b : array_like, shape (n, 1)
        Biases.
    activation : str
        ``"relu"``, ``"sigmoid"``, ``"tanh"``, ``"leaky_relu"``, ``"linear"`` or ``"softmax"``.

    Returns
    -------
    A : ndarray, shape (n, m)
        g(W A_prev + b).
    cache : tuple
        ((A_prev, W, b), Z), for the way back.

    Raises
    ------
    ValueError
        If a shape does not fit, there is no example, or the activation is unknown.

    Examples
    --------
    >>> linear_activation_forward([[1.0], [2.0]], [[3.0, -4.0]], [[0.5]], "relu")[0]
    array([[0.]])
    """
    require_known("activation", activation, HIDDEN)
    Z, linear_cache = linear_forward(A_prev, W, b)
    g = softmax if activation == "softmax" else ACTIVATIONS[activation][0]
    A = g(Z)
    return A, (linear_cache, Z)


def L_model_forward(  # noqa: N802  # the name that the assignments have for it
    X: ArrayLike, parameters: Mapping[str, ArrayLike], activations: Sequence[str] | None = None
) -> tuple[Array, list[Cache]]:
    """Return the predictions for all examples, and the cache of every layer.

    Implements eq-deep-forward.

    Parameters
    ----------
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    parameters : mapping
        ``W1``, ``b1``, …, ``WL``, ``bL``.
    activations : sequence of str, optional
        One for each layer; by default ReLU, and the sigmoid in the last.

    Returns
    -------
    AL : ndarray, shape (n_y, m)
        Activations of the last layer.
    caches : list of L tuples
        ((A_prev, W, b), Z) of every layer.

    Raises
    ------
    ValueError
        If a shape does not fit, there is no example, a parameter is missing, or `activations` does not fit.

    Examples
    --------
    >>> AL, caches = L_model_forward([[2.0]], {"W1": [[1.0]], "b1": [[-2.0]]})
    >>> AL, len(caches)
    (array([[0.5]]), 1)
    """
    A = examples("X", X)
    pairs = layers(parameters, len(A))
    caches = []
    for (W, b), activation in zip(pairs, layer_activations(activations, len(pairs)), strict=True):
        A, cache = linear_activation_forward(A, W, b, activation)
        caches.append(cache)
    return A, caches


def compute_cost(AL: ArrayLike, Y: ArrayLike, activation: str = "sigmoid") -> float:
    """Return the mean loss of m examples from the predictions.

    Implements eq-deep-cost and, for softmax, eq-deep-cost-softmax. A certain and wrong prediction costs infinity.

    Parameters
    ----------
    AL : array_like, shape (n_y, m)
        Predicted probabilities.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1; for softmax with a single 1 in each column.
    activation : str
        That of the last layer: ``"sigmoid"``, every output a question of its own, or ``"softmax"``, one question.

    Returns
    -------
    float
        The cross-entropy, summed over the outputs, averaged over the examples.

    Raises
    ------
    ValueError
        If the shapes differ, there is no example, or `activation` is another one.

    Examples
    --------
    >>> round(compute_cost([[0.5, 0.5]], [[0, 1]]), 4)
    0.6931
    """
    require_known("activation", activation, OUTPUTS)
    loss = binary_cross_entropy if activation == "sigmoid" else categorical_cross_entropy
    return cost(np.sum(loss(examples("AL", AL), Y), axis=0))


def cost_from_logits(ZL: ArrayLike, Y: ArrayLike, activation: str = "sigmoid") -> float:
    """Return the mean loss of m examples from the weighted sums of the last layer; finite where those are.

    Implements eq-deep-cost-logits.

    Parameters
    ----------
    ZL : array_like, shape (n_y, m)
        Z of the last layer: ``caches[-1][1]``.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1; for softmax with a single 1 in each column.
    activation : str
        That of the last layer: ``"sigmoid"`` or ``"softmax"``.

    Returns
    -------
    float
        The cost that `compute_cost` gives in exact arithmetic.

    Raises
    ------
    ValueError
        If the shapes differ, there is no example, or `activation` is another one.

    Examples
    --------
    >>> cost_from_logits([[-1000.0]], [[1]])
    1000.0
    """
    require_known("activation", activation, OUTPUTS)
    loss = binary_cross_entropy_from_logits if activation == "sigmoid" else categorical_cross_entropy_from_logits
    return cost(np.sum(loss(examples("ZL", ZL), Y), axis=0))
