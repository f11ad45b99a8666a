"""Known mistakes of `initialize_parameters` and `nn_model` in the assignment `shallow-network`, for their hints."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import shallow
from dlutils.activations import sigmoid
from dlutils.checks.task import Mistake

Matrix = NDArray[Any]
Arrays = dict[str, Matrix]
Rule = Callable[[np.random.Generator, int, int], Any]


def _zeros(rng: np.random.Generator, n: int, n_prev: int) -> Matrix:
    return np.zeros((n, 1))


def _start_with(
    *, W: Rule = lambda rng, n, n_prev: 0.01 * rng.standard_normal((n, n_prev)), b: Rule = _zeros, names: str = "W b"
) -> Callable[..., Any]:
    """Return initialize_parameters with another rule for the weights or the biases of a layer."""
    weight, bias = names.split()

    def wrong(n_x: int, n_h: int, n_y: int) -> Any:
        rng = np.random.default_rng()
        return {
            f"{weight}1": W(rng, n_h, n_x),
            f"{bias}1": b(rng, n_h, n_x),
            f"{weight}2": W(rng, n_y, n_h),
            f"{bias}2": b(rng, n_y, n_h),
        }

    return wrong


def _normal(factor: Callable[[int, int], float]) -> Rule:
    """Return normal random weights times a factor of (n, n_prev)."""
    return lambda rng, n, n_prev: factor(n, n_prev) * rng.standard_normal((n, n_prev))


def _second_transposed(n_x: int, n_h: int, n_y: int) -> Any:
    parameters = shallow.initialize_parameters(n_x, n_h, n_y)
    return {**parameters, "W2": parameters["W2"].T}


def _first_transposed(n_x: int, n_h: int, n_y: int) -> Any:
    parameters = shallow.initialize_parameters(n_x, n_h, n_y)
    return {**parameters, "W1": parameters["W1"].T}


def _scaled(first: float, second: float) -> Callable[..., Any]:
    """Return initialize_parameters with weights so many times too large."""

    def wrong(n_x: int, n_h: int, n_y: int) -> Any:
        parameters = shallow.initialize_parameters(n_x, n_h, n_y)
        return {**parameters, "W1": first * parameters["W1"], "W2": second * parameters["W2"]}

    return wrong


def _shape_as_tuple(rng: np.random.Generator, n: int, n_prev: int) -> Matrix:
    # The older generator, since its error is the one that learners see.
    return np.random.RandomState().randn((n, n_prev))  # type: ignore[call-overload]


def _biases_of_inputs(n_x: int, n_h: int, n_y: int) -> Any:
    return {**shallow.initialize_parameters(n_x, n_h, n_y), "b1": np.zeros((n_x, 1)), "b2": np.zeros((n_h, 1))}


def _same_seed(n_x: int, n_h: int, n_y: int) -> Any:
    first, second = (np.random.default_rng(2) for _ in range(2))
    return {
        "W1": 0.01 * first.standard_normal((n_h, n_x)),
        "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * second.standard_normal((n_y, n_h)),
        "b2": np.zeros((n_y, 1)),
    }


def _as_tuple(n_x: int, n_h: int, n_y: int) -> Any:
    return tuple(shallow.initialize_parameters(n_x, n_h, n_y).values())


_START = "eq-small-random"

INITIALIZE_PARAMETERS = (
    Mistake("initialize_parameters.no_factor", _START, _start_with(W=_normal(lambda n, n_prev: 1.0))),
    Mistake("initialize_parameters.factor_once", _START, _scaled(100.0, 1.0)),
    Mistake("initialize_parameters.factor_once", _START, _scaled(1.0, 100.0)),
    Mistake("initialize_parameters.shape_as_tuple", _START, _start_with(W=_shape_as_tuple)),
    *(
        Mistake("initialize_parameters.other_factor", _START, _start_with(W=_normal(rule)))
        for rule in (lambda n, n_prev: 0.1, lambda n, n_prev: 0.001)
    ),
    Mistake("initialize_parameters.divided", _START, _start_with(W=_normal(lambda n, n_prev: 100.0))),
    *(
        Mistake("initialize_parameters.size_of_layer", _START, _start_with(W=_normal(rule)))
        for rule in (
            lambda n, n_prev: math.sqrt(2 / n_prev),
            lambda n, n_prev: math.sqrt(1 / n_prev),
            lambda n, n_prev: math.sqrt(2 / (n + n_prev)),
        )
    ),
    *(
        Mistake("initialize_parameters.uniform", _START, _start_with(W=rule))
        for rule in (
            lambda rng, n, n_prev: 0.01 * rng.random((n, n_prev)),
            lambda rng, n, n_prev: rng.random((n, n_prev)),
        )
    ),
    *(
        Mistake("initialize_parameters.uniform_centred", _START, _start_with(W=rule))
        for rule in (
            lambda rng, n, n_prev: 0.01 * rng.uniform(-1, 1, (n, n_prev)),
            lambda rng, n, n_prev: 0.01 * rng.uniform(-0.5, 0.5, (n, n_prev)),
        )
    ),
    Mistake(
        "initialize_parameters.positive",
        _START,
        _start_with(W=lambda rng, n, n_prev: 0.01 * abs(rng.standard_normal((n, n_prev)))),
    ),
    *(
        Mistake("initialize_parameters.repeated", _START, _start_with(W=rule))
        for rule in (
            lambda rng, n, n_prev: np.full((n, n_prev), 0.01),
            lambda rng, n, n_prev: np.ones((n, n_prev)),
            lambda rng, n, n_prev: np.full((n, n_prev), 0.01 * rng.standard_normal()),
        )
    ),
    Mistake("initialize_parameters.zeros", _START, _start_with(W=lambda rng, n, n_prev: np.zeros((n, n_prev)))),
    Mistake("initialize_parameters.same_seed", _START, _same_seed),
    Mistake(
        "initialize_parameters.transposed",
        _START,
        _start_with(W=lambda rng, n, n_prev: 0.01 * rng.standard_normal((n_prev, n))),
    ),
    Mistake("initialize_parameters.transposed", _START, _first_transposed),
    Mistake("initialize_parameters.transposed", _START, _second_transposed),
    Mistake("initialize_parameters.flat_biases", _START, _start_with(b=lambda rng, n, n_prev: np.zeros(n))),
    Mistake("initialize_parameters.row_biases", _START, _start_with(b=lambda rng, n, n_prev: np.zeros((1, n)))),
    Mistake("initialize_parameters.number_biases", _START, _start_with(b=lambda rng, n, n_prev: 0.0)),
    Mistake("initialize_parameters.biases_of_inputs", _START, _biases_of_inputs),
    *(
        Mistake("initialize_parameters.biases_not_zero", _START, _start_with(b=rule))
        for rule in (
            lambda rng, n, n_prev: 0.01 * rng.standard_normal((n, 1)),
            lambda rng, n, n_prev: np.ones((n, 1)),
        )
    ),
    Mistake("initialize_parameters.names", _START, _start_with(names="w b")),
    Mistake("initialize_parameters.tuple", _START, _as_tuple),
)

# ---- training --------------------------------------------------------------------------------------------------


def _trained_with(
    *,
    sign: float = -1.0,
    rate: float = 1.2,
    steps: Callable[[int], int] = lambda n: n,
    moves: str = "W1 b1 W2 b2",
    once: bool = False,
    start: Callable[..., Arrays] = shallow.initialize_parameters,
    hidden: int | None = None,
    gives: str = "parameters",
) -> Callable[..., Any]:
    """Return nn_model with something changed. Written for speed, since a check trains one network for each mistake."""

    def wrong(X: Matrix, Y: Matrix, n_h: int, num_iterations: int, print_cost: bool = False) -> Any:
        parameters = start(len(X), hidden or n_h, len(Y))
        grads = _gradients(parameters, X, Y)
        with np.errstate(all="ignore"):  # uphill, the numbers run away
            for _ in range(steps(num_iterations)):
                grads = grads if once else _gradients(parameters, X, Y)
                for name in moves.split():
                    parameters[name] = parameters[name] + sign * rate * grads[f"d{name}"]
        return parameters if gives == "parameters" else grads

    return wrong


def _gradients(parameters: Arrays, X: Matrix, Y: Matrix) -> Arrays:
    """Return the gradients of a forward and a backward pass, without any guard."""
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    A1 = np.tanh(W1 @ X + b1)
    dZ2 = (sigmoid(W2 @ A1 + b2) - Y) / X.shape[1]
    dZ1 = W2.T @ dZ2 * (1 - A1 * A1)
    return {
        "dW1": dZ1 @ X.T,
        "db1": dZ1.sum(axis=1, keepdims=True),
        "dW2": dZ2 @ A1.T,
        "db2": dZ2.sum(axis=1, keepdims=True),
    }


_STEP = "eq-network-update"
_RATES = (0.0075, 0.01, 0.1, 0.5, 1.0)

NN_MODEL = (
    Mistake("nn_model.untrained", _STEP, _trained_with(moves="")),
    Mistake("nn_model.one_step", _STEP, _trained_with(steps=lambda n: 1)),
    Mistake("nn_model.step_count", _STEP, _trained_with(steps=lambda n: n - 1)),
    Mistake("nn_model.step_count", _STEP, _trained_with(steps=lambda n: n + 1)),
    # Any number well above that of the first cases: the weights have grown where they should not have.
    Mistake("nn_model.fixed_steps", _STEP, _trained_with(steps=lambda n: 1000)),
    Mistake("nn_model.gradient_once", _STEP, _trained_with(once=True)),
    Mistake("nn_model.ascent", _STEP, _trained_with(sign=1.0)),
    *(Mistake("nn_model.other_learning_rate", _STEP, _trained_with(rate=rate)) for rate in _RATES),
    Mistake("nn_model.w1_fixed", _STEP, _trained_with(moves="b1 W2 b2")),
    Mistake("nn_model.w1_fixed", _STEP, _trained_with(moves="W2 b2")),
    Mistake("nn_model.w2_fixed", _STEP, _trained_with(moves="W1 b1 b2")),
    Mistake("nn_model.biases_fixed", _STEP, _trained_with(moves="W1 W2")),
    Mistake("nn_model.biases_fixed", _STEP, _trained_with(moves="W1 W2 b2")),
    Mistake("nn_model.biases_fixed", _STEP, _trained_with(moves="W1 b1 W2")),
    Mistake(
        "nn_model.zero_start",
        _START,
        _trained_with(start=lambda *n: {k: 0 * v for k, v in shallow.initialize_parameters(*n).items()}),
    ),
    Mistake(
        "nn_model.equal_start",
        _START,
        _trained_with(start=lambda *n: {k: 0 * v + 0.01 for k, v in shallow.initialize_parameters(*n).items()}),
    ),
    Mistake("nn_model.four_hidden", "eq-layer-sizes", _trained_with(hidden=4)),
    Mistake("nn_model.returns_grads", _STEP, _trained_with(gives="grads")),
)
