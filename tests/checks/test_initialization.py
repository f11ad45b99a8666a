"""The checks of `initialization`: partial credit, and right answers of unusual form."""

import math

import numpy as np
import pytest

from dlutils import initialization
from dlutils.checks import load, run

NAME = "initialization"
TASKS = load(NAME).tasks


def he(layers_dims, weights=lambda n, n_prev: math.sqrt(2 / n_prev), biases=0.0):
    """Return a start whose weights and biases can be changed."""
    rng = np.random.default_rng()
    parameters = {}
    for layer in range(1, len(layers_dims)):
        n, n_prev = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = weights(n, n_prev) * rng.standard_normal((n, n_prev))
        parameters[f"b{layer}"] = np.full((n, 1), biases)
    return parameters


def test_points_are_weighed_as_the_notebook_says():
    """The forward pass is worth most, the line of one root a single point."""
    assert {name: task.points for name, task in TASKS.items()} == {
        "initialize_parameters_zeros": 3,
        "initialize_parameters_random": 4,
        "standard_deviation_he": 1,
        "initialize_parameters_he": 5,
        "signal_sizes": 8,
    }


@pytest.mark.parametrize(
    ("function", "score", "hints"),
    [
        (he, 1.0, set()),
        (lambda dims: he(dims, biases=1.0), 4 / 5, {"b_ones"}),
        (lambda dims: he(dims, lambda n, n_prev: 2 / n_prev), 3 / 5, {"no_sqrt"}),
        (lambda dims: he(dims, lambda n, n_prev: 0.01, biases=1.0), 2 / 5, {"b_ones", "small"}),
        (lambda dims: {**he(dims), "W1": he(dims)["W1"].T}, 1 / 5, set()),
    ],
    ids=["right", "biases", "size", "both", "W1 transposed"],
)
def test_parts_of_a_start_count_by_themselves(function, score, hints):
    """Mistakes in two parts cost these parts and no other, and both are named."""
    report = run(NAME, "initialize_parameters_he", function, seed=4, hidden=True)
    assert report.score == pytest.approx(score)
    assert {hint.key for hint in report.mistakes} == {f"initialize_parameters_he.{key}" for key in hints}


def test_the_first_layer_counts_by_itself():
    """A measurement that is right in the first layer only, in a list of any length, gets a quarter of the points."""

    def first_again(X, parameters, activation):
        return initialization.signal_sizes(X, parameters, activation)[:1] * 2

    report = run(NAME, "signal_sizes", first_again, seed=0, hidden=True)
    assert report.score == pytest.approx(1 / 4)
    assert [part.name for part in report.parts if not part.passed] == ["all layers"]


@pytest.mark.parametrize("seed", range(5))
def test_a_start_without_random_numbers_never_passes(seed):
    """Zeros and equal numbers pass as zeros do: in no random task, and zeros only in their own."""
    zeros = initialization.initialize_parameters_zeros
    assert run(NAME, "initialize_parameters_zeros", zeros, seed=seed, hidden=True).passed
    for task in ("initialize_parameters_random", "initialize_parameters_he"):
        for value in (0.0, 0.01):
            start = run(NAME, task, lambda dims, v=value: {k: a + v for k, a in zeros(dims).items()}, seed=seed)
            assert not start.passed
            assert start.score <= 0.5


def test_each_start_passes_only_its_own_task():
    """Zeros, 0.01, Xavier's and He's numbers are told apart for every seed."""
    starts = {
        "initialize_parameters_zeros": initialization.initialize_parameters_zeros,
        "initialize_parameters_random": initialization.initialize_parameters_random,
        "initialize_parameters_he": initialization.initialize_parameters_he,
        "xavier": initialization.initialize_parameters_xavier,
    }
    for task in list(starts)[:3]:
        for name, start in starts.items():
            for seed in range(5):
                assert run(NAME, task, start, seed=seed).passed is (name == task)


@pytest.mark.parametrize("result", [None, 3, [], {}, {"W1": 0}, {1: 2}, "W1", {"W1": np.array(["a"])}])
@pytest.mark.parametrize("task", list(TASKS))
def test_nonsense_fails_politely(task, result):
    """Whatever a function returns, the report says in words what is wrong with it, and gives no points."""
    report = run(NAME, task, lambda *_: result, seed=0)
    assert not report.passed
    assert all(part.message for part in report.parts if not part.passed)


def test_a_loop_is_right_and_gets_a_remark():
    """A right measurement with loops over examples passes; that it is slow costs no points."""

    def by_example(X, parameters, activation):
        columns = [initialization.signal_sizes(X[:, [i]], parameters, activation) for i in range(X.shape[1])]
        return np.sqrt(np.mean(np.square(columns), axis=0))

    assert run(NAME, "signal_sizes", by_example, seed=0, hidden=True).passed
