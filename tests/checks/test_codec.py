"""Plain data goes through bytes unchanged, and nothing else does."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dlutils.checks.codec import MAX_DEPTH, NotPlainError, decode, encode, to_plain

numbers = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.text()
arrays = hnp.arrays(
    st.sampled_from([np.float64, np.float32, np.int64, np.bool_, np.complex128]),
    hnp.array_shapes(min_dims=0, min_side=0),
)
plain = st.recursive(
    numbers | arrays,
    lambda inner: (
        st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def equal(a, b):
    """Whether two plain values are the same in type, shape and every bit."""
    if isinstance(a, np.ndarray):
        return isinstance(b, np.ndarray) and a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict):
        return isinstance(b, dict) and list(a) == list(b) and all(equal(a[k], b[k]) for k in a)
    return type(a) is type(b) and a == b


@given(plain)
def test_round_trip(value):
    """What is encoded comes back the same, with types, shapes and dtypes."""
    assert equal(to_plain(value), decode(encode(value)))


@pytest.mark.parametrize(
    "value", [object(), {1, 2}, print, np.array([object()]), np.array(["text"]), iter([]), 1 << 70]
)
def test_other_things_do_not_cross(value):
    """Objects, sets, functions, arrays of objects or text, and giant integers are refused by name."""
    with pytest.raises(NotPlainError, match=r"a|an"):
        encode(value)


def test_a_subclass_becomes_its_base():
    """A subclass of a plain type cannot smuggle behaviour across."""

    class Sly(float):
        def __eq__(self, other):
            return True

        __hash__ = float.__hash__

    assert type(to_plain(Sly(1.0))) is float


def test_depth_is_bounded():
    """A value that is nested too deep is refused on both sides."""
    deep = []
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    with pytest.raises(NotPlainError):
        encode(deep)
    head = ("[" * 5000 + "]" * 5000).encode()
    with pytest.raises(ValueError, match=r"nested|form"):
        decode(struct.pack("<Q", len(head)) + head)


@given(plain, st.data())
def test_a_cut_message_is_refused(value, data):
    """A message cut short anywhere gives ValueError, never another value."""
    raw = encode(value)
    cut = data.draw(st.integers(0, len(raw) - 1))
    with pytest.raises(ValueError, match=r"."):
        decode(raw[:cut])


@given(st.binary(max_size=200))
def test_random_bytes_never_crash(raw):
    """Bytes of any kind give a value or ValueError, nothing else."""
    try:
        decode(raw)
    except ValueError:
        return
    assert len(raw) >= 8


@pytest.mark.parametrize(
    "tree",
    [
        {"array": ["<f8", [1 << 40, 1 << 40]]},
        {"array": ["|O", [1]]},
        {"array": ["<f8", [-1]]},
        {"array": ["<f8,<f8", [1]]},
        {"unknown": 1},
        {"dict": [[[], 1]]},
        {},
        {"tuple": 5},
    ],
)
def test_a_forged_tree_is_refused_before_anything_is_built(tree):
    """Sizes, kinds and tags that no encoder writes give ValueError; no memory is asked for."""
    head = json.dumps(tree).encode()
    with pytest.raises(ValueError, match=r"."):
        decode(struct.pack("<Q", len(head)) + head)
