"""Hints on errors that no known mistake explains: what Python's or NumPy's words mean, and where to look."""

from __future__ import annotations

import re

from dlutils.checks.report import Hint
from dlutils.messages import message

# The first that fits: types of errors, a pattern of their text, and the key of the catalogue.
_KNOWN = (
    ("UnboundLocalError", "", "unbound"),
    ("NameError", "", "name"),
    ("ModuleNotFoundError|ImportError", "", "module"),
    ("KeyError", "", "key"),
    ("AttributeError", "", "attribute"),
    ("ZeroDivisionError", "", "zero"),
    ("ValueError", "truth value", "truth"),
    ("ValueError", "inhomogeneous", "rows"),
    ("ValueError|TypeError", "array element with a sequence|can be converted to|only (length|size)-1", "one_place"),
    ("ValueError", "core dimension|not aligned|matmul", "product"),
    ("ValueError", "broadcast", "broadcast"),
    ("ValueError|TypeError", "unpack", "unpack"),
    ("IndexError", "scalar variable|0-dimensional|too many indices", "too_many_indices"),
    ("IndexError", "", "index"),
    ("TypeError", "'tuple' object cannot be interpreted", "sizes"),
    ("TypeError", "not subscriptable|indices must be|item assignment", "subscript"),
    ("TypeError", "not callable", "callable"),
    ("TypeError", "not iterable", "iterable"),
    ("TypeError", "operand|can't multiply|did not contain a loop|not supported for|must be real number", "operand"),
    ("TypeError", "argument", "arguments"),
)


def hint_on(error: str, text: str, parts: tuple[str, ...]) -> Hint:
    """Return a hint on an error.

    Parameters
    ----------
    error, text : str
        Its type and its words.
    parts : tuple of str
        The parts of the result that it spoiled.

    Returns
    -------
    Hint
        Without an equation: none explains an error.

    Examples
    --------
    >>> hint_on("IndexError", "index 3 is out of bounds for axis 0 with size 3", ("dw",)).key
    'error.index'
    """
    fits = (key for types, pattern, key in _KNOWN if re.fullmatch(types, error) and re.search(pattern, text))
    key = next(fits, "other")
    return Hint(f"error.{key}", parts, message(f"error.{key}.points"), message(f"error.{key}.explains"), "")
