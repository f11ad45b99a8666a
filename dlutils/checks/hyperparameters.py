"""The checks of the assignment `hyperparameters`: three small functions that its experiments need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.checks import hyperparameters_mistakes as mistakes
from dlutils.checks.compare import Array, Numbers, Scalar
from dlutils.checks.notebook import front_end
from dlutils.checks.task import Assignment, Draw, Part, Task

Matrix = NDArray[Any]
Result = Mapping[str, Any]

# ---- the right functions ---------------------------------------------------------------------------------------


def accuracy(Y_prediction: Matrix, Y: Matrix) -> float:
    """Return the share of columns that are predicted rightly.

    Parameters
    ----------
    Y_prediction, Y : ndarray, shape (n_y, m)
        Predicted and true labels: one-hot columns, or a single row of 0 and 1.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> accuracy(np.array([[1, 0, 1, 1]]), np.array([[1, 0, 0, 1]]))
    0.75
    """
    return float(np.mean(np.all(Y_prediction == Y, axis=0)))


def split(X: Matrix, Y: Matrix, m_validation: int) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """Set the last examples aside for validation.

    Parameters
    ----------
    X : ndarray, shape (n_x, m)
        Features.
    Y : ndarray, shape (n_y, m)
        Labels.
    m_validation : int
        How many examples to set aside, from 1 to m - 1.

    Returns
    -------
    X_train, Y_train, X_validation, Y_validation : ndarray
        With m - m_validation and with m_validation columns.

    Examples
    --------
    >>> split(np.array([[1, 2, 3]]), np.array([[0, 1, 1]]), 1)[2]
    array([[3]])
    """
    m_train = X.shape[1] - m_validation
    return X[:, :m_train], Y[:, :m_train], X[:, m_train:], Y[:, m_train:]


def best(results: Sequence[Result]) -> Result:
    """Return the experiment with the highest validation accuracy; the first of equals.

    Parameters
    ----------
    results : sequence of mapping
        One for each experiment: its settings, and its accuracies under "train" and "validation".

    Returns
    -------
    mapping
        One of them.

    Examples
    --------
    >>> best([{"learning_rate": 0.1, "validation": 0.8}, {"learning_rate": 0.3, "validation": 0.9}])["learning_rate"]
    0.3
    """
    return max(results, key=lambda result: result["validation"])


# ---- inputs ----------------------------------------------------------------------------------------------------


def _one_hot(classes: Matrix, n_y: int) -> Matrix:
    """Return labels (n_y, m) with a single 1 in each column."""
    return (classes == np.arange(n_y)[:, np.newaxis]).astype(float)


def _classes(n_y: int, m: int, wrong: int, kind: type = float) -> Draw:
    """Return a draw of one-hot predictions and labels, of which so many columns differ."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        true = rng.integers(0, n_y, m)
        predicted = true.copy()
        missed = rng.permutation(m)[:wrong]
        predicted[missed] = (true[missed] + rng.integers(1, n_y, wrong)) % n_y
        return _one_hot(predicted, n_y).astype(kind), _one_hot(true, n_y).astype(kind)

    return draw


def _yes_or_no(*counts: int) -> Draw:
    """Return a draw of one row: so many 1 found, 0 found, 1 missed, and 0 called 1."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        true = np.repeat([1.0, 0.0, 1.0, 0.0], counts)
        predicted = np.repeat([1.0, 0.0, 0.0, 1.0], counts)
        order = rng.permutation(true.size)
        return predicted[np.newaxis, order], true[np.newaxis, order]

    return draw


def _examples(n_x: int, n_y: int, m: int, m_validation: int) -> Draw:
    """Return a draw of the arguments of split."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        X = np.round(rng.uniform(0.1, 1.0, (n_x, m)), 3)
        # In a row of a few labels the ends have to differ, or the wrong end may look right.
        Y = _one_hot(rng.permutation(m) % n_y, n_y) if n_y > 1 else (np.arange(m)[np.newaxis] >= m // 2).astype(float)
        return X, Y, m_validation

    return draw


def _experiments(m: int, highest: int, by_train: int, by_cost: int, lowest: int) -> Draw:
    """Return a draw of experiments; the numbers say at which place which of them stands.

    No two have a setting in common, so no part of a wrong choice is right by chance.
    """

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        rates = rng.permutation([0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0])
        units = rng.permutation([2, 4, 8, 16, 32, 64, 128, 256])
        validation = np.round(np.linspace(0.6, 0.8, m) + rng.uniform(0, 0.04 / m, m), 4)[rng.permutation(m)]
        train = np.round(np.linspace(0.7, 0.85, m) + rng.uniform(0, 0.04 / m, m), 4)[rng.permutation(m)]
        cost = np.round(np.linspace(0.5, 1.5, m), 2)[rng.permutation(m)]
        validation[lowest], validation[highest] = 0.4, 0.95
        train[by_train], cost[by_cost] = 0.99, 0.05
        results = [
            {
                "learning_rate": float(rates[i]),
                "layers_dims": [64, int(units[i]), 10],
                "costs": [2.3, float(cost[i])],
                "train": float(train[i]),
                "validation": float(validation[i]),
            }
            for i in range(m)
        ]
        return (results,)

    return draw


# ---- tasks -----------------------------------------------------------------------------------------------------

ASSIGNMENT = Assignment.of(
    "hyperparameters",
    Task(
        name="accuracy",
        arguments=("Y_prediction", "Y"),
        returns=("a number from 0 to 1",),
        points=3,
        equation="eq-deep-predict",
        reference=accuracy,
        parts=(Part("accuracy", Scalar()),),
        cases=(_classes(3, 8, 2), _yes_or_no(2, 3, 1, 1), _classes(10, 12, 5)),
        hidden_cases=(
            _classes(5, 30, 11),
            _yes_or_no(1, 9, 3, 2),
            _classes(2, 9, 3),
            _classes(4, 7, 0),
            _classes(6, 5, 5),
            _classes(4, 1, 0),
            _classes(3, 10, 3, int),
        ),
        mistakes=mistakes.ACCURACY,
    ),
    Task(
        name="split",
        arguments=("X", "Y", "m_validation"),
        returns=("X_train", "Y_train", "X_validation", "Y_validation"),
        points=3,
        equation="eq-mini-batch",
        reference=split,
        parts=(
            Part("X_train", Array(), at=(0,)),
            Part("Y_train", Array(), at=(1,)),
            Part("X_validation", Array(), at=(2,)),
            Part("Y_validation", Array(), at=(3,)),
        ),
        cases=(_examples(4, 3, 7, 2), _examples(2, 1, 9, 4), _examples(5, 4, 12, 5)),
        hidden_cases=(
            _examples(6, 10, 25, 8),
            _examples(3, 2, 8, 1),
            _examples(4, 3, 6, 5),
            _examples(1, 1, 10, 3),
        ),
        mistakes=mistakes.SPLIT,
    ),
    Task(
        name="best",
        arguments=("results",),
        returns=("the dictionary of one experiment",),
        points=2,
        equation="eq-deep-predict",
        reference=best,
        parts=(
            Part("learning_rate", Scalar(), at=("learning_rate",)),
            Part("layers_dims", Numbers(), at=("layers_dims",)),
        ),
        cases=(_experiments(4, 1, 0, 3, 2), _experiments(4, 2, 3, 1, 0), _experiments(5, 3, 4, 0, 1)),
        hidden_cases=(
            _experiments(8, 5, 2, 6, 0),
            _experiments(6, 0, 5, 2, 3),
            _experiments(5, 4, 1, 0, 2),
            _experiments(1, 0, 0, 0, 0),
        ),
        mistakes=mistakes.BEST,
    ),
)

check, grade, ready, total = front_end(ASSIGNMENT)
