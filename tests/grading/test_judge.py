"""The judge: graded cells run outside, on the learner's functions inside, and nobody else writes their outputs."""

import nbformat
import pytest
from nbgrader.utils import determine_grade

from dlutils.grading.judge import judge
from dlutils.grading.sandbox import Limits


def cell(source: str, points: float | None = None, name: str = "q", **own: object):
    """Return a code cell: a graded one of the instructor's with points, else a learner's."""
    made = nbformat.v4.new_code_cell(source)
    if points is not None:
        own = {"grade": True, "solution": False, "locked": True, "points": points, "grade_id": name, **own}
    if own:
        made.metadata.nbgrader = {"schema_version": 3, "task": False, "cell_type": "code", **own}
    return made


LOCKED = {"grade": False, "solution": False, "locked": True, "grade_id": "imports"}


def graded(sandbox, *cells, limits: Limits = Limits(cell_s=5, total_s=60)):  # noqa: B008
    """Run a notebook of these cells; return it with the scores of its graded cells, and the notes."""
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    notes = judge(notebook, sandbox, limits, lambda _: 1)
    assert nbformat.validate(notebook) is None
    scores = [determine_grade(one)[0] for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade")]
    return notebook, scores, notes


@pytest.mark.parametrize(
    ("test", "score"),
    [
        ("assert double(2) == 4", 2),
        ("assert double(2) == 5", 0),
        ("import numpy as np\nassert np.allclose(double(np.eye(2)), 2 * np.eye(2))", 2),
        ("1.5 if double(1) == 2 else 0.5", 1.5),
        ("0.0", 0),
        ("float('nan')", 0),
        ("-1", 0),
        ("import numpy as np\nnp.float64(0.5)", 0.5),
        ("double(1) == 3", 2),  # a value that is no number says nothing, as with nbgrader
        ("import sys\nprint('to whom it may concern', file=sys.stderr)", 2),
        ("assert numbers == [1, 2, 3]", 2),
        ("assert np.mean(numbers) == 2", 2),  # the instructor's own import, in another cell
        ("assert fails(1)", 0),
        ("try:\n    fails(1)\nexcept ZeroDivisionError:\n    pass", 2),
        ("assert nothing", 0),
        ("for", 0),
    ],
)
def test_tests_written_by_hand_are_judged(sandbox, test, score):
    """Asserts, partial points, expected errors and the learner's variables work as they do in nbgrader."""
    learner = cell("def double(x): return 2 * x\nnumbers = [1, 2, 3]\ndef fails(x): return x / 0")
    notebook, scores, _ = graded(sandbox, cell("import numpy as np", **LOCKED), learner, cell(test, 2))
    assert scores == [score]
    assert not any(one.get("name") == "stderr" for one in notebook.cells[-1].outputs)


FORGERIES = {
    "numpy": "import numpy as np\nnp.allclose = lambda *a, **k: True\nnp.testing.assert_allclose = print",
    "builtins": "import builtins\nbuiltins.isinstance = builtins.abs = lambda *a: True\nabs = isinstance = print",
    "grade": "def grade(*a): return None\nimport dlutils.checks.logistic_regression as c\nc.grade = grade",
    "display": "import sys\nsys.displayhook(10)",
    "names": "np = type('N', (), {'allclose': staticmethod(lambda *a: True)})\nassert_ = lambda *a: True",
    "equal": "class E(float):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0.0\n"
    "def double(x): return E(0)",
    "array": "import numpy as np\nclass A(np.ndarray):\n    def __array_ufunc__(self, *a, **k): return True\n"
    "def double(x): return np.zeros(2).view(A)",
    "ast": "import ast\nclass T(ast.NodeTransformer):\n    def visit_Assert(self, n): return None\n"
    "get_ipython().ast_transformers.append(T())",
    "frames": "import sys\ndef double(x):\n    f = sys._getframe()\n    while f:\n"
    "        f.f_globals['ok'] = True\n        f = f.f_back",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_nothing_in_the_learners_process_reaches_the_verdict(sandbox, name):
    """Whatever is patched there, a wrong function stays wrong here."""
    tests = (
        "import numpy as np\nassert np.allclose(double(np.ones(2)), 2)\nassert isinstance(double(1), int)",
        "assert abs(double(3) - 6) < 1e-9",
        "assert double(3) == 6",
        'from dlutils.checks.logistic_regression import grade\ngrade("sigmoid", globals())',
    )
    learner = cell("def double(x): return 0\ndef sigmoid(z): return 0 * z\n" + FORGERIES[name])
    cells = [cell(test, 2, f"q{i}") for i, test in enumerate(tests)]
    _, scores, _ = graded(sandbox, learner, *cells)
    assert scores == [0, 0, 0, 0]


def test_what_the_learner_shows_stays_in_the_learners_cells(sandbox):
    """Prints of a call and displays go nowhere near the outputs that nbgrader reads."""
    learner = cell("def double(x):\n    print('1000'); display(1000); return 0")
    notebook, scores, _ = graded(sandbox, learner, cell("double(1)\nassert False", 2))
    assert scores == [0]
    assert "1000" not in str(notebook.cells[1].outputs)


def test_a_graded_cell_leaves_nothing_behind(sandbox):
    """Each graded cell sees the notebook as it was before; a call that changed a variable changed a copy."""
    learner = cell("n = 0\ndef double(x):\n    global n\n    n += 1\n    return n")
    _, scores, _ = graded(sandbox, learner, *(cell("assert double(1) == 1", 1, f"q{i}") for i in range(3)))
    assert scores == [1, 1, 1]


def test_a_later_cell_may_define_anew_what_an_earlier_one_had(sandbox):
    """A graded cell sees the names as they are at its place."""
    cells = [cell("f = lambda x: 1"), cell("assert f(0) == 1", 1, "a"), cell("f = lambda x: 2")]
    assert graded(sandbox, *cells, cell("assert f(0) == 2", 1, "b"))[1] == [1, 1]


def test_the_time_for_the_whole_is_limited(sandbox):
    """When it is over, what was graded stays graded, and the rest scores nothing, with the reason."""
    cells = [cell("f = lambda x: 1"), cell("assert f(0) == 1", 1, "a"), cell("import time; time.sleep(30)")]
    limits = Limits(cell_s=20, total_s=1)
    _, scores, notes = graded(sandbox, *cells, cell("assert f(0) == 1", 1, "b"), limits=limits)
    assert scores == [1, 0]
    assert "its code used more than 1 s in all" in notes


def test_what_another_locked_cell_defines_is_not_trusted(sandbox):
    """A learner can replace it. An import is done again here; anything else must stand in the graded cell."""
    locked = cell("from numpy.testing import assert_allclose\nexpected = 4", **LOCKED)
    learner = cell("def assert_allclose(*a): pass\nexpected = 0\ndef double(x): return 0")
    tests = [cell("assert_allclose(double(2), 4)", 2, "a"), cell("assert double(2) == expected", 2, "b")]
    notebook, scores, _ = graded(sandbox, locked, learner, *tests)
    assert scores == [0, 0]
    assert "define it in the graded cell" in notebook.cells[-1].outputs[0].evalue


def test_an_error_that_ends_loops_in_silence_ends_none_here(sandbox):
    """A function that raises StopIteration does not end the test's own loop."""
    learner = cell("def double(x): raise StopIteration")
    assert graded(sandbox, learner, cell("assert all(map(lambda x: double(x) == 2 * x, [1, 2]))", 2))[1] == [0]


def test_hidden_inputs_are_not_told(sandbox):
    """A function that says what it is asked, by an error, a warning or a print, tells nobody."""
    says = "import warnings\ndef sigmoid(z):\n    warnings.warn('TOLD' + repr(z)); print('TOLD')\n    "
    test = 'from dlutils.checks.logistic_regression import grade\ngrade("sigmoid", globals(), hidden=True)'
    for end in ("raise ValueError('TOLD' + repr(z))", "return {'TOLD': z}", "return None"):
        notebook, scores, _ = graded(sandbox, cell(says + end), cell(test, 3))
        assert scores == [0]
        assert "TOLD" not in str(notebook.cells[1].outputs)
