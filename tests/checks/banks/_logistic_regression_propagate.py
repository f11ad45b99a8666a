"""Answers to the vectorized task of `logistic-regression`: cost and gradients of all examples at once."""

# Learners' code stays as they write it: with NumPy's old generator, leftover lines and names of their own.

import math
from collections import OrderedDict

import numpy as np


def sigmoid(z):
    """Return what a learner's earlier task gives."""
    return 1 / (1 + np.exp(-z))


# ---- propagate, right -------------------------------------------------------------------------------------------


def template(w, b, X, Y):
    """Follow the template of many courses, asserts and all."""
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = 1 / m * np.dot(X, (A - Y).T)
    db = 1 / m * np.sum(A - Y)
    assert dw.shape == w.shape
    assert db.dtype == float
    cost = np.squeeze(cost)
    assert cost.shape == ()
    grads = {"dw": dw, "db": db}
    return grads, cost


def products(w, b, X, Y):
    """Write the cost as two products, which gives a (1, 1) array."""
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = -(np.dot(Y, np.log(A).T) + np.dot(1 - Y, np.log(1 - A).T)) / m
    return {"dw": np.dot(X, (A - Y).T) / m, "db": np.sum(A - Y) / m}, cost


def keepdims(w, b, X, Y):
    """Keep the dimensions of every sum."""
    m = Y.shape[1]
    Z = np.matmul(w.T, X) + b
    A = sigmoid(Z)
    dZ = A - Y
    losses = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    cost = np.sum(losses, axis=1, keepdims=True) / m
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return {"dw": np.matmul(X, dZ.T) / m, "db": db}, cost


def means(w, b, X, Y):
    """Take means, and turn dw back into a column."""
    A = sigmoid(w.T @ X + b)
    dz = A - Y
    dw = np.mean(X * dz, axis=1).reshape(-1, 1)
    return {"dw": dw, "db": np.mean(dz)}, np.mean(-Y * np.log(A) - (1 - Y) * np.log(1 - A))


def einsum(w, b, X, Y):
    """Write every product with einsum."""
    m = X.shape[1]
    A = sigmoid(np.einsum("ik,ij->kj", w, X) + b)
    dw = np.einsum("ij,kj->ik", X, A - Y) / m
    cost = -(np.einsum("ij,ij->", Y, np.log(A)) + np.einsum("ij,ij->", 1 - Y, np.log(1 - A))) / m
    return {"dw": dw, "db": np.einsum("ij->", A - Y) / m}, cost


def flat(w, b, X, Y):
    """Compute with one-dimensional arrays, and give dw its shape at the end."""
    z = w.ravel() @ X + b
    a, y = sigmoid(z), Y.ravel()
    dz = a - y
    cost = -(y @ np.log(a) + (1 - y) @ np.log(1 - a)) / y.size
    return {"dw": (X @ dz / y.size)[:, np.newaxis], "db": dz.mean()}, cost


def rows_are_examples(w, b, X, Y):
    """Turn everything round, and back."""
    XT, y = X.T, Y.T
    m = len(XT)
    a = sigmoid(XT.dot(w) + b)
    error = a - y
    cost = float(-(y.T.dot(np.log(a)) + (1 - y).T.dot(np.log(1 - a)))[0, 0]) / m
    return {"dw": XT.T.dot(error) / m, "db": error.sum(axis=0) / m}, cost


def loops(w, b, X, Y):
    """Loop although nobody asked for it."""
    m = X.shape[1]
    dw, db, J = np.zeros(w.shape), 0, 0
    for i in range(m):
        x = X[:, i : i + 1]
        a = sigmoid((w.T @ x).item() + b)
        y = Y[0, i]
        J -= y * math.log(a) + (1 - y) * math.log(1 - a)
        dw += x * (a - y)
        db += a - y
    dw /= m
    return {"dw": dw, "db": db / m}, J / m


def in_place(w, b, X, Y):
    """Compute in the caller's arrays, which are of no use afterwards."""
    m = X.shape[1]
    A = w.T @ X
    A += b
    A = sigmoid(A)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    Y -= A
    Y *= -1
    X *= Y
    w[:] = X.sum(axis=1, keepdims=True)
    w /= m
    return {"dw": w, "db": Y.sum() / m}, cost


def matrices(w, b, X, Y):
    """Use np.matrix, whose star is the matrix product."""
    m = X.shape[1]
    w, X, Y = np.matrix(w), np.matrix(X), np.matrix(Y)
    A = 1 / (1 + np.exp(-(w.T * X + b)))
    dZ = A - Y
    cost = -(Y * np.log(A).T + (1 - Y) * np.log(1 - A).T) / m
    return {"dw": X * dZ.T / m, "db": dZ.sum() / m}, cost


def prints_and_warns(w, b, X, Y):
    """Print shapes on the way, and let NumPy complain."""
    print("w", w.shape, "X", X.shape)
    np.log(np.zeros(2))
    A = sigmoid(w.T @ X + b)
    print(A)
    dZ = A - Y
    m = len(Y[0])
    print("done", m)
    return {"dw": X @ dZ.T * (1 / m), "db": dZ.sum() / m}, -np.mean(np.where(Y == 1, np.log(A), np.log(1 - A)))


def leftovers(w, b, X, Y):
    """Leave the lines of a template in place, and a seed."""
    np.random.seed(1)
    m = None
    A = None
    cost = None
    m = np.shape(X)[1]
    A = sigmoid(w.T.dot(X) + b)
    cost = np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / -m
    dw = None
    db = None
    dw = X.dot((A - Y).T) / m
    db = np.sum(A - Y) / m
    np.random.rand(3)
    return {"dw": dw, "db": db}, cost


def epsilon(w, b, X, Y):
    """Guard the logarithms with a small number."""
    eps = 1e-8
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    cost = -np.sum(Y * np.log(A + eps) + (1 - Y) * np.log(1 - A + eps)) / m
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, cost


def clipped(w, b, X, Y):
    """Cut the probabilities off before the logarithm."""
    A = sigmoid(w.T @ X + b)
    safe = np.clip(A, 1e-12, 1 - 1e-12)
    cost = np.average(-(Y * np.log(safe) + (1 - Y) * np.log(1 - safe)))
    return {"dw": X @ (A - Y).T / Y.size, "db": np.average(A - Y)}, cost


def from_logits(w, b, X, Y):
    """Use the stable form of the loss."""
    Z = w.T @ X + b
    J = np.mean(np.logaddexp(0, Z) - Y * Z)
    dZ = 0.5 * (1 + np.tanh(Z / 2)) - Y
    return OrderedDict(db=dZ.mean(), dw=(dZ @ X.T / X.shape[1]).T), J


def bias_in_w(w, b, X, Y):
    """Append a row of ones to X and b to w."""
    m = X.shape[1]
    X1 = np.vstack((X, np.ones((1, m))))
    w1 = np.vstack((w, [[b]]))
    A = sigmoid(w1.T @ X1)
    d = X1 @ (A - Y).T / m
    cost = -np.sum(np.log(A[Y == 1])) / m - np.sum(np.log(1 - A[Y == 0])) / m
    return {"dw": d[:-1], "db": d[-1, 0]}, cost


def with_helpers(w, b, X, Y):
    """Split the work into functions of one's own."""

    def forward():
        return sigmoid(np.dot(np.transpose(w), X) + b)

    def cost_of(A):
        return -(Y * np.log(A) + (1.0 - Y) * np.log(1.0 - A)).sum() / X.shape[1]

    def backward(A):
        return dict(zip(["dw", "db"], [np.dot(X, np.transpose(A - Y)) / X.shape[1], (A - Y).mean()], strict=True))

    A = forward()
    return backward(A), cost_of(A)


def more_entries(w, b, X, Y):
    """Hand out all that was computed, as a list."""
    m = X.shape[1]
    Z = w.T @ X + b
    A = sigmoid(Z)
    dZ = A - Y
    grads = {"Z": Z, "A": A, "dZ": dZ, "dw": np.tensordot(X, dZ, axes=(1, 1)) / m, "db": np.array([dZ.sum() / m])}
    return [grads, (-(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m).sum()]


def chain_rule(w, b, X, Y):
    """Go back through the graph node by node, without the short form of dZ."""
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dA = (-Y / A + (1 - Y) / (1 - A)) / m
    dZ = dA * A * (1 - A)
    cost = -np.inner(Y, np.log(A)) / m - np.inner(1 - Y, np.log(1 - A)) / m
    return {"dw": X @ dZ.T, "db": np.sum(dZ)}, cost[0][0]


def recursive_mean(w, b, X, Y):
    """Average the results of both halves of the examples."""
    m = X.shape[1]
    if m == 1:
        a = sigmoid(w.T @ X + b)[0, 0]
        y = Y[0, 0]
        return {"dw": X * (a - y), "db": a - y}, -(y * np.log(a) + (1 - y) * np.log(1 - a))
    k = m // 2
    left, J_left = recursive_mean(w, b, X[:, :k], Y[:, :k])
    right, J_right = recursive_mean(w, b, X[:, k:], Y[:, k:])
    mean = lambda p, q: (k * p + (m - k) * q) / m  # noqa: E731
    return {name: mean(left[name], right[name]) for name in ("dw", "db")}, mean(J_left, J_right)


def with_lines(
    forward=lambda w, b, X: sigmoid(np.dot(w.T, X) + b),
    cost=lambda A, Y, m: -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m,
    dw=lambda X, dZ, m: np.dot(X, dZ.T) / m,
    db=lambda dZ, m: np.sum(dZ) / m,
    m=lambda X, Y: X.shape[1],
    dZ=lambda A, Y: A - Y,
    finish=lambda dw, db, cost: ({"dw": dw, "db": db}, cost),
):
    """Return the usual function, line by line, with some lines written in another way."""

    def propagate(w, b, X, Y):
        number = m(X, Y)
        A = forward(w, b, X)
        J = cost(A, Y, number)
        error = dZ(A, Y)
        return finish(dw(X, error, number), db(error, number), J)

    return propagate


RIGHT = {
    "propagate": {
        "template": template,
        "cost by products, (1, 1)": products,
        "keepdims everywhere": keepdims,
        "means": means,
        "einsum": einsum,
        "one-dimensional on the way": flat,
        "rows are examples on the way": rows_are_examples,
        "loop": loops,
        "in the caller's arrays": in_place,
        "np.matrix": matrices,
        "prints and warns": prints_and_warns,
        "leftover lines": leftovers,
        "epsilon": epsilon,
        "clipped": clipped,
        "from logits": from_logits,
        "bias as a weight": bias_in_w,
        "functions inside": with_helpers,
        "more entries, as a list": more_entries,
        "node by node": chain_rule,
        "halves": recursive_mean,
        "Python's float": with_lines(finish=lambda dw, db, J: ({"dw": dw, "db": float(db)}, float(J))),
        "vdot": with_lines(cost=lambda A, Y, m: -(np.vdot(Y, np.log(A)) + np.vdot(1 - Y, np.log(1 - A))) / m),
        "log1p": with_lines(cost=lambda A, Y, m: -(Y * np.log(A) + (1 - Y) * np.log1p(-A)).sum() / m),
        "one power": with_lines(cost=lambda A, Y, m: -np.log(A**Y * (1 - A) ** (1 - Y)).mean()),
        "distance to the other label": with_lines(cost=lambda A, Y, m: -np.mean(np.log(1 - np.abs(Y - A)))),
        "sum over the columns": with_lines(dw=lambda X, dZ, m: np.sum(X * dZ / m, axis=1, keepdims=True)),
        "m from the labels": with_lines(m=lambda X, Y: Y.size),
        "db of one entry": with_lines(db=lambda dZ, m: np.sum(dZ, axis=1) / m),
    },
}

# ---- propagate, wrong -------------------------------------------------------------------------------------------


def forgets_every_mean(w, b, X, Y):
    """Leave m out everywhere."""
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": np.dot(X, (A - Y).T), "db": np.sum(A - Y)}, cost


def error_in_place(w, b, X, Y):
    """Subtract the labels in place, before the cost is computed from the same array."""
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dZ = A
    dZ -= Y
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    return {"dw": X @ dZ.T / m, "db": dZ.sum() / m}, cost


def column_of_outputs(w, b, X, Y):
    """Make A a column, so that A - Y becomes a square."""
    m = X.shape[1]
    A = sigmoid(np.dot(X.T, w) + b)
    cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m
    dZ = A - Y
    return {"dw": np.dot(X, dZ) / m, "db": np.sum(dZ) / m}, cost


def only_first_layer_of_sum(w, b, X, Y):
    """Look at the first example alone."""
    A = sigmoid(w.T @ X + b)
    a, y = A[0, 0], Y[0, 0]
    return {"dw": X[:, :1] * (a - y), "db": a - y}, -(y * np.log(a) + (1 - y) * np.log(1 - a))


def prints_instead(w, b, X, Y):
    """Print the result, and return nothing."""
    print(template(w, b, X, Y))


def numbers_of_the_notebook(w, b, X, Y):
    """Divide by the number of pictures of the experiment, typed in."""
    m = 209
    A = sigmoid(w.T @ X + b)
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, np.mean(-np.log(np.where(Y == 1, A, 1 - A)))


def log_of(A):
    """Return the natural logarithm, by its short name."""
    return np.log(A)


WRONG = {
    "propagate": {
        "no mean anywhere": (forgets_every_mean, "propagate.m_is_one"),
        "m counts rows of Y": (with_lines(m=lambda X, Y: len(Y)), "propagate.m_is_one"),
        "m counts features": (with_lines(m=lambda X, Y: X.shape[0]), "propagate.m_from_rows"),
        "m counts entries of X": (with_lines(m=lambda X, Y: X.size), "propagate.m_is_size"),
        "m is a shape": (with_lines(m=lambda X, Y: X.shape), "propagate.m_is_shape"),
        "whole-number division": (
            with_lines(
                dw=lambda X, dZ, m: 1 // m * np.dot(X, dZ.T),
                db=lambda dZ, m: 1 // m * np.sum(dZ),
                cost=lambda A, Y, m: -(1 // m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)),
            ),
            "propagate.integer_division",
        ),
        "no mean in dw": (with_lines(dw=lambda X, dZ, m: X.dot(dZ.T)), "propagate.no_mean_dw"),
        "no mean in db": (with_lines(db=lambda dZ, m: dZ.sum()), "propagate.no_mean_db"),
        "two means in the cost": (
            with_lines(cost=lambda A, Y, m: -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m),
            "propagate.divided_twice",
        ),
        "two means in db": (with_lines(db=lambda dZ, m: 1 / m * np.mean(dZ)), "propagate.divided_twice"),
        "cost without minus": (
            with_lines(cost=lambda A, Y, m: 1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))),
            "propagate.cost_sign",
        ),
        "minus in the middle": (
            with_lines(cost=lambda A, Y, m: -1 / m * np.sum(Y * np.log(A) - (1 - Y) * np.log(1 - A))),
            "propagate.cost_minus_half",
        ),
        "rounded cost": (
            with_lines(cost=lambda A, Y, m: round(float(np.mean(-np.log(np.where(Y == 1, A, 1 - A)))), 3)),
            "propagate.cost_rounded",
        ),
        "cost of labels in place of probabilities": (
            with_lines(cost=lambda A, Y, m: -np.mean(Y * np.log(A > 0.5) + (1 - Y) * np.log(1 - (A > 0.5)))),
            "",
        ),
        "cost dot without T": (
            with_lines(cost=lambda A, Y, m: -(np.dot(Y, np.log(A)) + np.dot(1 - Y, np.log(1 - A))) / m),
            "propagate.not_transposed",
        ),
        "cost with T on the labels": (
            with_lines(cost=lambda A, Y, m: -np.sum(np.dot(Y.T, np.log(A)) + np.dot((1 - Y).T, np.log(1 - A))) / m),
            "propagate.cost_outer",
        ),
        "log of 1 - a, brackets": (
            with_lines(cost=lambda A, Y, m: -np.sum(Y * log_of(A) + (1 - Y) * (1 - log_of(A))) / m),
            "propagate.cost_log_bracket",
        ),
        "losses not added": (
            with_lines(cost=lambda A, Y, m: (-Y * np.log(A) - (1 - Y) * np.log(1 - A)) / m),
            "propagate.cost_not_summed",
        ),
        "squared error": (with_lines(cost=lambda A, Y, m: np.sum((Y - A) ** 2) / m), "propagate.cost_squared"),
        "half of the squared error": (with_lines(cost=lambda A, Y, m: np.sum((Y - A) ** 2) / (2 * m)), ""),
        "dw dot in the wrong order": (with_lines(dw=lambda X, dZ, m: np.dot(dZ, X) / m), "propagate.dw_order"),
        "dw at in the wrong order": (with_lines(dw=lambda X, dZ, m: dZ.T @ X / m), "propagate.column_first"),
        "dw without T": (with_lines(dw=lambda X, dZ, m: 1 / m * (X @ dZ)), "propagate.not_transposed"),
        "dw a row": (with_lines(dw=lambda X, dZ, m: np.dot(dZ, X.T) / m), "propagate.dw_transposed"),
        "dw squeezed": (with_lines(dw=lambda X, dZ, m: np.mean(X * dZ, axis=1)), "propagate.dw_flat"),
        "dw one number": (with_lines(dw=lambda X, dZ, m: np.sum(X * dZ) / m), "propagate.dw_summed"),
        "db summed over the wrong axis": (
            with_lines(db=lambda dZ, m: np.sum(dZ, axis=0) / m),
            "propagate.db_not_summed",
        ),
        "no bias": (with_lines(forward=lambda w, b, X: sigmoid(w.T @ X)), "propagate.no_bias"),
        "bias after the sigmoid": (with_lines(forward=lambda w, b, X: sigmoid(w.T @ X) + b), "propagate.bias_outside"),
        "bias added to X": (with_lines(forward=lambda w, b, X: sigmoid(np.dot(w.T, X + b))), "propagate.bias_on_x"),
        "no transpose of w": (with_lines(forward=lambda w, b, X: sigmoid(w @ X + b)), "propagate.column_first"),
        "star in place of dot": (with_lines(forward=lambda w, b, X: sigmoid(w * X + b)), "propagate.w_elementwise"),
        "A is a column": (column_of_outputs, "propagate.a_is_column"),
        "the error the other way round": (with_lines(dZ=lambda A, Y: Y - A), "propagate.dz_sign"),
        "slope of the sigmoid left in": (
            with_lines(dZ=lambda A, Y: (A - Y) * A * (1 - A)),
            "propagate.dz_squared",
        ),
        "cost first": (with_lines(finish=lambda dw, db, J: (J, {"dw": dw, "db": db})), "propagate.swapped"),
        "three values": (with_lines(finish=lambda dw, db, J: (dw, db, J)), "propagate.three_values"),
        "grads alone": (with_lines(finish=lambda dw, db, J: {"dw": dw, "db": db}), "propagate.grads_only"),
        "capital letter in a key": (
            with_lines(finish=lambda dw, db, J: ({"dW": dw, "db": db}, J)),
            "propagate.key_in_capitals",
        ),
        "error in place": (error_in_place, ""),
        "first example only": (only_first_layer_of_sum, ""),
        "prints and returns nothing": (prints_instead, ""),
        "m typed in": (numbers_of_the_notebook, ""),
    },
}
