"""Guards of networks: sizes of layers, names of activations, and arrays that must fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.activations import ACTIVATIONS
from dlutils.guard import float_array, require_shape

Array = NDArray[np.floating]

HIDDEN = (*ACTIVATIONS, "softmax")
OUTPUTS = ("sigmoid", "softmax")  # those that the cross-entropy belongs to


def whole_number(name: str, value: Any) -> int:
    """Return a count as an int.

    Parameters
    ----------
    name : str
        What the argument is called, for the error message.
    value : int
        The argument.

    Returns
    -------
    int
        At least 1.

    Raises
    ------
    ValueError
        If it is no whole number of at least 1.

    Examples
    --------
    >>> whole_number("m", 0)
    Traceback (most recent call last):
    ...
    ValueError: m must be a whole number of at least 1; got 0. Count what there is.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1; got {value!r}. Count what there is.")
    return int(value)


def whole_layer_dims(name: str, layer_dims: Sequence[int]) -> tuple[int, ...]:
    """Return the sizes of the layers as a tuple of int.

    Parameters
    ----------
    name : str
        What the argument is called, for the error message.
    layer_dims : sequence of int
        Number of neurons of every layer, the input first.

    Returns
    -------
    tuple of int
        At least two numbers, each at least 1.

    Raises
    ------
    ValueError
        If there are fewer than two numbers, or one is no whole number of at least 1.

    Examples
    --------
    >>> whole_layer_dims("layer_dims", [3])
    Traceback (most recent call last):
    ...
    ValueError: layer_dims must hold the sizes of the input and of one layer or more; got [3]. Write [n_x, ..., n_y].
    """
    dims = tuple(whole_number(f"{name}[{layer}]", n) for layer, n in enumerate(layer_dims))
    if len(dims) < 2:
        raise ValueError(
            f"{name} must hold the sizes of the input and of one layer or more; got {list(dims)}. "
            "Write [n_x, ..., n_y]."
        )
    return dims


def examples(name: str, X: ArrayLike) -> Array:
    """Return a matrix of examples as an array of floats.

    Parameters
    ----------
    name : str
        What the argument is called, for the error message.
    X : array_like, shape (n, m)
        Columns are examples.

    Returns
    -------
    ndarray, shape (n, m)
        float32 or float64; `X` itself where it is one of them.

    Raises
    ------
    ValueError
        If `X` is no matrix, or has no row or no column.
    TypeError
        If `X` does not hold real numbers.

    Examples
    --------
    >>> examples("X", [1.0, 2.0])
    Traceback (most recent call last):
    ...
    ValueError: X must have shape (n, m), n and m at least 1; got (2,). Columns are examples.
    """
    X = float_array(name, X)
    if X.ndim != 2 or X.size == 0:
        raise ValueError(f"{name} must have shape (n, m), n and m at least 1; got {X.shape}. Columns are examples.")
    return X


def require_layer(W: Array, b: Array, n_prev: int, layer: str = "") -> None:
    """Raise ValueError unless weights and biases fit each other and the layer before.

    Parameters
    ----------
    W, b : ndarray, shapes (n, n_prev) and (n, 1)
        Weights and biases.
    n_prev : int
        Number of neurons of the layer before.
    layer : str
        What follows the names W and b in the error message.

    Raises
    ------
    ValueError
        If a shape does not fit.

    Examples
    --------
    >>> require_layer(np.zeros((3, 2)), np.zeros((2, 1)), n_prev=3)
    Traceback (most recent call last):
    ...
    ValueError: W must have shape (2, 3); got (3, 2). The rows are this layer, the columns the one before.
    """
    fits = W.ndim == 2 and W.shape[1] == n_prev
    n = len(W) if fits else b.size  # where W is wrong, b knows how many neurons were meant
    if W.shape != (n, n_prev):
        raise ValueError(
            f"W{layer} must have shape {(n, n_prev)}; got {W.shape}. "
            "The rows are this layer, the columns the one before."
        )
    require_shape(f"b{layer}", b, (n, 1))


def layers(parameters: Mapping[str, ArrayLike], n_x: int) -> list[tuple[Array, Array]]:
    """Return the weights and biases of a network, layer by layer.

    Parameters
    ----------
    parameters : mapping
        ``W1``, ``b1``, …, ``WL``, ``bL``, of shapes (n, n_prev) and (n, 1).
    n_x : int
        Number of features, which the first layer must fit.

    Returns
    -------
    list of (W, b)
        One pair for each layer.

    Raises
    ------
    ValueError
        If a name is missing, or a shape does not fit the layer before.
    TypeError
        If an array does not hold real numbers.

    Examples
    --------
    >>> len(layers({"W1": np.zeros((4, 3)), "b1": np.zeros((4, 1))}, n_x=3))
    1
    """
    L = len(parameters) // 2
    if L == 0 or set(parameters) != {f"{kind}{layer}" for kind in "Wb" for layer in range(1, L + 1)}:
        raise ValueError(f"parameters must be named W1, b1, W2, b2, ...; got {sorted(parameters)}. Name every layer.")
    found, n_prev = [], n_x
    for layer in range(1, L + 1):
        W, b = float_array(f"W{layer}", parameters[f"W{layer}"]), float_array(f"b{layer}", parameters[f"b{layer}"])
        require_layer(W, b, n_prev, str(layer))
        found.append((W, b))
        n_prev = len(W)
    return found


def require_known(name: str, value: str, known: Sequence[str]) -> None:
    """Raise ValueError unless `value` is one of the names.

    Parameters
    ----------
    name : str
        What the argument is called, for the error message.
    value : str
        The argument.
    known : sequence of str
        The names that it may be.

    Raises
    ------
    ValueError
        If it is none of them.

    Examples
    --------
    >>> require_known("activation", "reul", ("relu", "tanh"))
    Traceback (most recent call last):
    ...
    ValueError: activation must be one of relu, tanh; got 'reul'. Use one of these names.
    """
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}; got {value!r}. Use one of these names.")


def layer_activations(activations: Sequence[str] | None, L: int) -> tuple[str, ...]:
    """Return the name of the activation of every layer.

    Parameters
    ----------
    activations : sequence of str or None
        One name for each layer; None for ReLU in the hidden layers and the sigmoid in the last.
    L : int
        Number of layers, at least 1.

    Returns
    -------
    tuple of str
        L names.

    Raises
    ------
    ValueError
        If there are not L names, one is unknown, or the last is neither the sigmoid nor softmax.

    Examples
    --------
    >>> layer_activations(None, 3)
    ('relu', 'relu', 'sigmoid')
    """
    names = ("relu",) * (L - 1) + ("sigmoid",) if activations is None else tuple(activations)
    if isinstance(activations, str) or len(names) != L:
        raise ValueError(f"activations must be {L} names, one for each layer; got {activations!r}. Name every layer.")
    for layer, name in enumerate(names[:-1], 1):
        require_known(f"the activation of layer {layer}", name, HIDDEN)
    require_known("the activation of the last layer", names[-1], OUTPUTS)
    return names
