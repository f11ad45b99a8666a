"""Rosters: encodings, headings, lines that are wrong, and whom a platform's name or number means."""

import pytest

from dlutils.grading.autograde import _STUDENT
from dlutils.grading.course import Course
from dlutils.grading.downloads import Person, safe_name
from dlutils.grading.errors import CourseError
from dlutils.grading.gradebook import opened
from dlutils.grading.roster import UnmatchedError, read_roster
from dlutils.grading.students import register
from tests.grading.example_class import ROOT

TEXT = "id,name,email,canvas id\nann,Ann Müller,ann@uni.example,11\nbob,Bob Łuk,bob@uni.example,12\n"


def roster(tmp_path, content):
    """Read a roster from text or bytes."""
    path = tmp_path / "roster.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_roster(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_encoding_and_separator_reads_the_same(tmp_path, encoding, separator, end):
    """UTF-8 with or without a mark, UTF-16 of either order, three separators, two line ends: the same students."""
    read = roster(tmp_path, TEXT.replace(",", separator).replace("\n", end).encode(encoding))
    assert read.ids == ["ann", "bob"]
    assert read.match(Person("canvas", "müllerann", "11")) == "ann"
    assert read.match(Person("moodle", "Bob Łuk", "999")) == "bob"


def test_windows_1252_is_the_fallback(tmp_path):
    """A file that is no UTF-8 is read as Windows-1252, so an umlaut of Excel arrives."""
    read = roster(tmp_path, "id;name\nann;Ann Müller\n".encode("cp1252"))
    assert read.match(Person("moodle", "Ann Müller", "5")) == "ann"


def test_excels_line_that_names_the_separator_is_skipped(tmp_path):
    """A first line `sep=;` is no heading, and the lines are counted as an editor counts them."""
    assert roster(tmp_path, "sep=;\nid;name\nann;A, B\n").ids == ["ann"]
    with pytest.raises(CourseError, match="line 4: the id ANN stands in line 3"):
        roster(tmp_path, "sep=;\nid;name\nann;A\nANN;B\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,town\nAnn,Ulm\n", "line 1: a column must be called id .*; got name, town"),
        ("", "line 1: .*got nothing"),
        ("\nid\nann\n", "line 1: it is empty"),
        ("id,name\nann,A\n\nbob,B\n", "line 3: it is empty"),
        ("id,name\nann,A\n,\nbob,B\n", "line 3: it is empty"),
        ("id,name\nann,A\n,B\n", "line 3: it has no id"),
        ("id,name\nann,A\nbob,B\nann,C\n", "line 4: the id ann stands in line 2"),
        ('id,name\nann,"A\nB"\nann,C\n', "line 4: the id ann stands in line 2"),
        ("id,name\nann,A,surplus\n", "line 2: it must have 2 cells; got 3"),
        ("id,name\n../x,A\n", "line 2: an id must do as the name of a folder"),
        ("id,name\na\x1b]0;x\x07,A\n", "line 2: an id must do as the name of a folder"),
        ('id,name\nann,"A\n', "line 2: it is no CSV"),
        ("id,name\n", "line 1: it must name students"),
        (b"\xff\xfei\x00d\x00\n", "must be text in UTF-8"),
        (b"\x81\x8d\x8f", "must be text in UTF-8"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_the_line(tmp_path, text, message):
    """A roster that cannot be used ends in one line of text without control characters, which says where."""
    with pytest.raises(CourseError, match=message) as caught:
        roster(tmp_path, text)
    assert "\n" not in caught.value.message
    assert "\x1b" not in caught.value.message


def test_empty_lines_at_the_end_do_no_harm(tmp_path):
    """What spreadsheets leave at the end of a file is not an error."""
    assert roster(tmp_path, "id,name\nann,A\n\n,\n\n").ids == ["ann"]


@pytest.mark.parametrize("path", ["missing.csv", "."])
def test_no_file_is_one_line(tmp_path, path):
    """A roster that is not there, or a folder, is said in one line."""
    with pytest.raises(CourseError, match="must be a CSV file"):
        read_roster(tmp_path / path)


CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (77)
    Points Possible,,,,,10
"Doe, Jane",501,S100,jdoe,One,
"O'Brien, Ann Marie",502,S101,abrien,One,
"Student, Test",503,,0a1b2c,One,
"""
MOODLE = """Identifier,Full name,ID number,Email address,Status,Grade
Participant 7001,Jane Doe,S100,jane@uni.example,No submission,
Participant 7002,Ann Marie O'Brien,S101,ann@uni.example,No submission,
"""
PARTICIPANTS = "First name;Last name;Username;Email address\nJane;Doe;jdoe;jane@uni.example\n"
GRADESCOPE = "First Name,Last Name,SID,Email,Role\nJane,Doe,S100,jane@uni.example,Student\n"


@pytest.mark.parametrize(
    ("text", "person", "expected"),
    [
        (CANVAS, Person("canvas", "doejane", "501"), "jdoe"),
        (CANVAS, Person("canvas", "obrienannmarie", "502"), "abrien"),
        (CANVAS, Person("canvas", "doejane", "999"), "jdoe"),
        (CANVAS, Person("plain", "S101"), "abrien"),
        (MOODLE, Person("moodle", "Jane Doe", "7001"), "S100"),
        (MOODLE, Person("moodle", "Participant", "7002"), "S101"),
        (MOODLE, Person("gradescope", "J. Doe", email="JANE@uni.example"), "S100"),
        (PARTICIPANTS, Person("moodle", "Jane Doe", "1"), "jdoe"),
        (PARTICIPANTS, Person("canvas", "doejane", "1"), "jdoe"),
        (PARTICIPANTS, Person("plain", "jane@uni.example"), "jdoe"),
        (GRADESCOPE, Person("gradescope", "Jane", email="", sid="s100"), "S100"),
        ("id,First,Surname\nx,Jane Mary,Doe Smith\n", Person("canvas", "doesmithjanemary", "1"), "x"),
        ("Student,Name\nx,Jane\n", Person("plain", "x"), "x"),
        ("id\nx\n", Person("plain", "X"), "x"),
        ("id,LMS user ID\nx,55\n", Person("canvas", "someone", "55"), "x"),
    ],
)
def test_the_platforms_own_exports_are_rosters(tmp_path, text, person, expected):
    """Canvas' gradebook, Moodle's worksheet and participants, and Gradescope's roster name whom they mean."""
    assert roster(tmp_path, text).match(person) == expected


def test_an_address_is_an_id_where_there_is_no_other(tmp_path):
    """Moodle's worksheet without ID numbers has nothing else that is one's own; next to another id it is none."""
    worksheet = "Identifier,Full name,Email address\nParticipant 55,Jane Doe,jane@uni.example\n"
    found = roster(tmp_path, worksheet)
    assert found.ids == ["jane@uni.example"]
    assert found.match(Person("moodle", "Jane Doe", "55")) == "jane@uni.example"
    assert roster(tmp_path, "Student,Email\njane,jane@uni.example\n").ids == ["jane"]
    assert roster(tmp_path, "email,login\njane@uni.example,jd\n").ids == ["jd"]


def test_canvas_points_and_test_student_are_nobody(tmp_path):
    """In Canvas' gradebook neither the line of points nor the test student is somebody who can be missing."""
    assert roster(tmp_path, CANVAS).ids == ["jdoe", "abrien"]


@pytest.mark.parametrize(
    ("person", "message"),
    [
        (Person("moodle", "Li Wei", "1"), "lines 2 and 3"),  # two of one name
        (Person("canvas", "kimann", "21"), "lines 4 and 5"),  # the number is one's, the name another's
        (Person("gradescope", "", email="kim@x", sid="d"), "lines 4 and 5"),  # email and number disagree
        (Person("plain", "20"), "lines 2 and 4"),  # a number that two columns hold
        (Person("plain", "nobody"), "names nobody like nobody"),
        (Person("moodle", "Ann", "1"), "names nobody like Ann"),  # a first name alone
        (Person("canvas", "", ""), "names nobody"),
    ],
)
def test_who_is_in_doubt_is_nobody(tmp_path, person, message):
    """Two lines that fit are both named and neither is taken; a part of a name is not enough."""
    rows = ("id,name,email,canvas id,login", "a,Li Wei,li@x,20,", "b,Wei Li,wei@x,,", "c,Ann Kim,kim@x,22,20")
    text = "\n".join([*rows, "d,Joe Kim,joe@x,21,"])
    with pytest.raises(UnmatchedError, match=message):
        roster(tmp_path, text).match(person)


def test_a_number_decides_between_two_of_one_name(tmp_path):
    """Where two have one name, the platform's number says who it is."""
    read = roster(tmp_path, "id,name,moodle id\na,Li Wei,1\nb,Li Wei,2\n")
    assert [read.match(Person("moodle", "Li Wei", number)) for number in "12"] == ["a", "b"]


@pytest.mark.parametrize(
    "text", ["O'Brien, Ann", "../../x", "a\0b\nc", "x" * 300, "𝔘" * 150, "{id}*[1]", ".hidden", " a. ", "a:b|c"]
)
def test_a_name_that_was_made_safe_is_one_that_grading_takes(text):
    """Every name made from a platform's is one that autograde takes, and fits a file system."""
    name = safe_name(text)
    assert _STUDENT.fullmatch(name)
    assert name == name.strip(" .")
    assert len(f"{name}.json".encode()) <= 255
    assert safe_name(name) == name


@pytest.mark.parametrize("text", ["", " . ", "\x1b", "\u202e"])
def test_a_name_of_which_nothing_is_left_is_none(text):
    """A name that holds nothing usable gives no student's id."""
    assert safe_name(text) == ""


def test_everybody_of_the_roster_is_in_the_gradebook(tmp_path):
    """Names and addresses go to the gradebook, harmless in a page; what the roster does not say stays as it was."""
    course = Course.find(ROOT, data=tmp_path)
    first = 'id,name,email\na,"Doe, Jane",jane@x\nb,李明,\nc,,\nd,"<b>O\'Neill, &Ann",\n'
    assert register(course, roster(tmp_path, first)) == 4

    def known():
        with opened(course) as book:
            return {one.id: (one.last_name, one.first_name, one.email) for one in book.students}

    assert known() == {
        "a": ("Doe", "Jane", "jane@x"),
        "b": ("李明", "", None),
        "c": (None, None, None),
        "d": ("b O'Neill", "Ann", None),
    }
    assert register(course, roster(tmp_path, first)) == 0
    assert register(course, roster(tmp_path, "id,first name,surname\na,,\nb,Ming,Li\ne,Eve,Adams\n")) == 2
    assert known()["a"] == ("Doe", "Jane", "jane@x")
    assert (known()["b"], known()["e"]) == (("Li", "Ming", None), ("Adams", "Eve", None))
    (tmp_path / "gradebook.db").write_text("no gradebook")
    with pytest.raises(CourseError, match="must be a gradebook"):
        register(course, roster(tmp_path, first))
