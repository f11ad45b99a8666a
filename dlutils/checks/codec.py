"""Plain data: what a check may send to a learner's function and read from it, and its form on a pipe.

Plain are None, bool, int, float, complex, str, numeric arrays, and lists, tuples and dicts of those. A check that
deals in nothing else can have the function in this process or behind a pipe, and never needs pickle.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

import numpy as np

MAX_DEPTH = 20
MAX_BYTES = 64 << 20
MAX_NODES = 200_000
_KINDS = "biufc"  # bool, signed, unsigned, float, complex: the kinds of array that may cross


class NotPlainError(TypeError):
    """A value holds something that is not plain data; the text names its type."""


def to_plain(value: Any, _depth: int = 0) -> Any:
    """Return a value as plain data: own copies of arrays, NumPy scalars as Python numbers, subclasses as their base.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    object
        The same value, built of plain data only.

    Raises
    ------
    NotPlainError
        If it holds anything else, an array of more than 64 MiB, or more than 20 levels.

    Examples
    --------
    >>> to_plain({"b": np.float64(0.5)})
    {'b': 0.5}
    """
    if _depth > MAX_DEPTH:
        raise NotPlainError("a value nested more than 20 levels deep")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, np.generic):
        value = value.item()
        if isinstance(value, bool):
            return value
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in _KINDS or value.dtype.itemsize > 16:
            raise NotPlainError(f"an array of dtype {value.dtype}")
        if value.nbytes > MAX_BYTES:
            raise NotPlainError(f"an array of {value.size:,} entries, which is too large")
        return np.array(value, subok=False)
    base = next((base for base in (int, float, complex, str) if isinstance(value, base)), None)
    if base is not None:
        return base(value)
    if isinstance(value, tuple):
        return tuple(to_plain(item, _depth + 1) for item in value)
    if isinstance(value, list):
        return [to_plain(item, _depth + 1) for item in value]
    if isinstance(value, dict):
        return {to_plain(k, _depth + 1): to_plain(v, _depth + 1) for k, v in value.items()}
    raise NotPlainError(f"a value of type {type(value).__name__}")


def encode(value: Any) -> bytes:
    """Return plain data as bytes: a length, a JSON tree, then the arrays' bytes in the order of the tree.

    Parameters
    ----------
    value : object
        Plain data, or what `to_plain` turns into it.

    Returns
    -------
    bytes
        To be read by `decode`.

    Raises
    ------
    NotPlainError
        If the value is not plain.

    Examples
    --------
    >>> decode(encode((1, [2.5, "a"])))
    (1, [2.5, 'a'])
    """
    arrays: list[bytes] = []

    def tree(node: Any) -> Any:
        if isinstance(node, np.ndarray):
            arrays.append(node.tobytes())
            return {"array": [node.dtype.str, list(node.shape)]}
        if isinstance(node, tuple):
            return {"tuple": [tree(item) for item in node]}
        if isinstance(node, list):
            return [tree(item) for item in node]
        if isinstance(node, dict):
            return {"dict": [[tree(k), tree(v)] for k, v in node.items()]}
        if isinstance(node, complex):
            return {"complex": [node.real, node.imag]}
        if isinstance(node, int) and not isinstance(node, bool) and abs(node) >= 1 << 64:
            raise NotPlainError("a whole number of more than 64 bits")
        return node

    head = json.dumps(tree(to_plain(value))).encode()
    return struct.pack("<Q", len(head)) + head + b"".join(arrays)


def decode(raw: bytes) -> Any:
    """Return the value that `encode` wrote; sizes are checked before anything is built from them.

    Parameters
    ----------
    raw : bytes
        At most 64 MiB.

    Returns
    -------
    object
        Plain data.

    Raises
    ------
    ValueError
        If the bytes are too many, too few, or not of this form.

    Examples
    --------
    >>> decode(encode(np.eye(2)))
    array([[1., 0.],
           [0., 1.]])
    """
    if not 8 <= len(raw) <= MAX_BYTES:
        raise ValueError(f"a message must have 8 to {MAX_BYTES} bytes; got {len(raw)}")
    (size,) = struct.unpack_from("<Q", raw)
    if size > len(raw) - 8:
        raise ValueError("the message is shorter than it says")
    try:
        reader = _Reader(memoryview(raw)[8 + size :])
        value = reader.value(json.loads(raw[8 : 8 + size]), 0)
    except (KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ValueError(f"the message has a wrong form: {type(error).__name__}") from None
    if reader.rest:
        raise ValueError("the message is longer than it says")
    return value


class _Reader:
    """Builds values from a JSON tree and takes the arrays' bytes, front to back."""

    def __init__(self, blob: memoryview) -> None:
        self.rest = blob
        self.nodes = 0

    def value(self, node: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise ValueError("the message is nested too deep or has too many values")
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if not isinstance(node, dict):
            return node
        ((tag, body),) = node.items()
        build: Callable[[Any, int], Any] = {
            "array": self.array,
            "tuple": lambda items, d: tuple(self.value(item, d) for item in items),
            "dict": lambda pairs, d: {self.value(k, d): self.value(v, d) for k, v in pairs},
            "complex": lambda pair, _: complex(float(pair[0]), float(pair[1])),
        }[tag]
        return build(body, depth + 1)

    def array(self, body: Any, _depth: int) -> Any:
        dtype, shape = np.dtype(str(body[0])), tuple(int(n) for n in body[1])
        if dtype.kind not in _KINDS or dtype.itemsize > 16 or len(shape) > 16 or any(n < 0 for n in shape):
            raise ValueError("the message holds an array of a kind or shape that may not cross")
        size = dtype.itemsize
        for n in shape:
            size *= n
        if size > len(self.rest):
            raise ValueError("the message is shorter than its arrays")
        taken, self.rest = self.rest[:size], self.rest[size:]
        return np.frombuffer(taken, dtype).reshape(shape).copy()
