"""What a class came to, in tables: every share is of what was graded, and nothing that waits counts as lost."""

from rich.console import Console

from dlutils.grading.results import Question, Result, summary
from dlutils.messages import message


def result(student, *scores, status="graded", waits=(), late=0.0):
    """Return a result with two questions of 4 points, and one of 2."""
    worth = zip(("one", "two", "three"), scores, (4, 4, 2), strict=True)
    questions = (Question(name, score, of, "", "waits" if name in waits else "") for name, score, of in worth)
    return Result(student, "work", status, tuple(questions), (), late)


def lines(results):
    """Return the table as lines of words."""
    console = Console(width=200, color_system=None)
    with console.capture() as shown:
        console.print(summary(results))
    return [" ".join(line.split()) for line in shown.get().splitlines() if line.strip()]


def test_the_summary_counts_by_question():
    """Mean, and how many have all points, some and none; what waits is counted apart; the last line is of all."""
    class_ = [
        result("ada", 4, 4, 2),
        result("ben", 0, 0, 0),
        result("chen", 4, 2, 0, waits=("three",)),
        result("dana", 4, 0, 2),
        result("eve", 0, 0, 0, status="not gradable"),  # says nothing about the questions
    ]
    assert lines(class_) == [
        "question points mean all points some none wait",
        "one 4 3.00 75 % 0 % 25 %",
        "two 4 1.50 25 % 25 % 50 %",
        "three 2 1.33 67 % 0 % 33 % 1",
        "all 10 5.50 25 % 50 % 25 % 1",
    ]


def test_where_nothing_is_graded_there_is_a_head_alone():
    """A class of unusable files has no shares, and does not divide by nothing."""
    assert lines([result("eve", 0, 0, 0, status="not gradable")]) == ["question points mean all points some none"]
    assert lines([result("chen", 0, 0, 0, waits=("one", "two", "three"))])[1] == "one 4 1"


def test_late_work_loses_points_once():
    """What counts is what was earned less the penalty, and never below 0."""
    assert (result("ada", 4, 4, 2, late=3.5).earned, result("ada", 4, 4, 2, late=3.5).score) == (10, 6.5)
    assert result("ada", 1, 0, 0, late=3).score == 0
    assert result("ada", 4, 4, 2, late=3.5).as_dict()["score"] == 6.5


def test_who_wrote_nothing_is_named():
    """A notebook that was handed in as released has a remark; one answer is enough for none."""
    blank = tuple(Question(name, 0, 2, message("problem.blank")) for name in ("one", "two"))
    assert Result("ben", "work", "graded", blank).remarks == ["nothing was written: it is as it was released"]
    assert Result("ada", "work", "graded", (blank[0], Question("two", 0, 2, "wrong"))).remarks == []
