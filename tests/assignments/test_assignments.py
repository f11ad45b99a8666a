"""Every assignment: the committed release is what its solution generates, and both run as they should."""

import ast
import re

import nbformat
import pytest
from nbclient import NotebookClient

from dlutils.grading.course import Course
from dlutils.grading.manual import is_manual
from dlutils.grading.release import generate
from dlutils.grading.validate import validate
from tests.grading.example_class import ROOT

COURSE = Course.find(ROOT)


@pytest.mark.parametrize("name", COURSE.assignments)
def test_release_is_generated(name):
    """assignments/ holds, byte for byte, what nbgrader generates from solutions/."""
    assert COURSE.released(name).read_text(encoding="utf-8") == generate(COURSE, name)


@pytest.mark.parametrize("name", COURSE.assignments)
def test_assignment_is_sound(name):
    """The solution scores all points, the blank release none, and graded cells keep their contract."""
    assert validate(COURSE, name) == []


@pytest.mark.parametrize("name", COURSE.assignments)
def test_solution_is_stripped(name):
    """The solution is committed without outputs and counts, and its cells have ids that say what they are."""
    for cell in nbformat.read(COURSE.solution(name), as_version=4).cells:
        assert re.fullmatch(r"[a-z][a-z0-9-]*[a-z]|[a-z][A-Za-z0-9_-]+", cell.id)
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


@pytest.mark.parametrize("name", COURSE.assignments)
def test_release_holds_no_solution(name):
    """Every solution cell of the release raises NotImplementedError or asks for text, and holds no solution."""
    released = nbformat.read(COURSE.released(name), as_version=4)
    cells = [c for c in released.cells if c.metadata.get("nbgrader", {}).get("solution")]
    assert cells
    for cell in cells:
        assert "SOLUTION" not in cell.source
        if cell.cell_type == "markdown":
            assert is_manual(cell)
            assert cell.source == "Your answer here."
            continue
        assert "raise NotImplementedError()" in cell.source
        ast.parse(cell.source)


def test_all_notebooks_ask_the_same_first():
    """The first code cell, which says whether all is here and what to do if not, is one for all assignments."""
    notebooks = [nbformat.read(COURSE.solution(name), as_version=4) for name in COURSE.assignments]
    first = {next(cell.source for cell in notebook.cells if cell.cell_type == "code") for notebook in notebooks}
    assert len(first) == 1
    assert "say_ready()" in first.pop()


@pytest.mark.parametrize("name", COURSE.assignments)
def test_solved_notebook_runs_with_its_experiments(name):
    """Solved, the whole notebook runs, experiments included, without an error or anything on standard error."""
    notebook = nbformat.read(COURSE.solution(name), as_version=4)
    NotebookClient(notebook, timeout=120).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 4
    assert not any("waits for" in output.get("text", "") for output in outputs)


def test_a_cost_in_an_array_does_not_stop_the_experiments():
    """A cost of shape (1, 1) is graded as right; the cells that print and draw costs take it as well."""
    solution = nbformat.read(COURSE.solution("logistic-regression"), as_version=4)
    cell = next(cell for cell in solution.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "propagate")
    assert cell.source.endswith("}, cost")
    cell.source = cell.source.removesuffix("cost") + "np.array([[cost]])"
    NotebookClient(solution, timeout=120).execute()
    outputs = [output for cell in solution.cells for output in cell.get("outputs", [])]
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= 4


@pytest.mark.parametrize("name", COURSE.assignments)
def test_blank_notebook_fails_politely(name):
    """Blank, checks and experiments say what is to be done; only graded cells raise, in words of their own.

    A plot that a person grades is such a cell; it raises NotImplementedError, as the stub of an answer does.
    """
    notebook = nbformat.read(COURSE.released(name), as_version=4)
    NotebookClient(notebook, timeout=120, allow_errors=True).execute()
    for cell in notebook.cells:
        errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
        if errors:
            assert cell.metadata["nbgrader"]["grade"]
            if is_manual(cell):
                assert errors[0].ename == "NotImplementedError"
                continue
            assert errors[0].ename == "NoPointsError"
            assert "Not written yet" in errors[0].evalue
            assert len(errors[0].traceback) < 8


def test_the_optional_experiments_on_hyperparameters_run():
    """The test set that is opened once, and the long search, run as well when they are switched on."""
    notebook = nbformat.read(COURSE.solution("hyperparameters"), as_version=4)
    switched = []
    for cell in notebook.cells:
        for switch in ("decided", "run_long"):
            if cell.source.startswith(f"{switch} = False"):
                cell.source = cell.source.replace(f"{switch} = False", f"{switch} = True", 1).replace(
                    "range(60)", "range(6)"
                )
                switched.append(cell)
    assert len(switched) == 2
    NotebookClient(notebook, timeout=120).execute()
    for cell in switched:
        assert any("image/png" in output.get("data", {}) for output in cell.outputs)
        assert not [output for output in cell.outputs if output.get("name") == "stderr"]
    assert re.search(r"test +9\d\.\d % right", switched[0].outputs[0].text)
