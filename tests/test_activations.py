"""The activations that work entry by entry, and their derivatives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from dlutils import softmax as softmax_module
from dlutils.activations import (
    ACTIVATIONS,
    leaky_relu,
    leaky_relu_derivative,
    linear,
    linear_derivative,
    relu,
    relu_derivative,
    sigmoid,
    sigmoid_derivative,
    softmax,
    tanh,
    tanh_derivative,
)

anywhere = st.floats(-1000, 1000)
names = pytest.mark.parametrize("name", list(ACTIVATIONS))
functions = pytest.mark.parametrize("function", [f for pair in ACTIVATIONS.values() for f in pair])

# Both sides of the corner at 0, where a bump of STEP does not cross it.
GRID = np.concatenate([np.linspace(-8, -0.01, 120), np.linspace(0.01, 8, 120)]).reshape(12, 20)
STEP = 1e-5


def slope(function, z):
    """Return the central difference of a function at every entry of z."""
    return (function(z + STEP) - function(z - STEP)) / (2 * STEP)


def test_values_by_hand():
    """At log 3 sigmoid is 3/4 and tanh 4/5; their slopes there are 3/16 and 9/25."""
    z = np.log(3.0)
    assert sigmoid(0) == 0.5
    assert sigmoid(z) == pytest.approx(0.75, rel=1e-15)
    assert sigmoid_derivative(z) == pytest.approx(3 / 16, rel=1e-15)
    assert tanh(z) == pytest.approx(4 / 5, rel=1e-15)
    assert tanh_derivative(z) == pytest.approx(9 / 25, rel=1e-15)


def test_values_by_hand_of_the_functions_with_a_corner():
    """ReLU, leaky ReLU, linear, and their slopes, at -2, 0 and 3; at 0 the slope is that on the left."""
    z = np.array([-2.0, 0.0, 3.0])
    assert relu(z).tolist() == [0, 0, 3]
    assert relu_derivative(z).tolist() == [0, 0, 1]
    assert leaky_relu(z).tolist() == [-0.02, 0, 3]
    assert leaky_relu_derivative(z).tolist() == [0.01, 0.01, 1]
    assert linear(z).tolist() == [-2, 0, 3]
    assert linear_derivative(z).tolist() == [1, 1, 1]


def test_sigmoid_agrees_with_scipy():
    """The stable form agrees with SciPy's to four units in the last place, from -700 to 700, without a warning."""
    z = np.linspace(-700, 700, 20001)
    np.testing.assert_allclose(sigmoid(z), expit(z), rtol=1e-15, atol=0)


def test_tanh_is_a_stretched_sigmoid():
    """tanh(z) = 2 s(2z) - 1, and its slope is 4 s'(2z), down to slopes of 1e-300."""
    z = np.linspace(-345, 345, 20001)
    np.testing.assert_allclose(tanh(z), 2 * expit(2 * z) - 1, rtol=1e-15, atol=1e-15)
    np.testing.assert_allclose(tanh_derivative(z), 4 * expit(2 * z) * expit(-2 * z), rtol=1e-13, atol=0)


def test_tanh_derivative_agrees_with_the_textbook_form():
    """Where 1 - tanh^2 keeps its digits, the stable form gives the same."""
    z = np.linspace(-5, 5, 1001)
    np.testing.assert_allclose(tanh_derivative(z), 1 - np.tanh(z) ** 2, rtol=0, atol=5e-16)


@given(anywhere)
def test_relu_and_leaky_relu_in_other_words(z):
    """ReLU is the half of z + |z|; leaky ReLU adds a hundredth of what ReLU left out."""
    assert relu(z) == (z + abs(z)) / 2
    assert leaky_relu(z) == pytest.approx(relu(z) - 0.01 * relu(-z), rel=1e-15)


@given(anywhere)
def test_symmetry_and_range(z):
    """s(z) + s(-z) = 1 and tanh(-z) = -tanh(z), slopes are even, and every value lies in its range."""
    assert sigmoid(z) + sigmoid(-z) == pytest.approx(1, rel=1e-15)
    assert 0 <= sigmoid(z) <= 1
    assert tanh(-z) == -tanh(z)
    assert -1 <= tanh(z) <= 1
    assert sigmoid_derivative(z) == sigmoid_derivative(-z) <= 0.25 + 1e-15
    assert tanh_derivative(z) == tanh_derivative(-z) <= 1 + 1e-15


@given(anywhere, st.floats(0, 1000))
def test_scaling_of_relu(z, factor):
    """For a factor that is not negative, ReLU of the multiple is the multiple of ReLU."""
    assert relu(factor * z) == pytest.approx(factor * relu(z), rel=1e-15)
    assert leaky_relu(factor * z) == pytest.approx(factor * leaky_relu(z), rel=1e-14)


@names
@given(st.tuples(anywhere, anywhere))
def test_no_activation_ever_falls(name, pair):
    """But for rounding, the larger of two numbers never has the smaller activation; and no slope is negative."""
    function, derivative = ACTIVATIONS[name]
    low, high = sorted(pair)
    assert function(low) <= function(high) + 1e-15
    assert derivative(low) >= 0


@pytest.mark.parametrize("extreme", [-1.7e308, -1000.0, 1000.0, 1.7e308, -np.inf, np.inf])
def test_extremes_are_exact(extreme):
    """Far from zero every value is exact, and nothing warns."""
    positive = extreme > 0
    assert sigmoid(extreme) == positive
    assert tanh(extreme) == np.sign(extreme)
    assert sigmoid_derivative(extreme) == tanh_derivative(extreme) == 0
    assert relu(extreme) == (extreme if positive else 0)
    assert relu_derivative(extreme) == positive
    assert leaky_relu(extreme) == (extreme if positive else 0.01 * extreme)
    assert leaky_relu_derivative(extreme) == (1 if positive else 0.01)
    assert linear(extreme) == extreme


@names
def test_nan_is_passed_on(name):
    """A nan comes out as nan, and does not touch its neighbours."""
    assert np.isnan(ACTIVATIONS[name][0]([np.nan, 0.0])).tolist() == [True, False]


def test_slopes_at_nan():
    """Smooth derivatives pass a nan on; for the ones with a corner it counts as not positive."""
    assert np.isnan([sigmoid_derivative(np.nan), tanh_derivative(np.nan)]).all()
    assert [relu_derivative(np.nan), leaky_relu_derivative(np.nan)] == [0, 0.01]


@names
def test_derivative_is_the_slope(name):
    """At each of 240 numbers in float64, the derivative agrees with a central difference to 1e-7."""
    function, derivative = ACTIVATIONS[name]
    np.testing.assert_allclose(derivative(GRID), slope(function, GRID), rtol=0, atol=1e-7)


@names
def test_a_planted_wrong_derivative_is_caught(name):
    """The same comparison notices the derivative of every other activation in place of the right one."""
    others = [derivative for other, (_, derivative) in ACTIVATIONS.items() if other != name]
    for planted in others:
        assert np.abs(planted(GRID) - slope(ACTIVATIONS[name][0], GRID)).max() > 1e-3


def test_a_missing_square_is_caught():
    """The same comparison notices 1 - tanh(z), without the square."""
    assert np.abs(1 - tanh(GRID) - slope(tanh, GRID)).max() > 1e-1


def test_registry_pairs_each_function_with_its_derivative():
    """A layer finds under each name the function of this name, and the derivative that belongs to it."""
    assert list(ACTIVATIONS) == ["sigmoid", "tanh", "relu", "leaky_relu", "linear"]
    for name, (function, derivative) in ACTIVATIONS.items():
        assert (function.__name__, derivative.__name__) == (name, f"{name}_derivative")


def test_softmax_is_found_among_the_activations():
    """Softmax can be imported from where the other activations are."""
    assert softmax is softmax_module.softmax


@functions
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 1)])
def test_shape_is_kept_and_argument_untouched(function, shape):
    """The result has the argument's shape, and the argument keeps its values even if the result is changed."""
    z = np.full(shape, 0.25)
    result = np.asarray(function(z))
    assert result.shape == shape
    if shape:
        result += 1
    assert (z == 0.25).all()


@functions
@pytest.mark.parametrize(("given_type", "expected"), [("f4", "f4"), ("f8", "f8"), ("i4", "f8"), ("?", "f8")])
def test_types(function, given_type, expected):
    """float32 stays float32; integers and booleans become float64."""
    assert function(np.ones(2, dtype=given_type)).dtype == expected
    assert function(np.ones((), dtype=given_type)).dtype == expected


@functions
def test_float32_is_close_to_float64(function):
    """In float32 the result is that of float64 to a relative error of 1e-6."""
    z = GRID.astype(np.float32)
    np.testing.assert_allclose(function(z), function(z.astype(float)), rtol=1e-6)


@functions
def test_other_kinds_are_refused(function):
    """Text and complex numbers give an error that names the argument."""
    with pytest.raises(TypeError, match="z must hold real numbers"):
        function(np.array(["a"]))
    with pytest.raises(TypeError, match="complex"):
        function(1j)
