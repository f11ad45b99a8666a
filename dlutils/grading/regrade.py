"""Grades an assignment anew after a check or a solution was mended: who changes, and by how much, before it is so.

All submissions are graded into a copy of the data folder, below `.dlcourse/.regrade/`. Bringing that into the gradebook
grades nothing again: it follows a plan, which is on the disk before the first step. A run that is stopped before the
plan is there leaves nothing but the copy; one that is stopped after it is finished by the next run.

How the higher score is kept (`never_lower`). nbgrader has three numbers for a question. `auto_score` is what the
program gives; the next autograde writes it again, so a higher number there would not last, and nobody would see that it
is not the program's. `extra_credit` is added to whatever the program gives, so the next correction, or a better
submission, would push the score above what the question is worth. `manual_score` takes the place of the program's: it
survives every autograde, formgrader shows it as entered by hand, and nbgrader asks for another look when the student
hands in anew. So that one is set, with a line in the comment on the answer, which the student reads too. The price is
that it also hides a later, higher score of the program; therefore each run of this looks at the scores that an earlier
one has kept, and lets go of those that the program reaches by now. `dlcourse autograde` alone does not.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dlutils.grading import grade_log, steps
from dlutils.grading.autograde import autograde
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.files import alone, write_atomically
from dlutils.grading.grade_plan import KEPT, PLAN, finish, state_of
from dlutils.grading.regraded import Change, Proposal
from dlutils.grading.results import Result

_COPIED = ".copied"  # in a graded notebook's folder: it was not graded anew


@dataclass
class Regrade:
    """A run: what it found, and the way to bring that into the gradebook."""

    course: Course
    proposal: Proposal
    _folder: Path
    _plan: dict[str, Any]
    _written: bool = field(default=False, init=False)

    def write(self, because: str = "") -> None:
        """Bring what was found into the gradebook, and every changed grade into the log.

        Parameters
        ----------
        because : str
            Why, for the log.
        """
        if self._plan["students"] and not self._written:
            plan = {**self._plan, "because": because, "when": datetime.now(UTC).isoformat(timespec="seconds")}
            write_atomically(self._folder / PLAN, json.dumps(plan))  # from here on there is a way forward only
            finish(self.course, self._folder)
        self._written = True


@contextlib.contextmanager
def regrade(
    course: Course,
    assignment: str,
    *,
    jobs: int = 1,
    force: bool = False,
    isolated: bool = True,
    never_lower: bool = False,
    on_result: Callable[[Result], object] = lambda _: None,
) -> Iterator[Regrade]:
    """Grade all submissions of an assignment into a copy, and compare with the gradebook. A context manager.

    If an earlier run was stopped as it wrote, it is finished first. Nothing else is written, unless `Regrade.write` is
    called before the context ends.

    Parameters
    ----------
    course : Course
        Where the submissions and the gradebook are.
    assignment : str
        The assignment's name.
    jobs, force, isolated
        As for `autograde`.
    never_lower : bool
        Keep the present score of a question where the program now gives less.
    on_result : callable, optional
        Gets each result as it is ready.

    Yields
    ------
    Regrade
        What changes.

    Raises
    ------
    CourseError
        If there is no gradebook yet, or another run for this assignment is under way; and as `autograde` does.
    """
    course.require(assignment)
    if not (course.data / "gradebook.db").is_file():
        raise CourseError(
            f"{assignment} must be graded before it is graded anew. Run `dlcourse autograde {assignment}`."
        )
    folder = course.data / ".dlcourse" / ".regrade" / assignment
    with alone(folder / "lock", f"{assignment} is being graded anew by another run. Wait for its end."):
        finished, skipped = finish(course, folder)
        _clear(folder)
        stage = Path(tempfile.mkdtemp(dir=folder, prefix="run-"))
        try:
            copied = _copy(course, assignment, stage)
            results = []
            for result in autograde(copied, assignment, jobs=jobs, force=force, isolated=isolated):
                results.append(result)
                on_result(result)
            results.sort(key=lambda result: result.student)
            plan = _plan(course, copied, assignment, results, never_lower)
            changes = tuple(Change(**change) for one in plan["students"] for change in one["changes"])
            proposal = Proposal(assignment, tuple(results), changes, finished, skipped)
            yield Regrade(course, proposal, folder, plan)
        finally:
            if not (folder / PLAN).exists():
                _clear(folder)


def _clear(folder: Path) -> None:
    """Remove the copies of this run and of those that were stopped.

    What a stopped run has started may still write into its copy for a while, so that something stays; the next time it
    goes.
    """
    for copied in folder.glob("run-*"):
        shutil.rmtree(copied, ignore_errors=True)
    for half in folder.glob(f".{PLAN}.*"):
        half.unlink()


def _copy(course: Course, assignment: str, stage: Path) -> Course:
    """Return the course with a copy of all data that grading reads; submissions are seen by way of a link."""
    copied = Course(course.root, stage)
    copied.submitted.symlink_to(course.submitted.resolve())
    with (
        contextlib.closing(sqlite3.connect(f"{(course.data / 'gradebook.db').as_uri()}?mode=ro", uri=True)) as ours,
        contextlib.closing(sqlite3.connect(stage / "gradebook.db")) as theirs,
    ):
        ours.backup(theirs)
    steps.secret(course)  # it is made on first use
    (stage / ".dlcourse").mkdir()
    shutil.copy(course.data / ".dlcourse" / "secret", stage / ".dlcourse" / "secret")
    states = course.data / ".dlcourse" / assignment
    if states.is_dir():
        shutil.copytree(states, stage / ".dlcourse" / assignment)
    for path in (course.data / "autograded").glob(f"*/{assignment}/{assignment}.ipynb"):
        target = stage / path.relative_to(course.data)
        target.parent.mkdir(parents=True)
        shutil.copyfile(path, target)
        (target.parent / _COPIED).touch()
    return copied


# ---- the plan --------------------------------------------------------------------------------------------------


def _plan(course: Course, copied: Course, assignment: str, results: list[Result], never_lower: bool) -> dict[str, Any]:
    """Return what has to be done to bring the copy's grades into the gradebook, as JSON-ready data."""
    kept = grade_log.kept(course, assignment)
    old, new = _grades(course, assignment), _grades(copied, assignment)
    students = []
    for student in (result.student for result in results if result.status != "failed"):
        before, after = (state_of(one, assignment, student) for one in (course, copied))
        of_old, of_new = old.get(student, {"grades": {}}), new[student]
        again = bool(before) and _handed_in(before) != _handed_in(after)
        changes = []
        for name, grade in of_new["grades"].items():
            change = _decide(student, name, of_old["grades"].get(name), grade, kept, never_lower, again)
            changes += [asdict(change)] if change is not None else []
        anew = not (copied.data / "autograded" / student / assignment / _COPIED).exists()
        if anew or before != after or changes:
            students.append(
                {"student": student, "before": before, "after": after, "anew": anew, **of_new, "changes": changes}
            )
    # The copy's folder is known by its name: the data folder may be moved between two runs.
    return {"run": secrets.token_hex(8), "assignment": assignment, "stage": copied.data.name, "students": students}


def _handed_in(state: str) -> Any:
    """Return the hash of what was handed in, from what is remembered of a submission."""
    with contextlib.suppress(ValueError, AttributeError):
        return json.loads(state).get("submission")
    return None


def _decide(
    student: str,
    name: str,
    old: dict[str, Any] | None,
    grade: dict[str, Any],
    kept: dict[tuple[str, str], float],
    never_lower: bool,
    again: bool,
) -> Change | None:
    """Return the change of a question, if there is one; a score that is kept, or let go of, changes the grade."""
    question, auto, extra = name.removeprefix("grade-"), grade["auto"], grade["extra"] or 0.0
    grade["manual_before"] = grade["manual"]
    grade["kept"] = None  # what becomes of the line in the comment: None for nothing
    program, released = None, False
    held = grade["manual"] is not None and kept.get((student, question)) == grade["manual"] + extra
    if held and auto is not None and auto >= grade["manual"]:
        grade.update(manual=None, needs=False, kept="")
        released = True
    score = _score(grade)
    before = None if old is None else _score(old)
    if never_lower and before is not None and score < before and grade["manual"] is None:
        program, score = score, before
        line = f"{KEPT}{before:g}. The program gives {program:g} since the correction."
        grade.update(manual=before - extra, needs=False, kept=line)
    if before == score and program is None and not released:
        return None
    return Change(student, question, before, score, grade["of"], program, released, again)


def _score(grade: dict[str, Any]) -> float:
    """Return what nbgrader makes of the numbers of a question."""
    counts = grade["manual"] if grade["manual"] is not None else grade["auto"]
    return 0.0 if counts is None else float(counts + (grade["extra"] or 0))


def _grades(course: Course, assignment: str) -> dict[str, dict[str, Any]]:
    """Return what a gradebook holds of an assignment, by student."""
    from nbgrader.api import Gradebook, MissingEntry

    found: dict[str, dict[str, Any]] = {}
    with Gradebook(course.database) as book:
        try:
            order = [cell.name for cell in book.find_notebook(assignment, assignment).source_cells]
            submissions = book.assignment_submissions(assignment)
        except MissingEntry:
            return {}
        for submission in submissions:
            for notebook in submission.notebooks:
                grades = {
                    grade.name: {
                        "auto": grade.auto_score,
                        "manual": grade.manual_score,
                        "extra": grade.extra_credit,
                        "needs": bool(grade.needs_manual_grade),
                        "of": float(grade.max_score),
                    }
                    for grade in sorted(notebook.grades, key=lambda grade: order.index(grade.name))
                }
                found[submission.student.id] = {
                    "timestamp": submission.timestamp.isoformat() if submission.timestamp else None,
                    "penalty": notebook.late_submission_penalty,
                    "grades": grades,
                    "comments": {comment.name: comment.auto_comment for comment in notebook.comments},
                }
    return found
