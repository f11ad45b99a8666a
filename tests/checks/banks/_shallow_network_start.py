"""Answers to `layer_sizes` and `initialize_parameters` of `shallow-network`, as learners write them."""

import random

import numpy as np

from tests.checks.banks._shallow_network import right, wrong

SIZES = "layer_sizes"


@right(SIZES, "shape[0]")
def _(X, Y):
    n_x = X.shape[0]
    n_h = 4
    n_y = Y.shape[0]
    return (n_x, n_h, n_y)


@right(SIZES, "len")
def _(X, Y):
    return len(X), 4, len(Y)


@right(SIZES, "unpacked shapes")
def _(X, Y):
    n_x, m = X.shape
    n_y, _m = Y.shape
    n_h = 4
    return n_x, n_h, n_y


@right(SIZES, "a list")
def _(X, Y):
    return [X.shape[0], 4, Y.shape[0]]


@right(SIZES, "columns of the transpose")
def _(X, Y):
    return X.T.shape[1], 4, Y.T.shape[1]


@right(SIZES, "NumPy integers and a float")
def _(X, Y):
    return np.int64(np.size(X, 0)), 4.0, np.size(Y, 0)


@right(SIZES, "counts in a loop, prints")
def _(X, Y):
    n_x = n_y = 0
    for _row in X:
        n_x += 1
    for _row in Y:
        n_y += 1
    print(n_x, n_y)
    return n_x, 4, n_y


@right(SIZES, "an array")
def _(X, Y):
    return tuple(np.array([X.shape[0], 4, Y.shape[0]]))


@wrong(SIZES, "columns", "columns")
def _(X, Y):
    n_x = X.shape[1]
    n_y = Y.shape[1]
    return n_x, 4, n_y


@wrong(SIZES, "columns of X only", "columns")
def _(X, Y):
    return X.shape[-1], 4, Y.shape[0]


@wrong(SIZES, "whole shapes", "whole_shape")
def _(X, Y):
    n_x = X.shape
    n_h = 4
    n_y = Y.shape
    return (n_x, n_h, n_y)


@wrong(SIZES, "size", "size")
def _(X, Y):
    return np.size(X), 4, np.size(Y)


@wrong(SIZES, "hidden layer last", "order")
def _(X, Y):
    n_h = 4
    n_x, n_y = len(X), len(Y)
    return n_x, n_y, n_h


@wrong(SIZES, "as many hidden neurons as features", "n_h")
def _(X, Y):
    n_x = X.shape[0]
    n_h = n_x
    return n_x, n_h, Y.shape[0]


@wrong(SIZES, "one output always", "n_y_is_one")
def _(X, Y):
    n_y = 1
    return len(X), 4, n_y


@wrong(SIZES, "no hidden layer", "two_values")
def _(X, Y):
    return len(X), len(Y)


@wrong(SIZES, "n_y from X")
def _(X, Y):
    return X.shape[0], 4, X.shape[0]


@wrong(SIZES, "sizes of one case", "n_y_is_one")
def _(X, Y):
    n_x = X.shape[0]
    return n_x, 4, True


# ---- the random start ------------------------------------------------------------------------------------------

START = "initialize_parameters"


@right(START, "randn and a seed")
def _(n_x, n_h, n_y):
    np.random.seed(2)
    W1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    assert W1.shape == (n_h, n_x)
    parameters = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
    return parameters


@right(START, "randn without a seed")
def _(n_x, n_h, n_y):
    return {
        "W1": 0.01 * np.random.randn(n_h, n_x),
        "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * np.random.randn(n_y, n_h),
        "b2": np.zeros((n_y, 1)),
    }


@right(START, "standard_normal of a Generator")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng(0)
    W1 = rng.standard_normal((n_h, n_x)) * 0.01
    W2 = rng.standard_normal((n_y, n_h)) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


@right(START, "normal with loc and scale")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng()
    return {
        "W1": rng.normal(0, 0.01, (n_h, n_x)),
        "W2": rng.normal(0, 0.01, (n_y, n_h)),
        "b1": np.zeros([n_h, 1]),
        "b2": np.zeros([n_y, 1]),
    }


@right(START, "np.random.normal")
def _(n_x, n_h, n_y):
    p = {}
    p["W1"] = np.random.normal(loc=0.0, scale=0.01, size=(n_h, n_x))
    p["b1"] = np.zeros(shape=(n_h, 1))
    p["W2"] = np.random.normal(loc=0.0, scale=0.01, size=(n_y, n_h))
    p["b2"] = np.zeros(shape=(n_y, 1))
    return p


@right(START, "RandomState")
def _(n_x, n_h, n_y):
    r = np.random.RandomState(42)
    return dict(W1=r.randn(n_h, n_x) * 1e-2, b1=np.zeros((n_h, 1)), W2=r.randn(n_y, n_h) * 1e-2, b2=np.zeros((n_y, 1)))


@right(START, "random.gauss in loops")
def _(n_x, n_h, n_y):
    def matrix(rows, columns):
        return np.array([[random.gauss(0, 1) * 0.01 for _ in range(columns)] for _ in range(rows)])

    return {"W1": matrix(n_h, n_x), "b1": np.zeros((n_h, 1)), "W2": matrix(n_y, n_h), "b2": np.zeros((n_y, 1))}


@right(START, "random.normalvariate and a seed")
def _(n_x, n_h, n_y):
    random.seed(3)
    W1, W2 = np.empty((n_h, n_x)), np.empty((n_y, n_h))
    for W in (W1, W2):
        for j in range(W.shape[0]):
            for k in range(W.shape[1]):
                W[j, k] = random.normalvariate(0, 0.01)
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


@right(START, "float32")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng(7)
    return {
        "W1": rng.standard_normal((n_h, n_x), dtype=np.float32) * np.float32(0.01),
        "b1": np.zeros((n_h, 1), dtype=np.float32),
        "W2": rng.standard_normal((n_y, n_h), dtype=np.float32) * np.float32(0.01),
        "b2": np.zeros((n_y, 1), dtype=np.float32),
    }


@right(START, "biases of integers")
def _(n_x, n_h, n_y):
    W1 = np.random.randn(n_h, n_x) / 100
    W2 = np.random.randn(n_y, n_h) / 100
    return {"W1": W1, "b1": np.zeros((n_h, 1), dtype=int), "W2": W2, "b2": np.zeros((n_y, 1), dtype=int)}


@right(START, "two seeds")
def _(n_x, n_h, n_y):
    a, b = np.random.default_rng(1), np.random.default_rng(2)
    return {
        "W1": a.normal(size=(n_h, n_x)) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": b.normal(size=(n_y, n_h)) * 0.01,
        "b2": np.zeros((n_y, 1)),
    }


@right(START, "np.matrix")
def _(n_x, n_h, n_y):
    W1 = np.matrix(np.random.randn(n_h, n_x) * 0.01)
    W2 = np.matrix(np.random.randn(n_y, n_h) * 0.01)
    return {"W1": W1, "b1": np.matrix(np.zeros((n_h, 1))), "W2": W2, "b2": np.matrix(np.zeros((n_y, 1)))}


@right(START, "in place")
def _(n_x, n_h, n_y):
    W1 = np.random.randn(n_h, n_x)
    W1 *= 0.01
    W2 = np.random.randn(n_y, n_h)
    W2 *= 0.01
    b1, b2 = np.zeros((n_h, 1)), np.zeros((n_y, 1))
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


@right(START, "one draw for all, reshaped")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng(11)
    all_weights = 0.01 * rng.standard_normal(n_h * n_x + n_y * n_h)
    W1 = all_weights[: n_h * n_x].reshape(n_h, n_x)
    W2 = all_weights[n_h * n_x :].reshape(n_y, n_h)
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


@right(START, "row by row")
def _(n_x, n_h, n_y):
    W1 = np.vstack([np.random.randn(n_x) for _ in range(n_h)]) * 0.01
    W2 = np.vstack([np.random.randn(n_h) for _ in range(n_y)]) * 0.01
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


@right(START, "transposed draws")
def _(n_x, n_h, n_y):
    W1 = np.random.randn(n_x, n_h).T * 0.01
    W2 = np.random.randn(n_h, n_y).T * 0.01
    return {"W1": W1, "b1": np.zeros((1, n_h)).T, "W2": W2, "b2": np.zeros((1, n_y)).T}


@right(START, "loop over the layers")
def _(n_x, n_h, n_y):
    dims = [n_x, n_h, n_y]
    parameters = {}
    for i in range(1, 3):
        parameters["W" + str(i)] = np.random.randn(dims[i], dims[i - 1]) * 0.01
        parameters["b" + str(i)] = np.zeros((dims[i], 1))
    return parameters


@right(START, "further entries")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng()
    return {
        "W1": 0.01 * rng.standard_normal((n_h, n_x)),
        "b1": np.zeros((n_h, 1)),
        "W2": 0.01 * rng.standard_normal((n_y, n_h)),
        "b2": np.zeros((n_y, 1)),
        "n_h": n_h,
    }


@right(START, "prints and leftover lines")
def _(n_x, n_h, n_y):
    W1 = None
    W2 = None
    W1 = np.random.randn(n_h, n_x) * 0.01
    W2 = np.random.randn(n_y, n_h) * 0.01
    print("W1", W1.shape, "W2", W2.shape)
    return {"W1": W1, "b1": np.full((n_h, 1), 0.0), "W2": W2, "b2": np.full((n_y, 1), 0.0)}


@right(START, "zeros times something")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng(5)
    W1, W2 = rng.normal(0, 1, (n_h, n_x)) * 0.01, rng.normal(0, 1, (n_y, n_h)) * 0.01
    return {"W1": W1, "b1": 0 * W1[:, :1], "W2": W2, "b2": -0.0 * W2[:, [0]]}


@right(START, "Fortran order")
def _(n_x, n_h, n_y):
    W1 = np.asfortranarray(np.random.randn(n_h, n_x) * 0.01)
    W2 = np.asfortranarray(np.random.randn(n_y, n_h) * 0.01)
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


@right(START, "seed from the clock")
def _(n_x, n_h, n_y):
    import time

    np.random.seed(int(time.time()) % 2**32)
    return {
        "W1": np.random.randn(n_h, n_x) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) * 0.01,
        "b2": np.zeros((n_y, 1)),
    }


@right(START, "sum of twelve uniform numbers")
def _(n_x, n_h, n_y):
    def normal(*shape):
        return sum(np.random.rand(*shape) for _ in range(12)) - 6

    W1, W2 = 0.01 * normal(n_h, n_x), 0.01 * normal(n_y, n_h)
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


@right(START, "broadcast zeros, read-only")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng(9)
    b1, b2 = np.broadcast_to(0.0, (n_h, 1)), np.broadcast_to(0.0, (n_y, 1))
    return {"W1": rng.normal(0, 0.01, (n_h, n_x)), "b1": b1, "W2": rng.normal(0, 0.01, (n_y, n_h)), "b2": b2}


@right(START, "Box and Muller")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng(21)

    def normal(rows, columns):
        u, v = 1 - rng.random((rows, columns)), rng.random((rows, columns))
        return np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)

    W1, W2 = 0.01 * normal(n_h, n_x), 0.01 * normal(n_y, n_h)
    return {"W1": W1, "b1": np.zeros((n_h, 1)), "W2": W2, "b2": np.zeros((n_y, 1))}


# ---- wrong -----------------------------------------------------------------------------------------------------


def packed(W1, b1, W2, b2):
    """Return parameters as a dictionary."""
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def randn(*shape):
    """Return normal random numbers, as learners draw them."""
    return np.random.randn(*shape)


@wrong(START, "factor forgotten", "no_factor")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x), np.zeros((n_h, 1)), randn(n_y, n_h), np.zeros((n_y, 1)))


@wrong(START, "factor forgotten for W2", "factor_once")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.01, np.zeros((n_h, 1)), randn(n_y, n_h), np.zeros((n_y, 1)))


@wrong(START, "0.1", "other_factor")
def _(n_x, n_h, n_y):
    scale = 0.1
    return packed(scale * randn(n_h, n_x), np.zeros((n_h, 1)), scale * randn(n_y, n_h), np.zeros((n_y, 1)))


@wrong(START, "0.001", "other_factor")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.001, np.zeros((n_h, 1)), randn(n_y, n_h) * 0.001, np.zeros((n_y, 1)))


@wrong(START, "divided by 0.01", "divided")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) / 0.01, np.zeros((n_h, 1)), randn(n_y, n_h) / 0.01, np.zeros((n_y, 1)))


@wrong(START, "plus 0.01", "no_factor")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) + 0.01, np.zeros((n_h, 1)), randn(n_y, n_h) + 0.01, np.zeros((n_y, 1)))


@wrong(START, "rand for randn", "uniform")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng()
    return packed(rng.random((n_h, n_x)) * 0.01, np.zeros((n_h, 1)), rng.random((n_y, n_h)) * 0.01, np.zeros((n_y, 1)))


@wrong(START, "rand, without factor", "uniform")
def _(n_x, n_h, n_y):
    r = np.random.default_rng(1).uniform
    return packed(r(size=(n_h, n_x)), np.zeros((n_h, 1)), r(size=(n_y, n_h)), np.zeros((n_y, 1)))


@wrong(START, "uniform around 0", "uniform_centred")
def _(n_x, n_h, n_y):
    rng = np.random.default_rng()
    W1, W2 = rng.uniform(-0.01, 0.01, (n_h, n_x)), rng.uniform(-0.01, 0.01, (n_y, n_h))
    return packed(W1, np.zeros((n_h, 1)), W2, np.zeros((n_y, 1)))


@wrong(START, "absolute values", "positive")
def _(n_x, n_h, n_y):
    W1, W2 = np.abs(randn(n_h, n_x)) * 0.01, np.abs(randn(n_y, n_h)) * 0.01
    return packed(W1, np.zeros((n_h, 1)), W2, np.zeros((n_y, 1)))


@wrong(START, "zeros", "zeros")
def _(n_x, n_h, n_y):
    return packed(np.zeros((n_h, n_x)), np.zeros((n_h, 1)), np.zeros((n_y, n_h)), np.zeros((n_y, 1)))


@wrong(START, "ones times 0.01", "repeated")
def _(n_x, n_h, n_y):
    return packed(np.ones((n_h, n_x)) * 0.01, np.zeros((n_h, 1)), np.ones((n_y, n_h)) * 0.01, np.zeros((n_y, 1)))


@wrong(START, "one random number for each matrix", "repeated")
def _(n_x, n_h, n_y):
    a, b = np.random.normal(0, 0.01, 2)
    return packed(np.zeros((n_h, n_x)) + a, np.zeros((n_h, 1)), np.zeros((n_y, n_h)) + b, np.zeros((n_y, 1)))


@wrong(START, "one row for all neurons", "repeated")
def _(n_x, n_h, n_y):
    W1 = np.repeat(randn(1, n_x) * 0.01, n_h, axis=0)
    W2 = np.repeat(randn(1, n_h) * 0.01, n_y, axis=0)
    return packed(W1, np.zeros((n_h, 1)), W2, np.zeros((n_y, 1)))


@wrong(START, "seed before each matrix", "same_seed")
def _(n_x, n_h, n_y):
    np.random.seed(1)
    W1 = randn(n_h, n_x) * 0.01
    np.random.seed(1)
    W2 = randn(n_y, n_h) * 0.01
    return packed(W1, np.zeros((n_h, 1)), W2, np.zeros((n_y, 1)))


@wrong(START, "both matrices transposed", "transposed")
def _(n_x, n_h, n_y):
    return packed(randn(n_x, n_h) * 0.01, np.zeros((n_h, 1)), randn(n_h, n_y) * 0.01, np.zeros((n_y, 1)))


@wrong(START, "W2 transposed", "transposed")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.01, np.zeros((n_h, 1)), randn(n_h, n_y) * 0.01, np.zeros((n_y, 1)))


@wrong(START, "flat biases", "flat_biases")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.01, np.zeros(n_h), randn(n_y, n_h) * 0.01, np.zeros((n_y,)))


@wrong(START, "biases as rows", "row_biases")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.01, np.zeros([1, n_h]), randn(n_y, n_h) * 0.01, np.zeros([1, n_y]))


@wrong(START, "biases are the number 0", "number_biases")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.01, 0.0, randn(n_y, n_h) * 0.01, 0.0)


@wrong(START, "biases for the inputs", "biases_of_inputs")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.01, np.zeros((n_x, 1)), randn(n_y, n_h) * 0.01, np.zeros((n_h, 1)))


@wrong(START, "random biases", "biases_not_zero")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.01, randn(n_h, 1) * 0.01, randn(n_y, n_h) * 0.01, randn(n_y, 1) * 0.01)


@wrong(START, "biases of ones", "biases_not_zero")
def _(n_x, n_h, n_y):
    return packed(randn(n_h, n_x) * 0.01, np.ones((n_h, 1)), randn(n_y, n_h) * 0.01, np.ones((n_y, 1)))


@wrong(START, "a rule for deep networks", "size_of_layer")
def _(n_x, n_h, n_y):
    W1, W2 = randn(n_h, n_x) * np.sqrt(2.0 / n_x), randn(n_y, n_h) * np.sqrt(2.0 / n_h)
    return packed(W1, np.zeros((n_h, 1)), W2, np.zeros((n_y, 1)))


@wrong(START, "small names", "names")
def _(n_x, n_h, n_y):
    W1, W2 = randn(n_h, n_x) * 0.01, randn(n_y, n_h) * 0.01
    return {"w1": W1, "b1": np.zeros((n_h, 1)), "w2": W2, "b2": np.zeros((n_y, 1))}


@wrong(START, "four values", "tuple")
def _(n_x, n_h, n_y):
    return randn(n_h, n_x) * 0.01, np.zeros((n_h, 1)), randn(n_y, n_h) * 0.01, np.zeros((n_y, 1))


@wrong(START, "sizes of the book")
def _(n_x, n_h, n_y):
    n_x, n_h, n_y = 2, 4, 1
    return packed(randn(n_h, n_x) * 0.01, np.zeros((n_h, 1)), randn(n_y, n_h) * 0.01, np.zeros((n_y, 1)))


@wrong(START, "shape as a tuple for randn", "shape_as_tuple")
def _(n_x, n_h, n_y):
    return packed(randn((n_h, n_x)) * 0.01, np.zeros((n_h, 1)), randn((n_y, n_h)) * 0.01, np.zeros((n_y, 1)))
