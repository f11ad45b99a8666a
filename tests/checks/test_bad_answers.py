"""Whatever a learner hands in as a function, the check says in one clear line what is wrong with it, and goes on."""

# Endless loops that swallow every error are the point here.
# ruff: noqa: B012, E722, S110, S112, SIM105

import contextlib
import io
import os
import resource
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from dlutils.activations import sigmoid
from dlutils.checks import engine as checks_engine
from dlutils.checks import load, logistic_regression, run
from dlutils.checks.notebook import NoPointsError
from dlutils.logistic import propagate

NAME = "logistic-regression"
# One task whose result is an array, one whose result is a tuple; and how each names its arguments.
TASKS = {"sigmoid": "(z)", "propagate": "(w, b, X, Y)"}
RIGHT = {"sigmoid": sigmoid, "propagate": propagate}


def grads_with(dw):
    """Return an answer to both tasks: alone for sigmoid, as dw for propagate."""
    return lambda *arguments: dw if len(arguments) == 1 else ({"dw": dw, "db": 0.0}, 0.5)


def holds_itself(*_):
    """Return a list that contains itself."""
    found = [1.0]
    found.append(found)
    return found


def raises(*_):
    """Raise an error whose text has several lines."""
    raise ValueError("one line\n  and another")


def raises_without_text(*_):
    """Raise an error that says nothing."""
    raise KeyError


def ends_the_program(*_):
    """Leave by sys.exit."""
    sys.exit("done")


def calls_itself(*arguments):
    """Recurse forever."""
    return calls_itself(*arguments)


async def answers_later(*_):
    """Be written with async."""
    return 1.0


def asks_for_all_memory(*_):
    """Ask for an array of 700 terabytes."""
    return np.zeros((10**7, 10**7))


def list_of_one_large_array(*_):
    """Return one array of 56 MB a thousand times over."""
    return [np.zeros(7 << 20)] * 1000


def many_values(*_):
    """Return a list of lists of lists with 10**15 numbers, which takes a few kilobytes."""
    found = [0.0] * 1000
    for _ in range(4):
        found = [found] * 1000
    return found


# What is handed in, and the one line that the check must show for the array-valued and the tuple-valued task.
BAD = {
    "too few parameters": (lambda: 1, "{task} is called with {arguments}, by position. Keep its parameters"),
    "too many parameters": (lambda a, b, c, d, e: 1, "missing"),
    "keyword-only parameters": (lambda *, z=1: z, "takes 0 positional arguments"),
    "returns nothing": (lambda *_: None, "{task} returned nothing. End it with a return line"),
    "a list": (grads_with([[1.0], [2.0]]), "must be a NumPy array of shape {shape}; got a list."),
    "a string": (grads_with("0.5"), "must be a NumPy array of shape {shape}; got a str."),
    "a whole number": (grads_with(3), "must be a NumPy array of shape {shape}; got a whole number."),
    "a whole number of ten thousand digits": (grads_with(10**10_000), "a whole number of more than 64 bits"),
    "a function": (grads_with(np.ones(3).sum), "returned the function sum itself, not what it gives"),
    "a generator": (grads_with(i for i in "ab"), "returned a value of type generator"),
    "a coroutine": (answers_later, "returned a value of type coroutine"),
    "an array of objects": (grads_with(np.array([1.0, None])), "an array of Python objects, not of numbers"),
    "an array of text": (grads_with(np.array(["a"])), "an array of dtype <U1"),
    "complex numbers": (grads_with(np.ones((3, 1)) * 1j), "got a NumPy array of complex128"),
    "a column too many": (grads_with(np.ones((9, 9))), "must have shape {shape}; got (9, 9)."),
    "ten gigabytes": (lambda *_: np.zeros(10**10 // 8), "an array of 1,250,000,000 entries, which is too large"),
    "a view larger than memory": (lambda *_: np.broadcast_to(1.0, (10**6, 10**6)), "which is too large"),
    "the same array again and again": (list_of_one_large_array, "which is too large, as result[1]"),
    "many values": (many_values, "more than 200,000 values"),
    "a list that holds itself": (holds_itself, "nested more than 20 levels deep"),
    "raises": (raises, "stopped with ValueError: one line and another — at the line: raise ValueError("),
    "raises without a text": (raises_without_text, "stopped with KeyError — at the line: raise KeyError"),
    "raises SystemExit": (ends_the_program, "ended the whole program (SystemExit)"),
    "recurses forever": (calls_itself, "calls itself again and again"),
    "asks for all memory": (asks_for_all_memory, "asked for more memory than there is (Unable to allocate"),
}


def lines_of(report):
    """Return what a report says is wrong, without the lines on what was called and on hints."""
    return [text for kind, text in report.lines(1) if kind == "wrong"]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("bad", BAD)
def test_every_bad_answer_has_its_own_clear_line(bad, task):
    """Whatever comes back, no points and no traceback: one line that says what came and what must come."""
    function, line = BAD[bad]
    for hidden in (False, True):
        report = run(NAME, task, function, seed=0, hidden=hidden)
        assert report.score == 0
        shape = (1, 5) if task == "sigmoid" else (3, 1)
        wanted = line.format(task=task, arguments=TASKS[task], shape=shape)
        assert [text for text in lines_of(report) if wanted in text], report.text()
        assert not [text for text in lines_of(report) if "\n" in text or "Traceback" in text or len(text) > 500]


def test_each_line_is_another():
    """No two bad answers get the same line, but for wrong parameters, where Python's own words are the same."""
    bads = BAD.keys() - {"keyword-only parameters"}
    seen = {bad: lines_of(run(NAME, "sigmoid", BAD[bad][0], seed=0))[0] for bad in bads}
    assert len(set(seen.values())) == len(seen)


def test_a_failed_call_is_told_once():
    """What is wrong with the whole call is not repeated for each part of the result."""
    for bad in ("too few parameters", "returns nothing", "an array of objects", "raises", "raises SystemExit"):
        assert len(lines_of(run(NAME, "propagate", BAD[bad][0], seed=0))) == 1, bad
    wrong_form = run(NAME, "propagate", lambda *_: (1.0, 2.0, 3.0), seed=0)
    assert lines_of(wrong_form) == ["propagate must return: grads, cost; it returned 3 values (float, float, float)."]


def test_a_missing_key_is_shown_with_those_that_are_there():
    """Of a dictionary with wrong keys, the keys are named."""
    wrong_key = run(NAME, "propagate", lambda *_: ({"dW": 0.0, "db": 0.0}, 1.0), seed=0)
    assert "dw is not in the result" in wrong_key.text()
    assert "a dictionary with dW, db" in wrong_key.text()


def test_what_is_not_plain_is_found_inside_a_result():
    """The place of an entry that is no number is written as code."""
    report = run(NAME, "propagate", lambda *_: ({"dw": {1, 2}, "db": 0.0}, 1.0), seed=0)
    assert "a value of type set, as result[0]['dw']" in report.text()


@pytest.mark.parametrize("task", TASKS)
def test_nan_and_infinity_are_counted_and_placed(task):
    """A result that is not finite is told with its number of places and the first of them."""

    def sick(*arguments):
        right = RIGHT[task](*arguments)
        sick_array = np.full(np.shape(arguments[0]), np.nan)
        return sick_array if task == "sigmoid" else ({"dw": sick_array, "db": -np.inf}, right[1])

    text = run(NAME, task, sick, seed=0).text()
    assert f"must be finite; got nan in {5 if task == 'sigmoid' else 3} places, first at [0, 0]." in text
    assert ("must be finite; got -inf." in text) is (task == "propagate")


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("namespace", [{}, {"sigmoid": 3, "propagate": None}], ids=["missing", "no function"])
def test_a_missing_function_is_told(task, namespace):
    """A graded cell whose function is not there, or is a number, says so, and how to mend it."""
    with pytest.raises(NoPointsError, match=rf"^{task} is not defined\. Run the cell that defines it"):
        logistic_regression.grade(task, namespace)


@pytest.mark.parametrize("task", TASKS)
def test_a_megabyte_of_output_is_not_kept_or_shown(task, capfd):
    """What a function prints, on either stream, is thrown away as it comes: a right answer stays right."""

    def talks(*arguments):
        for _ in range(1000):
            print("x" * 1000)
            print("x" * 1000, file=sys.stderr)
        kept.append(sys.stdout.getvalue() if isinstance(sys.stdout, io.StringIO) else "")
        return RIGHT[task](*arguments)

    kept = []
    assert run(NAME, task, talks, seed=0).passed
    assert capfd.readouterr() == ("", "")
    assert not any(kept)


def test_a_million_warnings_are_not_kept():
    """Of all warnings only the first is remembered."""

    def warns(z):
        for i in range(2000):
            np.log(np.array([-i - 1.0]))
        return -sigmoid(z)

    assert "invalid value encountered in log" in run(NAME, "sigmoid", warns, seed=0).text()


def test_huge_results_take_no_memory():
    """Results that would be larger than memory are refused before a byte of them is copied."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for bad in ("ten gigabytes", "a view larger than memory", "the same array again and again", "many values"):
        run(NAME, "sigmoid", BAD[bad][0], seed=0)
    kilobytes = 1024 if sys.platform == "darwin" else 1
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / kilobytes < 400_000


def spins(*_):
    """Loop."""
    while True:
        pass


def swallows_everything(*_):
    """Loop around a bare except."""
    while True:
        try:
            time.sleep(0.5)
        except:
            pass


def swallows_twice(*_):
    """Loop around two of them, one inside the other."""
    while True:
        try:
            try:
                time.sleep(0.5)
            except:
                continue
        except:
            pass


def never_leaves_finally(*_):
    """Throw every error away in a finally clause."""
    while True:
        try:
            time.sleep(0.5)
        finally:
            continue


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no alarm")
@pytest.mark.parametrize("endless", [spins, swallows_everything, swallows_twice, never_leaves_finally])
@pytest.mark.parametrize("task", TASKS)
def test_a_function_that_never_returns(task, endless):
    """An endless loop is stopped soon after its time is up, whatever it does with errors, and is told in one line."""
    quick = replace(load(NAME), tasks={task: replace(load(NAME).tasks[task], budget_s=0.2)})
    tracing = sys.gettrace()
    start = time.monotonic()
    report = checks_engine.evaluate(quick, task, endless, seed=0)
    assert time.monotonic() - start < 10
    assert lines_of(report) == ["Your function did not come back within 0.2 seconds. Does a loop in it ever end?"]
    assert sys.gettrace() is tracing
    time.sleep(0.3)  # no alarm is left behind that would ring now
    assert run(NAME, task, RIGHT[task], seed=0).passed


def test_numpy_settings_of_a_notebook_do_not_matter():
    """A notebook that tells NumPy to raise at every underflow gets the same result, and keeps its settings."""
    with np.errstate(all="raise"):
        mine = np.geterr()
        assert run(NAME, "sigmoid", sigmoid, seed=0, hidden=True).passed
        assert np.geterr() == mine

    def sets(z):
        np.seterr(over="raise", divide="raise")
        return sigmoid(z)

    mine = np.geterr()
    assert run(NAME, "sigmoid", sets, seed=0).passed
    assert np.geterr() == mine


def from_the_standard_library(*_):
    """Fail somewhere inside the standard library."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(5)


def from_numpy(*_):
    """Fail somewhere inside NumPy."""
    return np.linalg.inv(np.ones((2, 3)))


def from_this_package(*_):
    """Fail somewhere inside dlutils."""
    return propagate(np.ones((2, 1)), 0.0, np.ones((3, 4)), np.ones((1, 4)))


@pytest.mark.parametrize(
    ("function", "line"),
    [
        (from_the_standard_library, "stack.enter_context(5)"),
        (from_numpy, "return np.linalg.inv(np.ones((2, 3)))"),
        (from_this_package, "return propagate(np.ones((2, 1)), 0.0, np.ones((3, 4)), np.ones((1, 4)))"),
    ],
)
def test_the_line_shown_is_the_learners(function, line):
    """Wherever an error is raised, the line shown is the last one of the learner's own code."""
    assert run(NAME, "sigmoid", function, seed=0).parts[0].message.endswith(f"— at the line: {line}")


@pytest.mark.parametrize("file", ["/tmp/ipykernel_7/1234.py", "<ipython-input-3-0a1b2c>"])  # noqa: S108
def test_the_line_of_a_notebook_cell_is_shown(file):
    """A line of a cell is found by the names that Jupyter, VS Code and Colab give to cells."""
    import linecache

    source = "def sigmoid(z):\n    return 1 / (1 + undefined(-z))\n"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace = {}
    exec(compile(source, file, "exec"), namespace)  # noqa: S102
    text = run(NAME, "sigmoid", namespace["sigmoid"], seed=0).text()
    assert "NameError: name 'undefined' is not defined — at the line: return 1 / (1 + undefined(-z))" in text


def test_no_name_that_numpy_keeps_to_itself():
    """Errors are told by a name that a learner can look up."""

    def casts(z):
        w = np.ones(3, dtype=int)
        w -= 0.5
        return w

    text = run(NAME, "sigmoid", casts, seed=0).text()
    assert "stopped with UFuncTypeError: Cannot cast" in text
