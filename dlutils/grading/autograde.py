"""Grades submissions with nbgrader: one submission a run, each behind the intake, so that none can stop the batch."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

import nbformat

from dlutils.grading import grade_log, gradebook, intake, reading
from dlutils.grading.converting import convert
from dlutils.grading.course import Course
from dlutils.grading.errors import OwnFailure
from dlutils.grading.files import alone, write_atomically
from dlutils.grading.results import Result
from dlutils.grading.sandbox import files_of
from dlutils.grading.steps import MAX_FILES, OURS, end_sandboxes, require_sandbox

# What nbgrader can take for a student's name, and what its pages show without harm.
_STUDENT = re.compile(r"[^\x00-\x1f/\\,*?\[\]{}<>\"'&\ud800-\udfff]{1,150}")
# A failure that says one of these is no submission's doing: a full disk, a gradebook that is locked.
_OWN_TROUBLE = (OURS, "OperationalError", "[Errno ")
WHY = "autograde: solution, checks or configuration changed"  # in the log of changed grades
MAX_MEMORY = 8 << 30  # of a process that judges, in bytes


@dataclass(frozen=True)
class _Work:
    """One submission: whose, what, and what its grade depends on."""

    course: Course
    assignment: str
    student: str
    found: reading.HandedIn
    digest: str  # of that and of all else that the grade depends on
    isolated: bool  # whether its code runs in a sandbox

    @property
    def before(self) -> dict[str, Any]:
        """What was graded before; nothing where that cannot be read."""
        return self.course.remembered(self.assignment, self.student)


def autograde(
    course: Course, assignment: str, *, jobs: int = 1, force: bool = False, isolated: bool = True
) -> Iterator[Result]:
    """Grade every submission of an assignment, and yield each result as it is ready.

    A submission that has not changed since it was graded, with the same solution and package, is not
    graded again; its grade is read from the gradebook. Where one that has not changed gets other points, since the
    solution or a check has, that goes to the log of changed grades. Scores that a person gave are kept in any case;
    where the submission has changed since, they are to be looked at again.

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
    isolated : bool
        Whether learners' code runs in a sandbox.

    Yields
    ------
    Result
        In the order in which they are done.

    Raises
    ------
    CourseError
        If the assignment is not released, there is no folder of submissions, or no sandbox; or another run is grading
        the assignment.
    """
    intake.template(course, assignment)
    if (course.data / "gradebook.db").exists():
        with gradebook.opened(course) as book:
            _ = book.assignments  # to be told now if it is none
    with lock(course, assignment):
        todo = []
        base = course.digest(assignment)
        for student, folder in reading.submissions(course, assignment):
            work = _look_at(course, assignment, student, folder, base, isolated)
            known = None if force else _known(work)
            if known is None:
                todo.append(work)
            else:
                yield known
        if todo:
            if isolated:
                require_sandbox(course, assignment)
                end_sandboxes()  # workers have their own
            same = [work for work in todo if work.before.get("submission") == work.found.digest]
            before = {work.student: _stored(work) for work in same}
            register(course, assignment)
            run = secrets.token_hex(8)
            for result in _in_parallel(todo, jobs):
                grade_log.append(course, _changed(before.get(result.student), result, run))
                yield result


def _changed(before: Result | None, after: Result, run: str) -> Iterator[grade_log.Entry]:
    """Yield what the log has to say of a submission that did not change: questions that have other points now."""
    if before is None or after.status == "failed":
        return
    when, old = datetime.now(UTC).isoformat(timespec="seconds"), {q.name: q.score for q in before.questions}
    for q in after.questions:
        if old.get(q.name) != q.score:
            place = after.assignment, after.student, q.name
            yield grade_log.Entry(when, run, WHY, *place, old.get(q.name), q.score)


def lock(course: Course, assignment: str) -> AbstractContextManager[None]:
    """Return a context in which no other run writes grades of an assignment; else it raises CourseError."""
    otherwise = f"{assignment} is being graded by another run. Wait for its end."
    return alone(course.data / ".dlcourse" / f".{assignment}.lock", otherwise)


def _in_parallel(todo: list[_Work], jobs: int) -> Iterator[Result]:
    """Grade in worker processes; a submission that ends its worker costs no other one its grade."""
    left = list(todo)
    with contextlib.suppress(BrokenProcessPool), _pool(min(jobs, len(todo))) as pool:
        running: dict[Future[Result], _Work] = {pool.submit(_grade, work): work for work in todo}
        try:
            for done in as_completed(running):
                result = done.result()
                left.remove(running[done])
                yield result
        except (KeyboardInterrupt, GeneratorExit):
            pool.shutdown(cancel_futures=True)  # what is being graded is finished, nothing else is begun
            raise
    # The pool is broken, and nobody knows by whom: grade the rest one by one, each in a process of its own.
    for work in left:
        try:
            with _pool(1) as pool:
                result = pool.submit(_grade, work).result()
        except BrokenProcessPool:
            reason = "its code ended the process that graded it"
            with _pool(1) as pool:
                result = pool.submit(
                    _grade, replace(work, found=replace(work.found, path=None, problem=reason))
                ).result()
        yield result


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Return worker processes that inherit nothing but their task."""
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin_worker)


def _begin_worker() -> None:
    """Bound what a worker may use, and what may end it.

    An answer that broadcasts to a huge size ends in a MemoryError. Ctrl-C is the main process' affair, and a worker
    goes when that is gone, however it went: else it would write into the gradebook beside the next run.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "linux":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _end_with_parent() -> None:
    """Wait until the main process is gone, and end this one."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _look_at(course: Course, assignment: str, student: str, folder: Path, base: str, isolated: bool) -> _Work:
    """Return what there is to grade in a folder; `base` is a hash of all else that the grade depends on."""
    found = reading.handed_in(folder, assignment)
    files, left_out = files_of(folder, MAX_FILES)
    brought = [part for name in sorted(files) for part in (name.encode(), files[name].tobytes())]
    parts = (base, found.digest, f"sandbox: {isolated}", *left_out)
    digest = _digest(*(part.encode() for part in parts), *brought)
    return _Work(course, assignment, student, found, digest, isolated)


def _digest(*parts: bytes) -> str:
    """Return one hash of several contents."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _known(work: _Work) -> Result | None:
    """Return the grade that a submission has already, if nothing has changed since and all of it can be read."""
    return _stored(work) if work.before.get("digest") == work.digest else None


def _stored(work: _Work) -> Result | None:
    """Return the grade that an earlier run gave to this submission or to an older one, if all of it can be read."""
    try:
        return _read(work, work.before["status"])
    except Exception:  # whatever is wrong with what an earlier run left: grade again
        return None


def _grade(work: _Work) -> Result:
    """Grade one submission; whatever goes wrong with it becomes its result."""
    student = work.student.encode("utf-8", "backslashreplace").decode()
    if not _STUDENT.fullmatch(work.student) or work.student != work.student.strip():
        note = "the folder's name holds characters that no student's name may have; rename it"
        return Result(student, work.assignment, "failed", notes=(note,))
    try:
        if work.found.path is None:
            rebuilt = intake.unusable(intake.template(work.course, work.assignment), work.found.problem)
        else:
            rebuilt = intake.rebuild(work.course, work.assignment, work.found.path)
        unchanged = work.before.get("submission") == work.found.digest
        settled = gradebook.settled(work.course, work.assignment, student) if unchanged else set()
        failure = _run_nbgrader(work, rebuilt.notebook)
        if any(word in failure for word in _OWN_TROUBLE):
            return Result(student, work.assignment, "failed", notes=(failure,))
        if failure and work.found.path is not None:
            # So that the gradebook never keeps an older grade, nor none: grade a blank notebook in its place.
            rebuilt = intake.unusable(intake.template(work.course, work.assignment), failure)
            failure = _run_nbgrader(work, rebuilt.notebook)
        status = "not gradable" if rebuilt.problem else "graded"
        if not failure:
            gradebook.settle(work.course, work.assignment, student, settled)
        result = None if failure else _read(work, status)
        if result is None:
            return Result(student, work.assignment, "failed", notes=(failure or "nbgrader left no grade",))
        # Written last: a run that is killed before this grades the submission again.
        state = {"digest": work.digest, "submission": work.found.digest, "status": status}
        write_atomically(work.course.state(work.assignment, work.student), json.dumps(state))
        return result
    except Exception as error:
        return Result(student, work.assignment, "failed", notes=(f"{type(error).__name__}: {error}"[:300],))


def _read(work: _Work, status: Any) -> Result | None:
    """Return a submission's grade from the gradebook, or None if it has none."""
    return gradebook.read(work.course, work.assignment, work.student, status, work.found.notes)


def register(course: Course, assignment: str) -> None:
    """Bring the gradebook's idea of the assignment up to date: its cells, points and hidden tests."""
    from nbgrader.converters import GenerateAssignment

    with tempfile.TemporaryDirectory() as scratch:
        failed, log = convert(course.config(release_directory=Path(scratch)), GenerateAssignment, assignment, ".")
    if failed:
        raise OwnFailure(
            f"nbgrader could not enter solutions/{assignment}: {log[-1] if log else 'it does not say why'}"
        )


def _run_nbgrader(work: _Work, notebook: Any) -> str:
    """Hand a notebook to nbgrader's Autograde; return why that failed, if it did."""
    from nbgrader.converters import Autograde

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / work.student / work.assignment
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{work.assignment}.ipynb")
        if work.found.stamp:
            (folder / "timestamp.txt").write_bytes(work.found.stamp)
        config = work.course.config(submitted_directory=Path(scratch))
        config.Rebuild.done = True
        config.Autograde.pop("pre_convert_hook", None)  # the notebook is ours
        config.Judge.update(root=str(work.course.root), data=str(work.course.data), isolated=work.isolated)
        failed, log = convert(config, Autograde, work.assignment, work.student)
    if failed:
        return log[-1][:300] if log else "nbgrader does not say why"
    return ""
