"""Play an instructor's week on a large made class, and write down what the instructor sees.

    python -m tools.week FOLDER                   600 students; about 20 minutes on two cores
    python -m tools.week FOLDER --students 40     to try it
    python -m tools.week FOLDER --write           put the times of a week that was played into benchmarks/RESULTS.md

FOLDER must be new or empty. It gets: `download`, what the learning platform packs, and a roster; `course`, a copy of
the course; `data`, all that the commands make; and `week.md`: each command as typed, its output, exit code and seconds.

The commands are those of the `dlcourse` beside this Python. One check is wrong at first: it takes the points of
`predict` from everybody whose labels are no floats. It is mended in the middle of the week, and grades change.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import sections
from dlutils.grading.course import Course
from tests.grading import made_class
from tests.grading.example_class import NAME, ROOT
from tests.grading.test_regrade import change_cells

DLCOURSE = Path(sys.executable).with_name("dlcourse")
ENDS = 12  # lines at the beginning and at the end of an output that are written down
TOLD = """`python -m tools.week FOLDER` played it with the real commands, from the platform's zip to its grades.
Exit code 1 says that a file was set aside, or could not be graded: the class has some of each, on purpose."""
WRONG_CHECK = """import numpy as np

from dlutils.checks.logistic_regression import grade

assert predict(np.ones((2, 1)), 0.5, np.ones((2, 3))).dtype == float, "The labels must be floats."
grade("predict", globals())"""


@dataclass(frozen=True)
class Step:
    """A command, and what came of it."""

    title: str
    command: str
    output: str
    code: int
    seconds: float


class Week:
    """Runs commands in the copy of the course, and writes down what they say."""

    def __init__(self, folder: Path, head: str) -> None:
        self.folder, self.head = folder, head
        self.steps: list[Step] = []

    def run(self, title: str, *words: str, typed: str = "") -> str:
        """Run a command of dlcourse, with something typed into it, and return its standard output."""
        print(f"{title} ...", end=" ", file=sys.stderr, flush=True)
        start = time.monotonic()
        done = subprocess.run(
            [DLCOURSE, *words], cwd=self.folder / "course", input=typed, capture_output=True, text=True, check=False
        )
        seconds = time.monotonic() - start
        print(f"{seconds:.1f} s, exit code {done.returncode}", file=sys.stderr)
        said = (done.stdout + done.stderr).replace(f"{self.folder}{os.sep}", "../")
        self.steps.append(Step(title, shlex.join(["dlcourse", *words]), said, done.returncode, seconds))
        (self.folder / "week.md").write_text("\n".join(self._page()) + "\n", encoding="utf-8")
        return done.stdout

    def _page(self) -> Iterator[str]:
        """Yield the lines of what is written down."""
        yield from (self.head, "", "| step | command | seconds | exit code |", "|---|---|--:|--:|")
        for i, step in enumerate(self.steps, 1):
            yield f"| {i}. {step.title} | {step.command.split()[1]} | {step.seconds:.1f} | {step.code} |"
        for i, step in enumerate(self.steps, 1):
            yield from ("", f"## {i}. {step.title}", "", "````text", f"$ {step.command}")
            yield from (*shortened(step.output), "````", f"Exit code {step.code}, {step.seconds:.1f} s")


def shortened(output: str) -> list[str]:
    """Return the lines of an output; of a long one its beginning and end."""
    lines = [line.rstrip() for line in output.splitlines()]
    left_out = len(lines) - 2 * ENDS
    return lines if left_out <= 1 else [*lines[:ENDS], f"[... {left_out} more lines ...]", *lines[-ENDS:]]


def prepare(folder: Path, students: int, seed: int) -> None:
    """Lay out the download, the course with its wrong check, and the deadline."""
    people, files = made_class.write(folder / "download", students, seed)
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part, folder / "course" / part)
    shutil.copy(ROOT / "nbgrader_config.py", folder / "course")
    change_cells(Course.find(folder / "course"), {"grade-predict": WRONG_CHECK})
    late = max((file.student for file in files if file.student in people), key=lambda student: student.time)
    (folder / "data").mkdir()
    (folder / "data" / "deadlines.toml").write_text(
        f"[{NAME}]\ndeadline = {made_class.DEADLINE.isoformat()}\ngrace_minutes = 15\n\n"
        f"[{NAME}.extensions]\n{late.login} = {(late.time + timedelta(days=1)).isoformat()}\n",
        encoding="utf-8",
    )


def lost(results: list[dict[str, Any]]) -> tuple[str, str]:
    """Return a student and a question that has some of its points, or none; not the one with the wrong check."""
    found = [
        (question["score"] > 0, question["max_score"], result["student"], question["name"])
        for result in results
        if result["status"] == "graded"
        for question in result["questions"]
        if question["score"] < question["max_score"] and question["name"] != "predict" and question["told"]
    ]
    return max(found)[2:]


def play(week: Week) -> None:
    """Do all that an instructor does in a week."""
    data = ("--data", "../data")
    roster = ("--roster", "../download/roster.csv")
    download = ("collect", "../download/submissions.zip", "--assignment", NAME, *roster, *data)
    week.run("Collect the submissions", *download)
    week.run("Collect them once more: nothing changes", *download)
    week.run("Grade them", "autograde", NAME, *data)
    week.run("Grade again: nothing is left to do", "autograde", NAME, *data)
    week.run("See how the class has done", "report", NAME, *data)
    week.run("See whose answers are alike", "similar", NAME, *data)
    week.run("Write feedback", "feedback", NAME, *data)
    week.run("Pack it for Canvas", "feedback", NAME, *data, "--zip", "../data/feedback.zip", "--for", "canvas")
    results = week.run("Look for an answer to explain", "autograde", NAME, *data, "--json")
    student, question = lost(json.loads(results))
    week.run("Explain an answer", "explain", student, NAME, question, *data)
    shutil.copy(ROOT / "solutions" / NAME / f"{NAME}.ipynb", week.folder / "course" / "solutions" / NAME)
    week.run("Release the assignment with the mended check", "release", NAME)
    week.run("See whose grades would change", "regrade", NAME, *data, typed="no\n")
    because = "predict may return labels of any type"
    week.run("Change them", "regrade", NAME, *data, "--write", "--because", because)
    week.run("Look at the log of changed grades", "grade-log", *data)
    week.run("Export for people", "export", *data, "--to", "../data/grades.csv")
    for name in ("canvas", "moodle"):
        words = ("--for", name, "--assignment", NAME, *roster)
        week.run(f"Export for {name.capitalize()}", "export", *data, "--to", f"../data/{name}.csv", *words)


def write_down(folder: Path) -> None:
    """Put the table of a week that was played in a folder into the results of the benchmarks."""
    table, _, _ = (folder / "week.md").read_text(encoding="utf-8").partition("\n## ")
    head, rest = table.split("\n\n", 1)
    sections.write("week", f"{head}\n\n{TOLD}\n\n{rest}")


def main() -> None:
    """Play the week as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a new or empty folder")
    parser.add_argument("--students", type=int, default=600, help="how many the roster names (default: 600)")
    parser.add_argument("--seed", type=int, default=1, help="which class is made (default: 1)")
    parser.add_argument("--write", action="store_true", help="do not play, but write down what was played in FOLDER")
    options = parser.parse_args()
    if options.write:
        write_down(options.folder)
        return
    if options.students < made_class.LEAST:
        parser.error(f"--students must be {made_class.LEAST} or more; got {options.students}.")
    folder = options.folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        parser.error(f"FOLDER must be new or empty; {options.folder} is not. Use another.")
    if not DLCOURSE.is_file():
        parser.error("dlcourse must be installed beside this Python. Use that of the course: .venv/bin/python.")
    print(f"making {options.students} students ...", file=sys.stderr)
    prepare(folder, options.students, options.seed)
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    head = f"# A week with {options.students} students\n\nMade with seed {options.seed}. The machine: {machine}."
    week = Week(folder, head)
    play(week)
    print(f"{folder / 'week.md'}: {sum(step.seconds for step in week.steps):.0f} s in all", file=sys.stderr)


if __name__ == "__main__":
    main()
