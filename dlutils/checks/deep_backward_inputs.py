"""What the checks of the assignment `deep-backward` call its functions with: each function returns a draw."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.activations import relu, sigmoid
from dlutils.checks.inputs import labels, signed, switched
from dlutils.checks.task import Draw

Matrix = NDArray[Any]


def linear(n_prev: int, n: int, m: int, scale: float = 1.0, integer: bool = False) -> Draw:
    """Return a draw of (dZ, cache). Where A_prev holds whole numbers, it is a table of pixels or counts."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        A_prev = rng.integers(-3, 4, (n_prev, m)) if integer else scale * signed(rng, (n_prev, m))
        return signed(rng, (n, m)), (A_prev, *switched(rng, A_prev, n))

    return draw


def layer(n_prev: int, n: int, m: int, activation: str, scale: float = 1.0, integer: bool = False) -> Draw:
    """Return a draw of (dA, cache, activation). Z is never 0, where ReLU has no slope."""
    linear_part = linear(n_prev, n, m, scale, integer)

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        dA, (A_prev, W, b) = linear_part(rng)
        return dA, ((A_prev, W, b), W @ A_prev + b), activation

    return draw


def network(layer_dims: Sequence[int], m: int, scale: float = 1.0, integer: bool = False) -> Draw:
    """Return a draw of (AL, Y, caches).

    AL stays between 0.04 and 0.96: the textbook form, which divides by AL (1 - AL), must not lose digits.
    """

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        n_x, *sizes = layer_dims
        A: Matrix = rng.integers(-3, 4, (n_x, m)) if integer else scale * rng.uniform(-2, 2, (n_x, m))
        caches = []
        for i, n in enumerate(sizes, 1):
            W, b = switched(rng, A, n)
            if i == len(sizes):
                size = max(1.0, float(np.abs(W @ A + b).max()) / 3)
                W, b = W / size, b / size
            Z = W @ A + b
            caches.append(((A, W, b), Z))
            A = relu(Z) if i < len(sizes) else sigmoid(Z)
        Y = labels(rng, sizes[-1], m)
        return A, Y.astype(int) if integer else Y, caches

    return draw


def update(layer_dims: Sequence[int], learning_rate: float, activations_of: int | None = None) -> Draw:
    """Return a draw of (parameters, grads, learning_rate).

    With `activations_of`, grads also hold dA: of the layers from this number on, 0 or 1, as some backward passes do.
    """

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        parameters, grads = {}, {}
        for i, (n_prev, n) in enumerate(pairwise(layer_dims), 1):
            for name, shape in ((f"W{i}", (n, n_prev)), (f"b{i}", (n, 1))):
                parameters[name], grads[f"d{name}"] = signed(rng, shape), signed(rng, shape)
            if activations_of is not None and i < len(layer_dims) - activations_of:
                grads[f"dA{i - 1 + activations_of}"] = signed(rng, (n, 4))
        return parameters, grads, learning_rate

    return draw


def biases_only(n_x: int, n_y: int, m: int, learning_rate: float, num_iterations: int) -> Draw:
    """Return a draw of the arguments of L_layer_model for one layer, where every feature is 0.

    So the weights change nothing and get no gradient. The biases start at 0: every step and every cost is known,
    whatever the random start. No output has as many labels 0 as 1, or its bias would have nowhere to go.
    """

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        counts = rng.permutation([ones for ones in range(1, m) if 2 * ones != m])[:n_y]
        Y = rng.permuted((np.arange(m) < counts[:, np.newaxis]).astype(float), axis=1)
        return np.zeros((n_x, m)), Y, [n_x, n_y], learning_rate, num_iterations, False

    return draw


def crossed(n_h: int, n_y: int, m: int, learning_rate: float, num_iterations: int) -> Draw:
    """Return a draw of the arguments of L_layer_model for a task that no straight line can do, and a hidden layer can.

    The points lie in four groups round (1, 1), (-1, -1), (1, -1) and (-1, 1), as many in each; the first two groups
    are class 1. A second output asks for the other class.
    """

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        group = rng.permutation(np.arange(m) % 4)
        corners = np.array([[1, -1, 1, -1], [1, -1, -1, 1]])
        X = corners[:, group] * rng.uniform(0.6, 1.4, (2, m))
        Y = (group < 2).astype(float).reshape(1, m)
        return X, np.concatenate([Y, 1 - Y])[:n_y], [2, n_h, n_y], learning_rate, num_iterations, False

    return draw


def any_network(layers_dims: Sequence[int], m: int, learning_rate: float, num_iterations: int, **kind: bool) -> Draw:
    """Return a draw of the arguments of L_layer_model for a few steps of a network of any form."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        n_x, n_y = layers_dims[0], layers_dims[-1]
        X = rng.integers(-2, 3, (n_x, m)) if kind.get("integer") else rng.normal(size=(n_x, m))
        Y = labels(rng, n_y, m)
        return X, Y.astype(int) if kind.get("integer") else Y, list(layers_dims), learning_rate, num_iterations, False

    return draw
