"""Answers to the last tasks of `logistic-regression`: gradient descent, prediction, and the whole model."""

# Learners' code stays as they write it.

import numpy as np


def sig(z):
    """Return what a learner's earlier task gives."""
    return 1 / (1 + np.exp(-z))


def propagate(w, b, X, Y):
    """Return what a learner's earlier task gives."""
    m = X.shape[1]
    A = sig(w.T @ X + b)
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))


# ---- optimize, right --------------------------------------------------------------------------------------------


def optimize_template(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Follow the template of many courses."""
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        dw = grads["dw"]
        db = grads["db"]
        w = w - learning_rate * dw
        b = b - learning_rate * db
        if i % 100 == 0:
            costs.append(cost)
        if print_cost and i % 100 == 0:
            print("Cost after iteration %i: %f" % (i, cost))  # noqa: UP031
    params = {"w": w, "b": b}
    grads = {"dw": dw, "db": db}
    return params, grads, costs


def optimize_in_place(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Update the caller's w in place."""
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w -= learning_rate * grads["dw"]
        b -= learning_rate * grads["db"]
        if not i % 100:
            costs += [float(cost)]
    return {"w": w, "b": b}, grads, costs


def optimize_while(w, b, X, Y, n, alpha, p=False):
    """Count by hand, and give the costs as an array."""
    i, kept = 0, np.array([])
    while i < n:
        g, J = propagate(w, b, X, Y)
        if i in range(0, n, 100):
            kept = np.append(kept, J)
        w, b = w - alpha * g["dw"], b - alpha * g["db"]
        i += 1
    return dict(w=w, b=b, steps=i), g, kept


def optimize_all_costs(w, b, X, Y, num_iterations, learning_rate, print_cost=True):
    """Keep all costs, and cut the list at the end; print in any case."""
    params = {"w": np.copy(w), "b": b}
    history = []
    for _ in range(num_iterations):
        grads, cost = propagate(params["w"], params["b"], X, Y)
        history.append(cost)
        for name in params:
            params[name] = params[name] - learning_rate * grads["d" + name]
    print(history[::100])
    return params, grads, history[::100]


def optimize_recursive(w, b, X, Y, num_iterations, learning_rate, print_cost=False, i=0):
    """Take one step, and let the function call itself for the rest."""
    grads, cost = propagate(w, b, X, Y)
    w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
    own = [cost] if i % 100 == 0 else []
    if i + 1 == num_iterations:
        return {"w": w, "b": b}, grads, own
    params, grads, costs = optimize_recursive(w, b, X, Y, num_iterations, learning_rate, print_cost, i + 1)
    return params, grads, own + costs


def optimize_one_vector(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Train w and b as one vector."""
    theta, X1, costs = np.append(w, b)[:, None], np.vstack([X, np.ones(X.shape[1])]), []
    for i in range(num_iterations):
        A = sig(theta.T @ X1)
        if i % 100 == 0:
            costs.append(np.mean(-np.log(np.where(Y == 1, A, 1 - A)), keepdims=True))
        d = X1 @ (A - Y).T / Y.size
        theta = theta - learning_rate * d
    return {"w": theta[:-1], "b": theta[-1]}, {"dw": d[:-1], "db": d[-1]}, costs


def optimize_counts_down(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Count to the next cost that is kept; leave lines of the template."""
    grads = cost = None
    costs, left = [], 0
    for _ in range(num_iterations):
        grads, cost = None, None
        grads, cost = propagate(w, b, X, Y)
        if left == 0:
            costs.append(np.squeeze(cost))
            left = 100
        left -= 1
        w = np.subtract(w, np.multiply(learning_rate, grads["dw"]))
        b = np.subtract(b, learning_rate * grads["db"])
    return [{"w": w, "b": b}, grads, tuple(costs)]


def optimize_loop_in_loop(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Take a hundred steps at a time."""
    costs = []
    for start in range(0, num_iterations, 100):
        for i in range(start, min(start + 100, num_iterations)):
            grads, cost = propagate(w, b, X, Y)
            if i == start:
                costs.append(cost)
            w = w + -learning_rate * grads["dw"]
            b = b + -learning_rate * grads["db"]
    return {"b": b, "w": w}, grads, costs


# ---- optimize, wrong --------------------------------------------------------------------------------------------


def optimize_with(
    step=lambda p, rate, d: p - rate * d,
    keep=lambda i, n, p: i % 100 == 0,
    steps=lambda n: range(n),
    rate=lambda a: a,
    before=False,
    only=("w", "b"),
    finish=lambda params, grads, costs, start: (params, grads, costs),
):
    """Return the usual loop with something changed."""

    def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
        params, costs = {"w": w, "b": b}, []
        start = dict(params)
        grads, cost = propagate(w, b, X, Y)
        for i in steps(num_iterations):
            if not before:
                grads, cost = propagate(params["w"], params["b"], X, Y)
            if keep(i, num_iterations, print_cost):
                costs.append(cost)
            for name in only:
                params[name] = step(params[name], rate(learning_rate), grads["d" + name])
        return finish(params, grads, costs, start)

    return optimize


def optimize_returns_in_loop(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Return in the first turn."""
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        if i % 100 == 0:
            costs.append(cost)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        return {"w": w, "b": b}, grads, costs


def optimize_cost_after(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Take the step first, and ask for the cost then."""
    costs = []
    for i in range(num_iterations):
        grads, _ = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(propagate(w, b, X, Y)[1])
    return {"w": w, "b": b}, grads, costs


def optimize_two_gradients(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Ask for the gradient of b after w has moved."""
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w = w - learning_rate * grads["dw"]
        grads, _ = propagate(w, b, X, Y)
        b = b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(cost)
    return {"w": w, "b": b}, grads, costs


def optimize_grads_after(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    """Compute the gradients once more, at the end."""
    params, _, costs = optimize_template(w, b, X, Y, num_iterations, learning_rate)
    return params, propagate(params["w"], params["b"], X, Y)[0], costs


# ---- predict ----------------------------------------------------------------------------------------------------


def predict_template(w, b, X):
    """Follow the template of many courses, with its loop."""
    m = X.shape[1]
    Y_prediction = np.zeros((1, m))
    w = w.reshape(X.shape[0], 1)
    A = sig(np.dot(w.T, X) + b)
    for i in range(A.shape[1]):
        if A[0, i] <= 0.5:
            Y_prediction[0, i] = 0
        else:
            Y_prediction[0, i] = 1
    assert Y_prediction.shape == (1, m)
    return Y_prediction


def predict_list(w, b, X):
    """Collect labels in a list."""
    labels = []
    for x in X.T:
        labels.append(1 if float(sig(x @ w + b)[0]) > 0.5 else 0)
    return np.array([labels])


def predict_in_place(w, b, X):
    """Turn the probabilities into labels in place."""
    A = sig(w.T @ X + b)
    A[A > 0.5] = 1
    A[A <= 0.5] = 0
    return A


def predict_features_as_m(w, b, X):
    """Fill as many labels as there are features."""
    A = sig(w.T @ X + b)
    labels = np.zeros((1, X.shape[1]))
    for i in range(min(X.shape[0], X.shape[1])):
        labels[0, i] = A[0, i] > 0.5
    return labels


def predict_first(w, b, X):
    """Return in the first turn."""
    A = sig(w.T @ X + b)
    labels = np.zeros(A.shape)
    for i in range(A.shape[1]):
        labels[0, i] = 1 if A[0, i] > 0.5 else 0
        return labels


def predict_words(w, b, X):
    """Return words in place of labels."""
    return ["cat" if a > 0.5 else "no cat" for a in sig(w.T @ X + b)[0]]


# ---- model ------------------------------------------------------------------------------------------------------


def model_with(
    dim=lambda X: X.shape[0],
    train=lambda Xa, Ya, Xb, Yb: (Xa, Ya),
    steps=lambda n: n,
    rate=lambda a: a,
    start=lambda n: (np.zeros((n, 1)), 0.0),
    trained=True,
    predictions=lambda label, Xa, Xb: (label(Xa), label(Xb)),
    finish=lambda d: d,
    prepare=lambda X: X,
):
    """Return the usual function with some lines written in another way."""

    def model(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
        X_train, X_test = prepare(X_train), prepare(X_test)
        w, b = start(dim(X_train))
        X, Y = train(X_train, Y_train, X_test, Y_test)
        params, grads, costs = optimize_template(w, b, X, Y, steps(num_iterations), rate(learning_rate), print_cost)
        if trained:
            w, b = params["w"], params["b"]
        first, second = predictions(lambda X: predict_template(w, b, X), X_train, X_test)
        d = {
            "costs": costs,
            "Y_prediction_test": second,
            "Y_prediction_train": first,
            "w": params["w"],
            "b": params["b"],
        }
        return finish({**d, "learning_rate": learning_rate, "num_iterations": num_iterations})

    return model


def model_prints(X_train, Y_train, X_test, Y_test, num_iterations=2000, learning_rate=0.5, print_cost=False):
    """Print the accuracies, as the templates do."""
    d = model_with()(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate, True)
    for name, Y in (("train", Y_train), ("test", Y_test)):
        print(f"{name} accuracy: {100 - np.mean(np.abs(d[f'Y_prediction_{name}'] - Y)) * 100} %")
    return d


def model_by_hand(X_train, Y_train, X_test, Y_test, num_iterations, learning_rate, print_cost):
    """Write the whole training into one function."""
    w, b, costs = np.zeros((len(X_train), 1)), 0, []
    for i in range(num_iterations):
        A = sig(w.T @ X_train + b)
        if i % 100 == 0:
            costs.append(-np.mean(Y_train * np.log(A) + (1 - Y_train) * np.log(1 - A)))
        w = w - learning_rate * X_train @ (A - Y_train).T / Y_train.size
        b = b - learning_rate * np.mean(A - Y_train)
    labels = [(w.T @ X + b > 0).astype(int) for X in (X_train, X_test)]
    return {"w": w, "b": b, "costs": costs, "Y_prediction_train": labels[0], "Y_prediction_test": labels[1]}


RIGHT = {
    "optimize": {
        "template": optimize_template,
        "in place": optimize_in_place,
        "while, costs in an array": optimize_while,
        "all costs, then every hundredth": optimize_all_costs,
        "recursive": optimize_recursive,
        "w and b in one vector": optimize_one_vector,
        "counts down, leftover lines": optimize_counts_down,
        "hundred steps at a time": optimize_loop_in_loop,
        "parameters in a dictionary": optimize_with(),
    },
    "predict": {
        "template": predict_template,
        "list": predict_list,
        "in place": predict_in_place,
        "bool": lambda w, b, X: sig(np.dot(w.T, X) + b) > 0.5,
        "whole numbers": lambda w, b, X: (sig(w.T @ X + b) > 0.5) * 1,
        "np.where": lambda w, b, X: np.where(sig(w.T @ X + b) >= 0.5, 1.0, 0.0),
        "rounded": lambda w, b, X: np.round(sig(w.T @ X + b)),
        "sign of z": lambda w, b, X: np.heaviside(w.T @ X + b, 0),
        "np.matrix": lambda w, b, X: (np.matrix(w).T * X + b > 0).astype(np.uint8),
    },
    "model": {
        "usual": model_with(),
        "prints": model_prints,
        "by hand": model_by_hand,
        "b as an array": model_with(start=lambda n: (np.zeros((n, 1)), np.zeros((1, 1)))),
        "labels are bool": model_with(predictions=lambda label, Xa, Xb: (label(Xa) == 1, label(Xb) == 1)),
        "without the settings": model_with(finish=lambda d: dict(list(d.items())[:5])),
        "with more entries": model_with(finish=lambda d: {**d, "grads": {"dw": None}, "m": 3}),
        "copies, b a whole number": model_with(prepare=np.copy, start=lambda n: (np.zeros((n, 1)), 0)),
        "costs in an array": model_with(finish=lambda d: {**d, "costs": np.array(d["costs"])}),
    },
}

WRONG = {
    "optimize": {
        "uphill": (optimize_with(step=lambda p, rate, d: p + rate * d), "optimize.ascent"),
        "gradient before the loop": (optimize_with(before=True), "optimize.gradient_once"),
        "b never moves": (optimize_with(only=("w",)), "optimize.b_not_updated"),
        "w never moves": (optimize_with(only=("b",)), "optimize.w_not_updated"),
        "rate typed in": (optimize_with(rate=lambda a: 0.009), "optimize.fixed_learning_rate"),
        "rate typed in, another": (optimize_with(rate=lambda a: 0.005), "optimize.fixed_learning_rate"),
        "no rate": (optimize_with(step=lambda p, rate, d: p - d), "optimize.no_learning_rate"),
        "divided by the rate": (optimize_with(step=lambda p, rate, d: p - d / rate), ""),
        "returns in the loop": (optimize_returns_in_loop, "optimize.one_step"),
        "one step short": (optimize_with(steps=lambda n: range(n - 1)), "optimize.step_count"),
        "steps typed in": (optimize_with(steps=lambda n: range(100)), "optimize.fixed_steps"),
        "every cost": (optimize_with(keep=lambda i, n, p: True), "optimize.every_cost"),
        "costs only when printing": (
            optimize_with(keep=lambda i, n, p: p and i % 100 == 0),
            "optimize.no_costs",
        ),
        "costs without the first": (
            optimize_with(keep=lambda i, n, p: i > 0 and i % 100 == 0),
            "optimize.first_cost_left_out",
        ),
        "costs at i % 100 alone": (optimize_with(keep=lambda i, n, p: i % 100), "optimize.costs_inverted"),
        "last cost only": (optimize_with(keep=lambda i, n, p: i == n - 1), "optimize.last_cost_only"),
        "cost after the step": (optimize_cost_after, "optimize.costs_after_step"),
        "parameters from before": (
            optimize_with(finish=lambda params, grads, costs, start: (start, grads, costs)),
            "optimize.start_returned",
        ),
        "gradient anew for b": (optimize_two_gradients, "optimize.b_after_w"),
        "gradients once more": (optimize_grads_after, "optimize.grads_after_step"),
        "two values": (
            optimize_with(finish=lambda params, grads, costs, start: (params, costs)),
            "optimize.two_values",
        ),
        "last cost as a number": (optimize_with(finish=lambda p, g, costs, start: (p, g, costs[-1])), ""),
    },
    "predict": {
        "probabilities": (lambda w, b, X: sig(w.T @ X + b), "predict.probabilities"),
        "the other way round": (lambda w, b, X: (sig(w.T @ X + b) < 0.5) * 1.0, "predict.inverted"),
        "above zero": (lambda w, b, X: (sig(w.T @ X + b) > 0) * 1.0, "predict.threshold_zero"),
        "no sigmoid": (lambda w, b, X: (w.T @ X + b > 0.5) * 1.0, "predict.threshold_on_z"),
        "signs": (lambda w, b, X: np.sign(w.T @ X + b), "predict.signs"),
        "one dimension": (lambda w, b, X: (sig(w.T @ X + b)[0] > 0.5).astype(int), "predict.flat"),
        "a column": (lambda w, b, X: (sig(X.T @ w + b) > 0.5).astype(int), "predict.column"),
        "cut to whole numbers": (lambda w, b, X: sig(w.T @ X + b).astype(int), "predict.always_zero"),
        "no bias": (lambda w, b, X: (sig(w.T @ X) > 0.5).astype(float), "predict.no_bias"),
        "places in place of labels": (lambda w, b, X: np.where(sig(w.T @ X + b) > 0.5), "predict.where_alone"),
        "as many labels as features": (predict_features_as_m, "predict.m_from_rows"),
        "returns in the loop": (predict_first, "predict.first_only"),
        "a list of numbers": (lambda w, b, X: [int(a > 0.5) for a in sig(w.T @ X + b)[0]], "predict.list"),
        "words": (predict_words, ""),
        "w not transposed": (lambda w, b, X: (sig(w @ X + b) > 0.5) * 1, "predict.w_not_transposed"),
    },
    "model": {
        "training on the test set": (model_with(train=lambda Xa, Ya, Xb, Yb: (Xb, Yb)), "model.trained_on_test"),
        "rate typed in": (model_with(rate=lambda a: 0.5), "model.fixed_learning_rate"),
        "rate typed in, another": (model_with(rate=lambda a: 0.005), "model.fixed_learning_rate"),
        "steps typed in": (model_with(steps=lambda n: 2000), "model.fixed_steps"),
        "predicts with zeros": (model_with(trained=False), "model.untrained"),
        "predictions swapped": (
            model_with(predictions=lambda label, Xa, Xb: (label(Xb), label(Xa))),
            "model.swapped_predictions",
        ),
        "training set twice": (
            model_with(predictions=lambda label, Xa, Xb: (label(Xa), label(Xa))),
            "model.test_is_train",
        ),
        "as many weights as examples": (model_with(dim=lambda X: X.shape[1]), "model.dim_from_columns"),
        "starts from ones": (model_with(start=lambda n: (np.ones((n, 1)), 0.0)), ""),
        "divides by 255": (model_with(prepare=lambda X: X / 255), ""),
        "costs forgotten": (
            model_with(finish=lambda d: {name: value for name, value in d.items() if name != "costs"}),
            "",
        ),
        "a tuple": (model_with(finish=lambda d: tuple(d.values())), ""),
    },
}
