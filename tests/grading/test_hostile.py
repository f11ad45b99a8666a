"""Submissions that break things break them for themselves: the batch goes on, and table and gradebook agree."""

import copy
import csv
import json
import os
from pathlib import Path

import pytest

from tests.grading import example_class
from tests.grading.example_class import NAME
from tests.grading.test_example_class import dlcourse


def with_first_cell(source: str, **answers: str) -> dict:
    """Return a notebook with one more cell, before the first answer."""
    notebook = copy.deepcopy(example_class.solved(**answers))
    place = next(
        i for i, c in enumerate(notebook["cells"]) if c["metadata"].get("nbgrader", {}).get("grade_id") == "sigmoid"
    )
    cell = {
        "cell_type": "code",
        "id": "extra",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
    notebook["cells"].insert(place, cell)
    return notebook


SIGN = {"propagate": example_class.COST_SIGN}

# What is handed in, and the score that is right for it.
CLASS = {
    "display-all": (with_first_cell("get_ipython().ast_node_interactivity = 'all'", **SIGN), 26),
    "display-none": (with_first_cell("get_ipython().ast_node_interactivity = 'none'", **SIGN), 26),
    "ends-itself": (with_first_cell("import os\nos._exit(1)"), 30),
    "ends-its-parent": (with_first_cell("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)"), 30),
    "endless-cell": (with_first_cell("while True: pass"), 30),
    "logs": (with_first_cell("import logging\nlogging.basicConfig(level=0)\nlogging.info('on')"), 30),
    "precision": (with_first_cell("%precision 0", **SIGN), 26),
    "perfect": (example_class.solved(), 30),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict]]:
    """Grade the class, one of whose submissions had a better grade before; return its folder and the results."""
    data = tmp_path_factory.mktemp("hostile")
    path = data / "submitted" / "ends-itself" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(example_class.solved()), encoding="utf-8")
    (first,) = json.loads(dlcourse("autograde", NAME, "--data", data, "--json").stdout)
    assert first["score"] == 30
    for student, (notebook, _) in CLASS.items():
        path = data / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    latin = data / "submitted" / "latin" / NAME
    latin.mkdir(parents=True)
    (latin / os.fsdecode(b"\xdcbung.ipynb")).write_text(json.dumps(example_class.solved()), encoding="utf-8")
    run = dlcourse("autograde", NAME, "--data", data, "--json")
    assert run.returncode == 0, run.stderr
    return data, {result["student"]: result for result in json.loads(run.stdout)}


@pytest.mark.parametrize("student", CLASS)
def test_everyone_gets_the_right_score(graded, student):
    """Each gets what the answers are worth; nobody gets less, or more, for what another one's code did."""
    assert graded[1][student]["score"] == pytest.approx(CLASS[student][1])


def test_a_file_name_that_is_no_text_is_graded(graded):
    """A file whose name is not UTF-8 is graded like any other."""
    assert graded[1]["latin"]["score"] == 30


def test_reasons_are_sentences(graded):
    """What went wrong is said in words."""
    notes = {student: " ".join(result["notes"]) for student, result in graded[1].items()}
    assert notes["ends-itself"] == "a cell ended its own Python process, and counts as not run"
    assert notes["endless-cell"] == "a cell ran too long and was stopped"
    assert notes["perfect"] == ""


def test_gradebook_and_table_agree(graded, tmp_path):
    """The exported scores are those of the table, also for a student whose earlier, better work was replaced."""
    data, results = graded
    assert dlcourse("export", "--data", data, "--to", tmp_path / "grades.csv").returncode == 0
    with (tmp_path / "grades.csv").open(encoding="utf-8") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {student: pytest.approx(result["score"]) for student, result in results.items()}


def test_what_an_earlier_run_left_broken_is_made_anew(graded):
    """A damaged state file or graded notebook costs a new grading, nothing else."""
    data, results = graded
    (data / ".dlcourse" / NAME / "perfect.json").write_text("[]", encoding="utf-8")
    broken = data / "autograded" / "precision" / NAME / f"{NAME}.ipynb"
    broken.chmod(0o644)
    broken.write_text("{", encoding="utf-8")
    again = {
        result["student"]: result for result in json.loads(dlcourse("autograde", NAME, "--data", data, "--json").stdout)
    }
    assert again == results


def test_a_broken_gradebook_gives_one_line(tmp_path):
    """A file that is no gradebook is named, with a remedy, and left as it is."""
    (tmp_path / "submitted").mkdir()
    (tmp_path / "gradebook.db").write_text("no database", encoding="utf-8")
    for words in (("autograde", NAME), ("export", "--to", tmp_path / "g.csv")):
        run = dlcourse(*words, "--data", tmp_path)
        assert run.returncode == 2
        assert "must be a gradebook" in run.stderr
        assert "Traceback" not in run.stderr
    assert (tmp_path / "gradebook.db").read_text(encoding="utf-8") == "no database"
