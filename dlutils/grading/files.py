"""Files that must not be half written, and people's files that must not be overwritten."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from dlutils.grading.errors import CourseError


def write_atomically(path: Path, text: str) -> None:
    """Write a text file such that it is there whole or not at all.

    Parameters
    ----------
    path : Path
        Where to; folders above are made.
    text : str
        What to write, as UTF-8.
    """
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a temporary file in a file's folder; when the context ends without an error, it takes the file's place.

    Parameters
    ----------
    path : Path
        The file; folders above are made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:  # of a full disk the system does not say where
            error.filename = str(path)
        raise


@contextlib.contextmanager
def alone(path: Path, otherwise: str) -> Iterator[None]:
    """Hold a lock; it ends with the process, however that ends. On Windows there is none.

    Parameters
    ----------
    path : Path
        The file that is locked; folders above are made.
    otherwise : str
        What to say where another process holds it.

    Raises
    ------
    CourseError
        If another process holds it, or the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as error:
        raise CourseError(f"{path.parent} must be a folder that can be written: {error.strerror}.") from None
    with file:
        with contextlib.suppress(ImportError):
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise CourseError(otherwise) from None
        yield


def _umask() -> int:
    """Return which rights new files of this process do not get; the system tells it only to who sets it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
