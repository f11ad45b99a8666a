"""Pages as notebooks: whole, in plain Markdown, and they run."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from course_notebook import FOLDER
from myst_nb.core.read import read_myst_markdown_notebook
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
# What only MyST understands: directives, roles, and labels behind a formula.
MYST = re.compile(r"^[`:]{3,}\{|(?<![`}])\{[a-z:]+\}`|^\$\$ *\([a-z]", re.MULTILINE)


@pytest.fixture(scope="module")
def notebooks(site: Path) -> dict[str, nbformat.NotebookNode]:
    """Return the notebook of every page that has one."""
    folder = site / FOLDER
    return {
        path.relative_to(folder).with_suffix("").as_posix(): nbformat.read(path, as_version=4)
        for path in sorted(folder.rglob("*.ipynb"))
    }


def test_text_is_plain_markdown(notebooks: dict[str, nbformat.NotebookNode]) -> None:
    """No notebook holds anything that only this site understands; formulas have the numbers of the site."""
    assert len(notebooks) > 20
    for name, notebook in notebooks.items():
        nbformat.validate(notebook)
        text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert MYST.findall(text) == [], name
        assert text.startswith("# ")
    gradient = notebooks["book/programming-basics/logistic-gradient"]
    assert any(re.search(r"\\tag\{\d+\.8\}", cell.source) for cell in gradient.cells)


def test_code_is_that_of_the_page(notebooks: dict[str, nbformat.NotebookNode]) -> None:
    """Every code cell of a page is in its notebook, in order, those included that the site hides."""
    for name, notebook in notebooks.items():
        path = ROOT / f"{name}.ipynb"
        if path.exists():
            source = nbformat.read(path, as_version=4)
        else:
            source = read_myst_markdown_notebook(path.with_suffix(".md").read_text("utf-8"))
        cells = [[cell.source for cell in one.cells if cell.cell_type == "code"] for one in (notebook, source)]
        assert cells[0] == cells[1], name


def test_a_downloaded_notebook_runs(notebooks: dict[str, nbformat.NotebookNode], tmp_path: Path) -> None:
    """Somewhere else than in the course's folder, a downloaded notebook runs from top to bottom."""
    notebook = notebooks["book/programming-basics/logistic-gradient"]
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
