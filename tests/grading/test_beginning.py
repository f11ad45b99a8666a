"""The instructor's cells that all submissions begin with are run once, and nobody can tell the difference."""

import nbformat
import pytest

from dlutils.grading.course import Course
from dlutils.grading.generated import write_package
from dlutils.grading.intake import template
from dlutils.grading.judge import beginning, judge
from dlutils.grading.sandbox import Limits, Sandbox, SandboxError
from dlutils.grading.steps import running
from dlutils.grading.worker import Submission
from tests.grading.example_class import NAME, ROOT
from tests.grading.test_judge import LOCKED, cell
from tests.grading.test_worker import shown

COURSE = Course.find(ROOT)
FONT = "import matplotlib.font_manager as fonts\nfile = open(fonts.findfont('DejaVu Sans'), 'rb')"


@pytest.fixture
def start(tmp_path):
    """Start sandboxes that run some cells at once; skip, saying so, where there is none."""
    for folder in (tmp_path, *tmp_path.parents[:3]):  # pytest lets nobody else into its folders
        folder.chmod(0o755)
    write_package(COURSE, NAME, tmp_path)
    running: list[Sandbox] = []

    def started(*sources: str) -> Sandbox:
        try:
            running.append(Sandbox(tmp_path, True, sources))
        except SandboxError as error:
            pytest.skip(f"no sandbox: {error}")
        return running[-1]

    yield started
    for one in running:
        one.close()


def test_submissions_find_themselves_behind_it(start):
    """Names, outputs and the count of cells are those that there would be; no submission sees another's change."""
    sandbox = start("x = [1]\nx", "def f(): return x")
    assert [one["count"] for one in sandbox.begun] == [1, 2]
    for _ in range(2):
        with Submission(sandbox, Limits()) as submission:
            ran = submission.run("print(f())\nx.append(2)")
            assert (shown(ran), ran.count) == ("[1]\n", 3)


def test_its_outputs_stand_in_the_notebook(start):
    """The judge writes the outputs of the first cells, and does not run those cells again."""
    cells = [cell("import os\nprint('here')", **LOCKED), cell("def f(): return 1"), cell("assert f() == 1", 2)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    sandbox = start(*beginning(notebook))
    for _ in range(2):
        assert judge(notebook, sandbox, Limits(), lambda _: 1) == []
        assert [one.outputs[0].text if one.outputs else "" for one in notebook.cells] == ["here\n", "", ""]
        assert [one.execution_count for one in notebook.cells] == [1, 2, None]


def test_it_ends_where_the_learner_begins():
    """What an instructor writes after a learner's cell, or a graded one, is not a part of it."""

    def found(*cells):
        return beginning(nbformat.v4.new_notebook(cells=list(cells)))

    assert found(nbformat.v4.new_markdown_cell("0"), cell("a", **LOCKED), cell("b"), cell("c", **LOCKED)) == ("a",)
    assert found(cell("a", **LOCKED), cell("g", 1), cell("c", **LOCKED)) == ("a",)
    assert found(cell("b"), cell("c", **LOCKED)) == ()


def test_a_file_that_it_reads_is_read_by_each_submission_for_itself(start):
    """Where one submission has read to, the next one does not notice."""
    sandbox = start(FONT, "first = file.read(4)")
    for _ in range(2):
        with Submission(sandbox, Limits()) as submission:
            assert (
                shown(submission.run("import os\nprint(file.tell(), os.lseek(file.fileno(), 0, 2) > 9)")) == "4 True\n"
            )


@pytest.mark.parametrize(
    "source",
    [
        "1 / 0",
        "file = open('/scratch/x', 'w')",
        "open('/scratch/x', 'w').close()",
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "import mmap\nshared = mmap.mmap(-1, 4096)",
        "import socket\npair = socket.socketpair()",
    ],
)
def test_what_cannot_be_shared_is_not_run_for_all(start, source):
    """Cells that fail, write, or leave something open or running are run by each submission for itself."""
    assert start(source).begun is None


@pytest.mark.parametrize("name", COURSE.assignments)
def test_ours_are_run_once(name, start):
    """All eight assignments begin with cells that need be run only once."""
    start()
    sandbox = running(COURSE, name, True, beginning(template(COURSE, name)))
    assert len(sandbox.begun) >= 2
    assert "Ready" in sandbox.begun[0]["outputs"][0]["text"]


def test_a_beginning_that_cannot_be_shared_costs_nothing_else(start):
    """Then there is a sandbox without a beginning, and it is not tried again."""
    start()
    sandbox = running(COURSE, NAME, True, ("1 / 0",))
    assert sandbox.begun == []
    assert running(COURSE, NAME, True, ("1 / 0",)) is sandbox


def test_a_changed_course_gets_another_sandbox(start, monkeypatch):
    """A server that lives long does not grade with a package of yesterday, nor keep that sandbox."""
    start()
    before = running(COURSE, NAME, True)
    assert running(COURSE, NAME, True) is before
    monkeypatch.setattr(Course, "digest", lambda *_: "changed")
    after = running(COURSE, NAME, True)
    assert after is not before
    assert after.alive
    assert not before.alive
