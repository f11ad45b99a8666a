"""Answers to the last task of `initialization`: the size of a signal after each layer."""

# Learners' code stays as they write it: with l for a layer, and lists that are filled in loops.

import math

import numpy as np


def relu(z):
    """Return ReLU as the second assignment has it."""
    return np.maximum(0, z)


# ---- right -----------------------------------------------------------------------------------------------------


def sizes_if(X, parameters, activation):
    """Use if and else."""
    A = X
    L = len(parameters) // 2
    sizes = []
    for l in range(1, L + 1):
        Z = np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)]
        if activation == "tanh":
            A = np.tanh(Z)
        elif activation == "relu":
            A = relu(Z)
        sizes.append(np.sqrt(np.mean(A**2)))
    return sizes


def sizes_table(X, parameters, activation):
    """Look the activation up in a table."""
    g = {"relu": lambda Z: Z * (Z > 0), "tanh": np.tanh}[activation]
    A, sizes = X, []
    for l in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        A = g(W @ A + b)
        sizes += [float((A * A).mean() ** 0.5)]
    return sizes


def sizes_norm(X, parameters, activation):
    """Measure by NumPy's norm, and return an array."""
    A, sizes, l = np.array(X, dtype=float), [], 1
    while f"W{l}" in parameters:
        Z = np.matmul(parameters[f"W{l}"], A) + parameters[f"b{l}"]
        A = np.tanh(Z) if activation == "tanh" else np.where(Z > 0, Z, 0)
        sizes.append(np.linalg.norm(A) / np.sqrt(A.size))
        l += 1
    return np.array(sizes)


def sizes_in_place(X, parameters, activation):
    """Work in place, on copies and on what the caller gave, and print."""
    sizes = []
    A = X
    for l in range(1, len([name for name in parameters.keys() if name[0] == "W"]) + 1):
        A = parameters[f"W{l}"] @ A
        A += parameters[f"b{l}"]
        if activation == "relu":
            A[A < 0] = 0
        else:
            A = (np.exp(2 * A) - 1) / (np.exp(2 * A) + 1) if np.abs(A).max() < 20 else np.tanh(A)
        sizes.append(np.sqrt(np.sum(A**2) / (A.shape[0] * A.shape[1])))
        print(f"layer {l}: {sizes[-1]:.3g}")
    parameters.clear()
    return sizes


def sizes_loops(X, parameters, activation):
    """Write out all sums."""
    A = [list(row) for row in X]
    sizes = []
    for l in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        new, total, count = [], 0.0, 0
        for j in range(len(W)):
            row = []
            for i in range(len(A[0])):
                z = b[j][0]
                for k in range(len(A)):
                    z = z + W[j][k] * A[k][i]
                a = math.tanh(z) if activation == "tanh" else max(0.0, z)
                total, count = total + a * a, count + 1
                row.append(a)
            new.append(row)
        A = new
        sizes.append(math.sqrt(total / count))
    return sizes


def sizes_recursive(X, parameters, activation, l=1):
    """Call itself for the layers that follow."""
    if "W" + str(l) not in parameters:
        return []
    Z = np.einsum("jk,ki->ji", parameters["W" + str(l)], X) + parameters["b" + str(l)]
    A = {"tanh": np.tanh, "relu": relu}[activation](Z)
    return [np.sqrt(np.average(np.square(A))), *sizes_recursive(A, parameters, activation, l + 1)]


def sizes_two_loops(X, parameters, activation):
    """Keep all activations first, measure them later, give a tuple of small arrays."""
    A = {0: X}
    L = int(len(parameters) / 2)
    for l in range(L):
        Z = parameters[f"W{l + 1}"].dot(A[l]) + parameters[f"b{l + 1}"]
        A[l + 1] = np.maximum(Z, 0.0) if activation == "relu" else np.tanh(Z)
    del A[0]
    return tuple(np.array([[np.power(np.mean(np.power(A[l], 2)), 0.5)]]) for l in sorted(A))


def sizes_variance(X, parameters, activation):
    """Add the squares of the mean and of the standard deviation."""

    def activate(Z):
        if activation == "tanh":
            return np.tanh(Z)
        else:
            return (np.abs(Z) + Z) / 2

    A, sizes = X, []
    for l in range(1, len(parameters) // 2 + 1):
        A = activate(parameters[f"W{l}"] @ A + parameters[f"b{l}"])
        sizes.append(np.sqrt(A.mean() ** 2 + A.std() ** 2))
    return sizes


def sizes_leftover(X, parameters, activation):
    """Leave the lines of a template in place, and keep NumPy's numbers."""
    A = None
    A = X.copy()
    np.random.seed(0)
    sizes = list(range(len(parameters) // 2))
    for l in range(1, len(parameters) // 2 + 1):
        A_prev = A
        Z = np.dot(parameters["W" + str(l)], A_prev) + parameters["b" + str(l)]
        if activation == "tanh":
            A = np.tanh(Z)
        if activation == "relu":
            A = relu(Z)
        sizes[l - 1] = np.sqrt((A**2).sum() / A.size)
    return sizes


RIGHT = {
    "signal_sizes": {
        "if and else": sizes_if,
        "a table": sizes_table,
        "norm": sizes_norm,
        "in place": sizes_in_place,
        "loops": sizes_loops,
        "recursive": sizes_recursive,
        "two loops": sizes_two_loops,
        "mean and deviation": sizes_variance,
        "leftover lines": sizes_leftover,
    },
}

# ---- wrong -----------------------------------------------------------------------------------------------------


def sizes_with(measure, linear=lambda W, A, b: np.dot(W, A) + b, tanh=np.tanh, rectify=relu, stop=1):
    """Return a learner's loop with some of its lines replaced."""

    def signal_sizes(X, parameters, activation):
        A = X
        sizes = []
        L = len(parameters) // 2
        for l in range(1, L + stop):
            Z = linear(parameters["W" + str(l)], A, parameters["b" + str(l)])
            A = tanh(Z) if activation == "tanh" else rectify(Z)
            sizes.append(measure(A))
        return sizes

    return signal_sizes


def rms(A):
    """Return the right size."""
    return np.sqrt(np.mean(A**2))


def sizes_of_input_first(X, parameters, activation):
    """Begin the list with the input."""
    A, sizes = X, [np.sqrt(np.mean(X**2))]
    for l in range(1, len(parameters) // 2 + 1):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
        sizes.append(np.sqrt(np.mean(A**2)))
    return sizes


def sizes_before_the_layer(X, parameters, activation):
    """Measure at the top of the loop."""
    A, sizes = X, []
    for l in range(1, len(parameters) // 2 + 1):
        sizes.append(np.sqrt(np.mean(np.square(A))))
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
    return sizes


def sizes_of_sums(X, parameters, activation):
    """Measure Z."""
    A, sizes = X, []
    for l in range(1, len(parameters) // 2 + 1):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        sizes.append((Z**2).mean() ** 0.5)
        A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
    return sizes


def sizes_from_x(X, parameters, activation):
    """Give X to every layer."""
    sizes = []
    for l in range(1, len(parameters) // 2 + 1):
        Z = parameters[f"W{l}"] @ X + parameters[f"b{l}"]
        A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
        sizes.append(rms(A))
    return sizes


def sizes_returned_early(X, parameters, activation):
    """Return inside the loop."""
    A, sizes = X, []
    for l in range(1, len(parameters) // 2 + 1):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
        sizes.append(rms(A))
        return sizes
    return sizes


def sizes_last(X, parameters, activation):
    """Overwrite the size in every turn."""
    A = X
    for l in range(1, len(parameters) // 2 + 1):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
        size = rms(A)
    return size


def sizes_all_entries(X, parameters, activation):
    """Take the number of entries for that of the layers."""
    A, sizes = X, []
    for l in range(1, len(parameters) + 1):
        A = np.tanh(np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)])
        sizes.append(rms(A))
    return sizes


def sizes_output_sigmoid(X, parameters, activation):
    """Use the sigmoid in the last layer, as a classifier does."""
    A, sizes = X, []
    L = len(parameters) // 2
    for l in range(1, L):
        Z = parameters[f"W{l}"] @ A + parameters[f"b{l}"]
        A = np.tanh(Z) if activation == "tanh" else np.maximum(0, Z)
        sizes.append(rms(A))
    A = 1 / (1 + np.exp(-(parameters[f"W{L}"] @ A + parameters[f"b{L}"])))
    sizes.append(rms(A))
    return sizes


def sizes_running(X, parameters, activation):
    """Divide each size by the one before."""
    sizes = [rms(X), *sizes_if(X, parameters, activation)]
    return [after / before for before, after in zip(sizes[:-1], sizes[1:], strict=True)]


def sizes_capital(X, parameters, activation):
    """Compare with a name in capitals."""
    return sizes_if(X, parameters, "tanh" if activation == "Tanh" else "relu")


NAME = "signal_sizes"

WRONG = {
    NAME: {
        "root forgotten": (sizes_with(lambda A: np.mean(A**2)), f"{NAME}.no_root"),
        "standard deviation": (sizes_with(lambda A: A.std()), f"{NAME}.deviation"),
        "mean without signs": (sizes_with(lambda A: np.abs(A).mean()), f"{NAME}.mean_of_sizes"),
        "root of the square, then the mean": (sizes_with(lambda A: np.mean(np.sqrt(A**2))), f"{NAME}.mean_of_sizes"),
        "mean": (sizes_with(lambda A: A.mean()), f"{NAME}.mean"),
        "norm, not divided": (sizes_with(lambda A: np.linalg.norm(A)), f"{NAME}.not_divided"),
        "divided by the examples": (sizes_with(lambda A: np.sqrt(np.sum(A**2) / A.shape[1])), ""),
        "an axis": (sizes_with(lambda A: np.sqrt(np.mean(A**2, axis=1))), f"{NAME}.per_neuron"),
        "keeps A": (sizes_with(lambda A: A), f"{NAME}.activations_kept"),
        "A.size": (sizes_with(lambda A: A.size), ""),
        "input first": (sizes_of_input_first, f"{NAME}.with_input"),
        "measured too early": (sizes_before_the_layer, f"{NAME}.one_layer_behind"),
        "Z measured": (sizes_of_sums, f"{NAME}.sums_measured"),
        "tanh in any case": (sizes_with(rms, rectify=np.tanh), f"{NAME}.always_tanh"),
        "relu in any case": (sizes_with(rms, tanh=relu), f"{NAME}.always_relu"),
        "compares with Tanh": (sizes_capital, f"{NAME}.always_relu"),
        "no bias": (sizes_with(rms, linear=lambda W, A, b: W @ A), f"{NAME}.no_bias"),
        "X in every layer": (sizes_from_x, f"{NAME}.reads_x"),
        "W transposed": (sizes_with(rms, linear=lambda W, A, b: np.dot(W.T, A) + b), f"{NAME}.transposed"),
        "star instead of at": (sizes_with(rms, linear=lambda W, A, b: W * A + b), f"{NAME}.elementwise"),
        "A W": (sizes_with(rms, linear=lambda W, A, b: np.dot(A, W) + b), f"{NAME}.order"),
        "last layer missing": (sizes_with(rms, stop=0), f"{NAME}.last_missing"),
        "returned in the loop": (sizes_returned_early, f"{NAME}.first_only"),
        "last size only": (sizes_last, f"{NAME}.last_only"),
        "entries for layers": (sizes_all_entries, f"{NAME}.past_the_end"),
        "sigmoid at the end": (sizes_output_sigmoid, f"{NAME}.last_layer_differs"),
        "factors": (sizes_running, ""),
    },
}
