"""Wrong answers to the task of `deep-backward` on the network."""

# Learners' code stays as they write it: with l for a layer, and names that are not used.
# ruff: noqa: E741, RUF059

import numpy as np

from tests.checks.banks._deep_backward_activation import (
    by_comparison,
    classic,
    da_straight_on,
    sigmoid,
    sigmoid_for_both,
    sums_inside,
)
from tests.checks.banks._deep_backward_linear_wrong import sum_in_db
from tests.checks.banks._deep_backward_network import inline, new_template


def backward_from(AL, Y, caches, dAL, layer=classic, last="sigmoid", hidden="relu"):
    """Go back from any dAL, with the learner's own function for a layer."""
    L, grads = len(caches), {}
    dA, grads[f"dW{L}"], grads[f"db{L}"] = layer(dAL, caches[L - 1], last)
    for l in range(L - 1, 0, -1):
        grads[f"dA{l}"] = dA
        dA, grads[f"dW{l}"], grads[f"db{l}"] = layer(dA, caches[l - 1], hidden)
    return grads


def textbook(AL, Y):
    """Return the right dAL."""
    return -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))


def minus_lost(AL, Y, caches):
    """Lose the minus of dAL."""
    dAL = np.divide(Y, AL) - np.divide(1 - Y, 1 - AL)
    return backward_from(AL, Y, caches, dAL)


def error_turned_round(AL, Y, caches):
    """Begin with Y - AL, inline."""
    return inline(Y, AL, caches)


def plus_inside(AL, Y, caches):
    """Write a plus between the two terms."""
    return backward_from(AL, Y, caches, -(np.divide(Y, AL) + np.divide(1 - Y, 1 - AL)))


def minus_not_bracketed(AL, Y, caches):
    """Leave the brackets out."""
    return backward_from(AL, Y, caches, -Y / AL - (1 - Y) / (1 - AL), by_comparison)


def error_through_the_sigmoid(AL, Y, caches):
    """Take AL - Y for dAL."""
    return backward_from(AL, Y, caches, AL - Y)


def last_layer_relu(AL, Y, caches):
    """Use relu for the last layer too."""
    return backward_from(AL, Y, caches, textbook(AL, Y), by_comparison, last="relu")


def all_sigmoid(AL, Y, caches):
    """Use sigmoid for the hidden layers too."""
    return backward_from(AL, Y, caches, textbook(AL, Y), hidden="sigmoid")


def both_exchanged(AL, Y, caches):
    """Exchange the two names."""
    return backward_from(AL, Y, caches, textbook(AL, Y), last="relu", hidden="sigmoid")


def same_da_everywhere(AL, Y, caches):
    """Give every hidden layer the dA of the last one."""
    grads = {}
    L = len(caches)
    dA_prev, grads["dW" + str(L)], grads["db" + str(L)] = classic(textbook(AL, Y), caches[L - 1], "sigmoid")
    grads["dA" + str(L - 1)] = dA_prev
    for l in reversed(range(L - 1)):
        dA_prev_temp, dW_temp, db_temp = classic(dA_prev, caches[l], "relu")
        grads["dA" + str(l)] = dA_prev_temp
        grads["dW" + str(l + 1)] = dW_temp
        grads["db" + str(l + 1)] = db_temp
    return grads


def cache_not_renewed(AL, Y, caches):
    """Take the cache before the loop and never again."""
    grads = {}
    L = len(caches)
    current_cache = caches[-1]
    dA, grads["dW" + str(L)], grads["db" + str(L)] = by_comparison(textbook(AL, Y), current_cache, "sigmoid")
    for l in reversed(range(L - 1)):
        dA, grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = by_comparison(dA, current_cache, "relu")
    return grads


def cache_of_the_next(AL, Y, caches):
    """Take caches[l] where l counts layers from 1."""
    grads = {}
    L = len(caches)
    dA, grads["dW" + str(L)], grads["db" + str(L)] = classic(textbook(AL, Y), caches[L - 1], "sigmoid")
    for l in range(L - 1, 0, -1):
        dA, grads["dW" + str(l)], grads["db" + str(l)] = by_comparison(dA, caches[l], "relu")
    return grads


def z_of_the_next(AL, Y, caches):
    """Switch with the Z of the layer that dA comes from."""
    m = AL.shape[1]
    dZ, grads = AL - Y, {}
    for l in range(len(caches) - 1, -1, -1):
        (A_prev, W, b), Z = caches[l]
        grads[f"dW{l + 1}"] = dZ @ A_prev.T / m
        grads[f"db{l + 1}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 0:
            dZ = (W.T @ dZ) * (Z > 0)
    return grads


def w_untransposed(AL, Y, caches):
    """Forget the transpose of W, inline."""
    m = AL.shape[1]
    dZ, grads = AL - Y, {}
    for l in range(len(caches), 0, -1):
        A_prev, W, b = caches[l - 1][0]
        grads["dW" + str(l)] = 1 / m * np.dot(dZ, A_prev.T)
        grads["db" + str(l)] = 1 / m * np.sum(dZ, axis=1, keepdims=True)
        dA_prev = np.dot(W, dZ)
        if l > 1:
            dZ = dA_prev * (caches[l - 2][1] > 0)
    return grads


def only_two(AL, Y, caches):
    """Write the network with one hidden layer from memory."""
    m = AL.shape[1]
    (A0, W1, b1), Z1 = caches[0]
    (A1, W2, b2), Z2 = caches[1]
    dZ2 = AL - Y
    dW2 = 1 / m * dZ2 @ A1.T
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = W2.T @ dZ2 * (Z1 > 0)
    dW1 = 1 / m * dZ1 @ A0.T
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def stops_before_layer_one(AL, Y, caches):
    """End the loop one turn too early."""
    grads, L = {}, len(caches)
    dA, grads[f"dW{L}"], grads[f"db{L}"] = classic(textbook(AL, Y), caches[L - 1], "sigmoid")
    for l in range(L - 2, 0, -1):
        dA, grads[f"dW{l + 1}"], grads[f"db{l + 1}"] = classic(dA, caches[l], "relu")
    return grads


def forgets_the_loop(AL, Y, caches):
    """Handle the last layer and stop."""
    L = len(caches)
    dA, dW, db = by_comparison(textbook(AL, Y), caches[L - 1], "sigmoid")
    return {"dA" + str(L - 1): dA, "dW" + str(L): dW, "db" + str(L): db}


def upwards(AL, Y, caches):
    """Forget reversed."""
    grads, L = {}, len(caches)
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = classic(
        textbook(AL, Y), caches[L - 1], "sigmoid"
    )
    for l in range(L - 1):
        grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = classic(
            grads["dA" + str(l + 1)], caches[l], "relu"
        )
    return grads


def mixed_numbers(AL, Y, caches):
    """Store dA in the new way and look for it in the old one."""
    grads, L = {}, len(caches)
    grads["dA" + str(L - 1)], grads["dW" + str(L)], grads["db" + str(L)] = classic(
        textbook(AL, Y), caches[L - 1], "sigmoid"
    )
    for l in reversed(range(L - 1)):
        grads["dA" + str(l)], grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = classic(
            grads["dA" + str(l + 2)], caches[l], "relu"
        )
    return grads


def numbers_from_zero(AL, Y, caches):
    """Number the layers from 0."""
    grads, dA, L = {}, textbook(AL, Y), len(caches)
    for l in reversed(range(L)):
        dA, dW, db = by_comparison(dA, caches[l], "sigmoid" if l == L - 1 else "relu")
        grads["dW" + str(l)] = dW
        grads["db" + str(l)] = db
    return grads


def made_anew(AL, Y, caches):
    """Make the dictionary inside the loop."""
    dA, L = textbook(AL, Y), len(caches)
    for l in reversed(range(L)):
        grads = {}
        dA, grads[f"dW{l + 1}"], grads[f"db{l + 1}"] = by_comparison(dA, caches[l], "sigmoid" if l == L - 1 else "relu")
    return grads


def without_numbers(AL, Y, caches):
    """Forget the numbers in the names."""
    grads, dA, L = {}, textbook(AL, Y), len(caches)
    for l in reversed(range(L)):
        dA, grads["dW"], grads["db"] = classic(dA, caches[l], "sigmoid" if l == L - 1 else "relu")
    return grads


def last_one_lost(AL, Y, caches):
    """Compute the last layer and never store it."""
    L, grads = len(caches), {}
    dA, dW, db = classic(textbook(AL, Y), caches[L - 1], "sigmoid")
    for l in reversed(range(L - 1)):
        dA, grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = classic(dA, caches[l], "relu")
    return grads


def no_mean_at_all(AL, Y, caches):
    """Use a linear part without 1/m."""
    return backward_from(AL, Y, caches, textbook(AL, Y), sums_inside)


def db_as_sum(AL, Y, caches):
    """Divide dW and not db."""

    def layer(dA, cache, activation):
        slope = cache[1] > 0 if activation == "relu" else sigmoid(cache[1]) * (1 - sigmoid(cache[1]))
        return sum_in_db(dA * slope, cache[0])

    return backward_from(AL, Y, caches, textbook(AL, Y), layer)


def rows_for_m(AL, Y, caches):
    """Take m from the rows of AL."""
    m = AL.shape[0]
    dZ, grads = AL - Y, {}
    for l in range(len(caches), 0, -1):
        A_prev, W, b = caches[l - 1][0]
        grads["dW" + str(l)] = dZ @ A_prev.T / m
        grads["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / m
        if l > 1:
            dZ = (W.T @ dZ) * (caches[l - 2][1] > 0)
    return grads


def twice_divided(AL, Y, caches):
    """Put 1/m into dAL as well."""
    return backward_from(AL, Y, caches, textbook(AL, Y) / AL.shape[1])


def db_in_one_number(AL, Y, caches):
    """Sum db over everything."""
    m, dZ, grads = AL.shape[1], AL - Y, {}
    for l in range(len(caches), 0, -1):
        A_prev, W, b = caches[l - 1][0]
        grads["dW" + str(l)], grads["db" + str(l)] = np.dot(dZ, A_prev.T) / m, np.sum(dZ) / m
        dZ = np.dot(W.T, dZ) * (A_prev > 0)
    return grads


def db_without_keepdims(AL, Y, caches):
    """Forget keepdims."""
    m, dZ, grads = AL.shape[1], AL - Y, {}
    for l in range(len(caches), 0, -1):
        A_prev, W, b = caches[l - 1][0]
        grads["dW" + str(l)], grads["db" + str(l)] = dZ @ A_prev.T / m, np.mean(dZ, axis=1)
        dZ = (W.T @ dZ) * (A_prev > 0)
    return grads


def no_relu_slope(AL, Y, caches):
    """Forget the activation of hidden layers."""
    L, grads = len(caches), {}
    dA, grads[f"dW{L}"], grads[f"db{L}"] = classic(textbook(AL, Y), caches[L - 1], "sigmoid")
    for l in range(L - 1, 0, -1):
        dA, grads[f"dW{l}"], grads[f"db{l}"] = da_straight_on(dA, caches[l - 1], "relu")
    return grads


def wrong_from_three_on(AL, Y, caches):
    """Chain rightly for two layers, and from the third on send dA round the ReLU."""
    L, grads = len(caches), {}
    dA, grads[f"dW{L}"], grads[f"db{L}"] = classic(textbook(AL, Y), caches[L - 1], "sigmoid")
    for l in range(L - 1, 0, -1):
        layer = classic if l == L - 1 else da_straight_on
        dA, grads[f"dW{l}"], grads[f"db{l}"] = layer(dA, caches[l - 1], "relu")
    return grads


def loop_takes_the_last_again(AL, Y, caches):
    """Let the loop over the hidden layers begin with the last one."""
    grads, L = {}, len(caches)
    dA = textbook(AL, Y)
    _, grads["dW" + str(L)], grads["db" + str(L)] = classic(dA, caches[L - 1], "sigmoid")
    for l in reversed(range(L)):
        dA, grads["dW" + str(l + 1)], grads["db" + str(l + 1)] = classic(dA, caches[l], "relu")
    return grads


def sigmoid_layers(AL, Y, caches):
    """Call a layer that knows the sigmoid only."""
    return backward_from(AL, Y, caches, textbook(AL, Y), sigmoid_for_both)


def parameter_names(AL, Y, caches):
    """Use the names of the parameters."""
    grads = {}
    for name, value in new_template(AL, Y, caches).items():
        grads[name.replace("d", "")] = value
    return grads


WRONG = {
    "the minus of dAL lost": (minus_lost, "L_model_backward.sign"),
    "Y - AL": (error_turned_round, "L_model_backward.sign"),
    "a plus inside dAL": (plus_inside, "L_model_backward.sign_half"),
    "the minus without brackets": (minus_not_bracketed, "L_model_backward.sign_half"),
    "AL - Y for dAL": (error_through_the_sigmoid, "L_model_backward.al_minus_y_twice"),
    "relu in the last layer": (last_layer_relu, "L_model_backward.last_relu"),
    "sigmoid in hidden layers": (all_sigmoid, "L_model_backward.sigmoid_everywhere"),
    "activations exchanged": (both_exchanged, "L_model_backward.exchanged"),
    "the same dA for all hidden layers": (same_da_everywhere, "L_model_backward.same_da"),
    "the last cache in every turn": (cache_not_renewed, "L_model_backward.last_cache"),
    "the next layer's cache": (cache_of_the_next, "L_model_backward.next_cache"),
    "the next layer's Z": (z_of_the_next, "L_model_backward.other_z"),
    "W not transposed": (w_untransposed, "L_model_backward.w_not_transposed"),
    "two layers only": (only_two, "L_model_backward.two_layers"),
    "layer 1 missing": (stops_before_layer_one, "L_model_backward.not_all_layers"),
    "no loop": (forgets_the_loop, "L_model_backward.not_all_layers"),
    "reversed forgotten": (upwards, "L_model_backward.ascending"),
    "numbers of dA mixed": (mixed_numbers, "L_model_backward.da_name"),
    "layers numbered from 0": (numbers_from_zero, "L_model_backward.numbers"),
    "dictionary made anew": (made_anew, "L_model_backward.emptied"),
    "names without numbers": (without_numbers, "L_model_backward.one_name"),
    "the last layer lost": (last_one_lost, "L_model_backward.last_not_stored"),
    "no mean": (no_mean_at_all, "L_model_backward.no_mean"),
    "db is a sum": (db_as_sum, "L_model_backward.no_mean_db"),
    "m from the rows of AL": (rows_for_m, "L_model_backward.m_from_rows"),
    "1/m in dAL as well": (twice_divided, "L_model_backward.divided_twice"),
    "db in one number": (db_in_one_number, "L_model_backward.db_of_all"),
    "no keepdims": (db_without_keepdims, "L_model_backward.db_flat"),
    "no slope of ReLU": (no_relu_slope, "L_model_backward.no_slope"),
    "wrong for three layers and more": (wrong_from_three_on, ""),
    "the last layer taken twice": (loop_takes_the_last_again, "L_model_backward.last_relu"),
    "a layer that knows the sigmoid only": (sigmoid_layers, "L_model_backward.sigmoid_everywhere"),
    "names of parameters": (parameter_names, "L_model_backward.names"),
}
