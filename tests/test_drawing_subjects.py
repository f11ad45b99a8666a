"""Every subject can be drawn, in any pose."""

from __future__ import annotations

import numpy as np
import pytest

from dlutils.canvas import Canvas, Pose
from dlutils.drawing_subjects import CAT, FURS, LOOK_ALIKES, THINGS, Subject, pick


def drawn(subject: Subject, seed: int, unit: float = 15) -> np.ndarray:
    """Return the picture of a subject in an orange coat on a grey ground, shape (64, 64, 3)."""
    canvas = Canvas(np.full((64, 64, 3), 0.4))
    subject(canvas, Pose(32, 36, unit), np.random.default_rng(seed), np.broadcast_to(FURS[4], (64, 64, 3)))
    return canvas.pixels


@pytest.mark.parametrize("subject", [CAT, *LOOK_ALIKES, *THINGS])
def test_a_subject_fills_a_part_of_the_picture_with_true_colours(subject: Subject) -> None:
    """It paints between a tenth and all but a tenth of the pixels, in 0..1; the one named nothing paints none."""
    for seed in range(10):
        picture = drawn(subject, seed)
        assert picture.shape == (64, 64, 3)
        assert picture.min() >= 0
        assert picture.max() <= 1
        share = np.mean(np.any(picture != 0.4, axis=2))
        if subject.__name__ == "_nothing":
            assert share == 0
        else:
            assert 0.1 < share < 0.9


def test_subjects_differ_from_one_another() -> None:
    """The same lots give eleven different pictures."""
    assert len({drawn(subject, 0).tobytes() for subject in (CAT, *LOOK_ALIKES, *THINGS)}) == 11


def test_only_a_rabbit_reaches_as_high_as_the_ears_of_a_cat() -> None:
    """At 1.075 units above the middle of the head there is paint for cats and rabbits, none for dogs, bears, owls."""
    row = 14  # its centre lies 21.5 pixels above the pose's origin, 20 pixels to a unit
    reach = {
        subject.__name__: {bool(np.any(drawn(subject, seed, unit=20)[row] != 0.4)) for seed in range(10)}
        for subject in (CAT, *LOOK_ALIKES[:4])
    }
    assert reach == {"_cat": {True}, "_dog": {False}, "_rabbit": {True}, "_bear": {False}, "_owl": {False}}


def test_pick_stays_near_a_colour_of_the_list() -> None:
    """100 picks lie within 0.05 of some colour, within 0..1, and every colour of the list occurs."""
    rng = np.random.default_rng(0)
    nearest = set()
    for _ in range(100):
        colour = pick(rng, FURS)
        gaps = np.abs(FURS - colour).max(axis=1)
        nearest.add(int(gaps.argmin()))
        assert gaps.min() <= 0.05
        assert 0 <= colour.min() <= colour.max() <= 1
    assert nearest == set(range(6))
