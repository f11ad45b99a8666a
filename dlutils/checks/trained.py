"""What can be said of a network that was trained from a random start: its first steps, and that it has learned.

A learner may start from any generator, with any seed, so no trained weight is right or wrong. Two things do not depend
on chance. Weights that start near 0.01 are hardly felt in the first steps, so the bias of the output takes the steps
that it would take without any hidden layer. And after many steps on data that are learned easily, the cost is small.

What is right comes from `with_data`: the parameters, and with them the data that the network was trained on. The
task says by `Part.only` which calls are about the first steps, and which about learning.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.activations import sigmoid
from dlutils.checks.compare import Array, Problem, show
from dlutils.checks.random_start import Shapes

# The largest weight of a matrix: below 0.07 at the start, above 0.14 where it was trained for many steps, above 30 only
# after steps uphill.
SIZES = (0.07, 0.14, 30.0)

Matrix = NDArray[Any]


def with_data(train: Callable[..., Any]) -> Callable[..., dict[str, Any]]:
    """Return a training function that returns, with the parameters, what it was asked.

    Parameters
    ----------
    train : callable
        Takes X (n_x, m), Y (n_y, m), n_h, num_iterations, print_cost; returns ``W1``, ``b1``, ``W2``, ``b2``.

    Returns
    -------
    callable
        Of the same arguments; its result also holds ``X``, ``Y`` and ``num_iterations``.

    Examples
    --------
    >>> asked = with_data(lambda *arguments: {"b2": np.zeros((1, 1))})(np.ones((2, 3)), np.ones((1, 3)), 4, 7, False)
    >>> sorted(asked)
    ['X', 'Y', 'b2', 'num_iterations']
    """

    def trained(X: Matrix, Y: Matrix, n_h: int, num_iterations: int, print_cost: bool = False) -> dict[str, Any]:
        return {**train(X, Y, n_h, num_iterations, print_cost), "X": X, "Y": Y, "num_iterations": num_iterations}

    return trained


@dataclass(frozen=True)
class FirstSteps:
    """The bias of the output after the first few steps, up to four of them.

    Attributes
    ----------
    learning_rate : float
        Length of a step in units of the gradient.
    atol : float
        How far chance may move the bias: more than ten times as far as it ever does with weights of size 0.01.
    """

    learning_rate: float = 1.2
    atol: float = 0.03

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        b2 = got.get("b2") if isinstance(got, dict) else None
        right = _bias_alone(np.asarray(want["Y"], dtype=float), want["num_iterations"], self.learning_rate)
        found = Array(rtol=0, atol=self.atol).problem(b2, right)
        if found is None:
            return None
        if not found.values:  # its form is wrong, which Shapes says as well
            return Shapes().problem(got, want) or found
        return Problem("first_steps", {"steps": want["num_iterations"]}, {"got": _shown(b2), "want": _shown(right)})

    def alike(self, got: Any, other: Any) -> bool:
        """Whether both took the same steps; where the weights have grown, whether both have."""
        # Small learning rates leave small biases, which chance moves less: so a part of the tolerance is relative.
        return _grown_alike(got, other) and _same_bias(got, other, rtol=0.05, atol=self.atol / 8)


def _bias_alone(Y: Matrix, steps: int, learning_rate: float) -> Matrix:
    """Return the bias (n_y, 1) after some steps of a network whose weights are 0: logistic regression without X."""
    b = np.zeros((len(Y), 1))
    for _ in range(steps):
        b = b - learning_rate * np.mean(sigmoid(b) - Y, axis=1, keepdims=True)
    return b


def _shown(b2: Any) -> str:
    """Return biases as text."""
    return ", ".join(show(b) for b in np.ravel(b2))


@dataclass(frozen=True)
class Learned:
    """The cost of the parameters on the data that they were trained on, after many steps.

    Attributes
    ----------
    share : float
        What part of the cost of an untrained network it may be at most. That one gives every example the same
        probability, the mean of Y.
    """

    share: float = 0.2

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        Z2 = _output(got, want)
        if Z2 is None:
            return Shapes().problem(got, want)
        Y = np.asarray(want["Y"], dtype=float)
        cost = _cost(Z2, Y)
        limit = self.share * _cost(_logit(Y.mean(axis=1, keepdims=True)), Y)
        if cost <= limit:
            return None
        told = {"steps": want["num_iterations"], "cost": show(cost), "limit": show(limit)}
        return Problem("not_learned", told)

    def alike(self, got: Any, other: Any) -> bool:
        """Whether the same weights have grown in both, and where those of the output have not, the bias is the same."""
        return _grown_alike(got, other) and _same_bias(got, other, rtol=0.1, atol=0.01)


def _output(got: Any, want: Any) -> Matrix | None:
    """Return Z2 (n_y, m) of a network with any number of hidden neurons; None if these are no parameters of one."""
    names = ("W1", "b1", "W2", "b2")
    if not (isinstance(got, dict) and all(isinstance(got.get(name), np.ndarray) for name in names)):
        return None
    W1, b1, W2, b2 = (got[name] for name in names)
    (n_x, _), n_h, n_y = want["X"].shape, len(W1) if W1.ndim else 0, len(want["Y"])
    if [v.shape for v in (W1, b1, W2, b2)] != [(n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1)]:
        return None
    if not all(v.dtype.kind in "biuf" for v in (W1, b1, W2, b2)):
        return None
    with np.errstate(all="ignore"):  # a network that ran away has huge weights; a warning would cost all points
        return W2 @ np.tanh(W1 @ want["X"] + b1) + b2


def _cost(Z: Matrix, Y: Matrix) -> float:
    """Return the cross-entropy from the logits, in the form that is never infinite for finite ones."""
    with np.errstate(all="ignore"):
        return float(np.mean(np.sum(np.logaddexp(0, Z) - Y * Z, axis=0)))


def _logit(p: Matrix) -> Matrix:
    """Return the logits of probabilities between 0 and 1."""
    return np.log(p / (1 - p))


def _same_bias(got: Any, other: Any, rtol: float, atol: float) -> bool:
    """Whether the output has the same bias in both, unless its weights have grown: then the bias depends on chance."""
    if _growth(other)["W2"] > 2:
        return True
    a, b = got.get("b2"), other.get("b2")
    arrays = isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.dtype.kind in "biuf"
    return arrays and a.shape == b.shape and bool(np.allclose(a, b, rtol=rtol, atol=atol))


def _grown_alike(got: Any, other: Any) -> bool:
    """Whether the weights of two networks have become about as large, and their hidden neurons differ, or do not."""
    mine, others = _growth(got), _growth(other)
    if not mine or not others or mine["equal rows"] != others["equal rows"]:
        return False
    huge = len(SIZES) + 1
    if mine["W2"] == others["W2"] == huge:
        return True
    # Between small and grown anything may be either.
    return all(mine[name] == others[name] or {mine[name], others[name]} in ({1, 2}, {2, 3}) for name in ("W1", "W2"))


def _growth(value: Any) -> dict[str, int]:
    """Return for each matrix of weights 0 for zeros, then the number of its size, 5 for what is not finite.

    Empty if there are no such matrices.
    """
    found: dict[str, int] = {}
    for name in ("W1", "W2"):
        W = value.get(name) if isinstance(value, dict) else None
        if not (isinstance(W, np.ndarray) and W.dtype.kind in "biuf" and W.ndim == 2 and W.size):
            return {}
        largest = float(np.abs(W).max())
        if np.isfinite(largest):
            found[name] = 0 if largest == 0 else 1 + sum(largest >= size for size in SIZES)
        else:
            found[name] = 2 + len(SIZES)
        if name == "W1":
            found["equal rows"] = int(len(W) > 1 and not np.ptp(W, axis=0).any())
    return found
