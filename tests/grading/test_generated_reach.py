"""From inside the sandbox no answer can be reached: every function there is tried as one."""

import struct
import subprocess
import sys
from pathlib import Path

import pytest

from dlutils.checks import load
from dlutils.checks.codec import decode, encode
from dlutils.checks.engine import evaluate
from dlutils.checks.task import Assignment
from dlutils.checks.trial import draw
from dlutils.grading import generated
from dlutils.grading.generated import write_package
from tests.grading.test_generated import COURSE, SOURCE, assignments, environment

SEED = 5
REACH = Path(__file__).with_name("reach.py")


class Inside:
    """A process that has imported the package in a folder, and calls the functions that can be reached there."""

    def __init__(self, folder):
        command = [sys.executable, "-I", "-B", str(REACH), str(folder / "package")]
        cwd = folder / "cwd"  # some of the functions write files
        cwd.mkdir()
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=cwd, env=environment())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()

    def ask(self, **request):
        """Return the answer to a request."""
        body = encode(request)
        self.process.stdin.write(struct.pack("<Q", len(body)) + body)
        self.process.stdin.flush()
        (size,) = struct.unpack("<Q", self.process.stdout.read(8))
        return decode(self.process.stdout.read(size))

    def function(self, task, variant):
        """Return one of the functions inside, as a learner's answer."""

        def answer(*arguments):
            names = list(task.arguments)
            outcome = self.ask(do="call", variant=list(variant), names=names, arguments=list(arguments))
            if outcome["kind"] != "value":
                raise RuntimeError(outcome["told"])
            return outcome["value"]

        return answer

    def earners(self, assignment):
        """Yield what earns points as an answer: task, function, way of calling, item of the result, score."""
        for task in assignment.tasks.values():
            calls = [list(arguments) for arguments in draw(assignment.name, task, SEED, hidden=True)]
            for variant in self.ask(do="try", names=list(task.arguments), calls=calls):
                answer = self.function(task, variant)
                report = evaluate(assignment, task.name, answer, seed=SEED, hidden=True, explain=False)
                if report.score > 0:
                    yield task.name, *variant, report.score


def blank(*_):
    """Stand for a function as it is released."""
    raise NotImplementedError


@assignments
def test_nothing_that_can_be_reached_answers_a_task(assignment, tmp_path):
    """No function, class, method or code object of the package earns anything as an answer to a task.

    Each is called with the arguments of the check by position, and by the names that it shares with the task; its
    result is tried whole and item by item. A blank earns nothing either.
    """
    write_package(COURSE, assignment, tmp_path / "package")
    with Inside(tmp_path) as inside:
        found = inside.ask(do="list")
        assert {"dlutils.plotting", "dlutils.deep", "dlutils.grading.inside.runner"} <= set(found["modules"])
        assert "dlutils.datasets.load_cats" in found["functions"]
        assert list(inside.earners(load(assignment))) == []
    for task in load(assignment).tasks:
        assert evaluate(load(assignment), task, blank, seed=SEED, hidden=True, explain=False).score == 0


def test_an_answer_that_was_left_is_found(tmp_path):
    """A right function is found wherever it hides: in a container, a closure, a default, another's code."""
    write_package(COURSE, "activations", tmp_path / "package")
    with (tmp_path / "package" / "dlutils" / "guard.py").open("a", encoding="utf-8") as file:
        file.write(
            "\nimport numpy as np\n"
            "def _top(x): return np.maximum(x, 0)\n"
            "BOX = [{'a': lambda x: (x > 0) * 1.0}]\n"
            "def _make(f):\n    def inner(): return f\n    return inner\n"
            "CLOSED = _make(lambda yhat, y: abs(yhat - y).sum())\n"
            "def _default(f=lambda z: np.tanh(z)): return None\n"
            "def _constant():\n    def nested(z): return 1 - np.tanh(z) ** 2\n"
            "class Held:\n    def method(self, z): return np.where(z > 0, z, 0.01 * z)\n"
            "def _named(y, yhat, rounds=1): return (((yhat - y) ** 2).sum(), rounds)\n"
        )
    with Inside(tmp_path) as inside:
        found = {
            (task, label.split(".")[2].rstrip("'"), way, item)
            for task, label, way, item, _ in inside.earners(load("activations"))
        }
    assert {
        ("relu", "_top", "position", -1),
        ("relu_derivative", "<lambda>", "position", -1),
        ("L1", "<lambda>", "position", -1),
        ("tanh", "<lambda>", "position", -1),
        ("tanh_derivative", "_constant", "position", -1),
        ("leaky_relu", "Held", "position", -1),
        ("L2", "_named", "position", 0),
        ("L2", "_named", "name", 0),
    } <= found


# The references of these are functions of the checks, but the package has functions that answer them as well.
ALSO = {"shallow-network": {"nn_model"}, "deep-backward": {"L_layer_model"}}


@pytest.mark.parametrize("assignment", [name for name in COURSE.assignments if name != "hyperparameters"])
def test_the_answers_are_found_where_nothing_is_hidden(assignment, tmp_path, monkeypatch):
    """Without the rule that hides them, all answers of an assignment are found, and pass: so the proof can fail."""
    monkeypatch.setattr(generated, "_hidden", lambda *_: set())
    monkeypatch.setattr(generated, "_imported_by", lambda _: {f"dlutils.{path.stem}" for path in SOURCE.glob("*.py")})
    write_package(COURSE, assignment, tmp_path / "package")
    tasks = load(assignment).tasks.values()
    own = {task.name for task in tasks if not task.reference.__module__.startswith("dlutils.checks")}
    own |= ALSO.get(assignment, set())
    assert own
    with Inside(tmp_path) as inside:
        few = Assignment.of(assignment, *(task for task in tasks if task.name in own))
        assert own == {task for task, *_, score in inside.earners(few) if score == 1}
