"""Answers to the second task of `deep-forward`: the parameters that learning starts from."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.

import random
from collections import OrderedDict

import numpy as np

rng = np.random.default_rng()  # a generator that a notebook keeps for all its cells


# ---- initialize_parameters_deep, right --------------------------------------------------------------------------


def start_with(weights, biases=lambda n: np.zeros((n, 1)), seed=None, first=1, end=0):
    """Return the usual loop around a line for W and a line for b."""

    def initialize_parameters_deep(layer_dims):
        if seed is not None:
            np.random.seed(seed)
        parameters = {}
        L = len(layer_dims)
        for l in range(first, L + end):
            parameters["W" + str(l)] = weights(layer_dims[l], layer_dims[l - 1])
            parameters["b" + str(l)] = biases(layer_dims[l])
        return parameters

    return initialize_parameters_deep


def start_pairs(layer_dims):
    """Pair neighbours with zip."""
    g = np.random.default_rng()
    return {
        name: value
        for i, (p, n) in enumerate(zip(layer_dims[:-1], layer_dims[1:]), 1)
        for name, value in ((f"W{i}", g.standard_normal((n, p)) * 0.01), (f"b{i}", np.zeros((n, 1))))
    }


def start_python_only(layer_dims):
    """Draw with Python's own generator, entry by entry."""
    parameters = {}
    for l in range(1, len(layer_dims)):
        rows = [[random.gauss(0, 1) * 0.01 for _ in range(layer_dims[l - 1])] for _ in range(layer_dims[l])]
        parameters[f"W{l}"] = np.array(rows)
        parameters[f"b{l}"] = np.array([[0.0]] * layer_dims[l])
    return parameters


def start_entry_by_entry(layer_dims):
    """Fill zeros with random numbers in loops."""
    parameters = {}
    for l in range(1, len(layer_dims)):
        W = np.zeros((layer_dims[l], layer_dims[l - 1]))
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                W[i, j] = 0.01 * np.random.randn()
        parameters[f"W{l}"], parameters[f"b{l}"] = W, np.zeros((layer_dims[l], 1))
    return parameters


def start_recursive(layer_dims):
    """Let the function call itself for the layers before the last."""
    if len(layer_dims) < 2:
        return {}
    parameters = start_recursive(layer_dims[:-1])
    l = len(layer_dims) - 1
    parameters[f"W{l}"] = np.random.normal(0, 0.01, (layer_dims[-1], layer_dims[-2]))
    parameters[f"b{l}"] = np.zeros((layer_dims[-1], 1))
    return parameters


def start_eats_list(layer_dims):
    """Take the sizes off the caller's list, and say so."""
    parameters, l, n_prev = {}, 0, layer_dims.pop(0)
    while layer_dims:
        l, n = l + 1, layer_dims.pop(0)
        parameters[f"W{l}"], parameters[f"b{l}"] = np.random.randn(n, n_prev) / 100, np.zeros((n, 1))
        print("layer", l, parameters[f"W{l}"].shape)
        n_prev = n
    return parameters


def start_in_place(layer_dims):
    """Scale in place, after the loop."""
    parameters = {f"W{l}": np.random.randn(layer_dims[l], layer_dims[l - 1]) for l in range(1, len(layer_dims))}
    for name in list(parameters):
        parameters[name] *= 0.01
        parameters["b" + name[1:]] = np.zeros((parameters[name].shape[0], 1))
    return parameters


def start_with_extras(layer_dims):
    """Keep the sizes in the dictionary as well."""
    parameters = start_pairs(layer_dims)
    parameters["layer_dims"] = layer_dims
    parameters["L"] = len(layer_dims) - 1
    parameters = dict(sorted(parameters.items()))
    return parameters  # noqa: RET504


def start_state(layer_dims):
    """Use an own RandomState, with a seed for each layer."""
    out = OrderedDict()
    for l, n in enumerate(layer_dims[1:], 1):
        out["W%d" % l] = np.random.RandomState(l).randn(n, layer_dims[l - 1]) * 0.01
        out["b%d" % l] = np.zeros(shape=(n, 1), dtype=int)
    return out


def start_leftover(layer_dims):
    """Leave the lines of a template in place."""
    np.random.seed(3)
    parameters = {}
    W = None
    b = None
    L = len(layer_dims)
    for l in range(1, L):
        W = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        b = np.zeros([layer_dims[l], 1])
        assert W.shape == (layer_dims[l], layer_dims[l - 1])
        assert b.shape == (layer_dims[l], 1)
        parameters.update({"W" + str(l): W, "b" + str(l): b})
    return parameters


def start_backwards(layer_dims):
    """Go from the last layer to the first."""
    parameters = {}
    for l in reversed(range(1, len(layer_dims))):
        parameters[f"b{l}"] = np.full((layer_dims[l], 1), 0.0)
        parameters[f"W{l}"] = np.multiply(0.01, rng.normal(size=(layer_dims[l], layer_dims[l - 1])))
    return parameters


def start_one_draw(layer_dims):
    """Draw all numbers at once, and cut them up."""
    pairs = list(zip(layer_dims[1:], layer_dims))
    numbers = 0.01 * np.random.randn(sum(n * p for n, p in pairs))
    parameters, used = {}, 0
    for l, (n, p) in enumerate(pairs, 1):
        parameters[f"W{l}"] = numbers[used : used + n * p].reshape(n, p)
        parameters[f"b{l}"] = np.zeros((n, 1))
        used += n * p
    return parameters


def start_box_muller(layer_dims):
    """Make normal numbers out of uniform ones."""

    def normal(n, p):
        u, v = 1 - np.random.rand(n, p), np.random.rand(n, p)
        return np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)

    return start_with(lambda n, p: 0.01 * normal(n, p))(layer_dims)


# ---- initialize_parameters_deep, wrong --------------------------------------------------------------------------


def start_last_layer_only(layer_dims):
    """Make a new dictionary in every turn of the loop."""
    for l in range(1, len(layer_dims)):
        parameters = {
            f"W{l}": np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01,
            f"b{l}": np.zeros((layer_dims[l], 1)),
        }
    return parameters


def start_returned_early(layer_dims):
    """Return inside the loop."""
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters[f"W{l}"] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
        return parameters
    return None


def start_two_layers(layer_dims):
    """Make two layers, whatever is asked for."""
    n_x, n_h, n_y = layer_dims[0], layer_dims[1], layer_dims[2]
    W1, W2 = np.random.randn(n_h, n_x) * 0.01, np.random.randn(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


def start_seeded_in_loop(layer_dims):
    """Set the seed in every turn of the loop."""
    parameters = {}
    for l in range(1, len(layer_dims)):
        np.random.seed(3)
        parameters[f"W{l}"] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters


def start_repeated_rows(layer_dims):
    """Draw one row, and give it to every neuron."""
    parameters = {}
    for l in range(1, len(layer_dims)):
        row = np.random.randn(1, layer_dims[l - 1]) * 0.01
        parameters[f"W{l}"] = np.repeat(row, layer_dims[l], axis=0)
        parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))
    return parameters


def start_list_of_pairs(layer_dims):
    """Return a list of pairs."""
    return [
        (np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01, np.zeros((layer_dims[l], 1)))
        for l in range(1, len(layer_dims))
    ]


def start_adds_number(layer_dims):
    """Add a number to a text."""
    parameters = {}
    for l in range(1, len(layer_dims)):
        parameters["W" + l] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * 0.01
        parameters["b" + l] = np.zeros((layer_dims[l], 1))
    return parameters


RIGHT = {
    "initialize_parameters_deep": {
        "randn times 0.01": start_with(lambda n, p: np.random.randn(n, p) * 0.01),
        "own seed": start_with(lambda n, p: np.random.randn(n, p) * 0.01, seed=3),
        "another seed": start_with(lambda n, p: 0.01 * np.random.randn(n, p), seed=1),
        "normal with a scale": start_with(lambda n, p: np.random.normal(loc=0.0, scale=0.01, size=(n, p))),
        "standard_normal": start_with(lambda n, p: np.random.standard_normal((n, p)) * 1e-2),
        "a generator of the notebook": start_with(lambda n, p: rng.normal(0, 0.01, size=[n, p])),
        "divided by 100": start_with(lambda n, p: np.random.randn(n, p) / 100),
        "np.matrix": start_with(lambda n, p: np.matrix(np.random.randn(n, p)) * 0.01),
        "float32": start_with(lambda n, p: (np.random.randn(n, p) * 0.01).astype(np.float32)),
        "biases as 0 times a random number": start_with(
            lambda n, p: np.random.randn(n, p) * 0.01, lambda n: np.random.randn(n, 1) * 0
        ),
        "biases from zeros and reshape": start_with(
            lambda n, p: np.random.randn(n, p) * 0.01, lambda n: np.zeros(n).reshape(-1, 1)
        ),
        "biases of int": start_with(lambda n, p: np.random.randn(n, p) * 0.01, lambda n: np.zeros((n, 1), int)),
        "transposed after drawing": start_with(lambda n, p: (np.random.randn(p, n) * 0.01).T),
        "zip": start_pairs,
        "Python's random": start_python_only,
        "entry by entry": start_entry_by_entry,
        "recursive": start_recursive,
        "eats the list, prints": start_eats_list,
        "scaled in place": start_in_place,
        "extra entries": start_with_extras,
        "a RandomState for each layer": start_state,
        "leftover lines and asserts": start_leftover,
        "backwards": start_backwards,
        "one draw, cut up": start_one_draw,
        "Box and Muller": start_box_muller,
    },
}

WRONG = {
    "initialize_parameters_deep": {
        "no factor": (
            start_with(lambda n, p: np.random.randn(n, p)),
            "initialize_parameters_deep.no_factor",
        ),
        "no factor, own seed": (
            start_with(lambda n, p: np.random.standard_normal((n, p)), seed=3),
            "initialize_parameters_deep.no_factor",
        ),
        "factor 0.1": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.1),
            "initialize_parameters_deep.other_factor",
        ),
        "factor 0.001": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.001),
            "initialize_parameters_deep.other_factor",
        ),
        "divided by 0.01": (
            start_with(lambda n, p: np.random.randn(n, p) / 0.01),
            "initialize_parameters_deep.divided",
        ),
        "added 0.01": (start_with(lambda n, p: np.random.randn(n, p) + 0.01), "initialize_parameters_deep.no_factor"),
        "divided by the root of the inputs": (
            start_with(lambda n, p: np.random.randn(n, p) / np.sqrt(p)),
            "initialize_parameters_deep.scaled_by_inputs",
        ),
        "He's factor": (
            start_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2.0 / p)),
            "initialize_parameters_deep.scaled_by_inputs",
        ),
        "variance in place of the deviation": (
            start_with(lambda n, p: np.random.normal(0, 0.01**2, (n, p))),
            "initialize_parameters_deep.other_factor",
        ),
        "rand": (
            start_with(lambda n, p: np.random.rand(n, p) * 0.01),
            "initialize_parameters_deep.positive",
        ),
        "random_sample without a factor": (
            start_with(lambda n, p: np.random.random_sample((n, p))),
            "initialize_parameters_deep.positive",
        ),
        "uniform": (
            start_with(lambda n, p: np.random.uniform(-0.01, 0.01, (n, p))),
            "initialize_parameters_deep.uniform",
        ),
        "zeros": (start_with(lambda n, p: np.zeros((n, p)) * 0.01), "initialize_parameters_deep.zeros"),
        "ones times 0.01": (start_with(lambda n, p: np.ones((n, p)) * 0.01), "initialize_parameters_deep.constant"),
        "one random number for all": (
            start_with(lambda n, p: np.ones((n, p)) * np.random.randn() * 0.01),
            "initialize_parameters_deep.constant",
        ),
        "W transposed": (
            start_with(lambda n, p: np.random.randn(p, n) * 0.01),
            "initialize_parameters_deep.w_transposed",
        ),
        "biases of one dimension": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.01, np.zeros),
            "initialize_parameters_deep.b_flat",
        ),
        "biases in a row": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.01, lambda n: np.zeros((1, n))),
            "initialize_parameters_deep.b_row",
        ),
        "biases random": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.01, lambda n: np.random.randn(n, 1) * 0.01),
            "initialize_parameters_deep.b_random",
        ),
        "biases of one": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.01, lambda n: np.ones((n, 1))),
            "initialize_parameters_deep.b_ones",
        ),
        "bias a number": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.01, lambda n: 0),
            "initialize_parameters_deep.b_number",
        ),
        "range goes too far": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.01, end=1),
            "initialize_parameters_deep.past_the_end",
        ),
        "range stops too early": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.01, end=-1),
            "initialize_parameters_deep.last_missing",
        ),
        "starts at layer 0": (
            start_with(lambda n, p: np.random.randn(n, p) * 0.01, first=0),
            "initialize_parameters_deep.starts_at_zero",
        ),
        "only the last layer is left": (start_last_layer_only, "initialize_parameters_deep.only_last"),
        "returned in the loop": (start_returned_early, "initialize_parameters_deep.returned_early"),
        "a number in a name": (start_adds_number, "initialize_parameters_deep.number_in_name"),
        "two layers only": (start_two_layers, "initialize_parameters_deep.two_layers"),
        "seed in the loop": (start_seeded_in_loop, "initialize_parameters_deep.one_seed"),
        "the same row for every neuron": (start_repeated_rows, "initialize_parameters_deep.rows_alike"),
        "a list of pairs": (start_list_of_pairs, ""),
        "whole numbers": (
            start_with(lambda n, p: (np.random.randn(n, p) * 0.01).astype(int)),
            "initialize_parameters_deep.zeros",
        ),
    },
}
