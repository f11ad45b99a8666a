"""The checks of the assignment `logistic-regression`: one task per graded function."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils import logistic
from dlutils.activations import sigmoid
from dlutils.checks import logistic_regression_loop_mistakes as loop_mistakes
from dlutils.checks import logistic_regression_mistakes as mistakes
from dlutils.checks import logistic_regression_propagate_mistakes as propagate_mistakes
from dlutils.checks.compare import Array, Numbers, Scalar
from dlutils.checks.notebook import front_end
from dlutils.checks.task import Assignment, Draw, Part, Task

Matrix = NDArray[Any]

# ---- inputs ----------------------------------------------------------------------------------------------------


def _labels(rng: np.random.Generator, m: int) -> Matrix:
    """Return labels (1, m) of both kinds, where m allows it."""
    Y = rng.integers(0, 2, (1, m)).astype(float)
    if m > 1 and Y.min() == Y.max():
        Y[0, 0] = 1 - Y[0, 0]
    return Y


def _examples(n_x: int, m: int, scale: float = 1.0) -> Draw:
    """Return a draw of (w, b, X, Y). Moderate logits: the textbook form of the cost must not overflow."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        w = rng.uniform(0.3, 1.0, (n_x, 1)) * rng.choice([-1, 1], (n_x, 1)) / math.sqrt(n_x) * scale
        b = float(rng.uniform(0.2, 0.6) * rng.choice([-1, 1]))
        return w, b, rng.uniform(-2, 2, (n_x, m)), _labels(rng, m)

    return draw


def _training(n_x: int, m: int, num_iterations: int, learning_rate: float) -> Draw:
    """Return a draw of the arguments of optimize."""
    examples = _examples(n_x, m)
    return lambda rng: (*examples(rng), num_iterations, learning_rate, False)


def _model(n_x: int, m_train: int, m_test: int, num_iterations: int, learning_rate: float) -> Draw:
    """Return a draw of the arguments of model, where the two sets have different examples."""

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        direction = rng.normal(size=(n_x, 1))
        X_train, X_test = rng.normal(size=(n_x, m_train)), rng.normal(size=(n_x, m_test))
        Y_train, Y_test = ((direction.T @ X + 0.3 > 0).astype(float) for X in (X_train, X_test))
        Y_train[0, :2] = [0, 1]
        return X_train, Y_train, X_test, Y_test, num_iterations, learning_rate, False

    return draw


def _prediction(n_x: int, m: int) -> Draw:
    """Return a draw of the arguments of predict, with no probability close to one half."""
    examples = _examples(n_x, m, scale=2.0)

    def draw(rng: np.random.Generator) -> tuple[Any, ...]:
        w, b, X, _ = examples(rng)
        Z = rng.uniform(0.2, 3.0, (1, m)) * rng.choice([-1, 1], (1, m))
        # The first example changes sides if z is compared with one half; so does the second without the bias.
        Z[0, :4] = [0.3, b / 2, 1.5, -1.5][:m]
        X = X + w @ (Z - w.T @ X - b) / float((w**2).sum())
        return w, b, X

    return draw


# ---- tasks -----------------------------------------------------------------------------------------------------

_EXAMPLES = ("w", "b", "X", "Y")
_GRADS = (
    Part("cost", Scalar(), at=(1,), weight=2, equation="eq-cost"),
    Part("dw", Array(), at=(0, "dw"), weight=2),
    Part("db", Scalar(), at=(0, "db"), weight=1, equation="eq-db-vectorized"),
)

ASSIGNMENT = Assignment.of(
    "logistic-regression",
    Task(
        name="sigmoid",
        arguments=("z",),
        returns=("an array of the shape of z",),
        points=3,
        equation="eq-sigmoid",
        reference=sigmoid,
        parts=(Part("result", Array(rtol=1e-6, atol=1e-9)),),
        cases=(
            lambda rng: (rng.uniform(-3, 3, (1, 5)),),
            lambda rng: (rng.uniform(-3, 3, (3, 4)),),
            lambda rng: (float(rng.uniform(-2, 2)),),
            lambda rng: (np.array([[1000.0]]),),  # public: who divides exp(z) by 1 + exp(z) shall see it
        ),
        hidden_cases=(
            lambda rng: (rng.uniform(-3, 3, 6),),
            lambda rng: (np.array([[-30.0, -5.0, 0.0, 5.0, 30.0]]),),
            lambda rng: (rng.integers(-4, 5, (2, 3)),),
        ),
        mistakes=mistakes.SIGMOID,
    ),
    Task(
        name="initialize_with_zeros",
        arguments=("dim",),
        returns=("w", "b"),
        points=1,
        equation="eq-zero-start",
        reference=logistic.initialize_with_zeros,
        parts=(Part("w", Array(), at=(0,)), Part("b", Scalar(), at=(1,))),
        cases=(lambda rng: (int(rng.integers(2, 6)),),),
        hidden_cases=(lambda rng: (1,), lambda rng: (int(rng.integers(6, 90)),)),
        mistakes=mistakes.INITIALIZE_WITH_ZEROS,
    ),
    Task(
        name="propagate_loop",
        arguments=_EXAMPLES,
        returns=("grads", "cost"),
        points=6,
        equation="eq-m-examples",
        reference=logistic.propagate_loop,
        parts=_GRADS,
        cases=(_examples(2, 3), _examples(3, 5), _examples(4, 6)),
        hidden_cases=(_examples(5, 3), _examples(3, 1), _examples(1, 4), _examples(6, 11)),
        mistakes=loop_mistakes.PROPAGATE_LOOP,
        helpers=("sigmoid",),
    ),
    Task(
        name="propagate",
        arguments=_EXAMPLES,
        returns=("grads", "cost"),
        points=10,
        equation="eq-dw-vectorized",
        reference=logistic.propagate,
        parts=_GRADS,
        cases=(_examples(3, 5), _examples(4, 6), _examples(2, 7)),
        large=_examples(50, 5000),
        hidden_cases=(_examples(5, 3), _examples(3, 1), _examples(1, 4), _examples(7, 20)),
        mistakes=propagate_mistakes.PROPAGATE,
        helpers=("sigmoid",),
    ),
    Task(
        name="optimize",
        arguments=(*_EXAMPLES, "num_iterations", "learning_rate", "print_cost"),
        returns=("params", "grads", "costs"),
        points=5,
        equation="eq-gradient-step",
        reference=logistic.optimize,
        parts=(
            Part("w", Array(), at=(0, "w"), weight=2),
            Part("b", Scalar(), at=(0, "b")),
            Part("dw", Array(), at=(1, "dw"), weight=0.5),
            Part("db", Scalar(), at=(1, "db"), weight=0.5),
            Part("costs", Numbers(), at=(2,)),
        ),
        cases=(_training(2, 5, 101, 0.1), _training(3, 4, 230, 0.02)),
        hidden_cases=(_training(4, 7, 120, 0.05), _training(3, 6, 1, 0.3), _training(1, 5, 100, 0.2)),
        mistakes=mistakes.OPTIMIZE,
        helpers=("sigmoid", "propagate"),
    ),
    Task(
        name="predict",
        arguments=("w", "b", "X"),
        returns=("an array of shape (1, m)",),
        points=3,
        equation="eq-predict",
        reference=logistic.predict,
        parts=(Part("Y_prediction", Array()),),
        cases=(_prediction(3, 6), _prediction(2, 9)),
        hidden_cases=(_prediction(4, 25), _prediction(1, 8), _prediction(3, 1)),
        mistakes=mistakes.PREDICT,
        helpers=("sigmoid",),
    ),
    Task(
        name="model",
        arguments=("X_train", "Y_train", "X_test", "Y_test", "num_iterations", "learning_rate", "print_cost"),
        returns=("a dictionary with w, b, costs, Y_prediction_train, Y_prediction_test",),
        points=2,
        equation="eq-gradient-step",
        reference=logistic.model,
        parts=(
            Part("w", Array(), at=("w",)),
            Part("b", Scalar(), at=("b",)),
            Part("Y_prediction_train", Array(), at=("Y_prediction_train",)),
            Part("Y_prediction_test", Array(), at=("Y_prediction_test",)),
            Part("costs", Numbers(), at=("costs",)),
        ),
        cases=(_model(2, 12, 7, 150, 0.1), _model(3, 9, 5, 101, 0.03)),
        hidden_cases=(_model(4, 15, 6, 210, 0.2), _model(5, 8, 10, 60, 0.05)),
        mistakes=mistakes.MODEL,
        helpers=("sigmoid", "initialize_with_zeros", "propagate", "optimize", "predict"),
    ),
)

check, grade, ready, total = front_end(ASSIGNMENT)
