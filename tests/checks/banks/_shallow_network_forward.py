"""Answers to `forward_propagation` and `predict` of `shallow-network`, as learners write them."""

import math

import numpy as np

from tests.checks.banks._shallow_network import right, wrong

NAME = "forward_propagation"


def sigmoid(z):
    """Return the sigmoid, in its textbook form."""
    return 1 / (1 + np.exp(-z))


def take(parameters):
    """Return the four parameters."""
    return parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]


@right(NAME, "np.dot, as in the lecture")
def _(X, parameters):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    assert A2.shape == (W2.shape[0], X.shape[1])
    cache = {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}
    return A2, cache


@right(NAME, "@")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ A1 + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@right(NAME, "np.matmul and np.add")
def _(X, parameters):
    Z1 = np.add(np.matmul(parameters["W1"], X), parameters["b1"])
    A1 = np.tanh(Z1)
    Z2 = np.add(np.matmul(parameters["W2"], A1), parameters["b2"])
    A2 = 1.0 / (1.0 + np.exp(-1.0 * Z2))
    cache = dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2)
    return A2, cache


@right(NAME, "einsum")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.einsum("jk,ki->ji", W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.einsum("jk,ki->ji", W2, A1) + b2
    A2 = sigmoid(Z2)
    return [A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}]


@right(NAME, "example by example")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    m = X.shape[1]
    Z1, Z2 = np.zeros((len(W1), m)), np.zeros((len(W2), m))
    A1, A2 = np.zeros_like(Z1), np.zeros_like(Z2)
    for i in range(m):
        x = X[:, i].reshape(-1, 1)
        Z1[:, [i]] = np.dot(W1, x) + b1
        A1[:, [i]] = np.tanh(Z1[:, [i]])
        Z2[:, [i]] = np.dot(W2, A1[:, [i]]) + b2
        A2[:, [i]] = sigmoid(Z2[:, [i]])
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@right(NAME, "neuron by neuron with math.tanh")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    (n_h, n_x), n_y, m = W1.shape, W2.shape[0], X.shape[1]
    Z1, A1 = np.empty((n_h, m)), np.empty((n_h, m))
    Z2, A2 = np.empty((n_y, m)), np.empty((n_y, m))
    for i in range(m):
        for j in range(n_h):
            Z1[j, i] = b1[j, 0] + sum(W1[j, k] * X[k, i] for k in range(n_x))
            A1[j, i] = math.tanh(Z1[j, i])
        for j in range(n_y):
            Z2[j, i] = b2[j, 0] + sum(W2[j, k] * A1[k, i] for k in range(n_h))
            A2[j, i] = 1 / (1 + math.exp(-Z2[j, i]))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@right(NAME, "tanh from exp")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = W1.dot(X) + b1
    A1 = (np.exp(Z1) - np.exp(-Z1)) / (np.exp(Z1) + np.exp(-Z1))
    Z2 = W2.dot(A1) + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@right(NAME, "np.matrix")
def _(X, parameters):
    W1, b1, W2, b2 = map(np.matrix, take(parameters))
    Z1 = W1 * np.matrix(X) + b1
    A1 = np.tanh(Z1)
    Z2 = W2 * A1 + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@right(NAME, "transposed throughout, further entries, prints")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    H = X.T @ W1.T + b1.T
    print(H.shape)
    O = np.tanh(H) @ W2.T + b2.T  # noqa: E741
    A2 = sigmoid(O).T
    return A2, {"Z1": H.T, "A1": np.tanh(H).T, "Z2": O.T, "A2": A2, "X": X, "W1": W1}


@right(NAME, "changes its arguments")
def _(X, parameters):
    W1 = parameters.pop("W1")
    b1 = parameters.pop("b1")
    Z1 = np.dot(W1, X)
    Z1 += b1
    A1 = np.tanh(Z1)
    Z2 = parameters["W2"] @ A1
    Z2 += parameters["b2"]
    X *= 0
    return sigmoid(Z2), {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": sigmoid(Z2)}


@wrong(NAME, "sigmoid in both layers", "sigmoid_hidden")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(W1, X) + b1
    A1 = sigmoid(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "ReLU", "relu_hidden")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(W1, X) + b1
    A1 = np.maximum(0, Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "tanh in both layers", "tanh_output")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = np.tanh(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "Z1 passed on", "tanh_unused")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, Z1) + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "no biases", "no_biases")
def _(X, parameters):
    Z1 = np.dot(parameters["W1"], X)
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1)
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "b1 in both layers")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b1
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "W1.T, as for the single neuron", "transposed")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(W1.T, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2.T, A1) + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "X first", "order")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(X, W1) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(A1, W2) + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "entry by entry", "elementwise")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = W1 * X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 * A1 + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "no output activation", "no_sigmoid")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = Z2
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "cache as a tuple", "cache_list")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = sigmoid(Z2)
    cache = (Z1, A1, Z2, A2)
    return A2, cache


@wrong(NAME, "A2 alone", "no_cache")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    A1 = np.tanh(W1 @ X + b1)
    return sigmoid(W2 @ A1 + b2)


@wrong(NAME, "second layer reads X", "reads_x")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    Z2 = W2 @ X + b2
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


@wrong(NAME, "cache of Z2 keeps A2")
def _(X, parameters):
    W1, b1, W2, b2 = take(parameters)
    Z1 = W1 @ X + b1
    A1 = np.tanh(Z1)
    A2 = sigmoid(W2 @ A1 + b2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": A2, "A2": A2}


# ---- predict ---------------------------------------------------------------------------------------------------

PREDICT = "predict"


def forward_propagation(X, parameters):
    """Return A2 and a cache: a learner's right forward pass."""
    W1, b1, W2, b2 = take(parameters)
    A1 = np.tanh(np.dot(W1, X) + b1)
    A2 = sigmoid(np.dot(W2, A1) + b2)
    return A2, {"A1": A1, "Z2": np.dot(W2, A1) + b2, "A2": A2}


@right(PREDICT, "bool")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    predictions = A2 > 0.5
    return predictions


@right(PREDICT, "np.round")
def _(parameters, X):
    A2, _ = forward_propagation(X, parameters)
    return np.round(A2)


@right(PREDICT, "np.where")
def _(parameters, X):
    return np.where(forward_propagation(X, parameters)[0] > 0.5, 1, 0)


@right(PREDICT, "astype(int)")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return (A2 >= 0.5).astype(int)


@right(PREDICT, "loop")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    labels = np.zeros(A2.shape)
    for k in range(A2.shape[0]):
        for i in range(A2.shape[1]):
            if A2[k, i] > 0.5:
                labels[k, i] = 1
    return labels


@right(PREDICT, "sign of Z2")
def _(parameters, X):
    _, cache = forward_propagation(X, parameters)
    return 1.0 * (cache["Z2"] > 0)


@right(PREDICT, "changes A2 in place")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    A2[A2 > 0.5] = 1
    A2[A2 <= 0.5] = 0
    print(A2)
    return A2


@right(PREDICT, "np.matrix, rint")
def _(parameters, X):
    return np.matrix(np.rint(forward_propagation(X, parameters)[0]))


@wrong(PREDICT, "probabilities", "probabilities")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return A2


@wrong(PREDICT, "less than one half", "inverted")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return (A2 < 0.5) * 1


@wrong(PREDICT, "above 0", "threshold_zero")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return A2 > 0


@wrong(PREDICT, "cut to whole numbers", "always_zero")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return A2.astype(int)


@wrong(PREDICT, "-1 and 1", "signs")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return np.where(A2 > 0.5, 1, -1)


@wrong(PREDICT, "squeezed", "flat")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return np.squeeze(A2 > 0.5).flatten()


@wrong(PREDICT, "Z2 above 0.5", "threshold_on_z")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return np.array(cache["Z2"] > 0.5, dtype=float)


@wrong(PREDICT, "hidden layer's answer", "reads_cache")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    return cache["A1"] > 0.5


@wrong(PREDICT, "if on the whole array")
def _(parameters, X):
    A2, cache = forward_propagation(X, parameters)
    if A2 > 0.5:
        return 1
    return 0


@wrong(PREDICT, "forward pass without tanh", "no_tanh")
def _(parameters, X):
    W1, b1, W2, b2 = take(parameters)
    return sigmoid(W2 @ (W1 @ X + b1) + b2) > 0.5
