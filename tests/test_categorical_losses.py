"""Cross-entropy of n classes, from probabilities and from scores, and its derivatives."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from dlutils.categorical_losses import (
    categorical_cross_entropy,
    categorical_cross_entropy_derivative,
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_from_logits_derivative,
)
from dlutils.losses import binary_cross_entropy, binary_cross_entropy_from_logits
from dlutils.softmax import softmax, softmax_backward

shapes = st.tuples(st.integers(1, 5), st.integers(1, 6), st.integers(0, 99))
FROM_A = [categorical_cross_entropy, categorical_cross_entropy_derivative]
FROM_Z = [categorical_cross_entropy_from_logits, categorical_cross_entropy_from_logits_derivative]


def problem(n, m, seed=0):
    """Return scores Z and one-hot classes Y, both (n, m)."""
    rng = np.random.default_rng(seed)
    return 2 * rng.normal(size=(n, m)), np.eye(n)[:, rng.integers(0, n, m)]


def slopes(function, A, step=1e-6):
    """Return the central differences of sum(function) along every entry of A."""
    result = np.zeros_like(A)
    for index in np.ndindex(A.shape):
        bump = np.zeros_like(A)
        bump[index] = step
        result[index] = np.sum(function(A + bump) - function(A - bump)) / (2 * step)
    return result


def relative_error(a, b):
    """Return |a - b| / (|a| + |b|), by norms."""
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 1e-30)


def test_values_by_hand():
    """For the probabilities 1/8, 2/8, 5/8 the loss is log 8, log 4 or log(8/5), as the class may be."""
    A = np.repeat([[1 / 8], [2 / 8], [5 / 8]], 3, axis=1)
    expected = [[np.log(8), np.log(4), np.log(8 / 5)]]
    np.testing.assert_allclose(categorical_cross_entropy(A, np.eye(3)), expected, rtol=1e-15)
    np.testing.assert_allclose(categorical_cross_entropy_from_logits(np.log(A), np.eye(3)), expected, rtol=1e-14)


def test_derivatives_by_hand():
    """With them, and the second class, the derivatives are 0, -4, 0 by A and 1/8, -6/8, 5/8 by Z."""
    A, Y = np.array([[1 / 8], [2 / 8], [5 / 8]]), [[0], [1], [0]]
    np.testing.assert_allclose(categorical_cross_entropy_derivative(A, Y), [[0], [-4], [0]], rtol=1e-15)
    by_z = categorical_cross_entropy_from_logits_derivative(np.log(A), Y)
    np.testing.assert_allclose(by_z, [[1 / 8], [-6 / 8], [5 / 8]], rtol=1e-14)


@given(shapes)
def test_agrees_with_scipy_and_with_the_textbook_form(shape):
    """Both forms give logsumexp(z) minus the score of the true class, by SciPy."""
    Z, Y = problem(*shape)
    expected = scipy.special.logsumexp(Z, axis=0) - Z[Y.argmax(axis=0), np.arange(Z.shape[1])]
    np.testing.assert_allclose(categorical_cross_entropy_from_logits(Z, Y)[0], expected, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(categorical_cross_entropy(softmax(Z), Y)[0], expected, rtol=1e-12, atol=1e-14)


def test_agrees_with_scikit_learn():
    """The mean of the losses is scikit-learn's log loss."""
    Z, Y = problem(4, 30)
    expected = log_loss(Y.argmax(axis=0), softmax(Z).T, labels=range(4))
    assert categorical_cross_entropy_from_logits(Z, Y).mean() == pytest.approx(expected, rel=1e-12)


@given(st.floats(-30, 30), st.floats(0, 1))
def test_two_classes_are_the_binary_loss(z, y):
    """With two classes, a score of 0 for the second, and soft labels as well, it is the loss of two classes."""
    Y = np.array([[y], [1 - y]])
    loss = categorical_cross_entropy_from_logits([[z], [0.0]], Y)
    np.testing.assert_allclose(loss, binary_cross_entropy_from_logits([[z]], [[y]]), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(categorical_cross_entropy([[0.3], [0.7]], Y), binary_cross_entropy([[0.3]], [[y]]))


@given(shapes)
def test_both_ways_back_to_z_agree(shape):
    """The derivative by A, carried back through softmax, is softmax(Z) - Y."""
    Z, Y = problem(*shape)
    long_way = softmax_backward(categorical_cross_entropy_derivative(softmax(Z), Y), Z)
    short_way = categorical_cross_entropy_from_logits_derivative(Z, Y)
    np.testing.assert_allclose(short_way, long_way, rtol=0, atol=1e-13)


@given(shapes, st.floats(-1000, 1000))
def test_properties(shape, shift):
    """No loss is negative, a shift of the scores changes nothing, and every column of slopes adds up to 0."""
    Z, Y = problem(*shape)
    loss = categorical_cross_entropy_from_logits(Z, Y)
    assert (loss >= 0).all()
    np.testing.assert_allclose(categorical_cross_entropy_from_logits(Z + shift, Y), loss, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(categorical_cross_entropy_from_logits_derivative(Z, Y).sum(axis=0), 0, atol=1e-14)


@given(shapes)
def test_batch_is_column_by_column(shape):
    """A batch gives what its columns give one by one, and classes in another order the same losses."""
    Z, Y = problem(*shape)
    A = softmax(Z)
    for function, first in [(f, A) for f in FROM_A] + [(f, Z) for f in FROM_Z]:
        single = [function(first[:, [i]], Y[:, [i]]) for i in range(Z.shape[1])]
        np.testing.assert_allclose(function(first, Y), np.hstack(single), rtol=1e-13, atol=1e-15)
    again = categorical_cross_entropy_from_logits(Z[::-1], Y[::-1])
    np.testing.assert_allclose(again, categorical_cross_entropy_from_logits(Z, Y), rtol=1e-12, atol=1e-14)


def test_far_out():
    """At scores of 1000 the loss is exact and the slopes are 0 and 1, where probabilities give infinity or 0."""
    Z, Y = np.array([[1000.0, 1000.0], [0.0, 0.0]]), np.eye(2)
    assert categorical_cross_entropy_from_logits(Z, Y).tolist() == [[0, 1000]]
    assert categorical_cross_entropy_from_logits_derivative(Z, Y).tolist() == [[0, 1], [0, -1]]
    assert categorical_cross_entropy(softmax(Z), Y).tolist() == [[0, np.inf]]


@given(shapes)
def test_derivatives_are_the_slopes(shape):
    """All entries of both derivatives agree with central differences to a relative error of 1e-7."""
    Z, Y = problem(*shape)
    A = softmax(Z) * 0.9 + 0.05  # away from 0, where the slope has no bound
    numerical = slopes(lambda A: categorical_cross_entropy(A, Y), A)
    assert relative_error(numerical, categorical_cross_entropy_derivative(A, Y)) < 1e-7
    numerical = slopes(lambda Z: categorical_cross_entropy_from_logits(Z, Y), Z, step=1e-5)
    by_z = categorical_cross_entropy_from_logits_derivative(Z, Y)
    assert np.linalg.norm(numerical - by_z) <= 1e-7


def test_planted_errors_are_caught():
    """The same comparisons notice a swapped sign, a mean over the classes, and softmax along the examples."""
    Z, Y = problem(3, 4)
    A = softmax(Z) * 0.9 + 0.05
    by_a = slopes(lambda A: categorical_cross_entropy(A, Y), A)
    by_z = slopes(lambda Z: categorical_cross_entropy_from_logits(Z, Y), Z, step=1e-5)
    assert relative_error(by_a, Y / A) > 1e-2
    for planted in (Y - softmax(Z), (softmax(Z) - Y) / 3, softmax(Z.T).T - Y):
        assert np.linalg.norm(planted - by_z) > 1e-2


@pytest.mark.parametrize("function", FROM_A + FROM_Z)
def test_types_and_arguments(function):
    """float32 stays float32 whatever the classes are, integers become float64, and the arguments stay."""
    A, Y = np.full((2, 2), 0.5, "f4"), np.eye(2, dtype=int)
    assert function(A, Y).dtype == np.float32
    assert function(np.ones((2, 2), int), Y.astype("f4")).dtype == np.float64
    assert (A == 0.5).all()
    np.testing.assert_array_equal(Y, np.eye(2))


@pytest.mark.parametrize("function", FROM_A + FROM_Z)
def test_wrong_shapes(function):
    """Class numbers in place of one-hot columns, flat arrays and no class give one error that says what to do."""
    with pytest.raises(ValueError, match=r"Y must have shape \(2, 3\); got \(1, 3\)\."):
        function(np.full((2, 3), 0.5), [[0, 1, 1]])
    for bad in (np.full(3, 0.5), np.zeros((0, 3))):
        with pytest.raises(ValueError, match=r"[AZ] must have shape \(n, m\), n at least 1; got .* are examples\."):
            function(bad, bad)
    with pytest.raises(TypeError, match=r"[AZ] must hold real numbers"):
        function([["a"]], [[1]])


@pytest.mark.parametrize("function", FROM_Z)
def test_classes_must_add_up_to_one(function):
    """A column of Y that adds up to something else, nan included, is refused, and the error names it."""
    for bad, got in ((1.0, "2"), (np.nan, "nan")):
        Y = np.array([[1, 1, 0], [0, bad, 1]])
        message = f"Y must have columns that add up to 1; got {got} in column 1. Use one-hot columns."
        with pytest.raises(ValueError, match=message):
            function(np.zeros((2, 3)), Y)


@pytest.mark.parametrize("function", FROM_Z)
def test_rounded_probabilities_add_up_to_one(function):
    """Soft labels in float32, whose sums are 1 but for rounding, are accepted."""
    Y = softmax(np.random.default_rng(1).normal(size=(50, 20)).astype("f4"))
    assert np.isfinite(function(np.zeros((50, 20), "f4"), Y)).all()


@pytest.mark.parametrize("function", FROM_Z)
@pytest.mark.parametrize("sum_", [1.001, 0.999])
def test_a_sum_a_little_off_is_refused(function, sum_):
    """A column that adds up to 1.001 or 0.999 is no rounding."""
    with pytest.raises(ValueError, match="Y must have columns that add up to 1"):
        function(np.zeros((2, 1)), [[sum_], [0]])


@pytest.mark.parametrize("function", FROM_A + FROM_Z)
def test_shape_of_the_result(function):
    """Losses of m examples have shape (1, m), derivatives that of their argument."""
    A = np.full((3, 5), 1 / 3)
    assert function(A, A).shape == ((3, 5) if "derivative" in function.__name__ else (1, 5))


@pytest.mark.parametrize("a", [0.0, -0.5, np.nan])
def test_derivative_needs_probabilities_above_zero(a):
    """The derivative by A does not exist at 0 and below; the error says what to use."""
    with pytest.raises(ValueError, match=r"A must be above 0; .*: softmax\(Z\) - Y\."):
        categorical_cross_entropy_derivative([[0.5], [a]], [[1], [0]])
