"""One call of a learner's function cannot disturb the caller."""

import sys
import time
import warnings

import numpy as np
import pytest

from dlutils.checks.call import call


def test_output_and_warnings_are_captured(capfd):
    """What a learner's function prints, on either stream, and its warnings are not heard outside."""

    def loud():
        print("out")
        print("err", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return 1

    outcome = call(loud, (), 1.0)
    assert (outcome.value, outcome.warning) == (1, "careful")
    assert capfd.readouterr() == ("", "")


def test_arguments_are_copies():
    """A function that changes its arguments changes only copies."""
    X = np.ones(3)

    def spoil(x):
        x *= 0
        return float(x.sum())

    assert call(spoil, (X,), 1.0).value == 0
    assert X.sum() == 3


@pytest.mark.parametrize("guard", [Exception, BaseException])
def test_an_endless_loop_ends(guard):
    """A loop that swallows every error is stopped all the same."""

    def endless():
        while True:
            try:
                time.sleep(0.01)
            except guard:
                break
        while True:
            time.sleep(0.01)

    start = time.monotonic()
    assert call(endless, (), 0.2).kind == "timeout"
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("error", [ZeroDivisionError, SystemExit, RecursionError, MemoryError, StopIteration])
def test_errors_become_outcomes(error):
    """Whatever a function raises becomes an outcome with its name; the notebook goes on."""

    def fails():
        raise error("why")

    outcome = call(fails, (), 1.0)
    assert (outcome.kind, outcome.error) == ("error", error.__name__)


def test_an_interrupt_by_the_person_goes_through():
    """The learner's own interrupt of a check is not taken for an error of the function."""

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(interrupted, (), 1.0)


def test_an_error_without_readable_text_is_survived():
    """An exception whose own text fails is reported by its type."""

    class Sour(Exception):  # noqa: N818
        def __str__(self):
            raise ValueError

    def fails():
        raise Sour

    assert call(fails, (), 1.0).error == "Sour"
