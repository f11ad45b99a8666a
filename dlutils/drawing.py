"""Draw the pictures of cats.h5: a cat, or something else. Needed to make that file again, never to read it.

Only `uniform`, `random` and `integers` of the generator are drawn from: NumPy has kept their streams for years.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dlutils.canvas import SIDE, Canvas, Field, Pose, waves
from dlutils.datasets import CATS, Pictures
from dlutils.drawing_subjects import CAT, FURS, LOOK_ALIKES, THINGS, Subject, pick

SHIPPED_SEED = 0
CATS_TO_TRAIN, CATS_TO_TEST = 105, 25  # of 209 and of 50
STEP = 8  # stored values are multiples of it: hardly visible, and the file is far smaller

Rng = np.random.Generator


def draw_pictures(seed: int) -> Pictures:
    """Draw a whole data set like cats.h5; seed 0 gives that file's pictures.

    Parameters
    ----------
    seed : int
        At least 0. The same seed gives the same pictures.

    Returns
    -------
    Pictures
        209 to train, 105 of them cats; 50 to test, 25 of them cats. No order in either.

    Raises
    ------
    ValueError
        If `seed` is negative.

    Examples
    --------
    >>> pictures = draw_pictures(seed=0)
    >>> pictures.train_images.shape
    (209, 64, 64, 3)
    """
    rng = np.random.default_rng(seed)
    train = make_cats(rng, CATS_TO_TRAIN, CATS.train - CATS_TO_TRAIN)
    test = make_cats(rng, CATS_TO_TEST, CATS.test - CATS_TO_TEST)
    return Pictures(*train, *test, largest=CATS.largest)


def make_cats(rng: Rng, cats: int, others: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Draw `cats` cats and `others` other things, in mixed order.

    Half of the others are look-alikes (a dog, a rabbit, a bear, an owl, a ball with spikes), half are something else
    (a house, a flower, a tree, a patch of fur, an empty background), chosen by lot.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws everything.
    cats, others : int
        How many of each.

    Returns
    -------
    images : ndarray of uint8, shape (cats + others, 64, 64, 3)
        Red, green, blue.
    labels : ndarray of uint8, shape (cats + others,)
        1 where there is a cat, else 0.

    Raises
    ------
    ValueError
        If a number is negative.

    Examples
    --------
    >>> images, labels = make_cats(np.random.default_rng(0), cats=2, others=1)
    >>> images.shape, int(labels.sum())
    ((3, 64, 64, 3), 2)
    """
    for name, count in (("cats", cats), ("others", others)):
        if count < 0:
            raise ValueError(f"{name} must be at least 0; got {count}. Ask for some pictures, or for none.")
    labels = np.repeat(np.array([1, 0], dtype=np.uint8), [cats, others])
    labels = labels[np.argsort(rng.random(labels.size), kind="stable")]
    images = np.empty((labels.size, SIDE, SIDE, 3), dtype=np.uint8)
    for i, label in enumerate(labels):
        kinds = (CAT,) if label else (LOOK_ALIKES if rng.random() < 0.5 else THINGS)
        images[i] = _scene(rng, kinds[int(rng.integers(len(kinds)))])
    return images, labels


def _background(rng: Rng, base: Field) -> Canvas:
    """Return a wall, a floor below a wall, stripes or soft light, with some clutter."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    kind = int(rng.integers(4))
    if kind == 0:
        share = rows / SIDE
    elif kind == 1:
        share = (rows > rng.uniform(38, 56)).astype(float)
    elif kind == 2:
        angle = rng.uniform(0, np.pi)
        share = (np.sin((np.cos(angle) * columns + np.sin(angle) * rows) / rng.uniform(1, 3)) > 0).astype(float)
    else:
        share = 0.5 + 0.5 * waves(rng)
    second = base + rng.uniform(-0.12, 0.12, 3)
    canvas = Canvas(base + share[..., None] * (second - base))
    for _ in range(int(rng.integers(0, 4))):
        spot = Pose(rng.uniform(0, SIDE), rng.uniform(0, SIDE), rng.uniform(3, 9), rng.uniform(0, np.pi))
        shape = spot.ellipse(0, 0, 1, 0.8) if rng.random() < 0.5 else spot.polygon((-1, -1), (1, -1), (1, 1), (-1, 1))
        canvas.paint(shape, base + rng.uniform(-0.2, 0.2, 3))
    return canvas


def _scene(rng: Rng, subject: Subject) -> NDArray[np.uint8]:
    """Return a picture, shape (64, 64, 3), of the subject in some pose, colour, place and light.

    Dark subjects lie on light grounds and light ones on dark grounds, with the same chance for each: so the
    brightness of a single pixel says little about what is shown.
    """
    base = pick(rng, FURS)
    level = rng.uniform(0.62, 0.95) if base.mean() < 0.5 else rng.uniform(0.08, 0.35)
    canvas = _background(rng, np.clip(level + rng.uniform(-0.12, 0.12, 3), 0, 1))
    unit = rng.uniform(11, 22)
    slack = 26 - unit  # the larger the subject, the nearer to the middle
    pose = Pose(
        32 + rng.uniform(-1, 1) * slack * 0.5,
        35 + rng.uniform(-1, 1) * slack * 0.5,
        unit,
        rng.uniform(-0.25, 0.25),
        rng.uniform(0.85, 1.05),
    )
    subject(canvas, pose, rng, _fur(rng, pose, base))
    light = 1 + 0.1 * waves(rng, 2, 120.0) + rng.uniform(-0.1, 0.1)
    grain = rng.uniform(0, 0.02) * rng.uniform(-1.7, 1.7, (SIDE, SIDE, 1))
    pixels = np.clip(canvas.pixels * light[..., None] + grain, 0, 1)
    return (np.round(pixels * (255 // STEP)) * STEP).astype(np.uint8)


def _fur(rng: Rng, pose: Pose, base: Field) -> Field:
    """Return a coat, shape (64, 64, 3): plain, tabby, patched or shaded."""
    kind = int(rng.integers(4))
    light = 1.0 if base.mean() < 0.5 else -1.0
    second = np.clip(base + light * rng.uniform(0.12, 0.3), 0, 1)
    if kind == 0:
        share = np.zeros((SIDE, SIDE))
    elif kind == 1:  # stripes that run down the forehead and around the flanks
        share = 0.5 + 0.5 * np.sin(rng.uniform(9, 13) * pose.x * (1 + 0.2 * pose.y) + rng.uniform(0, 6))
        share *= np.abs(pose.y - 0.1) > 0.35
    elif kind == 2:
        share = np.clip(4 * waves(rng), 0, 1)
    else:
        share = np.clip((pose.y + 0.5) / 2, 0, 1)
    return base + share[..., None] * (second - base)
