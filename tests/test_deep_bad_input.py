"""What the network of L layers refuses, and what it says."""

import numpy as np
import pytest

from dlutils import deep
from tests.networks import network


def bad_calls():
    """Return pairs of a call that must fail and what its message must say."""
    parameters, X, Y = network((3, 5, 1), 4)
    AL, caches = deep.L_model_forward(X, parameters)
    linear, Z = caches[1]
    return [
        (lambda: deep.linear_forward(X[0], parameters["W1"], parameters["b1"]), r"A must have shape \(n, m\)"),
        (lambda: deep.linear_forward(X[:, :0], parameters["W1"], parameters["b1"]), "Columns are examples"),
        (
            lambda: deep.linear_forward(X, parameters["W1"].T, parameters["b1"]),
            r"W must have shape \(5, 3\); got \(3, 5\). The rows",
        ),
        (lambda: deep.linear_forward(X, parameters["W1"], np.zeros(5)), r"b must have shape \(5, 1\); got \(5,\). Use"),
        (lambda: deep.linear_activation_forward(X, *linear[1:], "reul"), r"activation must be one of .*; got 'reul'"),
        (lambda: deep.linear_activation_backward(Z, caches[1], "reul"), r"activation must be one of .*; got 'reul'"),
        (lambda: deep.linear_activation_backward(Z.T, caches[1], "relu"), r"dA must have shape \(1, 4\)"),
        (lambda: deep.linear_backward(Z.T, linear), r"dZ must have shape \(1, 4\); got \(4, 1\). Use dZ.reshape"),
        (lambda: deep.L_model_forward(X, {}), r"parameters must be named W1, b1"),
        (lambda: deep.L_model_forward(X, parameters | {"W3": [[1.0]]}), r"parameters must be named W1, b1"),
        (lambda: deep.L_model_forward(X, parameters | {"b2": [1.0]}), r"b2 must have shape \(1, 1\); got \(1,\)"),
        (lambda: deep.L_model_forward(X[:2], parameters), r"W1 must have shape \(5, 2\); got \(5, 3\)"),
        (lambda: deep.L_model_forward(X, parameters, ["sigmoid"]), "activations must be 2 names, one for each layer"),
        (lambda: deep.L_model_forward(X, parameters, "relu"), "activations must be 2 names"),
        (lambda: deep.L_model_forward(X, parameters, "ab"), "activations must be 2 names"),
        (
            lambda: deep.L_model_forward(X, parameters, ["reul", "sigmoid"]),
            "activation of layer 1 must be one of .*'reul'",
        ),
        (
            lambda: deep.L_model_forward(X, parameters, ["relu", "tanh"]),
            "activation of the last layer .* sigmoid, softmax",
        ),
        (lambda: deep.L_model_backward(AL, Y[0], caches), r"Y must have shape \(1, 4\); got \(4,\). Use Y.reshape"),
        (lambda: deep.L_model_backward(AL, Y, []), "caches must hold at least one layer"),
        (lambda: deep.L_model_backward(AL, Y, caches, ["sigmoid"]), "activations must be 2 names"),
        (lambda: deep.compute_cost(AL, Y, "tanh"), "activation must be one of sigmoid, softmax; got 'tanh'"),
        (lambda: deep.cost_from_logits(Z, Y, "tanh"), "activation must be one of sigmoid, softmax; got 'tanh'"),
        (lambda: deep.compute_cost(AL[:, :0], Y[:, :0]), "AL must have shape"),
        (lambda: deep.cost_from_logits(Z[:, :0], Y[:, :0]), "ZL must have shape"),
        (lambda: deep.initialize_parameters_deep([3]), r"layers_dims must hold the sizes .*; got \[3\]"),
    ]


@pytest.mark.parametrize("case", range(25))
def test_bad_input(case):
    """A wrong shape, no example, a mismatched list, an unknown activation: each gives one error that names it."""
    call, match = bad_calls()[case]
    with pytest.raises(ValueError, match=match):
        call()


def test_text_is_refused():
    """Arrays of text give an error that names the argument."""
    with pytest.raises(TypeError, match="X must hold real numbers"):
        deep.L_model_forward([["a"]], {"W1": [[1.0]], "b1": [[1.0]]})
