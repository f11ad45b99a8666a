"""Random arrays that the inputs of several assignments are made of."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[Any]


def signed(rng: np.random.Generator, shape: tuple[int, int], low: float = 0.2, high: float = 1.5) -> Matrix:
    """Return random numbers of either sign, none of them near 0."""
    return rng.uniform(low, high, shape) * rng.choice([-1, 1], shape)


def switched(rng: np.random.Generator, A_prev: Matrix, n: int) -> tuple[Matrix, Matrix]:
    """Return W (n, n_prev) and b (n, 1) with which every neuron is on for some examples and off for others.

    With a single example the first neuron is on, the second off, and so on: something always flows back.
    """
    n_prev, m = A_prev.shape
    W = signed(rng, (n, n_prev), 0.4, 1.2) / math.sqrt(n_prev)
    sums = W @ A_prev
    low, high = sums.min(axis=1, keepdims=True), sums.max(axis=1, keepdims=True)
    if m > 1:
        return W, -low - rng.uniform(0.3, 0.7, (n, 1)) * (high - low)
    signs = np.where(np.arange(n) % 2, -1, 1).reshape(n, 1)
    return W, signs * rng.uniform(0.3, 1.0, (n, 1)) - sums


def labels(rng: np.random.Generator, n_y: int, m: int) -> Matrix:
    """Return labels (n_y, m), of both kinds where there is more than one."""
    Y = rng.integers(0, 2, (n_y, m)).astype(float)
    if Y.size > 1 and Y.min() == Y.max():
        Y[0, 0] = 1 - Y[0, 0]
    return Y
