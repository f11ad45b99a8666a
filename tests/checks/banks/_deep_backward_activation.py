"""Answers to the task of `deep-backward` on one whole layer."""

# Learners' code stays as they write it.
# ruff: noqa: E731, RUF059

import numpy as np

from tests.checks.banks._deep_backward_linear import operators, template
from tests.checks.banks._deep_backward_linear_wrong import no_keepdims as flat_linear
from tests.checks.banks._deep_backward_linear_wrong import sums

# ---- helpers, as learners have them ----------------------------------------------------------------------------


def sigmoid(Z):
    """Return the textbook form."""
    return 1 / (1 + np.exp(-Z))


def relu_backward(dA, cache):
    """Copy dA and switch it off."""
    Z = cache
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    assert dZ.shape == Z.shape
    return dZ


def sigmoid_backward(dA, cache):
    """Multiply by s (1 - s)."""
    Z = cache
    s = 1 / (1 + np.exp(-Z))
    dZ = dA * s * (1 - s)
    assert dZ.shape == Z.shape
    return dZ


# ---- right -----------------------------------------------------------------------------------------------------


def classic(dA, cache, activation):
    """Follow the template of many courses."""
    linear_cache, activation_cache = cache
    if activation == "relu":
        dZ = relu_backward(dA, activation_cache)
        dA_prev, dW, db = template(dZ, linear_cache)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
        dA_prev, dW, db = template(dZ, linear_cache)
    return dA_prev, dW, db


def by_comparison(dA, cache, activation):
    """Multiply by a comparison."""
    linear_cache, Z = cache
    if activation == "relu":
        dZ = dA * (Z > 0)
    else:
        A = sigmoid(Z)
        dZ = dA * A * (1 - A)
    return operators(dZ, linear_cache)


def one_expression(dA, cache, activation):
    """Choose in one line."""
    (A_prev, W, b), Z = cache
    m = A_prev.shape[1]
    dZ = dA * (np.where(Z > 0, 1, 0) if activation == "relu" else np.exp(-Z) / (1 + np.exp(-Z)) ** 2)
    return W.T @ dZ, dZ @ A_prev.T / m, np.mean(dZ, axis=1, keepdims=True)


def by_table(dA, cache, activation):
    """Keep the slopes in a dictionary of functions."""
    slopes = {
        "sigmoid": lambda z: sigmoid(z) * sigmoid(-z),
        "relu": lambda z: np.heaviside(z, 0),
    }
    linear_cache, Z = cache
    return template(np.multiply(dA, slopes[activation](Z)), linear_cache)


def in_place(dA, cache, activation):
    """Change dA itself."""
    linear_cache, Z = cache
    if activation == "relu":
        dA[Z < 0] = 0
    elif activation == "sigmoid":
        dA *= sigmoid(Z)
        dA *= 1 - sigmoid(Z)
    return list(operators(dA, linear_cache))


def entry_by_entry(dA, cache, activation):
    """Go through all entries."""
    linear_cache, Z = cache
    dZ = np.zeros(Z.shape)
    for k in range(Z.shape[0]):
        for i in range(Z.shape[1]):
            if activation == "relu":
                slope = 1 if Z[k, i] > 0 else 0
            else:
                s = sigmoid(Z[k, i])
                slope = s * (1 - s)
            dZ[k, i] = dA[k, i] * slope
    return template(dZ, linear_cache)


def from_the_activation(dA, cache, activation):
    """Compute A once more, and the slope from A."""
    linear_cache, Z = cache
    if activation == "relu":
        A = np.maximum(0, Z)
        slope = np.sign(A)
    if activation == "sigmoid":
        A = sigmoid(Z)
        slope = A - A**2
    return operators(dA * slope, linear_cache)


def matrices(dA, cache, activation):
    """Work with np.matrix, where the star is a matrix product."""
    linear_cache, Z = cache
    slope = Z > 0 if activation == "relu" else sigmoid(Z) * (1 - sigmoid(Z))
    dZ = np.multiply(np.matrix(dA), np.matrix(slope))
    A_prev, W, b = linear_cache
    return np.matrix(W).T * dZ, dZ * np.matrix(A_prev).T / dZ.shape[1], dZ.mean(1)


def matching(dA, cache, activation):
    """Match the name, and print."""
    linear_cache, Z = cache
    match activation:
        case "relu":
            g = lambda z: (z > 0).astype(float)
        case "sigmoid":
            g = lambda z: np.cosh(z / 2) ** -2 / 4
    dZ = dA * g(Z)
    print("dZ", dZ.shape)
    return template(dZ, linear_cache)


def lower_case(dA, cache, activation="relu"):
    """Accept other spellings as well."""
    linear_cache, Z = cache
    if activation.lower().startswith("sig"):
        dZ = sigmoid_backward(dA, Z)
    else:
        dZ = np.where(Z > 0, dA, 0.0)
    return operators(dZ, linear_cache)


RIGHT = {
    "the template": classic,
    "a comparison": by_comparison,
    "all in one": one_expression,
    "a table of functions": by_table,
    "dA changed in place": in_place,
    "entry by entry": entry_by_entry,
    "slopes from A": from_the_activation,
    "np.matrix": matrices,
    "match": matching,
    "other spellings as well": lower_case,
}

# ---- wrong -----------------------------------------------------------------------------------------------------


def sigmoid_for_both(dA, cache, activation):
    """Use the sigmoid's slope in both branches."""
    linear_cache, Z = cache
    if activation == "relu":
        dZ = sigmoid_backward(dA, Z)
    else:
        dZ = sigmoid_backward(dA, Z)
    return template(dZ, linear_cache)


def relu_for_both(dA, cache, activation):
    """Ignore the argument."""
    linear_cache, Z = cache
    return operators(relu_backward(dA, Z), linear_cache)


def exchanged(dA, cache, activation):
    """Exchange the branches."""
    linear_cache, activation_cache = cache
    if activation == "sigmoid":
        dZ = relu_backward(dA, activation_cache)
    elif activation == "relu":
        dZ = sigmoid_backward(dA, activation_cache)
    return template(dZ, linear_cache)


def da_straight_on(dA, cache, activation):
    """Send dA into the linear part."""
    linear_cache, activation_cache = cache
    return template(dA, linear_cache)


def relu_itself(dA, cache, activation):
    """Multiply by relu(Z)."""
    linear_cache, Z = cache
    if activation == "relu":
        dZ = dA * np.maximum(0, Z)
    else:
        dZ = dA * sigmoid(Z) * (1 - sigmoid(Z))
    return operators(dZ, linear_cache)


def relu_of_da(dA, cache, activation):
    """Apply ReLU to dA."""
    linear_cache, Z = cache
    dZ = np.maximum(0, dA) if activation == "relu" else sigmoid_backward(dA, Z)
    return template(dZ, linear_cache)


def z_as_a(dA, cache, activation):
    """Take Z for the activation in s (1 - s)."""
    linear_cache, Z = cache
    dZ = dA * (Z > 0) if activation == "relu" else dA * Z * (1 - Z)
    return template(dZ, linear_cache)


def matrix_product(dA, cache, activation):
    """Multiply dA and the slope as matrices."""
    linear_cache, Z = cache
    if activation == "relu":
        dZ = np.dot(dA, Z > 0)
    else:
        dZ = np.dot(dA, sigmoid(Z) * (1 - sigmoid(Z)))
    return operators(dZ, linear_cache)


def capital_letters(dA, cache, activation):
    """Compare with another spelling."""
    linear_cache, Z = cache
    if activation == "ReLU":
        dZ = relu_backward(dA, Z)
    elif activation == "sigmoid":
        dZ = sigmoid_backward(dA, Z)
    return template(dZ, linear_cache)


def without_da(dA, cache, activation):
    """Use the slope alone."""
    linear_cache, Z = cache
    dZ = (Z > 0) * 1.0 if activation == "relu" else sigmoid(Z) * (1 - sigmoid(Z))
    return operators(dZ, linear_cache)


def sums_inside(dA, cache, activation):
    """Be right in the activation, and forget 1/m in the linear part."""
    linear_cache, Z = cache
    dZ = relu_backward(dA, Z) if activation == "relu" else sigmoid_backward(dA, Z)
    return sums(dZ, linear_cache)


def flat_inside(dA, cache, activation):
    """Be right in the activation, and forget keepdims in the linear part."""
    linear_cache, Z = cache
    dZ = relu_backward(dA, Z) if activation == "relu" else sigmoid_backward(dA, Z)
    return flat_linear(dZ, linear_cache)


def leaky(dA, cache, activation):
    """Let a little through where Z is negative."""
    linear_cache, Z = cache
    dZ = np.where(Z > 0, dA, 0.01 * dA) if activation == "relu" else sigmoid_backward(dA, Z)
    return operators(dZ, linear_cache)


def stops_at_dz(dA, cache, activation):
    """Return dZ."""
    linear_cache, Z = cache
    return dA * (Z > 0) if activation == "relu" else sigmoid_backward(dA, Z)


WRONG = {
    "the sigmoid's slope for both": (sigmoid_for_both, "linear_activation_backward.always_sigmoid"),
    "the argument ignored": (relu_for_both, "linear_activation_backward.always_relu"),
    "branches exchanged": (exchanged, "linear_activation_backward.exchanged"),
    "dA for dZ": (da_straight_on, "linear_activation_backward.no_slope"),
    "relu(Z) for its slope": (relu_itself, "linear_activation_backward.value_for_slope"),
    "ReLU of dA": (relu_of_da, "linear_activation_backward.sign_of_da"),
    "Z (1 - Z)": (z_as_a, "linear_activation_backward.slope_of_z"),
    "matrix product of dA and slope": (matrix_product, "linear_activation_backward.matrix_for_entries"),
    "ReLU in capital letters": (capital_letters, "linear_activation_backward.unknown_name"),
    "dA forgotten": (without_da, "linear_activation_backward.no_da"),
    "sums in the linear part": (sums_inside, "linear_activation_backward.no_mean"),
    "db flat": (flat_inside, "linear_activation_backward.db_flat"),
    "a leak": (leaky, ""),
    "returns dZ": (stops_at_dz, "linear_activation_backward.returns_dz"),
}
