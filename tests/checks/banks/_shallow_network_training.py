"""Answers to `update_parameters` and `nn_model` of `shallow-network`, right and wrong, as learners write them."""

import copy

import numpy as np

from tests.checks.banks._shallow_network import right, wrong

UPDATE = "update_parameters"


@right(UPDATE, "line by line")
def _(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    W1 = W1 - learning_rate * grads["dW1"]
    b1 = b1 - learning_rate * grads["db1"]
    W2 = W2 - learning_rate * grads["dW2"]
    b2 = b2 - learning_rate * grads["db2"]
    parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return parameters


@right(UPDATE, "in place, array by array")
def _(parameters, grads, learning_rate=1.2):
    parameters["W1"] -= learning_rate * grads["dW1"]
    parameters["b1"] -= learning_rate * grads["db1"]
    parameters["W2"] -= learning_rate * grads["dW2"]
    parameters["b2"] -= learning_rate * grads["db2"]
    return parameters


@right(UPDATE, "loop over the layers")
def _(parameters, grads, learning_rate=1.2):
    L = len(parameters) // 2
    for layer in range(L):
        for kind in "Wb":
            name = kind + str(layer + 1)
            parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters


@right(UPDATE, "comprehension")
def _(parameters, grads, learning_rate=1.2):
    return {key: value - learning_rate * grads[f"d{key}"] for key, value in parameters.items()}


@right(UPDATE, "copy.deepcopy")
def _(parameters, grads, learning_rate=1.2):
    new = copy.deepcopy(parameters)
    for key in new:
        new[key] += -learning_rate * grads["d" + key]
    return new


@right(UPDATE, "np.subtract and np.multiply")
def _(parameters, grads, learning_rate=1.2):
    result = {}
    for key in ("W1", "b1", "W2", "b2"):
        result[key] = np.subtract(parameters[key], np.multiply(learning_rate, grads["d" + key]))
    return result


@right(UPDATE, "scales the gradients in place, keeps them too")
def _(parameters, grads, learning_rate=1.2):
    for key in list(grads):
        grads[key] *= learning_rate
    step = {key: parameters[key] - grads["d" + key] for key in ("W1", "W2", "b1", "b2")}
    return {**grads, **step}


@right(UPDATE, "entry by entry, prints")
def _(parameters, grads, learning_rate=1.2):
    out = {}
    for key, value in parameters.items():
        new = np.zeros(value.shape)
        for i in range(value.shape[0]):
            for j in range(value.shape[1]):
                new[i, j] = value[i, j] - learning_rate * grads["d" + key][i, j]
        out[key] = new
        print(key, new)
    return out


@right(UPDATE, "np.matrix")
def _(parameters, grads, learning_rate=1.2):
    return {k: np.matrix(v) - learning_rate * np.matrix(grads["d" + k]) for k, v in parameters.items()}


@wrong(UPDATE, "plus", "ascent")
def _(parameters, grads, learning_rate=1.2):
    return {key: value + learning_rate * grads["d" + key] for key, value in parameters.items()}


@wrong(UPDATE, "no learning rate", "no_learning_rate")
def _(parameters, grads, learning_rate=1.2):
    for key in parameters:
        parameters[key] = parameters[key] - grads["d" + key]
    return parameters


@wrong(UPDATE, "1.2 always", "fixed_learning_rate")
def _(parameters, grads, learning_rate=1.2):
    learning_rate = 1.2
    return {key: value - learning_rate * grads["d" + key] for key, value in parameters.items()}


@wrong(UPDATE, "weights only", "no_biases")
def _(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    return {"W1": W1, "b1": parameters["b1"], "W2": W2, "b2": parameters["b2"]}


@wrong(UPDATE, "second layer only", "one_layer")
def _(parameters, grads, learning_rate=1.2):
    parameters["W2"] -= learning_rate * grads["dW2"]
    parameters["b2"] -= learning_rate * grads["db2"]
    return parameters


@wrong(UPDATE, "new values not kept", "unchanged")
def _(parameters, grads, learning_rate=1.2):
    W1, b1, W2, b2 = (parameters[k] for k in ("W1", "b1", "W2", "b2"))
    W1 = W1 - learning_rate * grads["dW1"]
    b1 = b1 - learning_rate * grads["db1"]
    W2 = W2 - learning_rate * grads["dW2"]
    b2 = b2 - learning_rate * grads["db2"]
    return parameters


@wrong(UPDATE, "only the step", "only_step")
def _(parameters, grads, learning_rate=1.2):
    return {"W1": -learning_rate * grads["dW1"], "b1": -learning_rate * grads["db1"]} | {
        "W2": -learning_rate * grads["dW2"],
        "b2": -learning_rate * grads["db2"],
    }


@wrong(UPDATE, "divided by the learning rate", "divided")
def _(parameters, grads, learning_rate=1.2):
    return {key: value - grads["d" + key] / learning_rate for key, value in parameters.items()}


@wrong(UPDATE, "gradients of the wrong layer")
def _(parameters, grads, learning_rate=1.2):
    W1 = parameters["W1"] - learning_rate * grads["dW2"]
    W2 = parameters["W2"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db2"]
    b2 = parameters["b2"] - learning_rate * grads["db1"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


@wrong(UPDATE, "gradients returned", "returns_grads")
def _(parameters, grads, learning_rate=1.2):
    for key in parameters:
        parameters[key] -= learning_rate * grads["d" + key]
    return grads


# ---- training --------------------------------------------------------------------------------------------------

MODEL = "nn_model"


def layer_sizes(X, Y):
    """Return the sizes of the layers."""
    return X.shape[0], 4, Y.shape[0]


def initialize_parameters(n_x, n_h, n_y):
    """Return a random start, from the global generator."""
    W1 = np.random.randn(n_h, n_x) * 0.01
    W2 = np.random.randn(n_y, n_h) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


def forward_propagation(X, parameters):
    """Return the predictions and a cache."""
    Z1 = np.dot(parameters["W1"], X) + parameters["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(parameters["W2"], A1) + parameters["b2"]
    A2 = 1 / (1 + np.exp(-Z2))
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2, Y):
    """Return the cost."""
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / Y.shape[1]


def backward_propagation(parameters, cache, X, Y):
    """Return the gradients."""
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = np.dot(parameters["W2"].T, dZ2) * (1 - cache["A1"] ** 2)
    return {
        "dW1": np.dot(dZ1, X.T) / m,
        "db1": np.sum(dZ1, axis=1, keepdims=True) / m,
        "dW2": np.dot(dZ2, cache["A1"].T) / m,
        "db2": np.sum(dZ2, axis=1, keepdims=True) / m,
    }


def update_parameters(parameters, grads, learning_rate=1.2):
    """Return the parameters after a step."""
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}


def update_in_place(parameters, grads, learning_rate=1.2):
    """Change the parameters by a step, and return them."""
    for name in parameters:
        parameters[name] -= learning_rate * grads["d" + name]
    return parameters


@right(MODEL, "as in the lecture")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(3)
    n_x = layer_sizes(X, Y)[0]
    n_y = layer_sizes(X, Y)[2]
    parameters = initialize_parameters(n_x, n_h, n_y)
    W1, b1, W2, b2 = parameters["W1"], parameters["b1"], parameters["W2"], parameters["b2"]
    for i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        cost = compute_cost(A2, Y)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        if print_cost and i % 1000 == 0:
            print("Cost after iteration %i: %f" % (i, cost))
    return parameters


@right(MODEL, "learning rate by name")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(len(X), n_h, len(Y))
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate=1.2)
    return parameters


@right(MODEL, "update in place, result not kept")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    np.random.seed(1)
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(0, num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        update_in_place(parameters, grads, 1.2)
    return parameters


@right(MODEL, "while")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    step = 0
    while step < num_iterations:
        _, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y), 1.2)
        step += 1
    return parameters


@right(MODEL, "counts from one, prints every cost, keeps costs")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    costs = []
    for i in range(1, num_iterations + 1):
        A2, cache = forward_propagation(X, parameters)
        costs.append(compute_cost(A2, Y))
        print(i, costs[-1])
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    parameters["costs"] = costs
    return parameters


@right(MODEL, "everything in one function")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    rng = np.random.default_rng(4)
    n_x, m = X.shape
    W1, W2 = 0.01 * rng.normal(size=(n_h, n_x)), 0.01 * rng.normal(size=(Y.shape[0], n_h))
    b1, b2 = np.zeros((n_h, 1)), np.zeros((Y.shape[0], 1))
    for _i in range(num_iterations):
        A1 = np.tanh(W1 @ X + b1)
        A2 = 1 / (1 + np.exp(-W2 @ A1 - b2))
        d2 = (A2 - Y) / m
        d1 = W2.T @ d2 * (1 - A1**2)
        W2 = W2 - 1.2 * d2 @ A1.T
        b2 = b2 - 1.2 * d2.sum(axis=1, keepdims=True)
        W1 = W1 - 1.2 * d1 @ X.T
        b1 = b1 - 1.2 * d1.sum(axis=1, keepdims=True)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


@right(MODEL, "new generator in every call, forward pass at the end as well")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    rng = np.random.default_rng()
    parameters = {"b1": np.zeros((n_h, 1)), "b2": np.zeros((Y.shape[0], 1))}
    parameters["W1"] = rng.normal(0, 0.01, (n_h, X.shape[0]))
    parameters["W2"] = rng.normal(0, 0.01, (Y.shape[0], n_h))
    A2, cache = forward_propagation(X, parameters)
    for _i in range(num_iterations):
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        A2, cache = forward_propagation(X, parameters)
    return parameters


@right(MODEL, "np.matrix")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        _, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return {name: np.matrix(value) for name, value in parameters.items()}


@right(MODEL, "spoils its arguments, warns")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    n_x, _, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    np.log(np.zeros(1))
    for _i in range(num_iterations):
        _, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    X *= 0
    Y += 3
    return parameters


@wrong(MODEL, "new parameters not kept", "untrained")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        update_parameters(parameters, grads)
    return parameters


@wrong(MODEL, "return inside the loop", "one_step")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
        return parameters


@wrong(MODEL, "random start inside the loop", "one_step")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    for _i in range(num_iterations):
        parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters


@wrong(MODEL, "four hidden neurons", "four_hidden")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    n_x, n_h, n_y = layer_sizes(X, Y)
    parameters = initialize_parameters(n_x, n_h, n_y)
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters


@wrong(MODEL, "10000 steps always", "fixed_steps")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(2000):  # fewer than the name says, so that this test ends sooner
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters


@wrong(MODEL, "forward pass before the loop", "gradient_once")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    A2, cache = forward_propagation(X, parameters)
    grads = backward_propagation(parameters, cache, X, Y)
    for _i in range(num_iterations):
        parameters = update_parameters(parameters, grads)
    return parameters


@wrong(MODEL, "only the forward pass before the loop", "gradient_once")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    A2, cache = forward_propagation(X, parameters)
    for _i in range(num_iterations):
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return parameters


@wrong(MODEL, "uphill", "ascent")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = {name: value + 1.2 * grads["d" + name] for name, value in parameters.items()}
    return parameters


@wrong(MODEL, "learning rate 0.01", "other_learning_rate")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate=0.01)
    return parameters


@wrong(MODEL, "learning rate 0.5", "other_learning_rate")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y), 0.5)
    return parameters


@wrong(MODEL, "W1 not updated", "w1_fixed")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters["W2"] = parameters["W2"] - 1.2 * grads["dW2"]
        parameters["b1"] = parameters["b1"] - 1.2 * grads["db1"]
        parameters["b2"] = parameters["b2"] - 1.2 * grads["db2"]
    return parameters


@wrong(MODEL, "b1 not updated", "biases_fixed")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        for name in ("W1", "W2", "b2"):
            parameters[name] = parameters[name] - 1.2 * grads["d" + name]
    return parameters


@wrong(MODEL, "starts from zeros", "zero_start")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    n_x, n_y = X.shape[0], Y.shape[0]
    parameters = {"W1": np.zeros((n_h, n_x)), "b1": np.zeros((n_h, 1))}
    parameters |= {"W2": np.zeros((n_y, n_h)), "b2": np.zeros((n_y, 1))}
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters


@wrong(MODEL, "one step too few", "step_count")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(1, num_iterations):
        A2, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters


@wrong(MODEL, "gradients returned", "returns_grads")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads)
    return grads


@wrong(MODEL, "parameters and costs")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    costs = []
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        costs.append(compute_cost(A2, Y))
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters, costs


@wrong(MODEL, "sizes of X and Y by columns")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    n_x, n_y = X.shape[1], Y.shape[1]
    parameters = initialize_parameters(n_x, n_h, n_y)
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        parameters = update_parameters(parameters, backward_propagation(parameters, cache, X, Y))
    return parameters


@wrong(MODEL, "label of the examples not used: Y replaced by the predictions")
def _(X, Y, n_h, num_iterations=10000, print_cost=False):
    parameters = initialize_parameters(X.shape[0], n_h, Y.shape[0])
    for _i in range(num_iterations):
        A2, cache = forward_propagation(X, parameters)
        grads = backward_propagation(parameters, cache, X, np.round(A2))
        parameters = update_parameters(parameters, grads)
    return parameters
