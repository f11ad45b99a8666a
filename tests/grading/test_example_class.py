"""The example class is graded through the real command, and gets the scores worked out by hand."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grading import example_class
from tests.grading.example_class import EXPECTED, NAME, QUESTIONS, ROOT


def dlcourse(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command in the course's folder."""
    command = [sys.executable, "-m", "dlutils.grading.cli", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict]]:
    """Return the folder of the class, and what grading it printed as JSON."""
    data = tmp_path_factory.mktemp("class")
    example_class.write(data / "submitted")
    run = dlcourse("autograde", NAME, "--data", data, "--json")
    assert run.returncode == 1, run.stderr  # some submissions are not gradable
    assert run.stderr == ""
    return data, json.loads(run.stdout)


@pytest.mark.parametrize("student", EXPECTED)
def test_score(graded, student):
    """Each student has the status and, question by question, the score worked out by hand."""
    result = next(result for result in graded[1] if result["student"] == student)
    status, scores = EXPECTED[student]
    assert result["status"] == status
    assert [(q["name"], q["score"]) for q in result["questions"]] == list(zip(QUESTIONS, scores, strict=True))


def test_everyone_is_there_and_strange_files_are_explained(graded):
    """No submission is lost, and each that could not be graded has a reason of its own."""
    notes = {result["student"]: "; ".join(result["notes"]) for result in graded[1]}
    assert list(notes) == sorted(EXPECTED)
    for student, words in {
        "gus": "recognised by the function",
        "hana": "missing cells: grade-sigmoid",
        "ivo": "not JSON",
        "jun": "belongs to the assignment",
        "kim": "no cells",
        "lea": "julia",
    }.items():
        assert words in notes[student]
    assert notes["ada"] == notes["fay"] == ""


def test_lost_points_are_explained(graded):
    """Where points are missing, the graded cell says what to look at."""
    lost = [
        q
        for result in graded[1]
        if result["status"] == "graded"
        for q in result["questions"]
        if q["score"] < q["max_score"]
    ]
    assert len(lost) > 10
    assert all(q["told"] for q in lost)


def test_again_grades_nothing_anew_and_says_the_same(graded):
    """A second run changes no file and prints the same; so does one with a single job."""
    data, before = graded
    stamps = {path: path.stat().st_mtime_ns for path in (data / "autograded").rglob("*.ipynb")}
    for jobs in ("2", "1"):
        again = dlcourse("autograde", NAME, "--data", data, "--json", "--jobs", jobs)
        assert json.loads(again.stdout) == before
    assert {path: path.stat().st_mtime_ns for path in (data / "autograded").rglob("*.ipynb")} == stamps


def test_export_holds_every_score(graded, tmp_path):
    """The CSV file that nbgrader's exporter writes holds every student's score."""
    data, before = graded
    export = tmp_path / "grades.csv"
    run = dlcourse("export", "--data", data, "--to", export)
    broken = f"Not gradable, with 0 points: {NAME}, of ivo, jun, kim\n"
    assert (run.returncode, run.stdout) == (0, f"{export}: {len(EXPECTED)} rows\n{broken}")
    with export.open(encoding="utf-8") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {result["student"]: pytest.approx(result["score"]) for result in before}


def test_one_changed_submission_is_graded_anew(graded):
    """After one student hands in again, only that student's grade changes."""
    data, before = graded
    path = data / "submitted" / "ben" / NAME / f"{NAME}.ipynb"
    path.write_text(json.dumps(example_class.solved()), encoding="utf-8")
    after = json.loads(dlcourse("autograde", NAME, "--data", data, "--json").stdout)
    changed = [new["student"] for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ["ben"]
    assert next(result for result in after if result["student"] == "ben")["score"] == 30
