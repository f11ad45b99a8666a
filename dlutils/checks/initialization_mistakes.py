"""Known mistakes of the assignment `initialization`: wrong starts, for their hints."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.task import Mistake

Matrix = NDArray[Any]
Weights = Callable[[int, int], Any]  # of (n, n_prev)
Scale = Callable[[int, int], float]

# ---- the three starts ------------------------------------------------------------------------------------------


def _normal(n: int, n_prev: int) -> Matrix:
    return np.random.default_rng().standard_normal((n, n_prev))


def _uniform(low: float, high: float) -> Weights:
    return lambda n, n_prev: np.random.default_rng().uniform(low, high, (n, n_prev))


def _scaled(scale: Scale, draw: Weights = _normal) -> Weights:
    """Return normal weights, or others, times a factor that depends on (n, n_prev)."""
    return lambda n, n_prev: scale(n, n_prev) * draw(n, n_prev)


def _always(factor: float) -> Scale:
    return lambda n, n_prev: factor


def _zeros(n: int, n_prev: int) -> Matrix:
    return np.zeros((n, n_prev))


def _column(n: int, n_prev: int) -> Matrix:
    return np.zeros((n, 1))


def _start(
    *,
    W: Weights = _zeros,
    b: Weights = _column,
    first: int = 1,
    rows: slice = slice(None),
    pairs: Callable[[Sequence[int]], Any] = pairwise,
) -> Callable[[Sequence[int]], Any]:
    """Return a start with these weights and biases; `first` numbers the first layer, `rows` are the layers kept."""

    def wrong(layers_dims: Sequence[int]) -> Any:
        parameters: dict[str, Any] = {}
        for layer, (n_prev, n) in list(enumerate(pairs(layers_dims), first))[rows]:
            parameters |= {f"W{layer}": W(n, n_prev), f"b{layer}": b(n, n_prev)}
        return parameters

    return wrong


def _weights_only(parameters: Mapping[str, Any]) -> Any:
    return {name: value for name, value in parameters.items() if name[0] == "W"}


def _past_the_end(layers_dims: Sequence[int]) -> Any:
    return [layers_dims[layer] for layer in range(1, len(layers_dims) + 1)]


def _names_with_numbers(layers_dims: Sequence[int]) -> Any:
    return {"W" + layer for layer in range(1, len(layers_dims))}  # type: ignore[operator]


def _sizes_as_two_arguments(layers_dims: Sequence[int]) -> Any:
    return np.zeros(layers_dims[1], layers_dims[0])


def _bias_as_two_arguments(layers_dims: Sequence[int]) -> Any:
    return np.zeros(layers_dims[1], 1)


def _tuple_for_randn(layers_dims: Sequence[int]) -> Any:
    return np.random.randn((layers_dims[1], layers_dims[0]))  # type: ignore[call-overload]  # noqa: NPY002


def _mistakes_of_form(name: str, equation: str, scale: Scale, draw: Weights) -> tuple[Mistake, ...]:
    """Return what goes wrong with names, shapes and loops in any start; its right weights are scale times draw."""
    W = _scaled(scale, draw)

    def form(key: str, wrong: Callable[[Sequence[int]], Any]) -> Mistake:
        return Mistake(f"{name}.{key}", equation, wrong)

    def two_layers(layers_dims: Sequence[int]) -> Any:
        return _start(W=W)([layers_dims[0], layers_dims[1], layers_dims[2]])

    def shifted(layers_dims: Sequence[int]) -> Any:
        return pairwise(layers_dims[1:])

    return (
        form("w_transposed", _start(W=lambda n, n_prev: W(n, n_prev).T)),
        form("w_square", _start(W=lambda n, n_prev: scale(n, n_prev) * draw(n, n))),
        form("w_square", _start(W=lambda n, n_prev: scale(n, n_prev) * draw(n_prev, n_prev))),
        form("w_number", _start(W=lambda n, n_prev: float(W(n, n_prev)[0, 0]))),
        form("w_column", _start(W=lambda n, n_prev: W(n, n_prev)[:, :1])),
        form("b_flat", _start(W=W, b=lambda n, n_prev: np.zeros(n))),
        form("b_row", _start(W=W, b=lambda n, n_prev: np.zeros((1, n)))),
        form("b_number", _start(W=W, b=lambda n, n_prev: 0.0)),
        form("b_number", _start(W=W, b=lambda n, n_prev: 0)),
        form("b_number", _start(W=W, b=lambda n, n_prev: np.zeros((1, 1)))),
        form("b_like_w", _start(W=W, b=_zeros)),
        form("b_of_layer_before", _start(W=W, b=lambda n, n_prev: np.zeros((n_prev, 1)))),
        form("no_biases", lambda layers_dims: _weights_only(_start(W=W)(layers_dims))),
        form("b_ones", _start(W=W, b=lambda n, n_prev: np.ones((n, 1)))),
        form("b_random", _start(W=W, b=lambda n, n_prev: _normal(n, 1))),
        form("starts_at_zero", _start(W=W, first=0)),
        form("last_missing", _start(W=W, rows=slice(-1))),
        form("first_only", _start(W=W, rows=slice(1))),
        form("last_only", _start(W=W, rows=slice(-1, None))),
        form("input_skipped", _start(W=W, pairs=shifted)),
        form("two_layers", two_layers),
        form("past_the_end", _past_the_end),
        form("name_not_text", _names_with_numbers),
        form("no_tuple", _sizes_as_two_arguments),
        form("no_tuple", _bias_as_two_arguments),
    )


INITIALIZE_PARAMETERS_ZEROS = (
    Mistake("initialize_parameters_zeros.random", "eq-zero-layers", _start(W=_normal)),
    Mistake("initialize_parameters_zeros.ones", "eq-zero-layers", _start(W=lambda n, n_prev: np.ones((n, n_prev)))),
    *_mistakes_of_form("initialize_parameters_zeros", "eq-zero-layers", _always(1.0), _zeros),
)


def _repeated_row(scale: Scale) -> Weights:
    return lambda n, n_prev: np.tile(scale(n, n_prev) * _normal(1, n_prev), (n, 1))


def _in_order(scale: Scale) -> Weights:
    return lambda n, n_prev: scale(n, n_prev) * np.linspace(-1, 1, n * n_prev).reshape(n, n_prev)


def _one_seed(n: int, n_prev: int) -> Matrix:
    return np.random.default_rng(3).standard_normal((n, n_prev))


def _mistakes_of_chance(name: str, equation: str, scale: Scale) -> tuple[Mistake, ...]:
    """Return what goes wrong with the random numbers of a start whose right weights have this standard deviation."""

    def chance(key: str, W: Weights) -> Mistake:
        return Mistake(f"{name}.{key}", equation, _start(W=W))

    rand = _uniform(0, 1)
    return (
        chance("zeros", _zeros),
        chance("constant", _scaled(scale, lambda n, n_prev: np.ones((n, n_prev)))),
        chance("positive", _scaled(scale, rand)),
        chance("positive", rand),
        chance("positive", lambda n, n_prev: np.abs(_scaled(scale)(n, n_prev))),
        chance("around_zero_uniform", _scaled(scale, _uniform(-1, 1))),
        chance("around_zero_uniform", _scaled(scale, _uniform(-0.5, 0.5))),
        chance("around_zero_uniform", _uniform(-1, 1)),
        chance("one_seed", _scaled(scale, _one_seed)),
        chance("repeated_row", _repeated_row(scale)),
        chance("repeated_row", lambda n, n_prev: np.tile(_scaled(scale)(n, 1), n_prev)),
        chance("in_order", _in_order(scale)),
        Mistake(f"{name}.tuple_for_randn", equation, _tuple_for_randn),
    )


def _random_mistake(key: str, scale: Scale) -> Mistake:
    return Mistake(f"initialize_parameters_random.{key}", "eq-small-random", _start(W=_scaled(scale)))


_small = _always(0.01)

INITIALIZE_PARAMETERS_RANDOM = (
    _random_mistake("no_factor", _always(1.0)),
    *(_random_mistake("other_factor", _always(factor)) for factor in (0.1, 0.001, 0.0001, 10.0, 0.02, 0.05)),
    _random_mistake("divided", _always(100.0)),
    _random_mistake("scaled_by_inputs", lambda n, n_prev: math.sqrt(2 / n_prev)),
    _random_mistake("scaled_by_inputs", lambda n, n_prev: math.sqrt(1 / n_prev)),
    _random_mistake("scaled_by_inputs", lambda n, n_prev: math.sqrt(2 / (n + n_prev))),
    _random_mistake("scaled_by_inputs", lambda n, n_prev: 0.01 * math.sqrt(2 / n_prev)),
    *_mistakes_of_chance("initialize_parameters_random", "eq-small-random", _small),
    *_mistakes_of_form("initialize_parameters_random", "eq-small-random", _small, _normal),
)


def _he(n: int, n_prev: int) -> float:
    return math.sqrt(2 / n_prev)


def _he_mistake(key: str, scale: Scale, equation: str = "eq-he") -> Mistake:
    return Mistake(f"initialize_parameters_he.{key}", equation, _start(W=_scaled(scale)))


def _he_of_first_layer(layers_dims: Sequence[int]) -> Any:
    return _start(W=_scaled(lambda n, n_prev: _he(n, layers_dims[0])))(layers_dims)


def _he_added(n: int, n_prev: int) -> Matrix:
    return _normal(n, n_prev) + _he(n, n_prev)


INITIALIZE_PARAMETERS_HE = (
    _he_mistake("no_sqrt", lambda n, n_prev: 2 / n_prev),
    _he_mistake("n_for_n_prev", lambda n, n_prev: math.sqrt(2 / n)),
    _he_mistake("xavier", lambda n, n_prev: math.sqrt(2 / (n + n_prev)), "eq-xavier"),
    _he_mistake("one_over", lambda n, n_prev: math.sqrt(1 / n_prev), "eq-he"),
    _he_mistake("root_of_two_only", lambda n, n_prev: math.sqrt(2) / n_prev),
    _he_mistake("inverse", lambda n, n_prev: math.sqrt(n_prev / 2)),
    _he_mistake("no_scale", _always(1.0)),
    _he_mistake("small", _small),
    _he_mistake("small_too", lambda n, n_prev: 0.01 * _he(n, n_prev)),
    _he_mistake("two_outside", lambda n, n_prev: 2 / math.sqrt(n_prev)),
    Mistake("initialize_parameters_he.first_layer", "eq-he", _he_of_first_layer),
    Mistake("initialize_parameters_he.added", "eq-he", _start(W=_he_added)),
    Mistake(
        "initialize_parameters_he.around_zero_uniform",
        "eq-he",
        _start(W=_scaled(lambda n, n_prev: math.sqrt(1 / n_prev), _uniform(-1, 1))),
    ),
    *_mistakes_of_chance("initialize_parameters_he", "eq-he", _he),
    *_mistakes_of_form("initialize_parameters_he", "eq-he", _he, _normal),
)

# ---- standard_deviation_he -------------------------------------------------------------------------------------

STANDARD_DEVIATION_HE = (
    Mistake("standard_deviation_he.variance", "eq-he", lambda n_prev: 2 / n_prev),
    Mistake("standard_deviation_he.one_over", "eq-he", lambda n_prev: math.sqrt(1 / n_prev)),
    Mistake("standard_deviation_he.root_of_two_only", "eq-he", lambda n_prev: math.sqrt(2) / n_prev),
    Mistake("standard_deviation_he.two_outside", "eq-he", lambda n_prev: 2 / math.sqrt(n_prev)),
    Mistake("standard_deviation_he.inverse", "eq-he", lambda n_prev: math.sqrt(n_prev / 2)),
    Mistake("standard_deviation_he.floor", "eq-he", lambda n_prev: math.sqrt(2 // n_prev)),
    Mistake("standard_deviation_he.squared", "eq-he", lambda n_prev: (2 / n_prev) ** 2),
    Mistake("standard_deviation_he.small", "eq-small-random", lambda n_prev: 0.01),
)
