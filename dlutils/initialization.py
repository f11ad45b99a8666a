"""Where training starts: zeros, small random numbers, and random numbers of the right size.

Every start takes the sizes of the layers, the input first, and returns ``W1`` (n_1, n_x), ``b1`` (n_1, 1), … What a
start does to a signal on its way through the layers, `signal_sizes` measures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.activations import ACTIVATIONS
from dlutils.network_guard import examples, layers, require_known, whole_layer_dims, whole_number

Parameters = dict[str, NDArray[np.floating]]

SMALL = 0.01  # the factor of the documents


def initialize_parameters_zeros(layers_dims: Sequence[int]) -> Parameters:
    """Return zero weights and zero biases. Only for the experiment: all neurons of a layer then stay alike.

    Implements eq-zero-layers.

    Parameters
    ----------
    layers_dims : sequence of int
        Number of neurons of every layer, the input first.

    Returns
    -------
    dict
        ``W1`` (n_1, n_x), ``b1`` (n_1, 1), …, all 0.

    Raises
    ------
    ValueError
        If there are fewer than two sizes, or one is no whole number of at least 1.

    Examples
    --------
    >>> initialize_parameters_zeros([2, 1])
    {'W1': array([[0., 0.]]), 'b1': array([[0.]])}
    """
    dims = whole_layer_dims("layers_dims", layers_dims)
    parameters: Parameters = {}
    for layer, (n_prev, n) in enumerate(pairwise(dims), 1):
        parameters[f"W{layer}"] = np.zeros((n, n_prev))
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def initialize_parameters_random(layers_dims: Sequence[int], rng: np.random.Generator | None = None) -> Parameters:
    """Return small random weights and zero biases.

    Implements eq-small-random. Good for one hidden layer; through many layers such weights let the signal die out.

    Parameters
    ----------
    layers_dims : sequence of int
        Number of neurons of every layer, the input first.
    rng : numpy.random.Generator, optional
        Source of randomness; by default a new one, different in every call.

    Returns
    -------
    dict
        ``W1`` (n_1, n_x) of normal random numbers of standard deviation 0.01, ``b1`` (n_1, 1) of zeros, …

    Raises
    ------
    ValueError
        If there are fewer than two sizes, or one is no whole number of at least 1.

    Examples
    --------
    >>> initialize_parameters_random([2, 1], np.random.default_rng(0))["W1"].round(5)
    array([[ 0.00126, -0.00132]])
    """
    return _random(layers_dims, lambda n_prev, n: SMALL, rng)


def initialize_parameters_xavier(layers_dims: Sequence[int], rng: np.random.Generator | None = None) -> Parameters:
    """Return random weights of a size that suits tanh, and zero biases.

    Implements eq-xavier, from X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward
    neural networks", 2010.

    Parameters
    ----------
    layers_dims : sequence of int
        Number of neurons of every layer, the input first.
    rng : numpy.random.Generator, optional
        Source of randomness; by default a new one, different in every call.

    Returns
    -------
    dict
        ``W1`` (n_1, n_x) of normal random numbers of variance 2 / (n_x + n_1), ``b1`` (n_1, 1) of zeros, …

    Raises
    ------
    ValueError
        If there are fewer than two sizes, or one is no whole number of at least 1.

    Examples
    --------
    >>> initialize_parameters_xavier([1, 1], np.random.default_rng(0))["W1"].round(5)
    array([[0.12573]])
    """
    return _random(layers_dims, lambda n_prev, n: np.sqrt(2 / (n_prev + n)), rng)


def initialize_parameters_he(layers_dims: Sequence[int], rng: np.random.Generator | None = None) -> Parameters:
    """Return random weights of a size that suits ReLU, and zero biases.

    Implements eq-he, from K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", 2015.

    Parameters
    ----------
    layers_dims : sequence of int
        Number of neurons of every layer, the input first.
    rng : numpy.random.Generator, optional
        Source of randomness; by default a new one, different in every call.

    Returns
    -------
    dict
        ``W1`` (n_1, n_x) of normal random numbers of variance 2 / n_x, ``b1`` (n_1, 1) of zeros, …

    Raises
    ------
    ValueError
        If there are fewer than two sizes, or one is no whole number of at least 1.

    Examples
    --------
    >>> initialize_parameters_he([2, 1], np.random.default_rng(0))["W1"].round(5)
    array([[ 0.12573, -0.1321 ]])
    """
    return _random(layers_dims, lambda n_prev, n: standard_deviation_he(n_prev), rng)


def standard_deviation_he(n_prev: int) -> float:
    """Return the standard deviation of weights that keep the size of a signal through ReLU: the root in eq-he.

    Parameters
    ----------
    n_prev : int
        Number of neurons of the layer before, at least 1.

    Returns
    -------
    float
        The root of 2 / n_prev.

    Raises
    ------
    ValueError
        If `n_prev` is no whole number of at least 1.

    Examples
    --------
    >>> standard_deviation_he(200)
    0.1
    """
    return math.sqrt(2 / whole_number("n_prev", n_prev))


def signal_sizes(X: ArrayLike, parameters: Mapping[str, ArrayLike], activation: str) -> list[float]:
    """Return how large the activations of every layer are: the root of the mean of their squares.

    Parameters
    ----------
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    parameters : mapping
        ``W1``, ``b1``, …, ``WL``, ``bL``.
    activation : str
        That of all layers, the last included: ``"tanh"``, ``"relu"``, ``"sigmoid"``, ``"leaky_relu"`` or ``"linear"``.

    Returns
    -------
    list of L floats
        For each layer the root of the mean of A^2, over all its neurons and all examples.

    Raises
    ------
    ValueError
        If a shape does not fit, there is no example, a parameter is missing, or the activation is unknown.

    Examples
    --------
    >>> signal_sizes([[3.0, 4.0]], {"W1": [[2.0], [-1.0]], "b1": [[0.0], [0.0]]}, "relu")
    [5.0]
    """
    A = examples("X", X)
    require_known("activation", activation, tuple(ACTIVATIONS))
    g, _ = ACTIVATIONS[activation]
    sizes = []
    for W, b in layers(parameters, len(A)):
        A = g(W @ A + b)  # (n, n_prev) @ (n_prev, m) -> (n, m)
        sizes.append(float(np.sqrt(np.mean(A**2))))
    return sizes


def _random(
    layers_dims: Sequence[int], deviation: Callable[[int, int], float], rng: np.random.Generator | None
) -> Parameters:
    """Return normal random weights, whose standard deviation depends on (n_prev, n), and zero biases."""
    dims = whole_layer_dims("layers_dims", layers_dims)
    rng = np.random.default_rng() if rng is None else rng
    parameters: Parameters = {}
    for layer, (n_prev, n) in enumerate(pairwise(dims), 1):
        parameters[f"W{layer}"] = deviation(n_prev, n) * rng.standard_normal((n, n_prev))
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters
