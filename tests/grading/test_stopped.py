"""A run of autograde that is stopped or killed loses nothing, and leaves no process behind.

With ``KILLS=20`` it is killed at that many moments.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest

from dlutils.grading.autograde import autograde
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from tests.grading.example_class import NAME, ROOT, blank, solved
from tests.grading.test_regrade import WRONG_SIGMOID, course_in, hand_in, state

CLASS = {"ada": solved, "ben": blank, "eve": lambda: solved(sigmoid=WRONG_SIGMOID), "fay": solved, "gus": blank}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Return a course with one assignment."""
    return course_in(tmp_path_factory.mktemp("course"), {})


@pytest.fixture
def course(root, tmp_path):
    """Return the course with a class that is not graded yet."""
    course = Course(root.root, tmp_path / "data")
    for student, make in CLASS.items():
        hand_in(course, student, make())
    return course


def start(course, isolated, *more):
    """Start `dlcourse autograde` in a session of its own, as in a terminal of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "dlutils.grading.cli", "autograde", NAME, "--jobs", "2"]
    command += ["--data", str(course.data), *(["--no-sandbox"] if not isolated else []), *more]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=course.root, start_new_session=True, stdout=pipe, stderr=pipe, text=True)


def family(process):
    """Return all processes that a process has started, and those that these have started."""
    return psutil.Process(process.pid).children(recursive=True)


def all_gone(processes):
    """Whether processes end within some seconds."""
    return not psutil.wait_procs(processes, timeout=20)[1]


@pytest.fixture(scope="module")
def whole(root, tmp_path_factory):
    """Return what a run leaves that nobody stops, and the seconds that it takes."""
    course, begun = Course(root.root, tmp_path_factory.mktemp("whole")), time.monotonic()
    for student, make in CLASS.items():
        hand_in(course, student, make())
    process = start(course, isolated=False)
    process.communicate()
    assert process.returncode == 0
    return state(course), time.monotonic() - begun


@pytest.mark.parametrize("number", range(int(os.environ.get("KILLS", "2"))))
def test_a_kill_at_any_moment_does_no_harm(course, whole, number):
    """Killed at a random moment, it leaves no process; run again, it ends as a run that nobody kills."""
    want, took_s = whole
    process, after_s = start(course, isolated=False), took_s * random.uniform(0.1, 1)
    time.sleep(after_s)
    workers = family(process)
    process.kill()  # the main process alone: its workers have to see it
    process.communicate()
    done = len(list((course.data / "autograded").glob("*")))
    print(f"killed after {after_s:.2f} of {took_s:.2f} s, with {done} of {len(CLASS)} in autograded/")
    assert all_gone(workers)
    again = start(course, isolated=False)
    again.communicate()
    assert again.returncode == 0
    assert state(course) == want


def test_ctrl_c_stops_and_says_how_to_go_on(course, whole):
    """Ctrl-C finishes what is being graded, begins nothing else, says what to do, and ends with 130; no traceback."""
    process = start(course, isolated=False)
    deadline = time.monotonic() + 60
    while not list((course.data / "autograded").glob("*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    workers = family(process)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to all processes
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopping: what is being graded is finished first." in err
    assert f"of {len(CLASS)}. Run the same command to go on" in err
    assert "Traceback" not in out + err
    assert all_gone(workers)
    assert len(list((course.data / ".dlcourse" / NAME).glob("[!.]*.json"))) < len(CLASS)
    again = start(course, isolated=False)
    again.communicate()
    assert again.returncode == 0
    assert state(course) == whole[0]


def test_in_the_sandbox_nothing_is_left_either(course, sandbox):
    """Where learners' code runs in a sandbox, a kill of the main process ends that as well."""
    process = start(course, isolated=True)
    deadline, inside = time.monotonic() + 120, []
    while time.monotonic() < deadline:
        inside = family(process) if list((course.data / "autograded").glob("*")) else []
        if any(one.name() == "bwrap" for one in inside):  # a worker's; that of the main process is gone by now
            break
        time.sleep(0.01)
    else:
        pytest.fail("no sandbox was started")
    process.kill()
    process.communicate()
    assert all_gone(inside)


def test_two_runs_at_once_are_refused(course):
    """While one run grades an assignment, another one is refused with one clear line; afterwards it is not."""
    first = autograde(course, NAME, isolated=False)
    next(first)
    with pytest.raises(CourseError, match="is being graded by another run"):
        next(autograde(course, NAME, isolated=False))
    assert {result.status for result in first} == {"graded"}
    assert len(list(autograde(course, NAME, isolated=False))) == len(CLASS)


FULL = """
import json, subprocess, sys
from pathlib import Path
from dlutils.grading.course import Course
from tests.grading.test_regrade import hand_in, state
from tests.grading.test_stopped import CLASS, start

root, disk, want = map(Path, sys.argv[1:4])

def mount(*options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", disk], check=True)

if __name__ == "__main__":
    mount("size=480k")
    course = Course(root, disk / "data")
    for student, make in CLASS.items():
        hand_in(course, student, make())
    first, told = start(course, False, "--json").communicate()
    mount("remount", "size=100m")
    again, _ = start(course, False, "--json").communicate()
    same = repr(state(course)) == want.read_text()
    print(json.dumps({"first": json.loads(first), "told": told, "again": json.loads(again), "same": same}))
"""


def test_a_full_disk_costs_nobody_a_point(course, whole, tmp_path):
    """What does not fit is not graded, and says so; nobody is graded as blank. With space, all is as ever."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "true"], check=False).returncode:
        pytest.skip("no disk can be made here: unshare does not work")
    (tmp_path / "disk").mkdir()
    (tmp_path / "want").write_text(repr(whole[0]))
    words = ["unshare", "-rm", sys.executable, "-c", FULL, course.root, tmp_path / "disk", tmp_path / "want"]
    run = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    failed = [result for result in found["first"] if result["status"] == "failed"]
    assert failed
    assert {result["status"] for result in found["first"]} <= {"graded", "failed"}
    assert all("full" in note or "No space" in note for result in failed for note in result["notes"])
    assert "Traceback" not in found["told"]
    assert {result["status"] for result in found["again"]} == {"graded"}
    assert found["same"]
