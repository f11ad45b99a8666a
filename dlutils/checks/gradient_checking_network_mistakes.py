"""Known mistakes of the assignment `gradient-checking`, second part: the gradients of networks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.codec import decode, encode
from dlutils.checks.gradient_checking_mistakes import (
    CENTRAL,
    ERROR,
    FORMULAS,
    Formula,
    Grads,
    flat,
    measure,
    norm,
)
from dlutils.checks.task import Mistake
from dlutils.gradient_check import relative_error
from dlutils.planted import cost_of

Matrix = NDArray[Any]
# Of the costs after a step upwards, downwards, and without a step, and epsilon.
Slope = Callable[[Matrix, Matrix, float, float], Matrix]

# ---- gradient_check_n --------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _two_costs(question: bytes) -> tuple[Grads, Grads, float]:
    """Return the costs after a step of each entry upwards, downwards, and without a step; kept for all that ask."""
    parameters, X, Y, epsilon = decode(question)
    sides = []
    for sign in (1, -1):
        costs = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
        for name, value in parameters.items():
            for index in np.ndindex(value.shape):
                moved = value.copy()
                moved[index] += sign * epsilon
                costs[f"d{name}"][index] = cost_of({**parameters, name: moved}, X, Y)
        sides.append(costs)
    return sides[0], sides[1], cost_of(parameters, X, Y)


def _check_n_with(
    slope: Slope = lambda plus, minus, _, epsilon: (plus - minus) / (2 * epsilon),
    which: Callable[[str, tuple[int, ...]], bool] = lambda name, index: True,
    epsilon_used: float | None = None,
    drop: bool = False,
) -> Callable[..., Any]:
    """Return gradient_check_n with something changed; `drop` leaves out what was not measured."""

    def wrong(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
        step = epsilon_used or epsilon
        plus, minus, cost = _two_costs(encode((dict(parameters), X, Y, step)))
        approx = {name: slope(plus[name], minus[name], cost, step) for name in plus}
        for name, value in approx.items():
            for index in np.ndindex(value.shape):
                value[index] *= which(name[1:], index)
        if drop:
            approx = {name: value for name, value in approx.items() if which(name[1:], (0, 0))}
        return approx, relative_error(flat(gradients, approx), flat(approx, approx))

    return wrong


def _drifting(*, back: float) -> Callable[..., Any]:
    """Return gradient_check_n that steps in place by +1, -2, and does not come back all the way."""

    def wrong(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
        moving = {name: value.copy() for name, value in parameters.items()}
        approx = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
        for name, value in moving.items():
            for index in np.ndindex(value.shape):
                value[index] += epsilon
                plus = cost_of(moving, X, Y)
                value[index] -= 2 * epsilon
                minus = cost_of(moving, X, Y)
                value[index] += back * epsilon
                approx[f"d{name}"][index] = (plus - minus) / (2 * epsilon)
        return approx, relative_error(flat(gradients, approx), flat(approx, approx))

    return wrong


def _drifting_apart(*, fresh: bool) -> Callable[..., Any]:
    """Return gradient_check_n that moves two copies further and further apart; `fresh` takes new ones for each name."""

    def wrong(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
        plus, minus = ({name: value.copy() for name, value in parameters.items()} for _ in range(2))
        approx = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
        for name, value in parameters.items():
            for index in np.ndindex(value.shape):
                plus[name][index] += epsilon
                minus[name][index] -= epsilon
                approx[f"d{name}"][index] = (cost_of(plus, X, Y) - cost_of(minus, X, Y)) / (2 * epsilon)
            if fresh:
                plus[name], minus[name] = value.copy(), value.copy()
        return approx, relative_error(flat(gradients, approx), flat(approx, approx))

    return wrong


def _all_at_once(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
    approx = {}
    for name, value in parameters.items():
        plus, minus = (cost_of({**parameters, name: value + sign * epsilon}, X, Y) for sign in (1, -1))
        approx[f"d{name}"] = np.full_like(value, (plus - minus) / (2 * epsilon))
    return approx, relative_error(flat(gradients, approx), flat(approx, approx))


def _rows_at_once(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
    approx = {f"d{name}": np.zeros_like(value) for name, value in parameters.items()}
    for name, value in parameters.items():
        for row in range(len(value)):
            step = epsilon * (np.arange(len(value))[:, np.newaxis] == row)
            plus, minus = (cost_of({**parameters, name: value + sign * step}, X, Y) for sign in (1, -1))
            approx[f"d{name}"][row] = (plus - minus) / (2 * epsilon)
    return approx, relative_error(flat(gradients, approx), flat(approx, approx))


def _without_last(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
    names = [f"d{kind}{layer}" for layer in range(1, len(parameters) // 2) for kind in "Wb"]
    measured = measure(parameters, X, Y, epsilon)
    return {name: measured[name] for name in names}, relative_error(flat(gradients, names), flat(measured, names))


def _one_for_each(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
    approx, _ = _all_at_once(parameters, gradients, X, Y, epsilon)
    approx = {name: float(value.flat[0]) for name, value in approx.items()}
    return approx, 0.0


def _difference_by(
    difference: Callable[[Grads, Grads], Any],
    pack: Callable[[Grads, Any], Any] = lambda approx, difference: (approx, difference),
) -> Callable[..., Any]:
    """Return gradient_check_n that measures rightly, and then compares or returns in another way."""

    def wrong(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> Any:
        approx = measure(parameters, X, Y, epsilon)
        return pack(approx, difference(gradients, approx))

    return wrong


def _right_difference(gradients: Grads, approx: Grads) -> float:
    return relative_error(flat(gradients, approx), flat(approx, approx))


def _of_all(formula: Formula) -> Callable[[Grads, Grads], Any]:
    """Return a comparison of the long rows of both."""
    return lambda gradients, approx: formula(flat(gradients, approx), flat(approx, approx))


def _in_orders(of_gradients: Callable[[Any], Iterable[str]], of_approx: Callable[[Any], Iterable[str]]) -> Any:
    """Return a comparison of rows that were put together in two orders."""

    def difference(gradients: Grads, approx: Grads) -> float:
        mine = [name for name in gradients if name in approx]
        return relative_error(flat(gradients, of_gradients(mine)), flat(approx, of_approx(list(approx))))

    return difference


def _of_each(together: Callable[[list[float]], Any]) -> Callable[[Grads, Grads], Any]:
    """Return a comparison that puts together the relative error of each name."""
    return lambda gradients, approx: together([relative_error(gradients[name], approx[name]) for name in approx])


def _norms_added(gradients: Grads, approx: Grads) -> Any:
    apart = sum(norm(gradients[name] - approx[name]) for name in approx)
    return apart / sum(norm(gradients[name]) + norm(approx[name]) for name in approx)


def _activations_too(flipped: bool) -> Callable[[Grads, Grads], Any]:  # the name of the derivative
    def difference(gradients: Grads, approx: Grads) -> Any:
        g, a = flat(gradients, gradients), flat(approx, approx)
        return norm(a - g if flipped else g - a) / (norm(g) + norm(a))

    return difference


def _without_d(approx: Grads, difference: Any) -> Any:
    return {name[1:]: value for name, value in approx.items()}, difference


GRADIENT_CHECK_N = (
    Mistake("gradient_check_n.no_change", CENTRAL, _check_n_with(lambda plus, minus, base, e: 0 * plus)),
    Mistake("gradient_check_n.one_sided", CENTRAL, _check_n_with(lambda plus, minus, base, e: (plus - base) / e)),
    Mistake("gradient_check_n.one_sided", CENTRAL, _check_n_with(lambda plus, minus, base, e: (base - minus) / e)),
    Mistake("gradient_check_n.half", CENTRAL, _check_n_with(lambda plus, minus, base, e: (plus - base) / (2 * e))),
    Mistake("gradient_check_n.half", CENTRAL, _check_n_with(lambda plus, minus, base, e: (base - minus) / (2 * e))),
    Mistake("gradient_check_n.no_two", CENTRAL, _check_n_with(lambda plus, minus, base, e: (plus - minus) / e)),
    Mistake(
        "gradient_check_n.parentheses", CENTRAL, _check_n_with(lambda plus, minus, base, e: (plus - minus) / 2 * e)
    ),
    Mistake("gradient_check_n.not_divided", CENTRAL, _check_n_with(lambda plus, minus, base, e: plus - minus)),
    Mistake("gradient_check_n.sign", CENTRAL, _check_n_with(lambda plus, minus, base, e: (minus - plus) / (2 * e))),
    Mistake("gradient_check_n.epsilon_fixed", CENTRAL, _check_n_with(epsilon_used=1e-7)),
    Mistake("gradient_check_n.epsilon_fixed", CENTRAL, _check_n_with(epsilon_used=1e-4)),
    Mistake("gradient_check_n.not_restored", CENTRAL, _drifting(back=0)),
    Mistake("gradient_check_n.not_restored", CENTRAL, _drifting(back=2)),
    Mistake("gradient_check_n.not_restored", CENTRAL, _drifting_apart(fresh=False)),
    Mistake("gradient_check_n.not_restored", CENTRAL, _drifting_apart(fresh=True)),
    Mistake("gradient_check_n.all_at_once", CENTRAL, _all_at_once),
    Mistake("gradient_check_n.all_at_once", CENTRAL, _one_for_each),
    Mistake("gradient_check_n.all_at_once", CENTRAL, _rows_at_once),
    Mistake("gradient_check_n.last_layer", CENTRAL, _without_last),
    Mistake("gradient_check_n.only_weights", CENTRAL, _check_n_with(which=lambda name, i: name[0] == "W")),
    Mistake("gradient_check_n.only_weights", CENTRAL, _check_n_with(which=lambda name, i: name[0] == "W", drop=True)),
    Mistake("gradient_check_n.first_layer", CENTRAL, _check_n_with(which=lambda name, i: name[1:] == "1")),
    Mistake("gradient_check_n.first_layer", CENTRAL, _check_n_with(which=lambda name, i: name[1:] == "1", drop=True)),
    Mistake("gradient_check_n.first_entry", CENTRAL, _check_n_with(which=lambda name, i: i == (0, 0))),
    Mistake("gradient_check_n.first_entry", CENTRAL, _check_n_with(which=lambda name, i: i[0] == 0)),
    Mistake("gradient_check_n.first_entry", CENTRAL, _check_n_with(which=lambda name, i: i[1] == 0)),
    Mistake("gradient_check_n.without_d", CENTRAL, _difference_by(_right_difference, _without_d)),
    Mistake(
        "gradient_check_n.swapped", ERROR, _difference_by(_right_difference, lambda approx, found: (found, approx))
    ),
    Mistake("gradient_check_n.difference_alone", ERROR, _difference_by(_right_difference, lambda approx, found: found)),
    Mistake(
        "gradient_check_n.one_row",
        CENTRAL,
        _difference_by(_right_difference, lambda approx, found: (flat(approx, approx), found)),
    ),
    Mistake(
        "gradient_check_n.one_row",
        CENTRAL,
        _difference_by(_right_difference, lambda approx, found: (flat(approx, approx).reshape(-1, 1), found)),
    ),
    Mistake(
        "gradient_check_n.shapes",
        CENTRAL,
        _difference_by(_right_difference, lambda approx, found: ({n: v.ravel() for n, v in approx.items()}, found)),
    ),
    Mistake("gradient_check_n.with_dA", ERROR, _difference_by(_activations_too(flipped=False))),
    Mistake("gradient_check_n.with_dA", ERROR, _difference_by(_activations_too(flipped=True))),
    Mistake("gradient_check_n.order", ERROR, _difference_by(_in_orders(list, list))),
    Mistake("gradient_check_n.order", ERROR, _difference_by(_in_orders(sorted, list))),
    Mistake("gradient_check_n.order", ERROR, _difference_by(_in_orders(list, sorted))),
    Mistake("gradient_check_n.each_for_itself", ERROR, _difference_by(_of_each(lambda errors: np.mean(errors)))),
    Mistake("gradient_check_n.each_for_itself", ERROR, _difference_by(_of_each(max))),
    Mistake("gradient_check_n.each_for_itself", ERROR, _difference_by(_of_each(sum))),
    Mistake("gradient_check_n.each_for_itself", ERROR, _difference_by(_of_each(lambda errors: errors[-1]))),
    Mistake("gradient_check_n.norms_added", ERROR, _difference_by(_norms_added)),
    *(
        Mistake(f"relative_error.{key}", ERROR, _difference_by(_of_all(formula)))
        for key, formula in FORMULAS
        if key not in ("plus", "summed", "larger", "mean_of_entries")  # hardly written here
    ),
)
