"""Attacks that end processes: their own, those above them, all."""

from typing import Any

from tests.grading.hostile.making import Attack, attack, everywhere

MECHANISM = "ends processes"


def _after_sigmoid(name: str, says: str, cell: str = "", **more: Any) -> Attack:
    """Return an attack that comes behind one honest answer, whose points it may keep."""
    return attack(name, MECHANISM, says, cell, honest=("sigmoid",), place="initialize_with_zeros", **more)


ATTACKS = [
    _after_sigmoid("exit-at-once", "It ends its process with success.", "import os\nos._exit(0)"),
    attack(
        "exit-when-called",
        MECHANISM,
        "Each answer ends the process with success as soon as it is called.",
        answers=everywhere("import os; os._exit(0)"),
    ),
    attack(
        "exit-politely",
        MECHANISM,
        "Each answer asks Python to exit, or the kernel to close down, with success.",
        answers={
            **everywhere("raise SystemExit(0)"),
            **{name: f"def {name}(*a):\n    exit()" for name in ("predict", "model")},
            "optimize": "def optimize(*a):\n    get_ipython().ask_exit()",
        },
    ),
    _after_sigmoid("kill-itself", "It kills itself.", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"),
    _after_sigmoid(
        "kill-parent",
        "It kills the process above it, and the one above that.",
        """
import os, pathlib, signal
parent = os.getppid()
try:
    above = int(pathlib.Path(f"/proc/{parent}/stat").read_text().rsplit(")", 1)[1].split()[1])
except (OSError, ValueError):
    above = 1
for process in (above, parent):
    try:
        os.kill(process, signal.SIGKILL)
    except OSError as error:
        print(error)
""",
        stock=False,
    ),
    _after_sigmoid(
        "kill-all",
        "It kills process number one, its group, and every process that it may.",
        """
import os, signal
for how, process in ((os.kill, 1), (os.killpg, 0), (os.kill, -1)):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            how(process, number)
        except OSError as error:
            print(error)
""",
        stock=False,
    ),
    _after_sigmoid(
        "stop-all",
        "It stops its parent and itself, without an end.",
        "import os, signal\nfor process in (os.getppid(), os.getpid()):\n    os.kill(process, signal.SIGSTOP)",
        stock=False,
    ),
    _after_sigmoid("segmentation-fault", "It reads memory at address 0.", "import ctypes\nctypes.string_at(0)"),
    attack(
        "segmentation-fault-when-called",
        MECHANISM,
        "A function reads memory at address 0 when it is called.",
        answers={"predict": "def predict(w, b, X):\n    import ctypes\n    return ctypes.string_at(0)"},
        honest=("sigmoid",),
    ),
    _after_sigmoid(
        "stack-overflow",
        "It lifts the limit of recursion, and lets C call itself until the stack ends.",
        """
import sys, threading
sys.setrecursionlimit(2**31 - 1)

class Deep:
    def __repr__(self):
        return repr([self])

    def __getattr__(self, name):
        return getattr(self, name + "x")

f = lambda: Deep().a
Deep().b
""",
    ),
    _after_sigmoid("abort", "It aborts, and asks for a dump of its memory.", "import os\nos.abort()"),
    _after_sigmoid(
        "another-program",
        "It becomes another program, which ends with success.",
        "import os\nos.execv('/bin/true', ['true'])",
    ),
    _after_sigmoid(
        "descriptors-closed",
        "It closes its standard streams.",
        "import os, sys\nfor number in (0, 1, 2):\n    os.close(number)\nsys.stdout = sys.stderr = sys.stdin = None",
    ),
]
