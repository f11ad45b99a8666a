"""Learners' code in the sandbox: what it can do, what it cannot, and that it ends."""

import os
import re
import sysconfig
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from dlutils.grading.sandbox import Limits, bubblewrap, environment, files_of, installed_copies
from dlutils.grading.worker import BROKEN, Fork, Submission
from tests.grading.example_class import ROOT


@pytest.fixture
def submission(sandbox):
    """Start a submission with a file of its own."""
    with Submission(
        sandbox, Limits(cell_s=5, total_s=60), {"own/data.txt": np.frombuffer(b"mine", np.uint8)}
    ) as started:
        yield started


def shown(ran) -> str:
    """Return the text that a cell printed, or its error."""
    return "".join(one.get("text", one.get("evalue", "")) for one in ran.outputs)


def test_cells_follow_each_other(submission):
    """A cell finds the names of those before it, and shows what it prints, displays and returns."""
    assert not submission.run("x = 3").failed
    ran = submission.run("print(x)\ndisplay(x + 1)\nx + 2")
    assert [one["output_type"] for one in ran.outputs] == ["stream", "display_data", "execute_result"]
    assert ran.count == 2


def test_plots_magics_and_shell_lines_work(submission):
    """What notebooks use besides Python is there."""
    ran = submission.run("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert "image/png" in ran.outputs[-1]["data"]
    assert "own" in shown(submission.run("!ls"))
    assert shown(submission.run("print(open('own/data.txt').read())")) == "mine\n"


def test_a_cell_that_ends_its_process_undoes_nothing_else(submission):
    """After an exit, a signal or a crash the next cell finds the state before."""
    submission.run("x = 1")
    for end in ("os._exit(0)", "os.kill(os.getpid(), 9)", "ctypes.string_at(0)"):
        ran = submission.run(f"import os, ctypes\nx = 2\n{end}")
        assert ran.ended == "ended its own Python process"
    assert shown(submission.run("print(x)")) == "1\n"


def test_what_ran_before_a_crash_runs_again(submission):
    """The state after a crash is the one before it, also where that takes several cells, slow and quick ones."""
    submission.run("import time, os\nx = [1]")
    submission.run("time.sleep(0.2)\nx.append(2)")
    submission.run("x.append(3)")
    submission.run("def f(): return x")
    assert submission.run("x.append(4)\nos._exit(0)").ended
    assert shown(submission.run("print(f())")) == "[1, 2, 3]\n"


def test_a_process_that_ends_again_and_again_ends_the_submission(submission):
    """What cannot be run again is not tried for ever."""
    submission.run("import os\nif os.path.exists('once'): os._exit(0)")
    submission.run("open('once', 'w').close()")
    assert submission.run("os._exit(0)").ended == "stopped its own process for good"
    assert submission.run("1").ended == "stopped its own process for good"


def test_an_endless_call_is_waited_for_once(submission):
    """The same call is not made again, another one is."""
    submission.run("def f(x):\n    print('x', file=open('calls', 'a'), flush=True)\n    while True: pass")
    with Fork(submission) as fork:
        for argument in (1, 1, 2, 1):
            assert fork.function("f").ask([argument], 0.3).kind == "timeout"
    assert shown(submission.run("print(len(open('calls').read().split()))")) == "2\n"


def test_an_endless_cell_is_interrupted(submission):
    """A loop is stopped at its time, and what it had done stays; one that swallows interrupts is ended."""
    submission.limits = Limits(cell_s=0.5)
    assert submission.run("x = 1\nwhile True: pass").interrupted
    swallowing = "import time\nx = 2\nwhile True:\n    try: time.sleep(60)\n    except BaseException: pass"
    assert submission.run(swallowing).ended == "ran too long"
    assert shown(submission.run("print(x)")) == "1\n"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"open({str(ROOT / 'README.md')!r})", "No such file"),
        ("open('/etc/passwd')", "No such file"),
        ("open('/usr/new', 'w')", "Read-only"),
        ("open('/new', 'w')", "Read-only"),
        ("open('/course/dlutils/new', 'w')", "Read-only"),
        ("open('/dev/shm/x', 'wb').write(bytes(90 << 20))", "No space|too large"),
        ("open('x', 'wb').write(bytes(90 << 20))", "No space|too large"),
        ("socket.create_connection(('127.0.0.1', 80), 1)", "refused|unreachable"),
        ("socket.gethostbyname('localhost.example')", "resolution|not known"),
        ("os.setuid(0)", "not permitted|Invalid"),
        ("os.kill(1, 9) or open('/proc/1/mem')", "denied"),
        ("open('/proc/1/environ').read()", "denied"),
        ("if ctypes.CDLL(None).unshare(0x10000000): raise OSError('no namespace')", "no namespace"),
    ],
)
def test_what_is_closed(submission, code, expected):
    """No file of the machine, no network, no rights, no other process."""
    ran = submission.run(f"import os, socket, ctypes\n{code}")
    assert ran.failed
    assert re.search(expected, shown(ran)), shown(ran)


def test_the_environment_holds_nothing_of_the_graders(submission):
    """There are the variables that are meant to be there, and another host's name."""
    said = shown(submission.run("import os, socket\nprint(*os.environ, socket.gethostname())")).split()
    assert said.pop() == "sandbox"
    assert set(said) - {"PWD", "LC_CTYPE"} <= environment("", "").keys() | {"JPY_PARENT_PID"}


def test_too_much_memory_ends_the_submission(sandbox):
    """Several processes that use more than the limit together are ended, and the reason is kept."""
    hungry = (
        "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n        x = bytearray(90 << 20); time.sleep(60)\n"
    )
    with Submission(sandbox, Limits(memory_mib=250, cell_s=20)) as submission:
        start = time.monotonic()
        ran = submission.run(hungry + "time.sleep(60)")
        assert "MiB of memory" in ran.ended
        assert time.monotonic() - start < 10
        assert "MiB of memory" in submission.run("1").ended


def test_one_process_that_wants_too_much_gets_an_error(submission):
    """An array beyond the limit is a MemoryError of its own cell."""
    assert submission.run("import numpy as np\nx = np.ones(10**10)").outputs[-1]["ename"].endswith("MemoryError")


def test_a_fork_bomb_is_bounded(sandbox):
    """Processes beyond the limit cannot be started."""
    with Submission(sandbox, Limits(processes=30, cell_s=5)) as submission:
        bomb = (
            "import os, time\nn = 0\ntry:\n    while True:\n        if os.fork() == 0: time.sleep(60)\n        n += 1\n"
        )
        ran = submission.run(bomb + "except OSError as error: print('stopped')")
        assert "processes" in ran.ended or "stopped" in shown(ran)


def test_nothing_stays(sandbox):
    """After the end no process of the submission is left, and the next one finds no file of it."""
    marker = "sleep 54321"
    with Submission(sandbox, Limits()) as submission:
        submission.run(f"import subprocess\nsubprocess.Popen({marker.split()!r}, start_new_session=True)")
        submission.run(
            "import tempfile; open(tempfile.gettempdir() + '/left', 'w').write('x'); open('left', 'w').write('x')"
        )
        assert _running(marker)
    for _ in range(100):
        if not _running(marker):
            break
        time.sleep(0.05)
    assert not _running(marker)
    with Submission(sandbox, Limits()) as submission:
        assert (
            shown(
                submission.run("import os\nimport tempfile; print(os.listdir(tempfile.gettempdir()), os.listdir('.'))")
            )
            == "[] []\n"
        )


def _running(command: str) -> list[Path]:
    """Return the processes of this machine with that command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace").replace("\0", " ").strip()
        except OSError:
            continue
        if words == command:
            found.append(path)
    return found


def test_a_function_is_called_in_a_copy(submission):
    """Calls take plain data there and bring plain data back; what they change is gone after the graded cell."""
    submission.run("count = []\ndef f(x):\n    count.append(1)\n    return x * 2, len(count)")
    for _ in range(2):
        with Fork(submission) as fork:
            assert fork.function("f")([1]) == ([1, 1], 1)
            assert fork.function("f")([1]) == ([1, 1], 2)
            assert fork.value("count") == [1, 1]


def test_a_call_that_ends_its_process_costs_that_call(submission):
    """The next call gets a fresh copy."""
    submission.run("import os\ndef f(x):\n    if x: os._exit(0)\n    return 5")
    with Fork(submission) as fork:
        assert fork.function("f").ask([1], 1.0).kind == "error"
        assert fork.function("f").ask([0], 1.0).value == 5


def test_a_function_may_call_the_right_one_of_another(submission):
    """In the place of a learner's own function stands one that asks here; only where that is wanted."""
    submission.run("def g(x): return -1\ndef f(x): return g(x) + 1")
    with Fork(submission) as fork:
        f = fork.function("f")
        assert f.ask([3], 1.0).value == 0
        assert f.replacing({"g": lambda x: 10 * x}).ask([3], 1.0).value == 31
        assert f.ask([3], 1.0).value == 0


def test_files_come_along_but_no_links(tmp_path):
    """Regular files of a submission are copied, in folders too; links, pipes and what is too large are not."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.txt").write_text("a")
    (tmp_path / "big").write_bytes(bytes(2000))
    (tmp_path / "link").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "pipe")
    found, left_out = files_of(tmp_path, 1000)
    assert {name: content.tobytes() for name, content in found.items()} == {"deep/a.txt": b"a"}
    assert left_out == ["big"]


@pytest.mark.parametrize("folder", [sysconfig.get_path("purelib"), "/usr/lib/python3/dist-packages"])
def test_an_installed_copy_of_the_package_is_covered(monkeypatch, folder):
    """Where dlutils lies among Python's packages, the sandbox has an empty folder in its place, laid over the rest."""
    installed = Path(folder) / "dlutils"
    monkeypatch.setattr("dlutils.__file__", str(installed / "__init__.py"))
    words = bubblewrap(Path("/package"))
    place = words.index(str(installed))
    assert words[place - 1] == "--tmpfs"
    assert all(words.index(str(one)) < place for one in installed.parents if str(one) in words)


def test_a_second_copy_of_the_package_is_found(tmp_path):
    """A copy that another Python has is covered as well; it need not be the one that runs."""
    for name in ("lib/python3.11/site-packages", "local/lib/python3.12/dist-packages"):
        (tmp_path / name / "dlutils").mkdir(parents=True)
    assert [path.parents[1].name for path in installed_copies([str(tmp_path)])] == ["python3.11", "python3.12"]


def test_threads_and_pools_go_on_in_the_next_cell(submission):
    """A cell that ends well leaves its threads and processes to the next one."""
    submission.run(
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2)\npool.submit(abs, 1)"
    )
    assert shown(submission.run("print(pool.submit(abs, -2).result(timeout=3))")) == "2\n"
    pool = "import multiprocessing as m\np = m.get_context('fork').Pool(2)\nprint(p.map(abs, [-1]))"
    assert shown(submission.run(pool)) == "[1]\n"
    assert shown(submission.run("print(p.map_async(abs, [-3]).get(3))")) == "[3]\n"


def test_nothing_is_shared_with_another_submission(sandbox):
    """What one writes into any descriptor that it finds, the next one cannot read."""
    with Submission(sandbox, Limits()) as one:
        one.run("import os\nfor d in range(3):\n    try: os.write(d, b'FROM-THE-FIRST')\n    except OSError: pass")
    with Submission(sandbox, Limits()) as two:
        ran = two.run("import os\nprint([os.readlink(f'/proc/self/fd/{d}') for d in range(3)])")
        assert shown(ran) == "['/dev/null', '/dev/null', '/dev/null']\n"


def test_a_start_that_fails_leaves_nothing(sandbox):
    """Limits that cannot be set make the start an error; no thread or descriptor stays, and nobody else is hit."""
    before = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    with pytest.raises(BROKEN):
        Submission(sandbox, Limits(folder_mib=-1))
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == before
    with Submission(sandbox, Limits()) as submission:
        assert not submission.run("1").failed
