"""Logistic regression: one neuron, trained by gradient descent.

Shapes: n_x features, m examples; X (n_x, m), Y (1, m), w (n_x, 1), b a scalar.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.activations import sigmoid
from dlutils.guard import float_array, require_finite, require_shape
from dlutils.losses import binary_cross_entropy_from_logits, cost

Grads = dict[str, Any]


def initialize_with_zeros(dim: int) -> tuple[NDArray[np.float64], float]:
    """Return zero weights and a zero bias: the cost of logistic regression is convex, so any start will do.

    Implements eq-zero-start.

    Parameters
    ----------
    dim : int
        n_x, the number of features; at least 1.

    Returns
    -------
    w : ndarray, shape (dim, 1)
        Zeros.
    b : float
        0.0.

    Raises
    ------
    ValueError
        If `dim` is less than 1.

    Examples
    --------
    >>> w, b = initialize_with_zeros(2)
    >>> w.shape, b
    ((2, 1), 0.0)
    """
    if dim < 1:
        raise ValueError(f"dim must be at least 1; got {dim}. It is the number of rows of X.")
    return np.zeros((dim, 1)), 0.0


def _guard(w: ArrayLike, X: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return w and X as arrays of floats; raise on a wrong shape, no example, nan or infinity."""
    X, w = float_array("X", X), float_array("w", w)
    if X.ndim != 2 or X.shape[1] == 0:
        raise ValueError(f"X must have shape (n_x, m), m at least 1; got {X.shape}. Columns are examples.")
    require_shape("w", w, (X.shape[0], 1))
    require_finite("X", X)
    return w, X


def _guard_labels(Y: ArrayLike, m: int) -> NDArray[Any]:
    """Return Y as an array of floats; raise on a wrong shape, nan or infinity."""
    Y = float_array("Y", Y)
    require_shape("Y", Y, (1, m))
    require_finite("Y", Y)
    return Y


def propagate_two_features(
    w1: float, w2: float, b: float, x1: float, x2: float, y: float
) -> tuple[dict[str, float], float]:
    """Return gradients and loss of one example with two features, number by number.

    Implements eq-two-features. It is the forward and the backward pass without any array.

    Parameters
    ----------
    w1, w2, b : float
        Weights and bias.
    x1, x2 : float
        Features of the example.
    y : float
        Its true label, 0 or 1.

    Returns
    -------
    grads : dict of float
        ``dw1``, ``dw2`` and ``db``: the derivatives of the loss.
    loss : float
        The loss of this example.

    Raises
    ------
    ValueError
        If an argument is no single number, or a feature or the label is not finite.

    Examples
    --------
    >>> grads, loss = propagate_two_features(0.0, 0.0, 0.0, 2.0, -1.0, 1)
    >>> grads, round(loss, 4)
    ({'dw1': -1.0, 'dw2': 0.5, 'db': -0.5}, 0.6931)
    """
    for name, number in {"w1": w1, "w2": w2, "b": b, "x1": x1, "x2": x2, "y": y}.items():
        array = float_array(name, number)
        require_shape(name, array, ())
        if name in ("x1", "x2", "y"):
            require_finite(name, array)
    z = w1 * x1 + w2 * x2 + b
    a = float(sigmoid(z))
    dz = a - y
    grads = {"dw1": x1 * dz, "dw2": x2 * dz, "db": dz}
    return grads, float(binary_cross_entropy_from_logits(z, y))


def propagate_loop(w: ArrayLike, b: float, X: ArrayLike, Y: ArrayLike) -> tuple[Grads, float]:
    """Return gradients and cost, one example after the other.

    Implements eq-m-examples. It is the slow form of `propagate`, kept because it is the definition read aloud.

    Parameters
    ----------
    w : array_like, shape (n_x, 1)
        Weights.
    b : float
        Bias.
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    Y : array_like, shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    grads : dict
        ``dw``, shape (n_x, 1), and ``db``, a float: the derivatives of the cost.
    cost : float
        The mean loss.

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example, or an entry is not finite.

    Examples
    --------
    >>> grads, J = propagate_loop([[0.0]], 0.0, [[1.0, 3.0]], [[0, 1]])
    >>> grads["dw"], round(J, 4)
    (array([[-0.5]]), 0.6931)
    """
    w, X = _guard(w, X)
    Y = _guard_labels(Y, X.shape[1])
    n_x, m = X.shape
    J: Any = 0.0
    dw, db = np.zeros((n_x, 1)), 0.0
    for i in range(m):
        z: Any = b  # a scalar
        for j in range(n_x):
            z += w[j, 0] * X[j, i]
        a = sigmoid(z)
        J += binary_cross_entropy_from_logits(z, Y[0, i])
        dz = a - Y[0, i]
        for j in range(n_x):
            dw[j, 0] += X[j, i] * dz
        db += dz
    return {"dw": dw / m, "db": float(db / m)}, float(J / m)


def propagate(w: ArrayLike, b: float, X: ArrayLike, Y: ArrayLike) -> tuple[Grads, float]:
    """Return gradients and cost of all examples at once: a forward and a backward pass.

    Implements eq-forward-vectorized, eq-dz-vectorized, eq-dw-vectorized and eq-db-vectorized.

    Parameters
    ----------
    w : array_like, shape (n_x, 1)
        Weights.
    b : float
        Bias.
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    Y : array_like, shape (1, m)
        True labels, 0 or 1.

    Returns
    -------
    grads : dict
        ``dw``, shape (n_x, 1), and ``db``, a float: the derivatives of the cost.
    cost : float
        The mean loss.

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example, or an entry is not finite.

    Examples
    --------
    >>> grads, J = propagate([[0.0]], 0.0, [[1.0, 3.0]], [[0, 1]])
    >>> grads["dw"], grads["db"], round(J, 4)
    (array([[-0.5]]), 0.0, 0.6931)
    """
    w, X = _guard(w, X)
    return _propagate(w, X, _guard_labels(Y, X.shape[1]), b)


def _propagate(w: Any, X: NDArray[Any], Y: NDArray[Any], b: float) -> tuple[Grads, float]:
    """Return gradients and cost; `optimize` guards its data once, not at every step."""
    m = X.shape[1]
    Z = w.T @ X + b  # (1, n_x) @ (n_x, m) -> (1, m)
    A = sigmoid(Z)
    J = cost(binary_cross_entropy_from_logits(Z, Y))
    dZ = A - Y  # (1, m)
    dw = X @ dZ.T / m  # (n_x, m) @ (m, 1) -> (n_x, 1)
    db = float(np.sum(dZ) / m)
    return {"dw": dw, "db": db}, J


def optimize(
    w: ArrayLike,
    b: float,
    X: ArrayLike,
    Y: ArrayLike,
    num_iterations: int,
    learning_rate: float,
    print_cost: bool = False,
) -> tuple[dict[str, Any], Grads, list[float]]:
    """Take `num_iterations` steps of gradient descent.

    Implements eq-gradient-step.

    Parameters
    ----------
    w : array_like, shape (n_x, 1)
        Weights to start from; not changed.
    b : float
        Bias to start from.
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    Y : array_like, shape (1, m)
        True labels, 0 or 1.
    num_iterations : int
        Number of steps, at least 1.
    learning_rate : float
        Length of a step in units of the gradient; positive.
    print_cost : bool
        Print the cost at every 100th step.

    Returns
    -------
    params : dict
        ``w``, shape (n_x, 1), and ``b``, after the last step.
    grads : dict
        ``dw`` and ``db`` as computed in the last step.
    costs : list of float
        The cost at steps 0, 100, 200, …, before the step is taken.

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example or no step, or an entry is not finite.

    Examples
    --------
    >>> params, grads, costs = optimize([[0.0]], 0.0, [[1.0, 3.0]], [[0, 1]], 1, 0.1)
    >>> params["w"]
    array([[0.05]])
    """
    w, X = _guard(w, X)
    Y = _guard_labels(Y, X.shape[1])
    if num_iterations < 1:
        raise ValueError(f"num_iterations must be at least 1; got {num_iterations}. Ask for one step or more.")
    costs = []
    for step in range(num_iterations):
        grads, J = _propagate(w, X, Y, b)
        if step % 100 == 0:
            costs.append(J)
            if print_cost:
                print(f"Cost after iteration {step}: {J:.6f}")
        w = w - learning_rate * grads["dw"]
        b = b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs


def predict(w: ArrayLike, b: float, X: ArrayLike) -> NDArray[np.float64]:
    """Return the label of every example: 1 where its probability is above one half.

    Implements eq-predict.

    Parameters
    ----------
    w : array_like, shape (n_x, 1)
        Weights.
    b : float
        Bias.
    X : array_like, shape (n_x, m)
        Features; columns are examples.

    Returns
    -------
    ndarray, shape (1, m)
        0.0 or 1.0; exactly one half counts as 0.

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example, or an entry is not finite.

    Examples
    --------
    >>> predict([[2.0]], -1.0, [[0.0, 1.0]])
    array([[0., 1.]])
    """
    w, X = _guard(w, X)
    A = sigmoid(w.T @ X + b)  # (1, m)
    return (A > 0.5).astype(float)


def model(
    X_train: ArrayLike,
    Y_train: ArrayLike,
    X_test: ArrayLike,
    Y_test: ArrayLike,
    num_iterations: int = 2000,
    learning_rate: float = 0.5,
    print_cost: bool = False,
) -> Mapping[str, Any]:
    """Train on one set of examples, predict on it and on another.

    Implements eq-gradient-step, from eq-zero-start, and eq-predict.

    Parameters
    ----------
    X_train, X_test : array_like, shapes (n_x, m_train) and (n_x, m_test)
        Features; columns are examples.
    Y_train, Y_test : array_like, shapes (1, m_train) and (1, m_test)
        True labels, 0 or 1. `Y_test` is for the reader's own comparison and does not enter the result.
    num_iterations : int
        Number of steps, at least 1.
    learning_rate : float
        Length of a step in units of the gradient; positive.
    print_cost : bool
        Print the cost at every 100th step.

    Returns
    -------
    dict
        ``w``, ``b``, ``costs``, ``Y_prediction_train`` (1, m_train), ``Y_prediction_test`` (1, m_test),
        ``learning_rate``, ``num_iterations``.

    Raises
    ------
    ValueError
        If a shape is wrong, a set is empty, or an entry is not finite.

    Examples
    --------
    >>> trained = model([[0.0, 1.0]], [[0, 1]], [[3.0]], [[1]], num_iterations=200)
    >>> trained["Y_prediction_test"]
    array([[1.]])
    """
    X_train = float_array("X_train", X_train)
    w, b = initialize_with_zeros(X_train.shape[0])
    params, _, costs = optimize(w, b, X_train, Y_train, num_iterations, learning_rate, print_cost)
    w, b = params["w"], params["b"]
    _, X_test = _guard(w, X_test)
    _guard_labels(Y_test, X_test.shape[1])
    return {
        "w": w,
        "b": b,
        "costs": costs,
        "Y_prediction_train": predict(w, b, X_train),
        "Y_prediction_test": predict(w, b, X_test),
        "learning_rate": learning_rate,
        "num_iterations": num_iterations,
    }
