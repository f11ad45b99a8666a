"""Plant small mistakes in the reference, one at a time, and count how many its tests notice. Lists every survivor.

    python tools/mutation.py                    all modules
    python tools/mutation.py losses logistic    these only

The mistakes are those of mutmut (``pip install -e .[mutation]``): another operator, another number, an argument left
out, other words. It changes bodies and default values of functions, not constants of a module. The work is done on a
copy in a temporary folder. Survivors go to stdout, progress to stderr. Exit code 1: a share below the target, or no
answer.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = 0.95
KILLED = {"killed", "timeout", "caught by type check", "segfault"}

# Each module of the reference, and the tests that must notice its mistakes: fast ones, of the same names.
TESTS = {
    "activations": ["test_activations", "test_messages"],
    "softmax": ["test_softmax", "test_messages"],
    "losses": ["test_losses", "test_messages"],
    "categorical_losses": ["test_categorical_losses", "test_messages"],
    "logistic": ["test_logistic", "test_messages"],
    "shallow": ["test_shallow", "test_messages"],
    "deep_forward": ["test_deep", "test_deep_bad_input", "test_messages"],
    "deep_backward": ["test_deep", "test_deep_bad_input", "test_messages"],
    "training": ["test_training", "test_messages", "test_progress"],
    "gradient_descent": ["test_shallow", "test_messages"],
    "initialization": ["test_initialization"],
}

EXPLAINED = Path(__file__).with_suffix(".toml")  # survivors that no test can or should notice, each with the reason


def prepare(folder: Path, modules: list[str]) -> None:
    """Copy package and tests, with the settings of mutmut."""
    for part in ("dlutils", "tests"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    paths = [f"dlutils/{module}.py" for module in modules]
    tests = sorted({f"tests/{name}.py" for module in modules for name in TESTS[module]})
    # This test lists the functions of a module, to which mutmut adds its own.
    listing = "tests/test_messages.py::test_every_public_function_with_arrays_is_here"
    settings = f"""
[tool.mutmut]
source_paths = {paths}
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["--hypothesis-seed=0", "--deselect={listing}"]
also_copy = ["dlutils", "tests", "pyproject.toml"]
"""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(project + settings, encoding="utf-8")


def mutmut(folder: Path, *words: str, quiet: bool = True) -> str:
    """Run a command of mutmut in the folder and return what it prints; or, not quiet, show it on stderr."""
    run = subprocess.run(
        [sys.executable, "-m", "mutmut", *words],
        cwd=folder,
        stdout=subprocess.PIPE if quiet else sys.stderr,
        stderr=subprocess.DEVNULL if quiet else None,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},  # small arrays: more threads only get in each other's way
        check=False,
    )
    if run.returncode != 0:
        sys.exit(f"mutmut {' '.join(words)} ended with code {run.returncode}. Mend what it says above, then run again.")
    return run.stdout or ""


def verdicts(folder: Path) -> dict[str, str]:
    """Return what became of every mutant: killed, timeout, survived, no tests, and so on."""
    lines = mutmut(folder, "results", "--all", "true").splitlines()
    return dict(line.strip().split(": ", 1) for line in lines if "__mutmut_" in line)


def change(folder: Path, mutant: str) -> tuple[str, str]:
    """Return the changed lines of a mutant: before, after."""
    diff = mutmut(folder, "show", mutant).splitlines()
    before, after = (
        " ".join(line[1:].strip() for line in diff if line.startswith(sign) and not line.startswith(sign * 3))
        for sign in "-+"
    )
    return before, after


def report(folder: Path) -> bool:
    """Print share and survivors; return whether the share is reached and every survivor explained."""
    found = verdicts(folder)
    if not found:
        sys.exit("mutmut must report at least one mutant; got none. Run it by hand to see why.")
    survivors = sorted(mutant for mutant, verdict in found.items() if verdict not in KILLED)
    share = 1 - len(survivors) / len(found)
    print(f"{len(found)} mutants, {len(found) - len(survivors)} noticed by the tests: {100 * share:.1f} %")
    modules = Counter(mutant.split(".")[1] for mutant in found)
    missed = Counter(mutant.split(".")[1] for mutant in survivors)
    for module, count in modules.items():
        print(f"  {module}: {count - missed[module]} of {count}")
    reasons = tomllib.loads(EXPLAINED.read_text(encoding="utf-8")) if EXPLAINED.exists() else {}
    unexplained = 0
    for mutant in survivors:
        function = mutant.removeprefix("dlutils.").partition("__mutmut_")[0].replace(".x_", ".")
        before, after = change(folder, mutant)
        reason = reasons.get(function, {}).get(after)
        unexplained += reason is None
        print(f"\n{function} ({found[mutant]})\n  - {before}\n  + {after}\n  {reason or 'NOT EXPLAINED'}")
    print(f"\n{len(survivors)} survivors, {unexplained} of them not explained in {EXPLAINED.name}")
    return share >= TARGET and not unexplained


def main() -> None:
    """Run the mutants and print what survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help=f"some of {', '.join(TESTS)}; by default all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants at a time")
    options = parser.parse_args()
    unknown = set(options.modules) - set(TESTS)
    if unknown:
        parser.error(f"modules must be some of {', '.join(TESTS)}; got {', '.join(sorted(unknown))}. Correct the name.")
    if importlib.util.find_spec("mutmut") is None:
        sys.exit("mutmut must be installed; it is not. Use: pip install -e .[mutation]")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, options.modules or list(TESTS))
        mutmut(folder, "run", "--max-children", str(options.jobs), quiet=False)
        reached = report(folder)
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
