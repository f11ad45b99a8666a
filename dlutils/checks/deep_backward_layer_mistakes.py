"""Known mistakes of the assignment `deep-backward` in one layer: `linear_backward`, `linear_activation_backward`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import deep
from dlutils.activations import relu, sigmoid
from dlutils.checks.task import Mistake

Matrix = NDArray[Any]
Product = Callable[[Matrix, Matrix], Matrix]
Line = Callable[[Matrix, Matrix, Matrix, int], Any]
Pick = Callable[[Matrix, Matrix, Matrix], Matrix]

# The two products say it in different words when shapes do not fit, and a hint is known by these words.
PRODUCTS: tuple[Product, ...] = (np.matmul, np.dot)


# ---- linear_backward -------------------------------------------------------------------------------------------


def _da(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Matrix:
    return W.T @ dZ


def _dw(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Matrix:
    return dZ @ A.T / m


def _db(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Any:
    return np.sum(dZ, axis=1, keepdims=True) / m


def _linear_with(
    da: Line = _da,
    dw: Line = _dw,
    db: Line = _db,
    m: Callable[[Matrix, Matrix, Matrix], int] = lambda dZ, A, W: A.shape[1],
    result: Callable[[Any, Any, Any], Any] = lambda *three: three,
    cache_of: Callable[..., Any] = lambda A, W, b: (A, W, b),
    da_first: bool = False,
) -> Callable[..., Any]:
    """Return linear_backward with some of its lines replaced, or in another order."""

    def wrong(dZ: Matrix, cache: tuple[Matrix, Matrix, Matrix]) -> Any:
        A, W, _ = cache_of(*cache)
        count = m(dZ, A, W)
        first = da(dZ, A, W, count) if da_first else None
        dW, bias = dw(dZ, A, W, count), db(dZ, A, W, count)
        return result(first if da_first else da(dZ, A, W, count), dW, bias)

    return wrong


def _linear(key: str, *wrong: Callable[..., Any]) -> tuple[Mistake, ...]:
    """Return one mistake of linear_backward in several forms."""
    return tuple(Mistake(f"linear_backward.{key}", "eq-linear-backward", form) for form in wrong)


def _error(dZ: Matrix, A: Matrix, W: Matrix) -> Matrix:
    return dZ


def _input(dZ: Matrix, A: Matrix, W: Matrix) -> Matrix:
    return A


def _sum_only(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Any:
    return np.sum(dZ, axis=1, keepdims=True)


def _product_only(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Any:
    return dZ @ A.T


def _both_products(left: Pick, right: Pick, *, mean: bool = False) -> list[Line]:
    """Return a line that multiplies two of (dZ, A_prev, W), once with each of the two products."""

    def line(dot: Product) -> Line:
        return lambda dZ, A, W, m: dot(left(dZ, A, W), right(dZ, A, W)) / (m if mean else 1)

    return [line(dot) for dot in PRODUCTS]


def _of_all(keep: bool) -> Line:
    return lambda dZ, A, W, m: np.sum(dZ, keepdims=keep) / m


LINEAR_BACKWARD = (
    # Of two that explain the same the first is named: the narrower one.
    *_linear("no_mean_dw", _linear_with(dw=_product_only)),
    *_linear("no_mean_db", _linear_with(db=_sum_only)),
    *_linear("no_mean", _linear_with(dw=_product_only, db=_sum_only)),
    *_linear(
        "m_from_rows",
        _linear_with(m=lambda dZ, A, W: A.shape[0]),
        _linear_with(m=lambda dZ, A, W: dZ.shape[0]),
    ),
    *_linear("da_divided", _linear_with(da=lambda dZ, A, W, m: W.T @ dZ / m)),
    *_linear(
        "divided_twice",
        _linear_with(db=lambda dZ, A, W, m: np.mean(dZ, axis=1, keepdims=True) / m),
        _linear_with(m=lambda dZ, A, W: A.shape[1] ** 2),
    ),
    *_linear(
        "dw_not_transposed",
        *(_linear_with(dw=line) for line in _both_products(_error, _input, mean=True)),
        *(_linear_with(dw=line) for line in _both_products(_input, _error, mean=True)),
        *(_linear_with(dw=line) for line in _both_products(lambda dZ, A, W: dZ.T, _input, mean=True)),
        *(_linear_with(dw=line) for line in _both_products(lambda dZ, A, W: A.T, _error, mean=True)),
    ),
    *_linear("dw_transposed", _linear_with(dw=lambda dZ, A, W, m: A @ dZ.T / m)),
    *_linear(
        "dw_elementwise",
        _linear_with(dw=lambda dZ, A, W, m: dZ * A / m),
        _linear_with(dw=lambda dZ, A, W, m: A * dZ / m),
        _linear_with(dw=lambda dZ, A, W, m: dZ * A.T / m),
    ),
    *_linear(
        "w_not_transposed",
        *(_linear_with(da=line) for line in _both_products(lambda dZ, A, W: W, _error)),
        *(_linear_with(da=line) for line in _both_products(_error, lambda dZ, A, W: W)),
        *(_linear_with(da=line) for line in _both_products(_error, lambda dZ, A, W: W.T)),
    ),
    *_linear("da_transposed", _linear_with(da=lambda dZ, A, W, m: dZ.T @ W)),
    *_linear(
        "da_elementwise",
        _linear_with(da=lambda dZ, A, W, m: W.T * dZ),
        _linear_with(da=lambda dZ, A, W, m: W * dZ),
        _linear_with(da=lambda dZ, A, W, m: dZ * W),
    ),
    *_linear(
        "a_for_w",
        *(
            _linear_with(da=line, da_first=first)
            for line in _both_products(lambda dZ, A, W: A.T, _error)
            for first in (False, True)
        ),
    ),
    *_linear("dw_for_w", _linear_with(da=lambda dZ, A, W, m: (dZ @ A.T / m).T @ dZ)),
    *_linear(
        "db_axis",
        _linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=0, keepdims=True) / m),
        _linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=0) / m),
    ),
    *_linear(
        "db_flat",
        _linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=1) / m),
        _linear_with(db=lambda dZ, A, W, m: np.squeeze(np.sum(dZ, axis=1)) / m),
    ),
    *_linear("db_row", _linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=1, keepdims=True).T / m)),
    *_linear(
        "db_of_all",
        _linear_with(db=_of_all(False)),
        _linear_with(db=_of_all(True)),
        _linear_with(db=lambda dZ, A, W, m: np.mean(dZ)),
        _linear_with(db=lambda dZ, A, W, m: np.mean(dZ, keepdims=True)),
    ),
    *_linear(
        "db_not_summed",
        _linear_with(db=lambda dZ, A, W, m: dZ / m),
        _linear_with(db=lambda dZ, A, W, m: dZ),
    ),
    *_linear("sign", _linear_with(dw=lambda *a: -_dw(*a), db=lambda *a: -_db(*a), da=lambda *a: -_da(*a))),
    *_linear(
        "order",
        _linear_with(result=lambda da, dw, db: (dw, db, da)),
        _linear_with(result=lambda da, dw, db: (da, db, dw)),
        _linear_with(result=lambda da, dw, db: (dw, da, db)),
        _linear_with(result=lambda da, dw, db: (db, dw, da)),
    ),
    *_linear("without_da", _linear_with(result=lambda da, dw, db: (dw, db))),
    *_linear("dictionary", _linear_with(result=lambda da, dw, db: {"dA_prev": da, "dW": dw, "db": db})),
    *_linear(
        "cache_order",
        *(
            _linear_with(da=da, dw=dw, cache_of=lambda A, W, b: (W, A, b), da_first=first)
            for da, dw in zip(
                _both_products(lambda dZ, A, W: W.T, _error),
                _both_products(_error, lambda dZ, A, W: A.T, mean=True),
                strict=True,
            )
            for first in (False, True)
        ),
    ),
)

# ---- linear_activation_backward --------------------------------------------------------------------------------


def _relu_slope(Z: Matrix) -> Matrix:
    return (Z > 0).astype(float)


def _sigmoid_slope(Z: Matrix) -> Matrix:
    return sigmoid(Z) * (1 - sigmoid(Z))


def _ones(Z: Matrix) -> Matrix:
    return np.ones_like(Z)


def _activation_with(
    relu_slope: Callable[[Matrix], Matrix] = _relu_slope,
    sigmoid_slope: Callable[[Matrix], Matrix] = _sigmoid_slope,
    dZ: Callable[[Matrix, Matrix], Matrix] = np.multiply,
    linear: Callable[..., Any] = deep.linear_backward,
    result: Callable[..., Any] = lambda three, dZ: three,
) -> Callable[..., Any]:
    """Return linear_activation_backward with some of its lines replaced."""

    def wrong(dA: Matrix, cache: Any, activation: str) -> Any:
        linear_cache, Z = cache
        slope = relu_slope(Z) if activation == "relu" else sigmoid_slope(Z)
        blame = dZ(dA, slope)
        return result(linear(blame, linear_cache), blame)

    return wrong


def _unknown_name(relu_is: str, sigmoid_is: str, name: str) -> Callable[..., Any]:
    """Return linear_activation_backward that compares the activation with other words, and so never sets a name."""

    def wrong(dA: Matrix, cache: Any, activation: str) -> Any:
        linear_cache, Z = cache
        if activation not in (relu_is, sigmoid_is):
            raise UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
        dZ = dA * (_relu_slope(Z) if activation == "relu" else _sigmoid_slope(Z))
        return deep.linear_backward(dZ, linear_cache)

    return wrong


def _activation(key: str, *wrong: Callable[..., Any], equation: str = "eq-activation-backward") -> tuple[Mistake, ...]:
    """Return one mistake of linear_activation_backward in several forms."""
    return tuple(Mistake(f"linear_activation_backward.{key}", equation, form) for form in wrong)


def _short(Z: Matrix) -> Matrix:
    return Z * (1 - Z)


def _of_da(dA: Matrix, cache: Any, activation: str) -> Any:
    """Return linear_activation_backward where ReLU's switch looks at dA, which it should only let through or not."""
    linear_cache, Z = cache
    dZ = relu(dA) if activation == "relu" else dA * _sigmoid_slope(Z)
    return deep.linear_backward(dZ, linear_cache)


LINEAR_ACTIVATION_BACKWARD = (
    *_activation("always_sigmoid", _activation_with(relu_slope=_sigmoid_slope)),
    *_activation("always_relu", _activation_with(sigmoid_slope=_relu_slope)),
    *_activation("exchanged", _activation_with(relu_slope=_sigmoid_slope, sigmoid_slope=_relu_slope)),
    *_activation(
        "no_slope",
        _activation_with(relu_slope=_ones, sigmoid_slope=_ones),
        _activation_with(relu_slope=_ones),
        _activation_with(sigmoid_slope=_ones),
    ),
    *_activation(
        "value_for_slope",
        _activation_with(relu_slope=relu, sigmoid_slope=sigmoid),
        _activation_with(relu_slope=relu),
        _activation_with(sigmoid_slope=sigmoid),
    ),
    *_activation("relu_of_z", _activation_with(relu_slope=lambda Z: Z)),
    *_activation("sign_of_da", _of_da),
    *_activation("relu_inverted", _activation_with(relu_slope=lambda Z: (Z < 0).astype(float))),
    *_activation("slope_of_z", _activation_with(sigmoid_slope=_short)),
    *_activation("slope_twice", _activation_with(sigmoid_slope=lambda Z: _sigmoid_slope(sigmoid(Z)))),
    *_activation("tanh_slope", _activation_with(sigmoid_slope=lambda Z: 1 - sigmoid(Z) ** 2)),
    *_activation("tanh_slope", _activation_with(sigmoid_slope=lambda Z: 1 - np.tanh(Z) ** 2)),
    *_activation("one_minus", _activation_with(sigmoid_slope=lambda Z: 1 - sigmoid(Z))),
    *_activation("no_da", _activation_with(dZ=lambda dA, slope: slope)),
    *_activation(
        "matrix_for_entries",
        *(_activation_with(dZ=dot) for dot in PRODUCTS),
    ),
    *_activation(
        "unknown_name",
        *(
            _unknown_name(*words, name)
            for words in (("ReLU", "sigmoid"), ("relu", "Sigmoid"), ("Relu", "sigmoid"), ("ReLU", "Sigmoid"))
            for name in ("dZ", "dA_prev")
        ),
    ),
    *_activation(
        "no_mean",
        _activation_with(linear=_linear_with(dw=_product_only, db=_sum_only)),
        equation="eq-linear-backward",
    ),
    *_activation(
        "db_flat",
        _activation_with(linear=_linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=1) / m)),
        equation="eq-linear-backward",
    ),
    *_activation(
        "order",
        _activation_with(result=lambda three, dZ: (three[1], three[2], three[0])),
        _activation_with(result=lambda three, dZ: (three[0], three[2], three[1])),
        equation="eq-linear-backward",
    ),
    *_activation("returns_dz", _activation_with(result=lambda three, dZ: dZ)),
)
