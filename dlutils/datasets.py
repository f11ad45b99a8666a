"""Read the two data files of the course: handwritten digits, and drawn pictures of cats and of other things.

Both files hold the same four datasets: ``train_images``, ``train_labels``, ``test_images``, ``test_labels``.
Everything that is read is checked first, so a damaged file gives one clear error and never a wrong array.
``data/README.md`` says where the pictures come from.
"""

from __future__ import annotations

import hashlib
import io
import os
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

FORMAT_VERSION = 1
SEAL_TITLE, SEAL_SIZE = b"dlutils data file, sha256 of the rest:\n", 512
DATA = Path(__file__).parent / "data"
REMEDY = "Reinstall dlutils, or run `python tools/make_data.py` in a checkout of the course."

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]


class DataFileError(OSError):
    """A data file is missing, damaged, or not one of ours. The message names the file, the dataset and the remedy."""


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


def digest(array: NDArray[np.generic]) -> str:
    """Return the SHA-256 of an array's bytes in C order, which each dataset carries as an attribute.

    Parameters
    ----------
    array : ndarray
        Any shape, any dtype.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> digest(np.zeros(3, dtype=np.uint8))[:8]
    '709e80c8'
    """
    return hashlib.sha256(array.tobytes()).hexdigest()


def seal(body: bytes) -> bytes:
    """Return the block that stands before the HDF5 part of a data file and vouches for every byte of it.

    HDF5 calls it the user block and skips it. It is checked before HDF5 sees the file, for some single flipped bytes
    make HDF5 hang, and no error handling mends that.

    Parameters
    ----------
    body : bytes
        The file from its 513th byte on.

    Returns
    -------
    bytes
        512 of them: a title, the SHA-256 of `body`, zeros.

    Examples
    --------
    >>> seal(b"")[:37]
    b'dlutils data file, sha256 of the rest'
    """
    return (SEAL_TITLE + hashlib.sha256(body).hexdigest().encode() + b"\n").ljust(SEAL_SIZE, b"\0")


def _read(layout: Layout, path: str | os.PathLike[str] | None) -> Pictures:
    """Read and check one data file; `path` defaults to the copy in the package."""
    where = DATA / layout.file if path is None else Path(path)
    try:
        content = where.read_bytes()
    except OSError as error:
        raise _error(where, f"must be the data file {layout.file}; got none to read ({error.strerror})") from error
    if not content.startswith(SEAL_TITLE):
        raise _error(where, f"must be the data file {layout.file}; got a file that does not begin like one")
    if content[:SEAL_SIZE] != seal(content[SEAL_SIZE:]):
        raise _error(where, "must match the SHA-256 at its start; got other bytes: damaged, or cut short")
    # h5py reports what it cannot read by many classes (OSError, KeyError, RuntimeError, …), so every one is caught.
    try:
        file = h5py.File(io.BytesIO(content), "r")  # the very bytes that were checked
    except Exception as error:
        raise _error(where, f"must be an HDF5 file; got one that does not open ({error})") from error
    with file:
        _require_version(file, where)
        arrays = {}
        for part, m in (("train", layout.train), ("test", layout.test)):
            for name, shape, largest in (
                (f"{part}_images", (m, *layout.picture), layout.largest),
                (f"{part}_labels", (m,), layout.classes - 1),
            ):
                arrays[name] = _array(file, where, name, shape, largest)
    return Pictures(**arrays, largest=layout.largest)


def _require_version(file: h5py.File, where: Path) -> None:
    """Raise DataFileError unless the file says that it has the format that this module reads."""
    version = file.attrs.get("format_version")
    if not isinstance(version, np.integer) or version != FORMAT_VERSION:
        raise _error(where, f"must have format_version {FORMAT_VERSION}; got {version}")


def _array(file: h5py.File, where: Path, name: str, shape: tuple[int, ...], largest: int) -> Bytes:
    """Return one dataset of uint8; raise DataFileError unless its kind, shape, SHA-256 and range are right."""
    try:
        dataset = file.get(name)
        if not isinstance(dataset, h5py.Dataset):
            raise _error(where, f"must hold the dataset {name}; got none")
        # Kind and shape come first: a damaged shape could ask for more memory than there is.
        if dataset.dtype != np.uint8:
            raise _error(where, f"{name} must hold uint8; got {dataset.dtype}")
        if dataset.shape != shape:
            raise _error(where, f"{name} must have shape {shape}; got {dataset.shape}")
        array, expected = dataset[...], dataset.attrs.get("sha256")
    except DataFileError:
        raise
    except Exception as error:
        raise _error(where, f"{name} must be readable; got a damaged dataset ({error})") from error
    if expected != digest(array):
        raise _error(where, f"{name} must have the SHA-256 that it carries; got other bytes: the file is damaged")
    if array.max() > largest:
        raise _error(where, f"{name} must lie in 0..{largest}; got {array.max()}")
    return array


def _error(where: Path, problem: str) -> DataFileError:
    """Return an error that names the file, what is wrong, and what to do."""
    return DataFileError(f"{where} {problem}. {REMEDY}")
