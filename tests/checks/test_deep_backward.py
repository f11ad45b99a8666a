"""The checks of `deep-backward`: what they rest on, and answers that need more than one call to be judged."""

import numpy as np
import pytest

from dlutils.checks import deep_backward_inputs as inputs
from dlutils.checks import load, run
from dlutils.checks.deep_backward import SMALL_COST
from dlutils.deep import L_layer_model, L_model_backward
from dlutils.initialization import initialize_parameters_he

NAME = "deep-backward"
TASKS = load(NAME).tasks

# The starts that learners use: the standard deviation of a weight in a layer after n_prev neurons.
STARTS = {
    "0.01": lambda n_prev, n: 0.01,
    "0.1": lambda n_prev, n: 0.1,
    "1": lambda n_prev, n: 1.0,
    "Xavier": lambda n_prev, n: 1 / np.sqrt(n_prev),
    "He": lambda n_prev, n: np.sqrt(2 / n_prev),
}


def learning_cases():
    """Return the draws that ask whether a network learns: two layers and many steps."""
    task = TASKS["L_layer_model"]
    first = ((case, case(np.random.default_rng(0))) for case in (*task.cases, *task.hidden_cases))
    return [case for case, arguments in first if len(arguments[2]) == 3 and arguments[4] >= 200]


def test_points_are_weighed_as_the_course_says():
    """The way back through L layers is worth two fifths of all points."""
    assert sum(task.points for task in TASKS.values()) == 35
    assert TASKS["L_model_backward"].points / 35 == 0.4


@pytest.mark.parametrize("case", learning_cases())
def test_no_single_neuron_passes_for_a_network_that_learns(case):
    """On the points in four corners one layer stays far above the cost that is asked for, in every draw."""
    for seed in range(5):
        X, Y, layers_dims, *_ = case(np.random.default_rng(seed))
        _, costs = L_layer_model(X, Y, [2, layers_dims[-1]], 0.5, 601)
        assert costs[-1] > 1.3 * SMALL_COST * len(Y)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("case", learning_cases())
def test_a_right_training_hardly_ever_fails(case, start):
    """From a hundred starts of every kind the cost ends below a tenth of the limit.

    For the figures in the comment there the same was run with 500 starts at a time, many times over.
    """
    X, Y, (n_x, n_h, n_y), learning_rate, num_iterations, _ = case(np.random.default_rng(0))
    rng, m, deviation = np.random.default_rng(1), X.shape[1], STARTS[start]
    W1, b1 = deviation(n_x, n_h) * rng.normal(size=(100, n_h, n_x)), np.zeros((100, n_h, 1))
    W2, b2 = deviation(n_h, n_y) * rng.normal(size=(100, n_y, n_h)), np.zeros((100, n_y, 1))
    for _ in range(num_iterations):  # a hundred networks at once, along the first axis
        A1 = np.maximum(W1 @ X + b1, 0)
        Z2 = W2 @ A1 + b2
        dZ2 = (1 / (1 + np.exp(-Z2)) - Y) / m
        dZ1 = np.swapaxes(W2, 1, 2) @ dZ2 * (A1 > 0)
        W2, b2 = W2 - learning_rate * dZ2 @ np.swapaxes(A1, 1, 2), b2 - learning_rate * dZ2.sum(2, keepdims=True)
        W1, b1 = W1 - learning_rate * dZ1 @ X.T, b1 - learning_rate * dZ1.sum(2, keepdims=True)
    Z2 = W2 @ np.maximum(W1 @ X + b1, 0) + b2
    costs = np.mean(np.sum(np.logaddexp(0, Z2) - Y * Z2, axis=1), axis=1)
    assert costs.max() < SMALL_COST * n_y / 10


def test_every_step_of_the_biases_is_known():
    """Where all features are 0, the biases and the costs do not depend on the random start."""
    arguments = inputs.biases_only(3, 2, 7, 0.05, 120)(np.random.default_rng(3))
    one, other = (L_layer_model(*arguments, rng=np.random.default_rng(seed)) for seed in (0, 1))
    assert np.array_equal(one[0]["b1"], other[0]["b1"])
    assert one[1] == other[1]
    assert one[0]["b1"].all()
    assert not np.allclose(one[0]["W1"], other[0]["W1"])


def test_zeros_learn_steps_but_no_task():
    """A start from zeros takes every step of the biases rightly, and loses the points for learning only."""

    def from_zeros(X, Y, layers_dims, learning_rate, num_iterations, print_cost):
        zeros = {name: 0 * value for name, value in initialize_parameters_he(layers_dims).items()}
        return L_layer_model(X, Y, layers_dims, learning_rate, num_iterations, parameters=zeros)

    report = run(NAME, "L_layer_model", from_zeros, seed=0, hidden=True)
    assert [part.name for part in report.parts if not part.passed] == ["learning"]
    assert report.score == pytest.approx(5 / 7)
    assert "below 0.5" in run(NAME, "L_layer_model", from_zeros, seed=0).text()


def test_parameters_alone_are_asked_for_both_values():
    """A training that returns its parameters alone hears which two values are asked for."""
    report = run(NAME, "L_layer_model", lambda *arguments: L_layer_model(*arguments)[0], seed=0)
    assert report.score == 0
    assert "must return: parameters, costs; it returned a dictionary with W1, b1" in report.text()


def test_a_right_output_layer_earns_its_share():
    """Whoever gets the last layer right and the chain wrong keeps three of seven shares, and hears what is wrong."""

    def forgets_relu(AL, Y, caches):
        grads = dict(L_model_backward(AL, Y, caches))
        dZ = AL - Y
        for layer in range(len(caches), 1, -1):
            dZ = caches[layer - 1][0][1].T @ dZ
            grads[f"dW{layer - 1}"] = dZ @ caches[layer - 2][0][0].T / AL.shape[1]
            grads[f"db{layer - 1}"] = dZ.mean(axis=1, keepdims=True)
        return grads

    report = run(NAME, "L_model_backward", forgets_relu, seed=0)
    assert report.score == pytest.approx(3 / 7)
    assert [(hint.key, hint.parts) for hint in report.mistakes] == [
        ("L_model_backward.no_slope", ("dW of the layers before", "db of the layers before"))
    ]


def test_mistakes_in_different_parts_compose():
    """A sum in dW and a flat db are two mistakes; each is named for its part, and dA_prev keeps its points."""

    def wrong(dZ, cache):
        A_prev, W, _ = cache
        return W.T @ dZ, dZ @ A_prev.T, dZ.mean(axis=1)

    report = run(NAME, "linear_backward", wrong, seed=0)
    assert report.score == pytest.approx(1 / 3)
    assert {(hint.key, hint.parts) for hint in report.mistakes} == {
        ("linear_backward.no_mean_dw", ("dW",)),
        ("linear_backward.db_flat", ("db",)),
    }


@pytest.mark.parametrize("result", [None, 3, {}, [], "grads", {"dW1": None}, {"dW1": [1.0], 2: "x"}, (1, 2), (1, 2, 3)])
@pytest.mark.parametrize("task", TASKS)
def test_nonsense_fails_politely(task, result):
    """Whatever a function returns, the report says in words what is wrong with it."""
    report = run(NAME, task, lambda *_: result, seed=0)
    assert report.score == 0
    assert all(part.message for part in report.parts)
