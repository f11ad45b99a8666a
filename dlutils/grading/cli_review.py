"""The commands that look at grades: the class, alike answers, one answer, and what a correction changes."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from dlutils.grading.cli_common import (
    ERR,
    data_option,
    jobs_option,
    json_option,
    need_nbgrader,
    no_sandbox_option,
    print_json,
    progress_bar,
    status,
    stopping_cleanly,
    warn_without_sandbox,
)
from dlutils.grading.course import Course


@click.command()
@click.argument("name")
@data_option
@click.option("--names", is_flag=True, help="Say who made which mistake.")
def report(name: str, data: Path | None, names: bool) -> None:
    """Write a page on the class: points, questions, mistakes.

    It also says what waits for a person. The page is report/NAME.html. It names nobody unless you ask for it.
    """
    need_nbgrader()
    from dlutils.grading.report import write

    course = Course.find(data=data)
    click.echo(write(course, course.require(name), names=names))


@click.command()
@click.argument("name")
@data_option
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many pairs to show.")
@json_option
def similar(name: str, data: Path | None, most: int, as_json: bool) -> None:
    """Show pairs of answers that share what few others share.

    That is where to begin a talk, and no verdict. The page report/NAME-similar.html shows them side by side. What
    stands in the solution counts nothing.
    """
    need_nbgrader()
    from dlutils.grading.similar import similar as pairs_of
    from dlutils.grading.similar import write
    from dlutils.grading.similar_page import notes as notes_on
    from dlutils.grading.similar_page import summary

    course = Course.find(data=data)
    found = pairs_of(course, course.require(name), most=most)
    path = write(course, found)
    if as_json:
        print_json(asdict(found))
        return
    if found.pairs:
        Console(width=10_000).print(summary(found))
    click.echo("".join(f"{line}\n" for line in [*notes_on(found), str(path)]), nl=False)


@click.command()
@click.argument("student")
@click.argument("name")
@click.argument("question")
@data_option
@no_sandbox_option
@json_option
def explain(student: str, name: str, question: str, data: Path | None, no_sandbox: bool, as_json: bool) -> None:
    """Say why an answer has the points that it has.

    The question is judged once more, as it was judged: what was called, what came, what would have been right, and what
    the student was told. It shows hidden inputs and right results, so it is for you alone. Nothing is written.

    Exit code 1 means that the program gives other points now than those in the gradebook.
    """
    need_nbgrader()
    from dlutils.grading.explain import explain as explanation_of
    from dlutils.grading.explained import render

    with status(f"Judging {question} of {student} again ..."):
        found = explanation_of(Course.find(data=data), student, name, question, isolated=not no_sandbox)
    if as_json:
        print_json(found.as_dict())
    else:
        click.echo(render(found), nl=False)
    if found.differs:
        sys.exit(1)


@click.command()
@click.argument("name")
@data_option
@click.option("--write", is_flag=True, help="Bring it into the gradebook without asking.")
@click.option("--never-lower", is_flag=True, help="Keep the present score where the program now gives less.")
@click.option("--because", default="", metavar="TEXT", help="Why, for the log of changed grades.")
@jobs_option
@click.option("--force", is_flag=True, help="Grade also what has not changed since it was graded.")
@no_sandbox_option
@json_option
def regrade(
    name: str,
    data: Path | None,
    write: bool,
    never_lower: bool,
    because: str,
    jobs: int,
    force: bool,
    no_sandbox: bool,
    as_json: bool,
) -> None:
    """Show whose grades change after a correction.

    For when a check or a solution was mended. All submissions are graded into a copy. Nothing is written before you say
    so, at the question or by --write; then every changed grade goes to the log (dlcourse grade-log). Scores and
    comments that a person gave are kept.

    Exit code 1 means that grading a submission failed; its grade stays as it is.
    """
    need_nbgrader()
    from dlutils.grading.reading import submissions
    from dlutils.grading.regrade import regrade as run_of
    from dlutils.grading.regraded import render

    course = Course.find(data=data)
    count = sum(1 for _ in submissions(course, course.require(name)))
    if no_sandbox:
        warn_without_sandbox()
    bar = progress_bar()
    task = bar.add_task(f"Grading {name} again", total=count)
    options = {"force": force, "isolated": not no_sandbox, "never_lower": never_lower}
    try:
        with contextlib.ExitStack() as stack:
            with stopping_cleanly(), bar if ERR.is_terminal else contextlib.nullcontext():
                graded = run_of(course, name, jobs=jobs, on_result=lambda _: bar.advance(task), **options)
                run = stack.enter_context(graded)
            if as_json:
                print_json(run.proposal.as_dict())
            else:
                click.echo(render(run.proposal), nl=False)
            ask = not (write or as_json) and bool(run.proposal.changes) and sys.stdin.isatty()
            if write or (ask and click.confirm("Bring this into the gradebook?", err=True)):
                run.write(because)
                old = f"Make anew what shows the old grades: dlcourse feedback {name}, dlcourse report {name}."
                click.echo(f"The gradebook is up to date. {old if run.proposal.changes else ''}".strip(), err=True)
            elif run.proposal.changes:
                click.echo("Nothing was written. Use --write to bring it into the gradebook.", err=True)
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing was written, unless it says so above; the next run begins anew.", err=True)
        sys.exit(130)
    if not run.proposal.complete:
        sys.exit(1)


@click.command(name="grade-log")
@data_option
@json_option
def grade_log(data: Path | None, as_json: bool) -> None:
    """Show every grade that `dlcourse regrade` has changed.

    When, whose, from what to what, and why.
    """
    from dlutils.grading import grade_log as log

    entries = log.read(Course.find(data=data))
    if as_json:
        print_json(log.as_data(entries))
    else:
        click.echo(log.render(entries), nl=False)


REVIEW = (report, similar, explain, regrade, grade_log)
