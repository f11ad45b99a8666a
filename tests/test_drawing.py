"""The generator of cats.h5 gives the pictures that it promises."""

from __future__ import annotations

import numpy as np
import pytest

from dlutils.drawing import STEP, draw_pictures, make_cats


def test_the_same_seed_gives_the_same_pictures_and_another_seed_others() -> None:
    """Pictures and labels follow from the seed alone."""
    images, labels = make_cats(np.random.default_rng(5), 6, 6)
    again, labels_again = make_cats(np.random.default_rng(5), 6, 6)
    other, _ = make_cats(np.random.default_rng(6), 6, 6)
    np.testing.assert_array_equal(images, again)
    np.testing.assert_array_equal(labels, labels_again)
    assert not np.array_equal(images, other)


def test_nothing_but_the_given_generator_is_drawn_from() -> None:
    """NumPy's global generator is neither used nor moved."""
    before = np.random.get_state()[1].copy()  # noqa: NPY002 - the global state is what is tested
    make_cats(np.random.default_rng(5), 2, 10)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@pytest.mark.parametrize(("cats", "others"), [(3, 4), (1, 0), (0, 1), (0, 0)])
def test_the_numbers_asked_for_are_drawn(cats: int, others: int) -> None:
    """There are as many cats and other things as asked for, none included, as 64 x 64 pixels of three colours."""
    images, labels = make_cats(np.random.default_rng(0), cats, others)
    assert images.shape == (cats + others, 64, 64, 3)
    assert labels.shape == (cats + others,)
    assert images.dtype == labels.dtype == np.uint8
    assert int(labels.sum()) == cats


@pytest.mark.parametrize("name", ["cats", "others"])
def test_a_negative_number_is_refused(name: str) -> None:
    """The error names the argument and what it got."""
    with pytest.raises(ValueError, match=f"{name} must be at least 0; got -1"):
        make_cats(np.random.default_rng(0), **{"cats": 1, "others": 1, name: -1})


def test_a_data_set_has_the_numbers_of_the_shipped_one() -> None:
    """Any seed gives 209 pictures with 105 cats and 50 with 25, cats and others mixed."""
    pictures = draw_pictures(seed=3)
    assert pictures.train_images.shape == (209, 64, 64, 3)
    assert pictures.test_images.shape == (50, 64, 64, 3)
    assert (int(pictures.train_labels.sum()), int(pictures.test_labels.sum())) == (105, 25)
    changes = np.count_nonzero(np.diff(pictures.train_labels.astype(int)))
    assert 70 < changes < 140  # about 104 in random order, 1 if sorted


def test_pixels_are_multiples_of_the_step_and_fill_the_range() -> None:
    """Values are 0, 8, …, 248: few enough to compress well, and both ends occur."""
    images, _ = make_cats(np.random.default_rng(1), 20, 20)
    assert set(np.unique(images % STEP)) == {0}
    assert (int(images.min()), int(images.max())) == (0, 248)


def test_every_picture_shows_something_of_its_own() -> None:
    """No two pictures are the same, and none is one flat colour."""
    images, _ = make_cats(np.random.default_rng(2), 60, 60)
    assert len({image.tobytes() for image in images}) == 120
    assert images.reshape(120, -1).std(axis=1).min() > 1


@pytest.fixture(scope="module")
def many() -> tuple[np.ndarray, np.ndarray]:
    """Return the brightness of 200 cats and 200 others, shape (400, 64, 64), and their labels, shape (400,)."""
    images, labels = make_cats(np.random.default_rng(3), 200, 200)
    return images.mean(axis=3), labels


def test_no_single_pixel_gives_the_cat_away(many: tuple[np.ndarray, np.ndarray]) -> None:
    """Over 400 pictures, no pixel's brightness has a correlation with the label above 0.35 in size."""
    brightness, labels = many
    centred = (brightness - brightness.mean(axis=0)).reshape(400, -1)  # (400, 4096)
    sign = labels - labels.mean()
    correlation = sign @ centred / (np.linalg.norm(sign) * np.linalg.norm(centred, axis=0))
    assert np.abs(correlation).max() < 0.35


def test_cats_are_dark_on_light_as_often_as_light_on_dark(many: tuple[np.ndarray, np.ndarray]) -> None:
    """The middle of the picture is brighter than its upper corners for 40 to 60 percent of 200 cats."""
    brightness, labels = many
    cats = brightness[labels == 1]  # (200, 64, 64)
    middle = cats[:, 26:46, 22:42].mean(axis=(1, 2))
    corners = (cats[:, :8, :8] + cats[:, :8, -8:]).mean(axis=(1, 2)) / 2
    assert 0.4 < np.mean(middle > corners) < 0.6
