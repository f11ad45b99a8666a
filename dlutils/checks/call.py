"""One call of a learner's function: fresh arguments, nothing of it heard, a limit on its time."""

from __future__ import annotations

import builtins
import contextlib
import copy
import io
import logging
import os
import signal
import sys
import sysconfig
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any, Literal

import numpy as np

from dlutils.checks.codec import NotPlainError, to_plain

Kind = Literal["value", "error", "blank", "calls_blank", "parameters", "timeout", "not_plain"]

ELSEWHERE_S = 10.0  # for a call that no check makes, but a test that somebody wrote by hand
PRINTED = 400  # characters that are kept of what a call prints

# Folders whose code is not the learner's: the standard library, installed packages, and this package.
_OTHERS = tuple(
    os.path.normcase(os.path.join(folder, ""))  # noqa: PTH118 - Path drops the separator at the end
    for folder in (
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        str(Path(__file__).resolve().parents[1]),
    )
)


@dataclass(frozen=True)
class Outcome:
    """What came of one call: a plain value, or the kind of failure with what is known of it."""

    kind: Kind
    value: Any = None
    error: str = ""  # the exception's type
    text: str = ""  # its text
    line: str = ""  # the learner's line that raised it
    warning: str = ""  # the first warning that the call caused
    undefined: str = ""  # the name that a NameError misses
    inside: str = ""  # the function of the learner's that the line belongs to, where it is not the one that was called
    printed: str = ""  # the first that the call printed

    @property
    def told(self) -> str:
        """The exception's type and text, as Python writes them."""
        return f"{self.error}: {self.text}" if self.text else self.error


class Elsewhere:
    """A function in another process. A check calls it as it calls any other.

    Parameters
    ----------
    name : str
        The function's name.
    ask : callable
        Takes the arguments of a call, as a list of plain data, and the seconds that it may take; returns the Outcome.
    replacing : callable, optional
        Takes functions by name; returns this function anew, calling them in the place of the learner's own.
    """

    def __init__(
        self,
        name: str,
        ask: Callable[[list[Any], float], Outcome],
        replacing: Callable[[Mapping[str, Callable[..., Any]]], Elsewhere] | None = None,
    ) -> None:
        self.__name__ = name
        self.ask = ask
        self.replacing = replacing

    def __call__(self, *arguments: Any) -> Any:
        """Return the function's result, or raise what it raised."""
        outcome = self.ask([to_plain(argument) for argument in arguments], ELSEWHERE_S)
        if outcome.kind == "value":
            return outcome.value
        kind = getattr(builtins, outcome.error, None)
        odd = (StopIteration, StopAsyncIteration, UnicodeError)  # they end loops in silence, or want more than a text
        if not (isinstance(kind, type) and issubclass(kind, Exception)) or issubclass(kind, odd):
            kind = RuntimeError
        raise kind(outcome.text or outcome.told or outcome.kind)


class _TimeUp(BaseException):
    """The call's time is used up. Not an Exception, so that `except Exception` in a learner's loop cannot stop it."""


class _Begin(io.TextIOBase):
    """A stream that takes text and keeps the first of it, however much a function prints."""

    def __init__(self) -> None:
        self.kept = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if len(self.kept) < PRINTED:
            self.kept += text[:PRINTED]
        return len(text)


def _run(function: Callable[..., Any], arguments: list[Any]) -> Any:
    """Call a function; whatever is above this on the stack is the call's own."""
    return to_plain(function(*arguments))


def _own_frames(frame: FrameType | None) -> list[FrameType]:
    """Return the frames of the learner's call, the innermost first; none before the call and after it."""
    found: list[FrameType] = []
    while frame is not None:
        if frame.f_code is _run.__code__:
            return found
        found.append(frame)
        frame = frame.f_back
    return []


def _raise_again(frames: list[FrameType], lines: int) -> None:
    """Raise _TimeUp inside the learner's call once more, so many lines later."""

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        if event == "call" and not _own_frames(frame):
            return None  # the call is over
        if event == "line":
            if lines == 0:
                raise _TimeUp
            lines -= 1
        return trace

    for frame in frames:
        frame.f_trace = trace
    sys.settrace(trace)


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise _TimeUp inside `_run` after so many seconds, where the system has an alarm for that.

    Windows has none, and only the main thread may set it; a call there is not limited.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    rings = 0

    def ring(_signal: int, frame: FrameType | None) -> None:
        nonlocal rings
        frames = _own_frames(frame)
        if not frames:  # what is done before and after the call is not cut short
            return
        rings += 1
        if rings > 1:
            # A bare `except:` in a loop swallowed the last one, and would swallow each that comes inside the `try`. So
            # this one is raised again, each time one line further on, until that line is outside of the `try`.
            _raise_again(frames, lines=rings - 2)
        raise _TimeUp

    tracing = sys.gettrace()
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.25)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if rings > 1:
            sys.settrace(tracing)


@contextlib.contextmanager
def _no_logging() -> Iterator[None]:
    """Silence logging inside the block: a handler keeps the stream that it was made with, and is not redirected."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


@contextlib.contextmanager
def _first_warning() -> Iterator[list[str]]:
    """Catch warnings inside the block, and keep the text of the first in a list; a loop may cause millions."""
    kept: list[str] = []

    def keep(text: Warning | str, *_: object) -> None:
        if not kept:
            kept.append(_one_line(str(text)))

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = keep  # type: ignore[assignment]
        yield kept


def _frames_of(error: BaseException) -> list[traceback.FrameSummary]:
    """Return the frames that an error passed through inside the learner's function, the innermost last."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [i for i, frame in enumerate(frames) if (frame.filename, frame.name) == (__file__, _run.__name__)]
    return frames[own[0] + 1 :] if own else []


def _line_of(frames: Sequence[traceback.FrameSummary]) -> tuple[str, str]:
    """Return the last line of the learner's code that an error passed through, and the function that it stands in.

    The function's name is empty where it is the one that was called.
    """
    for frame in reversed(frames):
        name = os.path.normcase(frame.filename)
        if frame.line and not (name.startswith(_OTHERS) or {"site-packages", "dist-packages"} & set(Path(name).parts)):
            return _one_line(frame.line, 120), "" if frame is frames[0] else frame.name
    return "", ""


def call(function: Callable[..., Any], arguments: Sequence[Any], budget_s: float) -> Outcome:
    """Call a function with copies of the arguments, and report what came of it.

    Standard output, standard error and warnings of the call are captured: any text on standard error would
    cost a graded cell all its points. NumPy handles floating-point errors in its usual way during the call, whatever
    a notebook has told it, and as before after it.

    Parameters
    ----------
    function : callable
        Takes the arguments by position.
    arguments : sequence
        Plain data. The function gets copies and may change them.
    budget_s : float
        Seconds that it may take.

    Returns
    -------
    Outcome
        Its `value` is plain data.

    Examples
    --------
    >>> call(lambda x: x / 0, [1], 1.0).error
    'ZeroDivisionError'
    """
    if isinstance(function, Elsewhere):
        return function.ask(list(arguments), budget_s)
    out = _Begin()
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(_Begin()),
            np.errstate(divide="warn", over="warn", under="ignore", invalid="warn"),
            _first_warning() as caught,
            _no_logging(),
            _time_limit(budget_s),
        ):
            value = _run(function, copy.deepcopy(list(arguments)))
    except KeyboardInterrupt:
        raise
    except _TimeUp:
        return Outcome("timeout", text=f"{budget_s:g}")
    except NotPlainError as error:
        return Outcome("not_plain", text=_text_of(error))
    except BaseException as error:  # a learner's function may raise anything, SystemExit too
        return replace(_failure(error), printed=out.kept)
    return Outcome("value", value=value, warning=caught[0] if caught else "", printed=out.kept)


def _failure(error: BaseException) -> Outcome:
    """Return the outcome of a call that raised an error."""
    frames = _frames_of(error)
    if type(error) is NotImplementedError:
        # Raised by the function itself, or by another that it calls?
        return Outcome("blank") if len(frames) <= 1 else Outcome("calls_blank", text=frames[-1].name)
    if not frames and type(error) is TypeError and "argument" in str(error):
        return Outcome("parameters", text=_text_of(error))
    # NumPy raises subclasses whose names it keeps to itself, such as _ArrayMemoryError.
    name = next(base.__name__ for base in type(error).__mro__ if not base.__name__.startswith("_"))
    undefined = str(error.name or "") if isinstance(error, NameError) else ""
    line, inside = _line_of(frames)
    return Outcome("error", None, name, _text_of(error), line, undefined=undefined, inside=inside)


def _text_of(error: BaseException) -> str:
    """Return an error's text; its __str__ may itself be wrong."""
    try:
        return _one_line(str(error))
    except Exception:
        return ""


def _one_line(text: str, length: int = 300) -> str:
    """Return a text on one line, cut at a length."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else f"{line[: length - 2]} …"
