"""Answers to the tasks of `deep-forward` on one layer: its linear part, and its activation."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.

import math

import numpy as np


def sigmoid(z):
    """Return the sigmoid as the first assignment has it."""
    return 1 / (1 + np.exp(-z))


def relu(z):
    """Return ReLU as the second assignment has it."""
    return np.maximum(0, z)


# ---- the layers -------------------------------------------------------------------------------------------------


def linear_forward(A, W, b):
    """Return Z and the linear cache."""
    return np.dot(W, A) + b, (A, W, b)


def linear_loops(A, W, b):
    """Write out all sums."""
    n, m = W.shape[0], A.shape[1]
    Z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            for k in range(W.shape[1]):
                Z[i, j] += W[i, k] * A[k, j]
            Z[i, j] += b[i, 0]
    return Z, (A, W, b)


def linear_by_example(A, W, b):
    """Go through the examples, and join the columns."""
    columns = []
    for i in range(A.shape[1]):
        columns.append(W @ A[:, i : i + 1] + b)
    return np.hstack(columns), (A, W, b)


def linear_in_place(A, W, b):
    """Add the bias in place."""
    Z = np.matmul(W, A).astype(float)
    Z += b
    assert Z.shape == (W.shape[0], A.shape[1])
    cache = [A, W, b]
    return [Z, cache]


def linear_matrix(A, W, b):
    """Compute with np.matrix."""
    Z = np.matrix(W) * np.matrix(A) + np.matrix(b)
    return Z, (A, W, b)


def linear_bias_column(A, W, b):
    """Take the bias into the weights: one more column, one more row of ones."""
    with_ones = np.vstack([A, np.ones((1, A.shape[1]))])
    return np.hstack([W, b]) @ with_ones, (A, W, b)


def linear_tiled(A, W, b):
    """Repeat the bias by hand, and print."""
    bias = np.repeat(b, A.shape[1], axis=1)
    Z = np.add(W.dot(A), bias)
    print("Z", Z.shape)
    return Z, (A.copy(), W.copy(), b.copy())


def linear_spoils(A, W, b):
    """Compute rightly, then change the arguments that the cache does not hold."""
    cache = (np.array(A), np.array(W), np.array(b))
    Z = np.tensordot(W, A, axes=1) + b
    A *= 0
    W += 1
    return Z, cache


def layer_if(A_prev, W, b, activation):
    """Use if and elif, as the template of many courses does."""
    if activation == "sigmoid":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = sigmoid(Z), Z
    elif activation == "relu":
        Z, linear_cache = linear_forward(A_prev, W, b)
        A, activation_cache = relu(Z), Z
    assert A.shape == (W.shape[0], A_prev.shape[1])
    cache = (linear_cache, activation_cache)
    return A, cache


def layer_table(A_prev, W, b, activation):
    """Look the activation up in a table."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    return {"relu": relu, "sigmoid": sigmoid}[activation](Z), (linear_cache, Z)


def layer_lists(A_prev, W, b, activation):
    """Pack everything into lists."""
    Z = W @ A_prev + b
    g = sigmoid if activation[0] == "s" else relu
    return [g(Z), [[A_prev, W, b], Z]]


def layer_inline(A_prev, W, b, activation):
    """Write the activations out."""
    Z = np.dot(W, A_prev) + b
    A = Z * (Z > 0) if activation == "relu" else 1.0 / (1.0 + np.exp(-Z))
    return A, ((A_prev, W, b), Z)


def layer_where(A_prev, W, b, activation):
    """Use np.where, and warn about what overflows."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    np.log(np.zeros(1))
    A = np.where(Z > 0, Z, 0) if activation.lower() == "relu" else np.where(Z >= 0, sigmoid(Z), sigmoid(Z))
    return A, (linear_cache, Z)


def layer_copy(A_prev, W, b, activation):
    """Clip a copy in place."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = Z.copy()
    if activation == "relu":
        A[A < 0] = 0
        return A, (linear_cache, Z)
    A = np.exp(A) / (np.exp(A) + 1)
    return A, (linear_cache, Z)


def layer_entry_by_entry(A_prev, W, b, activation):
    """Apply the activation entry by entry."""
    Z, linear_cache = linear_loops(A_prev, W, b)
    A = np.zeros_like(Z)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            A[i, j] = max(0, Z[i, j]) if activation == "relu" else 1 / (1 + math.exp(-Z[i, j]))
    return A, (linear_cache, Z)


def layer_match(A_prev, W, b, activation):
    """Compute by half-angle forms, in a match statement."""
    Z, linear_cache = linear_tiled(A_prev, W, b)
    match activation:
        case "relu":
            A = (Z + np.abs(Z)) / 2
        case "sigmoid":
            A = 0.5 * (1 + np.tanh(Z / 2))
        case _:
            raise ValueError(activation)
    return np.matrix(A), (linear_cache, Z)


def relu_in_place(Z):
    """Clip the array that was given."""
    Z[Z < 0] = 0
    return Z


def layer_clips_z(A_prev, W, b, activation):
    """Lose Z, since ReLU works in place."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    A = relu_in_place(Z) if activation == "relu" else sigmoid(Z)
    return A, (linear_cache, Z)


def layer_capital(A_prev, W, b, activation):
    """Compare with a name in capitals."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "sigmoid":
        A = sigmoid(Z)
    elif activation == "RELU":
        A = relu(Z)
    return A, (linear_cache, Z)


def layer_assigns(A_prev, W, b, activation):
    """Use the name of the function instead of the argument."""
    activation = "sigmoid"
    return layer_if(A_prev, W, b, activation)


def layer_two_ifs(A_prev, W, b, activation):
    """Let the second if undo the first."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    if activation == "relu":
        A = relu(Z)
    if activation != "sigmoid" or True:
        A = sigmoid(Z)
    return A, (linear_cache, Z)


def layer_on_input(A_prev, W, b, activation):
    """Apply the activation to what came in."""
    g = relu if activation == "relu" else sigmoid
    Z, linear_cache = linear_forward(g(A_prev), W, b)
    return Z, (linear_cache, Z)


RIGHT = {
    "linear_forward": {
        "np.dot": linear_forward,
        "at sign": lambda A, W, b: (W @ A + b, (A, W, b)),
        "einsum": lambda A, W, b: (np.einsum("ij,jk->ik", W, A) + b, (A, W, b)),
        "transposed twice": lambda A, W, b: ((A.T @ W.T + b.T).T, (A, W, b)),
        "three loops": linear_loops,
        "by example": linear_by_example,
        "in place, lists": linear_in_place,
        "np.matrix": linear_matrix,
        "bias as a column of weights": linear_bias_column,
        "bias repeated by hand": linear_tiled,
        "spoils its arguments": linear_spoils,
    },
    "linear_activation_forward": {
        "if and elif": layer_if,
        "a table": layer_table,
        "lists": layer_lists,
        "activations written out": layer_inline,
        "np.where and a warning": layer_where,
        "a copy, in place": layer_copy,
        "entry by entry": layer_entry_by_entry,
        "match, half-angle forms": layer_match,
    },
}

WRONG = {
    "linear_forward": {
        "no bias": (lambda A, W, b: (np.dot(W, A), (A, W, b)), "linear_forward.no_bias"),
        "W transposed": (lambda A, W, b: (np.dot(W.T, A) + b, (A, W, b)), "linear_forward.w_transposed"),
        "A times W": (lambda A, W, b: (A @ W + b, (A, W, b)), "linear_forward.order"),
        "examples in rows": (lambda A, W, b: (np.dot(A, W.T) + b, (A, W, b)), "linear_forward.rows_are_examples"),
        "entry by entry": (lambda A, W, b: (np.multiply(W, A) + b, (A, W, b)), "linear_forward.elementwise"),
        "bias subtracted": (lambda A, W, b: (W @ A + (-b), (A, W, b)), "linear_forward.bias_subtracted"),
        "bias added twice": (lambda A, W, b: (W @ A + 2 * b, (A, W, b)), ""),
        "only the first bias": (lambda A, W, b: (W @ A + b[0, 0], (A, W, b)), ""),
        "bias a row": (lambda A, W, b: (np.dot(W, A) + b.reshape(1, -1), (A, W, b)), "linear_forward.bias_transposed"),
        "cache of Z": (lambda A, W, b: (W @ A + b, (W @ A + b, W, b)), "linear_forward.cache_z_for_a"),
        "cache in another order": (lambda A, W, b: (W @ A + b, (W, A, b)), "linear_forward.cache_order"),
        "cache without b": (lambda A, W, b: (W @ A + b, (A, W)), "linear_forward.cache_short"),
        "cache as a dictionary": (
            lambda A, W, b: (W @ A + b, {"A": A, "W": W, "b": b}),
            "linear_forward.cache_dict",
        ),
        "no cache": (lambda A, W, b: np.dot(W, A) + b, "linear_forward.z_only"),
        "with ReLU": (lambda A, W, b: (relu(W @ A + b), (A, W, b)), "linear_forward.activated"),
    },
    "linear_activation_forward": {
        "ReLU in place": (layer_clips_z, "linear_activation_forward.relu_in_place"),
        "name in capitals": (layer_capital, "linear_activation_forward.unknown_name"),
        "activation overwritten": (layer_assigns, "linear_activation_forward.always_sigmoid"),
        "second if undoes the first": (layer_two_ifs, "linear_activation_forward.always_sigmoid"),
        "activation of what came in": (layer_on_input, ""),
        "names exchanged": (
            lambda A_prev, W, b, activation: layer_if(A_prev, W, b, "relu" if activation == "sigmoid" else "sigmoid"),
            "linear_activation_forward.exchanged",
        ),
        "Z returned": (
            lambda A_prev, W, b, activation: (W @ A_prev + b, ((A_prev, W, b), W @ A_prev + b)),
            "linear_activation_forward.no_activation",
        ),
        "A in the cache": (
            lambda A_prev, W, b, activation: (
                layer_if(A_prev, W, b, activation)[0],
                ((A_prev, W, b), layer_if(A_prev, W, b, activation)[0]),
            ),
            "linear_activation_forward.cache_a_for_z",
        ),
        "flat cache": (
            lambda A_prev, W, b, activation: (
                layer_if(A_prev, W, b, activation)[0],
                (A_prev, W, b, np.dot(W, A_prev) + b),
            ),
            "linear_activation_forward.cache_flat",
        ),
        "cache without Z": (
            lambda A_prev, W, b, activation: (layer_if(A_prev, W, b, activation)[0], (A_prev, W, b)),
            "linear_activation_forward.cache_without_z",
        ),
        "three values": (
            lambda A_prev, W, b, activation: (
                layer_if(A_prev, W, b, activation)[0],
                *linear_forward(A_prev, W, b)[::-1],
            ),
            "linear_activation_forward.three_values",
        ),
        "tanh": (
            lambda A_prev, W, b, activation: (
                np.tanh(W @ A_prev + b) if activation == "relu" else sigmoid(W @ A_prev + b),
                ((A_prev, W, b), W @ A_prev + b),
            ),
            "linear_activation_forward.tanh",
        ),
        "leaky ReLU": (
            lambda A_prev, W, b, activation: (
                np.maximum(0.01 * (W @ A_prev + b), W @ A_prev + b)
                if activation == "relu"
                else sigmoid(W @ A_prev + b),
                ((A_prev, W, b), W @ A_prev + b),
            ),
            "linear_activation_forward.leaky",
        ),
        "activation ignored": (
            lambda A_prev, W, b, activation: (relu(W @ A_prev + b), ((A_prev, W, b), W @ A_prev + b)),
            "linear_activation_forward.always_relu",
        ),
    },
}
