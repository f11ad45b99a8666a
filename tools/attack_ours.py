"""Grade submissions of the banks as an instructor does: `dlcourse autograde`, in a copy of the course, in the sandbox.

Many submissions are graded in one run. Beside each attack lies an honest submission, which is graded next and must keep
its 30 points. A trace that does not say whose it is makes every attack of its run be graded once more, alone.
"""

from __future__ import annotations

import json
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from tests.grading.example_class import NAME, ROOT
from tests.grading.hostile import LEFT, Attack
from tools.attack_course import (
    NO_END,
    OTHER_STUDENT,
    STOPPED,
    Ended,
    Outcome,
    blank_work,
    end_all,
    files_of,
    hand_in,
    make_course,
    others_work,
    run,
    scores,
)
from tools.attack_pages import page_of, what_pages_do
from tools.attack_signs import footprint, has_read, shown, traces

DLCOURSE = (sys.executable, "-m", "dlutils.grading.cli")
LIMIT_S = 400  # for one submission; a notebook may take 300 s
FIRST = "000-first"  # honest, graded before all
# With it off, a question's points depend on what that question asks, as with plain nbgrader.
NO_FOLLOW_THROUGH = "c.Judge.follow_through = False\n"
# Where an attack that gets out of the sandbox would leave something on this machine.
OUTSIDE = (
    Path(sysconfig.get_path("purelib")),
    Path(sysconfig.get_path("stdlib")),
    Path(np.__file__).parent,
    Path("/etc/cron.d"),
    Path("/etc/profile.d"),
    Path("/var/spool/cron/crontabs"),
    Path.home(),
    Path(tempfile.gettempdir()),
    ROOT,
)


@dataclass(frozen=True)
class Graded:
    """What a run came to: outcomes by student, and in words what has happened to the run as a whole."""

    outcomes: dict[str, Outcome]
    trouble: tuple[str, ...]


def prepare(scratch: Path, config: str = "") -> Path:
    """Return a copy of the course, as an instructor has it."""
    return make_course(scratch, config)


def grade_honest(course: Path, submissions: Mapping[str, Mapping[str, bytes]]) -> dict[str, Outcome]:
    """Grade a class of honest students in one run.

    Parameters
    ----------
    course : Path
        What `prepare` made; it stays as it is.
    submissions : mapping
        What is handed in: files by name, by student.

    Returns
    -------
    dict
        The outcomes, by student.
    """
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder, "course")
        shutil.copytree(course, here)
        for student, files in submissions.items():
            hand_in(here, student, files)
        results, problem = _autograde(here, len(submissions))
        found = scores(here)
        return {student: _outcome(results.get(student), found.get(student), problem) for student in submissions}


def grade_attacks(course: Path, attacks: Sequence[Attack], heard: list[str]) -> dict[str, Outcome]:
    """Grade attacks in one run, and alone each one if something has happened that could be any one's doing.

    Parameters
    ----------
    course : Path
        What `prepare` made; it stays as it is.
    attacks : sequence of Attack
        What is handed in.
    heard : list of str
        The calls that the listeners have had; emptied.

    Returns
    -------
    dict
        The outcomes, by the attack's name.
    """
    graded = _grade_class(course, attacks, heard)
    if not graded.trouble:
        return graded.outcomes
    if len(attacks) > 1:
        print(f"graded alone, since in one run: {'; '.join(graded.trouble)}", file=sys.stderr)
        return {name: its for one in attacks for name, its in grade_attacks(course, [one], heard).items()}
    return {name: replace(its, remarks=(*its.remarks, *graded.trouble)) for name, its in graded.outcomes.items()}


def _grade_class(course: Path, attacks: Sequence[Attack], heard: list[str]) -> Graded:
    """Grade attacks, each with an honest submission beside it, and look for everything that they are after."""
    honest = others_work()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        here = scratch / "course"
        shutil.copytree(course, here)
        hand_in(here, FIRST, honest)
        hand_in(here, OTHER_STUDENT, honest)  # the last one, and whom attacks know by name
        students = {f"{number:03d}-{one.name}": one for number, one in enumerate(attacks, 1)}
        for student, one in students.items():
            hand_in(here, student, files_of(one))
            hand_in(here, f"{student}-next", honest)
            if one.mechanism == "leaves something behind":
                hand_in(here, f"{student}-next-blank", blank_work())
        heard.clear()
        before = footprint(here)
        results, problem = _autograde(here, sum(1 for _ in (here / "submitted").iterdir()))
        trouble = ["a process goes on"] * (end_all() > 0)
        trouble += traces(scratch, before, _outside()) + _running() + ["has called a listener"] * bool(heard)
        found = scores(here)
        trouble += [
            f"{name} has {_points(found, name):g} instead of 30"
            for name in (FIRST, OTHER_STUDENT)
            if _points(found, name) != 30
        ]
        trouble += [problem] * bool(problem) + _second_run(here)
        shows = _pages(here, students)
        outcomes = {}
        for student, one in students.items():
            outcome = _outcome(results.get(student), found.get(student), problem)
            remarks = [*_neighbours(found, student), *shows.get(student, [])]
            remarks += has_read(one, f"{shown(here, student)}\n{_told(results.get(student))}")
            outcomes[one.name] = replace(outcome, remarks=(*outcome.remarks, *remarks))
        return Graded(outcomes, tuple(trouble))


def _autograde(here: Path, count: int) -> tuple[dict[str, Any], str]:
    """Run `dlcourse autograde`; return the results by student, and why the batch has stopped, if it has."""
    ended = run(here, [*DLCOURSE, "autograde", NAME, "--json"], LIMIT_S * count)
    try:
        results = {result["student"]: result for result in json.loads(ended.said)}
    except ValueError:
        results = {}
    if ended.code not in (0, 1) or len(results) != count:
        how = NO_END if ended.code is None else f"exit code {ended.code}"
        return results, f"{STOPPED}: {how}, {len(results)} of {count} results. {ended.log[-300:]}".strip()
    return results, ""


def _outcome(result: Any, questions: dict[str, float] | None, problem: str) -> Outcome:
    """Return what a submission came to by the gradebook; what the command printed must say the same."""
    if result is None or questions is None or result["status"] == "failed":
        return Outcome({}, problem or "no grade: " + "; ".join(result["notes"] if result else ["not in the results"]))
    told = {question["name"]: question["score"] for question in result["questions"]}
    return Outcome(questions, "", () if told == questions else ("table and gradebook differ",))


def _points(found: Mapping[str, Mapping[str, float]], student: str) -> float:
    return sum(found.get(student, {}).values())


def _neighbours(found: Mapping[str, Mapping[str, float]], student: str) -> Iterator[str]:
    """Yield in words what those have lost or gained who were graded next."""
    if _points(found, f"{student}-next") != 30:
        yield f"the honest one beside it has {_points(found, f'{student}-next'):g} instead of 30"
    if _points(found, f"{student}-next-blank"):
        yield f"the next one, who handed in nothing, gets {_points(found, f'{student}-next-blank'):g}"


def _told(result: Any) -> str:
    """Return what the command says of a submission."""
    return "\n".join([*result["notes"], *(question["told"] for question in result["questions"])]) if result else ""


def _second_run(here: Path) -> list[str]:
    """Run the command again, as for a person; it prints a table, which must hold no codes for the terminal."""
    ended: Ended = run(here, [*DLCOURSE, "autograde", NAME], LIMIT_S)  # no time for more: nothing has changed since
    controls = any(not (sign.isprintable() or sign == "\n") for sign in ended.said + ended.log)
    found = ["the printed table holds codes for a terminal"] * controls
    return found + ["a second run does not get to its end"] * (ended.code not in (0, 1))


def _pages(here: Path, students: Mapping[str, Attack]) -> dict[str, list[str]]:
    """Return in words what `dlcourse feedback` shows that it should not, by student."""
    run(here, [*DLCOURSE, "feedback", NAME], LIMIT_S)
    there = {student: page_of(here, student) for student in students}
    missing = {student: ["there is no page of feedback"] for student, path in there.items() if not path.is_file()}
    marks = {student: one.reads for student, one in students.items() if one.mechanism == "output injection"}
    done = what_pages_do({student: path for student, path in there.items() if path.is_file()}, marks)
    end_all()  # what the browser has left
    found = {student: [f"its page {what}" for what in does] for student, does in done.items()}
    for student in found:
        found[student] += has_read(students[student], there[student].read_text(encoding="utf-8"))
    return found | missing


def _outside() -> list[Path]:
    """Return the files on this machine in which an attack may have left its mark."""
    own = Path(tempfile.gettempdir())
    paths = [path for folder in OUTSIDE if folder.is_dir() for path in folder.iterdir()]
    # Strangers' temporary files are looked at by name only.
    return [path for path in paths if path.parent != own or LEFT.lower() in path.name.lower()]


def _running() -> list[str]:
    """Return in words whether a process on this machine bears the mark of an attack."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += ["a process goes on"] * (LEFT.encode() in path.read_bytes())
        except OSError:
            continue
    return found[:1]
