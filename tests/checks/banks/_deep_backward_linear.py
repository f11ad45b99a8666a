"""Right answers to the task of `deep-backward` on the linear part of a layer."""

# Learners' code stays as they write it: with l for a layer, names that are not used, and loops.
# ruff: noqa: B905, E741, PERF401, RUF059

import warnings

import numpy as np


def template(dZ, cache):
    """Follow the template of many courses, asserts included."""
    A_prev, W, b = cache
    m = A_prev.shape[1]

    dW = 1.0 / m * np.dot(dZ, A_prev.T)
    db = 1.0 / m * np.sum(dZ, axis=1, keepdims=True)
    dA_prev = np.dot(W.T, dZ)

    assert dA_prev.shape == A_prev.shape
    assert dW.shape == W.shape
    assert db.shape == b.shape
    return dA_prev, dW, db


def operators(dZ, cache):
    """Write products with the operator."""
    A, W, b = cache
    m = dZ.shape[1]
    return W.T @ dZ, dZ @ A.T / m, dZ.sum(axis=1, keepdims=True) / m


def matmul(dZ, cache):
    """Write products with matmul, and take the mean."""
    A_prev, W, _ = cache
    dW = np.matmul(dZ, np.transpose(A_prev)) / A_prev.shape[1]
    db = np.mean(dZ, axis=1, keepdims=True)
    return np.matmul(np.transpose(W), dZ), dW, db


def einsum(dZ, cache):
    """Name the indices."""
    A_prev, W, b = cache
    m = A_prev.shape[-1]
    dW = np.einsum("im,jm->ij", dZ, A_prev) / m
    db = np.einsum("im->i", dZ)[:, None] / m
    return np.einsum("ij,im->jm", W, dZ), dW, db


def reshape(dZ, cache):
    """Make the column by reshape."""
    A_prev, W, b = cache
    m = len(A_prev[0])
    db = (np.sum(dZ, axis=1) / m).reshape(b.shape)
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, db


def newaxis(dZ, cache):
    """Make the column by a new axis."""
    A_prev, W, b = cache
    m = float(np.size(A_prev, 1))
    db = np.average(dZ, axis=1)[:, np.newaxis]
    return W.T.dot(dZ), dZ.dot(A_prev.T) / m, db


def ones(dZ, cache):
    """Add up with a column of ones."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.dot(W.T, dZ), np.dot(dZ, A_prev.T) / m, np.dot(dZ, np.ones((m, 1))) / m


def over_examples(dZ, cache):
    """Go through the examples one by one."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW, db, dA_prev = np.zeros(W.shape), np.zeros(b.shape), np.zeros(A_prev.shape)
    for i in range(m):
        dW += np.outer(dZ[:, i], A_prev[:, i])
        db[:, 0] += dZ[:, i]
        dA_prev[:, i] = W.T @ dZ[:, i]
    return dA_prev, dW / m, db / m


def three_loops(dZ, cache):
    """Write every sum as a loop."""
    A_prev, W, b = cache
    n, n_prev = W.shape
    m = A_prev.shape[1]
    dW = np.zeros((n, n_prev))
    db = np.zeros((n, 1))
    dA_prev = np.zeros((n_prev, m))
    for k in range(n):
        for i in range(m):
            db[k][0] = db[k][0] + dZ[k][i] / m
            for j in range(n_prev):
                dW[k][j] = dW[k][j] + dZ[k][i] * A_prev[j][i] / m
                dA_prev[j][i] = dA_prev[j][i] + W[k][j] * dZ[k][i]
    return dA_prev, dW, db


def in_place(dZ, cache):
    """Divide dZ itself, after dA_prev is known."""
    A_prev, W, b = cache
    dA_prev = W.T @ dZ
    dZ /= A_prev.shape[1]
    return dA_prev, dZ @ A_prev.T, np.sum(dZ, axis=1, keepdims=True)


def into_zeros(dZ, cache):
    """Fill arrays of zeros."""
    A_prev, W, b = cache
    dA_prev = np.zeros_like(A_prev, dtype=float)
    dW = np.zeros_like(W)
    db = np.zeros_like(b)
    dA_prev[:] = W.T @ dZ
    dW[:, :] = dZ @ A_prev.T
    dW /= dZ.shape[1]
    db[:, :] = np.sum(dZ, axis=1, keepdims=True)
    db *= 1 / dZ.shape[1]
    return dA_prev, dW, db


def by_index(dZ, cache):
    """Take the cache apart by index, and return a list."""
    dW = np.dot(dZ, cache[0].T) / cache[0].shape[1]
    db = np.sum(dZ, 1, keepdims=True) / cache[0].shape[1]
    return [np.dot(cache[1].T, dZ), dW, db]


def matrices(dZ, cache):
    """Work with np.matrix."""
    A_prev, W, b = (np.matrix(part) for part in cache)
    dZ = np.matrix(dZ)
    m = A_prev.shape[1]
    return W.T * dZ, dZ * A_prev.T / m, np.sum(dZ, axis=1) / m


def broadcast(dZ, cache):
    """Avoid matrix products altogether."""
    A_prev, W, b = cache
    dW = (dZ[:, None, :] * A_prev[None, :, :]).mean(axis=2)
    dA_prev = (W[:, :, None] * dZ[:, None, :]).sum(axis=0)
    return dA_prev, dW, dZ.mean(1, keepdims=True)


def transposed_twice(dZ, cache):
    """Compute with rows as examples, and turn back."""
    A_prev, W, b = cache
    rows, errors = A_prev.T, dZ.T
    m = rows.shape[0]
    return (errors @ W).T, (rows.T @ errors).T / m, errors.sum(0).reshape(-1, 1) / m


def noisy(dZ, cache):
    """Print, warn, and leave a line behind."""
    A_prev, W, b = cache
    print("shapes", dZ.shape, W.shape)
    warnings.warn("still testing", stacklevel=1)
    np.log(np.zeros(1))
    m = A_prev.shape[1]
    dW = None
    dW = dZ @ A_prev.T / m
    db = None
    db = np.sum(dZ, axis=1, keepdims=True) / m
    return W.T @ dZ, dW, db


def tensordot(dZ, cache):
    """Contract axes."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.tensordot(W, dZ, (0, 0)), np.tensordot(dZ, A_prev, (1, 1)) / m, np.add.reduce(dZ, 1, keepdims=True) / m


def inner(dZ, cache):
    """Use np.inner, which needs no transpose."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    return np.inner(W.T, dZ.T), np.inner(dZ, A_prev) / m, np.inner(dZ, np.ones((1, m))) / m


def spoils(dZ, cache):
    """Be right, then spoil every argument."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    result = W.T @ dZ, dZ @ A_prev.T / m, np.sum(dZ, axis=1, keepdims=True) / m
    dZ *= 0
    A_prev *= 0
    W += 7
    b -= 1
    return result


def list_of_columns(dZ, cache):
    """Collect columns in a list and stack them."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    columns = []
    for i in range(m):
        columns.append(np.dot(W.T, dZ[:, i]))
    return np.stack(columns, axis=1), np.dot(dZ, A_prev.T) / m, np.array([[sum(row) / m] for row in dZ])


def half_precision_of_m(dZ, cache):
    """Keep m as a NumPy number."""
    A_prev, W, b = cache
    inv_m = np.float64(1) / np.array(A_prev.shape)[1]
    return W.T @ dZ, inv_m * (dZ @ A_prev.T), inv_m * np.sum(dZ, axis=-1, keepdims=True)


def extended(dZ, cache):
    """Add a row of ones to A_prev, so that dW and db come together."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    both = dZ @ np.vstack([A_prev, np.ones((1, m))]).T / m
    return W.T @ dZ, both[:, :-1], both[:, -1:]


def copies(dZ, cache):
    """Copy everything first."""
    A_prev, W, b = [np.array(x, copy=True, dtype=float) for x in cache]
    dZ = np.asarray(dZ).copy()
    m = A_prev.shape[1]
    dA_prev = np.dot(np.swapaxes(W, 0, 1), dZ)
    return dA_prev, np.divide(np.dot(dZ, A_prev.T), m), np.divide(np.sum(dZ, axis=1).reshape(-1, 1), m)


def multi_dot(dZ, cache):
    """Divide inside the product."""
    A_prev, W, b = cache
    m = A_prev.shape[1]
    dW = np.linalg.multi_dot([dZ, np.eye(m) / m, A_prev.T])
    return np.linalg.multi_dot([W.T, np.eye(len(W)), dZ]), dW, np.expand_dims(dZ.mean(axis=1), 1)


def own_helper(dZ, cache):
    """Use a function inside."""

    def mean_of_rows(M):
        return np.array([[np.mean(M[k])] for k in range(M.shape[0])])

    A_prev, W, b = cache
    return (dZ.T @ W).T, dZ @ A_prev.T / dZ.shape[1], mean_of_rows(dZ)


RIGHT = {
    "the template": template,
    "operators": operators,
    "matmul and mean": matmul,
    "einsum": einsum,
    "reshape": reshape,
    "average and newaxis": newaxis,
    "ones": ones,
    "loop over the examples": over_examples,
    "three loops": three_loops,
    "dZ changed in place": in_place,
    "zeros filled": into_zeros,
    "cache by index, a list returned": by_index,
    "np.matrix": matrices,
    "broadcasting": broadcast,
    "rows as examples inside": transposed_twice,
    "prints, warnings, left-over lines": noisy,
    "tensordot": tensordot,
    "inner": inner,
    "spoils its arguments": spoils,
    "columns in a list": list_of_columns,
    "m as a NumPy number": half_precision_of_m,
    "dW and db in one product": extended,
    "copies": copies,
    "multi_dot": multi_dot,
    "a function inside": own_helper,
}
