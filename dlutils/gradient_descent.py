"""The step of gradient descent: the same for every network, whatever the number of its layers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.guard import float_array, require_shape


def update_parameters(
    parameters: Mapping[str, ArrayLike], grads: Mapping[str, ArrayLike], learning_rate: float
) -> dict[str, NDArray[np.floating]]:
    """Take one step of gradient descent, in a network of any number of layers.

    Implements eq-network-update.

    Parameters
    ----------
    parameters : mapping
        ``W1``, ``b1``, …
    grads : mapping
        ``dW1``, ``db1``, …; more entries, such as ``dA1``, do not matter.
    learning_rate : float
        Length of the step in units of the gradient.

    Returns
    -------
    dict
        New ``W1``, ``b1``, …; the old ones stay as they are.

    Raises
    ------
    ValueError
        If a gradient has another shape than its parameter.

    Examples
    --------
    >>> update_parameters({"W1": [[1.0]]}, {"dW1": [[2.0]]}, 0.1)
    {'W1': array([[0.8]])}
    """
    alpha = float(learning_rate)  # a NumPy float64 would turn float32 parameters into float64
    updated = {}
    for name, value in parameters.items():
        parameter, gradient = float_array(name, value), float_array(f"d{name}", grads[f"d{name}"])
        require_shape(f"d{name}", gradient, parameter.shape)
        updated[name] = parameter - alpha * gradient
    return updated
