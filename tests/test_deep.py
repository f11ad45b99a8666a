"""The network of L layers, forward and backward: `deep_forward`, `deep_backward`, and `deep` that joins them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlutils import deep
from dlutils.activations import ACTIVATIONS, softmax
from dlutils.initialization import initialize_parameters_random
from dlutils.losses import cost
from tests.networks import network, relative_error, slopes

HIDDEN = [*ACTIVATIONS, "softmax"]
# Layer sizes from the input on: one to four layers, all kinds of widths.
widths = st.lists(st.integers(1, 5), min_size=2, max_size=5)
outputs = st.sampled_from(["sigmoid", "softmax"])
SMOOTH = ("tanh", "sigmoid", "tanh")  # no corners, which a central difference could straddle


def gradients(parameters, X, Y, activations=None):
    """Return the gradients of the parameters, and none of the dA, of a forward and a backward pass."""
    AL, caches = deep.L_model_forward(X, parameters, activations)
    grads = deep.L_model_backward(AL, Y, caches, activations)
    return {name: value for name, value in grads.items() if name[:2] != "dA"}


def cost_of(X, Y, activations=None):
    """Return the cost as a function of the parameters."""
    output = "sigmoid" if activations is None else activations[-1]
    return lambda parameters: deep.compute_cost(deep.L_model_forward(X, parameters, activations)[0], Y, output)


def by_hand():
    """Return 1-2-1 neurons and one example: z1 = (2, -1), a1 = (2, 0), z2 = 4 - 4 = 0."""
    parameters = {"W1": [[1.0], [-1.0]], "b1": [[0.0], [1.0]], "W2": [[2.0, 3.0]], "b2": [[-4.0]]}
    return parameters, [[2.0]], [[1.0]]


def test_forward_by_hand():
    """ReLU keeps z = 2 and drops z = -1; 2 · 2 + 3 · 0 - 4 = 0, whose sigmoid is one half; caches hold what came in."""
    parameters, X, _ = by_hand()
    AL, caches = deep.L_model_forward(X, parameters)
    assert AL.tolist() == [[0.5]]
    ((A0, W1, b1), Z1), ((A1, W2, b2), Z2) = caches
    assert [part.tolist() for part in (A0, W1, b1, Z1)] == [X, parameters["W1"], parameters["b1"], [[2.0], [-1.0]]]
    assert [part.tolist() for part in (A1, W2, b2, Z2)] == [[[2.0], [0.0]], parameters["W2"], parameters["b2"], [[0.0]]]


def test_backward_by_hand():
    """dz2 = -1/2 goes back through W2 = (2, 3) as dA1 = (-1, -3/2), and relu lets only the first pass."""
    parameters, X, Y = by_hand()
    AL, caches = deep.L_model_forward(X, parameters)
    grads = {name: value.tolist() for name, value in deep.L_model_backward(AL, Y, caches).items()}
    assert grads == {
        "dW2": [[-1.0, 0.0]],
        "db2": [[-0.5]],
        "dA1": [[-1.0], [-1.5]],
        "dW1": [[-2.0], [0.0]],
        "db1": [[-1.0], [0.0]],
    }


def test_cost_by_hand():
    """The sigmoid adds the losses of all outputs, softmax counts the true class only; both divide by m."""
    AL, Y = np.array([[0.5, 0.25], [0.5, 0.75]]), np.array([[1, 0], [0, 1]])
    assert deep.compute_cost(AL, Y) == pytest.approx((2 * np.log(2) + 2 * np.log(4 / 3)) / 2, rel=1e-15)
    assert deep.compute_cost(AL, Y, "softmax") == pytest.approx((np.log(2) + np.log(4 / 3)) / 2, rel=1e-15)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_cost_from_logits_agrees_and_stays_finite(output):
    """From logits comes the same cost, and at logits of ±1000, where the other is infinite, the exact one."""
    rng = np.random.default_rng(0)
    Z, Y = rng.normal(size=(3, 5)), np.eye(3)[:, [0, 2, 1, 1, 0]]
    A = ACTIVATIONS["sigmoid"][0](Z) if output == "sigmoid" else softmax(Z)
    assert deep.cost_from_logits(Z, Y, output) == pytest.approx(deep.compute_cost(A, Y, output), rel=1e-13)
    assert deep.cost_from_logits([[-1000.0], [0.0]], [[1], [0]], "softmax") == 1000
    assert deep.cost_from_logits([[-1000.0, 1000.0]], [[1, 0]]) == 1000


@pytest.mark.parametrize("dims", [(7, 5, 3), (4, 1), (2, 3, 4, 5, 6)])
def test_initial_parameters(dims):
    """Every layer has weights and biases of the right shapes: small different numbers, and zeros."""
    parameters = deep.initialize_parameters_deep(dims, np.random.default_rng(1))
    shapes = {}
    for layer in range(1, len(dims)):
        shapes |= {f"W{layer}": (dims[layer], dims[layer - 1]), f"b{layer}": (dims[layer], 1)}
        assert 0 < np.abs(parameters[f"W{layer}"]).max() < 0.06
        assert len(np.unique(parameters[f"W{layer}"])) == parameters[f"W{layer}"].size
        assert not parameters[f"b{layer}"].any()
    assert {name: value.shape for name, value in parameters.items()} == shapes


@given(widths, st.sampled_from(HIDDEN), st.integers(1, 5), st.integers(0, 99))
def test_one_layer_is_a_loop_over_neurons_and_examples(dims, activation, m, seed):
    """A layer computes, neuron by neuron and example by example, a sum of products plus a bias, and its activation."""
    parameters, X, _ = network(dims[:2], m, seed=seed)
    W, b = parameters["W1"], parameters["b1"]
    Z = np.array([[sum(W[j, k] * X[k, i] for k in range(dims[0])) + b[j, 0] for i in range(m)] for j in range(dims[1])])
    A, ((A_prev, _, _), cached) = deep.linear_activation_forward(X, W, b, activation)
    np.testing.assert_allclose(cached, Z, rtol=1e-10, atol=1e-12)
    g = softmax if activation == "softmax" else ACTIVATIONS[activation][0]
    np.testing.assert_allclose(A, g(Z), rtol=1e-10, atol=1e-12)
    assert A_prev is X


@given(widths, st.sampled_from(HIDDEN), st.integers(1, 5), st.integers(0, 99))
def test_one_layer_backward_is_a_loop_over_examples(dims, activation, m, seed):
    """The loop agrees: dW is the mean of outer products of dz and a, db the mean of dz, and dA_prev each W.T dz."""
    rng = np.random.default_rng(seed)
    parameters, X, _ = network(dims[:2], m, seed=seed)
    W, b = parameters["W1"], parameters["b1"]
    _, cache = deep.linear_activation_forward(X, W, b, activation)
    dA = rng.normal(size=(dims[1], m))
    dA_prev, dW, db = deep.linear_activation_backward(dA, cache, activation)
    dz = []
    for i in range(m):
        z = cache[1][:, i]
        if activation == "softmax":
            a = softmax(z[:, None])[:, 0]
            dz.append((np.diag(a) - np.outer(a, a)) @ dA[:, i])
        else:
            dz.append(dA[:, i] * ACTIVATIONS[activation][1](z))
    np.testing.assert_allclose(dW, sum(np.outer(dz[i], X[:, i]) for i in range(m)) / m, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(db, sum(dz)[:, None] / m, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(dA_prev, np.stack([W.T @ d for d in dz], axis=1), rtol=1e-9, atol=1e-12)


@given(widths, outputs, st.integers(1, 5), st.integers(0, 99))
def test_batch_is_the_mean_of_its_columns(dims, output, m, seed):
    """Forward, a batch is its columns side by side; backward, the mean of the gradients of its columns."""
    parameters, X, Y = network(dims, m, output, seed)
    names = ["leaky_relu"] * (len(dims) - 2) + [output]
    single = [deep.L_model_forward(X[:, [i]], parameters, names)[0] for i in range(m)]
    np.testing.assert_allclose(deep.L_model_forward(X, parameters, names)[0], np.hstack(single), rtol=1e-12, atol=1e-15)
    each = [gradients(parameters, X[:, [i]], Y[:, [i]], names) for i in range(m)]
    mean = {name: np.mean([grads[name] for grads in each], axis=0) for name in each[0]}
    assert relative_error(gradients(parameters, X, Y, names), mean) < 1e-10


@given(st.permutations(range(6)), st.permutations(range(5)), outputs)
def test_order_of_examples_and_of_neurons_does_not_matter(order, neurons, output):
    """Examples in another order give the same gradients; neurons in another order the same predictions."""
    parameters, X, Y = network((4, 5, 3), 6, output)
    names = ["relu", output]
    assert relative_error(
        gradients(parameters, X, Y, names), gradients(parameters, X[:, order], Y[:, order], names)
    ) < (1e-12)
    W1, b1, W2 = (parameters[name] for name in ("W1", "b1", "W2"))
    moved = parameters | {"W1": W1[neurons], "b1": b1[neurons], "W2": W2[:, neurons]}
    both = [deep.L_model_forward(X, p, names)[0] for p in (parameters, moved)]
    np.testing.assert_allclose(*both, rtol=1e-12)


@given(st.floats(0.01, 100), st.integers(0, 99))
def test_scaling_passes_through_relu(factor, seed):
    """Without biases, ReLU layers hand a positive factor on: c times the input gives c times the last Z."""
    parameters, X, _ = network((3, 5, 4, 2), 6, seed=seed)
    parameters |= {name: 0 * value for name, value in parameters.items() if name[0] == "b"}
    Z, scaled = (deep.L_model_forward(x, parameters)[1][-1][1] for x in (X, factor * X))
    np.testing.assert_allclose(scaled, factor * Z, rtol=1e-10, atol=1e-13)


@given(widths, st.integers(1, 4), st.integers(0, 99))
def test_backward_agrees_with_the_textbook(dims, m, seed):
    """Where AL is neither 0 nor 1, the way through dAL = -(Y/AL - (1-Y)/(1-AL)) gives the same gradients."""
    parameters, X, Y = network(dims, m, seed=seed)
    AL, caches = deep.L_model_forward(X, parameters)
    dA, expected, names = -(Y / AL - (1 - Y) / (1 - AL)), {}, ["relu"] * (len(dims) - 2) + ["sigmoid"]
    for layer in range(len(dims) - 1, 0, -1):
        dA, dW, db = deep.linear_activation_backward(dA, caches[layer - 1], names[layer - 1])
        expected |= {f"dA{layer - 1}": dA, f"dW{layer}": dW, f"db{layer}": db}
    expected.pop("dA0")
    assert relative_error(deep.L_model_backward(AL, Y, caches), expected) < 1e-9


@settings(max_examples=30)
@given(widths, outputs, st.integers(1, 5), st.integers(0, 99))
def test_gradients_are_the_slopes_of_the_cost(dims, output, m, seed):
    """All entries of all gradients agree with central differences to a relative error of 1e-7."""
    parameters, X, Y = network(dims, m, output, seed)
    names = [*SMOOTH[: len(dims) - 2], output]
    measured = slopes(cost_of(X, Y, names), parameters)
    got = gradients(parameters, X, Y, names)
    if sum(np.abs(value).sum() for value in measured.values()) < 1e-3:  # softmax of one output is always 1
        assert max(np.abs(value).max() for value in got.values()) < 1e-3
    else:
        assert relative_error(got, measured) < 1e-7


def test_gradients_of_relu_are_the_slopes_of_the_cost():
    """So they do with ReLU in three hidden layers of different widths, away from its corners."""
    parameters, X, Y = network((4, 6, 5, 3, 2), 7)
    assert relative_error(gradients(parameters, X, Y), slopes(cost_of(X, Y), parameters)) < 1e-7


@pytest.mark.parametrize("planted", ["sigmoid' in a hidden layer", "no 1/m", "db over all", "same dA", "one sign"])
def test_planted_errors_are_caught(planted):
    """The same comparison notices typical mistakes of a backward pass, down to one sign in one entry."""
    parameters, X, Y = network((4, 3, 3, 2), 5, seed=4)
    AL, caches = deep.L_model_forward(X, parameters)
    grads = gradients(parameters, X, Y)
    dA2, _, _ = deep.linear_backward(AL - Y, caches[2][0])
    match planted:
        case "sigmoid' in a hidden layer":
            grads["dW2"] = deep.linear_activation_backward(dA2, caches[1], "sigmoid")[1]
        case "same dA":
            grads["dW1"] = deep.linear_activation_backward(dA2, caches[0], "relu")[1]
        case "no 1/m":
            grads["dW2"] = grads["dW2"] * 5
        case "db over all":
            grads["db3"] = np.full_like(grads["db3"], grads["db3"].sum())
        case "one sign":
            grads["dW3"][np.unravel_index(np.abs(grads["dW3"]).argmax(), (2, 3))] *= -1
    assert relative_error(grads, slopes(cost_of(X, Y), parameters)) > 1e-3


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_certain_predictions_give_finite_gradients(output):
    """Where AL is exactly 0 or 1, wrong or right, all gradients are finite, and nothing warns."""
    parameters, X, Y = network((3, 4, 2), 6, output)
    parameters["W2"] = parameters["W2"] * 1e6
    names = ["relu", output]
    AL, caches = deep.L_model_forward(X, parameters, names)
    assert set(np.unique(AL)) >= {0.0, 1.0}
    grads = deep.L_model_backward(AL, Y, caches, names)
    assert all(np.isfinite(value).all() for value in grads.values())
    assert np.isinf(deep.compute_cost(AL, Y, output))
    assert np.isfinite(deep.cost_from_logits(caches[-1][1], Y, output))


def test_nan_is_passed_on():
    """A nan in X is passed on, to the predictions of its own example and of no other."""
    parameters, X, _ = network((3, 4, 1), 3)
    X[0, 1] = np.nan
    assert np.isnan(deep.L_model_forward(X, parameters)[0]).tolist() == [[False, True, False]]


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_float32_stays(hidden, output):
    """float32 in, float32 out, in caches and gradients as well, whatever the type of Y."""
    parameters, X, Y = network((3, 4, 2), 5, output)
    parameters = {name: value.astype("f4") for name, value in parameters.items()}
    AL, caches = deep.L_model_forward(X.astype("f4"), parameters, [hidden, output])
    grads = deep.L_model_backward(AL, Y.astype(int), caches, [hidden, output])
    cached = [part for (linear, Z) in caches for part in (*linear, Z)]
    assert {part.dtype for part in [AL, *cached, *grads.values()]} == {np.dtype("f4")}


def test_integers_become_floats():
    """Integer inputs, weights and derivatives give float64."""
    Z, cache = deep.linear_forward([[1], [2]], [[3, 4]], [[5]])
    assert (Z.dtype, Z.tolist()) == (np.dtype("f8"), [[16.0]])
    assert [part.dtype for part in deep.linear_backward([[1]], cache)] == [np.dtype("f8")] * 3
    assert deep.linear_backward([[1]], ([[1]], [[2]], [[3]]))[0].dtype == np.dtype("f8")


def test_arguments_stay_as_they_were():
    """Neither pass changes parameters, X, Y or caches."""
    parameters, X, Y = network((3, 4, 2), 5)
    before = [value.copy() for value in (*parameters.values(), X, Y)]
    AL, caches = deep.L_model_forward(X, parameters)
    cached = [part.copy() for (linear, Z) in caches for part in (*linear, Z)]
    deep.L_model_backward(AL, Y, caches)
    after = [part for (linear, Z) in caches for part in (*linear, Z)]
    for old, new in zip([*before, *cached], [*parameters.values(), X, Y, *after], strict=True):
        np.testing.assert_array_equal(old, new)


def test_costs_are_the_mean_of_losses():
    """One output of the sigmoid costs what the neuron of the first part costs."""
    AL, Y = np.array([[0.2, 0.9, 0.5]]), np.array([[0, 1, 1]])
    by_loop = [-np.log(a if y else 1 - a) for a, y in zip(AL[0], Y[0], strict=True)]
    assert deep.compute_cost(AL, Y) == pytest.approx(cost(by_loop), rel=1e-14)


def test_start_is_small_random():
    """The network starts from small random weights, drawn from the generator that is given."""
    start = deep.initialize_parameters_deep([3, 2, 1], np.random.default_rng(4))
    same = initialize_parameters_random([3, 2, 1], np.random.default_rng(4))
    assert relative_error(start, same) == 0


@pytest.mark.parametrize("parts", [2, 4])
def test_a_cache_of_three(parts):
    """A cache that has not exactly three parts is refused."""
    with pytest.raises(ValueError, match="argument"):
        deep.linear_backward(np.ones((1, 1)), (np.ones((1, 1)),) * parts)


def test_one_name_holds_all():
    """`deep` offers every function that the assignments on deep networks ask for."""
    forward = {"initialize_parameters_deep", "linear_forward", "linear_activation_forward", "L_model_forward"}
    backward = {"linear_backward", "linear_activation_backward", "L_model_backward"}
    assert forward | backward | {"compute_cost", "update_parameters", "L_layer_model"} <= set(deep.__all__)
    assert all(callable(getattr(deep, name)) for name in deep.__all__)
