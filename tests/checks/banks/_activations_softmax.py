"""Answers to softmax, the largest function of the assignment `activations`: 25 right ones, and more wrong ones."""

import math
import warnings

import numpy as np

# ---- right -----------------------------------------------------------------------------------------------------


def _steps(Z):
    Z_shifted = Z - np.max(Z, axis=0, keepdims=True)
    expZ = np.exp(Z_shifted)
    sumZ = np.sum(expZ, axis=0, keepdims=True)
    A = expZ / sumZ
    assert A.shape == Z.shape
    return A


def _loop_over_examples(Z):
    A = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        z = Z[:, i] - Z[:, i].max()
        A[:, i] = np.exp(z) / np.exp(z).sum()
    return A


def _loops_and_math(Z):
    n, m = Z.shape
    A = np.zeros((n, m))
    for i in range(m):
        highest = Z[0, i]
        for j in range(n):
            if Z[j, i] > highest:
                highest = Z[j, i]
        total = 0
        for j in range(n):
            A[j, i] = math.exp(Z[j, i] - highest)
            total += A[j, i]
        for j in range(n):
            A[j, i] = A[j, i] / total
    return A


def _in_place(Z):
    Z -= Z.max(axis=0)
    Z = np.exp(Z)
    Z /= Z.sum(axis=0)
    return Z


def _rows_of_the_transpose(Z):
    S = Z.T
    S = S - S.max(axis=1, keepdims=True)
    E = np.exp(S)
    return (E / E.sum(axis=1, keepdims=True)).T


def _reshaped(Z):
    m = Z.shape[1]
    highest = Z.max(axis=0).reshape(1, m)
    e = np.exp(Z - highest)
    return e / e.sum(axis=0).reshape(1, m)


def _by_logarithms(Z):
    highest = np.max(Z, axis=0)
    log_sum = highest + np.log(np.sum(np.exp(Z - highest), axis=0))
    return np.exp(Z - log_sum)


def _logaddexp(Z):
    return np.exp(Z - np.logaddexp.reduce(Z, axis=0))


def _as_matrix(Z):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Z = np.matrix(Z)
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def _with_epsilon(Z):
    E = np.exp(Z - np.max(Z, axis=0))
    return E / (np.sum(E, axis=0) + 1e-12)


def _comprehension(Z):
    columns = []
    for z in Z.T:
        e = [math.exp(v - max(z)) for v in z]
        columns.append([v / sum(e) for v in e])
    return np.array(columns).T


def _noisy(Z):
    np.random.seed(1)
    print("Z:", Z.shape)
    np.log(np.zeros(1))
    A = None
    A = np.exp(Z - np.amax(Z, axis=0, keepdims=True))
    return A / np.sum(A, axis=0, keepdims=True)


def _einsum(Z):
    E = np.exp(Z - Z.max(0))
    return np.einsum("ij,j->ij", E, 1 / np.einsum("ij->j", E))


def _matmul(Z):
    E = np.exp(Z - Z.max(axis=0))
    ones = np.ones((1, Z.shape[0]))
    return E / np.matmul(ones, E)


def _dot(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / np.dot(np.ones((Z.shape[0], Z.shape[0])), E)


def _inner_function(Z):
    def one(z):
        e = np.exp(z - z.max())
        return e / e.sum()

    return np.apply_along_axis(one, 0, Z)


def _stacked(Z):
    result = []
    for i in range(Z.shape[1]):
        z = Z[:, i : i + 1]
        z = z - np.max(z)
        result.append(np.exp(z) / np.sum(np.exp(z)))
    return np.hstack(result)


def _differences(Z):
    # Each share by itself: 1 over the sum of exp of the differences, whichever overflows is a share of 0.
    D = Z[np.newaxis, :, :] - Z[:, np.newaxis, :]
    with np.errstate(over="ignore"):
        return 1 / np.exp(D).sum(axis=1)


def _power_of_e(Z):
    highest = np.max(Z, axis=0)
    return np.e ** (Z - highest) / sum(np.e ** (Z - highest))


def _zeros_like_of_floats(Z):
    Z = Z.astype(float)
    A = np.zeros_like(Z)
    for j in range(Z.shape[0]):
        A[j] = np.exp(Z[j] - Z.max(axis=0))
    A /= A.sum(axis=0)
    return A


def _one_below_the_highest(Z):
    # Any shift close to the highest score will do.
    E = np.exp(Z - np.max(Z, axis=0) + 1)
    return E / E.sum(axis=0)


def _sorted(Z):
    highest = np.sort(Z, axis=0)[-1]
    E = np.exp(Z - highest)
    return E / np.sum(E, axis=0)


def _while_loop(Z):
    A = np.empty(Z.shape)
    i = 0
    while i < Z.shape[1]:
        E = np.exp(Z[:, i] - np.max(Z[:, i]))
        A[:, i] = E / np.sum(E)
        i += 1
    return A


RIGHT = {
    "step by step, with an assert": _steps,
    "one line": lambda Z: np.exp(Z - Z.max(axis=0)) / np.exp(Z - Z.max(axis=0)).sum(axis=0),
    "a loop over the examples": _loop_over_examples,
    "loops and math.exp": _loops_and_math,
    "in place, on the argument": _in_place,
    "rows of the transpose": _rows_of_the_transpose,
    "sums reshaped": _reshaped,
    "by way of logarithms": _by_logarithms,
    "logaddexp": _logaddexp,
    "np.matrix": _as_matrix,
    "an epsilon below the line": _with_epsilon,
    "comprehensions": _comprehension,
    "prints, warns, sets a seed": _noisy,
    "einsum": _einsum,
    "matmul with ones": _matmul,
    "np.dot with ones": _dot,
    "an inner function, apply_along_axis": _inner_function,
    "columns stacked": _stacked,
    "differences of all pairs": _differences,
    "power of np.e, Python's sum": _power_of_e,
    "row by row into floats": _zeros_like_of_floats,
    "another shift": _one_below_the_highest,
    "highest by sorting": _sorted,
    "a while loop": _while_loop,
    "long double": lambda Z: np.exp(Z.astype(np.longdouble)) / np.exp(Z.astype(np.longdouble)).sum(axis=0),
    "divide and subtract": lambda Z: np.divide(
        np.exp(np.subtract(Z, np.max(Z, 0))), np.sum(np.exp(np.subtract(Z, np.max(Z, 0))), 0)
    ),
}

# ---- wrong -----------------------------------------------------------------------------------------------------


def _textbook(Z):
    t = np.exp(Z)
    s = np.sum(t, axis=0, keepdims=True)
    return t / s


def _textbook_loop(Z):
    A = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        e = np.exp(Z[:, i])
        A[:, i] = e / np.sum(e)
    return A


def _textbook_math(Z):
    n, m = Z.shape
    A = np.zeros((n, m))
    for i in range(m):
        for j in range(n):
            A[j, i] = math.exp(Z[j, i])
        A[:, i] = A[:, i] / sum(A[:, i])
    return A


def _from_the_row_notes(x):
    x_exp = np.exp(x)
    x_sum = np.sum(x_exp, axis=1, keepdims=True)
    s = x_exp / x_sum
    return s


def _rows_stable(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=1, keepdims=True)


def _rows_no_keepdims(Z):
    E = np.exp(Z)
    return E / np.sum(E, axis=1)


def _for_one_vector(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()


def _whole_sum_textbook(Z):
    return np.exp(Z) / np.sum(np.exp(Z))


def _global_highest(Z):
    E = np.exp(Z - np.max(Z))
    return E / np.sum(E, axis=0)


def _right_sum_wrong_highest(Z):
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)


def _shift_above_only(Z):
    top = np.exp(Z - np.max(Z, axis=0))
    bottom = np.sum(np.exp(Z), axis=0)
    return top / bottom


def _scores_divided(Z):
    return Z / np.sum(Z, axis=0, keepdims=True)


def _exp_of_total(Z):
    return np.exp(Z) / np.exp(np.sum(Z, axis=0))


def _forgot_exp_below(Z):
    return np.exp(Z) / np.sum(Z, axis=0, keepdims=True)


def _forgot_to_divide(Z):
    Z = Z - np.max(Z, axis=0)
    return np.exp(Z)


def _minus_as_in_sigmoid(Z):
    e = np.exp(-Z)
    return e / np.sum(e, axis=0)


def _mean_below(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / np.mean(e, axis=0)


def _sigmoid_again(Z):
    return 1 / (1 + np.exp(-Z))


def _sigmoid_shares(Z):
    s = 1 / (1 + np.exp(-Z))
    return s / np.sum(s, axis=0)


def _log_softmax(Z):
    S = Z - Z.max(axis=0)
    return S - np.log(np.exp(S).sum(axis=0))


def _winner_takes_all(Z):
    A = np.zeros(Z.shape)
    A[np.argmax(Z, axis=0), np.arange(Z.shape[1])] = 1
    return A


def _over_the_transpose(Z):
    E = np.exp(Z.T - Z.T.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def _math_on_array(Z):
    return math.exp(Z) / sum(math.exp(Z))


def _return_in_loop(Z):
    A = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        e = np.exp(Z[:, i] - Z[:, i].max())
        A[:, i] = e / e.sum()
        return A


def _return_first_column(Z):
    for i in range(Z.shape[1]):
        e = np.exp(Z[:, i] - Z[:, i].max())
        return e / e.sum()


def _loop_over_rows_by_mistake(Z):
    A = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        e = np.exp(Z[i] - Z[i].max())
        A[i] = e / e.sum()
    return A


def _three_classes_only(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / (e[0] + e[1] + e[2])


def _minimum_instead(Z):
    E = np.exp(Z - np.min(Z, axis=0))
    return E / E.sum(axis=0)


def _normalised_first(Z):
    Z = (Z - Z.mean(axis=0)) / (Z.std(axis=0) + 1e-8)
    E = np.exp(Z)
    return E / E.sum(axis=0)


def _clipped(Z):
    E = np.exp(np.clip(Z, -500, 500))
    return E / E.sum(axis=0)


def _nan_painted_over(Z):
    E = np.exp(Z)
    return np.nan_to_num(E / E.sum(axis=0))


def _divided_by_highest(Z):
    Z = Z / np.max(np.abs(Z), axis=0)
    E = np.exp(Z)
    return E / E.sum(axis=0)


def _whole_numbers_result(Z):
    A = np.zeros(Z.shape, dtype=int)
    E = np.exp(Z - Z.max(axis=0))
    A[:] = E / E.sum(axis=0)
    return A


def _running_total(Z):
    A = np.zeros(Z.shape)
    total = 0
    for i in range(Z.shape[1]):
        e = np.exp(Z[:, i] - Z[:, i].max())
        total += e.sum()  # never set back to 0
        A[:, i] = e / total
    return A


def _power_of_two(Z):
    E = 2 ** (Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def _large_epsilon(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / (E.sum(axis=0) + 1e-2)


WRONG = {
    "the definition as it stands": (_textbook, "softmax.overflow"),
    "the definition, in a loop": (_textbook_loop, "softmax.overflow"),
    "the definition, with math.exp": (_textbook_math, "softmax.overflow"),
    "as in notes with examples in rows": (_from_the_row_notes, "softmax.rows"),
    "rows, stable": (_rows_stable, "softmax.rows"),
    "rows, no keepdims": (_rows_no_keepdims, "softmax.rows"),
    "a loop over the rows": (_loop_over_rows_by_mistake, "softmax.rows"),
    "for a single vector": (_for_one_vector, "softmax.sum_of_all"),
    "sum of everything": (_whole_sum_textbook, "softmax.sum_of_all"),
    "highest of everything": (_global_highest, "softmax.highest_of_all"),
    "highest along the other axis": (_right_sum_wrong_highest, "softmax.highest_of_row"),
    "shift above the line only": (_shift_above_only, "softmax.two_shifts"),
    "no exp at all": (_scores_divided, "softmax.no_exp"),
    "exp of the sum": (_exp_of_total, "softmax.exp_of_sum"),
    "no exp below the line": (_forgot_exp_below, "softmax.sum_of_scores"),
    "not divided": (_forgot_to_divide, "softmax.not_divided"),
    "a minus as in the sigmoid": (_minus_as_in_sigmoid, "softmax.sign"),
    "mean in place of the sum": (_mean_below, "softmax.mean"),
    "the sigmoid": (_sigmoid_again, "softmax.sigmoid"),
    "shares of sigmoids": (_sigmoid_shares, "softmax.sigmoid"),
    "the logarithm": (_log_softmax, "softmax.logarithm"),
    "winner takes all": (_winner_takes_all, "softmax.one_hot"),
    "transposed, and not back": (_over_the_transpose, "softmax.transposed"),
    "math.exp of an array": (_math_on_array, "softmax.math_exp"),
    "return inside the loop": (_return_in_loop, "softmax.first_example"),
    "the first column only": (_return_first_column, "softmax.first_example"),
    "for three classes": (_three_classes_only, ""),
    "lowest in place of highest": (_minimum_instead, "softmax.shift_not_highest"),
    "scores normalised first": (_normalised_first, ""),
    "scores clipped": (_clipped, "softmax.clipped"),
    "nan painted over": (_nan_painted_over, "softmax.hidden_nan"),
    "divided by the highest": (_divided_by_highest, ""),
    "result of whole numbers": (_whole_numbers_result, ""),
    "a total that is never set back": (_running_total, ""),
    "powers of two": (_power_of_two, "softmax.base"),
    "a large epsilon": (_large_epsilon, ""),
    "nothing but the highest subtracted": (lambda Z: Z - np.max(Z, axis=0), ""),
}
