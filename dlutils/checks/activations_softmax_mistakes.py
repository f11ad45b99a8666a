"""Known mistakes of `softmax` in the assignment `activations`: wrong versions, for their hints."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.activations import sigmoid, softmax
from dlutils.checks.wrong import one_hint

Matrix = NDArray[Any]


def _highest(Z: Matrix) -> Matrix:
    """Return the highest score of every column, (1, m)."""
    return Z.max(axis=0, keepdims=True)


def _total(E: Matrix) -> Matrix:
    """Return the sum of every column, (1, m)."""
    return E.sum(axis=0, keepdims=True)


def _shares(E: Matrix) -> Matrix:
    """Return every entry's share of its column."""
    return E / _total(E)


# Many of these come twice: with exp(Z), as the definition has it, and with exp(Z - max), which cannot overflow.
# Both go wrong for the same reason, but they do not return the same for large scores.
SOFTMAX = (
    *one_hint(
        "softmax.overflow",
        "eq-softmax-stable",
        lambda Z: _shares(np.exp(Z)),
        lambda Z: _shares(np.vectorize(math.exp)(Z)),  # raises where np.exp returns infinity
    ),
    *one_hint("softmax.highest_of_all", "eq-softmax-stable", lambda Z: _shares(np.exp(Z - Z.max()))),
    *one_hint(
        "softmax.shift_not_highest",
        "eq-softmax-stable",
        lambda Z: _shares(np.exp(Z - Z.min(axis=0, keepdims=True))),
        lambda Z: _shares(np.exp(Z - Z.mean(axis=0, keepdims=True))),
        lambda Z: _shares(np.exp(Z - Z.min())),
    ),
    *one_hint(
        "softmax.clipped",
        "eq-softmax-stable",
        *(lambda Z, limit=limit: _shares(np.exp(np.clip(Z, -limit, limit))) for limit in (700, 500, 100)),
        *(lambda Z, limit=limit: _shares(np.exp(np.minimum(Z, limit))) for limit in (700, 500, 100)),
    ),
    *one_hint(
        "softmax.hidden_nan",
        "eq-softmax-stable",
        lambda Z: np.nan_to_num(_shares(np.exp(Z))),
        lambda Z: _shares(np.nan_to_num(np.exp(Z))),
    ),
    *one_hint(
        "softmax.rows",
        "eq-softmax",
        lambda Z: softmax(Z.T).T,
        lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True),
        lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1),
        lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=1, keepdims=True),
        lambda Z: np.exp(Z - _highest(Z)) / np.exp(Z - _highest(Z)).sum(axis=1, keepdims=True),
        lambda Z: np.exp(Z - _highest(Z)) / np.exp(Z - _highest(Z)).sum(axis=1),
    ),
    *one_hint(
        "softmax.highest_of_row", "eq-softmax-stable", lambda Z: _shares(np.exp(Z - Z.max(axis=1, keepdims=True)))
    ),
    *one_hint(
        "softmax.sum_of_all",
        "eq-softmax",
        lambda Z: np.exp(Z) / np.exp(Z).sum(),
        lambda Z: np.exp(Z - _highest(Z)) / np.exp(Z - _highest(Z)).sum(),
        lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(),
    ),
    *one_hint("softmax.no_exp", "eq-softmax", _shares, lambda Z: _shares(Z - _highest(Z))),
    *one_hint("softmax.sum_of_scores", "eq-softmax", lambda Z: np.exp(Z) / _total(Z)),
    *one_hint("softmax.exp_of_sum", "eq-softmax", lambda Z: np.exp(Z) / np.exp(_total(Z))),
    *one_hint("softmax.not_divided", "eq-softmax", lambda Z: np.exp(Z), lambda Z: np.exp(Z - _highest(Z))),
    *one_hint("softmax.two_shifts", "eq-softmax-stable", lambda Z: np.exp(Z - _highest(Z)) / _total(np.exp(Z))),
    *one_hint("softmax.two_shifts", "eq-softmax-stable", lambda Z: np.exp(Z) / _total(np.exp(Z - _highest(Z)))),
    *one_hint("softmax.sign", "eq-softmax", lambda Z: softmax(-Z), lambda Z: _shares(np.exp(-Z))),
    *one_hint(
        "softmax.mean",
        "eq-softmax",
        lambda Z: len(Z) * softmax(Z),
        lambda Z: np.exp(Z) / np.exp(Z).mean(axis=0, keepdims=True),
    ),
    *one_hint(
        "softmax.divided_by_m",
        "eq-softmax",
        lambda Z: softmax(Z) / Z.shape[1],
        lambda Z: _shares(np.exp(Z)) / Z.shape[1],
    ),
    *one_hint("softmax.sigmoid", "eq-softmax", sigmoid, lambda Z: _shares(np.asarray(sigmoid(Z)))),
    *one_hint("softmax.base", "eq-softmax", lambda Z: softmax(Z * math.log(2)), lambda Z: softmax(Z * math.log(10))),
    *one_hint("softmax.logarithm", "eq-softmax", lambda Z: Z - _highest(Z) - np.log(_total(np.exp(Z - _highest(Z))))),
    *one_hint("softmax.logarithm", "eq-softmax", lambda Z: np.log(_shares(np.exp(Z)))),
    *one_hint(
        "softmax.one_hot",
        "eq-softmax",
        lambda Z: (_highest(Z) == Z).astype(float),
        lambda Z: np.round(_shares(np.exp(Z))),
        lambda Z: np.round(softmax(Z)),
    ),
    *one_hint("softmax.transposed", "eq-softmax", lambda Z: softmax(Z).T, lambda Z: _shares(np.exp(Z)).T),
    *one_hint("softmax.math_exp", "eq-softmax", lambda Z: math.exp(Z)),
    *one_hint(
        "softmax.first_example",
        "eq-softmax",
        lambda Z: softmax(Z[:, :1]),
        lambda Z: softmax(Z[:, :1])[:, 0],
        lambda Z: softmax(Z) * (np.arange(Z.shape[1]) == 0),
    ),
)
