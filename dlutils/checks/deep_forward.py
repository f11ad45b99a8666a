"""The checks of the assignment `deep-forward`: one task per graded function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import deep_forward
from dlutils.activations import relu
from dlutils.checks import deep_forward_layer_mistakes as layer_mistakes
from dlutils.checks import deep_forward_network_mistakes as network_mistakes
from dlutils.checks import deep_forward_start_mistakes as start_mistakes
from dlutils.checks.compare import Array, Scalar
from dlutils.checks.inputs import switched
from dlutils.checks.layer_results import Cache, Caches, ShapesOf, Start
from dlutils.checks.notebook import front_end
from dlutils.checks.random_start import Independent, Shapes, Spread, Zero
from dlutils.checks.task import Assignment, Draw, Part, Task
from dlutils.dimensions import check_dimensions

Matrix = NDArray[Any]

# ---- inputs ----------------------------------------------------------------------------------------------------


def _parameter_shapes(layer_dims: Sequence[int], m: int) -> dict[str, tuple[int, int]]:
    """Return the shapes of W1, b1, Z1, A1, W2, … as the assignment asks for them: the table as a dictionary."""
    table = check_dimensions(layer_dims, m)
    return {f"{kind}{row.layer}": getattr(row, kind) for row in table for kind in ("W", "b", "Z", "A")}


def _layer(n_prev: int, n: int, m: int, activation: str = "", scale: float = 1.0) -> Draw:
    """Return a draw of (A_prev, W, b) and, where one is named, the activation."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        A_prev = scale * rng.uniform(-2, 2, (n_prev, m))
        return (A_prev, *switched(rng, A_prev, n), *([activation] if activation else []))

    return draw


def _integer_layer(n_prev: int, n: int, m: int, activation: str = "") -> Draw:
    """Return a draw of a layer in which every number is a whole one, and no weighted sum is 0."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        A_prev, W = 2 * rng.integers(-3, 4, (n_prev, m)), rng.integers(1, 4, (n, n_prev))
        W *= rng.choice([-1, 1], W.shape)
        b = 2 * rng.integers(-2, 2, (n, 1)) + 1  # odd, so that even + odd is never 0
        return (A_prev, W, b, *([activation] if activation else []))

    return draw


def _network(layer_dims: Sequence[int], m: int, scale: float = 1.0, integer: bool = False) -> Draw:
    """Return a draw of (X, parameters). Moderate last sums: the textbook form of the sigmoid must not overflow."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        n_x, *sizes = layer_dims
        X = rng.integers(-3, 4, (n_x, m)) if integer else scale * rng.uniform(-2, 2, (n_x, m))
        A: Matrix = X
        parameters: dict[str, Matrix] = {}
        for layer, n in enumerate(sizes, 1):
            W, b = switched(rng, A, n)
            if layer == len(sizes):
                size = max(1.0, float(np.abs(W @ A + b).max()) / 3)
                W, b = W / size, b / size
            parameters |= {f"W{layer}": W, f"b{layer}": b}
            A = relu(W @ A + b)
        return X, parameters

    return draw


def _predictions(n_y: int, m: int, least: float = 0.03, integer: bool = False) -> Draw:
    """Return a draw of (AL, Y), with labels of both kinds where there is more than one."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        Y = rng.integers(0, 2, (n_y, m))
        if Y.size > 1 and Y.min() == Y.max():
            Y[0, 0] = 1 - Y[0, 0]
        return rng.uniform(least, 1 - least, (n_y, m)), Y if integer else Y.astype(float)

    return draw


def _sizes(*layer_dims: int) -> Draw:
    """Return a draw of the sizes of the layers, always these."""
    return lambda rng: (list(layer_dims),)


def _around(*layer_dims: int) -> Draw:
    """Return a draw of sizes of layers: these, and up to three more of each."""
    return lambda rng: ([int(n + rng.integers(0, 4)) for n in layer_dims],)


def _table(layer_dims: Sequence[int], m: int) -> Draw:
    """Return a draw of (layer_dims, m), always these."""
    return lambda rng: (list(layer_dims), m)


def _any_table(layers: int, most: int = 9) -> Draw:
    """Return a draw of (layer_dims, m) for so many layers: numbers from 2 on, all different."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        *layer_dims, m = rng.permutation(np.arange(2, 2 + most))[: layers + 2].tolist()
        return layer_dims, m

    return draw


# ---- tasks -----------------------------------------------------------------------------------------------------

_LAYER = (("A_prev", "W", "b"), "Z")

ASSIGNMENT = Assignment.of(
    "deep-forward",
    Task(
        name="parameter_shapes",
        arguments=("layer_dims", "m"),
        returns=("a dictionary of shapes",),
        points=4,
        equation="eq-dimensions",
        reference=_parameter_shapes,
        parts=tuple(Part(kind, ShapesOf(kind)) for kind in ("W", "b", "Z", "A")),
        cases=(_any_table(2), _any_table(3), _any_table(4)),
        hidden_cases=(
            _any_table(1),
            _any_table(4, most=60),
            _any_table(6, most=30),
            _table([768, 20, 7, 5, 1], 209),  # small enough for those who make the arrays
            _table([5, 1, 3, 2], 1),
            _table([4, 4, 4, 4], 4),
        ),
        mistakes=start_mistakes.PARAMETER_SHAPES,
    ),
    Task(
        name="initialize_parameters_deep",
        arguments=("layer_dims",),
        returns=("a dictionary with W1, b1, …, WL, bL",),
        points=4,
        equation="eq-small-random",
        reference=deep_forward.initialize_parameters_deep,
        parts=(
            Part("shapes", Start(Shapes(), kinds="Wb", exact=True), equation="eq-dimensions"),
            Part("biases", Start(Zero("b"), kinds="b")),
            Part("size of the weights", Start(Spread(lambda n_prev, n: 0.01))),
            Part("independence", Start(Independent())),
        ),
        # Statistics take a matrix of 400 entries or more; to compare two layers it takes two of them.
        cases=(_around(40, 25, 20, 3), _around(60, 10, 50), _around(30, 20, 35, 15, 2)),
        hidden_cases=(
            _around(50, 12),
            _around(3, 170, 5, 90, 1),
            _around(25, 40, 20, 45, 12),
            _sizes(2, 3, 1),
            _sizes(1, 1),
            _sizes(20, 20, 20, 20, 20),
        ),
        mistakes=start_mistakes.INITIALIZE_PARAMETERS_DEEP,
    ),
    Task(
        name="linear_forward",
        arguments=("A", "W", "b"),
        returns=("Z", "cache"),
        points=2,
        equation="eq-linear-forward",
        reference=deep_forward.linear_forward,
        parts=(Part("Z", Array(), at=(0,)), Part("cache", Cache(("A", "W", "b")), at=(1,))),
        cases=(_layer(3, 2, 5), _layer(4, 6, 3), _layer(2, 3, 7)),
        hidden_cases=(
            _layer(5, 4, 6),
            _layer(6, 5, 2),
            _layer(7, 3, 20, scale=100.0),
            _layer(5, 1, 4),
            _layer(1, 3, 6),
            _layer(4, 3, 1),
            _integer_layer(3, 2, 4),
        ),
        large=_layer(4, 6, 50_000),
        mistakes=layer_mistakes.LINEAR_FORWARD,
    ),
    Task(
        name="linear_activation_forward",
        arguments=("A_prev", "W", "b", "activation"),
        returns=("A", "cache"),
        points=4,
        equation="eq-activation-forward",
        reference=deep_forward.linear_activation_forward,
        parts=(Part("A", Array(), at=(0,), weight=3), Part("cache", Cache(_LAYER), at=(1,), weight=1)),
        cases=(_layer(3, 4, 5, "relu"), _layer(4, 2, 6, "sigmoid"), _layer(2, 5, 4, "relu")),
        hidden_cases=(
            _layer(5, 3, 7, "sigmoid"),
            _layer(6, 4, 8, "relu"),
            _layer(4, 3, 5, "relu", scale=100.0),
            _layer(2, 1, 6, "sigmoid"),
            _layer(3, 1, 5, "relu"),
            _layer(1, 3, 4, "relu"),
            _layer(5, 4, 1, "relu"),
            _layer(4, 3, 1, "sigmoid"),
            _integer_layer(3, 4, 5, "relu"),
        ),
        mistakes=layer_mistakes.LINEAR_ACTIVATION_FORWARD,
        helpers=("linear_forward",),
    ),
    Task(
        name="L_model_forward",
        arguments=("X", "parameters"),
        returns=("AL", "caches"),
        points=10,
        equation="eq-deep-forward",
        reference=deep_forward.L_model_forward,
        parts=(Part("AL", Array(), at=(0,), weight=3), Part("caches", Caches(_LAYER), at=(1,), weight=2)),
        cases=(_network([3, 4, 2], 5), _network([4, 6, 3, 1], 7), _network([5, 3, 6, 4, 2], 8)),
        hidden_cases=(
            _network([4, 2], 6),
            _network([2, 5, 1], 9),
            _network([6, 4, 5, 3], 7),
            _network([2, 7, 4, 3, 1], 10),
            _network([4, 3, 6, 2, 5, 1], 7),
            _network([3, 3, 3, 3], 5),
            _network([3, 5, 4, 2], 1),
            _network([3, 1, 2, 4], 6),
            _network([5, 4, 3], 6, scale=100.0),
            _network([3, 5, 4, 1], 6, integer=True),
        ),
        mistakes=network_mistakes.L_MODEL_FORWARD,
        helpers=("linear_activation_forward", "linear_forward"),
    ),
    Task(
        name="compute_cost",
        arguments=("AL", "Y"),
        returns=("the cost, one number",),
        points=6,
        equation="eq-deep-cost",
        reference=deep_forward.compute_cost,
        parts=(Part("cost", Scalar()),),
        cases=(_predictions(1, 5), _predictions(3, 4), _predictions(1, 8)),
        hidden_cases=(
            _predictions(2, 7),
            _predictions(5, 3),
            _predictions(1, 30, least=0.005),
            _predictions(1, 1),
            _predictions(4, 1),
            _predictions(4, 4),
            _predictions(1, 9, integer=True),
            _predictions(3, 200, integer=True),
        ),
        large=_predictions(1, 200_000),
        mistakes=network_mistakes.COMPUTE_COST,
    ),
    hides=(
        "dlutils.deep_forward.cost_from_logits",  # the cost, from what the last layer adds up
        "dlutils.training.L_layer_model",  # its first cost is that of any start
        # The starts of another assignment differ from this one by a factor.
        "dlutils.initialization.initialize_parameters_he",
        "dlutils.initialization.initialize_parameters_random",
        "dlutils.initialization.initialize_parameters_xavier",
        "dlutils.initialization.initialize_parameters_zeros",
    ),
)

check, grade, ready, total = front_end(ASSIGNMENT)
