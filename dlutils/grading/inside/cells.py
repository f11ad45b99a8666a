"""Runs the cells of a notebook in IPython, without a Jupyter kernel around it, and keeps what they show."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import signal
import sys
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

MAX_CHARACTERS = 100_000  # of text that one cell may print
MAX_OUTPUTS = 200
MAX_BYTES = 4 << 20  # of all that one cell shows
LOADED = ("numpy", "numpy.random", "h5py", "matplotlib", "matplotlib.pyplot", "matplotlib_inline.backend_inline")

_shell: Any = None


class _Shown:
    """What a cell shows, in order, as outputs of a notebook; at some size the rest is dropped."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.size = 0
        self.characters = 0

    def text(self, stream: str, text: str) -> None:
        """Add to a stream."""
        text = text[: max(0, MAX_CHARACTERS - self.characters)]
        if not text:
            return
        self.characters += len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == stream:
            last["text"] += text
            self.size += len(text)
        else:
            self.add({"output_type": "stream", "name": stream, "text": text}, len(text))

    def data(self, kind: str, data: Any, **more: Any) -> None:
        """Add something that was displayed: a dictionary of texts by their kinds."""
        kept = {str(key): str(value) for key, value in data.items() if isinstance(value, str)}
        output = {"output_type": kind, "data": kept, "metadata": {}, **more}
        self.add(output, sum(map(len, kept.values())))

    def add(self, output: dict[str, Any], size: int) -> None:
        """Add an output if there is room for it."""
        if len(self.outputs) < MAX_OUTPUTS and self.size + size <= MAX_BYTES:
            self.outputs.append(output)
            self.size += size


_shown = _Shown()


class _Stream(io.TextIOBase):
    """Standard output or standard error of the cells."""

    def __init__(self, name: str) -> None:
        self.stream = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        _shown.text(self.stream, text)
        return len(text)


def preload() -> None:
    """Start IPython and load what notebooks use. What is loaded before a fork costs the fork nothing."""
    global _shell
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

    class Hook(DisplayHook):
        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            _shown.data("execute_result", format_dict, execution_count=self.prompt_count)

        def write_output_prompt(self) -> None:
            """Write nothing: the number is kept with the output."""

        def finish_displayhook(self) -> None:
            """Write nothing: no output has to be ended."""

    class Publisher(DisplayPublisher):
        def publish(self, data: Any, *_: Any, **more: Any) -> None:
            _shown.data("display_data", data)

        def clear_output(self, wait: bool = False) -> None:
            _shown.outputs.clear()

    class Shell(InteractiveShell):
        displayhook_class = Type(Hook)
        display_pub_class = Type(Publisher)

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            lines = [str(line) for line in stb]
            error = {"output_type": "error", "ename": etype.__name__, "evalue": _text(evalue), "traceback": lines}
            _shown.add(error, sum(map(len, lines)))

        def enable_gui(self, gui: Any = None) -> None:
            """Do nothing: there is no screen."""

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    _shell = Shell.instance(config=config)
    _shell.system = _shell.system_piped
    for name in LOADED:
        importlib.import_module(name)
    sys.path.insert(0, "")  # modules that lie beside the notebook
    sys.stdin = open(os.devnull)  # noqa: PTH123, SIM115  (for as long as the process lives)
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")


def _text(error: BaseException) -> str:
    """Return an error's text; its __str__ may itself be wrong."""
    try:
        return str(error)[:2000]
    except Exception:
        return ""


def namespace() -> dict[str, Any]:
    """Return the notebook's names."""
    names: dict[str, Any] = _shell.user_ns
    return names


def run(source: str, limit_s: float) -> dict[str, Any]:
    """Run a cell.

    Parameters
    ----------
    source : str
        The cell; lines of IPython are allowed.
    limit_s : float
        Seconds after which it is interrupted.

    Returns
    -------
    dict
        ``outputs``, as a notebook holds them; ``failed`` and ``interrupted`` (bool); ``count``, the number of the run.
    """
    global _shown
    _shown = _Shown()
    with _interrupted_after(limit_s) as rings:
        result = _shell.run_cell(source, store_history=True)
    return {
        "outputs": _shown.outputs,
        "failed": not result.success,
        "interrupted": bool(rings),
        "count": _shell.execution_count - 1,
    }


@contextlib.contextmanager
def _interrupted_after(seconds: float) -> Iterator[list[float]]:
    """Interrupt what runs inside the block after so many seconds, and again each second after that; note each time."""
    rings: list[float] = []

    def ring(_signal: int, _frame: FrameType | None) -> None:
        rings.append(time.monotonic())
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield rings
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
