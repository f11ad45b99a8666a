"""Softmax and its backward step."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st

from dlutils.softmax import softmax, softmax_backward

shapes = st.tuples(st.integers(1, 6), st.integers(1, 7), st.integers(0, 99))


def scores(n, m, seed=0):
    """Return Z and dA of shape (n, m), of moderate size."""
    rng = np.random.default_rng(seed)
    return 3 * rng.normal(size=(n, m)), rng.normal(size=(n, m))


def numerical_gradient(Z, dA, step=1e-5):
    """Return the central differences of sum(dA * softmax(Z)) along every entry of Z."""
    slopes = np.zeros_like(Z)
    for index in np.ndindex(Z.shape):
        bump = np.zeros_like(Z)
        bump[index] = step
        slopes[index] = np.sum(dA * (softmax(Z + bump) - softmax(Z - bump))) / (2 * step)
    return slopes


def test_values_by_hand():
    """The scores log 1, log 2, log 5 become 1/8, 2/8, 5/8; equal scores become equal shares."""
    Z = np.array([[np.log(1), 7], [np.log(2), 7], [np.log(5), 7]])
    expected = [[1 / 8, 1 / 3], [2 / 8, 1 / 3], [5 / 8, 1 / 3]]
    np.testing.assert_allclose(softmax(Z), expected, rtol=1e-15)


def test_backward_by_hand():
    """For two equal scores the matrix of slopes is 1/4 times [[1, -1], [-1, 1]]."""
    np.testing.assert_allclose(softmax_backward([[3.0], [1.0]], [[0.0], [0.0]]), [[0.5], [-0.5]], rtol=1e-15)


@given(shapes)
def test_agrees_with_scipy(shape):
    """SciPy's softmax along the rows' axis gives the same."""
    Z, _ = scores(*shape)
    np.testing.assert_allclose(softmax(Z), scipy.special.softmax(Z, axis=0), rtol=1e-13)


@given(shapes)
def test_backward_agrees_with_the_matrix_of_slopes(shape):
    """For each example dZ is the matrix diag(a) - a a.T times its column of dA."""
    Z, dA = scores(*shape)
    A, dZ = softmax(Z), softmax_backward(dA, Z)
    for i in range(Z.shape[1]):
        a = A[:, i]
        np.testing.assert_allclose(dZ[:, i], (np.diag(a) - np.outer(a, a)) @ dA[:, i], rtol=0, atol=1e-14)


@given(shapes, st.floats(-1000, 1000))
def test_properties(shape, shift):
    """Columns add up to 1, a shift of a column changes nothing, and dZ adds up to 0 in every column."""
    Z, dA = scores(*shape)
    A = softmax(Z)
    np.testing.assert_allclose(A.sum(axis=0), 1, rtol=1e-14)
    assert ((A > 0) & (A <= 1)).all()
    np.testing.assert_allclose(softmax(Z + shift), A, rtol=1e-11)
    np.testing.assert_allclose(softmax_backward(dA, Z).sum(axis=0), 0, atol=1e-13)


@given(shapes)
def test_batch_is_column_by_column(shape):
    """A batch gives what its columns give one by one, and rows in another order give the results in that order."""
    Z, dA = scores(*shape)
    A, dZ = softmax(Z), softmax_backward(dA, Z)
    for i in range(Z.shape[1]):
        np.testing.assert_allclose(softmax(Z[:, [i]]), A[:, [i]], rtol=1e-14)
        np.testing.assert_allclose(softmax_backward(dA[:, [i]], Z[:, [i]]), dZ[:, [i]], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(softmax(Z[::-1]), A[::-1], rtol=1e-14)


def test_two_classes_are_the_sigmoid():
    """With two classes the first probability is the sigmoid of the difference of the scores."""
    Z = np.stack([np.linspace(-30, 30, 61), np.zeros(61)])
    np.testing.assert_allclose(softmax(Z)[0], scipy.special.expit(Z[0]), rtol=1e-13)


@pytest.mark.parametrize("far", [1000.0, 1.7e308])
def test_extremes_are_exact(far):
    """Scores that lie far apart give exactly 0 and 1, and equal ones give 1/2, without a warning."""
    Z = np.array([[far, -far, far, -far], [-far, far, far, -far]])
    assert softmax(Z).tolist() == [[1, 0, 0.5, 0.5], [0, 1, 0.5, 0.5]]
    assert softmax_backward(np.ones_like(Z), Z).tolist() == np.zeros_like(Z).tolist()


def test_nan_stays_in_its_column():
    """A nan fills its own column and no other."""
    A = softmax([[np.nan, 0.0], [1.0, 0.0]])
    assert np.isnan(A).tolist() == [[True, False], [True, False]]


@given(shapes)
def test_backward_is_the_slope(shape):
    """All entries of dZ agree with central differences to 1e-7."""
    Z, dA = scores(*shape)
    np.testing.assert_allclose(softmax_backward(dA, Z), numerical_gradient(Z, dA), rtol=0, atol=1e-7)


def test_planted_errors_are_caught():
    """The same comparison notices the slopes a (1 - a) alone, and a sum over the examples in place of the classes."""
    Z, dA = scores(3, 4)
    A, right = softmax(Z), numerical_gradient(Z, dA)
    for planted in (dA * A * (1 - A), A * (dA - np.sum(A * dA, axis=1, keepdims=True))):
        assert np.abs(planted - right).max() > 1e-2


def test_types_and_arguments():
    """float32 stays float32, integers become float64, no example is fine, and the arguments keep their values."""
    Z, dA = scores(3, 2)
    before = Z.copy(), dA.copy()
    assert softmax(Z.astype("f4")).dtype == softmax_backward(dA.astype("f4"), Z.astype("f4")).dtype == np.float32
    assert softmax([[1, 2]]).dtype == softmax_backward([[1, 2]], [[1, 2]]).dtype == np.float64
    assert softmax(np.zeros((3, 0))).shape == softmax_backward(np.zeros((3, 0)), np.zeros((3, 0))).shape == (3, 0)
    softmax_backward(dA, Z)
    np.testing.assert_array_equal(before, (Z, dA))


@pytest.mark.parametrize("bad", [np.zeros(3), np.zeros((0, 3)), 1.0, np.zeros((1, 2, 3))])
def test_wrong_shape(bad):
    """A flat array, no class, a number and a third axis are refused by one line that says what a column is."""
    with pytest.raises(ValueError, match=r"Z must have shape \(n, m\), n at least 1; got .* Columns are examples\."):
        softmax(bad)


def test_other_bad_input():
    """A dA of another shape, and text, give an error that names the argument."""
    with pytest.raises(ValueError, match=r"dA must have shape \(2, 1\); got \(1, 2\). Use dA.reshape\(2, 1\)."):
        softmax_backward([[1.0, 2.0]], [[1.0], [2.0]])
    with pytest.raises(TypeError, match="Z must hold real numbers"):
        softmax([["a"]])
    with pytest.raises(TypeError, match="dA must hold real numbers"):
        softmax_backward([[1j]], [[0.0]])
