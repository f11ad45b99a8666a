"""Looks at what the processes of a submission use together, and ends them if that is too much."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

from dlutils.grading.inside.wire import ClosedError
from dlutils.grading.sandbox import MIB, Limits

_SHARE = re.compile(rb"^Pss: +([0-9]+) kB", re.MULTILINE)


class Watch(Thread):
    """Looks ten times a second, from its making on.

    Parameters
    ----------
    handle : int
        A descriptor of the first process.
    limits : Limits
        What all of them may use.

    Attributes
    ----------
    reason : str
        Why they were ended; empty if they were not.
    """

    def __init__(self, handle: int, limits: Limits) -> None:
        super().__init__(daemon=True)
        self._limits = limits
        self._handle = handle
        self._process = _process_of(handle)
        self._stop_ = Event()
        self.reason = ""
        self.start()

    def run(self) -> None:
        """Look, until the end or until it is too much."""
        try:
            self._look()
        except Exception as error:  # what is not watched does not go on
            self.reason = f"could not be watched ({type(error).__name__})"
            self._kill()

    def _look(self) -> None:
        """Look until there is a reason to end it all."""
        while not self._stop_.wait(0.1):
            used, count = 0, 0
            nameless: set[tuple[int, int, int]] = set()
            for process in descendants(self._process):
                count += 1
                used += _share_of(process)
                nameless |= _nameless_files(process)
            used += sum(size for _, _, size in nameless)
            if used > self._limits.memory_mib * MIB:
                self.reason = f"used more than {self._limits.memory_mib} MiB of memory"
            elif count > self._limits.processes:
                self.reason = f"started more than {self._limits.processes} processes"
            if self.reason:
                return self._kill()
        return None

    def end(self) -> None:
        """Stop watching, and end all processes."""
        self._stop_.set()
        self.join()
        self._kill()

    def _kill(self) -> None:
        """End all processes, the youngest first; the first by its descriptor, which can mean no other one."""
        for process in reversed(list(descendants(self._process))):
            with contextlib.suppress(OSError):
                os.kill(process, signal.SIGKILL)
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)


def _share_of(process: int) -> int:
    """Return a process's share of all pages in bytes: forks have most of theirs in common."""
    with contextlib.suppress(OSError):
        found = _SHARE.search(Path(f"/proc/{process}/smaps_rollup").read_bytes())
        return int(found[1]) << 10 if found else 0
    return 0


def _nameless_files(process: int) -> set[tuple[int, int, int]]:
    """Return device, number and size of the files in memory that a process holds open and that have no name."""
    found = set()
    with contextlib.suppress(OSError):
        for entry in os.scandir(f"/proc/{process}/fd"):
            with contextlib.suppress(OSError):
                status = entry.stat()
                if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                    found.add((status.st_dev, status.st_ino, 512 * status.st_blocks))
    return found


def _process_of(handle: int) -> int:
    """Return the number of the process that a descriptor stands for."""
    lines = Path(f"/proc/self/fdinfo/{handle}").read_text().splitlines()
    process = int(next(line.split()[1] for line in lines if line.startswith("Pid:")))
    if process <= 1:  # it has ended; -1 would mean every process there is
        raise ClosedError
    return process


def descendants(process: int) -> Iterator[int]:
    """Yield the numbers of all processes below one."""
    waiting = [process]
    while waiting:
        tasks = f"/proc/{waiting.pop()}/task"
        with contextlib.suppress(OSError):  # processes come and go
            for thread in os.listdir(tasks):  # noqa: PTH208  (names alone)
                children = [int(number) for number in Path(f"{tasks}/{thread}/children").read_text().split()]
                yield from children
                waiting += children
