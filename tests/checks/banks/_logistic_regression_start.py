"""Answers to the first tasks of `logistic-regression`: the sigmoid, the start, and the loop over the examples."""

# Learners' code stays as they write it: with NumPy's old generator and names of their own.

import math

import numpy as np


def sig(z):
    """Return what a learner's earlier task gives."""
    return 1 / (1 + np.exp(-z))


# ---- sigmoid ----------------------------------------------------------------------------------------------------


def sigmoid_entry_by_entry(z):
    """Fill an array with math.exp, entry by entry."""
    z = np.asarray(z, dtype=float)
    s = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        s[index] = 1 / (1 + math.exp(-z[index]))
    return s


def sigmoid_two_cases(z):
    """Use one formula for each sign."""
    z = np.array(z, dtype=float)
    s = np.empty_like(z)
    positive = z >= 0
    s[positive] = 1 / (1 + np.exp(-z[positive]))
    s[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
    return s


def sigmoid_steps(z):
    """Name every step, and leave a line of the template."""
    s = None
    negative = np.multiply(z, -1)
    denominator = np.add(np.exp(negative), 1)
    s = np.divide(1.0, denominator)
    print("s =", s)
    return s


def sigmoid_in_place(z):
    """Compute in the caller's array where that can be."""
    if isinstance(z, np.ndarray) and z.dtype == float:
        np.negative(z, out=z)
        np.exp(z, out=z)
        z += 1
        np.reciprocal(z, out=z)
        return z
    return (1 + np.exp(-z)) ** -1


def sigmoid_with_math(z):
    """Use the exponential function for single numbers."""
    return 1 / (1 + math.exp(-z))


def sigmoid_list(z):
    """Return a list in place of an array."""
    return [1 / (1 + np.exp(-x)) for x in np.ravel(z)]


def sigmoid_step(z):
    """Decide already, in place of a probability."""
    s = 1 / (1 + np.exp(-z))
    return np.where(s > 0.5, 1.0, 0.0)


# ---- initialize_with_zeros --------------------------------------------------------------------------------------


def zeros_with_asserts(dim):
    """Follow the template of many courses."""
    w = np.zeros(shape=(dim, 1))
    b = 0
    assert w.shape == (dim, 1)
    assert isinstance(b, (float, int))
    return w, b


def zeros_entry_by_entry(dim):
    """Append rows in a loop."""
    rows = []
    for _ in range(dim):
        rows.append([0.0])
    return np.array(rows), 0.0


# ---- propagate_loop, right --------------------------------------------------------------------------------------


def loop_columns(w, b, X, Y):
    """Take one column at a time, and let NumPy go through the features."""
    m = X.shape[1]
    J, dw, db = 0, np.zeros((X.shape[0], 1)), 0
    for i in range(m):
        x = X[:, [i]]
        z = np.dot(w.T, x) + b
        a = sig(z)
        J += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        dz = a - Y[0, i]
        dw += x * dz
        db += dz
    return {"dw": dw / m, "db": db / m}, J / m


def loop_lists(w, b, X, Y):
    """Compute with Python's lists and numbers."""
    w, X, Y = [row[0] for row in w.tolist()], X.tolist(), Y.tolist()[0]
    n, m = len(X), len(Y)
    cost, dw, db = 0.0, [0.0] * n, 0.0
    for i in range(m):
        z = b + sum(w[j] * X[j][i] for j in range(n))
        a = 1 / (1 + math.exp(-z))
        cost += -math.log(a) if Y[i] == 1 else -math.log(1 - a)
        for j in range(n):
            dw[j] += (a - Y[i]) * X[j][i] / m
        db += (a - Y[i]) / m
    return {"dw": np.array([[d] for d in dw]), "db": db}, cost / m


def loop_zip(w, b, X, Y):
    """Loop over the rows of the transposes, and average lists."""
    losses, dws, dbs = [], [], []
    for x, y in zip(X.T, Y.T, strict=True):
        a = sig(x @ w[:, 0] + b)
        y = y.item()
        losses.append(-y * np.log(a) - (1 - y) * np.log(1 - a))
        dws.append(x * (a - y))
        dbs.append(a - y)
    return {"dw": np.mean(dws, axis=0).reshape(w.shape), "db": np.mean(dbs)}, np.mean(losses)


def loop_features_first(w, b, X, Y):
    """Keep z and dz of all examples, and loop over the features last."""
    n_x, m = X.shape
    z, dz, J = np.zeros(m), np.zeros(m), 0.0
    for i in range(m):
        for j in range(n_x):
            z[i] += w[j, 0] * X[j, i]
        z[i] += b
        dz[i] = sig(z[i]) - Y[0, i]
        J += -(Y[0, i] * np.log(sig(z[i])) + (1 - Y[0, i]) * np.log(1 - sig(z[i]))) / m
    dw = np.zeros((n_x, 1))
    for j in range(n_x):
        for i in range(m):
            dw[j] += X[j, i] * dz[i]
    return {"dw": dw / m, "db": sum(dz) / m}, J


def loop_while(w, b, X, Y):
    """Count by hand, guard the logarithm, print and warn."""
    np.log(np.array([0.0]))
    i, cost, db = 0, 0, 0
    dw = np.zeros_like(w)
    while i < X.shape[1]:
        a = sig(w.T @ X[:, i] + b)[0]
        print(i, a)
        cost = cost - (Y[0][i] * np.log(a + 1e-9) + (1 - Y[0][i]) * np.log(1 - a + 1e-9))
        dw = dw + (a - Y[0][i]) * X[:, i].reshape(-1, 1)
        db = db + (a - Y[0][i])
        i = i + 1
    return {"dw": dw / i, "db": db / i}, cost / i


def loop_running_mean(w, b, X, Y):
    """Update means, example by example."""
    J, dw, db = 0.0, np.zeros(w.shape), 0.0
    for k in range(X.shape[1]):
        x, y = X[:, k : k + 1], Y[0, k]
        a = sig((w.T @ x).item() + b)
        J += (-math.log(a if y else 1 - a) - J) / (k + 1)
        dw += ((a - y) * x - dw) / (k + 1)
        db += ((a - y) - db) / (k + 1)
    return {"db": db, "dw": dw}, J


def loop_in_place(w, b, X, Y):
    """Use up the caller's w and X."""
    m = X.shape[1]
    total, db = 0.0, 0.0
    for i in range(m):
        a = sig(np.vdot(w, X[:, i]) + b)
        total += np.log(a) if Y[0, i] else np.log(1 - a)
        db += a - Y[0, i]
        X[:, i] *= a - Y[0, i]
    w[:, 0] = 0
    for i in range(m):
        w[:, 0] += X[:, i]
    w /= m
    return {"dw": w, "db": db / m}, -total / m


def loop_no_loop(w, b, X, Y):
    """Write it without a loop at once; the result is what counts."""
    m = X.shape[1]
    A = sig(w.T @ X + b)
    return {"dw": X @ (A - Y).T / m, "db": np.mean(A - Y)}, -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))


# ---- propagate_loop, wrong --------------------------------------------------------------------------------------


def loop_with(
    start=lambda b: b,
    carries_z=False,
    examples=range,
    rows=lambda n: range(n),
    bias_each=False,
    m=lambda X, Y: X.shape[1],
    loss=lambda y, a: -(y * np.log(a) + (1 - y) * np.log(1 - a)),
    slope=lambda a, y: a - y,
    divide=lambda total, m: total / m,
):
    """Return the usual double loop with something changed."""

    def propagate_loop(w, b, X, Y):
        n_x, number = X.shape[0], m(X, Y)
        J, dw, db = 0.0, np.zeros((n_x, 1)), 0.0
        z = 0.0
        for i in examples(X.shape[1]):
            z = (z if carries_z else 0.0) + start(b)
            for j in rows(n_x):
                z += w[j, 0] * X[j, i] + (b if bias_each else 0)
            a = sig(z)
            J += loss(Y[0, i], a)
            dz = slope(a, Y[0, i])
            for j in rows(n_x):
                dw[j, 0] += X[j, i] * dz
            db += dz
        return {"dw": divide(dw, number), "db": divide(db, number)}, divide(J, number)

    return propagate_loop


def loop_sets_in_place_of_adding(w, b, X, Y):
    """Forget the plus in front of the equals sign."""
    m = X.shape[1]
    dw = np.zeros((X.shape[0], 1))
    for i in range(m):
        a = sig(np.sum(w[:, 0] * X[:, i]) + b)
        J = -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        for j in range(X.shape[0]):
            dw[j, 0] = X[j, i] * (a - Y[0, i])
        db = a - Y[0, i]
    return {"dw": dw / m, "db": db / m}, J / m


def loop_divides_inside(w, b, X, Y):
    """Divide by m in every turn."""
    m = X.shape[1]
    dw, db, J = np.zeros(w.shape), 0.0, 0.0
    for i in range(m):
        a = sig((w.T @ X[:, i : i + 1]).item() + b)
        J += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        dw += X[:, i : i + 1] * (a - Y[0, i])
        db += a - Y[0, i]
        J, dw, db = J / m, dw / m, db / m
    return {"dw": dw, "db": db}, J


def loop_returns_inside(w, b, X, Y):
    """Return in the first turn."""
    m = X.shape[1]
    dw = np.zeros(w.shape)
    for i in range(m):
        a = sig((w.T @ X[:, i : i + 1]).item() + b)
        J = -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        dw += X[:, i : i + 1] * (a - Y[0, i])
        return {"dw": dw / m, "db": (a - Y[0, i]) / m}, J / m


def loop_two_weights(w, b, X, Y):
    """Write down two features by hand, as in the chapter before."""
    m = X.shape[1]
    J, dw1, dw2, db = 0, 0, 0, 0
    for i in range(m):
        a = sig(w[0, 0] * X[0, i] + w[1, 0] * X[1, i] + b)
        J += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        dw1 += X[0, i] * (a - Y[0, i])
        dw2 += X[1, i] * (a - Y[0, i])
        db += a - Y[0, i]
    return {"dw": np.array([[dw1 / m], [dw2 / m]]), "db": db / m}, J / m


def loop_indices_swapped(w, b, X, Y):
    """Take X[i, j] for feature j of example i."""
    n_x, m = X.shape
    J, dw, db = 0.0, np.zeros((n_x, 1)), 0.0
    for i in range(m):
        z = b
        for j in range(n_x):
            z += w[j, 0] * X[i, j]
        a = sig(z)
        J += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        for j in range(n_x):
            dw[j, 0] += X[i, j] * (a - Y[0, i])
        db += a - Y[0, i]
    return {"dw": dw / m, "db": db / m}, J / m


def loop_rows_as_examples(w, b, X, Y):
    """Loop over the rows of X as if they were examples."""
    m = X.shape[0]
    J, dw, db = 0.0, np.zeros(w.shape), 0.0
    for i in range(m):
        a = sig((w.T @ X[:, i]).item() + b)
        J += -(Y[0, i] * np.log(a) + (1 - Y[0, i]) * np.log(1 - a))
        dw += X[:, i : i + 1] * (a - Y[0, i])
        db += a - Y[0, i]
    return {"dw": dw / m, "db": db / m}, J / m


RIGHT = {
    "sigmoid": {
        "one line": sig,
        "power of e": lambda z: 1 / (1 + np.e ** (-np.asarray(z, dtype=float))),
        "by tanh": lambda z: (1 + np.tanh(np.asarray(z) / 2)) / 2,
        "entry by entry": sigmoid_entry_by_entry,
        "two cases": sigmoid_two_cases,
        "named steps, prints": sigmoid_steps,
        "in place": sigmoid_in_place,
        "logaddexp": lambda z: np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float))),
        "vectorize": np.vectorize(lambda x: 1 / (1 + math.exp(-x))),
        "np.matrix": lambda z: np.matrix(sig(z)) if np.ndim(z) == 2 else sig(z),
    },
    "initialize_with_zeros": {
        "one line": lambda dim: (np.zeros((dim, 1)), 0.0),
        "asserts, b an int": zeros_with_asserts,
        "row by row": zeros_entry_by_entry,
        "shape as a list": lambda dim: [np.zeros([dim, 1]), 0],
        "reshaped": lambda dim: (np.zeros(dim).reshape(-1, 1), np.zeros(1)),
        "b of shape (1, 1)": lambda dim: (np.zeros((dim, 1)), np.zeros((1, 1))),
        "nothing times random": lambda dim: (np.random.randn(dim, 1) * 0, np.float64(0)),
        "np.matrix": lambda dim: (np.matrix(np.zeros((dim, 1))), 0.0),
        "full of integers": lambda dim: (np.full((dim, 1), 0), False),
        "a row, transposed": lambda dim: (np.zeros((1, dim)).T, 0.0),
    },
    "propagate_loop": {
        "column by column": loop_columns,
        "lists": loop_lists,
        "zip": loop_zip,
        "features last": loop_features_first,
        "while, prints and warns": loop_while,
        "running mean": loop_running_mean,
        "in the caller's arrays": loop_in_place,
        "no loop at all": loop_no_loop,
        "double loop": loop_with(),
    },
}

WRONG = {
    "sigmoid": {
        "sign": (lambda z: 1 / (1 + np.exp(z)), "sigmoid.sign"),
        "no parentheses": (lambda z: 1 / 1 + np.exp(-z), "sigmoid.parentheses"),
        "subtracts": (lambda z: 1 / (1 - np.exp(-z)), "sigmoid.minus"),
        "exp alone": (lambda z: np.exp(-z), "sigmoid.exp_alone"),
        "one over exp": (lambda z: 1 / np.exp(-z), "sigmoid.no_one"),
        "math.exp": (sigmoid_with_math, "sigmoid.math_exp"),
        "tanh": (np.tanh, "sigmoid.tanh"),
        "derivative": (lambda z: sig(z) * (1 - sig(z)), "sigmoid.derivative"),
        "decides": (sigmoid_step, "sigmoid.rounded"),
        "overflows": (lambda z: np.exp(z) / (1 + np.exp(z)), "sigmoid.overflow"),
        "ReLU": (lambda z: np.maximum(0, z), ""),
        "a list": (sigmoid_list, ""),
        "softmax": (lambda z: np.exp(z) / np.sum(np.exp(z)), ""),
        "prints": (lambda z: print(sig(z)), ""),
    },
    "initialize_with_zeros": {
        "one dimension": (lambda dim: (np.zeros(dim), 0), "initialize_with_zeros.flat"),
        "shape without brackets": (lambda dim: (np.zeros(dim, 1), 0), "initialize_with_zeros.no_brackets"),
        "a row": (lambda dim: (np.zeros((1, dim)), 0), "initialize_with_zeros.row"),
        "a square": (lambda dim: (np.zeros((dim, dim)), 0), "initialize_with_zeros.square"),
        "ones": (lambda dim: (np.ones((dim, 1)), 0), "initialize_with_zeros.ones"),
        "random": (lambda dim: (np.random.randn(dim, 1) * 0.01, 0.0), ""),
        "as many biases as weights": (
            lambda dim: (np.zeros((dim, 1)), np.zeros((dim, 1))),
            "initialize_with_zeros.b_is_array",
        ),
        "b first": (lambda dim: (0, np.zeros((dim, 1))), "initialize_with_zeros.swapped"),
        "w alone": (lambda dim: np.zeros((dim, 1)), "initialize_with_zeros.w_only"),
        "a list": (lambda dim: ([0] * dim, 0), ""),
        "a dictionary": (
            lambda dim: {"w": np.zeros((dim, 1)), "b": 0.0},
            "initialize_with_zeros.dictionary",
        ),
    },
    "propagate_loop": {
        "equals in place of plus equals": (loop_sets_in_place_of_adding, "propagate_loop.last_example"),
        "divides in the loop": (loop_divides_inside, "propagate_loop.divided_in_loop"),
        "returns in the loop": (loop_returns_inside, "propagate_loop.returned_in_loop"),
        "two features": (loop_two_weights, "propagate_loop.two_features"),
        "two rows of the inner loop": (loop_with(rows=lambda n: range(min(n, 2))), "propagate_loop.two_features"),
        "z goes on from the last example": (loop_with(carries_z=True), "propagate_loop.z_goes_on"),
        "b once for each feature": (
            loop_with(start=lambda b: 0, bias_each=True),
            "propagate_loop.bias_in_inner_loop",
        ),
        "last example left out": (loop_with(examples=lambda m: range(m - 1)), "propagate_loop.one_example_short"),
        "counts from one": (loop_with(examples=lambda m: range(1, m)), "propagate_loop.one_example_short"),
        "last feature left out": (loop_with(rows=lambda n: range(n - 1)), "propagate_loop.one_feature_short"),
        "indices swapped": (loop_indices_swapped, "propagate_loop.indices_swapped"),
        "rows are examples": (loop_rows_as_examples, "propagate_loop.rows_as_examples"),
        "never divides": (loop_with(divide=lambda total, m: total), "propagate.m_is_one"),
        "m counts features": (loop_with(m=lambda X, Y: len(X)), "propagate.m_from_rows"),
        "no bias": (loop_with(start=lambda b: 0), "propagate.no_bias"),
        "cost without minus": (
            loop_with(loss=lambda y, a: y * np.log(a) + (1 - y) * np.log(1 - a)),
            "propagate.cost_sign",
        ),
        "minus for the first term only": (
            loop_with(loss=lambda y, a: -y * np.log(a) + (1 - y) * np.log(1 - a)),
            "propagate.cost_minus_half",
        ),
        "the error the other way round": (loop_with(slope=lambda a, y: y - a), "propagate.dz_sign"),
        "whole-number division": (loop_with(divide=lambda total, m: total // m), "propagate.integer_division"),
    },
}
