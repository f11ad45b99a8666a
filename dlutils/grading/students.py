"""Brings names and addresses from a roster into the gradebook, so that formgrader shows them."""

from __future__ import annotations

import re

from dlutils.grading.course import Course
from dlutils.grading.gradebook import opened
from dlutils.grading.roster import Roster
from dlutils.grading.safe_text import clean_text


def register(course: Course, roster: Roster) -> int:
    """Enter everybody of a roster into the gradebook, with name and address as far as the roster has them.

    What is there already and the roster does not say stays as it is.

    Parameters
    ----------
    course : Course
        Whose gradebook; it is made if there is none.
    roster : Roster
        The students.

    Returns
    -------
    int
        How many entries are new or have changed.

    Raises
    ------
    CourseError
        If the gradebook is none.
    """
    from nbgrader.api import Student

    changed = 0
    with opened(course) as book:
        known = {student.id: student for student in book.students}
        for row in roster.rows:
            student = known.get(row.id)
            last, first = map(_plain, row.last_and_first)
            # One name that is missing is empty, not None: formgrader would show the word "None".
            new = {"last_name": last, "first_name": first} if last or first else {}
            new |= {"email": _plain(row.cell("email"))} if row.cell("email") else {}
            if student is None:
                book.db.add(Student(id=row.id, **new))
            elif any(getattr(student, kind) != text for kind, text in new.items()):
                for kind, text in new.items():
                    setattr(student, kind, text)
            else:
                continue
            changed += 1
        book.db.commit()
    return changed


def _plain(text: str) -> str:
    """Return a name without what formgrader, which shows names as they are, would take for HTML."""
    return re.sub(r"[<>&\"]+", " ", clean_text(text, 0)).strip()[:128]  # as long as its column
