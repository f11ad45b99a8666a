"""How one part of a result is compared: kind, shape, finiteness, then tolerance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

_NUMERIC = "biuf"


@dataclass(frozen=True)
class Problem:
    """Why a part is not right: a key of the catalogue under `problem`, and its parameters.

    `values` are parameters that show numbers of the right result; a hidden check leaves them out.
    """

    key: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)


class Comparison(Protocol):
    """Compares what a function returned with what is right."""

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""

    def alike(self, got: Any, other: Any) -> bool:
        """Whether `got` is wrong in the way in which `other` is, which a known mistake returned."""


class _ByValue:
    """A comparison for which alike means the same values."""

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both are the same."""
        return same(got, other)


def _numbers(value: Any) -> NDArray[Any] | None:
    """Return a number or numeric array as an array, anything else as None."""
    if isinstance(value, (bool, int, float)):
        try:
            return np.asarray(value, dtype=float)
        except OverflowError:
            return np.asarray(np.inf)
    if isinstance(value, np.ndarray) and value.dtype.kind in _NUMERIC:
        return value
    return None


def _kind(value: Any) -> str:
    """Return the name of a value's type as a learner would call it."""
    if isinstance(value, np.ndarray):
        return f"NumPy array of {value.dtype}"
    return "whole number" if type(value) is int else type(value).__name__


def show(number: Any) -> str:
    """Return a number with six significant digits.

    Examples
    --------
    >>> show(1 / 3)
    '0.333333'
    """
    return f"{float(number):.6g}"


def form_problem(got: Any, shape: tuple[int, ...]) -> Problem | None:
    """Return why a value is no numeric array of this shape, or None if it is one.

    Parameters
    ----------
    got : object
        What a function returned.
    shape : tuple of int
        What its shape must be.

    Returns
    -------
    Problem or None
        About kind or shape.

    Examples
    --------
    >>> form_problem(np.zeros((1, 3)), (3, 1)).key
    'shape_transposed'
    """
    if not isinstance(got, np.ndarray) or got.dtype.kind not in _NUMERIC:
        return Problem("not_array", {"kind": _kind(got), "shape": shape})
    if got.shape == shape:
        return None
    key = "shape"
    if len(shape) == 2 and got.shape == shape[::-1]:
        key = "shape_transposed"
    elif got.size == math.prod(shape):
        key = "shape_same_size"
    return Problem(key, {"shape": shape, "got": got.shape})


def _values(got: NDArray[Any], want: NDArray[Any], rtol: float, atol: float) -> Problem | None:
    """Compare two arrays of one shape entry by entry: finite first, then within tolerance."""
    got, want = got.astype(float), want.astype(float)
    strange = ~np.isfinite(got) & np.isfinite(want)
    if strange.any():
        if got.size == 1:
            return Problem("not_finite_number", {"value": got.item()})
        where = [int(i) for i in np.argwhere(strange)[0]]
        return Problem("not_finite", {"value": got[tuple(where)], "count": int(strange.sum()), "where": _place(where)})
    wrong = ~np.isclose(got, want, rtol=rtol, atol=atol, equal_nan=True)
    if not wrong.any():
        return None
    if got.size == 1:
        return Problem("number", {}, {"got": show(got.item()), "want": show(want.item())})
    where = [int(i) for i in np.argwhere(wrong)[0]]
    numbers = {"got": show(got[tuple(where)]), "want": show(want[tuple(where)])}
    return Problem("entries", {"wrong": int(wrong.sum()), "size": got.size, "where": _place(where)}, numbers)


def _place(index: list[int]) -> str:
    """Return an index as it is written in code."""
    return f"[{', '.join(map(str, index))}]"


@dataclass(frozen=True)
class Array(_ByValue):
    """A numeric array of exactly the right shape; where that is no dimension at all, any single number."""

    rtol: float = 1e-5
    atol: float = 1e-8

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        right = np.asarray(want)
        if right.ndim == 0:
            return Scalar(self.rtol, self.atol).problem(got, want)
        found = form_problem(got, right.shape)
        return found if found is not None else _values(got, right, self.rtol, self.atol)


@dataclass(frozen=True)
class Scalar(_ByValue):
    """One number: a Python or NumPy number, or an array that holds just one, of any dimension."""

    rtol: float = 1e-5
    atol: float = 1e-7

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        given = _numbers(got)
        if given is None:
            return Problem("not_number", {"kind": _kind(got)})
        if given.size != 1:
            return Problem("not_one_number", {"got": given.shape})
        return _values(given.reshape(()), np.asarray(want).reshape(()), self.rtol, self.atol)


@dataclass(frozen=True)
class Numbers(_ByValue):
    """A list of numbers, or an array with as many: each compared as a Scalar."""

    rtol: float = 1e-5
    atol: float = 1e-7

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        if isinstance(got, np.ndarray) and got.dtype.kind in _NUMERIC and got.ndim > 0:
            got = list(got.ravel())
        if not isinstance(got, (list, tuple)):
            return Problem("not_list", {"kind": _kind(got)})
        if len(got) != len(want):
            return Problem("length", {"got": len(got), "want": len(want)})
        for i, (given, right) in enumerate(zip(got, want, strict=True)):
            found = Scalar(self.rtol, self.atol).problem(given, right)
            if found is not None and found.key == "number":
                return Problem("list_entry", {"where": f"[{i}]"}, found.values)
            if found is not None:
                return Problem("list_entry_strange", {"where": f"[{i}]"})
        return None


def same(a: Any, b: Any, rtol: float = 1e-6, atol: float = 1e-9) -> bool:
    """Whether two plain values are the same: kinds, shapes, keys, and numbers within tolerance; nan equals nan.

    A single number is the same in whatever container of one it comes.

    Parameters
    ----------
    a, b : object
        Plain data.
    rtol, atol : float
        Tolerances of numbers, as in `numpy.isclose`.

    Returns
    -------
    bool
        True if they are the same.

    Examples
    --------
    >>> same({"b": 0.1 + 0.2}, {"b": np.array([[0.3]])})
    True
    """
    x, y = _numbers(a), _numbers(b)
    if x is not None and y is not None:
        if x.shape != y.shape and not (x.size == y.size == 1):
            return False
        close = np.isclose(x.ravel().astype(float), y.ravel().astype(float), rtol=rtol, atol=atol, equal_nan=True)
        return bool(close.all())
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k], rtol, atol) for k in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(same(p, q, rtol, atol) for p, q in zip(a, b, strict=True))
    return type(a) is type(b) and x is None and y is None and not isinstance(a, np.ndarray) and a == b
