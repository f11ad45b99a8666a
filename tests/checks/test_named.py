"""The comparisons of results that go by name: arrays in dictionaries, lists of names, choices."""

import numpy as np
import pytest

from dlutils.checks.named import Choice, NamedArrays, Names
from dlutils.messages import message

ARRAYS = {"dW1": np.arange(6.0).reshape(2, 3), "db1": np.ones((2, 1))}
WEIGHTS = NamedArrays("dW")


def told(problem, hidden=False):
    """Return a problem in words, as the learner's check or the hidden one says it."""
    if hidden:
        return message(
            f"problem.{problem.key}_hidden" if problem.values else f"problem.{problem.key}", **problem.parameters
        )
    return message(f"problem.{problem.key}", **problem.parameters, **problem.values)


def test_right_arrays_pass():
    """Arrays of one kind pass with small rounding errors, whatever else the dictionary holds."""
    assert WEIGHTS.problem({"dW1": ARRAYS["dW1"] + 1e-9, "db1": "nonsense"}, ARRAYS) is None


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (None, "must be a dictionary of arrays"),
        ({"W1": ARRAYS["dW1"]}, "dW1 is not in the dictionary; it has: W1."),
        ({"dW1": ARRAYS["dW1"].T}, "which is the transpose"),
        ({"dW1": 3.0}, "dW1 must be a NumPy array of shape (2, 3); got a float."),
        ({"dW1": ARRAYS["dW1"] + 1}, "dW1 is wrong in 6 of 6 entries; the first, at [0, 0], is 1 and should be 0."),
    ],
)
def test_wrong_arrays_are_described(got, words):
    """Of a wrong array the text says its name and what is wrong with it."""
    assert words in told(WEIGHTS.problem(got, ARRAYS))


def test_a_hidden_check_shows_no_right_number():
    """The words of a hidden check leave the right numbers and names out."""
    found = WEIGHTS.problem({"dW1": ARRAYS["dW1"] + 1}, {"dW1": ARRAYS["dW1"]})
    assert told(found, hidden=True) == "dW1 is wrong in 6 of 6 entries; the first is at [0, 0]."
    assert "db7" not in told(Names().problem([], ["db7"]), hidden=True)


def test_arrays_are_alike_by_their_kind():
    """Two dictionaries are alike if their arrays of this kind are; other entries do not count."""
    assert WEIGHTS.alike({"dW1": np.ones(2), "db1": 1}, {"dW1": np.ones(2), "db1": 2})
    assert not WEIGHTS.alike({"dW1": np.ones(2)}, {"dW1": np.zeros(2)})
    assert not WEIGHTS.alike({"dW1": np.ones(2)}, None)


@pytest.mark.parametrize("got", [["dW1", "db2"], ("db2", "dW1")])
def test_names_pass_in_any_order(got):
    """The right names pass as a list or a tuple, in any order."""
    assert Names().problem(got, ["dW1", "db2"]) is None


@pytest.mark.parametrize(
    ("got", "words"),
    [
        ("dW1", "must be a list of names"),
        ([True], "got a list with a bool in it"),
        (["dW1", "dW1", "db2"], "names dW1 twice"),
        (["dW1"], "names dW1; it should name dW1, db2, in any order."),
        ([], "names no name; it should name"),
    ],
)
def test_wrong_names_are_described(got, words):
    """Wrong names, names that come twice, and what is no list of names are told apart."""
    assert words in told(Names().problem(got, ["dW1", "db2"]))


def test_names_of_a_riddle_are_not_told():
    """Where the names are the answer of a riddle, only their number is told."""
    words = told(Names(tell=False).problem(["dW1", "dW3"], ["db2"]))
    assert words == "does not hold the right names: 2 too many, 1 missing."


def test_names_are_alike_in_any_order():
    """Lists are alike if they hold the same names; a text is alike to the same text only."""
    assert Names().alike(["a", "b"], ("b", "a"))
    assert not Names().alike(["a"], ["a", "a"])
    assert Names().alike("a, b", "a, b")
    assert not Names().alike(["a"], "a")


@pytest.mark.parametrize("got", [3, 3.0, "3", np.array([3]), np.array(3.0)])
def test_the_right_choice_passes_in_any_form(got):
    """The number of the right answer passes as number, text, or array."""
    assert Choice().problem(got, 3) is None


@pytest.mark.parametrize(
    ("got", "key"),
    [
        (4, "choice"),
        (2.5, "not_choice"),
        ("three", "not_choice"),
        (True, "not_choice"),
        (None, "not_choice"),
        (np.inf, "not_choice"),
    ],
)
def test_a_wrong_choice_does_not_tell_the_right_one(got, key):
    """A wrong answer is told from what is no answer, and the right one is never shown."""
    found = Choice().problem(got, 3)
    assert found.key == key
    assert not found.values
    assert "3" not in told(found)


def test_choices_are_alike_by_number():
    """Two choices are alike if they are the same number, and never if they are none."""
    assert Choice().alike("4", 4)
    assert not Choice().alike(4, 5)
    assert not Choice().alike(None, None)
