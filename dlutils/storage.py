"""Save parameters and the history of a training to a file, and read them back bit by bit.

The files are HDF5, which many programs read, and hold numbers only: to load one from a stranger runs no code of theirs.
A file that was cut short, changed by one byte, or is of another kind gives one clear error and never a wrong array.
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlutils.guard import float_array
from dlutils.sealed import HDF5_OPTIONS, SealedFile, digest, write_sealed

FORMAT_VERSION = 1
FLOATS = ("float16", "float32", "float64")
REMEDY = "Save it again, or take an intact copy."

StrPath = str | os.PathLike[str]


def save_parameters(path: StrPath, parameters: Mapping[str, ArrayLike]) -> None:
    """Save the parameters of a network. An older file of that name is replaced, at once and only when all is written.

    Parameters
    ----------
    path : path
        The file; its name ends in ``.h5`` by custom.
    parameters : mapping of str to array_like
        ``W1``, ``b1``, …, or ``w`` and ``b``; of any shape. float32 stays float32, integers become float64.

    Raises
    ------
    TypeError
        If `parameters` is no mapping, a name is no string, or a value does not hold real numbers.
    ValueError
        If there is no parameter, or a name holds a slash.
    DataFileError
        If the file cannot be written; an older one is then unchanged.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     save_parameters(Path(folder, "model.h5"), {"W1": [[0.5, -1.0]], "b1": [[0.25]]})
    ...     load_parameters(Path(folder, "model.h5"))
    {'W1': array([[ 0.5, -1. ]]), 'b1': array([[0.25]])}
    """
    _save(path, "parameters", parameters)


def load_parameters(path: StrPath) -> dict[str, Any]:
    """Return the parameters that `save_parameters` wrote: the same names in the same order, the same bits.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    dict of str to ndarray
        Each with the shape and dtype that it was saved with; a single number comes back as a NumPy scalar.

    Raises
    ------
    DataFileError
        If the file is missing, damaged, or holds no parameters.

    Examples
    --------
    >>> load_parameters("missing.h5")
    Traceback (most recent call last):
    ...
    dlutils.sealed.DataFileError: missing.h5 must be a file of parameters; got none to read (No such file or directory).
    Save it again, or take an intact copy.
    """
    return _load(path, "parameters")


def save_history(path: StrPath, history: Mapping[str, ArrayLike]) -> None:
    """Save what was noted during a training. An older file is replaced, at once and only when all is written.

    Parameters
    ----------
    path : path
        The file; its name ends in ``.h5`` by custom.
    history : mapping of str to array_like
        Name of a quantity, and its value at one step after the other, shape (number of values,): ``{"costs": costs}``.
        A value may be nan or infinite, as the cost of a training that diverged.

    Raises
    ------
    TypeError
        If `history` is no mapping, a name is no string, or a value does not hold real numbers.
    ValueError
        If there is no quantity, a name holds a slash, or the values of a quantity are not in one row.
    DataFileError
        If the file cannot be written; an older one is then unchanged.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     save_history(Path(folder, "history.h5"), {"costs": [0.7, 0.5]})
    ...     load_history(Path(folder, "history.h5"))
    {'costs': array([0.7, 0.5])}
    """
    _save(path, "history", history)


def load_history(path: StrPath) -> dict[str, NDArray[np.floating]]:
    """Return the history that `save_history` wrote: the same names in the same order, the same bits.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    dict of str to ndarray, shape (number of values,)
        ``dlutils.plotting.plot_costs`` draws it.

    Raises
    ------
    DataFileError
        If the file is missing, damaged, or holds no history.

    Examples
    --------
    >>> load_history("missing.h5")
    Traceback (most recent call last):
    ...
    dlutils.sealed.DataFileError: missing.h5 must be a file of history; got none to read (No such file or directory).
    Save it again, or take an intact copy.
    """
    return _load(path, "history")


def _save(path: StrPath, kind: str, arrays: Mapping[str, ArrayLike]) -> None:
    """Write arrays, in their order, into a group that is named as their kind."""
    if not isinstance(arrays, Mapping):
        raise TypeError(f"{kind} must be a dict of arrays; got {type(arrays).__name__}. Give each array a name.")
    if not arrays:
        raise ValueError(f"{kind} must hold at least one array; got none. Train first.")
    ready = {name: _ready(kind, name, value) for name, value in arrays.items()}
    # Made in memory, since h5py does not come back well from a disk that is full.
    buffer = io.BytesIO()
    with h5py.File(buffer, "w", **HDF5_OPTIONS) as file:
        file.attrs["format_version"] = FORMAT_VERSION
        group = file.create_group(kind, track_order=True)
        for name, array in ready.items():
            group.create_dataset(name, data=array, track_times=False).attrs["sha256"] = digest(array)
    write_sealed(Path(path), buffer.getbuffer())


def _ready(kind: str, name: object, value: ArrayLike) -> NDArray[np.floating]:
    """Return a value as an array of floats; raise if the file could not hold it under this name."""
    if not isinstance(name, str):
        raise TypeError(f"{kind} must have strings as names; got {name!r}. Name arrays as W1, b1, ….")
    if not name.isprintable() or "/" in name or name in ("", "."):
        raise ValueError(f"{kind} must have names of printable characters without a slash; got {name!r}. Rename it.")
    array = float_array(f'{kind}["{name}"]', value)
    if kind == "history" and array.ndim != 1:
        raise ValueError(
            f'history["{name}"] must have shape (number of values,); got {array.shape}. Put one number for each step.'
        )
    return array


def _load(path: StrPath, kind: str) -> dict[str, Any]:
    """Read and check a file of one kind."""
    source = SealedFile(Path(path), f"a file of {kind}", FORMAT_VERSION, REMEDY)
    with source.open() as file:
        group = file.get(kind)
        if not isinstance(group, h5py.Group):
            raise source.error(f"must hold {kind}; got a file of another kind")
        # [()] makes a number of an array without axes: `z += …` on such an array would change the parameter itself.
        return {name: source.array(group, name, FLOATS)[()] for name in group}
