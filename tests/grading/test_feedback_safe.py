"""What a learner wrote or showed runs nowhere: not in formgrader, not in nbgrader's feedback, not in our own."""

import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from dlutils.grading import feedback
from dlutils.grading.converting import convert
from dlutils.grading.errors import CourseError
from dlutils.grading.feedback import HideTests, Safe, make_safe, page
from dlutils.grading.results import Question, Result
from dlutils.grading.safe_markdown import clean_markdown
from tests.grading.test_manual import NAME, course_in, dlcourse, enter, hand_in, solved
from tests.grading.test_outputs import HOSTILE as HTML
from tests.grading.test_safe_markdown import HOSTILE

HOST = "http://course.test"
STATIC = Path(handlers.static_path)
MATHJAX = "cdnjs.cloudflare.com/ajax/libs/mathjax/"  # nbgrader's templates themselves load this
FAKE_MATHJAX = "window.MathJax = {Hub: {Config() {}, Queue() {}, Startup: {signal: {Interest() {}}}}};"
# What a person may do by chance: each element is pointed at, focused and opened; what is no link to the web is clicked.
TOUCH = """() => document.querySelectorAll(".text_cell_render *, .output_area *, details *").forEach(one => {
    for (const kind of ["mouseover", "mouseenter", "focus", "toggle"]) one.dispatchEvent(new Event(kind));
    if (one.tagName === "A" && !/^http/.test(one.protocol)) one.click();
})"""


def happens(browser, shown):
    """Open a page in the browser; return what ran, opened a dialog or was asked for, but for the template's own."""
    context = browser.new_context()
    found = []

    def answer(route):
        address = route.request.url
        if address == f"{HOST}/page":
            route.fulfill(body=shown, content_type="text/html; charset=utf-8")
        elif MATHJAX in address:
            route.fulfill(body=FAKE_MATHJAX, content_type="text/javascript")
        elif address.startswith(f"{HOST}/formgrader/static/"):
            route.fulfill(path=STATIC / address.partition("/static/")[2].partition("?")[0])
        elif re.match(f"{HOST}/formgrader/api/(grades|comments)[?]", address):
            route.fulfill(body="[]", content_type="application/json")
        elif not address.endswith("/favicon.ico"):
            found.append(address)
            route.abort()

    try:
        context.route("**/*", answer)
        tab = context.new_page()
        tab.add_init_script("window.__ran = 0; window.ran = () => { window.__ran++ };")
        tab.on("dialog", lambda dialog: (found.append("dialog"), dialog.dismiss()))
        tab.on("popup", lambda _: found.append("popup"))
        tab.goto(f"{HOST}/page", wait_until="load")
        tab.evaluate(TOUCH)
        tab.wait_for_timeout(200)
        found += ["ran"] * tab.evaluate("window.__ran")
        found += [] if tab.url == f"{HOST}/page" else [tab.url]
    finally:
        context.close()
    return found


def formgrader(notebook, *preprocessors, config=None, **names):
    """Return formgrader's page of a notebook."""
    config = config or Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    config.HTMLExporter.preprocessors = list(preprocessors)
    resources = {"assignment_id": "a", "notebook_id": "a", "submission_id": "1", "index": 0, "total": 1}
    more = {"base_url": HOST, "student": "ada", "last_name": None, "first_name": None, "notebook_path": "a/a.ipynb"}
    return HTMLExporter(config=config).from_notebook_node(notebook, resources={**resources, **more, **names})[0]


def stock_feedback(notebook):
    """Return the page that nbgrader's own feedback makes of a notebook."""
    exporter = HTMLExporter(config=GenerateFeedback().config)
    exporter.register_preprocessor(CSSHTMLHeaderPreprocessor, enabled=True)
    own = {"notebook": "a", "score": 1, "max_score": 2, "late_penalty": 0}
    return exporter.from_notebook_node(notebook, resources={"nbgrader": own})[0]


def own_feedback(notebook):
    """Return our page, without the policy that would forbid in the browser what is to be found."""
    questions = (Question("q", 1, 2, told="<script>ran()</script>"), Question("w", 0, 1, by_hand="waits"))
    result = Result("<b>", "<img src=x onerror=ran()>", "graded", questions, ("<script>ran()</script>",))
    shown = page(result, notebook, {"w": "\n\n".join(HOSTILE[:20])})
    assert "default-src 'none'" in shown
    return re.sub(r"<meta http-equiv[^>]*>", "", shown)


PAGES = {"formgrader": formgrader, "feedback": stock_feedback, "own": own_feedback}


def hostile_notebook(count="'\"><script>ran()</script>"):
    """Return a notebook of which every part that a submission could make is hostile."""
    v4, attack = nbformat.v4, "'\"><img src=x onerror=ran()><script>ran()</script>"
    own = {"grade": False, "solution": True, "grade_id": "q", "locked": False, "schema_version": 3}
    cells = [v4.new_markdown_cell(source) for source in HOSTILE]
    cells.append(v4.new_markdown_cell("\n\n".join(HOSTILE), metadata={"nbgrader": {**own, "grade_id": "w"}}))
    outputs = [
        {"output_type": "stream", "name": attack, "text": attack + "\x1b]8;;javascript:ran()\x1b\\x"},
        {"output_type": "error", "ename": attack, "evalue": attack, "traceback": [attack]},
        {"output_type": "display_data", "data": {"image/png": attack}, "metadata": {}},
        {"output_type": "display_data", "data": {"image/svg+xml": "<svg onload=ran()>"}, "metadata": {}},
        {"output_type": "display_data", "data": {"application/javascript": "ran()"}, "metadata": {}},
        {"output_type": "display_data", "data": {"text/markdown": "<script>ran()</script>"}, "metadata": {}},
        {"output_type": "display_data", "data": {"text/html": "x"}, "metadata": {"text/html": {"isolated": True}}},
        *(
            {"output_type": "display_data", "data": {"text/html": source}, "metadata": {}}
            for source in (*HOSTILE, *HTML)
        ),
        {"output_type": "execute_result", "data": {"text/plain": attack}, "metadata": {}, "execution_count": count},
    ]
    metadata = {"tags": [attack], "nbgrader": own, "magics_language": attack, "alt": attack}
    code = v4.new_code_cell("%%html\n<script>ran()</script>", metadata=metadata)
    code.outputs, code.execution_count = [nbformat.from_dict(output) for output in outputs], count
    wrong = v4.new_code_cell("1", metadata={"nbgrader": {**own, "grade_id": attack, "grade": True, "points": attack}})
    raw = nbformat.v4.new_raw_cell("<script>ran()</script>")
    widgets = {"application/vnd.jupyter.widget-state+json": {"x": attack}}
    about = {"title": attack, "language_info": {"name": attack, "pygments_lexer": attack}, "widgets": widgets}
    everything = {"cells": [code, wrong, raw, *cells], "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.from_dict(everything)


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_notebook_does_nothing_on_a_page(browser, name):
    """In formgrader, in nbgrader's feedback and in ours: no code runs, no dialog opens, no host is asked."""
    notebook = hostile_notebook()
    make_safe(notebook)
    assert happens(browser, PAGES[name](notebook)) == []


# nbconvert reads the language before any preprocessor; it escapes it.
@pytest.mark.filterwarnings("ignore:No lexer found:UserWarning")
def test_formgrader_cleans_what_it_shows(browser):
    """With the preprocessor, a notebook that nothing cleaned before does nothing either."""
    assert happens(browser, formgrader(hostile_notebook(count=1), Safe)) == []


def test_no_part_of_a_hostile_notebook_stays_but_text_and_outputs():
    """Metadata, tags, raw cells, widgets, and nbgrader's data with a name that is none, are gone."""
    notebook = hostile_notebook()
    make_safe(notebook)
    nbformat.validate(notebook)
    assert notebook.metadata == {"language_info": {"name": "python"}}
    assert {cell.cell_type for cell in notebook.cells} == {"code", "markdown"}
    first, wrong = notebook.cells[:2]
    assert first.metadata == {"nbgrader": {"grade": False, "solution": True, "grade_id": "q", "locked": False}}
    assert wrong.metadata == {}
    assert first.execution_count is None


@pytest.mark.parametrize("make", [formgrader, stock_feedback])
def test_the_browser_sees_what_runs(browser, make):
    """The same pages without cleaning run code and ask a host: the test above can fail."""
    sources = ["<script>ran()</script>", "<img src='https://e.com/x'>", "[x](javascript:ran())"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source) for source in sources])
    assert happens(browser, make(notebook)) == ["https://e.com/x", "ran", "ran"]


def test_a_name_is_not_escaped_by_formgrader(browser):
    """A student's name goes into its page as it is: such names must be refused before."""
    empty = nbformat.v4.new_notebook()
    assert happens(browser, formgrader(empty, student="<img src=x onerror=ran()>")) == [f"{HOST}/x", "ran"]


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return a course with one graded submission, whose answers are hostile and which a person has graded."""
    course = course_in(tmp_path_factory.mktemp("course"))
    attack = "from IPython.display import HTML, display\ndisplay(HTML('<script>ran()</script><b>drawn</b>'))"
    wrong = "def split(X, Y, m_validation):\n    return X, Y, X, Y"
    hand_in(course, "ada", solved(plot=attack, split=wrong, report=f"{HOSTILE[0]}\n\nI changed the learning rate."))
    run = dlcourse(course, "autograde", NAME, "--json")
    assert run.exit_code == 0, run.output
    enter(course, "ada", "report", 3, comment="Good, but *why*?")
    return course


def test_our_feedback_tells_what_a_learner_needs(graded, browser):
    """Points, what the check said, the comment, the answer and its output are there; tests and inputs are not."""
    (path,) = feedback.write(graded, NAME)
    assert path == graded.data / "feedback" / "ada" / NAME / f"{NAME}.html"
    shown = path.read_text(encoding="utf-8")
    text = BeautifulSoup(shown, "html.parser").body.get_text("\n")
    for part in ("of 20 points", "✓ accuracy: 3 of 3", "✗ split", "· plot: 6 points", "✗ report: 3 of 4", "drawn"):
        assert part in text
    for part in ("<script>ran()</script>", "I changed the learning rate.", "return X, Y, X, Y", "why"):
        assert part in text
    assert "HIDDEN" not in shown
    assert "globals()" not in shown
    assert happens(browser, shown) == []


def test_what_late_work_loses_is_said():
    """The points that count stand first, with those for the answers and those lost; without a penalty there is one."""
    questions = (Question("q", 8, 10),)
    notebook = nbformat.v4.new_notebook()
    late = page(Result("ada", "work", "graded", questions, (), 1.6), notebook, {})
    assert "<p>6.4 of 10 points (8 for the answers, 1.6 less for being late)</p>" in late
    assert "<p>8 of 10 points</p>" in page(Result("ada", "work", "graded", questions), notebook, {})


def test_feedback_needs_a_gradebook(tmp_path):
    """Where nothing is graded, one line says what to do first."""
    with pytest.raises(CourseError, match="must be graded before there is feedback"):
        list(feedback.write(course_in(tmp_path), NAME))


def test_nbgraders_feedback_without_hidden_tests(graded):
    """With the preprocessor, graded cells read as the learner knows them; without it, hidden tests are printed."""
    pages = []
    for preprocessors in (GenerateFeedback().preprocessors, [GetGrades, HideTests, CSSHTMLHeaderPreprocessor]):
        config = graded.config()
        config.GenerateFeedback.preprocessors = preprocessors
        assert convert(config, GenerateFeedback, NAME, "ada") == (False, [])
        path = graded.data / "feedback" / "ada" / NAME / f"{NAME}.html"
        pages.append(BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text())
    assert "BEGIN HIDDEN TESTS" in pages[0]
    assert "HIDDEN" not in pages[1]
    assert "hidden=True" not in pages[1]
    assert 'grade("split", globals())' in pages[1]


def test_words_of_a_learner_never_hide_a_cell():
    """Hidden tests leave graded cells only; a learner's own cell with such words stays."""
    own = {"grade": True, "solution": False, "grade_id": "g", "points": 1, "locked": True, "schema_version": 3}
    source = "grade(1)\n### BEGIN HIDDEN TESTS\nsecret()\n### END HIDDEN TESTS\nafter()"
    locked = nbformat.v4.new_code_cell(source, metadata={"nbgrader": own})
    answer = nbformat.v4.new_code_cell(source, metadata={"nbgrader": {**own, "solution": True}})
    added = nbformat.v4.new_code_cell("# BEGIN HIDDEN TESTS")
    notebook = nbformat.v4.new_notebook(cells=[locked, answer, added])
    HideTests().preprocess(notebook, {})
    assert [cell.source for cell in notebook.cells] == ["grade(1)\nafter()", source, "# BEGIN HIDDEN TESTS"]


def test_no_text_takes_the_place_of_formgraders_own_parts():
    """What stands around hostile texts is the same as around honest ones: none ends its cell, or leaves it."""

    def frame(sources):
        own = {"grade": True, "solution": True, "points": 1, "locked": False, "schema_version": 3}
        cells = []
        for i, source in enumerate(sources):
            cells.append(nbformat.v4.new_markdown_cell(source, id=f"added-{i}"))
            graded = {"nbgrader": {**own, "grade_id": f"w{i}"}}
            cells.append(nbformat.v4.new_markdown_cell(source, id=f"own-{i}", metadata=graded))
        soup = BeautifulSoup(formgrader(nbformat.v4.new_notebook(cells=cells)), "html.parser")
        areas = soup.select(".text_cell_render")
        for area in areas:
            area.clear()
        return len(areas), str(soup)

    assert frame([clean_markdown(source) for source in HOSTILE]) == frame(["x"] * len(HOSTILE))
    assert frame(["</div></div><p>"]) != frame(["x"])


@pytest.mark.parametrize("links", [True, False])
def test_a_heading_takes_no_field_from_formgrader_where_headings_have_no_links(links):
    """With nbconvert's links a heading gets its text as id, which formgrader may take for a field; without, none."""
    own = {"grade": True, "solution": True, "grade_id": "w", "points": 1, "locked": False, "schema_version": 3}
    answer = nbformat.v4.new_markdown_cell("x", metadata={"nbgrader": own})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# w"), answer])
    config = Config({"HTMLExporter": {"exclude_anchor_links": not links}})
    soup = BeautifulSoup(formgrader(notebook, config=config), "html.parser")
    assert [tag.name for tag in soup.select("#w")] == (["h1", "input"] if links else ["input"])
