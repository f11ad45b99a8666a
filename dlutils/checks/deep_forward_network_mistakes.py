"""Known mistakes of the assignment `deep-forward` in the network: `L_model_forward`, `compute_cost`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.activations import relu, sigmoid
from dlutils.checks.task import Mistake
from dlutils.checks.wrong import PRODUCTS

Matrix = NDArray[Any]
Function = Callable[[Matrix], Matrix]
Product = Callable[[Matrix, Matrix], Matrix]
_Walk = tuple[Matrix, list[Matrix], list[Any]]


def _same(Z: Matrix) -> Matrix:
    return Z


def _walk(
    X: Matrix,
    parameters: dict[str, Matrix],
    *,
    hidden: Function = relu,
    last: Function = sigmoid,
    layers: Callable[[int], Iterable[int]] = lambda L: range(1, L + 1),
    chained: Callable[[int, int], bool] = lambda layer, L: True,
    dot: Product = np.matmul,
    bias: bool = True,
) -> _Walk:
    """Return AL, the activations of all layers with X in front, and the caches, with something changed."""
    L = len(parameters) // 2
    outputs, caches = [X], []
    for layer in layers(L):
        A_prev, W, b = outputs[-1] if chained(layer, L) else X, parameters[f"W{layer}"], parameters[f"b{layer}"]
        Z = dot(W, A_prev) + (b if bias else 0)
        outputs.append(last(Z) if layer == L else hidden(Z))
        caches.append(((A_prev, W, b), Z))
    return outputs[-1], outputs, caches


def _all_of(AL: Matrix, outputs: list[Matrix], caches: list[Any]) -> Any:
    return AL, caches


def _forward_with(result: Callable[..., Any] = _all_of, **changes: Any) -> Callable[..., Any]:
    """Return L_model_forward with something changed on the way, or another result."""
    return lambda X, parameters: result(*_walk(X, parameters, **changes))


def _two_layers(X: Matrix, parameters: dict[str, Matrix]) -> Any:
    AL, _, caches = _walk(X, {name: parameters[name] for name in ("W1", "b1", "W2", "b2")})
    return AL, caches


def _number_in_name(X: Matrix, parameters: dict[str, Matrix]) -> Any:
    return [parameters["W" + layer] for layer in range(1, len(parameters))]  # type: ignore[operator]


def _half_of_it(X: Matrix, parameters: dict[str, Matrix]) -> Any:
    return range(1, len(parameters) / 2)  # type: ignore[call-overload]


def _append_assigned(X: Matrix, parameters: dict[str, Matrix]) -> Any:
    caches: Any = []
    for cache in _walk(X, parameters)[2]:
        caches = caches.append(cache)


def _sigmoid_on_top(X: Matrix, parameters: dict[str, Matrix]) -> Any:
    AL, _, caches = _walk(X, parameters, last=relu)
    return sigmoid(AL), caches


def _a_for_hidden_z(AL: Matrix, outputs: list[Matrix], caches: list[Any]) -> Any:
    return AL, [(before, A) for (before, _), A in zip(caches[:-1], outputs[1:-1], strict=True)] + caches[-1:]


def _forward_mistake(key: str, *arguments: Any, **changes: Any) -> Mistake:
    return Mistake(f"L_model_forward.{key}", "eq-deep-forward", _forward_with(*arguments, **changes))


def _a_for_a_prev(AL: Matrix, outputs: list[Matrix], caches: list[Any]) -> Any:
    return AL, [((A, W, b), Z) for A, ((_, W, b), Z) in zip(outputs[1:], caches, strict=True)]


L_MODEL_FORWARD = (
    _forward_mistake("last_relu", last=relu),
    _forward_mistake("all_sigmoid", hidden=sigmoid),
    _forward_mistake("exchanged", hidden=sigmoid, last=relu),
    _forward_mistake("no_relu", hidden=_same),
    _forward_mistake("tanh", hidden=np.tanh),
    _forward_mistake("no_sigmoid", last=_same),
    Mistake("L_model_forward.sigmoid_on_top", "eq-deep-forward", _sigmoid_on_top),
    _forward_mistake("no_bias", bias=False),
    *(_forward_mistake("not_chained", dot=dot, chained=lambda layer, L: False) for dot in PRODUCTS),
    *(_forward_mistake("not_chained", dot=dot, chained=lambda layer, L: layer == L) for dot in PRODUCTS),
    *(_forward_mistake("not_chained", dot=dot, chained=lambda layer, L: layer < L) for dot in PRODUCTS),
    *(_forward_mistake("layer_skipped", dot=dot, layers=lambda L: [*range(1, L - 1), L]) for dot in PRODUCTS),
    *(_forward_mistake("last_twice", dot=dot, hidden=relu, layers=lambda L: [*range(1, L + 1), L]) for dot in PRODUCTS),
    _forward_mistake("last_missing", layers=lambda L: range(1, L)),
    _forward_mistake("too_many_layers", layers=lambda L: range(1, 2 * L)),
    _forward_mistake("too_many_layers", layers=lambda L: [2 * L]),
    _forward_mistake("starts_at_zero", layers=range),
    _forward_mistake("returns_hidden", lambda AL, outputs, caches: (outputs[-2], caches)),
    Mistake("L_model_forward.two_layers", "eq-deep-forward", _two_layers),
    Mistake("L_model_forward.number_in_name", "eq-deep-forward", _number_in_name),
    Mistake("L_model_forward.half_of_it", "eq-deep-forward", _half_of_it),
    Mistake("L_model_forward.append_assigned", "eq-deep-forward", _append_assigned),
    _forward_mistake("caches_a_for_a_prev", _a_for_a_prev),
    _forward_mistake(
        "caches_a_for_z",
        lambda AL, outputs, caches: (AL, [(c[0], A) for A, c in zip(outputs[1:], caches, strict=True)]),
    ),
    _forward_mistake("relu_in_place", _a_for_hidden_z),
    _forward_mistake("caches_without_last", lambda AL, outputs, caches: (AL, caches[:-1])),
    _forward_mistake("caches_only_last", lambda AL, outputs, caches: (AL, caches[-1:])),
    _forward_mistake("caches_only_last", lambda AL, outputs, caches: (AL, caches[-1])),
    _forward_mistake("caches_emptied", lambda AL, outputs, caches: (AL, caches[-2:])),
    _forward_mistake("caches_last_twice", lambda AL, outputs, caches: (AL, [*caches, caches[-1]])),
    _forward_mistake("caches_reversed", lambda AL, outputs, caches: (AL, caches[::-1])),
    _forward_mistake("caches_empty", lambda AL, outputs, caches: (AL, [])),
    _forward_mistake("caches_flat", lambda AL, outputs, caches: (AL, [(*first, Z) for first, Z in caches])),
    _forward_mistake("caches_flat", lambda AL, outputs, caches: (AL, [part for cache in caches for part in cache])),
    _forward_mistake("caches_without_z", lambda AL, outputs, caches: (AL, [first for first, _ in caches])),
    _forward_mistake("caches_only_z", lambda AL, outputs, caches: (AL, [Z for _, Z in caches])),
    _forward_mistake("swapped", lambda AL, outputs, caches: (caches, AL)),
    _forward_mistake("al_only", lambda AL, outputs, caches: AL),
)

# ---- compute_cost ----------------------------------------------------------------------------------------------


def _losses(AL: Matrix, Y: Matrix) -> Matrix:
    return -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))


def _cost_mistake(key: str, wrong: Callable[[Matrix, Matrix], Any]) -> Mistake:
    return Mistake(f"compute_cost.{key}", "eq-deep-cost", wrong)


def _by_products(dot: Product, finish: Callable[[Matrix], Any] = np.squeeze) -> Callable[..., Any]:
    """Return the cost as products of rows, which are right for one output only."""
    return lambda AL, Y: finish(-(dot(Y, np.log(AL).T) + dot(1 - Y, np.log(1 - AL).T)) / Y.shape[1])


def _not_transposed(dot: Product) -> Callable[..., Any]:
    return lambda AL, Y: dot(Y, np.log(AL))


def _divided_in_loop(AL: Matrix, Y: Matrix) -> Any:
    cost = 0.0
    for loss in np.sum(_losses(AL, Y), axis=0):
        cost = (cost + loss) / Y.shape[1]
    return cost


COMPUTE_COST = (
    _cost_mistake("no_mean", lambda AL, Y: np.sum(_losses(AL, Y))),
    _cost_mistake("m_from_rows", lambda AL, Y: np.sum(_losses(AL, Y)) / Y.shape[0]),
    _cost_mistake("mean_over_outputs", lambda AL, Y: np.mean(_losses(AL, Y))),
    _cost_mistake("first_output", lambda AL, Y: np.sum(_losses(AL, Y)[0]) / Y.shape[1]),
    _cost_mistake("outputs_not_summed", lambda AL, Y: np.sum(_losses(AL, Y), axis=1) / Y.shape[1]),
    _cost_mistake("outputs_not_summed", _by_products(np.dot)),
    _cost_mistake("outputs_not_summed", _by_products(np.dot, np.sum)),
    _cost_mistake("not_summed", lambda AL, Y: _losses(AL, Y) / Y.shape[1]),
    _cost_mistake("not_summed", _losses),
    _cost_mistake("not_summed", lambda AL, Y: np.sum(_losses(AL, Y), axis=0) / Y.shape[1]),
    _cost_mistake("not_summed", lambda AL, Y: np.sum(_losses(AL, Y), axis=0)),
    _cost_mistake(
        "columns_multiplied",
        lambda AL, Y: np.squeeze(-(Y.T @ np.log(AL) + (1 - Y).T @ np.log(1 - AL)) / Y.shape[1]),
    ),
    _cost_mistake("sign", lambda AL, Y: -np.sum(_losses(AL, Y)) / Y.shape[1]),
    _cost_mistake("minus_half", lambda AL, Y: np.sum(-Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / Y.shape[1]),
    _cost_mistake("sum_half", lambda AL, Y: -(np.sum(Y * np.log(AL)) + (1 - Y) * np.log(1 - AL)) / Y.shape[1]),
    _cost_mistake("only_positive", lambda AL, Y: -np.sum(Y * np.log(AL)) / Y.shape[1]),
    _cost_mistake("only_negative", lambda AL, Y: -np.sum((1 - Y) * np.log(1 - AL)) / Y.shape[1]),
    _cost_mistake("labels_swapped", lambda AL, Y: np.sum(_losses(1 - AL, Y)) / Y.shape[1]),
    _cost_mistake("arguments_swapped", lambda AL, Y: np.sum(_losses(np.clip(Y, 1e-8, 1 - 1e-8), AL)) / Y.shape[1]),
    _cost_mistake("brackets", lambda AL, Y: -np.sum(Y * np.log(AL) + 1 - Y * np.log(1 - AL)) / Y.shape[1]),
    _cost_mistake("log_of_one_minus", lambda AL, Y: -np.sum(Y * np.log(AL) + (1 - Y) * (1 - np.log(AL))) / Y.shape[1]),
    _cost_mistake("last_example", lambda AL, Y: np.sum(_losses(AL, Y)[:, -1]) / Y.shape[1]),
    _cost_mistake("last_example", lambda AL, Y: np.sum(_losses(AL, Y)[:, -1])),
    _cost_mistake("divided_in_loop", _divided_in_loop),
    _cost_mistake("math_log", lambda AL, Y: math.log(AL)),
    _cost_mistake("log_base", lambda AL, Y: np.sum(_losses(AL, Y)) / Y.shape[1] / math.log(10)),
    _cost_mistake("log_base", lambda AL, Y: np.sum(_losses(AL, Y)) / Y.shape[1] / math.log(2)),
    _cost_mistake("squared", lambda AL, Y: np.sum((AL - Y) ** 2) / Y.shape[1]),
    _cost_mistake("squared", lambda AL, Y: np.mean((AL - Y) ** 2)),
    _cost_mistake("squared", lambda AL, Y: np.sum((AL - Y) ** 2) / (2 * Y.shape[1])),
    _cost_mistake("absolute", lambda AL, Y: np.sum(np.abs(AL - Y)) / Y.shape[1]),
    _cost_mistake("halved", lambda AL, Y: np.sum(_losses(AL, Y)) / (2 * Y.shape[1])),
    *(_cost_mistake("not_transposed", _not_transposed(dot)) for dot in PRODUCTS),
)
