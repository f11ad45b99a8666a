"""What can be said of random parameters whatever their generator: shapes, zeros, spread, and independence.

A learner may draw from any generator, with any seed, so no value is right or wrong. Every limit here is set so that a
right answer fails with a probability below 1e-9; the tests compute it.

Parameters are dictionaries: ``W1`` (n_1, n_x), ``b1`` (n_1, 1), … as the reference gives them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.compare import Problem, form_problem, show
from dlutils.messages import message

ENOUGH = 400  # entries of a matrix from which a statistic is taken
DEVIATIONS = 8.0  # how many standard deviations a statistic of a right answer may be away
CORRELATION = 0.5  # of 400 independent pairs: ten standard deviations


def _arrays(parameters: Any, kind: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of real numbers whose names begin with W, or b."""
    if not isinstance(parameters, dict):
        return {}
    return {
        name: value.astype(float)
        for name, value in parameters.items()
        if isinstance(name, str) and name[:1] == kind and isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
    }


def _missing(got: Any, want: Any, kinds: str) -> Problem | None:
    """Return which array of these kinds is not there, or has another shape or numbers that are not finite."""
    if not isinstance(got, dict):
        return Problem("not_dict", {"kind": type(got).__name__})
    for name in (name for name in want if name[0] in kinds):
        if name not in got:
            return Problem("no_entry", {"entry": name, "got": ", ".join(map(str, got))[:200] or "none"})
        found = form_problem(got[name], want[name].shape)
        if found is None and not np.isfinite(got[name]).all():
            found = Problem("not_finite_any")
        if found is not None:
            what = message(f"problem.{found.key}", **found.parameters)
            return Problem("of_entry", {"entry": name, "what": what})
    return None


@dataclass(frozen=True)
class Shapes:
    """Every array is there, of the right shape, with finite numbers."""

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        return _missing(got, want, "Wb")

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both have the same names and shapes."""
        return bool(_form(got) == _form(other))


def _form(value: Any) -> Any:
    """Return the kinds and shapes of a value, without its numbers."""
    if isinstance(value, dict):
        return {name: _form(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(_form, value)]
    return value.shape if isinstance(value, np.ndarray) else type(value).__name__


@dataclass(frozen=True)
class Zero:
    """Every weight (kind "W") or every bias ("b") is 0."""

    kind: str

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        found = _missing(got, want, self.kind)
        for name, values in _arrays(got, self.kind).items():
            if found is None and values.any():
                found = Problem("not_zero", {"entry": name, "count": np.count_nonzero(values), "size": values.size})
        return found

    def alike(self, got: Any, other: Any) -> bool:
        """Whether the same arrays are not 0, all of one value or of several."""
        return _values_of(_arrays(got, self.kind)) == _values_of(_arrays(other, self.kind))


def _values_of(arrays: dict[str, NDArray[Any]]) -> dict[str, str]:
    """Return whether each array holds nothing but 0, one other value, or several."""
    return {
        name: "zero" if not values.any() else "one value" if np.ptp(values) == 0 else "several"
        for name, values in arrays.items()
    }


@dataclass(frozen=True)
class Spread:
    """Weights of mean 0 and of a standard deviation that depends on (n_prev, n); small matrices are left out."""

    deviation: Callable[[int, int], float]

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        found = _missing(got, want, "W")
        if found is not None:
            return found
        for name, W in _large(got):
            n, n_prev = W.shape
            right = self.deviation(n_prev, n)
            if not W.any():
                return Problem("all_zero", {"entry": name})
            size = np.sqrt(np.mean(W**2))
            if abs(W.mean()) > DEVIATIONS / math.sqrt(W.size) * max(right, size):
                return Problem("not_centred", {"entry": name, "mean": show(W.mean()), "size": show(size)})
            if abs(np.mean(W**2) / right**2 - 1) > DEVIATIONS * math.sqrt(2 / W.size):
                return Problem("spread", {"entry": name, "got": show(size)}, {"want": show(right)})
        return None

    def alike(self, got: Any, other: Any) -> bool:
        """Whether the matrices of both have one mean and one spread, as far as their sizes tell."""
        mine, others = _arrays(got, "W"), _arrays(other, "W")
        return _form(mine) == _form(others) and all(_one_spread(mine[name], others[name]) for name in mine)


def _one_spread(a: NDArray[Any], b: NDArray[Any]) -> bool:
    """Whether two matrices of one shape may come from one distribution: second moments, and means."""
    if a.size < ENOUGH:
        return True
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return False
    sizes = np.mean(a**2), np.mean(b**2)
    if min(sizes) == 0:
        return max(sizes) == 0
    tolerance = DEVIATIONS * math.sqrt(4 / a.size)
    apart = abs(a.mean() - b.mean()) / math.sqrt(max(sizes))
    return bool(abs(math.log(sizes[0] / sizes[1])) <= tolerance and apart <= DEVIATIONS * math.sqrt(2 / a.size))


@dataclass(frozen=True)
class Independent:
    """No weight tells anything of another, in its own layer or in the next; small matrices are left out."""

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        found = _missing(got, want, "W")
        pattern, name = ("", "") if found else _pattern(dict(_large(got)))
        return Problem(pattern, {"entry": name}) if pattern else found

    def alike(self, got: Any, other: Any) -> bool:
        """Whether the weights of both depend on each other in the same way."""
        return _pattern(dict(_large(got)))[0] == _pattern(dict(_large(other)))[0]


def _large(parameters: Any) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the matrices of weights that have entries enough for a statistic."""
    yield from ((name, W) for name, W in _arrays(parameters, "W").items() if W.size >= ENOUGH)


def _pattern(weights: dict[str, NDArray[Any]]) -> tuple[str, str]:
    """Return how weights depend on each other, as a key of the catalogue, and where; empty texts if they do not."""
    series = [(name, W.ravel()) for name, W in weights.items() if np.isfinite(W).all()]
    for i, (name, w) in enumerate(series):
        # Two random numbers of 53 bits are hardly ever equal; one in a hundred would be enough to tell.
        if np.unique(w).size < 0.99 * w.size:
            return "repeated", name
        if abs(_correlation(w[:-1], w[1:])) > CORRELATION:
            return "in_order", name
        for _, before in series[:i]:
            count = min(w.size, before.size)
            if abs(_correlation(w[:count], before[:count])) > CORRELATION:
                return "same_in_two_layers", name
    return "", ""


def _correlation(x: NDArray[Any], y: NDArray[Any]) -> float:
    """Return the correlation coefficient of two series that are not constant."""
    x, y = x - x.mean(), y - y.mean()
    size = math.sqrt(float(np.sum(x * x) * np.sum(y * y)))
    return float(np.sum(x * y)) / size if size else 1.0
