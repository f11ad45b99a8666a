"""Losses of two classes and of numbers, their derivatives, and the cost."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss, mean_absolute_error, mean_squared_error

from dlutils.activations import sigmoid, sigmoid_derivative
from dlutils.losses import (
    L1,
    L2,
    L1_derivative,
    L2_derivative,
    binary_cross_entropy,
    binary_cross_entropy_derivative,
    binary_cross_entropy_from_logits,
    binary_cross_entropy_from_logits_derivative,
    cost,
)

labels = st.sampled_from([0.0, 1.0])
numbers = st.lists(st.tuples(st.floats(-100, 100), st.floats(-100, 100)), min_size=1, max_size=6)
PAIRED = [
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    binary_cross_entropy_derivative,
    binary_cross_entropy_from_logits_derivative,
    L1,
    L1_derivative,
    L2,
    L2_derivative,
]


def slopes(function, A, step):
    """Return the central differences of sum(function) along every entry of A."""
    result = np.zeros_like(A)
    for index in np.ndindex(A.shape):
        bump = np.zeros_like(A)
        bump[index] = step
        result[index] = np.sum(function(A + bump) - function(A - bump)) / (2 * step)
    return result


def relative_error(a, b):
    """Return |a - b| / (|a| + |b|), by norms."""
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))


def examples(seed=0, m=12):
    """Return A in (0.05, 0.95), Z in (-6, 6), and labels of both kinds, each of shape (1, m)."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0.05, 0.95, (1, m)), rng.uniform(-6, 6, (1, m)), np.arange(m)[None, :] % 2.0


def test_values_by_hand():
    """For a = 1/4 the loss is log 4 for y = 1 and log(4/3) for y = 0; the cost of both is their mean."""
    loss = binary_cross_entropy([[0.25, 0.25]], [[1, 0]])
    np.testing.assert_allclose(loss, [[np.log(4), np.log(4 / 3)]], rtol=1e-15)
    assert cost(loss) == pytest.approx((np.log(4) + np.log(4 / 3)) / 2, rel=1e-15)


def test_derivatives_by_hand():
    """For a = 1/4, so z = -log 3, the derivatives by a are -4 and 4/3, and those by z are -3/4 and 1/4."""
    by_a = binary_cross_entropy_derivative([[0.25, 0.25]], [[1, 0]])
    by_z = binary_cross_entropy_from_logits_derivative(np.full((1, 2), -np.log(3)), [[1, 0]])
    np.testing.assert_allclose(by_a, [[-4, 4 / 3]], rtol=1e-15)
    np.testing.assert_allclose(by_z, [[-3 / 4, 1 / 4]], rtol=1e-15)


def test_l1_and_l2_by_hand():
    """The errors -1, 2, 0 and 3 have L1 = 6 and L2 = 14; the slopes are the signs, and twice the errors."""
    yhat, y = np.array([[0.0, 5.0], [2.0, 4.0]]), np.array([[1.0, 3.0], [2.0, 1.0]])
    assert (L1(yhat, y), L2(yhat, y)) == (6, 14)
    assert L1_derivative(yhat, y).tolist() == [[-1, 1], [0, 1]]
    assert L2_derivative(yhat, y).tolist() == [[-2, 4], [0, 6]]
    assert type(L1(yhat, y)) is type(L2(yhat, y)) is float


@given(st.floats(-30, 30), labels)
def test_from_logits_agrees_with_the_textbook_form(z, y):
    """Where the textbook form works, the form from logits gives the same loss."""
    textbook = binary_cross_entropy(np.array([[sigmoid(z)]]), [[y]])
    rounding = 1e-15 * np.exp(abs(z))  # of 1 - a, which the textbook form takes the logarithm of
    loss = binary_cross_entropy_from_logits([[z]], [[y]])
    np.testing.assert_allclose(loss, textbook, rtol=1e-12, atol=rounding)


def test_agrees_with_scikit_learn():
    """The costs agree with scikit-learn's log loss, mean absolute error and mean squared error."""
    A, Z, Y = examples()
    assert cost(binary_cross_entropy(A, Y)) == pytest.approx(log_loss(Y[0], A[0]), rel=1e-13)
    assert L1(A, Z) / 12 == pytest.approx(mean_absolute_error(Z[0], A[0]), rel=1e-13)
    assert L2(A, Z) / 12 == pytest.approx(mean_squared_error(Z[0], A[0]), rel=1e-13)


@given(st.floats(-20, 20), labels)
def test_both_ways_back_to_z_agree(z, y):
    """The derivative by a, times the slope of the sigmoid, is the derivative by z."""
    a = np.array([[sigmoid(z)]])
    by_z = binary_cross_entropy_derivative(a, [[y]]) * sigmoid_derivative(z)
    np.testing.assert_allclose(
        binary_cross_entropy_from_logits_derivative([[z]], [[y]]), by_z, atol=1e-15, rtol=1e-15 * np.exp(abs(z)) + 1e-13
    )


@pytest.mark.parametrize(
    ("z", "y", "loss"), [(1000.0, 0, 1000.0), (1000.0, 1, 0.0), (-1000.0, 1, 1000.0), (0.0, 1, np.log(2))]
)
def test_from_logits_is_finite_far_out(z, y, loss):
    """At logits of 1000 the loss and its slope are exact, where the textbook form gives infinity."""
    assert binary_cross_entropy_from_logits([[z]], [[y]])[0, 0] == pytest.approx(loss, rel=1e-15)
    assert binary_cross_entropy_from_logits_derivative([[z]], [[y]])[0, 0] == (np.sign(z) + 1) / 2 - y


def test_certain_predictions():
    """A certain prediction costs 0 if it is right and infinity if it is wrong, without a warning."""
    assert binary_cross_entropy([[1.0, 0.0, 1.0, 0.0]], [[1, 0, 0, 1]]).tolist() == [[0.0, 0.0, np.inf, np.inf]]


@pytest.mark.parametrize(
    ("function", "derivative", "argument"),
    [
        (binary_cross_entropy, binary_cross_entropy_derivative, 0),
        (binary_cross_entropy_from_logits, binary_cross_entropy_from_logits_derivative, 1),
        (L1, L1_derivative, 1),
        (L2, L2_derivative, 1),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_derivatives_are_the_slopes(function, derivative, argument, seed):
    """All entries of each derivative agree with central differences to a relative error of 1e-7."""
    A, Y = examples(seed)[argument], examples(seed)[2]
    assert relative_error(slopes(lambda A: function(A, Y), A, 1e-6), derivative(A, Y)) < 1e-7


def test_planted_wrong_derivatives_are_caught():
    """The same comparison notices a swapped sign in one term, one wrong entry, and a missing factor 2."""
    A, Z, Y = examples()
    swapped = -Y / A - (1 - Y) / (1 - A)
    one_entry = binary_cross_entropy_from_logits_derivative(Z, Y)
    one_entry[0, 3] *= -1
    planted = [
        (swapped, slopes(lambda A: binary_cross_entropy(A, Y), A, 1e-6)),
        (one_entry, slopes(lambda Z: binary_cross_entropy_from_logits(Z, Y), Z, 1e-6)),
        (-np.sign(Z - Y), slopes(lambda Z: L1(Z, Y), Z, 1e-6)),
        (Z - Y, slopes(lambda Z: L2(Z, Y), Z, 1e-6)),
    ]
    assert min(relative_error(wrong, numerical) for wrong, numerical in planted) > 1e-2


@given(st.lists(st.tuples(st.floats(0.01, 0.99), labels), min_size=2, max_size=6), st.randoms())
def test_order_of_examples_does_not_matter(examples, random):
    """The cost is the same in whatever order the examples stand."""
    shuffled = random.sample(examples, len(examples))
    both = [np.array(order).T[:, None, :] for order in (examples, shuffled)]
    costs = [cost(binary_cross_entropy(A, Y)) for A, Y in both]
    assert costs[0] == pytest.approx(costs[1], rel=1e-12)


@given(st.floats(0.01, 0.99), st.floats(0, 1))
def test_renaming_the_classes_changes_nothing(a, y):
    """The loss of a for y is the loss of 1 - a for 1 - y, and with logits that of -z."""
    loss, mirrored = binary_cross_entropy([[a]], [[y]]), binary_cross_entropy([[1 - a]], [[1 - y]])
    np.testing.assert_allclose(loss, mirrored, rtol=1e-12)
    z = math.log(a / (1 - a))
    loss, mirrored = (binary_cross_entropy_from_logits([[s * z]], [[t]]) for s, t in ((1, y), (-1, 1 - y)))
    np.testing.assert_allclose(loss, mirrored, rtol=1e-12)


@given(numbers, st.floats(-100, 100))
def test_scaling_and_symmetry_of_l1_and_l2(pairs, factor):
    """Scaled errors scale L1 by the size of the factor and L2 by its square; to swap the arguments changes nothing."""
    yhat, y = np.array(pairs).T
    assert L1(factor * yhat, factor * y) == pytest.approx(abs(factor) * L1(y, yhat), rel=1e-9, abs=1e-9)
    assert L2(factor * yhat, factor * y) == pytest.approx(factor**2 * L2(y, yhat), rel=1e-9, abs=1e-9)
    assert L1(yhat, yhat) == L2(y, y) == 0


@given(numbers)
def test_l1_and_l2_add_up_over_entries(pairs):
    """The loss of many numbers is the sum of their losses, one by one."""
    yhat, y = np.array(pairs).T
    for loss in (L1, L2):
        assert loss(yhat, y) == pytest.approx(math.fsum(loss(*pair) for pair in pairs), rel=1e-12)


def test_nan_is_passed_on():
    """A nan among the predictions or the labels comes out as nan, in its own place only."""
    for A, Y in (([[0.5, np.nan]], [[1, 1]]), ([[0.5, 0.5]], [[1, np.nan]])):
        for function in (binary_cross_entropy, L1_derivative, L2_derivative):
            assert np.isnan(function(A, Y)).tolist() == [[False, True]]


@pytest.mark.parametrize("function", PAIRED)
def test_bad_input(function):
    """Shapes that differ and text give one clear error."""
    with pytest.raises(ValueError, match=r"[Yy] must have shape \(1, 2\); got \(2,\). Use [Yy].reshape\(1, 2\)."):
        function([[0.5, 0.5]], [1, 0])
    with pytest.raises(TypeError, match="must hold real numbers"):
        function([["a"]], [[1]])
    with pytest.raises(TypeError, match=r"[Yy] must hold real numbers"):
        function([[0.5]], [["a"]])


@pytest.mark.parametrize("a", [-0.1, 0.0, 1.0, 1.1, np.nan])
def test_derivative_needs_a_probability(a):
    """The derivative by a does not exist at 0, at 1 and beyond; the error says what to use."""
    with pytest.raises(ValueError, match=r"A must lie strictly between 0 and 1; .*: A - Y\."):
        binary_cross_entropy_derivative([[0.5, a]], [[1, 1]])


def test_cost_of_nothing_is_refused():
    """A mean over no example is refused."""
    with pytest.raises(ValueError, match=r"loss must hold at least one example; got none\."):
        cost(np.zeros((1, 0)))


@pytest.mark.parametrize("function", [f for f in PAIRED if f not in (L1, L2)])
def test_types_and_arguments(function):
    """float32 predictions give float32 whatever the labels are, integers become float64, and arguments stay."""
    A = np.full((1, 2), 0.5, "f4")
    for kind in ("f4", "f8", "i8", "?"):
        Y = np.ones((1, 2), kind)
        assert function(A, Y).dtype == np.float32
        assert (Y == 1).all()
    assert (A == 0.5).all()
    if function is not binary_cross_entropy_derivative:
        assert function([[0, 1]], np.ones((1, 2), "f4")).dtype == np.float64
