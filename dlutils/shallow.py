"""The two-layer network: one hidden layer with tanh, one output layer with the sigmoid.

Shapes: n_x features, n_h hidden neurons, n_y outputs, m examples; X (n_x, m), Y (n_y, m),
W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.activations import sigmoid, tanh, tanh_derivative
from dlutils.gradient_descent import update_parameters as update_parameters
from dlutils.guard import float_array, require_finite, require_shape
from dlutils.initialization import initialize_parameters_random
from dlutils.losses import binary_cross_entropy, binary_cross_entropy_from_logits, cost
from dlutils.network_guard import examples, layers, whole_number

Array = NDArray[np.floating]
Arrays = dict[str, Array]

HIDDEN_NEURONS = 4  # the hidden layer that the book draws


def layer_sizes(X: ArrayLike, Y: ArrayLike) -> tuple[int, int, int]:
    """Return how many neurons each layer has.

    Implements eq-layer-sizes.

    Parameters
    ----------
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1.

    Returns
    -------
    n_x, n_h, n_y : int
        The rows of X, 4 hidden neurons, the rows of Y.

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example, or X and Y hold different numbers of examples.

    Examples
    --------
    >>> layer_sizes(np.zeros((2, 5)), np.zeros((1, 5)))
    (2, 4, 1)
    """
    X, Y = examples("X", X), examples("Y", Y)
    require_shape("Y", Y, (len(Y), X.shape[1]))
    return len(X), HIDDEN_NEURONS, len(Y)


def initialize_parameters(n_x: int, n_h: int, n_y: int, rng: np.random.Generator | None = None) -> Arrays:
    """Return small random weights and zero biases, so that the hidden neurons start out different.

    Implements eq-small-random for two layers.

    Parameters
    ----------
    n_x, n_h, n_y : int
        Number of features, hidden neurons and outputs; each at least 1.
    rng : numpy.random.Generator, optional
        Source of randomness; by default a new one, different in every call.

    Returns
    -------
    dict
        ``W1`` (n_h, n_x), ``b1`` (n_h, 1), ``W2`` (n_y, n_h), ``b2`` (n_y, 1).

    Raises
    ------
    ValueError
        If a size is no whole number of at least 1.

    Examples
    --------
    >>> initialize_parameters(2, 4, 1)["W1"].shape
    (4, 2)
    """
    return initialize_parameters_random((n_x, n_h, n_y), rng)


def forward_propagation(X: ArrayLike, parameters: Mapping[str, ArrayLike]) -> tuple[Array, Arrays]:
    """Return the predictions for all examples, and what was computed on the way.

    Implements eq-shallow-forward.

    Parameters
    ----------
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    parameters : mapping
        ``W1``, ``b1``, ``W2``, ``b2``.

    Returns
    -------
    A2 : ndarray, shape (n_y, m)
        Probabilities of y = 1.
    cache : dict
        ``Z1`` and ``A1`` (n_h, m), ``Z2`` and ``A2`` (n_y, m).

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example, or a parameter is missing.

    Examples
    --------
    >>> parameters = {"W1": [[1.0]], "b1": [[0.0]], "W2": [[2.0]], "b2": [[0.0]]}
    >>> forward_propagation([[0.0, 1.0]], parameters)[0].round(3)
    array([[0.5  , 0.821]])
    """
    X = examples("X", X)
    (W1, b1), (W2, b2) = _two_layers(parameters, len(X))
    Z1 = W1 @ X + b1  # (n_h, n_x) @ (n_x, m) -> (n_h, m)
    A1 = tanh(Z1)
    Z2 = W2 @ A1 + b2  # (n_y, n_h) @ (n_h, m) -> (n_y, m)
    A2 = sigmoid(Z2)
    return A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}


def compute_cost(A2: ArrayLike, Y: ArrayLike) -> float:
    """Return the mean loss of m examples.

    Implements eq-shallow-cost. A certain and wrong prediction costs infinity.

    Parameters
    ----------
    A2 : array_like, shape (n_y, m)
        Predicted probabilities of y = 1.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1.

    Returns
    -------
    float
        The cross-entropy, summed over the outputs, averaged over the examples.

    Raises
    ------
    ValueError
        If the shapes differ, or there is no example.

    Examples
    --------
    >>> round(compute_cost([[0.5, 0.5]], [[0, 1]]), 4)
    0.6931
    """
    A2 = examples("A2", A2)
    return cost(np.sum(binary_cross_entropy(A2, Y), axis=0))


def backward_propagation(
    parameters: Mapping[str, ArrayLike], cache: Mapping[str, ArrayLike], X: ArrayLike, Y: ArrayLike
) -> Arrays:
    """Return the derivatives of the cost with respect to all parameters.

    Implements eq-shallow-backward.

    Parameters
    ----------
    parameters : mapping
        ``W1``, ``b1``, ``W2``, ``b2``.
    cache : mapping
        ``Z1``, ``A1`` and ``A2``, from `forward_propagation`.
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1.

    Returns
    -------
    dict
        ``dW1``, ``db1``, ``dW2``, ``db2``, each of the shape of its parameter.

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example, or a parameter is missing.

    Examples
    --------
    >>> parameters = {"W1": [[1.0]], "b1": [[0.0]], "W2": [[2.0]], "b2": [[0.0]]}
    >>> _, cache = forward_propagation([[0.0]], parameters)
    >>> backward_propagation(parameters, cache, [[0.0]], [[1]])["db1"]
    array([[-1.]])
    """
    X = examples("X", X)
    (W1, _), (W2, _) = _two_layers(parameters, len(X))
    m = X.shape[1]
    Z1, A1, A2 = (float_array(name, cache[name]) for name in ("Z1", "A1", "A2"))
    for name, A, n in (("Z1", Z1, len(W1)), ("A1", A1, len(W1)), ("A2", A2, len(W2))):
        require_shape(name, A, (n, m))
    Y = float_array("Y", Y).astype(A2.dtype, copy=False)
    require_shape("Y", Y, A2.shape)
    dZ2 = A2 - Y  # (n_y, m)
    dW2 = dZ2 @ A1.T / m  # (n_y, m) @ (m, n_h) -> (n_y, n_h)
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m  # (n_y, 1)
    dZ1 = W2.T @ dZ2 * tanh_derivative(Z1)  # (n_h, n_y) @ (n_y, m) -> (n_h, m)
    dW1 = dZ1 @ X.T / m  # (n_h, m) @ (m, n_x) -> (n_h, n_x)
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m  # (n_h, 1)
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def nn_model(
    X: ArrayLike,
    Y: ArrayLike,
    n_h: int,
    num_iterations: int = 10000,
    print_cost: bool = False,
    *,
    learning_rate: float = 1.2,
    rng: np.random.Generator | None = None,
) -> Arrays:
    """Train a network with one hidden layer.

    Implements eq-network-update, from eq-small-random.

    Parameters
    ----------
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1.
    n_h : int
        Number of hidden neurons.
    num_iterations : int
        Number of steps, at least 1.
    print_cost : bool
        Print the cost at every 1000th step.
    learning_rate : float
        Length of a step in units of the gradient.
    rng : numpy.random.Generator, optional
        Source of randomness of the start; by default a new one, different in every call.

    Returns
    -------
    dict
        ``W1``, ``b1``, ``W2``, ``b2``, after the last step; of the type of `X`.

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example or no step, or an entry is not finite.

    Examples
    --------
    >>> parameters = nn_model([[-1.0, 0.0, 1.0]], [[0, 1, 1]], 2, 1000, rng=np.random.default_rng(0))
    >>> predict(parameters, [[-1.0, 0.0, 1.0]])
    array([[0., 1., 1.]])
    """
    X, Y = examples("X", X), examples("Y", Y)
    n_x, _, n_y = layer_sizes(X, Y)
    require_finite("X", X)
    require_finite("Y", Y)
    start = initialize_parameters(n_x, n_h, n_y, rng)
    parameters = {name: value.astype(X.dtype) for name, value in start.items()}
    for step in range(whole_number("num_iterations", num_iterations)):
        _, cache = forward_propagation(X, parameters)
        if print_cost and step % 1000 == 0:
            J = cost(np.sum(binary_cross_entropy_from_logits(cache["Z2"], Y), axis=0))
            print(f"Cost after iteration {step}: {J:.6f}")
        grads = backward_propagation(parameters, cache, X, Y)
        parameters = update_parameters(parameters, grads, learning_rate)
    return parameters


def predict(parameters: Mapping[str, ArrayLike], X: ArrayLike) -> NDArray[np.float64]:
    """Return the label of every example: 1 where its probability is above one half.

    Implements eq-shallow-predict.

    Parameters
    ----------
    parameters : mapping
        ``W1``, ``b1``, ``W2``, ``b2``.
    X : array_like, shape (n_x, m)
        Features; columns are examples.

    Returns
    -------
    ndarray, shape (n_y, m)
        0.0 or 1.0; exactly one half counts as 0.

    Raises
    ------
    ValueError
        If a shape is wrong, there is no example, or a parameter is missing.

    Examples
    --------
    >>> predict({"W1": [[1.0]], "b1": [[0.0]], "W2": [[1.0]], "b2": [[0.0]]}, [[-1.0, 1.0]])
    array([[0., 1.]])
    """
    A2, _ = forward_propagation(X, parameters)
    return (A2 > 0.5).astype(float)


def _two_layers(parameters: Mapping[str, ArrayLike], n_x: int) -> list[tuple[Array, Array]]:
    """Return (W1, b1) and (W2, b2); raise unless there are exactly these."""
    found = layers(parameters, n_x)
    if len(found) != 2:
        raise ValueError(f"parameters must hold two layers; got {len(found)}. Use dlutils.deep for other networks.")
    return found
