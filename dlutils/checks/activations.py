"""The checks of the assignment `activations`: one task per graded function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import activations, losses
from dlutils.checks import activations_mistakes as mistakes
from dlutils.checks.activations_softmax_mistakes import SOFTMAX
from dlutils.checks.compare import Array, Scalar
from dlutils.checks.notebook import front_end
from dlutils.checks.task import Assignment, Draw, Mistake, Part, Task
from dlutils.graph import Node, backward

Matrix = NDArray[Any]

# ---- inputs ----------------------------------------------------------------------------------------------------


def _of_both_signs(rng: np.random.Generator, shape: tuple[int, ...], largest: float) -> Matrix:
    """Return numbers that differ from 0, where ReLU has its corner; of two or more, two are small, one on each side."""
    z = rng.uniform(0.1, largest, shape) * rng.choice([-1, 1], shape)
    if z.size > 1:
        z.flat[:2] = rng.uniform(0.1, 0.4, 2) * rng.permutation([-1, 1])
    return z


def _numbers(*shape: int, largest: float = 3.0) -> Draw:
    """Return a draw of an array of numbers."""
    return lambda rng: (_of_both_signs(rng, shape, largest),)


def _whole_numbers(*shape: int) -> Draw:
    """Return a draw of an array of whole numbers, none of them 0. An array of their kind has no room for 0.01."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        z = _of_both_signs(rng, shape, 4.0)
        return ((np.sign(z) * np.ceil(np.abs(z))).astype(int),)

    return draw


def _many_numbers(rng: np.random.Generator) -> tuple[Any, ...]:
    """Return numbers so many that a loop takes its time."""
    return (rng.normal(size=(500, 1000)),)


def _predictions(*shape: int, largest: float = 2.0) -> Draw:
    """Return a draw of (yhat, y), whose errors are of both signs."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        y = rng.uniform(-2, 2, shape)
        return y + _of_both_signs(rng, shape, largest), y

    return draw


def _scores(n: int, m: int) -> Draw:
    """Return a draw of moderate scores of n classes for m examples: the textbook form must not overflow."""
    return lambda rng: (rng.uniform(-2, 2, (n, m)),)


def _large_scores(n: int, m: int) -> Draw:
    """Return a draw of scores around 1000, in the next column around -1000, and in the third some of both."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        Z = rng.uniform(-2, 2, (n, m))
        Z[:, ::3] += 1000
        Z[:, 1::3] -= 1000
        Z[0, 2::3] += 1000
        Z[-1, 2::3] -= 1000
        return (Z,)

    return draw


def _are_large(Z: Matrix) -> bool:
    """Whether scores are of the kind that overflows without a shift."""
    return bool(np.abs(Z).max() > 100)


def _knobs(rng: np.random.Generator) -> tuple[Any, ...]:
    """Return (a, b, c), of sizes that differ from each other, and from 1 and 3, the slopes that are constant."""
    sizes = rng.permutation([1.5, 2.2, 4.0]) + rng.uniform(0, 0.4, 3)
    return tuple(float(size) for size in sizes * rng.choice([-1, 1], 3))


def _whole_knobs(rng: np.random.Generator) -> tuple[Any, ...]:
    """Return whole numbers a, b and c."""
    sizes = rng.permutation([2, 4, 5, 6, 7])[:3] * rng.choice([-1, 1], 3)
    return tuple(int(size) for size in sizes)


# ---- tasks -----------------------------------------------------------------------------------------------------


def _graph_gradients(a: float, b: float, c: float) -> tuple[dict[str, float], float]:
    """Return the gradients and the value of J = 3(a + bc), by the computation graph."""
    knobs = {"da": Node(a), "db": Node(b), "dc": Node(c)}
    J = 3 * (knobs["da"] + knobs["db"] * knobs["dc"])
    dJ = backward(J)
    return {name: dJ[node] for name, node in knobs.items()}, J.value


def _entry_by_entry(
    name: str,
    points: float,
    equation: str,
    reference: Callable[..., Any],
    known: tuple[Mistake, ...],
    helpers: tuple[str, ...] = (),
) -> Task:
    """Return the task of an activation or a slope, which works on every entry of an array by itself."""
    return Task(
        name=name,
        arguments=("z",),
        returns=("an array of the shape of z",),
        points=points,
        equation=equation,
        reference=reference,
        parts=(Part("result", Array(rtol=1e-6, atol=1e-9)),),
        cases=(_numbers(2, 4), _numbers(5), _numbers(1, 6), _whole_numbers(2, 3)),
        hidden_cases=(
            _numbers(4, 1),
            _numbers(5, 7, largest=5.0),
            _numbers(3),
            _numbers(1, 1),
            _whole_numbers(4),
            lambda rng: (np.array([[-20.0, -5.0, -0.01, 0.01, 5.0, 20.0]]),),
        ),
        mistakes=known,
        helpers=helpers,
        large=_many_numbers,
    )


def _loss(name: str, equation: str, reference: Callable[..., Any], known: tuple[Mistake, ...]) -> Task:
    """Return the task of a loss of numbers, a sum over all entries."""
    return Task(
        name=name,
        arguments=("yhat", "y"),
        returns=("one number",),
        points=1,
        equation=equation,
        reference=reference,
        parts=(Part("loss", Scalar()),),
        cases=(_predictions(5), _predictions(1, 4), _predictions(3, 2)),
        hidden_cases=(
            _predictions(1, 7),
            _predictions(2, 5),
            _predictions(4, 1, largest=100.0),
            _predictions(1, 1),
            lambda rng: (rng.integers(5, 9, (1, 6)), rng.integers(0, 12, (1, 6))),
        ),
        mistakes=known,
        large=lambda rng: (rng.normal(size=(1, 400_000)), rng.normal(size=(1, 400_000))),
    )


ASSIGNMENT = Assignment.of(
    "activations",
    _entry_by_entry(
        "sigmoid_derivative",
        2,
        "eq-sigmoid-derivative",
        activations.sigmoid_derivative,
        mistakes.SIGMOID_DERIVATIVE,
    ),
    _entry_by_entry("tanh", 1, "eq-tanh", activations.tanh, mistakes.TANH),
    _entry_by_entry(
        "tanh_derivative",
        2,
        "eq-tanh-derivative",
        activations.tanh_derivative,
        mistakes.TANH_DERIVATIVE,
        helpers=("tanh",),
    ),
    _entry_by_entry("relu", 1, "eq-relu", activations.relu, mistakes.RELU),
    _entry_by_entry("relu_derivative", 2, "eq-relu-derivative", activations.relu_derivative, mistakes.RELU_DERIVATIVE),
    _entry_by_entry("leaky_relu", 1, "eq-leaky-relu", activations.leaky_relu, mistakes.LEAKY_RELU),
    _entry_by_entry(
        "leaky_relu_derivative",
        2,
        "eq-leaky-relu-derivative",
        activations.leaky_relu_derivative,
        mistakes.LEAKY_RELU_DERIVATIVE,
    ),
    Task(
        name="softmax",
        arguments=("Z",),
        returns=("an array of the shape of Z",),
        points=6,
        equation="eq-softmax",
        reference=activations.softmax,
        parts=(
            Part("probabilities", Array(), weight=2, only=lambda Z: not _are_large(Z)),
            Part("large scores", Array(), equation="eq-softmax-stable", only=_are_large),
        ),
        cases=(_scores(3, 5), _scores(4, 2), _scores(2, 3), _large_scores(3, 4)),
        hidden_cases=(
            _scores(5, 3),
            _scores(10, 7),
            _scores(3, 3),
            _scores(4, 1),
            _scores(1, 3),
            lambda rng: (rng.integers(-3, 4, (3, 6)),),
            _large_scores(5, 3),
            _large_scores(2, 6),
            _large_scores(3, 1),
        ),
        mistakes=SOFTMAX,
        large=lambda rng: (rng.normal(size=(10, 50_000)),),
    ),
    _loss("L1", "eq-l1", losses.L1, mistakes.L1),
    _loss("L2", "eq-l2", losses.L2, mistakes.L2),
    Task(
        name="graph_gradients",
        arguments=("a", "b", "c"),
        returns=("grads", "J"),
        points=3,
        equation="eq-chain-rule",
        reference=_graph_gradients,
        parts=(
            Part("J", Scalar(), at=(1,)),
            Part("da", Scalar(), at=(0, "da")),
            Part("db", Scalar(), at=(0, "db")),
            Part("dc", Scalar(), at=(0, "dc")),
        ),
        cases=(_knobs, _knobs, _whole_knobs),
        hidden_cases=(_knobs, _knobs, _whole_knobs, lambda rng: (0.0, *_knobs(rng)[1:]), lambda rng: (2.5, 0.0, -40.0)),
        mistakes=mistakes.GRAPH_GRADIENTS,
    ),
    hides=("dlutils.graph.backward",),  # it differentiates what is to be done by hand
)

check, grade, ready, total = front_end(ASSIGNMENT)
