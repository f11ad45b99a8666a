"""Collecting a download: whose each file is, which attempt counts, and that nothing is lost, whatever comes in."""

import contextlib
import csv
import io
import json
import os
import random
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.utils import parse_utc

from dlutils.grading import downloads, reading
from dlutils.grading.archives import MAX_BYTES
from dlutils.grading.collect import collect
from dlutils.grading.collected import Collected, SetAside, Submission, render
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from tests.grading import example_class
from tests.grading.example_class import EXPECTED, NAME, ROOT

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)
METADATA = """---
submission_71:
  :submitters:
  - :name: Ann Müller
    :sid: '0071'
    :email: ann@uni.example
  :created_at: 2026-04-26 17:34:00.861687000 Z
  :score: 2.0
  :results:
    output: |-
      submission_72:
        :submitters:

      :submitters: [[[
    tests:
    - name: "no\\tend"
  :history:
  - :id: 70
    :created_at: 2020-01-01 00:00:00 Z
submission_72:
  :submitters:
  - :name: Bob
    :sid: '72'
  - :name: Cy
    :sid: '73'
  :created_at: 2026-04-27 10:00:00 +02:00
submission_73:
  :submitters: []
"""


@pytest.fixture
def course(tmp_path):
    """Return a course with one assignment, and nothing handed in."""
    root = tmp_path / "course"
    shutil.copytree(ROOT / "solutions" / NAME, root / "solutions" / NAME)
    shutil.copytree(ROOT / "assignments" / NAME, root / "assignments" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return Course.find(root)


def zipped(path, files, when=MARCH):
    """Write a zip of names and contents; a content may come with a time of its own."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files if isinstance(files, list) else files.items():
            content, moment = content if isinstance(content, tuple) else (content, when)
            info = zipfile.ZipInfo(name, moment.astimezone().timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


def inner_zip(files):
    """Return a zip as bytes."""
    target = io.BytesIO()
    zipped(target, files, MARCH + timedelta(days=9))  # by the student's own clock
    return target.getvalue()


def laid_out(course):
    """Return all notebooks and other files of submitted/, but the time stamps."""
    return {
        path.relative_to(course.submitted).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(course.submitted.rglob("*"))
        if path.is_file() and path.name != "timestamp.txt"
    }


def tree(course):
    """Return every file below the course's data that is a person's, with content."""
    return {
        path.relative_to(course.data).as_posix(): path.read_bytes()
        for top in ("submitted", "submitted-attempts", "unmatched")
        for path in sorted((course.data / top).rglob("*"))
        if path.is_file()
    }


def outcomes(collected):
    """Return outcome by student."""
    return {one.student: one.outcome for one in collected.submissions}


def reasons(collected):
    """Return reason by name of what was set aside."""
    return {one.name: one.reason for one in collected.set_aside}


def stamp(course, student):
    """Return a submission's time as nbgrader reads it."""
    return parse_utc((course.submitted / student / NAME / "timestamp.txt").read_text(encoding="utf-8").strip())


CANVAS = {
    "doejane_12_501_logistic-regression.ipynb": "jane",
    "müllerann_LATE_13_502_logistic-regression-2.ipynb": "ann",
    "müllerann_LATE_13_503_my picture.png": "picture",
    "li_LATE_14_504_Untitled.ipynb": "li",
    "anon_x1Y2z_505_logistic-regression.ipynb": "anonymous",
    "roejoe_15_text.html": "typed",
}
MOODLE = {
    "Jane Doe_7001_assignsubmission_file_/logistic-regression.ipynb": "jane",
    "Jane Doe_7001_assignsubmission_file_/data/x.csv": "x",
    "Jane Doe_7001_assignsubmission_onlinetext_/onlinetext.html": "typed",
    "Ann O'Brien_7002_assignsubmission_file_/deep/er/work.ipynb": "ann",
    "Participant_7003_assignsubmission_file_logistic-regression.ipynb": "blind",
}
GRADESCOPE = {
    "assignment_9_export/submission_metadata.yml": METADATA,
    "assignment_9_export/submission_71/logistic-regression.ipynb": "ann",
    "assignment_9_export/submission_71/submission_metadata.yml": "submission_71:\n  :submitters:\n  - :sid: evil\n",
    "assignment_9_export/submission_72/a/logistic-regression.ipynb": "group",
    "assignment_9_export/submission_73/logistic-regression.ipynb": "nobody",
    "assignment_9_export/submission_74/logistic-regression.ipynb": "unknown",
    "__MACOSX/assignment_9_export/._submission_metadata.yml": "junk",
}
PLAIN = {
    "hw/ann.ipynb": "ann",
    "hw/bob_logistic-regression.ipynb": "bob",
    "hw/cy_Logistic_Regression (1).ipynb": "cy",
    "hw/dee/deep/er/logistic-regression.ipynb": "dee",
    "hw/dee/.ipynb_checkpoints/logistic-regression-checkpoint.ipynb": "junk",
    "hw/eve/Copy_of_logistic-regression.ipynb": "eve",
    "hw/eve/util.py": "util",
    "hw/fay/my solution.ipynb": "fay",
    "hw/.DS_Store": "junk",
    "hw/__MACOSX/hw/._ann.ipynb": "junk",
    "hw/logistic-regression (1).ipynb": "whose",
    "hw/notes.txt": "notes",
}


def test_canvas(course, tmp_path):
    """Canvas' names become students; late ones are known; what came along lies beside; a typed text is set aside."""
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", CANVAS))
    assert laid_out(course) == {
        f"anon_x1Y2z/{NAME}/{NAME}.ipynb": "anonymous",
        f"doejane/{NAME}/{NAME}.ipynb": "jane",
        f"li/{NAME}/{NAME}.ipynb": "li",
        f"müllerann/{NAME}/{NAME}.ipynb": "ann",
        f"müllerann/{NAME}/my picture.png": "picture",
    }
    assert [one.student for one in collected.submissions if one.late] == ["li", "müllerann"]
    assert reasons(collected) == {"roejoe_15_text.html": "roejoe handed in no notebook"}
    assert (course.data / collected.set_aside[0].copy).read_text() == "typed"
    assert not collected.complete


def test_moodle(course, tmp_path):
    """Moodle's folders and flat names become students, with what lay beside the notebook at its place."""
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", MOODLE))
    assert laid_out(course) == {
        f"Ann O_Brien/{NAME}/{NAME}.ipynb": "ann",
        f"Jane Doe/{NAME}/{NAME}.ipynb": "jane",
        f"Jane Doe/{NAME}/data/x.csv": "x",
        f"Jane Doe/{NAME}/onlinetext.html": "typed",
        f"Participant 7003/{NAME}/{NAME}.ipynb": "blind",
    }
    assert collected.complete


def test_gradescope(course, tmp_path):
    """Gradescope's file says who it is and when; each of a group has a copy; a student's own such file says nothing."""
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", GRADESCOPE))
    assert laid_out(course) == {
        f"0071/{NAME}/{NAME}.ipynb": "ann",
        f"0071/{NAME}/submission_metadata.yml": GRADESCOPE["assignment_9_export/submission_71/submission_metadata.yml"],
        f"72/{NAME}/{NAME}.ipynb": "group",
        f"73/{NAME}/{NAME}.ipynb": "group",
    }
    assert stamp(course, "0071") == datetime(2026, 4, 26, 17, 34, 0, 861687)
    assert stamp(course, "72") == datetime(2026, 4, 27, 8)
    assert list(reasons(collected).values()) == [
        "submission_metadata.yml names nobody for it",
        "submission_metadata.yml does not say whose it is",
    ]


@pytest.mark.parametrize("content", ["[" * 200_000, "- " * 5000, "a: b: c", "\x00\x01", "submission_71: [", "7", ""])
def test_gradescopes_file_may_be_anything(course, tmp_path, content):
    """A file of Gradescope's that cannot be read ends nothing: the submissions are set aside with a reason."""
    files = {"submission_metadata.yml": content, "submission_71/a.ipynb": "ann"}
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", files))
    assert "submission_metadata.yml does not say" in reasons(collected)["submission_71/a.ipynb"]


@pytest.mark.parametrize("way", ["zip", "folder"])
def test_plain_names(course, tmp_path, way):
    """Plain names in a zip or a folder, with a folder around them all; junk is ignored, and the rest set aside."""
    download = zipped(tmp_path / "a.zip", PLAIN)
    if way == "folder":
        zipfile.ZipFile(download).extractall(tmp_path / "folder")
        download = tmp_path / "folder"
    collected = collect(course, NAME, download)
    assert laid_out(course) == {
        **{f"{student}/{NAME}/{NAME}.ipynb": student for student in ("ann", "bob", "cy", "dee", "eve", "fay")},
        f"eve/{NAME}/util.py": "util",
    }
    assert reasons(collected) == {
        "hw/logistic-regression (1).ipynb": "its name is that of the assignment, and of no student",
        "hw/notes.txt": "it is no notebook, and its name does not say whose it is",
    }
    assert (course.data / "unmatched" / NAME / "hw" / "notes.txt").read_text() == "notes"


@pytest.mark.parametrize(
    ("names", "students"),
    [
        ([f"ann/{NAME}.ipynb"], {"ann"}),
        (["ann/src/work.ipynb", "ann/data/x.csv"], {"ann"}),
        ([f"ann/{NAME}.ipynb", "ann/old/x.ipynb", "ann/new/x.ipynb"], {"ann"}),
        (["hw/ann.ipynb", "hw/bob.ipynb"], {"ann", "bob"}),
        (["a/b/ann/x.ipynb", "a/b/bob/x.ipynb"], {"ann", "bob"}),
        ([f"{NAME}/ann/x.ipynb"], {"ann"}),
        (["hw/Ann B_1_assignsubmission_file_/x.ipynb"], {"Ann B"}),
        (["hw/annb_1_2_x.ipynb"], {"annb"}),
        (["ann.zip/x.ipynb", "bob_logistic-regression/x.ipynb"], {"ann.zip", "bob"}),
        ([f"{NAME}.ipynb"], set()),
        ([f"{NAME}/{NAME}.ipynb"], set()),
    ],
)
def test_the_folder_around_all_is_no_student(course, tmp_path, names, students):
    """A folder around a whole download is no student's, and a student's own folder is not taken for one."""
    collect(course, NAME, zipped(tmp_path / "a.zip", dict.fromkeys(names, "x")))
    found = {path.parent.name for path in course.submitted.glob(f"[!.]*/{NAME}")}
    assert found == students


def test_a_zip_within_is_opened_once(course, tmp_path):
    """A zip that a student handed in is opened, the zip in it is not; its names say nothing of who it is."""
    twice = inner_zip({"x.ipynb": "too deep"})
    own = {f"w/{NAME}.ipynb": "ann", "w/d/x.csv": "x", "w/more.zip": twice, "__MACOSX/w/._x": "junk"}
    forged = {f"Bob_2_assignsubmission_file_/{NAME}.ipynb": "ann's, not Bob's"}
    files = {
        "Ann_1_assignsubmission_file_/all.zip": inner_zip(own),
        "Bob_2_assignsubmission_file_/data.zip": inner_zip({"x.csv": "x"}),
        f"Bob_2_assignsubmission_file_/{NAME}.ipynb": "bob",
        "Cy_3_assignsubmission_file_/a.zip": inner_zip(forged),
        "Dee_4_assignsubmission_file_/a.zip": b"PK broken",
        "Eve_5_assignsubmission_file_/a.zip": inner_zip({f"../{NAME}.ipynb": "out", "/x.ipynb": "out"}),
    }
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", files))
    placed = {path.relative_to(course.submitted).as_posix() for path in course.submitted.rglob("*") if path.is_file()}
    assert {path for path in placed if not path.endswith("timestamp.txt")} == {
        f"Ann/{NAME}/{NAME}.ipynb",
        f"Ann/{NAME}/d/x.csv",
        f"Bob/{NAME}/{NAME}.ipynb",
        f"Bob/{NAME}/data.zip",
        f"Cy/{NAME}/{NAME}.ipynb",
    }
    said = reasons(collected)
    assert "not opened" in said["Ann_1_assignsubmission_file_/all.zip/w/more.zip"]
    assert "no zip file" in said["Dee_4_assignsubmission_file_/a.zip"]
    assert "leads out" in said[f"Eve_5_assignsubmission_file_/a.zip/../{NAME}.ipynb"]
    assert "absolute" in said["Eve_5_assignsubmission_file_/a.zip//x.ipynb"]
    assert stamp(course, "Ann") == MARCH.replace(tzinfo=None)


def test_a_roster_names_the_students(course, tmp_path):
    """A roster turns names and numbers into ids; strangers and doubtful ones are set aside, and the missing named."""
    roster = tmp_path / "roster.csv"
    text = "id;Name;Canvas ID\njd;Jane Doe;12\nam;Ann Müller;\nx1;Wei Li;\nx2;Li Wei;\nzz;Zoe Z;\n"
    roster.write_text(text, encoding="utf-16")
    files = {**CANVAS, "weili_16_506_a.ipynb": "who"}
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", files), roster)
    assert outcomes(collected) == {"jd": "new", "am": "new"}
    assert collected.missing == ("x1", "x2", "zz")
    assert reasons(collected)["weili_16_506_a.ipynb"] == ("weili (Canvas 16) may be any of lines 4 and 5 of the roster")
    assert "names nobody like li (Canvas 14)" in reasons(collected)["li_LATE_14_504_Untitled.ipynb"]
    assert (course.data / "unmatched" / NAME / "weili_16_506_a.ipynb").read_text() == "who"


def test_two_people_are_not_made_one(course, tmp_path):
    """Two whom the platform tells apart, and whose names give one id, are both set aside, a line for each file."""
    files = {f"Li Wei_{n}_assignsubmission_file_/{NAME}.ipynb": f"wei {n}" for n in (1, 2)}
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", files))
    assert not collected.submissions
    assert set(reasons(collected)) == set(files)
    assert all(
        "Moodle 1) and Li Wei (Moodle 2) would all be Li Wei" in reason for reason in reasons(collected).values()
    )
    assert sorted(content for name, content in tree(course).items() if "unmatched" in name) == [b"wei 1", b"wei 2"]


def test_a_bad_roster_does_nothing(course, tmp_path):
    """With a roster or download that cannot be read, or an unknown assignment, nothing is written."""
    good, roster = zipped(tmp_path / "a.zip", PLAIN), tmp_path / "roster.csv"
    roster.write_text("id\nann\nann\n")
    before = sorted(course.data.rglob("*"))
    for name, download, names in ((NAME, good, roster), (NAME, roster, None), ("nope", good, None)):
        with pytest.raises(CourseError):
            collect(course, name, download, names)
    assert sorted(course.data.rglob("*")) == before


def test_the_latest_attempt_counts_and_all_are_kept(course, tmp_path):
    """Of several attempts in one download the latest is handed on, the others are kept, and nbgrader sees but one."""
    files = {
        "doejane_12_501_logistic-regression.ipynb": "first",
        "doejane_12_509_logistic-regression-1.ipynb": "third",
        "doejane_12_505_logistic-regression-2.ipynb": "second",
        "li_13_7_logistic-regression-10.ipynb": "li 10",
        "li_13_7_logistic-regression-9.ipynb": "li 9",
    }
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", files))
    assert laid_out(course) == {f"doejane/{NAME}/{NAME}.ipynb": "third", f"li/{NAME}/{NAME}.ipynb": "li 10"}
    kept = {
        one.student: [(course.data / f / f"{NAME}.ipynb").read_text() for f in one.kept]
        for one in collected.submissions
    }
    assert kept == {"doejane": ["first", "second"], "li": ["li 9"]}
    assert [name for name, _ in reading.submissions(course, NAME)] == ["doejane", "li"]


def test_times_order_attempts(course, tmp_path):
    """Without a count the times of the files order attempts, then the number that a browser added."""
    files = {
        f"ann/{NAME}.ipynb": ("late", MARCH + timedelta(hours=1)),
        f"ann/{NAME} (1).ipynb": ("early", MARCH),
        f"bob/{NAME}.ipynb": "bob 0",
        f"bob/{NAME} (2).ipynb": "bob 2",
        f"bob/{NAME} (1).ipynb": "bob 1",
    }
    collect(course, NAME, zipped(tmp_path / "a.zip", files))
    assert laid_out(course) == {f"ann/{NAME}/{NAME}.ipynb": "late", f"bob/{NAME}/{NAME}.ipynb": "bob 2"}
    assert stamp(course, "ann") == (MARCH + timedelta(hours=1)).replace(tzinfo=None)


def test_several_other_notebooks_are_not_guessed(course, tmp_path):
    """Of several notebooks without the assignment's name none is taken; beside one that has it, they are set aside."""
    files = {"ann/a.ipynb": "a", "ann/b.ipynb": "b", f"bob/{NAME}.ipynb": "bob", "bob/scratch.ipynb": "scratch"}
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", files))
    assert laid_out(course) == {f"bob/{NAME}/{NAME}.ipynb": "bob"}
    said = reasons(collected)
    assert "one of 2 notebooks of ann" in said["ann/a.ipynb"]
    assert "another notebook of bob" in said["bob/scratch.ipynb"]
    assert all(one.copy for one in collected.set_aside)


@pytest.mark.parametrize("files", [CANVAS, MOODLE, GRADESCOPE, PLAIN], ids=["canvas", "moodle", "gradescope", "plain"])
def test_collecting_twice_changes_nothing(course, tmp_path, files):
    """The same download once more changes no file, no time stamp and no folder, and says so."""
    download = zipped(tmp_path / "a.zip", files)
    first = collect(course, NAME, download)
    before = {path: path.lstat().st_mtime_ns for path in course.data.rglob("*") if ".dlcourse" not in path.parts}
    contents = tree(course)
    second = collect(course, NAME, download)
    assert set(outcomes(second).values()) == {"unchanged"}
    assert second.set_aside == first.set_aside
    assert tree(course) == contents
    # The folders in which attempts are prepared come and go
    roots = {course.submitted, course.data / "unmatched", course.data / "submitted-attempts", course.data}
    after = {path: path.lstat().st_mtime_ns for path in course.data.rglob("*") if ".dlcourse" not in path.parts}
    assert {p: t for p, t in after.items() if p not in roots} == {p: t for p, t in before.items() if p not in roots}


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 1), (2, 1, 3), (1, 3, 2, 1, 3)])
def test_downloads_may_come_in_any_order(course, tmp_path, platform, order):
    """Whatever the order in which three downloads are collected, the newest is handed on and the others are kept."""
    for number in order:
        # What Canvas packs has the time of the download: here the oldest attempt is downloaded last
        name = (
            f"ann_12_{500 + number}_{NAME}-{number}.ipynb"
            if platform == "canvas"
            else f"ann_12_assignsubmission_file_/{NAME}.ipynb"
        )
        when = MARCH - timedelta(days=number) if platform == "canvas" else MARCH + timedelta(days=number)
        collect(course, NAME, zipped(tmp_path / f"{number}.zip", {name: f"version {number}"}, when))
    assert laid_out(course) == {f"ann/{NAME}/{NAME}.ipynb": "version 3"}
    kept = sorted(content.decode() for name, content in tree(course).items() if "attempts" in name and "ipynb" in name)
    assert kept == ["version 1", "version 2"]


def test_an_old_answer_handed_in_again_is_the_newest(course, tmp_path):
    """Who hands in the first version once more is graded on that, and an older download does not undo it."""
    steps = [(1, "A", "A"), (2, "B", "B"), (3, "A", "A"), (2, "B", "A"), (1, "A", "A"), (3, "A", "A")]
    for number, text, expected in steps:
        download = zipped(tmp_path / "a.zip", {f"ann_12_{500 + number}_{NAME}.ipynb": text})
        collect(course, NAME, download)
        assert laid_out(course) == {f"ann/{NAME}/{NAME}.ipynb": expected}


def test_the_same_answers_packed_anew_are_the_same(course, tmp_path):
    """A download of the next day, with the same files and new times, changes nothing."""
    collect(course, NAME, zipped(tmp_path / "a.zip", CANVAS))
    before = tree(course)
    later = collect(course, NAME, zipped(tmp_path / "b.zip", CANVAS, MARCH + timedelta(days=1)))
    assert set(outcomes(later).values()) == {"unchanged"}
    assert tree(course) == before


def test_what_a_person_changed_is_not_overwritten(course, tmp_path):
    """A submission that a person has mended stays as it is; a newer attempt replaces it, and it is kept."""
    name = f"ann_12_assignsubmission_file_/{NAME}.ipynb"
    download = zipped(tmp_path / "a.zip", {name: "typo"})
    collect(course, NAME, download)
    (course.submitted / "ann" / NAME / f"{NAME}.ipynb").write_text("mended")
    assert outcomes(collect(course, NAME, download)) == {"ann": "unchanged"}
    assert laid_out(course) == {f"ann/{NAME}/{NAME}.ipynb": "mended"}
    newer = collect(course, NAME, zipped(tmp_path / "b.zip", {name: "new"}, MARCH + timedelta(days=1)))
    assert outcomes(newer) == {"ann": "newer"}
    (kept,) = newer.submissions[0].kept
    assert (course.data / kept / f"{NAME}.ipynb").read_text() == "mended"


def test_submissions_that_were_there_before_are_kept(course, tmp_path):
    """A submission that was copied by hand counts with its time stamp: an older one does not replace it."""
    folder = course.submitted / "ann" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text("by hand")
    (folder / "timestamp.txt").write_text("2026-03-02 00:00:00 UTC")
    older = collect(course, NAME, zipped(tmp_path / "a.zip", {"ann.ipynb": "older"}))
    assert outcomes(older) == {"ann": "older"}
    assert (course.data / older.submissions[0].kept[0] / f"{NAME}.ipynb").read_text() == "older"
    assert laid_out(course) == {f"ann/{NAME}/{NAME}.ipynb": "by hand"}
    newer = collect(course, NAME, zipped(tmp_path / "b.zip", {"ann.ipynb": "newer"}, MARCH + timedelta(days=2)))
    assert outcomes(newer) == {"ann": "newer"}
    kept = {
        content for name, content in tree(course).items() if name.startswith("submitted-attempts") and "ipynb" in name
    }
    assert kept == {b"by hand", b"older"}


def test_a_submission_that_is_gone_is_put_back(course, tmp_path):
    """Where the submission is gone, an older download does not take its place: the newest that was kept does."""
    for day in (1, 2):
        when = MARCH + timedelta(days=day)
        collect(course, NAME, zipped(tmp_path / f"{day}.zip", {"ann.ipynb": f"day {day}", "ann.zip": b""}, when))
    (course.submitted / "ann" / NAME).rename(course.data / "submitted-attempts" / "ann" / NAME / "2026-03-03T12-00-00Z")
    again = collect(course, NAME, tmp_path / "1.zip")
    assert outcomes(again) == {"ann": "put back"}
    assert laid_out(course) == {f"ann/{NAME}/{NAME}.ipynb": "day 2"}


def test_a_time_of_the_far_future_does_not_win(course, tmp_path):
    """A file from the year 2090 counts as of the time of the download, so that it does not win for ever."""
    download = zipped(tmp_path / "a.zip", {"ann.ipynb": "wrong clock"}, datetime(2090, 1, 1, tzinfo=UTC))
    os.utime(download, (MARCH.timestamp(), MARCH.timestamp()))
    collect(course, NAME, download)
    assert stamp(course, "ann") == MARCH.replace(tzinfo=None)
    collect(course, NAME, zipped(tmp_path / "b.zip", {"ann.ipynb": "right"}, MARCH + timedelta(days=1)))
    assert laid_out(course) == {f"ann/{NAME}/{NAME}.ipynb": "right"}


def test_links_in_the_way_are_not_followed(course, tmp_path):
    """A student's folder that is a link is left alone and named; the others are collected."""
    (tmp_path / "elsewhere").mkdir()
    course.submitted.mkdir()
    (course.submitted / "ann").symlink_to(tmp_path / "elsewhere")
    (course.submitted / "bob").mkdir()
    (course.submitted / "bob" / NAME).write_text("a file")
    collected = collect(course, NAME, zipped(tmp_path / "a.zip", {f"{s}.ipynb": s for s in ("ann", "bob", "cy")}))
    assert outcomes(collected) == {"cy": "new"}
    assert [one.name for one in collected.failed] == ["ann", "bob"]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_hostile_entries_cost_nobody_else_anything(course, tmp_path):
    """Bombs, broken and oversized files, clashes and long names are set aside, and the others are collected."""
    path = tmp_path / "a.zip"
    files = [
        ("ann.ipynb", "ann"),
        ("bomb.ipynb", b"\0" * (MAX_BYTES - 1)),
        ("large.ipynb", random.Random(1).randbytes(MAX_BYTES + 1)),
        (f"dee/{NAME}.ipynb", "dee"),
        ("dee/x", "a file"),
        ("dee/x/y", "below a file"),
        ("dee/X", "its name in capitals"),
        ("dee/timestamp.txt", "1970-01-01 00:00:00 UTC"),
        (f"dee/{'long/' * 25}{'n' * 250}", "long"),
        (f"dee/{'long' * 250}", "very long"),
        ("../../out.ipynb", "out"),
        ("a\x1b]0;owned\x07.ipynb", "escape"),
        (" .ipynb", "nobody"),
    ]
    collected = collect(course, NAME, zipped(path, files))
    assert outcomes(collected) == {"ann": "new", "dee": "new"}
    said = reasons(collected)
    assert "zip bombs" in said["bomb.ipynb"]
    assert f"more than {MAX_BYTES} bytes" in said["large.ipynb"]
    assert "another file has its place" in said["dee/x/y"]
    assert "another file has its place" in said["dee/X"]
    assert "too long" in said[f"dee/{'long' * 250}"]
    assert stamp(course, "dee").year == 2026
    assert not list(tmp_path.rglob("out.ipynb"))
    assert "\x1b" not in render(collected)


def test_nothing_half_done_is_left(course, tmp_path):
    """After a run there is no folder in which attempts were prepared."""
    collect(course, NAME, zipped(tmp_path / "a.zip", PLAIN))
    assert not list(course.data.rglob(".collecting"))


def test_two_at_the_same_time_are_kept_apart(course, tmp_path):
    """While one run is at work a second one ends in one line."""
    import fcntl

    (course.data / ".dlcourse").mkdir()
    with (course.data / ".dlcourse" / "collect.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(CourseError, match="Another collect"):
            collect(course, NAME, zipped(tmp_path / "a.zip", PLAIN))


def class_of(count, version, size=30_000):
    """Return the files of a class; each version has other contents."""
    rng = random.Random(version)
    names = [f"Student {i}_{i}_assignsubmission_file_/" for i in range(count)]
    files = {f"{name}{NAME}.ipynb": f"{version} {name} {rng.randbytes(size).hex()}" for name in names}
    return {**files, **{f"{name}data/x.csv": f"{version} {name}" for name in names}}


RUN = """
import sys
from pathlib import Path
from dlutils.grading.collect import collect
from dlutils.grading.collected import render
from dlutils.grading.course import Course
print("ready", flush=True)
found = collect(Course.find(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))
print(len(found.failed), len(found.submissions))
print(render(found))
"""


@contextlib.contextmanager
def running(course, download):
    """Start a run in a process of its own, and go on when it begins its work."""
    words = [sys.executable, "-c", RUN, str(course.root), NAME, str(download)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        assert run.stdout.readline() == "ready\n"
        yield run


def test_a_run_that_is_killed_leaves_nothing_half_done(course, tmp_path):
    """Killed at any moment, each submission is whole, old or new, and no old one is lost; the next run completes it."""
    count = 40
    old, new = class_of(count, 1), class_of(count, 2)
    first = zipped(tmp_path / "1.zip", old)
    second = zipped(tmp_path / "2.zip", new, MARCH + timedelta(days=1))
    with running(course, first) as run:
        begin = time.perf_counter()
        assert run.wait() == 0
    duration = time.perf_counter() - begin
    pristine = tmp_path / "pristine"
    shutil.copytree(course.data, pristine)
    rng = random.Random(5)
    cut = []
    for _ in range(8):
        with running(course, second) as run:
            time.sleep(rng.random() * duration)
            run.kill()
        check_whole(course, old, new)
        if run.returncode == 0:  # it had ended before
            shutil.rmtree(course.data)
            shutil.copytree(pristine, course.data)
        else:
            cut.append(sum(text in new.values() for text in laid_out(course).values()))
    assert len(cut) >= 3, cut
    with running(course, second) as run:
        assert f"0 {count}\n" in run.stdout.read()
    check_whole(course, old, new)
    assert laid_out(course) == {expected_path(name): text for name, text in new.items()}
    kept = [text for name, text in tree(course).items() if name.startswith("submitted-attempts") and "ipynb" in name]
    assert sorted(kept) == sorted(text.encode() for name, text in old.items() if name.endswith("ipynb"))
    assert not list(course.data.rglob(".collecting"))


def expected_path(name):
    """Return where a file of `class_of` belongs."""
    folder, _, rest = name.partition("/")
    return f"{folder.split('_')[0]}/{NAME}/{rest}"


def check_whole(course, old, new):
    """Check that each folder in submitted/ and of older attempts is whole, and that no old submission is lost."""
    lost = {expected_path(name): text for name, text in old.items()}
    for path in (*course.submitted.glob(f"[!.]*/{NAME}"), *course.data.glob(f"submitted-attempts/[!.]*/{NAME}/*")):
        student = path.parent.name if path.parent.parent == course.submitted else path.parent.parent.name
        found = {p.relative_to(path).as_posix(): p.read_text() for p in path.rglob("*") if p.is_file()}
        stamp_text = found.pop("timestamp.txt")
        versions = [
            {
                expected_path(n).removeprefix(f"{student}/{NAME}/"): text
                for n, text in version.items()
                if expected_path(n).startswith(f"{student}/")
            }
            for version in (old, new)
        ]
        assert found in versions, path
        assert parse_utc(stamp_text.strip()).day == 1 + versions.index(found)
        if found == versions[0]:
            for name in found:
                lost.pop(f"{student}/{NAME}/{name}", None)
    assert not lost


FULL = """
import json, os, shutil, subprocess, sys
small, course, download, name, code = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", small], check=True)
root = os.path.join(small, "course")
shutil.copytree(course, root)
words = [sys.executable, "-c", code, root, name, download]
first = subprocess.run(words, capture_output=True, text=True)
def whole(path):
    found = sorted(os.listdir(path))
    return found == ["data", name + ".ipynb", "timestamp.txt"] and os.path.getsize(os.path.join(path, name + ".ipynb"))
def state():
    top = os.path.join(root, "submitted")
    there = [os.path.join(top, s, name) for s in os.listdir(top) if os.path.isdir(os.path.join(top, s, name))]
    return {os.path.basename(os.path.dirname(p)): whole(p) for p in there}
between = state()
subprocess.run(["mount", "-o", "remount,size=30m", small], check=True)
second = subprocess.run(words, capture_output=True, text=True)
print(json.dumps({"first": [first.returncode, first.stdout, first.stderr], "between": between,
    "second": [second.returncode, second.stdout, second.stderr], "after": state()}))
"""


def test_a_full_disk_leaves_nothing_half_done(course, tmp_path):
    """On a full disk, what is there is whole and the summary names the rest; with space, the next run ends it."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rm", "true"], check=False).returncode:
        pytest.skip("no disk can be made here: unshare does not work")
    count, size = 30, 60_000
    download = zipped(tmp_path / "a.zip", class_of(count, 1, size))
    (tmp_path / "small").mkdir()
    words = ["unshare", "-rm", sys.executable, "-c", FULL, tmp_path / "small", course.root, download, NAME, RUN]
    run = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    code, printed, errors = found["first"]
    assert (code, errors) == (0, "")
    failed, done = (int(word) for word in printed.splitlines()[1].split())
    assert failed + done == count
    assert failed > 5
    assert done > 5
    assert "No space left on device" in printed
    assert len(found["between"]) == done
    assert all(size > 2 * 60_000 for size in found["between"].values())
    assert found["second"][1].splitlines()[1] == f"0 {count}"
    assert len(found["after"]) == count


def test_a_limit_on_files_leaves_nothing_half_done(course, tmp_path):
    """Where no large file can be written, the small submissions are in place and the large one is named."""
    files = {"ann.ipynb": "small", "bob.ipynb": random.Random(1).randbytes(90_000).hex(), "cy.ipynb": "small"}
    download = zipped(tmp_path / "a.zip", files)
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
    words = [sys.executable, "-c", limit + RUN, str(course.root), NAME, str(download)]
    run = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "\n1 2\n" in run.stdout
    assert "bob: File too large" in run.stdout
    assert set(laid_out(course)) == {f"{student}/{NAME}/{NAME}.ipynb" for student in ("ann", "cy")}
    assert not (course.submitted / "bob" / NAME).exists()


def test_nbgrader_grades_what_was_collected(course, tmp_path):
    """After collecting, plain nbgrader autogrades the submissions with their time stamps, and no older attempt."""
    files = {
        "Ada A_1_assignsubmission_file_/Copy of logistic-regression (1).ipynb": json.dumps(example_class.solved()),
        "Ben B_2_assignsubmission_file_/logistic-regression.ipynb": json.dumps(example_class.solved()),
    }
    collect(course, NAME, zipped(tmp_path / "a.zip", files))
    name = "Ben B_2_assignsubmission_file_/logistic-regression.ipynb"
    newer = zipped(tmp_path / "b.zip", {name: json.dumps(example_class.blank())}, MARCH + timedelta(days=1))
    assert outcomes(collect(course, NAME, newer)) == {"Ben B": "newer"}
    beside = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join([beside, os.environ.get("PATH", "")])}
    for words in (("generate_assignment", NAME, "--force"), ("autograde", NAME), ("export",)):
        command = [str(Path(beside) / "nbgrader"), *words]
        run = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
    with (course.root / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {student: float(row["score"]) for student, row in rows.items()} == {
        "Ada A": sum(EXPECTED["ada"][1]),
        "Ben B": 0,
    }
    assert rows["Ben B"]["timestamp"].startswith("2026-03-02 12:00:00")


def test_the_summary_says_all_that_matters():
    """The summary counts, and names late ones, kept attempts, what was set aside, what failed and who is missing."""
    collected = Collected(
        NAME,
        (
            Submission("ann", "a", "", True, "new"),
            Submission("bob", "b", "", False, "newer", ("submitted-attempts/bob/x/1",)),
            Submission("cy", "c", "", False, "unchanged"),
            Submission("dee", "d", "", False, "older", ("submitted-attempts/dee/x/1",)),
        ),
        (SetAside("x\x1b[31m.ipynb\nann: 100 points", "no student", "unmatched/x"),),
        (SetAside("eve", "No space left on device"),),
        ("fay", "gus"),
        True,
    )
    assert render(collected).splitlines() == [
        f"{NAME}: 4 collected: 1 new, 1 newer than what was there, 1 there already, "
        "1 older than what is there, which stays",
        "Late, says Canvas: ann",
        "Other attempts, kept (2):",
        "  bob: submitted-attempts/bob/x/1",
        "  dee: submitted-attempts/dee/x/1",
        "Set aside (1):",
        "  x.ipynb ann: 100 points: no student (copy: unmatched/x)",
        "Could not be written (1):",
        "  eve: No space left on device",
        "In the roster, and without a submission (2): fay, gus",
    ]
    assert json.loads(json.dumps(collected.as_dict()))["missing"] == ["fay", "gus"]


def test_long_summaries_are_cut():
    """Of thousands of lines the summary shows the first, and how many more there are."""
    many = tuple(SetAside(f"{i}" + "x" * 500, "why") for i in range(5000))
    text = render(Collected(NAME, (), many))
    assert text.splitlines()[-1] == "  and 4800 more"
    assert max(map(len, text.splitlines())) < 600


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("logistic-regression", ("logistic-regression", 0)),
        ("logistic-regression (3)", ("logistic-regression", 3)),
        ("logistic-regression(3)", ("logistic-regression", 3)),
        ("Copy of Copy_of_logistic-regression", ("logistic-regression", 1)),
        ("logistic-regression-Copy2", ("logistic-regression", 2)),
        ("logistic-regression - Copy (4)", ("logistic-regression", 4)),
        ("logistic-regression-5", ("logistic-regression-5", 0)),
        ("ann (2)", ("ann", 2)),
    ],
)
def test_names_of_copies(stem, expected):
    """What browsers, file managers, Colab and Jupyter add to a name is taken away, and counted."""
    assert downloads.original(stem, NAME) == expected


def test_an_assignments_own_number_is_not_a_count():
    """Where the assignment's name itself ends in a number, that is no count of Canvas'."""
    assert downloads.original("week-1", "week-1", canvas=True) == ("week-1", 0)
    assert downloads.original("week-1-2", "week-1", canvas=True) == ("week-1", 2)
