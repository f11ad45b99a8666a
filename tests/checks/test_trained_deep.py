"""Deep networks trained from a random start: what a check can say of them."""

import numpy as np
import pytest

from dlutils.checks.trained_deep import LowCost, trained

LIMIT = LowCost(0.3)
X = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]])
Y = np.array([[1.0, 1.0, 0.0, 0.0]])
WANT, _ = trained(X, Y, [2, 8, 1], 1.0, 3, False)
# Exact: the first layer computes both products' signs, the second adds them up.
SOLVED = {
    "W1": np.array([[5.0, 5.0], [-5.0, -5.0]] + 6 * [[0.0, 0.0]]),
    "b1": np.zeros((8, 1)),
    "W2": np.array([[1.0, 1.0] + 6 * [0.0]]),
    "b2": np.array([[-5.0]]),
}


def with_(**arrays):
    """Return parameters that solve the task, with some of them replaced."""
    return {**SOLVED, **arrays}


def test_what_was_learned_is_judged_by_its_cost():
    """Parameters that solve the task are right, whatever they look like; zeros and runaways are not."""
    assert LIMIT.problem(SOLVED, WANT) is None
    assert LIMIT.problem({**SOLVED, "AL": "more"}, WANT) is None
    zeros = {name: np.zeros_like(value) for name, value in SOLVED.items()}
    found = LIMIT.problem(zeros, WANT)
    assert (found.key, found.parameters) == ("not_learned", {"steps": 3, "cost": "0.693147", "limit": "0.3"})
    runaway = {name: value - 1e300 for name, value in SOLVED.items()}
    assert LIMIT.problem(runaway, WANT).key == "not_learned"


def test_the_limit_is_for_each_output():
    """With two outputs the cost may be twice as large."""
    want, _ = trained(X, np.concatenate([Y, 1 - Y]), [2, 8, 2], 1.0, 3, False)
    zeros = {name: np.zeros_like(want[name]) for name in ("W1", "b1", "W2", "b2")}
    assert LIMIT.problem(zeros, want).parameters["limit"] == "0.6"


@pytest.mark.parametrize(
    ("got", "key"),
    [
        ("text", "not_dict"),
        ({"W1": np.ones((8, 2))}, "no_entry"),
        (with_(W1=np.ones((2, 8))), "of_entry"),
        (with_(b1=np.full((8, 1), np.nan)), "of_entry"),
        (with_(b2="text"), "of_entry"),
    ],
)
def test_malformed_parameters_are_told(got, key):
    """What cannot be used as parameters is told by its form, and no network is run."""
    assert LIMIT.problem(got, WANT).key == key


def test_one_layer_is_not_judged_by_its_cost():
    """One layer cannot solve the task, so its cost says nothing; its form still counts."""
    want, _ = trained(X, Y, [2, 1], 1.0, 3, False)
    assert LIMIT.problem({"W1": np.zeros((1, 2)), "b1": np.zeros((1, 1))}, want) is None
    assert LIMIT.problem({"W1": np.zeros((1, 2))}, want).key == "no_entry"


def test_networks_are_alike_whatever_their_numbers():
    """Two networks of several layers are alike if the same arrays are still 0; of one layer if their biases are."""
    assert LIMIT.alike(SOLVED, with_(W1=SOLVED["W1"] + 1))
    assert not LIMIT.alike(SOLVED, with_(b2=np.zeros((1, 1))))
    assert not LIMIT.alike(SOLVED, with_(W3=np.ones((1, 1))))
    one = {"W1": np.ones((1, 2)), "b1": np.array([[0.25]])}
    assert LIMIT.alike(one, {**one, "W1": np.zeros((1, 2))})
    assert not LIMIT.alike(one, {**one, "b1": np.array([[0.5]])})
    assert not LIMIT.alike(one, [one])
