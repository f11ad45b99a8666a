"""Training: what it learns, mini-batches, the way it reports, interruption, prediction."""

import signal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlutils import deep
from dlutils.initialization import initialize_parameters_he
from dlutils.training import L_layer_model, mini_batches, predict
from tests.networks import network

DIMS = [2, 6, 4, 1]


def ring(m=80, seed=0):
    """Return points of the plane, and whether each lies within a circle: no straight line divides them."""
    X = np.random.default_rng(seed).uniform(-1, 1, (2, m))
    return X, (np.sum(X**2, axis=0, keepdims=True) < 0.5).astype(float)


def steps(X, Y, parameters, batches, rate):
    """Return parameters after one step for each batch, by forward, backward and update."""
    for batch in batches:
        AL, caches = deep.L_model_forward(X[:, batch], parameters)
        parameters = deep.update_parameters(parameters, deep.L_model_backward(AL, Y[:, batch], caches), rate)
    return parameters


def equal(one, two):
    """Say whether two dictionaries hold the same arrays under the same names."""
    return one.keys() == two.keys() and all((one[name] == two[name]).all() for name in one)


def test_full_batches_are_repeated_steps():
    """Three iterations are three times forward, backward and update on all examples, from He's start."""
    X, Y = ring()
    start = initialize_parameters_he(DIMS, np.random.default_rng(4))
    learned, costs = L_layer_model(X, Y, DIMS, 0.1, 3, rng=np.random.default_rng(4))
    assert equal(learned, steps(X, Y, start, [slice(None)] * 3, 0.1))
    AL, _ = deep.L_model_forward(X, start)
    assert costs == [pytest.approx(deep.compute_cost(AL, Y), rel=1e-12)]


def test_mini_batches_are_steps_on_parts():
    """With mini-batches of 30, an iteration over 80 examples is three steps, on the groups that the seed gives."""
    X, Y = ring()
    start = initialize_parameters_he(DIMS, np.random.default_rng(4))
    learned, costs = L_layer_model(X, Y, DIMS, 0.1, 1, parameters=start, batch_size=30, rng=np.random.default_rng(7))
    batches = list(mini_batches(80, 30, np.random.default_rng(7)))
    assert [len(batch) for batch in batches] == [30, 30, 20]
    assert equal(learned, steps(X, Y, start, batches, 0.1))
    before_each = [steps(X, Y, start, batches[:k], 0.1) for k in range(3)]
    expected = [
        deep.compute_cost(deep.L_model_forward(X[:, batch], parameters)[0], Y[:, batch]) * len(batch) / 80
        for batch, parameters in zip(batches, before_each, strict=True)
    ]
    assert costs == [pytest.approx(sum(expected), rel=1e-12)]


def test_a_batch_of_all_examples_is_the_full_batch():
    """A batch size of m or more changes nothing."""
    X, Y = ring(20)
    runs = [L_layer_model(X, Y, DIMS, 0.1, 5, batch_size=n, rng=np.random.default_rng(1))[0] for n in (None, 20, 99)]
    assert equal(runs[0], runs[1]) and equal(runs[0], runs[2])


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 99))
def test_every_example_is_in_one_batch(m, size, seed):
    """The groups hold every example exactly once, all but the last are full, and none is empty."""
    batches = list(mini_batches(m, size, np.random.default_rng(seed)))
    assert sorted(np.concatenate(batches).tolist()) == list(range(m))
    assert {len(batch) for batch in batches[:-1]} <= {size}
    assert 1 <= len(batches[-1]) <= size


def test_batches_are_drawn_by_lot():
    """Two passes with one generator divide the examples differently."""
    rng = np.random.default_rng(0)
    assert next(mini_batches(50, 10, rng)).tolist() != next(mini_batches(50, 10, rng)).tolist()


@pytest.mark.parametrize(
    ("activations", "batch_size"),
    [(None, None), (("tanh", "leaky_relu", "sigmoid"), 16), (("tanh", "tanh", "softmax"), 16)],
)
def test_it_learns_the_ring(activations, batch_size):
    """Networks of three kinds tell the inside from the outside for 95 % of the points, and the cost falls."""
    X, Y = ring()
    dims = DIMS
    if activations is not None and activations[-1] == "softmax":
        Y, dims = np.vstack([Y, 1 - Y]), [2, 6, 4, 2]
    learned, costs = L_layer_model(
        X, Y, dims, 0.3, 1001 if batch_size is None else 401, activations=activations, batch_size=batch_size,
        rng=np.random.default_rng(3),
    )  # fmt: skip
    assert (predict(X, learned, activations) == Y).all(axis=0).mean() > 0.95
    assert len(costs) == (11 if batch_size is None else 5)
    assert costs[-1] < costs[0] / 3


def test_costs_are_kept_and_printed_every_hundredth_iteration(capsys):
    """The list holds the costs of iterations 0, 100, 200; print_cost prints these; the callback hears of every one."""
    X, Y = ring(20)
    heard = []
    _, costs = L_layer_model(
        X, Y, DIMS, 0.1, 201, print_cost=True, callback=lambda *news: heard.append(news), rng=np.random.default_rng(0)
    )
    assert [iteration for iteration, _ in heard] == list(range(201))
    assert costs == [heard[step][1] for step in (0, 100, 200)]
    lines = [f"Cost after iteration {step}: {heard[step][1]:.6f}" for step in (0, 100, 200)]
    assert capsys.readouterr().out.splitlines() == lines


def test_training_as_it_is_called_by_default(capsys):
    """By default training takes 3000 steps of rate 0.0075, from He's numbers, in silence."""
    X, Y = np.array([[-1.0, 1.0]]), np.array([[0, 1]])
    learned, costs = L_layer_model(X, Y, [1, 2, 1], rng=np.random.default_rng(3))
    start = initialize_parameters_he([1, 2, 1], np.random.default_rng(3))
    assert len(costs) == 30
    assert equal(learned, L_layer_model(X, Y, [1, 2, 1], 0.0075, 3000, parameters=start)[0])
    assert capsys.readouterr().out == ""


def test_the_cost_after_softmax():
    """The first cost of a network with softmax is the categorical cross-entropy at the start."""
    parameters, X, Y = network((2, 4, 3), 6, "softmax")
    names = ["tanh", "softmax"]
    _, costs = L_layer_model(X, Y, [2, 4, 3], 0.1, 1, activations=names, parameters=parameters)
    AL, _ = deep.L_model_forward(X, parameters, names)
    assert costs == [pytest.approx(deep.compute_cost(AL, Y, "softmax"), rel=1e-12)]


def test_a_bar_only_where_it_is_asked_for(capsys, monkeypatch):
    """Asked for, a bar counts the iterations from 1 to the last; by default there is none."""
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich then takes stderr for a terminal
    monkeypatch.setenv("COLUMNS", "100")
    L_layer_model([[1.0]], [[1.0]], [1, 1], num_iterations=3, progress=True)
    assert "3/3" in capsys.readouterr().err
    L_layer_model([[1.0]], [[1.0]], [1, 1], num_iterations=3)
    assert capsys.readouterr().err == ""


def test_labels_up_to_one_are_probabilities():
    """Labels between 0 and 1 are taken, 1 too; beyond that they are refused."""
    for y in (0.0, 0.5, 1.0):
        L_layer_model([[1.0]], [[y]], [1, 1], num_iterations=1)
    with pytest.raises(ValueError, match=r"Y must lie in 0\.\.1"):
        L_layer_model([[1.0]], [[1.5]], [1, 1], num_iterations=1)


def test_interruption_keeps_what_was_learned(capsys):
    """Ctrl-C in the fourth iteration returns what four iterations learned, and says so; training goes on from there."""
    X, Y = ring(20)

    def interrupt(iteration, _):
        if iteration == 3:
            signal.raise_signal(signal.SIGINT)

    options = {"rng": np.random.default_rng(1)}
    learned, costs = L_layer_model(X, Y, DIMS, 0.1, 10**6, callback=interrupt, **options)
    assert capsys.readouterr().out == "Interrupted. What was learned so far is returned.\n"
    assert equal(learned, L_layer_model(X, Y, DIMS, 0.1, 4, rng=np.random.default_rng(1))[0])
    assert len(costs) == 1
    further, _ = L_layer_model(X, Y, DIMS, 0.1, 2, parameters=learned)
    assert equal(further, L_layer_model(X, Y, DIMS, 0.1, 6, rng=np.random.default_rng(1))[0])


def test_other_errors_of_a_callback_come_through():
    """Only an interruption is caught."""
    with pytest.raises(ZeroDivisionError):
        L_layer_model(*ring(20), DIMS, 0.1, 2, callback=lambda *news: 1 / 0)


@pytest.mark.parametrize("kind", ["f4", "f8"])
def test_types(kind):
    """The parameters have the type of X, float32 or float64, wherever they start."""
    X, Y = ring(20)
    learned, _ = L_layer_model(X.astype(kind), Y.astype(int), DIMS, np.float64(0.1), 3, batch_size=8)
    again, _ = L_layer_model(X.astype(kind), Y, DIMS, 0.1, 1, parameters=network(DIMS, 1)[0])
    assert {value.dtype for value in [*learned.values(), *again.values()]} == {np.dtype(kind)}


def test_arguments_stay_as_they_were():
    """X, Y and the parameters to start from are not changed."""
    X, Y = ring(20)
    start = network(DIMS, 1)[0]
    before = [value.copy() for value in (X, Y, *start.values())]
    L_layer_model(X, Y, DIMS, 0.1, 5, parameters=start, batch_size=7)
    for old, new in zip(before, (X, Y, *start.values()), strict=True):
        np.testing.assert_array_equal(old, new)


def test_predict_by_hand():
    """After the sigmoid one half counts as 0; after softmax the first of equals wins; the shape is that of Y."""
    parameters = {"W1": [[2.0], [-2.0]], "b1": [[0.0], [0.0]]}
    X = [[-1.0, 0.0, 1.0]]
    assert predict(X, parameters).tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    assert predict(X, parameters, ["sigmoid"]).tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    assert predict(X, parameters, ["softmax"]).tolist() == [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]]


@given(st.integers(1, 4), st.integers(1, 6), st.integers(0, 99))
def test_prediction_after_softmax_is_one_class(n_y, m, seed):
    """Every column has a single 1, and it stands where the probability is largest."""
    parameters, X, _ = network((3, 4, n_y), m, seed=seed)
    names = ["tanh", "softmax"]
    predicted = predict(X, parameters, names)
    AL, _ = deep.L_model_forward(X, parameters, names)
    assert predicted.shape == (n_y, m)
    np.testing.assert_array_equal(predicted.argmax(axis=0), AL.argmax(axis=0))
    np.testing.assert_array_equal(predicted.sum(axis=0), np.ones(m))


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"X": np.zeros(2)}, r"X must have shape \(n, m\)"),
        ({"X": np.zeros((2, 0)), "Y": np.zeros((1, 0))}, "Columns are examples"),
        ({"Y": np.zeros(8)}, r"Y must have shape \(n, m\)"),
        ({"Y": np.zeros((1, 7))}, r"Y must have shape \(1, 8\); got \(1, 7\)"),
        ({"X": np.full((2, 8), np.nan)}, "X must be finite; got nan"),
        ({"Y": np.full((1, 8), np.inf)}, "Y must be finite; got inf"),
        ({"Y": np.full((1, 8), 3)}, r"Y must lie in 0..1; got 3 to 3. For classes"),
        ({"Y": np.full((1, 8), -1)}, r"Y must lie in 0..1; got -1 to -1"),
        ({"layers_dims": [3, 4, 1]}, r"layers_dims must begin with 2, the rows of X, and end with 1.*got \[3, 4, 1\]"),
        ({"layers_dims": [2, 4, 2]}, "layers_dims must begin with 2"),
        ({"layers_dims": [2]}, "layers_dims must hold the sizes"),
        ({"activations": ["relu"]}, "activations must be 2 names"),
        ({"activations": ["relu", "softmax"], "Y": np.zeros((1, 8))}, "Y must have columns that add up to 1"),
        ({"learning_rate": 0}, "learning_rate must be positive and finite; got 0"),
        ({"learning_rate": np.inf}, "learning_rate must be positive and finite; got inf"),
        ({"learning_rate": np.nan}, "learning_rate must be positive and finite; got nan"),
        ({"num_iterations": 0}, "num_iterations must be a whole number of at least 1; got 0"),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1; got 0"),
        ({"parameters": network([2, 3, 1], 1)[0]}, r"parameters must be of layers \[2, 4, 1\]; got \[2, 3, 1\]"),
        ({"parameters": {"W1": [[np.nan, 0]], "b1": [[0]]}, "layers_dims": [2, 1]}, "W1 must be finite"),
        ({"parameters": {"W1": [[0, 0]], "b1": [[np.inf]]}, "layers_dims": [2, 1]}, "b1 must be finite"),
    ],
)
def test_bad_input(change, match):
    """A wrong shape, size, name or rate, no example, nan, labels that are none: one error names it, before any step."""
    arguments = {"X": np.zeros((2, 8)), "Y": np.zeros((1, 8)), "layers_dims": [2, 4, 1], **change}
    with pytest.raises(ValueError, match=match):
        L_layer_model(**arguments)
