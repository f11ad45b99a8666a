"""Grades out of the gradebook, as a table: for people, or for Canvas or Moodle to import.

The files are UTF-8 with a byte order mark: without it, Excel takes them for Windows-1252, and names with letters beyond
ASCII are spoilt. Canvas and Moodle both accept the mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dlutils.grading import deadlines, gradebook
from dlutils.grading.course import Course
from dlutils.grading.downloads import Person, Platform
from dlutils.grading.errors import CourseError
from dlutils.grading.export_platforms import canvas, moodle
from dlutils.grading.export_sheet import (
    Grade,
    Missing,
    Rule,
    Sheet,
    Work,
    defused,
    not_final,
    not_gradable,
    not_in_roster,
    number,
)
from dlutils.grading.files import write_atomically
from dlutils.grading.manual import WAITS
from dlutils.grading.roster import Roster, UnmatchedError, read_roster
from dlutils.grading.standing import standing

# The columns of nbgrader's own export, and what follows them.
_PLAIN = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score", "late", "state"),
)


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
    students = {*people, *(student for work in works for student in work.standing.ungraded)}
    rule = Rule(missing, provisional, comments, column, _matched(known, students))
    if platform == "plain":
        made = _plain(works, people, known, rule)
    else:
        if len(works) != 1:
            names = ", ".join(work.name for work in works) or "none"
            raise CourseError(
                f"A table for {platform.capitalize()} must hold one assignment; use --assignment: {names}."
            )
        made = (canvas if platform == "canvas" else moodle)(works[0], known, rule)
    return Sheet(made.head, made.rows, warnings + made.warnings, made.above)


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
    with gradebook.opened(course) as book:
        names = [found.name for found in book.assignments if only in (None, found.name)]
    if only and not names:
        raise CourseError(f"The gradebook must hold {only}; it does not. Run `dlcourse autograde {only}` first.")
    for name in names:
        warnings += deadlines.apply(course, name)
    with gradebook.opened(course) as book:
        people = {one.id: (one.last_name or "", one.first_name or "", one.email or "") for one in book.students}
        for name in names:
            found = book.find_assignment(name)
            grades = {one.student.id: _grade(course, name, one) for one in found.submissions}
            stands = standing(course, name, grades)
            works.append(Work(name, found.duedate, found.max_score, grades, deadlines.marks(course, name), stands))
            warnings += [*stands.warnings, *not_gradable(works[-1])]
    return works, people, warnings


def _grade(course: Course, assignment: str, submission: Any) -> Grade:
    """Return a submission of the gradebook as a grade."""
    comments = [
        (one.name, (one.manual_comment or "").strip()) for book in submission.notebooks for one in book.comments
    ]
    said = [f"{name}: {text}" for name, text in sorted(comments) if text]
    raw, penalty = float(submission.score), float(submission.late_submission_penalty or 0)
    waits = bool(submission.needs_manual_grade)
    student = submission.student.id
    gradable = gradebook.status_of(course, assignment, student) == "graded"
    return Grade(student, submission.timestamp, raw, penalty, waits, "; ".join(said), gradable)


def _state(work: Work, student: str) -> str:
    """Return in words what there is to know of a student's grade."""
    grade = work.grades.get(student)
    if grade is None:
        return "handed in, not graded yet" if student in work.standing.ungraded else "not handed in"
    if student in work.standing.again:
        return "handed in again since"
    return "not gradable" if not grade.gradable else WAITS if grade.waits else ""


def _plain(works: Sequence[Work], people: dict[str, Any], known: Roster, rule: Rule) -> Sheet:
    """Return the table that nbgrader writes, with a line for each student and assignment."""
    rows, warnings = [], []
    in_roster = {rule.matched.get(row.id, row.id): row for row in known.rows}
    for work in works:
        for student in dict.fromkeys([*in_roster, *people, *work.standing.ungraded]):
            grade = work.grades.get(student)
            if grade is None and rule.missing == "omit" and student not in work.standing.ungraded:
                continue
            named = people.get(student, ("", "", ""))
            if student in in_roster and not any(named):
                named = (*in_roster[student].last_and_first, in_roster[student].cell("email"))
            state = _state(work, student)
            if grade is None:
                zero = rule.missing == "zero" and student not in work.standing.ungraded
                raw = penalty = score = number(0) if zero else ""
            else:
                raw, penalty = number(grade.raw), number(grade.penalty)
                score = number(grade.score) if rule.provisional or not grade.waits else ""
            dates = [str(time) if time else "" for time in (work.duedate, grade.timestamp if grade else None)]
            mark = work.marks[student].words if student in work.marks else ""
            cells = [work.name, *dates, *map(defused, (student, *named)), raw, penalty, score, number(work.max_score)]
            comment = [defused(grade.comments if grade else "")] if rule.comments else []
            rows.append((*cells, mark, state, *comment))
        warnings += not_final(work, work.grades)
        warnings += not_in_roster(work, rule, "exported all the same") if in_roster else []
    return Sheet((*_PLAIN, *(["comments"] if rule.comments else [])), rows, warnings)
