"""The checks of `shallow-network`: what its points and its inputs promise."""

import numpy as np
import pytest

from dlutils import shallow
from dlutils.checks import load, run
from dlutils.checks import shallow_network_inputs as inputs

NAME = "shallow-network"
TASKS = load(NAME).tasks


def test_points_are_weighed_as_the_course_says():
    """Backward propagation is worth 35 to 40 percent of all points; the one-liners are worth one point each."""
    total = sum(task.points for task in TASKS.values())
    assert total == 32
    assert 0.35 <= TASKS["backward_propagation"].points / total <= 0.4
    assert TASKS["layer_sizes"].points == TASKS["predict"].points == 1


def test_mistakes_in_different_parts_compose():
    """A flat db1 and a dW2 without mean are both named, each for its part."""

    def wrong(parameters, cache, X, Y):
        grads = shallow.backward_propagation(parameters, cache, X, Y)
        return {**grads, "db1": grads["db1"].ravel(), "dW2": grads["dW2"] * X.shape[1]}

    report = run(NAME, "backward_propagation", wrong, seed=3)
    assert {(hint.key, hint.parts) for hint in report.mistakes} == {
        ("backward_propagation.db_flat", ("db1",)),
        ("backward_propagation.no_mean_dw", ("dW2",)),
    }
    assert report.score == pytest.approx(4 / 8)


@pytest.mark.parametrize("sizes", [(2, 4, 1, 6), (3, 5, 2, 9), (2, 1, 1, 8), (3, 4, 1, 1)])
def test_no_prediction_is_a_tie(sizes):
    """No probability that predict is asked about is close to one half, and a threshold on Z2 would go wrong."""
    for seed in range(50):
        parameters, X = inputs.predict(*sizes)(np.random.default_rng(seed))
        A2, cache = shallow.forward_propagation(X, parameters)
        assert X.shape[1] == sizes[-1]
        assert (np.abs(A2 - 0.5) > 0.02).all()
        assert ((cache["Z2"] > 0) != (cache["Z2"] > 0.5)).any()


@pytest.mark.parametrize("case", [*TASKS["forward_propagation"].cases, *TASKS["forward_propagation"].hidden_cases])
def test_textbook_forms_do_not_overflow(case):
    """Tanh from exponentials, the plain sigmoid and the logarithm of 1 - A2 stay finite for every drawn input."""
    for seed in range(20):
        X, parameters = case(np.random.default_rng(seed))
        A2, cache = shallow.forward_propagation(X, parameters)
        assert np.abs(cache["Z1"]).max() < 300
        assert np.abs(cache["Z2"]).max() < 20
        assert np.isfinite(np.log(A2) + np.log(1 - A2)).all()


def test_further_gradients_do_not_matter():
    """Update_parameters is asked with grads that hold more than it needs."""
    drawn = [case(np.random.default_rng(0)) for case in TASKS["update_parameters"].hidden_cases]
    assert any(set(grads) - {"dW1", "db1", "dW2", "db2"} for _, grads, _ in drawn)


def test_a_wrong_helper_is_named():
    """Where nn_model fails since update_parameters is wrong, the check says so and names no mistake of nn_model."""

    def uphill(parameters, grads, learning_rate=1.2):
        return {name: value + learning_rate * grads[f"d{name}"] for name, value in parameters.items()}

    def model(X, Y, n_h, num_iterations=10000, print_cost=False):
        parameters = shallow.initialize_parameters(len(X), n_h, len(Y))
        for _ in range(num_iterations):
            _, cache = shallow.forward_propagation(X, parameters)
            parameters = uphill(parameters, shallow.backward_propagation(parameters, cache, X, Y))
        return parameters

    report = run(NAME, "nn_model", model, seed=0, helpers={"update_parameters": uphill})
    assert report.mistakes == ()
    assert "update_parameters" in report.remarks[0]
