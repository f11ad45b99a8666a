"""Where training starts: shapes, spread, symmetry, and what a start does to the size of a signal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlutils import deep
from dlutils.initialization import (
    initialize_parameters_he,
    initialize_parameters_random,
    initialize_parameters_xavier,
    initialize_parameters_zeros,
    signal_sizes,
    standard_deviation_he,
)

RANDOM = [initialize_parameters_random, initialize_parameters_xavier, initialize_parameters_he]
ALL = [initialize_parameters_zeros, *RANDOM]
widths = st.lists(st.integers(1, 6), min_size=2, max_size=6)


@pytest.mark.parametrize("start", ALL)
@given(widths)
def test_shapes(start, dims):
    """Every layer has W of shape (n, n_prev) and b of shape (n, 1), all biases are 0, and all numbers are float64."""
    parameters = start(dims)
    assert list(parameters) == [f"{kind}{layer}" for layer in range(1, len(dims)) for kind in "Wb"]
    for layer in range(1, len(dims)):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        assert (W.shape, b.shape) == ((dims[layer], dims[layer - 1]), (dims[layer], 1))
        assert W.dtype == b.dtype == np.float64
        assert not b.any()


def test_zeros():
    """Zeros are zeros."""
    assert not any(value.any() for value in initialize_parameters_zeros([3, 2, 1]).values())


@pytest.mark.parametrize(
    ("start", "deviations"),
    [
        (initialize_parameters_random, (0.01, 0.01)),
        (initialize_parameters_xavier, (np.sqrt(2 / 700), np.sqrt(2 / 500))),
        (initialize_parameters_he, (np.sqrt(2 / 400), np.sqrt(2 / 300))),
    ],
)
def test_spread_of_every_layer(start, deviations):
    """In layers of 400, 300 and 200 neurons the weights have mean 0 and the promised standard deviation, to 2 %."""
    parameters = start([400, 300, 200], np.random.default_rng(0))
    for layer, deviation in enumerate(deviations, 1):
        W = parameters[f"W{layer}"]
        assert W.std() == pytest.approx(deviation, rel=0.02)
        assert abs(W.mean()) < 0.02 * deviation
        # Of normal numbers, 68.3 % lie within one standard deviation; of uniform ones 57.7 %.
        assert (np.abs(W) < deviation).mean() == pytest.approx(0.683, abs=0.01)


@pytest.mark.parametrize("start", RANDOM)
def test_randomness_comes_from_the_generator(start):
    """One seed gives one start, two calls without a seed give two, and no two weights are equal."""
    one, two = (start([4, 3, 2], np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one["W2"], two["W2"])
    assert (start([4, 3, 2])["W1"] != start([4, 3, 2])["W1"]).all()
    weights = np.concatenate([one["W1"].ravel(), one["W2"].ravel()])
    assert len(np.unique(weights)) == weights.size


@pytest.mark.parametrize(
    ("start", "scale"), [(RANDOM[0], 0.01), (RANDOM[1], np.sqrt(2 / 7)), (RANDOM[2], np.sqrt(0.5))]
)
def test_weights_are_scaled_normal_numbers(start, scale):
    """The weights are the generator's normal numbers, in the order of the layers, times the deviation."""
    numbers = np.random.default_rng(9).standard_normal((3, 4))
    np.testing.assert_allclose(start([4, 3], np.random.default_rng(9))["W1"], scale * numbers, rtol=1e-15)


def test_from_zeros_the_neurons_of_a_layer_stay_alike():
    """After training from zeros, all hidden neurons are equal; from small random numbers they are not."""
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(3, 20)), rng.integers(0, 2, (1, 20))
    alike = {}
    for start in (initialize_parameters_zeros, initialize_parameters_random):
        learned, _ = deep.L_layer_model(
            X, Y, [3, 4, 1], 0.5, 50, activations=["sigmoid", "sigmoid"], parameters=start([3, 4, 1])
        )
        alike[start.__name__] = np.ptp(learned["W1"], axis=0).max() < 1e-15
        assert np.abs(learned["W1"]).max() > 1e-4  # it did learn
    assert alike == {"initialize_parameters_zeros": True, "initialize_parameters_random": False}


@pytest.mark.parametrize(
    ("start", "activation", "low", "high"),
    [
        (initialize_parameters_he, "relu", 0.1, 10),
        (initialize_parameters_xavier, "tanh", 0.05, 1),
        (initialize_parameters_random, "relu", 0, 1e-30),
        (initialize_parameters_xavier, "relu", 0, 1e-5),
    ],
)
def test_size_of_a_signal_after_fifty_layers(start, activation, low, high):
    """Through 50 layers He's weights keep the signal with ReLU, Glorot's with tanh; small ones let it vanish."""
    rng = np.random.default_rng(2)
    parameters = start([100] * 51, rng)
    sizes = signal_sizes(rng.normal(size=(100, 50)), parameters, activation)
    assert len(sizes) == 50
    assert low <= sizes[-1] <= high


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "leaky_relu", "linear"])
def test_signal_sizes_are_those_of_the_way_forward(activation):
    """The size of a layer is the root of the mean square of what the forward pass gives there, biases included."""
    rng = np.random.default_rng(4)
    X, parameters = rng.normal(size=(3, 7)), initialize_parameters_he([3, 5, 2, 4], rng)
    parameters = {name: value + 0.3 for name, value in parameters.items()}
    A, sizes = X, []
    for layer in (1, 2, 3):
        A, _ = deep.linear_activation_forward(A, parameters[f"W{layer}"], parameters[f"b{layer}"], activation)
        sizes.append(np.linalg.norm(A) / np.sqrt(A.size))
    np.testing.assert_allclose(signal_sizes(X, parameters, activation), sizes, rtol=1e-14)


def test_signal_sizes_refuse_bad_input():
    """An unknown activation, layers that do not fit and a missing parameter are refused in words."""
    parameters = initialize_parameters_he([3, 2])
    with pytest.raises(ValueError, match=r"activation must be one of sigmoid, tanh, relu.*got 'softmax'"):
        signal_sizes(np.ones((3, 1)), parameters, "softmax")
    with pytest.raises(ValueError, match=r"W1 must have shape \(2, 4\)"):
        signal_sizes(np.ones((4, 1)), parameters, "relu")
    with pytest.raises(ValueError, match="parameters must be named"):
        signal_sizes(np.ones((3, 1)), {"W1": parameters["W1"]}, "relu")


@pytest.mark.parametrize("n_prev", [1, 2, 100, 12288])
def test_standard_deviation_he(n_prev):
    """Its square, times n_prev, is 2; and it is a Python float."""
    assert standard_deviation_he(n_prev) ** 2 * n_prev == pytest.approx(2, rel=1e-15)
    assert type(standard_deviation_he(np.int64(n_prev))) is float
    for wrong in (0, 2.5, True):
        with pytest.raises(ValueError, match="n_prev must be a whole number of at least 1"):
            standard_deviation_he(wrong)


@pytest.mark.parametrize("start", ALL)
@pytest.mark.parametrize(
    ("dims", "match"),
    [
        ([3], r"layers_dims must hold the sizes of the input and of one layer or more; got \[3\]. Write \[n_x"),
        ([], "layers_dims must hold"),
        ([3, 0], r"layers_dims\[1\] must be a whole number of at least 1; got 0"),
        ([2.5, 1], r"layers_dims\[0\] must be a whole number of at least 1; got 2.5"),
        ([True, 1], r"layers_dims\[0\] must be a whole number"),
    ],
)
def test_bad_input(start, dims, match):
    """Too few sizes, and sizes that are no counts, are refused; NumPy's integers are fine."""
    with pytest.raises(ValueError, match=match):
        start(dims)
    assert start(np.array([2, 1]))["W1"].shape == (1, 2)
