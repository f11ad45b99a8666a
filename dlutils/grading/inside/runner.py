"""The learner's process: it runs cells. It forks where a cell begins, so that one that ends badly harms no other."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, NoReturn

from dlutils.checks.call import call
from dlutils.checks.codec import NotPlainError, to_plain
from dlutils.grading.inside import cells
from dlutils.grading.inside.wire import ClosedError, receive, receive_socket, send

PR_SET_DUMPABLE = 4
MAX_NAMES = 5_000


def run(line: socket.socket) -> NoReturn:
    """Do what the judge asks until it closes the line, then end this process.

    Parameters
    ----------
    line : socket
        Requests come as dictionaries whose ``do`` is one of the methods of `_Server`.
    """
    # Python looks into its own process here and there; the supervisor, from which this was forked, had forbidden it.
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
    server = _Server(line)
    try:
        server.begin()
        while True:
            request = receive(server.line)
            asked = request.pop("do")
            if asked == "fork":
                server.fork()
            else:
                send(server.line, getattr(server, asked)(**request))
    except (ClosedError, OSError):
        pass
    finally:
        os._exit(0)


class _Server:
    """Answers requests about the learner's names."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line

    def begin(self) -> None:
        """Say who this is."""
        with contextlib.suppress(OSError):
            os.setsid()
        send(self.line, {"process": os.getpid()})

    def fork(self) -> None:
        """Let a copy of this process serve the line whose descriptor follows."""
        other = receive_socket(self.line)
        first = os.fork()
        if first:
            os.waitpid(first, 0)
            other.close()
            return
        if os.fork():  # so that the copy is no child of the learner's, who may wait for all children
            os._exit(0)
        self.line.close()
        self.line = other
        self.begin()

    def cell(self, source: str, limit_s: float) -> dict[str, Any]:
        """Run a cell."""
        return cells.run(source, limit_s)

    def names(self) -> dict[str, Any]:
        """Return the names of the learner's functions and of all other things."""
        names = cells.namespace()
        found: dict[str, Any] = {"functions": [], "others": []}
        for name in list(names)[:MAX_NAMES]:
            if type(name) is str and len(name) < 100 and not name.startswith("_"):
                found["functions" if callable(names[name]) else "others"].append(name)
        return found

    def call(self, name: str, arguments: list[Any], budget_s: float) -> dict[str, Any]:
        """Call a function as a check does, and say what came of it."""
        function = cells.namespace().get(name)
        if not callable(function):
            return {"kind": "error", "error": "NameError", "text": f"name '{name}' is not defined"}
        return asdict(call(function, arguments, budget_s))

    def get(self, name: str) -> dict[str, Any]:
        """Return the value of a name."""
        try:
            return {"value": to_plain(cells.namespace()[name])}
        except KeyError:
            return {"error": f"name '{name}' is not defined"}
        except NotPlainError as error:
            return {"error": str(error)}

    def replace(self, names: list[str]) -> dict[str, Any]:
        """Put in the place of some functions ones that ask the judge."""
        for name in names:
            cells.namespace()[name] = self._asking(name)
        return {}

    def _asking(self, name: str) -> Callable[..., Any]:
        def ask(*arguments: Any) -> Any:
            # No alarm in the middle of a message: it would tear the line.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
            try:
                send(self.line, {"ask": name, "arguments": list(arguments)})
                answer = receive(self.line)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
            if "value" not in answer:
                raise ValueError(answer["refused"])
            return answer["value"]

        ask.__name__ = name
        return ask
