"""Process number one of a submission: it starts the learner's process and ends it, and runs none of the learner's code.

When it ends, the system ends every process of the submission with it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from pathlib import Path
from typing import Any

import numpy as np

from dlutils.grading.inside import runner
from dlutils.grading.inside.wire import ClosedError, receive, receive_socket


def serve(control: socket.socket) -> None:
    """Do what the judge asks until it closes the line.

    Parameters
    ----------
    control : socket
        Requests come as dictionaries: ``{"do": "start", "files": {name: array of bytes}}`` with a descriptor behind it,
        and ``{"do": "kill", "process": number}``.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # orphans of the submission end up here
    while True:
        try:
            request = receive(control)
        except ClosedError:
            return
        if request["do"] == "start":
            line = receive_socket(control)
            _write_files(request["files"])
            if os.fork() == 0:
                control.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                null = os.open(os.devnull, os.O_RDWR)
                for descriptor in range(3):  # what all submissions have in common is none of the learner's
                    os.dup2(null, descriptor)
                os.close(null)
                runner.run(line)
            line.close()
        elif request["do"] == "kill" and request["process"] > 1:
            for end in (os.killpg, os.kill):
                with contextlib.suppress(OSError, OverflowError):
                    end(request["process"], signal.SIGKILL)


def _write_files(files: dict[str, Any]) -> None:
    """Write the submission's files into the current folder; one that does not fit is left out."""
    for name, content in files.items():
        with contextlib.suppress(OSError):
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(np.asarray(content, dtype=np.uint8).tobytes())
