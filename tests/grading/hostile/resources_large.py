"""Attacks that would bring down the machine, or fill it, if nothing held them: never run them outside a sandbox."""

from typing import Any

from tests.grading.hostile.making import Attack, attack, right, with_cells

MECHANISM = "uses up memory, disk and processes"


def _after_sigmoid(name: str, says: str, cell: str = "", **more: Any) -> Attack:
    """Return an attack that comes behind one honest answer, whose points it may keep."""
    place = "initialize_with_zeros"
    return attack(name, MECHANISM, says, cell, honest=("sigmoid",), place=place, stock=False, **more)


def _fill(folder: str) -> str:
    return f"""
import os, pathlib, tempfile
folder = {folder}
block = os.urandom(1 << 24)
try:
    with open(os.path.join(folder, "mallory-" + str(os.getpid())), "wb", 0) as file:
        while True:
            file.write(block)
except OSError as error:
    print(error)
"""


_FIFTY = [
    f"import time\nstart = time.monotonic()\nwhile time.monotonic() < start + 28:\n    pass\nprint({i})"
    for i in range(50)
]

ATTACKS = [
    _after_sigmoid(
        "memory-one-array",
        "It fills one array of 64 GB, page by page.",
        """
import numpy as np
large = np.empty(8 * 10**9)
for i in range(0, large.size, 10**7):
    large[i : i + 10**7] = 1
""",
    ),
    _after_sigmoid(
        "memory-in-a-call",
        "A function keeps more and more.",
        answers={
            "predict": """
kept = []

def predict(w, b, X):
    while True:
        kept.append(bytearray(b"x") * 10**8)
""",
        },
    ),
    _after_sigmoid(
        "memory-many-processes",
        "Thirty processes fill 1 GB each, none of them above a limit of its own.",
        """
import os, time
for _ in range(30):
    if os.fork() == 0:
        kept = bytearray(b"x") * (1 << 30)
        time.sleep(60)
        os._exit(0)
time.sleep(20)
""",
    ),
    _after_sigmoid(
        "memory-shared",
        "It fills the memory that files in /dev/shm take.",
        _fill('"/dev/shm"'),
    ),
    _after_sigmoid(
        "memory-nameless-file",
        "It fills files that have no name and lie in memory, as many as it can open.",
        """
import os, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
block = bytes(1 << 24)
for _ in range(10_000):
    number = os.memfd_create("mallory")
    try:
        while True:
            os.write(number, block)
    except OSError as error:
        print(error)
""",
    ),
    _after_sigmoid(
        "memory-counted-as-shared",
        "Thirty processes fill 1 GB each that is marked as shared, though nobody shares it.",
        """
import mmap, os, time
for _ in range(30):
    if os.fork() == 0:
        kept = mmap.mmap(-1, 1 << 30)
        for i in range(0, 1 << 30, mmap.PAGESIZE):
            kept[i] = 1
        time.sleep(60)
        os._exit(0)
time.sleep(20)
""",
    ),
    _after_sigmoid(
        "fork-bomb",
        "Processes start processes, as many as there can be.",
        """
import os
while True:
    try:
        os.fork()
    except OSError:
        pass
""",
    ),
    _after_sigmoid(
        "threads",
        "It starts as many threads as there can be.",
        """
import threading, time
while True:
    try:
        threading.Thread(target=time.sleep, args=(3600,), daemon=True).start()
    except RuntimeError:
        time.sleep(0.1)
""",
    ),
    _after_sigmoid("disk-tmp", "It fills the folder of temporary files.", _fill("tempfile.gettempdir()")),
    _after_sigmoid("disk-home", "It fills the home folder.", _fill("pathlib.Path.home()")),
    _after_sigmoid("disk-here", "It fills the folder that it runs in.", _fill("os.getcwd()")),
    _after_sigmoid(
        "disk-small-files",
        "It makes as many empty files as there can be.",
        """
import itertools, pathlib
try:
    for i in itertools.count():
        pathlib.Path(f"mallory-{i}").touch()
except OSError as error:
    print(error)
""",
    ),
    _after_sigmoid("output-printed", "It prints without end.", "while True:\n    print('x' * 10**6)"),
    _after_sigmoid(
        "output-descriptors",
        "It writes without end to the descriptors 1 and 2, behind Python's back.",
        "import os\nwhile True:\n    os.write(1, b'x' * 65536)\n    os.write(2, b'y' * 65536)",
    ),
    _after_sigmoid(
        "output-displays",
        "It displays pictures and HTML without end.",
        """
from IPython.display import HTML, display
while True:
    display(HTML("<b>" + "x" * 10**6 + "</b>"), {"image/png": b"x" * 10**6}, raw=False)
""",
    ),
    _after_sigmoid(
        "output-in-a-call",
        "A function prints without end, to every stream there is.",
        answers={
            "predict": """
def predict(w, b, X):
    import os, sys
    while True:
        print("x" * 10**6)
        sys.__stdout__.write("y" * 10**6)
        sys.stderr.write("z" * 10**6)
        os.write(2, b"z" * 65536)
"""
        },
    ),
    _after_sigmoid(
        "process-of-another",
        "It starts a shell that starts a thousand more, in the background.",
        "import os\nos.system('for i in $(seq 1000); do sleep 600 & done')",
    ),
    attack(
        "fifty-long-cells",
        MECHANISM,
        "Fifty cells take 28 s each.",
        notebook=with_cells(_FIFTY, {"sigmoid": right("sigmoid")}, "initialize_with_zeros"),
        earned=3,
        stock=False,
    ),
]
