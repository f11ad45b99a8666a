"""The made class: the same for the same seed, packed so that it can be collected, and graded as it was made."""

import contextlib
import io
import random
import shutil
import warnings
from dataclasses import replace

import numpy as np
import pytest

from dlutils.grading.autograde import autograde
from dlutils.grading.collect import collect
from dlutils.grading.course import Course
from tests.checks.bank import answers, passes
from tests.grading import made_answers, made_class
from tests.grading.example_class import NAME, QUESTIONS, ROOT

STUDENTS = 30


@pytest.fixture
def course(tmp_path):
    """Return a course with one assignment, and nothing handed in."""
    root = tmp_path / "course"
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part / NAME, root / part / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    return Course.find(root)


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_a_seed_makes_the_same_class(tmp_path, platform):
    """The same seed makes the same bytes, another seed others."""
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        made_class.write(tmp_path / folder, STUDENTS, seed, platform)
    for file in ("submissions.zip", "roster.csv"):
        one, same, other = ((tmp_path / folder / file).read_bytes() for folder in "abc")
        assert one == same
        assert one != other


def test_every_answer_is_what_it_is_in_the_bank():
    """As a cell of a notebook, restyled or not, a right answer passes its check, and a wrong one does not."""
    rng, bank = random.Random(1), answers(NAME)
    usual = {one.task: made_answers.source(one) for one in reversed(bank) if one.right}
    for answer in bank:
        cell = made_answers.source(answer)
        for text in (cell, made_answers.restyled(cell, rng)):
            notebook = {"np": np}
            with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for task in QUESTIONS:
                    exec(text if task == answer.task else usual[task], notebook)  # noqa: S102 - it is ours
                assert passes(replace(answer, function=notebook[answer.task]), 1) is answer.right, text


def test_a_large_class_is_like_a_real_one():
    """Of 300, two in five are all right; every odd thing is there, none too often; few files are late."""
    people, files = made_class.make(300, 1)
    kinds = [one.kind for one in people]
    assert 0.35 < kinds.count("right") / 300 < 0.45
    assert {*kinds} == {"right", "pair", "syntax", "endless", "cut", "nothing", *made_class.SHARES}
    assert kinds.count("endless") == 2
    assert {one.way for one in people} == {"plain", *made_class.WAYS}
    assert 0.85 < sum(file.student.time <= made_class.DEADLINE for file in files) / len(files) < 0.97
    assert len({one.login for one in people}) == 300


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_a_class_is_collected(course, tmp_path, platform):
    """Everybody in the roster has a submission or is missing, and set aside is what was meant to be."""
    people, files = made_class.write(tmp_path, STUDENTS, 1, platform)
    found = collect(course, NAME, tmp_path / "submissions.zip", tmp_path / "roster.csv")
    submitted = {one.student for one in found.submissions}
    assert (people[0].given, people[0].family) == (people[1].given, people[1].family)  # their numbers tell them apart
    assert submitted == {file.student.login for file in files if file.taken}
    assert submitted | {*found.missing} == {one.login for one in people}
    assert not submitted & {*found.missing}
    paths = {made_class.path_in(platform, i, file) for i, file in enumerate(files) if not file.taken}
    assert {one.name for one in found.set_aside} == paths
    assert len(paths) == 3  # a stranger's, a second notebook, and what is none
    late = {file.student.login for file in files if file.taken and file.student.time > made_class.DEADLINE}
    assert {one.student for one in found.submissions if one.late} == (late if platform == "canvas" else set())
    times = {one.student: one.time for one in found.submissions}
    assert times == {file.student.login: file.student.time.isoformat() for file in files if file.taken}


def test_grades_are_as_the_class_was_made(course, tmp_path):
    """What is right gets all points, what is wrong does not; a file that was cut off is not gradable."""
    people, _ = made_class.write(tmp_path, STUDENTS, 1)
    collect(course, NAME, tmp_path / "submissions.zip", tmp_path / "roster.csv")
    some = {
        kind: next(one for one in people if (one.kind, one.way) == (kind, "plain")) for kind in ("right", "few", "cut")
    }
    for folder in course.submitted.iterdir():
        if folder.name not in {one.login for one in some.values()}:
            shutil.rmtree(folder)
    results = {one.student: one for one in autograde(course, NAME, jobs=2, isolated=False)}
    for kind in ("right", "few"):
        lost = {q.name for q in results[some[kind].login].questions if q.score < q.max_score}
        assert lost == {*some[kind].wrong}
    assert results[some["cut"].login].status == "not gradable"
