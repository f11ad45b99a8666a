"""Answers to the second task of `initialization`: small random weights."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.

import math
import random
from collections import OrderedDict

import numpy as np

rng = np.random.default_rng()  # generators that a notebook keeps for all its cells
state = np.random.RandomState(7)


# ---- right -----------------------------------------------------------------------------------------------------


def random_with(weights, biases=lambda n: np.zeros((n, 1)), seed=None, first=1, end=0):
    """Return the usual loop around a line for W and a line for b."""

    def initialize_parameters_random(layers_dims):
        if seed is not None:
            np.random.seed(seed)
        parameters = {}
        L = len(layers_dims)
        for l in range(first, L + end):
            parameters["W" + str(l)] = weights(layers_dims[l], layers_dims[l - 1])
            parameters["b" + str(l)] = biases(layers_dims[l])
        return parameters

    return initialize_parameters_random


def random_zip(layers_dims):
    """Pair neighbours with zip, and make a generator for each call."""
    g = np.random.default_rng(0)
    out = {}
    for i, (n_in, n_out) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        out.update({f"W{i}": 0.01 * g.standard_normal((n_out, n_in)), f"b{i}": np.zeros((n_out, 1))})
    return out


def random_gauss(layers_dims):
    """Draw with Python's own generator, entry by entry."""
    random.seed(5)
    parameters = {}
    for l in range(1, len(layers_dims)):
        rows = []
        for _ in range(layers_dims[l]):
            rows.append([random.gauss(0, 0.01) for _ in range(layers_dims[l - 1])])
        parameters["W%i" % l] = np.array(rows)
        parameters["b%i" % l] = np.array([[0]] * layers_dims[l])
    return parameters


def random_filled(layers_dims):
    """Fill zeros with random numbers in loops."""
    parameters = OrderedDict()
    for l in range(1, len(layers_dims)):
        W = np.zeros((layers_dims[l], layers_dims[l - 1]))
        for j in range(len(W)):
            for k in range(len(W[0])):
                W[j][k] = np.random.normal() / 100
        parameters[f"W{l}"] = W
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def random_on_top_of_zeros(layers_dims):
    """Begin with zeros, then add random numbers in place."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    for name in parameters:
        if name.startswith("W"):
            parameters[name] += 0.01 * np.random.randn(*parameters[name].shape)
    return parameters


def random_scaled_later(layers_dims):
    """Draw first, scale every matrix in place at the end."""
    parameters, scale = {}, 1e-2
    for l in range(len(layers_dims) - 1, 0, -1):
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
        parameters["W" + str(l)] = rng.normal(size=(layers_dims[l], layers_dims[l - 1]))
        parameters["W" + str(l)] *= scale
    return parameters


def random_seed_per_layer(layers_dims):
    """Give each layer a seed of its own."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        np.random.seed(l)
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def random_cut_up(layers_dims):
    """Draw all numbers at once, and cut them up."""
    shapes = [(layers_dims[l], layers_dims[l - 1]) for l in range(1, len(layers_dims))]
    counts = [n * p for n, p in shapes]
    parts = np.split(0.01 * rng.standard_normal(sum(counts)), np.cumsum(counts)[:-1])
    parameters = {}
    for l, (part, shape) in enumerate(zip(parts, shapes), 1):
        parameters[f"W{l}"], parameters[f"b{l}"] = part.reshape(shape), np.zeros((shape[0], 1))
    return parameters


def random_eats_list(layers_dims):
    """Take the sizes off the caller's list, print shapes, keep more than is asked for."""
    parameters, l = {"L": len(layers_dims) - 1}, 0
    n_prev = layers_dims.pop(0)
    while layers_dims:
        l, n = l + 1, layers_dims.pop(0)
        parameters[f"W{l}"] = np.random.randn(n, n_prev) * 0.01
        parameters[f"b{l}"] = np.zeros((n, 1))
        print(parameters[f"W{l}"].shape, parameters[f"b{l}"].shape)
        n_prev = n
    return parameters


def random_recursive(layers_dims):
    """Let the function call itself for the layers before the last."""
    if len(layers_dims) < 2:
        return {}
    *before, n_prev, n = layers_dims
    l = len(layers_dims) - 1
    own = {f"W{l}": np.random.randn(n, n_prev) * 0.01, f"b{l}": np.zeros((n, 1))}
    return {**random_recursive([*before, n_prev]), **own}


def random_template(layers_dims):
    """Leave the lines of a template in place."""
    np.random.seed(3)  # makes sure that your numbers are the same as ours
    parameters = None
    parameters = {}
    L = len(layers_dims)
    for l in range(1, L):
        ### START CODE HERE ### (about 2 lines)
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0.01
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
        ### END CODE HERE ###
        assert parameters["W" + str(l)].shape == (layers_dims[l], layers_dims[l - 1])
        assert parameters["b" + str(l)].shape == (layers_dims[l], 1)
    return parameters


def box_muller(n, p):
    """Make normal numbers out of uniform ones."""
    u, v = 1 - np.random.rand(n, p), np.random.rand(n, p)
    return 0.01 * np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)


RIGHT = {
    "initialize_parameters_random": {
        "randn": random_with(lambda n, p: np.random.randn(n, p) * 0.01),
        "factor first": random_with(lambda n, p: 0.01 * np.random.randn(n, p)),
        "seed 0": random_with(lambda n, p: np.random.randn(n, p) * 0.01, seed=0),
        "seed 1": random_with(lambda n, p: np.random.randn(n, p) * 0.01, seed=1),
        "seed 42": random_with(lambda n, p: np.random.randn(n, p) * 1e-2, seed=42),
        "divided by 100": random_with(lambda n, p: np.random.randn(n, p) / 100.0),
        "np.random.normal": random_with(lambda n, p: np.random.normal(0, 0.01, (n, p))),
        "normal by keywords": random_with(lambda n, p: np.random.normal(loc=0.0, scale=0.01, size=(n, p))),
        "standard_normal": random_with(lambda n, p: np.random.standard_normal(size=(n, p)) * 0.01),
        "a global generator": random_with(lambda n, p: rng.normal(scale=0.01, size=(n, p))),
        "a new generator in each layer": random_with(lambda n, p: 0.01 * np.random.default_rng().normal(size=(n, p))),
        "RandomState": random_with(lambda n, p: state.randn(n, p) * 0.01),
        "float32": random_with(lambda n, p: rng.standard_normal((n, p), dtype=np.float32) * np.float32(0.01)),
        "np.matrix": random_with(lambda n, p: np.matrix(np.random.randn(n, p)) * 0.01),
        "transposed draw": random_with(lambda n, p: np.random.randn(p, n).T * 0.01),
        "np.multiply": random_with(lambda n, p: np.multiply(np.random.randn(n, p), 0.01), lambda n: np.zeros([n, 1])),
        "difference of two": random_with(lambda n, p: (np.random.randn(n, p) - np.random.randn(n, p)) * 0.01 / 2**0.5),
        "flat, then reshaped": random_with(lambda n, p: np.random.randn(n * p).reshape(n, p) * 0.01),
        "Box and Muller": random_with(box_muller),
        "zip": random_zip,
        "random.gauss": random_gauss,
        "entry by entry": random_filled,
        "on top of zeros": random_on_top_of_zeros,
        "scaled later": random_scaled_later,
        "a seed for each layer": random_seed_per_layer,
        "cut up": random_cut_up,
        "eats the list": random_eats_list,
        "recursive": random_recursive,
        "leftover lines": random_template,
    },
}

# ---- wrong -----------------------------------------------------------------------------------------------------


def small(n, p):
    """Return right weights."""
    return np.random.randn(n, p) * 0.01


def random_seed_in_loop(layers_dims):
    """Set the seed in every turn of the loop."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        np.random.seed(2)
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0.01
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def random_one_neuron(layers_dims):
    """Draw the weights of one neuron, and give them to all."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        neuron = [random.gauss(0, 0.01) for _ in range(layers_dims[l - 1])]
        parameters[f"W{l}"] = np.array([neuron for _ in range(layers_dims[l])])
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def random_last_layer_only(layers_dims):
    """Make a new dictionary in every turn of the loop."""
    for l, n in enumerate(layers_dims):
        if l > 0:
            parameters = {f"W{l}": small(n, layers_dims[l - 1]), f"b{l}": np.zeros((n, 1))}
    return parameters


def random_returned_early(layers_dims):
    """Return inside the loop."""
    out = {}
    for l, (p, n) in enumerate(zip(layers_dims, layers_dims[1:]), 1):
        out[f"W{l}"] = small(n, p)
        out[f"b{l}"] = np.zeros((n, 1))
        return out
    return out


def random_from_zero(layers_dims):
    """Count the layers from 0, as enumerate does."""
    out = {}
    for l, (p, n) in enumerate(zip(layers_dims, layers_dims[1:])):
        out[f"W{l}"], out[f"b{l}"] = small(n, p), np.zeros((n, 1))
    return out


def random_two_layers(layers_dims):
    """Hand over to the function of the shallow network."""

    def initialize_parameters(n_x, n_h, n_y):
        first = {"W1": small(n_h, n_x), "b1": np.zeros((n_h, 1))}
        return first | {"W2": small(n_y, n_h), "b2": np.zeros((n_y, 1))}

    return initialize_parameters(layers_dims[0], layers_dims[1], layers_dims[2])


def random_forgets_last_scale(layers_dims):
    """Scale all layers but the last."""
    out = {}
    for l in range(1, len(layers_dims)):
        out[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1])
        out[f"b{l}"] = np.zeros((layers_dims[l], 1))
    for l in range(1, len(layers_dims) - 1):
        out[f"W{l}"] *= 0.01
    return out


NAME = "initialize_parameters_random"

WRONG = {
    NAME: {
        "factor forgotten": (random_with(lambda n, p: np.random.randn(n, p), seed=3), f"{NAME}.no_factor"),
        "factor 10, as other courses have it": (
            random_with(lambda n, p: np.random.randn(n, p) * 10, seed=3),
            f"{NAME}.other_factor",
        ),
        "factor 0.1": (random_with(lambda n, p: rng.normal(0, 0.1, (n, p))), f"{NAME}.other_factor"),
        "factor 0.001": (random_with(lambda n, p: np.random.normal(0, 1e-3, (n, p))), f"{NAME}.other_factor"),
        "variance 0.01": (random_with(lambda n, p: np.random.normal(0, 0.01**0.5, (n, p))), f"{NAME}.other_factor"),
        "divided by 0.01": (random_with(lambda n, p: np.random.randn(n, p) / 0.01), f"{NAME}.divided"),
        "He's rule already": (
            random_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2.0 / p)),
            f"{NAME}.scaled_by_inputs",
        ),
        "divided by the root of the inputs": (
            random_with(lambda n, p: np.random.randn(n, p) / np.sqrt(p)),
            f"{NAME}.scaled_by_inputs",
        ),
        "rand": (random_with(lambda n, p: np.random.rand(n, p) * 0.01), f"{NAME}.positive"),
        "random.random": (random_with(lambda n, p: np.random.random((n, p)) * 0.01), f"{NAME}.positive"),
        "uniform around 0": (random_with(lambda n, p: rng.uniform(-0.01, 0.01, (n, p))), f"{NAME}.around_zero_uniform"),
        "rand minus a half": (
            random_with(lambda n, p: (np.random.rand(n, p) - 0.5) * 0.01),
            f"{NAME}.around_zero_uniform",
        ),
        "zeros": (random_with(lambda n, p: np.zeros((n, p)) * 0.01), f"{NAME}.zeros"),
        "cut to whole numbers": (random_with(lambda n, p: small(n, p).astype(int)), f"{NAME}.zeros"),
        "one number for all": (random_with(lambda n, p: np.full((n, p), np.random.randn() * 0.01)), f"{NAME}.constant"),
        "all 0.01": (random_with(lambda n, p: np.ones((n, p)) * 0.01), f"{NAME}.constant"),
        "seed in the loop": (random_seed_in_loop, f"{NAME}.one_seed"),
        "one neuron for all": (random_one_neuron, f"{NAME}.repeated_row"),
        "numbers in order": (
            random_with(lambda n, p: np.linspace(-0.01, 0.01, n * p).reshape(n, p)),
            f"{NAME}.in_order",
        ),
        "brackets for randn": (random_with(lambda n, p: np.random.randn((n, p)) * 0.01), f"{NAME}.tuple_for_randn"),
        "no brackets for zeros": (random_with(small, lambda n: np.zeros(n, 1)), f"{NAME}.no_tuple"),
        "W transposed": (random_with(lambda n, p: small(p, n)), f"{NAME}.w_transposed"),
        "W is one random number": (random_with(lambda n, p: np.random.randn() * 0.01), f"{NAME}.w_number"),
        "b random": (random_with(small, lambda n: np.random.randn(n, 1) * 0.01), f"{NAME}.b_random"),
        "b of ones": (random_with(small, lambda n: np.ones((n, 1))), f"{NAME}.b_ones"),
        "b flat": (random_with(small, lambda n: np.zeros(n)), f"{NAME}.b_flat"),
        "b lies down": (random_with(small, lambda n: np.zeros(n).reshape(1, -1)), f"{NAME}.b_row"),
        "range ends one too early": (random_with(small, end=-1), f"{NAME}.last_missing"),
        "range ends one too late": (random_with(small, end=1), f"{NAME}.past_the_end"),
        "dictionary made in the loop": (random_last_layer_only, f"{NAME}.last_only"),
        "returned in the loop": (random_returned_early, f"{NAME}.first_only"),
        "numbered from 0": (random_from_zero, f"{NAME}.starts_at_zero"),
        "two layers": (random_two_layers, f"{NAME}.two_layers"),
        "last layer not scaled": (random_forgets_last_scale, ""),
        "a root of a negative number": (random_with(lambda n, p: np.random.randn(n, p) ** 0.01), ""),
        "powers of 0.01": (random_with(lambda n, p: 0.01 ** np.random.randn(n, p)), ""),
        "around 0.01": (random_with(lambda n, p: np.random.randn(n, p) * 0.01 + 0.01), ""),
        "the root of 0.01 by math": (random_with(lambda n, p: small(n, p) * math.sqrt(0.01)), f"{NAME}.other_factor"),
    },
}
