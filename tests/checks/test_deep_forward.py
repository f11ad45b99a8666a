"""The checks of `deep-forward`: inputs that show every mistake, mistakes in several parts, loops, and the notebook."""

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from dlutils import deep_forward
from dlutils.activations import relu
from dlutils.checks import load, run
from dlutils.checks.speed import slow
from dlutils.grading.course import Course
from tests.grading.example_class import ROOT

NAME = "deep-forward"
TASKS = load(NAME).tasks


def drawn(name, seeds=range(5)):
    """Yield the arguments of all calls of a check, public and hidden."""
    for seed in seeds:
        for case in TASKS[name].cases + TASKS[name].hidden_cases:
            yield case(np.random.default_rng(seed))


def test_points_are_weighed_as_the_course_says():
    """The network is worth a third of all points, its cost a fifth, and the one-liner the least."""
    points = {name: task.points for name, task in TASKS.items()}
    assert sum(points.values()) == 30
    assert (points["L_model_forward"], points["compute_cost"], points["linear_forward"]) == (10, 6, 2)
    assert min(points.values()) == 2


def test_every_check_has_cases_enough():
    """Each check has three public and three hidden calls at least; the network is tried with one to five layers."""
    for task in TASKS.values():
        assert len(task.cases) >= 3
        assert len(task.hidden_cases) >= 3
    assert {len(parameters) // 2 for _, parameters in drawn("L_model_forward")} == {1, 2, 3, 4, 5}
    assert {len(AL) for AL, _ in drawn("compute_cost")} >= {1, 2, 3, 4, 5}


def test_public_networks_have_layers_of_different_widths():
    """In every public call of the network all layers and the number of examples differ, so a wrong shape shows."""
    for case in TASKS["L_model_forward"].cases:
        X, parameters = case(np.random.default_rng(0))
        sizes = [*X.shape, *(len(value) for name, value in parameters.items() if name[0] == "W")]
        assert len(set(sizes)) == len(sizes)


def test_inputs_tell_the_activations_apart():
    """In every call hidden layers have sums of both signs, and predictions stay away from 0 and 1."""
    for X, parameters in drawn("L_model_forward"):
        AL, caches = deep_forward.L_model_forward(X, parameters)
        assert 0.01 < AL.min() <= AL.max() < 0.99
        for (_, _, b), Z in caches[:-1]:
            assert (Z > 0).any()
            assert (Z < 0).any() or len(b) == 1
            assert np.abs(Z).min() > 0
    for A_prev, W, b, activation in drawn("linear_activation_forward"):
        Z = W @ A_prev + b
        assert np.abs(Z).min() > 0
        assert activation == "sigmoid" or (relu(Z) != Z).any()


def test_mistakes_in_different_parts_compose():
    """A wrong last activation and caches without Z are both named, each for its part."""

    def wrong(X, parameters):
        A, caches = X, []
        for layer in range(1, len(parameters) // 2 + 1):
            cache = (A, parameters[f"W{layer}"], parameters[f"b{layer}"])
            A = np.maximum(0, cache[1] @ A + cache[2])
            caches.append(cache)
        return A, caches

    report = run(NAME, "L_model_forward", wrong, seed=3)
    assert {(hint.key, hint.parts) for hint in report.mistakes} == {
        ("L_model_forward.last_relu", ("AL",)),
        ("L_model_forward.caches_without_z", ("caches",)),
    }
    assert report.score == 0


def test_each_part_earns_its_share():
    """Right predictions with caches that lack Z earn three of five parts of the points; a wrong b costs a quarter."""

    def no_z(X, parameters):
        AL, caches = deep_forward.L_model_forward(X, parameters)
        return AL, [first for first, _ in caches]

    def flat_b(layer_dims, m):
        shapes = TASKS["parameter_shapes"].reference(layer_dims, m)
        return {name: shape[:1] if name[0] == "b" else shape for name, shape in shapes.items()}

    assert run(NAME, "L_model_forward", no_z, seed=0, hidden=True).score == pytest.approx(3 / 5)
    assert run(NAME, "parameter_shapes", flat_b, seed=0, hidden=True).score == pytest.approx(3 / 4)


def test_a_broken_helper_is_named():
    """If the network fails because of the learner's own linear_forward, the remark says which function to mend."""

    def broken(A, W, b):
        return W @ A, (A, W, b)

    def network(X, parameters):
        for layer in range(1, len(parameters) // 2 + 1):
            X, _ = broken(X, parameters[f"W{layer}"], parameters[f"b{layer}"])
        return X, []

    report = run(NAME, "L_model_forward", network, seed=0, helpers={"linear_forward": broken})
    assert report.mistakes == ()
    assert any("linear_forward does not pass its own check" in remark for remark in report.remarks)


def loop_forward(A, W, b):
    """Go through the examples one by one."""
    return np.hstack([W @ A[:, [i]] + b for i in range(A.shape[1])]), (A, W, b)


def loop_cost(AL, Y):
    """Go through the examples one by one."""
    total = 0
    for i in range(Y.shape[1]):
        for k in range(Y.shape[0]):
            total -= Y[k, i] * np.log(AL[k, i]) + (1 - Y[k, i]) * np.log(1 - AL[k, i])
    return total / Y.shape[1]


@pytest.mark.parametrize(("name", "loop"), [("linear_forward", loop_forward), ("compute_cost", loop_cost)])
def test_a_loop_over_the_examples_is_right_and_gets_a_remark(name, loop):
    """Where a line without a loop is asked for, a loop earns all points and a remark; the line earns no remark."""
    assert run(NAME, name, loop, seed=0, hidden=True).passed
    assert "without a loop" in slow(TASKS[name], loop)
    assert slow(TASKS[name], TASKS[name].reference) == ""


@pytest.mark.parametrize("name", TASKS)
@pytest.mark.parametrize(
    "result", [None, 3, (), ({},), "text", [[]], (None, None), {"W1": None, "W2": ()}, {1: {2: 3}}]
)
def test_nonsense_fails_politely(name, result):
    """Whatever a function returns, the report says in words what is wrong with every part."""
    for hidden in (False, True):
        report = run(NAME, name, lambda *_: result, seed=0, hidden=hidden)
        assert report.score == 0
        assert all(part.message for part in report.parts)


OTHER_FORMS = {
    "activations": "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\ndef relu(z):\n    return np.maximum(0, z)",
    "linear_activation_forward": "    cache = [linear_cache, np.matrix(Z)]\n    return A, cache",
    "L_model_forward": "    return np.matrix(AL), tuple(caches)",
    "compute_cost": "    return np.array([[cost]])",
}


@pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
def test_other_right_forms_do_not_stop_the_experiments():
    """With pasted activations, np.matrix, tuples, and a cost of shape (1, 1), every figure is drawn all the same."""
    solution = nbformat.read(Course.find(ROOT).solution(NAME), as_version=4)
    for cell in solution.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
        if name in OTHER_FORMS and cell.cell_type == "code":
            cell.source = f"{cell.source}\n{OTHER_FORMS[name]}" if name == "activations" else cell.source
            head, found, _ = cell.source.rpartition("    return ")
            cell.source = cell.source if name == "activations" else head + OTHER_FORMS[name]
            assert found
    NotebookClient(solution, timeout=120).execute()
    outputs = [output for cell in solution.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) == 6
    assert not any("waits for" in output.get("text", "") for output in outputs)
