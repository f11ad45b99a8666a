"""Known mistakes of the assignment `gradient-checking`, first part: one number at a time; and what is right.

Those of networks are in `gradient_checking_network_mistakes`, those of the cases in `gradient_checking_names_mistakes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.codec import decode, encode
from dlutils.checks.task import Mistake
from dlutils.gradient_check import central_difference, relative_error
from dlutils.planted import cost_of

Matrix = NDArray[Any]
Grads = dict[str, Any]
Formula = Callable[[Any, Any], Any]

LIMIT = 1e-3  # a relative error above it says that there is a mistake
CENTRAL, ERROR = "eq-central-difference", "eq-relative-error"
norm = np.linalg.norm

# ---- what is right -----------------------------------------------------------------------------------------------


def cubic(x: float, theta: float) -> float:
    """Return x times theta cubed, the cost of gradient_check."""
    return x * theta**3


def measure_one(x: float, theta: float, epsilon: float) -> float:
    """Return the measured slope of that cost."""
    return float(central_difference(lambda value: cubic(x, float(value)), theta, epsilon))


def compared(gradapprox: Any, gradient: Any) -> tuple[Any, float]:
    """Return a measured gradient, and how far it is from a given one."""
    return gradapprox, relative_error(gradient, gradapprox)


def measure(parameters: Mapping[str, Matrix], X: Matrix, Y: Matrix, epsilon: float) -> Grads:
    """Return the measured slopes of a network's cost, by the names dW1, db1, …."""
    return {name: slopes.copy() for name, slopes in _measured(encode((dict(parameters), X, Y, epsilon))).items()}


@lru_cache(maxsize=64)
def _measured(question: bytes) -> Grads:
    """Return measured slopes. They are kept, since the many known mistakes that measure rightly all ask the same."""
    parameters, X, Y, epsilon = decode(question)

    def cost_with(name: str) -> Callable[[Matrix], float]:
        return lambda value: cost_of({**parameters, name: value}, X, Y)

    return {f"d{name}": central_difference(cost_with(name), value, epsilon) for name, value in parameters.items()}


def flat(grads: Mapping[str, Any], names: Iterable[str]) -> Matrix:
    """Return the gradients of these names in one long row."""
    return np.concatenate([np.ravel(grads[name]) for name in names])


def compare_all(
    parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float
) -> tuple[Grads, float]:
    """Return the measured gradients of a network, and how far the given ones are from them, all together."""
    measured = measure(parameters, X, Y, epsilon)
    return measured, relative_error(flat(gradients, measured), flat(measured, measured))


def wrong_names(parameters: Mapping[str, Matrix], gradients: Grads, X: Matrix, Y: Matrix, epsilon: float) -> list[str]:
    """Return the names of the gradients that are wrong, each compared for itself."""
    measured = measure(parameters, X, Y, epsilon)
    return sorted(name for name in measured if relative_error(gradients[name], measured[name]) > LIMIT)


# ---- relative_error ----------------------------------------------------------------------------------------------

FORMULAS: tuple[tuple[str, Formula], ...] = (
    ("not_divided", lambda g, a: norm(g - a)),
    ("not_divided", lambda g, a: np.mean((g - a) ** 2)),
    ("not_divided", lambda g, a: np.max(abs(g - a))),
    ("denominator", lambda g, a: norm(g - a) / norm(g)),
    ("denominator", lambda g, a: norm(g - a) / norm(a)),
    ("parentheses", lambda g, a: norm(g - a) / norm(g) + norm(a)),
    ("norm_of_sum", lambda g, a: norm(g - a) / norm(g + a)),
    ("plus", lambda g, a: norm(g + a) / (norm(g) + norm(a))),
    ("lengths", lambda g, a: abs(norm(g) - norm(a)) / (norm(g) + norm(a))),
    ("lengths", lambda g, a: (norm(g) - norm(a)) / (norm(g) + norm(a))),
    ("lengths", lambda g, a: norm(abs(g) - abs(a)) / (norm(g) + norm(a))),
    ("no_norm", lambda g, a: abs(g - a) / (abs(g) + abs(a))),
    ("no_norm", lambda g, a: (g - a) / (g + a)),
    ("no_norm", lambda g, a: abs(g - a) / (norm(g) + norm(a))),
    ("mean_of_entries", lambda g, a: np.mean(abs(g - a) / (abs(g) + abs(a)))),
    ("mean_of_entries", lambda g, a: np.max(abs(g - a) / (abs(g) + abs(a)))),
    ("squared", lambda g, a: np.sum((g - a) ** 2) / (np.sum(g**2) + np.sum(a**2))),
    ("squared", lambda g, a: norm(g - a) ** 2 / (norm(g) ** 2 + norm(a) ** 2)),
    ("root_of_sum", lambda g, a: norm(g - a) / np.sqrt(norm(g) ** 2 + norm(a) ** 2)),
    ("absolute_sum", lambda g, a: np.sum(abs(g - a)) / (np.sum(abs(g)) + np.sum(abs(a)))),
    ("summed", lambda g, a: abs(np.sum(g - a)) / (abs(np.sum(g)) + abs(np.sum(a)))),
    ("summed", lambda g, a: np.sum(g - a) / (np.sum(g) + np.sum(a))),
    ("half", lambda g, a: 2 * norm(g - a) / (norm(g) + norm(a))),
    ("larger", lambda g, a: norm(g - a) / max(norm(g), norm(a))),
    ("boolean", lambda g, a: bool(norm(g - a) / (norm(g) + norm(a)) < 1e-7)),
    ("boolean", lambda g, a: bool(norm(g - a) / (norm(g) + norm(a)) > 1e-7)),
)


def _spectral(g: Any, a: Any) -> Any:
    return norm(g - a, 2) / (norm(g, 2) + norm(a, 2))


def _rows_added(g: Any, a: Any) -> Any:
    return np.sqrt(sum((g - a) ** 2)) / (np.sqrt(sum(g**2)) + np.sqrt(sum(a**2)))


def _by_columns(g: Any, a: Any) -> Any:
    return norm(g - a, axis=0) / (norm(g, axis=0) + norm(a, axis=0))


RELATIVE_ERROR = (
    *(Mistake(f"relative_error.{key}", ERROR, formula) for key, formula in FORMULAS),
    Mistake("relative_error.spectral", ERROR, _spectral),
    Mistake("relative_error.by_columns", ERROR, _by_columns),
    Mistake("relative_error.by_columns", ERROR, _rows_added),
)

# ---- gradient_check ----------------------------------------------------------------------------------------------


def _check_with(slope: Callable[[float, float, float], Any], formula: Formula = relative_error) -> Callable[..., Any]:
    """Return gradient_check with another slope (x, theta, epsilon), or another comparison."""

    def wrong(x: float, theta: float, gradient: float, epsilon: float) -> Any:
        approx = slope(x, theta, epsilon)
        return approx, formula(gradient, approx)

    return wrong


def _two_sides(x: float, theta: float, epsilon: float) -> float:
    return cubic(x, theta + epsilon) - cubic(x, theta - epsilon)


def _along_x(x: float, theta: float, epsilon: float) -> float:
    return (cubic(x + epsilon, theta) - cubic(x - epsilon, theta)) / (2 * epsilon)


def _swapped(x: float, theta: float, gradient: float, epsilon: float) -> Any:
    return compared(measure_one(x, theta, epsilon), gradient)[::-1]


def _difference_alone(x: float, theta: float, gradient: float, epsilon: float) -> Any:
    return relative_error(gradient, measure_one(x, theta, epsilon))


def _own_gradient(x: float, theta: float, gradient: float, epsilon: float) -> Any:
    return compared(measure_one(x, theta, epsilon), 3 * x * theta**2)


GRADIENT_CHECK = (
    Mistake(
        "gradient_check.one_sided",
        CENTRAL,
        _check_with(lambda x, t, e: (cubic(x, t + e) - cubic(x, t)) / e),
    ),
    Mistake(
        "gradient_check.one_sided",
        CENTRAL,
        _check_with(lambda x, t, e: (cubic(x, t) - cubic(x, t - e)) / e),
    ),
    Mistake(
        "gradient_check.one_sided",
        CENTRAL,
        _check_with(lambda x, t, e: (cubic(x, t + e) - cubic(x, t)) / (2 * e)),
    ),
    Mistake("gradient_check.no_two", CENTRAL, _check_with(lambda x, t, e: _two_sides(x, t, e) / e)),
    Mistake("gradient_check.parentheses", CENTRAL, _check_with(lambda x, t, e: _two_sides(x, t, e) / 2 * e)),
    Mistake("gradient_check.not_divided", CENTRAL, _check_with(_two_sides)),
    Mistake("gradient_check.not_divided", CENTRAL, _check_with(lambda x, t, e: _two_sides(x, t, e) / 2)),
    Mistake("gradient_check.sign", CENTRAL, _check_with(lambda x, t, e: -_two_sides(x, t, e) / (2 * e))),
    Mistake("gradient_check.plus", CENTRAL, _check_with(lambda x, t, e: (cubic(x, t + e) + cubic(x, t - e)) / (2 * e))),
    Mistake("gradient_check.epsilon_unused", CENTRAL, _check_with(lambda x, t, e: measure_one(x, t, 1e-7))),
    Mistake("gradient_check.epsilon_unused", CENTRAL, _check_with(lambda x, t, e: measure_one(x, t, 1e-4))),
    Mistake("gradient_check.epsilon_unused", CENTRAL, _check_with(lambda x, t, e: 3 * x * t**2)),
    Mistake("gradient_check.moves_x", CENTRAL, _check_with(_along_x)),
    Mistake("gradient_check.linear_cost", CENTRAL, _check_with(lambda x, t, e: x)),
    Mistake("gradient_check.linear_cost", CENTRAL, lambda x, theta, gradient, epsilon: (x, 0.0)),
    Mistake("gradient_check.linear_cost", CENTRAL, lambda x, theta, gradient, epsilon: 0.0),
    Mistake("gradient_check.gradient_ignored", ERROR, _own_gradient),
    Mistake("gradient_check.swapped", ERROR, _swapped),
    Mistake("gradient_check.difference_alone", ERROR, _difference_alone),
    Mistake("gradient_check.no_abs", ERROR, _check_with(measure_one, lambda g, a: (g - a) / (abs(g) + abs(a)))),
    Mistake("gradient_check.no_abs", ERROR, _check_with(measure_one, lambda g, a: (g - a) / (g + a))),
    *(
        Mistake(f"relative_error.{key}", ERROR, _check_with(measure_one, formula))
        for key, formula in FORMULAS
        # For single numbers these are right, or the same as another one.
        if key not in ("no_norm", "mean_of_entries", "absolute_sum", "summed")
    ),
)
