"""The checks of the assignment `initialization`: one task per graded function."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import initialization
from dlutils.checks import initialization_mistakes as mistakes
from dlutils.checks import initialization_signal_mistakes as signal_mistakes
from dlutils.checks.compare import Numbers, Scalar
from dlutils.checks.notebook import front_end
from dlutils.checks.random_start import Independent, Shapes, Spread, Zero
from dlutils.checks.task import Assignment, Draw, Part, Task

# ---- inputs ----------------------------------------------------------------------------------------------------


def _sizes(*layers_dims: int) -> Draw:
    """Return a draw of the sizes of the layers, always these."""
    return lambda rng: (list(layers_dims),)


def _around(*layers_dims: int) -> Draw:
    """Return a draw of sizes of layers: these, and up to three more of each."""
    return lambda rng: ([int(n + rng.integers(0, 4)) for n in layers_dims],)


def _different(layers: int) -> Draw:
    """Return a draw of sizes for so many layers: numbers from 2 to 9, no two of them equal."""
    return lambda rng: (rng.permutation(np.arange(2, 10))[: layers + 1].tolist(),)


def _signal(layers_dims: Sequence[int], m: int, activation: str, scale: float = 1.0, integer: bool = False) -> Draw:
    """Return a draw of (X, parameters, activation), with biases that matter."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        n_x, *sizes = layers_dims
        X = rng.integers(-3, 4, (n_x, m)) if integer else scale * rng.uniform(-2, 2, (n_x, m))
        parameters: dict[str, NDArray[Any]] = {}
        n_prev = n_x
        for layer, n in enumerate(sizes, 1):
            W = rng.uniform(0.5, 1.5, (n, n_prev)) * rng.choice([-1, 1], (n, n_prev)) / math.sqrt(n_prev)
            # Positive biases, so that no layer of ReLU is off for all examples.
            parameters |= {f"W{layer}": W, f"b{layer}": rng.uniform(0.2, 0.6, (n, 1))}
            n_prev = n
        return X, parameters, activation

    return draw


# ---- tasks -----------------------------------------------------------------------------------------------------

_LAYERS_DIMS = ("layers_dims",)
_PARAMETERS = ("a dictionary with W1, b1, …, WL, bL",)

# Statistics need matrices of some hundred entries; widths differ, so that n and n_prev cannot be confused.
_WIDE = (_around(60, 40, 90, 3), _around(50, 75, 30, 48), _around(80, 36, 52))
_WIDE_HIDDEN = (
    _around(30, 100),
    _around(3, 170, 5, 90, 1),
    _around(45, 64, 28, 84, 50, 2),
    _sizes(2, 3, 1),
    _sizes(1, 1),
    _sizes(24, 24, 24, 24, 24),
)

ASSIGNMENT = Assignment.of(
    "initialization",
    Task(
        name="initialize_parameters_zeros",
        arguments=_LAYERS_DIMS,
        returns=_PARAMETERS,
        points=3,
        equation="eq-zero-layers",
        reference=initialization.initialize_parameters_zeros,
        parts=(Part("shapes", Shapes()), Part("weights", Zero("W")), Part("biases", Zero("b"))),
        cases=(_different(2), _different(3), _different(4)),
        hidden_cases=(
            _different(5),
            _around(30, 20, 15, 12),
            _around(64, 7),
            _sizes(300, 20, 7, 5, 1),
            _sizes(1, 1),
            _sizes(4, 1),
            _sizes(3, 3, 3, 3),
        ),
        mistakes=mistakes.INITIALIZE_PARAMETERS_ZEROS,
    ),
    Task(
        name="initialize_parameters_random",
        arguments=_LAYERS_DIMS,
        returns=_PARAMETERS,
        points=4,
        equation="eq-small-random",
        reference=initialization.initialize_parameters_random,
        parts=(
            Part("shapes", Shapes()),
            Part("biases", Zero("b")),
            Part("size of the weights", Spread(lambda n_prev, n: initialization.SMALL)),
            Part("independence", Independent()),
        ),
        cases=_WIDE,
        hidden_cases=_WIDE_HIDDEN,
        mistakes=mistakes.INITIALIZE_PARAMETERS_RANDOM,
    ),
    Task(
        name="standard_deviation_he",
        arguments=("n_prev",),
        returns=("one number",),
        points=1,
        equation="eq-he",
        reference=initialization.standard_deviation_he,
        parts=(Part("result", Scalar()),),
        cases=tuple([lambda rng: (int(rng.integers(3, 60)),)] * 3),
        hidden_cases=(
            *[lambda rng: (int(rng.integers(60, 900)),)] * 3,
            lambda rng: (1,),
            lambda rng: (2,),
            lambda rng: (12288,),
        ),
        mistakes=mistakes.STANDARD_DEVIATION_HE,
    ),
    Task(
        name="initialize_parameters_he",
        arguments=_LAYERS_DIMS,
        returns=_PARAMETERS,
        points=5,
        equation="eq-he",
        reference=initialization.initialize_parameters_he,
        parts=(
            Part("shapes", Shapes()),
            Part("biases", Zero("b")),
            Part("size of the weights", Spread(lambda n_prev, n: math.sqrt(2 / n_prev)), weight=2),
            Part("independence", Independent()),
        ),
        cases=_WIDE,
        hidden_cases=_WIDE_HIDDEN,
        mistakes=mistakes.INITIALIZE_PARAMETERS_HE,
        helpers=("standard_deviation_he",),
    ),
    Task(
        name="signal_sizes",
        arguments=("X", "parameters", "activation"),
        returns=("a list of L numbers",),
        points=8,
        equation="eq-shallow-forward",
        reference=initialization.signal_sizes,
        parts=(Part("first layer", Scalar(), at=(0,), weight=1), Part("all layers", Numbers(), weight=3)),
        cases=(
            _signal([3, 4, 2], 5, "tanh"),
            _signal([4, 6, 3, 5], 7, "relu"),
            _signal([5, 3, 6, 2, 4], 6, "tanh"),
            _signal([5, 3], 6, "relu"),
        ),
        hidden_cases=(
            _signal([4, 7, 3], 8, "relu"),
            _signal([6, 2, 5, 3], 9, "tanh"),
            _signal([3, 8, 4, 6, 2, 5], 6, "relu"),
            _signal([5, 3], 6, "tanh"),
            _signal([4, 4, 4, 4, 4], 5, "relu"),
            _signal([4, 3, 5], 1, "relu"),
            _signal([3, 1, 4, 1], 6, "tanh"),
            _signal([4, 5, 3], 6, "relu", scale=1000.0),
            _signal([3, 4, 2], 6, "tanh", integer=True),
            _signal([20] * 31, 10, "relu"),
        ),
        large=_signal([100, 80, 60, 40], 2000, "relu"),
        mistakes=signal_mistakes.SIGNAL_SIZES,
    ),
    # Another factor makes its numbers those of He.
    hides=("dlutils.initialization.initialize_parameters_xavier",),
)

check, grade, ready, total = front_end(ASSIGNMENT)
