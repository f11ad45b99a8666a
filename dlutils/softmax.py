"""Softmax: probabilities of n classes from n scores. Columns are examples."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.guard import float_array, require_shape


def softmax(Z: ArrayLike) -> NDArray[np.floating]:
    """Turn every column of scores into probabilities that add up to 1.

    Implements eq-softmax in the form of eq-softmax-stable.

    Parameters
    ----------
    Z : array_like, shape (n, m)
        Scores of n classes, n at least 1; columns are examples. Any finite value; a nan fills its column.

    Returns
    -------
    ndarray, shape (n, m)
        exp(z) divided by the sum of exp(z) over the column.

    Raises
    ------
    ValueError
        If `Z` has another number of axes, or no row.
    TypeError
        If `Z` does not hold real numbers.

    Examples
    --------
    >>> softmax([[0.0, -1000.0], [0.0, 1000.0]])
    array([[0.5, 0. ],
           [0.5, 1. ]])
    """
    Z = float_array("Z", Z)
    if Z.ndim != 2 or Z.shape[0] == 0:
        raise ValueError(f"Z must have shape (n, m), n at least 1; got {Z.shape}. Columns are examples.")
    with np.errstate(over="ignore"):  # a difference beyond the largest float is -inf, and exp(-inf) = 0 is right
        e = np.exp(Z - Z.max(axis=0, keepdims=True))  # (n, m) - (1, m): the largest entry of a column is exp(0) = 1
    return e / e.sum(axis=0, keepdims=True)


def softmax_backward(dA: ArrayLike, Z: ArrayLike) -> NDArray[np.floating]:
    """Carry derivatives back through softmax: from those by its outputs to those by its inputs.

    Implements eq-softmax-derivative. Every output depends on every input of its column, so softmax has a matrix of
    slopes for each example; this is the product of that matrix and a column of `dA`, without making the matrix.

    Parameters
    ----------
    dA : array_like, shape (n, m)
        Derivatives by the outputs A = softmax(Z).
    Z : array_like, shape (n, m)
        Scores of n classes, n at least 1; columns are examples.

    Returns
    -------
    ndarray, shape (n, m)
        dZ, the derivatives by the inputs; every column adds up to 0.

    Raises
    ------
    ValueError
        If the shapes differ, or `Z` has another number of axes, or no row.
    TypeError
        If an argument does not hold real numbers.

    Examples
    --------
    >>> softmax_backward([[1.0], [0.0]], [[0.0], [0.0]])
    array([[ 0.25],
           [-0.25]])
    """
    A, dA = softmax(Z), float_array("dA", dA)
    require_shape("dA", dA, A.shape)
    return A * (dA - np.sum(A * dA, axis=0, keepdims=True))  # the sum is one number per example: (1, m)
