"""An independent oracle: the `autograd` package differentiates the same networks, written down once more."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from dlutils import deep, shallow
from dlutils.activations import ACTIVATIONS
from tests.networks import network, relative_error

# Written for autograd, in the forms of a textbook where these do, so that they share nothing with dlutils.
FORWARD = {
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.where(z > 0, z, 0),
    "leaky_relu": lambda z: anp.where(z > 0, z, 0.01 * z),
    "linear": lambda z: z,
    "softmax": lambda z: anp.exp(z) / anp.sum(anp.exp(z), axis=0, keepdims=True),
}


def cost(parameters, X, Y, activations):
    """Return the cost of a network from X to the cross-entropy of its last layer."""
    A = X
    for layer, name in enumerate(activations, 1):
        A = FORWARD[name](anp.dot(parameters[f"W{layer}"], A) + parameters[f"b{layer}"])
    losses = Y * anp.log(A) if activations[-1] == "softmax" else Y * anp.log(A) + (1 - Y) * anp.log(1 - A)
    return -anp.sum(losses) / X.shape[1]


def oracle(parameters, X, Y, activations):
    """Return autograd's gradients under our names."""
    return {f"d{name}": value for name, value in grad(cost)(parameters, X, Y, activations).items()}


def ours(parameters, X, Y, activations):
    """Return the gradients of dlutils."""
    AL, caches = deep.L_model_forward(X, parameters, activations)
    grads = deep.L_model_backward(AL, Y, caches, activations)
    return {name: grads[name] for name in grads if name[:2] != "dA"}


def networks():
    """Return every network of one to four layers and every hidden activation, with both kinds of output."""
    for output in ("sigmoid", "softmax"):
        yield (output,)
        for depth in (2, 3, 4):
            for hidden in FORWARD:
                yield (hidden,) * (depth - 1) + (output,)
        yield ("tanh", "relu", "leaky_relu", output)
        yield ("softmax", "linear", "sigmoid", output)


def test_the_oracle_knows_every_activation():
    """No activation of dlutils is missing here."""
    assert set(FORWARD) == {*ACTIVATIONS, "softmax"}


@pytest.mark.parametrize("activations", list(networks()), ids="-".join)
def test_cost_and_gradients_agree(activations):
    """The cost agrees with the oracle's to 1e-12, and the gradients to 1e-10, for layers of different widths."""
    for seed, dims in ((1, (6, 5, 4, 3, 2)), (2, (2, 7, 3, 5, 4))):
        parameters, X, Y = network((*dims[: len(activations)], dims[-1]), 9, activations[-1], seed)
        AL, caches = deep.L_model_forward(X, parameters, activations)
        J = cost(parameters, X, Y, activations)
        assert deep.compute_cost(AL, Y, activations[-1]) == pytest.approx(J, rel=1e-12)
        assert deep.cost_from_logits(caches[-1][1], Y, activations[-1]) == pytest.approx(J, rel=1e-12)
        got, want = ours(parameters, X, Y, activations), oracle(parameters, X, Y, activations)
        for name in want:
            np.testing.assert_allclose(got[name], want[name], rtol=1e-10, atol=1e-13, err_msg=name)
        assert relative_error(got, want) < 1e-10


@pytest.mark.parametrize("n_y", [1, 3])
def test_the_two_layer_network_agrees(n_y):
    """So do cost and gradients of the two-layer network with tanh."""
    parameters, X, Y = network((4, 5, n_y), 8)
    A2, cache = shallow.forward_propagation(X, parameters)
    activations = ("tanh", "sigmoid")
    assert shallow.compute_cost(A2, Y) == pytest.approx(cost(parameters, X, Y, activations), rel=1e-12)
    got = shallow.backward_propagation(parameters, cache, X, Y)
    assert relative_error(got, oracle(parameters, X, Y, activations)) < 1e-10


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_planted_error_is_caught(layer):
    """The oracle notices one part in a million in one entry of one layer, and a hidden layer with another slope."""
    activations = ("leaky_relu", "tanh", "sigmoid")
    parameters, X, Y = network((4, 3, 5, 2), 8)
    want = oracle(parameters, X, Y, activations)
    got = ours(parameters, X, Y, activations)
    got[f"dW{layer}"][0, 0] *= 1 + 1e-6
    assert relative_error(got, want) > 1e-10
    assert relative_error(ours(parameters, X, Y, ("relu", "tanh", "sigmoid")), want) > 1e-10
