"""Logistic regression: both forms of propagate, gradient descent, prediction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from dlutils.logistic import (
    initialize_with_zeros,
    model,
    optimize,
    predict,
    propagate,
    propagate_loop,
    propagate_two_features,
)


def problem(n_x, m, seed=0):
    """Return w, b, X, Y of moderate size, with labels of both kinds where m allows it."""
    rng = np.random.default_rng(seed)
    Y = (np.arange(m) % 2).astype(float)[None, :]
    return rng.normal(size=(n_x, 1)), float(rng.normal()), rng.normal(size=(n_x, m)), Y


shapes = st.tuples(st.integers(1, 6), st.integers(1, 9), st.integers(0, 99))


def numerical_gradient(w, b, X, Y, step=1e-6):
    """Return dw and db by central differences of the cost, entry by entry."""
    parameters = np.append(w.ravel(), b)
    slopes = []
    for k in range(parameters.size):
        up, down = parameters.copy(), parameters.copy()
        up[k] += step
        down[k] -= step
        costs = [propagate(p[:-1, None], p[-1], X, Y)[1] for p in (up, down)]
        slopes.append((costs[0] - costs[1]) / (2 * step))
    return np.array(slopes[:-1])[:, None], slopes[-1]


def relative_error(a, b):
    """Return |a - b| / (|a| + |b|), by norms."""
    return np.linalg.norm(np.subtract(a, b)) / (np.linalg.norm(a) + np.linalg.norm(b) + 1e-300)


@pytest.mark.parametrize("form", [propagate, propagate_loop])
def test_values_by_hand(form):
    """For w = b = 0, x = 1 and 3, y = 0 and 1, both a are one half, so dw = (0.5 - 1.5) / 2 and db = 0."""
    grads, J = form([[0.0]], 0.0, [[1.0, 3.0]], [[0, 1]])
    assert grads["dw"] == pytest.approx(np.array([[-0.5]]), rel=1e-15)
    assert grads["db"] == 0
    assert abs(J - np.log(2)) < 1e-15


@given(shapes)
def test_loop_and_vectorized_agree(shape):
    """The loop over examples and the vectorized form give the same gradients and cost."""
    w, b, X, Y = problem(*shape)
    (slow, J_slow), (fast, J_fast) = propagate_loop(w, b, X, Y), propagate(w, b, X, Y)
    np.testing.assert_allclose(slow["dw"], fast["dw"], rtol=1e-10, atol=1e-14)
    assert slow["db"] == pytest.approx(fast["db"], rel=1e-10, abs=1e-14)
    assert J_slow == pytest.approx(J_fast, rel=1e-12)


@given(shapes)
def test_gradients_are_the_slopes_of_the_cost(shape):
    """All entries of dw, and db, agree with central differences of the cost to a relative error of 1e-7."""
    w, b, X, Y = problem(*shape)
    dw, db = numerical_gradient(w, b, X, Y)
    grads, _ = propagate(w, b, X, Y)
    assert relative_error(np.append(dw, db), np.append(grads["dw"], grads["db"])) < 1e-7


def test_a_planted_error_is_caught():
    """The same comparison notices a gradient without 1/m, and one with a wrong sign in a single entry."""
    w, b, X, Y = problem(3, 4)
    dw, _ = numerical_gradient(w, b, X, Y)
    right = propagate(w, b, X, Y)[0]["dw"]
    flipped = right * np.array([[1.0], [-1.0], [1.0]])
    assert relative_error(dw, right * 4) > 0.1
    assert relative_error(dw, flipped) > 0.1


@given(shapes)
def test_batch_is_the_mean_of_its_columns(shape):
    """The result for a batch is the mean of the results for its columns, one by one."""
    w, b, X, Y = problem(*shape)
    single = [propagate(w, b, X[:, [i]], Y[:, [i]]) for i in range(X.shape[1])]
    grads, J = propagate(w, b, X, Y)
    np.testing.assert_allclose(np.mean([g["dw"] for g, _ in single], axis=0), grads["dw"], rtol=1e-10, atol=1e-14)
    assert np.mean([c for _, c in single]) == pytest.approx(J, rel=1e-12)


def test_two_steps_by_hand():
    """Two steps of gradient descent are two subtractions of the gradient, and the arguments stay as they were."""
    w, b, X, Y = problem(2, 5)
    before = w.copy()
    first, _ = propagate(w, b, X, Y)
    w1, b1 = w - 0.1 * first["dw"], b - 0.1 * first["db"]
    second, _ = propagate(w1, b1, X, Y)
    params, grads, costs = optimize(w, b, X, Y, 2, 0.1)
    np.testing.assert_allclose(params["w"], w1 - 0.1 * second["dw"], rtol=1e-15)
    assert params["b"] == pytest.approx(b1 - 0.1 * second["db"], rel=1e-15)
    np.testing.assert_array_equal(grads["dw"], second["dw"])
    assert len(costs) == 1
    assert (w == before).all()


def test_costs_are_kept_and_printed_every_hundredth_step(capsys):
    """The list holds the cost of steps 0, 100, 200, which fall, and print_cost prints these."""
    w, b, X, Y = problem(2, 8)
    costs = optimize(w, b, X, Y, 201, 0.05, print_cost=True)[2]
    assert len(costs) == 3
    assert costs[0] > costs[1] > costs[2]
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_finds_the_minimum_that_scikit_learn_finds():
    """Run to the end, gradient descent arrives at the minimum of the cost that scikit-learn's solver finds."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(2, 60))
    Y = (X[:1] - 0.5 * X[1:] + rng.normal(size=(1, 60)) > 0).astype(float)
    params, _, _ = optimize(np.zeros((2, 1)), 0.0, X, Y, 4000, 0.5)
    other = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(X.T, Y[0])
    np.testing.assert_allclose(params["w"].ravel(), other.coef_.ravel(), rtol=1e-4)
    assert params["b"] == pytest.approx(other.intercept_[0], rel=1e-4)


def test_start():
    """The start is a column of zeros and the number 0, for one feature too."""
    w, b = initialize_with_zeros(1)
    assert w.tolist() == [[0.0]]
    assert (b, type(b)) == (0.0, float)


def test_model_as_it_is_called_by_default(capsys):
    """By default model takes 2000 steps of rate 0.5 and prints nothing; asked to, it prints every hundredth cost."""
    _, _, X, Y = problem(2, 6)
    trained = model(X, Y, X, Y)
    assert (trained["num_iterations"], trained["learning_rate"]) == (2000, 0.5)
    assert trained["costs"] == optimize(np.zeros((2, 1)), 0.0, X, Y, 2000, 0.5)[2]
    assert capsys.readouterr().out == ""
    loud = model(X, Y, X, Y, 101, print_cost=True)
    expected = "".join(f"Cost after iteration {100 * i}: {J:.6f}\n" for i, J in enumerate(loud["costs"]))
    assert capsys.readouterr().out == expected


def test_predict():
    """A positive logit gives 1, a negative one 0, exactly one half counts as 0, and the shape is (1, m)."""
    assert predict([[1.0]], -1.0, [[0.0, 1.0, 2.0]]).tolist() == [[0.0, 0.0, 1.0]]


def test_model_learns_only_from_the_training_set():
    """Other test examples change the predictions for them, and nothing that was learned."""
    _, _, X, Y = problem(3, 10)
    one, two = (model(X, Y, X_test, [[0, 1]], 50, 0.1) for X_test in (X[:, :2], -X[:, :2]))
    np.testing.assert_array_equal(one["w"], two["w"])
    np.testing.assert_array_equal(one["Y_prediction_train"], two["Y_prediction_train"])
    assert (one["learning_rate"], one["num_iterations"]) == (0.1, 50)
    np.testing.assert_array_equal(one["Y_prediction_test"], predict(one["w"], one["b"], X[:, :2]))
    np.testing.assert_array_equal(one["Y_prediction_train"], predict(one["w"], one["b"], X))


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"w": np.zeros(3)}, r"w must have shape \(3, 1\); got \(3,\). Use w.reshape\(3, 1\)."),
        ({"Y": np.zeros(4)}, r"Y must have shape \(1, 4\)"),
        ({"X": np.zeros((3, 0))}, "Columns are examples"),
        ({"X": np.full((3, 4), np.nan)}, "X must be finite; got nan"),
        ({"Y": np.array([[0, 1, np.inf, 0]])}, "Y must be finite; got inf"),
    ],
)
@pytest.mark.parametrize("form", [propagate, propagate_loop])
def test_bad_input(form, change, match):
    """A wrong shape, no example, nan and infinity give one error that names the argument and the remedy."""
    w, b, X, Y = problem(3, 4)
    arguments = {"w": w, "b": b, "X": X, "Y": Y, **change}
    with pytest.raises(ValueError, match=match):
        form(**arguments)


def test_other_bad_input():
    """No feature, no step and no labels are refused; where they are none is said before any step."""
    with pytest.raises(ValueError, match="dim must be at least 1"):
        initialize_with_zeros(0)
    with pytest.raises(ValueError, match="num_iterations must be at least 1"):
        optimize(*problem(2, 3), 0, 0.1)
    w, b, X, _ = problem(2, 3)
    with pytest.raises(TypeError, match="Y must hold real numbers"):
        optimize(w, b, X, None, 1, 0.1)


def two_features(seed=0):
    """Return w1, w2, b, x1, x2, y as numbers, y being 0 or 1."""
    rng = np.random.default_rng(seed)
    return [*map(float, rng.normal(size=5)), float(rng.integers(0, 2))]


def test_two_features_by_hand():
    """For weights (log 3, 0), bias 0 and x = (1, 2), a is 3/4: the loss is log 4 for y = 0, and dz is 3/4."""
    grads, loss = propagate_two_features(np.log(3), 0, 0, 1, 2, 0)
    assert grads == pytest.approx({"dw1": 0.75, "dw2": 1.5, "db": 0.75}, rel=1e-15)
    assert loss == pytest.approx(np.log(4), rel=1e-15)


@given(shapes)
def test_two_features_are_the_columns_of_the_batch(shape):
    """Averaged over the examples, the two-feature form gives what both forms for m examples give."""
    w, b, X, Y = problem(2, *shape[1:])
    single = [propagate_two_features(w[0, 0], w[1, 0], b, X[0, i], X[1, i], Y[0, i]) for i in range(X.shape[1])]
    means = [np.mean([grads[name] for grads, _ in single]) for name in ("dw1", "dw2", "db")]
    for form in (propagate, propagate_loop):
        grads, J = form(w, b, X, Y)
        np.testing.assert_allclose(means, [*grads["dw"][:, 0], grads["db"]], rtol=1e-10, atol=1e-14)
        assert np.mean([loss for _, loss in single]) == pytest.approx(J, rel=1e-12)


def slopes_of_two_features(numbers, step=1e-5):
    """Return the central differences of the loss along w1, w2 and b."""
    slopes = []
    for k in range(3):
        losses = [propagate_two_features(*(n + s * (i == k) for i, n in enumerate(numbers)))[1] for s in (step, -step)]
        slopes.append((losses[0] - losses[1]) / (2 * step))
    return np.array(slopes)


@given(st.integers(0, 999))
def test_two_features_have_the_slopes_of_the_loss(seed):
    """dw1, dw2 and db agree with central differences of the loss to 1e-7."""
    grads, _ = propagate_two_features(*two_features(seed))
    slopes = slopes_of_two_features(two_features(seed))
    np.testing.assert_allclose([grads["dw1"], grads["dw2"], grads["db"]], slopes, rtol=0, atol=1e-7)


def test_a_planted_error_in_two_features_is_caught():
    """The same comparison notices a wrong sign, and features that are swapped."""
    grads, _ = propagate_two_features(*two_features())
    right = np.array([grads["dw1"], grads["dw2"], grads["db"]])
    for planted in (right * [1, -1, 1], right[[1, 0, 2]]):
        assert np.abs(planted - slopes_of_two_features(two_features())).max() > 1e-2


def test_two_features_far_out():
    """At z = 1000 the loss is finite and exact, and the results are plain floats."""
    grads, loss = propagate_two_features(1000.0, 0.0, 0.0, 1.0, 0.0, 0)
    assert (grads, loss) == ({"dw1": 1.0, "dw2": 0.0, "db": 1.0}, 1000.0)
    assert {type(value) for value in [*grads.values(), loss]} == {float}


@pytest.mark.parametrize("name", ["w1", "w2", "b", "x1", "x2", "y"])
def test_two_features_bad_input(name):
    """Each argument must be one number; the error names it. The data must be finite."""
    arguments = dict(zip(("w1", "w2", "b", "x1", "x2", "y"), two_features(), strict=True))
    with pytest.raises(ValueError, match=rf"{name} must have shape \(\); got \(1, 1\)"):
        propagate_two_features(**arguments | {name: np.ones((1, 1))})
    with pytest.raises(TypeError, match=f"{name} must hold real numbers"):
        propagate_two_features(**arguments | {name: "a"})
    if name in ("x1", "x2", "y"):
        with pytest.raises(ValueError, match=f"{name} must be finite; got nan"):
            propagate_two_features(**arguments | {name: np.nan})
