"""The sandbox: where learners' code runs, with bubblewrap around it. One is started for many submissions.

Inside there is Python, read-only, the generated package, and nothing else: no network, no file of the course, no other
submission, no environment variable of the grader. Each submission is a fork in namespaces of its own, with private
folders of limited size; `dlutils.grading.inside` is the code in there.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import dlutils
from dlutils.grading.errors import CourseError
from dlutils.grading.inside import HOME, SCRATCH
from dlutils.grading.inside.wire import ClosedError, TooLateError, receive, send

MIB = 1 << 20
START_S = 300.0  # for Python, IPython, NumPy and the instructor's first cells on a busy machine
PACKAGE = "/course"  # where the generated package lies inside
FONTS = f"{SCRATCH}/.matplotlib"
BEGIN = "import sys; sys.path.insert(0, {!r}); from dlutils.grading.inside import zygote; zygote.start(sys.argv[1:])"


class SandboxError(CourseError):
    """There is no sandbox to be had here; the text says why, and what to do."""


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    With `follow_through`, a right function that calls a wrong one of the learner's own is graded once more with the
    right one in its place.
    """

    memory_mib: int = 1024  # all its processes together
    processes: int = 64
    folder_mib: int = 64  # each of its three private folders
    cell_s: float = 30.0
    total_s: float = 300.0  # the whole notebook
    follow_through: bool = True

    def inside(self) -> dict[str, int]:
        """Return the limits that the processes inside set on themselves."""
        return {
            "RLIMIT_AS": 4 * self.memory_mib * MIB,  # addresses: libraries reserve far more than they use
            "RLIMIT_CORE": 0,
            "RLIMIT_CPU": round(2 * self.total_s),
            "RLIMIT_FSIZE": self.folder_mib * MIB,
            "RLIMIT_NOFILE": 256,
            "RLIMIT_NPROC": self.processes,
            "folder_bytes": self.folder_mib * MIB,
        }


class Sandbox:
    """A process in a sandbox that forks submissions. A context manager.

    Parameters
    ----------
    package : Path
        The folder that holds the generated package `dlutils`.
    isolated : bool
        False runs the same without bubblewrap: for code that is trusted, or where the instructor says so.
    beginning : sequence of str, optional
        Cells of the instructor's that all submissions begin with. They are run once, and submissions find themselves
        behind them.

    Attributes
    ----------
    begun : list of dict or None
        What `cells.run` says of those cells. None if they cannot be run for all: they open a file, say.
    """

    def __init__(self, package: Path, isolated: bool = True, beginning: Sequence[str] = ()) -> None:
        if sys.platform != "linux":
            raise SandboxError("it needs Linux.")
        self._package = package
        self.isolated = isolated
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (for as long as the process lives)
        self._folder = tempfile.TemporaryDirectory()  # what is written without isolation goes there
        self._line, theirs = socket.socketpair()
        self._process = self._launch(theirs)
        theirs.close()
        self._line.settimeout(120)
        try:
            send(self._line, list(beginning))
            self.begun: list[dict[str, Any]] | None = receive(self._line, START_S)
        except (ClosedError, TooLateError, ValueError):
            said = self.said()
            self.close()
            raise SandboxError(f"the sandbox did not start: {said or 'it does not say why'}") from None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        """Whether its first process is there."""
        return self._process.poll() is None

    def close(self) -> None:
        """End everything inside."""
        self._process.kill()
        self._process.wait()
        self._line.close()
        self._folder.cleanup()
        self._said.close()

    def said(self) -> str:
        """Return the end of what was written to standard error inside."""
        self._said.seek(0)
        return self._said.read()[-500:].decode("utf-8", "replace").strip()

    def fork(self, limits: Limits) -> tuple[socket.socket, int]:
        """Start the supervisor of a submission.

        Returns
        -------
        control : socket
            The line to it; when it is closed, everything of the submission ends.
        handle : int
            A descriptor of its process, to be closed by the caller.
        """
        control, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._line, [json.dumps(limits.inside()).encode()], [theirs.fileno()])
            try:
                _, handles, _, _ = socket.recv_fds(self._line, 16, 1)
            except OSError:
                handles = []
        if not handles:
            control.close()
            self._process.kill()  # an answer that comes too late would be taken for the next one's
            raise SandboxError(f"the sandbox has ended: {self.said() or 'it does not say why'}")
        return control, handles[0]

    def _launch(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        """Start the first process."""
        package = PACKAGE if self.isolated else str(self._package)
        python = [sys.executable, "-I", "-c", BEGIN.format(package)]
        command = [*python, str(theirs.fileno()), "isolated" if self.isolated else "open"]
        if self.isolated:
            program = shutil.which("bwrap")
            if program is None:
                raise SandboxError("bubblewrap must be installed; there is no `bwrap` on PATH.")
            command = [program, *bubblewrap(self._package), "--", *command]
        return subprocess.Popen(
            command,
            env=environment(*((HOME, SCRATCH) if self.isolated else (self._folder.name,) * 2)),
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            cwd="/",
            start_new_session=True,
        )


def environment(home: str, temporary: str) -> dict[str, str]:
    """Return the environment inside: nothing of the grader's."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": temporary,
        "LANG": "C.UTF-8",
        "IPYTHONDIR": f"{temporary}/.ipython",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": f"{temporary}/.matplotlib",
        "NBGRADER_EXECUTION": "autograde",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def bubblewrap(package: Path) -> list[str]:
    """Return bubblewrap's arguments: what there is inside."""
    arguments = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if os.geteuid() == 0:
        # Root needs no namespace of users here. The first process inside mounts /proc, since bubblewrap would cover
        # parts of it, and the system then refuses it to the submissions; and it gives up root for good.
        arguments += ["--cap-drop", "ALL"]
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SYS_ADMIN"):
            arguments += ["--cap-add", capability]
    else:
        arguments += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    arguments += ["--die-with-parent", "--new-session", "--hostname", "sandbox", "--tmpfs", "/"]
    for path in ("/usr", "/bin", "/lib", "/lib64", "/sbin"):
        target = Path(path)
        if target.is_symlink():
            arguments += ["--symlink", str(target.readlink()), path]
        elif target.exists():
            arguments += ["--ro-bind", path, path]
    arguments += [
        "--dir",
        "/etc",
        "--ro-bind-try",
        "/etc/ld.so.cache",
        "/etc/ld.so.cache",
        "--ro-bind-try",
        "/etc/fonts",
        "/etc/fonts",
    ]
    for folder in python_folders():
        for parent in reversed(Path(folder).parents[:-1]):
            arguments += ["--dir", str(parent)]  # with rights to enter it, which bubblewrap would not give to others
        arguments += ["--ro-bind", folder, folder]
    for copy in installed_copies((*python_folders(), "/usr")):
        arguments += ["--tmpfs", str(copy)]
    arguments += ["--ro-bind", str(package), PACKAGE]
    arguments += ["--dir", HOME, "--perms", "1777", "--size", str(MIB), "--tmpfs", SCRATCH]
    if not any(folder.startswith("/tmp/") for folder in python_folders()):  # noqa: S108
        arguments += ["--symlink", SCRATCH, "/tmp"]  # noqa: S108
    arguments += ["--perms", "1777", "--dir", FONTS]
    for fonts in font_lists():
        arguments += ["--ro-bind", str(fonts), f"{FONTS}/{fonts.name}"]
    arguments += ["--dir" if os.geteuid() == 0 else "--proc", "/proc", "--dev", "/dev"]
    return [*arguments, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/"]


def installed_copies(folders: Sequence[str]) -> list[Path]:
    """Return where this package lies among those of Python in some folders: each copy holds the answers."""
    own = Path(dlutils.__file__).resolve().parent
    found = {own} if any(Path(folder) in own.parents for folder in folders) else set()
    for folder in folders:
        for pattern in ("lib/python3*/*-packages/dlutils", "local/lib/python3*/*-packages/dlutils"):
            found.update(path for path in Path(folder).glob(pattern) if path.is_dir())
    return sorted(found)


def python_folders() -> list[str]:
    """Return the folders that Python and its packages lie in, those under /usr left out."""
    found = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parents[1])}
    outer = [one for one in sorted(found) if not any(one != other and one.startswith(f"{other}/") for other in found)]
    return [one for one in outer if one != "/usr" and not one.startswith("/usr/")]


def font_lists() -> list[Path]:
    """Return Matplotlib's lists of fonts: to search for fonts takes half a second."""
    import matplotlib

    return list(Path(matplotlib.get_cachedir()).glob("fontlist*.json"))


def files_of(folder: Path, most_bytes: int) -> tuple[dict[str, NDArray[np.uint8]], list[str]]:
    """Return the files that a submission brings along but notebooks, and the names of those that are too many.

    Links are not followed.
    """
    found: dict[str, NDArray[np.uint8]] = {}
    left_out = []
    size = 0
    for path in () if folder.is_symlink() else _regular_files(folder):
        if path.suffix == ".ipynb":
            continue
        name = path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()
        length = path.stat().st_size
        if size + length > most_bytes:
            left_out.append(name)
            continue
        with contextlib.suppress(OSError):
            found[name] = np.frombuffer(path.read_bytes()[:length], np.uint8)
            size += length
    return found, left_out


def _regular_files(folder: Path) -> Iterator[Path]:
    """Yield the regular files in a folder, deeper ones too."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(root) / name
            if stat.S_ISREG(path.lstat().st_mode):
                yield path
