"""Every assignment, solved, after it went through other programs: it still scores all its points."""

import json

import pytest

from dlutils.grading import learner
from dlutils.grading.course import Course
from tests.grading.example_class import ROOT, from_colab, mangled, solved

COURSE = Course.find(ROOT)


def with_more_cells(notebook):
    """Return a notebook with a cell of the learner's own behind every other cell."""
    own = {"cell_type": "code", "metadata": {}, "source": "scratch = 1", "outputs": [], "execution_count": 7}
    notebook["cells"] = [cell for each in notebook["cells"] for cell in (each, dict(own))]
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"cell-{number}"
    return notebook


@pytest.mark.parametrize("way", [from_colab, mangled, with_more_cells], ids=["colab", "mangled", "more cells"])
@pytest.mark.parametrize("name", COURSE.assignments)
def test_a_solved_notebook_keeps_its_points(tmp_path, name, way):
    """Without ids and metadata, under another name, with cells of its own, a solved notebook is graded as it was."""
    path = tmp_path / "Copy of my work (1).ipynb"
    path.write_text(json.dumps(way(solved(name))), encoding="utf-8")
    result = learner.grade(COURSE, path, name)
    by_program = [question for question in result.questions if not question.by_hand]
    assert [(q.name, q.score) for q in by_program] == [(q.name, q.max_score) for q in by_program]
    assert all(question.by_hand == "waits" for question in result.questions if question not in by_program)
