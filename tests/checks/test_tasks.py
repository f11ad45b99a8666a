"""Every task of every assignment: the reference passes, and each known mistake fails and is named."""

import pytest

from dlutils.checks import load, run
from dlutils.checks.codec import decode, encode
from dlutils.grading.course import Course
from dlutils.messages import entry
from tests.grading.example_class import ROOT

TASKS = [(name, task) for name in Course.find(ROOT).assignments for task in load(name).tasks.values()]
MISTAKES = [
    pytest.param(name, task, mistake, id=f"{name}-{task.name}-{mistake.key}-{i}")
    for name, task in TASKS
    for i, mistake in enumerate(task.mistakes)
]
# Functions of several steps, which can go wrong in many ways.
COMPOSITE = {
    "propagate",
    "propagate_loop",
    "optimize",
    "model",
    "backward_propagation",
    "nn_model",
    "linear_backward",
    "linear_activation_backward",
    "L_model_forward",
    "L_model_backward",
    "L_layer_model",
    "gradient_check_n",
}


def loopback(function):
    """Return a function whose arguments and results go through bytes, as through a pipe."""
    return lambda *arguments: decode(encode(function(*decode(encode(arguments)))))


@pytest.mark.parametrize(("name", "task"), TASKS, ids=[f"{name}-{task.name}" for name, task in TASKS])
@pytest.mark.parametrize("through", [lambda f: f, loopback], ids=["direct", "loopback"])
def test_reference_passes(name, task, through):
    """The reference earns all points, public and hidden, for several seeds, also behind a pipe."""
    for seed in range(5):
        report = run(name, task.name, through(task.reference), seed=seed, hidden=True)
        assert report.passed, report.text(2)
        assert report.score == 1
        assert report.hints == []


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("through", [lambda f: f, loopback], ids=["direct", "loopback"])
@pytest.mark.parametrize(("name", "task", "mistake"), MISTAKES)
def test_known_mistake_fails_and_is_named(name, task, mistake, through):
    """Every known mistake fails its task, and is named by its own hint and no other."""
    for seed, hidden in ((0, False), (1, True)):
        report = run(name, task.name, through(mistake.wrong), seed=seed, hidden=hidden)
        assert not report.passed
        assert [hint.key for hint in report.mistakes] == [mistake.key]
        assert mistake.equation in report.hints[0]


def test_every_composite_function_knows_six_mistakes():
    """Composite functions know at least six different mistakes, the others at least two."""
    for name, task in TASKS:
        least = 6 if task.name in COMPOSITE else 2
        assert len({mistake.key for mistake in task.mistakes}) >= least, (name, task.name)


def test_no_hint_is_left_over():
    """Every hint of an assignment's catalogue belongs to a known mistake."""
    for name in {name for name, _ in TASKS}:
        known = {mistake.key for mistake in (m for n, task in TASKS if n == name for m in task.mistakes)}
        table = entry(f"{name}.mistake") if known else {}
        assert {f"{task}.{key}" for task, hints in table.items() for key in hints} == known, name
