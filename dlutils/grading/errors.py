"""Errors that a person can mend: one clear line, and the exit code that goes with it."""

from __future__ import annotations

import click


class CourseError(click.ClickException):
    """Something about the course or its files is not as it must be; the text says what to do."""

    exit_code = 2


class OwnFailure(click.ClickException):
    """Something that should work did not; the fault is not the user's."""

    exit_code = 3
