"""The learner's commands: begin an assignment, grade it, see how far one is."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dlutils.grading.cli_common import json_option, need_nbgrader, print_json, status
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.results import Result


@click.command()
@click.argument("name")
def start(name: str) -> None:
    """Copy an assignment to work/, where nothing ever overwrites it."""
    from dlutils.grading import learner

    course = Course.find()
    path, made = learner.start(course, course.require(name))
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    click.echo(f"{'Ready' if made else 'It is there already, and stays as it is'}: {shown}")
    click.echo(f"Open it with: jupyter lab {shown}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--assignment", help="Which assignment it is, if its name does not say so.")
@json_option
def grade(file: Path, assignment: str | None, as_json: bool) -> None:
    """Grade your own notebook, with further inputs.

    Those are inputs that the checks do not show. FILE is a notebook, or the name of an assignment that you have
    started. Shows the points of each question and what to look at; no gradebook is touched.

    Exit code 1 means that points are missing. Plots and texts are graded by a person; they count as handed in.
    """
    need_nbgrader()
    from dlutils.grading import learner

    course = Course.find()
    if not file.exists() and str(file) in course.assignments:
        file = learner.own_notebook(course, str(file))
    if not file.is_file():
        raise CourseError(f"{file} must be a notebook; there is no such file. Use `dlcourse start NAME` to get one.")
    name = learner.which_assignment(course, file, assignment)
    with status(f"Running {file.name} from top to bottom ..."):
        result = learner.grade(course, file, name)
    if (course.root / "work").is_dir() and file.resolve().is_relative_to(course.root / "work"):
        learner.remember(course, result)
    if as_json:
        print_json(result.as_dict())
    else:
        _show_grade(result)
    if result.score + result.waiting < result.max_score:
        sys.exit(1)


def _show_grade(result: Result) -> None:
    """Print a learner's own grade, question by question."""
    for note in result.notes:
        click.echo(f"Note: {note}")
    for question in result.questions:
        if question.by_hand == "waits":
            click.echo(f"· {question.name:<24} {question.told} ({question.max_score:g} points)")
            continue
        mark = "✓" if question.score == question.max_score else "✗"
        click.echo(f"{mark} {question.name:<24} {question.score:>5g} of {question.max_score:g}")
        if question.score < question.max_score:
            lines = [
                line
                for line in question.told.splitlines()
                if not line.startswith(f"{question.name}: ") or "further" in line
            ]
            click.echo("".join(f"      {line.strip()}\n" for line in lines if line.strip()), nl=False)
    click.echo(f"{result.assignment}: {_points(result.score, result.max_score, result.waiting)}")


def _points(score: float, max_score: float, waiting: float | None) -> str:
    """Return points in words; `waiting` are those that a person will grade."""
    rest = f"; {waiting:g} more wait for manual grading" if waiting else ""
    return f"{score:g} of {max_score:g} points{rest}"


@click.command()
@json_option
def progress(as_json: bool) -> None:
    """Show what you started, and your last grades."""
    from dlutils.grading import learner

    rows = learner.progress(Course.find())
    if as_json:
        print_json(rows)
        return
    for row in rows:
        if row["score"] is not None:
            state = _points(row["score"], row["max_score"], row["waiting"])
        else:
            state = "started, not graded yet" if row["started"] else f"not started: dlcourse start {row['assignment']}"
        click.echo(f"{row['assignment']:<24} {state}")


LEARNER = (start, grade, progress)
