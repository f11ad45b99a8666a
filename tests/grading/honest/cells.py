"""Odd cells around the answers, odd things that the answers do besides, and other files."""

import csv
import io

from tests.grading.honest.making import honest
from tests.grading.hostile.making import right


def _table() -> bytes:
    """Return a small table of numbers."""
    text = io.StringIO()
    csv.writer(text).writerows([["x", "y"], *[[i, i * i] for i in range(10)]])
    return text.getvalue().encode()


HONEST = [
    honest(
        "plots",
        "Added cells draw, with other styles and with animations, and show figures twice.",
        [
            """
import matplotlib
import matplotlib.pyplot as plt
from matplotlib import animation

plt.style.use("ggplot")
fig, ax = plt.subplots()
ax.plot(np.linspace(-5, 5), 1 / (1 + np.exp(-np.linspace(-5, 5))))
plt.show()
fig
""",
            "plt.figure()\nplt.imshow(np.random.rand(8, 8))\nplt.savefig('picture.png')\nplt.colorbar();",
        ],
    ),
    honest(
        "magics",
        "Added cells use commands of IPython and of the shell, right ones and wrong ones.",
        [
            "%matplotlib inline\n%config InlineBackend.figure_format = 'svg'\n%load_ext autoreload\n%autoreload 2",
            "!pip --version\n!ls\nfiles = !ls\nprint(len(files))",
            "%timeit -n 1 -r 1 np.zeros(3)\n%who\n%pwd\n%env OMP_NUM_THREADS",
            "%%bash\necho hello",
            "%%html\n<b>notes</b>",
            "%no_such_magic 1",
            "?np.zeros",
            "%%capture told\nprint('kept')",
            "%%writefile notes.txt\nnotes",
        ],
    ),
    honest(
        "magics-on-answers",
        "Answers' cells begin with commands of IPython.",
        answers={
            "sigmoid": "%%time\n" + right("sigmoid"),
            "propagate": "%matplotlib inline\n" + right("propagate") + "\n%timeit -n 1 -r 1 sigmoid(0)",
            "predict": "%%capture\n" + right("predict"),
        },
    ),
    honest(
        "asks-the-learner",
        "Cells and functions ask for input, and go on if nobody answers.",
        [
            """
try:
    name = input("Your name? ")
except Exception as error:
    name = "nobody"
print("Hello", name)
""",
        ],
    ),
    honest(
        "asks-unguarded", "A cell asks for input, and fails where nobody is there.", ["name = input('Your name? ')"]
    ),
    honest(
        "prints-and-plots-inside",
        "Answers print, log, warn, write to standard error, display and draw.",
        ["import logging, sys, warnings\nlogging.basicConfig(level=logging.DEBUG)\nlog = logging.getLogger('me')"],
        answers={
            "propagate": right("propagate").replace(
                "m = X.shape[1]",
                "m = X.shape[1]\n    print('shapes', X.shape, file=sys.stderr); log.info('m is %d', m)\n"
                "    warnings.warn('thinking'); sys.stdout.write('x\\r')",
            )
            + "\n\nprint('defined')\npropagate",
            "predict": """
def predict(w, b, X):
    from IPython.display import display
    A = sigmoid(w.T @ X + b)
    plt.figure(figsize=(1, 1))
    plt.hist(A.ravel())
    plt.show()
    plt.close("all")
    display(A.shape)
    return A > 0.5
""",
        },
    ),
    honest(
        "settings",
        "It sets NumPy's and Python's warnings to errors, seeds every generator, and changes how numbers are shown.",
        [
            """
import random, warnings
np.random.seed(1)
random.seed(2)
np.seterr(all="raise")
np.set_printoptions(precision=2, suppress=True, threshold=5)
warnings.simplefilter("error")
""",
            "%precision 3",
        ],
        answers={
            "initialize_with_zeros": """
def initialize_with_zeros(dim):
    np.random.seed(3)
    w = np.random.randn(dim, 1) * 0.0
    assert w.shape == (dim, 1)
    return w, 0.0
""",
        },
    ),
    honest(
        "tables",
        "Last values of cells show themselves as tables, as libraries for data do.",
        [
            """
class Table(dict):
    def _repr_html_(self):
        rows = "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in self.items())
        return f"<style>.t {{ color: red }}</style><table border='1' class='t'>{rows}</table>"

Table(a=1, b=2)
""",
            "np.arange(10_000).reshape(100, 100)",
            "[Table(a=i) for i in range(3)]",
            """
try:
    import pandas as pd
    display(pd.DataFrame({"x": [1, 2]}))
except ImportError:
    print("no pandas")
""",
        ],
    ),
    honest(
        "cells-that-fail",
        "Cells that nobody grades fail: a missing file, no network, a plot of the wrong shape, a name that is gone.",
        [
            "open('no-such-file.csv')",
            "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/data.csv', timeout=1)",
            "plt.plot([1, 2, 3], [1, 2])",
            "from google.colab import drive\ndrive.mount('/content/drive')",
            "print(no_such_name)",
            "this is no Python",
            "raise SystemExit",
        ],
    ),
    honest(
        "long-cell",
        "A cell takes two seconds.",
        ["import time\ntime.sleep(2)", "x = sum(i * i for i in range(3_000_000))"],
    ),
    honest(
        "helper-module",
        "The notebook imports a module, and a package, that lie beside it.",
        ["import helpers\nfrom tools.maths import squash"],
        answers={
            "sigmoid": "from helpers import sigmoid",
            "predict": "def predict(w, b, X):\n    return squash(helpers.sigmoid(w.T @ X + b))",
        },
        files={
            "helpers.py": b"import numpy as np\n\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n",
            "tools/__init__.py": b"",
            "tools/maths.py": b"def squash(a):\n    return (a > 0.5).astype(float)\n",
        },
    ),
    honest(
        "module-written-by-a-cell",
        "A cell writes a module, and the next imports it.",
        ["%%writefile mymaths.py\nimport numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))"],
        answers={"sigmoid": "from mymaths import sigmoid"},
    ),
    honest(
        "data-file",
        "The notebook reads a table that lies beside it, and answers use it.",
        ["table = np.loadtxt('data/table.csv', delimiter=',', skiprows=1)\nprint(table.shape)\nONE = table[1, 1]"],
        answers={"sigmoid": "def sigmoid(z):\n    return ONE / (ONE + np.exp(-z))"},
        files={"data/table.csv": _table(), "picture of a cat.png": b"\x89PNG\r\n", "notes.txt": b"\xff\xfe"},
    ),
    honest(
        "files-written",
        "Answers write files in their folder and in that for temporary ones, and read them back.",
        ["import json, os, pathlib, tempfile\nhere = os.getcwd()\nprint(os.listdir(here))"],
        answers={
            "predict": """
def predict(w, b, X):
    pathlib.Path(here, "predictions.json").write_text(json.dumps(sigmoid(w.T @ X + b).tolist()))
    with open("predictions.json") as file:
        return np.array(json.load(file)) > 0.5
""",
            "propagate": """
def propagate(w, b, X, Y):
    with tempfile.TemporaryDirectory() as folder:
        np.savez(os.path.join(folder, "a.npz"), A=sigmoid(w.T @ X + b))
        with np.load(os.path.join(folder, "a.npz")) as kept:
            A = kept["A"]
    cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return {"dw": X @ (A - Y).T / Y.size, "db": np.mean(A - Y)}, cost
""",
        },
    ),
    honest(
        "waits-for-others",
        "Cells await, start threads and processes, and wait for them.",
        [
            "import asyncio\nawait asyncio.sleep(0.1)",
            "import threading\nt = threading.Thread(target=print, args=('from a thread',))\nt.start()\nt.join()",
            """
import subprocess, sys
print(subprocess.run([sys.executable, "-c", "print(1 + 1)"], capture_output=True).stdout)
""",
        ],
    ),
    honest(
        "state-between-calls",
        "Answers count their calls in the notebook's namespace, and keep results.",
        ["calls, kept = 0, {}"],
        answers={
            "sigmoid": """
def sigmoid(z):
    global calls
    calls += 1
    kept[calls] = np.shape(z)
    sigmoid.last = z
    return 1 / (1 + np.exp(-z))
""",
        },
    ),
    honest(
        "own-tests",
        "Added cells test the answers with asserts, unittest and doctest, and call check in odd ways.",
        [
            "assert sigmoid(0) == 0.5\nnp.testing.assert_allclose(sigmoid(np.zeros(2)), 0.5)",
            "import doctest, unittest\ndoctest.testmod()\nunittest.main(argv=['x'], exit=False)",
            """
check(sigmoid, hint=True)
check(sigmoid, hint=2)
check(len)
if ready("sigmoid", globals()):
    print("ready")
""",
            "from dlutils.checks.logistic_regression import grade\ngrade('sigmoid', globals())",
        ],
        place="initialize_with_zeros",
    ),
]
