"""The notebook of `deep-backward`: the learner's own way forward, other right answers, the long experiment."""

import nbformat
import pytest
from nbclient import NotebookClient

from dlutils.grading import intake
from dlutils.grading.course import Course
from dlutils.grading.learner import grade
from tests.grading.example_class import ROOT

COURSE = Course.find(ROOT)
NAME = "deep-backward"
# A way forward of the learner's own, which counts its calls.
OWN = """calls = []


def L_model_forward(X, parameters):
    calls.append(1)
    A, caches = X, []
    for l in range(1, len(parameters) // 2 + 1):
        W, b = parameters[f"W{l}"], parameters[f"b{l}"]
        Z = W @ A + b
        caches.append(((A, W, b), Z))
        A = sigmoid(Z) if l == len(parameters) // 2 else relu(Z)
    return A, caches
"""


def solved():
    """Return the solved notebook, and its cells by id."""
    notebook = nbformat.read(COURSE.solution(NAME), as_version=4)
    return notebook, {cell.id: cell for cell in notebook.cells}


# The textbook's start of the way back, which divides by 0 if a prediction is exactly 1.
TEXTBOOK = (
    "linear_backward(AL - Y, linear_cache)",
    'linear_activation_backward(-(Y / AL - (1 - Y) / (1 - AL)), caches[L - 1], "sigmoid")',
)


def without_ids(notebook):
    """Take all that nbgrader knows of the cells away, as some platforms do."""
    for cell in notebook.cells:
        cell.metadata = {}
    return notebook


@pytest.mark.parametrize("prepare", [lambda notebook: notebook, without_ids], ids=["as saved", "without metadata"])
def test_own_way_forward_is_used_in_grading(prepare, tmp_path):
    """What a learner pastes into the cell for it replaces the imported functions when the work is graded."""
    notebook, cells = solved()
    cells["own-forward"].source = OWN
    model = cells["l-layer-model"]
    assert "    costs = []\n" in model.source
    asked = "    assert calls is not None and L_model_forward.__module__ == '__main__'\n"
    model.source = model.source.replace("    costs = []\n", f"    costs = []\n{asked}")
    path = tmp_path / f"{NAME}.ipynb"
    nbformat.write(prepare(notebook), path)

    sources = [cell.source for cell in intake.rebuild(COURSE, NAME, path).notebook.cells]
    assert sum(source == OWN.rstrip() or source == OWN for source in sources) == 1
    result = grade(COURSE, path, NAME)
    assert (result.score, result.max_score) == (35, 35)


def test_other_right_answers_do_not_stop_the_experiments():
    """The textbook's dAL, gradients as np.matrix and costs of shape (1, 1) are right, in the experiments as well."""
    notebook, cells = solved()
    backward, model = cells["l-model-backward"], cells["l-layer-model"]
    assert backward.source.endswith("return grads")
    assert model.source.endswith("return parameters, costs")
    assert TEXTBOOK[0] in backward.source
    backward.source = (
        backward.source.replace(*TEXTBOOK).removesuffix("grads") + "{name: np.matrix(grads[name]) for name in grads}"
    )
    model.source = model.source.removesuffix("costs") + "[np.array([[cost]]) for cost in costs]"
    NotebookClient(notebook, timeout=120).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 6
    assert not [output for output in outputs if output.get("name") == "stderr"]


def test_the_experiment_on_all_pixels_runs():
    """The long experiment, switched on and shortened, trains on the full pictures and prints two percentages."""
    notebook, cells = solved()
    cell = cells["experiment-long"]
    for other in ("picture", "measure", "start", "experiment-flower", "experiment-wrong"):
        cells[other].source = ""
    assert "run_long = False" in cell.source
    cell.source = cell.source.replace("run_long = False", "run_long = True").replace("=1000, print", "=2, print")
    NotebookClient(notebook, timeout=120).execute()
    text = "".join(output.get("text", "") for output in cell.outputs)
    assert text.count("% right") == 2
