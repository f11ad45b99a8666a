"""The steps that nbgrader takes: what they do where there is no sandbox, and the seeds."""

import json
import stat
import sys

import nbformat
import pytest
from nbgrader.utils import determine_grade, is_grade

from dlutils.grading import intake, sandbox, steps
from dlutils.grading.course import Course
from tests.grading import example_class
from tests.grading.example_class import NAME, ROOT


@pytest.fixture
def course(tmp_path):
    """Return the course with students' files of its own."""
    return Course(ROOT, tmp_path)


def graded(course, tmp_path, answers=None, **options):
    """Grade a submission by the step, right but for some answers; return its points and the notebook."""
    path = tmp_path / f"{NAME}.ipynb"
    path.write_text(json.dumps(example_class.solved(**answers or {})))
    notebook = intake.rebuild(course, NAME, path).notebook
    resources = {"nbgrader": {"student": "ada", "assignment": NAME}, "metadata": {"path": str(tmp_path)}}
    step = steps.Judge(root=str(ROOT), data=str(tmp_path), config=course.config(), **options)
    notebook, _ = step.preprocess(notebook, resources)
    return sum(determine_grade(cell)[0] for cell in notebook.cells if is_grade(cell)), notebook


def test_elsewhere_than_on_linux_a_right_answer_gets_its_points(course, tmp_path, monkeypatch):
    """Without a sandbox and without Linux, nbgrader's own step runs the notebook; and the notebook says so."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    score, notebook = graded(course, tmp_path, isolated=False)
    assert score == 30
    assert notebook.metadata["dlcourse"]["sandbox"] is False


def test_elsewhere_than_on_linux_there_is_no_sandbox(tmp_path, monkeypatch):
    """The sandbox says so in a sentence."""
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(sandbox.SandboxError, match="Linux"):
        sandbox.Sandbox(tmp_path)


def test_without_isolation_the_same_judge_grades(course, tmp_path):
    """On Linux the graded cells run outside of the learner's process even where there is no sandbox around it."""
    score, notebook = graded(course, tmp_path, isolated=False)
    assert score == 30
    assert notebook.metadata["dlcourse"]["sandbox"] is False
    assert nbformat.validate(notebook) is None


# Right by themselves, and yet: a cost of shape (1, 1) ends `float`, or a sigmoid that is wrong is called from behind.
FLAT_COST = """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        grads, cost = propagate(w, b, X, Y)
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        if i % 100 == 0:
            costs.append(float(cost))
    return {"w": w, "b": b}, grads, costs
"""
SQUARE_COST = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = 1 / (1 + np.exp(-(w.T @ X + b)))
    cost = -(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T) / m
    return {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, cost
"""
ALONE = """
def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
    costs = []
    for i in range(num_iterations):
        A = sigmoid(w.T @ X + b)
        grads = {"dw": X @ (A - Y).T / X.shape[1], "db": np.mean(A - Y)}
        if i % 100 == 0:
            costs.append(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
        w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
    return {"w": w, "b": b}, grads, costs
"""
WRONG_SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"


@pytest.mark.parametrize(
    ("answers", "lost"),
    [
        ({"optimize": FLAT_COST, "propagate": SQUARE_COST}, 0),  # two right ones that do not fit together
        ({"optimize": ALONE, "sigmoid": WRONG_SIGMOID}, 3),  # calls it without propagate in between
        ({"optimize": ALONE.replace("- learning_rate * grads", "+ learning_rate * grads")}, 5),  # its own mistake
        ({"optimize": "def optimize(*_):\n    while True: pass", "propagate": SQUARE_COST}, 5),
    ],
    ids=["do-not-fit", "from-behind", "own-mistake", "endless"],
)
def test_a_mistake_is_paid_for_once(course, tmp_path, answers, lost):
    """A function that is right with right ones around it loses nothing by those; its own mistake costs its points."""
    assert graded(course, tmp_path, answers, isolated=False)[0] == 30 - lost


def test_seeds_are_secret_and_differ(course):
    """They depend on the course's secret, the student, the function and what was handed in; nobody else may read it."""
    seed = steps.seeds(course, NAME, "ada", "x = 1")
    assert seed("sigmoid") == steps.seeds(course, NAME, "ada", "x = 1")("sigmoid")
    others = [
        seed("model"),
        *(steps.seeds(course, NAME, *one)("sigmoid") for one in (("ben", "x = 1"), ("ada", "x = 2"))),
    ]
    assert len({seed("sigmoid"), *others}) == 4
    assert stat.S_IMODE((course.data / ".dlcourse" / "secret").stat().st_mode) == 0o600


def test_a_course_that_the_sandbox_would_show_is_refused(tmp_path, monkeypatch):
    """Where Python lies in the course's own folder, learners' code could read the solutions."""
    monkeypatch.setattr(sandbox, "python_folders", lambda: [str(ROOT)])
    with pytest.raises(sandbox.SandboxError, match="must not lie in"):
        steps.running(Course(ROOT, tmp_path), NAME, isolated=True)
