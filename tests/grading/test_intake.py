"""Intake: whatever file comes in, a clean notebook goes on, or a reason why nothing could be used."""

import copy
import json
import os

import nbformat
import pytest

from dlutils.grading import intake, reading
from dlutils.grading.course import Course
from tests.grading.example_class import NAME, OTHER_COURSE, ROOT, blank, from_colab, mangled, solved

COURSE = Course.find(ROOT)
SOLUTIONS = {
    cell.metadata.nbgrader.grade_id: cell.source
    for cell in nbformat.read(COURSE.solution(NAME), as_version=4).cells
    if cell.metadata.get("nbgrader", {}).get("solution")
}


def rebuilt(tmp_path, content):
    """Rebuild a notebook from a dictionary, a text or bytes."""
    path = tmp_path / f"{NAME}.ipynb"
    text = json.dumps(content) if isinstance(content, dict) else content
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return intake.rebuild(COURSE, NAME, path)


def answers(result):
    """Return the sources of the solution cells of a rebuilt notebook."""
    own = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in result.notebook.cells}
    return {name: own[name].source.replace("\r\n", "\n") for name in SOLUTIONS}


@pytest.mark.parametrize("way", [lambda n: n, from_colab, mangled], ids=["as it is", "colab", "mangled"])
def test_answers_arrive_in_place(tmp_path, way):
    """All seven answers are taken over, whether or not ids, metadata and test cells survived the way."""
    result = rebuilt(tmp_path, way(solved()))
    assert answers(result) == SOLUTIONS
    assert result.problem == ""


@pytest.mark.parametrize("way", [lambda n: n, from_colab, mangled], ids=["as it is", "colab", "mangled"])
def test_graded_cells_are_the_instructors(tmp_path, way):
    """Every graded cell is there once, with the instructor's source and points, whatever the file says."""
    result = rebuilt(tmp_path, way(solved()))
    source = [
        c
        for c in nbformat.read(COURSE.solution(NAME), as_version=4).cells
        if c.metadata.get("nbgrader", {}).get("grade")
    ]
    found = [c for c in result.notebook.cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert [(c.source, c.metadata) for c in found] == [(c.source, {"nbgrader": c.metadata["nbgrader"]}) for c in source]


def test_nothing_else_of_the_file_is_kept(tmp_path):
    """Tags, outputs, foreign metadata and attachments of a file do not reach the rebuilt notebook."""
    notebook = solved()
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip-execution"]
        cell["metadata"]["evil"] = "secret-mark"
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "data": {"text/html": "secret-mark"}, "metadata": {}}]
    notebook["metadata"]["evil"] = "secret-mark"
    text = nbformat.writes(rebuilt(tmp_path, notebook).notebook)
    assert "secret-mark" not in text
    assert "skip-execution" not in text


def test_added_cells_follow_their_predecessor(tmp_path):
    """A cell that the learner added stands behind the cell that it stood behind, first ones at the very start."""
    notebook = solved()
    place = next(
        i for i, c in enumerate(notebook["cells"]) if c["metadata"].get("nbgrader", {}).get("grade_id") == "propagate"
    )
    for i, text in ((place + 1, "after = 1"), (place, "before = 1"), (0, "first = 1")):
        notebook["cells"].insert(
            i, {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
        )
    cells = [c.source for c in rebuilt(tmp_path, notebook).notebook.cells]
    solution = cells.index(SOLUTIONS["propagate"])
    assert cells[0] == "first = 1"
    assert cells[solution + 1] == "after = 1"
    assert cells[solution - 1] == "before = 1"


def test_doubled_solution_cells_both_run(tmp_path):
    """Of two cells with one id the first takes the place, the second runs behind it, and the notes say so."""
    notebook = solved(sigmoid="def sigmoid(z):\n    return 1")
    i = next(
        i for i, c in enumerate(notebook["cells"]) if c["metadata"].get("nbgrader", {}).get("grade_id") == "sigmoid"
    )
    double = copy.deepcopy(notebook["cells"][i])
    double["source"] = "def sigmoid(z):\n    return 2"
    notebook["cells"].insert(i + 1, double)
    result = rebuilt(tmp_path, notebook)
    cells = [c.source for c in result.notebook.cells]
    assert cells.index("def sigmoid(z):\n    return 2") == cells.index("def sigmoid(z):\n    return 1") + 1
    assert result.notes == ["there more than once: the cell sigmoid"]


def test_a_missing_answer_stays_empty(tmp_path):
    """A deleted solution cell counts as not written; the instructor's solution never takes its place."""
    notebook = solved()
    kept = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") != "propagate"]
    result = rebuilt(tmp_path, {**notebook, "cells": kept})
    assert answers(result)["propagate"] == ""
    assert result.notes == ["missing cells: propagate"]


def test_merged_answers_are_not_undone(tmp_path):
    """If two answers stand in one cell, no stub behind it takes the second one away."""
    notebook = solved()
    own = {c["metadata"].get("nbgrader", {}).get("grade_id"): c for c in notebook["cells"]}
    own["sigmoid"]["source"] = SOLUTIONS["sigmoid"] + "\n\n" + SOLUTIONS["propagate"]
    notebook["cells"].remove(own["propagate"])
    sources = [cell.source for cell in rebuilt(tmp_path, notebook).notebook.cells]
    assert sum("def propagate(" in source for source in sources) == 1


def test_a_changed_import_runs(tmp_path):
    """What a learner adds to one of our own cells runs behind the original, and the notes say so."""
    notebook = solved()
    cell = next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == "imports")
    cell["source"] = "import math\n" + "".join(cell["source"])
    result = rebuilt(tmp_path, notebook)
    sources = [cell.source for cell in result.notebook.cells]
    place = next(i for i, source in enumerate(sources) if source.startswith("import math"))
    assert sources[place - 1].startswith("import matplotlib")
    assert result.notes == ["changed, and run behind the original: imports"]


@pytest.mark.parametrize(
    "answer", ["sigmoid = lambda z: 1 / (1 + np.exp(-z))", "class sigmoid: pass", "sigmoid: object = 1"]
)
def test_answers_without_ids_need_not_be_a_def(tmp_path, answer):
    """Without ids an answer is recognised by the name that it binds, in whatever way."""
    result = rebuilt(tmp_path, from_colab(solved(sigmoid=answer)))
    assert answers(result)["sigmoid"] == answer


def test_half_a_surrogate_pair_is_replaced(tmp_path):
    """A character that no file can hold does not stop a notebook from being written again."""
    result = rebuilt(tmp_path, solved(sigmoid="def sigmoid(z):\n    return '\ud83d'"))
    nbformat.writes(result.notebook).encode()
    assert "return '?'" in answers(result)["sigmoid"]


def test_too_many_cells_are_refused(tmp_path):
    """A notebook with more cells than are read is refused, not cut."""
    notebook = solved()
    notebook["cells"] += [{"cell_type": "markdown", "metadata": {}, "source": "x"}] * reading.MAX_CELLS
    assert f"at most {reading.MAX_CELLS} are read" in rebuilt(tmp_path, notebook).problem


@pytest.mark.parametrize(
    ("content", "kept"), [(b"2026-11-20 12:00:00 UTC", True), (b"yesterday", False), (b"\xff\xfe", False)]
)
def test_time_stamps(tmp_path, content, kept):
    """A time stamp is taken over if nbgrader can read it; any other is left out, with a note."""
    (tmp_path / "timestamp.txt").write_bytes(content)
    stamp, problem = reading.timestamp(tmp_path)
    assert (stamp == content) == kept
    assert ("left out" in problem) != kept


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        ("{", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        ("[]", "no cells"),
        ("null", "no cells"),
        ("{}", "no cells"),
        ('{"cells": {}}', "no cells"),
        ('{"cells": []}', "no cells"),
        ('{"cells": [1, null, {"source": 3}]}', "no cells"),
        (DEEP, "too deep"),
        ('{"cells": ' + "[" * 80 + "]" * 80 + "}", "too deep"),
        ('{"worksheets": [3]}', "old format"),
        (OTHER_COURSE, "belongs to the assignment"),
    ],
)
def test_useless_files_give_a_reason_and_a_blank_notebook(tmp_path, content, reason):
    """A file that is no notebook of the assignment gives a reason, and a blank notebook to grade."""
    result = rebuilt(tmp_path, content)
    assert reason in result.problem
    assert all("raise NotImplementedError()" in answer for answer in answers(result).values())


def test_a_link_is_not_followed(tmp_path):
    """A symbolic link, even to a good notebook, is refused; so is a FIFO, without waiting for it."""
    good = tmp_path / "good.json"
    good.write_text(json.dumps(blank()), encoding="utf-8")
    link, fifo = tmp_path / "link.ipynb", tmp_path / "fifo.ipynb"
    link.symlink_to(good)
    os.mkfifo(fifo)
    for path in (link, fifo):
        assert "link or a special file" in intake.rebuild(COURSE, NAME, path).problem


def test_an_oversize_file_is_not_read(tmp_path):
    """A file above the limit is refused by its size."""
    path = tmp_path / "large.ipynb"
    with path.open("wb") as file:
        file.truncate(reading.MAX_BYTES + 1)
    assert "at most" in intake.rebuild(COURSE, NAME, path).problem


def test_old_format_is_understood(tmp_path):
    """A notebook of format 3 is graded like any other."""
    old = nbformat.convert(nbformat.reads(json.dumps(solved()), as_version=4), 3)
    assert answers(rebuilt(tmp_path, nbformat.writes(old, version=3))) == SOLUTIONS


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        ([f"{NAME}.ipynb", "scratch.ipynb"], f"{NAME}.ipynb"),
        ([f"{NAME} (1).ipynb", "scratch.ipynb"], f"{NAME} (1).ipynb"),
        (["my homework.ipynb", "notes.txt"], "my homework.ipynb"),
    ],
)
def test_the_notebook_is_found_under_other_names(tmp_path, files, chosen):
    """The notebook is found by the assignment's name, by a name that contains it, or as the only one."""
    for file in files:
        (tmp_path / file).write_text("{}", encoding="utf-8")
    assert reading.find_notebook(tmp_path, NAME).name == chosen


@pytest.mark.parametrize(("files", "reason"), [([], "no notebook"), (["a.ipynb", "b.ipynb"], "2 notebooks")])
def test_no_or_too_many_notebooks(tmp_path, files, reason):
    """A folder without a notebook, or with several of other names, gives a reason."""
    for file in files:
        (tmp_path / file).write_text("{}", encoding="utf-8")
    with pytest.raises(reading.NotGradableError, match=reason):
        reading.find_notebook(tmp_path, NAME)
