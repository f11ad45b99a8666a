"""The plan of a run that changes grades, and its way into the gradebook: step by step, so that each can be repeated."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from dlutils.grading import grade_log
from dlutils.grading.autograde import lock, register
from dlutils.grading.course import Course
from dlutils.grading.files import write_atomically
from dlutils.grading.gradebook import opened
from dlutils.grading.regraded import Change

PLAN = "plan.json"
KEPT = "Points kept: "  # how the line in a comment begins


def state_of(course: Course, assignment: str, student: str) -> str:
    """Return what is remembered of a graded submission; empty if it was not graded."""
    try:
        return course.state(assignment, student).read_text(encoding="utf-8")
    except OSError:
        return ""


def finish(course: Course, folder: Path) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Do what the plan says, if there is one; every step may have been done already. Return changes, and who was left.

    Of each student: the log, the gradebook, the graded notebook, and what is remembered of the submission. Until the
    last, `dlcourse autograde` would grade the submission again.
    """
    try:
        plan = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return (), ()
    with lock(course, plan["assignment"]):
        return _follow(course, folder, plan)


def _follow(course: Course, folder: Path, plan: dict[str, Any]) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """Do what a plan says."""
    assignment, stage = plan["assignment"], folder / plan["stage"]
    register(course, assignment)
    changes, skipped = [], []
    with opened(course) as book:
        for one in plan["students"]:
            if state_of(course, assignment, one["student"]) not in (one["before"], one["after"]):
                skipped.append(one["student"])
                continue
            changes += [Change(**change) for change in one["changes"]]
            grade_log.append(course, _entries(plan, one))
            _save(book, assignment, one)
            if one["anew"]:
                _move(stage, course.data, Path("autograded", one["student"], assignment))
            write_atomically(course.state(assignment, one["student"]), one["after"])
    (folder / PLAN).unlink()
    shutil.rmtree(stage, ignore_errors=True)
    return tuple(changes), tuple(skipped)


def _entries(plan: dict[str, Any], one: dict[str, Any]) -> list[grade_log.Entry]:
    """Return what the log has to say of a student."""
    head = plan["when"], plan["run"], plan["because"], plan["assignment"], one["student"]
    return [grade_log.Entry(*head, c["question"], c["old"], c["new"], c["program"]) for c in one["changes"]]


def _save(book: Any, assignment: str, one: dict[str, Any]) -> None:
    """Bring a student's grades into the gradebook. What a person has entered since the plan was made stays."""
    book.update_or_create_student(one["student"])
    submission = book.update_or_create_submission(assignment, one["student"])
    submission.timestamp = datetime.fromisoformat(one["timestamp"]) if one["timestamp"] else None
    notebook = book.find_submission_notebook(assignment, assignment, one["student"])
    notebook.late_submission_penalty = one["penalty"]
    comments = {comment.name: comment for comment in notebook.comments}
    for name, text in one["comments"].items():
        comments[name].auto_comment = text
    for grade in notebook.grades:
        planned = one["grades"][grade.name]
        grade.auto_score = planned["auto"]
        if grade.manual_score not in (planned["manual_before"], planned["manual"]):
            continue
        grade.manual_score, grade.needs_manual_grade = planned["manual"], planned["needs"]
        comment = comments.get(grade.name.removeprefix("grade-"))
        if planned["kept"] is not None and comment is not None:
            lines = (comment.manual_comment or "").splitlines()
            rest = [line for line in lines if not line.startswith(KEPT)]
            comment.manual_comment = "\n".join([*rest, *filter(None, [planned["kept"]])]) or None
    book.db.commit()


def _move(stage: Path, data: Path, inner: Path) -> None:
    """Move a folder from the copy into the data folder; what was there goes the other way, and then away."""
    if not (stage / inner).exists():  # moved already
        return
    target = data / inner
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        aside = Path(tempfile.mkdtemp(dir=stage)) / "old"
        os.rename(target, aside)  # noqa: PTH104  (of a folder, onto nothing)
    os.rename(stage / inner, target)  # noqa: PTH104
