"""Answers to the fourth task of `initialization`: random weights of the size that suits ReLU."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.

import math
import random
from math import sqrt

import numpy as np

rng = np.random.default_rng()  # generators that a notebook keeps for all its cells
state = np.random.RandomState(1)


# ---- right -----------------------------------------------------------------------------------------------------


def he_with(weights, biases=lambda n: np.zeros((n, 1)), seed=None, first=1, end=0):
    """Return the usual loop around a line for W and a line for b."""

    def initialize_parameters_he(layers_dims):
        if seed is not None:
            np.random.seed(seed)
        parameters = {}
        L = len(layers_dims)
        for l in range(first, L + end):
            parameters["W" + str(l)] = weights(layers_dims[l], layers_dims[l - 1])
            parameters["b" + str(l)] = biases(layers_dims[l])
        return parameters

    return initialize_parameters_he


def he_zip(layers_dims):
    """Pair neighbours with zip, and call the function of the task before."""

    def standard_deviation_he(n_prev):
        return math.sqrt(2 / n_prev)

    parameters = {}
    for l, (n_prev, n) in enumerate(zip(layers_dims[:-1], layers_dims[1:]), start=1):
        parameters[f"W{l}"] = standard_deviation_he(n_prev) * np.random.randn(n, n_prev)
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


def he_gauss(layers_dims):
    """Draw with Python's own generator, entry by entry."""
    out = {}
    for l in range(1, len(layers_dims)):
        sd = sqrt(2 / layers_dims[l - 1])
        out["W%s" % l] = np.array(
            [[random.gauss(0, sd) for _ in range(layers_dims[l - 1])] for _ in range(layers_dims[l])]
        )
        out["b%s" % l] = np.zeros((layers_dims[l], 1))
    return out


def he_from_small(layers_dims):
    """Begin with the small random weights of the task before, and scale them anew."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * 0.01
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = parameters[f"W{l}"] / 0.01 * np.sqrt(2 / parameters[f"W{l}"].shape[1])
    return parameters


def he_while(layers_dims):
    """Count by hand."""
    l, parameters = 1, dict()  # noqa: C408
    while l < len(layers_dims):
        n, n_prev = layers_dims[l], layers_dims[l - 1]
        scale = np.sqrt(2.0 / n_prev)
        W = np.zeros((n, n_prev))
        for j in range(n):
            W[j, :] = np.random.randn(n_prev) * scale
        parameters.update({f"W{l}": W, f"b{l}": np.zeros((n, 1))})
        l = l + 1
    return parameters


def he_template(layers_dims):
    """Leave the lines of a template in place."""
    np.random.seed(3)
    parameters = {}
    L = len(layers_dims) - 1  # integer representing the number of layers
    for l in range(1, L + 1):
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(
            2.0 / layers_dims[l - 1]
        )
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    return parameters


def he_recursive(layers_dims, l=1):
    """Call itself for the layers that follow."""
    if len(layers_dims) < 2:
        return {}
    n_prev, n = layers_dims[:2]
    rest = he_recursive(layers_dims[1:], l + 1)
    rest[f"W{l}"] = rng.normal(0.0, math.sqrt(2 / n_prev), size=(n, n_prev))
    rest[f"b{l}"] = np.zeros((n, 1))
    return rest


def he_dtype(layers_dims):
    """Compute in float32, with sizes as NumPy's whole numbers."""
    dims = np.asarray(layers_dims)
    deviations = np.sqrt(2 / dims[:-1]).astype(np.float32)
    g = np.random.Generator(np.random.PCG64(11))
    parameters = {}
    for l, sd in enumerate(deviations, 1):
        parameters[f"W{l}"] = sd * g.standard_normal((dims[l], dims[l - 1]), dtype=np.float32)
        parameters[f"b{l}"] = np.zeros((dims[l], 1), dtype=np.float32)
    return parameters


def he_uniform(n, p):
    """Draw uniform numbers of He's variance, as some libraries do."""
    limit = np.sqrt(6 / p)
    return np.random.uniform(-limit, limit, (n, p))


def he_sum_of_twelve(n, p):
    """Add up twelve uniform numbers, which is nearly normal."""
    return (np.random.rand(12, n, p).sum(axis=0) - 6) * np.sqrt(2 / p)


RIGHT = {
    "initialize_parameters_he": {
        "randn": he_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2 / p)),
        "seed 1": he_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2.0 / p), seed=1),
        "seed 3": he_with(lambda n, p: np.random.randn(n, p) * (2 / p) ** 0.5, seed=3),
        "seed 10": he_with(lambda n, p: np.sqrt(2 / p) * np.random.randn(n, p), seed=10),
        "two roots": he_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2) / np.sqrt(p)),
        "divided by the root of the half": he_with(lambda n, p: np.random.randn(n, p) / np.sqrt(p / 2)),
        "np.random.normal": he_with(lambda n, p: np.random.normal(0, np.sqrt(2 / p), (n, p))),
        "normal by keywords": he_with(lambda n, p: np.random.normal(loc=0, scale=math.sqrt(2 / p), size=(n, p))),
        "standard_normal": he_with(lambda n, p: np.random.standard_normal((n, p)) * math.sqrt(2 / p)),
        "a global generator": he_with(lambda n, p: rng.normal(0, (2 / p) ** 0.5, (n, p))),
        "a new generator in each layer": he_with(lambda n, p: np.random.default_rng().normal(0, sqrt(2 / p), (n, p))),
        "RandomState": he_with(lambda n, p: state.randn(n, p) * sqrt(2 / p)),
        "He uniform": he_with(he_uniform),
        "twelve uniform numbers": he_with(he_sum_of_twelve),
        "np.matrix": he_with(lambda n, p: np.matrix(np.random.randn(n, p)) * np.sqrt(2 / p)),
        "transposed draw": he_with(lambda n, p: (np.random.randn(p, n) * np.sqrt(2 / p)).T),
        "six decimals": he_with(lambda n, p: np.round(np.random.randn(n, p) * np.sqrt(2 / p), 6)),
        "scaled by a diagonal": he_with(lambda n, p: np.random.randn(n, p) @ np.diag(np.full(p, np.sqrt(2 / p)))),
        "whole zeros for b": he_with(
            lambda n, p: rng.normal(size=(n, p)) * np.sqrt(2 / p), lambda n: np.zeros((n, 1), int)
        ),
        "zip": he_zip,
        "random.gauss": he_gauss,
        "from small ones": he_from_small,
        "while": he_while,
        "leftover lines": he_template,
        "recursive": he_recursive,
        "float32": he_dtype,
    },
}

# ---- wrong -----------------------------------------------------------------------------------------------------


def he(n, p):
    """Return right weights."""
    return np.random.randn(n, p) * np.sqrt(2 / p)


def he_first_inputs(layers_dims):
    """Use the number of features in every layer."""
    n_x = layers_dims[0]
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2 / n_x)
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def he_number_of_layers(layers_dims):
    """Divide by the number of layers."""
    L = len(layers_dims) - 1
    parameters = {}
    for l in range(1, L + 1):
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * np.sqrt(2 / L)
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def he_seed_in_loop(layers_dims):
    """Make the generator in the loop."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        g = np.random.default_rng(seed=0)
        parameters[f"W{l}"] = g.normal(0, np.sqrt(2 / layers_dims[l - 1]), (layers_dims[l], layers_dims[l - 1]))
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def he_broadcast_row(layers_dims):
    """Draw one row, and let broadcasting repeat it."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        W = np.zeros((layers_dims[l], layers_dims[l - 1]))
        W += np.random.randn(layers_dims[l - 1]) * np.sqrt(2 / layers_dims[l - 1])
        parameters[f"W{l}"], parameters[f"b{l}"] = W, np.zeros((layers_dims[l], 1))
    return parameters


def he_dictionary_in_loop(layers_dims):
    """Make a new dictionary in every turn of the loop."""
    for l in range(1, len(layers_dims)):
        parameters = {"W" + str(l): he(layers_dims[l], layers_dims[l - 1]), "b" + str(l): np.zeros((layers_dims[l], 1))}
    return parameters


def he_last_forgotten(layers_dims):
    """Treat the output layer as something else, and forget it."""
    parameters = {}
    for l, n in enumerate(layers_dims[1:-1], 1):
        parameters[f"W{l}"] = he(n, layers_dims[l - 1])
        parameters[f"b{l}"] = np.zeros((n, 1))
    return parameters


def he_numbered_from_zero(layers_dims):
    """Count the layers from 0, as Python does."""
    pairs = list(zip(layers_dims, layers_dims[1:]))
    parameters = {f"W{l}": he(n, p) for l, (p, n) in enumerate(pairs)}
    return parameters | {f"b{l}": np.zeros((n, 1)) for l, (p, n) in enumerate(pairs)}


def he_only_first_layer(layers_dims):
    """Use He's rule in the first layer, and 0.01 in the others."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        scale = np.sqrt(2 / layers_dims[0]) if l == 1 else 0.01
        parameters[f"W{l}"] = np.random.randn(layers_dims[l], layers_dims[l - 1]) * scale
        parameters[f"b{l}"] = np.zeros((layers_dims[l], 1))
    return parameters


def he_misspelt(layers_dims):
    """Use a name that is not there."""
    return {f"W{l}": np.random.randn(layers_dims[l], n_prev) for l in range(1, len(layers_dims))}  # noqa: F821


NAME = "initialize_parameters_he"

WRONG = {
    NAME: {
        "root forgotten": (he_with(lambda n, p: np.random.randn(n, p) * (2 / p)), f"{NAME}.no_sqrt"),
        "variance as scale": (he_with(lambda n, p: np.random.normal(0, 2 / p, (n, p))), f"{NAME}.no_sqrt"),
        "own neurons": (he_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2.0 / n)), f"{NAME}.n_for_n_prev"),
        "Xavier": (he_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2 / (p + n))), f"{NAME}.xavier"),
        "Xavier uniform": (
            he_with(lambda n, p: np.random.uniform(-1, 1, (n, p)) * np.sqrt(6 / (n + p))),
            f"{NAME}.xavier",
        ),
        "1 under the root": (he_with(lambda n, p: np.random.randn(n, p) / np.sqrt(p)), f"{NAME}.one_over"),
        "root of 2 alone": (he_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2) / p), f"{NAME}.root_of_two_only"),
        "2 outside": (he_with(lambda n, p: np.random.randn(n, p) * 2 / np.sqrt(p)), f"{NAME}.two_outside"),
        "divided instead": (he_with(lambda n, p: np.random.randn(n, p) / np.sqrt(2 / p)), f"{NAME}.inverse"),
        "no factor": (he_with(lambda n, p: np.random.standard_normal((n, p))), f"{NAME}.no_scale"),
        "0.01 as before": (he_with(lambda n, p: 0.01 * rng.standard_normal((n, p))), f"{NAME}.small"),
        "0.01 as well": (he_with(lambda n, p: he(n, p) * 0.01), f"{NAME}.small_too"),
        "first layer's inputs": (he_first_inputs, f"{NAME}.first_layer"),
        "added": (he_with(lambda n, p: np.random.randn(n, p) + np.sqrt(2 / p)), f"{NAME}.added"),
        "rand": (he_with(lambda n, p: np.random.rand(n, p) * np.sqrt(2 / p)), f"{NAME}.positive"),
        "uniform up to the deviation": (
            he_with(lambda n, p: (2 * np.random.rand(n, p) - 1) * np.sqrt(2 / p)),
            f"{NAME}.around_zero_uniform",
        ),
        "uniform as some libraries begin": (
            he_with(lambda n, p: rng.uniform(-1 / sqrt(p), 1 / sqrt(p), (n, p))),
            f"{NAME}.around_zero_uniform",
        ),
        "whole division": (he_with(lambda n, p: np.random.randn(n, p) * np.sqrt(2 // p)), f"{NAME}.zeros"),
        "the deviation itself": (he_with(lambda n, p: np.full((n, p), np.sqrt(2 / p))), f"{NAME}.constant"),
        "generator in the loop": (he_seed_in_loop, f"{NAME}.one_seed"),
        "row by broadcasting": (he_broadcast_row, f"{NAME}.repeated_row"),
        "W transposed": (he_with(lambda n, p: np.random.randn(p, n) * np.sqrt(2 / p)), f"{NAME}.w_transposed"),
        "brackets for randn": (
            he_with(lambda n, p: np.random.randn((n, p)) * np.sqrt(2 / p)),
            f"{NAME}.tuple_for_randn",
        ),
        "no size": (he_with(lambda n, p: np.random.normal(0, np.sqrt(2 / p))), f"{NAME}.w_number"),
        "b random": (he_with(he, lambda n: np.random.randn(n, 1) * np.sqrt(2 / n)), f"{NAME}.b_random"),
        "b flat": (he_with(he, lambda n: np.zeros(n)), f"{NAME}.b_flat"),
        "dictionary made in the loop": (he_dictionary_in_loop, f"{NAME}.last_only"),
        "last layer forgotten": (he_last_forgotten, f"{NAME}.last_missing"),
        "numbered from 0": (he_numbered_from_zero, f"{NAME}.starts_at_zero"),
        "number of layers": (he_number_of_layers, ""),
        "He in the first layer only": (he_only_first_layer, ""),
        "a name that is not there": (he_misspelt, ""),
        "sizes in the wrong order": (
            he_with(lambda n, p: np.random.randn(p, n) * np.sqrt(2 / n)),
            f"{NAME}.w_transposed",
        ),
    },
}
