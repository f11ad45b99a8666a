"""What the commands have in common: options, where progress goes, output for programs."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from dlutils.grading.errors import CourseError

ERR = Console(stderr=True)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder with submitted/, autograded/ and gradebook.db, if not the course's own.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    show_default="one per processor",
    help="How many to grade at the same time; the results do not depend on it.",
)
platform_option = click.option(
    "--for",
    "platform",
    type=click.Choice(["plain", "canvas", "moodle"]),
    default="plain",
    show_default=True,
    help="Who reads it: people, or a platform.",
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


class _Rate(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        """Return the rate of the last seconds; nothing before there is one."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


def progress_bar() -> Progress:
    """Return a bar that shows what is done, of how many, how fast, and how long the rest will take."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    return Progress(*columns, console=ERR)


@contextlib.contextmanager
def stopping_cleanly() -> Iterator[None]:
    """Let Ctrl-C raise KeyboardInterrupt once, and say what happens then; a second one ends the program at once."""

    def stop(*_: int | FrameType | None) -> None:
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
        click.echo("Stopping: what is being graded is finished first. Ctrl-C again stops at once.", err=True)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def status(text: str) -> Any:
    """Return a context that says what goes on; nothing where no person is looking."""
    return ERR.status(text) if ERR.is_terminal else contextlib.nullcontext()
