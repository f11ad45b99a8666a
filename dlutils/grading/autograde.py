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
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
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
    """One submission: whose, where, and what its grade depends on."""

    course: Course
    assignment: str
    student: str
    folder: Path
    path: Path | None  # the notebook, if there is one
    problem: str  # why there is none
    digest: str

    @property
    def state(self) -> Path:
        """The file that remembers what was graded."""
        return self.course.data / ".dlcourse" / self.assignment / f"{self.student}.json"


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
    todo = []
    base = course.digest(assignment)
    for student, folder in intake.submissions(course, assignment):
        work = _look_at(course, assignment, student, folder, base)
        known = None if force else _known(work)
        if known is None:
            todo.append(work)
        else:
            yield known
    if not todo:
        return
    _register(course, assignment)
    if jobs <= 1 or len(todo) == 1:
        yield from map(_grade, todo)
        return
    with ProcessPoolExecutor(min(jobs, len(todo)), mp_context=get_context("spawn")) as pool:
        running: dict[Future[Result], _Work] = {pool.submit(_grade, work): work for work in todo}
        for done in as_completed(running):
            try:
                yield done.result()
            except Exception as error:  # the worker process itself died
                yield _failed(running[done], f"the grading process ended: {error}")


def _look_at(course: Course, assignment: str, student: str, folder: Path, base: str) -> _Work:
    """Return what there is to grade in a folder; `base` is a hash of all else that the grade depends on."""
    path, problem, content = None, "", b""
    try:
        path = intake.find_notebook(folder, assignment)
        if path.is_file() and path.stat().st_size <= intake.MAX_BYTES:
            content = path.read_bytes()
    except (intake.NotGradableError, OSError) as error:
        problem = str(error)
    name = path.name if path else ""
    digest = hashlib.sha256(b"\0".join([base.encode(), name.encode(), content])).hexdigest()
    return _Work(course, assignment, student, folder, path, problem, digest)


def _known(work: _Work) -> Result | None:
    """Return the grade that a submission has already, if nothing has changed since."""
    try:
        before = json.loads(work.state.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if before.get("digest") != work.digest:
        return None
    return _read(work, before["status"], before["notes"])


def _failed(work: _Work, note: str) -> Result:
    """Return the result of a submission that could not be graded through no fault of its own."""
    return Result(work.student, work.assignment, "failed", notes=(note[:300],))


def _grade(work: _Work) -> Result:
    """Grade one submission; whatever goes wrong with it becomes its result."""
    if not _STUDENT.fullmatch(work.student):
        return _failed(work, "the folder's name holds characters that no student's name may have; rename it")
    try:
        if work.path is None:
            rebuilt = intake.Rebuilt(intake.template(work.course, work.assignment), problem=work.problem)
        else:
            rebuilt = intake.rebuild(work.course, work.assignment, work.path)
        log = _run_nbgrader(work, rebuilt.notebook)
        notes = [rebuilt.problem, *rebuilt.notes] if rebuilt.problem else rebuilt.notes
        status = "not gradable" if rebuilt.problem else "graded"
        result = None if log else _read(work, status, notes)
        if result is None:
            return _failed(work, log[-1] if log else "nbgrader left no grade")
        # Written last: a run that is killed before this grades the submission again.
        write_atomically(work.state, json.dumps({"digest": work.digest, "status": status, "notes": notes}))
        return result
    except Exception as error:
        return _failed(work, f"{type(error).__name__}: {error}")


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
    # Several kernels side by side: more threads than processors would only get into each other's way.
    for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
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


def _read(work: _Work, status: Any, notes: list[str]) -> Result | None:
    """Return a submission's grade from the gradebook, or None if it has none."""
    from nbgrader.api import Gradebook, MissingEntry

    course, assignment, student = work.course, work.assignment, work.student
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
