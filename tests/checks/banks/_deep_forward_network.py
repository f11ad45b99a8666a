"""Answers to the task of `deep-forward` on the network."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.

import numpy as np

from tests.checks.banks._deep_forward_layers import (
    layer_clips_z,
    layer_copy,
    layer_entry_by_entry,
    layer_if,
    layer_inline,
    layer_lists,
    layer_match,
    layer_table,
    relu,
    sigmoid,
)

# ---- L_model_forward --------------------------------------------------------------------------------------------


def model_template(X, parameters):
    """Follow the template of many courses."""
    caches = []
    A = X
    L = len(parameters) // 2
    for l in range(1, L):
        A_prev = A
        A, cache = layer_if(A_prev, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    AL, cache = layer_if(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    caches.append(cache)
    assert AL.shape[1] == X.shape[1]
    return AL, caches


def model_one_loop(X, parameters):
    """Choose the activation inside one loop."""
    A, caches, L = X, [], int(len(parameters) / 2)
    for l in range(1, L + 1):
        A, cache = layer_table(A, parameters[f"W{l}"], parameters[f"b{l}"], "sigmoid" if l == L else "relu")
        caches += [cache]
    return A, caches


def model_inline(X, parameters):
    """Write the layers out, without the other functions."""
    activations, caches = [X], ()
    n = sum(name.startswith("W") for name in parameters)
    for l in range(n):
        W, b = parameters[f"W{l + 1}"], parameters[f"b{l + 1}"]
        Z = W.dot(activations[-1]) + b
        caches = (*caches, ((activations[-1], W, b), Z))
        activations.append(np.maximum(Z, 0) if l < n - 1 else 1 / (1 + np.exp(-Z)))
    return activations[n], caches


def model_recursive(X, parameters, l=1):
    """Call itself for the next layer."""
    L = len(parameters) // 2
    A, cache = layer_inline(X, parameters[f"W{l}"], parameters[f"b{l}"], "relu" if l < L else "sigmoid")
    if l == L:
        return A, [cache]
    AL, rest = model_recursive(A, parameters, l + 1)
    return AL, [cache, *rest]


def model_while(X, parameters):
    """Go on while there is a next layer."""
    A, caches, l = X, [], 1
    while f"W{l + 1}" in parameters:
        A, cache = layer_copy(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
        l += 1
    A, cache = layer_copy(A, parameters[f"W{l}"], parameters[f"b{l}"], "sigmoid")
    caches.append(cache)
    return A, caches


def model_pops(X, parameters):
    """Take the parameters out of the caller's dictionary."""
    Ws = [parameters.pop(f"W{l}") for l in range(1, len(parameters) // 2 + 1)]
    bs = [parameters.pop(f"b{l}") for l in range(1, len(Ws) + 1)]
    A, caches = np.array(X, dtype=float), []
    for i, (W, b) in enumerate(zip(Ws, bs)):
        A, cache = layer_lists(A, W, b, "sigmoid" if i == len(Ws) - 1 else "relu")
        caches.append(cache)
        print("layer", i, A.shape)
    return A, caches


def model_matrix(X, parameters):
    """Compute with np.matrix."""
    return model_template(np.matrix(X), parameters)


def model_leftover(X, parameters):
    """Leave the lines of a template in place, and wrap the result in a list."""
    caches = []
    A = X
    AL = None
    L = len(parameters) // 2
    hidden = range(1, L)
    for l in hidden:
        A_prev = A
        A, cache = None, None
        A, cache = layer_match(A_prev, parameters["W" + str(l)], parameters["b" + str(l)], activation="relu")
        A = np.asarray(A)
        caches.append(cache)
    AL, cache = layer_match(A, parameters[f"W{L}"], parameters[f"b{L}"], activation="sigmoid")
    caches.append(cache)
    return [AL, caches]


def model_with(layers=lambda L: range(1, L), hidden="relu", last="sigmoid", layer=layer_if, count=2, finish=None):
    """Return the usual loop over the hidden layers, and a line for the last one, with something changed."""

    def L_model_forward(X, parameters):  # noqa: N802
        caches, A = [], X
        L = len(parameters) // count
        for l in layers(L):
            A_prev = A
            A, cache = layer(A_prev, parameters["W" + str(l)], parameters["b" + str(l)], hidden)
            caches.append(cache)
        AL, cache = layer(A, parameters["W" + str(L)], parameters["b" + str(L)], last)
        caches.append(cache)
        return finish(X, A, AL, caches) if finish else (AL, caches)

    return L_model_forward


def model_x_everywhere(X, parameters):
    """Give X to every hidden layer."""
    caches = []
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = layer_if(X, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, cache = layer_if(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


def model_x_at_the_end(X, parameters):
    """Give X to the last layer, by a slip of a name."""
    caches, A = [], X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = layer_inline(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, cache = layer_inline(X, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


def model_two_layers(X, parameters):
    """Write down the two layers of the shallow network."""
    A1, cache1 = layer_if(X, parameters["W1"], parameters["b1"], "relu")
    A2, cache2 = layer_if(A1, parameters["W2"], parameters["b2"], "sigmoid")
    return A2, [cache1, cache2]


def model_overwrites_a(X, parameters):
    """Build the cache after A has changed."""
    caches, A = [], X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = np.dot(W, A) + b
        A = sigmoid(Z) if l == L else relu(Z)
        caches.append(((A, W, b), Z))
    return A, caches


def model_list_in_loop(X, parameters):
    """Make the list inside the loop."""
    A = X
    caches = []
    L = len(parameters) // 2
    for l in range(1, L):
        caches = []
        A, cache = layer_if(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, cache = layer_if(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


def model_append_outside(X, parameters):
    """Append after the loop only, by wrong indentation."""
    caches, A = [], X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = layer_if(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
    AL, cache = layer_if(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    caches.append(cache)
    return AL, caches


def model_no_last_append(X, parameters):
    """Forget the last cache."""
    caches, A = [], X
    L = len(parameters) // 2
    for l in range(1, L):
        A, cache = layer_if(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")
        caches.append(cache)
    AL, cache = layer_if(A, parameters[f"W{L}"], parameters[f"b{L}"], "sigmoid")
    return AL, caches


def model_stops_early(X, parameters):
    """Take L layers, but let range stop before the last."""
    A, caches, L = X, [], len(parameters) // 2
    for l in range(1, L):
        A, cache = layer_if(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu" if l < L else "sigmoid")
        caches.append(cache)
    return A, caches


def model_softmax(X, parameters):
    """End with softmax."""
    AL, caches = model_template(X, parameters)
    e = np.exp(caches[-1][1])
    return e / e.sum(axis=0, keepdims=True), caches


def model_caches_dict(X, parameters):
    """Keep the caches in a dictionary."""
    AL, caches = model_template(X, parameters)
    return AL, dict(enumerate(caches, 1))


def model_adds_number(X, parameters):
    """Add a number to a text."""
    caches, A = [], X
    for l in range(1, len(parameters) // 2):
        A, cache = layer_if(A, parameters["W" + l], parameters["b" + l], "relu")
        caches.append(cache)
    return A, caches


def model_half(X, parameters):
    """Divide with one stroke only."""
    caches, A = [], X
    L = len(parameters) / 2
    for l in range(1, L):
        A, cache = layer_if(A, parameters["W" + str(l)], parameters["b" + str(l)], "relu")
        caches.append(cache)
    AL, cache = layer_if(A, parameters["W" + str(L)], parameters["b" + str(L)], "sigmoid")
    caches.append(cache)
    return AL, caches


def model_assigns_append(X, parameters):
    """Take what append returns for the list."""
    caches, A = [], X
    L = len(parameters) // 2
    for l in range(1, L + 1):
        A, cache = layer_if(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu" if l < L else "sigmoid")
        caches = caches.append(cache)
    return A, caches


def model_one_layer_more(X, parameters):
    """Count one layer too many."""
    caches, A = [], X
    L = len(parameters) // 2 + 1
    for l in range(1, L + 1):
        A, cache = layer_if(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu" if l < L else "sigmoid")
        caches.append(cache)
    return A, caches


RIGHT = {
    "L_model_forward": {
        "template": model_template,
        "one loop": model_one_loop,
        "written out, tuples": model_inline,
        "recursive": model_recursive,
        "while": model_while,
        "pops the parameters": model_pops,
        "np.matrix": model_matrix,
        "leftover lines": model_leftover,
        "lists, by the usual loop": model_with(layer=layer_lists),
        "activation entry by entry": model_with(layer=layer_entry_by_entry),
        "AL as a copy": model_with(finish=lambda X, A, AL, caches: (AL.copy(), tuple(caches))),
    },
}

WRONG = {
    "L_model_forward": {
        "last layer ReLU": (model_with(last="relu"), "L_model_forward.last_relu"),
        "sigmoid everywhere": (model_with(hidden="sigmoid"), "L_model_forward.all_sigmoid"),
        "activations exchanged": (model_with(hidden="sigmoid", last="relu"), "L_model_forward.exchanged"),
        "X in every layer": (model_x_everywhere, "L_model_forward.not_chained"),
        "X in the last layer": (model_x_at_the_end, "L_model_forward.not_chained"),
        "one hidden layer too few": (model_with(layers=lambda L: range(1, L - 1)), "L_model_forward.layer_skipped"),
        "last layer in the loop as well": (model_with(layers=lambda L: range(1, L + 1)), "L_model_forward.last_twice"),
        "loop from 0": (model_with(layers=lambda L: range(L)), "L_model_forward.starts_at_zero"),
        "L counts the entries": (model_with(count=1), "L_model_forward.too_many_layers"),
        "two layers only": (model_two_layers, "L_model_forward.two_layers"),
        "cache made after A changed": (model_overwrites_a, "L_model_forward.caches_a_for_a_prev"),
        "list made in the loop": (model_list_in_loop, "L_model_forward.caches_emptied"),
        "appended after the loop only": (model_append_outside, "L_model_forward.caches_only_last"),
        "last cache forgotten": (model_no_last_append, "L_model_forward.caches_without_last"),
        "stops before the last layer": (model_stops_early, "L_model_forward.last_missing"),
        "hidden A returned": (
            model_with(finish=lambda X, A, AL, caches: (A, caches)),
            "L_model_forward.returns_hidden",
        ),
        "ReLU in place": (model_with(layer=layer_clips_z), "L_model_forward.relu_in_place"),
        "flat caches": (
            model_with(finish=lambda X, A, AL, caches: (AL, [(*first, Z) for first, Z in caches])),
            "L_model_forward.caches_flat",
        ),
        "extend in place of append": (
            model_with(finish=lambda X, A, AL, caches: (AL, sum(map(list, caches), []))),
            "L_model_forward.caches_flat",
        ),
        "X in front of the caches": (model_with(finish=lambda X, A, AL, caches: (AL, [X, *caches])), ""),
        "only the caches of Z": (
            model_with(finish=lambda X, A, AL, caches: (AL, [cache[1] for cache in caches])),
            "L_model_forward.caches_only_z",
        ),
        "AL alone": (model_with(finish=lambda X, A, AL, caches: AL), "L_model_forward.al_only"),
        "labels in place of probabilities": (
            model_with(finish=lambda X, A, AL, caches: ((AL > 0.5).astype(float), caches)),
            "",
        ),
        "softmax": (model_softmax, ""),
        "a number in a name": (model_adds_number, "L_model_forward.number_in_name"),
        "half with a single stroke": (model_half, "L_model_forward.half_of_it"),
        "append assigned": (model_assigns_append, "L_model_forward.append_assigned"),
        "one layer more": (model_one_layer_more, "L_model_forward.too_many_layers"),
        "name in capitals": (model_with(hidden="ReLU"), ""),
        "caches in a dictionary": (model_caches_dict, ""),
    },
}
