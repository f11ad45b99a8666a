"""Answers to `backward_propagation` of `shallow-network`, right and wrong, as learners write them."""

import numpy as np

from tests.checks.banks._shallow_network import right, wrong

NAME = "backward_propagation"


@right(NAME, "np.dot and np.power, as in the lecture")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    A1 = cache["A1"]
    A2 = cache["A2"]
    dZ2 = A2 - Y
    dW2 = (1 / m) * np.dot(dZ2, A1.T)
    db2 = (1 / m) * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))
    dW1 = (1 / m) * np.dot(dZ1, X.T)
    db1 = (1 / m) * np.sum(dZ1, axis=1, keepdims=True)
    assert dW1.shape == W1.shape
    grads = {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
    return grads


@right(NAME, "@ and division")
def _(parameters, cache, X, Y):
    m = Y.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }


@right(NAME, "tanh of Z1")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    g_prime = 1 - np.tanh(cache["Z1"]) ** 2
    dZ1 = np.matmul(parameters["W2"].T, dZ2) * g_prime
    grads = {}
    grads["dW2"] = np.matmul(dZ2, cache["A1"].T) / m
    grads["db2"] = np.mean(dZ2, axis=1, keepdims=True)
    grads["dW1"] = np.matmul(dZ1, X.T) / m
    grads["db1"] = np.mean(dZ1, axis=1, keepdims=True)
    return grads


@right(NAME, "cosh")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T.dot(dZ2) / np.cosh(cache["Z1"]) ** 2
    db1, db2 = np.sum(dZ1, 1).reshape(-1, 1) / m, np.sum(dZ2, 1)[:, None] / m
    return {"dW1": dZ1.dot(X.T) / m, "db1": db1, "dW2": dZ2.dot(cache["A1"].T) / m, "db2": db2}


@right(NAME, "einsum")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    A1 = cache["A1"]
    E = (cache["A2"] - Y) / m
    H = np.einsum("kj,ki,ji->ji", parameters["W2"], E, 1 - A1 * A1)
    return {
        "dW1": np.einsum("ji,ki->jk", H, X),
        "db1": np.einsum("ji->j", H).reshape(-1, 1),
        "dW2": np.einsum("ji,ki->jk", E, A1),
        "db2": np.einsum("ji->j", E).reshape(-1, 1),
        "dZ1": H,
    }


@right(NAME, "example by example")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    W1, W2 = parameters["W1"], parameters["W2"]
    dW1, dW2 = np.zeros(W1.shape), np.zeros(W2.shape)
    db1, db2 = np.zeros((W1.shape[0], 1)), np.zeros((W2.shape[0], 1))
    for i in range(m):
        x, a1 = X[:, i : i + 1], cache["A1"][:, i : i + 1]
        dz2 = cache["A2"][:, i : i + 1] - Y[:, i : i + 1]
        dz1 = W2.T @ dz2 * (1 - a1**2)
        dW1 += dz1 @ x.T
        dW2 += dz2 @ a1.T
        db1 += dz1
        db2 += dz2
    return {"dW1": dW1 / m, "db1": db1 / m, "dW2": dW2 / m, "db2": db2 / m}


@right(NAME, "loops over everything")
def _(parameters, cache, X, Y):
    n_x, m = X.shape
    W2, A1, A2 = parameters["W2"], cache["A1"], cache["A2"]
    n_y, n_h = W2.shape
    grads = {
        "dW1": np.zeros((n_h, n_x)),
        "db1": np.zeros((n_h, 1)),
        "dW2": np.zeros((n_y, n_h)),
        "db2": np.zeros((n_y, 1)),
    }
    for i in range(m):
        for k in range(n_y):
            error = (A2[k, i] - Y[k, i]) / m
            grads["db2"][k, 0] += error
            for j in range(n_h):
                grads["dW2"][k, j] += error * A1[j, i]
                back = W2[k, j] * error * (1 - A1[j, i] ** 2)
                grads["db1"][j, 0] += back
                for p in range(n_x):
                    grads["dW1"][j, p] += back * X[p, i]
    return grads


@right(NAME, "np.matrix")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    A1 = np.matrix(cache["A1"])
    dZ2 = np.matrix(cache["A2"] - Y)
    dZ1 = np.multiply(np.matrix(parameters["W2"]).T * dZ2, 1 - np.square(A1))
    return {"dW1": dZ1 * X.T / m, "db1": dZ1.sum(axis=1) / m, "dW2": dZ2 * A1.T / m, "db2": dZ2.sum(axis=1) / m}


@right(NAME, "products with a column of ones")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    ones = np.ones((m, 1))
    dZ2 = cache["A2"] - Y
    dZ1 = (parameters["W2"].T @ dZ2) * (1 - cache["A1"]) * (1 + cache["A1"])
    return {"dW1": dZ1 @ X.T / m, "db1": dZ1 @ ones / m, "dW2": dZ2 @ cache["A1"].T / m, "db2": dZ2 @ ones / m}


@right(NAME, "forward once more, from the parameters")
def _(parameters, cache, X, Y):
    A1 = np.tanh(parameters["W1"] @ X + parameters["b1"])
    A2 = 1 / (1 + np.exp(-(parameters["W2"] @ A1 + parameters["b2"])))
    m = X.shape[1]
    dZ2 = A2 - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - A1**2)
    db1, db2 = dZ1.mean(1, keepdims=True), dZ2.mean(1, keepdims=True)
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ A1.T / m, "db2": db2}


@right(NAME, "changes its arguments")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"]
    dZ2 -= Y
    dZ2 /= m
    dW2 = dZ2 @ cache["A1"].T
    slope = cache.pop("A1")
    slope **= 2
    dZ1 = parameters["W2"].T @ dZ2
    dZ1 *= 1 - slope
    return {
        "dW1": dZ1 @ X.T,
        "db1": np.add.reduce(dZ1, axis=1, keepdims=True),
        "dW2": dW2,
        "db2": np.add.reduce(dZ2, axis=1, keepdims=True),
    }


@right(NAME, "gradients of the activations too, prints")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dA2 = -(Y / A2) + (1 - Y) / (1 - A2)
    dZ2 = dA2 * A2 * (1 - A2)
    dA1 = np.dot(parameters["W2"].T, dZ2)
    dZ1 = dA1 * (1 - A1**2)
    print(dA1.shape, dZ1.shape)
    return {
        "dA2": dA2,
        "dA1": dA1,
        "dW2": np.dot(dZ2, A1.T) / m,
        "db2": np.sum(dZ2, axis=-1, keepdims=True) / m,
        "dW1": np.dot(dZ1, X.T) / m,
        "db1": np.sum(dZ1, axis=-1, keepdims=True) / m,
    }


# ---- wrong -----------------------------------------------------------------------------------------------------


@wrong(NAME, "1/m forgotten everywhere", "no_mean")
def _(parameters, cache, X, Y):
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - np.power(cache["A1"], 2))
    return {
        "dW1": np.dot(dZ1, X.T),
        "db1": np.sum(dZ1, axis=1, keepdims=True),
        "dW2": np.dot(dZ2, cache["A1"].T),
        "db2": np.sum(dZ2, axis=1, keepdims=True),
    }


@wrong(NAME, "1/m forgotten in dW1", "no_mean_dw")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "1/m forgotten in both db", "no_mean_db")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True), np.sum(dZ2, axis=1, keepdims=True)
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "np.mean divided by m", "divided_twice")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = 1 / m * np.mean(dZ1, axis=1, keepdims=True), 1 / m * np.mean(dZ2, axis=1, keepdims=True)
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "m is X.shape[0]", "m_from_rows")
def _(parameters, cache, X, Y):
    m = X.shape[0]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "len(Y)", "m_from_rows")
def _(parameters, cache, X, Y):
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    grads = {"dW1": dZ1 @ X.T, "dW2": dZ2 @ cache["A1"].T}
    grads["db1"], grads["db2"] = dZ1.sum(axis=1, keepdims=True), dZ2.sum(axis=1, keepdims=True)
    return {name: value / len(Y) for name, value in grads.items()}


@wrong(NAME, "Y - A2", "sign")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = Y - cache["A2"]
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "slope of the sigmoid at the output", "dz2_with_slope")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = (A2 - Y) * A2 * (1 - A2)
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - A1**2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": np.dot(dZ1, X.T) / m, "db1": db1, "dW2": np.dot(dZ2, A1.T) / m, "db2": db2}


@wrong(NAME, "no slope", "no_slope")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(parameters["W2"].T, dZ2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "square forgotten", "slope_not_squared")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.multiply(np.dot(parameters["W2"].T, dZ2), 1 - cache["A1"])
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "Z1 squared", "slope_of_z")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.multiply(np.dot(parameters["W2"].T, dZ2), 1 - np.power(cache["Z1"], 2))
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "slope of the sigmoid in the hidden layer", "sigmoid_slope")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    A1 = cache["A1"]
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(parameters["W2"].T, dZ2) * A1 * (1 - A1)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ A1.T / m, "db2": db2}


@wrong(NAME, "sigmoid of Z1 in its slope", "sigmoid_slope")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    s = 1 / (1 + np.exp(-cache["Z1"]))
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * s * (1 - s)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "tanh of A1", "tanh_twice")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - np.tanh(cache["A1"]) ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "W2 not transposed", "w2_not_transposed")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(parameters["W2"], dZ2) * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "W1 for W2", "w1_for_w2")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(parameters["W1"].T, dZ2) * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "matrix product with the slope", "matrix_for_entries")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(np.dot(parameters["W2"].T, dZ2), 1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "A1 not transposed", "not_transposed")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2 = np.dot(dZ2, cache["A1"]) / m
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": np.dot(dZ1, X) / m, "db1": db1, "dW2": dW2, "db2": db2}


@wrong(NAME, "inputs first, as for the single neuron", "transpose")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": np.dot(X, dZ1.T) / m, "db1": db1, "dW2": np.dot(cache["A1"], dZ2.T) / m, "db2": db2}


@wrong(NAME, "dW2 from X", "swapped_inputs")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ X.T / m, "db2": db2}


@wrong(NAME, "dW1 from A1", "swapped_inputs")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ cache["A1"].T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "keepdims forgotten", "db_flat")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = 1 / m * np.sum(dZ1, axis=1), 1 / m * np.sum(dZ2, axis=1)
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "axis=0", "db_axis")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=0, keepdims=True) / m, np.sum(dZ2, axis=0, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "axis forgotten", "db_of_all")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = 1 / m * np.sum(dZ1, keepdims=True), 1 / m * np.sum(dZ2, keepdims=True)
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "one number for db2, as for the single neuron", "db_of_all")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}


@wrong(NAME, "db not summed", "db_not_summed")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    return {"dW1": dZ1 @ X.T / m, "db1": dZ1 / m, "dW2": dZ2 @ cache["A1"].T / m, "db2": dZ2 / m}


@wrong(NAME, "names of the layers swapped", "names")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dW2, db2 = dZ2 @ cache["A1"].T / m, np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    dW1, db1 = dZ1 @ X.T / m, np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW2, "db1": db2, "dW2": dW1, "db2": db1}


@wrong(NAME, "names without d", "short_names")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    b1, b2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"W1": dZ1 @ X.T / m, "b1": b1, "W2": dZ2 @ cache["A1"].T / m, "b2": b2}


@wrong(NAME, "four values", "tuple")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return dZ1 @ X.T / m, db1, dZ2 @ cache["A1"].T / m, db2


@wrong(NAME, "dZ for all examples added up first")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = np.sum(cache["A2"] - Y, axis=1, keepdims=True) / m
    dZ1 = parameters["W2"].T @ dZ2 * (1 - np.mean(cache["A1"], axis=1, keepdims=True) ** 2)
    dW2 = dZ2 @ np.mean(cache["A1"], axis=1, keepdims=True).T
    return {"dW1": dZ1 @ np.mean(X, axis=1, keepdims=True).T, "db1": dZ1, "dW2": dW2, "db2": dZ2}


@wrong(NAME, "labels rounded against", "sign")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    error = np.subtract(Y, cache["A2"])
    hidden = np.multiply(parameters["W2"].T.dot(error), 1 - np.square(cache["A1"]))
    grads = {"dW2": error.dot(cache["A1"].T), "db2": error.sum(axis=1, keepdims=True)}
    grads |= {"dW1": hidden.dot(X.T), "db1": hidden.sum(axis=1, keepdims=True)}
    return {name: grad / m for name, grad in grads.items()}


@wrong(NAME, "square of the wrong factor")
def _(parameters, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = parameters["W2"].T @ dZ2 * (1 - cache["A1"]) ** 2
    db1, db2 = np.sum(dZ1, axis=1, keepdims=True) / m, np.sum(dZ2, axis=1, keepdims=True) / m
    return {"dW1": dZ1 @ X.T / m, "db1": db1, "dW2": dZ2 @ cache["A1"].T / m, "db2": db2}
