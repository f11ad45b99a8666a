"""Grade submissions of the banks with plain nbgrader: one a run, in a copy of the course, without a sandbox."""

from __future__ import annotations

import re
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.grading.example_class import NAME, QUESTIONS
from tests.grading.hostile import Attack
from tools.attack_course import (
    NO_END,
    OTHER_STUDENT,
    STOPPED,
    Ended,
    Outcome,
    blank_work,
    end_all,
    hand_in,
    make_course,
    others_work,
    run,
    scores,
)
from tools.attack_pages import page_of, what_pages_do
from tools.attack_signs import footprint, graded_cells, has_read, shown, traces

STUDENT = "mallory"
LIMIT_S = 90  # for one submission: nbgrader itself ends a cell after 30 s
# What makes the course's configuration that of plain nbgrader: its own steps, in its own order, and its own pages.
STOCK = """
from traitlets.config import Config

c.Autograde, c.HTMLExporter, c.GenerateFeedback = Config(), Config(), Config()
"""
# Why nbgrader gives no grade, by what its log says. Such a submission ends with an error, and the others go on.
NO_GRADE = {
    "Duplicate grade id": "a doubled id",
    "No notebooks found": "the file has another name",
    "Notebook does not appear to be JSON": "the file cannot be read",
    "kernel became unresponsive": "its kernel cannot be interrupted",
    "DeadKernelError": "its kernel died",
}
# What nbgrader says where one submission ends the run for all that come after it.
STOPS = {
    "an old version": "taken for metadata of an older format",
    "an newer version": "taken for metadata of a newer format",
    "an error accessing the nbgrader database": "the gradebook is spoilt",
}


def prepare(scratch: Path) -> Path:
    """Return a copy of the course for plain nbgrader, released, in which another student's work is graded."""
    here = make_course(scratch, STOCK, "grading")
    shutil.rmtree(here / "assignments")
    hand_in(here, OTHER_STUDENT, others_work())
    for words in (("generate_assignment", NAME), ("autograde", NAME)):
        ended = _nbgrader(here, *words)
        if _problem(ended):
            sys.exit(f"nbgrader {words[0]} must work on the course itself: {ended.log[-500:]}")
    return here


def grade(course: Path, files: Mapping[str, bytes], heard: list[str], attack: Attack | None = None) -> Outcome:
    """Grade a submission with plain nbgrader.

    Parameters
    ----------
    course : Path
        What `prepare` made; it stays as it is.
    files : mapping of str to bytes
        What is handed in, by name.
    heard : list of str
        The calls that the listeners have had; emptied.
    attack : Attack, optional
        What it is after.

    Returns
    -------
    Outcome
        The points, or why there are none, and what else an attack has reached.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        here = scratch / "course"
        shutil.copytree(course, here)
        hand_in(here, STUDENT, files)
        heard.clear()
        before = footprint(here)
        problem = _problem(_nbgrader(here, "autograde", NAME, "--student", STUDENT))
        remarks = [] if attack is None else _remarks(scratch, before, attack, heard, problem)
        end_all(0)
        return Outcome({} if problem else scores(here).get(STUDENT, {}), problem, tuple(remarks), dict(_reasons(here)))


def _remarks(scratch: Path, before: dict[Path, str], attack: Attack, heard: list[str], problem: str) -> list[str]:
    """Return in words what an attack has reached but points for itself."""
    here = scratch / "course"
    if attack.mechanism == "leaves something behind":
        hand_in(here, "next", blank_work())
        before = {**footprint(here), **before}
        _nbgrader(here, "autograde", NAME, "--student", "next")
    remarks = [*_reached(here, attack), *traces(scratch, before)]
    remarks += ["has called a listener"] * bool(heard)
    # What is left of a run that had to be ended is no fault of the submission.
    remarks += ["a process goes on"] * (end_all() > 0 and not problem)
    if attack.mechanism == "output injection" and not problem:
        remarks += _pages(here, attack)
    return remarks


def _reached(here: Path, attack: Attack) -> Iterator[str]:
    """Yield in words what an attack has read or given to another one."""
    yield from has_read(attack, shown(here, STUDENT))
    others = {name: sum(points.values()) for name, points in scores(here).items()}
    if others.get("next", 0.0) > 0:
        yield f"the next one, who handed in nothing, gets {others['next']:g}"
    if others.get(OTHER_STUDENT) != 30:
        yield f"{OTHER_STUDENT} has {others.get(OTHER_STUDENT, 0.0):g} instead of 30"


def _pages(here: Path, attack: Attack) -> list[str]:
    """Return in words what nbgrader's feedback on a submission does in a browser."""
    _nbgrader(here, "generate_feedback", NAME, "--student", STUDENT)
    pages = {STUDENT: page_of(here, STUDENT)} if page_of(here, STUDENT).is_file() else {}
    done = what_pages_do(pages, {STUDENT: attack.reads})
    return [f"its page {what}" for what in done.get(STUDENT, [])]


def _nbgrader(here: Path, *words: str) -> Ended:
    return run(here, [str(Path(sys.executable).parent / "nbgrader"), *words], LIMIT_S, _bounds)


def _problem(ended: Ended) -> str:
    """Return why a submission has no grade, if so, and whether the others have to do without one too."""
    if ended.code is None:
        return f"{NO_END} in {LIMIT_S} s"
    if "There was an error processing assignment '" in ended.log:
        return f"no grade: {next((words for sign, words in NO_GRADE.items() if sign in ended.log), _error(ended.log))}"
    if ended.code == 0:
        return ""
    why = next((words for sign, words in STOPS.items() if sign in ended.log), _error(ended.log))
    return f"{STOPPED}: {why or f'exit code {ended.code}'}"


def _error(log: str) -> str:
    """Return the last error in a log, without the names of modules and of this machine's folders."""
    found = re.findall(r"^ *(?:\w+\.)*(\w*(?:Error|Exception)\b.*)$", log, re.MULTILINE)
    return re.split(r"; |\. |: '?/", found[-1])[0][:100].strip() if found else ""


def _reasons(here: Path) -> Iterator[tuple[str, str]]:
    """Yield for each graded cell what it shows, where that is something for which nbgrader gives no points."""
    missing = set(QUESTIONS)
    for cell in graded_cells(here, STUDENT):
        own = cell.get("metadata", {}).get("nbgrader", {})
        outputs = cell.get("outputs", [])
        if own.get("grade") and not own.get("solution"):
            question = str(own.get("grade_id")).removeprefix("grade-")
            missing.discard(question)
            errors = [output for output in outputs if output.get("output_type") == "error"]
            if any(output.get("name") == "stderr" for output in outputs):
                yield question, "text on standard error counts as an error"
            elif errors:
                lines = str(errors[0].get("evalue", "")).strip().splitlines() or [""]
                yield question, f"{errors[0].get('ename')}: {lines[0][:80]}"
    for question in missing:
        yield question, "the graded cell is not recognised without its id"


def _bounds() -> None:
    """Let a submission that does harm do little."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))
