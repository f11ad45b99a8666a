"""The learner's side of the commands: start an assignment, grade one's own notebook, see how far one is."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from dlutils.grading import intake
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.files import write_atomically
from dlutils.grading.gradebook import question
from dlutils.grading.results import ByHand, Result, Status

PROGRESS = ".progress.json"
_LAST_LINE = re.compile(r'^grade\("\w+", globals\(\)(?=\)\Z)', re.MULTILINE)
_UNTESTED = """from dlutils.checks.notebook import NoPointsError
raise NoPointsError("The test of this answer is not in this copy of the course.")"""


def start(course: Course, assignment: str) -> tuple[Path, bool]:
    """Copy a released assignment to work/, unless it is there already.

    Parameters
    ----------
    course : Course
        The course.
    assignment : str
        The assignment's name.

    Returns
    -------
    path : Path
        The learner's notebook.
    made : bool
        False if it was there before; it is then left as it is.

    Raises
    ------
    CourseError
        If the assignment is not released.
    """
    released = course.released(assignment)
    if not released.is_file():
        raise CourseError(
            f"assignments/{assignment} must be there before it can be started. Run `dlcourse release` first."
        )
    target = own_notebook(course, assignment)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        # "x" fails if the file exists, also if it came into being this moment: a learner's work is never replaced.
        with target.open("xb") as file, released.open("rb") as source:
            shutil.copyfileobj(source, file)
    except FileExistsError:
        return target, False
    return target, True


def own_notebook(course: Course, assignment: str) -> Path:
    """Return where a learner's notebook of an assignment lies, or would lie."""
    return course.root / "work" / assignment / f"{assignment}.ipynb"


def which_assignment(course: Course, path: Path, asked: str | None) -> str:
    """Return the assignment that a notebook belongs to: as asked, else by its name, its folder, or its cells.

    Raises
    ------
    CourseError
        If there is no way to tell.
    """
    if asked:
        return course.require(asked)
    for name in course.assignments:
        if name in path.stem or name in path.resolve().parent.name:
            return name
    for name in course.assignments:
        if not rebuild(course, name, path).problem:
            return name
    raise CourseError(
        f"{path.name} must belong to an assignment, and its name does not say which. Use --assignment NAME."
    )


def rebuild(course: Course, assignment: str, path: Path) -> intake.Rebuilt:
    """Return what `intake.rebuild` makes of a notebook; where there is no solution, by the released notebook alone.

    That has no hidden tests. Those that call `grade` are put back: the cases are in the check. Others are not to be
    had, and a note says which questions that may concern.

    Parameters
    ----------
    course : Course
        Where the released notebook is.
    assignment : str
        Its name.
    path : Path
        The learner's notebook.

    Returns
    -------
    Rebuilt
        As from `intake.rebuild`.

    Raises
    ------
    CourseError
        If the assignment is not released, or its released notebook cannot be read.
    """
    if course.has_solution(assignment) or not course.released(assignment).is_file():
        return intake.rebuild(course, assignment, path)
    try:
        released = course.released(assignment).read_text(encoding="utf-8")
        notebook = nbformat.reads(released, as_version=4)
    except Exception:
        raise CourseError(f"assignments/{assignment} must be a valid notebook. Fetch the course anew.") from None
    other = []
    for cell in notebook.cells:
        own = cell.metadata.get("nbgrader", {})
        if not own.get("grade") or own.get("solution"):
            continue
        last = _LAST_LINE.search(cell.source.rstrip())
        if last:
            cell.source = f"{cell.source}\n{last[0]}, hidden=True)"
        else:
            other.append(own["grade_id"].removeprefix("grade-"))
            if all(line.lstrip()[:1] in ("", "#") for line in cell.source.splitlines()):
                cell.source = _UNTESTED  # else no error would be all points
    with tempfile.TemporaryDirectory() as scratch:
        completed = Course(Path(scratch), Path(scratch))
        write_atomically(completed.solution(assignment), nbformat.writes(notebook))
        write_atomically(completed.released(assignment), released)
        rebuilt = intake.rebuild(completed, assignment, path)
    if other:
        rebuilt.notes.append(f"there may be more tests than this copy of the course has: {', '.join(other)}")
    return rebuilt


def grade(course: Course, path: Path, assignment: str) -> Result:
    """Grade one notebook with public seeds, each function as it stands; no gradebook is touched.

    Parameters
    ----------
    course : Course
        Where the instructor's notebook is.
    path : Path
        The learner's notebook.
    assignment : str
        Which assignment it is.

    Returns
    -------
    Result
        The grade; `questions` say what to look at.
    """
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from nbgrader.preprocessors import Execute, LimitOutput
    from nbgrader.utils import determine_grade, is_grade, setenv

    rebuilt = rebuild(course, assignment, path)
    config = course.config()
    notebook = rebuilt.notebook
    notes = [rebuilt.problem, *rebuilt.notes] if rebuilt.problem else rebuilt.notes
    status: Status = "not gradable" if rebuilt.problem else "graded"
    with tempfile.TemporaryDirectory() as scratch, setenv(NBGRADER_EXECUTION="autograde"):
        resources: dict[str, Any] = {"metadata": {"path": scratch}}
        try:
            for step in (Execute, LimitOutput):
                notebook, resources = step(config=config).preprocess(notebook, resources)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            status, notes = "not gradable", [reason_of(f"{type(error).__name__}: {error}")]
    questions = []
    for cell in notebook.cells:
        if is_grade(cell):
            score, of = determine_grade(cell) if status == "graded" else (0, cell.metadata.nbgrader.points)
            by_hand: ByHand = "waits" if score is None else ""
            questions.append(question(cell.metadata.nbgrader.grade_id, score or 0, of, cell, by_hand))
    return Result("you", assignment, status, tuple(questions), tuple(notes))


def reason_of(text: str) -> str:
    """Return in words why a notebook could not be run, from what nbclient says."""
    if "DeadKernelError" in text or "Kernel died" in text:
        return "its code ended its own Python process"
    if "Interrupting kernel" in text or "Timeout" in text:
        return "a cell ran too long, and could not be stopped"
    return text[:300]


def remember(course: Course, result: Result) -> None:
    """Note a result for `dlcourse progress`."""
    path = course.root / "work" / PROGRESS
    seen = _remembered(path)
    seen[result.assignment] = {"score": result.score, "max_score": result.max_score, "waiting": result.waiting}
    write_atomically(path, json.dumps(seen, indent=1))


def progress(course: Course) -> list[dict[str, Any]]:
    """Return, for every assignment, whether it is started and how it was last graded.

    Returns
    -------
    list of dict
        ``assignment``, ``started`` (bool), ``score``, ``max_score`` and ``waiting``, the points that a person will
        grade (None if never graded).
    """
    seen = _remembered(course.root / "work" / PROGRESS)
    return [
        {
            "assignment": name,
            "started": own_notebook(course, name).is_file(),
            "score": seen.get(name, {}).get("score"),
            "max_score": seen.get(name, {}).get("max_score"),
            "waiting": seen.get(name, {}).get("waiting"),
        }
        for name in course.assignments
    ]


def _remembered(path: Path) -> dict[str, Any]:
    """Return the noted results; a missing or broken file counts as none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
