"""What `check` says of names in a notebook: left over, missing, and where they were defined. In a real kernel."""

import os
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from dlutils.checks.kernel import defined_names

IMPORT = "from dlutils.checks.logistic_regression import check"
SIGMOID = "import numpy as np\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))"


def run(tmp_path, saved, executed):
    """Save a notebook of some cells, run others in a kernel that knows its path, and return what was shown."""
    path = tmp_path / "mine.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in saved]), path)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in executed])
    client = NotebookClient(notebook, timeout=60, kernel_name="python3")
    client.create_kernel_manager()
    client.start_new_kernel(env={**os.environ, "JPY_SESSION_NAME": str(path)})
    client.start_new_kernel_client()
    client.execute(reset_kc=False)
    return "\n".join(str(output) for cell in notebook.cells for output in cell.outputs)


def test_a_name_that_no_cell_defines_any_more(tmp_path):
    """A function may be right by a name left over from a deleted cell; the check says that no cell defines it."""
    uses = "def sigmoid(z):\n    return 1 / (1 + helper(-z))"
    helper = "import numpy as np\nhelper = np.exp"
    check = f"{IMPORT}\ncheck(sigmoid)"
    shown = run(tmp_path, [uses, check], [helper, uses, check])
    assert "sigmoid is right" in shown
    assert "No cell of the saved notebook defines helper:" in shown
    assert "Restart Kernel and Run All Cells" in shown
    shown = run(tmp_path, [helper, uses, check], [helper, uses, check])
    assert "No cell" not in shown


def test_a_name_newer_than_the_file_is_not_complained_of(tmp_path):
    """A cell that ran after the notebook was saved may define a name that the file does not know yet."""
    uses = "def sigmoid(z):\n    return 1 / (1 + helper(-z))"
    helper = "import numpy as np\nhelper = np.exp"
    shown = run(tmp_path, [IMPORT, uses], [IMPORT, helper, uses, "check(sigmoid)"])
    assert "sigmoid is right" in shown
    assert "No cell" not in shown


def test_where_a_missing_name_was_defined(tmp_path):
    """A NameError lists the cell that defines the name: the one that ran, else the one of the saved notebook."""
    uses = "def propagate(w, b, X, Y):\n    return sigmoid(w.T @ X + b)"
    check = f"{IMPORT}\ncheck(propagate)"
    shown = run(tmp_path, [SIGMOID, uses, check], [SIGMOID, "del sigmoid", uses, check])
    assert "sigmoid was last defined by the cell that ran as [1]" in shown
    shown = run(tmp_path, [SIGMOID, uses, check], [uses, check])
    assert "sigmoid is defined in code cell 1 of the notebook" in shown
    shown = run(tmp_path, [uses, check], [uses, check])
    assert "sigmoid" in shown
    assert "defined" in shown
    assert "cell" not in shown.partition("NameError")[2].partition("hint")[0]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"cells": [{"cell_type": "code"}]}'])
def test_a_notebook_that_cannot_be_read(tmp_path, text):
    """A file that is no notebook, or none at all, costs the learner nothing but the reminder."""
    path = tmp_path / "mine.ipynb"
    path.write_text(text)
    script = f"import ipykernel\n{SIGMOID}\n{IMPORT}\ncheck(sigmoid)"
    environment = {**os.environ, "JPY_SESSION_NAME": str(path)}
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert shown.stdout.startswith("sigmoid is right.")
    assert "Traceback" not in shown.stderr


def test_names_of_a_cell():
    """Functions, classes, imports and variables of the top level count, not those inside functions, or of no Python."""
    source = "for i in range(3):\n    total = i\nclass C:\n    inside = 1\nimport a as d, e\nwith open(p) as f: 1"
    assert defined_names(source) == {"i", "total", "f", "C", "d", "e"}
    assert defined_names("def (") == set()
    assert defined_names("!pip install x\n%matplotlib inline\nx = 1") == {"x"}
