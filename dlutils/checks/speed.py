"""A remark on speed: a loop in Python where a vectorized line is asked for."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from dlutils.checks.call import call
from dlutils.checks.task import Task
from dlutils.checks.words import describe_all
from dlutils.messages import message

SLOW = 10  # times the reference: the remark is for loops in Python, not for a clumsy line
FAST_S = 0.005  # what takes no longer is never called slow


def slow(task: Task, function: Callable[..., Any]) -> str:
    """Return a remark if a right function takes far longer than the vectorized reference, else an empty text."""
    if task.large is None:
        return ""
    arguments = task.large(np.random.default_rng(0))
    seconds = []
    for form, times in ((task.reference, 5), (function, 2)):  # the shorter one is the easier disturbed
        taken = math.inf
        for _ in range(times):
            start = time.thread_time()  # what else runs on the machine does not count
            outcome = call(form, arguments, task.budget_s)
            taken = min(taken, time.thread_time() - start)
            if outcome.kind == "timeout":
                taken = task.budget_s
                break
        seconds.append(max(taken, FAST_S))
    if outcome.kind not in ("value", "timeout") or seconds[1] < SLOW * seconds[0]:
        return ""
    key = "report.very_slow" if outcome.kind == "timeout" else "report.slow"
    asked = describe_all(task.arguments, arguments)
    return message(
        key, function=task.name, arguments=asked, seconds=f"{seconds[1]:.2g}", times=round(seconds[1] / seconds[0])
    )
