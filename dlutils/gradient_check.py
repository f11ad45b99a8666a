"""Compare a gradient with the slopes that small steps measure: how wrong it is, and where it is worst."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.deep_forward import L_model_forward, cost_from_logits
from dlutils.guard import float_array, require_finite, require_shape
from dlutils.network_guard import examples, layer_activations, layers

Array = NDArray[np.float64]


@dataclass(frozen=True)
class GradientCheck:
    """What a gradient check has found. ``float(check)`` is the difference, ``print(check)`` one line.

    Parameters
    ----------
    difference : float
        Relative error of the whole gradient, 0 to 1; nan if the gradient holds nan or an infinity.
    name : str
        The parameter with the worst entry.
    index : tuple of int
        Where in it the worst entry stands.
    gradient, measured : float
        The worst entry of the gradient, and the slope that was measured there.
    """

    difference: float
    name: str
    index: tuple[int, ...]
    gradient: float
    measured: float

    def __float__(self) -> float:
        return self.difference

    def __str__(self) -> str:
        where = f"d{self.name}[{', '.join(map(str, self.index))}]" if self.index else f"d{self.name}"
        return (
            f"relative error {self.difference:.1e}; worst at {where}: {self.gradient:.6g}, measured {self.measured:.6g}"
        )


def central_difference(J: Callable[[Array], float], theta: ArrayLike, epsilon: float = 1e-7) -> Array:
    """Measure the slope of a function along every entry of its argument.

    Implements eq-central-difference. It takes two calls for each entry, so it is for checking, not for training.

    Parameters
    ----------
    J : callable
        Takes an array of the shape of `theta`, and returns a number.
    theta : array_like
        Where to measure; any shape. It is not changed.
    epsilon : float
        Length of the step to either side, positive.

    Returns
    -------
    ndarray of float64
        The shape of `theta`.

    Raises
    ------
    ValueError
        If `theta` is empty or an entry of it not finite, or `epsilon` is not positive.

    Examples
    --------
    >>> central_difference(lambda theta: theta[0] ** 3, [2.0], epsilon=1e-5).round(6)
    array([12.])
    """
    theta = float_array("theta", theta).astype(np.float64)  # a copy: float32 has too few digits for a difference
    require_finite("theta", theta)
    if theta.size == 0:
        raise ValueError(f"theta must hold at least one number; got shape {theta.shape}. Check how it was made.")
    if not epsilon > 0:
        raise ValueError(f"epsilon must be positive; got {epsilon}. Use 1e-7.")
    slopes = np.empty_like(theta)
    for index in np.ndindex(theta.shape):
        plus, minus = theta.copy(), theta.copy()
        plus[index] += epsilon
        minus[index] -= epsilon
        slopes[index] = (J(plus) - J(minus)) / (2 * epsilon)
    return slopes


def relative_error(gradient: ArrayLike, measured: ArrayLike) -> float:
    """Return how far apart two gradients are, in units of their lengths.

    Implements eq-relative-error.

    Parameters
    ----------
    gradient, measured : array_like
        Two arrays of one shape.

    Returns
    -------
    float
        0 if they are equal, 1 if they are opposite or one of them is 0.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> relative_error([3.0, 0.0], [5.0, 0.0])
    0.25
    """
    gradient, measured = float_array("gradient", gradient), float_array("measured", measured)
    require_shape("gradient", gradient, measured.shape)
    distance = float(np.linalg.norm(gradient - measured))
    lengths = float(np.linalg.norm(gradient) + np.linalg.norm(measured))
    return distance / lengths if distance != 0 else 0.0


def gradient_check(
    J: Callable[[Array], float], theta: ArrayLike, gradient: ArrayLike, epsilon: float = 1e-7
) -> GradientCheck:
    """Compare a gradient with the measured slopes of any function.

    Implements eq-relative-error with eq-central-difference.

    Parameters
    ----------
    J : callable
        Takes an array of the shape of `theta`, and returns a number.
    theta : array_like
        Where to check; any shape.
    gradient : array_like
        The gradient of J at `theta`, as somebody computed it; the shape of `theta`.
    epsilon : float
        Length of the step to either side, positive.

    Returns
    -------
    GradientCheck
        Below 1e-7 no mistake shows; above 1e-3 it is wrong; in between look at where it is worst.

    Raises
    ------
    ValueError
        If the shapes differ, `theta` is empty or an entry of it not finite, or `epsilon` is not positive.

    Examples
    --------
    >>> print(gradient_check(lambda theta: theta[0] * theta[1], [2.0, 3.0], [3.0, 5.0], epsilon=1e-5))
    relative error 3.2e-01; worst at dtheta[1]: 5, measured 2
    """
    measured = central_difference(J, theta, epsilon)
    return _compare({"theta": float_array("gradient", gradient)}, {"theta": measured})


def gradient_check_n(
    parameters: Mapping[str, ArrayLike],
    gradients: Mapping[str, ArrayLike],
    X: ArrayLike,
    Y: ArrayLike,
    epsilon: float = 1e-7,
    activations: Sequence[str] | None = None,
) -> GradientCheck:
    """Compare the gradient of a network with the measured slopes of its cost, over all parameters.

    Implements eq-relative-error with eq-central-difference.

    Parameters
    ----------
    parameters : mapping
        ``W1``, ``b1``, …, ``WL``, ``bL``. They are checked in float64.
    gradients : mapping
        ``dW1``, ``db1``, …, as somebody computed them; more entries, such as ``dA1``, do not matter.
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1.
    epsilon : float
        Length of the step to either side, positive.
    activations : sequence of str, optional
        One for each layer; by default ReLU, and the sigmoid in the last.

    Returns
    -------
    GradientCheck
        Below 1e-7 no mistake shows; above 1e-3 it is wrong; in between look at where it is worst.

    Raises
    ------
    ValueError
        If a shape does not fit, a name is missing, or an entry of X, Y or a parameter is not finite.

    Examples
    --------
    >>> parameters = {"W1": [[1.0]], "b1": [[0.0]]}
    >>> check = gradient_check_n(parameters, {"dW1": [[0.5]], "db1": [[0.5]]}, [[1.0]], [[0]])
    >>> check.difference > 0.1, check.name, check.index
    (True, 'W1', (0, 0))
    """
    X, Y = examples("X", X).astype(np.float64, copy=False), examples("Y", Y)
    require_finite("X", X)
    require_finite("Y", Y)
    names = layer_activations(activations, len(layers(parameters, len(X))))
    theta = {name: float_array(name, value).astype(np.float64) for name, value in parameters.items()}
    missing = sorted(name for name in theta if f"d{name}" not in gradients)
    if missing:
        raise ValueError(f"gradients must hold d{missing[0]}; got {sorted(gradients)}. Every parameter needs its own.")

    def cost_with(name: str) -> Callable[[Array], float]:
        """Return the cost as a function of one of the parameters."""

        def cost(value: Array) -> float:
            _, caches = L_model_forward(X, {**theta, name: value}, names)
            return cost_from_logits(caches[-1][1], Y, names[-1])

        return cost

    measured = {name: central_difference(cost_with(name), value, epsilon) for name, value in theta.items()}
    return _compare({name: float_array(f"d{name}", gradients[f"d{name}"]) for name in theta}, measured)


def _compare(gradients: Mapping[str, NDArray[np.floating]], measured: Mapping[str, Array]) -> GradientCheck:
    """Return the relative error of all entries together, and the entry that is furthest off."""
    for name, slopes in measured.items():
        require_shape("gradient" if name == "theta" else f"d{name}", gradients[name], slopes.shape)
    flat = [np.concatenate([np.ravel(part[name]) for name in measured]) for part in (gradients, measured)]
    difference = relative_error(*flat)
    off = {name: np.nan_to_num(np.abs(gradients[name] - slopes), nan=np.inf) for name, slopes in measured.items()}
    name = max(off, key=lambda name: off[name].max())
    index = tuple(int(i) for i in np.unravel_index(off[name].argmax(), off[name].shape))
    return GradientCheck(difference, name, index, float(gradients[name][index]), float(measured[name][index]))
