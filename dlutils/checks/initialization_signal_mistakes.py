"""Known mistakes of the assignment `initialization`: wrong measurements of a signal, for their hints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.activations import relu, sigmoid
from dlutils.checks.task import Mistake

Matrix = NDArray[Any]


def _root_mean_square(A: Matrix) -> Any:
    return np.sqrt(np.mean(A**2))


def _sizes_with(
    *,
    size: Callable[[Matrix], Any] = _root_mean_square,
    linear: Callable[[Matrix, Matrix, Matrix], Matrix] = lambda W, A, b: W @ A + b,
    activation: Callable[[Matrix], Matrix] | None = None,
    last: Callable[[Matrix], Matrix] | None = None,
    reads_x: bool = False,
    measures: str = "A",
    layers: Callable[[int], range] = lambda L: range(1, L + 1),
    keeps: Callable[[list[Any], Matrix], Any] = lambda sizes, X: sizes,
) -> Callable[..., Any]:
    """Return signal_sizes with something changed."""

    def wrong(X: Matrix, parameters: Mapping[str, Matrix], name: str) -> Any:
        g = activation or (np.tanh if name == "tanh" else relu)
        L = len(parameters) // 2
        A, sizes = X, []
        for layer in layers(L):
            Z = linear(parameters[f"W{layer}"], X if reads_x else A, parameters[f"b{layer}"])
            A_prev, A = A, (last if last is not None and layer == L else g)(Z)
            sizes.append(size({"A": A, "Z": Z, "A_prev": A_prev}[measures]))
        return keeps(sizes, X)

    return wrong


def _wrong_sizes(key: str, equation: str = "eq-shallow-forward", **changes: Any) -> Mistake:
    return Mistake(f"signal_sizes.{key}", equation, _sizes_with(**changes))


SIGNAL_SIZES = (
    _wrong_sizes("no_root", "eq-he", size=lambda A: np.mean(A**2)),
    _wrong_sizes("deviation", "eq-he", size=np.std),
    _wrong_sizes("mean_of_sizes", "eq-he", size=lambda A: np.mean(np.abs(A))),
    _wrong_sizes("mean", "eq-he", size=np.mean),
    _wrong_sizes("not_divided", "eq-he", size=lambda A: np.sqrt(np.sum(A**2))),
    _wrong_sizes("no_square", "eq-he", size=lambda A: np.sqrt(np.mean(A))),
    _wrong_sizes("mean", "eq-he", size=lambda A: np.sqrt(np.mean(A) ** 2)),
    _wrong_sizes("per_neuron", "eq-he", size=lambda A: np.sqrt(np.mean(A**2, axis=1))),
    _wrong_sizes("per_neuron", "eq-he", size=lambda A: np.sqrt(np.mean(A**2, axis=1, keepdims=True))),
    _wrong_sizes("per_neuron", "eq-he", size=lambda A: np.sqrt(np.mean(A**2, axis=0))),
    _wrong_sizes("activations_kept", "eq-he", size=lambda A: A),
    _wrong_sizes("shapes", "eq-he", size=lambda A: A.shape),
    _wrong_sizes("largest", "eq-he", size=lambda A: np.max(np.abs(A))),
    _wrong_sizes("sums_measured", measures="Z"),
    _wrong_sizes("one_layer_behind", measures="A_prev"),
    _wrong_sizes("with_input", keeps=lambda sizes, X: [_root_mean_square(X), *sizes]),
    _wrong_sizes("always_tanh", "eq-relu", activation=np.tanh),
    _wrong_sizes("always_relu", "eq-tanh", activation=relu),
    _wrong_sizes("no_activation", activation=lambda Z: Z),
    _wrong_sizes("sigmoid", "eq-relu", activation=sigmoid),
    _wrong_sizes("last_layer_differs", last=sigmoid),
    _wrong_sizes("last_layer_differs", last=lambda Z: Z),
    _wrong_sizes("no_bias", linear=lambda W, A, b: W @ A),
    _wrong_sizes("reads_x", reads_x=True),
    _wrong_sizes("reads_x", reads_x=True, linear=lambda W, A, b: np.dot(W, A) + b),
    _wrong_sizes("transposed", linear=lambda W, A, b: W.T @ A + b),
    _wrong_sizes("transposed", linear=lambda W, A, b: np.dot(W.T, A) + b),
    _wrong_sizes("order", linear=lambda W, A, b: A @ W + b),
    _wrong_sizes("order", linear=lambda W, A, b: np.dot(A, W) + b),
    _wrong_sizes("elementwise", linear=lambda W, A, b: W * A + b),
    _wrong_sizes("last_missing", layers=lambda L: range(1, L)),
    _wrong_sizes("first_only", keeps=lambda sizes, X: sizes[:1]),
    _wrong_sizes("last_only", keeps=lambda sizes, X: sizes[-1:]),
    _wrong_sizes("last_only", keeps=lambda sizes, X: float(sizes[-1])),
    _wrong_sizes("starts_at_zero", layers=lambda L: range(L)),
    _wrong_sizes("past_the_end", layers=lambda L: range(1, 2 * L + 1)),
    _wrong_sizes("past_the_end", layers=lambda L: range(1, L + 2)),
    _wrong_sizes("a_dictionary", keeps=lambda sizes, X: {f"A{l}": size for l, size in enumerate(sizes, 1)}),  # noqa: E741
)
