"""The two-layer network: forward, backward, training, prediction."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlutils import deep, shallow
from tests.networks import network, relative_error, slopes

sizes = st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(1, 3))


def gradients(parameters, X, Y):
    """Return the gradients of a forward and a backward pass."""
    _, cache = shallow.forward_propagation(X, parameters)
    return shallow.backward_propagation(parameters, cache, X, Y)


def cost_of(X, Y):
    """Return the cost as a function of the parameters."""
    return lambda parameters: shallow.compute_cost(shallow.forward_propagation(X, parameters)[0], Y)


def by_hand():
    """Return the smallest network, one neuron after another, and one example: z1 = log 2, so a1 = 3/5."""
    return {"W1": [[np.log(2)]], "b1": [[0.0]], "W2": [[5.0]], "b2": [[-3.0]]}, [[1.0]], [[1.0]]


def test_forward_by_hand():
    """tanh(log 2) = 3/5, and 5 · 3/5 - 3 = 0, whose sigmoid is one half; the cache keeps all four."""
    parameters, X, _ = by_hand()
    A2, cache = shallow.forward_propagation(X, parameters)
    expected = {"Z1": np.log(2), "A1": 0.6, "Z2": 0.0, "A2": 0.5}
    assert {name: value.item() for name, value in cache.items()} == pytest.approx(expected, abs=1e-15)
    assert A2.tolist() == cache["A2"].tolist()


def test_backward_by_hand():
    """dz2 = -1/2, so dW2 = -3/10; dz1 = 5 (-1/2) (1 - 9/25) = -8/5, and x = 1 makes dW1 the same."""
    grads = gradients(*by_hand())
    expected = {"dW2": -0.3, "db2": -0.5, "dW1": -1.6, "db1": -1.6}
    assert {name: value.item() for name, value in grads.items()} == pytest.approx(expected, rel=1e-14)


def test_cost_by_hand():
    """Two examples at one half cost log 2; two outputs cost the sum of both; a certain wrong prediction, infinity."""
    assert shallow.compute_cost([[0.5, 0.5]], [[0, 1]]) == pytest.approx(np.log(2), rel=1e-15)
    assert shallow.compute_cost([[0.5], [0.25]], [[1], [0]]) == pytest.approx(np.log(2) + np.log(4 / 3), rel=1e-15)
    assert shallow.compute_cost([[1.0]], [[0]]) == np.inf


def test_layer_sizes():
    """The rows of X and Y are n_x and n_y; the hidden layer has four neurons, as in the book."""
    assert shallow.layer_sizes(np.zeros((3, 7)), np.zeros((2, 7))) == (3, 4, 2)


@pytest.mark.parametrize("dims", [(2, 4, 1), (5, 3, 2)])
def test_initial_parameters(dims):
    """Weights are small and all different, biases 0, shapes as the layers ask; one seed gives one start."""
    one, two = (shallow.initialize_parameters(*dims, rng=np.random.default_rng(3)) for _ in range(2))
    other = shallow.initialize_parameters(*dims)
    n_x, n_h, n_y = dims
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}
    assert {name: value.shape for name, value in one.items()} == shapes
    assert not one["b1"].any() and not one["b2"].any()
    assert len(np.unique(one["W1"])) == n_h * n_x
    assert 0 < np.abs(one["W1"]).max() < 0.06
    np.testing.assert_array_equal(one["W1"], two["W1"])
    assert (one["W1"] != other["W1"]).all()


@given(sizes, st.integers(1, 6), st.integers(0, 99))
def test_agrees_with_the_network_of_l_layers(dims, m, seed):
    """The network of L layers, told to use tanh and sigmoid, computes the same in another way."""
    parameters, X, Y = network(dims, m, seed=seed)
    AL, caches = deep.L_model_forward(X, parameters, ["tanh", "sigmoid"])
    other = deep.L_model_backward(AL, Y, caches, ["tanh", "sigmoid"])
    other.pop("dA1")
    np.testing.assert_allclose(shallow.forward_propagation(X, parameters)[0], AL, rtol=1e-12)
    assert relative_error(gradients(parameters, X, Y), other) < 1e-12


@given(sizes, st.integers(1, 5), st.integers(0, 99))
def test_batch_is_the_mean_of_its_columns(dims, m, seed):
    """Forward, a batch is its columns side by side; backward, the mean of the gradients of its columns."""
    parameters, X, Y = network(dims, m, seed=seed)
    columns = [(X[:, [i]], Y[:, [i]]) for i in range(m)]
    single = np.hstack([shallow.forward_propagation(x, parameters)[0] for x, _ in columns])
    np.testing.assert_allclose(shallow.forward_propagation(X, parameters)[0], single, rtol=1e-12)
    each = [gradients(parameters, x, y) for x, y in columns]
    mean = {name: np.mean([grads[name] for grads in each], axis=0) for name in each[0]}
    assert relative_error(gradients(parameters, X, Y), mean) < 1e-12


@given(st.randoms(), st.integers(0, 99))
def test_order_of_examples_and_of_neurons_does_not_matter(random, seed):
    """Examples in another order give the same gradient; hidden neurons in another order the same prediction."""
    parameters, X, Y = network((3, 5, 2), 6, seed=seed)
    order, neurons = random.sample(range(6), 6), random.sample(range(5), 5)
    assert relative_error(gradients(parameters, X, Y), gradients(parameters, X[:, order], Y[:, order])) < 1e-12
    W1, b1, W2, b2 = (parameters[name] for name in ("W1", "b1", "W2", "b2"))
    moved = {"W1": W1[neurons], "b1": b1[neurons], "W2": W2[:, neurons], "b2": b2}
    both = [shallow.forward_propagation(X, p)[0] for p in (parameters, moved)]
    np.testing.assert_allclose(*both, rtol=1e-12)


@settings(max_examples=25)
@given(sizes, st.integers(1, 6), st.integers(0, 99))
def test_gradients_are_the_slopes_of_the_cost(dims, m, seed):
    """All entries of all gradients agree with central differences to a relative error of 1e-7."""
    parameters, X, Y = network(dims, m, seed=seed)
    assert relative_error(gradients(parameters, X, Y), slopes(cost_of(X, Y), parameters)) < 1e-7


@pytest.mark.parametrize("planted", ["sigmoid'", "no 1/m", "no keepdims", "one sign", "tanh' without square"])
def test_planted_errors_are_caught(planted):
    """The same comparison notices typical mistakes of a backward pass, down to one sign in one entry."""
    parameters, X, Y = network((3, 4, 2), 5)
    A2, cache = shallow.forward_propagation(X, parameters)
    grads = shallow.backward_propagation(parameters, cache, X, Y)
    back, A1 = parameters["W2"].T @ (A2 - Y), cache["A1"]
    match planted:
        case "sigmoid'":
            grads["dW1"] = back * A1 * (1 - A1) @ X.T / 5
        case "tanh' without square":
            grads["dW1"] = back * (1 - A1) @ X.T / 5
        case "no 1/m":
            grads["db1"] = grads["db1"] * 5
        case "no keepdims":
            grads["db2"] = np.full_like(grads["db2"], np.sum(A2 - Y) / 5)
        case "one sign":
            grads["dW2"][1, 2] *= -1
    assert relative_error(grads, slopes(cost_of(X, Y), parameters)) > 1e-3


def test_update_is_one_subtraction():
    """Each parameter becomes itself minus the rate times its gradient; the old ones stay; dA1 does not matter."""
    parameters, X, Y = network((2, 3, 1), 4)
    grads = gradients(parameters, X, Y) | {"dA1": np.ones((3, 4))}
    before = {name: value.copy() for name, value in parameters.items()}
    updated = shallow.update_parameters(parameters, grads, 0.1)
    assert updated.keys() == parameters.keys()
    for name, value in parameters.items():
        np.testing.assert_array_equal(value, before[name])
        np.testing.assert_array_equal(updated[name], before[name] - 0.1 * grads[f"d{name}"])


@pytest.mark.parametrize("kind", ["f4", "f8"])
def test_types(kind):
    """float32 stays float32 through forward, backward and a step, whatever the type of Y and of the rate."""
    parameters, X, Y = network((2, 3, 1), 4)
    parameters = {name: value.astype(kind) for name, value in parameters.items()}
    A2, cache = shallow.forward_propagation(X.astype(kind), parameters)
    grads = shallow.backward_propagation(parameters, cache, X.astype(kind), Y.astype(int))
    updated = shallow.update_parameters(parameters, grads, np.float64(0.5))
    assert {value.dtype for value in [A2, *cache.values(), *grads.values(), *updated.values()]} == {np.dtype(kind)}
    assert shallow.nn_model(X.astype(kind), Y, 2, 1)["W1"].dtype == kind


def test_integers_become_floats():
    """Integer inputs and parameters give float64."""
    parameters = {"W1": [[1]], "b1": [[0]], "W2": [[1]], "b2": [[0]]}
    assert shallow.forward_propagation([[1, 2]], parameters)[0].dtype == np.float64


def test_training_learns_what_one_neuron_cannot(capsys):
    """The network learns that two points differ from those on both sides of them; costs fall."""
    X, Y = np.array([[-1.0, 0, 1, 2, 3]]), np.array([[0, 1, 1, 0, 0]])
    before = X.copy()
    parameters = shallow.nn_model(X, Y, 4, 2001, print_cost=True, rng=np.random.default_rng(2))
    assert shallow.predict(parameters, X).tolist() == Y.tolist()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"Cost after iteration {step}" for step in (0, 1000, 2000)]
    costs = [float(line.split(": ")[1]) for line in lines]
    assert costs[0] == pytest.approx(np.log(2), abs=1e-3)  # nearly all the same at the start
    assert costs[0] > costs[1] > costs[2]
    np.testing.assert_array_equal(X, before)


def test_training_is_repeated_steps(capsys):
    """Two iterations are twice forward, backward, update, with the rate that is given; without asking, no print."""
    _, X, Y = network((2, 3, 1), 5)
    expected = shallow.initialize_parameters(2, 3, 1, np.random.default_rng(8))
    for _ in range(2):
        expected = shallow.update_parameters(expected, gradients(expected, X, Y), 0.3)
    trained = shallow.nn_model(X, Y, 3, 2, learning_rate=0.3, rng=np.random.default_rng(8))
    for name, value in expected.items():
        np.testing.assert_array_equal(trained[name], value)
    assert capsys.readouterr().out == ""


def test_training_as_it_is_called_by_default(capsys):
    """By default training takes 10000 steps of rate 1.2, in silence."""
    X, Y = np.array([[-1.0, 1.0]]), np.array([[0, 1]])
    trained = shallow.nn_model(X, Y, 1, rng=np.random.default_rng(3))
    same = shallow.nn_model(X, Y, 1, 10000, False, learning_rate=1.2, rng=np.random.default_rng(3))
    assert capsys.readouterr().out == ""
    assert all(np.array_equal(trained[name], same[name]) for name in same)


def test_predict():
    """A positive Z2 gives 1, a negative one 0, exactly one half counts as 0, and the shape is (n_y, m)."""
    parameters = {"W1": [[1.0]], "b1": [[0.0]], "W2": [[1.0], [-1.0]], "b2": [[0.0], [0.0]]}
    assert shallow.predict(parameters, [[-1.0, 0.0, 1.0]]).tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


def test_extreme_inputs_stay_finite():
    """At inputs of ±1e6 predictions are exactly 0 or 1, and gradients are finite, without a warning."""
    parameters, X, Y = network((3, 4, 1), 4)
    grads = gradients({name: 1e3 * value for name, value in parameters.items()}, 1e6 * X, Y)
    assert all(np.isfinite(value).all() for value in grads.values())


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"X": np.zeros(3)}, r"X must have shape \(n, m\), n and m at least 1; got \(3,\). Columns are examples."),
        ({"X": np.zeros((3, 0))}, "X must have shape"),
        ({"X": np.zeros((2, 4))}, r"W1 must have shape \(5, 2\); got \(5, 3\)"),
        ({"Y": np.zeros(4)}, r"Y must have shape \(1, 4\); got \(4,\). Use Y.reshape\(1, 4\)."),
        ({"b1": np.zeros(5)}, r"b1 must have shape \(5, 1\)"),
        ({"W2": np.zeros((1, 4))}, r"W2 must have shape \(1, 5\)"),
        ({"W2": np.zeros(5)}, r"W2 must have shape \(1, 5\)"),
        ({"W3": np.zeros((1, 1)), "b3": np.zeros((1, 1))}, "parameters must hold two layers; got 3"),
        ({"A1": np.zeros((4, 4))}, r"A1 must have shape \(5, 4\)"),
        ({"Z1": np.zeros((5, 3))}, r"Z1 must have shape \(5, 4\)"),
        ({"A2": np.zeros((2, 4))}, r"A2 must have shape \(1, 4\)"),
    ],
)
def test_bad_input(change, match):
    """A wrong shape, no example, and one layer too many give an error that names the argument."""
    parameters, X, Y = network((3, 5, 1), 4)
    _, cache = shallow.forward_propagation(X, parameters)
    parts = {**parameters, "X": X, "Y": Y, **cache, **change}
    parameters = {name: parts[name] for name in parts if name[0] in "Wb"}
    with pytest.raises(ValueError, match=match):
        shallow.backward_propagation(parameters, parts, parts["X"], parts["Y"])


def test_other_bad_input():
    """Wrong names, gradients of a wrong shape, sets that differ, nan, no step: each gives its own error."""
    parameters, X, Y = network((3, 5, 1), 4)
    with pytest.raises(ValueError, match=r"parameters must be named W1, b1, W2, b2, ...; got \['W1'\]"):
        shallow.forward_propagation(X, {"W1": parameters["W1"]})
    with pytest.raises(ValueError, match=r"dW1 must have shape \(5, 3\)"):
        shallow.update_parameters({"W1": parameters["W1"]}, {"dW1": np.zeros((3, 5))}, 0.1)
    with pytest.raises(ValueError, match=r"Y must have shape \(1, 4\); got \(1, 3\)"):
        shallow.nn_model(X, Y[:, :3], 2)
    with pytest.raises(ValueError, match=r"^X must be finite; got nan"):
        shallow.nn_model(X * np.nan, Y, 2)
    with pytest.raises(ValueError, match=r"^Y must be finite; got inf"):
        shallow.nn_model(X, Y + np.inf, 2)
    with pytest.raises(ValueError, match="num_iterations must be a whole number of at least 1; got 0"):
        shallow.nn_model(X, Y, 2, 0)
    with pytest.raises(ValueError, match=r"A2 must have shape \(n, m\)"):
        shallow.compute_cost(np.zeros((1, 0)), np.zeros((1, 0)))
    with pytest.raises(TypeError, match="X must hold real numbers"):
        shallow.forward_propagation(X.astype(str), parameters)
