"""The checks of `activations`: what counts for which part of softmax, and what is never asked."""

import math

import numpy as np
import pytest

from dlutils.checks import load, run
from dlutils.checks.speed import slow

NAME = "activations"
TASKS = load(NAME).tasks
ENTRY_BY_ENTRY = list(TASKS)[:7]


def textbook(Z):
    """Compute softmax as it is defined, which overflows."""
    E = np.exp(Z)
    return E / E.sum(axis=0, keepdims=True)


def with_math_exp(Z):
    """Compute softmax number by number; math.exp raises where np.exp returns infinity."""
    A = np.array([[math.exp(z) for z in row] for row in Z])
    return A / A.sum(axis=0)


def along_rows(Z):
    """Share out along the rows, without overflow."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def unwritten(Z):
    """Raise what an empty answer raises."""
    raise NotImplementedError


def test_points_are_weighed_as_the_course_says():
    """Softmax is worth the most, a function of one line one point, and a slope two."""
    points = {name: task.points for name, task in TASKS.items()}
    assert sum(points.values()) == 22
    assert max(points, key=points.get) == "softmax"
    assert {points[name] for name in ("tanh", "relu", "leaky_relu", "L1", "L2")} == {1}
    assert {points[name] for name in points if name.endswith("derivative")} == {2}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize(
    ("function", "right", "key"),
    [
        (textbook, ["probabilities"], "softmax.overflow"),
        (with_math_exp, ["probabilities"], "softmax.overflow"),
        (along_rows, [], "softmax.rows"),
    ],
)
def test_large_scores_are_a_part_of_their_own(function, right, key, hidden):
    """Softmax that overflows, or raises, for large scores keeps the points for all others, and hears why."""
    report = run(NAME, "softmax", function, seed=0, hidden=hidden)
    assert [part.name for part in report.parts if part.passed] == right
    assert report.score == pytest.approx(2 / 3 if right else 0)
    assert [hint.key for hint in report.mistakes] == [key]


def test_an_unwritten_softmax_has_no_right_part():
    """A part whose calls were never made is not right."""
    report = run(NAME, "softmax", unwritten, seed=0, hidden=True)
    assert report.score == 0


@pytest.mark.parametrize("name", ENTRY_BY_ENTRY)
@pytest.mark.parametrize("seed", range(20))
def test_the_corner_is_never_asked(name, seed):
    """No activation or slope is asked at exactly 0, and each is asked on both sides of it by the public cases."""
    rng = np.random.default_rng(seed)
    drawn = [case(rng)[0] for case in TASKS[name].cases + TASKS[name].hidden_cases]
    assert all((z != 0).all() for z in drawn)
    assert all(z.min() < 0 < z.max() for z in drawn[: len(TASKS[name].cases)] if z.size > 1)


@pytest.mark.parametrize("name", ["relu_derivative", "leaky_relu_derivative"])
@pytest.mark.parametrize("at_zero", [0, 0.01, 0.5, 1])
def test_any_slope_at_the_corner_is_right(name, at_zero):
    """Whatever a slope is at 0, the function is right."""
    left = 0.01 if name.startswith("leaky") else 0
    report = run(NAME, name, lambda z: np.where(z == 0, at_zero, np.where(z > 0, 1, left)), seed=0, hidden=True)
    assert report.passed


def test_a_loop_is_right_and_earns_a_remark():
    """A loop over the entries passes; the learner hears that it is slow, and of a line without loop nothing."""

    def loop(z):
        a = np.zeros(z.shape)
        for place in np.ndindex(z.shape):
            a[place] = max(0, z[place])
        return a

    assert run(NAME, "relu", loop, seed=0, hidden=True).passed
    assert "relu" in slow(TASKS["relu"], loop)
    assert slow(TASKS["relu"], lambda z: np.maximum(0, z)) == ""


@pytest.mark.parametrize("result", [None, 3, "a", (), {}, [1, 2], {"da": 1}, ({"da": "x", "db": None, "dc": []}, "J")])
def test_nonsense_fails_politely(result):
    """Whatever a function returns, the report says in words what is wrong with it."""
    for name in TASKS:
        report = run(NAME, name, lambda *_: result, seed=0)
        assert report.score == 0
        assert all(part.message for part in report.parts)
