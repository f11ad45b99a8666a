"""The forms that other programs give to a notebook, and other bytes for the same text."""

import copy
import json
from collections.abc import Callable
from typing import Any

import nbformat

from tests.grading import example_class
from tests.grading.honest.making import Honest, honest

Notebook = dict[str, Any]


def _form(name: str, says: str, change: Callable[[Notebook], Notebook | None]) -> Honest:
    """Return the solved notebook in another form."""
    notebook = copy.deepcopy(honest(name, says).notebook)
    return Honest(name, change(notebook) or notebook, {}, says)


def _bytes(name: str, says: str, write: Callable[[Notebook], bytes]) -> Honest:
    """Return the solved notebook with other bytes."""
    one = honest(name, says)
    return Honest(name, one.notebook, {}, says, write(one.notebook))


def _sources(notebook: Notebook, change: Callable[[str], Any]) -> None:
    for cell in notebook["cells"]:
        cell["source"] = change(cell["source"])


def _vs_code(notebook: Notebook) -> None:
    notebook["metadata"] = {
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.12.1", "file_extension": ".py"},
        "vscode": {"interpreter": {"hash": "0" * 64}},
    }
    for i, cell in enumerate(notebook["cells"]):
        cell["metadata"]["vscode"] = {"languageId": "python"}
        cell["id"] = f"{i:08x}"
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stderr", "text": ["an old warning\n"]}]


def _kaggle(notebook: Notebook) -> None:
    notebook["metadata"] = {
        "kernelspec": {"language": "python", "display_name": "Python 3", "name": "python3"},
        "kaggle": {"accelerator": "none", "dataSources": [], "isInternetEnabled": True},
    }
    notebook["nbformat_minor"] = 4
    first = "import os\nfor dirname, _, filenames in os.walk('/kaggle/input'):\n    print(dirname, filenames)"
    extra = {
        "_uuid": "8f2839f25d086af736a60e9eeb907d3b93b6e0e5",
        "trusted": True,
        "execution": {"iopub.status.busy": "x"},
    }
    cell: Notebook = {"cell_type": "code", "source": first, "metadata": extra, "outputs": [], "execution_count": None}
    notebook["cells"].insert(0, cell)
    for cell in notebook["cells"]:
        cell.pop("id", None)


def _lite(notebook: Notebook) -> None:
    notebook["metadata"] = {
        "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
        "language_info": {
            "name": "python",
            "pygments_lexer": "ipython3",
            "codemirror_mode": {"name": "python", "version": 3},
        },
    }
    install = "import piplite\nawait piplite.install('dlutils')"
    cell = {"cell_type": "code", "id": "lite", "source": install, "metadata": {"trusted": True}, "outputs": []}
    notebook["cells"].insert(0, {**cell, "execution_count": 1})


def _minor(version: int) -> Callable[[Notebook], None]:
    def change(notebook: Notebook) -> None:
        notebook["nbformat_minor"] = version
        for cell in notebook["cells"]:
            if version < 5:
                cell.pop("id", None)

    return change


def _version_3(notebook: Notebook) -> Notebook:
    made = nbformat.from_dict(notebook)
    old: Notebook = json.loads(nbformat.writes(nbformat.convert(made, 3), version=3))
    return old


def _blank_lines(notebook: Notebook) -> None:
    _sources(notebook, lambda text: text.replace("\n", "   \n") + "\n\n\n")


def _tabs(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = cell["source"].replace("    ", "\t")


def _plain(notebook: Notebook) -> bytes:
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode()


HONEST = [
    _form("colab", "Colab wrote it: no ids, its own metadata, nbgrader's gone.", example_class.from_colab),
    _form("vs-code", "VS Code wrote it, with old outputs on standard error.", _vs_code),
    _form("kaggle", "Kaggle wrote it, with a cell of its own on top.", _kaggle),
    _form("jupyter-lite", "JupyterLite wrote it, in a browser, with an installation on top.", _lite),
    *(_form(f"format-4.{i}", f"It has format 4.{i}.", _minor(i)) for i in range(5)),
    _form("format-3", "It has format 3, with worksheets.", _version_3),
    _form(
        "lines-in-lists", "Sources are lists of lines.", lambda n: _sources(n, lambda s: s.splitlines(keepends=True))
    ),
    _form(
        "line-ends",
        "Lines end in carriage return and line feed.",
        lambda n: _sources(n, lambda s: s.replace("\n", "\r\n")),
    ),
    _form("space-at-ends", "Lines end in spaces, and cells in empty lines.", _blank_lines),
    _form("tabs", "Answers are indented by tabs.", _tabs),
    _bytes("byte-order-mark", "The file begins with a byte order mark.", lambda n: b"\xef\xbb\xbf" + _plain(n)),
    _bytes("file-line-ends", "The lines of the file end as on Windows.", lambda n: _plain(n).replace(b"\n", b"\r\n")),
    _bytes(
        "one-line", "The file has one line, and every sign beyond ASCII is escaped.", lambda n: json.dumps(n).encode()
    ),
]
