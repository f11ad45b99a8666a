"""What a learner sees of a check, and what a graded cell gives."""

import numpy as np
import pytest

from dlutils import logistic
from dlutils.activations import sigmoid
from dlutils.checks import run
from dlutils.checks.logistic_regression import check, grade, ready
from dlutils.checks.notebook import NoPointsError


def forgot_mean(w, b, X, Y):
    """Return gradients that are sums."""
    m = X.shape[1]
    grads, cost = logistic.propagate(w, b, X, Y)
    return {"dw": grads["dw"] * m, "db": grads["db"]}, cost


def test_full_points_are_none(capsys):
    """A right function earns None, which nbgrader counts as all points, and says so."""
    assert grade("sigmoid", {"sigmoid": sigmoid}, hidden=True) is None
    assert grade("sigmoid", {"sigmoid": sigmoid}) is None
    assert capsys.readouterr().out == "sigmoid: 3 of 3 points\n"


def test_partial_points_are_a_plain_float(capsys):
    """Two of three parts earn their share as a Python float, which nbgrader can read."""
    points = grade("propagate", {"propagate": forgot_mean})
    assert type(points) is float
    assert points == 6.0
    assert "✗ dw" in capsys.readouterr().out


def test_hidden_grading_does_not_repeat_itself(capsys):
    """What the public cases have said is not said again; what only hidden cases find is."""
    assert grade("propagate", {"propagate": forgot_mean}, hidden=True) == 6.0
    assert capsys.readouterr().out == ""

    def only_small(z):
        return sigmoid(z) if np.size(z) < 30 and np.ndim(z) != 1 else 0 * z

    assert grade("sigmoid", {"sigmoid": only_small}) is None
    capsys.readouterr()
    with pytest.raises(NoPointsError, match="further inputs"):
        grade("sigmoid", {"sigmoid": only_small}, hidden=True)


@pytest.mark.parametrize("namespace", [{}, {"propagate": 3}, {"propagate": lambda *_: None}])
def test_no_points_is_an_error(namespace):
    """A missing function and one with no part right raise, which nbgrader counts as 0."""
    with pytest.raises(NoPointsError):
        grade("propagate", namespace)


def test_hidden_messages_show_no_inputs_and_no_right_values():
    """A hidden check never says what it called the function with, nor a right number."""
    shown = run("logistic-regression", "propagate", forgot_mean, seed=0).text()
    hidden = run("logistic-regression", "propagate", forgot_mean, seed=0, hidden=True).text()
    assert "Called with" in shown
    assert "should be" in shown
    assert "Called with" not in hidden
    assert "should be" not in hidden


def test_hints_come_in_stages(capsys):
    """First only where it goes wrong; with hint=True a pointer and the equation; with hint=2 the explanation."""
    stages = []
    for hint in (False, True, 2):
        check(forgot_mean, hint, name="propagate")
        stages.append(capsys.readouterr().out)
    pointer, explanation, label = "grows with the number of examples", "divide by m", "eq-dw-vectorized"
    assert [pointer in text for text in stages] == [False, True, True]
    assert [label in text for text in stages] == [False, True, True]
    assert [explanation in text for text in stages] == [False, False, True]


def test_blank_function_is_told_kindly(capsys):
    """A function that is not written yet gets one sentence, no hint and no traceback."""

    def sigmoid(z):
        raise NotImplementedError

    check(sigmoid, hint=True)
    out = capsys.readouterr().out
    assert "Not written yet" in out
    assert "→" not in out


def test_a_helper_that_is_wrong_is_named():
    """If a function fails and the learner's own helper is wrong as well, the report says which to mend first."""
    wrong = {"sigmoid": np.tanh}
    report = run("logistic-regression", "propagate", forgot_mean, seed=0, helpers=wrong)
    assert any("your sigmoid" in remark for remark in report.remarks)
    right = run("logistic-regression", "propagate", forgot_mean, seed=0, helpers={"sigmoid": sigmoid})
    assert right.remarks == ()


def test_a_function_that_no_task_asks_for(capsys):
    """Another function is answered with the list of tasks, something else with a word on how to call check."""
    check(lambda z: z)
    assert "propagate_loop" in capsys.readouterr().out
    check("sigmoid")
    assert "Pass the function itself" in capsys.readouterr().out


predict = np.vectorize(lambda w, b, X: 1)


def test_a_function_is_known_by_the_name_that_it_is_bound_to(capsys):
    """A lambda, partial or callable object is checked as the task whose name it has in the notebook."""
    check(predict)
    assert capsys.readouterr().out.startswith("predict is not right yet.")


def test_a_function_that_calls_a_blank_one_is_told_which(capsys):
    """If a function calls another that is not written yet, the report names that one, and gives no hint."""

    def blank():
        raise NotImplementedError

    check(lambda z: blank(), hint=True, name="sigmoid")
    assert capsys.readouterr().out.strip().endswith("Your function calls blank, which is not written yet.")


def test_a_broken_helper_stops_guesses():
    """While a helper is wrong, no mistake of the function itself is named: it may be right."""

    def sigmoid_upside_down(z):
        return sigmoid(-np.asarray(z))

    def uses_it(w, b, X):
        return (sigmoid_upside_down(w.T @ X + b) > 0.5).astype(float)

    report = run("logistic-regression", "predict", uses_it, seed=0, helpers={"sigmoid": sigmoid_upside_down})
    assert report.hints == []
    assert "Mend sigmoid first" in report.remarks[0]
    assert "tiny example" not in report.text(2)


def test_ready_waits_for_a_right_function(capsys):
    """An experiment runs only once the function that it needs is right, and says what it waits for."""
    assert ready("sigmoid", {"sigmoid": sigmoid}) is True
    assert ready("sigmoid", {"sigmoid": np.tanh}) is False
    assert ready("sigmoid", {}) is False
    assert capsys.readouterr().out.count("waits for sigmoid") == 2


def test_checks_and_experiments_rest_while_grading(monkeypatch, capsys):
    """While nbgrader grades, a learner's own checks and experiments cost no time; graded cells go on."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check(forgot_mean, name="propagate")
    assert ready("sigmoid", {"sigmoid": sigmoid}) is False
    assert capsys.readouterr().out == ""
    assert grade("propagate", {"propagate": forgot_mean}) == 6.0


def test_html_needs_no_colour_and_escapes():
    """The HTML form says right and wrong in words, and shows a learner's text as text."""

    def evil(*_):
        raise ValueError("<script>alert(1)</script>")

    page = run("logistic-regression", "propagate", evil, seed=0).html(1)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "Not right yet: " in page
    assert 'aria-label="Check of propagate"' in page
