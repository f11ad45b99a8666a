"""The command `dlcourse`: results on standard output, progress on standard error.

Exit codes: 0 done, 1 checks or grades failed, 2 wrong use, 3 our own failure, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path
from typing import Any

import click

from dlutils import __version__
from dlutils.grading.cli_grading import GRADING
from dlutils.grading.cli_learner import LEARNER
from dlutils.grading.cli_review import REVIEW
from dlutils.grading.course import Course
from dlutils.grading.errors import OwnFailure


class _Commands(click.Group):
    """Lists commands in the order in which they are written here: the learner's, the instructor's, the maintainer's."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a full disk, or a file that may not be written, is one clear line."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who reads the output has heard enough; click knows what to do
                raise
            what = error.filename or "A file"
            remedy = "What was done before that stays; mend it, and run the same command again."
            raise OwnFailure(f"{what} could not be read or written: {error.strerror or error}. {remedy}") from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dlcourse")
def main() -> None:
    """Work on assignments, grade them, and build the course.

    \b
    Learner:     start, grade, progress
    Instructor:  release, validate, sandbox, collect, autograde, feedback,
                 export, report, similar, explain, regrade, grade-log,
                 forget, bundle
    Maintainer:  new, build, serve, pdf
    """  # noqa: D301 - click reads the character that the backslash stands for


for command in (*LEARNER, *GRADING, *REVIEW):
    main.add_command(command)


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
    """Print the book as one PDF, with a browser.

    The next build offers it for download.
    """
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
