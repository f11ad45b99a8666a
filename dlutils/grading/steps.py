"""Two steps for nbgrader's Autograde: rebuild what was handed in, and judge it in place of running it with its tests.

`nbgrader_config.py` names them, so that `dlcourse autograde`, `nbgrader autograde` and formgrader's button grade alike.
"""

from __future__ import annotations

import atexit
import contextlib
import copy
import hashlib
import hmac
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Bool, Float, Integer, Unicode

from dlutils.grading import intake, sandbox
from dlutils.grading.course import Course
from dlutils.grading.generated import write_package
from dlutils.grading.judge import beginning, judge
from dlutils.grading.worker import BROKEN, Submission

REMEDY = (
    "Learners' code must run in a sandbox, and there is none here: {reason} On Linux, install bubblewrap (Debian and "
    "Ubuntu: apt install bubblewrap) and allow namespaces of users. To grade without one, say --no-sandbox: code that "
    "is handed in can then read and change whatever you can."
)
OURS = "the sandbox failed"
MAX_FILES = 20 * sandbox.MIB  # of a submission, besides its notebook


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Put the instructor's notebook, with the learner's answers in it, in the place of the one handed in."""

    done = Bool(False, help="Whether what is handed to nbgrader has been rebuilt already.").tag(config=True)

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        """Rebuild a notebook."""
        if self.done:
            return notebook, resources
        path = Path(resources["metadata"]["path"]) / f"{resources['metadata']['name']}.ipynb"
        rebuilt = intake.rebuild(Course.find(), resources["nbgrader"]["assignment"], path)
        for note in notes_of(rebuilt.notebook):
            self.log.warning("%s: %s", resources["nbgrader"]["student"], note)
        return rebuilt.notebook, resources


class Judge(NbGraderPreprocessor):  # type: ignore[misc]
    """Run the learner's cells in the sandbox, and the graded cells here."""

    root = Unicode("", help="The course's folder; by default the one that holds the current folder.").tag(config=True)
    data = Unicode("", help="The folder of the students' files; by default the course's.").tag(config=True)
    isolated = Bool(True, help="Whether learners' code runs in a sandbox.").tag(config=True)
    memory_mib = Integer(sandbox.Limits.memory_mib, help="What a submission may use, all its processes together.").tag(
        config=True
    )
    cell_s = Float(sandbox.Limits.cell_s, help="Seconds that a cell may take.").tag(config=True)
    total_s = Float(sandbox.Limits.total_s, help="Seconds that a notebook may take.").tag(config=True)
    follow_through = Bool(True, help="Grade a function that calls a wrong one again with a right one.").tag(config=True)

    @property
    def limits(self) -> sandbox.Limits:
        """What a submission may use, as it is configured."""
        return sandbox.Limits(
            memory_mib=self.memory_mib, cell_s=self.cell_s, total_s=self.total_s, follow_through=self.follow_through
        )

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        """Grade a rebuilt notebook."""
        if not self.isolated and sys.platform != "linux":
            # What forks and watches processes is Linux's. Elsewhere nbgrader's own step runs all cells in one process.
            notebook, resources = Execute(config=self.config).preprocess(notebook, resources)
            self._say(notebook, notes_of(notebook))
            return notebook, resources
        course = Course.find(Path(self.root) if self.root else None, Path(self.data) if self.data else None)
        student, assignment = resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        # Not from where nbgrader copied them to: it follows links.
        files, left_out = sandbox.files_of(course.submitted / student / assignment, MAX_FILES)
        seed_of = seeds(course, assignment, student, sources_of(notebook))
        for last in (False, True):
            try:
                tried = copy.deepcopy(notebook)
                started = running(course, assignment, self.isolated, beginning(tried))
                begun = time.monotonic()
                notes = judge(tried, started, self.limits, seed_of, files)
                seconds = time.monotonic() - begun
                break
            except (sandbox.SandboxError, *BROKEN) as error:
                # Nothing that a submission does ends up here: it is our own trouble, and must not cost it a point.
                end_sandboxes()
                if last:
                    raise sandbox.SandboxError(f"{OURS}: {error or type(error).__name__}") from error
        if left_out:
            notes.append(f"too large to come along: {', '.join(left_out)}")
        self._say(tried, [*notes_of(notebook), *notes])
        tried.metadata["dlcourse"]["seconds"] = round(seconds, 2)
        return tried, resources

    def _say(self, notebook: Any, notes: list[str]) -> None:
        """Write into a graded notebook how it was graded: for dlcourse, and at its head for people."""
        if not self.isolated:
            notes = ["graded without a sandbox", *notes]
        notebook.metadata["dlcourse"] = {"sandbox": self.isolated, "notes": notes}
        if notes:
            notebook.cells.insert(0, intake.notes_cell(notes))


def notes_of(notebook: Any) -> list[str]:
    """Return what has been noted in a rebuilt or graded notebook."""
    return [str(note) for note in notebook.metadata.get("dlcourse", {}).get("notes", [])]


# What is running, and of which state of the course: formgrader's server lives long.
_running: dict[tuple[object, ...], tuple[str, sandbox.Sandbox]] = {}


def running(course: Course, assignment: str, isolated: bool, first: tuple[str, ...] = ()) -> sandbox.Sandbox:
    """Return this process's sandbox for an assignment. It is started when it is needed, and ends with the process.

    Parameters
    ----------
    course : Course
        Where the assignment is.
    assignment : str
        Its name.
    isolated : bool
        Whether there is a sandbox around the processes.
    first : tuple of str
        The instructor's cells that the notebook begins with: they are run once for all submissions.

    Raises
    ------
    SandboxError
        If there is none to be had.
    """
    if isolated:
        _require_apart(course)
    else:
        first = ()  # they could write into a folder that all have in common
    key, digest = (course, assignment, isolated, first), course.digest(assignment)
    of, started = _running.get(key, ("", None))
    if started is not None and started.alive and of == digest:
        return started
    if started is not None:
        started.close()
    folder = tempfile.TemporaryDirectory()
    Path(folder.name).chmod(0o755)  # who learners' code runs as has to read it
    write_package(course, assignment, Path(folder.name))
    atexit.register(folder.cleanup)
    started = sandbox.Sandbox(Path(folder.name), isolated, first)
    if started.begun is None:
        started.close()
        started = sandbox.Sandbox(Path(folder.name), isolated)
    atexit.register(started.close)
    _running[key] = (digest, started)
    return started


def end_sandboxes() -> None:
    """End the sandboxes of this process; the next submission starts one anew."""
    while _running:
        _running.popitem()[1][1].close()


def _require_apart(course: Course) -> None:
    """Raise SandboxError if the course lies where Python does: the sandbox shows all of that."""
    for folder in (*map(Path, sandbox.python_folders()), Path("/usr")):
        if any(path == folder or folder in path.parents for path in (course.root, course.data)):
            raise sandbox.SandboxError(f"the course must not lie in {folder}, which is visible inside")


def require_sandbox(course: Course, assignment: str, first: tuple[str, ...] = ()) -> None:
    """Run a line of code in the sandbox that `running` returns.

    Raises
    ------
    SandboxError
        If that does not work; the text says why, and what to do.
    """
    try:
        started = running(course, assignment, True, first)
        try:
            with Submission(started, sandbox.Limits()) as submission:
                ran = submission.run("1 + 1")
        except BROKEN as error:
            raise sandbox.SandboxError(started.said() or type(error).__name__) from None
        if ran.failed:
            raise sandbox.SandboxError(f"a line of code did not run in it: {ran.ended}")
    except sandbox.SandboxError as error:
        raise sandbox.SandboxError(REMEDY.format(reason=f"{str(error).rstrip('.')}.")) from None


def sources_of(notebook: Any) -> str:
    """Return the learner's own code and answers, as far as they were used: what `seeds` takes.

    Not the instructor's cells: when a graded cell is mended, the inputs of all others stay what they were.
    """
    own = (cell for cell in notebook.cells if _is_learners(cell))
    return "\0".join(cell.source for cell in own)


def _is_learners(cell: Any) -> bool:
    """Whether a cell is an answer, or code that is no cell of the instructor's."""
    own = cell.metadata.get("nbgrader", {})
    return bool(own.get("solution")) or (cell.cell_type == "code" and not own.get("grade") and not own.get("locked"))


def seeds(course: Course, assignment: str, student: str, sources: str) -> Any:
    """Return a function that gives the seed of a graded function for a submission: nobody knows it beforehand.

    What was handed in goes into it: so inputs that one submission has seen are not those of the next.
    """
    key = secret(course)

    def seed_of(name: str) -> int:
        text = "\0".join((student, assignment, name, sources)).encode("utf-8", "surrogateescape")
        return int.from_bytes(hmac.digest(key, text, hashlib.sha256)[:8], "big")

    return seed_of


def secret(course: Course) -> bytes:
    """Return the course's secret, made on first use; its file is readable by the instructor alone."""
    path = course.data / ".dlcourse" / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent) as file:  # for nobody else's eyes, as all such files
            file.write(secrets.token_hex(32).encode())
            file.flush()
            with contextlib.suppress(FileExistsError):  # another process was faster
                os.link(file.name, path)
    return path.read_bytes()
