"""A copy of the course without solutions/: what learners do works there, and what needs a solution says so."""

import copy
import json
import re
import shutil

import nbformat
import pytest
from click.testing import CliRunner

from dlutils.grading import intake, learner
from dlutils.grading.cli import main
from dlutils.grading.course import Course
from tests.grading import example_class
from tests.grading.example_class import NAME, ROOT

WHOLE = Course(ROOT, ROOT)
SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n"


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """Return a copy of the course without solutions/ as the current folder."""
    shutil.copytree(ROOT / "assignments", tmp_path / "assignments")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    return Course.find()


def dlcourse(*words):
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def graded_cells(rebuilt):
    """Return the code of the graded cells, without comments and empty lines."""
    own = (cell for cell in rebuilt.notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
    return [re.sub(r"(?m)^\s*(#.*)?\n", "", f"{cell.source}\n") for cell in own]


def graded_by_hand(course, test):
    """Put a test in the place of the graded cell of sigmoid; return the notebook of one who has solved it."""
    released = course.released(NAME)
    notebook = nbformat.read(released, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "grade-sigmoid").source = test
    nbformat.write(notebook, released)
    path = learner.own_notebook(course, NAME)
    path.parent.mkdir(parents=True)
    solved = copy.deepcopy(notebook)
    next(cell for cell in solved.cells if cell.id == "sigmoid").source = SIGMOID
    nbformat.write(solved, path)
    return path


def test_a_learner_starts_and_sees_progress(mirror):
    """The assignments are those that are released; one can be started, and progress lists them all."""
    assert mirror.assignments == WHOLE.assignments
    started = dlcourse("start", NAME)
    assert (started.exit_code, learner.own_notebook(mirror, NAME).is_file()) == (0, True)
    progress = dlcourse("progress")
    assert progress.exit_code == 0
    assert f"{NAME:<24} started, not graded yet" in progress.output
    assert "not started: dlcourse start hyperparameters" in progress.output


def test_a_learner_gets_the_same_grade(mirror, monkeypatch):
    """`dlcourse grade` prints what it prints in the course with solutions, also for a file that it has to recognise."""
    path = mirror.root / "mine.ipynb"
    path.write_text(json.dumps(example_class.solved(predict=example_class.FLAT)), encoding="utf-8")
    here = dlcourse("grade", path)
    assert "26.2 of 30 points" in here.output
    monkeypatch.chdir(ROOT)
    there = dlcourse("grade", path)
    assert (here.output, here.exit_code) == (there.output, there.exit_code)


@pytest.mark.parametrize("name", WHOLE.assignments)
def test_hidden_cases_are_tried(mirror, name):
    """In every assignment of the course, the graded cells are those of the solution, hidden cases among them."""
    blank = WHOLE.released(name)
    whole = graded_cells(intake.rebuild(WHOLE, name, blank))
    assert graded_cells(learner.rebuild(mirror, name, blank)) == whole
    assert any("hidden=True" in source for source in whole)


def test_a_question_whose_test_is_hidden_gets_no_points(mirror):
    """Where the released cell is empty, nothing was tried: no points, and the reason."""
    path = graded_by_hand(mirror, "# tested by your instructor")
    run = dlcourse("grade", path)
    assert "✗ sigmoid                      0 of 3\n      The test of this answer is not in this copy" in run.output
    assert "there may be more tests than this copy of the course has: sigmoid\n" in run.output


def test_a_test_by_hand_runs_and_a_note_says_that_there_may_be_more(mirror):
    """Of a cell that is tested by hand, what learners see is run."""
    path = graded_by_hand(mirror, "assert sigmoid(0) == 0.5")
    run = dlcourse("grade", path)
    assert "✓ sigmoid                      3 of 3" in run.output
    assert "there may be more tests than this copy of the course has: sigmoid\n" in run.output


@pytest.mark.parametrize(
    "words",
    [
        ["release"],
        ["release", NAME],
        ["validate"],
        ["sandbox"],
        ["autograde", NAME],
        ["regrade", NAME],
        ["similar", NAME],
        ["explain", "ada", NAME, "sigmoid"],
    ],
)
def test_what_needs_a_solution_says_so_in_one_line(mirror, words):
    """Instructor's commands give one line that names the missing solution, code 2, no traceback."""
    for folder in ("submitted", "autograded"):
        (mirror.root / folder / "ada" / NAME).mkdir(parents=True)
        shutil.copy(mirror.released(NAME), mirror.root / folder / "ada" / NAME)
    (mirror.root / "gradebook.db").touch()
    run = dlcourse(*words)
    assert isinstance(run.exception, SystemExit)
    assert run.exit_code == 2
    assert run.output == f"Error: this copy of the course is without solutions/{NAME}. Use one that has it.\n"


def test_a_broken_release_gives_one_line(mirror):
    """A released notebook that cannot be read is named, with a remedy."""
    path = mirror.root / f"{NAME}.ipynb"
    shutil.copy(mirror.released(NAME), path)
    mirror.released(NAME).write_text("{", encoding="utf-8")
    run = dlcourse("grade", path)
    assert run.exit_code == 2
    assert re.fullmatch(rf"Error: assignments/{NAME} must be a valid notebook.*\n", run.output)


def test_a_solution_that_is_not_released_is_an_assignment(tmp_path):
    """Assignments are those of either folder, so that a new one can be released."""
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    (tmp_path / "solutions" / "new").mkdir(parents=True)
    path = tmp_path / "solutions" / "new" / "new.ipynb"
    path.touch()
    course = Course.find(tmp_path)
    assert (course.assignments, course.solution("new")) == (["new"], path)
