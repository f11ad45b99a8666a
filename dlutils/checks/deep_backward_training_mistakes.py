"""Known mistakes of the assignment `deep-backward` in training: `update_parameters` and `L_layer_model`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.task import Mistake
from dlutils.checks.wrong import one_hint
from dlutils.initialization import initialize_parameters_he, initialize_parameters_zeros

Matrix = NDArray[Any]
Arrays = dict[str, Any]

_STEP, _COST = "eq-network-update", "eq-deep-cost"
_RATES = (0.001, 0.005, 0.0075, 0.01, 0.05, 0.1, 0.5, 1.0, 1.2)

# ---- update_parameters -----------------------------------------------------------------------------------------


def _update_with(
    step: Callable[[Matrix, Matrix, float], Matrix] = lambda old, gradient, alpha: old - alpha * gradient,
    kinds: str = "Wb",
    layers: Callable[[int], Iterable[int]] = lambda L: range(1, L + 1),
    gradient_of: Callable[[str], str] = lambda kind: kind,
    result: Callable[[Arrays, Arrays], Any] = lambda parameters, grads: parameters,
) -> Callable[..., Any]:
    """Return update_parameters with something changed."""

    def wrong(parameters: Arrays, grads: Arrays, learning_rate: float) -> Any:
        for layer in layers(len(parameters) // 2):
            for kind in kinds:
                gradient = grads[f"d{gradient_of(kind)}{layer}"]
                parameters[f"{kind}{layer}"] = step(parameters[f"{kind}{layer}"], gradient, learning_rate)
        return result(parameters, grads)

    return wrong


def _update(key: str, *wrong: Callable[..., Any]) -> tuple[Mistake, ...]:
    return one_hint(f"update_parameters.{key}", _STEP, *wrong)


def _asks_for(name: Callable[[Arrays, Arrays], str]) -> Callable[..., Any]:
    """Return update_parameters that asks a dictionary for what it does not hold; an empty name is none of these."""

    def wrong(parameters: Arrays, grads: Arrays, learning_rate: float) -> Any:
        if name(parameters, grads):
            raise KeyError(name(parameters, grads))
        return _update_with()(parameters, grads, learning_rate)

    return wrong


def _always(value: Any) -> Callable[..., Any]:
    return lambda *_: value


def _with_rate(rate: float) -> Callable[[Matrix, Matrix, float], Matrix]:
    return lambda old, gradient, alpha: old - rate * gradient


def _activation_in(grads: Arrays, order: int = 1) -> str:
    """Return the first dA (or, with -1, the last) without its d; an empty text if there is none."""
    return next((name[1:] for name in [*grads][::order] if name[1] == "A"), "")


UPDATE_PARAMETERS = (
    *_update("ascent", _update_with(lambda old, gradient, alpha: old + alpha * gradient)),
    *_update("no_learning_rate", _update_with(lambda old, gradient, alpha: old - gradient)),
    *_update("fixed_learning_rate", *(_update_with(_with_rate(rate)) for rate in _RATES if rate != 1)),
    *_update(
        "assigned",
        _update_with(lambda old, gradient, alpha: -alpha * gradient),
        _update_with(lambda old, gradient, alpha: alpha * gradient),
    ),
    *_update("reversed", _update_with(lambda old, gradient, alpha: alpha * gradient - old)),
    *_update(
        "rate_on_all",
        _update_with(lambda old, gradient, alpha: (old - gradient) * alpha),
        _update_with(lambda old, gradient, alpha: alpha * old - gradient),
    ),
    *_update("multiplied", _update_with(lambda old, gradient, alpha: old * (1 - alpha * gradient))),
    *_update("divided", _update_with(lambda old, gradient, alpha: old - gradient / alpha)),
    *_update("unchanged", lambda parameters, grads, learning_rate: parameters),
    *_update("two_layers", _update_with(layers=lambda L: (1, 2))),
    *_update("two_layers", _update_with(layers=lambda L: (1, 2)[:L])),
    *_update("last_missing", _update_with(layers=lambda L: range(1, L))),
    *_update("first_only", _update_with(layers=lambda L: [1])),
    *_update("last_only", _update_with(layers=lambda L: [L])),
    *_update("w_only", _update_with(kinds="W")),
    *_update("b_only", _update_with(kinds="b")),
    *_update("dw_for_b", _update_with(gradient_of=lambda kind: "W")),
    *_update("dw_for_b", _update_with(gradient_of=lambda kind: "b")),
    *_update("starts_at_zero", *(_asks_for(_always(name)) for name in ("W0", "dW0", "b0", "db0"))),
    *_update(
        "too_many_layers",
        _asks_for(lambda p, g: f"W{len(p) // 2 + 1}"),
        _asks_for(lambda p, g: f"dW{len(p) // 2 + 1}"),
    ),
    *_update(
        "counted_in_grads",
        _asks_for(lambda p, g: f"W{len(p) // 2 + 1}" if len(g) // 2 > len(p) // 2 else ""),
        _asks_for(lambda p, g: f"dW{len(p) // 2 + 1}" if len(g) // 2 > len(p) // 2 else ""),
    ),
    *_update(
        "da_is_no_parameter",
        _asks_for(lambda p, g: _activation_in(g)),
        _asks_for(lambda p, g: _activation_in(g, -1)),
    ),
    *_update("returns_grads", _update_with(result=lambda parameters, grads: grads)),
)

# ---- L_layer_model ---------------------------------------------------------------------------------------------


# A check trains one network for each mistake, so this is written for speed. Where a network has several layers, nothing
# but the form of its parameters is compared with a learner's, and a few steps will do.
_FEW = 2


def _gradients(parameters: Arrays, X: Matrix, Y: Matrix) -> tuple[float, Arrays]:
    """Return cost and gradients, without any guard."""
    L, A = len(parameters) // 2, [X]
    for layer in range(1, L + 1):
        Z = parameters[f"W{layer}"] @ A[-1] + parameters[f"b{layer}"]
        A.append(1 / (1 + np.exp(-Z)) if layer == L else np.maximum(Z, 0))
    J = np.sum(np.logaddexp(0, Z) - Y * Z) / X.shape[1]
    dZ, grads = (A[-1] - Y) / X.shape[1], {}
    for layer in range(L, 0, -1):
        grads[f"dW{layer}"], grads[f"db{layer}"] = dZ @ A[layer - 1].T, dZ.sum(axis=1, keepdims=True)
        if layer > 1:
            dZ = parameters[f"W{layer}"].T @ dZ * (A[layer - 1] > 0)
    return float(J), grads


def _train_with(
    *,
    start: Callable[[list[int]], Arrays] = initialize_parameters_he,
    sizes: Callable[[list[int]], list[int]] = lambda layers_dims: layers_dims,
    sign: float = -1.0,
    rate: float | None = None,
    steps: Callable[[int], Iterable[int]] = range,
    once: bool = False,
    again: bool = False,
    keep: Callable[[int], bool] = lambda i: i % 100 == 0,
    cost_after: bool = False,
    result: Callable[[Arrays, list[float], Arrays], Any] = lambda parameters, costs, grads: (parameters, costs),
) -> Callable[..., Any]:
    """Return L_layer_model with something changed."""

    def wrong(X: Matrix, Y: Matrix, layers_dims: list[int], alpha: float, num: int, print_cost: bool = False) -> Any:
        dims, costs = sizes(layers_dims), []
        turns = steps(num) if len(layers_dims) == 2 else list(steps(num))[:_FEW]
        parameters = start(dims)
        with np.errstate(all="ignore"):  # uphill, the numbers run away
            J, grads = _gradients(parameters, X, Y)
            for i in turns:
                if again:
                    parameters = start(dims)
                if not once:
                    J, grads = _gradients(parameters, X, Y)
                for name, value in parameters.items():
                    parameters[name] = value + sign * (rate or alpha) * grads[f"d{name}"]
                if keep(i):
                    costs.append(_gradients(parameters, X, Y)[0] if cost_after else J)
        return result(parameters, costs, grads)

    return wrong


def _model(key: str, *wrong: Callable[..., Any], equation: str = _STEP) -> tuple[Mistake, ...]:
    return one_hint(f"L_layer_model.{key}", equation, *wrong)


def _cost_moves(X: Matrix, Y: Matrix, dims: list[int], alpha: float, num: int, print_cost: bool = False) -> Any:
    """Return L_layer_model that takes its gradient once, and the cost anew in every step."""
    parameters, costs = initialize_parameters_he(dims), []
    with np.errstate(all="ignore"):
        grads = _gradients(parameters, X, Y)[1]
        for i in range(num if len(dims) == 2 else _FEW):
            if i % 100 == 0:
                costs.append(_gradients(parameters, X, Y)[0])
            parameters = {name: value - alpha * grads[f"d{name}"] for name, value in parameters.items()}
    return parameters, costs


L_LAYER_MODEL = (
    *_model("untrained", _train_with(sign=0.0)),
    *_model("restarted", _train_with(again=True)),
    *_model("one_step", _train_with(steps=_always(range(1)))),
    *_model("gradient_once", _train_with(once=True), _cost_moves),
    *_model("ascent", _train_with(sign=1.0)),
    *_model("step_count", _train_with(steps=lambda n: range(n - 1)), _train_with(steps=lambda n: range(n + 1))),
    *_model(
        "counts_from_one",
        _train_with(steps=lambda n: range(1, n + 1)),
        _train_with(steps=lambda n: range(1, n)),
    ),
    *_model("fixed_steps", *(_train_with(steps=_always(range(k))) for k in (100, 2500, 3000))),
    *_model("fixed_learning_rate", *(_train_with(rate=rate) for rate in _RATES)),
    *_model("every_cost", _train_with(keep=lambda i: True), equation=_COST),
    *_model("no_costs", _train_with(keep=lambda i: False), equation=_COST),
    *_model("every_thousandth", _train_with(keep=lambda i: i % 1000 == 0), equation=_COST),
    *_model("costs_after_step", _train_with(cost_after=True), equation=_COST),
    *_model("last_cost", _train_with(result=lambda parameters, costs, grads: (parameters, costs[-1])), equation=_COST),
    *_model(
        "zero_start",
        _train_with(start=initialize_parameters_zeros),
        equation="eq-he",
    ),
    *_model("two_layers", _train_with(sizes=lambda dims: [dims[0], dims[1], dims[-1]]), equation="eq-dimensions"),
    *_model("swapped", _train_with(result=lambda parameters, costs, grads: (costs, parameters))),
    *_model("returns_grads", _train_with(result=lambda parameters, costs, grads: (grads, costs))),
)
