"""validate finds faults that are planted in a sound assignment."""

import shutil

import nbformat
import pytest

from dlutils.grading import release
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError, OwnFailure
from dlutils.grading.validate import contract_faults, validate
from tests.grading.example_class import NAME, ROOT


@pytest.fixture
def course(tmp_path):
    """Return a copy of the course that a test may spoil."""
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return Course.find(tmp_path)


def spoil(course, grade_id, change):
    """Change one cell of the solution."""
    path = course.solution(NAME)
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
    change(cell)
    nbformat.write(notebook, path)


def source(text):
    """Return a change of a cell's source."""
    return lambda cell: cell.update(source=text)


@pytest.mark.parametrize(
    ("grade_id", "change", "fault"),
    [
        (
            "grade-sigmoid",
            source("assert np.all(sigmoid(0) == 0.5)"),
            "grade-sigmoid: uses np, which it does not import",
        ),
        ("grade-sigmoid", source("sigmoid(0)"), 'must end with grade("...", globals())'),
        ("grade-sigmoid", source("from x import grade\ngrade('no_such', globals())"), "must end with"),
        ("grade-sigmoid", source("def f(:"), "line 1 is not Python"),
        ("grade-model", lambda cell: cell.metadata.nbgrader.update(points=7), "worth 7 points in the notebook and 2"),
        (
            "grade-model",
            lambda cell: cell.metadata.nbgrader.update(grade=False),
            "model: has a check but no graded cell",
        ),
    ],
)
def test_a_broken_contract_is_found(course, grade_id, change, fault):
    """A graded cell with a free name, another ending, bad syntax or other points is named; so is one that is gone."""
    spoil(course, grade_id, change)
    assert any(fault in found for found in contract_faults(course, NAME))


def test_a_stale_release_is_found(course):
    """A solution that was edited after the release is told apart, and release mends it once."""
    spoil(course, "welcome", source("# Another title"))
    assert "is not what solutions" in validate(course, NAME)[0]
    assert release.release(course, NAME) is True
    assert release.release(course, NAME) is False
    assert "Another title" in course.released(NAME).read_text(encoding="utf-8")


def test_a_wrong_solution_is_found(course):
    """A solution that does not score all points is named, with the question."""
    wrong = "def predict(w, b, X):\n    ### BEGIN SOLUTION\n    return sigmoid(w.T @ X + b)\n    ### END SOLUTION"
    spoil(course, "predict", source(wrong))
    release.release(course, NAME)
    found = validate(course, NAME)
    assert any("predict: the solution scores 0 of 3" in fault for fault in found)


def test_a_release_that_solves_itself_is_found(course):
    """A blank release that earns points is named."""
    above = "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION"
    spoil(course, "sigmoid", source(above))
    release.release(course, NAME)
    assert any("sigmoid: the blank release scores 3 of 3" in fault for fault in validate(course, NAME))


def test_bad_sources_give_one_line(course):
    """A solution that is no notebook, or has two cells of one id, gives one clear error."""
    path = course.solution(NAME)
    good = path.read_text(encoding="utf-8")
    path.write_text("{", encoding="utf-8")
    with pytest.raises(CourseError, match="must be a valid notebook"):
        release.generate(course, NAME)
    path.write_text(good, encoding="utf-8")
    spoil(course, "grade-sigmoid", lambda cell: cell.metadata.nbgrader.update(grade_id="grade-model"))
    with pytest.raises(OwnFailure, match="could not release"):
        release.generate(course, NAME)
