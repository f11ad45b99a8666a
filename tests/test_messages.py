"""What the reference says when it refuses an argument: whole messages, since they are what a reader meets."""

import inspect
import re

import numpy as np
import pytest

from dlutils import deep, logistic, losses, shallow
from dlutils.activations import ACTIVATIONS
from dlutils.categorical_losses import (
    categorical_cross_entropy,
    categorical_cross_entropy_derivative,
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_from_logits_derivative,
)
from dlutils.softmax import softmax, softmax_backward
from dlutils.training import mini_batches
from tests.networks import network

PARAMETERS, X, Y = network((3, 5, 1), 4)
W1, b1, W2, b2 = PARAMETERS.values()
A2, SHALLOW_CACHE = shallow.forward_propagation(X, PARAMETERS)
CACHE = {name: SHALLOW_CACHE[name] for name in ("Z1", "A1", "A2")}  # what the backward pass reads
AL, CACHES = deep.L_model_forward(X, PARAMETERS)
GRADS = deep.L_model_backward(AL, Y, CACHES)
w = np.zeros((3, 1))
P = np.full((2, 4), 0.5)  # predictions of two classes, and their labels

# Every public function that takes arrays, with arguments that it accepts.
CALLS = [
    *((f, {"z": X}) for pair in ACTIVATIONS.values() for f in pair),
    (softmax, {"Z": X}),
    (softmax_backward, {"dA": X, "Z": X}),
    (losses.binary_cross_entropy, {"A": P, "Y": P}),
    (losses.binary_cross_entropy_from_logits, {"Z": P, "Y": P}),
    (losses.binary_cross_entropy_derivative, {"A": P, "Y": P}),
    (losses.binary_cross_entropy_from_logits_derivative, {"Z": P, "Y": P}),
    (losses.cost, {"loss": P}),
    *((f, {"yhat": P, "y": P}) for f in (losses.L1, losses.L2, losses.L1_derivative, losses.L2_derivative)),
    (categorical_cross_entropy, {"A": P, "Y": P}),
    (categorical_cross_entropy_derivative, {"A": P, "Y": P}),
    (categorical_cross_entropy_from_logits, {"Z": P, "Y": P}),
    (categorical_cross_entropy_from_logits_derivative, {"Z": P, "Y": P}),
    (logistic.propagate_two_features, {"w1": 1.0, "w2": 1.0, "b": 1.0, "x1": 1.0, "x2": 1.0, "y": 1.0}),
    (logistic.propagate_loop, {"w": w, "X": X, "Y": Y, "b": 0.0}),
    (logistic.propagate, {"w": w, "X": X, "Y": Y, "b": 0.0}),
    (logistic.optimize, {"w": w, "X": X, "Y": Y, "b": 0.0, "num_iterations": 1, "learning_rate": 0.1}),
    (logistic.predict, {"w": w, "X": X, "b": 0.0}),
    (logistic.model, {"X_train": X, "Y_train": Y, "X_test": X, "Y_test": Y, "num_iterations": 1}),
    (shallow.layer_sizes, {"X": X, "Y": Y}),
    (shallow.forward_propagation, {"X": X, "parameters": PARAMETERS}),
    (shallow.compute_cost, {"A2": A2, "Y": Y}),
    (shallow.backward_propagation, {"parameters": PARAMETERS, "cache": CACHE, "X": X, "Y": Y}),
    (shallow.update_parameters, {"parameters": {"W1": W1}, "grads": {"dW1": W1}, "learning_rate": 0.1}),
    (shallow.nn_model, {"X": X, "Y": Y, "n_h": 2, "num_iterations": 1}),
    (shallow.predict, {"X": X, "parameters": PARAMETERS}),
    (deep.linear_forward, {"A": X, "W": W1, "b": b1}),
    (deep.linear_activation_forward, {"A_prev": X, "W": W1, "b": b1, "activation": "relu"}),
    (deep.L_model_forward, {"X": X, "parameters": PARAMETERS}),
    (deep.compute_cost, {"AL": AL, "Y": Y}),
    (deep.cost_from_logits, {"ZL": AL, "Y": Y}),
    (deep.linear_activation_backward, {"dA": AL, "cache": CACHES[1], "activation": "relu"}),
    (deep.L_model_backward, {"AL": AL, "Y": Y, "caches": CACHES}),
    (deep.L_layer_model, {"X": X, "Y": Y, "layers_dims": [3, 1], "num_iterations": 1}),
    (deep.predict, {"X": X, "parameters": PARAMETERS}),
]

NAMES = "sigmoid, tanh, relu, leaky_relu, linear, softmax"
MODULES = {"losses", "logistic", "shallow", "deep_forward", "deep_backward", "training", "gradient_descent"}

# The name that a message uses where it is not that of the argument: the step of a function that refuses it.
RENAMED = {
    ("linear_activation_forward", "A_prev"): "A",
    ("model", "Y_train"): "Y",
    ("model", "X_test"): "X",
    ("model", "Y_test"): "Y",
}


def complex_arguments():
    """Yield every call with one of its arrays made complex, and the name that the message must give it."""
    for function, arguments in CALLS:
        for name, value in arguments.items():
            shown = RENAMED.get((function.__name__, name), name)
            if isinstance(value, np.ndarray) or (function is logistic.propagate_two_features):
                yield function, {**arguments, name: value + 0j}, shown
            elif isinstance(value, dict):
                for entry, array in value.items():
                    yield function, {**arguments, name: {**value, entry: array + 0j}}, entry


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [pytest.param(*case, id=f"{case[0].__module__}.{case[0].__name__}-{case[2]}") for case in complex_arguments()],
)
def test_complex_numbers_are_refused_by_name(function, arguments, name):
    """Complex numbers in any array give one error, with the name of that array and what to do."""
    message = f"{name} must hold real numbers; got dtype complex128. Use {name}.astype(float)."
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        function(**arguments)


def test_every_public_function_with_arrays_is_here():
    """No function of these modules that takes an array is left out of the table above."""
    known = {function for function, _ in CALLS} | {deep.linear_backward}  # its cache is tried below
    taking_arrays = {
        value
        for module in (losses, logistic, shallow, deep)
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and value.__module__.removeprefix("dlutils.") in MODULES
        and any("ArrayLike" in str(p.annotation) for p in inspect.signature(value).parameters.values())
    }
    assert taking_arrays <= known


@pytest.mark.parametrize(("place", "name"), list(enumerate(("A_prev", "W", "b"))))
def test_complex_numbers_in_a_cache_are_refused_by_name(place, name):
    """The backward step of a layer names the part of its cache that is complex; and dZ."""
    cache = [part + 0j if part is CACHES[1][0][place] else part for part in CACHES[1][0]]
    with pytest.raises(TypeError, match=f"^{name} must hold real numbers"):
        deep.linear_backward(AL, cache)
    linear, Z = CACHES[1]
    with pytest.raises(TypeError, match=r"^Z must hold real numbers"):
        deep.linear_activation_backward(AL, (linear, Z + 0j), "relu")
    with pytest.raises(TypeError, match=r"^dZ must hold real numbers"):
        deep.linear_backward(AL + 0j, CACHES[1][0])


def mini_batches_of(m=1, batch_size=1):
    """Return all mini-batches: a generator refuses only what it is asked for."""
    return list(mini_batches(m, batch_size, np.random.default_rng(0)))


MESSAGES = [
    (softmax, {"Z": [1.0]}, "Z must have shape (n, m), n at least 1; got (1,). Columns are examples."),
    (
        categorical_cross_entropy,
        {"A": [1.0], "Y": [1.0]},
        "A must have shape (n, m), n at least 1; got (1,). Columns are examples.",
    ),
    (
        categorical_cross_entropy_from_logits,
        {"Z": P, "Y": P * [[1, 1, 3, 1]]},
        "Y must have columns that add up to 1; got 3 in column 2. Use one-hot columns.",
    ),
    (
        categorical_cross_entropy_derivative,
        {"A": P * 0, "Y": P},
        "A must be above 0; got 0 or below. Differentiate by Z instead: softmax(Z) - Y.",
    ),
    (
        losses.binary_cross_entropy_derivative,
        {"A": P * 0, "Y": P},
        "A must lie strictly between 0 and 1; got 0, 1 or beyond. Differentiate by z instead: A - Y.",
    ),
    (losses.cost, {"loss": []}, "loss must hold at least one example; got none. Check how X and Y were sliced."),
    (logistic.initialize_with_zeros, {"dim": 0}, "dim must be at least 1; got 0. It is the number of rows of X."),
    (
        logistic.propagate,
        {"w": w, "b": 0.0, "X": X[:, :0], "Y": Y},
        "X must have shape (n_x, m), m at least 1; got (3, 0). Columns are examples.",
    ),
    (
        logistic.propagate,
        {"w": w, "b": 0.0, "X": X + np.nan, "Y": Y},
        "X must be finite; got nan at [0, 0]. Remove or fill such entries first.",
    ),
    (
        logistic.predict,
        {"w": w[:2], "b": 0.0, "X": X},
        "w must have shape (3, 1); got (2, 1).",
    ),
    (
        logistic.optimize,
        {"w": w, "b": 0.0, "X": X, "Y": Y, "num_iterations": 0, "learning_rate": 1},
        "num_iterations must be at least 1; got 0. Ask for one step or more.",
    ),
    (
        logistic.model,
        {"X_train": X, "Y_train": Y, "X_test": X, "Y_test": Y[:, 1:], "num_iterations": 1},
        "Y must have shape (1, 4); got (1, 3).",
    ),
    (
        shallow.forward_propagation,
        {"X": X, "parameters": {"W1": W1, "b1": b1}},
        "parameters must hold two layers; got 1. Use dlutils.deep for other networks.",
    ),
    (
        deep.linear_activation_backward,
        {"dA": AL, "cache": CACHES[1], "activation": "reul"},
        f"activation must be one of {NAMES}; got 'reul'. Use one of these names.",
    ),
    (
        deep.linear_activation_forward,
        {"A_prev": X, "W": W1, "b": b1, "activation": "reul"},
        f"activation must be one of {NAMES}; got 'reul'. Use one of these names.",
    ),
    (
        deep.compute_cost,
        {"AL": AL, "Y": Y, "activation": "tanh"},
        "activation must be one of sigmoid, softmax; got 'tanh'. Use one of these names.",
    ),
    (
        deep.cost_from_logits,
        {"ZL": AL, "Y": Y, "activation": "tanh"},
        "activation must be one of sigmoid, softmax; got 'tanh'. Use one of these names.",
    ),
    (
        deep.L_model_backward,
        {"AL": AL, "Y": Y, "caches": []},
        "caches must hold at least one layer; got none. Pass what L_model_forward returned.",
    ),
    (
        deep.initialize_parameters_deep,
        {"layer_dims": [3, 0]},
        "layers_dims[1] must be a whole number of at least 1; got 0. Count what there is.",
    ),
]

MESSAGES += [
    (
        mini_batches_of,
        {name: 0},
        f"{name} must be a whole number of at least 1; got 0. Count what there is.",
    )
    for name in ("m", "batch_size")
]

TRAINING = [
    (
        {"layers_dims": [2, 1]},
        "layers_dims must begin with 3, the rows of X, and end with 1, the rows of Y; got [2, 1]. Correct its ends.",
    ),
    ({"Y": 3 * np.ones((1, 4))}, "Y must lie in 0..1; got 3 to 3. For classes 0, 1, 2, ... use one-hot."),
    (
        {"activations": ["softmax"], "Y": 0 * Y},
        "Y must have columns that add up to 1; got others. For softmax use one-hot columns.",
    ),
    (
        {"parameters": PARAMETERS},
        "parameters must be of layers [3, 1]; got [3, 5, 1]. Use those of the same network.",
    ),
    ({"learning_rate": 0}, "learning_rate must be positive and finite; got 0. Try 0.01."),
    ({"num_iterations": 0}, "num_iterations must be a whole number of at least 1; got 0. Count what there is."),
    ({"batch_size": 0}, "batch_size must be a whole number of at least 1; got 0. Count what there is."),
    ({"X": X + np.inf}, "X must be finite; got inf at [0, 0]. Remove or fill such entries first."),
    ({"Y": Y + np.inf}, "Y must be finite; got inf at [0, 0]. Remove or fill such entries first."),
]
MESSAGES += [
    (deep.L_layer_model, {"X": X, "Y": Y, "layers_dims": [3, 1], "num_iterations": 1, **change}, message)
    for change, message in TRAINING
]


@pytest.mark.parametrize(("function", "arguments", "message"), MESSAGES)
def test_messages(function, arguments, message):
    """Every refusal is one line: the name, what it must be, what it is, and what to do."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        function(**arguments)
