"""Activation functions, each beside its derivative."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.guard import float_array


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
    # exp only ever sees a number <= 0, so it cannot overflow; for z < 0 the fraction is expanded by exp(z).
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, np.ones_like(e), e) / (1 + e)


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
