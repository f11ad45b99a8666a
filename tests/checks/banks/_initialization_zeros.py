"""Answers to the first task of `initialization`: zeros in every layer."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.

from collections import OrderedDict, defaultdict

import numpy as np

# ---- right -----------------------------------------------------------------------------------------------------


def zeros_with(weights, biases=lambda n, n_prev: np.zeros((n, 1)), first=1, end=0):
    """Return the usual loop around a line for W and a line for b."""

    def initialize_parameters_zeros(layers_dims):
        parameters = {}
        L = len(layers_dims)
        for l in range(first, L + end):
            parameters["W" + str(l)] = weights(layers_dims[l], layers_dims[l - 1])
            parameters["b" + str(l)] = biases(layers_dims[l], layers_dims[l - 1])
        return parameters

    return initialize_parameters_zeros


def zeros_zip(layers_dims):
    """Pair neighbours with zip."""
    return {
        key: value
        for l, (p, n) in enumerate(zip(layers_dims, layers_dims[1:]), 1)
        for key, value in (("W%d" % l, np.zeros((n, p))), ("b%d" % l, np.zeros((n, 1))))
    }


def zeros_recursive(layers_dims):
    """Let the function call itself for the layers before the last."""
    if len(layers_dims) == 1:
        return {}
    before = zeros_recursive(layers_dims[:-1])
    l = len(layers_dims) - 1
    before[f"W{l}"], before[f"b{l}"] = np.zeros((layers_dims[-1], layers_dims[-2])), np.zeros((layers_dims[-1], 1))
    return before


def zeros_eats_list(layers_dims):
    """Take the sizes off the caller's list, and say so."""
    parameters, l = {}, 1
    while len(layers_dims) > 1:
        n_prev = layers_dims.pop(0)
        print("layer", l, "has", layers_dims[0], "neurons after", n_prev)
        parameters[f"W{l}"] = np.zeros((layers_dims[0], n_prev))
        parameters[f"b{l}"] = np.zeros((layers_dims[0], 1))
        l += 1
    return parameters


def zeros_ordered(layers_dims):
    """Keep the order of the names in an OrderedDict."""
    parameters = OrderedDict()
    for i in range(len(layers_dims) - 1):
        parameters[f"W{i + 1}"] = np.zeros([layers_dims[i + 1], layers_dims[i]])
        parameters[f"b{i + 1}"] = np.zeros([layers_dims[i + 1], 1])
    return parameters


def zeros_defaultdict(layers_dims):
    """Collect in a defaultdict, first all weights, then all biases."""
    parameters = defaultdict(list)
    dims = np.array(layers_dims)
    for l in np.arange(1, dims.size):
        parameters["W" + str(l)] = np.zeros(dims[[l, l - 1]])
    for l in np.arange(1, dims.size):
        parameters["b" + str(l)] = np.zeros((dims[l], 1))
    return parameters


def zeros_backwards(layers_dims):
    """Go from the last layer to the first, keep the sizes as well."""
    parameters = {"layers": list(layers_dims), "bias_at_start": 0.0}
    for l in reversed(range(1, len(layers_dims))):
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
        parameters[f"W{l}"] = np.zeros((layers_dims[l], layers_dims[l - 1]))
    return parameters


def zeros_leftover(layers_dims):
    """Leave the lines of a template in place."""
    np.random.seed(3)
    parameters = None
    parameters = {}
    L = len(layers_dims)  # number of layers in the network
    for l in range(1, L):
        W = None
        W = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0
        parameters["W" + str(l)] = W
        parameters["b" + str(l)] = np.zeros(shape=(layers_dims[l], 1))
        assert parameters["W" + str(l)].shape == (layers_dims[l], layers_dims[l - 1])
        assert parameters["b" + str(l)].shape == (layers_dims[l], 1)
    return parameters


def zeros_entry_by_entry(layers_dims):
    """Fill empty arrays in loops."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        W = np.empty((layers_dims[l], layers_dims[l - 1]))
        b = np.empty((layers_dims[l], 1))
        for j in range(layers_dims[l]):
            b[j, 0] = 0
            for k in range(layers_dims[l - 1]):
                W[j, k] = 0
        parameters[f"W{l}"], parameters[f"b{l}"] = W, b
    return parameters


def zeros_one_vector(layers_dims):
    """Make all zeros at once, and cut them up."""
    parameters, used = {}, 0
    everything = np.zeros(10**5)
    for l, (p, n) in enumerate(zip(layers_dims[:-1], layers_dims[1:]), start=1):
        parameters[f"W{l}"] = everything[used : used + n * p].reshape(n, p)
        used += n * p
        parameters[f"b{l}"] = everything[used : used + n].reshape(-1, 1)
        used += n
    return parameters


RIGHT = {
    "initialize_parameters_zeros": {
        "as templates have it": zeros_with(lambda n, p: np.zeros((n, p))),
        "a list for the shape": zeros_with(lambda n, p: np.zeros([n, p]), lambda n, p: np.zeros([n, 1])),
        "whole numbers": zeros_with(lambda n, p: np.zeros((n, p), dtype=int), lambda n, p: np.zeros((n, 1), int)),
        "float32": zeros_with(lambda n, p: np.zeros((n, p), np.float32)),
        "np.full": zeros_with(lambda n, p: np.full((n, p), 0.0), lambda n, p: np.full((n, 1), 0)),
        "ones times 0": zeros_with(lambda n, p: np.ones((n, p)) * 0),
        "minus zero": zeros_with(lambda n, p: -np.zeros((n, p)), lambda n, p: -1 * np.zeros((n, 1))),
        "randn times 0": zeros_with(lambda n, p: np.random.randn(n, p) * 0),
        "zeros_like": zeros_with(lambda n, p: np.zeros_like(np.random.rand(n, p))),
        "nested lists": zeros_with(lambda n, p: np.array([[0] * p] * n), lambda n, p: np.array([[0]] * n)),
        "np.matrix": zeros_with(lambda n, p: np.matrix(np.zeros((n, p))), lambda n, p: np.asmatrix(np.zeros((n, 1)))),
        "outer product": zeros_with(lambda n, p: np.zeros((n, 1)) @ np.zeros((1, p))),
        "np.tile": zeros_with(lambda n, p: np.tile(0.0, (n, p)), lambda n, p: np.tile([0.0], (n, 1))),
        "transposed twice": zeros_with(lambda n, p: np.zeros((p, n)).T, lambda n, p: np.zeros((1, n)).T),
        "a new axis for b": zeros_with(lambda n, p: np.zeros((n, p)), lambda n, p: np.zeros(n)[:, np.newaxis]),
        "b from W": zeros_with(lambda n, p: np.zeros((n, p)), lambda n, p: np.zeros((n, p)).sum(axis=1, keepdims=True)),
        "zip": zeros_zip,
        "recursive": zeros_recursive,
        "eats the list, prints": zeros_eats_list,
        "OrderedDict": zeros_ordered,
        "defaultdict": zeros_defaultdict,
        "backwards, with more entries": zeros_backwards,
        "leftover lines": zeros_leftover,
        "entry by entry": zeros_entry_by_entry,
        "one vector": zeros_one_vector,
    },
}

# ---- wrong -----------------------------------------------------------------------------------------------------


def zeros_returned_early(layers_dims):
    """Return inside the loop."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
        return parameters
    return None


def zeros_dictionary_in_loop(layers_dims):
    """Make a new dictionary in every turn of the loop."""
    for l in range(1, len(layers_dims)):
        parameters = {}
        parameters["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def zeros_two_layers(layers_dims):
    """Write down the two layers of the shallow network."""
    n_x, n_h, n_y = layers_dims[0], layers_dims[1], layers_dims[2]
    return {"W1": np.zeros((n_h, n_x)), "b1": np.zeros((n_h, 1)), "W2": np.zeros((n_y, n_h)), "b2": np.zeros((n_y, 1))}


def zeros_number_in_name(layers_dims):
    """Add a number to a text."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + l] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + l] = np.zeros((layers_dims[l], 1))
    return parameters


def zeros_from_zero(layers_dims):
    """Count the layers from 0, as Python does."""
    parameters = {}
    for i in range(len(layers_dims) - 1):
        parameters[f"W{i}"] = np.zeros((layers_dims[i + 1], layers_dims[i]))
        parameters[f"b{i}"] = np.zeros((layers_dims[i + 1], 1))
    return parameters


def zeros_skips_input(layers_dims):
    """Count the layers from 1, and their sizes too."""
    parameters = {}
    for l in range(1, len(layers_dims) - 1):
        parameters[f"W{l}"] = np.zeros((layers_dims[l + 1], layers_dims[l]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l + 1], 1))
    return parameters


def zeros_no_biases(layers_dims):
    """Forget the biases."""
    return {f"W{l}": np.zeros((layers_dims[l], layers_dims[l - 1])) for l in range(1, len(layers_dims))}


def zeros_no_return(layers_dims):
    """Forget to return."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))


def zeros_pairs(layers_dims):
    """Return a list of pairs."""
    return [(np.zeros((n, p)), np.zeros((n, 1))) for p, n in zip(layers_dims, layers_dims[1:])]


def good_weights(n, p):
    """Return the right weights."""
    return np.zeros((n, p))


NAME = "initialize_parameters_zeros"

WRONG = {
    NAME: {
        "W transposed": (zeros_with(lambda n, p: np.zeros((p, n))), f"{NAME}.w_transposed"),
        "W with a square shape": (zeros_with(lambda n, p: np.zeros((n, n))), f"{NAME}.w_square"),
        "W with one column": (zeros_with(lambda n, p: np.zeros((n, 1))), f"{NAME}.w_column"),
        "W is a number": (zeros_with(lambda n, p: 0.0), f"{NAME}.w_number"),
        "W of ones": (zeros_with(lambda n, p: np.ones((n, p))), f"{NAME}.ones"),
        "W small and random": (zeros_with(lambda n, p: np.random.randn(n, p) * 0.01), f"{NAME}.random"),
        "no pair of brackets": (zeros_with(lambda n, p: np.zeros(n, p)), f"{NAME}.no_tuple"),
        "no pair of brackets for b": (zeros_with(good_weights, lambda n, p: np.zeros(n, 1)), f"{NAME}.no_tuple"),
        "b flat": (zeros_with(good_weights, lambda n, p: np.zeros((n,))), f"{NAME}.b_flat"),
        "b lies down": (zeros_with(good_weights, lambda n, p: np.zeros((1, n))), f"{NAME}.b_row"),
        "b is 0": (zeros_with(good_weights, lambda n, p: 0), f"{NAME}.b_number"),
        "b like W": (zeros_with(good_weights, good_weights), f"{NAME}.b_like_w"),
        "b of ones": (zeros_with(good_weights, lambda n, p: np.ones((n, 1))), f"{NAME}.b_ones"),
        "b random": (zeros_with(good_weights, lambda n, p: np.random.rand(n, 1)), f"{NAME}.b_random"),
        "b of the layer before": (zeros_with(good_weights, lambda n, p: np.zeros((p, 1))), f"{NAME}.b_of_layer_before"),
        "range ends one too early": (zeros_with(good_weights, end=-1), f"{NAME}.last_missing"),
        "range ends one too late": (zeros_with(good_weights, end=1), f"{NAME}.past_the_end"),
        "returned in the loop": (zeros_returned_early, f"{NAME}.first_only"),
        "dictionary made in the loop": (zeros_dictionary_in_loop, f"{NAME}.last_only"),
        "two layers": (zeros_two_layers, f"{NAME}.two_layers"),
        "number in a name": (zeros_number_in_name, f"{NAME}.name_not_text"),
        "numbered from 0": (zeros_from_zero, f"{NAME}.starts_at_zero"),
        "input skipped": (zeros_skips_input, f"{NAME}.input_skipped"),
        "no biases": (zeros_no_biases, f"{NAME}.no_biases"),
        "W tiny, not 0": (zeros_with(lambda n, p: np.full((n, p), 1e-12)), f"{NAME}.ones"),
        "no return line": (zeros_no_return, ""),
        "pairs": (zeros_pairs, ""),
        "lists": (zeros_with(lambda n, p: [[0.0] * p] * n, lambda n, p: [[0.0]] * n), ""),
    },
}
