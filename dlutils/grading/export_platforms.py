"""Tables of grades as Canvas and Moodle import them.

What they take is what the sources of their importers say:

- Canvas: Student, ID, SIS User ID, SIS Login ID, Section, and a column of the assignment; below the headings a line
  "Points Possible". It finds a student by ID, else by the SIS IDs, else by the name. An assignment is found by its
  name, or by "name (number)"; others are offered as new. An empty cell takes away a grade that is there.
- Moodle: a column that identifies the student (email address, ID number or username) and one of grades; comments if
  they are wanted. The person who imports says which column is which. "-" is no grade; an empty cell would be a zero in
  a new column. One line that names nobody whom Moodle knows, and nothing is imported.
"""

from __future__ import annotations

import re

from dlutils.grading.export_sheet import Rule, Sheet, Work, defused, listed, not_final, not_in_roster, number
from dlutils.grading.roster import Roster, Row

_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_MOODLE = {"email": "Email address", "sid": "ID number", "login": "Username"}


def _exported(work: Work, known: Roster, rule: Rule, nothing: str) -> tuple[list[tuple[Row, str, str]], list[str]]:
    """Return row of the roster, grade and comments of each student for a platform, and warnings."""
    found = []
    for row in known.rows:
        student = rule.matched.get(row.id, "")
        grade = work.grades.get(student)
        if grade is None and rule.missing != "omit" and student not in work.standing.ungraded:
            found.append((row, number(0) if rule.missing == "zero" else nothing, ""))
        elif grade is not None and (rule.provisional or not grade.waits):
            found.append((row, number(grade.score), defused(grade.comments)))
    warnings = not_final(work, rule.matched.values())
    if warnings and not rule.provisional:
        warnings = [f"{warnings[0]}; left out"]
    return found, warnings + not_in_roster(work, rule, "left out")


def canvas(work: Work, known: Roster, rule: Rule) -> Sheet:
    """Return the table that Canvas imports."""
    exported, warnings = _exported(work, known, rule, "")
    rows, by_id = [], []
    for row, grade, _ in exported:
        own, sis, login = row.cell("canvas"), row.cell("sis") or row.cell("sid"), row.cell("login")
        own = own if re.fullmatch("[0-9]+", own) else ""  # Canvas reads "12ab" as 12
        if not (own or sis or login):
            sis = row.id
            by_id.append(row.id)
        rows.append((*map(defused, (row.name, own, sis, login)), "", grade))
    if by_id:
        said = "In the roster, there is neither Canvas' number nor a SIS ID; the id is taken for the SIS User ID"
        warnings.append(f"{said}, of {listed(by_id)}")
    points = ("    Points Possible", "", "", "", "", number(work.max_score))
    return Sheet((*_CANVAS, rule.column or work.name), rows, warnings, (points,))


def moodle(work: Work, known: Roster, rule: Rule) -> Sheet:
    """Return the table that Moodle imports."""
    exported, warnings = _exported(work, known, rule, "-")
    # One column must identify everyone: a line without would go to the student of the line before.
    by_kind = {kind: [row.cell(kind).casefold() for row in known.rows] for kind in _MOODLE}
    kind = next((kind for kind, cells in by_kind.items() if all(cells) and len({*cells}) == len(cells)), "")
    if not kind:
        said = "no column of email addresses, ID numbers or usernames has one of its own for everyone"
        warnings.append(f"In the roster, {said}; the id is taken for the ID number")
    rows = []
    for row, grade, comment in exported:
        identity = row.cell(kind) if kind else row.id
        cells = (*map(defused, (identity, row.name)), grade)
        if cells[0] != identity:
            warnings.append(
                f"Left out, since a spreadsheet would run it as a formula: {_MOODLE.get(kind, 'id')} {cells[0]}"
            )
            continue
        rows.append((*cells, comment) if rule.comments else cells)
    more = ("Feedback comments",) if rule.comments else ()
    return Sheet((_MOODLE.get(kind, "ID number"), "Full name", rule.column or work.name, *more), rows, warnings)
