"""Messages from learners' code: what is taken over, and what is not."""

import numpy as np
import pytest

from dlutils.checks.call import Outcome
from dlutils.grading.untrusted import MAX_SIZE, TEXT, is_small, outcome_of, words


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        (["f", "g2", "Ünï"], {"f", "g2", "Ünï"}),
        (["__builtins__", "_hidden", "a b", "1", "", 3, None, ["x"]], set()),
        ("text", set()),
        (None, set()),
    ],
)
def test_names_are_names(found, kept):
    """Only identifiers that a learner may define are taken over; none that Python itself uses."""
    assert words(found) == kept


def test_an_outcome_is_taken_over_with_short_plain_texts():
    """Long texts are cut, and control characters are left out."""
    said = {"kind": "error", "error": "ValueError", "text": "a\x1b[31mb" + "c" * 1000}
    outcome = outcome_of(said)
    assert (outcome.kind, outcome.error) == ("error", "ValueError")
    assert outcome.text.startswith("a[31mbccc")
    assert len(outcome.text) < TEXT
    assert outcome_of({"kind": "value", "value": {"db": 1.5}}) == Outcome("value", {"db": 1.5})


@pytest.mark.parametrize("said", [{}, {"kind": "points"}, {"kind": ["value"]}, {"kind": "value", "text": 3}])
def test_what_is_no_outcome_is_refused(said):
    """An unknown kind, or a text that is none, is an error."""
    with pytest.raises((ValueError, TypeError)):
        outcome_of(said)


@pytest.mark.parametrize(
    ("arguments", "small"),
    [
        ([np.zeros((3, 4)), {"W1": np.zeros(9)}, 100, 0.1, "relu", True, None], True),
        ([np.zeros(MAX_SIZE + 1)], False),
        ([[[7 * 10**9]]], False),
        ([-(10**12)], False),
        ([{"a": ([0] * (MAX_SIZE + 1),)}], False),
    ],
)
def test_only_small_arguments_come_back(arguments, small):
    """The reference is not put to work on what would take its memory or its time."""
    assert is_small(arguments) is small
