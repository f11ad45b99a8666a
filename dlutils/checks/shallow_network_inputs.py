"""What the checks of the assignment `shallow-network` call its functions with: each function returns a draw."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import shallow
from dlutils.checks.inputs import labels, signed
from dlutils.checks.task import Draw

Matrix = NDArray[Any]
Arrays = dict[str, Matrix]


def _parameters(rng: np.random.Generator, n_x: int, n_h: int, n_y: int, scale: float = 1.0) -> Arrays:
    """Return parameters with moderate sums: no textbook form of tanh, sigmoid or logarithm may overflow."""
    return {
        "W1": signed(rng, (n_h, n_x), 0.3, 1.0) / math.sqrt(n_x) / scale,
        "b1": signed(rng, (n_h, 1), 0.2, 0.6),
        "W2": signed(rng, (n_y, n_h), 0.3, 1.0) / math.sqrt(n_h),
        "b2": signed(rng, (n_y, 1), 0.2, 0.6),
    }


def examples(n_x: int, n_y: int, m: int) -> Draw:
    """Return a draw of (X, Y)."""
    return lambda rng: (rng.normal(size=(n_x, m)), labels(rng, n_y, m))


def sizes(n_x: int, n_h: int, n_y: int) -> Draw:
    """Return a draw of the sizes of the layers: these."""
    return lambda rng: (n_x, n_h, n_y)


def forward(n_x: int, n_h: int, n_y: int, m: int, scale: float = 1.0) -> Draw:
    """Return a draw of (X, parameters), with features as large as the scale says."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        return scale * rng.uniform(-2, 2, (n_x, m)), _parameters(rng, n_x, n_h, n_y, math.sqrt(scale))

    return draw


def forward_integers(n_x: int, n_h: int, n_y: int, m: int) -> Draw:
    """Return a draw of (X, parameters), where X holds whole numbers."""
    return lambda rng: (rng.integers(-3, 4, (n_x, m)), _parameters(rng, n_x, n_h, n_y))


def cost(n_y: int, m: int, low: float = 0.05, integer: bool = False) -> Draw:
    """Return a draw of (A2, Y)."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        Y = labels(rng, n_y, m)
        return rng.uniform(low, 1 - low, (n_y, m)), Y.astype(int) if integer else Y

    return draw


def backward(n_x: int, n_h: int, n_y: int, m: int) -> Draw:
    """Return a draw of (parameters, cache, X, Y)."""
    inputs = forward(n_x, n_h, n_y, m)

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        X, parameters = inputs(rng)
        return parameters, shallow.forward_propagation(X, parameters)[1], X, labels(rng, n_y, m)

    return draw


def update(n_x: int, n_h: int, n_y: int, learning_rate: float, further: bool = False) -> Draw:
    """Return a draw of (parameters, grads, learning_rate); grads may hold more than is needed."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        parameters = _parameters(rng, n_x, n_h, n_y)
        grads = {f"d{name}": signed(rng, value.shape, 0.1, 1.0) for name, value in parameters.items()}
        more = {"dZ2": rng.normal(size=(n_y, 5)), "dA1": rng.normal(size=(n_h, 5)), "dZ1": rng.normal(size=(n_h, 5))}
        return parameters, {**more, **grads} if further else grads, learning_rate

    return draw


def first_steps(n_x: int, n_h: int, n_y: int, m: int, num_iterations: int) -> Draw:
    """Return a draw of the arguments of nn_model for a few steps, where most labels of an output are the same.

    So its bias has a long way to go, and how far it comes in a few steps depends on the learning rate alone.
    """

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        Y = np.zeros((n_y, m))
        for k in range(n_y):
            Y[k, rng.permutation(m)[: 1 + k]] = 1
        return rng.uniform(-1, 1, (n_x, m)), Y, n_h, num_iterations, False

    return draw


def training(n_x: int, n_h: int, inside: int, outside: int, further: int, num_iterations: int = 200) -> Draw:
    """Return a draw of the arguments of nn_model for many steps, on data that are learned fast, and by no line.

    Class 1 lies between two groups of class 0, on a line through the origin in a random direction. With every x
    but the `further` ones comes -x, of the same class. A function with f(x) + f(-x) = 2 f(0), which is what a straight
    line and a network without b1 compute, must give half of these the wrong side: its cost stays above 0.4. The
    further ones lie in one group only; without them the random start would find no direction to grow in, and wait.
    """

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        direction = rng.normal(size=(n_x, 1))
        direction /= np.linalg.norm(direction)
        along = np.repeat([0.0, 2.0, 2.0], [inside, outside, further])
        along += rng.uniform(-0.3, 0.3, along.shape)
        across = rng.uniform(-0.5, 0.5, (n_x, along.size))
        half = direction * along + across - direction * (direction.T @ across)
        twins = inside + outside
        half_labels = np.repeat([1.0, 0.0, 0.0], [inside, outside, further])
        X = np.concatenate([half, -half[:, :twins]], axis=1)
        Y = np.concatenate([half_labels, half_labels[:twins]])[None, :]
        order = rng.permutation(Y.size)
        return X[:, order], Y[:, order], n_h, num_iterations, False

    return draw


def predict(n_x: int, n_h: int, n_y: int, m: int) -> Draw:
    """Return a draw of (parameters, X), with no probability close to one half.

    The first example has a Z2 between 0 and 0.5, where a threshold on Z2 itself goes wrong. Then come, if there are
    any, examples that would change sides without tanh.
    """

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        parameters = _parameters(rng, n_x, n_h, n_y)
        parameters["W2"] *= 3
        while True:
            X = rng.uniform(-2, 2, (n_x, 40 * m))
            Z2 = shallow.forward_propagation(X, parameters)[1]["Z2"]
            shift = np.median(Z2, axis=1, keepdims=True)  # so that both labels occur
            parameters["b2"] -= shift
            Z2 -= shift
            linear = parameters["W2"] @ (parameters["W1"] @ X + parameters["b1"]) + parameters["b2"]
            clear = (np.abs(Z2) > 0.1).all(axis=0)
            near = np.flatnonzero(clear & (Z2 > 0).all(axis=0) & (Z2 < 0.45).any(axis=0))
            turned = np.flatnonzero(clear & ((Z2 > 0) != (linear > 0)).any(axis=0))
            if near.size and clear.sum() >= m:
                return parameters, X[:, np.concatenate([near[:1], turned[: m // 3], np.flatnonzero(clear)])[:m]]

    return draw
