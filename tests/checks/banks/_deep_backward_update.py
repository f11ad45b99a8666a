"""Answers to the task of `deep-backward` on the step of gradient descent."""

# Learners' code stays as they write it: with l for a layer.
# ruff: noqa: E741

import copy

import numpy as np

# ---- right ---------------------------------------------------------------------------------------------------------


def update_template(parameters, grads, learning_rate):
    """Follow the template of many courses."""
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l + 1)] = parameters["W" + str(l + 1)] - learning_rate * grads["dW" + str(l + 1)]
        parameters["b" + str(l + 1)] = parameters["b" + str(l + 1)] - learning_rate * grads["db" + str(l + 1)]
    return parameters


def update_in_place(parameters, grads, learning_rate):
    """Change the arrays themselves."""
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] -= learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] -= learning_rate * grads[f"db{l}"]
    return parameters


def update_copy(parameters, grads, learning_rate):
    """Work on a deep copy."""
    new = copy.deepcopy(parameters)
    for name in new:
        new[name] += -learning_rate * grads["d" + name]
    return new


def update_comprehension(parameters, grads, learning_rate):
    """Write one line."""
    return {name: value - learning_rate * grads[f"d{name}"] for name, value in parameters.items()}


def update_from_grads(parameters, grads, learning_rate):
    """Run over the gradients, and leave out what is no parameter."""
    for name in grads:
        if name.startswith(("dW", "db")):
            parameters[name[1:]] = np.subtract(parameters[name[1:]], np.multiply(learning_rate, grads[name]))
    return parameters


def update_while(parameters, grads, learning_rate):
    """Go on while there is a next layer."""
    l, out = 1, {}
    while "W" + str(l) in parameters:
        W, b = parameters["W" + str(l)], parameters["b" + str(l)]
        dW, db = grads["dW" + str(l)], grads["db" + str(l)]
        out["W" + str(l)], out["b" + str(l)] = W - dW * learning_rate, b - db * learning_rate
        l = l + 1
    return out


def update_matrix(parameters, grads, learning_rate):
    """Return matrices, print, and change the gradients."""
    for key in grads:
        grads[key] *= learning_rate
    print("step", learning_rate)
    return {k: np.matrix(v) - grads["d" + k] for k, v in parameters.items()}


def update_half_float(parameters, grads, learning_rate):
    """Count layers with a division, and keep the gradients in the result."""
    L = int(len(parameters) / 2)
    result = dict(grads)
    for l in range(L, 0, -1):
        for kind in ("W", "b"):
            result[kind + str(l)] = parameters[kind + str(l)] - learning_rate * grads["d" + kind + str(l)]
    return result


def update_by_entries(parameters, grads, learning_rate):
    """Go through all entries."""
    for name, array in parameters.items():
        for index, value in np.ndenumerate(array.copy()):
            array[index] = value - learning_rate * grads["d" + name][index]
    return parameters


# ---- wrong ---------------------------------------------------------------------------------------------------------


def update_uphill(parameters, grads, learning_rate):
    """Add the gradient."""
    for name in parameters:
        parameters[name] += learning_rate * grads["d" + name]
    return parameters


def update_whole_gradient(parameters, grads, learning_rate):
    """Forget the learning rate."""
    return {name: value - grads["d" + name] for name, value in parameters.items()}


def update_literal(parameters, grads, learning_rate):
    """Write the learning rate of the course's example."""
    learning_rate = 0.0075
    return update_template(parameters, grads, learning_rate)


def update_shallow(parameters, grads, learning_rate):
    """Write the network with one hidden layer from memory."""
    W1 = parameters["W1"] - learning_rate * grads["dW1"]
    b1 = parameters["b1"] - learning_rate * grads["db1"]
    W2 = parameters["W2"] - learning_rate * grads["dW2"]
    b2 = parameters["b2"] - learning_rate * grads["db2"]
    parameters.update({"W1": W1, "b1": b1, "W2": W2, "b2": b2})
    return parameters


def update_up_to_last(parameters, grads, learning_rate):
    """Leave the last layer out."""
    L = len(parameters) // 2
    for l in range(1, L):
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters


def update_typo(parameters, grads, learning_rate):
    """Write =- for -=."""
    for l in range(len(parameters) // 2):
        parameters["W" + str(l + 1)] =- learning_rate * grads["dW" + str(l + 1)]  # fmt: skip
        parameters["b" + str(l + 1)] =- learning_rate * grads["db" + str(l + 1)]  # fmt: skip
    return parameters


def update_returned_early(parameters, grads, learning_rate):
    """Return inside the loop."""
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
        return parameters


def update_lost(parameters, grads, learning_rate):
    """Compute new values and lose them."""
    for l in range(1, len(parameters) // 2 + 1):
        W, b = parameters["W" + str(l)], parameters["b" + str(l)]
        W = W - learning_rate * grads["dW" + str(l)]
        b = b - learning_rate * grads["db" + str(l)]
    return parameters


def update_from_zero(parameters, grads, learning_rate):
    """Forget the + 1."""
    L = len(parameters) // 2
    for l in range(L):
        parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
    return parameters


def update_all_entries(parameters, grads, learning_rate):
    """Take the number of entries for the number of layers."""
    L = len(parameters)
    for l in range(1, L + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"db{l}"]
    return parameters


def update_every_gradient(parameters, grads, learning_rate):
    """Run over all gradients."""
    for name in grads:
        parameters[name[1:]] = parameters[name[1:]] - learning_rate * grads[name]
    return parameters


def update_weights(parameters, grads, learning_rate):
    """Forget the biases."""
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] -= learning_rate * grads[f"dW{l}"]
    return parameters


def update_copied_line(parameters, grads, learning_rate):
    """Copy the line of W and change half of it."""
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * grads[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * grads[f"dW{l}"]
    return parameters


def update_nothing_returned(parameters, grads, learning_rate):
    """Forget the return line."""
    update_in_place(parameters, grads, learning_rate)


RIGHT = {
    "the template": update_template,
    "in place": update_in_place,
    "a deep copy": update_copy,
    "a comprehension": update_comprehension,
    "over the gradients of parameters": update_from_grads,
    "while": update_while,
    "matrices, and gradients changed": update_matrix,
    "gradients kept in the result": update_half_float,
    "entry by entry": update_by_entries,
}

WRONG = {
    "uphill": (update_uphill, "update_parameters.ascent"),
    "the whole gradient": (update_whole_gradient, "update_parameters.no_learning_rate"),
    "a literal learning rate": (update_literal, "update_parameters.fixed_learning_rate"),
    "two layers": (update_shallow, "update_parameters.two_layers"),
    "the last layer missing": (update_up_to_last, "update_parameters.last_missing"),
    "=- for -=": (update_typo, "update_parameters.assigned"),
    "returned in the loop": (update_returned_early, "update_parameters.first_only"),
    "not stored": (update_lost, "update_parameters.unchanged"),
    "from layer 0": (update_from_zero, "update_parameters.starts_at_zero"),
    "as many layers as entries": (update_all_entries, "update_parameters.too_many_layers"),
    "over all gradients": (update_every_gradient, "update_parameters.da_is_no_parameter"),
    "weights only": (update_weights, "update_parameters.w_only"),
    "dW for b": (update_copied_line, "update_parameters.dw_for_b"),
    "nothing returned": (update_nothing_returned, ""),
}
