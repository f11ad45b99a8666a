"""What the file names in a download say: whose a file is, which attempt, and which of several notebooks is meant.

The names are made by the learning platforms, as their sources or exports show:

- Canvas: ``doejane_LATE_123_4567_name-1.ipynb``: sortable name in lower case without blanks, a mark if late, the user's
  number, the file's number (larger for a later upload), the file's name with a counter. ``anon_x1Y2z`` if anonymous.
- Moodle: ``Jane Doe_123_assignsubmission_file_/name.ipynb``, since 4.1 without the last ``_``; where all are in one
  folder, ``name.ipynb`` follows it.
- Gradescope: ``submission_123/...``, and ``submission_metadata.yml`` beside it says whose that is.
- Others: ``STUDENT.ipynb``, ``STUDENT_NAME.ipynb``, ``STUDENT/.../NAME.ipynb``.

Only the part of a path that a platform makes says whose a file is, never the part that a student can choose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Literal

import yaml  # type: ignore[import-untyped]

from dlutils.grading.safe_text import clean_text

Platform = Literal["plain", "canvas", "moodle"]  # who takes back what we make; Gradescope takes nothing

METADATA = "submission_metadata.yml"
_CANVAS = re.compile(
    r"(?:(?P<name>[\w-]+?)_)?(?P<late>LATE_)?(?:(?P<user>\d+)|anon_(?P<anon>[A-Za-z0-9]+))"
    r"_(?:(?P<file>\d+)_(?P<rest>.+)|(?P<typed>text|link)\.html)"
)
_MOODLE = re.compile(r"(?P<folder>(?P<name>.+?)_(?P<user>\d+)_assignsubmission_[a-z]+)(?:_(?P<rest>.*))?")
_GRADESCOPE = re.compile(r"submission_(\d+)")
_RUBY_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})?\d* ?(Z|UTC|[+-]\d\d:?\d\d)?")
_JUNK = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}
# What browsers, file managers, Colab and Jupyter add to the name of a copy
_COPY_BEFORE = re.compile(r"(?:copy|kopie)[ _-](?:of|von)[ _-]+", re.IGNORECASE)
_COPY_BEHIND = re.compile(r"[ _-]*\((\d{1,3})\)|[ _-]+copy[ _-]?(\d{0,3})", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f/\\,*?\[\]{}<>\"'&|:\ud800-\udfff]+")


@dataclass(frozen=True)
class Person:
    """Whom a platform means: its own name and number for somebody."""

    platform: str  # "canvas", "moodle", "gradescope" or "plain"
    name: str
    number: str = ""
    email: str = ""
    sid: str = ""

    @property
    def words(self) -> str:
        """What to call somebody in a message."""
        more = [f"{self.platform.capitalize()} {self.number}"] if self.number else []
        return f"{self.name or self.email or self.sid}{f' ({more[0]})' if more else ''}"

    @property
    def student(self) -> str:
        """The student's id where no roster says otherwise; empty if nothing of the name can be used."""
        if self.platform == "moodle" and self.name.casefold() == "participant":  # graded blind: all have one name
            return f"Participant {self.number}"
        return safe_name(self.sid or self.email or self.name or self.number)


@dataclass(frozen=True)
class Claim:
    """What the path of a file says: whose it is, and its path within what that person handed in."""

    people: tuple[Person, ...]
    inner: str
    sequence: tuple[int, ...] = ()  # larger for a later attempt, where the platform counts
    time: datetime | None = None  # where the platform says it
    late: bool = False
    why: str = ""  # where there is nobody: why
    named: str = ""  # what Canvas or Moodle calls the submission: feedback with that name finds its way back


def feedback_name(named: str, platform: Platform, page: str) -> str:
    """Return what a page of feedback must be called in a zip, so that the platform knows whose it is.

    Canvas reads the user's and the file's number from the name that it gave to the file. Moodle reads the number of the
    participant and the two words behind it from the name of the folder.

    Parameters
    ----------
    named : str
        What the platform called the submission.
    platform : str
        "canvas" or "moodle".
    page : str
        The page's own name.

    Returns
    -------
    str
        A path in the zip; empty if the submission has no name of that platform.

    Examples
    --------
    >>> feedback_name("doejane_LATE_123_4567_work-1.ipynb", "canvas", "work.html")
    'doejane_LATE_123_4567_work.html'
    >>> feedback_name("Jane Doe_123_assignsubmission_file_", "moodle", "work.html")
    'Jane Doe_123_assignsubmission_file_/work.html'
    """
    if platform == "canvas" and (found := _CANVAS.fullmatch(named)) and found["user"] and found["file"]:
        return f"{named[: found.start('rest')]}{page}"
    if platform == "moodle" and (found := _MOODLE.fullmatch(named)):
        return f"{found['folder']}_/{page}"
    return ""


def safe_name(text: str) -> str:
    """Return a name as a folder's name that nbgrader, its pages and every file system can take.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        At most 100 characters, or an empty text if nothing of it can be used.

    Examples
    --------
    >>> safe_name("O'Brien, Ann/../x ")
    'O_Brien_ Ann_.._x'
    """
    name = unicodedata.normalize("NFC", clean_text(text, 0).encode("utf-8", "replace").decode())
    name = _UNSAFE.sub("_", name).strip(" .")[:100]
    while len(name.encode()) > 200:  # of the 255 bytes that a file's name may have
        name = name[:-1]
    return name.strip(" .")


def squeezed(text: str) -> str:
    """Return a text without what differs between spellings of one name: case, blanks, signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def ignored(path: str) -> bool:
    """Whether a file is what a machine leaves behind, and nobody's work."""
    *folders, name = path.split("/")
    hidden = name.startswith("._") or (name.startswith(".") and not name.lower().endswith((".ipynb", ".zip")))
    return hidden or bool(_JUNK & {*folders, name}) or any(re.match(r"\.[^.]", folder) for folder in folders)


def is_notebook(path: str) -> bool:
    """Whether a file's name is that of a notebook."""
    return path.lower().endswith(".ipynb")


def is_zip(path: str) -> bool:
    """Whether a file's name is that of a zip."""
    return path.lower().endswith(".zip")


def original(stem: str, name: str, canvas: bool = False) -> tuple[str, int]:
    """Return a file's name as it was before it was copied, and the number of the copy.

    Parameters
    ----------
    stem : str
        The name without its extension.
    name : str
        The assignment's name, from which nothing is taken away.
    canvas : bool
        Whether ``-1`` at the end is Canvas' counter.

    Examples
    --------
    >>> original("Copy_of_logistic-regression (2)", "logistic-regression")
    ('logistic-regression', 2)
    """
    count = 0
    for _ in range(5):
        if squeezed(stem) == squeezed(name):
            break
        if before := _COPY_BEFORE.match(stem):
            stem, count = stem[before.end() :], max(count, 1)
        elif behind := re.search(rf"(?:{_COPY_BEHIND.pattern})$", stem, re.IGNORECASE):
            stem, count = stem[: behind.start()], max(count, int(behind[1] or behind[2] or 1))
        elif canvas and (numbered := re.fullmatch(r"(.+)-(\d{1,3})", stem)):
            stem, count = numbered[1], max(count, int(numbered[2]))
        else:
            break
    return stem, count


def fit(path: str, name: str, canvas: bool = False) -> int:
    """Return how well a notebook's name says that it is the assignment: 2 its name, 1 holds its name, 0 another."""
    stem = squeezed(original(PurePosixPath(path).stem, name, canvas)[0])
    return 2 if stem == squeezed(name) else int(squeezed(name) in stem)


def wrapper(paths: Iterable[str], name: str, known: Callable[[str], bool]) -> str:
    """Return the folder around all of a download that is no student's, with its ``/``; empty if there is none.

    Parameters
    ----------
    paths : iterable of str
        The files of the download.
    name : str
        The assignment's name.
    known : callable
        Whether a roster knows a name.
    """
    rests = [path.split("/") for path in paths]
    around: list[str] = []
    while rests and len({rest[0] for rest in rests}) == 1 and all(len(rest) > 1 for rest in rests):
        first = rests[0][0]
        if _MOODLE.fullmatch(first) or _GRADESCOPE.fullmatch(first) or known(first):
            break
        around.append(first)
        rests = [rest[1:] for rest in rests]
        works = [rest for rest in rests if is_notebook(rest[-1]) or is_zip(rest[-1])]
        people = {person.name for rest in works for person in _plain(rest, name).people}
        if any(map(known, people)) or any(_of_platform(rest) for rest in rests):
            return "/".join([*around, ""])
        if any(len(rest) == 1 and is_notebook(rest[0]) and fit(rest[0], name) == 2 for rest in works):
            # The assignment itself lies here: it is a student's folder, unless there are many more beside it.
            return "/".join([*around, ""]) if len(people) > 2 else ""
        if len(people) > 1 or (people and squeezed(first) == squeezed(name)):
            return "/".join([*around, ""])
    return ""


def _of_platform(parts: list[str]) -> bool:
    """Whether a path begins as a platform makes it."""
    alone = len(parts) == 1 and (_CANVAS.fullmatch(parts[0]) or parts[0] == METADATA)
    return bool(alone or _MOODLE.fullmatch(parts[0]) or _GRADESCOPE.fullmatch(parts[0]))


def claim(path: str, name: str, metadata: dict[str, Claim]) -> Claim:
    """Return what the path of a file says about whose it is.

    Parameters
    ----------
    path : str
        The path in the download, without the folder around it all.
    name : str
        The assignment's name.
    metadata : dict
        What `gradescope` read.
    """
    parts = path.split("/")
    first, rest = parts[0], "/".join(parts[1:])
    if found := _MOODLE.fullmatch(first):
        inner = "/".join(part for part in (found["rest"], rest) if part) or first
        return Claim((Person("moodle", found["name"], found["user"]),), inner, named=first)
    if found := _GRADESCOPE.fullmatch(first):
        said = metadata.get(first, Claim((), "", why=f"{METADATA} does not say whose it is"))
        return Claim(said.people, rest or first, (int(found[1]),), said.time, why=said.why)
    if not rest and (found := _CANVAS.fullmatch(first)):
        inner = found["rest"] or f"{found['typed']}.html"
        count = original(PurePosixPath(inner).stem, name, canvas=True)[1]
        person = Person("canvas", found["name"] or f"anon_{found['anon']}", found["user"] or found["anon"])
        return Claim((person,), inner, (int(found["file"] or 0), count), late=bool(found["late"]), named=first)
    return _plain(parts, name)


def _plain(parts: list[str], name: str) -> Claim:
    """Return what a path says that no platform has made: its first part is, or begins with, the student's id."""
    first, folder = parts[0], len(parts) > 1
    if not folder and not is_notebook(first) and not is_zip(first):
        return Claim((), first, why="it is no notebook, and its name does not say whose it is")
    stem, count = (first, 0) if folder else original(PurePosixPath(first).stem, name)
    words = "[ _-]*".join(re.escape(word) for word in re.split(r"[ _-]+", name))
    named = re.fullmatch(rf"(.+?)[ _-]+{words}", stem, re.IGNORECASE)
    student = named[1] if named else stem
    if squeezed(student) == squeezed(name):
        return Claim((), "/".join(parts), why="its name is that of the assignment, and of no student")
    inner = "/".join(parts[1:]) if folder else f"{name}{PurePosixPath(first).suffix.lower()}"
    return Claim((Person("plain", student),), inner, (count,))


def gradescope(content: bytes) -> dict[str, Claim]:
    """Read Gradescope's file that says whose each submission is.

    Parameters
    ----------
    content : bytes
        Its ``submission_metadata.yml``.

    Returns
    -------
    dict
        From folder to people and time; a group's submission has several people.

    Raises
    ------
    ValueError
        If it cannot be read.
    """
    lines, wanted = [], False
    for line in content.decode("utf-8-sig", "replace").splitlines():
        if not line.strip():
            continue
        if line.startswith("  :"):  # most of it are results, and what learners' programs print
            wanted = line.startswith(("  :submitters:", "  :created_at:"))
        elif not line.startswith(" "):
            wanted = True
        if wanted:
            lines.append(line)
    try:
        # Nothing but texts: neither the name "No" nor the number 007 becomes something else. Not the loader in C: it
        # ends the process where brackets are nested deep.
        found = yaml.load("\n".join(lines), yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(clean_text(str(error), 0).partition("\n")[0] or type(error).__name__) from None
    claims = {}
    for folder, said in found.items() if isinstance(found, dict) else ():
        if not isinstance(folder, str) or not isinstance(said, dict):
            continue
        listed = said.get(":submitters")
        people = tuple(
            Person("gradescope", *(_word(one, key) for key in (":name", ":number", ":email", ":sid")))
            for one in (listed if isinstance(listed, list) else ())
            if isinstance(one, dict) and any(_word(one, key) for key in (":name", ":email", ":sid"))
        )
        why = "" if people else f"{METADATA} names nobody for it"
        claims[folder] = Claim(people, "", time=_ruby_time(_word(said, ":created_at")), why=why)
    return claims


def _word(said: dict[object, object], key: str) -> str:
    """Return a text of a mapping; an empty one where there is something else."""
    value = said.get(key)
    return value.strip() if isinstance(value, str) and value not in ("null", "~") else ""


def _ruby_time(text: str) -> datetime | None:
    """Return a time as Gradescope writes it, in UTC."""
    found = _RUBY_TIME.fullmatch(text)
    if not found:
        return None
    zone = found[4] or "Z"
    try:
        time = datetime.fromisoformat(f"{found[1]}T{found[2]}{'+00:00' if zone in ('Z', 'UTC') else zone}")
    except ValueError:
        return None
    return time.replace(microsecond=int(float(found[3] or 0) * 1e6)).astimezone(UTC)
