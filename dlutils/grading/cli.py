"""The command `dlcourse`: results on standard output, progress on standard error.

Exit codes: 0 done, 1 checks or grades failed, 2 wrong use, 3 our own failure, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from dlutils import __version__
from dlutils.grading.cli_common import (
    ERR,
    data_option,
    json_option,
    need_nbgrader,
    no_sandbox_option,
    print_json,
    progress_bar,
    status,
    warn_without_sandbox,
)
from dlutils.grading.cli_review import REVIEW
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.results import Result, notes, table


class _Commands(click.Group):
    """Lists commands in the order in which they are written here: the learner's, the instructor's, the maintainer's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dlcourse")
def main() -> None:
    """Work on assignments, grade them, and build the course.

    \b
    Learner:     start, grade, progress
    Instructor:  release, validate, sandbox, collect, autograde, feedback,
                 report, similar, explain, regrade, grade-log, export, bundle
    Maintainer:  new, build, serve, pdf
    """  # noqa: D301 - click reads the character that the backslash stands for


@main.command()
@click.argument("name")
def start(name: str) -> None:
    """Copy an assignment to work/, where nothing ever overwrites it."""
    from dlutils.grading import learner

    course = Course.find()
    path, made = learner.start(course, course.require(name))
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    click.echo(f"{'Ready' if made else 'It is there already, and stays as it is'}: {shown}")
    click.echo(f"Open it with: jupyter lab {shown}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--assignment", help="Which assignment it is, if its name does not say so.")
@json_option
def grade(file: Path, assignment: str | None, as_json: bool) -> None:
    """Grade your own notebook, with inputs that the checks do not show.

    FILE is a notebook, or the name of an assignment that you have started. Shows the points of each question
    and what to look at; no gradebook is touched.

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


@main.command()
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


@main.command()
@click.argument("names", nargs=-1)
def release(names: Sequence[str]) -> None:
    """Generate assignments/ from solutions/.

    All of them, or the NAMES given.
    """
    need_nbgrader()
    from dlutils.grading.release import release as write

    course = Course.find()
    for name in names or course.assignments:
        click.echo(f"{name}: {'released' if write(course, course.require(name)) else 'unchanged'}")


@main.command()
@click.argument("names", nargs=-1)
@json_option
def validate(names: Sequence[str], as_json: bool) -> None:
    """Prove that assignments are sound.

    All of them, or the NAMES given: each solution scores 100 %, each blank release 0 %, assignments/ is what
    solutions/ generates, and graded cells keep their contract. Answers that a person grades must be there, and run.
    Exit code 1 means that a proof failed.
    """
    need_nbgrader()
    from dlutils.grading.validate import validate as faults_of

    course = Course.find()
    faults = {name: faults_of(course, course.require(name)) for name in names or course.assignments}
    if as_json:
        print_json(faults)
    else:
        for name, found in faults.items():
            click.echo(f"{name}: {'sound' if not found else f'{len(found)} faults'}")
            click.echo("".join(f"  {fault}\n" for fault in found), nl=False)
    if any(faults.values()):
        sys.exit(1)


@main.command()
@click.argument("download", type=click.Path(path_type=Path))
@click.option("--assignment", required=True, metavar="NAME", help="Which assignment it is.")
@click.option(
    "--roster", type=click.Path(path_type=Path), help="A CSV file that says which student a platform's name means."
)
@data_option
@json_option
def collect(download: Path, assignment: str, roster: Path | None, data: Path | None, as_json: bool) -> None:
    """Lay out a learning platform's download as submitted/STUDENT/NAME/.

    DOWNLOAD is a zip or a folder of Canvas, Moodle or Gradescope, or with names such as STUDENT.ipynb. The newest
    attempt counts; others are kept in submitted-attempts/, and what belongs to nobody in unmatched/. Nothing is
    overwritten. Without a roster, the platform's name is the student's id.

    Exit code 1 means that something was set aside or could not be written; the rest is collected all the same.
    """
    need_nbgrader()
    from dlutils.grading.collect import collect as collected_from
    from dlutils.grading.collected import render

    with status(f"Collecting {download.name} ..."):
        collected = collected_from(Course.find(data=data), assignment, download, roster)
    if as_json:
        print_json(collected.as_dict())
    else:
        click.echo(render(collected), nl=False)
    if not collected.complete:
        sys.exit(1)


@main.command()
@click.argument("name")
@data_option
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="one per processor")
@click.option("--force", is_flag=True, help="Grade also what has not changed since it was graded.")
@no_sandbox_option
@json_option
def autograde(name: str, data: Path | None, jobs: int, force: bool, no_sandbox: bool, as_json: bool) -> None:
    """Grade every submission in submitted/STUDENT/NAME/.

    What has not changed keeps its grade, and scores that a person gave in formgrader are always kept. Exit code 1
    means that a submission could not be graded; the others are graded all the same.
    """
    need_nbgrader()
    from dlutils.grading import deadlines
    from dlutils.grading.autograde import autograde as results_of
    from dlutils.grading.reading import submissions

    course = Course.find(data=data)
    course.require(name)
    for warning in deadlines.apply(course, name):
        click.echo(warning, err=True)
    count = sum(1 for _ in submissions(course, name))
    bar = progress_bar()
    results = []
    if no_sandbox:
        warn_without_sandbox()
    with bar if ERR.is_terminal else contextlib.nullcontext():
        task = bar.add_task(f"Grading {name}", total=count)
        try:
            for result in results_of(course, name, jobs=jobs, force=force, isolated=not no_sandbox):
                results.append(result)
                bar.advance(task)
        except KeyboardInterrupt:
            click.echo(f"Stopped: {len(results)} of {count} are graded. Run it again to go on.", err=True)
            sys.exit(130)
    late = {student: mark.words for student, mark in deadlines.marks(course, name).items() if mark.late}
    results = [replace(one, notes=(*one.notes, *filter(None, [late.get(one.student)]))) for one in results]
    results.sort(key=lambda result: result.student)
    if as_json:
        print_json([result.as_dict() for result in results])
    elif results:
        # At its natural width: a narrow terminal wraps lines, but no number is cut.
        Console(width=10_000).print(table(results))
        click.echo("".join(f"\n{line}" for line in notes(results)))
    else:
        click.echo(f"There is no submission of {name} in {course.submitted}.")
    if any(result.status != "graded" for result in results):
        sys.exit(1)


@main.command()
def sandbox() -> None:
    """Say whether learners' code can be run in a sandbox here.

    Exit code 1 means that it cannot; the message says why, and what to do.
    """
    need_nbgrader()
    from dlutils.grading.sandbox import SandboxError
    from dlutils.grading.steps import require_sandbox

    course = Course.find()
    try:
        require_sandbox(course, course.assignments[0])
    except SandboxError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    click.echo("The sandbox works.")


@main.command()
@click.argument("name")
@data_option
def feedback(name: str, data: Path | None) -> None:
    """Write a page for each graded submission: points, what the check says, the answer, comments.

    The pages are feedback/STUDENT/NAME/NAME.html. Nothing on them runs, and no hidden input is shown.
    """
    need_nbgrader()
    from dlutils.grading.feedback import write

    course = Course.find(data=data)
    pages = list(write(course, course.require(name)))
    click.echo(f"{len(pages)} pages in {course.data / 'feedback'}")


for command in REVIEW:
    main.add_command(command)


@main.command()
@data_option
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=Path("grades.csv"), show_default=True)
@click.option(
    "--for",
    "platform",
    type=click.Choice(["plain", "canvas", "moodle"]),
    default="plain",
    show_default=True,
    help="Who reads it: people, or a platform that imports grades.",
)
@click.option("--assignment", metavar="NAME", help="Which assignment; a platform's table holds one.")
@click.option(
    "--roster", type=click.Path(path_type=Path), help="The CSV file of `dlcourse collect`: who must be in the table."
)
@click.option(
    "--missing",
    type=click.Choice(["empty", "zero", "omit"]),
    default="empty",
    show_default=True,
    help="What stands for work that was not handed in: no grade, a zero, or no line.",
)
@click.option("--provisional", is_flag=True, help="Count grades that still wait for a person.")
@click.option("--comments", is_flag=True, help="Add what people wrote as comments.")
@click.option("--column", default="", help="Heading of a platform's grades, if not the assignment's name.")
def export(data: Path | None, to: Path, **options: Any) -> None:
    """Write grades to a CSV file, for people, Canvas or Moodle.

    What a spreadsheet would run as a formula is defused. A file that is there is replaced as a whole.
    """
    need_nbgrader()
    from dlutils.grading.export import save, sheet

    made = sheet(Course.find(data=data), options.pop("platform"), **options)
    save(made, to)
    click.echo(f"{to}: {len(made.rows)} rows")
    click.echo("".join(f"{line}\n" for line in made.warnings), nl=False)


@main.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Folder, if not _build/bundle/.")
def bundle(to: Path | None) -> None:
    """Write the learner's bundle, a zip file.

    It holds the released notebooks, the package as a wheel, and how to install both with nothing but Python.
    """
    from dlutils.grading.bundle import bundle as write

    click.echo(write(Course.find(), to))


@main.command()
@click.argument("name")
@click.argument("function")
def new(name: str, function: str) -> None:
    """Write a new assignment of one function.

    NAME is that of the assignment, such as my-exercise; FUNCTION is what the learner writes. The new assignment works
    at once: change it step by step, as the book's page "Write your own exercise" shows.
    """
    from dlutils.grading.scaffold import new as write

    course = Course.find()
    for path in write(course, name, function):
        click.echo(path.relative_to(course.root) if path.is_relative_to(course.root) else path)
    click.echo(f"Now change them, then run: dlcourse release {name} && dlcourse validate {name}")


@main.command()
@click.option("--strict/--no-strict", default=True, help="Whether a warning fails the build.")
@click.option(
    "--url", default="", help="Where the site will be published: for its sitemap, and for those who share a page."
)
def build(strict: bool, url: str) -> None:
    """Build the website into _build/html."""
    from dlutils.grading import site

    course = Course.find()
    if url and not re.fullmatch(r"https?://[^/?#\s]+/([^?#\s]*/)?", url):
        raise click.UsageError(f"--url must look like https://university.example/course/; got {url}")
    if site.build(course, strict, url) != 0:
        raise click.ClickException("the book did not build; the messages above say why")
    click.echo(f"The site is in {course.root / site.SITE}")


@main.command()
def pdf() -> None:
    """Print the book as one PDF, with a browser; the next build offers it for download."""
    from dlutils.grading import site

    path = site.print_pdf(Course.find())
    click.echo(f"The PDF is {path} ({path.stat().st_size / 1e6:.0f} MB). Run `dlcourse build` to offer it on the site.")


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(port: int) -> None:
    """Serve the built website on this machine."""
    from dlutils.grading import site

    site.serve(Course.find(), port)


if __name__ == "__main__":
    main()
