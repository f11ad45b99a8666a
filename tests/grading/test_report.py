"""The report on a class counts what the checks told, names nobody unasked, and can be read by everybody."""

import json
import math
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from nbgrader.api import Gradebook

from dlutils.checks import logistic_regression
from dlutils.grading import report
from dlutils.grading.autograde import autograde
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.manual import BLANK, WAITS
from dlutils.grading.report_mistakes import Submission, anonymous, found_in, own_lines, without_numbers
from dlutils.grading.report_page import difficulty, discrimination, page
from dlutils.grading.results import Question, Result
from tests.grading.example_class import COST_SIGN, NAME, NOT_PYTHON, PROBABILITIES, ROOT, blank, solved

SIGN = "Can a cost be negative?"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script>"


def commented(source):
    """Return an answer in which its author has left a name wherever one can."""
    note = f'    """I am Mia Maier, mia."""\n    # Mia Maier {HOSTILE}\n    print("by Mia Maier", \'dw\')\n'
    return source.replace("    m = X.shape[1]\n", f"{note}    m = X.shape[1]\n")


CLASS = {
    "ada": solved(),
    "ben": blank(),
    "chen": solved(propagate=COST_SIGN, predict=PROBABILITIES),
    "dana": solved(propagate=NOT_PYTHON),
    "mia": solved(propagate=commented(COST_SIGN)),
    "kim": {**blank(), "cells": []},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return a course with a small class that was really graded, and a due date that one has missed."""
    folder = tmp_path_factory.mktemp("data")
    for student, notebook in CLASS.items():
        path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "submitted" / "dana" / NAME / "timestamp.txt").write_text("2026-03-03 12:00:00 UTC")
    made = Course.find(ROOT, data=folder)
    with pytest.raises(CourseError, match="dlcourse autograde"):
        report.write(made, NAME)
    list(autograde(made, NAME, jobs=2, isolated=False))
    (folder / "submitted" / "zoe" / NAME).mkdir(parents=True)  # came too late to be graded
    aside = folder / "set-aside" / "chen" / NAME
    aside.mkdir(parents=True)
    (aside / "why.txt").write_text("Maier_Mia.zip: it is a link or a special file, and was not followed\n")
    with Gradebook(made.database) as book:
        book.update_or_create_assignment(NAME, duedate="2026-03-01 00:00:00")
        book.update_or_create_student("mia", first_name="Mia", last_name="Maier")
    return made


@pytest.fixture(scope="module")
def shown(course):
    """Return the page that names nobody."""
    return report.write(course, NAME).read_text(encoding="utf-8")


def of(name, score, told="", by_hand="", worth=10.0):
    """Return a question."""
    return Question(name, score, worth, told, by_hand)


def class_of(*rows, names=("one", "two", "three")):
    """Return submissions with these points."""
    return [
        Submission(Result(f"s{i:02}", "a", "graded", tuple(of(n, s) for n, s in zip(names, row, strict=False))))
        for i, row in enumerate(rows)
    ]


def text_of(html):
    """Return a page's text."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_the_page_tells_what_went_wrong_and_how_often(course, shown):
    """Two of five made the known mistake, which stands there once, with an example of the learner's own lines."""
    text = text_of(shown)
    found = report.summarise(NAME, list(report.gather(course, NAME)))
    (sign,) = [mistake for mistake in found.mistakes if mistake.told[0][0].startswith(SIGN)]
    assert sign.students == ("chen", "mia")
    assert sign.known
    assert sign.told[0][1] == (("cost", 2),)
    assert "2 of 5 (40 %) · known mistake Can a cost be negative?" in text
    assert "cost = np.sum(Y * np.log(A)" in text
    assert "5 graded submissions, and 1 not gradable" in text


def test_points_are_those_of_the_gradebook(course):
    """Scores, mean shares and pass rates agree with what nbgrader has stored; who left all blank is counted so."""
    found = report.summarise(NAME, list(report.gather(course, NAME)))
    with Gradebook(course.database) as book:
        scores = {s.student.id: s.score for s in book.assignment_submissions(NAME)}
    assert sorted(found.scores) == sorted(score for student, score in scores.items() if student != "kim")
    by_name = {question.name: question for question in found.questions}
    assert by_name["propagate"].share == pytest.approx((10 + 0 + 6 + 0 + 6) / 50)
    assert by_name["propagate"].passed == pytest.approx(1 / 5)
    assert by_name["predict"].passed == pytest.approx(3 / 5)
    assert {question.unanswered for question in found.questions} == {1}
    assert list(by_name) == list(logistic_regression.ASSIGNMENT.tasks)


def test_a_cell_that_is_no_python_is_a_mistake_of_its_own(shown):
    """Of an answer that did not even run, the error of its own cell stands there."""
    assert "The cell itself: it stopped with SyntaxError: '(' was never closed" in text_of(shown)


def test_what_is_left_to_do_stands_there(shown):
    """What was not graded, not gradable, set aside or late stands there with the reason."""
    text = text_of(shown)
    assert "Not gradable: it has no cells" in text
    assert "Handed in, and not graded" in text
    assert "Set aside: it is a link or a special file" in text
    assert "up to 3 days late 1" in text
    assert re.search(r"Time used .* grading machine Submissions( [\d.]+ to [\d.]+ s \d)+", text)
    assert "Nothing: every answer has its points." in text


def test_times_are_counted_between_bounds():
    """Each submission whose time is known is counted once, the fastest first; where none is known nothing is said."""
    took = {"ada": 0.2, "ben": 0.5, "chen": 31.0, "dana": None, "eve": 0.9}
    class_ = [Submission(Result(one, NAME, "graded", (of("sigmoid", 3),)), seconds=s) for one, s in took.items()]
    assert report.summarise(NAME, class_).times == (
        ("0 to 0.5 s", ("ada",)),
        ("0.5 to 1 s", ("ben", "eve")),
        ("30 s and more", ("chen",)),
    )
    assert report.summarise(NAME, [class_[3]]).times == ()


def test_a_large_class_is_no_long_page():
    """Of many mistakes in a question the most frequent are open and the others folded; all are on the page once."""
    told = [f"✗ Something {word} is wrong." for word in "abcdefghijkl"]
    class_ = [
        Submission(Result(f"s{i}{j}", NAME, "graded", (of("sigmoid", 0, told[i]),)))
        for i in range(12)
        for j in range(13 - i)
    ]
    shown = BeautifulSoup(page(report.summarise(NAME, class_)), "html.parser")
    assert len(shown.select(".mistake")) == 12
    assert len(shown.select(".rare .mistake")) == 6
    assert shown.select_one(".rare summary").get_text() == "6 rarer mistakes"
    assert "Something a" in shown.select_one("h3 + .mistake").get_text()


def test_in_short_stands_what_says_something():
    """What is left of a text without its numbers says nothing in one line; a known mistake does, and so do words."""
    bare, words = "✗ w: is wrong in 3 of 4 entries.", "✗ AssertionError: the labels must be floats."
    class_ = [Submission(Result(f"s{i}", NAME, "graded", (of("sigmoid", 0, bare),))) for i in range(3)]
    class_ += [Submission(Result(f"t{i}", NAME, "graded", (of("predict", 0, words),))) for i in range(2)]
    text = text_of(page(report.summarise(NAME, class_))).partition("Points")[0]
    assert "In predict, 2 of 5 made mistake 2 : AssertionError: the labels must be floats." in text
    assert "entries" not in text


def test_nobody_is_named_unasked(shown):
    """No student's id, name, comment, docstring or file stands on the page; the code of the example does."""
    for word in (*CLASS, "zoe", "Mia", "Maier", "zip"):
        assert not re.search(rf"(?<![\w#-]){word}(?!\w)", shown), word


def test_names_are_there_when_asked_for(course):
    """With names the page says who made a mistake, whose the example is, and what was set aside."""
    text = text_of(report.write(course, NAME, names=True).read_text(encoding="utf-8"))
    assert "Made by chen, mia." in text
    assert "The answer of chen:" in text
    assert "Maier_Mia.zip" in text
    assert "keep it to yourself" in text


def test_the_page_is_one_whole_file(course, shown):
    """It lies alone in report/, asks no host, and its plots are in it, each with its own ids."""
    assert [path.name for path in (course.data / "report").iterdir()] == [f"{NAME}.html"]
    page_ = BeautifulSoup(shown, "html.parser")
    assert len(page_.select("figure svg[role=img] > title")) == 3
    assert not page_.select("script, link, img, iframe, object")
    ids = [tag["id"] for tag in page_.select("[id]")]
    assert len(ids) == len(set(ids))
    for address in re.findall(r"(?:href|src)=\"([^\"]*)\"|url\(([^)]*)\)", shown):
        assert "".join(address).startswith("#")
        assert "".join(address)[1:] in ids
    assert "default-src 'none'" in page_.select_one("meta[http-equiv]")["content"]


def test_plots_have_words_and_numbers(shown):
    """Every plot has a title and a description, and a table with the same numbers, which has a caption."""
    page_ = BeautifulSoup(shown, "html.parser")
    for svg in page_.select("figure svg"):
        for relation in ("aria-labelledby", "aria-describedby"):
            assert page_.find(id=svg[relation]).get_text()
    assert all(table.caption.get_text() for table in page_.select("table"))
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page_.select("details table")[0].select("tr")]
    assert sum(int(count) for _, count, _ in rows[1:]) == 5


def test_two_reports_of_one_class_are_the_same():
    """Nothing on the page depends on chance or on the clock."""
    found = report.summarise("a", class_of(*[(i, 10 - i % 3, 5) for i in range(11)]))
    assert page(found) == page(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_has_no_barrier(course, shown, browser, theme, width):
    """axe-core finds nothing in either theme, nothing is complained of, and no window scrolls sideways."""
    complaints = []
    tab = browser.new_page(color_scheme=theme, viewport={"width": width, "height": 900})
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("request", lambda request: complaints.append(request.url) if request.url.startswith("http") else None)
    tab.goto((course.data / "report" / f"{NAME}.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(tab).response["violations"] == []
    assert complaints == []
    tab.close()


def test_on_paper_every_number_is_open_and_light(course, shown, browser):
    """Printed from a dark screen, the ground is white, and the tables that were folded up are there."""
    tab = browser.new_page()
    tab.emulate_media(media="print", color_scheme="dark")
    tab.goto((course.data / "report" / f"{NAME}.html").as_uri())
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert all(table.bounding_box()["height"] > 50 for table in tab.locator("details table").all())
    tab.close()


def test_item_rest_correlation_is_that_of_points_with_all_others():
    """It agrees with the correlation computed by hand; of a question that all solved there is none."""
    rng = np.random.default_rng(1)
    points = np.column_stack([rng.integers(0, 11, (30, 2)), np.full(30, 10)])
    found = report.summarise("a", class_of(*points.tolist()))
    one, _, three = found.questions
    assert one.discrimination == pytest.approx(np.corrcoef(points[:, 0], points[:, 1] + points[:, 2])[0, 1])
    assert three.discrimination is None
    assert discrimination(three) == "nothing: all have the same points"
    assert difficulty(three.share) == "easy"


@pytest.mark.parametrize(("count", "said"), [(report.ENOUGH - 1, False), (report.ENOUGH, True)])
def test_a_small_class_has_no_correlation(count, said):
    """Below ten submissions nothing is said of discrimination."""
    found = report.summarise("a", class_of(*[(i, i, i * i % 7) for i in range(count)]))
    assert all((question.discrimination is not None) == said for question in found.questions)
    assert ("too few to say" in page(found)) != said


def test_a_question_that_goes_against_the_rest_is_named():
    """Where the better do worse, the page says so at its head."""
    found = report.summarise("a", class_of(*[(i, i, 10 - i) for i in range(11)]))
    assert "Look again at three: who does well elsewhere does worse there." in text_of(page(found))


def test_answers_that_wait_count_nowhere_else():
    """What waits for a person is neither wrong nor right, and is counted as waiting."""
    waiting = of("plot", 0.0, WAITS, "waits")
    class_ = [Submission(Result(f"s{i}", "a", "graded", (of("one", 10.0), waiting))) for i in range(12)]
    again = Result("t", "a", "graded", (of("one", 4.0), of("plot", 8.0, "", "again")))
    found = report.summarise("a", [*class_, Submission(again)])
    one, plot = found.questions
    assert (plot.waiting, plot.count, plot.share) == (12, 1, pytest.approx(0.8))
    assert one.count == 13
    assert [(what, len(who)) for what, who in found.todo] == [
        ("plot waits for a score", 12),
        ("plot has changed since a person graded it", 1),
    ]
    assert [mistake.question for mistake in found.mistakes] == ["one"]
    assert "13 answers wait for a person." in text_of(page(found))


def test_a_class_of_which_nothing_could_be_used_has_a_page():
    """Without a single graded submission the page says why, and shows no plot."""
    broken = Result("kim", "a", "not gradable", (of("one", 0.0),), ("it has no cells",))
    shown = page(report.summarise("a", [Submission(broken)]))
    assert "Not gradable: it has no cells" in shown
    assert "<svg" not in shown


def test_a_class_that_made_no_mistake_has_a_page():
    """Where all is right, or nothing has points yet, the page says so."""
    assert "The checks found none." in page(report.summarise("a", class_of((10, 10), (10, 10))))
    waiting = Submission(Result("s", "a", "graded", (of("plot", 0.0, WAITS, "waits"),)))
    found = report.summarise("a", [waiting])
    assert math.isnan(found.questions[0].share)
    assert "–" in page(found)


TOLD = """f: 0 of 6 points
f: 0 of 3 parts are right.
  ✗ cost: is 0.747917 and should be 0.8. Called with w = 1.
  ✗ dw: must have shape (3, 1); got (2, 1).
  ✗ db: is -1e-07 and should be nan.
  · It printed: 3
    Called with w = np.array([[-0.4066]]).
f, with further inputs: 0 of 6 points
f: 0 of 3 parts are right.
  ✗ cost: is not the right number."""


def test_problems_are_counted_without_parts_and_numbers():
    """Lines that differ in parts and numbers only are one; of further inputs, which say the same, none is taken."""
    assert found_in(of("f", 0.0, TOLD)) == [
        ("is … and should be ….", False, ("cost", "db")),
        ("must have shape (…, …); got (…, …).", False, ("dw",)),
    ]


def test_a_known_mistake_explains_what_was_seen():
    """Where a mistake is named, its name is counted and not the problems that it causes."""
    told = f"{TOLD}\n  → cost, db: Look at the sign. It is wrong.\n  → dw: Count to 3."
    assert found_in(of("f", 0.0, told)) == [
        ("Look at the sign. It is wrong.", True, ("cost", "db")),
        ("Count to 3.", True, ("dw",)),
    ]


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("f: 0 of 6 points\n  ✗ Your function stopped with KeyError: 'W7' — at the line: x = d['W7']",
         "Your function stopped with KeyError: '…'"),
        ("f is not defined. Run the cell.", "f is not defined. Run the cell."),
        ("f: 0 of 6 points\n  ✗ It never ends.\n  → There is no hint beyond the line above. Take a tiny example, call "
         "your function on it in a cell of its own, and print what is on the way.", "It never ends."),
        ("", "No points, and the check does not say why."),
    ],
)  # fmt: skip
def test_other_words_are_counted_too(told, text):
    """Errors without their line, answers that are not there, endless ones, and silence."""
    assert found_in(of("f", 0.0, told)) == [(text, False, ())]


@pytest.mark.parametrize(
    "question",
    [
        of("f", 10.0, "all right"),
        of("f", 0.0, BLANK),
        of("f", 3.0, "x", "done"),
        of("f", 0.0, "f: 0 of 6 points\n  ✗ Not written yet: replace the line that raises NotImplementedError with "
           "your code."),
    ],
)  # fmt: skip
def test_what_is_no_mistake_is_not_counted(question):
    """Right answers, blank ones, and those that a person has graded."""
    assert found_in(question) == []


def test_numbers_go_and_names_stay():
    """Numbers of all kinds are taken out, and names that hold one are not."""
    told = "W1 is -0.5, 1e-07, nan or 3_000 in layer 2; X2 stays, and so does 0-dimensional."
    assert without_numbers(told) == "W1 is …, …, … or … in layer …; X2 stays, and so does 0-dimensional."


def test_an_example_is_the_learners_own():
    """Given lines, and the marks around the solution, are left out; an answer of given lines only is none."""
    given = {"def f(x):", '"""Return x."""', "costs = []", "return costs"}
    source = 'def f(x):\n    """Return x."""\n    costs = []\n    ### BEGIN SOLUTION\n    x += 1\n\n    return costs\n'
    assert own_lines(source, given, keep_texts=True) == "def f(x):\n    x += 1"
    assert own_lines("def f(x):\n    costs = []\n    return costs", given, keep_texts=True) == ""


def test_texts_are_left_out_where_nobody_is_named():
    """Comments and texts go, keys of one word stay, and a sign for comments within a text is none."""
    source = "a = d[\"dw\"]  # by Mia\nb = \"by Mia # x\"\nc = '''Mia\nMaier'''\nd = 1  # \""
    assert own_lines(source, (), keep_texts=False) == 'a = d["dw"]\nb = "…"\nc =\nd = 1'


def test_names_of_people_and_files_are_taken_out():
    """In any case of letters, as whole words."""
    mia = Submission(Result("mia", "a", "graded"), names=("Mia", "Maier", "mia.maier@uni.example"))
    told = "Handed in by MIA (mia.maier@uni.example) as Maier-ex1.ipynb, not Miami"
    assert anonymous(told, mia) == "Handed in by … (…) as a file, not Miami"


def test_hostile_words_are_only_shown():
    """Names, notes, checks' words and code of people who want to be more than text are text."""
    question = Question(HOSTILE, 0.0, 1.0, f"f: 0 of 1 points\n  ✗ {HOSTILE}\n  → {HOSTILE}: {HOSTILE}\x1b[1m $x$")
    result = Result(HOSTILE, HOSTILE, "graded", (question, of("two", 1.0, HOSTILE, "again")), (HOSTILE,))
    found = report.summarise(HOSTILE, [Submission(result, {HOSTILE: HOSTILE}, {}, 5.0)] * 11, names=True)
    shown = page(found, names=True, when=HOSTILE)
    tree = BeautifulSoup(shown, "html.parser")
    assert not tree.select("script, img, [onerror], iframe")
    assert "\x1b" not in shown
    assert HOSTILE in tree.select_one("h3").get_text()
