"""Losses of predicted labels and of predicted numbers; and the cost, the mean of the losses over the examples.

The losses of n classes are in `dlutils.categorical_losses`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.activations import sigmoid
from dlutils.guard import float_array, require_shape


def _pair(name: str, A: ArrayLike, Y: ArrayLike, other: str = "Y") -> tuple[NDArray[Any], NDArray[Any]]:
    """Return both as arrays of floats, of the first one's dtype; raise unless they have one shape."""
    A, Y = float_array(name, A), float_array(other, Y)
    require_shape(other, Y, A.shape)
    return A, Y.astype(A.dtype)


def _minus_x_log_y(x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    """Return -x log y entry by entry, where 0 log 0 is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(x == 0, x, -x * np.log(y))


def binary_cross_entropy(A: ArrayLike, Y: ArrayLike) -> NDArray[np.floating]:
    """Return the loss of every example from its predicted probability.

    Implements eq-cross-entropy-loss. A term whose factor is 0 counts as 0, so a certain and right
    prediction costs nothing; a certain and wrong one costs infinity. From logits use
    `binary_cross_entropy_from_logits`, which stays finite.

    Parameters
    ----------
    A : array_like, shape (1, m)
        Predicted probabilities of y = 1, in [0, 1].
    Y : array_like, shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    ndarray, shape (1, m)
        -(y log a + (1 - y) log(1 - a)) for every example.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> binary_cross_entropy([[0.5, 1.0]], [[1, 1]]).round(4)
    array([[0.6931, 0.    ]])
    """
    A, Y = _pair("A", A, Y)
    return _minus_x_log_y(Y, A) + _minus_x_log_y(1 - Y, 1 - A)


def binary_cross_entropy_from_logits(Z: ArrayLike, Y: ArrayLike) -> NDArray[np.floating]:
    """Return the loss of every example from z, before the sigmoid; finite for every finite z.

    Implements eq-cross-entropy-logits.

    Parameters
    ----------
    Z : array_like, shape (1, m)
        Logits: w.T x + b of every example.
    Y : array_like, shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    ndarray, shape (1, m)
        log(1 + exp(z)) - y z for every example.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> binary_cross_entropy_from_logits([[0.0, -1000.0]], [[1, 1]]).round(4)
    array([[6.931e-01, 1.000e+03]])
    """
    Z, Y = _pair("Z", Z, Y)
    return np.logaddexp(Z.dtype.type(0), Z) - Y * Z


def binary_cross_entropy_derivative(A: ArrayLike, Y: ArrayLike) -> NDArray[np.floating]:
    """Return the derivative of every example's loss with respect to its prediction a.

    Implements eq-loss-derivative.

    Parameters
    ----------
    A : array_like, shape (1, m)
        Predicted probabilities of y = 1, strictly between 0 and 1.
    Y : array_like, shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    ndarray, shape (1, m)
        -y / a + (1 - y) / (1 - a) for every example.

    Raises
    ------
    ValueError
        If the shapes differ, or an entry of `A` is not strictly between 0 and 1.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> binary_cross_entropy_derivative([[0.5]], [[1]])
    array([[-2.]])
    """
    A, Y = _pair("A", A, Y)
    if not ((A > 0) & (A < 1)).all():
        raise ValueError("A must lie strictly between 0 and 1; got 0, 1 or beyond. Differentiate by z instead: A - Y.")
    return -Y / A + (1 - Y) / (1 - A)


def binary_cross_entropy_from_logits_derivative(Z: ArrayLike, Y: ArrayLike) -> NDArray[np.floating]:
    """Return the derivative of every example's loss with respect to its z, before the sigmoid.

    Implements eq-cross-entropy-logits-derivative.

    Parameters
    ----------
    Z : array_like, shape (1, m)
        Logits: w.T x + b of every example; any finite value.
    Y : array_like, shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    ndarray, shape (1, m)
        a - y for every example, where a = sigmoid(z); between -1 and 1.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> binary_cross_entropy_from_logits_derivative([[0.0, -1000.0]], [[1, 1]])
    array([[-0.5, -1. ]])
    """
    Z, Y = _pair("Z", Z, Y)
    return sigmoid(Z) - Y


def cost(loss: ArrayLike) -> float:
    """Return the mean of the losses of m examples.

    Implements eq-cost.

    Parameters
    ----------
    loss : array_like, shape (1, m)
        The loss of every example.

    Returns
    -------
    float
        Their sum, divided by m.

    Raises
    ------
    ValueError
        If there is no example.
    TypeError
        If `loss` does not hold real numbers.

    Examples
    --------
    >>> cost([[1.0, 2.0, 6.0]])
    3.0
    """
    loss = float_array("loss", loss)
    if loss.size == 0:
        raise ValueError("loss must hold at least one example; got none. Check how X and Y were sliced.")
    return float(loss.sum() / loss.size)


def L1(yhat: ArrayLike, y: ArrayLike) -> float:  # noqa: N802  # the name that assignments have for it
    """Return the sum of the absolute errors.

    Implements eq-l1.

    Parameters
    ----------
    yhat : array_like
        Predicted numbers, any shape.
    y : array_like
        True numbers, the same shape.

    Returns
    -------
    float
        The sum of abs(yhat - y) over all entries.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> L1([1.0, 2.0, 6.0], [1, 3, 3])
    4.0
    """
    yhat, y = _pair("yhat", yhat, y, "y")
    return float(np.sum(np.abs(yhat - y)))


def L1_derivative(yhat: ArrayLike, y: ArrayLike) -> NDArray[np.floating]:  # noqa: N802
    """Return the derivative of L1 with respect to every prediction.

    Implements eq-l1-derivative. A right prediction sits at a corner without a slope; it counts as 0.

    Parameters
    ----------
    yhat, y : array_like
        Predicted and true numbers, of one shape.

    Returns
    -------
    ndarray
        The shape of `yhat`; the sign of yhat - y: -1, 0 or 1.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> L1_derivative([1.0, 2.0, 6.0], [1, 3, 3])
    array([ 0., -1.,  1.])
    """
    yhat, y = _pair("yhat", yhat, y, "y")
    return np.sign(yhat - y)


def L2(yhat: ArrayLike, y: ArrayLike) -> float:  # noqa: N802
    """Return the sum of the squared errors.

    Implements eq-l2.

    Parameters
    ----------
    yhat, y : array_like
        Predicted and true numbers, of one shape.

    Returns
    -------
    float
        The sum of (yhat - y)^2 over all entries.

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> L2([1.0, 2.0, 6.0], [1, 3, 3])
    10.0
    """
    yhat, y = _pair("yhat", yhat, y, "y")
    return float(np.sum((yhat - y) ** 2))


def L2_derivative(yhat: ArrayLike, y: ArrayLike) -> NDArray[np.floating]:  # noqa: N802
    """Return the derivative of L2 with respect to every prediction.

    Implements eq-l2-derivative.

    Parameters
    ----------
    yhat, y : array_like
        Predicted and true numbers, of one shape.

    Returns
    -------
    ndarray
        The shape of `yhat`; twice the error, 2 (yhat - y).

    Raises
    ------
    ValueError
        If the shapes differ.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> L2_derivative([1.0, 2.0, 6.0], [1, 3, 3])
    array([ 0., -2.,  6.])
    """
    yhat, y = _pair("yhat", yhat, y, "y")
    return 2 * (yhat - y)
