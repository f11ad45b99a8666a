"""What the pictures of cats.h5 show: a cat, animals that look a little like one, and other things.

Each subject is drawn around the origin of a pose, whose unit is half the width of a head, in a coat that gives each
pixel its colour.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlutils.canvas import Canvas, Field, Pose

Rng = np.random.Generator

# Red, green, blue in 0..1. Three dark furs, then three light ones: see `dlutils.drawing`.
FURS = np.array(
    [
        (0.09, 0.09, 0.11),
        (0.30, 0.31, 0.36),
        (0.36, 0.22, 0.14),
        (0.95, 0.93, 0.90),
        (0.93, 0.66, 0.36),
        (0.72, 0.72, 0.74),
    ]
)
IRISES = np.array([(0.50, 0.80, 0.30), (0.97, 0.82, 0.25), (0.35, 0.70, 0.95)])
DARK, WHITE, PINK = np.array([0.06, 0.05, 0.06]), np.array([0.98, 0.98, 0.96]), np.array([0.95, 0.60, 0.62])


def pick(rng: Rng, colours: Field) -> Field:
    """Return one of the colours, a little changed.

    Parameters
    ----------
    rng : numpy.random.Generator
        Chooses and changes.
    colours : ndarray, shape (k, 3)
        Red, green, blue in 0..1.

    Returns
    -------
    ndarray, shape (3,)
        Each part at most 0.05 away from the chosen colour's, within 0..1.

    Examples
    --------
    >>> bool(abs(pick(np.random.default_rng(0), IRISES[:1]) - IRISES[0]).max() <= 0.05)
    True
    """
    return np.clip(colours[int(rng.integers(len(colours)))] + rng.uniform(-0.05, 0.05, 3), 0, 1)


def _eyes(canvas: Canvas, pose: Pose, rng: Rng, slit: bool, size: float = 0.2, turn: float = 0.0) -> None:
    """Draw two eyes: a cat's with an upright slit, another animal's small and round."""
    iris = pick(rng, IRISES)
    closed = rng.random() < 0.08
    gap = rng.uniform(0.38, 0.46)
    for side in (-1, 1):
        x, y = side * gap + turn, -0.08
        if closed:
            canvas.paint(pose.line((x - size, y), (x, y + 0.1), (x + size, y), radius=0.05), DARK)
        elif slit:
            canvas.paint(pose.ellipse(x, y, size * 1.2, size * 0.95, side * -0.35), DARK)
            canvas.paint(pose.ellipse(x, y, size, size * 0.78, side * -0.35), iris)
            canvas.paint(pose.ellipse(x, y, size * rng.uniform(0.28, 0.45), size * 0.75), DARK)
        else:
            canvas.paint(pose.ellipse(x, y, size * 0.75, size * 0.75), WHITE)
            canvas.paint(pose.ellipse(x, y, size * 0.6, size * 0.6), DARK)
        if not closed:
            canvas.paint(pose.ellipse(x - 0.06, y - 0.07, 0.05, 0.05), WHITE)


def _body(canvas: Canvas, pose: Pose, rng: Rng, coat: Field, tail: bool) -> None:
    """Draw a sitting or a lying body below and behind a head; unseen where the head fills the picture."""
    side = -1.0 if rng.random() < 0.5 else 1.0
    if rng.random() < 0.6:
        if tail:
            tip = rng.uniform(-0.2, 1.2)
            bend = ((side * 0.6, 2.5), (side * 1.5, 2.4), (side * 1.8, 1.6), (side * 1.6, tip))
            canvas.paint(pose.line(*bend, radius=0.17), coat * 0.9)
        canvas.paint(pose.ellipse(0, 1.7, 0.85, 1.2), coat)
        for x in (-0.35, 0.35):
            canvas.paint(pose.line((x, 1.5), (x, 2.7), radius=0.22), coat * 0.93)
            canvas.paint(pose.ellipse(x, 2.75, 0.3, 0.18), coat)
    else:
        if tail:
            bend = ((side * 2.4, 1.3), (side * 3.0, 0.8), (side * 2.9, 0.0), (side * 2.5, -0.4))
            canvas.paint(pose.line(*bend, radius=0.16), coat * 0.9)
        canvas.paint(pose.ellipse(side * 1.2, 1.1, 1.6, 0.85), coat)
        canvas.paint(pose.line((side * 0.2, 1.6), (-side * 0.7, 1.75), radius=0.22), coat * 0.93)


def _cat(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a cat: pointed ears, slit eyes, a small nose, whiskers."""
    _body(canvas, pose, rng, coat, tail=True)
    turn, tip, spread = rng.uniform(-0.15, 0.15), rng.uniform(1.1, 1.4), rng.uniform(0.7, 0.95)
    for side in (-1, 1):
        canvas.paint(pose.polygon((side * 0.98, -0.1), (side * spread, -tip), (side * 0.12, -0.7)), coat)
        inside = ((side * 0.8, -0.4), (side * (spread - 0.03), -tip + 0.22), (side * 0.36, -0.7))
        canvas.paint(pose.polygon(*inside), PINK * 0.85)
    canvas.paint(pose.ellipse(0, 0, 1, rng.uniform(0.78, 0.88)), coat)
    if rng.random() < 0.5:
        canvas.paint(pose.ellipse(turn, 0.45, 0.45, 0.33), WHITE, 0.8)
    _eyes(canvas, pose, rng, slit=True, size=rng.uniform(0.2, 0.27), turn=turn)
    canvas.paint(pose.polygon((turn - 0.13, 0.22), (turn + 0.13, 0.22), (turn, 0.38)), PINK * 0.8)
    ink = DARK if coat.mean() > 0.4 else WHITE * 0.75
    mouth = ((turn - 0.24, 0.5), (turn - 0.12, 0.57), (turn, 0.49), (turn + 0.12, 0.57), (turn + 0.24, 0.5))
    canvas.paint(pose.line((turn, 0.36), (turn, 0.49), radius=0.03), ink, 0.8)
    canvas.paint(pose.line(*mouth, radius=0.03), ink, 0.8)
    for side in (-1, 1):
        for lift in (-0.12, 0.0, 0.12):
            whisker = ((turn + side * 0.35, 0.42 + lift / 2), (side * 1.35, 0.4 + 2 * lift))
            canvas.paint(pose.line(*whisker, radius=0.02), ink, 0.6)


def _dog(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a dog: hanging ears, a long snout, a big nose, often a tongue."""
    _body(canvas, pose, rng, coat, tail=True)
    canvas.paint(pose.ellipse(0, 0, 0.85, 0.9), coat)
    for side in (-1, 1):
        canvas.paint(pose.ellipse(side * 0.88, 0.15, 0.27, 0.75, side * -0.25), coat * 0.7)
    _eyes(canvas, pose, rng, slit=False)
    canvas.paint(pose.ellipse(0, 0.55, 0.45, 0.5), np.minimum(coat + 0.12, 1))
    canvas.paint(pose.ellipse(0, 0.3, 0.22, 0.16), DARK)
    if rng.random() < 0.6:
        canvas.paint(pose.ellipse(0, 0.98, 0.16, 0.25), PINK)
    canvas.paint(pose.line((-0.25, 0.8), (0, 0.72), (0.25, 0.8), radius=0.04), DARK)


def _rabbit(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a rabbit: two long ears and two teeth."""
    _body(canvas, pose, rng, coat, tail=False)
    for side in (-1, 1):
        lean = side * rng.uniform(0.05, 0.35)
        canvas.paint(pose.ellipse(side * 0.42 + lean, -1.35, 0.25, 0.95, lean), coat)
        canvas.paint(pose.ellipse(side * 0.42 + lean, -1.35, 0.12, 0.7, lean), PINK)
    canvas.paint(pose.ellipse(0, 0, 0.88, 0.82), coat)
    _eyes(canvas, pose, rng, slit=False)
    canvas.paint(pose.ellipse(0, 0.3, 0.12, 0.08), PINK * 0.8)
    canvas.paint(pose.polygon((-0.13, 0.5), (0.13, 0.5), (0.13, 0.75), (-0.13, 0.75)), WHITE)


def _bear(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a bear: round ears, a light snout with a dark nose."""
    _body(canvas, pose, rng, coat, tail=False)
    for side in (-1, 1):
        canvas.paint(pose.ellipse(side * 0.78, -0.68, 0.36, 0.36), coat)
        canvas.paint(pose.ellipse(side * 0.78, -0.68, 0.2, 0.2), coat * 0.6)
    canvas.paint(pose.ellipse(0, 0, 1, 0.92), coat)
    _eyes(canvas, pose, rng, slit=False, size=0.15)
    canvas.paint(pose.ellipse(0, 0.42, 0.42, 0.34), np.minimum(coat + 0.25, 1))
    canvas.paint(pose.ellipse(0, 0.27, 0.18, 0.12), DARK)


def _owl(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw an owl: huge round eyes, a beak, wings."""
    canvas.paint(pose.ellipse(0, 0.8, 1.05, 1.6), coat)
    for side in (-1, 1):
        canvas.paint(pose.ellipse(side * 0.95, 1.0, 0.3, 1.1, side * -0.15), coat * 0.7)
        canvas.paint(pose.ellipse(side * 0.42, -0.1, 0.42, 0.42), WHITE)
        canvas.paint(pose.ellipse(side * 0.42, -0.1, 0.3, 0.3), IRISES[1])
        canvas.paint(pose.ellipse(side * 0.42, -0.1, 0.17, 0.17), DARK)
    canvas.paint(pose.polygon((-0.14, 0.15), (0.14, 0.15), (0, 0.55)), FURS[4])


def _ball(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a circle with one or two triangles stuck on it somewhere, and no face."""
    canvas.paint(pose.ellipse(0, 0, 1, 1), coat)
    for angle in rng.uniform(0, 2 * np.pi, int(rng.integers(1, 3))):
        corners = [(r * np.cos(angle + a), r * np.sin(angle + a)) for r, a in ((0.9, -0.4), (1.7, 0.0), (0.9, 0.4))]
        canvas.paint(pose.polygon(*corners), pick(rng, FURS))


def _house(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a house: walls, roof, two windows, a door."""
    roof = pick(rng, np.array([(0.7, 0.25, 0.2), (0.35, 0.3, 0.35)]))
    canvas.paint(pose.polygon((-1, -0.3), (1, -0.3), (1, 1.2), (-1, 1.2)), coat)
    canvas.paint(pose.polygon((-1.25, -0.3), (1.25, -0.3), (0, -1.4)), roof)
    for side in (-1, 1):
        x = side * 0.55
        canvas.paint(pose.polygon((x - 0.22, 0), (x + 0.22, 0), (x + 0.22, 0.4), (x - 0.22, 0.4)), IRISES[2])
    canvas.paint(pose.polygon((-0.2, 0.6), (0.2, 0.6), (0.2, 1.2), (-0.2, 1.2)), roof * 0.7)


def _flower(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a flower: petals around a heart, on a stem."""
    petals = int(rng.integers(5, 9))
    colour = pick(rng, np.array([(0.9, 0.3, 0.4), (0.95, 0.9, 0.95), (0.6, 0.4, 0.85)]))
    canvas.paint(pose.line((0, 0), (0.1, 1.4), (0, 3.5), radius=0.1), np.array([0.2, 0.5, 0.2]))
    for angle in 2 * np.pi * np.arange(petals) / petals:
        canvas.paint(pose.ellipse(0.75 * np.cos(angle), 0.75 * np.sin(angle), 0.55, 0.28, angle), colour)
    canvas.paint(pose.ellipse(0, 0, 0.38, 0.38), IRISES[1])


def _tree(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a tree: a trunk and a few round masses of leaves."""
    canvas.paint(pose.line((0, 0), (0, 3.5), radius=0.2), FURS[2])
    for x, y in rng.uniform(-0.7, 0.7, (5, 2)):
        canvas.paint(pose.ellipse(x, y - 0.2, 0.6, 0.55), np.array([0.2, 0.45, 0.2]) * rng.uniform(0.8, 1.3))


def _blob(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw a shapeless patch of fur."""
    angle = np.arctan2(pose.y, pose.x)
    edge = 1.0 + sum(rng.uniform(-0.2, 0.2) * np.sin(k * angle + rng.uniform(0, 6)) for k in range(2, 6))
    canvas.paint(pose.unit * (np.hypot(pose.x, pose.y) - edge), coat)


def _nothing(canvas: Canvas, pose: Pose, rng: Rng, coat: Field) -> None:
    """Draw nothing: the picture is its background."""


Subject = Callable[[Canvas, Pose, Rng, Field], None]
CAT: Subject = _cat
LOOK_ALIKES: tuple[Subject, ...] = (_dog, _rabbit, _bear, _owl, _ball)
THINGS: tuple[Subject, ...] = (_house, _flower, _tree, _blob, _nothing)
