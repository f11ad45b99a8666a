"""What the commands have in common: options, where progress goes, output for programs."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dlutils.grading.errors import CourseError

ERR = Console(stderr=True)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with submitted/, autograded/ and gradebook.db, if not the course's own.",
)
no_sandbox_option = click.option(
    "--no-sandbox", is_flag=True, help="Run learners' code without the sandbox: it can then do what you can."
)


def warn_without_sandbox() -> None:
    """Say on standard error what grading without a sandbox means."""
    click.echo("Without a sandbox: learners' code runs with all your rights.", err=True)


def print_json(data: Any) -> None:
    """Print data as JSON."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def need_nbgrader() -> None:
    """Raise CourseError if nbgrader is not installed: learners may have the package alone."""
    try:
        import nbgrader  # noqa: F401
    except ImportError:
        raise CourseError(
            "nbgrader must be installed for this. Run `make course`, or install dlutils[course]."
        ) from None


def progress_bar() -> Progress:
    """Return a bar that shows what is done, of how many, and how long the rest will take."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=ERR)


def status(text: str) -> Any:
    """Return a context that says what goes on; nothing where no person is looking."""
    return ERR.status(text) if ERR.is_terminal else contextlib.nullcontext()
