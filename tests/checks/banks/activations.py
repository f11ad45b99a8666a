"""Answers to the assignment `activations`, as learners write them; those to softmax have a file of their own."""

import math
import warnings

import numpy as np

from tests.checks.banks import _activations_softmax as softmax


def _sigmoid(z):
    """Return what the notebook gives."""
    return 1 / (1 + np.exp(-z))


# ---- the slope of the sigmoid ----------------------------------------------------------------------------------


def _sigmoid_slope_loop(z):
    flat = [_sigmoid(v) * (1 - _sigmoid(v)) for v in z.ravel()]
    return np.array(flat).reshape(z.shape)


def _sigmoid_slope_noisy(z):
    s = None
    s = _sigmoid(z)
    ds = s * (1 - s)
    print("ds =", ds)
    return ds


def _as_matrix(function):
    def matrix(z):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.matrix(function(z)) if z.ndim == 2 else function(z)

    return matrix


def _sigmoid_slope_in_place(z):
    z = _sigmoid(z)
    z *= 1 - z
    return z


def _sigmoid_slope_bumped(z):
    h = 1e-5
    return (_sigmoid(z + h) - _sigmoid(z - h)) / (2 * h)


def _sigmoid_slope_assumes_a(A):
    return A * (1 - A)


def _sigmoid_slope_half(z):
    s = _sigmoid(z)
    return s * (1 - z)


def _sigmoid_slope_of_s(z):
    s = _sigmoid(z)
    return _sigmoid(s) * (1 - _sigmoid(s))


# ---- tanh ------------------------------------------------------------------------------------------------------


def _tanh_steps(z):
    up = np.exp(z)
    down = np.exp(-z)
    return (up - down) / (up + down)


def _tanh_loop(z):
    result = np.zeros(z.shape)
    for index, value in np.ndenumerate(z):
        result[index] = math.tanh(value)
    return result


def _tanh_precedence(z):
    return np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)


def _tanh_half_width(z):
    return (1 - np.exp(-z)) / (1 + np.exp(-z))


# ---- the slope of tanh -----------------------------------------------------------------------------------------


def _tanh_slope_steps(z):
    t = np.tanh(z)
    square = np.multiply(t, t)
    return np.ones(z.shape) - square


def _tanh_slope_cosh(z):
    return 1 / np.cosh(z) ** 2


def _tanh_slope_loop(z):
    out = []
    for v in z.ravel():
        out.append(1 - math.tanh(v) ** 2)
    return np.array(out).reshape(z.shape)


def _tanh_slope_from_the_notes(x):
    return 1.0 - ((1.0 - np.exp(-2 * x)) / (1.0 + np.exp(-2 * x)) ** 2)


# ---- ReLU ------------------------------------------------------------------------------------------------------


def _relu_copy(z):
    a = z.copy()
    a[a < 0] = 0
    return a


def _relu_in_place(z):
    z[z < 0] = 0
    return z


def _relu_loop(z):
    a = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        if z[i] > 0:
            a[i] = z[i]
        else:
            a[i] = 0
    return a


def _relu_if(z):
    if z > 0:
        return z
    else:
        return 0


def _relu_positive_only(z):
    return np.array([v for v in z.ravel() if v > 0])


def _relu_forgot_return(z):
    z[z < 0] = 0


# ---- the slope of ReLU -----------------------------------------------------------------------------------------


def _relu_slope_masks(z):
    d = np.array(z, dtype=float)
    d[d <= 0] = 0
    d[d > 0] = 1
    return d


def _relu_slope_ones_like(z):
    d = np.ones_like(z)
    d[z < 0] = 0
    return d


def _relu_slope_loop(z):
    d = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        d[i] = 1 if z[i] > 0 else 0
    return d


def _relu_slope_in_place(z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


def _relu_slope_zeroes_only(z):
    d = np.array(z, copy=True)
    d[z <= 0] = 0
    return d


def _relu_slope_ones_only(z):
    d = np.array(z, copy=True)
    d[z > 0] = 1
    return d


def _relu_slope_after_relu(z):
    a = np.maximum(0, z)
    return np.where(a >= 0, 1, 0)


def _relu_slope_undone(z):
    z[z > 0] = 1
    z[z <= 1] = 0
    return z


# ---- leaky ReLU ------------------------------------------------------------------------------------------------


def _leaky_mask(z):
    a = z.astype(float)
    a[a < 0] *= 0.01
    return a


def _leaky_loop(z):
    a = np.zeros(z.shape)
    for i in np.ndindex(z.shape):
        a[i] = z[i] if z[i] > 0 else 0.01 * z[i]
    return a


def _leaky_zeros_like(z):
    a = np.zeros_like(z)
    a[z > 0] = z[z > 0]
    a[z <= 0] = 0.01 * z[z <= 0]
    return a


def _leaky_mask_of_copy(z):
    a = z.copy()
    a[a < 0] *= 0.01
    return a


def _leaky_python_max(z):
    return max(0.01 * z, z)


# ---- the slope of leaky ReLU -----------------------------------------------------------------------------------


def _leaky_slope_mask(z):
    d = np.ones(z.shape)
    d[z < 0] = 0.01
    return d


def _leaky_slope_loop(z):
    d = [1.0 if v > 0 else 0.01 for v in z.ravel()]
    return np.array(d).reshape(z.shape)


def _leaky_slope_ones_like(z):
    d = np.ones_like(z)
    d[z < 0] = 0.01
    return d


def _leaky_slope_twice_masked(z):
    d = np.array(z, dtype=float)
    d[d > 0] = 1
    d[d < 1] = 0.01
    return d


def _leaky_slope_masks_in_turn(z):
    d = np.array(z, dtype=float)
    d[d <= 0] = 0.01
    d[d > 0] = 1  # now the 0.01 are above 0 as well
    return d


# ---- losses ----------------------------------------------------------------------------------------------------


def _l1_loop(yhat, y):
    loss = 0
    for p, t in zip(yhat.ravel(), y.ravel(), strict=True):
        loss += abs(p - t)
    return loss


def _l1_rows_only(yhat, y):
    loss = 0
    for i in range(len(y)):
        loss += abs(yhat[i] - y[i])
    return loss


def _l2_loop(yhat, y):
    loss = 0.0
    for index in np.ndindex(y.shape):
        loss = loss + (yhat[index] - y[index]) ** 2
    return loss


def _l2_flat_dot(yhat, y):
    e = (y - yhat).reshape(-1)
    return np.dot(e, e)


def _l2_first_row(yhat, y):
    e = np.atleast_2d(yhat - y)[0]
    return e @ e


# ---- the graph -------------------------------------------------------------------------------------------------


def _graph_steps(a, b, c):
    u = b * c
    v = a + u
    J = 3 * v
    dv = 3
    du = dv * 1
    da = dv * 1
    db = du * c
    dc = du * b
    grads = {"da": da, "db": db, "dc": dc}
    return grads, J


def _graph_bumped(a, b, c):
    def f(a, b, c):
        return 3 * (a + b * c)

    h = 1e-4
    da = (f(a + h, b, c) - f(a - h, b, c)) / (2 * h)
    db = (f(a, b + h, c) - f(a, b - h, c)) / (2 * h)
    dc = (f(a, b, c + h) - f(a, b, c - h)) / (2 * h)
    return {"da": da, "db": db, "dc": dc}, f(a, b, c)


def _graph_more_entries(a, b, c):
    u, v = b * c, a + b * c
    grads = {"dJ": 1, "dv": 3, "du": 3, "da": 3, "db": 3 * c, "dc": 3 * b, "u": u, "v": v}
    print(grads)
    return [grads, np.array([[3 * v]])]


def _graph_accumulating(a, b, c):
    grads = {"da": 0.0, "db": 0.0, "dc": 0.0}
    J = 3 * (a + b * c)
    for name, slope in (("da", 1), ("db", c), ("dc", b)):
        grads[name] += 3 * slope
    return grads, J


def _graph_swapped(a, b, c):
    u = b * c
    v = a + u
    J = 3 * v
    dv = 3
    du = dv
    return {"da": dv, "db": du * b, "dc": du * c}, J


def _graph_forgets_dv(a, b, c):
    u = b * c
    v = a + u
    J = 3 * v
    da = 1
    du = 1
    db = du * c
    dc = du * b
    return {"da": da, "db": db, "dc": dc}, J


def _graph_local(a, b, c):
    u = b * c
    v = a + u
    J = 3 * v
    return {"da": 3, "db": c, "dc": b}, J


def _graph_three_twice(a, b, c):
    dv = 3
    du = 3 * dv
    return {"da": dv, "db": du * c, "dc": du * b}, 3 * (a + b * c)


def _graph_values(a, b, c):
    u = b * c
    v = a + u
    J = 3 * v
    return {"da": 3 * a, "db": 3 * b * c, "dc": 3 * c * b}, J


RIGHT = {
    "sigmoid_derivative": {
        "two steps": lambda z: (lambda s: s * (1 - s))(_sigmoid(z)),
        "s minus its square": lambda z: _sigmoid(z) - _sigmoid(z) ** 2,
        "by the exponential": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        "s(z) s(-z)": lambda z: _sigmoid(z) * _sigmoid(-z),
        "a loop": _sigmoid_slope_loop,
        "prints, and a leftover line": _sigmoid_slope_noisy,
        "in place": _sigmoid_slope_in_place,
        "np.matrix": _as_matrix(lambda z: np.multiply(_sigmoid(z), 1 - _sigmoid(z))),
        "by tanh": lambda z: (1 - np.tanh(z / 2) ** 2) / 4,
    },
    "tanh": {
        "NumPy's own": lambda z: np.tanh(z),
        "four exponentials": _tanh_steps,
        "two exponentials": lambda z: (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z)),
        "by the sigmoid": lambda z: 2 * _sigmoid(2 * z) - 1,
        "sinh over cosh": lambda z: np.sinh(z) / np.cosh(z),
        "math.tanh in a loop": _tanh_loop,
        "np.vectorize": np.vectorize(math.tanh),
        "np.matrix": _as_matrix(np.tanh),
        "in place": lambda z: np.tanh(z, out=z) if z.dtype.kind == "f" else np.tanh(z),
    },
    "tanh_derivative": {
        "one line": lambda z: 1 - np.tanh(z) ** 2,
        "step by step": _tanh_slope_steps,
        "np.square": lambda z: 1 - np.square(np.tanh(z)),
        "by cosh": _tanh_slope_cosh,
        "two factors": lambda z: (1 + np.tanh(z)) * (1 - np.tanh(z)),
        "a loop": _tanh_slope_loop,
        "by exponentials": lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2,
        "by the sigmoid": lambda z: 4 * _sigmoid(2 * z) * (1 - _sigmoid(2 * z)),
        "np.power": lambda z: 1.0 - np.power(np.tanh(z), 2),
    },
    "relu": {
        "np.maximum": lambda z: np.maximum(0, z),
        "np.where": lambda z: np.where(z > 0, z, 0),
        "times a mask": lambda z: z * (z > 0),
        "half the sum with its size": lambda z: (z + np.abs(z)) / 2,
        "a copy with a mask": _relu_copy,
        "in place, on the argument": _relu_in_place,
        "a loop": _relu_loop,
        "np.clip": lambda z: np.clip(z, 0, None),
        "np.matrix": _as_matrix(lambda z: np.maximum(z, 0.0)),
    },
    "relu_derivative": {
        "True and False": lambda z: z > 0,
        "np.where": lambda z: np.where(z > 0, 1, 0),
        "as floats": lambda z: (z > 0).astype(float),
        "1 at zero": lambda z: np.where(z < 0, 0.0, 1.0),
        "two masks": _relu_slope_masks,
        "ones_like": _relu_slope_ones_like,
        "a loop": _relu_slope_loop,
        "in place, on the argument": _relu_slope_in_place,
        "np.heaviside": lambda z: np.heaviside(z, 0),
        "the sign of ReLU": lambda z: np.sign(np.maximum(0, z)),
        "ReLU divided by z": lambda z: np.maximum(0, z) / z,
    },
    "leaky_relu": {
        "np.maximum": lambda z: np.maximum(0.01 * z, z),
        "np.where": lambda z: np.where(z > 0, z, 0.01 * z),
        "two parts": lambda z: np.maximum(0, z) + 0.01 * np.minimum(0, z),
        "a mask on floats": _leaky_mask,
        "a loop": _leaky_loop,
        "a hundredth by division": lambda z: np.where(z < 0, z / 100, z),
        "times its slope": lambda z: z * np.where(z > 0, 1, 0.01),
        "np.matrix": _as_matrix(lambda z: np.maximum(z * 0.01, z)),
        "np.select": lambda z: np.select([z > 0, z <= 0], [z, 0.01 * z]),
    },
    "leaky_relu_derivative": {
        "np.where": lambda z: np.where(z > 0, 1, 0.01),
        "a mask on ones": _leaky_slope_mask,
        "np.maximum of True and False": lambda z: np.maximum(z > 0, 0.01),
        "a sum of masks": lambda z: 1.0 * (z > 0) + 0.01 * (z <= 0),
        "a loop": _leaky_slope_loop,
        "1 at zero": lambda z: np.where(z >= 0, 1.0, 0.01),
        "two masks in turn": _leaky_slope_twice_masked,
        "one line of arithmetic": lambda z: 0.01 + 0.99 * (z > 0),
        "the function divided by z": lambda z: np.maximum(0.01 * z, z) / z,
    },
    "softmax": softmax.RIGHT,
    "L1": {
        "one line": lambda yhat, y: np.sum(np.abs(yhat - y)),
        "the other order": lambda yhat, y: np.abs(y - yhat).sum(),
        "Python's abs": lambda yhat, y: np.sum(abs(y - yhat)),
        "a loop": _l1_loop,
        "a float": lambda yhat, y: float(np.sum(np.abs(y - yhat))),
        "flattened, Python's sum": lambda yhat, y: sum(abs(yhat.ravel() - y.ravel())),
        "in a (1, 1) array": lambda yhat, y: np.sum(np.abs(yhat - y)).reshape(1, 1),
        "keepdims": lambda yhat, y: np.sum(np.abs(yhat - y), keepdims=True),
        "np.linalg.norm": lambda yhat, y: np.linalg.norm((yhat - y).ravel(), 1),
        "two masks": lambda yhat, y: np.sum((yhat - y)[yhat > y]) - np.sum((yhat - y)[yhat <= y]),
    },
    "L2": {
        "one line": lambda yhat, y: np.sum((yhat - y) ** 2),
        "np.multiply": lambda yhat, y: np.sum(np.multiply(y - yhat, y - yhat)),
        "np.square": lambda yhat, y: np.square(y - yhat).sum(),
        "a loop": _l2_loop,
        "np.dot of the flat errors": _l2_flat_dot,
        "norm squared": lambda yhat, y: np.linalg.norm(yhat - y) ** 2,
        "np.vdot": lambda yhat, y: np.vdot(yhat - y, yhat - y),
        "multiplied out": lambda yhat, y: np.sum(yhat**2 - 2 * yhat * y + y**2),
        "an array of one": lambda yhat, y: np.array([np.sum(np.power(yhat - y, 2))]),
    },
    "graph_gradients": {
        "box by box": _graph_steps,
        "in one go": lambda a, b, c: ({"da": 3, "db": 3 * c, "dc": 3 * b}, 3 * (a + b * c)),
        "by bumping": _graph_bumped,
        "more entries, a list, J in an array": _graph_more_entries,
        "accumulating": _graph_accumulating,
        "floats": lambda a, b, c: ({"da": 3.0, "db": float(3 * c), "dc": float(3 * b)}, float(3 * a + 3 * b * c)),
        "arrays": lambda a, b, c: (
            dict(zip(("da", "db", "dc"), np.array([3, 3 * c, 3 * b]), strict=True)),
            3 * (a + b * c),
        ),
        "a slope in a 0-d array": lambda a, b, c: ({"da": np.array(3), "db": c * 3, "dc": b * 3}, (a + b * c) * 3),
    },
}

WRONG = {
    "sigmoid_derivative": {
        "the sigmoid itself": (lambda z: 1 / (1 + np.exp(-z)), "sigmoid_derivative.sigmoid"),
        "takes z for the activation": (_sigmoid_slope_assumes_a, "sigmoid_derivative.of_z"),
        "one factor with z": (_sigmoid_slope_half, "sigmoid_derivative.mixed"),
        "the exponential without the square": (
            lambda z: np.exp(-z) / (1 + np.exp(-z)),
            "sigmoid_derivative.one_factor",
        ),
        "the rule for tanh": (lambda z: 1 - np.power(_sigmoid(z), 2), "sigmoid_derivative.tanh_rule"),
        "a plus": (lambda z: _sigmoid(z) + _sigmoid(z) ** 2, "sigmoid_derivative.plus"),
        "a minus too many": (lambda z: -np.exp(-z) / (1 + np.exp(-z)) ** 2, "sigmoid_derivative.negative"),
        "the sigmoid of the sigmoid": (_sigmoid_slope_of_s, "sigmoid_derivative.twice"),
        "np.dot": (lambda z: np.dot(_sigmoid(z), (1 - _sigmoid(z))), "sigmoid_derivative.matrix_product"),
        "exp without its minus": (lambda z: np.exp(z) / (1 + np.exp(-z)) ** 2, ""),
    },
    "tanh": {
        "no brackets": (_tanh_precedence, "tanh.parentheses"),
        "half the width": (_tanh_half_width, "tanh.half"),
        "the sigmoid moved, not squeezed": (lambda z: 2 * _sigmoid(z) - 1, "tanh.half"),
        "the sigmoid": (_sigmoid, "tanh.sigmoid"),
        "not moved down": (lambda z: 2 / (1 + np.exp(-2 * z)), "tanh.not_moved"),
        "sinh": (lambda z: (np.exp(z) - np.exp(-z)) / 2, "tanh.sinh"),
        "upside down": (lambda z: (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z)), "tanh.inverted"),
        "the tangent": (lambda z: np.sin(z) / np.cos(z), "tanh.tan"),
        "math.tanh of an array": (lambda z: math.exp(z) - math.exp(-z), "tanh.math"),
        "the wrong sign": (lambda z: (np.exp(-z) - np.exp(z)) / (np.exp(z) + np.exp(-z)), "tanh.sign"),
        "the inverse": (lambda z: np.arctan(z), ""),
    },
    "tanh_derivative": {
        "as in the notes": (_tanh_slope_from_the_notes, "tanh_derivative.denominator_squared"),
        "no square": (lambda z: 1 - np.tanh(z), "tanh_derivative.no_square"),
        "times two": (lambda z: 1 - np.tanh(z) * 2, "tanh_derivative.doubled"),
        "z is taken for the activation": (lambda z: 1 - np.power(z, 2), "tanh_derivative.of_z"),
        "as for the sigmoid": (lambda z: np.tanh(z) - np.tanh(z) ** 2, "tanh_derivative.sigmoid_rule"),
        "square of z": (lambda z: 1 - np.tanh(np.square(z)), "tanh_derivative.square_of_z"),
        "everything squared": (lambda z: np.square(1 - np.tanh(z)), "tanh_derivative.square_of_difference"),
        "tanh": (lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)), "tanh_derivative.tanh"),
        "the wrong order": (lambda z: np.tanh(z) ** 2 - 1.0, "tanh_derivative.negative"),
    },
    "relu": {
        "if": (_relu_if, "relu.one_number"),
        "Python's max": (lambda z: max(0, z), "relu.one_number"),
        "np.max with two numbers": (lambda z: np.max(0, z), "relu.np_max"),
        "np.max along an axis": (lambda z: np.max(z, 0), "relu.np_max"),
        "the smaller": (lambda z: np.where(z < 0, z, 0), "relu.minimum"),
        "the size": (lambda z: np.sqrt(z**2), "relu.absolute"),
        "True and False": (lambda z: z > 0, "relu.derivative"),
        "only the positive ones": (_relu_positive_only, "relu.selected"),
        "leaky": (lambda z: np.where(z > 0, z, 0.01 * z), "relu.leaky"),
        "nothing is returned": (_relu_forgot_return, ""),
        "up to 1": (lambda z: np.minimum(1, np.maximum(0, z)), "relu.clipped"),
    },
    "relu_derivative": {
        "zeroes only": (_relu_slope_zeroes_only, "relu_derivative.relu"),
        "ones only": (_relu_slope_ones_only, "relu_derivative.left_as_z"),
        "of what comes after ReLU": (_relu_slope_after_relu, "relu_derivative.ones"),
        "the wrong side": (lambda z: z < 0, "relu_derivative.inverted"),
        "signs": (lambda z: np.where(z > 0, 1, -1), "relu_derivative.signs"),
        "an if": (lambda z: 1 if z > 0 else 0, "relu_derivative.one_number"),
        "leaky": (lambda z: np.where(z < 0, 0.01, 1), "relu_derivative.leaky"),
        "above 1": (lambda z: np.where(z > 1, 1, 0), "relu_derivative.threshold"),
        "the second mask undoes the first": (_relu_slope_undone, "relu_derivative.zeros"),
        "any number but 0": (lambda z: z.astype(bool), "relu_derivative.ones"),
    },
    "leaky_relu": {
        "zeros_like": (_leaky_zeros_like, "leaky_relu.whole_numbers"),
        "a mask on a copy": (_leaky_mask_of_copy, "leaky_relu.whole_numbers"),
        "Python's max": (_leaky_python_max, "leaky_relu.one_number"),
        "a leak of 0.1": (lambda z: np.where(z > 0, z, 0.1 * z), "leaky_relu.other_leak"),
        "a leak of 0.2": (lambda z: np.maximum(z, z / 5), "leaky_relu.other_leak"),
        "the smaller": (lambda z: np.where(z > 0, 0.01 * z, z), "leaky_relu.minimum"),
        "a constant on the left": (lambda z: np.where(z > 0, z, 0.01), "leaky_relu.constant"),
        "plain": (lambda z: z * (z > 0), "leaky_relu.relu"),
        "both sides": (lambda z: z * (z > 0) + z * 0.01, "leaky_relu.both_sides"),
        "a minus": (lambda z: np.where(z >= 0, z, -z * 0.01), "leaky_relu.sign"),
        "a mask without its other half": (lambda z: 0.01 * z * (z < 0), "leaky_relu.one_side"),
    },
    "leaky_relu_derivative": {
        "ones_like": (_leaky_slope_ones_like, "leaky_relu_derivative.whole_numbers"),
        "0.01 z": (lambda z: np.where(z < 0, 0.01 * z, 1), "leaky_relu_derivative.times_z"),
        "z on the right": (lambda z: np.maximum(0.01, z), "leaky_relu_derivative.keeps_z"),
        "the wrong sides": (lambda z: np.where(z < 0, 1, 0.01), "leaky_relu_derivative.inverted"),
        "True and False": (lambda z: z > 0, "leaky_relu_derivative.relu"),
        "an if": (lambda z: 1 if z > 0 else 0.01, "leaky_relu_derivative.one_number"),
        "a leak of 0.1": (lambda z: np.maximum(z > 0, 0.1), "leaky_relu_derivative.other_leak"),
        "the function": (lambda z: np.where(z > 0, z, 0.01 * z), "leaky_relu_derivative.function"),
        "masks that undo each other": (_leaky_slope_masks_in_turn, "leaky_relu_derivative.ones"),
    },
    "softmax": softmax.WRONG,
    "L1": {
        "errors cancel": (lambda yhat, y: (y - yhat).sum(), "L1.no_absolute"),
        "size of the sum": (lambda yhat, y: abs(np.sum(y - yhat)), "L1.absolute_of_sum"),
        "the mean": (lambda yhat, y: np.abs(y - yhat).mean(), "L1.mean"),
        "not summed": (lambda yhat, y: abs(y - yhat), "L1.not_summed"),
        "Python's sum": (lambda yhat, y: sum(abs(yhat - y)), "L1.one_axis"),
        "a loop over the first axis": (_l1_rows_only, "L1.one_axis"),
        "squares": (lambda yhat, y: np.sum(np.square(y - yhat)), "L1.squares"),
        "sizes subtracted": (lambda yhat, y: np.sum(abs(yhat) - abs(y)), "L1.sum_of_sizes"),
        "a sum over the examples": (lambda yhat, y: np.sum(np.abs(y - yhat), axis=-1), "L1.one_axis"),
        "norm of a matrix": (lambda yhat, y: np.linalg.norm(yhat - y, 1), ""),
    },
    "L2": {
        "the norm": (lambda yhat, y: np.linalg.norm(y - yhat), "L2.root"),
        "the mean": (lambda yhat, y: np.average(np.square(y - yhat)), "L2.mean"),
        "not summed": (lambda yhat, y: np.square(yhat - y), "L2.not_summed"),
        "Python's sum": (lambda yhat, y: sum((yhat - y) ** 2), "L2.one_axis"),
        "summed, then squared": (lambda yhat, y: np.square(np.sum(y - yhat)), "L2.square_of_sum"),
        "np.dot": (lambda yhat, y: np.dot(y - yhat, y - yhat), "L2.matrix_product"),
        "np.dot with the transpose": (lambda yhat, y: np.dot(y - yhat, (y - yhat).T), "L2.matrix_product"),
        "half": (lambda yhat, y: 0.5 * np.sum(np.square(y - yhat)), "L2.half"),
        "sizes": (lambda yhat, y: np.sum(np.abs(y - yhat)), "L2.no_square"),
        "squares subtracted": (
            lambda yhat, y: np.sum(np.square(yhat)) - np.sum(np.square(y)),
            "L2.difference_of_squares",
        ),
        "the first row": (_l2_first_row, ""),
    },
    "graph_gradients": {
        "b and c the wrong way round": (_graph_swapped, "graph_gradients.swapped_factors"),
        "no 3 on the way back": (_graph_forgets_dv, "graph_gradients.no_three"),
        "local slopes": (_graph_local, "graph_gradients.only_slope_of_u"),
        "3 twice": (_graph_three_twice, "graph_gradients.three_twice"),
        "values in place of slopes": (_graph_values, "graph_gradients.own_value"),
        "all slopes 3": (
            lambda a, b, c: ({"da": 3, "db": 3, "dc": 3}, 3 * (a + b * c)),
            "graph_gradients.no_slope_of_u",
        ),
        "no brackets": (
            lambda a, b, c: ({"da": 3, "db": 3 * c, "dc": 3 * b}, 3 * a + b * c),
            "graph_gradients.parentheses",
        ),
        "J first": (
            lambda a, b, c: (3 * (a + b * c), {"da": 3, "db": 3 * c, "dc": 3 * b}),
            "graph_gradients.swapped",
        ),
        "other names": (
            lambda a, b, c: ({"a": 3, "b": 3 * c, "c": 3 * b}, 3 * (a + b * c)),
            "graph_gradients.names",
        ),
        "not in a dictionary": (lambda a, b, c: (3, 3 * c, 3 * b, 3 * (a + b * c)), "graph_gradients.not_packed"),
        "the numbers of the example": (lambda a, b, c: ({"da": 3, "db": 6, "dc": 9}, 33), ""),
    },
}
