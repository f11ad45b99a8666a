"""Answers to the task of `deep-forward` on the cost."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.

import math

import numpy as np

# ---- compute_cost, right ----------------------------------------------------------------------------------------


def cost_template(AL, Y):
    """Follow the template of many courses."""
    m = Y.shape[1]
    cost = (-1 / m) * np.sum(np.multiply(Y, np.log(AL)) + np.multiply(1 - Y, np.log(1 - AL)))
    cost = np.squeeze(cost)
    assert cost.shape == ()
    return cost


def cost_loops(AL, Y):
    """Write out both sums."""
    total = 0
    for i in range(Y.shape[1]):
        for k in range(Y.shape[0]):
            total += Y[k, i] * math.log(AL[k, i]) + (1 - Y[k, i]) * math.log(1 - AL[k, i])
    return -total / Y.shape[1]


def cost_if(AL, Y):
    """Decide by the label which logarithm counts."""
    cost = 0.0
    for a, y in zip(AL.ravel(), Y.ravel()):
        if y == 1:
            cost -= np.log(a)
        else:
            cost -= np.log(1 - a)
    return cost / AL.shape[1]


def cost_rows(AL, Y):
    """Multiply row by row, as for a single output, and add the outputs."""
    m = Y.shape[1]
    cost = 0
    for k in range(Y.shape[0]):
        a, y = AL[k : k + 1], Y[k : k + 1]
        cost = cost - (np.dot(y, np.log(a).T) + np.dot(1 - y, np.log(1 - a).T)) / m
    return cost


def cost_by_example(AL, Y):
    """Collect the losses of the examples in a list."""
    losses = []
    for i in range(AL.shape[1]):
        y, a = Y[:, i], AL[:, i]
        losses.append(-y @ np.log(a) - (1 - y) @ np.log(1 - a))
    return np.mean(losses)


def cost_in_place(AL, Y):
    """Compute in the caller's arrays."""
    m = AL.shape[1]
    first = np.sum(Y * np.log(AL))
    AL *= -1
    AL += 1
    second = np.sum((1 - Y) * np.log(AL))
    Y = None
    return -(first + second) / m


def cost_prints(AL, Y):
    """Print, warn and be right."""
    np.log(np.zeros(1))
    cost = np.sum(-np.log(np.where(Y == 1, AL, 1 - AL))) / np.size(Y, 1)
    print(f"cost: {cost}")
    return float(cost)


def cost_pieces(AL, Y):
    """Name every step."""
    m = float(Y.shape[-1])
    log_probability = np.log(AL)
    log_other = np.log(np.ones_like(AL) - AL)
    positive = np.sum(Y * log_probability, axis=0, keepdims=True)
    negative = np.sum((1 - Y) * log_other, axis=0, keepdims=True)
    losses = -(positive + negative)
    cost = np.sum(losses, axis=1, keepdims=True) / m
    assert cost.shape == (1, 1)
    return cost


def cost_leftover(AL, Y):
    """Leave the lines of a template in place."""
    m = Y.shape[1]
    cost = None
    logprobs = None
    logprobs = np.multiply(np.log(AL), Y) + np.multiply(np.log(1 - AL), 1 - Y)
    cost = -np.sum(logprobs) / m
    return np.squeeze(np.array([[cost]]))


def losses_of(AL, Y):
    """Return the loss of every output of every example."""
    return -(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))


# ---- compute_cost, wrong ----------------------------------------------------------------------------------------


def cost_dot(AL, Y):
    """Multiply whole matrices, as for a single output."""
    m = Y.shape[1]
    cost = -(1 / m) * (np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T))
    return np.squeeze(cost)


def cost_dot_summed(AL, Y):
    """Multiply whole matrices, and add up all that came out."""
    m = Y.shape[1]
    return float(np.sum(np.dot(Y, np.log(AL.T)) + np.dot(1 - Y, np.log(1 - AL.T))) / -m)


def cost_prints_only(AL, Y):
    """Print the cost, and return nothing."""
    print(cost_template(AL, Y))


def cost_divides_in_loop(AL, Y):
    """Divide in every turn of the loop."""
    m = Y.shape[1]
    cost = 0
    for i in range(m):
        cost += np.sum(losses_of(AL, Y)[:, i])
        cost = cost / m
    return cost


def cost_last_example(AL, Y):
    """Overwrite the sum instead of adding to it."""
    cost = 0
    for i in range(Y.shape[1]):
        cost = np.sum(losses_of(AL, Y)[:, i])
    return cost / Y.shape[1]


RIGHT = {
    "compute_cost": {
        "template": cost_template,
        "two loops": cost_loops,
        "decides by the label": cost_if,
        "products row by row": cost_rows,
        "examples in a list": cost_by_example,
        "in the caller's arrays": cost_in_place,
        "prints and warns": cost_prints,
        "named steps, (1, 1)": cost_pieces,
        "leftover lines": cost_leftover,
        "one line": lambda AL, Y: -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / Y.shape[1],
        "mean of sums": lambda AL, Y: np.mean(np.sum(losses_of(AL, Y), axis=0)),
        "sum of means": lambda AL, Y: np.sum(np.mean(losses_of(AL, Y), axis=1)),
        "mean times the outputs": lambda AL, Y: np.mean(losses_of(AL, Y)) * Y.shape[0],
        "epsilon in the logarithm": lambda AL, Y: (
            -np.sum(Y * np.log(AL + 1e-8) + (1 - Y) * np.log(1 - AL + 1e-8)) / Y.shape[1]
        ),
        "tiny epsilon": lambda AL, Y: np.sum(-Y * np.log(AL + 1e-15) - (1 - Y) * np.log(1 - AL + 1e-15)) / AL.shape[1],
        "clipped": lambda AL, Y: np.sum(losses_of(np.clip(AL, 1e-10, 1 - 1e-10), Y)) / Y.shape[1],
        "log1p": lambda AL, Y: -(Y * np.log(AL) + (1 - Y) * np.log1p(-AL)).sum() / Y.shape[1],
        "trace of products": lambda AL, Y: (
            -np.trace(np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T)) / Y.shape[1]
        ),
        "einsum": lambda AL, Y: (
            -(np.einsum("ki,ki->", Y, np.log(AL)) + np.einsum("ki,ki->", 1 - Y, np.log(1 - AL))) / Y.shape[1]
        ),
        "vdot": lambda AL, Y: -(np.vdot(Y, np.log(AL)) + np.vdot(1 - Y, np.log(1 - AL))) / Y.shape[1],
        "ravel and dot": lambda AL, Y: (
            -(Y.ravel() @ np.log(AL.ravel()) + (1 - Y).ravel() @ np.log((1 - AL).ravel())) / Y.shape[1]
        ),
        "products of a power": lambda AL, Y: np.sum(-np.log(AL**Y * (1 - AL) ** (1 - Y))) / len(Y.T),
        "distance to the other label": lambda AL, Y: -np.sum(np.log(1 - np.abs(Y - AL))) / Y.shape[1],
        "from the logits": lambda AL, Y: (
            np.sum(np.logaddexp(0, np.log(AL / (1 - AL))) - Y * np.log(AL / (1 - AL))) / Y.shape[1]
        ),
        "average": lambda AL, Y: np.average(losses_of(AL, Y).sum(0)).item(),
        "np.matrix": lambda AL, Y: np.sum(np.matrix(losses_of(AL, Y)), axis=None) / Y.shape[1],
        "in an array of one": lambda AL, Y: np.array([np.sum(losses_of(AL, Y)) / Y.shape[1]]),
        "scaled by 1 / m": lambda AL, Y: (
            (1.0 / Y.shape[1]) * (-np.sum(Y * np.log(AL)) - np.sum((1 - Y) * np.log(1 - AL)))
        ),
    },
}

WRONG = {
    "compute_cost": {
        "matrix products": (cost_dot, "compute_cost.outputs_not_summed"),
        "matrix products, all summed": (cost_dot_summed, "compute_cost.outputs_not_summed"),
        "products not transposed": (
            lambda AL, Y: -(np.dot(Y, np.log(AL)) + np.dot(1 - Y, np.log(1 - AL))) / Y.shape[1],
            "compute_cost.not_transposed",
        ),
        "columns multiplied": (
            lambda AL, Y: -(np.dot(Y.T, np.log(AL)) + np.dot((1 - Y).T, np.log(1 - AL))) / Y.shape[1],
            "compute_cost.columns_multiplied",
        ),
        "no mean": (
            lambda AL, Y: -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)),
            "compute_cost.no_mean",
        ),
        "m from the rows": (
            lambda AL, Y: -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / AL.shape[0],
            "compute_cost.m_from_rows",
        ),
        "m from len": (lambda AL, Y: 1 / len(Y) * np.sum(losses_of(AL, Y)), "compute_cost.m_from_rows"),
        "np.mean over everything": (
            lambda AL, Y: -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)),
            "compute_cost.mean_over_outputs",
        ),
        "divided by the size": (lambda AL, Y: losses_of(AL, Y).sum() / Y.size, "compute_cost.mean_over_outputs"),
        "sum along the rows": (
            lambda AL, Y: np.squeeze(-np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL), axis=1) / Y.shape[1]),
            "compute_cost.outputs_not_summed",
        ),
        "sum along the columns": (
            lambda AL, Y: -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL), axis=0) / Y.shape[1],
            "compute_cost.not_summed",
        ),
        "not summed": (
            lambda AL, Y: -1 / Y.shape[1] * (Y * np.log(AL) + (1 - Y) * np.log(1 - AL)),
            "compute_cost.not_summed",
        ),
        "no minus": (
            lambda AL, Y: np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / Y.shape[1],
            "compute_cost.sign",
        ),
        "minus on the first term only": (
            lambda AL, Y: (-np.sum(Y * np.log(AL)) + np.sum((1 - Y) * np.log(1 - AL))) / Y.shape[1],
            "compute_cost.minus_half",
        ),
        "only the first term": (
            lambda AL, Y: np.sum(-Y * np.log(AL)) / Y.shape[1],
            "compute_cost.only_positive",
        ),
        "only the second term": (
            lambda AL, Y: -np.sum(np.multiply(1 - Y, np.log(1 - AL))) / Y.shape[1],
            "compute_cost.only_negative",
        ),
        "labels swapped": (
            lambda AL, Y: -np.sum((1 - Y) * np.log(AL) + Y * np.log(1 - AL)) / Y.shape[1],
            "compute_cost.labels_swapped",
        ),
        "Y and AL swapped": (
            lambda AL, Y: -np.sum(AL * np.log(Y + 1e-8) + (1 - AL) * np.log(1 - Y + 1e-8)) / Y.shape[1],
            "compute_cost.arguments_swapped",
        ),
        "no brackets around 1 - Y": (
            lambda AL, Y: -np.sum(Y * np.log(AL) + 1 - Y * np.log(1 - AL)) / Y.shape[1],
            "compute_cost.brackets",
        ),
        "no brackets around 1 - AL": (
            lambda AL, Y: -np.sum(Y * np.log(AL) + (1 - Y) * (1 - np.log(AL))) / Y.shape[1],
            "compute_cost.log_of_one_minus",
        ),
        "log of base 10": (
            lambda AL, Y: -np.sum(Y * np.log10(AL) + (1 - Y) * np.log10(1 - AL)) / Y.shape[1],
            "compute_cost.log_base",
        ),
        "log of base 2": (
            lambda AL, Y: -np.sum(Y * np.log2(AL) + (1 - Y) * np.log2(1 - AL)) / Y.shape[1],
            "compute_cost.log_base",
        ),
        "squared error": (lambda AL, Y: np.mean(np.square(Y - AL)), "compute_cost.squared"),
        "half the squared error": (
            lambda AL, Y: 1 / (2 * Y.shape[1]) * np.sum((Y - AL) ** 2),
            "compute_cost.squared",
        ),
        "absolute error": (lambda AL, Y: np.abs(Y - AL).sum() / Y.shape[1], "compute_cost.absolute"),
        "divided by 2m": (
            lambda AL, Y: -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / (2 * Y.shape[1]),
            "compute_cost.halved",
        ),
        "printed, not returned": (cost_prints_only, ""),
        "divided in the loop": (cost_divides_in_loop, "compute_cost.divided_in_loop"),
        "the last example only": (cost_last_example, "compute_cost.last_example"),
        "the first output only": (
            lambda AL, Y: np.sum(losses_of(AL, Y)[0]) / Y.shape[1],
            "compute_cost.first_output",
        ),
        "sum of the first term only": (
            lambda AL, Y: -(np.sum(Y * np.log(AL)) + (1 - Y) * np.log(1 - AL)) / Y.shape[1],
            "compute_cost.sum_half",
        ),
        "math.log": (
            lambda AL, Y: -np.sum(Y * math.log(AL) + (1 - Y) * math.log(1 - AL)) / Y.shape[1],
            "compute_cost.math_log",
        ),
        "the accuracy": (lambda AL, Y: np.mean((AL > 0.5) == Y), ""),
    },
}
