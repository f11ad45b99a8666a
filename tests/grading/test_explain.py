"""An instructor reads why an answer has its points: what was called, what came, what would have been right."""

import json
import shutil

import nbformat
import numpy as np
import pytest
from nbgrader.api import Gradebook

from dlutils.grading import intake
from dlutils.grading.autograde import autograde
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.explain import explain
from dlutils.grading.explained import render
from dlutils.grading.steps import seeds, sources_of
from tests.grading.example_class import COST_SIGN, NAME, ROOT, blank, from_colab, solved
from tests.grading.test_regrade import change_cells, course_in, hand_in

# Right for as many examples as everyone sees: only hidden inputs show that it is wrong.
FEW_EXAMPLES = """
def predict(w, b, X):
    A = sigmoid(w.T @ X + b)
    if X.shape[1] not in (6, 9):
        A[0, 0] = 1 - A[0, 0]
    return (A > 0.5) * 1.0
"""
BROKEN = "def propagate(w, b, X, Y)\n    return {}, 0"
ESCAPE = 'def sigmoid(z):\n    print("\\x1b[2J gone")\n    raise ValueError("no \\x1b[31mred")'


def too_late():
    """Return a notebook in which a function stands behind its graded cell only."""
    notebook = solved(sigmoid="# see below")
    notebook["cells"].append({**nbformat.v4.new_code_cell("def sigmoid(z):\n    return 1 / (1 + np.exp(-z))")})
    return notebook


def without(grade_id):
    """Return a solved notebook without a cell."""
    notebook = solved()
    notebook["cells"] = [c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") != grade_id]
    return notebook


CLASS = {
    "ada": solved,
    "ben": blank,
    "chen": lambda: solved(propagate=COST_SIGN, predict=FEW_EXAMPLES),
    "dana": lambda: solved(propagate=BROKEN),
    "fay": too_late,
    "gus": lambda: from_colab(solved(propagate=COST_SIGN)),
    "hana": lambda: without("predict"),
    "ida": lambda: solved(sigmoid=ESCAPE),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a course whose class is graded; a test that changes it takes a copy."""
    course = course_in(tmp_path_factory.mktemp("course"), {})
    for student, make in CLASS.items():
        hand_in(course, student, make())
    (course.submitted / "ivo" / NAME).mkdir(parents=True)
    (course.submitted / "ivo" / NAME / f"{NAME}.ipynb").write_text("{")
    list(autograde(course, NAME, jobs=2, isolated=False))
    return course


def told(course, student, question, name=NAME):
    """Return an explanation, and its text."""
    found = explain(course, student, name, question, isolated=False)
    assert json.loads(json.dumps(found.as_dict()))["question"] == found.question
    return found, render(found)


def test_it_shows_the_call_what_came_and_the_mistake(course):
    """Of a wrong part one reads the arguments, the right value and the wrong one, and which mistake it looks like."""
    found, text = told(course, "chen", "propagate")
    assert (found.replayed, found.stored.score, found.max_score, found.differs) == (6, 6, 10, False)
    assert text.startswith("chen, logistic-regression, propagate: 6 of 10 points in the gradebook\n")
    assert "The replay gives the same: 6 of 10 points." in text
    public, hidden = found.rounds
    assert (public.hidden, hidden.hidden) == (False, True)
    assert (public.calls, public.wrong_calls, hidden.calls, hidden.wrong_calls) == (3, 3, 7, 7)
    (wrong,) = public.wrong
    assert wrong.part == "cost"
    assert wrong.call.startswith("propagate(w = np.array([[")
    assert "Y = np.array([[" in wrong.call
    assert wrong.wanted.removeprefix("cost = ") == wrong.came.removeprefix("cost = -")
    assert "Can a cost be negative?" in public.mistakes[0]
    assert text.count("Can a cost be negative?") == 2  # ours, and what the student was told
    assert "It looks like the same mistake." in text
    assert "  | propagate: 6 of 10 points\n" in text
    assert "would be told today" not in text


def test_hidden_inputs_are_those_of_the_student(course):
    """A mistake that only hidden inputs show is shown with these, which are the very ones of the grading."""
    found, text = told(course, "chen", "predict")
    assert found.replayed == found.stored.score == 0
    public, hidden = found.rounds
    assert public.wrong == ()
    assert 0 < hidden.wrong_calls < hidden.calls
    (wrong,) = hidden.wrong
    assert "X of shape (4, 25)" in wrong.call
    assert np.shape(wrong.arguments["X"]) == (4, 25)  # in full for a program
    assert "the first, at [0, 0], is" in wrong.problem
    assert (wrong.wanted, wrong.came) == ("", "")  # neither is shown by its shape alone
    assert f"inputs of this student alone, hidden ones too: {hidden.calls} calls, {hidden.wrong_calls} wrong" in text
    again = explain(course, "chen", NAME, "predict", isolated=False)
    assert again == found
    # The seed comes from the sources of the graded notebook: those of the replay must be the same.
    rebuilt = intake.rebuild(course, NAME, course.submitted / "chen" / NAME / f"{NAME}.ipynb").notebook
    graded = nbformat.read(course.data / "autograded" / "chen" / NAME / f"{NAME}.ipynb", as_version=4)
    one, two = (seeds(course, NAME, "chen", sources_of(notebook)) for notebook in (rebuilt, graded))
    assert one("predict") == two("predict") != seeds(course, NAME, "chen", "other")("predict")


def test_right_answers_and_follow_through_are_said(course):
    """A right answer is called right; one that calls a wrong function is shown with both, and what counts."""
    found, text = told(course, "ada", "grade-propagate")
    assert (found.question, found.replayed, [one.wrong_calls for one in found.rounds]) == ("propagate", 10, [0, 0])
    assert "All ran to their end, without an error." in text
    found, text = told(course, "dana", "optimize")
    assert (found.replayed, found.stored.score) == (5, 5)
    assert [(one.wrong_calls > 0, one.follow_through, one.still_wrong, one.mistakes) for one in found.rounds] == [
        (True, ("propagate",), (), ())
    ] * 2
    assert "Follow-through: called again with a right propagate in its place, all right. This counts." in text


def test_the_cells_before_are_told(course):
    """A cell that stopped before the graded one is named, with its error, and why the function is not there."""
    found, text = told(course, "dana", "propagate")
    assert (found.replayed, found.rounds) == (0, ())
    assert "the cell propagate: stopped with SyntaxError: expected ':'" in text
    assert "No function propagate was there when the graded cell was judged." in text
    assert "It stands in the cell propagate, which did not come as far as that." in text
    _, text = told(course, "fay", "sigmoid")
    assert "(def sigmoid(z):), behind the graded cell: too late." in text


def test_a_cell_that_never_ends_is_told(course, tmp_path):
    """A cell that ran too long before the graded one is named as such."""
    copied = copy_of(course, tmp_path)
    config = copied.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.Judge.cell_s = 1.0\n")
    hand_in(copied, "ada", solved(sigmoid="def sigmoid(z):\n    return 1\nwhile True: pass"))
    found, text = told(copied, "ada", "sigmoid")
    assert "the cell sigmoid: ran too long and was stopped; what it had done until then stays done" in text
    assert found.replayed == 0


def copy_of(course, folder):
    """Return a course that may be changed."""
    shutil.copytree(course.root, folder / "course")
    return Course.find(folder / "course")


def test_blank_missing_and_unusable_answers_are_told(course):
    """Nothing written, a deleted cell, a file that is no notebook: each gets its line."""
    found, text = told(course, "ben", "propagate")
    assert "- The answer is as it was released: nothing was written." in text
    assert found.rounds[0].mistakes == ()
    assert "- The cell of the answer is missing or empty." in told(course, "hana", "predict")[1]
    found, text = told(course, "ivo", "predict")
    assert "a blank notebook is graded: it is not JSON" in text
    assert (found.replayed, found.rounds) == (None, ())


def test_what_was_matched_by_function_is_replayed_too(course):
    """A notebook from Colab without ids is explained as any other, with the notes of the grading."""
    found, text = told(course, "gus", "propagate")
    assert found.replayed == found.stored.score == 6
    assert "- Note of the grading: recognised by the function in them: sigmoid" in text


def test_misspelt_names_get_a_remedy(course):
    """A name that nobody has gets the close ones, or all that there are."""
    for words, remedy in (
        (("adda", NAME, "propagate"), "Did you mean ada?"),
        (("ada", "logistic-regresion", "propagate"), "Did you mean logistic-regression?"),
        (("ada", NAME, "propagat"), "Did you mean propagate or propagate_loop?"),
        (("ada", NAME, "xyz"), "There are: sigmoid, initialize_with_zeros, propagate_loop,"),
        (("a\x1b[2J", NAME, "predict"), "There are: ada, ben, chen,"),
    ):
        with pytest.raises(CourseError) as caught:
            explain(course, *words, isolated=False)
        assert remedy in caught.value.message
        assert "\x1b" not in caught.value.message


def test_a_student_cannot_write_on_the_terminal(course):
    """What a student's code prints and raises comes without control characters."""
    found, text = told(course, "ida", "sigmoid")
    assert found.rounds[0].wrong
    assert "ValueError: no " in text
    assert "\x1b" not in text


def test_a_course_that_changed_since_is_told(course, tmp_path):
    """If check, solution or submission changed since, the replay differs from the gradebook, and it is said so."""
    copied = copy_of(course, tmp_path)
    change_cells(copied, {"grade-predict": "assert float(predict(np.ones((1, 1)), 0.0, np.ones((1, 1)))[0, 0]) == 2"})
    found, text = told(copied, "ada", "predict")
    assert (found.stored.score, found.replayed, found.differs) == (3, 0, True)
    assert "The program gave other points when it graded" in text
    assert "`dlcourse regrade logistic-regression` shows who is concerned" in text
    assert "What is replayed is not what was graded" in text
    assert "predict(argument 1 = np.array([[1.0]]), argument 2 = 0, argument 3 = np.array([[1.0]])) gave" in text
    assert "What the student would be told today" in text
    assert "in: assert float(predict" in found.told_now
    with Gradebook(copied.database) as book:
        grade = book.find_grade("grade-predict", NAME, NAME, "ada")
        grade.manual_score = 2
        book.db.commit()
    assert (
        "predict: 2 of 3 points in the gradebook (2 entered by hand; the program gave 3)"
        in told(copied, "ada", "predict")[1]
    )


def test_what_is_not_graded_yet_is_replayed(course, tmp_path):
    """A submission that is not in the gradebook is explained all the same."""
    copied = copy_of(course, tmp_path)
    hand_in(copied, "new", solved(propagate=COST_SIGN))
    found, text = told(copied, "new", "propagate")
    assert (found.stored, found.replayed, found.differs) == (None, 6, False)
    assert "nothing in the gradebook yet, of 10 points" in text
    assert "- It is not graded yet." in text


def test_answers_that_a_person_grades(tmp_path):
    """Of a plot or a text one reads who grades it, what was entered, and that the program gives nothing."""
    name = "hyperparameters"
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part / name, tmp_path / part / name)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    course = Course.find(tmp_path)
    path = course.submitted / "ada" / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(solved(name, plot="no_such_name")), encoding="utf-8")
    list(autograde(course, name, isolated=False))
    found, text = told(course, "ada", "plot", name)
    assert found.replayed is None
    assert "A person grades this question" in text
    assert "When it was graded, it stopped with NameError: name 'no_such_name' is not defined." in text
    assert "It waits for a person: enter the points in formgrader." in text
    with Gradebook(course.database) as book:
        grade = book.find_grade("plot", name, name, "ada")
        grade.manual_score, grade.needs_manual_grade = 4, False
        book.find_comment("plot", name, name, "ada").manual_comment = "Nice axes."
        book.db.commit()
    _, text = told(course, "ada", "plot", name)
    assert "plot: 4 of 6 points in the gradebook (4 entered by hand)" in text
    assert "- A person has graded it." in text
    assert "- Comment: Nice axes." in text


def test_it_replays_in_the_sandbox(course, sandbox):
    """In the sandbox the replay says the same as without."""
    with_sandbox = explain(course, "chen", NAME, "propagate")
    assert with_sandbox == explain(course, "chen", NAME, "propagate", isolated=False)
