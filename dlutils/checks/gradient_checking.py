"""The checks of the assignment `gradient-checking`: one task per graded function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks import gradient_checking_mistakes as mistakes
from dlutils.checks import gradient_checking_names_mistakes as names_mistakes
from dlutils.checks import gradient_checking_network_mistakes as network_mistakes
from dlutils.checks.compare import Scalar
from dlutils.checks.gradient_checking_mistakes import LIMIT, compare_all, compared, measure, measure_one, wrong_names
from dlutils.checks.named import Choice, NamedArrays, Names
from dlutils.checks.notebook import front_end
from dlutils.checks.task import Assignment, Draw, Part, Task
from dlutils.gradient_check import relative_error
from dlutils.planted import CASES, right_backward

Matrix = NDArray[Any]
Grads = dict[str, Matrix]
Spoil = Callable[[np.random.Generator, Grads], Grads]

# ---- inputs ----------------------------------------------------------------------------------------------------


def _two_arrays(*shape: int, noise: float = 0.1, scale: float = 1.0, flip: bool = False) -> Draw:
    """Return a draw of a gradient and a measured one that differ; `flip` gives one entry the opposite sign."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        gradient = rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape)
        measured = scale * gradient + noise * rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape)
        if flip:
            measured.flat[-1] *= -1
        return gradient, measured

    return draw


def _one_parameter(factor: float, epsilon: float) -> Draw:
    """Return a draw of x, theta and a gradient, the right one times a factor. x is positive where that is 1."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        x, theta = (float(rng.uniform(0.5, 2) * rng.choice([-1, 1])) for _ in range(2))
        x = abs(x) if factor == 1 else x  # so that the measured slope is larger than the gradient
        return x, theta, factor * 3 * x * theta**2, epsilon

    return draw


def _network(rng: np.random.Generator, dims: tuple[int, ...], m: int, scale: float) -> tuple[Any, ...]:
    """Return parameters, X, Y and the right gradients; no unit is near the corner of ReLU, no gradient near 0."""
    while True:
        parameters: dict[str, Matrix] = {}
        for layer in range(1, len(dims)):
            n_prev, n = dims[layer - 1], dims[layer]
            parameters[f"W{layer}"] = rng.normal(scale=np.sqrt(1.5 / n_prev), size=(n, n_prev))
            parameters[f"b{layer}"] = rng.uniform(0.1, 0.5, (n, 1)) * rng.choice([-1, 1, 1], (n, 1))
        X = scale * rng.uniform(-2, 2, (dims[0], m))
        Y = rng.integers(0, 2, (dims[-1], m)).astype(float)
        grads = right_backward(parameters, X, Y)
        if _is_clear(parameters, X, grads, scale):
            return parameters, X, Y, grads


def _is_clear(parameters: Mapping[str, Matrix], X: Matrix, grads: Grads, scale: float) -> bool:
    """Whether small steps measure these gradients well: large slopes, no unit near its corner, nothing certain."""
    if any(np.linalg.norm(grads[f"d{name}"]) < 0.02 * scale for name in parameters):
        return False
    A, layers = X, len(parameters) // 2
    for layer in range(1, layers):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        if np.abs(Z).min() < 0.01:
            return False
        A = np.maximum(Z, 0)
    return bool(np.abs(parameters[f"W{layers}"] @ A).max() < 5)


def _check_n(dims: tuple[int, ...], m: int, epsilon: float, spoil: Spoil | None = None, scale: float = 1.0) -> Draw:
    """Return a draw of the arguments of gradient_check_n; the gradients are spoilt, if a way to do so is given."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        parameters, X, Y, grads = _network(rng, dims, m, scale)
        return parameters, spoil(rng, grads) if spoil else grads, X, Y, epsilon

    return draw


def _all_wrong(dims: tuple[int, ...], m: int, epsilon: float) -> Draw:
    """Return a draw in which the step is so large that it measures none of the right gradients."""
    clear = _check_n(dims, m, epsilon)

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        while True:
            parameters, grads, X, Y, epsilon = clear(rng)
            measured = measure(parameters, X, Y, epsilon)
            if all(relative_error(grads[name], slopes) > 20 * LIMIT for name, slopes in measured.items()):
                return parameters, grads, X, Y, epsilon

    return draw


def _noise(rng: np.random.Generator, grads: Grads) -> Grads:
    """Return the gradients with something added to every entry."""
    return {name: grad + rng.uniform(0.1, 0.5, grad.shape) for name, grad in grads.items()}


def _nothing(_rng: np.random.Generator, grads: Grads) -> Grads:
    """Return gradients of 0."""
    return {name: np.zeros_like(grad) for name, grad in grads.items()}


def _whole_numbers(dims: tuple[int, ...], m: int, epsilon: float) -> Draw:
    """Return a draw in which X and Y are whole numbers."""
    other = _check_n(dims, m, epsilon, _noise)

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        parameters, grads, X, Y, epsilon = other(rng)
        return parameters, grads, rng.integers(-2, 3, X.shape), Y.astype(int), epsilon

    return draw


def _times(**factors: float) -> Spoil:
    """Return a way to spoil gradients: some of them times a factor."""
    return lambda _rng, grads: {name: factors.get(name, 1.0) * grad for name, grad in grads.items()}


def _one_entry(*names: str) -> Spoil:
    """Return a way to spoil gradients: the sign of one entry, the largest but for the very first."""

    def spoil(_rng: np.random.Generator, grads: Grads) -> Grads:
        grads = {name: grad.copy() for name, grad in grads.items()}
        for name in names:
            flat = grads[name].reshape(-1)
            place = 1 + np.abs(flat[1:]).argmax() if flat.size > 1 else 0
            flat[place] *= -1
            if abs(flat[place]) < 0.1 * np.linalg.norm(flat):  # too small for its sign to matter
                flat[place] += 0.5 * np.linalg.norm(flat)
        return grads

    return spoil


def _balanced(name: str, spoil: Spoil) -> Spoil:
    """Return a way to spoil gradients: another way, and two entries of one gradient whose sum stays right."""

    def both(rng: np.random.Generator, grads: Grads) -> Grads:
        grads = spoil(rng, {name: grad.copy() for name, grad in grads.items()})
        grads[name].flat[0] += 0.5
        grads[name].flat[-1] -= 0.5
        return grads

    return both


# ---- tasks -----------------------------------------------------------------------------------------------------

_NETWORK = ("parameters", "gradients", "X", "Y", "epsilon")


ASSIGNMENT = Assignment.of(
    "gradient-checking",
    Task(
        name="relative_error",
        arguments=("gradient", "gradapprox"),
        returns=("one number",),
        points=2,
        equation="eq-relative-error",
        reference=relative_error,
        parts=(Part("relative error", Scalar(atol=1e-12)),),
        cases=(_two_arrays(3, scale=0.6, flip=True), _two_arrays(3, 4, scale=1.5), _two_arrays(5, 1, noise=0.01)),
        hidden_cases=(
            _two_arrays(2, 3, noise=1e-4),
            lambda rng: (float(rng.uniform(1, 3)), float(-rng.uniform(0.1, 0.9))),
            lambda rng: (rng.uniform(1, 2, (2, 2)), np.zeros((2, 2))),
            lambda rng: (rng.integers(1, 5, 4), rng.integers(5, 9, 4)),
            _two_arrays(1, 6, noise=1.0),
        ),
        mistakes=mistakes.RELATIVE_ERROR,
        large=_two_arrays(400, 500),
    ),
    Task(
        name="gradient_check",
        arguments=("x", "theta", "gradient", "epsilon"),
        returns=("gradapprox", "difference"),
        points=5,
        equation="eq-central-difference",
        reference=lambda x, theta, gradient, epsilon: compared(measure_one(x, theta, epsilon), gradient),
        parts=(
            Part("gradapprox", Scalar(), at=(0,), weight=3),
            Part("difference", Scalar(), at=(1,), weight=2, equation="eq-relative-error"),
        ),
        cases=(_one_parameter(1, 0.1), _one_parameter(2, 1e-7), _one_parameter(-0.5, 0.3)),
        hidden_cases=(
            _one_parameter(1, 0.2),
            _one_parameter(-1, 1e-5),
            _one_parameter(0, 1e-3),
            lambda rng: (int(rng.integers(1, 4)), int(rng.integers(1, 4)), 5, 0.5),
            lambda rng: (3.0, 100.0, 8e4, 1e-3),
        ),
        mistakes=mistakes.GRADIENT_CHECK,
        helpers=("relative_error",),
    ),
    Task(
        name="gradient_check_n",
        arguments=_NETWORK,
        returns=("gradapprox", "difference"),
        points=12,
        equation="eq-central-difference",
        reference=compare_all,
        parts=(
            Part("gradapprox of weights", NamedArrays("dW"), at=(0,), weight=2),
            Part("gradapprox of biases", NamedArrays("db"), at=(0,)),
            Part("difference", Scalar(), at=(1,), equation="eq-relative-error"),
        ),
        cases=(
            _check_n((2, 3, 1), 4, 0.1),
            _check_n((3, 2, 4, 2), 5, 1e-6, _times(dW1=1.5, db2=-2)),
            _check_n((3, 1), 3, 1e-3, _noise),
        ),
        hidden_cases=(
            _check_n((4, 3, 2, 1), 6, 0.2, _noise),
            _check_n((2, 3, 4, 2, 3), 3, 1e-5, _one_entry("dW3", "db1")),
            _check_n((1, 1), 1, 0.05),
            _whole_numbers((5, 4, 3), 4, 0.02),
            _check_n((3, 4, 1), 2, 1e-6, _nothing),
            _check_n((2, 1, 2), 7, 1e-4, _times(dW2=0.0), scale=3.0),
        ),
        mistakes=network_mistakes.GRADIENT_CHECK_N,
        helpers=("relative_error",),
    ),
    Task(
        name="wrong_gradients",
        arguments=_NETWORK,
        returns=("a list of names",),
        points=5,
        equation="eq-relative-error",
        reference=wrong_names,
        parts=(Part("names", Names()),),
        cases=(
            _check_n((3, 4, 2), 5, 1e-6, _times(dW2=1.1, db2=-1)),
            _check_n((2, 3, 2, 1), 4, 1e-5, _balanced("dW2", _one_entry("db1", "dW3"))),
            _check_n((3, 2, 2), 4, 1e-6),
            _check_n((4, 3, 1), 5, 1e-5, _times(dW1=1.03), scale=0.01),
            _all_wrong((2, 2, 1), 3, 2.0),
        ),
        hidden_cases=(
            _check_n((2, 3, 2, 2, 1), 3, 1e-6, _one_entry("db2", "dW4")),
            _check_n((3, 1), 1, 1e-5, _times(db1=-1)),
            _check_n((3, 2, 4), 6, 1e-6, _times(db2=1.06, dW1=-1, dW2=0)),
            _check_n((1, 1), 2, 1e-5),
            _check_n((2, 4, 3), 5, 1e-5, _balanced("db1", _times(dW2=-1, db2=0.9))),
            _all_wrong((3, 2), 2, 3.0),
        ),
        mistakes=names_mistakes.WRONG_GRADIENTS,
        helpers=("relative_error", "gradient_check_n"),
    ),
    Task(
        name="diagnosis",
        arguments=(),
        returns=("a dictionary with a list of names for each case",),
        points=3,
        equation="eq-linear-backward",
        reference=names_mistakes.case_names,
        parts=tuple(Part(case, Names(tell=False), at=(case,)) for case in CASES),
        cases=(lambda rng: (),),
        hidden_cases=(),
        mistakes=names_mistakes.DIAGNOSIS,
        helpers=("wrong_gradients",),
    ),
    Task(
        name="causes",
        arguments=(),
        returns=("a dictionary with the number of a suspect for each case",),
        points=3,
        equation="eq-linear-backward",
        reference=lambda: dict(names_mistakes.CULPRITS),
        parts=tuple(Part(case, Choice(), at=(case,)) for case in CASES),
        cases=(lambda rng: (),),
        hidden_cases=(),
        mistakes=names_mistakes.CAUSES,
    ),
)

check, grade, ready, total = front_end(ASSIGNMENT)
