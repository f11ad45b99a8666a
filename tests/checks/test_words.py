"""How a check writes down what a function was called with, and what it returned."""

import numpy as np
import pytest

from dlutils.checks.words import describe, form_of

LARGE = np.zeros((3, 5))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (LARGE, "x of shape (3, 5)"),
        (np.array([[0.123456], [2.0]]), "x = np.array([[0.1235], [2.0]])"),
        (1 / 3, "x = 0.33333"),
        (7, "x = 7"),
        (True, "x = True"),
        ("relu", "x = 'relu'"),
        ([4, 3, 1], "x = [4, 3, 1]"),
        ((LARGE,), "x = (array of shape (3, 5),)"),
        ([((LARGE, 0.5), LARGE)], "x = [((array of shape (3, 5), 0.5), array of shape (3, 5))]"),
        ({"W1": LARGE, "b1": 0.25}, "x = {W1 of shape (3, 5), b1 = 0.25}"),
    ],
)
def test_arguments_are_noted_on_one_line(value, text):
    """An argument is one line of code, in which large arrays are shown by shape, wherever they stand."""
    assert describe("x", value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "one int"),
        (LARGE, "one ndarray"),
        ((LARGE, 0.5), "2 values (ndarray, float)"),
        ([{"dW": 0, "db": 0}, 1.0], "2 values (a dictionary with dW, db, float)"),
        ({}, "a dictionary with nothing"),
        ({"a\nb": 1}, "a dictionary with a b"),
        ([0] * 100, "100 values (int, int, int, int, int, int, int, int, …)"),
    ],
)
def test_the_form_of_a_result_is_told_on_one_line(value, text):
    """What came back is told by its kind, and a dictionary by its keys."""
    assert form_of(value) == text


def test_many_keys_are_cut():
    """A dictionary with thousands of long keys is told in at most 200 characters."""
    assert len(form_of({f"key number {i}": i for i in range(10_000)})) <= 200
