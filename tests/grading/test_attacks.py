"""The hostile bank in the sandbox: no submission gains a point, reads what it may not, or harms the next one."""

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from nbgrader.utils import determine_grade, is_grade

from dlutils.grading import intake
from dlutils.grading.course import Course
from dlutils.grading.judge import judge
from dlutils.grading.sandbox import Limits, Sandbox
from tests.grading import example_class
from tests.grading.example_class import NAME, ROOT
from tests.grading.hostile import ATTACKS, HELLO, LEFT, LISTENER_NAME, LISTENER_PORT, SECRET, Attack

COURSE = Course.find(ROOT)
LIMITS = Limits(memory_mib=400, cell_s=1.5, total_s=15)
# What an output holds is looked at in a browser (test_feedback_safe.py); that its text is there is no harm.
SHOWN = "output injection"


def grade(
    sandbox: Sandbox, path: Path, content: bytes, files: dict[str, bytes], limits: Limits = LIMITS
) -> tuple[float, str]:
    """Grade a submission; return its points, and the graded notebook as text."""
    path.write_bytes(content)
    rebuilt = intake.rebuild(COURSE, NAME, path)
    brought = {name: np.frombuffer(one, np.uint8) for name, one in files.items()}
    judge(rebuilt.notebook, sandbox, limits, len, brought)
    return sum(determine_grade(c)[0] for c in rebuilt.notebook.cells if is_grade(c)), json.dumps(rebuilt.notebook)


@pytest.fixture(scope="module")
def bait() -> Iterator[list[bytes]]:
    """Lay out what attacks look for, a secret in the environment and listeners; yield what those heard."""
    heard: list[bytes] = []
    listeners = [socket.socket(), socket.socket(socket.AF_UNIX)]
    listeners[0].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listeners[0].bind(("127.0.0.1", LISTENER_PORT))
    listeners[1].bind(LISTENER_NAME)

    def answer(listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            heard.append(b"called")
            with caller:
                caller.sendall(HELLO.encode())

    for listener in listeners:
        listener.listen()
        threading.Thread(target=answer, args=(listener,), daemon=True).start()
    os.environ["DLCOURSE_TEST_SECRET"] = SECRET
    yield heard
    del os.environ["DLCOURSE_TEST_SECRET"]
    for listener in listeners:
        listener.shutdown(socket.SHUT_RDWR) if listener.family == socket.AF_UNIX else None
        listener.close()


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_nothing_is_gained(sandbox: Sandbox, bait: list[bytes], tmp_path: Path, attack: Attack):
    """The score is at most what honest answers deserve, and nothing that should stay closed has been read or called."""
    score, text = grade(sandbox, tmp_path / f"{NAME}.ipynb", attack.content, dict(attack.files))
    assert score <= attack.earned
    assert SECRET not in text
    assert HELLO not in text
    assert not bait
    if attack.reads and attack.mechanism != SHOWN:
        assert attack.reads not in text
    assert sandbox.alive


def test_the_next_submission_gets_its_own_score(sandbox: Sandbox, tmp_path: Path):
    """After all of them an honest submission still gets all points, and finds nothing that they left."""
    score, text = grade(sandbox, tmp_path / "a.ipynb", json.dumps(example_class.solved()).encode(), {})
    assert score == 30
    blank, _ = grade(sandbox, tmp_path / "b.ipynb", json.dumps(example_class.blank()).encode(), {})
    assert blank == 0
    assert LEFT not in text


def test_nothing_is_left_on_this_machine():
    """No process and no file of theirs is there: not in the course, nor in the folder for temporary files."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert LEFT.encode() not in path.read_bytes()
        except OSError:
            continue
    names = [path.name for folder in (ROOT, ROOT / "solutions", Path("/tmp")) for path in folder.iterdir()]  # noqa: S108
    assert not [name for name in names if LEFT in name]
