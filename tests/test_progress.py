"""The bar: in a terminal, in a notebook, and where nobody looks."""

import os
import pty
import re
import subprocess
import sys

import nbformat
from nbclient import NotebookClient

from dlutils.progress import progress_bar
from dlutils.training import L_layer_model

TRAIN = """
import numpy as np
from dlutils.training import L_layer_model
X = np.array([[-1.0, 0.0, 1.0]])
L_layer_model(X, [[1, 0, 1]], [1, 3, 1], 0.1, 300, progress=True, rng=np.random.default_rng(0))
"""


def test_nothing_is_written_where_nobody_looks(capsys):
    """Under pytest, which is no terminal, training with a bar writes nothing, and asks for no notebook."""
    L_layer_model([[0.0, 1.0]], [[0, 1]], [1, 1], 0.1, 3, progress=True)
    with progress_bar(1) as report:
        report(1, 0.5)
    assert capsys.readouterr() == ("", "")


def test_bar_in_a_terminal():
    """A terminal shows the bar on stderr up to the last iteration, with a cost; stdout stays clean."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", TRAIN]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, env=environment, check=True, timeout=60)
    os.close(theirs)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "300/300" in seen
    assert re.search(r"cost 0\.\d{4}", seen)
    assert run.stdout == b""


def test_bar_in_a_notebook():
    """A notebook shows one HTML bar below the cell, full at the end, and nothing on stderr."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(TRAIN + "None")])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert output.output_type == "display_data"
    shown = output.data["text/html"]
    assert re.fullmatch(r'<progress max="300" value="300"></progress> 300 / 300, cost 0\.\d{4}', shown)


def test_bar_and_interruption():
    """An interruption ends the bar as well as the training, in a terminal too."""
    script = TRAIN.replace("progress=True", "progress=True, callback=stop").replace(
        "X = ", "def stop(i, J):\n    if i == 9: raise KeyboardInterrupt\nX = "
    )
    ours, theirs = pty.openpty()
    run = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=theirs, check=True, timeout=60)
    os.close(theirs)
    assert "10/300" in os.read(ours, 100_000).decode()
    os.close(ours)
    assert run.stdout.decode().strip() == "Interrupted. What was learned so far is returned."
