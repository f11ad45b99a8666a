"""The gradient check: it passes what is right, catches what is wrong, and says where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlutils import deep
from dlutils.gradient_check import central_difference, gradient_check, gradient_check_n, relative_error
from dlutils.graph import Node, backward
from tests.networks import network

entries = st.lists(st.floats(-10, 10), min_size=1, max_size=6)


def checked(parameters, X, Y, activations=None, epsilon=1e-7, **changes):
    """Return the check of the gradients of a network, some of them changed by a function of the right ones."""
    AL, caches = deep.L_model_forward(X, parameters, activations)
    grads = deep.L_model_backward(AL, Y, caches, activations)
    grads |= {name: change(grads[name].copy()) for name, change in changes.items()}
    return gradient_check_n(parameters, grads, X, Y, epsilon, activations)


def test_central_difference_by_hand():
    """For a square it is exact: ((2 + 1/2)² - (2 - 1/2)²) / 1 = 4; for a cube it is 3 θ² + ε²."""
    assert central_difference(lambda theta: theta**2, 2.0, epsilon=0.5) == 4
    assert central_difference(lambda theta: theta[0] ** 3, [1.0], epsilon=0.5).tolist() == [3.25]


def test_central_difference_gains_two_digits_a_step():
    """A step of a tenth leaves a hundredth of the error, where a difference to one side leaves a tenth."""
    errors = [abs(central_difference(np.sin, 1.0, h).item() - np.cos(1.0)) for h in (1e-1, 1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)
    assert errors[1] / errors[2] == pytest.approx(100, rel=0.01)


@given(entries)
def test_central_difference_of_a_sum_of_squares(theta):
    """Whatever the shape, the slopes of a sum of squares are twice the entries, and the argument is untouched."""
    theta = np.array([theta, theta])
    before = theta.copy()
    np.testing.assert_allclose(central_difference(lambda t: np.sum(t**2), theta, 1e-3), 2 * theta, atol=1e-9)
    np.testing.assert_array_equal(theta, before)


def test_float32_is_checked_in_float64():
    """An argument in float32 reaches the function in float64; otherwise steps of 1e-7 would get lost."""
    assert central_difference(lambda t: t[0] * 3, np.ones(1, "f4")).round(5).tolist() == [3.0]


def test_relative_error_by_hand():
    """|3 - 5| / (3 + 5) = 1/4; equal gives 0, even 0 and 0; opposite, or one of them 0, gives 1."""
    assert relative_error([3.0], [5.0]) == 0.25
    assert relative_error([3.0, 4.0], [0.0, 0.0]) == relative_error([3.0, 4.0], [-3.0, -4.0]) == 1
    assert relative_error([0.0], [0.0]) == relative_error([[1, 2]], [[1, 2]]) == 0


@given(entries, st.floats(0.1, 10))
def test_relative_error_has_no_units(a, scale):
    """It is the same for both orders and all units, and lies between 0 and 1."""
    a, b = np.array(a), np.roll(a, 1) + 1
    error = relative_error(a, b)
    assert 0 <= error <= 1 + 1e-15  # a last digit is rounding
    assert relative_error(b, a) == error
    assert relative_error(scale * a, scale * b) == pytest.approx(error, rel=1e-12)


def test_check_of_any_function():
    """The gradient of x y + y² is (y, x + 2 y); with a planted mistake in the second entry, that one is named."""
    theta = np.array([[2.0, 3.0]])

    def function(t):
        return t[0, 0] * t[0, 1] + t[0, 1] ** 2

    assert gradient_check(function, theta, [[3.0, 8.0]]).difference < 1e-7
    wrong = gradient_check(function, theta, [[3.0, 5.0]])
    assert wrong.difference > 0.1
    assert (wrong.name, wrong.index, wrong.gradient) == ("theta", (0, 1), 5.0)
    assert wrong.measured == pytest.approx(8, rel=1e-6)
    assert "worst at dtheta[0, 1]: 5, measured 8" in str(wrong)


def test_check_of_one_number():
    """A function of one number needs no array, and the line names no index."""
    check = gradient_check(lambda x: x * x, 3.0, 7.0)
    assert str(check).startswith("relative error 7.7e-02; worst at dtheta: 7, measured")
    assert float(check) == check.difference


def test_agrees_with_the_computation_graph():
    """The derivatives that the graph of J = 3 (a + b c) gives, going backward, pass the check."""
    a, b, c = (Node(value, name) for value, name in ((5, "a"), (3, "b"), (2, "c")))
    slopes = backward(3 * (a + b * c))
    gradient = [slopes[node] for node in (a, b, c)]
    assert gradient == [3, 6, 9]
    assert gradient_check(lambda t: 3 * (t[0] + t[1] * t[2]), [5.0, 3.0, 2.0], gradient).difference < 1e-7


@pytest.mark.parametrize(
    ("dims", "activations"),
    [
        ((3, 1), None),
        ((4, 5, 3, 2), None),
        ((3, 4, 5, 2, 3), ["tanh", "leaky_relu", "sigmoid", "softmax"]),
    ],
)
def test_right_gradients_of_networks_pass(dims, activations):
    """The gradients of networks of one to four layers pass at 1e-7, with the step of 1e-7."""
    parameters, X, Y = network(dims, 8, "sigmoid" if activations is None else activations[-1], seed=3)
    assert checked(parameters, X, Y, activations).difference < 1e-7


@pytest.mark.parametrize(("name", "index"), [("dW1", (2, 1)), ("db1", (4, 0)), ("dW2", (0, 3)), ("db3", (1, 0))])
def test_a_planted_error_is_caught_where_it_is(name, index):
    """One wrong entry, in any layer, in weights or biases, makes the check fail and is named."""

    def plant(gradient):
        gradient[index] += 0.3
        return gradient

    parameters, X, Y = network((3, 5, 4, 2), 6)
    check = checked(parameters, X, Y, **{name: plant})
    assert check.difference > 1e-2
    assert (f"d{check.name}", check.index) == (name, index)
    assert check.gradient - check.measured == pytest.approx(0.3, rel=1e-5)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_gradient_that_is_not_finite_is_never_right(bad):
    """A nan or an infinity in a gradient gives nan for the difference, which is not below any limit, and is named."""

    def spoil(gradient):
        gradient[1, 0] = bad
        return gradient

    check = checked(*network((3, 5, 2), 6), dW2=spoil)
    assert not check.difference < 1e-7
    assert (check.name, check.index) == ("W2", (1, 0))


def test_all_zero_gradients_of_a_flat_cost_pass():
    """Where the cost is flat, as for softmax of one class, a gradient of zeros has the difference 0."""
    assert checked(*network((2, 1), 3, "softmax"), ["softmax"]).difference == 0


def test_parameters_are_not_changed():
    """The check works on copies."""
    parameters, X, Y = network((3, 2, 1), 4)
    before = {name: value.copy() for name, value in parameters.items()}
    checked(parameters, X, Y)
    for name, value in parameters.items():
        np.testing.assert_array_equal(value, before[name])


def test_bad_input():
    """A missing or misshapen gradient, nan, a step that is none: each gives one error that names it."""
    parameters, X, Y = network((3, 2, 1), 4)
    AL, caches = deep.L_model_forward(X, parameters)
    grads = deep.L_model_backward(AL, Y, caches)
    with pytest.raises(ValueError, match="gradients must hold db2; got"):
        gradient_check_n(parameters, {name: grads[name] for name in grads if name != "db2"}, X, Y)
    with pytest.raises(ValueError, match=r"dW1 must have shape \(2, 3\); got \(3, 2\)"):
        gradient_check_n(parameters, grads | {"dW1": grads["dW1"].T}, X, Y)
    with pytest.raises(ValueError, match="X must be finite"):
        gradient_check_n(parameters, grads, X * np.nan, Y)
    with pytest.raises(ValueError, match="Y must be finite"):
        gradient_check_n(parameters, grads, X, Y * np.nan)
    with pytest.raises(ValueError, match="activations must be 2 names"):
        gradient_check_n(parameters, grads, X, Y, activations=["sigmoid"])
    with pytest.raises(ValueError, match="epsilon must be positive; got 0"):
        gradient_check_n(parameters, grads, X, Y, epsilon=0)
    with pytest.raises(ValueError, match=r"gradient must have shape \(2,\); got \(1, 2\)"):
        gradient_check(np.sum, [1.0, 2.0], [[1.0, 1.0]])
    with pytest.raises(ValueError, match="theta must hold at least one number"):
        gradient_check(np.sum, [], [])
    with pytest.raises(ValueError, match="theta must be finite"):
        central_difference(np.sum, [np.inf])
    with pytest.raises(ValueError, match="gradient must have shape"):
        relative_error([1.0], [[1.0]])
