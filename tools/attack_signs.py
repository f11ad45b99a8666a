"""Signs of what an attack has reached but points: what it has read, written, left, or called."""

from __future__ import annotations

import contextlib
import hashlib
import json
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.grading.example_class import NAME
from tests.grading.hostile import HELLO, LEFT, LISTENER_NAME, LISTENER_PORT, OTHER, SECRET, Attack
from tools.attack_course import TEXT_LIMIT

# What a grading writes itself, and so is no trace of an attack.
OWN_FILES = {"autograded", "feedback", "gradebook.db", ".dlcourse", ".nbgrader.log", "__pycache__"}


def graded_cells(here: Path, student: str) -> list[dict[str, Any]]:
    """Return the cells of a graded notebook; none if it cannot be read."""
    path = here / "autograded" / student / NAME / f"{NAME}.ipynb"
    try:
        cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return []
    return cells


def shown(here: Path, student: str) -> str:
    """Return all texts in the outputs of a graded notebook."""
    return "\n".join(_texts([cell.get("outputs", []) for cell in graded_cells(here, student)]))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _texts(one)


def has_read(attack: Attack, text: str) -> list[str]:
    """Return in words what of that which is secret stands in a text."""
    words = {SECRET: "the grader's environment", OTHER: "another student's work", HELLO: "a listener's answer"}
    if attack.reads and attack.mechanism != "output injection":
        words.setdefault(attack.reads, "what is hidden")
    return [f"has read {what}" for word, what in words.items() if word in text]


def footprint(here: Path) -> dict[Path, str]:
    """Return a hash of every file in the copy of a course but of what a grading writes itself."""
    found = {}
    for path in here.rglob("*"):
        if path.is_file() and not OWN_FILES & set(path.relative_to(here).parts):
            with contextlib.suppress(OSError):
                found[path] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def traces(scratch: Path, before: Mapping[Path, str], elsewhere: Iterable[Path] = ()) -> list[str]:
    """Return in words what has been written that no grading writes.

    Parameters
    ----------
    scratch : Path
        The folder of a grading.
    before : mapping
        The footprint of its copy of the course before.
    elsewhere : iterable of Path
        Other files to look into.
    """
    after = footprint(scratch / "course")
    changed = sorted(path.name for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    found = [f"has changed {', '.join(changed[:3])}"] if changed else []
    # A submission's source holds the mark itself, wherever the notebook is copied to; logs may quote it.
    files = [path for path in scratch.rglob("*") if not {"submitted", "log", ".nbgrader.log"} & set(path.parts)]
    marked = [path for path in (*files, *elsewhere) if path.name != f"{NAME}.ipynb" and _holds(path, LEFT)]
    return found + [f"has left {', '.join(sorted({path.name for path in marked})[:3])}"] * bool(marked)


def _holds(path: Path, text: str) -> bool:
    with contextlib.suppress(OSError):
        if text in path.name:
            return True
        if path.is_file():
            with path.open("rb") as file:
                return text.encode() in file.read(TEXT_LIMIT)
    return False


@contextlib.contextmanager
def listening() -> Iterator[list[str]]:
    """Answer calls on the port and on the abstract socket that attacks know; yield the list of calls."""
    lines, heard = [], list[str]()

    def answer(line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = line.accept()
                heard.append("called")
                with caller, contextlib.suppress(OSError):
                    caller.sendall(HELLO.encode())

    for kind, address in ((socket.AF_INET, ("127.0.0.1", LISTENER_PORT)), (socket.AF_UNIX, LISTENER_NAME)):
        line = socket.socket(kind)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind(address)
        line.listen()
        threading.Thread(target=answer, args=(line,), daemon=True).start()
        lines.append(line)
    try:
        yield heard
    finally:
        for line in lines:
            line.close()
