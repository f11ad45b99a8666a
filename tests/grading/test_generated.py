"""In the sandbox lies a package without the answers of the assignment, and without its checks."""

import ast
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

import dlutils
from dlutils.checks import load
from dlutils.checks.task import Assignment
from dlutils.grading import generated
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError, OwnFailure
from dlutils.grading.generated import write_package
from dlutils.messages import _catalogue, message
from tests.grading.example_class import ROOT

COURSE = Course.find(ROOT)
SOURCE = Path(dlutils.__file__).parent
INSIDE = ("dlutils.checks.call", "dlutils.checks.codec", "dlutils.grading.inside", "dlutils.messages")

assignments = pytest.mark.parametrize("assignment", COURSE.assignments)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """Return a function that writes the package of an assignment, once, and returns the folder that it lies in."""
    folder = tmp_path_factory.mktemp("generated")

    def written(assignment):
        if not (folder / assignment).exists():
            write_package(COURSE, assignment, folder / assignment)
        return folder / assignment

    return written


def files(folder):
    """Return the bytes of all files in a folder, by name."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def environment():
    """Return what the sandbox sets, and nothing else."""
    kept = {"PATH": os.defpath, "HOME": "/nowhere", "MPLBACKEND": "agg", "NBGRADER_EXECUTION": "autograde"}
    return kept | {"PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


RUN = """
import json, sys, warnings
sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in repr(finder).lower()]
sys.path.insert(0, sys.argv[1])
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
shell = InteractiveShell.instance()
answers = []
for source in json.load(sys.stdin):
    with capture_output() as shown:
        result = shell.run_cell(source)
    answers.append([result.success, shown.stdout + shown.stderr, len(shown.outputs)])
import dlutils
assert dlutils.__file__.startswith(sys.argv[1]), dlutils.__file__
json.dump(answers, sys.stdout)
"""


def run_inside(folder, sources, cwd):
    """Return of each cell whether it ran to its end, what it printed, and how much it showed."""
    command = [sys.executable, "-I", "-B", "-c", RUN, str(folder)]
    env = environment() | {"IPYTHONDIR": str(cwd), "HOME": str(cwd)}
    done = subprocess.run(
        command, input=json.dumps(sources), cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def is_import(node):
    """Whether a node of a cell's tree imports something."""
    return isinstance(node, (ast.Import, ast.ImportFrom))


@assignments
def test_a_solved_notebook_runs(assignment, package, tmp_path):
    """Every cell of a solved notebook runs to its end with the package; graded cells say and show nothing.

    Experiments wait while a notebook is graded; what they import is there all the same.
    """
    cells = json.loads(COURSE.solution(assignment).read_text(encoding="utf-8"))["cells"]
    cells = [cell for cell in cells if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    imports = [ast.unparse(node) for source in sources for node in ast.walk(ast.parse(source)) if is_import(node)]
    answers = run_inside(package(assignment), [*sources, *imports], tmp_path)
    assert all(success for success, *_ in answers[len(sources) :]), imports
    graded = 0
    for cell, (success, printed, shown) in zip(cells, answers, strict=False):
        own = cell["metadata"].get("nbgrader", {})
        assert success, printed
        if own.get("grade") and not own.get("solution"):
            graded += 1
            assert (printed, shown) == ("", 0)
    assert graded == len(load(assignment).tasks)


def test_checks_inside_pass_silently(package, tmp_path):
    """Inside, check, grade, ready and total accept anything and say nothing; ready says no. There is no engine."""
    calls = (
        "from dlutils.checks.deep_backward import check, grade, ready, total",
        "assert check(len, hint=2, name='x') is None and grade('a', {}, hidden=True) is None and total({}) is None",
        "assert ready('a', {}) is False",
        "import dlutils.checks.engine",
        "from dlutils.checks.logistic_regression import ASSIGNMENT",
    )
    answers = run_inside(package("logistic-regression"), calls, tmp_path)
    assert [success for success, *_ in answers] == [True, True, True, False, False]
    assert [printed for _, printed, _ in answers[:3]] == [""] * 3


def test_what_is_hidden_says_so(package, tmp_path):
    """A hidden function keeps its place and parameters, and raises NotImplementedError with one sentence."""
    text = message("generated.yours")
    cells = (
        "import inspect\nfrom dlutils import shallow\nfrom dlutils.deep import update_parameters",
        "assert list(inspect.signature(shallow.predict).parameters) == ['parameters', 'X']",
        "assert shallow.predict.__doc__ is None and shallow.predict.__defaults__ is None",
        "try:\n    update_parameters({}, {}, 0.1)\n"
        f"except NotImplementedError as error:\n    assert str(error) == {text!r}\nelse:\n    raise AssertionError",
        "from dlutils import logistic\nassert logistic.predict([[1.0]], 0.0, [[2.0]]) == 1",
    )
    answers = run_inside(package("shallow-network"), cells, tmp_path)
    assert all(success for success, *_ in answers), answers


@assignments
def test_no_word_of_the_checks_is_in_the_folder(assignment, package):
    """No file holds a hint, a problem's text, the public seed, or the name of a function or value of the checks."""
    left = {"checks/call.py", "checks/codec.py"}
    words = {"20260"}
    for path in (path for path in SOURCE.rglob("checks/*.py") if path.relative_to(SOURCE).as_posix() not in left):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                words.add(node.name)
            elif isinstance(node, ast.Assign):
                words |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    here = {f"dlutils/checks/{name.replace('-', '_')}.py" for name in COURSE.assignments}
    told = set(texts({key: value for key, value in _catalogue("en").items() if key != "plain"}))
    copied = [*SOURCE.glob("*.py"), *SOURCE.glob("grading/inside/*.py"), *(SOURCE / name for name in left)]
    shared = set(re.findall(r"\w+", "".join(path.read_text(encoding="utf-8") for path in copied)))
    assert len(words - shared) > 300
    for name, content in files(package(assignment)).items():
        if name in here:
            assert content.decode() == generated._ASSIGNMENT
        elif not name.endswith(".h5"):
            text = content.decode()
            assert not (words - shared) & set(re.findall(r"\w+", text)), name
            assert not [one for one in told if one in text], name


def texts(table):
    """Yield the texts of a catalogue that are sentences."""
    for value in table.values():
        if isinstance(value, dict):
            yield from texts(value)
        elif isinstance(value, str) and len(value) > 30:
            yield value


@assignments
def test_these_files_and_no_others(assignment, package):
    """The folder holds modules, data, one catalogue, and those parts of checks and grading that run inside."""
    found = files(package(assignment) / "dlutils")
    wanted = {path.relative_to(SOURCE).as_posix() for path in [*SOURCE.glob("*.py"), *SOURCE.glob("data/*.h5")]}
    wanted |= {path.relative_to(SOURCE).as_posix() for path in SOURCE.glob("grading/inside/*.py")}
    wanted |= {f"checks/{name.replace('-', '_')}.py" for name in COURSE.assignments}
    copied = {"checks/call.py", "checks/codec.py", "grading/__init__.py", *(w for w in wanted if "/inside/" in w)}
    assert set(found) == wanted | copied | {"checks/__init__.py", "locale/en/common.toml"}
    for name in copied | {name for name in wanted if name.endswith(".h5")} | {"plotting.py", "datasets.py"}:
        assert found[name] == (SOURCE / name).read_bytes()
    for name in copied:  # so none of these can hold an answer
        imported = re.findall(r"(?m)^\s*from (dlutils[\w.]*)", found[name].decode())
        assert all(one.startswith(INSIDE) for one in imported), imported
    for name in generated.CALLING:  # and these say nothing that their catalogue does not hold
        said = re.findall(r'message\(f?"(\w+)\.', found[f"checks/{name}"].decode())
        assert set(said) <= set(generated.TABLES)


def test_the_same_bytes_every_time_and_soon(tmp_path):
    """Two runs write the same bytes, also with another order of hashes, and a run takes less than 0.3 s."""
    name = "deep-backward"
    write_package(COURSE, name, tmp_path / "one")
    code = (
        f"from dlutils.grading.generated import *; from dlutils.grading.course import Course; from pathlib import Path;\
write_package(Course.find(Path({str(ROOT)!r})), {name!r}, Path({str(tmp_path / 'two')!r}))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONHASHSEED": "7"}, cwd=ROOT)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    spent = []
    for i in range(3):
        start = time.process_time()
        write_package(COURSE, name, tmp_path / f"again{i}")
        spent.append(time.process_time() - start)
    assert min(spent) < 0.3


def test_a_folder_that_is_there_is_kept(tmp_path):
    """Nothing is written over a package that is there."""
    (tmp_path / "dlutils").mkdir()
    with pytest.raises(FileExistsError):
        write_package(COURSE, "activations", tmp_path)
    assert files(tmp_path) == {}


@pytest.mark.parametrize(
    "name", ["dlutils.shallow.no_such", "dlutils.nowhere.predict", "dlutils.shallow.HIDDEN_NEURONS"]
)
def test_a_wrong_name_to_hide_is_refused(name, tmp_path, monkeypatch):
    """An assignment that hides what is no function of the reference is our own failure, by name."""
    spoilt = replace(load("activations"), hides=(name,))
    monkeypatch.setattr(generated, "load", lambda wanted: spoilt if wanted == "activations" else load(wanted))
    with pytest.raises(OwnFailure, match=re.escape(name)):
        write_package(COURSE, "activations", tmp_path)


def test_a_copy_under_another_name_is_hidden(tmp_path):
    """A function that does the same as a hidden one, under another name and docstring, is hidden too."""
    body = "{name}(x, y=1):\n    '''{name}'''\n    return x + y\n"
    (tmp_path / "a.py").write_text(
        f"def {body.format(name='right')}\ndef {body.format(name='copied')}", encoding="utf-8"
    )
    (tmp_path / "b.py").write_text(
        f"def {body.format(name='twin')}\ndef other(x, y=2):\n    return x + y", encoding="utf-8"
    )
    modules = {f"dlutils.{name}": generated._Module(tmp_path / f"{name}.py") for name in "ab"}
    hidden = generated._hidden(Assignment("any", hides=("dlutils.a.right",)), modules, set(modules))
    assert hidden == {("dlutils.a", "right"), ("dlutils.a", "copied"), ("dlutils.b", "twin")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import dlutils.guard", "line 1: must say `from dlutils"),
        ("from .guard import whole", "line 1: must say `from dlutils"),
        ("x = 1\nif x:\n    y = 2", "line 2: a If at the top"),
    ],
)
def test_a_module_that_cannot_be_cut_is_refused(text, told, tmp_path):
    """A module of a form that the cut does not understand is our own failure, not a guess."""
    (tmp_path / "strange.py").write_text(text, encoding="utf-8")
    with pytest.raises(OwnFailure, match=told):
        generated._Module(tmp_path / "strange.py")


def test_a_notebook_that_is_not_python_is_refused(tmp_path):
    """A code cell with a line of another language gives one clear error."""
    cell = {"cell_type": "code", "source": "!ls", "metadata": {}, "outputs": [], "execution_count": None}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (tmp_path / "n.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(CourseError, match="must hold Python only"):
        generated._imported_by(tmp_path / "n.ipynb")


def test_hidden_defaults_hold_no_function():
    """Default values of a hidden function stay where they are plain data, and are None where not."""
    (definition,) = ast.parse("def f(a, b=(1, -2.5), *, g=lambda x: x, h='t', r=None): return a").body
    assert (
        ast.unparse(generated._stub(definition)).splitlines()[0] == "def f(a, b=(1, -2.5), *, g=None, h='t', r=None):"
    )
