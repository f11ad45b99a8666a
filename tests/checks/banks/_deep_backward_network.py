"""Right answers to the task of `deep-backward` on the network."""

# Learners' code stays as they write it: with l for a layer, zip without strict, names that are not used.
# ruff: noqa: B905, E741, RUF059

import warnings

import numpy as np

from tests.checks.banks._deep_backward_activation import (
    by_comparison,
    by_table,
    classic,
    entry_by_entry,
    matrices,
    one_expression,
    relu_backward,
    sigmoid,
)
from tests.checks.banks._deep_backward_linear import operators, template


def new_template(AL, Y, caches):
    """Follow the template of many courses."""
    grads = {}
    L = len(caches)
    m = AL.shape[1]
    Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    current_cache = caches[L - 1]
    dA_prev_temp, dW_temp, db_temp = classic(dAL, current_cache, "sigmoid")
    grads["dA" + str(L - 1)] = dA_prev_temp
    grads["dW" + str(L)] = dW_temp
    grads["db" + str(L)] = db_temp
    for l in reversed(range(L - 1)):
        current_cache = caches[l]
        dA_prev_temp, dW_temp, db_temp = classic(grads["dA" + str(l + 1)], current_cache, "relu")
        grads["dA" + str(l)] = dA_prev_temp
        grads["dW" + str(l + 1)] = dW_temp
        grads["db" + str(l + 1)] = db_temp
    return grads


def old_template(AL, Y, caches):
    """Number dA as an older template does."""
    grads = {}
    L = len(caches)
    Y = Y.reshape(AL.shape)
    dAL = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    current_cache = caches[-1]
    grads["dA" + str(L)], grads["dW" + str(L)], grads["db" + str(L)] = classic(dAL, current_cache, "sigmoid")
    for l in reversed(range(L - 1)):
        current_cache = caches[l]
        dA_prev_temp, dW_temp, db_temp = classic(grads["dA" + str(l + 2)], current_cache, activation="relu")
        grads["dA" + str(l + 1)] = dA_prev_temp
        grads["dW" + str(l + 1)] = dW_temp
        grads["db" + str(l + 1)] = db_temp
    return grads


def one_variable(AL, Y, caches):
    """Keep dA in a variable, and return nothing of it."""
    L = len(caches)
    grads = {}
    dA = (1 - Y) / (1 - AL) - Y / AL
    for l in range(L, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = by_comparison(dA, caches[l - 1], "sigmoid" if l == L else "relu")
    return grads


def from_the_error(AL, Y, caches):
    """Begin with AL - Y."""
    L = len(caches)
    grads = {}
    linear_cache, _ = caches[-1]
    dA, grads[f"dW{L}"], grads[f"db{L}"] = operators(AL - Y, linear_cache)
    l = L - 1
    while l > 0:
        grads["dA" + str(l)] = dA
        linear_cache, Z = caches[l - 1]
        dZ = relu_backward(dA, Z)
        dA, grads["dW" + str(l)], grads["db" + str(l)] = template(dZ, linear_cache)
        l -= 1
    return grads


def inline(AL, Y, caches):
    """Write everything out."""
    m = AL.shape[1]
    dZ = AL - Y
    out = {}
    for i in range(len(caches) - 1, -1, -1):
        A_prev, W, b = caches[i][0]
        out["dW%d" % (i + 1)] = dZ.dot(A_prev.T) / m  # noqa: UP031
        out["db%d" % (i + 1)] = dZ.sum(axis=1).reshape(-1, 1) / m  # noqa: UP031
        if i:
            dZ = W.T.dot(dZ) * (caches[i - 1][1] > 0)
    return out


def from_activations(AL, Y, caches):
    """Ask the activations which neurons were on."""
    m = Y.shape[1]
    activations = [linear[0] for linear, _ in caches]
    weights = [linear[1] for linear, _ in caches]
    dZ, grads = AL - Y, {}
    for l in range(len(weights), 0, -1):
        grads[f"dW{l}"], grads[f"db{l}"] = dZ @ activations[l - 1].T / m, np.mean(dZ, 1, keepdims=True)
        dZ = np.where(activations[l - 1] > 0, weights[l - 1].T @ dZ, 0)
    return grads


def recursive(AL, Y, caches):
    """Call itself for the layers before."""

    def back(dA, l):
        if l == 0:
            return {}
        dA, dW, db = by_table(dA, caches[l - 1], "relu")
        return {**back(dA, l - 1), "dW" + str(l): dW, "db" + str(l): db}

    L = len(caches)
    dA, dW, db = by_table(-(Y / AL) + (1 - Y) / (1 - AL), caches[L - 1], "sigmoid")
    return {**back(dA, L - 1), "dW" + str(L): dW, "db" + str(L): db}


def with_zip(AL, Y, caches):
    """Walk over reversed caches with a number beside."""
    grads, dA, activation = {}, None, "sigmoid"
    for l, cache in zip(range(len(caches), 0, -1), reversed(caches)):
        if dA is None:
            dA = np.divide(AL - Y, AL * (1 - AL))
        dA, dW, db = one_expression(dA, cache, activation)
        grads.update({f"dA{l - 1}": dA, f"dW{l}": dW, f"db{l}": db})
        activation = "relu"
    return grads


def lists(AL, Y, caches):
    """Collect in lists and turn them round."""
    dWs, dbs = [], []
    dA = -(Y / AL - (1 - Y) / (1 - AL))
    for k, cache in enumerate(caches[::-1]):
        dA, dW, db = classic(dA, cache, "relu" if k else "sigmoid")
        dWs.insert(0, dW)
        dbs.insert(0, db)
    names = [f"dW{k + 1}" for k in range(len(dWs))] + [f"db{k + 1}" for k in range(len(dbs))]
    return dict(zip(names, dWs + dbs))


def pops(AL, Y, caches):
    """Take the caches off the list."""
    grads = {}
    dA = -(Y / AL - (1 - Y) / (1 - AL))
    activation = "sigmoid"
    while caches:
        l = len(caches)
        dA, grads["dW" + str(l)], grads["db" + str(l)] = by_comparison(dA, caches.pop(), activation)
        activation = "relu"
    return grads


def einsum(AL, Y, caches):
    """Name the indices."""
    m = AL.shape[1]
    delta, grads = AL - Y, {}
    for l in range(len(caches))[::-1]:
        (A, W, b), Z = caches[l]
        grads[f"dW{l + 1}"] = np.einsum("im,jm->ij", delta, A) / m
        grads[f"db{l + 1}"] = np.einsum("im->i", delta)[:, None] / m
        if l > 0:
            delta = np.einsum("ij,im->jm", W, delta)
            delta[caches[l - 1][1] < 0] = 0
    return grads


def matrix_class(AL, Y, caches):
    """Work with np.matrix."""
    L, grads = len(caches), {}
    dA = np.matrix(-(Y / AL - (1 - Y) / (1 - AL)))
    for l in range(L, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = matrices(dA, caches[l - 1], "sigmoid" if l == L else "relu")
    return grads


def over_examples(AL, Y, caches):
    """Add up the gradients of single examples."""
    m, L = AL.shape[1], len(caches)
    grads = {}
    for l in range(1, L + 1):
        grads["dW" + str(l)] = np.zeros(caches[l - 1][0][1].shape)
        grads["db" + str(l)] = np.zeros(caches[l - 1][0][2].shape)
    for i in range(m):
        dz = AL[:, [i]] - Y[:, [i]]
        for l in range(L, 0, -1):
            (A_prev, W, _), _ = caches[l - 1]
            grads["dW" + str(l)] += dz @ A_prev[:, [i]].T / m
            grads["db" + str(l)] += dz / m
            if l > 1:
                dz = (W.T @ dz) * (caches[l - 2][1][:, [i]] > 0)
    return grads


def slow(AL, Y, caches):
    """Use loops in every layer."""
    grads, L = {}, len(caches)
    dA = -(Y / AL - (1 - Y) / (1 - AL))
    for l in range(L - 1, -1, -1):
        dA, grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = entry_by_entry(
            dA, caches[l], "sigmoid" if l == L - 1 else "relu"
        )
    return grads


def epsilon(AL, Y, caches):
    """Guard the division with a tiny number."""
    L, grads = len(caches), {}
    dAL = -(Y / (AL + 1e-10) - (1 - Y) / (1 - AL + 1e-10))
    dA, grads[f"dW{L}"], grads[f"db{L}"] = by_comparison(dAL, caches[L - 1], "sigmoid")
    for l in range(L - 1, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = by_comparison(dA, caches[l - 1], "relu")
    return grads


def noisy(AL, Y, caches):
    """Print, warn, seed, and leave lines behind."""
    np.random.seed(1)
    print("backward", AL.shape)
    warnings.warn("not sure", stacklevel=1)
    np.log(np.zeros(1))
    dAL = None
    grads = new_template(AL, Y, caches)
    grads["dAL"] = dAL
    return {name: value for name, value in grads.items() if value is not None}


def spoils(AL, Y, caches):
    """Be right, then spoil the arguments."""
    grads = inline(AL, Y, caches)
    for linear_cache, Z in caches:
        Z *= 0
        for array in linear_cache:
            array *= 0
    AL *= 0
    Y += 3
    return grads


def stores_dz(AL, Y, caches):
    """Keep dZ and dA of all layers as well."""
    L, m, grads = len(caches), AL.shape[1], {}
    grads[f"dZ{L}"] = AL - Y
    for l in range(L, 0, -1):
        A_prev, W, b = caches[l - 1][0]
        grads[f"dW{l}"] = np.matmul(grads[f"dZ{l}"], A_prev.T) / m
        grads[f"db{l}"] = np.average(grads[f"dZ{l}"], axis=1)[:, np.newaxis]
        grads[f"dA{l - 1}"] = np.matmul(W.T, grads[f"dZ{l}"])
        if l >= 2:
            grads[f"dZ{l - 1}"] = np.multiply(grads[f"dA{l - 1}"], np.int64(caches[l - 2][1] > 0))
    return grads


def true_da(AL, Y, caches):
    """Number dA by the layer it belongs to, the last one included."""
    L = len(caches)
    grads = {"dA" + str(L): -(Y / AL - (1 - Y) / (1 - AL))}
    for l in range(L, 0, -1):
        dA_prev, dW, db = by_comparison(grads["dA" + str(l)], caches[l - 1], "sigmoid" if l == L else "relu")
        grads["dW" + str(l)], grads["db" + str(l)] = dW, db
        if l > 1:
            grads["dA" + str(l - 1)] = dA_prev
    return grads


def other_order(AL, Y, caches):
    """Return the names in ascending order, in a sorted dictionary."""
    grads = old_template(AL, Y, caches)
    return {name: grads[name] for name in sorted(grads)}


def caches_by_name(AL, Y, caches):
    """Put the caches into a dictionary first."""
    by_layer = dict(enumerate(caches, start=1))
    L = max(by_layer)
    activation_of = {l: "relu" for l in range(1, L)} | {L: "sigmoid"}
    dA, grads = np.divide(1 - Y, 1 - AL) - np.divide(Y, AL), {}
    for l in sorted(by_layer, reverse=True):
        dA, dW, db = classic(dA, by_layer[l], activation_of[l])
        grads |= {f"dW{l}": dW, f"db{l}": db}
    return grads


def in_float(AL, Y, caches):
    """Turn everything into floats first."""
    AL, Y = np.asarray(AL, dtype=np.float64), np.asarray(Y, dtype=np.float64)
    L, grads = len(caches), {}
    s = sigmoid(caches[-1][1])
    dZ = (-Y / AL + (1 - Y) / (1 - AL)) * s * (1 - s)
    for l in range(L, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = operators(dZ, caches[l - 1][0])
        if l != 1:
            dZ = dA * np.heaviside(caches[l - 2][1], 0.0)
    return grads


def extended(AL, Y, caches):
    """Add a row of ones to the activations."""
    m, delta, grads = AL.shape[1], AL - Y, {}
    for number in range(len(caches), 0, -1):
        (A, W, b), _ = caches[number - 1]
        both = delta @ np.concatenate([A, np.ones((1, m))]).T / m
        grads["dW" + str(number)], grads["db" + str(number)] = both[:, :-1], both[:, -1:]
        if number > 1:
            delta = (W.T @ delta) * (caches[number - 2][1] > 0)
    return grads


def masks_first(AL, Y, caches):
    """Compute the switches on a way forward of their own."""
    on = [Z > 0 for _, Z in caches]
    on[-1] = np.ones_like(AL)
    blame = [np.zeros(Z.shape) for _, Z in caches]
    blame[-1] = AL - Y
    for l in range(len(caches) - 2, -1, -1):
        blame[l] = on[l] * (caches[l + 1][0][1].T @ blame[l + 1])
    grads = {}
    for l, dZ in enumerate(blame):
        grads[f"dW{l + 1}"] = dZ @ caches[l][0][0].T / AL.shape[1]
        grads[f"db{l + 1}"] = dZ.mean(axis=1, keepdims=True)
    return grads


def special_cases(AL, Y, caches):
    """Treat one layer by itself."""
    L = len(caches)
    m = AL.shape[1]
    if L == 1:
        A_prev, W, b = caches[0][0]
        return {"dW1": np.dot(AL - Y, A_prev.T) / m, "db1": np.sum(AL - Y, axis=1, keepdims=True) / m}
    return new_template(AL, Y, caches)


RIGHT = {
    "the template": new_template,
    "dA numbered in the old way": old_template,
    "dA in a variable": one_variable,
    "AL - Y and while": from_the_error,
    "inline": inline,
    "switches from the activations": from_activations,
    "recursion": recursive,
    "zip over reversed caches": with_zip,
    "lists turned round": lists,
    "caches taken off the list": pops,
    "einsum": einsum,
    "np.matrix": matrix_class,
    "one example at a time": over_examples,
    "loops in every layer": slow,
    "a tiny number in the divisions": epsilon,
    "prints, warnings, seeds": noisy,
    "spoils its arguments": spoils,
    "dZ and dA stored as well": stores_dz,
    "dA numbered by layer": true_da,
    "names sorted": other_order,
    "caches in a dictionary": caches_by_name,
    "everything as float": in_float,
    "dW and db in one product": extended,
    "switches first": masks_first,
    "one layer by itself": special_cases,
}
