"""A submission at work in the sandbox, seen from outside: run a cell, fork, call a function, end everything.

All that comes from inside is untrusted. It is read within bounds, and believed to be nothing but what the submission
computes.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dlutils.checks.call import Elsewhere, Outcome, call
from dlutils.checks.codec import encode
from dlutils.grading.inside.wire import ClosedError, TooLateError, receive, send, send_socket
from dlutils.grading.sandbox import Limits, Sandbox
from dlutils.grading.untrusted import TEXT, is_small, outcome_of, words
from dlutils.grading.watch import Watch

GRACE_S = 2.0  # what runs inside is interrupted there; this much later it is ended from here
ANSWER_S = 5.0  # for what takes no time
START_S = 60.0  # for the start, before any code of the learner's has run: only a busy machine takes longer
REPEAT_S = 0.1  # a new copy is kept when it would take longer than this to run again what came after the last one
MAX_ASKED = 100_000  # questions that one call may ask back

Answer = Callable[..., Any]


@dataclass(frozen=True)
class Ran:
    """What became of a cell. Its outputs are untrusted."""

    outputs: Any = ()
    count: int | None = None
    failed: bool = True
    interrupted: bool = False  # for its time was over; what it had done until then stays done
    ended: str = ""  # why its process was ended, if it was; nothing of it stays


def ran_of(said: dict[str, Any]) -> Ran:
    """Return what became of a cell, from what was said of it inside."""
    count = said.get("count")
    number = count if isinstance(count, int) and 0 < count < 1 << 31 else None
    return Ran(said.get("outputs"), number, said.get("failed") is not False, said.get("interrupted") is True)


class _Line:
    """One process of the learner's, and the line to it."""

    def __init__(self, line: socket.socket, timeout_s: float = ANSWER_S) -> None:
        self.line = line
        try:
            said = receive(line, timeout_s)
        except BaseException:
            line.close()
            raise
        number = said.get("process") if isinstance(said, dict) else None
        self.process = number if isinstance(number, int) and 1 < number < 1 << 22 else 0

    def ask(self, request: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        """Send a request and return the answer."""
        send(self.line, request, ANSWER_S)
        return self.hear(timeout_s)

    def hear(self, timeout_s: float) -> dict[str, Any]:
        """Return the next message."""
        answer = receive(self.line, timeout_s)
        if not isinstance(answer, dict):
            raise ValueError("an answer must be a dictionary")
        return answer

    def fork(self) -> _Line:
        """Return a copy of the process, in its present state."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                send_socket(self.line, {"do": "fork"}, theirs, ANSWER_S)
            except BaseException:
                ours.close()
                raise
        return _Line(ours)


# What may happen to a line whose other end belongs to the learner.
BROKEN = (ClosedError, TooLateError, ValueError, TypeError, KeyError, OSError)


class Submission:
    """The processes of one submission. A context manager; at its end all of them are gone.

    Parameters
    ----------
    sandbox : Sandbox
        Where to start it.
    limits : Limits
        What it may use.
    files : mapping, optional
        The files that it brings along, as arrays of bytes.
    """

    def __init__(self, sandbox: Sandbox, limits: Limits, files: Mapping[str, Any] | None = None) -> None:
        self.limits = limits
        self._end = time.monotonic() + limits.total_s
        self._lost = ""
        with contextlib.ExitStack() as undo:
            self._control, handle = sandbox.fork(limits)
            undo.callback(os.close, handle)
            undo.enter_context(self._control)
            self._watch = Watch(handle, limits)
            undo.callback(self._watch.end)
            ours, theirs = socket.socketpair()
            undo.enter_context(ours)
            with theirs:
                send_socket(self._control, {"do": "start", "files": dict(files or {})}, theirs, START_S)
            self._current = _Line(ours, START_S)
            undo.callback(self._current.line.close)
            self._spare = self._current.fork()
            self._since: list[str] = []  # the cells that the process has run and the copy has not
            self._since_s = 0.0
            self._undo = undo.pop_all()

    def __enter__(self) -> Submission:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes."""
        self._current.line.close()
        self._spare.line.close()
        self._undo.close()

    @property
    def ended(self) -> str:
        """Why the submission was ended before its end; empty if it was not."""
        if self._watch.reason or self._lost:
            return self._watch.reason or self._lost
        return f"used more than {self.limits.total_s:g} s in all" if self.left_s <= 0 else ""

    @property
    def left_s(self) -> float:
        """Seconds that are left of the time for the whole."""
        return self._end - time.monotonic()

    def run(self, source: str) -> Ran:
        """Run a cell. If its process does not survive that, one takes its place that has run the cells before."""
        if self.ended:
            return Ran(ended=self.ended)
        try:
            if self._since_s > REPEAT_S:
                self._keep_spare()
            start = time.monotonic()
            said = self._ask(source)
        except BROKEN as error:
            self._go_back()
            slow = isinstance(error, TooLateError)
            return Ran(ended=self.ended or ("ran too long" if slow else "ended its own Python process"))
        self._since.append(source)
        self._since_s += time.monotonic() - start
        return ran_of(said)

    def _ask(self, source: str) -> dict[str, Any]:
        """Let the process run a cell, and return what it says."""
        limit_s = min(self.limits.cell_s, self.left_s)
        return self._current.ask({"do": "cell", "source": source, "limit_s": limit_s}, limit_s + GRACE_S)

    def _keep_spare(self) -> None:
        """Keep a copy of the process, from which it takes no time to come back to this place."""
        spare = self._current.fork()
        self._spare.line.close()  # it ends by that
        self._spare, self._since, self._since_s = spare, [], 0.0

    def _go_back(self) -> None:
        """Put a copy of the spare in the place of the process, and let it run what the process had run since."""
        self.kill(self._current)
        try:
            self._current = self._spare.fork()
            for source in self._since:
                self._ask(source)
        except BROKEN:
            self._lost = "stopped its own process for good"

    def fork(self) -> _Line:
        """Return a copy of the process that has run all cells so far.

        Raises
        ------
        ClosedError
            If the submission has been ended.
        """
        if self.ended:
            raise ClosedError
        return self._current.fork()

    def kill(self, line: _Line) -> None:
        """End a process and what it has started."""
        line.line.close()
        with contextlib.suppress(*BROKEN):
            send(self._control, {"do": "kill", "process": line.process}, ANSWER_S)


class Fork:
    """The learner's names at one place of the notebook, for a graded cell. A context manager.

    Its processes are copies: what a call does to them is gone afterwards.

    Parameters
    ----------
    submission : Submission
        Where the learner's process is.
    answers : mapping of str to callable, optional
        Functions that take the place of the learner's own of that name; they run here.
    """

    def __init__(self, submission: Submission, answers: Mapping[str, Answer] | None = None) -> None:
        self._submission = submission
        self._answers = dict(answers or {})
        self._line: _Line | None = None
        self._further: list[Fork] = []
        self._endless: list[tuple[str, bytes]] = []
        self.functions: set[str] = set()
        self.others: set[str] = set()
        with contextlib.suppress(*BROKEN):
            said = self._open().ask({"do": "names"}, ANSWER_S)
            self.functions, self.others = (words(said.get(kind)) for kind in ("functions", "others"))

    def __enter__(self) -> Fork:
        return self

    def __exit__(self, *_: object) -> None:
        for fork in self._further:
            fork.__exit__()
        self._drop()

    def function(self, name: str) -> Elsewhere:
        """Return one of the learner's functions, to be called from here."""

        def ask(arguments: list[Any], budget_s: float) -> Outcome:
            # What did not end once is not waited for again: one endless helper would cost every task that calls it.
            if self._endless and (name, encode(arguments)) in self._endless:
                return Outcome("timeout", text=f"{budget_s:g}")
            outcome = self._call(name, arguments, budget_s)
            if outcome.kind == "timeout":
                self._endless.append((name, encode(arguments)))
            return outcome

        def replacing(answers: Mapping[str, Answer]) -> Elsewhere:
            self._further.append(Fork(self._submission, answers))
            return self._further[-1].function(name)

        return Elsewhere(name, ask, replacing if self._submission.limits.follow_through else None)

    def value(self, name: str) -> Any:
        """Return the value of a name that is no function.

        Raises
        ------
        NameError
            If there is none, or it is no plain data.
        """
        try:
            said = self._open().ask({"do": "get", "name": name}, ANSWER_S)
        except BROKEN:
            self._drop()
            said = {}
        if "value" not in said:
            raise NameError(str(said.get("error", f"name '{name}' cannot be read"))[:TEXT])
        return said["value"]

    def _open(self) -> _Line:
        """Return the process to ask; a new one, if the last one did not survive."""
        if self._line is None:
            self._line = self._submission.fork()
            if self._answers:
                self._line.ask({"do": "replace", "names": list(self._answers)}, ANSWER_S)
        return self._line

    def _drop(self) -> None:
        if self._line is not None:
            self._submission.kill(self._line)
            self._line = None

    def _call(self, name: str, arguments: list[Any], budget_s: float) -> Outcome:
        """Call a function inside, and return what came of it."""
        limit_s = min(budget_s, self._submission.left_s)
        if self._submission.ended or limit_s <= 0:
            return self._gone()
        end = time.monotonic() + limit_s + GRACE_S
        try:
            line = self._open()
            request = {"do": "call", "name": name, "arguments": arguments, "budget_s": limit_s}
            said = line.ask(request, limit_s + GRACE_S)
            for _ in range(MAX_ASKED):
                if "ask" not in said:
                    return outcome_of(said)
                send(line.line, self._answer(said), ANSWER_S)
                said = line.hear(end - time.monotonic())
            raise TooLateError
        except TooLateError:
            self._drop()
            return Outcome("timeout", text=f"{budget_s:g}")
        except BROKEN:
            self._drop()
            return self._gone()

    def _answer(self, said: dict[str, Any]) -> dict[str, Any]:
        """Return what the learner's code asks for, with the reference in the place of a function of its own."""
        reference, arguments = self._answers.get(str(said["ask"])), said.get("arguments")
        if reference is None or not isinstance(arguments, list) or not is_small(arguments):
            return {"refused": "there is no such function, or its arguments are too large"}
        outcome = call(reference, arguments, 1.0)
        return {"value": outcome.value} if outcome.kind == "value" else {"refused": outcome.told[:TEXT]}

    def _gone(self) -> Outcome:
        """Return the outcome of a call whose process has ended."""
        memory = "MiB" in self._submission.ended
        return Outcome("error", error="MemoryError" if memory else "SystemExit", text=self._submission.ended)
