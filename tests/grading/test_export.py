"""Grades as a table: nbgrader's columns, what Canvas and Moodle import, and nothing that a spreadsheet runs."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from dlutils.grading.autograde import autograde
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.export import save, sheet
from dlutils.grading.export_sheet import defused
from tests.grading import example_class
from tests.grading.example_class import ROOT
from tests.grading.test_manual import NAME, blank, enter, solved

OTHER = example_class.NAME
EVIL = "=1+1"
CLASS = {"ada": solved, "ben": blank, "chen": solved, EVIL: blank}
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (3)\n"
    "    Points Possible,,,,,5\n"
    '"Łovelace, Ada",101,ada,ada@uni.example,A,\n'
    '"Müller, Ben",102,ben,ben@uni.example,A,\n'
    '"Chen, Li",103,chen,chen@uni.example,B,\n'
    '"Diaz, Dora",104,dora,dora@uni.example,B,\n'
)
MOODLE = (
    "First name,Last name,ID number,Email address\n"
    "Ada,Łovelace,ada,ada@uni.example\n"
    "Ben,Müller,ben,ben@uni.example\n"
    "Li,Chen,chen,chen@uni.example\n"
    "Dora,Diaz,dora,dora@uni.example\n"
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return a course with two graded assignments; a person has looked at one student's answers, not at chen's."""
    folder = tmp_path_factory.mktemp("export")
    for part in ("solutions", "assignments"):
        for name in (NAME, OTHER):
            shutil.copytree(ROOT / part / name, folder / part / name)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    course = Course.find(folder)
    for student, made in CLASS.items():
        hand_in(course, student, NAME, made())
    hand_in(course, "ada", OTHER, example_class.blank())
    for name in (NAME, OTHER):
        assert all(result.status == "graded" for result in autograde(course, name, jobs=2, isolated=False))
    enter(course, "ada", "plot", 5.5, "- A fine plot,\n=really")
    enter(course, "ada", "report", 4)
    enter(course, "ada", "test-set", 2)
    with Gradebook(course.database) as book:
        book.update_or_create_student("ada", last_name='Łovelace\t"=1+1"', first_name="@Ada", email="-1")
    return course


@pytest.fixture
def data(graded: Course, tmp_path: Path) -> Course:
    """Return the same with a gradebook of its own, to be changed."""
    shutil.copy(graded.data / "gradebook.db", tmp_path)
    return Course(graded.root, tmp_path)


def hand_in(course: Course, student: str, name: str, notebook: dict) -> None:
    """Write a submission."""
    path = course.submitted / student / name / f"{name}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def roster(folder: Path, text: str) -> Path:
    """Write a roster."""
    path = folder / "roster.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rows_of(made) -> dict[str, dict[str, str]]:
    """Return the students' lines of a table by the first cell, as a program reads them."""
    lines = list(csv.DictReader(io.StringIO(made.text)))
    return {next(iter(line.values())): line for line in lines}


def plain(course: Course, name: str = NAME, **options: object) -> dict[str, dict[str, str]]:
    """Return the lines of a plain table for one assignment by student."""
    made = sheet(course, assignment=name, **options)
    return {line["student_id"]: line for line in csv.DictReader(io.StringIO(made.text))}


def test_nbgraders_columns_come_first(graded, tmp_path):
    """The columns of nbgrader's own export stand where they stood, with the same scores where they are final."""
    from nbgrader.plugins import CsvExportPlugin

    plugin = CsvExportPlugin(to=str(tmp_path / "own.csv"))
    with Gradebook(graded.database) as book:
        book.update_or_create_student("ada", last_name="", first_name="", email="")  # nbgrader does not quote these
        plugin.export(book)
        book.update_or_create_student("ada", last_name='Łovelace\t"=1+1"', first_name="@Ada", email="-1")
    with (tmp_path / "own.csv").open(encoding="utf-8") as file:
        own = {(line["assignment"], line["student_id"]): line for line in csv.DictReader(file)}
    made = sheet(graded)
    assert made.head[:11] == tuple(next(iter(own.values())))
    assert len(made.rows) == len(own) == 2 * len(CLASS)
    for line in csv.DictReader(io.StringIO(made.text)):
        if line["state"] == "":
            theirs = own[line["assignment"], line["student_id"].removeprefix("'")]
            for key in ("timestamp", "raw_score", "late_submission_penalty", "score", "max_score"):
                assert line[key] == theirs[key]


def test_what_waits_is_not_final(graded):
    """What a person has still to grade has no score, unless that is asked for, and a line says of whom."""
    made = sheet(graded, assignment=NAME)
    assert made.warnings == [f"Not final yet: {NAME} waits for manual grading, of chen"]
    before, after = plain(graded)["chen"], plain(graded, provisional=True)["chen"]
    assert (before["score"], before["raw_score"], before["state"]) == ("", "8.0", "waits for manual grading")
    assert (after["score"], after["state"]) == ("8.0", "waits for manual grading")
    assert plain(graded)["ada"]["score"] == "19.5"


@pytest.mark.parametrize(("missing", "score"), [("empty", ""), ("zero", "0.0")])
def test_who_handed_in_nothing_is_there(graded, tmp_path, missing, score):
    """A student of the roster who handed in nothing has a line, with no grade, or a zero if that is asked for."""
    lines = plain(graded, roster=roster(tmp_path, MOODLE), missing=missing)
    assert list(lines) == ["ada", "ben", "chen", "dora", f"'{EVIL}"]
    assert (lines["dora"]["score"], lines["dora"]["state"]) == (score, "not handed in")
    assert (lines["dora"]["last_name"], lines["dora"]["email"]) == ("Diaz", "dora@uni.example")
    assert lines["ben"]["score"] == "0.0"  # handed in, and wrong
    assert plain(graded, OTHER, missing=missing)["ben"]["score"] == score


def test_who_handed_in_nothing_can_be_left_out(graded, tmp_path):
    """With `omit`, only what was handed in has a line."""
    assert "dora" not in plain(graded, roster=roster(tmp_path, MOODLE), missing="omit")
    assert list(plain(graded, OTHER, missing="omit")) == ["ada"]


def test_canvas_reads_its_own_format(graded, tmp_path):
    """The table for Canvas has the columns by which Canvas knows it, and the numbers of Canvas' own export."""
    made = sheet(graded, "canvas", assignment=NAME, roster=roster(tmp_path, CANVAS))
    assert made.text.splitlines() == [
        f"Student,ID,SIS User ID,SIS Login ID,Section,{NAME}",
        "    Points Possible,,,,,20.0",
        '"Łovelace, Ada",101,ada,ada@uni.example,,19.5',
        '"Müller, Ben",102,ben,ben@uni.example,,0.0',
        '"Diaz, Dora",104,dora,dora@uni.example,,',
    ]
    assert made.warnings == [
        f"Not final yet: {NAME} waits for manual grading, of chen; left out",
        f"Not in the roster, left out: {NAME}, of {EVIL}",
    ]


def test_a_student_may_be_known_by_another_name_than_the_rosters_id(graded, tmp_path):
    """A grade finds its line by login, number or name as in `collect`; where two claim a line, neither gets it."""
    text = "id,name,login\n7,Ada,ada\n8,Ben,\n9,Chen Li,chen\n"
    made = sheet(graded, "moodle", assignment=NAME, roster=roster(tmp_path, text), provisional=True)
    assert {row[0]: row[2] for row in made.rows} == {"7": "19.5", "8": "0.0", "9": "8.0"}
    assert list(plain(graded, roster=tmp_path / "roster.csv")) == ["ada", "ben", "chen", f"'{EVIL}"]
    text = "id,name,login,email\n7,Ada,ada,ben\n8,Chen,,\n"
    made = sheet(graded, "moodle", assignment=NAME, roster=roster(tmp_path, text), provisional=True)
    assert {row[0]: row[2] for row in made.rows} == {"7": "-", "8": "8.0"}
    assert f"Not in the roster, left out: {NAME}, of {EVIL}, ada, ben" in made.warnings


def test_canvas_roster_can_be_the_table_itself(graded, tmp_path):
    """What is written for Canvas can be read again as a roster, and leads to the same table."""
    first = sheet(graded, "canvas", assignment=NAME, roster=roster(tmp_path, CANVAS), provisional=True)
    save(first, tmp_path / "again.csv")
    again = sheet(graded, "canvas", assignment=NAME, roster=tmp_path / "again.csv", provisional=True)
    assert again.text == first.text
    assert "103,chen,chen@uni.example,,8.0" in first.text


def test_canvas_column_can_be_an_assignment_that_is_there(graded, tmp_path):
    """The heading can be Canvas' own for an assignment; a number that is not Canvas' is not passed off as one."""
    text = "id,name,canvas id\nada,Ada,12ab\nben,Ben,102\n"
    made = sheet(graded, "canvas", assignment=NAME, roster=roster(tmp_path, text), column="Exam (77)")
    assert made.head[-1] == "Exam (77)"
    assert [row[1:3] for row in made.rows] == [("", "ada"), ("102", "")]
    assert made.warnings[-1].endswith("the id is taken for the SIS User ID, of ada")


def test_moodle_reads_its_own_format(graded, tmp_path):
    """The table for Moodle has a column that identifies, one of grades in which `-` is no grade, and the comments."""
    made = sheet(graded, "moodle", assignment=NAME, roster=roster(tmp_path, MOODLE), comments=True)
    assert made.text.splitlines() == [
        f"Email address,Full name,{NAME},Feedback comments",
        'ada@uni.example,Ada Łovelace,19.5,"plot: - A fine plot, =really"',
        "ben@uni.example,Ben Müller,0.0,",
        "dora@uni.example,Dora Diaz,-,",
    ]
    zero = sheet(graded, "moodle", assignment=NAME, roster=roster(tmp_path, MOODLE), missing="zero")
    assert rows_of(zero)["dora@uni.example"][NAME] == "0.0"


@pytest.mark.parametrize(
    ("text", "heading", "identity"),
    [
        (MOODLE.replace("ben@uni.example", ""), "ID number", "ada"),
        (MOODLE.replace("ben@uni", "ADA@uni"), "ID number", "ada"),
        ("id,username\nada,al\nben,bm\n", "Username", "al"),
        ("id,name\nada,A\nben,B\n", "ID number", "ada"),
    ],
)
def test_moodle_gets_an_identity_for_everyone(graded, tmp_path, text, heading, identity):
    """The column that identifies is one in which everyone has a cell of his or her own: a gap would shift grades."""
    made = sheet(graded, "moodle", assignment=NAME, roster=roster(tmp_path, text))
    assert (made.head[0], made.rows[0][0]) == (heading, identity)
    assert any("the id is taken for the ID number" in line for line in made.warnings) == ("name\n" in text[:8])


def test_moodle_never_gets_an_identity_that_is_defused(graded, tmp_path):
    """An id that a spreadsheet would run is left out with a line: Moodle would refuse the file for one unknown id."""
    made = sheet(graded, "moodle", assignment=NAME, roster=roster(tmp_path, f"id,name\nada,A\n{EVIL},E\n"))
    assert [row[0] for row in made.rows] == ["ada"]
    assert made.warnings[-1] == f"Left out, since a spreadsheet would run it as a formula: id '{EVIL}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("  \n =1", "'=1"),
        ("\x00=1", "'=1"),
        ("\u202e=1", "'=1"),
        ("＝1+1", "'＝1+1"),
        ("Ada;=1+1", "Ada;'=1+1"),  # where a semicolon ends a cell
        ('Ada",=1+1', "Ada\",'=1+1"),
        ("- fine", "'- fine"),
        ("-1", "-1"),
        ("+1.5", "+1.5"),
        ("-1,5", "-1,5"),
        ("-1+1", "'-1+1"),
        ("a=b", "a=b"),
        ("Anne-Marie O'Neil", "Anne-Marie O'Neil"),
        ("ada@uni.example", "ada@uni.example"),
        ("", ""),
    ],
)
def test_formulas_are_defused(text, safe):
    """A text that a spreadsheet would run begins with an apostrophe; numbers and harmless texts stay."""
    assert defused(text) == safe


def test_names_and_comments_are_defused(graded):
    """Ids, names and comments of the gradebook arrive defused, numbers in them whole, each on one line."""
    made = sheet(graded, assignment=NAME, comments=True)
    lines = {line["student_id"]: line for line in csv.DictReader(io.StringIO(made.text))}
    ada = lines["ada"]
    assert (ada["last_name"], ada["first_name"], ada["email"]) == ('Łovelace "\'=1+1"', "'@Ada", "-1")
    assert ada["comments"] == "plot: - A fine plot, =really"
    assert f"'{EVIL}" in lines
    assert len(made.text.splitlines()) == 1 + len(CLASS)


def test_excel_is_told_the_encoding(graded, tmp_path):
    """A file begins with the mark by which Excel knows UTF-8, once; without it, the rest is the table."""
    made = sheet(graded)
    save(made, tmp_path / "grades.csv")
    content = (tmp_path / "grades.csv").read_bytes()
    assert content == b"\xef\xbb\xbf" + made.text.encode()
    assert "Łovelace" in content.decode("utf-8-sig")


def test_a_file_is_replaced_as_a_whole(graded, tmp_path):
    """Who has the old file open reads it to its end; and nothing else is left in the folder."""
    to = tmp_path / "grades.csv"
    to.write_text("old\n" * 1000, encoding="utf-8")
    with to.open(encoding="utf-8") as old:
        assert old.readline() == "old\n"
        save(sheet(graded), to)
        assert len(old.readlines()) == 999
    assert to.read_text(encoding="utf-8-sig").startswith("assignment,duedate,")
    assert list(tmp_path.iterdir()) == [to]


def test_a_file_that_cannot_be_written(graded, tmp_path):
    """A folder in the file's place is one clear line, and nothing is left behind."""
    (tmp_path / "grades.csv").mkdir()
    with pytest.raises(CourseError, match="must be writable"):
        save(sheet(graded), tmp_path / "grades.csv")
    assert list(tmp_path.iterdir()) == [tmp_path / "grades.csv"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"platform": "canvas", "assignment": NAME}, "Canvas must be told who is who; use --roster"),
        ({"platform": "moodle", "assignment": NAME}, "Moodle must be told who is who"),
        ({"platform": "canvas", "with_roster": True}, f"must hold one assignment; use --assignment: .*{NAME}"),
        ({"platform": "canvas", "with_roster": True, "comments": True}, "Canvas takes no comments"),
        ({"column": "x"}, "--column must go with --for canvas or --for moodle"),
        ({"assignment": "poetry"}, "assignment must be one of"),
        ({"roster": Path("nowhere.csv")}, "there is no such file"),
    ],
)
def test_wrong_use_is_one_line(graded, tmp_path, options, message):
    """Options that do not fit each other are refused with a line that says what to do."""
    if options.pop("with_roster", False):
        options = {**options, "roster": roster(tmp_path, CANVAS)}
    with pytest.raises(CourseError, match=message):
        sheet(graded, **options)


def test_a_gradebook_that_is_none(data):
    """No gradebook, a damaged one, and one without the assignment are told apart."""
    with Gradebook(data.database) as book:
        book.remove_assignment(OTHER)
    with pytest.raises(CourseError, match=f"The gradebook must hold {OTHER}"):
        sheet(data, assignment=OTHER)
    (data.data / "gradebook.db").write_bytes(b"no database" * 1000)
    with pytest.raises(CourseError, match="must be a gradebook"):
        sheet(data)
    (data.data / "gradebook.db").unlink()
    with pytest.raises(CourseError, match="must hold a gradebook before"):
        sheet(data)


def test_lateness_counts_at_once(data):
    """A deadline moved after the grading takes its points off in the table, and the table says why."""
    with Gradebook(data.database) as book:
        book.update_or_create_submission(NAME, "ada", timestamp="2026-12-02 01:04:00 UTC")
    text = f"penalty = {{ per_day = 0.1 }}\n[{NAME}]\ndeadline = 2026-12-01T23:59:00+01:00\n"
    text += f"[{NAME}.extensions]\nzoe = 2026-12-05T23:59:00+01:00\n"
    (data.data / "deadlines.toml").write_text(text, encoding="utf-8")
    ada = plain(data)["ada"]
    assert ada["duedate"] == "2026-12-01 22:59:00"
    assert [ada[key] for key in ("raw_score", "late_submission_penalty", "score")] == ["19.5", "1.95", "17.55"]
    assert ada["late"] == "late by 2 h 5 min: 1.95 points less"
    assert any("extensions.zoe: no student of that name" in line for line in sheet(data).warnings)


def test_work_without_a_grade_is_no_zero(graded, data, tmp_path):
    """Who handed in and is not graded yet, or handed in again since, is named; a zero is for those who did not."""
    shutil.copytree(graded.submitted, data.submitted)
    shutil.copytree(graded.data / ".dlcourse", data.data / ".dlcourse")
    hand_in(data, "dora", NAME, solved())
    path = data.submitted / "ben" / NAME / f"{NAME}.ipynb"
    path.write_text(json.dumps(solved()), encoding="utf-8")
    known = roster(tmp_path, CANVAS)
    made = sheet(data, assignment=NAME, roster=known, missing="zero")
    states = {line["student_id"]: (line["state"], line["score"]) for line in csv.DictReader(io.StringIO(made.text))}
    assert states["dora"] == ("handed in, not graded yet", "")
    assert states["ben"][0] == "handed in again since"
    assert f"Not graded yet: {NAME}, of dora. Run `dlcourse autograde {NAME}`." in made.warnings
    assert f"Handed in again since it was graded: {NAME}, of ben. Run `dlcourse autograde {NAME}`." in made.warnings
    rows = rows_of(sheet(data, "canvas", assignment=NAME, roster=known, missing="zero", provisional=True))
    assert "Diaz, Dora" not in rows
    assert "Müller, Ben" in rows
    assert not any("graded" in line for line in sheet(graded, assignment=NAME).warnings)
