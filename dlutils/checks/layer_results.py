"""How results that come layer by layer are compared: caches, and tables of shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlutils.checks.compare import Array, Comparison, Problem, same
from dlutils.messages import message

# The names of what a cache holds, nested as the cache is: ("A", "W", "b"), or (("A_prev", "W", "b"), "Z").
Names = tuple[Any, ...]


@dataclass(frozen=True)
class Cache:
    """Tuples within tuples (lists will do), with an array at each end.

    Parameters
    ----------
    names : tuple
        What each array is called, nested as the cache must be: ``(("A_prev", "W", "b"), "Z")``.
    """

    names: Names

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        return _cache_problem(got, want, self.names, "")

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both are the same."""
        return same(got, other)


@dataclass(frozen=True)
class Caches:
    """A list (or tuple) with one cache for each layer, first to last; see `Cache`."""

    names: Names

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        if not isinstance(got, (list, tuple)):
            return Problem("not_caches", {"kind": _form(got)})
        if len(got) != len(want):
            return Problem("caches_length", {"got": len(got), "want": len(want)})
        for layer, (cache, right) in enumerate(zip(got, want, strict=True), 1):
            found = _cache_problem(cache, right, self.names, message("problem.layer", layer=layer))
            if found is not None:
                return found
        return None

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both are the same."""
        return same(got, other)


def _cache_problem(got: Any, want: Any, names: Names, place: str) -> Problem | None:
    """Return the first thing that is wrong with a cache; `place` says in words where it stands."""
    if not _fits(got, names):
        form = _written(names)
        return Problem("cache_form", {"place": f"{place} — " if place else "", "form": form, "got": _form(got)[:200]})
    for name, array, right in _leaves(got, want, names):
        found = Array().problem(array, right)
        if found is not None:
            key = f"problem.{found.key}"
            rough = message(f"{key}_hidden" if found.values else key, **found.parameters)
            full = message(key, **found.parameters, **found.values)
            where = ", ".join(filter(None, (place, name)))
            return Problem("in_cache", {"place": where, "rough": rough}, {"what": full})
    return None


def _fits(value: Any, names: Names) -> bool:
    """Whether a value is nested as the names are."""
    return (
        isinstance(value, (tuple, list))
        and len(value) == len(names)
        and all(isinstance(name, str) or _fits(part, name) for part, name in zip(value, names, strict=True))
    )


def _leaves(got: Any, want: Any, names: Names) -> Iterator[tuple[str, Any, Any]]:
    """Yield what stands at each end of two values that are nested as the names are."""
    for name, array, right in zip(names, got, want, strict=True):
        if isinstance(name, str):
            yield name, array, right
        else:
            yield from _leaves(array, right, name)


def _written(names: Any) -> str:
    """Return nested names as they are written in code."""
    return names if isinstance(names, str) else f"({', '.join(map(_written, names))})"


def _form(value: Any) -> str:
    """Return how a value is nested, in the form of code: (array (2, 3), float)."""
    if isinstance(value, (tuple, list)):
        return f"({', '.join(map(_form, value))})"
    return f"array {value.shape}" if isinstance(value, np.ndarray) else type(value).__name__


@dataclass(frozen=True)
class ShapesOf:
    """The shapes of all arrays of one kind, in a dictionary by name: W1, W2, … for the kind "W".

    A shape is a tuple or a list of whole numbers. A0, which is X, may be there or not.
    """

    kind: str

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        if not isinstance(got, dict):
            return Problem("not_table", {"kind": type(got).__name__})
        mine, right = self._shapes(got), self._shapes(want)
        for name, shape in right.items():
            if name not in mine:
                return Problem("no_entry", {"entry": name, "got": ", ".join(map(str, got))[:200] or "none"})
            if not _is_shape(mine[name]):
                return Problem("not_shape", {"entry": name, "kind": type(got[name]).__name__})
            if mine[name] != shape:
                return Problem("table_shape", {"entry": name, "got": mine[name]}, {"want": shape})
        extra = next((name for name in mine if name not in right), None)
        return None if extra is None else Problem("table_extra", {"entry": extra, "layers": len(right)})

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both have the same shapes of this kind, or arrays in their place."""
        if not (isinstance(got, dict) and isinstance(other, dict)):
            return same(got, other)
        return same(self._shapes(got), self._shapes(other))

    def _shapes(self, table: dict[Any, Any]) -> dict[str, Any]:
        """Return the entries of this kind."""
        names = (name for name in table if isinstance(name, str) and re.fullmatch(rf"{self.kind}\d+", name))
        return {name: _plain_shape(table[name]) for name in names if name != "A0"}


def _plain_shape(value: Any) -> Any:
    """Return a shape as a tuple of int; of an array that is none, its shape in a list; anything else as it is."""
    if isinstance(value, np.ndarray):
        return tuple(value.tolist()) if value.ndim == 1 and value.dtype.kind in "iu" else [value.shape]
    return tuple(value) if isinstance(value, list) else value


def _is_shape(value: Any) -> bool:
    """Whether a value is a tuple of whole numbers."""
    return isinstance(value, tuple) and all(isinstance(n, int) and not isinstance(n, bool) for n in value)


@dataclass(frozen=True)
class Start:
    """A comparison of parameters that learning starts from, for which alike means more: who made which mistake.

    Two results are alike only if their arrays also have the same names and shapes, and the same weights equal each
    other: all of a layer, or those of each column, or those of each row.

    Parameters
    ----------
    comparison : Comparison
        Says what is wrong.
    kinds : str
        The first letters of the names that must agree.
    exact : bool
        Whether a W or b of a layer that the network does not have is wrong.
    """

    comparison: Comparison
    kinds: str = "W"
    exact: bool = False

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        found = self.comparison.problem(got, want)
        if found is None and self.exact:
            names = (name for name in got if isinstance(name, str) and re.fullmatch(r"[Wb]\d+", name))
            extra = next((name for name in names if name not in want), None)
            found = None if extra is None else Problem("table_extra", {"entry": extra, "layers": len(want) // 2})
        return found

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both are wrong in the same way."""
        return same(self._equal_weights(got), self._equal_weights(other)) and self.comparison.alike(got, other)

    def _equal_weights(self, parameters: Any) -> Any:
        """Return names, shapes and which entries of each array are equal; of what is no dictionary, its type."""
        if not isinstance(parameters, dict):
            return type(parameters).__name__
        found = {str(name): value for name, value in parameters.items()}
        return {name: _equal_entries(value) for name, value in found.items() if name[:1] in self.kinds}


def _equal_entries(value: Any) -> list[Any]:
    """Return the shape of an array, and which of its entries are equal; nothing of what is no array."""
    if not isinstance(value, np.ndarray):
        return []
    if value.ndim != 2 or min(value.shape) < 2:
        return [*value.shape]
    if np.ptp(value) == 0:
        return [*value.shape, "all" if value.any() else "zero"]
    down, across = (value == value[:1]).all(), (value == value[:, :1]).all()
    return [*value.shape, "in a column" if down else "in a row" if across else "none"]
