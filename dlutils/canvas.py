"""A small canvas for 64 x 64 colour pictures, in NumPy.

A shape is a field of signed distances in pixels: negative inside, positive outside. A pixel is covered by
``0.5 - distance``, cut off at 0 and 1, so edges are smooth. A pose gives each pixel its place (x, y) in a drawing:
x grows to the right, y downwards, and the unit is what the drawing wants, here half the width of a head.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIDE = 64  # pixels

Field = NDArray[np.float64]
Point = tuple[float, float]


class Canvas:
    """A picture in the making.

    Parameters
    ----------
    pixels : ndarray of float64, shape (64, 64, 3)
        What the canvas shows at first: red, green, blue in 0..1.
    """

    def __init__(self, pixels: Field) -> None:
        self.pixels = pixels

    def paint(self, distance: Field, colour: ArrayLike, opacity: float = 1.0) -> None:
        """Lay a colour over the inside of a shape.

        Parameters
        ----------
        distance : ndarray, shape (64, 64)
            Signed distance to the shape, in pixels.
        colour : array_like, shape (3,) or (64, 64, 3)
            One colour, or one for each pixel.
        opacity : float
            1 hides what was there, 0 paints nothing.

        Examples
        --------
        >>> canvas = Canvas(np.zeros((64, 64, 3)))
        >>> canvas.paint(Pose(32, 32, 10).ellipse(0, 0, 1, 1), (1, 0, 0))
        >>> canvas.pixels[32, 32], canvas.pixels[0, 0]
        (array([1., 0., 0.]), array([0., 0., 0.]))
        """
        cover = opacity * np.clip(0.5 - distance, 0, 1)[..., None]  # (64, 64) -> (64, 64, 1)
        self.pixels = self.pixels * (1 - cover) + np.asarray(colour) * cover


class Pose:
    """Where and how a drawing lies in the picture.

    Parameters
    ----------
    column, row : float
        Its origin, in pixels from the top left corner.
    unit : float
        Pixels for one unit of the drawing.
    angle : float
        How far it is turned clockwise, in radians.
    width : float
        Below 1 the drawing is narrowed, as if seen a little from the side.
    """

    def __init__(self, column: float, row: float, unit: float, angle: float = 0.0, width: float = 1.0) -> None:
        rows, columns = np.mgrid[0:SIDE, 0:SIDE] + 0.5
        across, down = (columns - column) / unit, (rows - row) / unit
        self.x = (np.cos(angle) * across + np.sin(angle) * down) / width  # (64, 64)
        self.y = np.cos(angle) * down - np.sin(angle) * across  # (64, 64)
        self.unit = unit

    def ellipse(self, x: float, y: float, rx: float, ry: float, angle: float = 0.0) -> Field:
        """Return the distance to an ellipse: exact for a circle, near enough at the edge of any other.

        Parameters
        ----------
        x, y, rx, ry : float
            Centre and half axes, in units of the drawing.
        angle : float
            How far it is turned clockwise, in radians.

        Returns
        -------
        ndarray, shape (64, 64)
            Pixels.

        Examples
        --------
        >>> float(Pose(32.5, 32.5, 10).ellipse(0, 0, 1, 1)[32, 52])
        10.0
        """
        dx, dy = self.x - x, self.y - y
        u, v = np.cos(angle) * dx + np.sin(angle) * dy, np.cos(angle) * dy - np.sin(angle) * dx
        return self.unit * (np.hypot(u / rx, v / ry) - 1) * min(rx, ry)

    def polygon(self, *corners: Point) -> Field:
        """Return the distance to a convex polygon: exact along its sides, too small beyond its corners.

        Parameters
        ----------
        *corners : tuple of float
            x and y of each, in order, clockwise or not.

        Returns
        -------
        ndarray, shape (64, 64)
            Pixels.

        Examples
        --------
        >>> square = Pose(32.5, 32.5, 10).polygon((-1, -1), (1, -1), (1, 1), (-1, 1))
        >>> float(square[32, 32]), float(square[32, 47])
        (-10.0, 5.0)
        """
        points = np.array(corners)
        edges = np.roll(points, -1, axis=0) - points
        sense = np.sign(edges[0, 0] * edges[1, 1] - edges[0, 1] * edges[1, 0])
        sides = [
            sense * (ey * (self.x - px) - ex * (self.y - py)) / np.hypot(ex, ey)
            for (px, py), (ex, ey) in zip(points, edges, strict=True)
        ]
        return self.unit * np.max(sides, axis=0)

    def line(self, *points: Point, radius: float) -> Field:
        """Return the distance to a line drawn through points with a round brush.

        Parameters
        ----------
        *points : tuple of float
            x and y of each; at least two, no two in a row the same.
        radius : float
            Of the brush, in units of the drawing.

        Returns
        -------
        ndarray, shape (64, 64)
            Pixels.

        Examples
        --------
        >>> float(Pose(32.5, 32.5, 10).line((-1, 0), (1, 0), radius=0.2)[37, 32])
        3.0
        """
        parts = []
        for (x0, y0), (x1, y1) in pairwise(points):
            dx, dy = x1 - x0, y1 - y0
            along = np.clip(((self.x - x0) * dx + (self.y - y0) * dy) / (dx * dx + dy * dy), 0, 1)
            parts.append(np.hypot(self.x - x0 - along * dx, self.y - y0 - along * dy))
        return self.unit * (np.min(parts, axis=0) - radius)


def waves(rng: np.random.Generator, count: int = 4, longest: float = 40.0) -> Field:
    """Return a smooth random field, a sum of plane waves.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws directions, lengths and phases.
    count : int
        How many waves, at least 1.
    longest : float
        The longest wavelength in pixels; the shortest is half of it.

    Returns
    -------
    ndarray, shape (64, 64)
        Mean near 0, values mostly in -1..1.

    Examples
    --------
    >>> waves(np.random.default_rng(0)).shape
    (64, 64)
    """
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    total = np.zeros((SIDE, SIDE))
    for _ in range(count):
        angle, phase = rng.uniform(0, 2 * np.pi, 2)
        turns = 2 * np.pi / (longest * rng.uniform(0.5, 1))  # radians per pixel
        total += np.sin(turns * (np.cos(angle) * columns + np.sin(angle) * rows) + phase)
    return total / np.sqrt(count)
