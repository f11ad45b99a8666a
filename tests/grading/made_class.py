"""A made class: hundreds of students who hand in `logistic-regression`, packed as a learning platform packs them.

    python -m tests.grading.made_class FOLDER --students 600 --seed 1

writes FOLDER/submissions.zip and FOLDER/roster.csv. All people are made up. Their answers are those of the bank
(`tests/checks/banks`), as their authors would write them into a notebook. The same seed makes the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import struct
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.grading.example_class import ENDLESS, NAME, QUESTIONS, STRANGE, TWO_FEATURES, blank, from_colab, mangled
from tests.grading.made_answers import restyled, sources
from tests.grading.test_similar import OWN, OWN_LOOP

DEADLINE = datetime(2026, 3, 1, 22, 59, tzinfo=UTC)
GIVEN = """Aino Aisha Ana André Anh Anouk Arjun Aya Ayşe Björn Camille Chiara Chidi Dmitri Eilidh Elif Emeka Émilie
Fatima Fernando François Giulia Gürkan Hana Hiroshi Ines Ivana Jürgen Kaja Kofi Lars Léa Liam Lucía Malik Mateo Mei Minh
Nia Noah Noor Ngozi Olga Omar Pablo Priya Ravi Rosa Sanne Siobhán Sofía Søren Tariq Thảo Uma Vít Yusuf Zoë 小明 秀英
""".split()  # noqa: SIM905 - quoted one by one, they are no easier to read
FAMILY = """Abdi Ahmed Almeida Andersson Bauer Becker Bergström Bianchi Castro Chen Costa Çelik D'Angelo Dąbrowska Demir
Diallo Dubois Dvořák Eze Fernandes Fischer García Gomes Großmann Gupta Haddad Hansen Hernández Horvat Huang Ibrahim
Ivanova Jansen Jensen Jovanović Kaya Kim Kovács Kowalski Kumar Lefèvre Lindqvist Łukasik Mäkinen Martínez Mbeki Meyer
Moreau Müller Nakamura Nguyễn Novák O'Brien O'Connor Ødegård Okafor Oliveira Öztürk Patel Peña Pham Popescu Ramírez
Rossi Sánchez Sato Schäfer Şahin Silva Singh Smith Suzuki Tanaka Trần Weiß Yılmaz Zhang 王 李 张 陈
""".split()  # noqa: SIM905
LEAST = 25  # students; with fewer, there is no room for all the odd things
STRANGER = 17  # the number of somebody whom the roster does not name
SHARES = {"absent": 0.03, "blank": 0.025, "partly": 0.025, "many": 0.15, "few": 0.35}  # most of the others are right
WAYS = ("colab", "mangled", "copy", "again", "untitled", "zip", "second")
HARD = dict(zip(QUESTIONS, (1, 1, 5, 6, 4, 3, 3), strict=True))  # how often each is wrong, beside the others
# What one of two students writes, whom `dlcourse similar` should show: the other copies all. The last one is wrong.
RARE = (STRANGE, {"propagate": OWN, "propagate_loop": OWN_LOOP}, {"propagate_loop": TWO_FEATURES})


@dataclass
class Student:
    """A student: what the work is like (`kind`, `wrong`), how it is handed in (`way`), and when."""

    number: int  # the platform's
    given: str
    family: str
    kind: str
    way: str = "plain"
    wrong: tuple[str, ...] = ()
    time: datetime = DEADLINE

    @property
    def login(self) -> str:
        """The student's id: plain letters and a number, as universities give them."""
        letters = unicodedata.normalize("NFKD", self.given[0] + self.family).encode("ascii", "ignore").decode()
        return f"{re.sub(r'[^A-Za-z]', '', letters).lower()}{self.number}"


@dataclass(frozen=True)
class Packed:
    """A file that is handed in; `taken` says whether `dlcourse collect` should take it for a submission."""

    student: Student
    name: str
    content: bytes
    taken: bool = True


def make(students: int, seed: int) -> tuple[list[Student], list[Packed]]:
    """Return the students of the roster, and all that is handed in, in the order of time; one file is a stranger's."""
    rng = random.Random(seed)
    few = max(1, students // 150)  # how many do each of the odd things
    kinds = ["cut", "nothing", "syntax"] * few + ["endless"] * min(3, few) + ["pair"] * 2 * min(len(RARE), few)
    kinds += [kind for kind, share in SHARES.items() for _ in range(max(1, round(share * students)))]
    kinds = rng.sample(kinds + ["right"] * (students - len(kinds)), students)
    people = [Student(4001 + 3 * i, rng.choice(GIVEN), rng.choice(FAMILY), kind) for i, kind in enumerate(kinds)]
    people[1].given, people[1].family = people[0].given, people[0].family  # their numbers tell them apart
    usual = [one for one in people if one.kind in ("right", "few", "many")]
    for one, way in zip(rng.sample(usual, len(WAYS) * few), WAYS * few, strict=True):
        one.way = way
    rare, lent = iter(RARE), dict[str, str]()
    files = []
    for one in (*people, Student(STRANGER, "Sam", "Stranger", "right")):
        minutes = rng.choice((4, 11, 50, 400, 1500)) if rng.random() < 0.08 else -min(rng.expovariate(1 / 700), 7200)
        one.time += timedelta(seconds=round(60 * minutes))
        cells = _written(one, rng, (lent or next(rare)) if one.kind == "pair" else {})
        if one.kind == "pair":
            lent = {} if lent else cells
        files += _handed_in(one, cells, rng)
    return people, sorted(files, key=lambda file: file.student.time)


def _written(student: Student, rng: random.Random, rare: dict[str, str]) -> dict[str, str]:
    """Return a student's cells by task, and note which are wrong or missing."""
    count = {"few": rng.choice((1, 1, 2)), "many": rng.randint(3, 5)}.get(student.kind, 0)
    wrong = sorted(QUESTIONS, key=lambda task: rng.random() ** (1 / HARD[task]))[len(QUESTIONS) - count :]
    cells = {}
    for task in QUESTIONS:
        known = sources(task, task not in wrong)
        chosen = rng.choices(known, [1 / (2 + i) for i in range(len(known))])[0]  # most write the usual
        cells[task] = restyled(rare.get(task, chosen), rng)
    if student.kind in ("blank", "partly"):
        wrong = list(QUESTIONS[0 if student.kind == "blank" else rng.randint(1, 5) :])
        cells = {task: cell for task, cell in cells.items() if task not in wrong}
    elif student.kind == "syntax":
        wrong = [rng.choice(QUESTIONS[2:])]
        cells[wrong[0]] = re.sub(r"(?m)^(def .*):$", r"\1", cells[wrong[0]])
    elif student.kind == "endless":
        wrong, cells["optimize"] = ["optimize"], ENDLESS
    elif student.kind == "pair" and "dw2" in cells["propagate_loop"]:  # TWO_FEATURES, or a copy of it
        wrong = ["propagate_loop"]
    student.wrong = tuple(wrong)
    return cells


def _handed_in(student: Student, cells: dict[str, str], rng: random.Random) -> list[Packed]:
    """Return the files that a student hands in."""
    notebook, file, taken = blank(), f"{NAME}.ipynb", student.number != STRANGER
    for cell in notebook["cells"]:
        cell["source"] = cells.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    content = _bytes(notebook)
    if student.kind in ("absent", "nothing"):
        other = Packed(student, *rng.choice([("answers.docx", b"PK"), ("main.py", b"import numpy as np")]), False)
        return [other] * (student.kind == "nothing")
    if student.kind == "cut":
        content = content[: len(content) // 2]
    name, content = {
        "colab": (f"Copy_of_{file}", _bytes(from_colab(notebook))),
        "mangled": (file, _bytes(mangled(notebook))),
        "copy": (rng.choice([f"Copy of {file}", f"{NAME} (1).ipynb"]), content),
        "again": (f"{NAME}-1.ipynb", content),
        "untitled": ("Untitled3.ipynb", content),
        "zip": ("homework.zip", _zipped([(f"homework/{file}", content, DEADLINE)])),
    }.get(student.way, (file, content))
    scratch = [Packed(student, "scratch.ipynb", _bytes(blank()), False)] * (student.way == "second")
    return [Packed(student, name, content, taken), *scratch]


def _bytes(notebook: dict[str, Any]) -> bytes:
    """Return a notebook as a file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode()


def _zipped(files: Sequence[tuple[str, bytes, datetime]]) -> bytes:
    """Return a zip of names, contents and times; the times are in UTC, so they mean the same everywhere."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content, time in files:
            entry = zipfile.ZipInfo(name, time.timetuple()[:6])
            entry.extra = struct.pack("<HHBi", 0x5455, 5, 1, int(time.timestamp()))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return target.getvalue()


def path_in(platform: str, place: int, file: Packed) -> str:
    """Return the path of a file in a platform's download; `place` is the file's in the order of time."""
    one = file.student
    if platform == "moodle":
        return f"{one.given} {one.family}_{one.number}_assignsubmission_file_/{file.name}"
    name = re.sub(r"\W", "", f"{one.family}{one.given}").lower()
    return f"{name}{'_LATE' * (one.time > DEADLINE)}_{one.number}_{900_000 + place}_{file.name}"


def _roster(platform: str, people: Sequence[Student]) -> list[Sequence[str]]:
    """Return the lines of Canvas' gradebook export, or of Moodle's grading worksheet."""
    if platform == "moodle":
        rows = ((f"Participant {p.number}", f"{p.given} {p.family}", p.login, f"{p.login}@example.org") for p in people)
        return [("Identifier", "Full name", "ID number", "Email address"), *rows]
    rows = ((f"{p.family}, {p.given}", f"{p.number}", f"S{p.number:07}", p.login, "Group 1") for p in people)
    return [("Student", "ID", "SIS User ID", "SIS Login ID", "Section"), *rows]


def write(folder: Path, students: int, seed: int, platform: str = "canvas") -> tuple[list[Student], list[Packed]]:
    """Write a download and its roster; return what `make` does."""
    people, files = make(students, seed)
    folder.mkdir(parents=True, exist_ok=True)
    packed = [(path_in(platform, place, file), file.content, file.student.time) for place, file in enumerate(files)]
    (folder / "submissions.zip").write_bytes(_zipped(packed))
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows(_roster(platform, people))
    return people, files


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--students", type=int, default=600, help=f"how many the roster names: at least {LEAST}")
    parser.add_argument("--seed", type=int, default=1, help="what decides everything else")
    parser.add_argument("--platform", choices=["canvas", "moodle"], default="canvas")
    options = parser.parse_args()
    if options.students < LEAST:
        parser.error(f"--students must be {LEAST} or more; got {options.students}.")
    write(options.folder, options.students, options.seed, options.platform)
