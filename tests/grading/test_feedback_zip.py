"""Feedback as a zip: each page has the name by which Canvas or Moodle finds its student, and nobody gets another's."""

import zipfile

import pytest

from dlutils.grading.collect import collect
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.feedback import path_of
from dlutils.grading.feedback_zip import pack
from tests.grading.example_class import NAME, ROOT
from tests.grading.test_manual import dlcourse

CANVAS = {
    "doejane_101_9001_logistic-regression.ipynb": "jane",
    "o_neill_LATE_102_9002_logistic-regression-1.ipynb": "o_neill",
    "liwei_103_9003_work.zip": "li",
    "anon_x1Y2z_9004_logistic-regression.ipynb": "nobody knows",
}
MOODLE = {
    "Jane Doe_55_assignsubmission_file_/logistic-regression.ipynb": "jane",
    "Zoë Ünal_56_assignsubmission_file/logistic-regression.ipynb": "zoe",
}


def collected(folder, files):
    """Collect a download with these files, and write a page of feedback for every student."""
    download = folder / "download.zip"
    inner = folder / "inner.zip"
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr(f"my work/{NAME}.ipynb", "a notebook")
    with zipfile.ZipFile(download, "w") as packed:
        for name in files:
            packed.writestr(f"submissions/{name}", inner.read_bytes() if name.endswith(".zip") else f"of {name}")
    course = Course.find(ROOT, data=folder / "data")
    found = collect(course, NAME, download)
    assert not found.set_aside
    for one in found.submissions:
        path = path_of(course, NAME, one.student)
        path.parent.mkdir(parents=True)
        path.write_text(f"feedback on {one.source}")
    return course, [one.student for one in found.submissions]


def pages(path):
    """Return what a zip holds, by name."""
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_canvas_finds_user_and_file_in_the_name(tmp_path):
    """Canvas takes the first two parts that are all digits, between underscores: the user's and the file's number."""
    course, students = collected(tmp_path, CANVAS)
    to = tmp_path / "feedback.zip"
    (anonymous,) = pack(course, NAME, students, "canvas", to)
    assert anonymous.startswith("anon")
    numbers = {}
    for name, text in pages(to).items():
        assert "/" not in name
        assert name.endswith(".html")
        user, file = [part for part in name.split("_") if part.isdigit()][:2]
        numbers[user, file] = text
    assert sorted(numbers) == [("101", "9001"), ("102", "9002"), ("103", "9003")]
    assert all(f"_{user}_{file}_" in text for (user, file), text in numbers.items())


def test_moodle_finds_the_participant_in_the_folder(tmp_path):
    """Moodle cuts a folder's name at underscores: name, number, kind and plugin; the rest of the path is the page."""
    course, students = collected(tmp_path, MOODLE)
    to = tmp_path / "feedback.zip"
    assert pack(course, NAME, students, "moodle", to) == []
    found = {}
    for path, text in pages(to).items():
        folder, page = path.split("/")
        _, number, kind, plugin = folder.split("_", 4)[:4]
        assert (kind, plugin, page) == ("assignsubmission", "file", f"{NAME}.html")
        found[number] = text
    assert sorted(found) == ["55", "56"]
    assert all(f"_{number}_" in text for number, text in found.items())


def test_who_came_from_elsewhere_is_named(tmp_path):
    """A submission of another platform, or put there by hand, is not in the zip; for people, all are."""
    course, students = collected(tmp_path, MOODLE)
    by_hand = path_of(course, NAME, "ida")
    by_hand.parent.mkdir(parents=True)
    by_hand.write_text("feedback on ida")
    to = tmp_path / "feedback.zip"
    assert pack(course, NAME, [*students, "ida"], "moodle", to) == ["ida"]
    assert pack(course, NAME, [*students, "ida"], "canvas", to) == [*students, "ida"]
    assert pages(to) == {}
    assert pack(course, NAME, [*students, "ida"], "plain", to) == []
    assert set(pages(to)) == {f"{student}/{NAME}.html" for student in (*students, "ida")}


def test_a_later_attempt_gives_the_name(tmp_path):
    """Who hands in again has a new number on Canvas; the page goes to that one."""
    course, students = collected(tmp_path, ["doejane_101_9001_logistic-regression.ipynb"])
    again = tmp_path / "again.zip"
    with zipfile.ZipFile(again, "w") as packed:
        packed.writestr("doejane_101_9050_logistic-regression-1.ipynb", "a better one")
    collect(course, NAME, again)
    to = tmp_path / "feedback.zip"
    pack(course, NAME, students, "canvas", to)
    assert list(pages(to)) == [f"doejane_101_9050_{NAME}.html"]


def test_a_zip_that_cannot_be_written_leaves_the_old_one(tmp_path):
    """One clear line, and what was there stays; nothing half written lies beside it."""
    course, students = collected(tmp_path, MOODLE)
    to = tmp_path / "out" / "feedback.zip"
    to.parent.mkdir()
    to.write_text("the old one")
    path_of(course, NAME, students[-1]).unlink()
    with pytest.raises(CourseError, match="must be writable"):
        pack(course, NAME, students, "plain", to)
    assert to.read_text() == "the old one"
    assert list(to.parent.iterdir()) == [to]


def test_a_platform_without_a_zip_is_wrong_use():
    """`--for canvas` alone would do nothing, so it is refused."""
    run = dlcourse(Course.find(ROOT), "feedback", NAME, "--for", "canvas")
    assert run.exit_code == 2
    assert "must go with --zip" in run.output
