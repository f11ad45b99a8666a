"""What grading the banks with plain nbgrader and with ours share: a course, what is handed in, how a command is run.

Each grading runs in a folder of its own: `course` is the copy of the course, `home` the grader's home folder with that
for temporary files, `log` what the command has said.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.grading import example_class
from tests.grading.example_class import NAME, ROOT
from tests.grading.honest import Honest
from tests.grading.hostile import OTHER, SECRET, Attack

TEXT_LIMIT = 1 << 22
OTHER_STUDENT = "ada"
NO_END, STOPPED = "no end", "the batch stopped"  # how a reason begins that costs other submissions their grade
# Who has graded what; the last is the honest bank and the example class with our follow-through switched off.
STOCK, OURS = "stock", "ours"
STOCK_HONEST, OURS_HONEST, SINGLE = "stock, honest", "ours, honest", "ours, each question for itself"


@dataclass(frozen=True)
class Outcome:
    """What a submission came to.

    Attributes
    ----------
    questions : dict
        The points in the gradebook, by question; empty where there are none.
    ended : str
        Why there are none.
    remarks : tuple of str
        What else it has reached, in words.
    reasons : dict
        Why a graded cell gave no points, by question, where plain nbgrader tells.
    """

    questions: dict[str, float]
    ended: str = ""
    remarks: tuple[str, ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """All points; 0 where there are none."""
        return sum(self.questions.values())


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (None if it had to be ended), standard output, standard error."""

    code: int | None
    said: str
    log: str


def make_course(scratch: Path, config: str, *without: str) -> Path:
    """Return a copy of the course with one assignment.

    Parameters
    ----------
    scratch : Path
        An empty folder; the copy is its folder `course`.
    config : str
        Lines for the end of nbgrader_config.py.
    without : str
        Folders of the package to leave out.
    """
    here = scratch / "course"
    shutil.copytree(ROOT / "dlutils", here / "dlutils", ignore=shutil.ignore_patterns("__pycache__", *without))
    for folder in ("solutions", "assignments"):
        shutil.copytree(ROOT / folder / NAME, here / folder / NAME)
    own = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (here / "nbgrader_config.py").write_text(f"{own}\n{config}", encoding="utf-8")
    shutil.copy(ROOT / "CHANGELOG.md", here)
    return here


def hand_in(here: Path, student: str, files: Mapping[str, bytes]) -> None:
    """Put a submission into the copy of a course."""
    folder = here / "submitted" / student / NAME
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def files_of(one: Attack | Honest) -> dict[str, bytes]:
    """Return the files of a submission of the banks, by name."""
    return {**one.files, f"{NAME}.ipynb": one.content}


def others_work() -> dict[str, bytes]:
    """Return the work of another student, whose text an attack may be after."""
    other = example_class.solved()
    other["cells"].insert(1, {"cell_type": "markdown", "id": "ada", "metadata": {}, "source": OTHER})
    return {f"{NAME}.ipynb": json.dumps(other).encode()}


def blank_work() -> dict[str, bytes]:
    """Return a submission without answers."""
    return {f"{NAME}.ipynb": json.dumps(example_class.blank()).encode()}


def run(here: Path, command: Sequence[str], limit_s: float, bounds: Callable[[], None] | None = None) -> Ended:
    """Run a command in the copy of a course, as a grader with a secret in the environment.

    Packages are looked for in the copy first.
    """
    home, log = here.parent / "home", here.parent / "log"
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    log.mkdir(exist_ok=True)
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.defpath]),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "IPYTHONDIR": str(home / ".ipython"),
        "TMPDIR": str(home / "tmp"),
        "MPLCONFIGDIR": str(_font_list()),
        "PYTHONPATH": str(here),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "DLCOURSE_TEST_SECRET": SECRET,
    }
    with (log / "said").open("w+b") as said, (log / "errors").open("w+b") as errors:
        process = subprocess.Popen(
            command,
            cwd=here,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=errors,
            start_new_session=True,
            preexec_fn=bounds,
        )
        try:
            code: int | None = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            code = None
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        texts = []
        for file in (said, errors):
            file.seek(0)
            texts.append(file.read(TEXT_LIMIT).decode("utf-8", "replace"))
    return Ended(code, *texts)


@functools.cache
def _font_list() -> Path:
    """Return a folder for Matplotlib's list of fonts: made once, not by every kernel."""
    folder = Path(tempfile.mkdtemp(prefix="attack-table-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = {**os.environ, "MPLCONFIGDIR": str(folder)}
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], env=environment, check=True)
    return folder


def end_all(grace_s: float = 3.0) -> int:
    """End what a submission has left running, and return how many processes that were.

    Since this process adopts orphans, all of it are children in the end. What ends by itself in `grace_s` seconds, such
    as helpers of the grading itself, does not count.
    """
    until, found = time.monotonic() + grace_s, set[int]()
    while children := Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split():
        late = time.monotonic() > until
        for child in map(int, children):
            if late:
                found.add(child)
                with contextlib.suppress(OSError):
                    os.kill(child, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.waitpid(child, os.WNOHANG)
        time.sleep(0.02)
    return len(found)


def scores(here: Path) -> dict[str, dict[str, float]]:
    """Return from the gradebook the points of every student who has any, by question."""
    from nbgrader.api import Gradebook

    try:
        with Gradebook(f"sqlite:///{here / 'gradebook.db'}") as book:
            return {
                work.student.id: {
                    grade.name.removeprefix("grade-"): float(grade.score)
                    for its in work.notebooks
                    for grade in its.grades
                }
                for work in book.assignment_submissions(NAME)
            }
    except Exception as error:
        print(f"the gradebook cannot be read: {type(error).__name__}", file=sys.stderr)
        return {}
