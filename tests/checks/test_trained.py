"""What is said of a trained network holds for every right answer, whatever its random start."""

import numpy as np
import pytest

from dlutils import shallow
from dlutils.checks import load, run
from dlutils.checks import shallow_network_inputs as inputs
from dlutils.checks.trained import FirstSteps, Learned, with_data

NAME, TASK = "shallow-network", "nn_model"
FEW = ((2, 5, 1, 12, 1), (3, 6, 2, 15, 3), (5, 2, 3, 20, 3), (2, 1, 1, 7, 4))
MANY = ((2, 6, 4, 3, 6), (3, 7, 5, 4, 8))


def train(draws, rng, steps, moves=("W1", "b1", "W2", "b2")):
    """Train one network for each draw, all at once, each from a start of its own."""
    X, Y = (np.stack([draw[i] for draw in draws]) for i in (0, 1))  # (s, n_x, m), (s, n_y, m)
    s, n_x, m = X.shape
    n_h, n_y = draws[0][2], Y.shape[1]
    p = {"W1": 0.01 * rng.standard_normal((s, n_h, n_x)), "b1": np.zeros((s, n_h, 1))}
    p |= {"W2": 0.01 * rng.standard_normal((s, n_y, n_h)), "b2": np.zeros((s, n_y, 1))}
    for _ in range(steps):
        A1 = np.tanh(p["W1"] @ X + p["b1"])
        dZ2 = (1 / (1 + np.exp(-(p["W2"] @ A1 + p["b2"]))) - Y) / m
        dZ1 = p["W2"].transpose(0, 2, 1) @ dZ2 * (1 - A1**2)
        grads = {"W1": dZ1 @ X.transpose(0, 2, 1), "b1": dZ1.sum(2, keepdims=True)}
        grads |= {"W2": dZ2 @ A1.transpose(0, 2, 1), "b2": dZ2.sum(2, keepdims=True)}
        for name in moves:
            p[name] = p[name] - 1.2 * grads[name]
    return [{name: value[i] for name, value in p.items()} for i in range(s)]


def asked(draw):
    """Return what a comparison knows of a call."""
    return {"X": draw[0], "Y": draw[1], "num_iterations": draw[3]}


@pytest.mark.parametrize("sizes", FEW)
def test_chance_hardly_moves_the_first_steps(sizes):
    """Of 2,000 right answers none has a b2 that is a fifth of the tolerance away from the value without weights."""
    rng = np.random.default_rng(1)
    draws = [inputs.first_steps(*sizes)(rng) for _ in range(2000)]
    strict = FirstSteps(atol=FirstSteps().atol / 5)
    trained = train(draws, rng, sizes[-1])
    assert not any(strict.problem(p, asked(draw)) for p, draw in zip(trained, draws, strict=True))


@pytest.mark.parametrize("sizes", MANY)
def test_a_right_answer_learns_long_before_the_end(sizes):
    """Of 1,000 right answers all have learned after 120 of the 200 steps, and then cost less than half of the limit."""
    rng = np.random.default_rng(2)
    draws = [inputs.training(*sizes)(rng) for _ in range(1000)]
    assert draws[0][3] == 200
    strict = Learned(share=Learned().share / 2)
    trained = train(draws, rng, 120)
    assert not any(strict.problem(p, asked(draw)) for p, draw in zip(trained, draws, strict=True))


@pytest.mark.parametrize("sizes", MANY)
@pytest.mark.parametrize("fixed", ["W1", "b1", "W2"])
def test_nothing_is_learned_with_a_fixed_parameter(sizes, fixed):
    """A network of which W1, b1 or W2 stays as it was costs more than twice the limit, always."""
    rng = np.random.default_rng(3)
    draws = [inputs.training(*sizes)(rng) for _ in range(300)]
    trained = train(draws, rng, 200, [name for name in ("W1", "b1", "W2", "b2") if name != fixed])
    generous = Learned(share=2 * Learned().share)
    assert all(generous.problem(p, asked(draw)) for p, draw in zip(trained, draws, strict=True))


def test_a_fixed_number_of_hidden_neurons_loses_only_the_shapes():
    """A network with four hidden neurons, whatever n_h is, loses the part of the shapes and no other."""
    report = run(NAME, TASK, lambda X, Y, n_h, n, p: shallow.nn_model(X, Y, 4, n), seed=0)
    assert [part.name for part in report.parts if not part.passed] == ["shapes"]
    assert [hint.key for hint in report.mistakes] == ["nn_model.four_hidden"]


def spoiled(**changed):
    """Return nn_model with entries changed at the end."""

    def wrong(*arguments):
        parameters = shallow.nn_model(*arguments)
        return parameters | {name: change(parameters[name]) for name, change in changed.items()}

    return wrong


@pytest.mark.parametrize(
    "wrong",
    [
        spoiled(b2=lambda b: b.ravel()),
        spoiled(b2=lambda b: None),
        spoiled(b2=lambda b: b * np.nan),
        spoiled(W1=lambda W: W.astype(str)),
        spoiled(W1=lambda W: W[0]),
        spoiled(W1=lambda W: W * np.inf, W2=lambda W: W * np.inf),
        spoiled(W1=lambda W: np.array(3.0)),
        lambda *_: {},
        lambda *_: 3,
        lambda *arguments: (shallow.nn_model(*arguments), [0.1]),
    ],
)
def test_strange_parameters_fail_politely(wrong):
    """Whatever stands in the place of a parameter, the report says in words what is wrong, also with a hint."""
    for hidden in (False, True):
        report = run(NAME, TASK, wrong, seed=0, hidden=hidden)
        assert not report.passed
        assert all(part.passed or part.message for part in report.parts)
        assert report.text(2)


def test_the_reference_says_what_it_was_asked():
    """The reference of the task returns the data with the parameters, and leaves the parameters as they are."""
    X, Y = np.ones((2, 3)), np.ones((1, 3))
    found = with_data(lambda *arguments: {"W1": arguments[2]})(X, Y, 4, 7)
    assert found == {"W1": 4, "X": X, "Y": Y, "num_iterations": 7}
    assert load(NAME).tasks[TASK].reference(X, Y, 4, 1)["W1"].shape == (4, 2)


def test_sizes_between_small_and_grown_count_as_either():
    """Weights that are just between small and grown are alike to both; those of the start are not like grown ones."""
    rows = np.array([[1.0], [0.5]])
    small, between, grown = (
        {"W1": size * rows, "W2": size * rows.T, "b2": np.zeros((1, 1))} for size in (0.01, 0.1, 1.0)
    )
    alike = Learned().alike
    assert alike(small, between)
    assert not alike(small, {**between, "b2": np.full((1, 1), 0.2)})
    assert not alike({**small, "b2": np.array([["a"]])}, small)
    assert alike(grown, {**grown, "b2": np.full((1, 1), 0.2)})
    assert alike(between, grown)
    assert not alike(small, grown)
    assert not alike(grown, {**grown, "W1": np.ones((2, 1))})
    assert not alike(grown, {**grown, "W1": np.ones(2)})
    assert alike(*({**grown, "W2": size * grown["W2"]} for size in (50, 70)))
