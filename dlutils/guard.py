"""Guards at public entries: one line each, one error pattern (name, must, got, do)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def float_array(name: str, value: ArrayLike) -> NDArray[np.floating]:
    """Return `value` as a floating-point array; float32 stays float32, integers become float64.

    Parameters
    ----------
    name : str
        What the argument is called, for the error message.
    value : array_like
        Numbers or booleans, any shape.

    Returns
    -------
    ndarray
        float32 or float64, the shape of `value`.

    Raises
    ------
    TypeError
        If `value` does not hold real numbers.

    Examples
    --------
    >>> float_array("z", [1, 2]).dtype
    dtype('float64')
    """
    array = np.asarray(value)
    if array.dtype.kind == "f" and array.dtype.itemsize <= 8:
        return array
    if array.dtype.kind in "biuf":
        return array.astype(np.float64)
    raise TypeError(f"{name} must hold real numbers; got dtype {array.dtype}. Use {name}.astype(float).")


def require_shape(name: str, array: NDArray[Any], shape: tuple[int, ...]) -> None:
    """Raise ValueError unless `array` has this shape.

    Parameters
    ----------
    name : str
        What the argument is called, for the error message.
    array : ndarray
        The argument.
    shape : tuple of int
        What its shape must be.

    Raises
    ------
    ValueError
        If the shape differs; says how to reshape where that would mend it.

    Examples
    --------
    >>> require_shape("b", np.zeros(4), (4, 1))
    Traceback (most recent call last):
    ...
    ValueError: b must have shape (4, 1); got (4,). Use b.reshape(4, 1).
    """
    if array.shape == shape:
        return
    remedy = f" Use {name}.reshape{shape}." if array.size == int(np.prod(shape)) else ""
    raise ValueError(f"{name} must have shape {shape}; got {array.shape}.{remedy}")


def require_finite(name: str, array: NDArray[Any]) -> None:
    """Raise ValueError if `array` holds nan or an infinity.

    Parameters
    ----------
    name : str
        What the argument is called, for the error message.
    array : ndarray
        The argument, floating point.

    Raises
    ------
    ValueError
        If an entry is not finite; names the first.

    Examples
    --------
    >>> require_finite("X", np.array([[1.0, np.nan]]))
    Traceback (most recent call last):
    ...
    ValueError: X must be finite; got nan at [0, 1]. Remove or fill such entries first.
    """
    bad = ~np.isfinite(array)
    if bad.any():
        where = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(
            f"{name} must be finite; got {array[where]} at {list(where)}. Remove or fill such entries first."
        )
