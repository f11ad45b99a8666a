"""sigmoid and its derivative."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from dlutils.activations import sigmoid, sigmoid_derivative

anywhere = st.floats(-1000, 1000)


def test_values_by_hand():
    """sigmoid(0) is one half, sigmoid(log 3) three quarters; the slope at 0 is one quarter."""
    assert sigmoid(0) == 0.5
    assert sigmoid(np.log(3.0)) == pytest.approx(0.75, rel=1e-15)
    assert sigmoid_derivative(np.log(3.0)) == pytest.approx(3 / 16, rel=1e-15)


def test_agrees_with_scipy():
    """The stable form agrees with SciPy's to four units in the last place, from -700 to 700, without a warning."""
    z = np.linspace(-700, 700, 20001)
    np.testing.assert_allclose(sigmoid(z), expit(z), rtol=1e-15, atol=0)


@given(anywhere)
def test_symmetry_and_range(z):
    """s(z) + s(-z) = 1, and every value lies in [0, 1]."""
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, rel=1e-15)
    assert 0 <= sigmoid(z) <= 1


@pytest.mark.parametrize("extreme", [-1e308, -1000.0, 1000.0, 1e308, -np.inf, np.inf])
def test_extremes_are_exact(extreme):
    """Far from zero the value is exactly 0 or 1 and the slope exactly 0, and nothing warns."""
    assert sigmoid(extreme) == (extreme > 0)
    assert sigmoid_derivative(extreme) == 0


def test_nan_is_passed_on():
    """A nan comes out as nan, and does not touch its neighbours."""
    assert np.isnan(sigmoid([np.nan, 0.0])).tolist() == [True, False]


@given(st.floats(-30, 30))
def test_derivative_is_the_slope(z):
    """The derivative agrees with a central difference of sigmoid to 1e-7."""
    slope = (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5
    assert abs(sigmoid_derivative(z) - slope) < 1e-7


def test_a_planted_wrong_derivative_is_caught():
    """The same comparison notices the derivative of tanh in place of the right one."""
    z = np.linspace(-3, 3, 7)
    slope = (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5
    assert np.abs((1 - np.tanh(z) ** 2) - slope).max() > 1e-2


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 1)])
def test_shape_is_kept_and_argument_untouched(shape):
    """The result has the argument's shape, and the argument keeps its values."""
    z = np.full(shape, 0.25)
    before = z.copy()
    assert sigmoid(z).shape == sigmoid_derivative(z).shape == shape
    assert (z == before).all()


@pytest.mark.parametrize(("given_type", "expected"), [("f4", "f4"), ("f8", "f8"), ("i4", "f8"), ("?", "f8")])
def test_types(given_type, expected):
    """float32 stays float32; integers and booleans become float64."""
    assert sigmoid(np.ones(2, dtype=given_type)).dtype == expected


def test_other_kinds_are_refused():
    """Text and complex numbers give an error that names the argument."""
    with pytest.raises(TypeError, match="z must hold real numbers"):
        sigmoid(np.array(["a"]))
    with pytest.raises(TypeError, match="complex"):
        sigmoid(1j)
