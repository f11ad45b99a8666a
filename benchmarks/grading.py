"""Measure the grading: seconds per submission, ours beside plain nbgrader's, and where they go.

    python -m benchmarks.grading            some five minutes on two cores; let nothing else run
    python -m benchmarks.grading --quick    one round, to stdout

Writes its section of RESULTS.md. Both sides grade the same notebooks, one after the other in the same process, in
turns; then both commands grade the same class.
"""

from __future__ import annotations

import argparse
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from nbclient import NotebookClient
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import Execute
from rich.console import Console
from rich.progress import track
from traitlets.config import Config

from benchmarks.sections import write
from dlutils.grading import autograde, intake, judge, worker
from dlutils.grading.converting import convert
from dlutils.grading.course import Course
from tests.grading.example_class import NAME, ROOT
from tests.grading.honest import HONEST

STUDENTS = 12  # of the honest bank
CLASS = 24  # submissions of the class that both commands grade
ROUNDS = 3
ERR = Console(stderr=True)


class Watch:
    """Seconds spent in functions that it has wrapped, by a name given to them."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    @contextmanager
    def on(self, *places: tuple[Any, str, str]) -> Iterator[None]:
        """Wrap functions, each given by its owner, its attribute and the name to count its time under."""
        before = [(owner, attribute, getattr(owner, attribute)) for owner, attribute, _ in places]
        for (owner, attribute, function), (*_, name) in zip(before, places, strict=True):
            setattr(owner, attribute, self._timed(function, name))
        try:
            yield
        finally:
            for owner, attribute, function in before:
                setattr(owner, attribute, function)

    def _timed(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*arguments: Any, **more: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*arguments, **more)
            finally:
                self.spent[name] = self.spent.get(name, 0.0) + time.perf_counter() - start

        return timed


def course_at(folder: Path) -> Course:
    """Return a course with its own submissions and gradebook: those of the honest bank."""
    for i in range(CLASS):
        one = HONEST[i % STUDENTS]
        target = folder / "submitted" / f"student{i:02}" / NAME
        target.mkdir(parents=True)
        for name, content in {**one.files, f"{NAME}.ipynb": one.content}.items():
            (target / name).write_bytes(content)
    course = Course.find(ROOT, folder)
    failed, log = convert(course.config(release_directory=folder / "released"), GenerateAssignment, NAME, ".")
    if failed:
        sys.exit(f"the assignment cannot be registered: {log}")
    return course


def ours(course: Course, base: str, student: str) -> None:
    """Grade a submission as `dlcourse autograde` does."""
    folder = course.submitted / student / NAME
    result = autograde._grade(autograde._look_at(course, NAME, student, folder, base, True))
    if result.status != "graded":
        sys.exit(f"{student}: {result.notes}")


def stock(course: Course, student: str) -> None:
    """Grade a submission as plain nbgrader does, with its own steps."""
    config = course.config()
    config.Autograde = Config()
    failed, log = convert(config, Autograde, NAME, student)
    if failed:
        sys.exit(f"{student}: {log}")


def scores(course: Course) -> dict[str, float]:
    """Return what every student has."""
    with Gradebook(course.database) as book:
        return {s.student.id: s.score for s in book.assignment_submissions(NAME)}


def paired(rounds: int) -> tuple[list[dict[str, float]], list[dict[str, float]], int]:
    """Grade every submission on both sides in turn; return seconds of each, in parts, and how many scores agree."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        mine, plain = course_at(Path(one)), course_at(Path(other))
        base = mine.digest(NAME)
        students = [f"student{i:02}" for i in range(STUDENTS)]
        ours(mine, base, students[0])  # starts the sandbox
        stock(plain, students[0])
        found: tuple[list[dict[str, float]], list[dict[str, float]]] = ([], [])
        for n, student in enumerate(track(students * rounds, "in turns", console=ERR)):
            sides = [(found[0], functools.partial(ours, mine, base)), (found[1], functools.partial(stock, plain))]
            for into, grade in sides if n % 2 else sides[::-1]:
                watch = Watch()
                with watch.on(
                    (intake, "rebuild", "intake"),
                    (worker.Submission, "__init__", "a process in the sandbox"),
                    (worker.Submission, "run", "the learner's cells"),
                    (worker.Fork, "__init__", "a copy for each graded cell"),
                    (judge, "grade_cell", "the graded cells"),
                    (autograde.gradebook, "read", "reading the grade"),
                    (NotebookClient, "start_new_kernel_client", "start of the kernel"),
                    (NotebookClient, "execute_cell", "all cells"),
                    (NotebookClient, "_cleanup_kernel", "end of the kernel"),
                    (Execute, "preprocess", "Execute"),
                ):
                    start = time.perf_counter()
                    grade(student)
                    into.append({**watch.spent, "whole": time.perf_counter() - start})
        a, b = scores(mine), scores(plain)
        return *found, sum(a[student] == b[student] for student in students)


def whole_commands() -> tuple[float, float]:
    """Return the seconds that `dlcourse autograde` and plain `nbgrader autograde` take for the class."""
    taken = []
    beside = Path(sys.executable).parent
    for words in (("dlcourse", "autograde", NAME), ("nbgrader", "autograde", NAME)):
        with tempfile.TemporaryDirectory() as scratch:
            course = course_at(Path(scratch))
            own = words[0] == "dlcourse"
            if not own:
                shutil.copytree(ROOT / "solutions" / NAME, course.data / "solutions" / NAME)
                config = (ROOT / "nbgrader_config.py").read_text("utf-8")
                plain = f"{config}\nfrom traitlets.config import Config\nc.Autograde = Config()\n"
                (course.data / "nbgrader_config.py").write_text(plain, encoding="utf-8")
            command = [str(beside / words[0]), *words[1:], *(("--data", str(course.data)) if own else ())]
            environment = {**os.environ, "PATH": os.pathsep.join([str(beside), os.environ.get("PATH", os.defpath)])}
            start = time.perf_counter()
            where = ROOT if own else course.data
            run = subprocess.run(command, cwd=where, env=environment, capture_output=True, text=True, check=False)
            taken.append(time.perf_counter() - start)
            if run.returncode or len(scores(course)) != CLASS:
                sys.exit(run.stderr[-2000:])
    return taken[0], taken[1]


def table(title: str, runs: list[dict[str, float]], rest: str) -> list[str]:
    """Return the medians of the parts as a table."""
    names = [name for name in runs[0] if name not in ("whole", "Execute")]
    parts = {name: median(run.get(name, 0.0) for run in runs) for name in names}
    whole = median(run["whole"] for run in runs)
    if "Execute" in runs[0]:
        parts["the rest of running it"] = median(run["Execute"] for run in runs) - sum(parts.values())
    parts[rest] = whole - sum(parts.values())
    lines = [f"| {title} | ms |", "|---|--:|"]
    lines += [f"| {name} | {1000 * seconds:.0f} |" for name, seconds in parts.items()]
    return [*lines, f"| **together** | **{1000 * whole:.0f}** |", ""]


def report(rounds: int, load: float) -> str:
    """Measure, and return the section."""
    mine, plain, alike = paired(rounds)
    ratios = sorted(b["whole"] / a["whole"] for a, b in zip(mine, plain, strict=True))
    with ERR.status("both commands on a class"):
        command, stock_command = whole_commands()
    first, last = ratios[len(ratios) // 10], ratios[-1 - len(ratios) // 10]
    lines = [
        "# How long does it take to grade a submission?",
        "",
        "Written by `python -m benchmarks.grading`. Both sides grade the same right notebooks of "
        f"`{NAME}` (7 graded cells) in turns in one process: ours in the sandbox, each submission in namespaces and "
        "processes of its own and the graded cells outside; plain nbgrader, without a sandbox, in a kernel.",
        f"The load of the machine before it was {load:.1f}; {os.cpu_count()} processors.",
        "",
        f"- Plain nbgrader takes **{median(ratios):.1f} times as long** per submission (median of {len(ratios)} pairs; "
        f"from {first:.1f} to {last:.1f}, the tenths at the ends left out).",
        f"- Scores: {alike} of {STUDENTS} alike.",
        f"- A class of {CLASS}, whole commands: `dlcourse autograde` {command:.1f} s, `nbgrader autograde` "
        f"{stock_command:.1f} s: **{stock_command / command:.1f} times as long**.",
        "",
        "Medians of the parts:",
        "",
        *table("ours", mine, "nbgrader's converter, its steps and the gradebook"),
        *table("plain nbgrader", plain, "nbgrader's converter, its steps and the gradebook"),
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one round, to stdout")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    text = report(1 if options.quick else ROUNDS, load)
    if options.quick:
        print(text)
    else:
        write("grading", text)


if __name__ == "__main__":
    main()
