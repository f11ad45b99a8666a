"""Grading anew after a check was mended: who changes is shown first, nothing is lost, and a kill does no harm."""

import copy
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace

import nbformat
import pytest
from nbgrader.api import Gradebook

from dlutils.grading import feedback, grade_log, gradebook, intake, release
from dlutils.grading.autograde import autograde
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.regrade import regrade
from dlutils.grading.regraded import Change, Proposal, render
from dlutils.grading.steps import sources_of
from tests.grading.example_class import NAME, ROOT, blank, solved

WRONG_SIGMOID = "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"
CLASS = {"ada": solved, "ben": blank, "eve": lambda: solved(sigmoid=WRONG_SIGMOID)}
# A check that takes 3 points from everyone, and one that gives 3 to everyone.
PLANTED = {"grade-predict": 'raise AssertionError("planted")', "grade-sigmoid": "pass"}
MENDED = {
    ("ada", "predict"): (0, 3),
    ("ben", "sigmoid"): (3, 0),
    ("eve", "sigmoid"): (3, 0),
    ("eve", "predict"): (0, 3),
}


def course_in(folder, planted):
    """Return a course with one assignment, some of whose graded cells are replaced."""
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part / NAME, folder / part / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    course = Course.find(folder)
    change_cells(course, planted)
    return course


def change_cells(course, sources):
    """Replace graded cells of the solution, and release it."""
    notebook = nbformat.read(course.solution(NAME), as_version=4)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = sources.get(grade_id, cell.source)
    nbformat.write(notebook, course.solution(NAME))
    release.release(course, NAME)


def hand_in(course, student, notebook):
    """Write a submission."""
    path = course.submitted / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def enter(course, student, name, score, comment=""):
    """Give a score as formgrader does when a person types it."""
    with Gradebook(course.database) as book:
        grade = book.find_grade(f"grade-{name}", NAME, NAME, student)
        grade.manual_score, grade.needs_manual_grade = score, False
        book.find_comment(name, NAME, NAME, student).manual_comment = comment
        book.db.commit()


def held(course):
    """Return all that a gradebook holds of the assignment."""
    with Gradebook(course.database) as book:
        found = {}
        for submission in book.assignment_submissions(NAME):
            notebook = submission.notebooks[0]
            for grade in notebook.grades:
                scores = grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade
                found[submission.student.id, grade.name] = (*scores, grade.max_score)
            for comment in notebook.comments:
                found[submission.student.id, f"comment {comment.name}"] = comment.auto_comment, comment.manual_comment
        return found


def scores(course, student):
    """Return a student's scores by question."""
    result = gradebook.read(course, NAME, student, "graded", ())
    return {question.name: question.score for question in result.questions}


def files(course):
    """Return the contents of all files of the data folder, but for the folder of the runs and locks."""
    return {
        path.relative_to(course.data).as_posix(): path.read_bytes()
        for path in sorted(course.data.rglob("*"))
        if path.is_file() and ".regrade" not in path.parts and ".log" not in path.suffixes
    }


def state(course):
    """Return all that counts when a run is over: gradebook, graded notebooks, what is remembered, and the log."""
    notebooks = {}
    for path in sorted((course.data / "autograded").rglob("*")):
        inner = path.relative_to(course.data).as_posix()
        cells = nbformat.read(path, as_version=4).cells if path.suffix == ".ipynb" else []
        graded = [c for c in cells if c.metadata.get("nbgrader", {}).get("grade")]
        notebooks[inner] = [(cell.source, json.dumps(cell.outputs)) for cell in graded]
    states = {}
    for path in sorted((course.data / ".dlcourse" / NAME).glob("[!.]*")):
        known = json.loads(path.read_text())
        states[path.name] = known["submission"], known["status"]  # not the digest: it follows every edit of the package
    log = sorted((e.student, e.question, e.old, e.new, e.program, e.because) for e in grade_log.read(course))
    return held(course), notebooks, states, log


def proposed(course, **options):
    """Grade anew without writing anything, and return what was found."""
    with regrade(course, NAME, isolated=False, jobs=2, **options) as run:
        return run.proposal


def written(course, because="a planted check was mended", **options):
    """Grade anew, bring it into the gradebook, and return what was found."""
    with regrade(course, NAME, isolated=False, jobs=2, **options) as run:
        run.write(because)
        return run.proposal


def of(changes):
    """Return changes by student and question."""
    return {(change.student, change.question): (change.old, change.new) for change in changes}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return a course whose class was graded with planted checks, which are mended since. No test changes it."""
    course = course_in(tmp_path_factory.mktemp("course"), PLANTED)
    for student, make in CLASS.items():
        hand_in(course, student, make())
    results = {result.student: result.score for result in autograde(course, NAME, jobs=2, isolated=False)}
    assert results == {"ada": 27, "ben": 3, "eve": 27}
    enter(course, "eve", "propagate", 7.5, "I looked at it with you.")
    mended = nbformat.read(ROOT / "solutions" / NAME / f"{NAME}.ipynb", as_version=4)
    right = {cell.metadata.nbgrader.grade_id: cell.source for cell in mended.cells if "nbgrader" in cell.metadata}
    change_cells(course, {name: right[name] for name in PLANTED})
    return course


@pytest.fixture
def course(graded, tmp_path):
    """Return the course with a data folder of its own."""
    for part in ("submitted", "autograded", ".dlcourse"):
        shutil.copytree(graded.data / part, tmp_path / "data here" / part)
    shutil.copy(graded.data / "gradebook.db", tmp_path / "data here")
    return Course(graded.root, tmp_path / "data here")


def test_it_says_who_changes_and_writes_nothing(course):
    """Every change is named, with its difference; gradebook, notebooks, submissions and log stay byte for byte."""
    before = files(course)
    found = proposed(course)
    assert of(found.changes) == MENDED
    assert files(course) == before
    assert list((course.data / ".dlcourse" / ".regrade" / NAME).iterdir()) == [
        course.data / ".dlcourse" / ".regrade" / NAME / "lock"
    ]
    assert not grade_log.path_of(course).exists()
    assert render(found).splitlines() == [
        "student  question  old  new  difference",
        "ada      predict     0    3          +3",
        "ben      sigmoid     3    0          -3",
        "eve      sigmoid     3    0          -3",
        "eve      predict     0    3          +3",
        f"{NAME}: 3 of 3 students change; 2 questions higher, 2 lower",
    ]
    assert [change["difference"] for change in json.loads(json.dumps(found.as_dict()))["changes"]] == [3, -3, -3, 3]


def test_what_is_written_is_what_was_shown(course):
    """The gradebook holds the scores shown, a person's score and comment stay, and autograde has nothing left to do."""
    before = held(course)
    found = written(course)
    assert of(found.changes) == MENDED
    after = held(course)
    changed = {key for key in after if after[key] != before[key]}
    assert {(student, name.removeprefix("grade-")) for student, name in changed} == set(MENDED)
    assert after["eve", "grade-propagate"] == (10, 7.5, None, False, 10)
    assert after["eve", "comment propagate"] == (None, "I looked at it with you.")
    stamps = {path: path.stat().st_mtime_ns for path in (course.data / "autograded").rglob("*.ipynb")}
    again = {result.student: result.score for result in autograde(course, NAME, isolated=False)}
    assert again == {"ada": 30, "ben": 0, "eve": 24.5}
    assert stamps == {path: path.stat().st_mtime_ns for path in (course.data / "autograded").rglob("*.ipynb")}
    assert not list((course.data / "autograded").rglob(".copied"))
    assert of(written(course).changes) == {}
    assert len(grade_log.read(course)) == len(MENDED)


def test_it_ends_as_autograde_would(course, tmp_path):
    """A regrade that is written and a plain autograde leave the same gradebook, notebooks and memory."""
    other = Course(course.root, tmp_path / "other")
    shutil.copytree(course.data, other.data)
    assert {result.status for result in autograde(other, NAME, jobs=2, isolated=False)} == {"graded"}
    written(course)
    assert state(course)[:3] == state(other)[:3]


def test_every_change_is_in_the_log(course):
    """The log says when, in UTC, why, of whom, what, and from which score to which; only its owner can read it."""
    written(course, because='the check of "predict"\nwas wrong')
    entries = grade_log.read(course)
    assert {(e.student, e.question): (e.old, e.new) for e in entries} == MENDED
    assert {(e.assignment, e.because) for e in entries} == {(NAME, 'the check of "predict"\nwas wrong')}
    assert all(e.when.endswith("+00:00") for e in entries)
    assert grade_log.path_of(course).stat().st_mode & 0o777 == 0o600
    line = grade_log.render(entries).splitlines()[0]
    assert line.endswith(f'ada  {NAME}  predict  0 -> 3: the check of "predict" was wrong')


def test_the_higher_score_is_kept_where_everyone_sees_it(course):
    """With never_lower nobody loses: the score is entered as by hand, said in the comment, and outlives autograde."""
    with Gradebook(course.database) as book:
        book.find_comment("sigmoid", NAME, NAME, "eve").manual_comment = "See the page."
        book.db.commit()
    found = written(course, never_lower=True)
    assert of(found.changes) == {**MENDED, ("ben", "sigmoid"): (3, 3), ("eve", "sigmoid"): (3, 3)}
    assert {c.student for c in found.changes if c.program == 0} == {"ben", "eve"}
    assert "kept; the program gives 0" in render(found)
    assert render(found).endswith("2 of 3 students change; 2 questions higher, 0 lower, 2 kept\n")
    list(autograde(course, NAME, force=True, isolated=False, jobs=2))
    assert scores(course, "ben")["sigmoid"] == scores(course, "eve")["sigmoid"] == 3
    assert held(course)["eve", "grade-sigmoid"] == (0, 3, None, False, 3)
    kept = "Points kept: 3. The program gives 0 since the correction."
    assert held(course)["eve", "comment sigmoid"][1] == f"See the page.\n{kept}"
    page = next(path for path in feedback.write(course, NAME) if "eve" in path.parts)
    assert kept in page.read_text(encoding="utf-8")
    assert of(proposed(course, never_lower=True).changes) == of(proposed(course).changes) == {}
    assert "3 -> 3 (kept; the program gives 0)" in grade_log.render(grade_log.read(course))


def test_a_kept_score_gives_way_to_the_program(course):
    """Once the program gives as much as was kept, its score counts again, and the line in the comment goes."""
    written(course, never_lower=True)
    hand_in(course, "eve", solved())
    found = proposed(course)
    assert [(c.student, c.question, c.old, c.new, c.released) for c in found.changes] == [
        ("eve", "sigmoid", 3, 3, True)
    ]
    assert found.changes[0].note == "was kept before; the program's score counts again; handed in again"
    written(course)
    assert held(course)["eve", "grade-sigmoid"] == (3, None, None, False, 3)
    assert held(course)["eve", "comment sigmoid"] == (None, None)
    assert held(course)["eve", "grade-propagate"] == (
        10,
        7.5,
        None,
        True,
        10,
    )  # to be looked at: it is a new submission
    assert held(course)["ben", "grade-sigmoid"] == (0, 3, None, False, 3)
    enter(course, "eve", "sigmoid", 3)  # a person's from now on, though of the same size
    assert of(proposed(course).changes) == {}


def test_what_a_person_enters_meanwhile_stays(course):
    """A score that is entered between the table and the writing is not overwritten."""
    with regrade(course, NAME, isolated=False, jobs=2, never_lower=True) as run:
        enter(course, "ben", "sigmoid", 1, "Half a point each.")
        run.write()
    assert held(course)["ben", "grade-sigmoid"] == (0, 1, None, False, 3)
    assert held(course)["ben", "comment sigmoid"][1] == "Half a point each."


def test_new_submissions_and_unusable_ones_are_shown(course):
    """Who was not graded before has no old score; a file that is no notebook is graded as a blank one, and said so."""
    hand_in(course, "zoe", solved())
    (course.submitted / "ada" / NAME / f"{NAME}.ipynb").write_text("no notebook")
    found = written(course)
    by_student = {change.student: change for change in found.changes}
    assert by_student["zoe"].old is None
    assert sum(c.new for c in found.changes if c.student == "zoe") == 30
    assert by_student["ada"].handed_in_again
    assert sum(scores(course, "zoe").values()) == 30
    assert "ada: not gradable; graded without a sandbox; it is not JSON" in render(found)
    assert (course.data / "autograded" / "zoe" / NAME / f"{NAME}.ipynb").is_file()


def test_two_runs_at_once_are_refused(course):
    """While one run is under way, another one for the assignment is refused with one clear line."""
    with (
        regrade(course, NAME, isolated=False),
        pytest.raises(CourseError, match="another run"),
        regrade(course, NAME, isolated=False),
    ):
        pass


def test_without_a_gradebook_there_is_one_clear_line(course):
    """What was never graded cannot be graded anew, and an assignment that is not there is named."""
    (course.data / "gradebook.db").unlink()
    with pytest.raises(CourseError, match="Run `dlcourse autograde"), regrade(course, NAME):
        pass
    with pytest.raises(CourseError, match="assignment must be one of"), regrade(course, "nothing"):
        pass


def test_the_log_survives_a_line_that_was_cut_short(course):
    """Half a line at the end is not read, and the next entry replaces it; a line that is no entry is named."""
    entry = grade_log.Entry("2026-11-22T00:00:00+00:00", "run", "why", NAME, "ada", "predict", 0, 3)
    grade_log.append(course, [entry])
    path = grade_log.path_of(course)
    path.write_bytes(path.read_bytes() + b'{"when": "2026-')
    assert grade_log.read(course) == [entry]
    other = replace(entry, student="zo\u00eb")
    grade_log.append(course, [entry, other])
    assert grade_log.read(course) == [entry, other]
    path.write_text("[]\n")
    with pytest.raises(CourseError, match="line 1: it must be an entry"):
        grade_log.read(course)


def test_text_of_students_and_instructors_obeys_no_terminal():
    """Names and reasons cannot move the cursor, or begin a line of the log or the table."""
    change = Change("a\x1b[2Jda\nben", "predict", None, 4, 3)
    lines = render(Proposal(NAME, (), (change,))).splitlines()
    assert len(lines) == 3
    assert lines[1].split()[:6] == ["ada", "ben", "predict", "none", "4", "+4"]
    assert lines[1].endswith("more than the question is worth")
    entry = grade_log.Entry("now", "run", "a\x1b[2J\nb", NAME, "ada", "predict", 0, 3)
    assert grade_log.render([entry]) == f"now  ada  {NAME}  predict  0 -> 3: a b\n"
    assert grade_log.render([]) == "No grade has been changed by `dlcourse regrade`.\n"


RUN = """
import sys
from pathlib import Path
from dlutils.grading.course import Course
from dlutils.grading.regrade import regrade
if __name__ == "__main__":
    course = Course(Path(sys.argv[1]), Path(sys.argv[2]))
    with regrade(course, "logistic-regression", isolated=False, jobs=2, never_lower=True) as run:
        run.write("killed and run again")
"""


def start(course, script):
    """Start a run in a process of its own, which leads a group of processes."""
    script.write_text(RUN)
    command = [sys.executable, "-W", "ignore", script, course.root, course.data]
    return subprocess.Popen(command, start_new_session=True, cwd=ROOT)


def kill(process):
    """Kill a process and those that it has started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for_plan(course, process):
    """Wait until a run begins to write."""
    plan = course.data / ".dlcourse" / ".regrade" / NAME / "plan.json"
    while not plan.exists() and process.poll() is None:
        time.sleep(0.0005)


@pytest.fixture(scope="module")
def whole(graded, tmp_path_factory):
    """Return what a run leaves that nobody kills, and the seconds that it takes."""
    folder = tmp_path_factory.mktemp("whole")
    for part in ("submitted", "autograded", ".dlcourse"):
        shutil.copytree(graded.data / part, folder / part)
    shutil.copy(graded.data / "gradebook.db", folder)
    course, begun = Course(graded.root, folder), time.monotonic()
    assert start(course, folder / "run.py").wait() == 0
    return state(course), time.monotonic() - begun


@pytest.mark.parametrize("moment", ["grading", "any", "writing", "writing again"])
def test_a_kill_at_any_moment_does_no_harm(course, whole, tmp_path, moment):
    """A run that is killed, and run again, leaves what it would have left without: grades, notebooks, memory, log."""
    want, took_s = whole
    rng = random.Random()  # not the same moments each time: whichever it is, it must do no harm
    process = start(course, tmp_path / "run.py")
    if moment.startswith("writing"):
        wait_for_plan(course, process)
        after_s = rng.uniform(0, 0.3)  # writing takes about half a second
    else:
        after_s = took_s * rng.uniform(0, 0.7 if moment == "grading" else 1)
    time.sleep(after_s)
    left = sorted(path.name for path in (course.data / ".dlcourse").rglob("plan.json"))
    kill(process)
    print(f"killed {after_s:.3f} s {'after the plan' if moment.startswith('writing') else 'after the start'}: {left}")
    assert start(course, tmp_path / "run.py").wait() == 0
    assert state(course) == want
    assert len(want[3]) == len(MENDED)
    assert [path.name for path in (course.data / ".dlcourse" / ".regrade" / NAME).iterdir()] == ["lock"]


def test_inputs_stay_when_a_graded_cell_is_mended(graded):
    """Hidden inputs are drawn from what the learner wrote: a change of one check changes no other question's."""
    path = graded.submitted / "eve" / NAME / f"{NAME}.ipynb"
    before = intake.rebuild(graded, NAME, path).notebook
    other = copy.deepcopy(before)
    for cell in other.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source += "\n# mended"
    assert sources_of(other) == sources_of(before)
    answer = next(cell for cell in other.cells if cell.metadata.get("nbgrader", {}).get("solution"))
    answer.source += "\n# mine"
    assert sources_of(other) != sources_of(before)


def test_autograde_logs_what_a_mended_check_changes(course):
    """Where autograde meets a mended check, changed scores of unchanged work are in the log; new work is not."""
    hand_in(course, "ben", solved())
    results = {result.student: result.score for result in autograde(course, NAME, isolated=False, jobs=2)}
    assert results == {"ada": 30, "ben": 30, "eve": 24.5}
    entries = grade_log.read(course)
    changes = {(e.student, e.question): (e.old, e.new) for e in entries}
    assert changes == {key: change for key, change in MENDED.items() if key[0] != "ben"}
    assert {e.because for e in entries} == {"autograde: solution, checks or configuration changed"}
    list(autograde(course, NAME, isolated=False, jobs=2, force=True))
    assert grade_log.read(course) == entries


def test_what_an_earlier_run_left_broken_stops_no_batch(course):
    """Where a graded notebook cannot be read any more, the submission is graded again, and so are the others."""
    path = course.data / "autograded" / "ada" / NAME / f"{NAME}.ipynb"
    path.chmod(0o600)
    path.write_text("{ cut off")
    results = {result.student: result.score for result in autograde(course, NAME, isolated=False, jobs=2)}
    assert results == {"ada": 30, "ben": 0, "eve": 24.5}
