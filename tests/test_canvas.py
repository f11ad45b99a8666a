"""Shapes have the right size, place and edge."""

from __future__ import annotations

import numpy as np
import pytest

from dlutils.canvas import Canvas, Field, Pose, waves


def painted(distance: Field, opacity: float = 1.0) -> Field:
    """Return how much of each pixel a white shape covers on a black canvas, shape (64, 64)."""
    canvas = Canvas(np.zeros((64, 64, 3)))
    canvas.paint(distance, (1, 1, 1), opacity)
    return canvas.pixels[..., 0]


@pytest.mark.parametrize("angle", [0.0, 0.3, 1.2])
def test_shapes_cover_their_areas(angle: float) -> None:
    """Circle, ellipse, square and line cover the area that geometry gives, within 2 percent, at any angle."""
    pose = Pose(31.3, 32.8, 10.0, angle)
    assert painted(pose.ellipse(0, 0, 1, 1)).sum() == pytest.approx(np.pi * 100, rel=0.02)
    assert painted(pose.ellipse(0, 0, 1.5, 1, 0.4)).sum() == pytest.approx(np.pi * 150, rel=0.02)
    assert painted(pose.polygon((-1, -1), (1, -1), (1, 1), (-1, 1))).sum() == pytest.approx(400, rel=0.02)
    assert painted(pose.line((-1, 0), (1, 0), radius=0.3)).sum() == pytest.approx(120 + np.pi * 9, rel=0.02)


def test_a_polygon_is_the_same_in_either_sense() -> None:
    """Corners in reverse order give the same shape."""
    pose, corners = Pose(32, 32, 10), ((-1.0, -1.0), (1.0, -0.5), (0.0, 1.0))
    np.testing.assert_allclose(pose.polygon(*corners), pose.polygon(*corners[::-1]), atol=1e-12)


def test_x_grows_to_the_right_and_y_downwards() -> None:
    """A small disc at x = 2 lies right of the origin, one at y = 2 below it."""
    pose = Pose(20.5, 30.5, 10)
    assert painted(pose.ellipse(2, 0, 0.2, 0.2))[30, 40] == 1
    assert painted(pose.ellipse(0, 2, 0.2, 0.2))[50, 20] == 1


def test_a_pose_turns_clockwise_and_narrows() -> None:
    """A quarter turn takes the right to the bottom; half the width brings a point half as far out."""
    turned, narrow = Pose(32.5, 32.5, 10, np.pi / 2), Pose(32.5, 32.5, 10, width=0.5)
    assert painted(turned.ellipse(2, 0, 0.2, 0.2))[52, 32] == 1
    assert painted(narrow.ellipse(2, 0, 0.4, 0.2))[32, 42] == 1


def test_edges_are_smooth_and_the_rest_is_not_touched() -> None:
    """Around a disc some pixels are partly covered; those outside keep their value, those inside take the colour."""
    cover = painted(Pose(32, 32, 10.3).ellipse(0, 0, 1, 1))
    assert np.count_nonzero((cover > 0) & (cover < 1)) > 30
    assert (cover[0, 0], cover[32, 32]) == (0, 1)


def test_opacity_mixes_old_and_new() -> None:
    """A white shape of opacity 0.25 on black gives 0.25."""
    assert painted(Pose(32, 32, 10).ellipse(0, 0, 1, 1), opacity=0.25)[32, 32] == pytest.approx(0.25, abs=1e-15)


def test_a_colour_may_differ_from_pixel_to_pixel() -> None:
    """A field of colours shows through the shape at its own places."""
    colours = np.random.default_rng(0).random((64, 64, 3))
    canvas = Canvas(np.zeros((64, 64, 3)))
    canvas.paint(np.full((64, 64), -1.0), colours)
    np.testing.assert_array_equal(canvas.pixels, colours)


def test_waves_are_smooth_and_of_unit_size() -> None:
    """Neighbouring pixels differ by at most 2 pi / 20 per wave, and the values spread by about 0.7."""
    fields = [waves(np.random.default_rng(seed)) for seed in range(20)]
    step = 4 * (2 * np.pi / 20) / np.sqrt(4)
    assert max(np.abs(np.diff(field, axis=1)).max() for field in fields) <= step
    assert 0.5 < np.std(fields) < 0.9
