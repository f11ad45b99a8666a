"""The commands by which submissions come in, are graded, and go out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from dlutils.grading.cli_common import (
    ERR,
    data_option,
    jobs_option,
    json_option,
    need_nbgrader,
    no_sandbox_option,
    platform_option,
    print_json,
    progress_bar,
    status,
    stopping_cleanly,
    warn_without_sandbox,
)
from dlutils.grading.course import Course
from dlutils.grading.downloads import Platform
from dlutils.grading.report_parts import plural
from dlutils.grading.results import notes, summary, table
from dlutils.grading.safe_text import clean_text


@click.command()
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


@click.command()
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
            click.echo(f"{name}: {'sound' if not found else plural(len(found), 'fault')}")
            click.echo("".join(f"  {fault}\n" for fault in found), nl=False)
    if any(faults.values()):
        sys.exit(1)


@click.command()
@click.argument("download", type=click.Path(path_type=Path))
@click.option("--assignment", required=True, metavar="NAME", help="Which assignment it is.")
@click.option(
    "--roster", type=click.Path(path_type=Path), help="A CSV file that says which student a platform's name means."
)
@data_option
@json_option
def collect(download: Path, assignment: str, roster: Path | None, data: Path | None, as_json: bool) -> None:
    """Lay out a learning platform's download for grading.

    Submissions go to submitted/STUDENT/NAME/. DOWNLOAD is a zip or a folder of Canvas, Moodle or Gradescope, or with
    names such as STUDENT.ipynb. The newest attempt counts; others are kept in submitted-attempts/, and what belongs to
    nobody in unmatched/. Nothing is overwritten. Without a roster, the platform's name is the student's id; with one,
    the gradebook gets everybody's name.

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


@click.command()
@click.argument("name")
@data_option
@jobs_option
@click.option("--force", is_flag=True, help="Grade also what has not changed since it was graded.")
@no_sandbox_option
@json_option
def autograde(name: str, data: Path | None, jobs: int, force: bool, no_sandbox: bool, as_json: bool) -> None:
    """Grade every submission in submitted/STUDENT/NAME/.

    What has not changed keeps its grade, and scores that a person gave in formgrader are always kept. Exit code 1
    means that a submission could not be graded; the others are graded all the same.
    """
    need_nbgrader()
    from dlutils.grading import deadlines, grade_log
    from dlutils.grading.autograde import autograde as results_of
    from dlutils.grading.reading import submissions

    course = Course.find(data=data)
    course.require(name)
    for warning in deadlines.apply(course, name):
        click.echo(warning, err=True)
    count = sum(1 for _ in submissions(course, name))
    bar = progress_bar()
    results = []
    logged = len(grade_log.read(course))
    if no_sandbox:
        warn_without_sandbox()
    task = bar.add_task(f"Grading {name}", total=count)
    try:
        with stopping_cleanly(), bar if ERR.is_terminal else contextlib.nullcontext():
            for result in results_of(course, name, jobs=jobs, force=force, isolated=not no_sandbox):
                results.append(result)
                bar.advance(task)
    except KeyboardInterrupt:
        remedy = "Run the same command to go on: what is graded keeps its grade."
        click.echo(f"Stopped after {len(results)} of {count}. {remedy}", err=True)
        sys.exit(130)
    late = {student: mark.words for student, mark in deadlines.marks(course, name).items() if mark.late}
    results = [replace(one, notes=(*one.notes, *filter(None, [late.get(one.student)]))) for one in results]
    results.sort(key=lambda result: result.student)
    if as_json:
        print_json([result.as_dict() for result in results])
    elif results:
        out = Console(width=10_000)  # at its natural width: a narrow terminal wraps lines, but no number is cut
        out.print(table(results))
        click.echo("".join(f"\n{line}" for line in notes(results)) + "\n" * bool(notes(results)))
        out.print(summary(results))
    else:
        click.echo(f"There is no submission of {name} in {course.submitted}.")
    if changed := len(grade_log.read(course)) - logged:
        why = "solution, checks or configuration changed"
        click.echo(
            f"{plural(changed, 'score')} changed of work that did not, since {why}: dlcourse grade-log", err=True
        )
    if any(result.status != "graded" for result in results):
        sys.exit(1)


@click.command()
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


@click.command()
@click.argument("name")
@data_option
@click.option("--zip", "to", type=click.Path(dir_okay=False, path_type=Path), help="Pack the pages into this file.")
@platform_option
def feedback(name: str, data: Path | None, to: Path | None, platform: Platform) -> None:
    """Write a page of feedback on each graded submission.

    It holds points, what the check says, the answer, and comments. The pages are feedback/STUDENT/NAME/NAME.html.
    Nothing on them runs, and no hidden input is shown.

    With --zip, they are packed as well: for Canvas to be uploaded as "Upload Submissions" in the menu of the
    assignment, for Moodle as "Upload multiple feedback files in a zip".
    """
    need_nbgrader()
    from dlutils.grading import deadlines
    from dlutils.grading.feedback import write
    from dlutils.grading.feedback_zip import pack
    from dlutils.grading.standing import standing

    if platform != "plain" and to is None:
        raise click.UsageError(f"--for {platform} must go with --zip FILE.")
    course = Course.find(data=data)
    deadlines.apply(course, course.require(name))
    with status(f"Writing feedback on {name} ..."):
        pages = list(write(course, name))
        click.echo(f"{plural(len(pages), 'page')} in {course.data / 'feedback'}")
        students = [page.parents[1].name for page in pages]
        click.echo("".join(f"{line}\n" for line in standing(course, name, students).warnings), err=True, nl=False)
        if to is None:
            return
        left_out = pack(course, name, students, platform, to)
    click.echo(f"{to}: {plural(len(students) - len(left_out), 'page')}")
    if left_out:
        why = f"their submissions did not come from a download of {platform.capitalize()}"
        click.echo(f"Not in it, since {why}: {', '.join(left_out)}")


@click.command()
@data_option
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=Path("grades.csv"), show_default=True)
@platform_option
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


@click.command()
@click.argument("student")
@data_option
@click.option("--yes", is_flag=True, help="Delete without asking.")
def forget(student: str, data: Path | None, yes: bool) -> None:
    """Delete all that the course's folder holds of a student.

    Shows what there is, and deletes nothing before you say so. It cannot be undone. What lies elsewhere is named at the
    end: that is yours to delete. Exit code 1 means that nothing was deleted.
    """
    need_nbgrader()
    from dlutils.grading.forget import ELSEWHERE, traces

    course = Course.find(data=data)
    found = traces(course, student)
    click.echo("".join(f"{clean_text(trace.what, 0)}\n" for trace in found), nl=False)
    if not yes and not (sys.stdin.isatty() and click.confirm("Delete all this?", err=True)):
        click.echo("Nothing was deleted. Use --yes to delete it.", err=True)
        sys.exit(1)
    for trace in found:
        trace.remove()
    click.echo(f"Deleted. Check yourself: {ELSEWHERE}.")


GRADING = (release, validate, sandbox, collect, autograde, feedback, export, forget)
