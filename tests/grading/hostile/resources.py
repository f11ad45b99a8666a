"""Attacks on the time of the grader, and on limits that one process can reach without harm to others."""

from typing import Any

from tests.grading.hostile.making import Attack, attack, right, with_cells

MECHANISM = "uses up time"


def _after_sigmoid(name: str, says: str, cell: str = "", **more: Any) -> Attack:
    """Return an attack that comes behind one honest answer, whose points it may keep."""
    return attack(name, MECHANISM, says, cell, honest=("sigmoid",), place="initialize_with_zeros", **more)


ATTACKS = [
    _after_sigmoid("endless-cell", "A cell never ends.", "while True:\n    pass"),
    _after_sigmoid(
        "endless-call",
        "A function never ends.",
        answers={"propagate": "def propagate(w, b, X, Y):\n    while True:\n        pass"},
    ),
    _after_sigmoid(
        "endless-and-stubborn",
        "A function swallows every interruption and goes on.",
        answers={
            "propagate": """
def propagate(w, b, X, Y):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue
"""
        },
        stock=False,
    ),
    _after_sigmoid(
        "cell-stubborn",
        "A cell swallows every interruption and goes on.",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
        stock=False,
    ),
    _after_sigmoid(
        "alarms-ignored",
        "All signals are ignored or blocked, and timers are put off, before a function that never ends.",
        """
import signal
for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
signal.setitimer = signal.alarm = lambda *a: (0, 0)
signal.signal = lambda *a: None
signal.pthread_sigmask = lambda *a: set()
""",
        answers={"propagate": "def propagate(w, b, X, Y):\n    while True:\n        pass"},
        stock=False,
    ),
    _after_sigmoid(
        "one-long-instruction",
        "One call into C that no signal interrupts.",
        "sum(range(10**18))",
        stock=False,
    ),
    _after_sigmoid("sleeping", "A cell sleeps for an hour.", "import time\ntime.sleep(3600)"),
    _after_sigmoid(
        "thread-held",
        "The cell ends, and a thread without end keeps the interpreter busy.",
        """
import sys, threading
sys.setswitchinterval(10)

def busy():
    while True:
        sum(range(10**6))

threading.Thread(target=busy, daemon=True).start()
""",
        stock=False,
    ),
    _after_sigmoid(
        "looks-of-a-name",
        "Asking what an object is takes for ever.",
        """
class Slow(type):
    def __instancecheck__(cls, other):
        while True:
            pass

class Endless:
    @property
    def __class__(self):
        while True:
            pass

    @property
    def __name__(self):
        while True:
            pass

    def __call__(self, *a):
        return Endless()

propagate_2 = Endless()
""",
        answers={"predict": "predict = Endless()"},
    ),
    _after_sigmoid(
        "recursion",
        "A function calls itself without end.",
        answers={"predict": "def predict(w, b, X):\n    return predict(w, b, X)"},
    ),
    _after_sigmoid(
        "nested-lists",
        "The result is a list in a list, a million deep.",
        """
deep = []
for _ in range(1_000_000):
    deep = [deep]
""",
        answers={
            "predict": "def predict(w, b, X):\n    return deep",
            "optimize": "def optimize(*a):\n    return deep, {}, []",
        },
    ),
    _after_sigmoid(
        "long-numbers",
        "Results are whole numbers of a million digits, and texts of ten million characters.",
        "long = 10**1_000_000",
        answers={
            "predict": "def predict(w, b, X):\n    return long",
            "propagate": """
def propagate(w, b, X, Y):
    return {"dw": [long] * 5, "db": "x" * 10**7, long: long}, long
""",
        },
    ),
    _after_sigmoid(
        "many-values",
        "The result holds ten million numbers, one by one.",
        answers={"predict": "def predict(w, b, X):\n    return [[0.0] * 10**7]"},
    ),
    _after_sigmoid(
        "descriptors",
        "It opens as many files as it can.",
        """
import os
opened = []
try:
    while True:
        opened.append(os.dup(2))
except OSError as error:
    print(error)
""",
    ),
    _after_sigmoid(
        "many-names",
        "It binds three hundred thousand functions, some of them under very long names.",
        "globals().update({f'f{i}': print for i in range(300_000)} | {'g' * 10**6 + str(i): print for i in range(5)})",
    ),
    attack(
        "many-cells",
        MECHANISM,
        "Fifteen hundred cells are added to the notebook, the last of them very long.",
        notebook=with_cells(
            ["pass"] * 1_500 + ["pass\n" * 20_000], {"sigmoid": right("sigmoid")}, "initialize_with_zeros"
        ),
        earned=3,
    ),
]
