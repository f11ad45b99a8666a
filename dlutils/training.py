"""Training a network of L layers, in full batches or mini-batches, and predicting with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.deep_backward import L_model_backward
from dlutils.deep_forward import Array, L_model_forward, cost_from_logits
from dlutils.gradient_descent import update_parameters
from dlutils.guard import require_finite, require_shape
from dlutils.initialization import initialize_parameters_he
from dlutils.network_guard import examples, layer_activations, layers, whole_layer_dims, whole_number
from dlutils.progress import progress_bar

Parameters = dict[str, Array]


def mini_batches(m: int, batch_size: int, rng: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """Divide the examples into small groups, by lot; every example is in exactly one.

    Implements eq-mini-batch.

    Parameters
    ----------
    m : int
        Number of examples, at least 1.
    batch_size : int
        Examples in a group, at least 1; the last group has what is left.
    rng : numpy.random.Generator
        Source of randomness.

    Yields
    ------
    ndarray of int, shape (batch_size,)
        Columns of X and Y.

    Raises
    ------
    ValueError
        If a number is no whole number of at least 1.

    Examples
    --------
    >>> [batch.tolist() for batch in mini_batches(5, 2, np.random.default_rng(0))]
    [[2, 4], [3, 0], [1]]
    """
    m, batch_size = whole_number("m", m), whole_number("batch_size", batch_size)
    order = rng.permutation(m)
    for first in range(0, m, batch_size):
        yield order[first : first + batch_size]


def L_layer_model(  # noqa: N802  # the name that the assignments have for it
    X: ArrayLike,
    Y: ArrayLike,
    layers_dims: Sequence[int],
    learning_rate: float = 0.0075,
    num_iterations: int = 3000,
    print_cost: bool = False,
    *,
    activations: Sequence[str] | None = None,
    parameters: Mapping[str, ArrayLike] | None = None,
    batch_size: int | None = None,
    callback: Callable[[int, float], object] | None = None,
    progress: bool = False,
    rng: np.random.Generator | None = None,
) -> tuple[Parameters, list[float]]:
    """Train a network of L layers by gradient descent.

    Implements eq-network-update, from eq-he. An interruption (Ctrl-C, or the notebook's stop button) ends the training,
    not the program: what was learned so far is returned, and can be passed in again as `parameters`.

    Parameters
    ----------
    X : array_like, shape (n_x, m)
        Features; columns are examples. The network is trained in their type, float32 or float64.
    Y : array_like, shape (n_y, m)
        True labels, 0 or 1; for softmax with a single 1 in each column.
    layers_dims : sequence of int
        Number of neurons of every layer: n_x, n_1, …, n_y.
    learning_rate : float
        Length of a step in units of the gradient, positive.
    num_iterations : int
        Number of passes through all examples, at least 1. Without mini-batches a pass is one step.
    print_cost : bool
        Print the cost at every 100th iteration.
    activations : sequence of str, optional
        One for each layer; by default ReLU, and the sigmoid in the last.
    parameters : mapping, optional
        Where to start; by default random numbers of He's size.
    batch_size : int, optional
        Examples in a mini-batch; by default all m in every step.
    callback : callable, optional
        Called after every iteration with its number, from 0, and its cost.
    progress : bool
        Show a bar.
    rng : numpy.random.Generator, optional
        Source of randomness of start and mini-batches; by default a new one.

    Returns
    -------
    parameters : dict
        ``W1``, ``b1``, …, ``WL``, ``bL``, after the last step.
    costs : list of float
        The cost of iterations 0, 100, 200, …: before the step, averaged over its mini-batches.

    Raises
    ------
    ValueError
        If a shape, a size, a name or a rate does not fit, or an entry of X or Y is not finite.

    Examples
    --------
    >>> X, Y = np.array([[-1.0, 0.0, 1.0]]), np.array([[1, 0, 1]])
    >>> parameters, costs = L_layer_model(X, Y, [1, 8, 1], 0.5, 500, rng=np.random.default_rng(1))
    >>> predict(X, parameters)
    array([[1., 0., 1.]])
    """
    dims = whole_layer_dims("layers_dims", layers_dims)
    names = layer_activations(activations, len(dims) - 1)
    X, Y = _training_data(X, Y, dims, names[-1])
    rng = np.random.default_rng() if rng is None else rng
    learned = _start(initialize_parameters_he(dims, rng) if parameters is None else parameters, dims, X.dtype)
    num_iterations, alpha = whole_number("num_iterations", num_iterations), _rate(learning_rate)
    m = X.shape[1]
    size = m if batch_size is None else whole_number("batch_size", batch_size)
    costs: list[float] = []
    try:
        with progress_bar(num_iterations) if progress else nullcontext() as report:
            for iteration in range(num_iterations):
                J = 0.0
                for batch in [slice(None)] if size >= m else mini_batches(m, size, rng):
                    X_batch, Y_batch = X[:, batch], Y[:, batch]
                    J_batch, grads = _propagate(X_batch, Y_batch, learned, names)
                    learned = update_parameters(learned, grads, alpha)
                    del grads  # or they would live through the next pass, beside its own
                    J += J_batch * X_batch.shape[1] / m
                if iteration % 100 == 0:
                    costs.append(J)
                    if print_cost:
                        print(f"Cost after iteration {iteration}: {J:.6f}")
                if report is not None:
                    report(iteration + 1, J)
                if callback is not None:
                    callback(iteration, J)
    except KeyboardInterrupt:
        print("Interrupted. What was learned so far is returned.")
    return learned, costs


def predict(
    X: ArrayLike, parameters: Mapping[str, ArrayLike], activations: Sequence[str] | None = None
) -> NDArray[np.float64]:
    """Return the predicted labels of every example, in the form of Y.

    Implements eq-deep-predict.

    Parameters
    ----------
    X : array_like, shape (n_x, m)
        Features; columns are examples.
    parameters : mapping
        ``W1``, ``b1``, …, ``WL``, ``bL``.
    activations : sequence of str, optional
        One for each layer; by default ReLU, and the sigmoid in the last.

    Returns
    -------
    ndarray, shape (n_y, m)
        After the sigmoid, 1.0 where the probability is above one half, else 0.0. After softmax, 1.0 in the row of the
        most probable class (the first of equals), else 0.0.

    Raises
    ------
    ValueError
        If a shape does not fit, there is no example, a parameter is missing, or `activations` does not fit.

    Examples
    --------
    >>> predict([[0.0, 1.0]], {"W1": [[2.0], [-2.0]], "b1": [[-1.0], [0.0]]}, ["softmax"])
    array([[0., 1.],
           [1., 0.]])
    """
    AL, _ = L_model_forward(X, parameters, activations)
    if activations is None or activations[-1] == "sigmoid":
        return (AL > 0.5).astype(float)
    return (np.arange(len(AL))[:, np.newaxis] == AL.argmax(axis=0)).astype(float)  # (n_y, 1) == (m,) -> (n_y, m)


def _propagate(X: Array, Y: Array, parameters: Parameters, names: tuple[str, ...]) -> tuple[float, Parameters]:
    """Return cost and gradients. The caches end with this call, before the step needs memory for new parameters."""
    AL, caches = L_model_forward(X, parameters, names)
    J = cost_from_logits(caches[-1][1], Y, names[-1])
    return J, L_model_backward(AL, Y, caches, names)


def _training_data(X: ArrayLike, Y: ArrayLike, dims: tuple[int, ...], output: str) -> tuple[Array, Array]:
    """Return X and Y as arrays of one type; raise where they do not fit the network or are no labels."""
    X, Y = examples("X", X), examples("Y", Y)
    require_shape("Y", Y, (len(Y), X.shape[1]))
    if (len(X), len(Y)) != (dims[0], dims[-1]):
        raise ValueError(
            f"layers_dims must begin with {len(X)}, the rows of X, and end with {len(Y)}, the rows of Y; "
            f"got {list(dims)}. Correct its ends."
        )
    require_finite("X", X)
    require_finite("Y", Y)
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError(f"Y must lie in 0..1; got {Y.min():g} to {Y.max():g}. For classes 0, 1, 2, ... use one-hot.")
    if output == "softmax" and not np.allclose(Y.sum(axis=0), 1):
        raise ValueError("Y must have columns that add up to 1; got others. For softmax use one-hot columns.")
    return X, Y.astype(X.dtype, copy=False)


def _start(parameters: Mapping[str, ArrayLike], dims: tuple[int, ...], dtype: Any) -> Parameters:
    """Return a copy of the parameters to start from, in the type of X; raise where they do not fit `layers_dims`."""
    pairs = layers(parameters, dims[0])
    sizes = (dims[0], *(len(W) for W, _ in pairs))
    if sizes != dims:
        raise ValueError(
            f"parameters must be of layers {list(dims)}; got {list(sizes)}. Use those of the same network."
        )
    start = {}
    for layer, (W, b) in enumerate(pairs, 1):
        require_finite(f"W{layer}", W)
        require_finite(f"b{layer}", b)
        start[f"W{layer}"], start[f"b{layer}"] = W.astype(dtype), b.astype(dtype)
    return start


def _rate(learning_rate: float) -> float:
    """Return the learning rate; raise ValueError unless it is positive and finite."""
    if not 0 < learning_rate < np.inf:
        raise ValueError(f"learning_rate must be positive and finite; got {learning_rate}. Try 0.01.")
    return float(learning_rate)
