"""Reads what people hand in: within bounds, without following links, and with a reason for what cannot be used."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError

MAX_BYTES = 20 << 20
MAX_CELLS = 2_000
MAX_DEPTH = 60
ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".xz", ".bz2")


class NotGradableError(ValueError):
    """A file that holds no gradable notebook; the text says why."""


def submissions(course: Course, assignment: str) -> Iterator[tuple[str, Path]]:
    """Yield student and folder of every submission of an assignment, in alphabetical order."""
    if not course.submitted.is_dir():
        raise CourseError(
            f"{course.submitted} must hold submissions as STUDENT/{assignment}/; there is no such folder."
        )
    for folder in sorted(course.submitted.iterdir()):
        if (folder / assignment).is_dir() and not folder.is_symlink() and not folder.name.startswith("."):
            yield folder.name, folder / assignment


def timestamp(folder: Path) -> tuple[bytes, str]:
    """Return the time stamp of a submission, as nbgrader reads it, and what is wrong with it if it is left out."""
    from nbgrader.utils import parse_utc

    path = folder / "timestamp.txt"
    try:
        if not stat.S_ISREG(path.lstat().st_mode) or path.stat().st_size > 100:
            return b"", "its timestamp.txt is no time stamp, and was left out"
        content = path.read_bytes()
        parse_utc(content.decode().strip())
    except FileNotFoundError:
        return b"", ""
    except Exception:
        return b"", "its timestamp.txt is no time stamp, and was left out"
    return content, ""


@dataclass(frozen=True)
class HandedIn:
    """What lies in a submission's folder: the notebook, or why there is none; its time stamp; a hash of all that."""

    path: Path | None
    problem: str
    stamp: bytes
    notes: tuple[str, ...]
    digest: str


def handed_in(folder: Path, assignment: str) -> HandedIn:
    """Return what there is to grade in a folder."""
    path, problem, content = None, "", b""
    try:
        path = find_notebook(folder, assignment)
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            content = path.read_bytes()
    except (NotGradableError, OSError) as error:
        problem = str(error)
    stamp, note = timestamp(folder)
    parts = os.fsencode(path.name if path else ""), stamp, content
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return HandedIn(path, problem, stamp, (note,) if note else (), digest)


def find_notebook(folder: Path, assignment: str) -> Path:
    """Return the notebook of a submission: by its name, else the only one there.

    Raises
    ------
    NotGradableError
        If there is none, or several and none has the assignment's name.
    """
    if folder.is_symlink():
        raise NotGradableError("its folder is a link")
    found = sorted(path for path in folder.glob("*.ipynb"))
    named = [path for path in found if path.stem == assignment]
    # Names that browsers and learning platforms make: "NAME (1).ipynb", "Copy_of_NAME.ipynb".
    alike = [path for path in found if assignment in path.stem]
    for choice in (named, alike, found):
        if len(choice) == 1:
            return choice[0]
    if not found:
        packed = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in ARCHIVES)
        but = f", but {packed[0]}: `dlcourse collect` opens zip archives" if packed else ""
        raise NotGradableError(f"there is no notebook (.ipynb) in it{but}")
    raise NotGradableError(f"there are {len(found)} notebooks in it, and none is called {assignment}.ipynb")


def read_cells(path: Path) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the cells and the metadata of a notebook file, read within bounds.

    Raises
    ------
    NotGradableError
        If it is no regular file, too large, not JSON, nested too deep, or no notebook.
    """
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode):
        raise NotGradableError("it is a link or a special file, not a notebook")
    if status.st_size > MAX_BYTES:
        raise NotGradableError(f"it has {status.st_size} bytes; at most {MAX_BYTES} are read")
    if status.st_size == 0:
        raise NotGradableError("the file is empty")
    try:
        content = json.loads(path.read_bytes())
    except RecursionError:
        raise NotGradableError("it is nested too deep") from None
    except json.JSONDecodeError as error:
        raise NotGradableError(f"it is not JSON (line {error.lineno}: {error.msg})") from None
    except ValueError as error:
        raise NotGradableError(f"it is not JSON ({str(error)[:80]})") from None
    if _depth(content) > MAX_DEPTH:
        raise NotGradableError("it is nested too deep")
    if isinstance(content, dict) and isinstance(content.get("worksheets"), list):
        content = _from_version_3(content)
    if not isinstance(content, dict) or not isinstance(content.get("cells"), list):
        raise NotGradableError("it is not a notebook: it has no cells")
    if len(content["cells"]) > MAX_CELLS:
        raise NotGradableError(f"it has {len(content['cells'])} cells; at most {MAX_CELLS} are read")
    cells = [cell for cell in (_clean(cell) for cell in content["cells"]) if cell is not None]
    if not cells:
        raise NotGradableError("it has no cells")
    metadata = content.get("metadata")
    return cells, metadata if isinstance(metadata, dict) else {}


def _depth(value: Any) -> int:
    """Return how deep a JSON value is nested, level by level so that depth costs no stack."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        level = [x for v in level if isinstance(v, (dict, list)) for x in (v.values() if isinstance(v, dict) else v)]
        depth += 1
    return depth


def _from_version_3(content: dict[str, Any]) -> Any:
    """Return a notebook of format 3 as one of format 4."""
    try:
        return json.loads(nbformat.writes(nbformat.convert(nbformat.from_dict(content), 4)))
    except Exception as error:
        raise NotGradableError(f"it has an old format that cannot be converted ({type(error).__name__})") from None


def _clean(cell: Any) -> dict[str, Any] | None:
    """Return type, source and grade_id of a cell, or None if it has no readable source."""
    if not isinstance(cell, dict):
        return None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str):
        return None
    source = source.encode("utf-8", "replace").decode()  # half a surrogate pair could not be written again
    metadata = cell.get("metadata")
    own = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = own.get("grade_id") if isinstance(own, dict) else None
    kind = "code" if cell.get("cell_type") == "code" else "markdown"
    return {"kind": kind, "source": source, "grade_id": grade_id if isinstance(grade_id, str) else None}
