"""The first process in the sandbox: loads what every notebook needs, and forks a supervisor for each submission.

A fork costs milliseconds where NumPy and IPython would take most of a second to load. Each fork goes into namespaces of
its own, so that one submission finds nothing of another: no process, no file, no memory.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import json
import os
import resource
import signal
import socket
import stat
import tempfile
import threading
from pathlib import Path
from typing import Any

from dlutils.grading.inside import HOME, SCRATCH, cells, supervisor
from dlutils.grading.inside.wire import receive, send

NOBODY = 65534
NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 1 << 14, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 36, 38
LAST_CAPABILITY = 40
KEYCTL, KEYCTL_JOIN_SESSION_KEYRING = {"x86_64": 250, "aarch64": 219}, 1
CAPABILITY_VERSION_3 = 0x20080522
BEGINNING_S = 60.0  # for each of the cells that all submissions begin with

_libc = ctypes.CDLL(None, use_errno=True)


def main(descriptor: int, isolated: bool) -> None:
    """Run the cells that the other side names, then serve requests for supervisors until it closes the line.

    Parameters
    ----------
    descriptor : int
        The line to the grader: a Unix socket.
    isolated : bool
        Whether to put each submission into namespaces of its own; they need the sandbox around them.
    """
    line = socket.socket(fileno=descriptor)
    if os.getuid() == 0 and isolated:  # a limit on the number of processes does not bind root
        _mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV)
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        _check(_libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "prctl")  # or /proc/self would be closed to itself
    cells.preload()
    send(line, _begin(receive(line)))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks
    gc.collect()
    gc.freeze()  # or the first collection in each fork would copy all of it
    while True:
        request, descriptors, _, _ = socket.recv_fds(line, 1 << 16, 1)
        if not request:
            return
        limits: dict[str, int] = json.loads(request)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(writing)
            os.read(reading, 1)  # until the grader holds on to this process
            os.close(reading)
            line.close()
            _become_supervisor(socket.socket(fileno=descriptors[0]), limits, isolated)
        os.close(reading)
        handle = os.pidfd_open(child)
        socket.send_fds(line, [b"forked"], [handle])
        for one in (writing, handle, *descriptors):
            os.close(one)


def _begin(sources: list[str]) -> list[dict[str, Any]] | None:
    """Run the instructor's cells that submissions begin with, once for all of them; return what `cells.run` says.

    None if submissions would not find what they would have found, or had something in common, had they run them.
    """
    before = _common()
    ran = [cells.run(source, BEGINNING_S) for source in sources]
    fit = not any(one["failed"] for one in ran) and _common() == before
    return ran if fit else None


def _common() -> object:
    """Return what forks would share, or would lack: open files, shared memory, threads, files in writable folders."""
    files = [one for one in _open_files() if not _is_read_only(one)]
    shared = sorted(line.split()[-1] for line in Path("/proc/self/maps").read_text().splitlines() if "rw-s" in line)
    return files, shared, threading.active_count(), sorted(Path(SCRATCH).glob("*"))


def _open_files() -> list[int]:
    """Return the descriptors that are open."""
    found = [int(path.name) for path in Path("/proc/self/fd").iterdir()]
    return [one for one in found if Path(f"/proc/self/fd/{one}").is_symlink()]  # without the one that listed them


def _is_read_only(descriptor: int) -> bool:
    """Whether this is a file that is open for reading only; Matplotlib keeps fonts open."""
    reading = fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
    return reading and stat.S_ISREG(os.fstat(descriptor).st_mode)


def _open_anew() -> None:
    """Give this process places of its own in files that are open for reading: it has those of the first process."""
    for descriptor in filter(_is_read_only, _open_files()):
        own = os.open(f"/proc/self/fd/{descriptor}", os.O_RDONLY)
        os.lseek(own, os.lseek(descriptor, 0, os.SEEK_CUR), os.SEEK_SET)
        os.dup2(own, descriptor, inheritable=False)
        os.close(own)


def _become_supervisor(control: socket.socket, limits: dict[str, int], isolated: bool) -> None:
    """Turn this process into the supervisor of one submission; does not return."""
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        if isolated:
            _isolate(limits)
        else:
            os.chdir(tempfile.mkdtemp())
        # What loses its parent stays below this process, where the grader finds it.
        _check(_libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "prctl")
        for name, value in limits.items():
            # Without isolation, processes that have nothing to do with this count as well.
            if name.startswith("RLIMIT_") and (isolated or name != "RLIMIT_NPROC"):
                resource.setrlimit(getattr(resource, name), (value, value))
        _open_anew()
        # What runs under the same user may not look into this process, nor hold it.
        _check(_libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "prctl")
        supervisor.serve(control)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.write(2, f"sandbox: {type(error).__name__}: {error}\n".encode())
        os._exit(97)
    os._exit(0)


def _isolate(limits: dict[str, int]) -> None:
    """Move into new namespaces, with small private folders, and give up all rights."""
    user, group = os.getuid(), os.getgid()
    _check(_libc.unshare(NEWUSER | NEWPID | NEWNS | NEWIPC | NEWNET | NEWUTS), "unshare")
    for name, content in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        _write(f"/proc/self/{name}", content)
    first = os.fork()
    if first:  # only a child is in the new namespace of processes
        os.closerange(3, 256)
        _, status = os.waitpid(first, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 255)
    _mount(None, "/", None, MS_REC | MS_PRIVATE)
    size = f"size={limits['folder_bytes']},mode=1777"
    for folder in (SCRATCH, HOME, "/dev/shm"):  # noqa: S108
        _mount("tmpfs", folder, "tmpfs", MS_NOSUID | MS_NODEV, size)
    _mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV)
    _write("/proc/sys/user/max_user_namespaces", "0")
    for capability in range(LAST_CAPABILITY + 1):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    header, none = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    _check(_libc.capset(header, none), "capset")
    _check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    if os.uname().machine in KEYCTL:
        _libc.syscall(KEYCTL[os.uname().machine], KEYCTL_JOIN_SESSION_KEYRING, None)  # a ring of keys of its own
    _check(_libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "prctl")
    os.chdir(HOME)


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mount, or raise OSError."""
    words = [word.encode() if word else None for word in (source, target, kind)]
    _check(_libc.mount(*words, ctypes.c_ulong(flags), options.encode() if options else None), f"mount {target}")


def _write(path: str, content: str) -> None:
    with open(path, "w") as file:  # noqa: PTH123
        file.write(content)


def _check(result: int, what: str) -> None:
    """Raise OSError if a system call failed."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def start(arguments: list[str]) -> None:
    """Run as a program: DESCRIPTOR, and "isolated" or "open"."""
    main(int(arguments[0]), arguments[1] == "isolated")
