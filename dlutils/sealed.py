"""HDF5 files that vouch for every byte of theirs: a damaged one gives one clear error and never a wrong array.

In front of the HDF5 part stands a block of 512 bytes with the SHA-256 of all that follows. HDF5 calls it the user block
and skips it. It is checked before HDF5 sees the file, for some single flipped bytes make HDF5 hang, and no error
handling mends that.
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

SEAL_TITLE, SEAL_SIZE = b"dlutils data file, sha256 of the rest:\n", 512
# How every such file is made: room for the seal, and HDF5 versions that every newer reader understands.
HDF5_OPTIONS = {"libver": ("v108", "v108"), "userblock_size": SEAL_SIZE}


class DataFileError(OSError):
    """A file is missing, damaged, foreign, or cannot be written. The message names file, dataset and remedy."""


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


def seal(body: bytes | memoryview) -> bytes:
    """Return the block that stands before the HDF5 part of a file and vouches for every byte of it.

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


def write_sealed(path: Path, content: bytes | memoryview) -> None:
    """Seal the content of an HDF5 file and write it: at every moment `path` is the old file or the new one.

    The bytes go to a file beside it (a dot, the name, some letters, ``.part``), which takes over the name when it is
    complete and on the disk. A run that is killed in between may leave such a file behind: delete it.

    Parameters
    ----------
    path : Path
        The file. An older one is replaced.
    content : bytes
        An HDF5 file made with `HDF5_OPTIONS`; its first 512 bytes are replaced by the seal.

    Raises
    ------
    DataFileError
        If the file cannot be written (no folder, no permission, a full disk). An older file is then still there.

    Examples
    --------
    >>> write_sealed(Path("no", "such", "folder.h5"), bytes(512))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ...
    DataFileError: no/such/folder.h5 must be writable; got: No such file or directory. ...
    """
    body = memoryview(content)[SEAL_SIZE:]
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            with unfinished.open("xb") as file:
                file.write(seal(body))
                file.write(body)
                file.flush()
                os.fsync(file.fileno())  # else a power cut could leave the new name with no bytes behind it
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise DataFileError(
            f"{path} must be writable; got: {error.strerror}. Choose another folder or free some space; "
            "nothing was changed there."
        ) from error


@dataclass(frozen=True)
class SealedFile:
    """A file to read, what it must be, and what to do if it is not.

    Parameters
    ----------
    path : Path
        Where it lies.
    what : str
        What it must be, for the error message.
    version : int
        The ``format_version`` that it must carry.
    remedy : str
        What a person can do about a bad one, for the error message.
    """

    path: Path
    what: str
    version: int
    remedy: str

    def error(self, problem: str) -> DataFileError:
        """Return an error that names the file, what is wrong, and what to do."""
        return DataFileError(f"{self.path} {problem}. {self.remedy}")

    def open(self) -> h5py.File:
        """Return the file, open, its seal and version checked; raise DataFileError if they are not right."""
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise self.error(f"must be {self.what}; got none to read ({error.strerror})") from error
        if not content.startswith(SEAL_TITLE):
            raise self.error(f"must be {self.what}; got a file that does not begin like one")
        if content[:SEAL_SIZE] != seal(memoryview(content)[SEAL_SIZE:]):
            raise self.error("must match the SHA-256 at its start; got other bytes: damaged, or cut short")
        # h5py reports what it cannot read by many classes (OSError, KeyError, RuntimeError, …), so every one is caught.
        try:
            file = h5py.File(io.BytesIO(content), "r")  # the very bytes that were checked
            version = file.attrs.get("format_version")
        except Exception as error:
            raise self.error(f"must be an HDF5 file; got one that does not open ({error})") from error
        if not isinstance(version, np.integer) or version != self.version:
            file.close()
            raise self.error(f"must have format_version {self.version}; got {version}")
        return file

    def array(
        self, group: h5py.Group, name: str, dtypes: tuple[str, ...], shape: tuple[int, ...] | None = None
    ) -> NDArray[Any]:
        """Return one dataset of an open file; raise DataFileError unless its kind, shape and SHA-256 are right.

        Parameters
        ----------
        group : h5py Group
            The file, or a group in it.
        name : str
            The dataset's name.
        dtypes : tuple of str
            The kinds of number that it may hold.
        shape : tuple of int, optional
            The shape that it must have. By default any whose bytes are in the file, not compressed.
        """
        try:
            dataset = group.get(name)
            if not isinstance(dataset, h5py.Dataset):
                raise self.error(f"must hold the dataset {name}; got none")
            # Kind and shape come first: a damaged shape could ask for more memory than there is.
            if dataset.dtype.name not in dtypes:
                raise self.error(f"{name} must hold {' or '.join(dtypes)}; got {dataset.dtype}")
            if shape is not None and dataset.shape != shape:
                raise self.error(f"{name} must have shape {shape}; got {dataset.shape}")
            if shape is None and dataset.id.get_storage_size() != dataset.nbytes:
                raise self.error(f"{name} must be stored whole and not compressed; got a part of its bytes")
            array, expected = dataset[...], dataset.attrs.get("sha256")
        except DataFileError:
            raise
        except Exception as error:
            raise self.error(f"{name} must be readable; got a damaged dataset ({error})") from error
        if expected != digest(array):
            raise self.error(f"{name} must have the SHA-256 that it carries; got other bytes: the file is damaged")
        return array
