"""Small data sets that fit into a picture: points in the plane in two classes, and six houses.

Each function of points returns X, shape (2, m), one point per column, and Y, shape (1, m), its class, 0 or 1.
The classes alternate, 0, 1, 0, 1, …, so any first part of the data holds as many of each. Without noise all points lie
in the square from -1.5 to 1.5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Points = tuple[Floats, Floats]

PETALS = 6  # an even number, so that two neighbours always differ in class
TURNS = 1.25  # how often an arm of the spirals goes round
INNER_RADIUS = 0.5


def flower(m: int, noise: float = 0.0, *, rng: np.random.Generator) -> Points:
    """Return the points of a flower of six petals, which are class 0 and class 1 by turns.

    No straight line divides them, so logistic regression fails here and a hidden layer does not.

    Parameters
    ----------
    m : int
        Number of points, at least 1.
    noise : float
        Standard deviation of what is added to both coordinates; 0 or more.
    rng : Generator
        Where randomness comes from.

    Returns
    -------
    X : ndarray, shape (2, m)
        Points, at most 1 from the origin before the noise.
    Y : ndarray, shape (1, m)
        Class of the petal: 0.0 or 1.0.

    Raises
    ------
    TypeError
        If `m` is no whole number or `rng` no Generator.
    ValueError
        If `m` is less than 1, or `noise` is negative or not finite.

    Examples
    --------
    >>> X, Y = flower(4, rng=np.random.default_rng(1))
    >>> X.shape, Y
    ((2, 4), array([[0., 1., 0., 1.]]))
    """
    Y = _classes(m, noise, rng)
    petal = 2 * rng.integers(0, PETALS // 2, (1, m)) + Y
    across = rng.random((1, m))  # 0 and 1 are the two edges of a petal
    angle = 2 * np.pi * (petal + across) / PETALS
    radius = np.sin(np.pi * across) * np.sqrt(rng.random((1, m)))  # the root thins the crowd in the middle
    return _points(radius * np.cos(angle), radius * np.sin(angle), noise, rng), Y


def moons(m: int, noise: float = 0.0, *, rng: np.random.Generator) -> Points:
    """Return the points of two half circles that reach into each other.

    Parameters
    ----------
    m : int
        Number of points, at least 1.
    noise : float
        Standard deviation of what is added to both coordinates; 0 or more.
    rng : Generator
        Where randomness comes from.

    Returns
    -------
    X : ndarray, shape (2, m)
        Class 0 on the upper half of the circle of radius 1 round (-0.5, -0.25); class 1 on its image
        through the origin.
    Y : ndarray, shape (1, m)
        0.0 or 1.0.

    Raises
    ------
    TypeError
        If `m` is no whole number or `rng` no Generator.
    ValueError
        If `m` is less than 1, or `noise` is negative or not finite.

    Examples
    --------
    >>> X, Y = moons(4, rng=np.random.default_rng(1))
    >>> X.shape, Y
    ((2, 4), array([[0., 1., 0., 1.]]))
    """
    Y = _classes(m, noise, rng)
    angle = np.pi * rng.random((1, m))
    side = 1 - 2 * Y  # 1 for class 0, -1 for class 1
    return _points(side * (np.cos(angle) - 0.5), side * (np.sin(angle) - 0.25), noise, rng), Y


def circles(m: int, noise: float = 0.0, *, rng: np.random.Generator) -> Points:
    """Return the points of two circles, one within the other.

    Parameters
    ----------
    m : int
        Number of points, at least 1.
    noise : float
        Standard deviation of what is added to both coordinates; 0 or more.
    rng : Generator
        Where randomness comes from.

    Returns
    -------
    X : ndarray, shape (2, m)
        Class 0 at distance 1 from the origin, class 1 at distance 0.5.
    Y : ndarray, shape (1, m)
        0.0 or 1.0.

    Raises
    ------
    TypeError
        If `m` is no whole number or `rng` no Generator.
    ValueError
        If `m` is less than 1, or `noise` is negative or not finite.

    Examples
    --------
    >>> X, Y = circles(4, rng=np.random.default_rng(1))
    >>> np.linalg.norm(X, axis=0)
    array([1. , 0.5, 1. , 0.5])
    """
    Y = _classes(m, noise, rng)
    angle = 2 * np.pi * rng.random((1, m))
    radius = np.where(Y == 0, 1.0, INNER_RADIUS)
    return _points(radius * np.cos(angle), radius * np.sin(angle), noise, rng), Y


def spirals(m: int, noise: float = 0.0, *, rng: np.random.Generator) -> Points:
    """Return the points of two spiral arms that wind round each other.

    Parameters
    ----------
    m : int
        Number of points, at least 1.
    noise : float
        Standard deviation of what is added to both coordinates; 0 or more.
    rng : Generator
        Where randomness comes from.

    Returns
    -------
    X : ndarray, shape (2, m)
        Class 0 on an arm of 1.25 turns from the origin to distance 1, class 1 on its image through the origin.
    Y : ndarray, shape (1, m)
        0.0 or 1.0.

    Raises
    ------
    TypeError
        If `m` is no whole number or `rng` no Generator.
    ValueError
        If `m` is less than 1, or `noise` is negative or not finite.

    Examples
    --------
    >>> X, Y = spirals(4, rng=np.random.default_rng(1))
    >>> X.shape, Y
    ((2, 4), array([[0., 1., 0., 1.]]))
    """
    Y = _classes(m, noise, rng)
    radius = np.sqrt(rng.random((1, m)))  # the root puts more points where a turn is longer
    angle = 2 * np.pi * TURNS * radius + np.pi * Y
    return _points(radius * np.cos(angle), radius * np.sin(angle), noise, rng), Y


def load_houses() -> Points:
    """Return area and price of six houses, the example with which the course begins.

    The numbers are invented for this course. The lecture notes speak of six houses and give no figures.
    The straight line of least squares through them has a price below zero for small houses, as the notes say.

    Returns
    -------
    area : ndarray, shape (1, 6)
        Floor area in square metres.
    price : ndarray, shape (1, 6)
        Price in thousands of euros.

    Examples
    --------
    >>> area, price = load_houses()
    >>> area
    array([[ 50.,  70.,  90., 120., 150., 190.]])
    """
    area = np.array([[50.0, 70.0, 90.0, 120.0, 150.0, 190.0]])
    price = np.array([[55.0, 105.0, 190.0, 265.0, 390.0, 500.0]])
    return area, price


def _classes(m: int, noise: float, rng: np.random.Generator) -> Floats:
    """Check the arguments that all sets share; return the classes 0, 1, 0, 1, …, shape (1, m)."""
    if isinstance(m, bool) or not isinstance(m, int | np.integer):
        raise TypeError(f"m must be a whole number; got {m!r}. It is the number of points.")
    if m < 1:
        raise ValueError(f"m must be at least 1; got {m}. It is the number of points.")
    if not 0 <= noise < np.inf:
        raise ValueError(f"noise must be 0 or a positive number; got {noise}. It is a standard deviation.")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a Generator; got {type(rng).__name__}. Use np.random.default_rng(seed).")
    return (np.arange(m).reshape(1, m) % 2).astype(np.float64)


def _points(x: Floats, y: Floats, noise: float, rng: np.random.Generator) -> Floats:
    """Return points, shape (2, m), from two rows of coordinates, shape (1, m) each, with noise added."""
    X = np.concatenate([x, y])  # (2, m)
    return X + noise * rng.standard_normal(X.shape)
