"""Known mistakes of the assignment `deep-forward` before the first example comes: shapes, and where training starts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.task import Mistake

Matrix = NDArray[Any]

_ALL = slice(None)

# ---- parameter_shapes ------------------------------------------------------------------------------------------


def _table(
    *,
    W: Callable[[int, int, int], Any] = lambda n_prev, n, m: (n, n_prev),
    b: Callable[[int, int, int], Any] = lambda n_prev, n, m: (n, 1),
    Z: Callable[[int, int, int], Any] = lambda n_prev, n, m: (n, m),
    A: Callable[[int, int, int], Any] = lambda n_prev, n, m: (n, m),
    start: int = 1,
    last: int = 0,
    most: int | None = None,
) -> Callable[..., Any]:
    """Return parameter_shapes with other shapes, other numbers of the layers, or layers missing at the end."""

    def wrong(layer_dims: Sequence[int], m: int) -> Any:
        rows = list(enumerate(pairwise(layer_dims), start))[: len(layer_dims) - 1 + last][:most]
        makers = {"W": W, "b": b, "Z": Z, "A": A}
        return {f"{kind}{layer}": make(n_prev, n, m) for layer, (n_prev, n) in rows for kind, make in makers.items()}

    return wrong


def _range_from_zero(right: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose loop takes layer 0 as well: layer_dims[-1] stands for the layer before."""

    def wrong(layer_dims: Sequence[int], *rest: Any) -> Any:
        layer_zero = right([layer_dims[-1], layer_dims[0]], *rest)
        return {f"{name[:-1]}0": value for name, value in layer_zero.items()} | right(layer_dims, *rest)

    return wrong


def _past_the_end(layer_dims: Sequence[int], *_: Any) -> Any:
    return [layer_dims[layer] for layer in range(1, len(layer_dims) + 1)]


def _number_in_name(layer_dims: Sequence[int], *_: Any) -> Any:
    return {"W" + layer: None for layer in range(1, len(layer_dims))}  # type: ignore[operator]


def _shapes_mistake(key: str, **changes: Any) -> Mistake:
    return Mistake(f"parameter_shapes.{key}", "eq-dimensions", _table(**changes))


PARAMETER_SHAPES = (
    _shapes_mistake("w_transposed", W=lambda n_prev, n, m: (n_prev, n)),
    _shapes_mistake("w_with_m", W=lambda n_prev, n, m: (n, m)),
    _shapes_mistake("b_flat", b=lambda n_prev, n, m: (n,)),
    _shapes_mistake("b_flat", b=lambda n_prev, n, m: n),
    _shapes_mistake("b_row", b=lambda n_prev, n, m: (1, n)),
    _shapes_mistake("b_with_m", b=lambda n_prev, n, m: (n, m)),
    _shapes_mistake("b_like_w", b=lambda n_prev, n, m: (n, n_prev)),
    _shapes_mistake("b_of_layer_before", b=lambda n_prev, n, m: (n_prev, 1)),
    _shapes_mistake("z_transposed", Z=lambda n_prev, n, m: (m, n), A=lambda n_prev, n, m: (m, n)),
    _shapes_mistake("z_without_m", Z=lambda n_prev, n, m: (n, 1), A=lambda n_prev, n, m: (n, 1)),
    _shapes_mistake("z_of_layer_before", Z=lambda n_prev, n, m: (n_prev, m), A=lambda n_prev, n, m: (n_prev, m)),
    _shapes_mistake("z_like_w", Z=lambda n_prev, n, m: (n, n_prev), A=lambda n_prev, n, m: (n, n_prev)),
    _shapes_mistake("starts_at_zero", start=0),
    Mistake("parameter_shapes.starts_at_zero", "eq-dimensions", _range_from_zero(_table())),
    _shapes_mistake("last_missing", last=-1),
    _shapes_mistake("two_layers", most=2),
    Mistake("parameter_shapes.past_the_end", "eq-dimensions", _past_the_end),
    Mistake("parameter_shapes.number_in_name", "eq-dimensions", _number_in_name),
    _shapes_mistake(
        "arrays",
        W=lambda n_prev, n, m: np.zeros((n, n_prev)),
        b=lambda n_prev, n, m: np.zeros((n, 1)),
        Z=lambda n_prev, n, m: np.zeros((n, m)),
        A=lambda n_prev, n, m: np.zeros((n, m)),
    ),
)

# ---- initialize_parameters_deep --------------------------------------------------------------------------------


def _normal(n: int, n_prev: int) -> Matrix:
    return np.random.default_rng().standard_normal((n, n_prev))


def _start(
    *,
    W: Callable[[int, int], Any] = lambda n, n_prev: 0.01 * _normal(n, n_prev),
    b: Callable[[int], Any] = lambda n: np.zeros((n, 1)),
    start: int = 1,
    keep: slice = _ALL,
) -> Callable[..., Any]:
    """Return initialize_parameters_deep with other weights, biases or layers."""

    def wrong(layer_dims: Sequence[int]) -> Any:
        parameters: dict[str, Any] = {}
        for layer, (n_prev, n) in list(enumerate(pairwise(layer_dims), start))[keep]:
            parameters |= {f"W{layer}": W(n, n_prev), f"b{layer}": b(n)}
        return parameters

    return wrong


def _one_seed(n: int, n_prev: int) -> Matrix:
    return 0.01 * np.random.default_rng(3).standard_normal((n, n_prev))


def _uniform(low: float, high: float) -> Callable[[int, int], Matrix]:
    return lambda n, n_prev: np.random.default_rng().uniform(low, high, (n, n_prev))


def _start_mistake(key: str, **changes: Any) -> Mistake:
    return Mistake(f"initialize_parameters_deep.{key}", "eq-small-random", _start(**changes))


INITIALIZE_PARAMETERS_DEEP = (
    _start_mistake("no_factor", W=_normal),
    _start_mistake("other_factor", W=lambda n, n_prev: 0.1 * _normal(n, n_prev)),
    _start_mistake("other_factor", W=lambda n, n_prev: 0.001 * _normal(n, n_prev)),
    _start_mistake("other_factor", W=lambda n, n_prev: 0.0001 * _normal(n, n_prev)),
    _start_mistake("scaled_by_inputs", W=lambda n, n_prev: _normal(n, n_prev) * math.sqrt(2 / n_prev)),
    _start_mistake("scaled_by_inputs", W=lambda n, n_prev: _normal(n, n_prev) / math.sqrt(n_prev)),
    _start_mistake("scaled_by_inputs", W=lambda n, n_prev: _normal(n, n_prev) * math.sqrt(2 / (n_prev + n))),
    _start_mistake("divided", W=lambda n, n_prev: _normal(n, n_prev) / 0.01),
    _start_mistake("zeros", W=lambda n, n_prev: np.zeros((n, n_prev))),
    _start_mistake("constant", W=lambda n, n_prev: np.full((n, n_prev), 0.01)),
    _start_mistake("constant", W=lambda n, n_prev: np.full((n, n_prev), 0.01 * _normal(1, 1))),
    _start_mistake("rows_alike", W=lambda n, n_prev: np.repeat(0.01 * _normal(1, n_prev), n, axis=0)),
    _start_mistake("columns_alike", W=lambda n, n_prev: np.repeat(0.01 * _normal(n, 1), n_prev, axis=1)),
    _start_mistake("positive", W=_uniform(0, 0.01)),
    _start_mistake("positive", W=_uniform(0, 1)),
    _start_mistake("positive", W=lambda n, n_prev: 0.01 * np.abs(_normal(n, n_prev))),
    _start_mistake("uniform", W=_uniform(-0.01, 0.01)),
    _start_mistake("one_seed", W=_one_seed),
    _start_mistake("w_transposed", W=lambda n, n_prev: 0.01 * _normal(n_prev, n)),
    _start_mistake("w_square", W=lambda n, n_prev: 0.01 * _normal(n, n)),
    _start_mistake("b_random", b=lambda n: 0.01 * _normal(n, 1)),
    _start_mistake("b_ones", b=lambda n: np.ones((n, 1))),
    _start_mistake("b_flat", b=np.zeros),
    _start_mistake("b_number", b=lambda n: 0.0),
    _start_mistake("b_row", b=lambda n: np.zeros((1, n))),
    _start_mistake("starts_at_zero", start=0),
    Mistake("initialize_parameters_deep.starts_at_zero", "eq-small-random", _range_from_zero(_start())),
    _start_mistake("last_missing", keep=slice(-1)),
    _start_mistake("returned_early", keep=slice(1)),
    _start_mistake("only_last", keep=slice(-1, None)),
    _start_mistake("two_layers", keep=slice(2)),
    Mistake("initialize_parameters_deep.past_the_end", "eq-small-random", _past_the_end),
    Mistake("initialize_parameters_deep.number_in_name", "eq-small-random", _number_in_name),
)
