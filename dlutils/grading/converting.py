"""Runs one of nbgrader's converters for one student, in this process, and keeps its errors."""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from typing import Any


def find_programs() -> None:
    """Let nbgrader find `alembic`, which it starts by its bare name; it lies beside this Python."""
    beside = str(Path(sys.executable).parent)
    if beside not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])


class _Lines(logging.Handler):
    """Keeps the errors of one run, without nbgrader's frame around them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().strip()
        if not text.startswith(("There was an error processing", "There was an error accessing", "Please see the")):
            lines = text.splitlines()
            errors = [line for line in lines if re.match(r"[\w.]+(?:Error|Exception|Entry): ", line)]
            self.lines.append([*lines, *errors][-1])


def convert(config: Any, converter: Any, assignment: str, student: str) -> tuple[bool, list[str]]:
    """Run one of nbgrader's converters for one student; return whether it failed, and its errors."""
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    find_programs()
    # Several kernels side by side: more threads than processors would only get into each other's way.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    handler = _Lines()
    log = logging.getLogger(f"dlcourse.nbgrader.{os.getpid()}")
    log.handlers, log.propagate = [handler], False
    logging.getLogger("tornado.application").setLevel(logging.CRITICAL)  # there nbgrader writes the same once more
    # An assignment may be called anything; nbgrader takes "*" and "?" for patterns, which intake has refused.
    config.CourseDirectory.assignment_id, config.CourseDirectory.student_id = assignment, student
    directory = CourseDirectory(config=config, log=log)
    run = converter(coursedir=directory, config=config, log=log, force=True)
    try:
        run.start()
    except NbGraderException:
        return True, handler.lines
    return False, handler.lines
