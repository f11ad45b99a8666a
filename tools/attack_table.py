"""Grade the hostile bank and the honest bank, and print what every submission gets.

    python -m tools.attack_table --stock              with plain nbgrader, one submission at a time; many minutes
    python -m tools.attack_table --stock NAME ...     only some

Plain nbgrader runs submissions without a sandbox: only those that do this machine no harm, each in a copy of the course
of its own, with a home folder of its own. `-` stands for an attack that must not run so.
"""

from __future__ import annotations

import argparse
import atexit
import contextlib
import ctypes
import functools
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import track

from dlutils.grading.converting import find_programs
from tests.grading import example_class
from tests.grading.example_class import NAME, ROOT
from tests.grading.honest import HONEST, Honest
from tests.grading.hostile import ATTACKS, HELLO, LEFT, LISTENER_NAME, LISTENER_PORT, OTHER, SECRET, Attack
from tests.grading.hostile.making import blank

# Points, or why there are none; and what else an attack has reached.
Outcome = tuple[float | str, str]

STUDENT = "mallory"
LIMIT_S = 90  # for one submission: nbgrader itself ends a cell after 30 s
TEXT_LIMIT = 1 << 22
PR_SET_CHILD_SUBREAPER = 36
# What makes the course's configuration that of plain nbgrader: its own steps, in its own order.
STOCK = "from traitlets.config import Config\n\nc.Autograde = Config()\n"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="some of the submissions; by default all")
    parser.add_argument("--stock", action="store_true", help="grade with plain nbgrader")
    options = parser.parse_args()
    if not options.stock:
        parser.error("there is only --stock yet")
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # orphans become children of this process
    find_programs()
    attacks = [attack for attack in ATTACKS if not options.names or attack.name in options.names]
    honest = [one for one in HONEST if not options.names or one.name in options.names]
    with tempfile.TemporaryDirectory() as scratch, _listening():
        course = _course(Path(scratch))
        grade = functools.partial(stock, course)
        print("| attack | mechanism | earned | stock | gained | and |\n|---|---|--:|--:|--:|---|")
        outcomes: list[tuple[Attack, Outcome | None]] = []
        for attack in track(attacks, "attacks", console=Console(stderr=True)):
            outcomes.append((attack, grade(attack) if attack.stock else None))
            print(_row(*outcomes[-1]), flush=True)
        print(f"\n{_summary(outcomes)}")
        print("\n| honest | stock | lost |\n|---|--:|--:|")
        for one in track(honest, "honest", console=Console(stderr=True)):
            points, _ = grade(one)
            lost = f"{30 - points:g}" if isinstance(points, float) and points < 30 else ""
            print(f"| {one.name} | {_shown(points)} | {lost} |", flush=True)


# ---- our own grading: a function like `stock`, and a column in `_row`, belong here ---------------------------------


def _row(attack: Attack, outcome: Outcome | None) -> str:
    """Return a line of the table."""
    points, remark = outcome or ("-", "")
    gained = points - attack.earned if isinstance(points, float) else 0.0
    cells = (
        attack.name,
        attack.mechanism,
        f"{attack.earned:g}",
        _shown(points),
        f"{gained:+g}" if gained else "",
        remark,
    )
    return f"| {' | '.join(cells)} |"


def _summary(outcomes: Sequence[tuple[Attack, Outcome | None]]) -> str:
    """Return in a sentence what the attacks have reached."""
    run = [(attack, *outcome) for attack, outcome in outcomes if outcome is not None]
    gained = sum(isinstance(points, float) and points > attack.earned for attack, points, _ in run)
    stopped = sum(isinstance(points, str) for _, points, _ in run)
    reached = sum(bool(remark) for *_, remark in run)
    return (
        f"{len(outcomes)} attacks, {len(run)} of them run: {gained} gained points that they had not earned, "
        f"{stopped} stopped the batch, {reached} read, left or showed what they should not."
    )


def _shown(points: float | str) -> str:
    return points if isinstance(points, str) else f"{points:g}"


# ---- plain nbgrader ------------------------------------------------------------------------------------------------


def stock(course: Path, one: Attack | Honest) -> Outcome:
    """Grade a submission with plain nbgrader, in a copy of a course.

    Parameters
    ----------
    course : Path
        What `_course` made; it stays as it is.
    one : Attack or Honest
        What is handed in.

    Returns
    -------
    points : float or str
        The points, or why there are none.
    remark : str
        What else the attack has reached.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        here = Path(scratch, "course")
        shutil.copytree(course, here)
        _hand_in(here, STUDENT, one.content, one.files)
        ended = _nbgrader(here, "autograde", NAME, "--student", STUDENT)
        if isinstance(one, Attack) and one.mechanism == "leaves something behind":
            _hand_in(here, "next", json.dumps(blank()).encode(), {})
            _nbgrader(here, "autograde", NAME, "--student", "next")
        scores = _scores(here)
        remarks = list(_reached(Path(scratch), here, one, scores)) if isinstance(one, Attack) else []
        _end_all()
        points: float | str = scores.get(STUDENT, 0.0) if ended == "done" else ended
        return points, "; ".join(remarks)


def _reached(scratch: Path, here: Path, attack: Attack, scores: Mapping[str, float]) -> Iterator[str]:
    """Yield in words what an attack has reached but points for itself."""
    if attack.reads:
        shown = here / "autograded" / STUDENT / NAME / f"{NAME}.ipynb"
        if shown.is_file() and repr(attack.reads)[1:-1] in _outputs(shown):
            yield "shown" if attack.mechanism == "output injection" else "has read it"
    if attack.writes and any(_holds(path, LEFT) for path in scratch.rglob("*") if path.is_file()):
        yield "has left it"
    if scores.get("next", 0.0) > 0:
        yield f"the next one, who handed in nothing: {scores['next']:g}"


def _holds(path: Path, text: str) -> bool:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return "submitted" not in path.parts and text.encode() in file.read(TEXT_LIMIT)
    return False


def _outputs(path: Path) -> str:
    """Return all that a graded notebook shows, and its texts."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError):
        return ""
    shown = [str(output) for cell in cells for output in cell.get("outputs", [])]
    return "\n".join(shown + ["".join(cell["source"]) for cell in cells if cell["cell_type"] != "code"])


def _course(scratch: Path) -> Path:
    """Return a copy of the course, released, with the work of another student; packages are looked for in it first."""
    here = scratch / "course"
    here.mkdir()
    for name in ("dlutils", "solutions"):
        shutil.copytree(ROOT / name, here / name, ignore=shutil.ignore_patterns("__pycache__", "grading"))
    for path in (here / "solutions").iterdir():
        if path.name != NAME:
            shutil.rmtree(path)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (here / "nbgrader_config.py").write_text(f"{config}\n{STOCK}", encoding="utf-8")
    shutil.copy(ROOT / "CHANGELOG.md", here)
    other = example_class.solved()
    other["cells"].insert(1, {"cell_type": "markdown", "id": "ada", "metadata": {}, "source": OTHER})
    _hand_in(here, "ada", json.dumps(other).encode(), {})
    for words in (("generate_assignment", NAME), ("autograde", NAME)):
        ended = _nbgrader(here, *words)
        if ended != "done":
            sys.exit(f"nbgrader {words[0]} must work on the course itself: {ended}")
    return here


def _hand_in(here: Path, student: str, content: bytes, files: Mapping[str, bytes]) -> None:
    folder = here / "submitted" / student / NAME
    for name, its in {**files, f"{NAME}.ipynb": content}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(its)


def _nbgrader(here: Path, *words: str) -> str:
    """Run a command of nbgrader; return `done`, or how it ended. Nothing of it goes on."""
    home = here.parent / "home"
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    beside = str(Path(sys.executable).parent)
    environment = {
        "PATH": os.pathsep.join([beside, os.defpath]),
        "HOME": str(home),
        "IPYTHONDIR": str(home / ".ipython"),
        "TMPDIR": str(home / "tmp"),
        "MPLCONFIGDIR": str(_font_list()),
        "PYTHONPATH": str(here),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "DLCOURSE_TEST_SECRET": SECRET,
    }
    with (home / "log").open("w+b") as log:
        process = subprocess.Popen(
            [str(Path(beside) / "nbgrader"), *words],
            cwd=here,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_limits,
        )
        try:
            code = process.wait(LIMIT_S)
        except subprocess.TimeoutExpired:
            code = None
        if code is None:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.seek(0)
        text = log.read(TEXT_LIMIT).decode("utf-8", "replace")
    if os.environ.get("ATTACK_TABLE_LOG"):
        print(text[-4000:], file=sys.stderr)
    if code is None:
        return f"no end in {LIMIT_S} s"
    return "done" if code == 0 and "There was an error processing" not in text else "batch stops"


def _limits() -> None:
    """Let a submission that does harm do little."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 28, 1 << 28))


def _end_all() -> None:
    """End what a submission has left running: since this process adopts orphans, all of it are children in the end."""
    for _ in range(200):
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
        if not children:
            return
        for child in map(int, children):
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.waitpid(child, 0)


@functools.cache
def _font_list() -> Path:
    """Return a folder for Matplotlib's list of fonts: made once, not by every kernel."""
    folder = Path(tempfile.mkdtemp(prefix="attack-table-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = {**os.environ, "MPLCONFIGDIR": str(folder)}
    subprocess.run([sys.executable, "-c", "import matplotlib.font_manager"], env=environment, check=True)
    return folder


def _scores(here: Path) -> dict[str, float]:
    """Return the points of every student who has any."""
    from nbgrader.api import Gradebook

    try:
        with Gradebook(f"sqlite:///{here / 'gradebook.db'}") as book:
            return {work.student.id: float(work.score) for work in book.assignment_submissions(NAME)}
    except Exception as error:
        print(f"the gradebook cannot be read: {type(error).__name__}", file=sys.stderr)
        return {}


@contextlib.contextmanager
def _listening() -> Iterator[None]:
    """Answer calls on the port and on the abstract socket that attacks know."""
    lines = []
    for kind, address in ((socket.AF_INET, ("127.0.0.1", LISTENER_PORT)), (socket.AF_UNIX, LISTENER_NAME)):
        line = socket.socket(kind)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind(address)
        line.listen()
        threading.Thread(target=_answer, args=(line,), daemon=True).start()
        lines.append(line)
    try:
        yield
    finally:
        for line in lines:
            line.close()


def _answer(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            caller, _ = line.accept()
            with caller:
                caller.sendall(HELLO.encode())


if __name__ == "__main__":
    main()
