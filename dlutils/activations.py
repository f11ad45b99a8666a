"""Activation functions, each beside its derivative."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.guard import float_array
from dlutils.softmax import softmax as softmax  # an activation too; it has a file of its own

Function = Callable[[ArrayLike], NDArray[np.floating]]

LEAK = 0.01  # the slope of leaky ReLU left of 0


def sigmoid(z: ArrayLike) -> NDArray[np.floating]:
    """Squash every number into (0, 1) without overflow.

    Implements eq-sigmoid in the form of eq-sigmoid-stable.

    Parameters
    ----------
    z : array_like
        Any shape, any finite value; nan is passed on.

    Returns
    -------
    ndarray
        The shape of `z`; 1 / (1 + exp(-z)) entry by entry.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    z = float_array("z", z)
    # exp only ever sees a number <= 0, so it cannot overflow. Above the line stands 1 for z >= 0, else exp(z).
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def sigmoid_derivative(z: ArrayLike) -> NDArray[np.floating]:
    """Return the slope of the sigmoid at every number.

    Implements eq-sigmoid-derivative. Written as s(z) s(-z), since 1 - s(z) loses all digits where s(z) is near 1.

    Parameters
    ----------
    z : array_like
        Any shape, any finite value.

    Returns
    -------
    ndarray
        The shape of `z`; between 0 and 1/4.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> float(sigmoid_derivative(0.0))
    0.25
    """
    z = float_array("z", z)
    return sigmoid(z) * sigmoid(-z)


def tanh(z: ArrayLike) -> NDArray[np.floating]:
    """Squash every number into (-1, 1), with 0 staying 0.

    Implements eq-tanh; NumPy's own tanh is right for every number, where the textbook form overflows.

    Parameters
    ----------
    z : array_like
        Any shape, any finite value; nan is passed on.

    Returns
    -------
    ndarray
        The shape of `z`; (exp(z) - exp(-z)) / (exp(z) + exp(-z)) entry by entry.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> tanh([-1000.0, 0.0, 1000.0])
    array([-1.,  0.,  1.])
    """
    return np.tanh(float_array("z", z))


def tanh_derivative(z: ArrayLike) -> NDArray[np.floating]:
    """Return the slope of tanh at every number.

    Implements eq-tanh-derivative in the form of eq-tanh-derivative-stable, since 1 - tanh(z)^2 loses all digits
    where tanh(z) is near 1 or -1.

    Parameters
    ----------
    z : array_like
        Any shape, any finite value; nan is passed on.

    Returns
    -------
    ndarray
        The shape of `z`; between 0 and 1.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> tanh_derivative([-1000.0, 0.0, 1000.0])
    array([0., 1., 0.])
    """
    e = np.exp(-np.abs(float_array("z", z)))
    return (2 * e / (1 + e * e)) ** 2


def relu(z: ArrayLike) -> NDArray[np.floating]:
    """Keep what is positive, and put 0 in place of the rest.

    Implements eq-relu.

    Parameters
    ----------
    z : array_like
        Any shape, any value; nan is passed on.

    Returns
    -------
    ndarray
        The shape of `z`; max(0, z) entry by entry.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> relu([-1000.0, 0.0, 1000.0])
    array([   0.,    0., 1000.])
    """
    return np.maximum(0, float_array("z", z))


def relu_derivative(z: ArrayLike) -> NDArray[np.floating]:
    """Return the slope of ReLU at every number: 1 where it is positive, else 0.

    Implements eq-relu-derivative. At 0 there is a corner and no slope; it counts as 0, the slope on the left.

    Parameters
    ----------
    z : array_like
        Any shape, any value; a nan counts as not positive.

    Returns
    -------
    ndarray
        The shape of `z`; 0 or 1.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> relu_derivative([-1000.0, 0.0, 1000.0])
    array([0., 0., 1.])
    """
    z = float_array("z", z)
    return (z > 0).astype(z.dtype)


def leaky_relu(z: ArrayLike) -> NDArray[np.floating]:
    """Keep what is positive, and shrink the rest to a hundredth.

    Implements eq-leaky-relu.

    Parameters
    ----------
    z : array_like
        Any shape, any value; nan is passed on.

    Returns
    -------
    ndarray
        The shape of `z`; max(0.01 z, z) entry by entry.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> leaky_relu([-1000.0, 0.0, 1000.0])
    array([ -10.,    0., 1000.])
    """
    z = float_array("z", z)
    return np.maximum(LEAK * z, z)


def leaky_relu_derivative(z: ArrayLike) -> NDArray[np.floating]:
    """Return the slope of leaky ReLU at every number: 1 where it is positive, else 0.01.

    Implements eq-leaky-relu-derivative. At 0 there is a corner; the slope there counts as 0.01, that on the left.

    Parameters
    ----------
    z : array_like
        Any shape, any value; a nan counts as not positive.

    Returns
    -------
    ndarray
        The shape of `z`; 0.01 or 1.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> leaky_relu_derivative([-1000.0, 0.0, 1000.0])
    array([0.01, 0.01, 1.  ])
    """
    return np.maximum(LEAK, relu_derivative(z))


def linear(z: ArrayLike) -> NDArray[np.floating]:
    """Return every number as it is: the output layer of a network that predicts any number, such as a price.

    Implements eq-linear.

    Parameters
    ----------
    z : array_like
        Any shape, any value.

    Returns
    -------
    ndarray
        A copy of `z`.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> linear([-1000, 0, 1000])
    array([-1000.,     0.,  1000.])
    """
    return +float_array("z", z)  # the sign makes a copy, so that a change of the result leaves z alone


def linear_derivative(z: ArrayLike) -> NDArray[np.floating]:
    """Return the slope of the linear activation, which is 1 everywhere.

    Implements eq-linear-derivative.

    Parameters
    ----------
    z : array_like
        Any shape, any value.

    Returns
    -------
    ndarray
        The shape of `z`; ones.

    Raises
    ------
    TypeError
        If `z` does not hold real numbers.

    Examples
    --------
    >>> linear_derivative([-1000.0, 0.0])
    array([1., 1.])
    """
    return np.ones_like(float_array("z", z))


# Each activation and its derivative, both of Z, by the name that a layer gives. Softmax is not of this kind: it has
# no slope entry by entry.
ACTIVATIONS: dict[str, tuple[Function, Function]] = {
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
    "leaky_relu": (leaky_relu, leaky_relu_derivative),
    "linear": (linear, linear_derivative),
}
