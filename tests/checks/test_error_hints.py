"""Hints on errors, by the errors themselves: what Python and NumPy say today is recognised."""

import numpy as np
import pytest

from dlutils.checks import run
from dlutils.checks.call import call
from dlutils.checks.error_hints import hint_on
from dlutils.messages import entry

ROW, COLUMN = np.ones((1, 3)), np.ones((2, 1))


def counted():
    """Use a name before it has a value."""
    total += 1  # noqa: F821
    return total


def into_one_place():
    """Put three numbers into the place of one."""
    dw = np.zeros((2, 1))
    dw[0, 0] = np.ones(3)
    return dw


def item_of_tuple():
    """Change a tuple."""
    pair = (1, 2)
    pair[0] = 3
    return pair


# What a learner writes, and the hint that it earns.
WRONG = {
    "unbound": ["counted()"],
    "name": ["sigmoid(1)"],
    "module": ["__import__('nunpy')"],
    "key": ["{'W1': 1}['w1']"],
    "attribute": ["[1, 2].shape", "(1, 2).T"],
    "zero": ["1 / 0"],
    "truth": ["1 if ROW > 0.5 else 0", "max(0, ROW)"],
    "one_place": ["into_one_place()", "float(np.ones(3))"],
    "rows": ["np.array([[1, 2], [3]])"],
    "product": ["COLUMN @ ROW.T", "np.dot(COLUMN, ROW.T)"],
    "broadcast": ["np.ones((2, 3)) * np.ones((3, 2))"],
    "unpack": ["[a for a, b in [(1, 2, 3)]]", "[a for a, b in [1]]"],
    "too_many_indices": ["np.float64(1)[0]", "np.ones(3)[0, 0]"],
    "index": ["ROW[1, 0]", "[1][1]"],
    "sizes": ["np.random.randn((2, 3))"],
    "subscript": ["3['dw']", "[1]['dw']", "item_of_tuple()"],
    "callable": ["2(3)"],
    "iterable": ["[i for i in 3]"],
    "operand": ["None * 2.0", "[1] * 2.0", "-(1, 2)", "np.e ^ ROW"],
    "arguments": ["(lambda a, b: a)(1)"],
    "other": ["next(iter([]))"],
}


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize(("key", "wrong"), [(key, one) for key, versions in WRONG.items() for one in versions])
def test_an_error_earns_its_hint(key, wrong):
    """The real error, as this Python and this NumPy word it, leads to the hint that explains it."""
    outcome = call(lambda: eval(wrong), (), 5.0)  # noqa: S307 - the strings are those above
    assert outcome.kind == "error"
    assert hint_on(outcome.error, outcome.text, ("result",)).key == f"error.{key}"


def test_every_hint_has_an_error():
    """No text of the catalogue is left without an error above."""
    assert set(entry("error")) == set(WRONG)


def test_a_check_shows_the_hint_in_two_stages():
    """`hint=True` points, `hint=2` explains as well; no equation is cited."""
    report = run("logistic-regression", "predict", lambda w, b, X: 1 if w.T @ X > 0.5 else 0, seed=0)
    first, second = report.text(1), report.text(2)
    assert "How many answers does your comparison give" in first
    assert "Leave the if away" not in first
    assert "Leave the if away" in second
    assert "on the page" not in second


def test_a_known_mistake_comes_first():
    """Where the mistake is known, its own hint is shown and not that on the error."""
    report = run("logistic-regression", "predict", lambda w, b, X: (w @ X + b > 0.5) * 1.0, seed=0)
    assert [hint.key for hint in report.mistakes] == ["predict.w_not_transposed"]


def test_the_line_of_another_function_is_named_with_it():
    """If the error comes from a function that was called, the message says from which."""
    outcome = call(lambda: into_one_place(), (), 5.0)
    assert outcome.inside == "into_one_place"
    assert call(into_one_place, (), 5.0).inside == ""


def test_what_a_wrong_function_prints_is_shown_and_never_that_of_hidden_calls():
    """Hints say "print it": a check shows the first that the call in question printed, graded calls nothing."""

    def talks(z):
        print("shape", z.shape if hasattr(z, "shape") else None, "!" * 1000)
        return z

    shown = run("logistic-regression", "sigmoid", talks, seed=0).text()
    assert "It printed: shape (1, 5) !" in shown
    assert len(shown) < 1500
    assert "It printed" not in run("logistic-regression", "sigmoid", talks, seed=0, hidden=True).text()
