"""Messages between judge and worker: plain data with a length in front, over a socket."""

from __future__ import annotations

import math
import select
import socket
import struct
import time
from typing import Any

from dlutils.checks.codec import MAX_BYTES, decode, encode

_LENGTH = struct.Struct("<Q")
_PIECE = 1 << 16


class ClosedError(Exception):
    """The other side has closed the line, or its process has ended."""


class TooLateError(Exception):
    """No whole message came in time."""


def send(line: socket.socket, message: Any, timeout_s: float | None = None) -> None:
    """Send a message.

    Parameters
    ----------
    line : socket
        A stream.
    message : object
        Plain data.
    timeout_s : float, optional
        For how long the other side may not read; by default for ever.

    Raises
    ------
    ClosedError
        If nobody is there to read it.
    TooLateError
        If the other side does not read.
    """
    body = encode(message)
    rest = memoryview(_LENGTH.pack(len(body)) + body)
    end = None if timeout_s is None else time.monotonic() + timeout_s
    try:
        while rest:
            _wait(line, end, write=True)
            rest = rest[line.send(rest[:_PIECE]) :]
    except OSError:
        raise ClosedError from None


def receive(line: socket.socket, timeout_s: float | None = None) -> Any:
    """Return the next message; nothing is built from it before its size is known and small enough.

    Parameters
    ----------
    line : socket
        A stream.
    timeout_s : float, optional
        Seconds that the whole message may take; by default for ever.

    Returns
    -------
    object
        Plain data.

    Raises
    ------
    ClosedError
        If no further message will come.
    TooLateError
        If none came in time.
    ValueError
        If what came is no message.
    """
    end = None if timeout_s is None else time.monotonic() + timeout_s
    (length,) = _LENGTH.unpack(_read(line, _LENGTH.size, end))
    if length > MAX_BYTES:
        raise ValueError(f"a message must have at most {MAX_BYTES} bytes; got {length}")
    return decode(_read(line, length, end))


def send_socket(line: socket.socket, message: Any, other: socket.socket, timeout_s: float | None = None) -> None:
    """Send a message, and behind it the descriptor of a socket.

    Raises
    ------
    ClosedError, TooLateError
        As `send` does.
    """
    send(line, message, timeout_s)
    try:
        socket.send_fds(line, [b"+"], [other.fileno()])
    except OSError:
        raise ClosedError from None


def receive_socket(line: socket.socket) -> socket.socket:
    """Return the socket whose descriptor follows a message."""
    _, descriptors, _, _ = socket.recv_fds(line, 1, 1)
    return socket.socket(fileno=descriptors[0])


def _read(line: socket.socket, count: int, end: float | None) -> bytes:
    """Return so many bytes. Memory is taken for what has come, not for what was announced."""
    found = bytearray()
    while len(found) < count:
        _wait(line, end)
        try:
            piece = line.recv(min(_PIECE, count - len(found)))
        except OSError:
            raise ClosedError from None
        if not piece:
            raise ClosedError
        found += piece
    return bytes(found)


def _wait(line: socket.socket, end: float | None, write: bool = False) -> None:
    """Return when the line is ready."""
    left = None if end is None else end - time.monotonic()
    if left is not None and left <= 0:
        raise TooLateError
    ready = select.poll()
    ready.register(line, select.POLLOUT if write else select.POLLIN)
    if not ready.poll(None if left is None else math.ceil(1000 * left)):
        raise TooLateError
