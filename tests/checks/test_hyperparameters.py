"""The checks of `hyperparameters`: what is right by chance earns nothing, and points are as the notebook says."""

import nbformat
import pytest

from dlutils.checks import load, run
from dlutils.grading.course import Course
from dlutils.grading.manual import is_manual
from tests.grading.example_class import ROOT

NAME = "hyperparameters"


def test_points_add_up_to_what_the_notebook_says():
    """Three functions are worth 8 points; a person gives 12 for the plot and the report."""
    cells = nbformat.read(Course.find(ROOT).solution(NAME), as_version=4).cells
    by_hand = sum(cell.metadata.nbgrader.points for cell in cells if is_manual(cell))
    assert (sum(task.points for task in load(NAME).tasks.values()), by_hand) == (8, 12)
    assert "20: three functions are graded by a program (8 points)" in cells[0].source


@pytest.mark.parametrize(
    "key", [lambda r: r["train"], lambda r: -r["costs"][-1], lambda r: -r["validation"], lambda r: r["learning_rate"]]
)
def test_a_wrong_choice_earns_nothing(key):
    """Whatever else an experiment is chosen by, no part of the wrong one is right by chance."""
    for seed in range(50):
        assert run(NAME, "best", lambda results: max(results, key=key), seed=seed, hidden=True).score == 0


def test_training_on_everything_costs_half():
    """A training part that keeps all examples loses its two parts; those set aside are right."""

    def overlapping(X, Y, m_validation):
        return X, Y, X[:, -m_validation:], Y[:, -m_validation:]

    report = run(NAME, "split", overlapping, seed=0, hidden=True)
    assert report.score == 0.5
    assert [hint.parts for hint in report.mistakes] == [("X_train", "Y_train")]
