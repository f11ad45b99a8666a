"""What can be said of random parameters whatever their generator: shapes, zeros, spread, and independence.

A learner may draw from any generator, with any seed, so no value is right or wrong. But a statistic may be so far from
what it should be that chance is no excuse. How far that is follows from bounds that hold for every number of entries:
each limit here is passed by a right answer with a probability of at most exp(-SURPRISE), about 1e-13. The tests compute
it exactly, and add it up over all layers of all calls of a check. Matrices with few entries hardly ever tell enough.

Parameters are dictionaries: ``W1`` (n_1, n_x), ``b1`` (n_1, 1), … as the reference gives them. What else is in a
dictionary does not matter.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.compare import Problem, form_problem, show
from dlutils.messages import message

SURPRISE = 30.0  # minus the logarithm of the probability that a limit here is passed by chance
FEW = 4  # fewer than this may be equal by chance, if they have but 24 bits

# For `alike`, which names mistakes and takes no points: a difference that two draws of one kind hardly ever have.
APART = 6.0  # standard deviations
ENOUGH = 30  # entries from which it is looked at

Matrix = NDArray[Any]


def _arrays(parameters: Any, names: Iterable[Any], kind: str) -> dict[str, Matrix]:
    """Return the arrays of real numbers that have one of these names and begin with W, or b."""
    if not isinstance(parameters, dict):
        return {}
    found = {name: parameters.get(name) for name in names if isinstance(name, str) and name[:1] == kind}
    return {
        name: value.astype(float)
        for name, value in found.items()
        if isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
    }


def _form(value: Any) -> Any:
    """Return the kinds and shapes of a value, and whether numbers are finite; the numbers themselves do not matter."""
    if isinstance(value, dict):
        return {name: _form(entry) for name, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, *map(_form, value)]
    if isinstance(value, np.ndarray):
        return value.shape, bool(np.isfinite(value).all())
    return type(value).__name__


def _same_form(got: Any, other: Any, kind: str) -> bool:
    """Whether what is called W..., or b..., has the same names, kinds and shapes in both."""

    def form(value: Any) -> Any:
        found = _form(value)
        return {k: v for k, v in found.items() if str(k)[:1] == kind} if isinstance(found, dict) else found

    return bool(form(got) == form(other))


def _own_arrays(parameters: Any, kind: str) -> dict[str, Matrix]:
    """Return all arrays whose names begin with W, or b."""
    return _arrays(parameters, parameters if isinstance(parameters, dict) else (), kind)


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
        """Whether both have the same names and shapes, and finite numbers in the same arrays."""
        return bool(_form(got) == _form(other))


@dataclass(frozen=True)
class Zero:
    """Every weight (kind "W") or every bias ("b") is 0."""

    kind: str

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        found = _missing(got, want, self.kind)
        for name, values in _arrays(got, want, self.kind).items():
            if found is None and values.any():
                found = Problem("not_zero", {"entry": name, "count": np.count_nonzero(values), "size": values.size})
        return found

    def alike(self, got: Any, other: Any) -> bool:
        """Whether the same arrays are not 0, all of one value or of several; or all are 0, but of one wrong form."""
        values = _values_of(_own_arrays(got, self.kind))
        is_wrong = any(value != "zero" for value in values.values())
        return values == _values_of(_own_arrays(other, self.kind)) and (is_wrong or _same_form(got, other, self.kind))


def _values_of(arrays: dict[str, Matrix]) -> dict[str, str]:
    """Return whether each array holds nothing but 0, one other value, several, or such that are not finite."""
    return {name: _kind_of_values(values) for name, values in arrays.items()}


def _kind_of_values(values: Matrix) -> str:
    if not np.isfinite(values).all():
        return "not finite"
    return "zero" if not values.any() else "one value" if np.ptp(values) == 0 else "several"


@dataclass(frozen=True)
class Spread:
    """Weights of mean 0 and of a standard deviation that depends on (n_prev, n).

    Normal numbers are meant; uniform numbers of that mean and deviation pass as well.
    """

    deviation: Callable[[int, int], float]

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        found = _missing(got, want, "W")
        if found is not None:
            return found
        for name, W in _arrays(got, want, "W").items():
            n, n_prev = W.shape
            right = self.deviation(n_prev, n)
            if not W.any():
                return Problem("all_zero", {"entry": name})
            mean, size, count = W.mean(), _size(W), _distinct(W)
            if _is_constant(W, count) or _surprise_of_mean(count, mean / max(right, size)) > SURPRISE:
                return Problem("not_centred", {"entry": name, "mean": show(mean), "size": show(size)})
            if _surprise_of_size(count, size / right) > SURPRISE:
                return Problem("spread", {"entry": name, "got": show(size)}, {"want": show(right)})
        return None

    def alike(self, got: Any, other: Any) -> bool:
        """Whether the matrices of both have one mean and one spread, as far as their numbers of entries tell."""
        mine, others = _own_arrays(got, "W"), _own_arrays(other, "W")
        return _same_form(got, other, "W") and all(_one_spread(mine[name], others[name]) for name in mine)


def _distinct(W: Matrix) -> int:
    """Return how many different numbers there are: one that comes again tells nothing new of mean and spread."""
    return int(np.unique(W).size)


def _is_constant(W: Matrix, distinct: int) -> bool:
    """Whether all numbers are equal, and too many for that to be chance."""
    return W.size >= FEW and distinct == 1


def _size(W: Matrix) -> float:
    """Return the root of the mean of the squares, without overflow."""
    largest = np.abs(W).max()
    with np.errstate(under="ignore"):
        return float(largest * np.sqrt(np.mean((W / largest) ** 2)))


def _surprise_of_mean(count: int, mean: float) -> float:
    """Return a bound for the mean of so many numbers of mean 0 and variance 1: P(|mean| is so large) <= 2 exp(-it)."""
    return count * mean**2 / 2


def _surprise_of_size(count: int, size: float) -> float:
    """Return Chernoff's bound for the mean square of so many normal numbers of variance 1.

    P(it is so far above 1) <= exp(-surprise), and the same below 1.
    """
    with np.errstate(over="ignore", under="ignore"):
        return float(count / 2 * (np.square(size) - 1 - 2 * np.log(size)))


def _one_spread(a: Matrix, b: Matrix) -> bool:
    """Whether two matrices of one shape may come from one distribution: second moments, and means."""
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return bool(np.isfinite(a).all() == np.isfinite(b).all())
    distinct = _distinct(a), _distinct(b)
    if a.any() != b.any() or _is_constant(a, distinct[0]) != _is_constant(b, distinct[1]):
        return False
    count = min(distinct)
    if count < ENOUGH:
        return True
    sizes = _size(a), _size(b)
    apart = abs(math.log(sizes[0]) - math.log(sizes[1]))  # of two draws: about 1 / sqrt(count)
    means_apart = abs(a.mean() - b.mean()) / max(sizes)
    return bool(max(apart, means_apart / math.sqrt(2)) <= APART / math.sqrt(count))


@dataclass(frozen=True)
class Independent:
    """No weight tells anything of another, in its own layer or in the next."""

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        found = _missing(got, want, "W")
        pattern, name = ("", "") if found else _pattern(_arrays(got, want, "W"))
        return Problem(pattern, {"entry": name}) if pattern else found

    def alike(self, got: Any, other: Any) -> bool:
        """Whether the weights of both depend on each other in the same way; or do not, but are of one wrong form."""
        pattern, _ = _pattern(_own_arrays(got, "W"))
        alike = pattern == _pattern(_own_arrays(other, "W"))[0]
        return alike and (bool(pattern) or _same_form(got, other, "W"))


def _pattern(weights: dict[str, Matrix]) -> tuple[str, str]:
    """Return how weights depend on each other, as a key of the catalogue, and where; empty texts if they do not."""
    seen: list[tuple[Matrix, ...]] = []
    for name, W in weights.items():
        if not np.isfinite(W).all():
            return "not_finite", name  # for `alike` only: where it counts, `_missing` has seen it
        # Two random numbers are hardly ever equal, even if they have only 24 bits.
        if W.size >= FEW and _distinct(W) <= W.size / 2:
            return "repeated", name
        steps = _steps(W.ravel())
        if _go_together(steps[0::2], steps[1::2]):
            return "in_order", name
        # A generator may have filled the matrix row by row, or (its transpose) column by column.
        orders = steps, _steps(W.T.ravel())
        if any(_go_together(*pair) for before in seen for pair in zip(orders, before, strict=True)):
            return "same_in_two_layers", name
        seen.append(orders)
    return "", ""


def _steps(w: Matrix) -> Matrix:
    """Return where a series goes up: from the first number to the second, from the third to the fourth, and on.

    Of independent numbers from one distribution, whatever it is, these are independent tosses of a fair coin.
    """
    return w[0 : w.size - 1 : 2] < w[1::2]


def _go_together(a: Matrix, b: Matrix) -> bool:
    """Whether two series of tosses agree far more often, or far less often, than every second time.

    By Hoeffding's bound for the binomial distribution, P(chance does it) <= 2 exp(-SURPRISE).
    """
    count = min(a.size, b.size)
    if count == 0:
        return False
    agree = np.mean(a[:count] == b[:count])
    return bool(2 * count * (agree - 0.5) ** 2 > SURPRISE)
