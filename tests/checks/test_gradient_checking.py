"""The checks of `gradient-checking`: what its notebook says of them is true, and riddles stay riddles."""

import numpy as np
import pytest

from dlutils.checks import load, run
from dlutils.checks.gradient_checking_mistakes import compare_all, compared, measure_one, wrong_names
from dlutils.checks.gradient_checking_names_mistakes import CULPRITS
from dlutils.planted import CASES

NAME = "gradient-checking"
TASKS = load(NAME).tasks


def test_points_are_weighed_as_the_course_says():
    """The network's check is worth most, and all tasks together 30."""
    points = {name: task.points for name, task in TASKS.items()}
    assert sum(points.values()) == 30
    assert max(points, key=points.get) == "gradient_check_n"


def test_the_example_of_one_slope_is_true():
    """The numbers that the notebook gives for x = 2, theta = 1 and a step of 0.1 are right."""
    gradapprox, difference = compared(measure_one(2.0, 1.0, 0.1), 6.0)
    assert gradapprox == pytest.approx(6.02, rel=1e-12)
    assert difference == pytest.approx(0.00166, abs=5e-6)
    assert compared(measure_one(2.0, 1.0, 1e-7), 6.0)[1] < 3e-9


def test_the_example_of_a_network_is_true():
    """The numbers that the notebook gives for one layer are right: 1, 0.5, 0.315, and dW1 alone is wrong."""
    arguments = (
        {"W1": np.zeros((1, 1)), "b1": np.zeros((1, 1))},
        {"dW1": np.array([[2.0]]), "db1": np.array([[0.5]])},
        np.array([[1.0, 3.0]]),
        np.array([[0.0, 0.0]]),
        1e-7,
    )
    gradapprox, difference = compare_all(*arguments)
    assert gradapprox["dW1"].item() == pytest.approx(1, abs=1e-7)
    assert gradapprox["db1"].item() == pytest.approx(0.5, abs=1e-7)
    assert difference == pytest.approx(0.315, abs=5e-4)
    assert wrong_names(*arguments) == ["dW1"]


def test_biases_count_by_themselves():
    """Who measures the weights only earns half of the points of the network's check."""

    def weights_only(parameters, gradients, X, Y, epsilon):
        gradapprox, difference = compare_all(parameters, gradients, X, Y, epsilon)
        return {name: slopes for name, slopes in gradapprox.items() if name.startswith("dW")}, 0 * difference

    assert run(NAME, "gradient_check_n", weights_only, seed=0, hidden=True).score == pytest.approx(0.5)


def test_steps_are_shown_as_they_are():
    """A small epsilon is not rounded to 0 in the words that show the call; arrays are shown by shape."""

    def measured_only(*arguments):
        return compare_all(*arguments)[0], -1.0 if arguments[-1] == 1e-6 else compare_all(*arguments)[1]

    text = run(NAME, "gradient_check_n", measured_only, seed=0).text()
    assert "epsilon = 1e-06." in text
    assert "parameters = {W1 = np.array(" in text


@pytest.mark.parametrize("stage", [0, 1])
def test_the_check_does_not_solve_the_cases(stage):
    """Neither the check nor its first hint says which gradients or which suspect is right; points are by case."""
    wrong = run(NAME, "diagnosis", lambda: {case: [] for case in CASES}, seed=0)
    assert wrong.score == pytest.approx(1 / 8)
    assert not any(name in wrong.text() for name in ("dW", "db"))
    wrong = run(NAME, "causes", lambda: {**CULPRITS, "H": 3}, seed=0)
    assert wrong.score == pytest.approx(7 / 8)
    assert [hint.key for hint in wrong.mistakes] == ["causes.H"]
    assert "9" not in wrong.text(stage)


def test_a_call_without_arguments_shows_none():
    """Of a function without arguments the check does not say what it was called with."""
    assert "Called with" not in run(NAME, "causes", dict, seed=0).text()
