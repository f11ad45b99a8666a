"""The page "Write your own exercise", followed to the letter in a copy of the course."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "appendix" / "write-your-own-exercise.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```\{code-block\} \w+\n:caption: ([^\n]+)\n\n(.*?)```", PAGE, re.DOTALL))
COMMANDS = [block.split("\n") for block in re.findall(r"```bash\n(.*?)\n```", PAGE, re.DOTALL)]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a copy of what the course needs, and a function that runs a command in it."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "dlutils", folder / "dlutils", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    (folder / "solutions").mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }

    def run(*command):
        words = [sys.executable, "-m", "dlutils.grading.cli", *command[1:]] if command[0] == "dlcourse" else command
        return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)

    return folder, run


def test_the_page_works_to_the_letter(course):
    """Every command and every file of the page, in its order, ends in a sound exercise that names mistakes."""
    folder, run = course
    first, second, third = COMMANDS
    for line in first:
        result = run(*line.split())
        assert result.returncode == 0, result.stdout + result.stderr
    assert "softmax-cost: sound" in result.stdout

    for caption in ("dlutils/checks/softmax_cost.py", "dlutils/locale/en/softmax-cost.toml"):
        (folder / caption).write_text(BLOCKS[caption], encoding="utf-8")
    tried = run(sys.executable, "-c", BLOCKS["in a Python console"])
    right, _, wrong = tried.stdout.partition("\n")
    assert right == "softmax_cost is right."
    assert BLOCKS["what the learner sees"].strip() in wrong

    path = folder / "solutions" / "softmax-cost" / "softmax-cost.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for name in ("task-softmax_cost", "softmax_cost"):
        (cell,) = (cell for cell in notebook.cells if cell.id == name)
        cell.source = BLOCKS[f"cell {name}"].rstrip("\n")
    nbformat.write(notebook, path)
    for line in second:
        result = run(*line.split())
        assert result.returncode == 0, result.stdout + result.stderr
    assert "softmax-cost: sound" in result.stdout

    start, grade = third
    assert run(*start.split()).returncode == 0
    blank = run(*grade.split())
    assert blank.returncode == 1
    assert "softmax-cost: 0 of 2 points" in blank.stdout


def test_new_never_overwrites(course):
    """A second call for the same name, and names of a wrong form, are refused in one line, and nothing is written."""
    folder, run = course
    before = sorted(path for path in folder.rglob("*") if "__pycache__" not in path.parts)
    for words in (("softmax-cost", "f"), ("Softmax Cost", "f"), ("another", "2f"), ("../x", "f")):
        result = run("dlcourse", "new", *words)
        assert result.returncode == 2
        assert len(result.stderr.strip().splitlines()) == 1
    assert sorted(path for path in folder.rglob("*") if "__pycache__" not in path.parts) == before
