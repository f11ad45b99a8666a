"""Known mistakes of the assignment `hyperparameters`: wrong versions of its functions, for their hints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks.task import Mistake

Matrix = NDArray[Any]


def _right_columns(P: Matrix, Y: Matrix) -> Matrix:
    """Return for each column whether it is predicted rightly, shape (m,)."""
    return np.asarray(np.all(P == Y, axis=0))


def _accuracy_mistake(key: str, wrong: Callable[[Matrix, Matrix], Any]) -> Mistake:
    return Mistake(f"accuracy.{key}", "eq-deep-predict", wrong)


ACCURACY = (
    _accuracy_mistake("entries", lambda P, Y: np.mean(P == Y)),
    _accuracy_mistake("entries", lambda P, Y: 1 - np.mean(np.abs(P - Y))),
    _accuracy_mistake("any_entry", lambda P, Y: np.mean(np.any(P == Y, axis=0))),
    _accuracy_mistake("wrong_axis", lambda P, Y: np.mean(np.all(P == Y, axis=1))),
    _accuracy_mistake("all_at_once", lambda P, Y: float(np.all(P == Y))),
    _accuracy_mistake("all_at_once", lambda P, Y: np.mean(np.argmax(P) == np.argmax(Y))),
    _accuracy_mistake("errors", lambda P, Y: 1 - np.mean(_right_columns(P, Y))),
    _accuracy_mistake("percent", lambda P, Y: 100 * np.mean(_right_columns(P, Y))),
    _accuracy_mistake("count", lambda P, Y: np.sum(_right_columns(P, Y))),
    _accuracy_mistake("count_of_entries", lambda P, Y: np.sum(P == Y) / Y.shape[1]),
    _accuracy_mistake("rows", lambda P, Y: np.sum(_right_columns(P, Y)) / Y.shape[0]),
    _accuracy_mistake("argmax_of_one_row", lambda P, Y: np.mean(np.argmax(P, axis=0) == np.argmax(Y, axis=0))),
    _accuracy_mistake("argmax_of_rows", lambda P, Y: np.mean(np.argmax(P, axis=1) == np.argmax(Y, axis=1))),
    _accuracy_mistake("only_ones", lambda P, Y: np.sum(P * Y) / Y.shape[1]),
    _accuracy_mistake("only_ones", lambda P, Y: np.sum(P * Y) / np.sum(Y)),
    _accuracy_mistake("one_per_column", _right_columns),
    _accuracy_mistake("one_per_column", lambda P, Y: P == Y),
    _accuracy_mistake("one_row_formula", lambda P, Y: (np.dot(Y, P.T) + np.dot(1 - Y, 1 - P.T)) / Y.shape[1]),
    _accuracy_mistake("one_row_formula", lambda P, Y: float((np.dot(Y, P.T) + np.dot(1 - Y, 1 - P.T)) / Y.shape[1])),
    _accuracy_mistake("counted_twice", lambda P, Y: 1 - np.sum(P != Y) / Y.shape[1]),
    _accuracy_mistake("first_row", lambda P, Y: np.mean(P[0] == Y[0])),
)


def _parts(X: Matrix, Y: Matrix, k: int) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Return the right parts."""
    return X[:, :-k], Y[:, :-k], X[:, -k:], Y[:, -k:]


def _grouped_by_array(X: Matrix, Y: Matrix, k: int) -> tuple[Matrix, ...]:
    X_train, Y_train, X_validation, Y_validation = _parts(X, Y, k)
    return X_train, X_validation, Y_train, Y_validation


def _validation_first(X: Matrix, Y: Matrix, k: int) -> tuple[Matrix, ...]:
    X_train, Y_train, X_validation, Y_validation = _parts(X, Y, k)
    return X_validation, Y_validation, X_train, Y_train


def _split_mistake(key: str, wrong: Callable[[Matrix, Matrix, int], Any]) -> Mistake:
    return Mistake(f"split.{key}", "eq-mini-batch", wrong)


SPLIT = (
    _split_mistake("rows", lambda X, Y, k: (X[:-k], Y[:-k], X[-k:], Y[-k:])),
    _split_mistake("rows", lambda X, Y, k: (X[: len(X) - k], Y[: len(Y) - k], X[len(X) - k :], Y[len(Y) - k :])),
    _split_mistake("m_from_rows", lambda X, Y, k: _at(X, Y, X.shape[0] - k)),
    _split_mistake("m_from_rows", lambda X, Y, k: _at(X, Y, Y.shape[0] - k)),
    _split_mistake("first_columns", lambda X, Y, k: (X[:, k:], Y[:, k:], X[:, :k], Y[:, :k])),
    _split_mistake("sizes_swapped", lambda X, Y, k: _at(X, Y, k)),
    _split_mistake("overlap", lambda X, Y, k: (X, Y, X[:, -k:], Y[:, -k:])),
    _split_mistake("validation_is_all", lambda X, Y, k: (X[:, :-k], Y[:, :-k], X, Y)),
    _split_mistake("one_column_lost", lambda X, Y, k: (X[:, : -k - 1], Y[:, : -k - 1], X[:, -k:], Y[:, -k:])),
    _split_mistake("one_column_twice", lambda X, Y, k: (X[:, : 1 - k or None], Y[:, : 1 - k or None], *_last(X, Y, k))),
    _split_mistake("last_column_lost", lambda X, Y, k: (X[:, :-k], Y[:, :-k], X[:, -k:-1], Y[:, -k:-1])),
    _split_mistake("one_column", lambda X, Y, k: (X[:, :-k], Y[:, :-k], X[:, -k], Y[:, -k])),
    _split_mistake("grouped_by_array", _grouped_by_array),
    _split_mistake("validation_first", _validation_first),
    _split_mistake("x_only", lambda X, Y, k: (X[:, :-k], X[:, -k:])),
    _split_mistake("labels_not_split", lambda X, Y, k: (X[:, :-k], Y, X[:, -k:], Y)),
    _split_mistake("fixed_size", lambda X, Y, k: _parts(X, Y, 300)),
)


def _at(X: Matrix, Y: Matrix, m: int) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Return all parts, divided before column m."""
    return X[:, :m], Y[:, :m], X[:, m:], Y[:, m:]


def _last(X: Matrix, Y: Matrix, k: int) -> tuple[Matrix, Matrix]:
    return X[:, -k:], Y[:, -k:]


Results = list[dict[str, Any]]


def _by(key: str, results: Results) -> dict[str, Any]:
    return max(results, key=lambda result: result[key])


def _best_mistake(key: str, wrong: Callable[[Results], Any], equation: str = "eq-deep-predict") -> Mistake:
    return Mistake(f"best.{key}", equation, wrong)


BEST = (
    _best_mistake("by_train", lambda results: _by("train", results)),
    _best_mistake("by_cost", lambda results: min(results, key=lambda r: r["costs"][-1]), "eq-deep-cost"),
    _best_mistake("worst", lambda results: min(results, key=lambda r: r["validation"])),
    _best_mistake("first", lambda results: results[0]),
    _best_mistake("last", lambda results: results[-1]),
    _best_mistake("only_accuracy", lambda results: max(r["validation"] for r in results)),
    _best_mistake("only_index", lambda results: int(np.argmax([r["validation"] for r in results]))),
    _best_mistake("as_list", lambda results: sorted(results, key=lambda r: -r["validation"])),
    _best_mistake("as_list", lambda results: sorted(results, key=lambda r: r["validation"])),
    _best_mistake("compares_dictionaries", lambda results: max(results)),  # type: ignore[type-var]
)
