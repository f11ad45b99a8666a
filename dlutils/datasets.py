"""Read the two data files of the course: handwritten digits, and drawn pictures of cats and of other things.

Both files hold the same four datasets: ``train_images``, ``train_labels``, ``test_images``, ``test_labels``.
Everything that is read is checked first, so a damaged file gives one clear error and never a wrong array.
``data/README.md`` says where the pictures come from.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dlutils.sealed import SealedFile

FORMAT_VERSION = 1
DATA = Path(__file__).parent / "data"
REMEDY = "Reinstall dlutils, or run `python tools/make_data.py` in a checkout of the course."

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Layout:
    """What a data file must hold.

    Parameters
    ----------
    file : str
        Its name in the package.
    picture : tuple of int
        The shape of one picture.
    train, test : int
        How many pictures to train and to test on.
    largest : int
        The pixel value that stands for full brightness.
    classes : int
        Labels are 0, 1, …, classes - 1.
    """

    file: str
    picture: tuple[int, ...]
    train: int
    test: int
    largest: int
    classes: int


CATS = Layout("cats.h5", picture=(64, 64, 3), train=209, test=50, largest=255, classes=2)
DIGITS = Layout("digits.h5", picture=(8, 8), train=1437, test=360, largest=16, classes=10)


@dataclass(frozen=True, eq=False)
class Pictures:
    """Pictures with labels, one part to train on and one to test on. The first axis counts the pictures.

    Parameters
    ----------
    train_images, test_images : ndarray of uint8, shapes (m_train, …) and (m_test, …)
        Cats (m, 64, 64, 3) with red, green, blue in 0..255; digits (m, 8, 8) with ink in 0..16.
    train_labels, test_labels : ndarray of uint8, shapes (m_train,) and (m_test,)
        Cats 1, others 0; digits 0..9.
    largest : int
        The pixel value that stands for full brightness: 255 or 16.
    """

    train_images: Bytes
    train_labels: Bytes
    test_images: Bytes
    test_labels: Bytes
    largest: int

    def flat(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the pictures as columns of numbers in 0..1, and the labels as rows.

        Returns
        -------
        X_train, Y_train, X_test, Y_test : ndarray of float64
            Shapes (n_x, m_train), (1, m_train), (n_x, m_test), (1, m_test); n_x is 12288 for cats, 64 for digits.

        Examples
        --------
        >>> X_train, Y_train, X_test, Y_test = load_cats().flat()
        >>> X_train.shape, Y_train.shape
        ((12288, 209), (1, 209))
        """
        parts = ((self.train_images, self.train_labels), (self.test_images, self.test_labels))
        X, Y = [], []
        for images, labels in parts:
            X.append(images.reshape(len(images), -1).T / self.largest)  # (m, …) -> (m, n_x) -> (n_x, m)
            Y.append(labels.reshape(1, -1).astype(float))  # (m,) -> (1, m)
        return X[0], Y[0], X[1], Y[1]


def load_cats(path: str | os.PathLike[str] | None = None) -> Pictures:
    """Return the 209 pictures to train and the 50 to test on: a cat, or something else.

    The pictures are drawn by a program, see `dlutils.drawing`; they are no photographs.

    Parameters
    ----------
    path : path, optional
        Another copy of cats.h5 to read.

    Returns
    -------
    Pictures
        Images of shape (m, 64, 64, 3); labels 1 for a cat, else 0. ``load_cats().flat()`` gives X and Y.

    Raises
    ------
    DataFileError
        If the file is missing, damaged, or not a cats.h5.

    Examples
    --------
    >>> cats = load_cats()
    >>> cats.train_images.shape, cats.test_labels.shape
    ((209, 64, 64, 3), (50,))
    """
    return _read(CATS, path)


def load_digits(path: str | os.PathLike[str] | None = None) -> Pictures:
    """Return 1797 handwritten digits, 1437 of them to train and 360 to test on. The division is fixed.

    Parameters
    ----------
    path : path, optional
        Another copy of digits.h5 to read.

    Returns
    -------
    Pictures
        Images of shape (m, 8, 8), ink from 0 to 16; labels 0..9.

    Raises
    ------
    DataFileError
        If the file is missing, damaged, or not a digits.h5.

    Examples
    --------
    >>> digits = load_digits()
    >>> digits.train_images.shape, digits.test_images.shape
    ((1437, 8, 8), (360, 8, 8))
    """
    return _read(DIGITS, path)


def load_digits_binary(digit: int, path: str | os.PathLike[str] | None = None) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the digits with labels that answer a yes-or-no question: is this picture that digit or not.

    Parameters
    ----------
    digit : int
        The digit to ask for, 0..9.
    path : path, optional
        Another copy of digits.h5 to read.

    Returns
    -------
    X_train, Y_train, X_test, Y_test : ndarray of float64
        Shapes (64, 1437), (1, 1437), (64, 360), (1, 360). X lies in 0..1; Y is 1 for that digit, else 0.

    Raises
    ------
    ValueError
        If `digit` is not one of 0, 1, …, 9.
    DataFileError
        If the file is missing, damaged, or not a digits.h5.

    Examples
    --------
    >>> X_train, Y_train, X_test, Y_test = load_digits_binary(7)
    >>> X_train.shape, int(Y_train.sum())
    ((64, 1437), 140)
    """
    if isinstance(digit, bool) or not isinstance(digit, int | np.integer) or not 0 <= digit <= 9:
        raise ValueError(f"digit must be a whole number from 0 to 9; got {digit!r}. Name one digit.")
    X_train, Y_train, X_test, Y_test = load_digits(path).flat()
    return X_train, (Y_train == digit).astype(float), X_test, (Y_test == digit).astype(float)


def _read(layout: Layout, path: str | os.PathLike[str] | None) -> Pictures:
    """Read and check one data file; `path` defaults to the copy in the package."""
    where = DATA / layout.file if path is None else Path(path)
    source = SealedFile(where, f"the data file {layout.file}", FORMAT_VERSION, REMEDY)
    arrays = {}
    with source.open() as file:
        for part, m in (("train", layout.train), ("test", layout.test)):
            for name, shape, largest in (
                (f"{part}_images", (m, *layout.picture), layout.largest),
                (f"{part}_labels", (m,), layout.classes - 1),
            ):
                arrays[name] = source.array(file, name, ("uint8",), shape)
                if arrays[name].max() > largest:
                    raise source.error(f"{name} must lie in 0..{largest}; got {arrays[name].max()}")
    return Pictures(**arrays, largest=layout.largest)
