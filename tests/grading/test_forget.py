"""Deleting a student: nothing of them is left in the data folder, and nobody else loses anything."""

import json
import zipfile

import pytest
from nbgrader.api import Gradebook

from dlutils.grading import feedback, grade_log, gradebook, report
from dlutils.grading.autograde import autograde, register
from dlutils.grading.collect import collect
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.forget import traces
from tests.grading.example_class import NAME, ROOT, blank, solved
from tests.grading.test_manual import dlcourse

GONE, STAYS = "zoe-4711", "ida-0815"


@pytest.fixture
def course(tmp_path):
    """Return a course in which two students have left every trace that there can be."""
    course = Course.find(ROOT, data=tmp_path / "data")
    roster = tmp_path / "roster.csv"
    people = f"{GONE},10,Zoe Quux,{GONE}@uni.example\n{STAYS},11,Ida Byron,ida@uni.example\n"
    roster.write_text(f"id,canvas,name,email\n{people}")
    for attempt, make in enumerate((blank, solved)):
        download = tmp_path / f"{attempt}.zip"
        with zipfile.ZipFile(download, "w") as packed:
            for number, student in enumerate((GONE, STAYS)):
                name = f"{student}_{number + 10}_{2 * attempt + number + 20}_{NAME}.ipynb"
                packed.writestr(name, json.dumps(make()))
        collect(course, NAME, download, roster)
    aside = course.data / "set-aside" / GONE / NAME
    aside.mkdir(parents=True)
    (aside / "why.txt").write_text("link: it is a link\n")
    assert {result.score for result in autograde(course, NAME, jobs=2, isolated=False)} == {30}
    list(feedback.write(course, NAME))
    report.write(course, NAME, names=True)
    register(course, "activations")
    with Gradebook(course.database) as book:
        book.add_submission("activations", GONE)
    entry = grade_log.Entry("2026-11-22T00:00:00+00:00", "run", "why", NAME, GONE, "predict", 0, 3)
    grade_log.append(course, [entry, grade_log.Entry(*list(vars(entry).values())[:4], STAYS, "predict", 0, 3)])
    return course


def holds(course, text):
    """Return the files of the data folder whose name or content holds a text."""
    files = [path for path in course.data.rglob("*") if path.is_file()]
    inner = {path: path.relative_to(course.data).as_posix() for path in files}
    return [inner[path] for path in files if text in inner[path] or text.encode() in path.read_bytes()]


def test_nothing_is_left_of_one_and_everything_of_the_other(course):
    """After it, no file's name or content holds the id, not even the gradebook's free pages; others keep theirs."""
    assert len(holds(course, GONE)) >= 7
    before = set(holds(course, STAYS))
    found = traces(course, GONE)
    assert {trace.what for trace in found} == {
        f"submitted/{GONE}",
        f"submitted-attempts/{GONE}",
        f"autograded/{GONE}",
        f"feedback/{GONE}",
        f"set-aside/{GONE}",
        f".dlcourse/{NAME}/{GONE}.json",
        f".dlcourse/collected/{NAME}/{GONE}.json",
        f"report/{NAME}.html",
        "1 line of the log of changed grades",
        "the gradebook's entry, with 2 submissions",
    }
    for trace in found:
        trace.remove()
    assert holds(course, GONE) == holds(course, "Quux") == []
    assert before - set(holds(course, STAYS)) == {f"report/{NAME}.html"}
    assert gradebook.read(course, NAME, STAYS, "graded", ()).score == 30
    assert [entry.student for entry in grade_log.read(course)] == [STAYS]
    assert grade_log.path_of(course).stat().st_mode & 0o777 == 0o600
    with pytest.raises(CourseError, match="holds nothing of a student called"):
        traces(course, GONE)
    for trace in found:
        if "gradebook" not in trace.what:
            trace.remove()  # as after a run that was killed in the middle


def test_nothing_is_deleted_without_a_yes(course):
    """The command lists what there is; only --yes, or an answer at the question, deletes it."""
    before = holds(course, GONE)
    run = dlcourse(course, "forget", GONE, "--data", course.data)
    assert (run.exit_code, holds(course, GONE)) == (1, before)
    assert f"submitted/{GONE}\n" in run.stdout
    assert "Nothing was deleted" in run.stderr
    run = dlcourse(course, "forget", GONE, "--yes", "--data", course.data)
    assert (run.exit_code, holds(course, GONE)) == (0, [])
    assert "rosters" in run.stdout


@pytest.mark.parametrize("name", ["..", ".", "", "../data", "submitted", "collected", ".dlcourse", "a/b", "*"])
def test_a_name_that_is_no_student_deletes_nothing(tmp_path, name):
    """What is not the name of a student's folder is nobody, whatever it would mean as a path."""
    folder = tmp_path / "submitted" / "ada" / NAME
    folder.mkdir(parents=True)
    (tmp_path / ".dlcourse" / "collected" / NAME).mkdir(parents=True)
    course = Course.find(ROOT, data=tmp_path)
    with pytest.raises(CourseError, match="holds nothing of a student"):
        traces(course, name)
    assert folder.is_dir()


def test_a_link_is_removed_and_not_followed(tmp_path):
    """A link with a student's name goes; what it points to stays."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").write_text("stays")
    data = tmp_path / "data"
    (data / "submitted").mkdir(parents=True)
    (data / "submitted" / "eve").symlink_to(elsewhere)
    for trace in traces(Course.find(ROOT, data=data), "eve"):
        trace.remove()
    assert list((data / "submitted").iterdir()) == []
    assert (elsewhere / "mine").read_text() == "stays"
