"""How results that go by name are compared: arrays in a dictionary, lists of names, and the choice of one answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlutils.checks.compare import Array, Problem, same
from dlutils.messages import message


@dataclass(frozen=True)
class NamedArrays:
    """The arrays of a dictionary whose names begin with `kind`; further entries do not matter.

    Parameters
    ----------
    kind : str
        How the names begin: ``"dW"`` for dW1, dW2, …
    rtol, atol : float
        Tolerances of the entries, as in `numpy.isclose`.
    """

    kind: str
    rtol: float = 1e-5
    atol: float = 1e-7

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        if not isinstance(got, dict):
            return Problem("not_dict", {"kind": type(got).__name__})
        for name, right in self._mine(want).items():
            if name not in got:
                return Problem("no_entry", {"entry": name, "got": ", ".join(map(str, got))[:200] or "none"})
            found = Array(self.rtol, self.atol).problem(got[name], right)
            if found is not None:
                key = f"problem.{found.key}"
                rough = message(f"{key}_hidden" if found.values else key, **found.parameters)
                full = message(key, **found.parameters, **found.values)
                return Problem("in_entry", {"entry": name, "rough": rough}, {"what": full})
        return None

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both hold the same arrays under the same names."""
        if not (isinstance(got, dict) and isinstance(other, dict)):
            return same(got, other)
        return same(self._mine(got), self._mine(other))

    def _mine(self, arrays: dict[Any, Any]) -> dict[str, Any]:
        """Return the entries of this kind; where there is none, all of them."""
        found = {name: value for name, value in arrays.items() if str(name).startswith(self.kind)}
        return found or arrays


@dataclass(frozen=True)
class Names:
    """A list (or tuple) of names, in any order, each of them once.

    Parameters
    ----------
    tell : bool
        Whether to show the right names where the check is not hidden; otherwise only how many are wrong.
    """

    tell: bool = True

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        if not isinstance(got, (list, tuple)):
            return Problem("not_names", {"kind": type(got).__name__})
        strange = next((name for name in got if not isinstance(name, str)), None)
        if strange is not None:
            return Problem("not_names", {"kind": f"{type(got).__name__} with a {type(strange).__name__} in it"})
        twice = next((name for name in got if got.count(name) > 1), None)
        if set(got) == set(want):
            return None if twice is None else Problem("names_twice", {"entry": twice})
        counts = {"extra": len(set(got) - set(want)), "missing": len(set(want) - set(got))}
        if not self.tell:
            return Problem("names_counts", counts)
        shown = {"got": ", ".join(got)[:200] or "no name", "want": ", ".join(sorted(want)) or "no name"}
        return Problem("names", counts, shown)

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both hold the same names."""
        lists = isinstance(got, (list, tuple)) and isinstance(other, (list, tuple))
        return sorted(map(str, got)) == sorted(map(str, other)) if lists else same(got, other)


@dataclass(frozen=True)
class Choice:
    """The number of one answer out of several. What is right is never shown."""

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        number = _whole(got)
        if number is None:
            return Problem("not_choice", {"kind": type(got).__name__})
        return None if number == want else Problem("choice", {"got": number})

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both chose the same."""
        return _whole(got) == _whole(other) is not None


def _whole(value: Any) -> int | None:
    """Return a whole number that came as a number, as text, or in an array of one; None for anything else."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return int(value) if float(value) == int(value) else None
    except (ValueError, OverflowError):
        return None
