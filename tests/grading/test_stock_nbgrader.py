"""nbgrader's own commands do their job with our configuration, and give the scores that dlcourse gives."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grading import example_class
from tests.grading.example_class import EXPECTED, NAME, ROOT

STUDENTS = {
    "ada": example_class.solved(),
    "ben": example_class.blank(),
    "chen": example_class.solved(
        propagate_loop=example_class.TWO_FEATURES,
        propagate=example_class.COST_SIGN,
        predict=example_class.PROBABILITIES,
    ),
    "fay": example_class.solved(**example_class.STRANGE),
}


def test_generate_autograde_feedback_export(tmp_path):
    """Plain nbgrader releases the same bytes, grades honest work as worked out by hand, and writes feedback and CSV."""
    shutil.copytree(ROOT / "solutions", tmp_path / "solutions")
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    for student, notebook in STUDENTS.items():
        path = tmp_path / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    beside = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join([beside, os.environ.get("PATH", "")])}
    for words in (("generate_assignment", NAME), ("autograde", NAME), ("generate_feedback", NAME), ("export",)):
        command = [str(Path(beside) / "nbgrader"), *words]
        run = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=600
        )
        assert run.returncode == 0, run.stderr
    released = tmp_path / "assignments" / NAME / f"{NAME}.ipynb"
    assert released.read_bytes() == (ROOT / "assignments" / NAME / f"{NAME}.ipynb").read_bytes()
    with (tmp_path / "grades.csv").open(encoding="utf-8") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {student: pytest.approx(sum(EXPECTED[student][1])) for student in STUDENTS}
    for student in STUDENTS:
        assert (tmp_path / "feedback" / student / NAME / f"{NAME}.html").stat().st_size > 100_000
