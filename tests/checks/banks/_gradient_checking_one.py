"""Answers to the first two tasks of `gradient-checking`, which check one number."""

# Learners' code stays as they write it: without docstrings, with l for a layer, with dict() and lambdas.

import math

import numpy as np

# ---- what the notebook defines or what the learner wrote before --------------------------------------------------


def J(x, theta):  # the cost's name in the notebook
    """Return the cost of one parameter."""
    return x * theta**3


def relative_error(gradient, gradapprox):
    """Return the relative error of two arrays."""
    top = np.linalg.norm(gradient - gradapprox)
    return top / (np.linalg.norm(gradient) + np.linalg.norm(gradapprox))


# ---- relative_error ----------------------------------------------------------------------------------------------


def by_norms(gradient, gradapprox):
    numerator = np.linalg.norm(gradient - gradapprox)
    denominator = np.linalg.norm(gradient) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    return difference


def by_roots(gradient, gradapprox):
    num = np.sqrt(np.sum((gradient - gradapprox) ** 2))
    den = np.sqrt(np.sum(gradient**2)) + np.sqrt(np.sum(gradapprox**2))
    return num / den


def by_loop(gradient, gradapprox):
    g = np.array(gradient).flatten()
    a = np.array(gradapprox).flatten()
    d2 = g2 = a2 = 0
    for i in range(len(g)):
        d2 += (g[i] - a[i]) ** 2
        g2 += g[i] ** 2
        a2 += a[i] ** 2
    return math.sqrt(d2) / (math.sqrt(g2) + math.sqrt(a2))


def by_dot(gradient, gradapprox):
    g, a = np.ravel(gradient), np.ravel(gradapprox)
    d = g - a
    return np.dot(d, d) ** 0.5 / (np.dot(g, g) ** 0.5 + np.dot(a, a) ** 0.5)


def by_einsum(gradient, gradapprox):
    def length(v):
        v = np.ravel(v)
        return np.sqrt(np.einsum("i,i->", v, v))

    return length(np.subtract(gradient, gradapprox)) / (length(gradient) + length(gradapprox))


def with_tiny_number(gradient, gradapprox):
    d = np.linalg.norm(gradapprox - gradient)
    return d / (np.linalg.norm(gradient) + np.linalg.norm(gradapprox) + 1e-16)


def in_place(gradient, gradapprox):
    below = np.linalg.norm(gradient) + np.linalg.norm(gradapprox)
    gradient -= gradapprox
    print("distance", np.linalg.norm(gradient))
    return np.linalg.norm(gradient) / below


def as_matrix(gradient, gradapprox):
    g, a = np.asmatrix(gradient), np.asmatrix(gradapprox)
    return np.array([[np.linalg.norm(g - a) / (np.linalg.norm(g) + np.linalg.norm(a))]])


def hypot_sum(gradient, gradapprox):
    length = lambda v: math.hypot(*np.ravel(v))
    return length(gradient - gradapprox) / (length(gradient) + length(gradapprox))


def no_brackets(gradient, gradapprox):
    return np.linalg.norm(gradient - gradapprox) / np.linalg.norm(gradient) + np.linalg.norm(gradapprox)


def entry_by_entry(gradient, gradapprox):
    return np.abs(gradient - gradapprox) / (np.abs(gradient) + np.abs(gradapprox))


def average_of_entries(gradient, gradapprox):
    errors = np.abs(gradient - gradapprox) / (np.abs(gradient) + np.abs(gradapprox))
    return errors.mean()


def root_forgotten(gradient, gradapprox):
    top = ((gradient - gradapprox) ** 2).sum()
    bottom = (gradient**2).sum() + (gradapprox**2).sum()
    return top / bottom


def over_approx(gradient, gradapprox):
    return np.linalg.norm(gradient - gradapprox) / np.linalg.norm(gradapprox)


def norms_subtracted(gradient, gradapprox):
    n1, n2 = np.linalg.norm(gradient), np.linalg.norm(gradapprox)
    return np.abs(n1 - n2) / (n1 + n2)


def norm_along_axis(gradient, gradapprox):
    num = np.linalg.norm(gradient - gradapprox, axis=0)
    return num / (np.linalg.norm(gradient, axis=0) + np.linalg.norm(gradapprox, axis=0))


def norm_of_total(gradient, gradapprox):
    return np.linalg.norm(gradapprox - gradient) / np.linalg.norm(gradapprox + gradient)


def is_small(gradient, gradapprox):
    difference = by_norms(gradient, gradapprox)
    if difference < 1e-7:
        return True
    return False


def absolute_values(gradient, gradapprox):
    total = np.sum(np.abs(gradient)) + np.sum(np.abs(gradapprox))
    return np.sum(np.abs(gradient - gradapprox)) / total


def mean_squared_error(gradient, gradapprox):
    return np.mean(np.square(gradient - gradapprox))


def distance_only(gradient, gradapprox):
    d = gradient - gradapprox
    return np.sqrt(np.sum(d * d))


def first_axis_only(gradient, gradapprox):
    d2 = g2 = a2 = 0
    for i in range(len(gradient)):
        d2 = d2 + (gradient[i] - gradapprox[i]) ** 2
        g2 = g2 + gradient[i] ** 2
        a2 = a2 + gradapprox[i] ** 2
    return np.sqrt(d2) / (np.sqrt(g2) + np.sqrt(a2))


def second_norm(gradient, gradapprox):
    top = np.linalg.norm(gradient - gradapprox, ord=2)
    return top / (np.linalg.norm(gradient, ord=2) + np.linalg.norm(gradapprox, ord=2))


# ---- gradient_check ----------------------------------------------------------------------------------------------


def step_by_step(x, theta, gradient, epsilon=1e-7):
    thetaplus = theta + epsilon
    thetaminus = theta - epsilon
    J_plus = J(x, thetaplus)
    J_minus = J(x, thetaminus)
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    numerator = np.linalg.norm(gradient - gradapprox)
    denominator = np.linalg.norm(gradient) + np.linalg.norm(gradapprox)
    difference = numerator / denominator
    if difference < 1e-7:
        print("The gradient is correct!")
    else:
        print("The gradient is wrong!")
    return gradapprox, difference


def short_check(x, theta, gradient, epsilon=1e-7):
    approx = (J(x, theta + epsilon) - J(x, theta - epsilon)) / 2 / epsilon
    return approx, relative_error(gradient, approx)


def own_cubic(x, theta, gradient, epsilon=1e-7):
    up, down = x * (theta + epsilon) ** 3, x * (theta - epsilon) ** 3
    approx = 0.5 * (up - down) / epsilon
    return approx, abs(approx - gradient) / (abs(approx) + abs(gradient))


def loop_over_signs(x, theta, gradient, epsilon=1e-7):
    total = 0
    for sign in [-1, 1]:
        total += sign * J(x, theta + sign * epsilon)
    total /= 2 * epsilon
    return [total, relative_error(gradient, total)]


def in_arrays(x, theta, gradient, epsilon=1e-7):
    thetas = np.array([theta + epsilon, theta - epsilon])
    costs = J(x, thetas)
    gradapprox = np.array([[(costs[0] - costs[1]) / (thetas[0] - thetas[1])]])
    return gradapprox, by_roots(gradient, gradapprox)


def moved_and_back(x, theta, gradient, epsilon=1e-7):
    theta += epsilon
    plus = J(x, theta)
    theta -= 2 * epsilon
    minus = J(x, theta)
    theta += epsilon
    slope = np.float64((plus - minus) / (epsilon + epsilon))
    return slope, np.array(relative_error(gradient, slope))


def difference_flipped(x, theta, gradient, epsilon=1e-7):
    gradapprox = (J(x, theta - epsilon) - J(x, theta + epsilon)) / (-2 * epsilon)
    return gradapprox, relative_error(gradapprox, gradient)


def with_lambda(x, theta, gradient, epsilon=1e-7):
    f = lambda t: J(x, t)
    approx = np.divide(f(theta + epsilon) - f(theta - epsilon), 2 * epsilon)
    difference = math.fabs(gradient - approx) / (math.fabs(gradient) + math.fabs(approx))
    return float(approx), difference


def to_the_right(x, theta, gradient, epsilon=1e-7):
    gradapprox = (J(x, theta + epsilon) - J(x, theta)) / epsilon
    return gradapprox, relative_error(gradient, gradapprox)


def brackets_lost(x, theta, gradient, epsilon=1e-7):
    gradapprox = (J(x, theta + epsilon) - J(x, theta - epsilon)) / 2 * epsilon
    return gradapprox, relative_error(gradient, gradapprox)


def own_epsilon(x, theta, gradient, epsilon=1e-7):
    epsilon = 1e-7
    gradapprox = (J(x, theta + epsilon) - J(x, theta - epsilon)) / (2 * epsilon)
    return gradapprox, relative_error(gradient, gradapprox)


def other_order(x, theta, gradient, epsilon=1e-7):
    gradapprox, difference = short_check(x, theta, gradient, epsilon)
    return difference, gradapprox


def without_abs(x, theta, gradient, epsilon=1e-7):
    gradapprox = (J(x, theta + epsilon) - J(x, theta - epsilon)) / (2 * epsilon)
    return gradapprox, (gradient - gradapprox) / (np.abs(gradient) + np.abs(gradapprox))


def moves_the_data(x, theta, gradient, epsilon=1e-7):
    gradapprox = (J(x + epsilon, theta) - J(x - epsilon, theta)) / (2 * epsilon)
    return gradapprox, relative_error(gradient, gradapprox)


def derives_again(x, theta, gradient, epsilon=1e-7):
    gradapprox, _ = short_check(x, theta, gradient, epsilon)
    grad = 3 * x * theta**2
    return gradapprox, relative_error(grad, gradapprox)


def last_value_only(x, theta, gradient, epsilon=1e-7):
    gradapprox = (J(x, theta + epsilon) - J(x, theta - epsilon)) / (2 * epsilon)
    difference = relative_error(gradient, gradapprox)
    return difference


def line_of_the_course(x, theta, gradient, epsilon=1e-7):
    J_plus = (theta + epsilon) * x
    J_minus = (theta - epsilon) * x
    gradapprox = (J_plus - J_minus) / (2 * epsilon)
    return gradapprox, relative_error(gradient, gradapprox)


def says_correct(x, theta, gradient, epsilon=1e-7):
    gradapprox, difference = short_check(x, theta, gradient, epsilon)
    return gradapprox, bool(difference < 1e-7)


def one_epsilon(x, theta, gradient, epsilon=1e-7):
    rise = J(x, theta + epsilon) - J(x, theta - epsilon)
    return rise / epsilon, relative_error(gradient, rise / epsilon)


def exact_slope(x, theta, gradient, epsilon=1e-7):
    gradapprox = 3 * x * theta**2
    return gradapprox, relative_error(gradient, gradapprox)


def plain_distance(x, theta, gradient, epsilon=1e-7):
    gradapprox, _ = short_check(x, theta, gradient, epsilon)
    return gradapprox, np.abs(gradient - gradapprox)
