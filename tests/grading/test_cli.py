"""The command dlcourse: what it prints, its exit codes, and that it never overwrites a person's work."""

import json
import shutil
import socket

import pytest
from click.testing import CliRunner

from dlutils.grading.cli import main
from tests.grading import example_class
from tests.grading.example_class import NAME, ROOT


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a copy of the course as the current folder."""
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def dlcourse(*words):
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def test_help_lists_every_command_and_each_explains_itself():
    """`--help` names all commands; each command's own help says what it does."""
    listed = dlcourse("--help").output
    for name, command in main.commands.items():
        assert name in listed
        assert command.help
        assert dlcourse(name, "--help").exit_code == 0


def test_start_copies_once_and_never_overwrites(course):
    """A first start makes work/NAME; a second one leaves a learner's file as it is, and says so."""
    first = dlcourse("start", NAME)
    path = course / "work" / NAME / f"{NAME}.ipynb"
    assert (first.exit_code, path.read_bytes()) == (0, (course / "assignments" / NAME / f"{NAME}.ipynb").read_bytes())
    path.write_text("my work", encoding="utf-8")
    second = dlcourse("start", NAME)
    assert second.exit_code == 0
    assert "there already" in second.output
    assert path.read_text(encoding="utf-8") == "my work"


def test_a_learner_grades_and_sees_progress(course):
    """Grading prints points and what to look at, exit code 1 while points are missing; progress remembers."""
    assert "not started: dlcourse start" in dlcourse("progress").output
    path = course / "work" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(example_class.solved(predict=example_class.FLAT)), encoding="utf-8")
    assert "started, not graded yet" in dlcourse("progress").output
    graded = dlcourse("grade", NAME)
    assert graded.output == dlcourse("grade", path).output
    assert graded.exit_code == 1
    assert "✗ predict" in graded.output
    assert "must have shape (1, 6); got (6,)" in graded.output
    assert graded.output.strip().endswith(f"{NAME}: 26.2 of 30 points")
    rows = json.loads(dlcourse("progress", "--json").output)
    assert [row["assignment"] for row in rows if row["started"]] == [NAME]
    want = {"assignment": NAME, "started": True, "score": pytest.approx(26.2), "max_score": 30.0, "waiting": 0}
    assert want in rows
    assert "26.2 of 30 points" in dlcourse("progress").output


def test_grade_as_json(course):
    """With --json, grade prints its result as data, and touches no gradebook."""
    path = course / "some name.ipynb"
    path.write_text(json.dumps(example_class.blank()), encoding="utf-8")
    run = dlcourse("grade", path, "--json", "--assignment", NAME)
    result = json.loads(run.output)
    assert (run.exit_code, result["score"], result["max_score"], result["assignment"]) == (1, 0, 30, NAME)
    assert not (course / "gradebook.db").exists()


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["start", "no-such"], 2, f"assignment must be one of {NAME}"),
        (["autograde", NAME], 2, "must hold submissions"),
        (["autograde", "no-such"], 2, "assignment must be one of"),
        (["export"], 2, "must hold a gradebook"),
        (["serve"], 2, "Run `dlcourse build` first"),
        (["grade", "missing.ipynb"], 2, "there is no such file"),
        (["grade", NAME], 2, "dlcourse start"),
        (["autograde", NAME, "--jobs", "0"], 2, "--jobs"),
    ],
)
def test_wrong_use_gives_one_line_and_code_2(course, words, code, text):
    """What a person can mend gives one line that says how, exit code 2, and no traceback."""
    run = dlcourse(*words)
    assert run.exit_code == code
    assert text in run.output
    assert "Traceback" not in run.output


@pytest.mark.parametrize("content", ["{", "{}", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'])
def test_a_broken_release_gives_one_line(course, content):
    """A release that is no notebook, or another one than the solution generates, is named with its remedy."""
    (course / "submitted").mkdir()
    (course / "assignments" / NAME / f"{NAME}.ipynb").write_text(content, encoding="utf-8")
    run = dlcourse("autograde", NAME)
    assert run.exit_code == 2
    assert "Run `dlcourse release`" in run.output


def test_outside_of_a_course(tmp_path, monkeypatch):
    """In a folder that belongs to no course, every command says so."""
    monkeypatch.chdir(tmp_path)
    assert "must lie in a course" in dlcourse("progress").output
    assert dlcourse("progress").exit_code == 2


def test_serve_says_if_the_port_is_taken(course):
    """A port in use gives one line with a remedy."""
    (course / "_build" / "html").mkdir(parents=True)
    (course / "_build" / "html" / "index.html").write_text("x", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = dlcourse("serve", "--port", taken.getsockname()[1])
    assert run.exit_code == 2
    assert "must be free" in run.output


def test_strange_folders_do_not_stop_the_batch(course):
    """Odd names, files among folders, links and empty folders are named or passed over; the others are graded."""
    submitted = course / "submitted"
    (submitted / "empty" / NAME).mkdir(parents=True)
    (submitted / "a*b" / NAME).mkdir(parents=True)
    (submitted / "a*b" / NAME / f"{NAME}.ipynb").write_text("{}", encoding="utf-8")
    (submitted / "notes.txt").write_text("x", encoding="utf-8")
    (submitted / "link").symlink_to(course)
    run = dlcourse("autograde", NAME, "--json", "--jobs", 1)
    found = {r["student"]: r for r in json.loads(run.output)}
    assert set(found) == {"empty", "a*b"}
    assert found["empty"]["status"] == "not gradable"
    assert found["empty"]["notes"] == ["there is no notebook (.ipynb) in it"]
    assert found["a*b"]["status"] == "failed"
    assert "rename it" in found["a*b"]["notes"][0]
    assert run.exit_code == 1
