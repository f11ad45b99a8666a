"""The guards of networks: what they let through, and what they say. Every other refusal is tested at its entry."""

import numpy as np
import pytest

from dlutils.network_guard import examples, layer_activations, layers, require_layer, whole_number


def test_counts():
    """Python's and NumPy's whole numbers from 1 on come out as int; bool, float, text and 0 are refused."""
    assert [type(whole_number("m", n)) for n in (1, np.int64(3), np.uint8(7))] == [int] * 3
    for bad in (True, 2.0, "2", 0, -1, np.float64(2)):
        with pytest.raises(ValueError, match="m must be a whole number of at least 1; got"):
            whole_number("m", bad)


def test_examples_are_not_copied():
    """A matrix of floats is passed on as it is; integers become float64."""
    X = np.ones((2, 3), "f4")
    assert examples("X", X) is X
    assert examples("X", [[1]]).dtype == np.float64


def test_a_transposed_matrix_is_told_from_its_bias():
    """Where W does not fit the layer before, the number of biases says which shape was meant; else b is to blame."""
    with pytest.raises(ValueError, match=r"W2 must have shape \(2, 4\); got \(4, 2\). The rows are this layer"):
        require_layer(np.zeros((4, 2)), np.zeros((2, 1)), 4, "2")
    with pytest.raises(ValueError, match=r"b must have shape \(2, 1\); got \(3, 1\)"):
        require_layer(np.zeros((2, 4)), np.zeros((3, 1)), 4)


def test_layers_come_in_order():
    """From the tenth layer on, the order is that of the numbers, not of the alphabet."""
    parameters = {f"{kind}{layer}": np.full((1, 1), layer) for layer in range(12, 0, -1) for kind in "bW"}
    assert [W.item() for W, _ in layers(parameters, 1)] == list(range(1, 13))


def test_default_activations():
    """By default ReLU in all layers but the last, which has the sigmoid; lists and tuples are equally good."""
    assert layer_activations(None, 1) == ("sigmoid",)
    assert layer_activations(None, 3) == ("relu", "relu", "sigmoid")
    assert layer_activations(["tanh", "softmax"], 2) == ("tanh", "softmax")
