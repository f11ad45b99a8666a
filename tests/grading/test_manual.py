"""Answers that a person grades: they wait, the person's score counts, and nothing that the program does undoes it."""

import copy
import json
import shutil

import nbformat
import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from dlutils.grading import intake, learner, release
from dlutils.grading.cli import main
from dlutils.grading.course import Course
from dlutils.grading.validate import contract_faults, validate
from tests.grading.example_class import ROOT, from_colab

NAME = "hyperparameters"
MANUAL = {"plot": 6, "report": 4, "test-set": 2}


def read(path):
    """Return a notebook as plain JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


def cell_of(notebook, grade_id):
    """Return the cell with a grade_id."""
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def behind(notebook, grade_id, kind, source):
    """Put a new cell behind another."""
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    new = {"cell_type": kind, "id": f"new-{grade_id}", "metadata": {}, "source": source, **code}
    notebook["cells"].insert(notebook["cells"].index(cell_of(notebook, grade_id)) + 1, new)


def solved(**answers):
    """Return the released notebook with the solution's answers, but for those given, by grade_id."""
    notebook = read(ROOT / "assignments" / NAME / f"{NAME}.ipynb")
    solution = read(ROOT / "solutions" / NAME / f"{NAME}.ipynb")
    for cell in notebook["cells"]:
        own = cell["metadata"].get("nbgrader", {})
        if own.get("solution"):
            cell["source"] = answers.get(own["grade_id"], cell_of(solution, own["grade_id"])["source"])
    return notebook


def blank():
    """Return the released notebook."""
    return read(ROOT / "assignments" / NAME / f"{NAME}.ipynb")


def elsewhere():
    """Return answers in new cells behind untouched ones."""
    notebook = blank()
    for name in ("accuracy", "split", "best"):
        cell_of(notebook, name)["source"] = cell_of(solved(), name)["source"]
    behind(notebook, "plot", "code", "results = [experiment()]\nno_such_name")
    behind(notebook, "report", "markdown", "I changed the learning rate.")
    return notebook


def deleted():
    """Return a solved notebook without the report's cell, and the plot's stub with other line ends."""
    notebook = solved(plot="".join(cell_of(blank(), "plot")["source"]).replace("\n", "\r\n"))
    notebook["cells"].remove(cell_of(notebook, "report"))
    return notebook


CLASS = {
    "ada": solved,
    "ben": blank,
    "chen": elsewhere,
    "dana": lambda: from_colab(solved()),
    "emil": deleted,
}


def course_in(folder):
    """Return a course with this one assignment, in a folder."""
    for part in ("solutions", "assignments"):
        shutil.copytree(ROOT / part / NAME, folder / part / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return Course.find(folder)


def hand_in(course, student, notebook):
    """Write a submission."""
    path = course.submitted / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def dlcourse(course, *words):
    """Run a command in a course's folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        return CliRunner().invoke(main, [str(word) for word in words])


def graded_by_name(course, *words):
    """Grade all submissions with the command, and return the results by student."""
    run = dlcourse(course, "autograde", NAME, "--json", *words)
    assert run.exit_code == 0, run.output
    return {result["student"]: result for result in json.loads(run.stdout)}


def enter(course, student, name, score, comment=""):
    """Give a score as formgrader does when a person types it."""
    with Gradebook(course.database) as book:
        grade = book.find_grade(name, NAME, NAME, student)
        grade.manual_score = score
        grade.needs_manual_grade = grade.manual_score is None and grade.auto_score is None
        book.find_comment(name, NAME, NAME, student).manual_comment = comment
        book.db.commit()


def by_hand(result):
    """Return score and state of the answers that a person grades."""
    return {q["name"]: (q["score"], q["by_hand"]) for q in result["questions"] if q["name"] in MANUAL}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return a course whose class is graded, and the results. Tests here change nobody but ada, in order."""
    course = course_in(tmp_path_factory.mktemp("course"))
    for student, make in CLASS.items():
        hand_in(course, student, make())
    return course, graded_by_name(course)


def test_answers_wait_for_a_person(graded):
    """Functions are graded at once; a plot and texts wait, with the points that they are worth."""
    _, results = graded
    assert by_hand(results["ada"]) == dict.fromkeys(MANUAL, (0, "waits"))
    assert (results["ada"]["score"], results["ada"]["waiting"], results["ada"]["max_score"]) == (8, 12, 20)
    assert results["ada"]["remarks"] == ["waits for manual grading: 12 of 20 points"]
    assert results["ada"]["notes"] == []
    assert {q["told"] for q in results["ada"]["questions"] if q["name"] in MANUAL} == {"waits for manual grading"}


def test_an_untouched_answer_scores_nothing_and_waits_for_nobody(graded):
    """Answers that are as they were released get 0 points at once, as in nbgrader."""
    course, results = graded
    assert by_hand(results["ben"]) == dict.fromkeys(MANUAL, (0, ""))
    nothing = "nothing was written: it is as it was released"
    assert (results["ben"]["waiting"], results["ben"]["remarks"]) == (0, [nothing])
    assert "No answer yet." in {q["told"] for q in results["ben"]["questions"]}
    with Gradebook(course.database) as book:
        grades = {
            g.name: (g.auto_score, g.needs_manual_grade) for g in book.find_submission(NAME, "ben").notebooks[0].grades
        }
    assert {grades[name] for name in MANUAL} == {(0, False)}


def test_an_answer_behind_its_cell_is_not_overlooked(graded):
    """Behind an untouched cell a new one counts as the answer, and it is said that it stood there."""
    course, results = graded
    assert by_hand(results["chen"]) == {"plot": (0, "waits"), "report": (0, "waits"), "test-set": (0, "")}
    assert results["chen"]["notes"] == ["answered in a cell behind its own: plot, report"]
    told = next(q["told"] for q in results["chen"]["questions"] if q["name"] == "plot")
    assert told == "waits for manual grading; it stopped with NameError: name 'no_such_name' is not defined"
    path = course.data / "autograded" / "chen" / NAME / f"{NAME}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    assert [cell.source for cell in cells].count("I changed the learning rate.") == 1


def test_answers_without_ids_are_found_by_their_place(graded):
    """From a notebook that lost all ids, answers that a person grades come back to their places."""
    _, results = graded
    assert by_hand(results["dana"]) == dict.fromkeys(MANUAL, (0, "waits"))
    assert "recognised by their place: plot, report, test-set" in results["dana"]["notes"]
    assert results["dana"]["score"] == 8


def test_a_deleted_answer_waits_and_line_ends_are_no_answer(graded):
    """Where a cell is gone a person has to look; a stub with other line ends is still a stub."""
    _, results = graded
    assert by_hand(results["emil"]) == {"plot": (0, ""), "report": (0, "waits"), "test-set": (0, "waits")}
    assert "missing cells: report" in results["emil"]["notes"]


def test_the_person_who_grades_sees_plot_and_text(graded):
    """The autograded notebook holds the learner's plot, drawn anew, and the text of the report."""
    course, _ = graded
    cells = nbformat.read(course.data / "autograded" / "ada" / NAME / f"{NAME}.ipynb", as_version=4).cells
    by_id = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in cells}
    assert any("image/png" in output.get("data", {}) for output in by_id["plot"].outputs)
    assert "hidden units" in by_id["report"].source
    assert "validation  95" in "".join(output.get("text", "") for output in by_id["overview"].outputs)


def test_the_table_says_what_waits(graded):
    """The table for people shows which answers wait, and a line says of whom and how many points."""
    course, _ = graded
    run = dlcourse(course, "autograde", NAME)
    lines = run.stdout.splitlines()
    ada = next(line for line in lines if line.startswith("ada"))
    assert ada.split() == ["ada", "8/20", "3", "3", "2", "waits", "waits", "waits"]
    assert "ada: waits for manual grading: 12 of 20 points" in lines


def test_export_says_what_is_not_final(graded, tmp_path):
    """The export names everyone whose score is not final yet."""
    course, _ = graded
    run = dlcourse(course, "export", "--to", tmp_path / "grades.csv")
    assert run.stdout.splitlines() == [
        f"{tmp_path / 'grades.csv'}: {len(CLASS)} rows",
        f"Not final yet: {NAME} waits for manual grading, of ada, chen, dana, emil",
    ]


def test_a_persons_score_counts_and_survives(graded, tmp_path):
    """A score that a person entered counts, and stays when the same submission is graded again, even by force."""
    course, before = graded
    enter(course, "ada", "plot", 5.5, "A fine plot.")
    enter(course, "ada", "report", 4)
    enter(course, "ada", "test-set", 0)
    want = {"plot": (5.5, "done"), "report": (4, "done"), "test-set": (0, "done")}
    for words in ((), ("--force",), ("--force", "--jobs", 1)):
        after = graded_by_name(course, *words)
        assert by_hand(after["ada"]) == want
        assert (after["ada"]["score"], after["ada"]["waiting"], after["ada"]["remarks"]) == (17.5, 0, [])
        assert after["ben"] == before["ben"]
        assert after["chen"] == before["chen"]
    with Gradebook(course.database) as book:
        assert book.find_comment("plot", NAME, NAME, "ada").manual_comment == "A fine plot."
        assert not book.find_submission(NAME, "ada").needs_manual_grade
    export = tmp_path / "grades.csv"
    assert "of chen, dana, emil" in dlcourse(course, "export", "--to", export).stdout
    assert "ada" in next(line for line in export.read_text(encoding="utf-8").splitlines() if ",17.5," in line)


def test_a_changed_submission_is_to_be_looked_at_again(graded):
    """If the learner hands in again, the old score is kept, and the person is asked for another look."""
    course, _ = graded
    enter(course, "ada", "plot", 5.5)
    hand_in(course, "ada", solved(report="Another report."))
    after = graded_by_name(course)["ada"]
    assert by_hand(after)["plot"] == (5.5, "again")
    assert "graded by hand before the submission changed, look again: plot (5.5 of 6)" in after["remarks"][-1]
    enter(course, "ada", "plot", 6)
    assert by_hand(graded_by_name(course)["ada"])["plot"] == (6, "done")


def test_a_learner_sees_that_answers_wait(tmp_path):
    """Graded by its owner, a finished notebook has no missing points: the others wait for a person."""
    course = course_in(tmp_path)
    path = learner.start(course, NAME)[0]
    path.write_text(json.dumps(solved()), encoding="utf-8")
    run = dlcourse(course, "grade", NAME)
    assert run.exit_code == 0
    assert "report                   waits for manual grading (4 points)" in run.output
    assert run.output.endswith(f"{NAME}: 8 of 20 points; 12 more wait for manual grading\n")
    assert "8 of 20 points; 12 more wait for manual grading" in dlcourse(course, "progress").output
    path.write_text(json.dumps(blank()), encoding="utf-8")
    run = dlcourse(course, "grade", NAME)
    assert run.exit_code == 1
    assert "No answer yet." in run.output
    assert run.output.endswith(f"{NAME}: 0 of 20 points\n")


def spoil(course, grade_id, source):
    """Change a cell of the solution, and release it."""
    notebook = nbformat.read(course.solution(NAME), as_version=4)
    cell_of(notebook, grade_id)["source"] = source
    nbformat.write(notebook, course.solution(NAME))
    release.release(course, NAME)


def test_validate_asks_for_answers_that_run(tmp_path):
    """A solution whose plot stops with an error, or whose report is the released text, is not sound."""
    course = course_in(tmp_path)
    assert list(contract_faults(course, NAME)) == []
    spoil(course, "plot", "### BEGIN SOLUTION\nno_such_name\n### END SOLUTION")
    spoil(course, "report", "Your answer here.")
    found = validate(course, NAME)
    assert len(found) == 2
    assert "plot: the solution's answer does not run: waits for manual grading; it stopped with NameError" in found[0]
    assert "report: the solution scores 0 of 4: No answer yet." in found[1]


def test_a_cell_before_the_answer_is_not_taken_for_it(tmp_path):
    """Only what stands between the answer's neighbours is taken for an answer that lost its id."""
    course = course_in(tmp_path)
    notebook = from_colab(solved())
    texts = ["".join(cell["source"]) for cell in notebook["cells"]]
    report = next(i for i, text in enumerate(texts) if "**Idea.** I began" in text)
    stray = {**copy.deepcopy(notebook["cells"][report]), "source": "A note of my own."}
    notebook["cells"][report:report] = []
    notebook["cells"].insert(report - 1, stray)  # before the text of the task
    notebook["cells"].insert(report + 2, {**stray, "source": "And one behind."})
    hand_in(course, "fay", notebook)
    rebuilt = intake.rebuild(course, NAME, course.submitted / "fay" / NAME / f"{NAME}.ipynb").notebook
    sources = [cell.source for cell in rebuilt.cells]
    own = next(i for i, c in enumerate(rebuilt.cells) if c.metadata.get("nbgrader", {}).get("grade_id") == "report")
    assert "**Idea.** I began" in sources[own]
    assert sources[own + 1] == "And one behind."
    assert "A note of my own." in sources[:own]
