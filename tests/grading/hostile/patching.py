"""Attacks that change the test tools: the checks, NumPy, Python's builtins, or what an import finds."""

from tests.grading.hostile.making import HOLLOW, attack

MECHANISM = "changes the test tools"

_FAKE_GRADE = "lambda *arguments, **more: None"

ATTACKS = [
    attack(
        "grade-replaced",
        MECHANISM,
        "It puts a function that says nothing in the place of grade.",
        f"import dlutils.checks.logistic_regression as checks\nchecks.grade = {_FAKE_GRADE}",
    ),
    attack(
        "evaluate-patched",
        MECHANISM,
        "The engine that evaluates functions finds all of them right.",
        """
from types import SimpleNamespace
from dlutils.checks import notebook

def evaluate(assignment, name, *rest, **more):
    points = assignment.tasks[name].points
    return SimpleNamespace(score=1.0, points=points, passed=True, text=lambda *a: "", html=lambda *a: "")

notebook.evaluate = evaluate
""",
    ),
    attack(
        "score-not-a-number",
        MECHANISM,
        "Every score is nan, which is neither 0 nor a number of points.",
        'from dlutils.checks.report import Report\nReport.score = property(lambda self: float("nan"))',
    ),
    attack(
        "code-swapped",
        MECHANISM,
        "The function grade stays the same object, and gets other code.",
        """
from dlutils.checks.logistic_regression import grade

def make():
    cells = {name: None for name in grade.__code__.co_freevars}
    source = "def make():\\n"
    for name in cells:
        source += f"    {name} = None\\n"
    source += "    def grade(name, namespace, hidden=False):\\n"
    source += f"        ({', '.join(cells)},)\\n        return None\\n    return grade"
    space = {}
    exec(source, space)
    return space["make"]()

grade.__code__ = make().__code__
""",
    ),
    attack(
        "right-by-trial",
        MECHANISM,
        "The check's own list of calls gets the right results in the place of those that came.",
        """
import dataclasses
from dlutils.checks import engine
from dlutils.checks.call import Outcome

before = engine.trials_of
engine.trials_of = lambda *a: [dataclasses.replace(t, outcome=Outcome("value", t.want)) for t in before(*a)]
""",
    ),
    attack(
        "comparisons-patched",
        MECHANISM,
        "No comparison of the checks finds a problem any more.",
        """
from dlutils.checks import compare
for kind in (compare.Array, compare.Scalar, compare.Numbers):
    kind.problem = lambda self, got, want: None
""",
        answers=HOLLOW,
    ),
    attack(
        "isclose-patched",
        MECHANISM,
        "For NumPy all numbers are close to each other, whatever function compares them.",
        """
import numpy as np
import numpy.testing
np.isclose = lambda a, b, **more: np.ones(np.broadcast(a, b).shape, bool)
np.allclose = np.array_equal = lambda *a, **more: True
for name in ("assert_allclose", "assert_array_equal", "assert_almost_equal", "assert_equal"):
    setattr(np.testing, name, lambda *a, **more: None)
""",
        answers=HOLLOW,
    ),
    attack(
        "builtins-patched",
        MECHANISM,
        "Python's sum, all and abs answer what suits a score.",
        """
import builtins, sys
_sum, _all = builtins.sum, builtins.all

def by_the_report(function, otherwise):
    def fake(*arguments, **more):
        mine = sys._getframe(1).f_code.co_filename.endswith("report.py")
        return otherwise if mine else function(*arguments, **more)
    return fake

builtins.sum = by_the_report(_sum, 1.0)
builtins.all = by_the_report(_all, True)
""",
    ),
    attack(
        "import-patched",
        MECHANISM,
        "The import statement of a graded cell gets another module.",
        """
import builtins, types
_import = builtins.__import__

def fake(name, *rest, **more):
    if "checks" in name:
        nothing = lambda *a, **k: None
        return types.SimpleNamespace(grade=nothing, check=nothing, ready=lambda *a: False, total=nothing)
    return _import(name, *rest, **more)

builtins.__import__ = fake
""",
    ),
    attack(
        "module-replaced",
        MECHANISM,
        "The table of loaded modules holds a forged module of checks.",
        """
import sys, types
fake = types.ModuleType("dlutils.checks.logistic_regression")
fake.grade = fake.check = fake.total = lambda *a, **k: None
fake.ready = lambda *a: False
sys.modules[fake.__name__] = fake
""",
    ),
    attack(
        "patched-later",
        MECHANISM,
        "A thread waits until graded cells run, and changes the checks then, again and again.",
        """
import threading, time

def later():
    while True:
        import dlutils.checks.logistic_regression as checks
        checks.grade = lambda *a, **k: None
        time.sleep(0.01)

threading.Thread(target=later, daemon=True).start()
""",
    ),
    attack(
        "tracing",
        MECHANISM,
        "A trace function changes the variable report in the frame of grade.",
        """
import sys
from types import SimpleNamespace

def trace(frame, event, argument):
    if frame.f_code.co_name != "grade":
        return None
    if "report" in frame.f_locals:
        frame.f_locals["report"] = SimpleNamespace(score=1.0, points=10, passed=True, text=lambda *a: "")
    return trace

sys.settrace(trace)
""",
    ),
    attack(
        "profiling",
        MECHANISM,
        "A profile function sees the list of calls return, and fills in the right results.",
        """
import sys

def profile(frame, event, argument):
    if event == "return" and frame.f_code.co_name == "trials_of" and argument:
        from dlutils.checks.call import Outcome
        for trial in argument:
            object.__setattr__(trial, "outcome", Outcome("value", trial.want))

sys.setprofile(profile)
""",
    ),
    attack(
        "garbage-collector",
        MECHANISM,
        "It asks the garbage collector for the tasks, and takes away their cases.",
        """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Task":
        for name in ("cases", "hidden_cases"):
            object.__setattr__(thing, name, ())
""",
    ),
    attack(
        "memory-written",
        MECHANISM,
        "With ctypes it overwrites the pointer to the code of a function of the checks.",
        """
import ctypes
from dlutils.checks import trial

def none(task, part, trials):
    return None

old, new = trial.first_problem, none
words = ctypes.cast(id(old), ctypes.POINTER(ctypes.c_size_t))
place = next(i for i in range(2, 16) if words[i] == id(old.__code__))
ctypes.pythonapi.Py_IncRef(ctypes.py_object(new.__code__))
words[place] = id(new.__code__)
""",
    ),
    attack(
        "folder-with-dlutils",
        MECHANISM,
        "A folder dlutils beside the notebook is found in the place of the installed one.",
        """
import os, sys
sys.path.insert(0, os.getcwd())
for name in [n for n in sys.modules if n.startswith("dlutils")]:
    del sys.modules[name]
""",
        files={
            "dlutils/__init__.py": b"",
            "dlutils/checks/__init__.py": b"",
            "dlutils/checks/logistic_regression.py": (
                b"grade = check = total = lambda *a, **k: None\nready = lambda *a: False\n"
            ),
        },
    ),
    attack(
        "file-numpy",
        MECHANISM,
        "A file numpy.py beside the notebook loads the real NumPy, and changes it.",
        answers=HOLLOW,
        files={
            "numpy.py": b"""
import sys
here, sys.path = sys.path, [p for p in sys.path if p and "site-packages" in p or "lib/python" in p]
del sys.modules["numpy"]
import numpy
sys.path = here
numpy.isclose = lambda a, b, **more: numpy.ones(numpy.broadcast(a, b).shape, bool)
""",
        },
    ),
]
