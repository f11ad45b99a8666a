"""Losses, their derivative, and the cost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlutils.activations import sigmoid
from dlutils.losses import (
    binary_cross_entropy,
    binary_cross_entropy_derivative,
    binary_cross_entropy_from_logits,
    cost,
)

labels = st.sampled_from([0.0, 1.0])


def test_values_by_hand():
    """For a = 1/4 the loss is log 4 for y = 1 and log(4/3) for y = 0; the cost of both is their mean."""
    loss = binary_cross_entropy([[0.25, 0.25]], [[1, 0]])
    np.testing.assert_allclose(loss, [[np.log(4), np.log(4 / 3)]], rtol=1e-15)
    assert cost(loss) == pytest.approx((np.log(4) + np.log(4 / 3)) / 2, rel=1e-15)


@given(st.floats(-30, 30), labels)
def test_from_logits_agrees_with_the_textbook_form(z, y):
    """Where the textbook form works, the form from logits gives the same loss."""
    textbook = binary_cross_entropy(np.array([[sigmoid(z)]]), [[y]])
    rounding = 1e-15 * np.exp(abs(z))  # of 1 - a, which the textbook form takes the logarithm of
    loss = binary_cross_entropy_from_logits([[z]], [[y]])
    np.testing.assert_allclose(loss, textbook, rtol=1e-12, atol=rounding)


@pytest.mark.parametrize(
    ("z", "y", "loss"), [(1000.0, 0, 1000.0), (1000.0, 1, 0.0), (-1000.0, 1, 1000.0), (0.0, 1, np.log(2))]
)
def test_from_logits_is_finite_far_out(z, y, loss):
    """At logits of 1000 the loss is exact, where the textbook form gives infinity."""
    assert binary_cross_entropy_from_logits([[z]], [[y]])[0, 0] == pytest.approx(loss, rel=1e-15)


def test_certain_predictions():
    """A certain prediction costs 0 if it is right and infinity if it is wrong, without a warning."""
    assert binary_cross_entropy([[1.0, 0.0, 1.0, 0.0]], [[1, 0, 0, 1]]).tolist() == [[0.0, 0.0, np.inf, np.inf]]


@given(st.floats(0.01, 0.99), labels)
def test_derivative_is_the_slope(a, y):
    """The derivative agrees with a central difference to 1e-7 of its size."""
    right, left = (binary_cross_entropy([[a + h]], [[y]])[0, 0] for h in (1e-6, -1e-6))
    assert binary_cross_entropy_derivative([[a]], [[y]])[0, 0] == pytest.approx((right - left) / 2e-6, rel=1e-6)


def test_a_planted_wrong_derivative_is_caught():
    """The same comparison notices a swapped sign in one term."""
    a, y = 0.3, 0.0
    right, left = (binary_cross_entropy([[a + h]], [[y]])[0, 0] for h in (1e-6, -1e-6))
    planted = -y / a - (1 - y) / (1 - a)
    assert planted != pytest.approx((right - left) / 2e-6, rel=1e-6)


@given(st.lists(st.tuples(st.floats(0.01, 0.99), labels), min_size=2, max_size=6), st.randoms())
def test_order_of_examples_does_not_matter(examples, random):
    """The cost is the same in whatever order the examples stand."""
    shuffled = random.sample(examples, len(examples))
    both = [np.array(order).T[:, None, :] for order in (examples, shuffled)]
    costs = [cost(binary_cross_entropy(A, Y)) for A, Y in both]
    assert costs[0] == pytest.approx(costs[1], rel=1e-12)


def test_bad_input():
    """Shapes that differ, no example, and predictions outside (0, 1) give one clear error."""
    with pytest.raises(ValueError, match=r"Y must have shape \(1, 2\); got \(2,\). Use Y.reshape\(1, 2\)."):
        binary_cross_entropy([[0.5, 0.5]], [1, 0])
    with pytest.raises(ValueError, match="at least one example"):
        cost(np.zeros((1, 0)))
    with pytest.raises(ValueError, match="strictly between"):
        binary_cross_entropy_derivative([[1.0]], [[1]])


def test_float32_stays():
    """float32 in, float32 out."""
    A, Y = np.full((1, 2), 0.5, "f4"), np.ones((1, 2), "f4")
    assert binary_cross_entropy(A, Y).dtype == np.float32
    assert binary_cross_entropy_from_logits(A, Y).dtype == np.float32
    assert binary_cross_entropy_derivative(A, Y).dtype == np.float32
