"""The learner's bundle: all that a learner with nothing but Python needs, the same bytes each time."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import dlutils
from dlutils.grading.bundle import bundle
from dlutils.grading.cli import main
from dlutils.grading.course import Course
from tests.grading.example_class import NAME, ROOT

TOP = f"neural-networks-course-{dlutils.__version__}"
WHEEL = f"dlutils-{dlutils.__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the path of a bundle of this course."""
    return bundle(Course.find(ROOT), tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def files(made):
    """Return the contents of all files of the bundle, by name."""
    with zipfile.ZipFile(made) as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {TOP}
        return {name.removeprefix(f"{TOP}/"): archive.read(name) for name in archive.namelist()}


@pytest.fixture
def copy(tmp_path):
    """Return a copy of what a bundle is made of, in another folder, with other times and permissions."""
    root = tmp_path / "elsewhere"
    for name in ("dlutils", "assignments", "readme"):
        shutil.copytree(ROOT / name, root / name, copy_function=shutil.copyfile)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT", "nbgrader_config.py"):
        shutil.copyfile(ROOT / name, root / name)
    (root / "solutions").mkdir()
    for path in root.rglob("*.py"):
        path.chmod(0o600)
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


def test_it_holds_notebooks_wheel_licences_and_readme(made, files):
    """Every released notebook is in the bundle, byte for byte, with the wheel, the licences and the README."""
    notebooks = {path.name: path.read_bytes() for path in ROOT.glob("assignments/*/*.ipynb")}
    assert f"{NAME}.ipynb" in notebooks
    assert {name: files[name] for name in notebooks} == notebooks
    assert files.keys() == notebooks.keys() | {WHEEL, "LICENSE", "LICENSE-TEXT", "README.md", "README.html"}
    assert made.name == f"{TOP}.zip"


def test_the_wheel_holds_the_whole_package_and_nothing_else(files):
    """Every module, every catalogue and every data file is in the wheel; nothing stale, and no test."""
    with zipfile.ZipFile(io.BytesIO(files[WHEEL])) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    package = {
        p.relative_to(ROOT).as_posix() for p in (ROOT / "dlutils").rglob("*") if p.suffix in {".py", ".toml", ".h5"}
    }
    assert held == package | {"dlutils/py.typed"}


def test_the_readme_says_how_to_begin(files):
    """The README names the wheel, the commands for each system, and the notebooks in the learner's order."""
    text = files["README.md"].decode()
    assert "{{" not in text
    assert f".venv\\Scripts\\python -m pip install {WHEEL} jupyterlab" in text
    assert f".venv/bin/python -m pip install {WHEEL} jupyterlab" in text
    assert f".venv/bin/jupyter lab {NAME}.ipynb" in text
    assert f"%pip install {WHEEL}" in text
    named = re.findall(r"^\d+\. (.+) \(`(.+\.ipynb)`\)$", text, flags=re.MULTILINE)
    released = [path.stem for path in ROOT.glob("assignments/*/*.ipynb")]
    assert [name for _, name in named] == [f"{n}.ipynb" for n in Course.find(ROOT).assignments if n in released]
    assert all(title and not title.endswith(".ipynb") for title, _ in named)


def test_the_readme_is_a_page_as_well(files):
    """README.html is the same text as a page that needs nothing from elsewhere; its links lead to files beside it."""
    page = files["README.html"].decode()
    assert page.startswith("<!DOCTYPE html>")
    assert f"<code>.venv/bin/jupyter lab {NAME}.ipynb\n</code>" in page
    assert "<table>" in page
    assert not re.search(r"<(script|link|img)|url\(|@import", page)
    links = re.findall(r'href="([^"]+)"', page)
    assert {link for link in links if not link.startswith("https://")} <= files.keys()


def test_the_same_course_gives_the_same_bytes(made, copy, tmp_path):
    """Neither the folder, nor the time, nor permissions, nor leftovers of other builds change a byte of the bundle."""
    (copy / "build" / "lib" / "dlutils").mkdir(parents=True)
    (copy / "build" / "lib" / "dlutils" / "stale.py").write_text("", encoding="utf-8")
    (copy / "dlutils" / "__pycache__").mkdir(exist_ok=True)
    (copy / "dlutils" / "__pycache__" / "stale.cpython-311.pyc").write_bytes(b"")
    before = sorted(copy.rglob("*"))
    again = bundle(Course.find(copy), tmp_path / "again")
    assert again.read_bytes() == made.read_bytes()
    assert sorted(copy.rglob("*")) == before


def test_no_path_of_this_machine_is_in_it(files):
    """No file of the bundle, nor of its wheel, names the folder that it was made in."""
    with zipfile.ZipFile(io.BytesIO(files[WHEEL])) as wheel:
        contents = [*files.values(), *(wheel.read(name) for name in wheel.namelist())]
    assert not [content for content in contents if str(ROOT).encode() in content]


def test_the_wheel_installs_and_its_data_loads(files, tmp_path):
    """Installed without its dependencies into a folder, the package finds data, words and checks there."""
    (tmp_path / WHEEL).write_bytes(files[WHEEL])
    target, empty = tmp_path / "target", tmp_path / "empty"
    empty.mkdir()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, "--target", str(target), str(tmp_path / WHEEL)], check=True, cwd=empty)
    code = (
        "import dlutils, dlutils.environment; from dlutils.activations import sigmoid; from dlutils.checks import run; "
        "from dlutils.datasets import load_cats, load_digits; dlutils.environment.say_ready(); "
        "print(load_digits().train_images.shape[1:], load_cats().train_images.shape[1:]); "
        "print(run('logistic-regression', 'sigmoid', sigmoid, seed=0).passed); print(dlutils.__file__)"
    )
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE"))}
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=empty,
        env={**env, "PYTHONPATH": str(target)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    ready, shapes, checked, place = run.stdout.splitlines()
    assert ready.startswith("Ready: Python")
    assert shapes == "(8, 8) (64, 64, 3)"
    assert checked == "True"
    assert Path(place).is_relative_to(target)


def test_the_command_prints_the_path(copy, monkeypatch):
    """`dlcourse bundle` writes to _build/bundle/ of the course, and prints the path alone."""
    monkeypatch.chdir(copy)
    run = CliRunner().invoke(main, ["bundle"])
    assert run.exit_code == 0
    assert Path(run.stdout.strip()) == copy / "_build" / "bundle" / f"{TOP}.zip"
    assert [path.name for path in (copy / "_build" / "bundle").iterdir()] == [f"{TOP}.zip"]


@pytest.mark.parametrize(("missing", "told"), [("assignments", "Run `dlcourse release`"), ("dlutils", "checkout")])
def test_what_is_missing_is_said_in_one_line(copy, monkeypatch, missing, told):
    """Without notebooks, or without the package's source, the command says what to do and ends with exit code 2."""
    shutil.rmtree(copy / missing)
    monkeypatch.chdir(copy)
    run = CliRunner().invoke(main, ["bundle"])
    assert run.exit_code == 2
    assert told in run.output
    assert "Traceback" not in run.output
