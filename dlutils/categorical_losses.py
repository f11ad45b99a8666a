"""Cross-entropy for n classes: the loss of one example, from its probabilities or from its scores.

Shapes: A, Z and Y are (n, m), columns are examples; Y is one-hot: 1 in the row of the true class, else 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.losses import _minus_x_log_y, _pair
from dlutils.softmax import softmax


def _columns(name: str, A: ArrayLike, Y: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return both as arrays of floats; raise unless they have one shape, (n, m)."""
    A, Y = _pair(name, A, Y)
    if A.ndim != 2 or A.shape[0] == 0:
        raise ValueError(f"{name} must have shape (n, m), n at least 1; got {A.shape}. Columns are examples.")
    return A, Y


def _require_sum_one(Y: NDArray[Any]) -> None:
    """Raise ValueError unless every column of Y adds up to 1."""
    sums = Y.sum(axis=0)
    bad = ~(np.abs(sums - 1) <= 1e-4)  # so a sum that is nan is bad as well
    if bad.any():
        i = int(np.argmax(bad))
        raise ValueError(f"Y must have columns that add up to 1; got {sums[i]:g} in column {i}. Use one-hot columns.")


def categorical_cross_entropy(A: ArrayLike, Y: ArrayLike) -> NDArray[np.floating]:
    """Return the loss of every example from the predicted probabilities of its n classes.

    Implements eq-categorical-loss. Only the true class counts. A certain and wrong prediction costs infinity;
    `categorical_cross_entropy_from_logits` stays finite.

    Parameters
    ----------
    A : array_like, shape (n, m)
        Predicted probabilities, in [0, 1]; columns are examples.
    Y : array_like, shape (n, m)
        True classes, one-hot: 1 in the row of the class, else 0.

    Returns
    -------
    ndarray, shape (1, m)
        Minus the sum of y log a over the column, where 0 log 0 is 0.

    Raises
    ------
    ValueError
        If the shapes differ, or there are not two axes.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> categorical_cross_entropy([[0.5, 0.0], [0.5, 1.0]], [[1, 0], [0, 1]]).round(4)
    array([[0.6931, 0.    ]])
    """
    A, Y = _columns("A", A, Y)
    return _minus_x_log_y(Y, A).sum(axis=0, keepdims=True)  # (n, m) -> (1, m)


def categorical_cross_entropy_from_logits(Z: ArrayLike, Y: ArrayLike) -> NDArray[np.floating]:
    """Return the loss of every example from its n scores, before softmax; finite where softmax rounds to 0.

    Implements eq-categorical-logits.

    Parameters
    ----------
    Z : array_like, shape (n, m)
        Scores; columns are examples. Any finite value, with finite differences within a column.
    Y : array_like, shape (n, m)
        True classes, one-hot; or probabilities that add up to 1 in every column.

    Returns
    -------
    ndarray, shape (1, m)
        log(sum of exp(z)) minus the sum of y z, over the column.

    Raises
    ------
    ValueError
        If the shapes differ, there are not two axes or no row, or a column of `Y` does not add up to 1.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> categorical_cross_entropy_from_logits([[0.0, 1000.0], [0.0, 0.0]], [[1, 0], [0, 1]]).round(4)
    array([[6.931e-01, 1.000e+03]])
    """
    Z, Y = _columns("Z", Z, Y)
    _require_sum_one(Y)
    S = Z - Z.max(axis=0, keepdims=True)  # (n, m) - (1, m): what is added to a whole column changes nothing
    return np.log(np.exp(S).sum(axis=0, keepdims=True)) - (Y * S).sum(axis=0, keepdims=True)


def categorical_cross_entropy_derivative(A: ArrayLike, Y: ArrayLike) -> NDArray[np.floating]:
    """Return the derivatives of every example's loss with respect to its n predictions.

    Implements eq-categorical-derivative.

    Parameters
    ----------
    A : array_like, shape (n, m)
        Predicted probabilities, above 0; columns are examples.
    Y : array_like, shape (n, m)
        True classes, one-hot.

    Returns
    -------
    ndarray, shape (n, m)
        -y / a, entry by entry.

    Raises
    ------
    ValueError
        If the shapes differ, there are not two axes, or an entry of `A` is not above 0.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> categorical_cross_entropy_derivative([[0.25], [0.75]], [[1], [0]])
    array([[-4.],
           [-0.]])
    """
    A, Y = _columns("A", A, Y)
    if not (A > 0).all():
        raise ValueError("A must be above 0; got 0 or below. Differentiate by Z instead: softmax(Z) - Y.")
    return -Y / A


def categorical_cross_entropy_from_logits_derivative(Z: ArrayLike, Y: ArrayLike) -> NDArray[np.floating]:
    """Return the derivatives of every example's loss with respect to its n scores, before softmax.

    Implements eq-categorical-logits-derivative.

    Parameters
    ----------
    Z : array_like, shape (n, m)
        Scores; columns are examples. Any finite value.
    Y : array_like, shape (n, m)
        True classes, one-hot; or probabilities that add up to 1 in every column.

    Returns
    -------
    ndarray, shape (n, m)
        softmax(z) - y, entry by entry; every column adds up to 0.

    Raises
    ------
    ValueError
        If the shapes differ, there are not two axes or no row, or a column of `Y` does not add up to 1.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> categorical_cross_entropy_from_logits_derivative([[0.0], [0.0]], [[1], [0]])
    array([[-0.5],
           [ 0.5]])
    """
    Z, Y = _columns("Z", Z, Y)
    _require_sum_one(Y)
    return softmax(Z) - Y
