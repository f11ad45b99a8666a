"""Answers to `compute_cost` of `shallow-network`, right and wrong, as learners write them."""

import math

import numpy as np

from tests.checks.banks._shallow_network import right, wrong

NAME = "compute_cost"


@right(NAME, "np.multiply and np.squeeze")
def _(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    cost = -np.sum(logprobs) / m
    cost = float(np.squeeze(cost))
    return cost


@right(NAME, "one line")
def _(A2, Y):
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / Y.shape[1]


@right(NAME, "factor before the sum")
def _(A2, Y):
    m = A2.shape[1]
    cost = (-1 / m) * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    return cost


@right(NAME, "mean of the sums over the outputs")
def _(A2, Y):
    losses = -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    per_example = np.sum(losses, axis=0)
    return np.mean(per_example)


@right(NAME, "sum of the means")
def _(A2, Y):
    losses = -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    return losses.mean(axis=1).sum()


@right(NAME, "two loops")
def _(A2, Y):
    n_y, m = Y.shape
    J = 0
    for i in range(m):
        for k in range(n_y):
            J += -(Y[k, i] * np.log(A2[k, i]) + (1 - Y[k, i]) * np.log(1 - A2[k, i]))
    return J / m


@right(NAME, "loop with math.log and if")
def _(A2, Y):
    m = Y.shape[1]
    total = 0.0
    for k in range(Y.shape[0]):
        for i in range(m):
            a = float(A2[k][i])
            if Y[k][i] == 1:
                total = total - math.log(a)
            else:
                total = total - math.log(1 - a)
    return total / m


@right(NAME, "loop over the outputs, np.dot of rows")
def _(A2, Y):
    m = Y.shape[1]
    cost = 0
    for k in range(Y.shape[0]):
        cost -= np.dot(Y[k], np.log(A2[k])) + np.dot(1 - Y[k], np.log(1 - A2[k]))
    cost /= m
    return cost


@right(NAME, "trace of np.dot")
def _(A2, Y):
    m = Y.shape[1]
    return -np.trace(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / m


@right(NAME, "einsum")
def _(A2, Y):
    m = Y.shape[1]
    return -(np.einsum("ki,ki->", Y, np.log(A2)) + np.einsum("ki,ki->", 1 - Y, np.log(1 - A2))) / m


@right(NAME, "np.where")
def _(A2, Y):
    loss = np.where(Y == 1, -np.log(A2), -np.log(1 - A2))
    return loss.sum() / loss.shape[1]


@right(NAME, "masks")
def _(A2, Y):
    ones, zeros = A2[Y == 1], A2[Y == 0]
    return -(np.sum(np.log(ones)) + np.sum(np.log(1 - zeros))) / Y.shape[1]


@right(NAME, "epsilon in the logarithms")
def _(A2, Y):
    epsilon = 1e-8
    m = Y.shape[1]
    return -(1 / m) * np.sum(Y * np.log(A2 + epsilon) + (1 - Y) * np.log(1 - A2 + epsilon))


@right(NAME, "clipped")
def _(A2, Y):
    A2 = np.clip(A2, 1e-12, 1 - 1e-12)
    m = Y.shape[1]
    cost = -1.0 / m * np.sum(Y * np.log(A2) + (1.0 - Y) * np.log(1.0 - A2))
    return cost


@right(NAME, "a (1, 1) array")
def _(A2, Y):
    m = Y.shape[1]
    losses = -(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
    return np.sum(losses, keepdims=True)


@right(NAME, "a 0-d array")
def _(A2, Y):
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / Y.shape[1]
    cost = np.squeeze(np.array([[cost]]))
    assert cost.shape == ()
    return cost


@right(NAME, "np.matrix")
def _(A2, Y):
    A2, Y = np.matrix(A2), np.matrix(Y)
    m = Y.shape[1]
    logs = np.multiply(Y, np.log(A2)) + np.multiply(1 - Y, np.log(1 - A2))
    return -logs.sum() / m


@right(NAME, "vdot")
def _(A2, Y):
    return -(np.vdot(Y, np.log(A2)) + np.vdot(1 - Y, np.log(1 - A2))) / np.size(Y, 1)


@right(NAME, "log1p")
def _(A2, Y):
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log1p(-A2)) / Y.shape[1]


@right(NAME, "probability of the true label")
def _(A2, Y):
    p = A2**Y * (1 - A2) ** (1 - Y)
    return float(-np.log(p).sum() / p.shape[1])


@right(NAME, "distance from the label")
def _(A2, Y):
    return -np.log(1 - abs(Y - A2)).sum() / Y.shape[1]


@right(NAME, "lists and zip")
def _(A2, Y):
    cost = 0
    for row_a, row_y in zip(A2.tolist(), Y.tolist(), strict=True):
        cost += sum(-y * math.log(a) - (1 - y) * math.log(1 - a) for a, y in zip(row_a, row_y, strict=True))
    return cost / len(Y[0])


@right(NAME, "prints, a leftover line, a warning")
def _(A2, Y):
    cost = None
    m = Y.shape[1]
    print("m =", m)
    np.log(np.zeros(1))
    logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    cost = -np.sum(logprobs) / m
    print("cost:", cost)
    return cost


@right(NAME, "changes its arguments")
def _(A2, Y):
    m = Y.shape[1]
    A2 *= Y * 2 - 1
    A2 += 1 - Y
    np.log(A2, out=A2)
    return -A2.sum() / m


@right(NAME, "logit and logaddexp")
def _(A2, Y):
    Z2 = np.log(A2 / (1 - A2))
    return np.sum(np.logaddexp(0, Z2) - Y * Z2) / Y.shape[1]


@right(NAME, "float32 labels and an average")
def _(A2, Y):
    Y = Y.astype(np.float32)
    first = np.average(np.sum(Y * np.log(A2), axis=0))
    second = np.average(np.sum((1 - Y) * np.log(1 - A2), axis=0))
    return -first - second


# ---- wrong -----------------------------------------------------------------------------------------------------


@wrong(NAME, "minus forgotten", "sign")
def _(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y) + np.multiply(np.log(1 - A2), 1 - Y)
    return np.sum(logprobs) / m


@wrong(NAME, "not divided by m", "not_divided")
def _(A2, Y):
    logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)
    return -np.sum(logprobs)


@wrong(NAME, "m is Y.shape[0]", "m_from_rows")
def _(A2, Y):
    m = Y.shape[0]
    return -(1 / m) * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


@wrong(NAME, "len(A2)", "m_from_rows")
def _(A2, Y):
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / len(A2)


@wrong(NAME, "np.mean of everything", "mean_of_all")
def _(A2, Y):
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


@wrong(NAME, "divided by Y.size", "mean_of_all")
def _(A2, Y):
    m = Y.size
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m


@wrong(NAME, "first term only", "only_positive")
def _(A2, Y):
    m = Y.shape[1]
    logprobs = np.multiply(np.log(A2), Y)
    return -np.sum(logprobs) / m


@wrong(NAME, "np.dot with the transpose", "product")
def _(A2, Y):
    m = Y.shape[1]
    cost = -(np.dot(Y, np.log(A2).T) + np.dot(1 - Y, np.log(1 - A2).T)) / m
    return np.squeeze(cost)


@wrong(NAME, "np.dot with the transpose, summed", "product")
def _(A2, Y):
    m = Y.shape[1]
    return np.sum(-1 / m * (Y @ np.log(A2.T) + (1 - Y) @ np.log(1 - A2.T)))


@wrong(NAME, "np.dot without transpose", "no_transpose")
def _(A2, Y):
    return -np.sum(np.dot(np.log(A2), Y) + np.dot(np.log(1 - A2), 1 - Y)) / Y.shape[1]


@wrong(NAME, "one cost for each output", "per_output")
def _(A2, Y):
    m = Y.shape[1]
    return -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2), axis=1) / m


@wrong(NAME, "one cost for each example", "per_example")
def _(A2, Y):
    return np.sum(-Y * np.log(A2) - (1 - Y) * np.log(1 - A2), axis=0)


@wrong(NAME, "not summed", "not_summed")
def _(A2, Y):
    m = Y.shape[1]
    cost = -1 / m * (Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    return np.squeeze(cost)


@wrong(NAME, "Python's sum", "per_example")
def _(A2, Y):
    m = Y.shape[1]
    return -sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m


@wrong(NAME, "brackets forgotten", "minus_half")
def _(A2, Y):
    m = Y.shape[1]
    return 1 / m * np.sum(-Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


@wrong(NAME, "terms subtracted", "terms_subtracted")
def _(A2, Y):
    m = Y.shape[1]
    return -1 / m * np.sum(-Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


@wrong(NAME, "log2", "log_base")
def _(A2, Y):
    return -np.sum(Y * np.log2(A2) + (1 - Y) * np.log2(1 - A2)) / Y.shape[1]


@wrong(NAME, "log10", "log_base")
def _(A2, Y):
    return -np.sum(Y * np.log10(A2) + (1 - Y) * np.log10(1 - A2)) / Y.shape[1]


@wrong(NAME, "labels swapped", "labels_swapped")
def _(A2, Y):
    return -np.sum((1 - Y) * np.log(A2) + Y * np.log(1 - A2)) / Y.shape[1]


@wrong(NAME, "squared error", "squared")
def _(A2, Y):
    return np.sum(np.square(Y - A2)) / (2 * Y.shape[1])


@wrong(NAME, "halved", "halved")
def _(A2, Y):
    m = Y.shape[1]
    return -(1 / (2 * m)) * np.sum(np.multiply(Y, np.log(A2)) + np.multiply(1 - Y, np.log(1 - A2)))


@wrong(NAME, "no logarithm", "no_log")
def _(A2, Y):
    return -np.sum(Y * A2 + (1 - Y) * (1 - A2)) / Y.shape[1]


@wrong(NAME, "logarithm of the labels")
def _(A2, Y):
    return -np.sum(A2 * np.log(Y) + (1 - A2) * np.log(1 - Y)) / Y.shape[1]


@wrong(NAME, "one loss for the whole product")
def _(A2, Y):
    return -np.sum(Y * np.log(A2) * (1 - Y) * np.log(1 - A2)) / Y.shape[1]


@wrong(NAME, "1 - log in place of log of 1 -")
def _(A2, Y):
    return -np.sum(Y * np.log(A2) + (1 - Y) * (1 - np.log(A2))) / Y.shape[1]


@wrong(NAME, "first output only")
def _(A2, Y):
    m = Y.shape[1]
    a, y = A2[0], Y[0]
    return -(np.dot(y, np.log(a)) + np.dot(1 - y, np.log(1 - a))) / m


@wrong(NAME, "labels rounded into predictions")
def _(A2, Y):
    return np.sum(np.abs((A2 > 0.5) - Y)) / Y.shape[1]


@wrong(NAME, "nothing returned")
def _(A2, Y):
    m = Y.shape[1]
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
    cost = np.squeeze(cost)
