"""The channel between judge and worker: whatever comes, it is a message, an error, or the end; and never too large."""

import json
import os
import random
import socket
import struct
import threading
import tracemalloc

import numpy as np
import pytest

from dlutils.checks.codec import MAX_BYTES, decode, encode
from dlutils.grading.inside.wire import ClosedError, TooLateError, receive, send


@pytest.fixture
def line():
    """Return both ends of a line."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_message_arrives(line):
    """Plain data of several kinds comes out as it went in, however large."""
    sent = {"a": [1, 2.5, None, True], "b": (np.arange(300_000.0), "text"), "c": {}}
    sender = threading.Thread(target=send, args=(line[1], sent))
    sender.start()
    found = receive(line[0], 10)
    sender.join()
    assert found["a"] == sent["a"]
    assert np.array_equal(found["b"][0], sent["b"][0])


def test_a_message_that_announces_too_much_is_refused_before_it_is_read(line):
    """A length beyond the bound is an error at once; memory is not taken for what was only announced."""
    line[1].sendall(struct.pack("<Q", MAX_BYTES + 1))
    with pytest.raises(ValueError, match="at most"):
        receive(line[0], 10)
    line[1].sendall(struct.pack("<Q", MAX_BYTES) + b"x" * 10)
    tracemalloc.start()
    with pytest.raises(TooLateError):
        receive(line[0], 0.2)
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_a_silent_or_closed_line_is_an_error(line):
    """Nobody waits for ever."""
    with pytest.raises(TooLateError):
        receive(line[0], 0.05)
    line[1].close()
    with pytest.raises(ClosedError):
        receive(line[0], 5)


def test_a_reader_that_does_not_read_stops_nobody(line):
    """A message that nobody takes is given up."""
    with pytest.raises(TooLateError):
        send(line[0], np.zeros(1_000_000), 0.2)


def mutations(rng: random.Random, count: int):
    """Yield bytes that are almost messages: real ones with parts changed, cut, doubled, or made up."""
    seeds = [
        encode(value)
        for value in (
            None, 3, "text", [1, [2, (3, {"a": 4})]], {"do": "call", "arguments": [np.eye(3), np.arange(4)]},
            {"kind": "value", "value": {"dw": np.ones((2, 1)), "db": 0.5}}, (1j, True), np.zeros((0, 4)),
        )
    ]  # fmt: skip
    words = [b'{"array":["<f8",[999999999,9999]]}', b'{"array":["|O",[2]]}', b'{"array":["V8",[1]]}', b"[" * 500]
    words += [b'{"tuple":', b'{"dict":[[', b"1e999", b"NaN", b"9" * 5000, b'"\\ud800"', b'{"array":["<f8",[-1]]}']
    for _ in range(count):
        body = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(0, 4)):
            at = rng.randrange(len(body) + 1)
            match rng.randrange(5):
                case 0 if body:
                    body[at - 1] = rng.randrange(256)
                case 1:
                    del body[at : at + rng.randint(1, 8)]
                case 2:
                    body[at:at] = body[at : at + rng.randint(1, 30)]
                case 3:
                    body[at:at] = rng.choice(words)
                case 4:
                    body[at:at] = rng.randbytes(rng.randint(1, 20))
        if rng.random() < 0.5 and len(body) >= 8:  # an honest length of the head, so that more of it is read
            head = body[8:]
            body[:8] = struct.pack("<Q", len(head) if rng.random() < 0.5 else rng.randint(0, len(head)))
        yield bytes(body)


def test_no_message_does_harm():
    """A hundred thousand messages, whole and broken: each is read or refused, and none takes much memory."""
    count = int(os.environ.get("MESSAGES", "100000"))
    read = 0
    tracemalloc.start()
    for body in mutations(random.Random(20260), count):
        try:
            decode(body)
            read += 1
        except ValueError:
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 1000 < read < count
    assert peak < 8 << 20


@pytest.mark.parametrize(
    "head",
    [
        b"[" + b"[]," * 3_000_000 + b"[]]",
        b'{"dict":[' + b"[1,2]," * 2_000_000 + b"[1,2]]}",
        json.dumps(["x"] * 1_000_000).encode(),
    ],
    ids=["lists", "pairs", "texts"],
)
def test_many_small_values_are_refused_before_they_are_built(head):
    """Millions of values in one message would take far more memory than the message."""
    raw = struct.pack("<Q", len(head)) + head
    tracemalloc.start()
    with pytest.raises(ValueError, match="too many"):
        decode(raw)
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()
