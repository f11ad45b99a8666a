"""Gradients by layer: those of the last layer, and those of the layers before it."""

import numpy as np
import pytest

from dlutils.checks.layer_gradients import LayerGradients

WANT = {f"{kind}{layer}": np.full((2, 2), layer + 0.5) for layer in (3, 2, 1) for kind in ("dW", "db")}
LAST, BEFORE = LayerGradients("dW"), LayerGradients("dW", last=False)


def changed(**arrays):
    """Return the right gradients with some of them replaced."""
    return {**WANT, **arrays}


def test_the_last_layer_is_judged_for_itself():
    """A wrong gradient of the last layer concerns one part, a wrong one before it the other."""
    assert (LAST.problem(WANT, WANT), BEFORE.problem(WANT, WANT)) == (None, None)
    wrong_last, wrong_before = changed(dW3=np.zeros((2, 2))), changed(dW2=np.zeros((2, 2)))
    assert LAST.problem(wrong_last, WANT).parameters["entry"] == "dW3"
    assert BEFORE.problem(wrong_last, WANT) is None
    assert BEFORE.problem(wrong_before, WANT).parameters["entry"] == "dW2"
    assert LAST.problem(wrong_before, WANT) is None


def test_the_layer_next_to_the_end_is_told_first():
    """Of several wrong layers that nearest to the end is named: there the mistake is, or after it."""
    wrong = changed(dW1=np.zeros((2, 2)), dW2=np.zeros((2, 2)))
    assert BEFORE.problem(wrong, WANT).parameters["entry"] == "dW2"


def test_one_layer_has_none_before_it():
    """In a network of one layer there is nothing to judge before the last; what is no dictionary is still told."""
    want = {"dW1": np.ones((1, 3)), "db1": np.ones((1, 1))}
    assert BEFORE.problem({}, want) is None
    assert LAST.problem({}, want).key == "no_entry"
    assert BEFORE.problem([1.0], want).key == "not_dict"


@pytest.mark.parametrize("more", [{"dA2": np.ones((2, 5))}, {"dA0": 1.0, "dWx": "text"}, {"dZ3": None, 7: 1.0}])
def test_more_entries_do_not_matter(more):
    """Whatever else is in the dictionary costs nothing."""
    assert (LAST.problem({**WANT, **more}, WANT), BEFORE.problem({**more, **WANT}, WANT)) == (None, None)


def test_alike_compares_the_same_layers():
    """Two results are alike in a part if they have the same arrays of its layers, under the same names."""
    zero = np.zeros((2, 2))
    assert LAST.alike(changed(dW3=zero), changed(dW3=zero, dW1=zero))
    assert not BEFORE.alike(changed(dW3=zero), changed(dW3=zero, dW1=zero))
    shifted = {"dW0": zero, "dW1": zero}
    assert LAST.alike(shifted, {**shifted, "dA1": zero})
    assert not LAST.alike(shifted, {"dW1": zero, "dW2": zero})


def test_other_names_are_alike_without_activations():
    """Where no name is right, all arrays are compared but dA, which some learners keep and others do not."""
    one = {"W1": np.ones((2, 2)), "b1": np.ones((2, 1))}
    assert LAST.alike(one, {**one, "A1": np.ones(3)})
    assert not LAST.alike(one, {**one, "W2": np.ones(3)})
    assert not LAST.alike(one, "text")
