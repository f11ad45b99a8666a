"""Runs a bank of answers through the checks, and through asserts of the usual kind, to compare."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np

from dlutils.checks import load
from dlutils.checks.codec import to_plain
from dlutils.checks.compare import Array, Numbers, Scalar
from dlutils.checks.engine import evaluate
from dlutils.checks.task import Task

Function = Callable[..., object]
ASSIGNMENTS = sorted(path.stem.replace("_", "-") for path in (Path(__file__).parent / "banks").glob("[a-z]*.py"))


@dataclass(frozen=True)
class Answer:
    """One answer of the bank; `mistake` is the key that names a wrong one, if any does."""

    assignment: str
    task: str
    what: str
    function: Function
    right: bool
    mistake: str = ""


def answers(assignment: str) -> list[Answer]:
    """Return all answers to an assignment."""
    module = import_module(f"tests.checks.banks.{assignment.replace('-', '_')}")
    right = [Answer(assignment, t, what, f, True) for t, styles in module.RIGHT.items() for what, f in styles.items()]
    wrong = [
        Answer(assignment, task, what, function, False, mistake)
        for task, mistakes in module.WRONG.items()
        for what, (function, mistake) in mistakes.items()
    ]
    return right + wrong


def passes(answer: Answer, seed: int) -> bool:
    """Whether an answer passes its check, hidden cases included; without a look for known mistakes."""
    found = load(answer.assignment)
    return evaluate(found, answer.task, answer.function, seed=seed, hidden=True, explain=False).passed


def named(answer: Answer, seed: int) -> bool:
    """Whether the learner's own check, asked for a hint, names the mistake of a wrong answer, and it is that one."""
    report = evaluate(load(answer.assignment), answer.task, answer.function, seed=seed)
    return bool(answer.mistake) and answer.mistake in {hint.key for hint in report.mistakes}


def usual_asserts_pass(answer: Answer) -> bool:
    """Whether an answer would pass asserts as they are usually written: one case, a fixed seed, `np.allclose`.

    Where the numbers are random, usual asserts look at the shapes only.
    """
    task = load(answer.assignment).tasks[answer.task]
    arguments = task.cases[0](np.random.default_rng(1))
    want = to_plain(task.reference(*copy.deepcopy(arguments)))
    try:
        got = answer.function(*copy.deepcopy(arguments))
        return all(_usual_assert(task, i, got, want) for i in range(len(task.parts)))
    except Exception:
        return False


def _usual_assert(task: Task, part: int, got: object, want: object) -> bool:
    """Compare one part of a result."""
    for step in task.parts[part].at:
        got, want = got[step], want[step]
    if isinstance(task.parts[part].comparison, (Array, Scalar, Numbers)):
        return bool(np.allclose(got, want))
    if isinstance(want, dict):
        return all(np.shape(got[name]) == np.shape(value) for name, value in want.items())
    return bool(np.all(got == want))
