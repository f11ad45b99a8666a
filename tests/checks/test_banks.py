"""Every check against the bank of learners' answers: right ones pass, wrong ones fail, and most hear why.

A few seeds here; `python tools/bank_table.py` takes a hundred, and prints the table.
"""

import pytest

from dlutils.checks import load
from tests.checks.bank import ASSIGNMENTS, answers, named, passes

SEEDS = range(2)
ANSWERS = [answer for assignment in ASSIGNMENTS for answer in answers(assignment)]
MANY = {"propagate", "L_model_backward", "linear_backward", "compute_cost", "softmax"}


@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore:the matrix subclass:PendingDeprecationWarning")
@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: f"{a.assignment}-{a.task}-{a.what}".replace(" ", "_"))
def test_right_answers_pass_and_wrong_ones_fail(answer):
    """A right answer passes whatever its style, a wrong one fails, for every seed."""
    assert {passes(answer, seed) for seed in SEEDS} == {answer.right}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_most_wrong_answers_are_named(assignment):
    """At least four of five wrong answers are named by the hint for their real mistake."""
    wrong = [answer for answer in answers(assignment) if not answer.right]
    assert sum(named(answer, 0) for answer in wrong) >= 0.8 * len(wrong)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_bank_is_large_enough(assignment):
    """Every graded function has eight right and eight wrong answers; the hard ones and the initializers have 25."""
    for task in load(assignment).tasks:
        least = 25 if task in MANY or task.startswith("initialize_parameters") else 8
        for right in (True, False):
            found = [answer for answer in answers(assignment) if (answer.task, answer.right) == (task, right)]
            assert len(found) >= least, (task, right)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_bank_holds_learners_code(assignment):
    """No wrong answer of the bank is the very function that a check knows as a mistake: it is written anew."""
    known = {id(mistake.wrong) for task in load(assignment).tasks.values() for mistake in task.mistakes}
    assert not [answer for answer in answers(assignment) if id(answer.function) in known]
