"""Wrong answers to the task of `deep-backward` on the linear part of a layer."""

# Learners' code stays as they write it, with names that are not used.
# ruff: noqa: RUF059

import numpy as np


def sums(dZ, cache):
    """Forget 1/m in both."""
    A_prev, W, b = cache
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T), np.sum(dZ, axis=1, keepdims=True)


def sum_in_dw(dZ, cache):
    """Forget 1/m in dW."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.matmul(dZ, A_prev.T)
    return np.matmul(W.T, dZ), dW, np.sum(dZ, axis=1, keepdims=True) / m


def sum_in_db(dZ, cache):
    """Forget 1/m in db."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, (1 / m) * dZ @ A_prev.T, np.sum(dZ, axis=1, keepdims=True)


def m_is_features(dZ, cache):
    """Take the rows of A_prev for m."""
    A_prev, W, b = cache
    m = A_prev.shape[0]
    return W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m


def m_is_len(dZ, cache):
    """Take len(dZ) for m."""
    A_prev, W, b = cache
    m = len(dZ)
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return np.dot(W.T, dZ), dW, db


def all_three_divided(dZ, cache):
    """Divide dA_prev as well."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ) / m, np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def dz_divided_first(dZ, cache):
    """Divide dZ at the beginning, so that dA_prev is divided too."""
    A_prev, W, b = cache
    dZ = dZ / A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T, dZ.sum(axis=1, keepdims=True)


def mean_and_divided(dZ, cache):
    """Take the mean and divide again."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, 1 / m * np.mean(dZ, axis=1, keepdims=True)


def no_transpose_dot(dZ, cache):
    """Forget both transposes."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W, dZ)
    return dA_prev, dW, db


def dw_the_other_way(dZ, cache):
    """Exchange the factors of dW."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, (A_prev @ dZ.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def w_as_it_is(dZ, cache):
    """Forget the transpose of W."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = 1 / m * dZ @ A_prev.T
    db = 1 / m * np.sum(dZ, axis=1, keepdims=True)
    return W @ dZ, dW, db


def order_of_da(dZ, cache):
    """Put dZ on the left of W, transposed."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.dot(dZ.T, W), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def star_for_da(dZ, cache):
    """Use the star for dA_prev."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = dZ @ A_prev.T / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = W.T * dZ
    return dA_prev, dW, db


def star_for_dw(dZ, cache):
    """Use the star for dW."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = dZ * A_prev / m
    return np.dot(W.T, dZ), dW, np.sum(dZ, axis=1, keepdims=True) / m


def down_the_columns(dZ, cache):
    """Sum over axis 0."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ, axis=0, keepdims=True) / m


def no_keepdims(dZ, cache):
    """Sum without keepdims."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ.sum(axis=1) / m


def squeezed(dZ, cache):
    """Squeeze db, as an old template does."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    db = np.squeeze(np.sum(dZ, axis=1, keepdims=True)) / m
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, db


def one_bias(dZ, cache):
    """Sum over everything, as for one neuron."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.sum(dZ) / m


def no_sum(dZ, cache):
    """Forget the sum of db."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, dZ / m


def row_of_biases(dZ, cache):
    """Make db a row."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, (np.sum(dZ, axis=1) / m).reshape(1, -1)


def returned_as_computed(dZ, cache):
    """Return in the order of the computation."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(W.T, dZ)
    return dW, db, dA_prev


def unpacked_in_wrong_order(dZ, cache):
    """Unpack W first."""
    W, A_prev, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return np.dot(W.T, dZ), dW, db


def two_only(dZ, cache):
    """Return the gradients of the parameters alone."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m


def through_dw(dZ, cache):
    """Write dW where W belongs."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.dot(dZ, A_prev.T) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    dA_prev = np.dot(dW.T, dZ)
    return dA_prev, dW, db


def integer_division(dZ, cache):
    """Divide with two slashes."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, (dZ @ A_prev.T) // m, np.sum(dZ, axis=1, keepdims=True) // m


def half(dZ, cache):
    """Divide by 2m."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / (2 * m), np.sum(dZ, axis=1, keepdims=True) / (2 * m)


def minus(dZ, cache):
    """Put the minus of the step in here."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, -(dZ @ A_prev.T) / m, -np.sum(dZ, axis=1, keepdims=True) / m


def fixed_m(dZ, cache):
    """Write the number of examples that the course's pictures have."""
    A_prev, W, b = cache
    return W.T @ dZ, dZ @ A_prev.T / 209, np.sum(dZ, axis=1, keepdims=True) / 209


def first_neuron_only(dZ, cache):
    """Give every neuron the first one's db."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return W.T @ dZ, dZ @ A_prev.T / m, np.full(b.shape, np.sum(dZ[0]) / m)


WRONG = {
    "sums in dW and db": (sums, "linear_backward.no_mean"),
    "a sum in dW": (sum_in_dw, "linear_backward.no_mean_dw"),
    "a sum in db": (sum_in_db, "linear_backward.no_mean_db"),
    "m from the rows of A_prev": (m_is_features, "linear_backward.m_from_rows"),
    "m is len(dZ)": (m_is_len, "linear_backward.m_from_rows"),
    "dA_prev divided as well": (all_three_divided, "linear_backward.da_divided"),
    "dZ divided first": (dz_divided_first, "linear_backward.da_divided"),
    "mean and divided": (mean_and_divided, "linear_backward.divided_twice"),
    "no transposes": (no_transpose_dot, "linear_backward.dw_not_transposed"),
    "the factors of dW exchanged": (dw_the_other_way, "linear_backward.dw_transposed"),
    "W not transposed": (w_as_it_is, "linear_backward.w_not_transposed"),
    "dZ.T @ W": (order_of_da, "linear_backward.da_transposed"),
    "star for dA_prev": (star_for_da, "linear_backward.da_elementwise"),
    "star for dW": (star_for_dw, "linear_backward.dw_elementwise"),
    "db over axis 0": (down_the_columns, "linear_backward.db_axis"),
    "no keepdims": (no_keepdims, "linear_backward.db_flat"),
    "db squeezed": (squeezed, "linear_backward.db_flat"),
    "db is one number": (one_bias, "linear_backward.db_of_all"),
    "db not summed": (no_sum, "linear_backward.db_not_summed"),
    "db is a row": (row_of_biases, "linear_backward.db_row"),
    "returned in the order of the computation": (returned_as_computed, "linear_backward.order"),
    "W unpacked first": (unpacked_in_wrong_order, "linear_backward.cache_order"),
    "no dA_prev": (two_only, "linear_backward.without_da"),
    "dW for W": (through_dw, "linear_backward.dw_for_w"),
    "integer division": (integer_division, ""),
    "divided by 2m": (half, ""),
    "the minus of the step": (minus, "linear_backward.sign"),
    "m written as 209": (fixed_m, ""),
    "the first neuron's db for all": (first_neuron_only, ""),
}
