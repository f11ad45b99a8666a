"""Reads what was downloaded, a zip or a folder: within bounds, no link followed, and a reason for what is not read."""

from __future__ import annotations

import contextlib
import io
import os
import re
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from dlutils.grading.errors import CourseError
from dlutils.grading.reading import MAX_BYTES
from dlutils.grading.safe_text import clean_text

MAX_ENTRIES = 20_000  # files in a zip or folder
MAX_LIST = 4 << 20  # bytes of a zip's own list of contents
MAX_TOTAL = 4 << 30  # bytes that are read of one download
MAX_STUDENT = 200 << 20  # bytes that are read of one student
MAX_ZIP = 64 << 20  # bytes of a zip within the download, packed
MAX_RATIO = 200  # how many times larger a file may get, once it is not small
MAX_DEPTH = 30  # folders in folders
_SMALL = 1 << 20
_PIECE = 1 << 16
# The others unpack without a bound on what a piece becomes, and no learning platform uses them.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class UnreadableError(ValueError):
    """A file of the download that is not read; the text says why."""


@dataclass
class Budget:
    """How many bytes may still be read; what is spent here is spent of the larger budget too."""

    left: int
    words: str
    larger: Budget | None = None

    def spend(self, size: int) -> None:
        """Take bytes from the budget.

        Parameters
        ----------
        size : int
            How many.

        Raises
        ------
        UnreadableError
            If there are not so many left.
        """
        self.left -= size
        if self.left < 0:
            raise UnreadableError(self.words)
        if self.larger:
            self.larger.spend(size)


def whole_budget() -> Budget:
    """Return what may be read of a whole download."""
    return Budget(MAX_TOTAL, f"more than {MAX_TOTAL} bytes of the download would have to be unpacked")


def student_budget(whole: Budget) -> Budget:
    """Return what may be read of one student's files."""
    return Budget(MAX_STUDENT, f"more than {MAX_STUDENT} bytes of one student would have to be unpacked", whole)


@dataclass(frozen=True)
class Entry:
    """A file of a download.

    Attributes
    ----------
    path : str
        Its path in the download, with ``/`` between the parts; relative, without ``..``.
    time : datetime or None
        When it was written, in UTC, if that is known.
    """

    path: str
    time: datetime | None
    _read: Callable[[Budget, int], bytes] = field(repr=False)

    def read(self, budget: Budget, limit: int = MAX_BYTES) -> bytes:
        """Return the file's content.

        Parameters
        ----------
        budget : Budget
            What may be read at all.
        limit : int
            The most bytes that the file may have.

        Raises
        ------
        UnreadableError
            If it is too large, broken, encrypted or no longer there.
        """
        return self._read(budget, limit)


@dataclass
class Contents:
    """The files of a download, and those that are not read: their names, and why."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Contents]:
    """Open a download and list its files; no file's content is read yet.

    Parameters
    ----------
    path : Path
        A zip file or a folder.

    Yields
    ------
    Contents
        Its files; they can be read as long as the context lasts.

    Raises
    ------
    CourseError
        If it is neither a zip file nor a folder, or holds too many files.
    """
    with contextlib.ExitStack() as stack:
        try:
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                contents = _in_folder(path)
            elif stat.S_ISREG(mode):
                contents = _in_zip(stack.enter_context(path.open("rb")))
            else:
                raise UnreadableError("it is a special file")
        except OSError as error:
            raise CourseError(f"{path} must be a zip file or a folder: {error.strerror}.") from None
        except UnreadableError as error:
            raise CourseError(f"{path} must be a zip file or a folder that can be read: {error}.") from None
        yield contents


def unpacked(content: bytes) -> Contents:
    """List the files of a zip that lay in the download.

    Parameters
    ----------
    content : bytes
        The zip file.

    Raises
    ------
    UnreadableError
        If it is no zip file, or holds too many files.
    """
    return _in_zip(io.BytesIO(content))


class _Bounded:
    """A file that never gives more at once than a zip's list of contents may have, whatever size that announces."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(MAX_LIST + 1 if size < 0 else min(size, MAX_LIST + 1))
        if len(content) > MAX_LIST:
            raise zipfile.BadZipFile("its list of contents is too long")
        return content


def _in_zip(file: IO[bytes]) -> Contents:
    """List the files of a zip."""
    try:
        archive = zipfile.ZipFile(cast(Any, _Bounded(file)))
    except Exception as error:  # zipfile raises many kinds for broken files
        raise UnreadableError(f"it is no zip file that can be read; is it complete? ({_said(error)})") from None
    found = Contents()
    if len(archive.infolist()) > MAX_ENTRIES:
        raise UnreadableError(f"it holds {len(archive.infolist())} files; at most {MAX_ENTRIES} are read")
    for info in archive.infolist():
        name = _name(info)
        try:
            path = _relative(name)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if path.endswith("/") or kind == stat.S_IFDIR:
                continue
            if kind not in (0, stat.S_IFREG):
                raise UnreadableError("it is a link" if kind == stat.S_IFLNK else "it is a special file")
            if info.flag_bits & 1:
                raise UnreadableError("it is encrypted")
            if info.compress_type not in _METHODS:
                raise UnreadableError(f"it is packed in a way that is not read (method {info.compress_type})")
        except UnreadableError as error:
            found.refused.append((name, str(error)))
        else:
            found.entries.append(Entry(path, _time(info), _zip_reader(archive, info)))
    return found


def _name(info: zipfile.ZipInfo) -> str:
    """Return an entry's name as its maker meant it: many write UTF-8 without saying so."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name


def _relative(name: str) -> str:
    """Return a name as a relative path with ``/``; a folder's ends with one."""
    if re.search(r"[\x00-\x1f\x7f-\x9f]", name) or clean_text(name, 0) != name:
        raise UnreadableError("its name holds control characters")
    path = name.replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        raise UnreadableError("its name is an absolute path")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if ".." in parts:
        raise UnreadableError("its name leads out of the download")
    if not parts or len(parts) > MAX_DEPTH:
        raise UnreadableError("it lies too deep in folders" if parts else "it has no name")
    return "/".join(parts) + "/" * path.endswith("/")


def _time(info: zipfile.ZipInfo) -> datetime | None:
    """Return when an entry was written: exact if its maker says so in UTC, else read as this machine's local time."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x5455 and size >= 5 and len(extra) >= 9 and extra[4] & 1:
            return datetime.fromtimestamp(struct.unpack("<i", extra[5:9])[0], UTC)
        extra = extra[4 + size :]
    if info.date_time[:3] <= (1980, 1, 1):  # what a zip holds whose maker knew no time
        return None
    try:
        return datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[Budget, int], bytes]:
    """Return the function that reads an entry."""

    def read(budget: Budget, limit: int) -> bytes:
        try:
            with archive.open(info) as file:
                return _in_pieces(file, budget, limit, info.compress_size)
        except UnreadableError:
            raise
        except Exception as error:  # zipfile and zlib raise many kinds for broken entries
            raise UnreadableError(f"it cannot be unpacked ({_said(error)})") from None

    return read


def _in_pieces(file: IO[bytes], budget: Budget, limit: int, packed: int | None = None) -> bytes:
    """Return a file's content; stop as soon as it is larger than it may be, whatever size it says it has."""
    pieces, size = [], 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > limit:
            raise UnreadableError(f"it has more than {limit} bytes, and so many are not read")
        if packed is not None and size > max(_SMALL, MAX_RATIO * packed):
            raise UnreadableError(
                f"it grows to more than {MAX_RATIO} times its packed size, as zip bombs do; "
                "if it is honest, unpack the download by hand and collect the folder"
            )
        budget.spend(len(piece))
        pieces.append(piece)
    return b"".join(pieces)


def _said(error: Exception) -> str:
    """Return what an error of a library says, on one line."""
    return clean_text(f"{type(error).__name__}: {error}", 0).replace("\n", " ")[:120]


def _in_folder(folder: Path) -> Contents:
    """List the files of a folder and of those in it; links are not followed."""
    found = Contents()
    waiting = [(folder, "", 0)]
    while waiting:
        here, above, depth = waiting.pop()
        try:
            with os.scandir(here) as listed:
                things = sorted(listed, key=lambda thing: thing.name)
        except OSError as error:
            found.refused.append((above or str(folder), f"it cannot be read ({error.strerror})"))
            continue
        for thing in things:
            # Bytes that are no UTF-8, as unpacking an old zip leaves them
            name = above + thing.name.encode("utf-8", "replace").decode()
            try:
                path = _relative(name.replace("\\", "_"))
                if thing.is_symlink():
                    raise UnreadableError("it is a link")
                if thing.is_dir(follow_symlinks=False):
                    if depth >= MAX_DEPTH:
                        raise UnreadableError("it lies too deep in folders")
                    waiting.append((Path(thing.path), f"{name}/", depth + 1))
                elif thing.is_file(follow_symlinks=False):
                    time = datetime.fromtimestamp(thing.stat(follow_symlinks=False).st_mtime, UTC)
                    found.entries.append(Entry(path, time, _file_reader(thing.path)))
                else:
                    raise UnreadableError("it is a special file")
            except UnreadableError as error:
                found.refused.append((name, str(error)))
            except (OSError, OverflowError, ValueError) as error:
                found.refused.append((name, f"it cannot be read ({_said(error)})"))
        if len(found.entries) + len(found.refused) + len(waiting) > MAX_ENTRIES:
            raise UnreadableError(f"it holds more than {MAX_ENTRIES} files and folders")
    found.entries.sort(key=lambda entry: entry.path)
    return found


def _file_reader(path: str) -> Callable[[Budget, int], bytes]:
    """Return the function that reads a file; what has become a link or a pipe since it was listed is not read."""

    def read(budget: Budget, limit: int) -> bytes:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(path, flags), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise UnreadableError("it is a special file")
                return _in_pieces(file, budget, limit)
        except OSError as error:
            raise UnreadableError(f"it cannot be read ({error.strerror})") from None

    return read
