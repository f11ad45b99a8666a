"""Grade the hostile bank and the honest bank with plain nbgrader and with ours, and print what every submission gets.

    python -m tools.attack_table               both, the same notebooks in the same run; more than an hour
    python -m tools.attack_table --ours        only as `dlcourse autograde` does it, in the sandbox
    python -m tools.attack_table --stock       only with plain nbgrader, one submission at a time
    python -m tools.attack_table NAME ...      only some
    python -m tools.attack_table --write       put the summary into benchmarks/RESULTS.md
    python -m tools.attack_table --keep FILE   keep outcomes in a file as they come; a run that was interrupted goes on

Plain nbgrader runs submissions without a sandbox: only those that do this machine no harm, each in a copy of the course
of its own, with a home folder of its own. Exit code 1 if an attack gets anything under ours, an honest submission loses
points, or a difference between both has no known reason.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks.sections import write
from dlutils.grading.converting import find_programs
from dlutils.grading.site import find_browser
from tests.grading import example_class
from tests.grading.example_class import NAME
from tests.grading.honest import HONEST
from tests.grading.hostile import ATTACKS, Attack
from tools import attack_ours, attack_stock
from tools.attack_course import OURS, OURS_HONEST, SINGLE, STOCK, STOCK_HONEST, Outcome, files_of
from tools.attack_report import report
from tools.attack_signs import listening

PR_SET_CHILD_SUBREAPER = 36


class Kept:
    """Outcomes, by side and submission; in a file as well, if there is one.

    Parameters
    ----------
    path : Path or None
        The file, of one line each. Those that are in it already are taken from there.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._found: dict[tuple[str, str], Outcome] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path and path.exists() else ():
            side, name, its = json.loads(line)
            self._found[side, name] = Outcome(**{**its, "remarks": tuple(its["remarks"])})

    def missing(self, side: str, name: str) -> bool:
        """Whether a submission is still to be graded."""
        return (side, name) not in self._found

    def put(self, side: str, name: str, outcome: Outcome) -> None:
        """Keep an outcome, and tell it."""
        self._found[side, name] = outcome
        told = (f"{outcome.points:g}", outcome.ended, *outcome.remarks)
        print(f"{side}: {name}: {'; '.join(filter(None, told))}", file=sys.stderr, flush=True)
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([side, name, asdict(outcome)]) + "\n")

    def of(self, side: str) -> dict[str, Outcome]:
        """Return the outcomes of one side, by submission."""
        return {name: outcome for (of, name), outcome in self._found.items() if of == side}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="some of the submissions; by default all, and the example class")
    parser.add_argument("--stock", action="store_true", help="grade only with plain nbgrader")
    parser.add_argument("--ours", action="store_true", help="grade only with `dlcourse autograde`")
    parser.add_argument("--write", action="store_true", help="write the section of benchmarks/RESULTS.md")
    parser.add_argument("--keep", type=Path, help="a file for outcomes; what is in it is not graded again")
    options = parser.parse_args()
    both = options.stock == options.ours
    if options.write and (options.names or not both):
        parser.error("--write needs all submissions and both sides")
    if find_browser() is None:
        parser.error("Chromium must be installed: pages of feedback are looked at in it")
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # orphans become children of this process
    find_programs()
    chosen = set(options.names)
    attacks = {one.name: one for one in ATTACKS if not chosen or one.name in chosen}
    honest = {one.name: files_of(one) for one in HONEST if not chosen or one.name in chosen}
    students = {name: files for name, files in _example_class().items() if not chosen or name in chosen}
    kept = Kept(options.keep)
    with listening() as heard:
        if both or options.ours:
            _ours(kept, attacks, honest, students, heard)
        if both or options.stock:
            _stock(kept, attacks, honest, students, heard)
    text, good = report(kept.of, attacks, honest, students)
    print(text)
    if options.write:
        write("attacks", text)
    sys.exit(0 if good else 1)


Files = Mapping[str, bytes]


def _example_class() -> dict[str, Files]:
    """Return the example class: files by name, by student."""
    with tempfile.TemporaryDirectory() as folder:
        example_class.write(Path(folder))
        return {
            student.name: {path.name: path.read_bytes() for path in (student / NAME).iterdir()}
            for student in sorted(Path(folder).iterdir())
        }


@contextmanager
def _course(prepare: Callable[..., Path], *config: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        yield prepare(Path(scratch), *config)


def _ours(
    kept: Kept,
    attacks: Mapping[str, Attack],
    honest: Mapping[str, Files],
    students: Mapping[str, Files],
    heard: list[str],
) -> None:
    """Grade with `dlcourse autograde`: the honest bank in a run, and each kind of attack in one."""
    for side, config, submissions in (
        (OURS_HONEST, "", honest),
        (SINGLE, attack_ours.NO_FOLLOW_THROUGH, {**honest, **students}),
    ):
        missing = {name: files for name, files in submissions.items() if kept.missing(side, name)}
        if missing:
            with _course(attack_ours.prepare, config) as course:
                for name, outcome in attack_ours.grade_honest(course, missing).items():
                    kept.put(side, name, outcome)
    with _course(attack_ours.prepare) as course:
        for mechanism in dict.fromkeys(one.mechanism for one in attacks.values()):
            some = [one for one in attacks.values() if one.mechanism == mechanism and kept.missing(OURS, one.name)]
            for name, outcome in attack_ours.grade_attacks(course, some, heard).items() if some else ():
                kept.put(OURS, name, outcome)


def _stock(
    kept: Kept,
    attacks: Mapping[str, Attack],
    honest: Mapping[str, Files],
    students: Mapping[str, Files],
    heard: list[str],
) -> None:
    """Grade with plain nbgrader, one by one."""
    with _course(attack_stock.prepare) as course:
        for name, files in {**honest, **students}.items():
            if kept.missing(STOCK_HONEST, name):
                kept.put(STOCK_HONEST, name, attack_stock.grade(course, files, heard))
        for name, attack in attacks.items():
            if attack.stock and kept.missing(STOCK, name):
                kept.put(STOCK, name, attack_stock.grade(course, files_of(attack), heard, attack))


if __name__ == "__main__":
    main()
