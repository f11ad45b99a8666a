"""Deadlines: one for each assignment, with a grace period and extensions; and what late work costs.

They stand in `deadlines.toml`, in the folder of the students' files, beside the gradebook::

    grace_minutes = 15      # for every assignment that says nothing else; 0 if it is left out
    penalty = "none"        # likewise; "none" if it is left out

    [logistic-regression]
    deadline = 2026-12-01T23:59:00+01:00
    penalty = { per_day = 0.1, at_most = 0.5 }

    [logistic-regression.extensions]
    ada = 2026-12-05T23:59:00+01:00

Every time has its time zone: +01:00 is winter time in Berlin, +02:00 summer time. What comes within the grace period is
marked as late, and costs nothing. `per_day` is a fraction of the points that were earned, lost for each day begun after
the deadline or the extension; no more than the fraction `at_most` (1 if it is left out) is ever lost.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dlutils.grading.errors import CourseError

FILE = "deadlines.toml"
DAY = timedelta(days=1)
MAX_GRACE = 7 * 24 * 60  # minutes


@dataclass(frozen=True)
class Penalty:
    """What late work loses: fractions of the points that were earned."""

    per_day: float = 0.0
    at_most: float = 1.0

    def lost(self, late: timedelta) -> float:
        """Return the fraction that is lost; a day counts as soon as it has begun.

        Examples
        --------
        >>> Penalty(0.1, 0.5).lost(timedelta(hours=25)), Penalty(0.1, 0.5).lost(timedelta(days=9))
        (0.2, 0.5)
        """
        return min(-(-late // DAY) * self.per_day, self.at_most)


@dataclass(frozen=True)
class Deadline:
    """When an assignment is due, for everyone and for those with an extension."""

    time: datetime
    grace: timedelta = timedelta(0)
    penalty: Penalty = Penalty()
    extensions: dict[str, datetime] = field(default_factory=dict)

    def due(self, student: str) -> datetime:
        """Return when a student's work is due."""
        return self.extensions.get(student, self.time)

    def late(self, student: str, submitted: datetime) -> timedelta:
        """Return how late a student's work came; zero if it was in time.

        Parameters
        ----------
        student : str
            Whose work.
        submitted : datetime
            When it came; without a time zone, as the gradebook has it, it is UTC.
        """
        return max(aware(submitted) - self.due(student), timedelta(0))

    def lost(self, student: str, submitted: datetime | None) -> float:
        """Return the fraction of the points that a student loses; nothing where nobody knows when the work came."""
        late = self.late(student, submitted) if submitted else timedelta(0)
        return self.penalty.lost(late) if late > self.grace else 0.0


def read(data: Path, assignments: Collection[str] | None = None) -> dict[str, Deadline]:
    """Read the deadlines.

    Parameters
    ----------
    data : Path
        The folder of the students' files.
    assignments : collection of str, optional
        The names that assignments can have; by default they are not checked.

    Returns
    -------
    dict
        By assignment; empty if there is no deadlines.toml.

    Raises
    ------
    CourseError
        If something in it is wrong: a line for each mistake, with the key that it is about.
    """
    path = data / FILE
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))  # Windows' editor puts a mark at the start
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CourseError(f"{path} must be a file that can be read; {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CourseError(f"{path} must be text in UTF-8; it is not.") from None
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path} must be TOML; {error}.") from None
    reader = _Reader()
    found = reader.deadlines(content, assignments)
    if reader.faults:
        raise CourseError("\n".join(f"{path}, {fault}" for fault in reader.faults))
    return found


class _Reader:
    """Turns the content of the file into deadlines, and gathers its mistakes."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def deadlines(self, content: dict[str, Any], assignments: Collection[str] | None) -> dict[str, Deadline]:
        """Return all deadlines."""
        grace = self._grace("grace_minutes", content.pop("grace_minutes", 0))
        penalty = self._penalty("penalty", content.pop("penalty", "none"))
        found = {}
        for name, table in content.items():
            if not isinstance(table, dict):
                self._fault(toml_key(name), "must be a table of an assignment, grace_minutes or penalty", table)
            elif assignments is not None and name not in assignments:
                self.faults.append(f"{toml_key(name)}: the assignment must be one of {', '.join(assignments)}.")
            else:
                found[name] = self._deadline(name, table, grace, penalty)
        return found

    def _deadline(self, name: str, table: dict[str, Any], grace: timedelta, penalty: Penalty) -> Deadline:
        """Return the deadline of an assignment."""
        for key in table.keys() - {"deadline", "grace_minutes", "penalty", "extensions"}:
            self.faults.append(f"{toml_key(name, key)}: it must be deadline, grace_minutes, penalty or extensions.")
        if "grace_minutes" in table:
            grace = self._grace(toml_key(name, "grace_minutes"), table["grace_minutes"])
        if "penalty" in table:
            penalty = self._penalty(toml_key(name, "penalty"), table["penalty"])
        if "deadline" not in table:
            self.faults.append(
                f"{toml_key(name)}: it must have a deadline, such as deadline = 2026-12-01T23:59:00+01:00."
            )
        time = self._time(toml_key(name, "deadline"), table["deadline"]) if "deadline" in table else None
        given = table.get("extensions", {})
        if not isinstance(given, dict):
            self._fault(toml_key(name, "extensions"), "must be a table with a line STUDENT = TIME for each", given)
            given = {}
        extensions = {}
        for student, value in given.items():
            key = toml_key(name, "extensions", student)
            until = self._time(key, value)
            if until and time and until < time:
                self.faults.append(f"{key}: it must not end before the deadline, {time}; got {until}.")
            elif until:
                extensions[student] = until
        return Deadline(time or datetime.now(UTC), grace, penalty, extensions)

    def _time(self, key: str, value: Any) -> datetime | None:
        """Return a point in time."""
        if not isinstance(value, datetime) or not 2000 <= value.year <= 2999:
            self._fault(key, "must be a date, a time and its time zone, such as 2026-12-01T23:59:00+01:00", value)
        elif value.tzinfo is None:
            written = value.isoformat()
            remedy = f"Write {written}+01:00, or {written}Z for UTC"
            self.faults.append(f"{key}: it must have a time zone; got {written}. {remedy}.")
        else:
            return value
        return None

    def _grace(self, key: str, value: Any) -> timedelta:
        """Return a grace period."""
        if not _is_number(value, 0, MAX_GRACE):
            self._fault(key, f"must be a number of minutes from 0 to {MAX_GRACE} (a week)", value)
            return timedelta(0)
        return timedelta(minutes=value)

    def _penalty(self, key: str, value: Any) -> Penalty:
        """Return a penalty."""
        if value == "none":
            return Penalty()
        if not isinstance(value, dict) or "per_day" not in value or value.keys() - {"per_day", "at_most"}:
            self._fault(key, 'must be "none", or such as { per_day = 0.1, at_most = 0.5 }', value)
            return Penalty()
        wrong = [name for name, one in value.items() if not _is_number(one, 0, 1)]
        for name in wrong:
            self._fault(f"{key}.{name}", "must be a fraction of the points, from 0 to 1", value[name])
        return Penalty() if wrong else Penalty(**value)

    def _fault(self, key: str, must: str, got: Any) -> None:
        """Note a mistake."""
        self.faults.append(f"{key}: it {must}; got {str(got)[:100]!a}.")


def _is_number(value: Any, low: float, high: float) -> bool:
    """Whether a value of the file is a number within bounds; `true` is none, and neither is `nan`."""
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def toml_key(*parts: str) -> str:
    """Return a key as it is written in the file."""
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else json.dumps(part) for part in parts)


def aware(time: datetime) -> datetime:
    """Return a time of the gradebook, which is UTC and does not say so, with its time zone."""
    return time if time.tzinfo else time.replace(tzinfo=UTC)
