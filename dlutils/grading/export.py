"""Grades out of the gradebook, as a table: for people, or for Canvas or Moodle to import.

What the platforms take is what the sources of their importers say:

- Canvas: Student, ID, SIS User ID, SIS Login ID, Section, and a column of the assignment; below the headings a line
  "Points Possible". It finds a student by ID, else by the SIS IDs, else by the name. An assignment is found by its
  name, or by "name (number)"; others are offered as new. An empty cell takes away a grade that is there.
- Moodle: a column that identifies the student (email address, ID number or username) and one of grades; comments if
  they are wanted. The person who imports says which column is which. "-" is no grade; an empty cell would be a zero in
  a new column. One line that names nobody whom Moodle knows, and nothing is imported.

The files are UTF-8 with a byte order mark: without it, Excel takes them for Windows-1252, and names with letters beyond
ASCII are spoilt. Canvas and Moodle both accept the mark.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dlutils.grading import deadlines
from dlutils.grading.course import Course
from dlutils.grading.downloads import Person
from dlutils.grading.errors import CourseError
from dlutils.grading.files import write_atomically
from dlutils.grading.manual import WAITS
from dlutils.grading.roster import Roster, UnmatchedError, read_roster
from dlutils.grading.safe_text import clean_text

Platform = Literal["plain", "canvas", "moodle"]
Missing = Literal["empty", "zero", "omit"]

# The columns of nbgrader's own export, and what follows them.
_PLAIN = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score", "late", "state"),
)
_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_MOODLE = {"email": "Email address", "sid": "ID number", "login": "Username"}

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
    marks: dict[str, deadlines.Mark]


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
        # Plain line ends, which every reader takes: where files have others, writing the file makes them.
        csv.writer(file, lineterminator="\n").writerows([self.head, *self.above, *self.rows])
        return file.getvalue()


def defused(text: str) -> str:
    """Return a text on one line, such that no spreadsheet runs it as a formula.

    Examples
    --------
    >>> defused("=HYPERLINK(1)"), defused("-1"), defused("- well done"), defused("a-b")
    ("'=HYPERLINK(1)", '-1', "'- well done", 'a-b')
    """
    return _FORMULA.sub("'", " ".join(clean_text(text, 0).split()))


def export(course: Course, to: Path) -> int:
    """Write all grades to a plain CSV file and return the number of rows below its head.

    Raises
    ------
    CourseError
        If there is no gradebook yet, or the file cannot be written.
    """
    made = sheet(course)
    save(made, to)
    return len(made.rows)


def save(made: Sheet, to: Path) -> None:
    """Write a table to a file; one that is there is replaced as a whole.

    Raises
    ------
    CourseError
        If it cannot be written.
    """
    try:
        write_atomically(to, "\ufeff" + made.text)
    except OSError as error:
        raise CourseError(f"{to} must be writable; {error.strerror}.") from None


def sheet(
    course: Course,
    platform: Platform = "plain",
    *,
    assignment: str | None = None,
    roster: Path | None = None,
    missing: Missing = "empty",
    provisional: bool = False,
    comments: bool = False,
    column: str = "",
) -> Sheet:
    """Return the grades of a course as a table.

    The gradebook is brought up to date with deadlines.toml before.

    Parameters
    ----------
    course : Course
        Where the gradebook is.
    platform : str
        For whom: "plain" (nbgrader's columns, a line for each student and assignment), "canvas" or "moodle".
    assignment : str, optional
        Which one; by default all of the gradebook. A platform's table holds one.
    roster : Path, optional
        The CSV file that `dlcourse collect` takes; a platform's table needs it.
    missing : str
        What stands for work that was not handed in: "empty" for no grade, "zero", or "omit" for no line at all. It is
        empty by default, since the program cannot know who is ill, or may hand in later: a zero is a person's to give.
    provisional : bool
        Whether grades count that still wait for a person. By default a plain table has no score there, and a
        platform's table no line, so that the platform keeps what it has.
    comments : bool
        Whether to add a column with what people wrote as comments; Canvas takes none.
    column : str
        The heading of a platform's grades, such as "Logistic regression (4567)"; by default the assignment's name.

    Raises
    ------
    CourseError
        If there is no gradebook yet, or something about the options or files is not as it must be.
    """
    _check(course, platform, assignment, roster, comments, column)
    known = read_roster(roster) if roster else Roster([])
    works, people, warnings = _read(course, assignment)
    rule = _Rule(missing, provisional, comments, column, _matched(known, people))
    if platform == "plain":
        made = _plain(works, people, known, rule)
    else:
        if len(works) != 1:
            names = ", ".join(work.name for work in works) or "none"
            raise CourseError(
                f"A table for {platform.capitalize()} must hold one assignment; use --assignment: {names}."
            )
        made = (_canvas if platform == "canvas" else _moodle)(works[0], known, rule)
    return Sheet(made.head, made.rows, warnings + made.warnings, made.above)


@dataclass(frozen=True)
class _Rule:
    """What to write."""

    missing: Missing
    provisional: bool
    comments: bool
    column: str
    matched: dict[str, str]  # the gradebook's student for an id of the roster


def _matched(known: Roster, students: Iterable[str]) -> dict[str, str]:
    """Return which students of the gradebook the ids of a roster mean.

    As in `dlcourse collect`, a student may be known by a login, a number or the name instead of the roster's id.
    """
    left = set(students)
    found = {student: student for student in known.ids if student in left}
    claims = defaultdict(list)
    for student in left - found.keys():
        try:
            claims[known.match(Person("plain", student))].append(student)
        except UnmatchedError:
            continue
    return {row: them[0] for row, them in claims.items() if len(them) == 1} | found


def _check(
    course: Course, platform: Platform, assignment: str | None, roster: Path | None, comments: bool, column: str
) -> None:
    """Raise CourseError if something cannot be exported."""
    if not (course.data / "gradebook.db").is_file():
        raise CourseError(
            f"{course.data} must hold a gradebook before it can be exported. Run `dlcourse autograde NAME` first."
        )
    if assignment is not None:
        course.require(assignment)
    if platform != "plain" and roster is None:
        raise CourseError(f"{platform.capitalize()} must be told who is who; use --roster with a CSV file.")
    if platform == "canvas" and comments:
        raise CourseError("Canvas takes no comments from a table of grades; leave out --comments.")
    if platform == "plain" and column:
        raise CourseError("--column must go with --for canvas or --for moodle; a plain table has nbgrader's headings.")


def _read(course: Course, only: str | None) -> tuple[list[Work], dict[str, Any], list[str]]:
    """Return assignments and students of the gradebook, and warnings."""
    works, warnings = [], []
    with deadlines.opened(course) as book:
        names = [found.name for found in book.assignments if only in (None, found.name)]
    if only and not names:
        raise CourseError(f"The gradebook must hold {only}; it does not. Run `dlcourse autograde {only}` first.")
    for name in names:
        warnings += deadlines.apply(course, name)
    with deadlines.opened(course) as book:
        people = {one.id: (one.last_name or "", one.first_name or "", one.email or "") for one in book.students}
        for name in names:
            found = book.find_assignment(name)
            grades = {one.student.id: _grade(one) for one in found.submissions}
            works.append(Work(name, found.duedate, found.max_score, grades, deadlines.marks(course, name)))
    return works, people, warnings


def _grade(submission: Any) -> Grade:
    """Return a submission of the gradebook as a grade."""
    comments = [
        (one.name, (one.manual_comment or "").strip()) for book in submission.notebooks for one in book.comments
    ]
    said = [f"{name}: {text}" for name, text in sorted(comments) if text]
    raw, penalty = float(submission.score), float(submission.late_submission_penalty or 0)
    waits = bool(submission.needs_manual_grade)
    return Grade(submission.student.id, submission.timestamp, raw, penalty, waits, "; ".join(said))


def _number(value: float) -> str:
    """Return points as text, without the digits that only a computer's arithmetic adds."""
    return str(round(float(value), 5))


def _not_final(work: Work, students: Iterable[str]) -> list[str]:
    """Return a line that names those whose grade waits for a person."""
    waiting = sorted(student for student in students if student in work.grades and work.grades[student].waits)
    return [f"Not final yet: {work.name} {WAITS}, of {_listed(waiting)}"] if waiting else []


def _unknown(work: Work, rule: _Rule, what: str) -> list[str]:
    """Return a line that names those who handed in, and are not in the roster."""
    students = sorted(work.grades.keys() - set(rule.matched.values()))
    return [f"Not in the roster, {what}: {work.name}, of {_listed(students)}"] if students else []


def _listed(students: Iterable[str]) -> str:
    """Return students' ids for a line on a terminal."""
    return clean_text(", ".join(students), 0)


def _plain(works: Sequence[Work], people: dict[str, Any], known: Roster, rule: _Rule) -> Sheet:
    """Return the table that nbgrader writes, with a line for each student and assignment."""
    rows, warnings = [], []
    in_roster = {rule.matched.get(row.id, row.id): row for row in known.rows}
    for work in works:
        for student in dict.fromkeys([*in_roster, *people]):
            grade = work.grades.get(student)
            if grade is None and rule.missing == "omit":
                continue
            named = people.get(student, ("", "", ""))
            if student in in_roster and not any(named):
                named = _name_and_email(in_roster[student])
            state = "" if grade and not grade.waits else WAITS if grade else "not handed in"
            if grade is None:
                raw = penalty = score = _number(0) if rule.missing == "zero" else ""
            else:
                raw, penalty = _number(grade.raw), _number(grade.penalty)
                score = _number(grade.score) if rule.provisional or not grade.waits else ""
            dates = [str(time) if time else "" for time in (work.duedate, grade.timestamp if grade else None)]
            mark = work.marks[student].words if student in work.marks else ""
            cells = [work.name, *dates, *map(defused, (student, *named)), raw, penalty, score, _number(work.max_score)]
            comment = [defused(grade.comments if grade else "")] if rule.comments else []
            rows.append((*cells, mark, state, *comment))
        warnings += _not_final(work, work.grades)
        warnings += _unknown(work, rule, "exported all the same") if in_roster else []
    return Sheet((*_PLAIN, *(["comments"] if rule.comments else [])), rows, warnings)


def _cell(row: Any, kind: str) -> str:
    """Return what the roster says of a student in a kind of column; empty if nothing."""
    return next(filter(None, row.cells.get(kind, ())), "")


def _name(row: Any) -> str:
    """Return a student's name, or id if the roster has no name."""
    return _cell(row, "name") or f"{_cell(row, 'first')} {_cell(row, 'last')}".strip() or row.id


def _name_and_email(row: Any) -> tuple[str, str, str]:
    """Return a student's last and first name and email."""
    last, first = _cell(row, "last"), _cell(row, "first")
    if not last and not first:  # "Doe, Jane", or one text of which nobody knows what is what
        last, _, first = (part.strip() for part in _cell(row, "name").partition(","))
    return last, first, _cell(row, "email")


def _exported(work: Work, known: Roster, rule: _Rule, nothing: str) -> tuple[list[tuple[Any, str, str]], list[str]]:
    """Return row of the roster, grade and comments of each student for a platform, and warnings."""
    found = []
    for row in known.rows:
        grade = work.grades.get(rule.matched.get(row.id, ""))
        if grade is None and rule.missing != "omit":
            found.append((row, _number(0) if rule.missing == "zero" else nothing, ""))
        elif grade is not None and (rule.provisional or not grade.waits):
            found.append((row, _number(grade.score), defused(grade.comments)))
    warnings = _not_final(work, rule.matched.values())
    if warnings and not rule.provisional:
        warnings = [f"{warnings[0]}; left out"]
    return found, warnings + _unknown(work, rule, "left out")


def _canvas(work: Work, known: Roster, rule: _Rule) -> Sheet:
    """Return the table that Canvas imports."""
    exported, warnings = _exported(work, known, rule, "")
    rows, by_id = [], []
    for row, grade, _ in exported:
        number, sis, login = _cell(row, "canvas"), _cell(row, "sis") or _cell(row, "sid"), _cell(row, "login")
        number = number if re.fullmatch("[0-9]+", number) else ""  # Canvas reads "12ab" as 12
        if not (number or sis or login):
            sis = row.id
            by_id.append(row.id)
        rows.append((*map(defused, (_name(row), number, sis, login)), "", grade))
    if by_id:
        said = "In the roster, there is neither Canvas' number nor a SIS ID; the id is taken for the SIS User ID"
        warnings.append(f"{said}, of {_listed(by_id)}")
    points = ("    Points Possible", "", "", "", "", _number(work.max_score))
    return Sheet((*_CANVAS, rule.column or work.name), rows, warnings, (points,))


def _moodle(work: Work, known: Roster, rule: _Rule) -> Sheet:
    """Return the table that Moodle imports."""
    exported, warnings = _exported(work, known, rule, "-")
    # One column must identify everyone: a line without would go to the student of the line before.
    by_kind = {kind: [_cell(row, kind).casefold() for row in known.rows] for kind in _MOODLE}
    kind = next((kind for kind, cells in by_kind.items() if all(cells) and len({*cells}) == len(cells)), "")
    if not kind:
        said = "no column of email addresses, ID numbers or usernames has one of its own for everyone"
        warnings.append(f"In the roster, {said}; the id is taken for the ID number")
    rows = []
    for row, grade, comment in exported:
        identity = _cell(row, kind) if kind else row.id
        cells = (*map(defused, (identity, _name(row))), grade)
        if cells[0] != identity:
            warnings.append(
                f"Left out, since a spreadsheet would run it as a formula: {_MOODLE.get(kind, 'id')} {cells[0]}"
            )
            continue
        rows.append((*cells, comment) if rule.comments else cells)
    more = ("Feedback comments",) if rule.comments else ()
    return Sheet((_MOODLE.get(kind, "ID number"), "Full name", rule.column or work.name, *more), rows, warnings)
