"""Known mistakes of `L_model_backward` in the assignment `deep-backward`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import deep
from dlutils.activations import relu, sigmoid
from dlutils.checks.task import Mistake
from dlutils.checks.wrong import PRODUCTS, one_hint

Matrix = NDArray[Any]
Grads = dict[str, Any]
Caches = list[Any]

# The ways to switch dA off where Z is negative. They say it in different words when shapes do not fit.


def _by_product(dA: Matrix, Z: Matrix) -> Matrix:
    return dA * (Z > 0)


def _by_mask(dA: Matrix, Z: Matrix) -> Matrix:
    dZ = np.array(dA)
    dZ[Z <= 0] = 0
    return dZ


def _by_where(dA: Matrix, Z: Matrix) -> Matrix:
    return np.where(Z > 0, dA, 0)


Switch = Callable[[Matrix, Matrix], Matrix]
SWITCHES: tuple[Switch, ...] = (_by_product, _by_mask, _by_where)


def _slope(Z: Matrix) -> Matrix:
    return sigmoid(Z) * (1 - sigmoid(Z))


def _back(
    *,
    output: Callable[[Matrix, Matrix, Matrix], Matrix] = lambda AL, Y, ZL: AL - Y,
    hidden: Switch = _by_product,
    dW: Callable[[Matrix, Matrix, int], Any] = lambda dZ, A, m: dZ @ A.T / m,
    db: Callable[[Matrix, int], Any] = lambda dZ, m: np.sum(dZ, axis=1, keepdims=True) / m,
    dA: Callable[[Matrix, Matrix, int], Matrix] = lambda W, dZ, m: W.T @ dZ,
    m: Callable[[Matrix, Matrix], int] = lambda AL, A_prev: AL.shape[1],
    place: Callable[[int, int], int] = lambda layer, L: layer - 1,
    z_place: Callable[[int, int], int] | None = None,
    source: Callable[[int, int], int] = lambda layer, L: layer,
    layers: Callable[[int], Iterable[int]] = lambda L: range(L - 1, 0, -1),
    name: Callable[[str, int], str] = lambda kind, layer: f"{kind}{layer}",
    result: Callable[[Grads, int], Any] = lambda grads, L: grads,
) -> Callable[..., Any]:
    """Return L_model_backward with something changed.

    `place` says which cache a hidden layer takes, `source` which dA (that of its own activations has its number).
    """

    def wrong(AL: Matrix, Y: Matrix, caches: Caches) -> Any:
        L, grads, passed = len(caches), {}, {}

        def step(layer: int, dZ: Matrix, linear_cache: Any) -> None:
            A_prev, W, _ = linear_cache
            count = m(AL, A_prev)
            passed[layer - 1] = dA(W, dZ, count)
            grads[name("dW", layer)], grads[name("db", layer)] = dW(dZ, A_prev, count), db(dZ, count)

        step(L, output(AL, Y, caches[-1][1]), caches[-1][0])
        for layer in layers(L):
            linear_cache, Z = caches[place(layer, L)]
            Z = caches[z_place(layer, L)][1] if z_place else Z
            step(layer, hidden(passed[source(layer, L)], Z), linear_cache)
        return result(grads, L)

    return wrong


def _known(key: str, *wrong: Callable[..., Any], equation: str = "eq-linear-backward") -> tuple[Mistake, ...]:
    return one_hint(f"L_model_backward.{key}", equation, *wrong)


def _no_mean_dw(dZ: Matrix, A: Matrix, m: int) -> Matrix:
    return dZ @ A.T


def _no_mean_db(dZ: Matrix, m: int) -> Matrix:
    return np.sum(dZ, axis=1, keepdims=True)


def _one_sum(keep: bool) -> Callable[[Matrix, int], Any]:
    return lambda dZ, m: np.sum(dZ, keepdims=keep) / m


def _untransposed_w(dot: Callable[..., Any]) -> Callable[[Matrix, Matrix, int], Matrix]:
    return lambda W, dZ, m: dot(W, dZ)


def _untransposed_a(dot: Callable[..., Any]) -> Callable[[Matrix, Matrix, int], Matrix]:
    return lambda dZ, A, m: dot(dZ, A) / m


def _textbook(AL: Matrix, Y: Matrix) -> Matrix:
    return -(Y / AL - (1 - Y) / (1 - AL))


def _two_layers(dot: Callable[..., Any]) -> Callable[..., Any]:
    """Return L_model_backward of a network with one hidden layer: it knows the first two caches only."""

    def wrong(AL: Matrix, Y: Matrix, caches: Caches) -> Any:
        m = AL.shape[1]
        ((X, _, _), Z1), ((A1, W2, _), _) = caches[0], caches[1]
        dZ2 = AL - Y
        dW2, db2 = dot(dZ2, A1.T) / m, np.sum(dZ2, axis=1, keepdims=True) / m
        dZ1 = dot(W2.T, dZ2) * (Z1 > 0)
        dW1, db1 = dot(dZ1, X.T) / m, np.sum(dZ1, axis=1, keepdims=True) / m
        return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

    return wrong


def _renamed(to: Callable[[str], str]) -> Callable[..., Any]:
    """Return L_model_backward whose results stand under other names."""
    return lambda AL, Y, caches: {to(key): value for key, value in deep.L_model_backward(AL, Y, caches).items()}


def _only(layers: Callable[[int, int], bool]) -> Callable[[Grads, int], Any]:
    """Return a result that holds the gradients of some layers."""
    return lambda grads, L: {key: value for key, value in grads.items() if layers(int(key[2:]), L)}


def _divided_da(W: Matrix, dZ: Matrix, m: int) -> Matrix:
    return W.T @ dZ / m


def _reversed(AL: Matrix, Y: Matrix, caches: Caches) -> Grads:
    grads = deep.L_model_backward(AL, Y, caches)
    return {f"{key[:2]}{len(caches) + 1 - int(key[2:])}": value for key, value in grads.items()}


def _looks_for(dA: Callable[[int], int], from_layers: int = 2) -> Callable[..., Any]:
    """Return L_model_backward that asks for a dA of a number under which there is none."""

    def wrong(AL: Matrix, Y: Matrix, caches: Caches) -> Grads:
        if len(caches) >= from_layers:
            raise KeyError(f"dA{dA(len(caches))}")
        return dict(deep.L_model_backward(AL, Y, caches))

    return wrong


_OUTPUT, _ACTIVATION = "eq-deep-output", "eq-activation-backward"

L_MODEL_BACKWARD = (
    *_known("sign", _back(output=lambda AL, Y, ZL: Y - AL), equation=_OUTPUT),
    *_known(
        "sign_half",
        _back(output=lambda AL, Y, ZL: -(Y / AL + (1 - Y) / (1 - AL)) * _slope(ZL)),
        _back(output=lambda AL, Y, ZL: (Y / AL + (1 - Y) / (1 - AL)) * _slope(ZL)),
        equation=_OUTPUT,
    ),
    *_known("al_minus_y_twice", _back(output=lambda AL, Y, ZL: (AL - Y) * _slope(ZL)), equation=_OUTPUT),
    *_known("no_output_slope", _back(output=lambda AL, Y, ZL: _textbook(AL, Y)), equation=_OUTPUT),
    *_known("al_for_error", _back(output=lambda AL, Y, ZL: AL), equation=_OUTPUT),
    *_known(
        "last_relu",
        _back(output=lambda AL, Y, ZL: _textbook(AL, Y) * (ZL > 0)),
        _back(output=lambda AL, Y, ZL: (AL - Y) * (ZL > 0)),
        equation=_ACTIVATION,
    ),
    *_known(
        "exchanged",
        _back(output=lambda AL, Y, ZL: _textbook(AL, Y) * (ZL > 0), hidden=lambda dA, Z: dA * _slope(Z)),
        _back(output=lambda AL, Y, ZL: (AL - Y) * (ZL > 0), hidden=lambda dA, Z: dA * _slope(Z)),
        equation=_ACTIVATION,
    ),
    *_known("sigmoid_everywhere", _back(hidden=lambda dA, Z: dA * _slope(Z)), equation=_ACTIVATION),
    *_known("tanh", _back(hidden=lambda dA, Z: dA * (1 - np.tanh(Z) ** 2)), equation=_ACTIVATION),
    *_known("no_slope", _back(hidden=lambda dA, Z: dA), equation=_ACTIVATION),
    *_known("value_for_slope", _back(hidden=lambda dA, Z: dA * relu(Z)), equation=_ACTIVATION),
    *_known("sign_of_da", _back(hidden=lambda dA, Z: relu(dA)), equation=_ACTIVATION),
    *_known(
        "same_da",
        *(_back(hidden=switch, source=lambda layer, L: L - 1) for switch in SWITCHES),
    ),
    *_known(
        "last_cache",
        *(_back(hidden=switch, place=lambda layer, L: L - 1) for switch in SWITCHES),
    ),
    *_known(
        "next_cache",
        *(_back(hidden=switch, place=lambda layer, L: layer) for switch in SWITCHES),
        *(_back(hidden=switch, place=lambda layer, L: layer - 2) for switch in SWITCHES),
        _back(place=lambda layer, L: layer + 1),
    ),
    *_known(
        "other_z",
        *(_back(hidden=switch, z_place=lambda layer, L: layer) for switch in SWITCHES),
        *(_back(hidden=switch, z_place=lambda layer, L: layer - 2) for switch in SWITCHES),
        *(_back(hidden=switch, z_place=lambda layer, L: L - 1) for switch in SWITCHES),
        equation=_ACTIVATION,
    ),
    *_known("w_not_transposed", *(_back(dA=_untransposed_w(dot)) for dot in PRODUCTS)),
    *_known("dw_not_transposed", *(_back(dW=_untransposed_a(dot)) for dot in PRODUCTS)),
    *_known("dw_transposed", _back(dW=lambda dZ, A, m: A @ dZ.T / m)),
    *_known("no_mean_dw", _back(dW=_no_mean_dw)),
    *_known("no_mean_db", _back(db=_no_mean_db)),
    *_known("no_mean", _back(dW=_no_mean_dw, db=_no_mean_db)),
    *_known(
        "m_from_rows",
        _back(m=lambda AL, A_prev: AL.shape[0]),
        _back(m=lambda AL, A_prev: A_prev.shape[0]),
    ),
    *_known("divided_twice", _back(output=lambda AL, Y, ZL: (AL - Y) / AL.shape[1]), _back(dA=_divided_da)),
    *_known(
        "db_axis",
        _back(db=lambda dZ, m: np.sum(dZ, axis=0, keepdims=True) / m),
        _back(db=lambda dZ, m: np.sum(dZ, axis=0) / m),
    ),
    *_known("db_flat", _back(db=lambda dZ, m: np.sum(dZ, axis=1) / m)),
    *_known("db_of_all", _back(db=_one_sum(False)), _back(db=_one_sum(True))),
    *_known("db_not_summed", _back(db=lambda dZ, m: dZ / m)),
    *_known("two_layers", *(_two_layers(dot) for dot in PRODUCTS)),
    *_known(
        "not_all_layers",
        _back(result=_only(lambda layer, L: layer >= L - 1)),
        _back(result=_only(lambda layer, L: layer > 1 or L == 1)),
        _back(result=_only(lambda layer, L: layer == L)),
    ),
    *_known("last_not_stored", _back(result=_only(lambda layer, L: layer < L))),
    *_known("emptied", _back(result=_only(lambda layer, L: layer == 1))),
    *_known("ascending", _looks_for(lambda L: 1, from_layers=3), _looks_for(lambda L: 2, from_layers=3)),
    *_known(
        "da_name",
        _looks_for(lambda L: L - 2),
        _looks_for(lambda L: L - 1),
        _looks_for(lambda L: L),
        _looks_for(lambda L: L + 1),
    ),
    *_known(
        "numbers",
        _back(name=lambda kind, layer: f"{kind}{layer - 1}"),
        _back(name=lambda kind, layer: f"{kind}{layer + 1}"),
        _back(name=lambda kind, layer: f"{kind}{layer}" if kind == "dW" else f"{kind}{layer - 1}"),
        _back(name=lambda kind, layer: f"{kind}{layer}" if kind == "dW" else f"{kind}{layer + 1}"),
    ),
    *_known("reversed_numbers", _reversed),
    *_known(
        "names",
        _renamed(lambda key: key.removeprefix("d")),
        _renamed(lambda key: key.lower()),
        _renamed(lambda key: f"{key[:2]}_{key[2:]}"),
    ),
    *_known("one_name", _renamed(lambda key: key[:2])),
    *_known("tuple", lambda AL, Y, caches: tuple(deep.L_model_backward(AL, Y, caches).values())),
)
