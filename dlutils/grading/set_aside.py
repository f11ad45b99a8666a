"""Moves out of nbgrader's way what it would follow, wait for or stumble over, before it looks at a submission.

`nbgrader autograde` and formgrader copy the files of a submission, and read its notebook, before any step of ours. So
they call this first. `dlcourse autograde` hands nbgrader a notebook of its own making, and needs none of it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat

from dlutils.grading import intake
from dlutils.grading.course import Course
from dlutils.grading.reading import NotGradableError, read_cells

FOLDER = "set-aside"  # beside submitted/; in it STUDENT/NAME/, as in there
REASONS = "why.txt"


def set_aside(assignment: str, student: str, notebooks: Sequence[str]) -> None:
    """Clean one submission; nbgrader's `pre_convert_hook`.

    Links, pipes and other special files are moved to set-aside/STUDENT/NAME/, and so is a notebook that cannot be read;
    a blank one takes its place, which says why.

    Parameters
    ----------
    assignment : str
        Its name.
    student : str
        Not used: where nbgrader grades everybody, it is "*".
    notebooks : sequence of str
        The notebooks of the submission, which lie in one folder.
    """
    for folder in sorted({Path(notebook).parent for notebook in notebooks}):
        if folder.is_symlink() or folder.parent.is_symlink():
            linked = folder if folder.is_symlink() else folder.parent
            _move(linked, folder, linked.name, "it is a link, and was not followed")
            continue
        for path in list(_special(folder)):
            _move(path, folder, str(path.relative_to(folder)), "it is a link or a special file, and was not followed")
        for notebook in notebooks:
            if Path(notebook).is_file() and Path(notebook).parent == folder:
                _replace_unreadable(assignment, Path(notebook))


def _special(folder: Path) -> Iterator[Path]:
    """Yield all that is neither a regular file nor a folder."""
    for where, folders, files in os.walk(folder):
        for name in (*folders, *files):
            mode = (Path(where) / name).lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                yield Path(where) / name


def _replace_unreadable(assignment: str, path: Path) -> None:
    """Put a notebook that nbgrader can read in the place of one that it cannot."""
    try:
        read_cells(path)  # within bounds, which nbformat has none of
        nbformat.read(path, as_version=4)
    except Exception as error:
        reason = str(error) if isinstance(error, NotGradableError) else f"it is not a valid notebook ({error!s:.80})"
        rebuilt = intake.rebuild(Course.find(), assignment, path)
        rebuilt.notebook.cells.insert(0, intake.notes_cell([f"{reason}; it lies in {FOLDER}/ now"]))
        _move(path, path.parent, path.name, reason)
        nbformat.write(rebuilt.notebook, path)


def _move(path: Path, folder: Path, name: str, reason: str) -> None:
    """Move something of a submission aside, under a name that is free, and note why."""
    target = folder.parents[2] / FOLDER / folder.parent.name / folder.name
    free = next(to for i in range(10_000) if not os.path.lexists(to := target / (name if i == 0 else f"{name}.{i}")))
    free.parent.mkdir(parents=True, exist_ok=True)
    path.rename(free)
    with (target / REASONS).open("a", encoding="utf-8") as file:
        file.write(f"{free.relative_to(target)!s}: {reason}\n".encode("utf-8", "backslashreplace").decode())
