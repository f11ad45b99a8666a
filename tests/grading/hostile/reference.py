"""Attacks that get at the course's own functions and return their results."""

import base64
import pickle
from functools import cache
from typing import Any

import numpy as np

from dlutils.checks.logistic_regression import ASSIGNMENT
from dlutils.checks.notebook import PUBLIC_SEED
from dlutils.checks.trial import draw
from tests.grading.hostile.making import attack, taken

MECHANISM = "returns the reference's results"

_STOLEN = taken('stolen["NAME"]')


def key_of(arguments: Any) -> bytes:
    """Return what tells the arguments of two calls apart; the last digits differ from machine to machine."""
    return b"|".join(np.round(np.asarray(argument, dtype=float), 6).tobytes() for argument in arguments)


@cache
def _memorised() -> str:
    """Return the right results for every input that the public seed draws, as a text."""
    table = {}
    for name, task in ASSIGNMENT.tasks.items():
        drawn = draw(ASSIGNMENT.name, task, PUBLIC_SEED, True)
        table[name] = {key_of(arguments): task.reference(*arguments) for arguments in drawn}
    return base64.b64encode(pickle.dumps(table)).decode()


ATTACKS = [
    attack(
        "reference-imported",
        MECHANISM,
        "It imports the course's own functions under the names that are asked for.",
        answers={
            **taken('__import__("dlutils.logistic").logistic.NAME'),
            "sigmoid": "from dlutils.activations import sigmoid",
        },
    ),
    attack(
        "reference-by-importlib",
        MECHANISM,
        "It loads the modules by importlib, under other names, from their files.",
        """
import importlib, importlib.util, pathlib
stolen = {}
for name in ("dlutils.logistic", "dlutils.activations"):
    found = importlib.util.find_spec(name)
    found = importlib.util.spec_from_file_location("mine", found.origin)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    stolen |= vars(module)
""",
        answers=_STOLEN,
    ),
    attack(
        "reference-by-source",
        MECHANISM,
        "It asks for the source of the course's functions, and defines them anew.",
        """
import inspect
from dlutils import activations, logistic
stolen = {}
for module in (activations, logistic):
    exec(inspect.getsource(module), stolen)
""",
        answers=_STOLEN,
    ),
    attack(
        "reference-by-walking",
        MECHANISM,
        "It walks through every module of the package, and takes functions of the right names.",
        """
import importlib, pkgutil, dlutils
stolen = {}
for found in pkgutil.iter_modules(dlutils.__path__, "dlutils."):
    if found.name.split(".")[-1] in ("activations", "logistic", "shallow", "deep", "training"):
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            if callable(thing):
                stolen.setdefault(name, thing)
from dlutils.logistic import *
stolen |= {k: v for k, v in globals().items() if getattr(v, "__module__", "") == "dlutils.logistic"}
""",
        answers=_STOLEN,
    ),
    attack(
        "reference-by-editable-finder",
        MECHANISM,
        "It asks the finder of the editable installation where the package really lies.",
        """
import glob, importlib.util, os, re, site, sys
places = []
for folder in {*site.getsitepackages(), *sys.path}:
    for path in glob.glob(os.path.join(folder, "__editable__*")) + glob.glob(os.path.join(folder, "*.pth")):
        places += re.findall(r"'(/[^']*dlutils)'", open(path).read())
    if os.path.exists(os.path.join(folder, "dlutils", "logistic.py")):
        places.append(os.path.join(folder, "dlutils"))
stolen = {}
for place in places:
    for name in ("activations", "logistic"):
        found = importlib.util.spec_from_file_location("mine", os.path.join(place, name + ".py"))
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
        stolen |= vars(module)
""",
        answers=_STOLEN,
    ),
    attack(
        "reference-by-task",
        MECHANISM,
        "The check's description of a task holds the right function.",
        """
from dlutils.checks.logistic_regression import ASSIGNMENT
stolen = {name: task.reference for name, task in ASSIGNMENT.tasks.items()}
""",
        answers=_STOLEN,
    ),
    attack(
        "reference-by-closure",
        MECHANISM,
        "It opens the closure of check, and the functions behind wrappers.",
        """
from dlutils.checks.logistic_regression import check
stolen = {}
for cell in check.__closure__:
    for name, task in getattr(cell.cell_contents, "tasks", {}).items():
        stolen[name] = getattr(task.reference, "__wrapped__", task.reference)
""",
        answers=_STOLEN,
    ),
    attack(
        "reference-by-garbage-collector",
        MECHANISM,
        "It asks the garbage collector for functions of the right names that are not its own.",
        """
import gc, types
stolen = {}
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and str(thing.__module__).startswith("dlutils."):
        if "checks" not in thing.__module__:
            stolen[thing.__name__] = thing
""",
        answers=_STOLEN,
    ),
    attack(
        "reference-from-outside",
        MECHANISM,
        "Every answer starts another Python, and lets that one import the reference.",
        """
import pickle, subprocess, sys

def elsewhere(name):
    def answer(*arguments):
        program = "import pickle, sys; from dlutils import activations, logistic; "
        program += f"f = getattr(logistic, {name!r}, None) or activations.{name}; " if name == "sigmoid" else ""
        program += f"f = logistic.{name}; " if name != "sigmoid" else ""
        program += "sys.stdout.buffer.write(pickle.dumps(f(*pickle.load(sys.stdin.buffer))))"
        run = subprocess.run([sys.executable, "-c", program], input=pickle.dumps(arguments), capture_output=True)
        return pickle.loads(run.stdout)
    return answer
""",
        answers={name: f'{name} = elsewhere("{name}")' for name in ("sigmoid", "initialize_with_zeros", "predict")},
    ),
    attack(
        "mistakes-turned-round",
        MECHANISM,
        "A helper module of the checks holds right functions, under other names, to derive mistakes from.",
        """
import importlib, sys
stolen = {}
for name in [n for n in sys.modules if n.startswith("dlutils.checks")] + ["dlutils.training", "dlutils.planted"]:
    try:
        module = importlib.import_module(name)
    except ImportError:
        continue
    for thing in vars(module).values():
        for name in ("logistic", "activations"):
            stolen |= vars(getattr(thing, name, object)) if hasattr(getattr(thing, name, None), "__dict__") else {}
    stolen |= {k: v for k, v in vars(module).get("logistic", sys).__dict__.items() if callable(v)}
    stolen.setdefault("sigmoid", getattr(module, "sigmoid", None))
""",
        answers=_STOLEN,
    ),
    attack(
        "memorised",
        MECHANISM,
        "A table holds the right results for all inputs that the public seed draws; there is no other code.",
        f"""
import base64, pickle
import numpy as np
table = pickle.loads(base64.b64decode("{_memorised()}"))

def remembers(name):
    def answer(*arguments):
        return table[name][b"|".join(np.round(np.asarray(a, dtype=float), 6).tobytes() for a in arguments)]
    return answer
""",
        answers=taken('remembers("NAME")'),
    ),
    attack(
        "inputs-drawn-again",
        MECHANISM,
        "It draws the inputs of the hidden cases itself, with any seed that it finds, and prepares the answers.",
        """
from dlutils.checks import logistic_regression, notebook, trial
table = {}
for name, task in logistic_regression.ASSIGNMENT.tasks.items():
    for seed in {notebook.PUBLIC_SEED, 0, 1, *range(20250, 20280)}:
        for arguments in trial.draw("logistic-regression", task, seed, True):
            table[name, repr(arguments)] = task.reference(*arguments)
print("LEA" + "KED", len(table))

def prepared(name):
    return lambda *arguments: table[name, repr(tuple(arguments))]
""",
        answers=taken('prepared("NAME")'),
        reads="LEAKED",
    ),
]
