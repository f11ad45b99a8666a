"""Answers to the task of `deep-backward` on training."""

# Learners' code stays as they write it: with l for a layer, zip without strict, and NumPy's old generator.
# ruff: noqa: B905, E741, NPY002, RUF059

import numpy as np

from dlutils.deep import L_model_forward, compute_cost, initialize_parameters_deep
from dlutils.initialization import initialize_parameters_he
from tests.checks.banks._deep_backward_network import inline, new_template, old_template, one_variable
from tests.checks.banks._deep_backward_update import (
    update_comprehension,
    update_copy,
    update_in_place,
    update_template,
    update_while,
)

# ---- right ---------------------------------------------------------------------------------------------------------


def model_template(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Follow the template of many courses, with weights of size 0.01."""
    np.random.seed(1)
    costs = []
    parameters = initialize_parameters_deep(layers_dims)
    for i in range(0, num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = compute_cost(AL, Y)
        grads = new_template(AL, Y, caches)
        parameters = update_template(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0:
            print(f"Cost after iteration {i}: {np.squeeze(cost)}")
        if i % 100 == 0 or i == num_iterations:
            costs.append(cost)
    return parameters, costs


def model_he(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Start by He."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if not i % 100:
            costs.append(compute_cost(AL, Y))
            if print_cost:
                print(i, costs[-1])
        parameters = update_comprehension(parameters, old_template(AL, Y, caches), learning_rate)
    return parameters, costs


def model_in_place(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Let the step change the dictionary, and count with while."""
    parameters, costs, i = initialize_parameters_he(layers_dims), [], 0
    while i < num_iterations:
        AL, caches = L_model_forward(X, parameters)
        grads = one_variable(AL, Y, caches)
        if i % 100 == 0:
            costs += [np.array([[compute_cost(AL, Y)]])]
        update_in_place(parameters, grads, learning_rate)
        i += 1
    return [parameters, costs]


def model_own_start(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Start with weights divided by the root of the number of inputs, from a seed."""
    np.random.seed(3)
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.random.randn(layers_dims[l], layers_dims[l - 1]) / np.sqrt(layers_dims[l - 1])
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    costs = []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(float(compute_cost(AL, Y)))
        for name, gradient in inline(AL, Y, caches).items():
            parameters[name[1:]] = parameters[name[1:]] - learning_rate * gradient
    return parameters, costs


def model_own_cost(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Write the cost inside, with a tiny number in the logarithms."""
    m = X.shape[1]
    parameters = initialize_parameters_he(layers_dims, np.random.default_rng(0))
    costs = np.array([])
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        cost = -(1 / m) * np.sum(Y * np.log(AL + 1e-9) + (1 - Y) * np.log(1 - AL + 1e-9))
        costs = np.append(costs, cost)
        parameters = update_while(parameters, inline(AL, Y, caches), learning_rate)
    return parameters, costs[::100]


def model_counted(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Count from 1, and keep the costs of the right steps."""
    parameters = initialize_parameters_deep(layers_dims)
    costs = []
    for i in range(1, num_iterations + 1):
        AL, caches = L_model_forward(X, parameters)
        if (i - 1) % 100 == 0:
            costs.append(compute_cost(AL, Y))
        grads = new_template(AL, Y, caches)
        parameters = update_copy(parameters, grads, learning_rate)
    return parameters, tuple(costs)


def model_uniform(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Start with uniform numbers, and print without being asked."""
    rng = np.random.default_rng()
    parameters = {}
    for l, (n_prev, n) in enumerate(zip(layers_dims, layers_dims[1:]), start=1):
        limit = np.sqrt(6 / n_prev)
        parameters[f"W{l}"], parameters[f"b{l}"] = rng.uniform(-limit, limit, (n, n_prev)), np.zeros((n, 1))
    costs = []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
            print("cost", costs[-1])
        parameters = update_template(parameters, inline(AL, Y, caches), learning_rate)
    return parameters, costs


def model_more(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Keep more in the dictionary than is asked."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
        parameters = update_template(parameters, inline(AL, Y, caches), learning_rate)
    parameters["layers_dims"] = list(layers_dims)
    parameters["AL"] = AL
    return parameters, costs


# ---- wrong ---------------------------------------------------------------------------------------------------------


def one_pass(parameters, X, Y):
    """Return cost and gradients."""
    AL, caches = L_model_forward(X, parameters)
    return compute_cost(AL, Y), inline(AL, Y, caches)


def model_result_lost(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Lose what update_parameters returns."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(num_iterations):
        cost, grads = one_pass(parameters, X, Y)
        update_comprehension(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs


def model_always_anew(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Initialize inside the loop."""
    costs = []
    for i in range(num_iterations):
        parameters = initialize_parameters_he(layers_dims)
        cost, grads = one_pass(parameters, X, Y)
        parameters = update_template(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs


def model_gradient_outside(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Go forward and backward once, before the loop."""
    parameters, costs = initialize_parameters_deep(layers_dims), []
    AL, caches = L_model_forward(X, parameters)
    grads = inline(AL, Y, caches)
    for i in range(num_iterations):
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
        parameters = update_copy(parameters, grads, learning_rate)
    return parameters, costs


def model_default_rate(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Write the default once more in the call."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(num_iterations):
        cost, grads = one_pass(parameters, X, Y)
        parameters = update_template(parameters, grads, learning_rate=0.0075)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs


def model_fixed_number(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Take the default number of steps."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(3000):
        cost, grads = one_pass(parameters, X, Y)
        parameters = update_in_place(parameters, grads, learning_rate)
        if i % 100 == 0:
            costs.append(cost)
    return parameters, costs


def model_one_too_few(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Count from 1 up to the number, which is not taken any more."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(1, num_iterations):
        cost, grads = one_pass(parameters, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        parameters = update_template(parameters, grads, learning_rate)
    return parameters, costs


def model_costs_printed_only(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Keep costs only where they are printed, as an old template does."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(num_iterations):
        cost, grads = one_pass(parameters, X, Y)
        parameters = update_template(parameters, grads, learning_rate)
        if print_cost and i % 100 == 0:
            print(cost)
        if print_cost and i % 100 == 0:
            costs.append(cost)
    return parameters, costs


def model_all_costs(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Keep every cost."""
    parameters, costs = initialize_parameters_deep(layers_dims), []
    for _ in range(num_iterations):
        cost, grads = one_pass(parameters, X, Y)
        costs.append(cost)
        parameters = update_template(parameters, grads, learning_rate)
    return parameters, costs


def model_of_zeros(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Start from zeros."""
    parameters = {}
    for l in range(1, len(layers_dims)):
        parameters["W" + str(l)] = np.zeros((layers_dims[l], layers_dims[l - 1]))
        parameters["b" + str(l)] = np.zeros((layers_dims[l], 1))
    costs = []
    for i in range(num_iterations):
        cost, grads = one_pass(parameters, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        parameters = update_template(parameters, grads, learning_rate)
    return parameters, costs


def model_one_hidden(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Use the first, second and last size."""
    sizes = (layers_dims[0], layers_dims[1], layers_dims[-1])
    return model_he(X, Y, sizes, learning_rate, num_iterations)


def model_returned_in_loop(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Return inside the loop."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(num_iterations):
        cost, grads = one_pass(parameters, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        parameters = update_template(parameters, grads, learning_rate)
        return parameters, costs


def model_uphill(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Call the way back with AL and Y exchanged."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(num_iterations):
        AL, caches = L_model_forward(X, parameters)
        if i % 100 == 0:
            costs.append(compute_cost(AL, Y))
        parameters = update_template(parameters, inline(Y, AL, caches), learning_rate)
    return parameters, costs


def model_parameters_alone(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Return the parameters alone, as an old template does."""
    return model_he(X, Y, layers_dims, learning_rate, num_iterations)[0]


def model_last_layer_learns(X, Y, layers_dims, learning_rate=0.0075, num_iterations=3000, print_cost=False):
    """Let the step move the last layer twice as far, in a line that was forgotten."""
    parameters, costs = initialize_parameters_he(layers_dims), []
    for i in range(num_iterations):
        cost, grads = one_pass(parameters, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        parameters = update_template(parameters, grads, learning_rate)
        last = "b" + str(len(layers_dims) - 1)
        parameters[last] = parameters[last] - learning_rate * grads["d" + last]
    return parameters, costs


RIGHT = {
    "the template, weights of 0.01, a seed": model_template,
    "He": model_he,
    "in place, while, a list returned, costs (1, 1)": model_in_place,
    "weights by the root of the inputs, a seed": model_own_start,
    "a cost of its own, costs in an array": model_own_cost,
    "counted from 1, costs in a tuple": model_counted,
    "uniform weights, prints": model_uniform,
    "more in the dictionary": model_more,
}

WRONG = {
    "the new parameters lost": (model_result_lost, "L_layer_model.untrained"),
    "initialized in the loop": (model_always_anew, "L_layer_model.restarted"),
    "the gradient before the loop": (model_gradient_outside, "L_layer_model.gradient_once"),
    "a literal learning rate": (model_default_rate, "L_layer_model.fixed_learning_rate"),
    "a fixed number of steps": (model_fixed_number, "L_layer_model.fixed_steps"),
    "counted from 1": (model_one_too_few, "L_layer_model.counts_from_one"),
    "costs kept when printed": (model_costs_printed_only, "L_layer_model.no_costs"),
    "every cost": (model_all_costs, "L_layer_model.every_cost"),
    "zeros": (model_of_zeros, "L_layer_model.zero_start"),
    "one hidden layer": (model_one_hidden, "L_layer_model.two_layers"),
    "returned in the loop": (model_returned_in_loop, "L_layer_model.one_step"),
    "AL and Y exchanged": (model_uphill, "L_layer_model.ascent"),
    "parameters alone": (model_parameters_alone, ""),
    "one bias moved twice": (model_last_layer_learns, ""),
}
