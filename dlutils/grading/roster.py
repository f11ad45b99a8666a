"""A roster: whom the names and numbers of a learning platform mean, as students' ids.

It is a CSV file with an id and any of name, email, login and the platforms' numbers. The headings may be plain ones or
those of Canvas' gradebook, Moodle's grading worksheet or list of participants, and Gradescope's roster.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dlutils.grading.downloads import Person, safe_name, squeezed
from dlutils.grading.errors import CourseError
from dlutils.grading.reading import MAX_BYTES
from dlutils.grading.safe_text import clean_text

# Headings, squeezed, of each kind of column
_HEADINGS = {
    "id": {"id", "studentid", "studentnumber", "studentno", "nbgraderid", "nbgraderstudentid", "matriculationnumber"},
    "sid": {"sid", "idnumber", "idnumberstudent"},
    "login": {"login", "loginid", "sisloginid", "username", "user", "userlogin", "netid"},
    "sis": {"sis", "sisid", "sisuserid", "integrationid"},
    "canvas": {"canvas", "canvasid", "canvasuserid", "canvasuser"},
    "moodle": {"moodle", "moodleid", "moodleuserid", "identifier", "participant", "participantid", "participantnumber"},
    "lms": {"lms", "lmsid", "lmsuserid"},
    "email": {"email", "emailaddress", "emailid", "mail"},
    "name": {"name", "fullname", "student", "studentname", "displayname", "sortablename", "sortname"},
    "first": {"first", "firstname", "firstnames", "givenname", "givennames", "forename", "forenames"},
    "last": {"last", "lastname", "surname", "familyname"},
}
_IDS = ("id", "sid", "login", "sis", "email")  # which column is the id: the first of these that is there
_KEYS = ("id", "sid", "login", "sis", "email", "canvas", "moodle", "lms")  # which columns mean one student alone
_SEPARATORS = ",;\t"


class UnmatchedError(ValueError):
    """Somebody whom the roster does not name, or not without doubt; the text says why."""


@dataclass(frozen=True)
class Row:
    """A student of the roster."""

    line: int
    id: str
    cells: dict[str, tuple[str, ...]]  # by kind of column

    def cell(self, kind: str) -> str:
        """Return what stands in the first column of a kind that is not empty; an empty text if nothing does."""
        return next(filter(None, self.cells.get(kind, ())), "")

    @property
    def name(self) -> str:
        """The student's name, or id if the roster has no name."""
        return self.cell("name") or f"{self.cell('first')} {self.cell('last')}".strip() or self.id

    @property
    def last_and_first(self) -> tuple[str, str]:
        """Last and first name; a name of which nobody knows what is what is taken for the last."""
        if self.cell("last") or self.cell("first"):
            return self.cell("last"), self.cell("first")
        last, _, first = self.cell("name").partition(",")
        return last.strip(), first.strip()


@dataclass
class Roster:
    """Students by all that they are known by."""

    rows: list[Row]
    _by_key: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for place, row in enumerate(self.rows):
            for kind, cells in row.cells.items():
                for cell in filter(None, cells if kind in _KEYS else ()):
                    self._by_key[kind, _plain(cell, kind)].add(place)
            self._by_key["id", _plain(row.id)].add(place)
            for name in _names(row):
                self._by_key["name", name].add(place)

    @property
    def ids(self) -> list[str]:
        """The ids of all students, in the order of the file."""
        return [row.id for row in self.rows]

    def knows(self, name: str) -> bool:
        """Whether a plain name means somebody here."""
        return bool(self._places(Person("plain", name)))

    def match(self, person: Person) -> str:
        """Return the id of the student whom a platform means.

        Parameters
        ----------
        person : Person
            The platform's name and number.

        Raises
        ------
        UnmatchedError
            If the roster names nobody like that, or more than one.
        """
        places = self._places(person)
        if len(places) == 1:
            return self.rows[places.pop()].id
        if not places:
            raise UnmatchedError(f"the roster names nobody like {person.words}")
        lines = " and ".join(str(self.rows[place].line) for place in sorted(places))
        raise UnmatchedError(f"{person.words} may be any of lines {lines} of the roster")

    def _places(self, person: Person) -> set[int]:
        """Return the rows that a person may be: one, if all that the platform says agrees."""
        if person.platform == "plain":
            return self._any(person.name, "id") or self._any(person.name, *_KEYS) or self._named(person.name)
        found: set[int] = set()
        if person.platform in ("canvas", "moodle"):
            found |= self._any(person.number, person.platform, "lms")
        found |= self._any(person.email, "email")
        found |= self._any(person.sid, "id") or self._any(person.sid, "sid", "sis", "login")
        named = self._named(person.name)
        # A number decides between people of one name; a name that is another's than the number puts both in doubt.
        return (found & named or found | named) if found else named

    def _any(self, value: str, *kinds: str) -> set[int]:
        """Return the rows that hold a value in a column of some kinds."""
        keys = ((kind, _plain(value)) for kind in kinds) if value else ()
        return {place for key in keys for place in self._by_key.get(key, ())}

    def _named(self, name: str) -> set[int]:
        """Return the rows of people with a name."""
        return set(self._by_key.get(("name", squeezed(name)), ())) if squeezed(name) else set()


def _plain(cell: str, kind: str = "") -> str:
    """Return a cell as it is compared."""
    if kind == "moodle":  # "Participant 123" in Moodle's worksheet
        cell = re.sub(r"^\D+(?=\d+$)", "", cell)
    return unicodedata.normalize("NFKC", cell).casefold().strip()


def _names(row: Row) -> Iterator[str]:
    """Yield a student's name in every order in which platforms write it, squeezed."""
    names = [*row.cells.get("name", ())]
    for first, last in zip(row.cells.get("first", ()), row.cells.get("last", ()), strict=False):
        names.append(f"{first} {last}")
    for name in names:
        words = [word for word in re.split(r"[\s,]+", name) if word]
        for i in range(len(words)):
            yield squeezed("".join(words[i:] + words[:i]))


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Parameters
    ----------
    path : Path
        A CSV file: UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.

    Raises
    ------
    CourseError
        If it cannot be read, has no id column, an empty line, or an id that is empty, doubled or not usable; the text
        names the line.
    """
    lines = _lines(path)
    line, header = next(lines, (1, []))
    kinds = _kinds(header)
    of_canvas = _is_gradebook([squeezed(cell) for cell in header])
    column = next((kind for kind in _IDS if kind in kinds), None)
    if column is None:
        got = clean_text(", ".join(cell for cell in header if cell), 0)[:200].replace("\n", " ") or "nothing"
        raise CourseError(
            f"{path}, line {line}: a column must be called id (or student id, login, email, ...); got {got}."
        )
    rows: list[Row] = []
    seen: dict[str, int] = {}
    empty = 0
    for line, cells in lines:
        if not any(cells):
            empty = empty or line
            continue
        if empty:
            raise CourseError(f"{path}, line {empty}: it is empty; remove it.")
        if len(cells) > len(header) and any(cells[len(header) :]):
            raise CourseError(f"{path}, line {line}: it must have {len(header)} cells; got {len(cells)}.")
        by_kind: dict[str, tuple[str, ...]] = {}
        for kind, cell in zip(kinds, cells, strict=False):
            by_kind[kind] = (*by_kind.get(kind, ()), cell)
        if of_canvas and (not any(by_kind["canvas"]) or by_kind["name"][0] == "Student, Test"):
            continue  # Canvas' line of points, and its test student
        identity = next(filter(None, by_kind.get(column, ())), "")
        _check_id(path, line, identity)
        identity = unicodedata.normalize("NFC", identity)
        key = identity.casefold()
        if key in seen:
            raise CourseError(f"{path}, line {line}: the id {identity} stands in line {seen[key]} already.")
        seen[key] = line
        rows.append(Row(line, identity, by_kind))
    if not rows:
        raise CourseError(f"{path}, line {line}: it must name students; got none.")
    return Roster(rows)


def _check_id(path: Path, line: int, identity: str) -> None:
    """Raise CourseError if a student's folder cannot have that name."""
    if not identity:
        raise CourseError(f"{path}, line {line}: it has no id.")
    usable = safe_name(identity)
    if usable != unicodedata.normalize("NFC", identity):
        got = f"got {identity[:100]!a}. Use {usable or 'another'}"
        raise CourseError(f"{path}, line {line}: an id must do as the name of a folder; {got}.")


def _kinds(header: list[str]) -> list[str]:
    """Return what each column holds; an empty text for those that are not used."""
    words = [squeezed(cell) for cell in header]
    kinds = [next((kind for kind, known in _HEADINGS.items() if word in known), "") for word in words]
    if _is_gradebook(words):
        kinds[words.index("id")] = "canvas"  # in Canvas' gradebook, ID is Canvas' own number
    elif "student" in words and not {*_IDS[:-1]} & set(kinds):  # an email would do, but a student says more
        kinds[words.index("student")] = "id"
    return kinds


def _is_gradebook(words: list[str]) -> bool:
    """Whether headings, squeezed, are those of Canvas' gradebook."""
    return {"student", "id"} <= set(words) and bool({"sisuserid", "sisloginid"} & set(words))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each line; of none but the separators' own line that Excel reads."""
    text = _text(path)
    skipped = 0
    if declared := re.match(r"sep=(.)\r?\n", text):
        text, skipped = text[declared.end() :], 1
    first = next((line for line in text.splitlines() if line.strip(_SEPARATORS + " ")), "")

    def columns(separator: str) -> tuple[int, int]:
        return sum(map(bool, _kinds(first.replace('"', "").split(separator)))), first.count(separator)

    separator = max(_SEPARATORS, key=columns)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begun = False
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise CourseError(f"{path}, line {line}: it is no CSV ({error}).") from None
        if begun or any(cells):
            begun = True
            yield line, cells
        else:
            raise CourseError(f"{path}, line {line}: it is empty; remove it.")


def _text(path: Path) -> str:
    """Return a roster's text, in whatever encoding a spreadsheet has written it."""
    try:
        if not path.is_file():
            raise CourseError(f"{path} must be a CSV file; there is no such file.")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CourseError(f"{path} must be a CSV file that can be read: {error.strerror}.") from None
    if len(content) > MAX_BYTES:
        raise CourseError(f"{path} must have at most {MAX_BYTES} bytes; it has more.")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif b"\0" in content[:200]:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CourseError(f"{path} must be text in UTF-8, UTF-16 or Windows-1252; it is none of these.")
