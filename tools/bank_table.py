"""Run the bank of learners' answers through the checks with many seeds, and print the table of all functions.

    python -m tools.bank_table              100 seeds; some minutes
    python -m tools.bank_table --seeds 5

Columns: right answers that pass, wrong answers that fail (each for every seed), wrong answers whose hint names the real
mistake, and wrong answers that asserts of the usual kind (one case, a fixed seed, ``np.allclose``) would have passed.
Exit code 1 if a right answer ever fails, a wrong one ever passes, or fewer than four of five are named.
"""

from __future__ import annotations

import argparse
import sys
import warnings

from rich.console import Console
from rich.progress import track

from tests.checks.bank import ASSIGNMENTS, answers, named, passes, usual_asserts_pass


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", help=f"some of {', '.join(ASSIGNMENTS)}; by default all")
    parser.add_argument("--seeds", type=int, default=100, help="how many seeds every answer is checked with")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    chosen = [answer for name in options.assignments or ASSIGNMENTS for answer in answers(name)]
    table: dict[tuple[str, str], list[int]] = {}
    strange = []
    for answer in track(chosen, description="answers", console=Console(stderr=True)):
        row = table.setdefault((answer.assignment, answer.task), [0, 0, 0, 0, 0, 0])
        as_it_should = sum(passes(answer, seed) is answer.right for seed in range(options.seeds))
        if as_it_should < options.seeds:
            verdict = "fails" if answer.right else "passes"
            strange.append(f"{answer.task}, {answer.what}: {verdict} in {options.seeds - as_it_should} seeds")
        row[0 if answer.right else 2] += as_it_should == options.seeds
        row[1 if answer.right else 3] += 1
        if not answer.right:
            row[4] += named(answer, 0)
            row[5] += usual_asserts_pass(answer)
    print("| assignment | function | right passed | wrong caught | named | usual asserts would pass |")
    print("|---|---|--:|--:|--:|--:|")
    for (assignment, task), (right, of_right, wrong, of_wrong, hit, usual) in table.items():
        cells = f"{right} of {of_right} | {wrong} of {of_wrong} | {hit} of {of_wrong} | {usual} of {of_wrong}"
        print(f"| {assignment} | {task} | {cells} |")
    total = [sum(column) for column in zip(*table.values(), strict=True)]
    print(
        f"| all | {len(table)} functions | {total[0]} of {total[1]} | {total[2]} of {total[3]} "
        f"| {total[4]} of {total[3]} | {total[5]} of {total[3]} |"
    )
    print(*strange, sep="\n")
    sys.exit(1 if strange or total[4] < 0.8 * total[3] else 0)


if __name__ == "__main__":
    main()
