"""What nbgrader would follow, wait for or stumble over is moved out of its way, and everybody else is graded."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.grading import example_class
from tests.grading.example_class import NAME, ROOT

PRIVATE = "no business of anybody's"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """Grade, with nbgrader's own command, a class of which half is not as it should be; return its folder."""
    here = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "solutions" / NAME, here / "solutions" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", here)
    (here / "secret.txt").write_text(PRIVATE)
    right = json.dumps(example_class.solved())
    for student in ("ada", "link", "pipe", "linked", "broken", "deep", "zoe"):
        folder = here / "submitted" / student / NAME
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_text(right, encoding="utf-8")
    of = {student: here / "submitted" / student / NAME for student in ("link", "pipe", "linked", "broken", "deep")}
    (of["link"] / "data.txt").symlink_to(here / "secret.txt")
    (of["link"] / "all").symlink_to(here)
    os.mkfifo(of["pipe"] / "data.txt")
    (of["linked"] / f"{NAME}.ipynb").unlink()
    (of["linked"] / f"{NAME}.ipynb").symlink_to(of["link"] / f"{NAME}.ipynb")
    (of["broken"] / f"{NAME}.ipynb").write_text(right[: len(right) // 2])
    (of["deep"] / f"{NAME}.ipynb").write_text("[" * 100_000 + "]" * 100_000)
    (here / "submitted" / "mia").symlink_to(here / "submitted" / "ada")
    beside = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join([beside, os.environ.get("PATH", "")])}
    for words in (["generate_assignment", NAME], ["autograde", NAME]):
        run = subprocess.run(
            [f"{beside}/nbgrader", *words, "--Judge.isolated=False"],
            cwd=here,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert "mia" in run.stderr  # whose folder was a link: nothing is left to be graded
    return here


@pytest.mark.parametrize(
    ("student", "score"),
    [("ada", 30), ("link", 30), ("pipe", 30), ("linked", 0), ("broken", 0), ("deep", 0), ("zoe", 30)],
)
def test_everybody_has_a_grade(course, student, score):
    """What is right in a submission counts, and what is wrong with one costs no other one anything."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        assert book.find_submission(NAME, student).score == score


def test_nothing_is_followed(course):
    """No copy of what a link points to is made, and no pipe is waited for."""
    copied = [path for path in (course / "autograded").rglob("*") if path.is_file() and path.suffix != ".ipynb"]
    assert not any(PRIVATE in path.read_text(errors="replace") for path in copied)
    assert not list((course / "autograded").rglob("data.txt"))
    assert not (course / "autograded" / "mia").exists()


@pytest.mark.parametrize(
    ("student", "name", "reason"),
    [
        ("link", "data.txt", "link"),
        ("link", "all", "link"),
        ("pipe", "data.txt", "special file"),
        ("linked", f"{NAME}.ipynb", "link"),
        ("broken", f"{NAME}.ipynb", "not JSON"),
        ("deep", f"{NAME}.ipynb", "nested too deep"),
        ("mia", "mia", "link"),
    ],
)
def test_nothing_is_lost(course, student, name, reason):
    """What was moved lies in set-aside/, with the reason beside it."""
    folder = course / "set-aside" / student / NAME
    assert os.path.lexists(folder / name)
    assert [line for line in (folder / "why.txt").read_text().splitlines() if name in line and reason in line]


@pytest.mark.parametrize(("student", "said"), [("broken", "it is not JSON"), ("deep", "it is nested too deep")])
def test_formgrader_shows_why(course, student, said):
    """A notebook that could not be read is graded as a blank one, at whose head the reason stands."""
    graded = nbformat.read(course / "autograded" / student / NAME / f"{NAME}.ipynb", as_version=4)
    assert said in "".join(cell.source for cell in graded.cells if cell.cell_type == "markdown")


def test_a_grade_without_a_sandbox_says_so(course):
    """The graded notebook says it to people at its head, and to programs in its metadata."""
    graded = nbformat.read(course / "autograded" / "ada" / NAME / f"{NAME}.ipynb", as_version=4)
    assert "graded without a sandbox" in graded.cells[0].source
    assert graded.metadata["dlcourse"]["sandbox"] is False
