"""Planted pairs are found, in any disguise; honest answers, the solution and what everybody was given are not."""

import io
import json
import random
import re
import time
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from rich.console import Console

from dlutils.grading import similar
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.fingerprints import RUN, runs, tokens
from dlutils.grading.similar_page import NO_VERDICT, notes, page, summary
from tests.grading import example_class
from tests.grading.example_class import NAME, ROOT
from tests.grading.honest import HONEST

OWN = '''
def losses_of(A, Y):
    """Return the loss of every example."""
    tiny = 1e-12  # so that no logarithm is of 0
    return np.where(Y == 1, -np.log(A + tiny), -np.log1p(tiny - A))

def errors_of(w, b, X, Y):
    scores = np.einsum("ij,ik->jk", w, X)
    return sigmoid(scores + b), sigmoid(scores + b) - Y

def propagate(w, b, X, Y):
    outputs, errors = errors_of(w, b, X, Y)
    grads = dict(dw=np.tensordot(X, errors, axes=(1, 1)) / errors.size, db=errors.mean())
    return grads, losses_of(outputs, Y).mean()
'''
OWN_LOOP = """
def propagate_loop(w, b, X, Y):
    total, slope, shift = 0.0, [0.0] * len(X), 0.0
    for column, label in zip(X.T.tolist(), Y.ravel()):
        guess = sigmoid(b + sum(weight * value for weight, value in zip(w.ravel(), column)))
        total -= np.log(guess if label else 1 - guess)
        slope = [so_far + value * (guess - label) for so_far, value in zip(slope, column)]
        shift += guess - label
    count = len(X.T)
    return {"dw": np.array(slope).reshape(-1, 1) / count, "db": shift / count}, total / count
"""


def renamed(source):
    """Return an answer with other names of variables and helpers."""
    names = ["tiny", "losses_of", "errors_of", "scores", "outputs", "errors", "grads", "A", "w", "b", "X", "Y"]
    names += ["total", "slope", "shift", "column", "label", "guess", "weight", "value", "so_far", "count"]
    for i, name in enumerate(names):
        source = re.sub(rf"\b{name}\b(?!=)", f"v{i}", source)
    return source


def reordered(source):
    """Return an answer with its functions in the opposite order."""
    return "\n".join(reversed(re.split(r"(?m)^(?=def )", source)))


def retold(source):
    """Return an answer with other comments, docstrings and layout, in one-line blocks and with empty lines."""
    source = re.sub(r'""".*?"""', '"""Mine."""', source, flags=re.DOTALL)
    source = re.sub(r" *#.*", "", source)
    return re.sub(r"\n(?=    )", "\n\n    # my own idea\n", source).replace(", ", " ,  ").replace(" = ", "=")


def altered(source):
    """Return an answer in which a statement is another and one has been added."""
    source = source.replace("tiny = 1e-12", "tiny = 1e-9").replace("total / count", "(total / len(X.T))")
    return source.replace("    outputs, errors", "    print('propagate')\n    outputs, errors")


DISGUISES = {
    "copied": lambda source: source,
    "renamed": renamed,
    "reordered": reordered,
    "retold": retold,
    "altered": altered,
    "all": lambda source: retold(reordered(renamed(altered(source)))),
}


def course_in(folder, submissions):
    """Return a course in whose folder of graded notebooks these lie, by student."""
    for student, notebook in submissions.items():
        path = folder / "autograded" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return Course.find(ROOT, data=folder)


@pytest.fixture(scope="module")
def honest():
    """Return the honest bank: right answers in odd styles, as they are after grading."""
    kept = {one.name: one.notebook for one in HONEST if "cells" in one.notebook}
    assert len(kept) > 50
    return kept


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_planted_pair_comes_first(tmp_path, honest, disguise):
    """Among all honest styles, a copy in disguise is rated above every other pair, several times."""
    change = DISGUISES[disguise]
    one = example_class.solved(propagate=OWN, propagate_loop=OWN_LOOP)
    two = example_class.solved(propagate=change(OWN), propagate_loop=change(OWN_LOOP))
    found = similar.similar(course_in(tmp_path, {**honest, "mia": one, "noa": two}), NAME)
    first, *others = found.pairs
    assert {first.first, first.second} == {"mia", "noa"}
    assert {match.question for match in first.matches} == {"propagate", "propagate_loop"}
    assert first.rating > 3 * max(pair.rating for pair in others)


def test_a_copy_of_one_answer_comes_first(tmp_path, honest):
    """One copied answer is enough, when all others are the solution's."""
    one, two = (example_class.solved(propagate=source) for source in (OWN, reordered(renamed(OWN))))
    found = similar.similar(course_in(tmp_path, {**honest, "mia": one, "noa": two}), NAME)
    assert (found.pairs[0].first, found.pairs[0].second) == ("mia", "noa")


def test_copied_helpers_are_found(tmp_path, honest):
    """Cells that a learner added are compared as well."""
    notebooks = {}
    for student, source in (("mia", OWN), ("noa", renamed(OWN))):
        notebooks[student] = example_class.solved()
        cell = {"cell_type": "code", "id": "added-1", "metadata": {}, "source": source, "outputs": []}
        notebooks[student]["cells"].append({**cell, "execution_count": None})
    found = similar.similar(course_in(tmp_path, {**honest, **notebooks}), NAME)
    assert (found.pairs[0].first, found.pairs[0].second) == ("mia", "noa")
    assert [match.question for match in found.pairs[0].matches] == [similar.ADDED]


def test_the_solution_counts_nothing(tmp_path):
    """Twenty solved and twenty blank notebooks, with other names and comments, are no pair."""
    solved, blank = example_class.solved(), example_class.blank()
    for cell in solved["cells"]:
        if "propagate" in str(cell["metadata"].get("nbgrader", {}).get("grade_id")):
            cell["source"] = "".join(cell["source"]).replace("dZ", "delta").replace("m = ", "m  =  ")
    class_ = {f"s{i}": solved if i % 2 else blank for i in range(40)}
    found = similar.similar(course_in(tmp_path, class_), NAME)
    assert found.pairs == ()
    assert found.compared == 40
    assert found.left_out == ("sigmoid", "initialize_with_zeros", "predict")
    assert "No two answers" in page(found)


def made(rng):
    """Return an honest answer, put together from many ways to write each line."""
    a, z, e, n = rng.sample(["A", "a", "act", "out", "Z", "z", "lin", "d", "err", "diff", "m", "n", "count", "N"], 4)
    lines = [
        [f"{n} = X.shape[1]", f"{n} = Y.size", f"{n} = len(Y[0])", f"_, {n} = X.shape", f"{n} = float(np.size(Y, 1))"],
        [
            f"{z} = w.T @ X + b",
            f"{z} = np.dot(w.T, X) + b",
            f"{z} = (X.T @ w).T + b",
            f"{z} = np.sum(w * X, axis=0) + b",
        ],
        [f"{a} = sigmoid({z})", f"{a} = np.clip(sigmoid({z}), 1e-9, 1 - 1e-9)", f"{a} = sigmoid({z}).reshape(Y.shape)"],
        [
            f"cost = -np.mean(Y * np.log({a}) + (1 - Y) * np.log(1 - {a}))",
            f"cost = (-(Y * np.log({a})) - (1 - Y) * np.log(1 - {a})).sum() / {n}",
            f"cost = -1 / {n} * np.sum(np.log(np.where(Y == 1, {a}, 1 - {a})))",
            f"cost = np.sum(np.logaddexp(0, {z}) - Y * {z}) / {n}",
            f"cost = -(Y @ np.log({a}).T + (1 - Y) @ np.log(1 - {a}).T).item() / {n}",
        ],
        [f"{e} = {a} - Y", f"{e} = -(Y - {a})", f"{e} = np.subtract({a}, Y)"],
        [f"dw = X @ {e}.T / {n}", f"dw = np.dot(X, {e}.T) / {n}", f"dw = (1 / {n}) * X.dot({e}.T)"],
        [f"db = np.sum({e}) / {n}", f"db = np.mean({e})", f"db = {e}.sum() * (1 / {n})"],
    ]
    chosen = [rng.choice(ways) for ways in lines]
    if rng.random() < 0.5:
        chosen.insert(rng.randrange(1, 7), rng.choice([f"print({n})", "assert w.ndim == 2", "w, b = +w, +b", "pass"]))
    body = "\n    ".join(chosen)
    return f'def propagate(w, b, X, Y):\n    {body}\n    return {{"dw": dw, "db": db}}, cost\n'


def test_a_large_class_takes_seconds(tmp_path):
    """Of 600 submissions the one planted pair comes first, well within a minute."""
    rng = random.Random(1)
    base = json.dumps(example_class.solved(propagate="HERE", propagate_loop="THERE", optimize="ALSO"))
    loop = example_class.STRANGE["propagate_loop"], example_class.TWO_FEATURES, OWN_LOOP
    course = course_in(tmp_path, {})
    for i in range(600):
        answers = {"HERE": made(rng), "THERE": renamed(rng.choice(loop[:2])) + made(rng), "ALSO": made(rng) + made(rng)}
        if i in (123, 456):
            answers["THERE"] = loop[2] if i == 123 else renamed(loop[2])
        text = base
        for mark, source in answers.items():
            text = text.replace(f'"{mark}"', json.dumps(source))
        path = tmp_path / "autograded" / f"s{i:03}" / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    start = time.process_time()
    found = similar.similar(course, NAME)
    assert time.process_time() - start < 30
    assert found.compared == 600
    assert (found.pairs[0].first, found.pairs[0].second) == ("s123", "s456")


@pytest.mark.parametrize(
    "other",
    [
        "def f(alpha):\n    beta = alpha + 1\n    return beta * alpha - 2 ** beta",
        "def f(x):  # mine\n\n    '''Doc.'''\n    y=x+1.0;\n    return y*x-2**y",
        "%time\ndef f(x):\n  y = (x\n  + 1)\n  return y * x - 2**y".replace("(x\n  + 1)", "x \\\n  + 1").replace(
            "\\", ""
        ),
    ],
)
def test_fingerprints_see_through_names_and_layout(other):
    """Names, comments, docstrings, magics and layout change no fingerprint."""
    plain = "def f(x):\n    y = x + 1\n    return y * x - 2 ** y"
    assert runs(tokens(plain)) == runs(tokens(other)) != []


@pytest.mark.parametrize("other", ["y = x - 1", "y = y + 1", "y = np.x + 1", "y = sigmoid + 1"])
def test_fingerprints_tell_code_apart(other):
    """Another operator, another use of the same names, an attribute and a given name are something else."""
    line = "y = x + 1"
    pad = "\nfor i in range(3): i"
    assert runs(tokens(line + pad), {"sigmoid"}) != runs(tokens(other + pad), {"sigmoid"})


@pytest.mark.parametrize(
    "source",
    ["", "def", "x = (1", "'''open", '"open', "print 'old'", "a\0b", "    x\n y", "if x:\n\t y\n        z", "²½\\"],
)
def test_what_is_no_code_is_read_all_the_same(source):
    """Nothing that can be handed in stops the comparison."""
    assert isinstance(runs(tokens(source * 20)), list)


def test_no_answer_takes_long():
    """A megabyte of anything is read in a second or two, and only its beginning is compared."""
    start = time.process_time()
    for source in ("a+" * 500_000, '"' * 1_000_000, "'" * 999_999, "\\" * 1_000_000, "r" * 1_000_000, "\n%" * 500_000):
        assert len(runs(tokens(source))) < 4_000
    assert time.process_time() - start < 10


HOSTILE = "<img src=x onerror=alert(1)></pre><script>alert(1)</script>"


@pytest.fixture(scope="module")
def pair():
    """Return a planted pair, by people and in code that do not want to be shown."""
    answers = {f"mia {HOSTILE}": f"# {HOSTILE}\x1b[1m\n{OWN}", "noa [bold]": renamed(OWN)}
    compared = similar.Comparison("propagate", answers, ())
    pairs, found = similar.pairs_of([compared], 5)
    return similar.Similar(NAME, pairs, 2, ("propagate",), ("sigmoid",), found)


def test_the_page_shows_both_and_says_that_it_is_no_verdict(pair):
    """Both answers stand side by side with marks, nothing of them runs, and the sentence is there."""
    shown = BeautifulSoup(page(pair), "html.parser")
    assert NO_VERDICT in shown.get_text()
    codes = shown.select(".sides pre")
    assert len(codes) == 2
    assert "losses_of" in codes[0].get_text()
    assert all(len(" ".join(mark.get_text() for mark in code.select("mark"))) > 200 for code in codes)
    assert not shown.select("script, img, link, iframe, [onerror]")
    assert "\x1b" not in str(shown)
    assert "default-src 'none'" in shown.select_one("meta[http-equiv]")["content"]


def test_the_terminal_shows_both(pair):
    """The table has the names, even such as look like colours, and the sentence stands below it."""
    console = Console(width=10_000, record=True, file=io.StringIO())
    console.print(summary(pair))
    told = console.export_text()
    assert "mia <img" in told
    assert "noa [bold]" in told
    assert notes(pair)[-1] == NO_VERDICT
    assert notes(replace(pair, found=5))[0] == "These are the first 1 of 5 pairs; --most shows more."
    assert not any("These are the first" in line for line in notes(pair))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_has_no_barrier(tmp_path, browser, pair, theme):
    """axe-core finds nothing, and a phone does not scroll sideways."""
    path = tmp_path / "page.html"
    path.write_text(page(pair), encoding="utf-8")
    tab = browser.new_page(color_scheme=theme, viewport={"width": 390, "height": 800})
    tab.goto(path.as_uri())
    assert Axe().run(tab).response["violations"] == []
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.close()


def test_nothing_graded_is_one_clear_line(tmp_path):
    """Before anything is graded, the command says what to run."""
    with pytest.raises(CourseError, match="dlcourse autograde"):
        similar.similar(Course.find(ROOT, data=tmp_path), NAME)


def test_the_page_is_written(tmp_path, honest):
    """It lies in report/, beside the report on the class."""
    course = course_in(tmp_path, honest)
    path = similar.write(course, similar.similar(course, NAME))
    assert path == tmp_path / "report" / f"{NAME}-similar.html"
    assert len(list(path.parent.iterdir())) == 1


def test_a_run_is_longer_than_chance():
    """What is shorter than a run has no fingerprint."""
    assert runs(tokens("x + 1")) == []
    assert len(runs(tokens("x + 1 + " * RUN))) == 3 * RUN + 1
