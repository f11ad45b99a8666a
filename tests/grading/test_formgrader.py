"""formgrader, the real one, in a real browser: its buttons grade as we do, and no submission does anything in it.

With ``SCREENSHOTS=folder`` pictures of its pages are kept there.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook

from dlutils.grading.course import Course
from dlutils.grading.roster import read_roster
from dlutils.grading.students import register
from tests.grading.example_class import EXPECTED, NAME, QUESTIONS, ROOT
from tests.grading.hostile.output import ATTACKS
from tests.grading.test_feedback_safe import FAKE_MATHJAX, MATHJAX, TOUCH
from tests.grading.test_manual import dlcourse
from tests.grading.test_regrade import change_cells
from tests.grading.test_stock_nbgrader import STUDENTS
from tests.jupyter_server import jupyterlab

HONEST = {student: json.dumps(STUDENTS[student]).encode() for student in ("ada", "chen", "fay")}
HOSTILE = {
    attack.name: attack for attack in ATTACKS if attack.name in ("html-displayed", "html-in-names", "html-in-text")
}
EVERYONE = (*HONEST, *HOSTILE)
# What a page can do something with, and what lies over other things; to be compared with the page of an honest one.
PARTS = """() => {
    const active = "script style link meta base iframe frame object embed form input button textarea select template";
    const found = [];
    for (const one of document.querySelectorAll("*")) {
        const tag = one.tagName.toLowerCase();
        if (active.split(" ").includes(tag)) found.push(tag);
        if (["fixed", "sticky"].includes(getComputedStyle(one).position)) found.push(`${tag} lies over others`);
        for (const {name, value} of one.attributes) {
            if (name.startsWith("on") || /^\\s*javascript/.test(value)) found.push(`${tag} ${name}="${value}"`);
        }
        if (one.protocol === "javascript:") found.push(`${tag} links to a script`);
    }
    return found.sort();
}"""
# Ask for a picture that is none. When that is clear, so is what was asked for before.
LAST = """() => new Promise(done => {
    const last = new Image();
    last.onerror = () => setTimeout(done);
    last.src = `${location.href.split("?")[0]}?last`;
})"""
SCRIPTS = "() => [...document.querySelectorAll('script, style')].map(one => one.textContent).join()"


@pytest.fixture(scope="module")
def submissions(tmp_path_factory):
    """Return two copies of the course with the same submissions."""
    folders = []
    for name in ("formgrader", "dlcourse"):
        folder = tmp_path_factory.mktemp(name) / "course"
        for part in ("solutions", "assignments"):
            shutil.copytree(ROOT / part / NAME, folder / part / NAME)
        shutil.copy(ROOT / "nbgrader_config.py", folder)
        contents = {**HONEST, **{student: attack.content for student, attack in HOSTILE.items()}}
        for student, content in contents.items():
            path = folder / "submitted" / student / NAME / f"{NAME}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
        folders.append(folder)
    return folders


@pytest.fixture(scope="module")
def server(submissions, tmp_path_factory, browser, sandbox):
    """Start JupyterLab in the course's folder, as an instructor does; yield its address."""
    with jupyterlab(submissions[0], tmp_path_factory.mktemp("jupyter")) as address:
        yield address


@contextmanager
def tab(browser, own):
    """Open a tab that reaches addresses that begin with `own`, and no other; yield it and a list of what happens.

    nbgrader's pages load MathJax from a public host. There is none here: a stand-in lets the rest of the page begin.
    """
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    found = []

    def answer(route):
        address = route.request.url
        if address.startswith(own):
            route.continue_()
            return
        found.append(address)
        if MATHJAX in address:
            route.fulfill(body=FAKE_MATHJAX, content_type="text/javascript")
        else:
            route.abort()

    try:
        context.route("**/*", answer)
        page = context.new_page()
        page.on("dialog", lambda dialog: (found.append("dialog"), dialog.dismiss()))
        page.on("popup", lambda _: found.append("popup"))
        page.on("pageerror", lambda error: found.append(f"error: {error}"))
        yield page, found
    finally:
        context.close()


def row_of(page, student):
    """Return the row of a student in formgrader's table of submissions."""
    return page.locator("#main-table tr").filter(has=page.locator(".student-id", has_text=student))


def press(page, row, button):
    """Click on a button of a row; return what the dialog says that comes up in the end."""
    row.locator(f".{button} a").click()
    dialog = page.locator(".modal.in .modal-body")
    dialog.wait_for(timeout=90_000)
    said = page.locator(".modal.in .modal-title").inner_text() + "\n" + dialog.inner_text()
    page.locator(".modal.in .modal-footer button").click()
    page.locator(".modal-backdrop").wait_for(state="detached")
    return said


@pytest.fixture(scope="module")
def shown(browser, server):
    """Grade everyone by formgrader's buttons; return the scores that it then shows, and the address."""
    with tab(browser, server) as (page, _):
        page.goto(f"{server}/formgrader")
        row = page.locator("#main-table tr").filter(has=page.get_by_role("link", name=NAME, exact=True))
        row.wait_for()
        keep(page, "assignments")
        assert press(page, row, "assign").startswith("Success")
        page.get_by_role("link", name=str(len(EVERYONE)), exact=True).click()
        for student in EVERYONE:
            row = row_of(page, student)
            assert row.locator(".status").inner_text() == "needs autograding"
            said = press(page, row, "autograde")
            assert said.startswith("Success"), said
            row.locator(".status", has_text="graded").wait_for()
        keep(page, "submissions")
        return {student: row_of(page, student).locator(".score").inner_text() for student in EVERYONE}


@pytest.fixture(scope="module")
def by_dlcourse(submissions, sandbox):
    """Return the scores that `dlcourse autograde` gives to the same submissions in another copy of the course."""
    run = dlcourse(Course.find(submissions[1]), "autograde", NAME, "--json")
    assert run.exit_code == 0, run.output
    return {result["student"]: result["score"] for result in json.loads(run.stdout)}


def test_the_autograde_button_gives_the_scores_of_dlcourse(shown, by_dlcourse):
    """Who presses formgrader's autograde button sees the scores that `dlcourse autograde` gives elsewhere."""
    scores = by_dlcourse
    assert {student: float(text.removesuffix("/ 30")) for student, text in shown.items()} == scores
    assert {student: scores[student] for student in HONEST} == {s: sum(EXPECTED[s][1]) for s in HONEST}
    assert all(scores[student] <= attack.earned for student, attack in HOSTILE.items())


def open_submission(page, server, student):
    """Go to a submission by formgrader's own links, and wait until its fields are filled."""
    page.goto(f"{server}/formgrader/gradebook/{NAME}/{NAME}")
    page.locator("#main-table a.name-hidden").nth(len(EVERYONE) - 1).wait_for()
    page.get_by_role("button", name="Show All Names").click()
    page.get_by_role("link", name=student, exact=True).click()
    page.locator("#grade-model[placeholder]").wait_for()
    page.locator("#model-comment[placeholder]").wait_for()


def test_each_question_shows_its_points(shown, browser, server):
    """In formgrader's view of a submission each field for a score shows the points worked out by hand."""
    with tab(browser, server) as (page, _):
        open_submission(page, server, "chen")
        fields = [page.locator(f"#grade-{name}") for name in QUESTIONS]
        assert tuple(float(field.get_attribute("placeholder")) for field in fields) == EXPECTED["chen"][1]
        keep(page, "submission-chen")


def outcome(page, found):
    """Touch every part of an open page, and return all that it did and all in it that could do something."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(TOUCH)
    page.evaluate(LAST)
    return {
        "happened": sorted(found),
        "flag": page.evaluate("window.__ran ?? null"),
        "brought": "__ran" in page.evaluate(SCRIPTS),
        "frames": len(page.frames),
        "parts": page.evaluate(PARTS),
    }


def outcome_in_formgrader(browser, server, student):
    """Return what formgrader's view of a submission does."""
    with tab(browser, server) as (page, found):
        open_submission(page, server, student)
        keep(page, f"submission-{student}")
        return outcome(page, found)


def outcome_of_file(browser, path, name):
    """Return what a page on disk does."""
    with tab(browser, path.as_uri()) as (page, found):
        page.goto(path.as_uri())
        keep(page, name)
        return outcome(page, found)


def harmless(outcome):
    """Whether a page runs and asks for nothing, but for the MathJax of nbgrader's own templates."""
    asked_only_for_mathjax = all(MATHJAX in what for what in outcome["happened"])
    return asked_only_for_mathjax and (outcome["flag"], outcome["brought"], outcome["frames"]) == (None, False, 1)


@pytest.fixture(scope="module")
def honest(shown, browser, server):
    """Return what formgrader's view of an honest submission does, and what is in it."""
    return outcome_in_formgrader(browser, server, "ada")


def test_formgrader_runs_nothing_that_was_handed_in(honest, browser, server):
    """Hostile submissions, opened in formgrader, do what an honest one does: no script, dialog, request or form."""
    assert harmless(honest)
    assert {name: outcome_in_formgrader(browser, server, name) for name in HOSTILE} == dict.fromkeys(HOSTILE, honest)


@pytest.fixture(scope="module")
def feedback(shown, by_dlcourse, submissions, browser, server):
    """Return the folders of the feedback that formgrader's button makes, and of that of `dlcourse feedback`."""
    with tab(browser, server) as (page, _):
        page.goto(f"{server}/formgrader/manage_submissions/{NAME}")
        for student in ("ada", *HOSTILE):
            said = press(page, row_of(page, student), "generate-feedback")
            assert said.startswith("Success"), said
    run = dlcourse(Course.find(submissions[1]), "feedback", NAME)
    assert run.exit_code == 0, run.output
    return dict(zip(("formgrader", "dlcourse"), (folder / "feedback" for folder in submissions), strict=True))


@pytest.mark.parametrize("maker", ["formgrader", "dlcourse"])
def test_feedback_runs_nothing_that_was_handed_in(feedback, browser, maker):
    """Feedback on hostile submissions, made by formgrader or by us, does what that on an honest one does."""
    paths = {student: feedback[maker] / student / NAME / f"{NAME}.html" for student in ("ada", *HOSTILE)}
    outcomes = {name: outcome_of_file(browser, path, f"feedback-{maker}-{name}") for name, path in paths.items()}
    assert harmless(outcomes["ada"])
    assert outcomes == dict.fromkeys(outcomes, outcomes["ada"])
    if maker == "dlcourse":
        assert outcomes["ada"]["happened"] == []


@pytest.fixture(scope="module")
def unclean(tmp_path_factory):
    """Return the notebook of a hostile submission with what it displays, as Jupyter itself saves it."""
    folder = tmp_path_factory.mktemp("unclean")
    path = folder / f"{NAME}.ipynb"
    path.write_bytes(HOSTILE["html-displayed"].content)
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--allow-errors", "--inplace"]
    subprocess.run([*command, str(path)], cwd=folder, check=True, capture_output=True, timeout=120)
    return path


@pytest.mark.parametrize("name", ["html-displayed", "html-in-text"])
def test_elsewhere_the_same_submission_runs_its_script(unclean, browser, tmp_path, name):
    """On a page that nbconvert alone makes, the same text and outputs set the flag: the tests above can fail."""
    path = unclean
    if name != "html-displayed":
        path = tmp_path / f"{NAME}.ipynb"
        path.write_bytes(HOSTILE[name].content)
    page = tmp_path / "page.html"
    page.write_text(HTMLExporter().from_filename(str(path))[0], encoding="utf-8")
    seen = outcome_of_file(browser, page, f"unclean-{name}")
    assert (seen["flag"], seen["brought"]) == (1, True)
    assert not harmless(seen)


def test_formgrader_cleans_what_nothing_cleaned(honest, unclean, submissions, browser, server):
    """Where an autograded notebook is replaced by an unclean one, formgrader still runs nothing of it."""
    path = submissions[0] / "autograded" / "html-displayed" / NAME / f"{NAME}.ipynb"
    path.unlink()  # nbgrader lets nobody write into it
    shutil.copy(unclean, path)
    assert outcome_in_formgrader(browser, server, "html-displayed") == honest


def test_a_score_and_a_comment_typed_in_formgrader_survive(shown, submissions, browser, server):
    """What a person types into formgrader's fields is in the gradebook, and stays when all is graded again by force."""
    with tab(browser, server) as (page, _):
        open_submission(page, server, "chen")
        comment, score = page.locator("#propagate-comment"), page.locator("#grade-propagate")
        with page.expect_response(lambda answer: "/api/comment/" in answer.url) as saved:
            comment.click()
            page.keyboard.type("Look at the *sign*.")
            page.keyboard.press("Tab")  # on to the score
        assert saved.value.ok
        with page.expect_response(lambda answer: "/api/grade/" in answer.url) as saved:
            page.keyboard.type("7.5")
            page.keyboard.press("Tab")
        assert saved.value.ok
        keep(page, "typed")
        before = told(submissions[0])
        assert before == {"score": 18.5, "manual": 7.5, "auto": 6, "comment": "Look at the *sign*."}
        for student in HOSTILE:  # to grade these again would only take time
            shutil.rmtree(submissions[0] / "submitted" / student)
        run = dlcourse(Course.find(submissions[0]), "autograde", NAME, "--force")
        assert run.exit_code == 0, run.output
        assert told(submissions[0]) == before
        open_submission(page, server, "chen")
        assert (score.input_value(), comment.input_value()) == ("7.5", "Look at the *sign*.")
        page.goto(f"{server}/formgrader/manage_submissions/{NAME}")
        row_of(page, "chen").locator(".score", has_text="18.5 / 30").wait_for()


def test_they_survive_a_regrade_as_well(shown, submissions, browser, server, tmp_path):
    """After a check has changed and the class is graded anew, formgrader shows the new score, and what was typed."""
    course = Course.find(submissions[0])
    with Gradebook(course.database) as book:
        grade = book.find_grade("grade-propagate", NAME, NAME, "chen")
        grade.manual_score, grade.needs_manual_grade = 7.5, False
        book.find_comment("propagate", NAME, NAME, "chen").manual_comment = "Look at the *sign*."
        book.db.commit()
    before = told(submissions[0])
    change_cells(course, {"grade-sigmoid": 'raise AssertionError("a check that is wrong")'})
    run = dlcourse(course, "regrade", NAME, "--write", "--because", "a test")
    assert run.exit_code == 0, run.output
    assert told(submissions[0]) == {**before, "score": before["score"] - 3}
    with tab(browser, server) as (page, _):
        open_submission(page, server, "chen")
        assert page.locator("#grade-propagate").input_value() == "7.5"
        assert page.locator("#propagate-comment").input_value() == "Look at the *sign*."
        keep(page, "regraded-submission")
        roster = tmp_path / "roster.csv"
        roster.write_text('id,name\nchen,"Chen, Li"\n', encoding="utf-8")
        register(course, read_roster(roster))
        page.goto(f"{server}/formgrader/manage_submissions/{NAME}")
        row = row_of(page, "chen")
        row.locator(".score", has_text=f"{before['score'] - 3:g} / 30").wait_for()
        assert row.locator(".student-name").inner_text() == "Chen, Li"
        keep(page, "regraded")


def told(folder):
    """Return what the gradebook says of chen's propagate, and of all questions together."""
    with Gradebook(Course.find(folder).database) as book:
        grade = book.find_grade("grade-propagate", NAME, NAME, "chen")
        comment = book.find_comment("propagate", NAME, NAME, "chen").manual_comment
        score = book.find_submission(NAME, "chen").score
        return {"score": score, "manual": grade.manual_score, "auto": grade.auto_score, "comment": comment}


def keep(page, name):
    """Keep a screenshot of the whole page, if one is asked for."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
