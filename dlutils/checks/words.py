"""How a check writes values down: the arguments of a call, and the form of a result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

SMALL = 12  # entries of an array that is shown by value


def describe(name: str, value: Any) -> str:
    """Return an argument as a learner would note it: small ones by value, arrays by shape.

    Parameters
    ----------
    name : str
        The argument's name.
    value : object
        Plain data.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> describe("X", np.ones((4, 5))), describe("b", 0.5)
    ('X of shape (4, 5)', 'b = 0.5')
    >>> describe("cache", (np.ones((4, 5)), np.zeros((2, 1)), [3, 2]))
    'cache = (array of shape (4, 5), np.array([[0.0], [0.0]]), [3, 2])'
    """
    if isinstance(value, np.ndarray) and value.size > SMALL:
        return f"{name} of shape {value.shape}"
    return f"{name} = {_written(value)}"


def describe_all(names: Sequence[str], values: Sequence[Any]) -> str:
    """Return all arguments of a call as `describe` notes each.

    Parameters
    ----------
    names : sequence of str
        The arguments' names.
    values : sequence
        Plain data, one value for each name.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> describe_all(("dim", "b"), (4, 0.5))
    'dim = 4, b = 0.5'
    """
    return ", ".join(describe(name, value) for name, value in zip(names, values, strict=True))


def _written(value: Any) -> str:
    """Return a value in the form of code, but large arrays by shape."""
    if isinstance(value, np.ndarray):
        small = value.size <= SMALL
        return f"np.array({np.round(value, 4).tolist()})" if small else f"array of shape {value.shape}"
    if isinstance(value, dict):
        return f"{{{', '.join(describe(str(key), entry) for key, entry in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_written, value))}{',' if len(value) == 1 else ''})"
    return f"{value:.5g}" if isinstance(value, float) else repr(value)


def form_of(value: Any) -> str:
    """Return in words what kind of thing a function returned.

    Parameters
    ----------
    value : object
        Plain data.

    Returns
    -------
    str
        One line.

    Examples
    --------
    >>> form_of(({"dW": 1.0}, 0.5))
    '2 values (a dictionary with dW, float)'
    """
    if isinstance(value, dict):
        return _one_form(value)
    if isinstance(value, (tuple, list)):
        many = ", …" if len(value) > 8 else ""
        return f"{len(value)} values ({', '.join(map(_one_form, value[:8]))}{many})"
    return f"one {type(value).__name__}"


def _one_form(value: Any) -> str:
    """Return a dictionary with its keys, and of anything else its type."""
    if not isinstance(value, dict):
        return type(value).__name__
    return f"a dictionary with {', '.join(' '.join(str(key).split()) for key in list(value)[:20]) or 'nothing'}"[:200]
