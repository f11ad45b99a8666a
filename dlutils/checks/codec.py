"""Plain data: what a check may send to a learner's function and read from it, and its form on a pipe.

Plain are None, bool, int, float, complex, str, numeric arrays, and lists, tuples and dicts of those. A check that
deals in nothing else can have the function in this process or behind a pipe, and never needs pickle.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from types import CoroutineType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlutils.messages import message

MAX_DEPTH = 20
MAX_BYTES = 64 << 20
MAX_NODES = 200_000
MAX_NUMBERS_AS_KEYS = 1_000  # numbers can be chosen so that a dictionary of them takes a minute to build
_KINDS = "biufc"  # bool, signed, unsigned, float, complex: the kinds of array that may cross
_DTYPE = re.compile(rf"[<>|=]?[{_KINDS}](?:1|2|4|8|16)")


class NotPlainError(TypeError):
    """A value holds something that is not plain data; the text says what, and where."""


def to_plain(value: Any) -> Any:
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
        If it holds anything else, arrays of more than 64 MiB in all, more than 200,000 values, or more than 20 levels.

    Examples
    --------
    >>> to_plain({"b": np.float64(0.5)})
    {'b': 0.5}
    """
    return _Copier().copy(value, ())


class _Copier:
    """Copies a value as plain data, and counts: a list may hold one large array, or itself, again and again."""

    def __init__(self) -> None:
        self.nodes = self.bytes = 0

    def copy(self, value: Any, place: tuple[Any, ...]) -> Any:
        """Return a plain copy; `place` is how to come to the value from the result, as keys and indices."""
        self.nodes += 1
        if len(place) > MAX_DEPTH:
            raise NotPlainError(message("plain.deep", levels=MAX_DEPTH))
        if self.nodes > MAX_NODES:
            raise NotPlainError(message("plain.many", count=f"{MAX_NODES:,}"))
        if isinstance(value, np.generic):
            value = float(value) if isinstance(value, np.longdouble) else value.item()
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, np.ndarray):
            return self.array(value, place)
        if isinstance(value, int) and abs(int(value)) >= 1 << 64:
            raise _refusal("long_number", place)
        base = next((base for base in (int, float, complex, str) if isinstance(value, base)), None)
        if base is not None:
            return base(value)
        if isinstance(value, tuple):
            return tuple(self.copy(item, (*place, i)) for i, item in enumerate(value))
        if isinstance(value, list):
            return [self.copy(item, (*place, i)) for i, item in enumerate(value)]
        if isinstance(value, dict):
            return {self.copy(k, place): self.copy(v, (*place, k)) for k, v in value.items()}
        if callable(value) and isinstance(getattr(value, "__name__", None), str):
            raise _refusal("function", place, name=value.__name__)
        if isinstance(value, CoroutineType):
            value.close()  # or Python warns, on standard error, that nobody awaited it
        raise _refusal("other", place, kind=type(value).__name__)

    def array(self, value: NDArray[Any], place: tuple[Any, ...]) -> NDArray[Any]:
        """Return a copy of an array of numbers. Its size is looked at first: a view may be far larger than its data."""
        if value.dtype.kind not in _KINDS or value.dtype.itemsize > 16:
            raise _refusal("objects" if value.dtype.kind == "O" else "dtype", place, dtype=value.dtype)
        self.bytes += value.nbytes
        if self.bytes > MAX_BYTES:
            raise _refusal("large", place, size=f"{value.size:,}")
        return np.array(value, subok=False)


def _refusal(key: str, place: tuple[Any, ...], **parameters: object) -> NotPlainError:
    """Return the error for a value that is not plain: what it is, and where in the result it stands."""
    what = message(f"plain.{key}", **parameters)
    where = "".join(f"[{repr(step)[:40]}]" for step in place)
    return NotPlainError(message("plain.at", what=what, where=where) if place else what)


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
    head = raw[8 : 8 + size]
    # Counted before they are built: a list of empty lists takes thirty times the memory of its text.
    if sum(head.count(sign) for sign in b",[{") > 4 * MAX_NODES:
        raise ValueError("the message has too many values")
    try:
        reader = _Reader(memoryview(raw)[8 + size :])
        value = reader.value(json.loads(head), 0)
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
            raise ValueError("the message is nested too deep, or has too many values")
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if not isinstance(node, dict):
            return node
        ((tag, body),) = node.items()
        build: Callable[[Any, int], Any] = {
            "array": self.array,
            "tuple": lambda items, d: tuple(self.value(item, d) for item in items),
            "dict": self.dict,
            "complex": lambda pair, _: complex(float(pair[0]), float(pair[1])),
        }[tag]
        return build(body, depth + 1)

    def dict(self, pairs: Any, depth: int) -> Any:
        if sum(not isinstance(key, str) for key, _ in pairs) > MAX_NUMBERS_AS_KEYS:
            raise ValueError("the message has too many keys that are no texts")
        return {self.value(key, depth): self.value(value, depth) for key, value in pairs}

    def array(self, body: Any, _depth: int) -> Any:
        if not _DTYPE.fullmatch(body[0]):  # NumPy would take a text of any form apart
            raise ValueError("the message holds an array of a kind that may not cross")
        dtype, shape = np.dtype(body[0]), tuple(int(n) for n in body[1])
        if dtype.itemsize > 16 or len(shape) > 16 or any(n < 0 for n in shape):
            raise ValueError("the message holds an array of a kind or shape that may not cross")
        size = dtype.itemsize
        for n in shape:
            size *= n
        if size > len(self.rest):
            raise ValueError("the message is shorter than its arrays")
        taken, self.rest = self.rest[:size], self.rest[size:]
        return np.frombuffer(taken, dtype).reshape(shape).copy()
