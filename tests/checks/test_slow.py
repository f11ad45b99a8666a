"""A loop where a vectorized line is asked for: it passes, and the learner hears of it."""

import time
from dataclasses import replace

from dlutils.checks import load
from dlutils.checks.speed import slow
from dlutils.logistic import propagate, propagate_loop

TASK = load("logistic-regression").tasks["propagate"]


def test_a_loop_is_remarked_on():
    """A loop over examples and features gets one sentence with the call, the seconds and the factor."""
    remark = slow(TASK, propagate_loop)
    assert remark.startswith("propagate is right. With w of shape (50, 1), b = ")
    assert "times as long as without a loop" in remark


def test_a_vectorized_line_is_not():
    """The reference, and a clumsy version that takes three times as long, get no remark."""
    assert slow(TASK, propagate) == ""
    assert slow(TASK, lambda *arguments: [propagate(*arguments) for _ in range(3)].pop()) == ""


def test_a_call_that_takes_too_long_is_remarked_on():
    """A version that does not end within its time is remarked on; it is still right."""

    def sleepy(*arguments):
        time.sleep(60)

    remark = slow(replace(TASK, budget_s=0.2), sleepy)
    assert "did not end within 0.2 s" in remark


def test_tasks_without_a_large_call_are_left_alone():
    """Where no vectorized line is asked for, nobody is told to write one."""
    assert slow(load("logistic-regression").tasks["propagate_loop"], propagate_loop) == ""
