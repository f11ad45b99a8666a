"""Answers to the first task of `deep-forward`: the table of shapes."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.

from collections import OrderedDict, defaultdict

import numpy as np

# ---- parameter_shapes, right ------------------------------------------------------------------------------------


def shapes_range(layer_dims, m):
    """Loop over the numbers of the layers."""
    shapes = {}
    L = len(layer_dims) - 1
    for l in range(1, L + 1):
        shapes["W" + str(l)] = (layer_dims[l], layer_dims[l - 1])
        shapes["b" + str(l)] = (layer_dims[l], 1)
        shapes["Z" + str(l)] = (layer_dims[l], m)
        shapes["A" + str(l)] = (layer_dims[l], m)
    return shapes


def shapes_lists(layer_dims, m):
    """Write shapes as lists."""
    out = {}
    for i in range(len(layer_dims) - 1):
        n_in, n_out = layer_dims[i], layer_dims[i + 1]
        out[f"W{i + 1}"] = [n_out, n_in]
        out[f"b{i + 1}"] = [n_out, 1]
        out[f"Z{i + 1}"] = out[f"A{i + 1}"] = [n_out, m]
    return out


def shapes_zip(layer_dims, m):
    """Pair neighbours with zip, and build the dictionary kind after kind."""
    pairs = list(enumerate(zip(layer_dims, layer_dims[1:]), start=1))
    table = {f"W{i}": (n, p) for i, (p, n) in pairs}
    table.update({f"b{i}": (n, 1) for i, (p, n) in pairs})
    table.update({f"Z{i}": (n, m) for i, (p, n) in pairs})
    table.update({f"A{i}": (n, m) for i, (p, n) in pairs})
    return table


def shapes_of_arrays(layer_dims, m):
    """Make the arrays, and ask them for their shapes."""
    A = np.zeros((layer_dims[0], m))
    shapes = OrderedDict()
    for l in range(1, len(layer_dims)):
        W = np.zeros((layer_dims[l], A.shape[0]))
        b = np.zeros((layer_dims[l], 1))
        Z = np.dot(W, A) + b
        A = Z
        for name, array in (("W", W), ("b", b), ("Z", Z), ("A", A)):
            shapes[f"{name}{l}"] = array.shape
    return shapes


def shapes_with_input(layer_dims, m):
    """Hold X as A0, and derivatives as well."""
    shapes = {"A0": (layer_dims[0], m)}
    for l in range(1, len(layer_dims)):
        n, n_prev = layer_dims[l], shapes[f"A{l - 1}"][0]
        shapes.update({f"W{l}": (n, n_prev), f"b{l}": (n, 1), f"Z{l}": (n, m), f"A{l}": (n, m)})
        shapes.update({f"dW{l}": (n, n_prev), f"db{l}": (n, 1)})
    print(shapes)
    return shapes


def shapes_numpy_numbers(layer_dims, m):
    """Compute with arrays of sizes, so that shapes hold NumPy's whole numbers."""
    dims = np.array(layer_dims)
    shapes = {}
    for l in np.arange(1, dims.size):
        shapes[f"W{l}"] = dims[[l, l - 1]]
        shapes[f"b{l}"] = (dims[l], np.int64(1))
        shapes[f"Z{l}"] = tuple([dims[l], m])
        shapes[f"A{l}"] = shapes[f"Z{l}"]
    return shapes


def shapes_while(layer_dims, m):
    """Count by hand, and eat up the caller's list."""
    shapes, l = {}, 1
    n_prev = layer_dims.pop(0)
    while layer_dims:
        n = layer_dims.pop(0)
        shapes["W%d" % l], shapes["b%d" % l] = (n, n_prev), (n, 1)
        shapes["Z%d" % l], shapes["A%d" % l] = (n, m), (n, m)
        n_prev = n
        l += 1
    return shapes


def shapes_defaultdict(layer_dims, m):
    """Collect in a defaultdict, with a helper of one's own."""

    def put(name, l, *shape):
        table[name + str(l)] = shape

    table = defaultdict(tuple)
    for l, n in enumerate(layer_dims):
        if l == 0:
            continue
        put("W", l, n, layer_dims[l - 1])
        put("b", l, n, 1)
        put("Z", l, n, m)
        put("A", l, n, m)
    return table


# ---- parameter_shapes, wrong ------------------------------------------------------------------------------------


def shapes_from(row, first=1, end=0):
    """Return a learner's loop around one row of the table; `first` and `end` shift the loop."""

    def parameter_shapes(layer_dims, m):
        shapes = {}
        for l in range(first, len(layer_dims) + end):
            W, b, Z, A = row(layer_dims, l, m)
            shapes[f"W{l}"], shapes[f"b{l}"], shapes[f"Z{l}"], shapes[f"A{l}"] = W, b, Z, A
        return shapes

    return parameter_shapes


def shapes_two_layers(layer_dims, m):
    """Write down two layers by hand."""
    n_x, n_h, n_y = layer_dims[0], layer_dims[1], layer_dims[2]
    return {
        "W1": (n_h, n_x), "b1": (n_h, 1), "Z1": (n_h, m), "A1": (n_h, m),
        "W2": (n_y, n_h), "b2": (n_y, 1), "Z2": (n_y, m), "A2": (n_y, m),
    }  # fmt: skip


def shapes_as_text(layer_dims, m):
    """Write shapes as text."""
    return {name: str(shape) for name, shape in shapes_range(layer_dims, m).items()}


def shapes_number_from_zero(layer_dims, m):
    """Take the numbers of the layers as Python counts."""
    shapes = {}
    for i in range(len(layer_dims) - 1):
        shapes[f"W{i}"] = (layer_dims[i + 1], layer_dims[i])
        shapes[f"b{i}"] = (layer_dims[i + 1], 1)
        shapes[f"Z{i}"] = (layer_dims[i + 1], m)
        shapes[f"A{i}"] = (layer_dims[i + 1], m)
    return shapes


def shapes_make_arrays(layer_dims, m):
    """Return arrays in the place of shapes."""
    shapes = {}
    for l in range(1, len(layer_dims)):
        shapes[f"W{l}"] = np.random.randn(layer_dims[l], layer_dims[l - 1])
        shapes[f"b{l}"] = np.zeros((layer_dims[l], 1))
        shapes[f"Z{l}"] = np.dot(shapes[f"W{l}"], np.ones((layer_dims[l - 1], m)))
        shapes[f"A{l}"] = np.zeros((layer_dims[l], m))
    return shapes


def shapes_adds_number(layer_dims, m):
    """Add a number to a text."""
    shapes = {}
    for l in range(1, len(layer_dims)):
        shapes["W" + l] = (layer_dims[l], layer_dims[l - 1])
        shapes["b" + l] = (layer_dims[l], 1)
    return shapes


RIGHT = {
    "parameter_shapes": {
        "range and str": shapes_range,
        "lists": shapes_lists,
        "zip, kind after kind": shapes_zip,
        "the shapes of arrays": shapes_of_arrays,
        "with A0, dW and a print": shapes_with_input,
        "NumPy's whole numbers": shapes_numpy_numbers,
        "while, eats the list": shapes_while,
        "defaultdict": shapes_defaultdict,
    },
}

WRONG = {
    "parameter_shapes": {
        "W transposed": (
            shapes_from(lambda d, l, m: ((d[l - 1], d[l]), (d[l], 1), (d[l], m), (d[l], m))),
            "parameter_shapes.w_transposed",
        ),
        "b of one dimension": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), (d[l],), (d[l], m), (d[l], m))),
            "parameter_shapes.b_flat",
        ),
        "b a number": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), d[l], (d[l], m), (d[l], m))),
            "parameter_shapes.b_flat",
        ),
        "b as wide as Z": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), (d[l], m), (d[l], m), (d[l], m))),
            "parameter_shapes.b_with_m",
        ),
        "rows are examples": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), (d[l], 1), (m, d[l]), (m, d[l]))),
            "parameter_shapes.z_transposed",
        ),
        "Z of one example": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), (d[l], 1), (d[l], 1), (d[l], 1))),
            "parameter_shapes.z_without_m",
        ),
        "A of the layer before": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), (d[l], 1), (d[l], m), (d[l - 1], m))),
            "parameter_shapes.z_of_layer_before",
        ),
        "range stops too early": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), (d[l], 1), (d[l], m), (d[l], m)), end=-1),
            "parameter_shapes.last_missing",
        ),
        "range goes too far": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), (d[l], 1), (d[l], m), (d[l], m)), end=1),
            "parameter_shapes.past_the_end",
        ),
        "starts at layer 0": (
            shapes_from(lambda d, l, m: ((d[l], d[l - 1]), (d[l], 1), (d[l], m), (d[l], m)), first=0),
            "parameter_shapes.starts_at_zero",
        ),
        "a number in a name": (shapes_adds_number, "parameter_shapes.number_in_name"),
        "two layers only": (shapes_two_layers, "parameter_shapes.two_layers"),
        "as text": (shapes_as_text, ""),
        "numbered from 0": (shapes_number_from_zero, "parameter_shapes.starts_at_zero"),
        "arrays": (shapes_make_arrays, "parameter_shapes.arrays"),
    },
}
