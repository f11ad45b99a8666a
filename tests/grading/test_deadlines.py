"""Deadlines: what the file may say, how late work is, what it costs, and that nbgrader comes to the same."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from dlutils.grading.autograde import autograde
from dlutils.grading.course import Course
from dlutils.grading.deadline_file import Deadline, Penalty, read
from dlutils.grading.deadlines import apply, duration, marks
from dlutils.grading.errors import CourseError
from tests.grading.example_class import NAME, ROOT, solved

CONFIG = "\nc.Judge.isolated = False\n"
TEXT = f"""
grace_minutes = 15

[{NAME}]
deadline = 2026-12-01T23:59:00+01:00
penalty = {{ per_day = 0.1, at_most = 0.15 }}

[{NAME}.extensions]
dana = 2026-12-05T23:59:00+01:00
nobody = 2026-12-05T23:59:00+01:00
"""
# Student: timestamp.txt, mark, points of 30 that are lost
CLASS = {
    "ada": ("2026-12-01 22:59:00 UTC", "on time", 0),  # to the second
    "ben": ("2026-12-02T00:14:00+01:00", "late, within the grace period", 0),  # 15 minutes, to the second
    "chen": ("2026-12-03 01:04:00.5 UTC", "late by 1 d 2 h: 4.5 points less", 4.5),  # two days begun: 0.2, at most 0.15
    "dana": ("2026-12-04 12:00:00 UTC", "extension until 2026-12-05 23:59+01:00", 0),
    "emil": (None, "time unknown", 0),
    "fay": ("2026-12-02 01:04:00", "late by 2 h 5 min: 3 points less", 3),  # without a time zone: nbgrader means UTC
}


def course_with(folder: Path, text: str, students: dict) -> Course:
    """Return a course of one assignment in a folder, with deadlines and perfect work of some students."""
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part / NAME, folder / part / NAME)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8") + CONFIG
    (folder / "nbgrader_config.py").write_text(config, encoding="utf-8")
    (folder / "deadlines.toml").write_text(text, encoding="utf-8")
    for student, (stamp, *_) in students.items():
        path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(solved()), encoding="utf-8")
        if stamp:
            (path.parent / "timestamp.txt").write_text(stamp, encoding="utf-8")
    return Course.find(folder)


def graded(course: Course) -> dict[str, float]:
    """Grade all submissions as `dlcourse autograde` does, and return the scores."""
    apply(course, NAME)
    return {result.student: result.score for result in autograde(course, NAME, jobs=2, isolated=False)}


def lost(course: Course) -> dict[str, float]:
    """Return the points that the gradebook takes off each student."""
    with Gradebook(course.database) as book:
        return {one.student.id: one.late_submission_penalty for one in book.find_assignment(NAME).submissions}


@pytest.fixture(scope="module")
def late_class(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with a graded class."""
    course = course_with(tmp_path_factory.mktemp("late"), TEXT, CLASS)
    assert graded(course) == pytest.approx({student: 30 - points for student, (_, _, points) in CLASS.items()})
    return course


@pytest.fixture
def data(late_class: Course, tmp_path: Path) -> Course:
    """Return the graded class with a gradebook of its own, to be changed."""
    shutil.copy(late_class.data / "gradebook.db", tmp_path)
    shutil.copy(late_class.data / "deadlines.toml", tmp_path)
    return Course(late_class.root, tmp_path)


def test_penalties_are_in_the_gradebook_after_the_first_grading(late_class):
    """When a class is graded for the first time, each late submission loses what the file says, and no other does."""
    assert lost(late_class) == pytest.approx({student: points for student, (_, _, points) in CLASS.items()})


def test_marks(late_class):
    """Each student has a mark in words, also the one who has an extension and handed in nothing."""
    want = {student: words for student, (_, words, _) in CLASS.items()}
    want["nobody"] = "extension until 2026-12-05 23:59+01:00"
    assert {student: mark.words for student, mark in marks(late_class, NAME).items()} == want


def test_formgrader_shows_the_due_date(late_class):
    """What formgrader asks for the due date knows it, in UTC; and nbgrader's own count of seconds has the extension."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    config = late_class.config()
    shown = NbGraderAPI(CourseDirectory(config=config), config=config).get_assignment(NAME)
    assert shown["duedate"] == "2026-12-01T22:59:00"
    with Gradebook(late_class.database) as book:
        seconds = {one.student.id: one.total_seconds_late for one in book.find_assignment(NAME).submissions}
    assert seconds == {"ada": 0, "ben": 900, "chen": 93900.5, "dana": 0, "emil": 0, "fay": 7500}


def test_plain_nbgrader_applies_the_penalty(tmp_path):
    """`nbgrader autograde`, with nothing of ours run before, comes to the same penalties and due date."""
    course = course_with(tmp_path, TEXT, {student: CLASS[student] for student in ("ben", "chen", "dana")})
    beside = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join([beside, os.environ.get("PATH", "")])}
    for words in (("generate_assignment", NAME, "--force"), ("autograde", NAME)):
        run = subprocess.run(
            [str(Path(beside) / "nbgrader"), *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert run.returncode == 0, run.stderr
    assert lost(course) == pytest.approx({"ben": 0, "chen": 4.5, "dana": 0})
    with Gradebook(course.database) as book:
        assert book.find_assignment(NAME).duedate == datetime(2026, 12, 1, 22, 59)  # UTC


def test_a_changed_file_counts_without_grading_again(data):
    """A new extension, a later deadline and another penalty count at once; the same file again changes nothing."""
    file = data.data / "deadlines.toml"
    file.write_text(TEXT + "chen = 2026-12-09T00:00:00Z\n", encoding="utf-8")
    apply(data, NAME)
    assert lost(data) == pytest.approx({**dict.fromkeys(CLASS, 0), "fay": 3})
    assert marks(data, NAME)["chen"].words == "extension until 2026-12-09 00:00+00:00"
    file.write_text(TEXT.replace("0.1,", "0.02,"), encoding="utf-8")
    for _ in range(2):
        apply(data, NAME)
        assert lost(data) == pytest.approx({**dict.fromkeys(CLASS, 0), "chen": 1.2, "fay": 0.6})
    file.write_text(f"[{NAME}]\ndeadline = 2026-12-03T23:59:00+01:00\n", encoding="utf-8")
    apply(data, NAME)
    assert set(lost(data).values()) == {0}
    assert marks(data, NAME)["dana"].words == "late by 13 h 1 min"


def test_points_that_a_person_adds_are_counted_in(data):
    """If a person changes a score after the grading, the penalty follows at the next look."""
    with Gradebook(data.database) as book:
        book.find_grade("grade-propagate", NAME, NAME, "fay").manual_score = 0
        book.db.commit()
    apply(data, NAME)
    assert lost(data)["fay"] == pytest.approx(2)


def test_no_penalty_by_default(data):
    """A deadline alone marks what is late, and takes nothing off."""
    (data.data / "deadlines.toml").write_text(f"[{NAME}]\ndeadline = 2026-12-01T22:59:00Z\n", encoding="utf-8")
    apply(data, NAME)
    assert set(lost(data).values()) == {0}
    assert {student: mark.words for student, mark in marks(data, NAME).items()} == {
        "ada": "on time",
        "ben": "late by 15 min",
        "chen": "late by 1 d 2 h",
        "dana": "late by 2 d 13 h",
        "emil": "time unknown",
        "fay": "late by 2 h 5 min",
    }


def test_without_a_file_the_gradebook_stays(data):
    """Where there is no file, or it does not name the assignment, the due date of formgrader and its penalties stay."""
    (data.data / "deadlines.toml").unlink()
    before = lost(data)
    assert apply(data, NAME) == []
    assert (lost(data), marks(data, NAME)) == (before, {})
    with Gradebook(data.database) as book:
        assert book.find_assignment(NAME).duedate is not None


def test_an_unknown_student_is_a_warning(late_class):
    """An extension of somebody whom neither submissions nor gradebook know is told, and hinders nothing."""
    (warning,) = apply(late_class, NAME)
    assert warning.endswith(f"deadlines.toml, {NAME}.extensions.nobody: no student of that name is known so far.")


def written(folder: Path, text: str | bytes) -> Path:
    """Write deadlines into a folder."""
    (folder / "deadlines.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[x]\ndeadline = 2026-12-01T23:59:00\n", r"x\.deadline: it must have a time zone; got 2026-12-01T23:59:00\."),
        ("[x]\ndeadline = 2026-12-01\n", r"x\.deadline: it must be a date, a time and its time zone"),
        ('[x]\ndeadline = "2026-12-01T23:59:00Z"\n', r"x\.deadline: it must be a date, a time .* got '2026-12-01T"),
        ("[x]\ndeadline = 0001-01-01T00:00:00+14:00\n", r"x\.deadline: it must be a date"),
        ("[x]\ngrace_minutes = 5\n", r"x: it must have a deadline, such as"),
        ("[y]\ndeadline = 2026-12-01T23:59:00Z\n", r"y: the assignment must be one of x\."),
        ("x = 5\n", r"x: it must be a table of an assignment"),
        ("[x]\ndeadline = 2026-12-01T23:59:00Z\ngrace = 5\n", r"x\.grace: it must be deadline, grace_minutes, "),
        ("grace_minutes = -1\n", r"grace_minutes: it must be a number of minutes from 0 to 10080 .* got '-1'"),
        ("grace_minutes = true\n", r"grace_minutes: .* got 'True'"),
        ("grace_minutes = nan\n", r"grace_minutes: .* got 'nan'"),
        ('penalty = "all"\n', r"penalty: it must be \"none\", or such as"),
        ("penalty = { at_most = 0.5 }\n", r"penalty: it must be \"none\", or such as"),
        (
            "penalty = { per_day = 10 }\n",
            r"penalty\.per_day: it must be a fraction of the points, from 0 to 1; got '10'",
        ),
        ("[x]\ndeadline = 2026-12-01T23:59:00Z\nextensions = 3\n", r"x\.extensions: it must be a table"),
        (
            '[x]\ndeadline = 2026-12-01T23:59:00Z\n[x.extensions]\n"a@b.c" = 2026-12-01T23:59:00+01:00\n',
            r'x\.extensions\."a@b\.c": it must not end before the deadline',
        ),
        ("[x\n", r"must be TOML; .*line 1"),
        ("[x]\ndeadline = 2026-02-30T00:00:00Z\n", r"must be TOML; .*line 2"),
        (b"\xff\xfe[", r"must be text in UTF-8"),
    ],
)
def test_each_mistake_is_named(tmp_path, text, message):
    """Whatever is wrong with the file is said in a line that names the key, or the line of the file."""
    with pytest.raises(CourseError, match=message):
        read(written(tmp_path, text), ["x"])


def test_all_mistakes_are_told_at_once(tmp_path):
    """Three mistakes are three lines."""
    text = "grace_minutes = 1e9\n[x]\ndeadline = 2026-12-01T23:59:00\n[x.extensions]\nada = 7\n"
    with pytest.raises(CourseError) as caught:
        read(written(tmp_path, text), ["x"])
    assert [line.split(": ")[0].rpartition(", ")[2] for line in caught.value.message.splitlines()] == [
        "grace_minutes",
        "x.deadline",
        "x.extensions.ada",
    ]


def test_a_mark_at_the_start_of_the_file_is_no_mistake(tmp_path):
    """A byte order mark, as Windows' editor writes it, does no harm."""
    assert read(written(tmp_path, b"\xef\xbb\xbf[x]\ndeadline = 2026-12-01T23:59:00Z\n"), ["x"]).keys() == {"x"}


def test_a_mistake_stops_the_grading_before_it_begins(tmp_path):
    """`apply` refuses a file with a mistake, so nothing is graded by half a rule."""
    course = course_with(tmp_path, f"[{NAME}]\ndeadline = 2026-12-01T23:59:00\n", {})
    with pytest.raises(CourseError, match="must have a time zone"):
        apply(course, NAME)


def test_a_damaged_gradebook_is_one_clear_line(data):
    """A gradebook that is no database is told in a line, by the marks as well."""
    (data.data / "gradebook.db").write_bytes(b"no database" * 1000)
    for look in (apply, marks):
        with pytest.raises(CourseError, match=r"gradebook\.db must be a gradebook"):
            look(data, NAME)


def test_the_hour_that_comes_twice(tmp_path):
    """When clocks are put back, 02:30 comes twice; the time zone says which of the two is meant."""
    texts = [f"[x]\ndeadline = 2026-10-25T02:30:00{zone}\n" for zone in ("+02:00", "+01:00")]
    summer, winter = (read(written(tmp_path, text))["x"] for text in texts)
    submitted = datetime(2026, 10, 25, 1, 0)  # UTC, as in the gradebook
    assert (summer.late("ada", submitted), winter.late("ada", submitted)) == (timedelta(minutes=30), timedelta(0))


def test_an_extension_over_the_change_of_clocks(tmp_path):
    """From Saturday 23:59 to Sunday 23:59 are 25 hours when clocks are put back, and lateness counts real hours."""
    text = "[x]\ndeadline = 2026-10-24T23:59:00+02:00\n[x.extensions]\nada = 2026-10-25T23:59:00+01:00\n"
    rule = read(written(tmp_path, text))["x"]
    assert rule.due("ada") - rule.due("ben") == timedelta(hours=25)
    submitted = datetime(2026, 10, 25, 22, 59, 1, tzinfo=UTC)
    assert (rule.late("ada", submitted), rule.late("ben", submitted)) == (timedelta(seconds=1), timedelta(0, 90001))


@pytest.mark.parametrize(
    ("late", "fraction"),
    [
        (timedelta(0), 0),
        (timedelta(minutes=15), 0),
        (timedelta(minutes=15, microseconds=1), 0.1),
        (timedelta(days=1), 0.1),
        (timedelta(days=1, microseconds=1), 0.2),
        (timedelta(days=400), 0.5),
    ],
)
def test_what_is_lost(late, fraction):
    """Nothing is lost within the grace period; behind it each day begun counts from the deadline, up to the most."""
    due = datetime(2026, 12, 1, tzinfo=UTC)
    rule = Deadline(due, timedelta(minutes=15), Penalty(0.1, 0.5))
    assert rule.lost("ada", due + late) == pytest.approx(fraction)


def test_duration_in_words():
    """A duration has its two largest units, and leaves out what is zero."""
    assert [duration(timedelta(minutes=m)) for m in (0.5, 1, 60, 125, 1440, 1445, 3000)] == [
        "less than 1 min",
        "1 min",
        "1 h",
        "2 h 5 min",
        "1 d",
        "1 d 5 min",
        "2 d 2 h",
    ]
