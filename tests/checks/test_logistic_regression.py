"""The checks of `logistic-regression`: right answers of any style pass, wrong ones fail, known mistakes are named."""

import logging

import numpy as np
import pytest

from dlutils.activations import sigmoid
from dlutils.checks import load, run
from dlutils.logistic import optimize, propagate

NAME = "logistic-regression"
TASKS = load(NAME).tasks


def test_mistakes_in_different_parts_compose():
    """Two mistakes in two parts are both named, each for its part."""

    def wrong(w, b, X, Y):
        A = sigmoid(w.T @ X + b)
        cost = np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
        return {"dw": X @ (A - Y).T, "db": np.mean(A - Y)}, cost

    report = run(NAME, "propagate", wrong, seed=3)
    assert {(hint.key, hint.parts) for hint in report.mistakes} == {
        ("propagate.cost_sign", ("cost",)),
        ("propagate.no_mean_dw", ("dw",)),
    }
    assert report.score == pytest.approx(1 / 5)


def test_nan_points_to_no_mistake():
    """A cost that is nan in every call looks like that of any mistake that gives nan: none is named."""

    def overwritten(w, b, X, Y):
        grads, _ = propagate(w, b, X, Y)
        return grads, np.mean(np.log(-np.ones(3)))

    assert run(NAME, "propagate", overwritten, seed=0).hints == []


def test_a_mistake_behind_an_error_is_shown():
    """If a function stops with the error of a known mistake, the hint is shown as for a wrong number."""

    def stops(w, b, X, Y):
        return sigmoid(np.dot(w, X) + b)

    report = run(NAME, "propagate", stops, seed=0)
    assert "hint=True" in report.text()
    assert "Write down the shapes of both factors" in report.text(1)
    assert "w.T @ X" in report.text(2)


def test_one_mistake_in_two_parts_is_told_once():
    """The same mistake in two parts gives one hint that names both."""

    def divides_twice(w, b, X, Y):
        grads, cost = propagate(w, b, X, Y)
        return {name: value / X.shape[1] for name, value in grads.items()}, cost

    report = run(NAME, "propagate", divides_twice, seed=0)
    assert [(hint.key, hint.parts) for hint in report.mistakes] == [("propagate.divided_twice", ("dw", "db"))]


def test_points_are_weighed_as_the_course_says():
    """Propagate is worth about a third of all points, and the trivial task at most five percent."""
    total = sum(task.points for task in TASKS.values())
    assert total == 30
    assert 0.3 <= TASKS["propagate"].points / total <= 0.36
    assert TASKS["initialize_with_zeros"].points / total <= 0.05


def parts_of(w, b, X, Y):
    """Return the right results, for functions that only pack them differently."""
    grads, cost = propagate(w, b, X, Y)
    return grads["dw"], grads["db"], cost


def mutating(w, b, X, Y):
    """Compute rightly, then spoil every argument."""
    grads, cost = propagate(w, b, X, Y)
    w *= 0
    X *= 0
    Y += 5
    return grads, cost


def with_epsilon(w, b, X, Y):
    """Guard the logarithm with a small number, as many learners do."""
    grads, _ = propagate(w, b, X, Y)
    A = sigmoid(w.T @ X + b)
    return grads, -np.mean(Y * np.log(A + 1e-8) + (1 - Y) * np.log(1 - A + 1e-8))


def noisy(w, b, X, Y):
    """Print, warn by way of NumPy, and be right."""
    print("computing ...")
    np.log(np.zeros(1))
    return propagate(w, b, X, Y)


UNUSUAL_BUT_RIGHT = {
    "cost as a (1, 1) array": lambda *a: (
        {"dw": parts_of(*a)[0], "db": parts_of(*a)[1]},
        np.array([[parts_of(*a)[2]]]),
    ),
    "cost as np.float64": lambda *a: (propagate(*a)[0], np.float64(propagate(*a)[1])),
    "cost as a 0-d array": lambda *a: (propagate(*a)[0], np.array(propagate(*a)[1])),
    "db as a (1, 1) array": lambda *a: ({"dw": parts_of(*a)[0], "db": np.array([[parts_of(*a)[1]]])}, parts_of(*a)[2]),
    "dw as np.matrix": lambda *a: ({"dw": np.matrix(parts_of(*a)[0]), "db": parts_of(*a)[1]}, parts_of(*a)[2]),
    "extra entries in grads": lambda *a: ({**propagate(*a)[0], "dZ": np.ones(3)}, propagate(*a)[1]),
    "a list instead of a tuple": lambda *a: list(propagate(*a)),
    "spoils its arguments": mutating,
    "log with an epsilon": with_epsilon,
    "prints and warns": noisy,
}


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("style", UNUSUAL_BUT_RIGHT)
def test_unusual_right_propagate_passes(style):
    """A right propagate passes in whatever unusual form its results come."""
    assert run(NAME, "propagate", UNUSUAL_BUT_RIGHT[style], seed=0, hidden=True).passed


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("initialize_with_zeros", lambda dim: (np.zeros((dim, 1)), 0)),
        ("predict", lambda w, b, X: w.T @ X + b > 0),
        ("predict", lambda w, b, X: (w.T @ X + b > 0).astype(int)),
        ("optimize", lambda *a: (*optimize(*a)[:2], np.array(optimize(*a)[2]))),
    ],
    ids=["b is an int", "labels are bool", "labels are int", "costs in an array"],
)
def test_other_right_styles_pass(name, function):
    """Kinds of number and container that learners use are right where they hold the right values."""
    assert run(NAME, name, function, seed=0, hidden=True).passed


@pytest.mark.parametrize("result", [None, 3, (), ({},), ({"dw": "a"}, 1.0), (lambda: 0, 1.0), ({1: {2: set()}}, 0)])
def test_nonsense_fails_politely(result):
    """Whatever a function returns, the report says in words what is wrong with it."""
    report = run(NAME, "propagate", lambda *_: result, seed=0)
    assert report.score == 0
    assert all(part.message for part in report.parts)


@pytest.mark.parametrize("entry", [lambda c: f"{c:.6f}", lambda c: None, lambda c: np.nan, lambda c: [c, c]])
def test_strange_costs_lose_only_the_costs(entry):
    """Costs as text, None, nan or lists lose the points of the costs, say so, and nothing else."""

    def strange(*arguments):
        params, grads, costs = optimize(*arguments)
        return params, grads, [entry(c) for c in costs]

    for hidden in (False, True):
        report = run(NAME, "optimize", strange, seed=0, hidden=hidden)
        assert [part.name for part in report.parts if not part.passed] == ["costs"]
        assert "must be one finite number" in report.text()


def test_logging_is_not_heard(capfd):
    """A learner's logging, whose handler keeps the old stream, reaches no stream that nbgrader would score with 0."""
    handler = logging.StreamHandler()
    logger = logging.getLogger("learner")
    logger.addHandler(handler)

    def logs(*arguments):
        logger.error("computing")
        return propagate(*arguments)

    try:
        assert run(NAME, "propagate", logs, seed=0).passed
    finally:
        logger.removeHandler(handler)
    assert capfd.readouterr() == ("", "")


def test_unknown_names_are_refused():
    """A program that asks for an assignment or function that does not exist gets one clear line."""
    with pytest.raises(LookupError, match="assignment must be"):
        run("no-such", "sigmoid", sigmoid, seed=0)
    with pytest.raises(LookupError, match="graded function"):
        run(NAME, "no_such", sigmoid, seed=0)
