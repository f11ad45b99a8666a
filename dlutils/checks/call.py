"""One call of a learner's function: fresh arguments, nothing of it heard, a limit on its time."""

from __future__ import annotations

import contextlib
import copy
import io
import logging
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any, Literal

from dlutils.checks.codec import NotPlainError, to_plain

Kind = Literal["value", "error", "blank", "calls_blank", "parameters", "timeout", "not_plain"]


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


class _TimeUp(BaseException):
    """The call's time is used up. Not an Exception, so that `except Exception` in a learner's loop cannot stop it."""


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise _TimeUp inside the block after so many seconds, where the system has an alarm for that.

    Windows has none, and only the main thread may set it; a call there is not limited.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, ring)
    # It rings again every second: a bare `except:` in a learner's loop swallows one ring, not all.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _no_logging() -> Iterator[None]:
    """Silence logging inside the block: a handler keeps the stream that it was made with, and is not redirected."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(before)


def _line_of(error: BaseException) -> str:
    """Return the last line of the learner's code that the error passed through."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if "site-packages" not in frame.filename and frame.filename != __file__ and frame.line:
            return frame.line
    return ""


def call(function: Callable[..., Any], arguments: Sequence[Any], budget_s: float) -> Outcome:
    """Call a function with copies of the arguments, and report what came of it.

    Standard output, standard error and warnings of the call are captured: any text on standard error would
    cost a graded cell all its points.

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
    heard = io.StringIO()
    try:
        with (
            contextlib.redirect_stdout(heard),
            contextlib.redirect_stderr(heard),
            warnings.catch_warnings(record=True) as caught,
            _no_logging(),
            _time_limit(budget_s),
        ):
            warnings.simplefilter("always")
            value = to_plain(function(*copy.deepcopy(list(arguments))))
    except KeyboardInterrupt:
        raise
    except _TimeUp:
        return Outcome("timeout", text=f"{budget_s:g}")
    except NotPlainError as error:
        return Outcome("not_plain", text=str(error))
    except BaseException as error:  # a learner's function may raise anything, SystemExit too
        if type(error) is NotImplementedError:
            # Raised by the function itself (the frame below ours), or by another that it calls?
            frames = traceback.extract_tb(error.__traceback__)
            return Outcome("blank") if len(frames) <= 2 else Outcome("calls_blank", text=frames[-1].name)
        by_the_call = len(traceback.extract_tb(error.__traceback__)) == 1  # not by a line inside the function
        if by_the_call and type(error) is TypeError and "argument" in str(error):
            return Outcome("parameters", text=_text_of(error))
        undefined = str(error.name or "") if isinstance(error, NameError) else ""
        return Outcome("error", None, type(error).__name__, _text_of(error), _line_of(error), undefined=undefined)
    return Outcome("value", value=value, warning=str(caught[0].message) if caught else "")


def _text_of(error: BaseException) -> str:
    """Return an error's text, cut at 300 characters; its __str__ may itself be wrong."""
    try:
        return str(error)[:300]
    except Exception:
        return ""
