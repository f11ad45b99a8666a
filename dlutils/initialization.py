"""Where training starts: zeros, small random numbers, and random numbers of the right size.

Every function takes the sizes of the layers, the input first, and returns ``W1`` (n_1, n_x), ``b1`` (n_1, 1), …
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dlutils.network_guard import whole_layer_dims

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
    return _random(layers_dims, lambda n_prev, n: np.sqrt(2 / n_prev), rng)


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
