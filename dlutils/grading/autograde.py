"""Grades submissions with nbgrader: one submission a run, each behind the intake, so that none can stop the batch."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat

from dlutils.grading import intake
from dlutils.grading.course import Course
from dlutils.grading.errors import OwnFailure
from dlutils.grading.files import write_atomically
from dlutils.grading.results import Question, Result

_STUDENT = re.compile(r"[^\x00-\x1f/\\,*?\[\]{}]{1,150}")  # what nbgrader can take for a student's name


@dataclass(frozen=True)
class _Work:
    """One submission to grade."""

    course: Course
    assignment: str
    student: str
    folder: Path
    force: bool


def autograde(course: Course, assignment: str, *, jobs: int = 1, force: bool = False) -> Iterator[Result]:
    """Grade every submission of an assignment, and yield each result as it is ready.

    A submission that has not changed since it was graded, with the same solution and package, is not
    graded again; its grade is read from the gradebook.

    Parameters
    ----------
    course : Course
        Where the submissions and the gradebook are.
    assignment : str
        The assignment's name.
    jobs : int
        How many to grade at the same time; the results do not depend on it.
    force : bool
        Grade also what has not changed.

    Yields
    ------
    Result
        In the order in which they are done.

    Raises
    ------
    CourseError
        If the assignment is not released, or there is no folder of submissions.
    """
    intake.template(course, assignment)
    _register(course, assignment)
    todo = [
        _Work(course, assignment, student, folder, force) for student, folder in intake.submissions(course, assignment)
    ]
    if jobs <= 1 or len(todo) <= 1:
        yield from map(_grade, todo)
        return
    with ProcessPoolExecutor(min(jobs, len(todo)), mp_context=get_context("spawn")) as pool:
        running: dict[Future[Result], _Work] = {pool.submit(_grade, work): work for work in todo}
        while running:
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                work = running.pop(done)
                try:
                    yield done.result()
                except Exception as error:  # the worker process itself died
                    yield Result(work.student, assignment, "failed", notes=(f"the grading process ended: {error}",))


def _grade(work: _Work) -> Result:
    """Grade one submission; whatever goes wrong with it becomes its result."""
    if not _STUDENT.fullmatch(work.student):
        note = "the folder's name holds characters that no student's name may have; rename it"
        return Result(work.student, work.assignment, "failed", notes=(note,))
    try:
        return _grade_or_read(work)
    except Exception as error:
        return Result(work.student, work.assignment, "failed", notes=(f"{type(error).__name__}: {str(error)[:300]}",))


def _grade_or_read(work: _Work) -> Result:
    """Return the grade of a submission: the one it has if nothing changed, else a new one."""
    course, name = work.course, work.assignment
    problem = ""
    try:
        path = intake.find_notebook(work.folder, name)
        digest = _hash(course, name, path)
    except (intake.NotGradableError, OSError) as error:
        path, problem, digest = work.folder, str(error), _hash(course, name, None)
    state = course.data / ".dlcourse" / name / f"{work.student}.json"
    if not work.force and state.is_file():
        before = json.loads(state.read_text(encoding="utf-8"))
        if before["digest"] == digest and before["status"] != "failed":
            known = _read(course, name, work.student, before["status"], before["notes"])
            if known is not None:
                return known
    rebuilt = (
        intake.rebuild(course, name, path)
        if not problem
        else intake.Rebuilt(intake.template(course, name), problem=problem)
    )
    notes = [rebuilt.problem, *rebuilt.notes] if rebuilt.problem else rebuilt.notes
    log = _run_nbgrader(work, rebuilt.notebook)
    status = "not gradable" if rebuilt.problem else "graded"
    result = _read(course, name, work.student, status, notes)
    if result is None:
        reason = log[-1] if log else "nbgrader left no grade"
        return Result(work.student, name, "failed", notes=(*notes, reason[:300]))
    write_atomically(state, json.dumps({"digest": digest, "status": status, "notes": notes}))
    return result


def _hash(course: Course, assignment: str, path: Path | None) -> str:
    """Return a hash of a submission and of all else that its grade depends on."""
    content = path.read_bytes() if path and path.is_file() and path.stat().st_size <= intake.MAX_BYTES else b""
    return hashlib.sha256(
        course.digest(assignment).encode() + (path.name.encode() if path else b"") + content
    ).hexdigest()


def _register(course: Course, assignment: str) -> None:
    """Bring the gradebook's idea of the assignment up to date: its cells, points and hidden tests."""
    from nbgrader.converters import GenerateAssignment

    with tempfile.TemporaryDirectory() as scratch:
        log = convert(course.config(release_directory=Path(scratch)), GenerateAssignment, assignment, ".")
    if log:
        raise OwnFailure(f"nbgrader could not read solutions/{assignment}: {log[-1]}")


def _run_nbgrader(work: _Work, notebook: Any) -> list[str]:
    """Hand a rebuilt notebook to nbgrader's Autograde, and return what it had to complain about."""
    from nbgrader.converters import Autograde

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / work.student / work.assignment
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{work.assignment}.ipynb")
        stamp = work.folder / "timestamp.txt"
        if stamp.is_file() and not stamp.is_symlink() and stamp.stat().st_size < 100:
            (folder / "timestamp.txt").write_bytes(stamp.read_bytes())
        return convert(work.course.config(submitted_directory=Path(scratch)), Autograde, work.assignment, work.student)


class _Lines(logging.Handler):
    """Keeps the errors of one run, without nbgrader's frame around them."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().strip()
        if not text.startswith(("There was an error processing", "Please see the")):
            self.lines.append(text.splitlines()[-1])


def convert(config: Any, converter: Any, assignment: str, student: str) -> list[str]:
    """Run one of nbgrader's converters for one student, and return its errors."""
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    # nbgrader starts `alembic` by its bare name; it lies beside this Python, which need not be on the PATH.
    beside = str(Path(sys.executable).parent)
    if beside not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([beside, os.environ.get("PATH", os.defpath)])
    handler = _Lines()
    log = logging.getLogger(f"dlcourse.nbgrader.{os.getpid()}")
    log.handlers, log.propagate = [handler], False
    # An assignment may be called anything; nbgrader takes "*" and "?" for patterns, which intake has refused.
    config.CourseDirectory.assignment_id, config.CourseDirectory.student_id = assignment, student
    directory = CourseDirectory(config=config, log=log)
    run = converter(coursedir=directory, config=config, log=log, force=True)
    with contextlib.suppress(NbGraderException):
        run.start()
    return handler.lines


def _read(course: Course, assignment: str, student: str, status: Any, notes: list[str]) -> Result | None:
    """Return a submission's grade from the gradebook, or None if it has none."""
    from nbgrader.api import Gradebook, MissingEntry

    graded = course.data / "autograded" / student / assignment / f"{assignment}.ipynb"
    if not graded.is_file():
        return None
    told = {cell.metadata.get("nbgrader", {}).get("grade_id"): told_by(cell) for cell in nbformat.read(graded, 4).cells}
    with Gradebook(course.database) as book:
        try:
            notebook = book.find_submission_notebook(assignment, assignment, student)
        except MissingEntry:
            return None
        order = [cell.name for cell in book.find_notebook(assignment, assignment).source_cells]
        questions = [
            Question(question_name(g.name), float(g.score), float(g.max_score), told.get(g.name, ""))
            for g in sorted(notebook.grades, key=lambda g: order.index(g.name))
        ]
    return Result(student, assignment, status, tuple(questions), tuple(notes))


def question_name(grade_id: str) -> str:
    """Return a graded cell's name without its prefix."""
    return grade_id.removeprefix("grade-")


def told_by(cell: Any) -> str:
    """Return what a graded cell printed or raised, as plain text."""
    lines = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            lines.append(output.text)
        elif output.output_type == "error":
            lines.append("\n".join(output.traceback) or f"{output.ename}: {output.evalue}")
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines)).strip()
