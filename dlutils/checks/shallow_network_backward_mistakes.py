"""Known mistakes of `backward_propagation` in the assignment `shallow-network`, for their hints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import shallow
from dlutils.activations import sigmoid_derivative
from dlutils.checks.task import Mistake
from dlutils.checks.wrong import one_hint

Matrix = NDArray[Any]
Arrays = dict[str, Matrix]

_EQUATION, _SLOPE = "eq-shallow-backward", "eq-tanh-derivative"


def _mean_product(dZ: Matrix, A_prev: Matrix, m: float) -> Matrix:
    return dZ @ A_prev.T / m


def _mean_row(dZ: Matrix, m: float) -> Any:
    return np.sum(dZ, axis=1, keepdims=True) / m


def _with(
    *,
    m: Callable[[Matrix, Matrix, Arrays], float] = lambda X, Y, cache: X.shape[1],
    dZ2: Callable[[Matrix, Matrix], Matrix] = lambda A2, Y: A2 - Y,
    dW2: Callable[[Matrix, Matrix, float], Any] = _mean_product,
    db2: Callable[[Matrix, float], Any] = _mean_row,
    dA1: Callable[[Arrays, Matrix], Matrix] = lambda parameters, dZ2: parameters["W2"].T @ dZ2,
    slope: Callable[[Arrays], Any] = lambda cache: 1 - cache["A1"] ** 2,
    dZ1: Callable[[Matrix, Any], Matrix] = np.multiply,
    dW1: Callable[[Matrix, Matrix, float], Any] = _mean_product,
    db1: Callable[[Matrix, float], Any] = _mean_row,
    first_input: str = "X",
    second_input: str = "A1",
    db1_from: str = "dZ1",
) -> Callable[..., Any]:
    """Return backward_propagation with some of its lines replaced."""

    def wrong(parameters: Arrays, cache: Arrays, X: Matrix, Y: Matrix) -> Arrays:
        count = m(X, Y, cache)
        second = dZ2(cache["A2"], Y)
        inputs = {**cache, "X": X}
        grads = {"dW2": dW2(second, inputs[second_input], count), "db2": db2(second, count)}
        first = dZ1(dA1(parameters, second), slope(cache))
        grads["dW1"] = dW1(first, inputs[first_input], count)
        grads["db1"] = db1({"dZ1": first, "dZ2": second}[db1_from], count)
        return grads

    return wrong


def _renamed(order: str) -> Callable[..., Any]:
    """Return backward_propagation whose results stand under other names: in this order, for dW1, db1, dW2, db2."""

    def wrong(parameters: Arrays, cache: Arrays, X: Matrix, Y: Matrix) -> Arrays:
        grads = shallow.backward_propagation(parameters, cache, X, Y)
        return dict(zip(("dW1", "db1", "dW2", "db2"), (grads[name] for name in order.split()), strict=True))

    return wrong


def _as_tuple(parameters: Arrays, cache: Arrays, X: Matrix, Y: Matrix) -> Any:
    grads = shallow.backward_propagation(parameters, cache, X, Y)
    return tuple(grads[name] for name in ("dW1", "db1", "dW2", "db2"))


def _short_names(parameters: Arrays, cache: Arrays, X: Matrix, Y: Matrix) -> Any:
    grads = shallow.backward_propagation(parameters, cache, X, Y)
    return {name.removeprefix("d"): value for name, value in grads.items()}


def _undivided(dZ: Matrix, A_prev: Matrix, m: float) -> Matrix:
    return dZ @ A_prev.T


def _undivided_row(dZ: Matrix, m: float) -> Any:
    return np.sum(dZ, axis=1, keepdims=True)


def _other_way(dZ: Matrix, A_prev: Matrix, m: float) -> Matrix:
    return A_prev @ dZ.T / m


def _flat(dZ: Matrix, m: float) -> Any:
    return np.sum(dZ, axis=1) / m


def _down(dZ: Matrix, m: float) -> Any:
    return np.sum(dZ, axis=0, keepdims=True) / m


def _down_flat(dZ: Matrix, m: float) -> Any:
    return np.sum(dZ, axis=0) / m


def _all(dZ: Matrix, m: float) -> Any:
    return np.sum(dZ) / m


def _all_kept(dZ: Matrix, m: float) -> Any:
    return np.sum(dZ, keepdims=True) / m


def _row_of_numbers(dZ: Matrix, m: float) -> Any:
    return dZ / m


def _twice(dZ: Matrix, m: float) -> Any:
    return np.mean(dZ, axis=1, keepdims=True) / m


def _sigmoid_slope(A2: Matrix, Y: Matrix) -> Matrix:
    return (A2 - Y) * A2 * (1 - A2)


def _known(key: str, *wrong: Callable[..., Any], equation: str = _EQUATION) -> tuple[Mistake, ...]:
    return one_hint(f"backward_propagation.{key}", equation, *wrong)


BACKWARD_PROPAGATION = (
    *_known("no_mean", _with(dW1=_undivided, dW2=_undivided, db1=_undivided_row, db2=_undivided_row)),
    *_known("no_mean_dw", _with(dW1=_undivided, dW2=_undivided), _with(dW1=_undivided), _with(dW2=_undivided)),
    *_known(
        "no_mean_db",
        _with(db1=_undivided_row, db2=_undivided_row),
        _with(db1=_undivided_row),
        _with(db2=_undivided_row),
    ),
    *_known("divided_twice", _with(db1=_twice, db2=_twice), _with(m=lambda X, Y, cache: X.shape[1] ** 2)),
    *_known(
        "m_from_rows",
        _with(m=lambda X, Y, cache: X.shape[0]),
        _with(m=lambda X, Y, cache: Y.shape[0]),
        _with(m=lambda X, Y, cache: len(cache["A1"])),
    ),
    *_known("sign", _with(dZ2=lambda A2, Y: Y - A2)),
    *_known("dz2_is_a2", _with(dZ2=lambda A2, Y: A2)),
    *_known("dz2_with_slope", _with(dZ2=_sigmoid_slope)),
    *_known("no_slope", _with(slope=lambda cache: 1.0), equation=_SLOPE),
    *_known("slope_not_squared", _with(slope=lambda cache: 1 - cache["A1"]), equation=_SLOPE),
    *_known("slope_of_z", _with(slope=lambda cache: 1 - cache["Z1"] ** 2), equation=_SLOPE),
    *_known("tanh_twice", _with(slope=lambda cache: 1 - np.tanh(cache["A1"]) ** 2), equation=_SLOPE),
    *_known(
        "sigmoid_slope",
        _with(slope=lambda cache: cache["A1"] * (1 - cache["A1"])),
        _with(slope=lambda cache: sigmoid_derivative(cache["Z1"])),
        equation=_SLOPE,
    ),
    *_known("relu_slope", _with(slope=lambda cache: cache["Z1"] > 0), equation=_SLOPE),
    *_known("slope_sign", _with(slope=lambda cache: cache["A1"] ** 2 - 1), equation=_SLOPE),
    *_known("slope_is_square", _with(slope=lambda cache: cache["A1"] ** 2), equation=_SLOPE),
    *_known("slope_is_tanh", _with(slope=lambda cache: cache["A1"]), equation=_SLOPE),
    *_known(
        "no_weights",
        _with(dA1=lambda p, dZ2: np.sum(dZ2, axis=0, keepdims=True)),
        _with(dA1=lambda p, dZ2: dZ2),
    ),
    *_known(
        "w2_not_transposed",
        _with(dA1=lambda p, dZ2: np.dot(p["W2"], dZ2)),
        _with(dA1=lambda p, dZ2: p["W2"] @ dZ2),
    ),
    *_known(
        "w1_for_w2",
        _with(dA1=lambda p, dZ2: np.dot(p["W1"].T, dZ2)),
        _with(dA1=lambda p, dZ2: p["W1"].T @ dZ2),
        _with(dA1=lambda p, dZ2: np.dot(p["W1"], dZ2)),
        _with(dA1=lambda p, dZ2: p["W1"] @ dZ2),
    ),
    *_known("matrix_for_entries", _with(dZ1=lambda a, b: np.dot(a, b)), _with(dZ1=lambda a, b: a @ b)),
    *_known(
        "not_transposed",
        _with(dW1=lambda dZ, A, m: np.dot(dZ, A) / m),
        _with(dW1=lambda dZ, A, m: dZ @ A / m),
        _with(dW2=lambda dZ, A, m: np.dot(dZ, A) / m),
        _with(dW2=lambda dZ, A, m: dZ @ A / m),
    ),
    *_known("elementwise", _with(dW1=lambda dZ, A, m: dZ * A / m), _with(dW2=lambda dZ, A, m: dZ * A / m)),
    *_known("transpose", _with(dW1=_other_way), _with(dW2=_other_way), _with(dW1=_other_way, dW2=_other_way)),
    *_known("dw2_from_z1", _with(second_input="Z1")),
    *_known(
        "swapped_inputs", _with(second_input="X"), _with(first_input="A1"), _with(second_input="X", first_input="A1")
    ),
    *_known("db1_from_dz2", _with(db1_from="dZ2")),
    *_known("db_flat", _with(db1=_flat, db2=_flat), _with(db1=_flat), _with(db2=_flat)),
    *_known("db_axis", _with(db1=_down, db2=_down), _with(db1=_down_flat, db2=_down_flat)),
    *_known(
        "db_of_all",
        _with(db1=_all, db2=_all),
        _with(db1=_all_kept, db2=_all_kept),
        _with(db1=_all),
        _with(db1=_all_kept),
        _with(db2=_all),
        _with(db2=_all_kept),
    ),
    *_known("db_not_summed", _with(db1=_row_of_numbers, db2=_row_of_numbers)),
    *_known("names", _renamed("dW2 db2 dW1 db1")),
    *_known("short_names", _short_names),
    *_known("tuple", _as_tuple),
)
