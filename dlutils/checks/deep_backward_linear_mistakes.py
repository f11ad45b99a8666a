"""Known mistakes of `linear_backward` of the assignment `deep-backward`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.task import Mistake
from dlutils.checks.wrong import PRODUCTS, one_hint

Matrix = NDArray[Any]
Product = Callable[[Matrix, Matrix], Matrix]
Line = Callable[[Matrix, Matrix, Matrix, int], Any]
Pick = Callable[[Matrix, Matrix, Matrix], Matrix]


def _da(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Matrix:
    return W.T @ dZ


def _dw(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Matrix:
    return dZ @ A.T / m


def _db(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Any:
    return np.sum(dZ, axis=1, keepdims=True) / m


def linear_with(
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
    return one_hint(f"linear_backward.{key}", "eq-linear-backward", *wrong)


def _error(dZ: Matrix, A: Matrix, W: Matrix) -> Matrix:
    return dZ


def _input(dZ: Matrix, A: Matrix, W: Matrix) -> Matrix:
    return A


def sum_only(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Any:
    """Return db without the division by m."""
    return np.sum(dZ, axis=1, keepdims=True)


def product_only(dZ: Matrix, A: Matrix, W: Matrix, m: int) -> Any:
    """Return dW without the division by m."""
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
    *_linear("no_mean_dw", linear_with(dw=product_only)),
    *_linear("no_mean_db", linear_with(db=sum_only)),
    *_linear("no_mean", linear_with(dw=product_only, db=sum_only)),
    *_linear(
        "m_from_rows",
        linear_with(m=lambda dZ, A, W: A.shape[0]),
        linear_with(m=lambda dZ, A, W: dZ.shape[0]),
    ),
    *_linear("da_divided", linear_with(da=lambda dZ, A, W, m: W.T @ dZ / m)),
    *_linear(
        "divided_twice",
        linear_with(db=lambda dZ, A, W, m: np.mean(dZ, axis=1, keepdims=True) / m),
        linear_with(m=lambda dZ, A, W: A.shape[1] ** 2),
    ),
    *_linear(
        "dw_not_transposed",
        *(linear_with(dw=line) for line in _both_products(_error, _input, mean=True)),
        *(linear_with(dw=line) for line in _both_products(_input, _error, mean=True)),
        *(linear_with(dw=line) for line in _both_products(lambda dZ, A, W: dZ.T, _input, mean=True)),
        *(linear_with(dw=line) for line in _both_products(lambda dZ, A, W: A.T, _error, mean=True)),
    ),
    *_linear("dw_transposed", linear_with(dw=lambda dZ, A, W, m: A @ dZ.T / m)),
    *_linear(
        "dw_elementwise",
        linear_with(dw=lambda dZ, A, W, m: dZ * A / m),
        linear_with(dw=lambda dZ, A, W, m: A * dZ / m),
        linear_with(dw=lambda dZ, A, W, m: dZ * A.T / m),
    ),
    *_linear(
        "w_not_transposed",
        *(linear_with(da=line) for line in _both_products(lambda dZ, A, W: W, _error)),
        *(linear_with(da=line) for line in _both_products(_error, lambda dZ, A, W: W)),
        *(linear_with(da=line) for line in _both_products(_error, lambda dZ, A, W: W.T)),
    ),
    *_linear("da_transposed", linear_with(da=lambda dZ, A, W, m: dZ.T @ W)),
    *_linear(
        "da_elementwise",
        linear_with(da=lambda dZ, A, W, m: W.T * dZ),
        linear_with(da=lambda dZ, A, W, m: W * dZ),
        linear_with(da=lambda dZ, A, W, m: dZ * W),
    ),
    *_linear(
        "a_for_w",
        *(
            linear_with(da=line, da_first=first)
            for line in _both_products(lambda dZ, A, W: A.T, _error)
            for first in (False, True)
        ),
    ),
    *_linear("dw_for_w", linear_with(da=lambda dZ, A, W, m: (dZ @ A.T / m).T @ dZ)),
    *_linear(
        "db_axis",
        linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=0, keepdims=True) / m),
        linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=0) / m),
    ),
    *_linear(
        "db_flat",
        linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=1) / m),
        linear_with(db=lambda dZ, A, W, m: np.squeeze(np.sum(dZ, axis=1)) / m),
    ),
    *_linear("db_row", linear_with(db=lambda dZ, A, W, m: np.sum(dZ, axis=1, keepdims=True).T / m)),
    *_linear(
        "db_of_all",
        linear_with(db=_of_all(False)),
        linear_with(db=_of_all(True)),
        linear_with(db=lambda dZ, A, W, m: np.mean(dZ)),
        linear_with(db=lambda dZ, A, W, m: np.mean(dZ, keepdims=True)),
    ),
    *_linear(
        "db_not_summed",
        linear_with(db=lambda dZ, A, W, m: dZ / m),
        linear_with(db=lambda dZ, A, W, m: dZ),
    ),
    *_linear("sign", linear_with(dw=lambda *a: -_dw(*a), db=lambda *a: -_db(*a), da=lambda *a: -_da(*a))),
    *_linear(
        "order",
        linear_with(result=lambda da, dw, db: (dw, db, da)),
        linear_with(result=lambda da, dw, db: (da, db, dw)),
        linear_with(result=lambda da, dw, db: (dw, da, db)),
        linear_with(result=lambda da, dw, db: (db, dw, da)),
    ),
    *_linear("without_da", linear_with(result=lambda da, dw, db: (dw, db))),
    *_linear("dictionary", linear_with(result=lambda da, dw, db: {"dA_prev": da, "dW": dw, "db": db})),
    *_linear(
        "cache_order",
        *(
            linear_with(da=da, dw=dw, cache_of=lambda A, W, b: (W, A, b), da_first=first)
            for da, dw in zip(
                _both_products(lambda dZ, A, W: W.T, _error),
                _both_products(_error, lambda dZ, A, W: A.T, mean=True),
                strict=True,
            )
            for first in (False, True)
        ),
    ),
)
