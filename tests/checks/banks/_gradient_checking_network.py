"""Answers to the tasks of `gradient-checking` on networks."""

# Learners' code stays as they write it: without docstrings, with l for a layer, with dict() and lambdas.

import copy

import numpy as np

from dlutils.planted import cost_of
from tests.checks.banks._gradient_checking_one import relative_error


def gradient_check_n(parameters, gradients, X, Y, epsilon=1e-7):
    """Return the measured slopes and the difference."""
    gradapprox = {}
    for name in parameters:
        gradapprox["d" + name] = np.zeros(parameters[name].shape)
        for i in range(parameters[name].shape[0]):
            for j in range(parameters[name].shape[1]):
                cost = []
                for eps in (epsilon, -epsilon):
                    theta = copy.deepcopy(parameters)
                    theta[name][i, j] += eps
                    cost.append(cost_of(theta, X, Y))
                gradapprox["d" + name][i, j] = (cost[0] - cost[1]) / (2 * epsilon)
    return gradapprox, relative_error(joined(gradients, gradapprox), joined(gradapprox, gradapprox))


def joined(arrays, names):
    """Return the entries of all these arrays in one row."""
    return np.concatenate([arrays[name].reshape(-1) for name in names])


# ---- gradient_check_n --------------------------------------------------------------------------------------------


def two_loops(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox = {}
    L = len(parameters) // 2
    for l in range(1, L + 1):
        for kind in ("W", "b"):
            P = parameters[kind + str(l)]
            D = np.zeros((P.shape[0], P.shape[1]))
            for i in range(P.shape[0]):
                for j in range(P.shape[1]):
                    plus = copy.deepcopy(parameters)
                    plus[kind + str(l)][i][j] = plus[kind + str(l)][i][j] + epsilon
                    minus = copy.deepcopy(parameters)
                    minus[kind + str(l)][i][j] = minus[kind + str(l)][i][j] - epsilon
                    D[i][j] = (cost_of(plus, X, Y) - cost_of(minus, X, Y)) / (2 * epsilon)
            gradapprox["d" + kind + str(l)] = D
    v1, v2 = np.array([]), np.array([])
    for key in gradapprox:
        v1 = np.append(v1, gradients[key])
        v2 = np.append(v2, gradapprox[key])
    return gradapprox, np.linalg.norm(v1 - v2) / (np.linalg.norm(v1) + np.linalg.norm(v2))


def to_vector_and_back(parameters, gradients, X, Y, epsilon=1e-7):
    names = list(parameters)
    shapes = [parameters[n].shape for n in names]
    cuts = np.cumsum([parameters[n].size for n in names])[:-1]

    def back(vector):
        return {n: part.reshape(s) for n, s, part in zip(names, shapes, np.split(vector, cuts), strict=True)}

    theta = np.concatenate([parameters[n].flatten() for n in names])
    grad = np.concatenate([gradients["d" + n].flatten() for n in names])
    approx = np.zeros(theta.shape[0])
    for k in range(theta.shape[0]):
        thetaplus = np.copy(theta)
        thetaplus[k] = thetaplus[k] + epsilon
        thetaminus = np.copy(theta)
        thetaminus[k] = thetaminus[k] - epsilon
        approx[k] = (cost_of(back(thetaplus), X, Y) - cost_of(back(thetaminus), X, Y)) / (2.0 * epsilon)
    difference = np.linalg.norm(grad - approx) / (np.linalg.norm(grad) + np.linalg.norm(approx))
    return {"d" + n: value for n, value in back(approx).items()}, difference


def moves_in_place(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox = {}
    for name, P in parameters.items():
        gradapprox["d" + name] = np.empty(P.shape)
        for idx in np.ndindex(*P.shape):
            old = P[idx]
            P[idx] = old + epsilon
            up = cost_of(parameters, X, Y)
            P[idx] = old - epsilon
            down = cost_of(parameters, X, Y)
            P[idx] = old
            gradapprox["d" + name][idx] = (up - down) / (2 * epsilon)
    return gradapprox, relative_error(joined(gradients, sorted(gradapprox)), joined(gradapprox, sorted(gradapprox)))


def plus_minus_plus(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox = {"d" + n: np.zeros_like(parameters[n]) for n in parameters}
    for n in parameters:
        it = np.nditer(parameters[n], flags=["multi_index"])
        while not it.finished:
            ix = it.multi_index
            parameters[n][ix] += epsilon
            cost1 = cost_of(parameters, X, Y)
            parameters[n][ix] -= 2 * epsilon
            cost2 = cost_of(parameters, X, Y)
            parameters[n][ix] += epsilon
            gradapprox["d" + n][ix] = (cost1 - cost2) / (2 * epsilon)
            it.iternext()
    print("done")
    return [gradapprox, relative_error(joined(gradapprox, gradapprox), joined(gradients, gradapprox))]


def step_matrices(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox = dict()
    for name in parameters.keys():
        W = parameters[name]
        slopes = []
        for k in range(W.size):
            E = np.zeros(W.size)
            E[k] = epsilon
            E = E.reshape(W.shape)
            J1 = cost_of({**parameters, name: W + E}, X, Y)
            J2 = cost_of({**parameters, name: W - E}, X, Y)
            slopes.append((J1 - J2) / (2 * epsilon))
        gradapprox["d" + name] = np.array(slopes).reshape(W.shape)
    top = bottom1 = bottom2 = 0.0
    for name in gradapprox:
        top += np.sum((gradients[name] - gradapprox[name]) ** 2)
        bottom1 += np.sum(gradients[name] ** 2)
        bottom2 += np.sum(gradapprox[name] ** 2)
    return gradapprox, np.sqrt(top) / (np.sqrt(bottom1) + np.sqrt(bottom2))


def own_forward(parameters, gradients, X, Y, epsilon=1e-7):
    def cost(p):
        A, L = X, len(p) // 2
        for layer in range(1, L):
            A = np.maximum(0, p[f"W{layer}"] @ A + p[f"b{layer}"])
        AL = 1 / (1 + np.exp(-(np.dot(p[f"W{L}"], A) + p[f"b{L}"])))
        return -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / X.shape[1]

    gradapprox = {}
    for name in parameters:
        D = np.zeros(parameters[name].shape)
        for i, row in enumerate(parameters[name]):
            for j, value in enumerate(row):
                new = copy.deepcopy(parameters)
                new[name][i, j] = value + epsilon
                J_plus = cost(new)
                new[name][i, j] = value - epsilon
                D[i, j] = (J_plus - cost(new)) / (2 * epsilon)
        gradapprox["d" + name] = D
    return gradapprox, relative_error(joined(gradients, gradapprox), joined(gradapprox, gradapprox))


def one_flat_view(parameters, gradients, X, Y, epsilon=1e-7):
    parameters = {k: np.array(v, dtype=float) for k, v in parameters.items()}
    gradapprox = {"cost": np.array([cost_of(parameters, X, Y)])}
    for name in parameters:
        flat = parameters[name].reshape(-1)
        D = np.zeros(flat.shape)
        for k in range(len(flat)):
            flat[k] += epsilon
            D[k] = cost_of(parameters, X, Y)
            flat[k] -= 2 * epsilon
            D[k] -= cost_of(parameters, X, Y)
            flat[k] += epsilon
        gradapprox["d" + name] = np.asmatrix(D.reshape(parameters[name].shape) / (2 * epsilon))
    names = ["d" + n for n in parameters]
    g = np.hstack([np.ravel(gradients[n]) for n in names])
    a = np.hstack([np.ravel(gradapprox[n]) for n in names])
    return gradapprox, np.linalg.norm(g - a) / (np.linalg.norm(g) + np.linalg.norm(a))


def with_inner_function(parameters, gradients, X, Y, epsilon=1e-7):
    def slope(name, index):
        costs = []
        for step in (+epsilon, -epsilon):
            W = parameters[name].copy()
            W[index] += step
            moved = dict(parameters)
            moved[name] = W
            costs.append(cost_of(moved, X, Y))
        return (costs[0] - costs[1]) / (2 * epsilon)

    gradapprox = {
        "d" + name: np.array([[slope(name, (i, j)) for j in range(W.shape[1])] for i in range(W.shape[0])])
        for name, W in parameters.items()
    }
    for key in [key for key in gradients if key not in gradapprox]:
        del gradients[key]
    order = sorted(gradients)
    a, g = joined(gradapprox, order), joined(gradients, order)
    return gradapprox, relative_error(g.reshape(-1, 1), a.reshape(-1, 1))


def enumerated(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox = {}
    num = den_g = den_a = 0
    for name, W in parameters.items():
        approx = np.zeros_like(W)
        for (i, j), w in np.ndenumerate(W):
            moved = {key: value.copy() for key, value in parameters.items()}
            moved[name][i, j] = w + epsilon
            approx[i, j] += cost_of(moved, X, Y) / (2 * epsilon)
            moved[name][i, j] = w - epsilon
            approx[i, j] -= cost_of(moved, X, Y) / (2 * epsilon)
        gradapprox[f"d{name}"] = approx
        num += np.linalg.norm(gradients[f"d{name}"] - approx) ** 2
        den_g += np.linalg.norm(gradients[f"d{name}"]) ** 2
        den_a += np.linalg.norm(approx) ** 2
    return gradapprox, num**0.5 / (den_g**0.5 + den_a**0.5)


def measured_as(change, parameters, gradients, X, Y, epsilon):
    """Return the result of a loop over all entries; `change` measures one of them."""
    gradapprox = {}
    for name, W in parameters.items():
        gradapprox["d" + name] = np.zeros(W.shape)
        for i in range(W.shape[0]):
            for j in range(W.shape[1]):
                gradapprox["d" + name][i, j] = change(name, i, j)
    return gradapprox, relative_error(joined(gradients, gradapprox), joined(gradapprox, gradapprox))


def dict_copy_first(parameters, gradients, X, Y, epsilon=1e-7):
    def change(name, i, j):
        plus = parameters.copy()
        minus = parameters.copy()
        plus[name][i, j] += epsilon
        minus[name][i, j] -= epsilon
        return (cost_of(plus, X, Y) - cost_of(minus, X, Y)) / (2 * epsilon)

    return measured_as(change, parameters, gradients, X, Y, epsilon)


def dict_copy_in_turn(parameters, gradients, X, Y, epsilon=1e-7):
    def change(name, i, j):
        plus = dict(parameters)
        plus[name][i, j] += epsilon
        J_plus = cost_of(plus, X, Y)
        minus = dict(parameters)
        minus[name][i, j] -= epsilon
        J_minus = cost_of(minus, X, Y)
        return (J_plus - J_minus) / (2 * epsilon)

    return measured_as(change, parameters, gradients, X, Y, epsilon)


def stays_moved(parameters, gradients, X, Y, epsilon=1e-7):
    def change(name, i, j):
        parameters[name][i, j] += epsilon
        J_plus = cost_of(parameters, X, Y)
        parameters[name][i, j] -= 2 * epsilon
        J_minus = cost_of(parameters, X, Y)
        return (J_plus - J_minus) / (2 * epsilon)

    return measured_as(change, parameters, gradients, X, Y, epsilon)


def copies_made_once(parameters, gradients, X, Y, epsilon=1e-7):
    plus = copy.deepcopy(parameters)
    minus = copy.deepcopy(parameters)

    def change(name, i, j):
        plus[name][i, j] = plus[name][i, j] + epsilon
        minus[name][i, j] = minus[name][i, j] - epsilon
        return (cost_of(plus, X, Y) - cost_of(minus, X, Y)) / (2 * epsilon)

    return measured_as(change, parameters, gradients, X, Y, epsilon)


def forward_difference(parameters, gradients, X, Y, epsilon=1e-7):
    J0 = cost_of(parameters, X, Y)

    def change(name, i, j):
        plus = copy.deepcopy(parameters)
        plus[name][i, j] += epsilon
        return (cost_of(plus, X, Y) - J0) / epsilon

    return measured_as(change, parameters, gradients, X, Y, epsilon)


def deep_change(parameters, X, Y, epsilon, divide):
    """Return a measurement on deep copies whose last line is `divide`."""

    def change(name, i, j):
        plus, minus = copy.deepcopy(parameters), copy.deepcopy(parameters)
        plus[name][i, j] += epsilon
        minus[name][i, j] -= epsilon
        return divide(cost_of(plus, X, Y), cost_of(minus, X, Y))

    return change


def lost_brackets_n(parameters, gradients, X, Y, epsilon=1e-7):
    change = deep_change(parameters, X, Y, epsilon, lambda p, m: (p - m) / 2 * epsilon)
    return measured_as(change, parameters, gradients, X, Y, epsilon)


def two_forgotten_n(parameters, gradients, X, Y, epsilon=1e-7):
    change = deep_change(parameters, X, Y, epsilon, lambda p, m: (p - m) / epsilon)
    return measured_as(change, parameters, gradients, X, Y, epsilon)


def epsilon_overwritten(parameters, gradients, X, Y, epsilon=1e-7):
    epsilon = 1e-4
    change = deep_change(parameters, X, Y, epsilon, lambda p, m: (p - m) / (2 * epsilon))
    return measured_as(change, parameters, gradients, X, Y, epsilon)


def moves_gradients(parameters, gradients, X, Y, epsilon=1e-7):
    def change(name, i, j):
        plus, minus = copy.deepcopy(gradients), copy.deepcopy(gradients)
        plus["d" + name][i, j] += epsilon
        minus["d" + name][i, j] -= epsilon
        return (cost_of(parameters, X, Y) - cost_of(parameters, X, Y)) / (2 * epsilon)

    return measured_as(change, parameters, gradients, X, Y, epsilon)


def only_w(parameters, gradients, X, Y, epsilon=1e-7):
    weights = {name: value for name, value in parameters.items() if "W" in name}
    change = deep_change(parameters, X, Y, epsilon, lambda p, m: (p - m) / (2 * epsilon))
    return measured_as(change, weights, gradients, X, Y, epsilon)


def without_last_layer(parameters, gradients, X, Y, epsilon=1e-7):
    L = len(parameters) // 2
    some = {}
    for layer in range(1, L):
        some[f"W{layer}"] = parameters[f"W{layer}"]
        some[f"b{layer}"] = parameters[f"b{layer}"]
    change = deep_change(parameters, X, Y, epsilon, lambda p, m: (p - m) / (2 * epsilon))
    return measured_as(change, some, gradients, X, Y, epsilon)


def whole_arrays(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox = {}
    for name in parameters:
        plus, minus = parameters.copy(), parameters.copy()
        plus[name] = parameters[name] + epsilon
        minus[name] = parameters[name] - epsilon
        slope = (cost_of(plus, X, Y) - cost_of(minus, X, Y)) / (2 * epsilon)
        gradapprox["d" + name] = slope * np.ones(parameters[name].shape)
    return gradapprox, relative_error(joined(gradients, gradapprox), joined(gradapprox, gradapprox))


def whole_rows(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox = {}
    for name in parameters:
        gradapprox["d" + name] = np.zeros(parameters[name].shape)
        for i in range(len(parameters[name])):
            plus, minus = copy.deepcopy(parameters), copy.deepcopy(parameters)
            plus[name][i] += epsilon
            minus[name][i] -= epsilon
            gradapprox["d" + name][i] = (cost_of(plus, X, Y) - cost_of(minus, X, Y)) / (2 * epsilon)
    return gradapprox, relative_error(joined(gradients, gradapprox), joined(gradapprox, gradapprox))


def orders_mixed(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    grad = np.concatenate([gradients[key].ravel() for key in gradients if not key.startswith("dA")])
    approx = np.concatenate([value.ravel() for value in gradapprox.values()])
    return gradapprox, relative_error(grad, approx)


def all_values(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    grad = np.concatenate([value.flatten() for value in gradients.values()])
    approx = np.concatenate([value.flatten() for value in gradapprox.values()])
    numerator = np.linalg.norm(grad - approx)
    return gradapprox, numerator / (np.linalg.norm(grad) + np.linalg.norm(approx))


def mean_over_names(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    errors = [relative_error(gradients[name], gradapprox[name]) for name in gradapprox]
    return gradapprox, sum(errors) / len(errors)


def adds_norms(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    num = den = 0
    for name in gradapprox:
        num += np.linalg.norm(gradients[name] - gradapprox[name])
        den += np.linalg.norm(gradients[name]) + np.linalg.norm(gradapprox[name])
    return gradapprox, num / den


def returns_number(parameters, gradients, X, Y, epsilon=1e-7):
    return gradient_check_n(parameters, gradients, X, Y, epsilon)[1]


def keys_of_parameters(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, difference = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return {name: gradapprox["d" + name] for name in parameters}, difference


def flat_slopes(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, difference = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return {name: value.flatten() for name, value in gradapprox.items()}, difference


def difference_without_root(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    g, a = joined(gradients, gradapprox), joined(gradapprox, gradapprox)
    return gradapprox, np.sum((g - a) ** 2) / (np.sum(g**2) + np.sum(a**2))


# ---- wrong_gradients ---------------------------------------------------------------------------------------------


def comprehension(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return sorted(n for n in gradapprox if relative_error(gradients[n], gradapprox[n]) > 0.001)


def append_loop(parameters, gradients, X, Y, epsilon=1e-7):
    wrong = []
    gradapprox, difference = gradient_check_n(parameters, gradients, X, Y, epsilon)
    print(difference)
    for l in range(1, len(parameters) // 2 + 1):
        for name in ["dW" + str(l), "db" + str(l)]:
            num = np.linalg.norm(gradients[name] - gradapprox[name])
            den = np.linalg.norm(gradients[name]) + np.linalg.norm(gradapprox[name])
            if num / den > 1e-3:
                wrong.append(name)
    return wrong


def close_or_not(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return [n for n, a in gradapprox.items() if not np.allclose(gradients[n], a, rtol=1e-3, atol=1e-7)]


def as_tuple(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox = gradient_check_n(parameters, gradients, X, Y, epsilon)[0]
    return tuple(name for name in reversed(gradapprox) if not relative_error(gradients[name], gradapprox[name]) <= 1e-3)


def lower_limit(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    errors = {name: relative_error(gradients[name], gradapprox[name]) for name in gradapprox}
    return [name for name, error in errors.items() if error > 1e-5]


def by_set(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    bad = set()
    for name in parameters:
        if relative_error(gradients["d" + name], gradapprox["d" + name]) > 1e-3:
            bad.add("d" + name)
    return list(bad)


def checks_one_at_a_time(parameters, gradients, X, Y, epsilon=1e-7):
    measured, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    names = []
    for name in measured:
        g, a = gradients[name].ravel(), measured[name].ravel()
        top = sum((g[i] - a[i]) ** 2 for i in range(len(g))) ** 0.5
        bottom = sum(v**2 for v in g) ** 0.5 + sum(v**2 for v in a) ** 0.5
        if top > 1e-3 * bottom:
            names += [name]
    return names


def filtered(parameters, gradients, X, Y, epsilon=1e-7):
    approx, _ = gradient_check_n(parameters, gradients, X, Y, epsilon=epsilon)
    return list(filter(lambda n: n in approx and relative_error(gradients[n], approx[n]) > 1e-3, gradients))


def removes_right_ones(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    names = list(gradapprox.keys())
    for name in list(names):
        if relative_error(gradapprox[name], gradients.pop(name)) < 1e-3:
            names.remove(name)
    return names


def whole_difference(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, difference = gradient_check_n(parameters, gradients, X, Y, epsilon)
    wrong = []
    for name in gradapprox:
        if difference > 1e-3:
            wrong.append(name)
    return wrong


def not_equal(parameters, gradients, X, Y, epsilon=1e-7):
    gradapprox, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return [name for name in gradapprox if not np.array_equal(gradients[name], gradapprox[name])]


def names_of_parameters(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return [n for n in parameters if relative_error(gradients["d" + n], a["d" + n]) > 1e-3]


def weights_alone(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    wrong = []
    for layer in range(1, len(parameters) // 2 + 1):
        if relative_error(gradients[f"dW{layer}"], a[f"dW{layer}"]) > 1e-3:
            wrong.append(f"dW{layer}")
    return wrong


def sign_of_comparison(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return [n for n in a if relative_error(gradients[n], a[n]) < 1e-3]


def returns_at_once(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    wrong = []
    for n in a:
        if relative_error(gradients[n], a[n]) > 1e-3:
            wrong.append(n)
            return wrong
    return wrong


def absolute_limit(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return [n for n in a if np.linalg.norm(gradients[n] - a[n]) > 1e-3]


def default_epsilon(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y)
    return [n for n in a if relative_error(gradients[n], a[n]) > 1e-3]


def limit_too_high(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return [n for n in a if relative_error(gradients[n], a[n]) > 1e-1]


def table_of_errors(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return {n: relative_error(gradients[n], a[n]) for n in a}


def joined_text(parameters, gradients, X, Y, epsilon=1e-7):
    return ", ".join(comprehension(parameters, gradients, X, Y, epsilon))


def sums_compared(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return [n for n in a if abs(gradients[n].sum() - a[n].sum()) / (abs(gradients[n].sum()) + abs(a[n].sum())) > 1e-3]


def once_for_each_entry(parameters, gradients, X, Y, epsilon=1e-7):
    a, _ = gradient_check_n(parameters, gradients, X, Y, epsilon)
    return [n for n in a for i in np.ndindex(a[n].shape) if relative_error(gradients[n][i], a[n][i]) > 1e-3]
