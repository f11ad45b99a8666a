"""What can be said of a network of any depth that was trained from a random start: that its cost is small.

A learner may start from any generator, with any seed and any sensible size of the weights. So the trained weights are
not compared; what they are good for is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.compare import Problem, same, show
from dlutils.checks.random_start import Shapes
from dlutils.deep_forward import L_model_forward, cost_from_logits
from dlutils.training import L_layer_model

Matrix = NDArray[Any]


def trained(
    X: Matrix, Y: Matrix, layers_dims: Sequence[int], learning_rate: float, num_iterations: int, print_cost: bool
) -> tuple[dict[str, Any], list[float]]:
    """Train a network, and return with its parameters what `LowCost` needs to know.

    Parameters
    ----------
    X : ndarray, shape (n_x, m)
        Features.
    Y : ndarray, shape (n_y, m)
        Labels.
    layers_dims : sequence of int
        Number of neurons of every layer, the input first.
    learning_rate : float
        Length of a step in units of the gradient.
    num_iterations : int
        Number of steps.
    print_cost : bool
        Whether to print costs.

    Returns
    -------
    parameters : dict
        ``W1``, ``b1``, …, and also ``X``, ``Y`` and ``num_iterations``.
    costs : list of float
        The cost of iterations 0, 100, 200, …

    Examples
    --------
    >>> parameters, costs = trained(np.zeros((2, 3)), np.ones((1, 3)), [2, 1], 0.1, 101, False)
    >>> sorted(parameters), len(costs)
    (['W1', 'X', 'Y', 'b1', 'num_iterations'], 2)
    """
    parameters, costs = L_layer_model(X, Y, layers_dims, learning_rate, num_iterations, print_cost)
    return {**parameters, "X": X, "Y": Y, "num_iterations": num_iterations}, costs


@dataclass(frozen=True)
class LowCost:
    """The cost of parameters on the examples that they were trained on; a network of one layer is not judged.

    What is right comes from `trained`.

    Parameters
    ----------
    limit : float
        How large the cost may be, for each output. An untrained network has log 2, about 0.69.
    """

    limit: float

    def problem(self, got: Any, want: Any) -> Problem | None:
        """Return why `got` is not right, or None if it is."""
        found = Shapes().problem(got, want)
        if found is not None or _one_layer(want):
            return found
        parameters = {name: got[name] for name in want if name[0] in "Wb"}
        with np.errstate(all="ignore"):  # a network that ran away has huge weights
            _, caches = L_model_forward(want["X"], parameters)
            cost = cost_from_logits(caches[-1][1], want["Y"])
        limit = self.limit * len(want["Y"])
        if cost <= limit:
            return None
        return Problem("not_learned", {"steps": want["num_iterations"], "cost": show(cost), "limit": show(limit)})

    def alike(self, got: Any, other: Any) -> bool:
        """Whether two networks of one layer have the same biases, and two others the same arrays without any step.

        Where every feature is 0, the biases of one layer tell what kind of steps were taken.
        """
        if not (isinstance(got, dict) and isinstance(other, dict)) or got.keys() != other.keys():
            return same(got, other)
        if _one_layer(got):
            return same(got["b1"], other["b1"])
        return {name: _is_zero(value) for name, value in got.items()} == {
            name: _is_zero(value) for name, value in other.items()
        }


def _one_layer(parameters: dict[Any, Any]) -> bool:
    """Whether these are parameters of one layer."""
    return "b1" in parameters and "W2" not in parameters


def _is_zero(value: Any) -> bool:
    """Whether an array holds nothing but 0."""
    return isinstance(value, np.ndarray) and not value.any()
