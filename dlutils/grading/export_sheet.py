"""What a table of grades is made of: grades out of the gradebook, the rules, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from dlutils.grading.deadlines import Mark
from dlutils.grading.manual import WAITS
from dlutils.grading.safe_text import clean_text
from dlutils.grading.standing import Standing

Missing = Literal["empty", "zero", "omit"]

# What a spreadsheet takes for a formula, in the letters of East Asian keyboards as well: at the start of a text, or
# behind what some country's spreadsheet takes for the end of a cell. A number is none, not even with a sign.
_FORMULA = re.compile(r"""(?:^|(?<=[;,|"\t]))(?=[=+\-@＝＋－＠])(?![+-]?\d+(?:[.,]\d+)?(?:[;,|"\t]|$))""")


@dataclass(frozen=True)
class Grade:
    """A student's grade for an assignment, as the gradebook has it."""

    student: str
    timestamp: Any
    raw: float
    penalty: float
    waits: bool  # for a person
    comments: str
    gradable: bool = True

    @property
    def score(self) -> float:
        """The points that count, if nothing waits."""
        return max(0.0, self.raw - self.penalty)


@dataclass(frozen=True)
class Work:
    """An assignment of the gradebook, with the grades of all that was handed in."""

    name: str
    duedate: Any
    max_score: float
    grades: dict[str, Grade]
    marks: dict[str, Mark]
    standing: Standing


@dataclass(frozen=True)
class Sheet:
    """A table of grades, and what to say about it.

    `rows` are the students'; `above` is what stands between the headings and them.
    """

    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    warnings: list[str]
    above: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        """The table as CSV."""
        file = io.StringIO()
        # Plain line ends, which every reader takes.
        csv.writer(file, lineterminator="\n").writerows([self.head, *self.above, *self.rows])
        return file.getvalue()


@dataclass(frozen=True)
class Rule:
    """What to write."""

    missing: Missing
    provisional: bool
    comments: bool
    column: str
    matched: dict[str, str]  # the gradebook's student for an id of the roster


def defused(text: str) -> str:
    """Return a text on one line, such that no spreadsheet runs it as a formula.

    Examples
    --------
    >>> defused("=HYPERLINK(1)"), defused("-1"), defused("- well done"), defused("a-b")
    ("'=HYPERLINK(1)", '-1', "'- well done", 'a-b')
    """
    return _FORMULA.sub("'", " ".join(clean_text(text, 0).split()))


def number(value: float) -> str:
    """Return points as text, without the digits that only a computer's arithmetic adds."""
    return str(round(float(value), 5))


def not_final(work: Work, students: Iterable[str]) -> list[str]:
    """Return a line that names those whose grade waits for a person."""
    waiting = sorted(student for student in students if student in work.grades and work.grades[student].waits)
    return [f"Not final yet: {work.name} {WAITS}, of {listed(waiting)}"] if waiting else []


def not_gradable(work: Work) -> list[str]:
    """Return a line that names those of whose file nothing could be used."""
    broken = sorted(student for student, grade in work.grades.items() if not grade.gradable)
    return [f"Not gradable, with 0 points: {work.name}, of {listed(broken)}"] if broken else []


def not_in_roster(work: Work, rule: Rule, what: str) -> list[str]:
    """Return a line that names those who handed in, and are not in the roster."""
    students = sorted(work.grades.keys() - set(rule.matched.values()))
    return [f"Not in the roster, {what}: {work.name}, of {listed(students)}"] if students else []


def listed(students: Iterable[str]) -> str:
    """Return students' ids for a line on a terminal."""
    return clean_text(", ".join(students), 0)
