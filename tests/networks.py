"""Networks and data for tests: random, of moderate size, all widths different where a test asks for it."""

import numpy as np

from dlutils.initialization import initialize_parameters_xavier


def network(dims, m, output="sigmoid", seed=0):
    """Return parameters with biases that are not 0, X, and labels: 0 or 1, or one-hot for softmax."""
    rng = np.random.default_rng(seed)
    parameters = initialize_parameters_xavier(dims, rng)
    for layer in range(1, len(dims)):
        parameters[f"b{layer}"] = rng.normal(scale=0.3, size=(dims[layer], 1))
    X = rng.normal(size=(dims[0], m))
    if output == "softmax":
        Y = np.eye(dims[-1])[:, rng.integers(0, dims[-1], m)]
    else:
        Y = rng.integers(0, 2, (dims[-1], m)).astype(float)
    return parameters, X, Y


def relative_error(a, b):
    """Return |a - b| / (|a| + |b|) over all entries of two dictionaries of arrays with the same names."""
    assert a.keys() == b.keys()
    a, b = (np.concatenate([np.ravel(arrays[name]) for name in sorted(arrays)]) for arrays in (a, b))
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 1e-300)


def slopes(cost, parameters, step=1e-5):
    """Return central differences of a cost, a function of parameters, for every entry of each."""
    measured = {}
    for name, value in parameters.items():
        measured[f"d{name}"] = np.empty_like(value)
        for index in np.ndindex(value.shape):
            costs = []
            for sign in (1, -1):
                moved = value.copy()
                moved[index] += sign * step
                costs.append(cost({**parameters, name: moved}))
            measured[f"d{name}"][index] = (costs[0] - costs[1]) / (2 * step)
    return measured
