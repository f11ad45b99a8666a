"""Every page that holds code can be downloaded as a notebook.

Its text is written from the finished page, so that numbers of equations, references and quoted results stand in it as
they stand on the site, in Markdown that any Jupyter shows. Its code cells are those of the source, hidden ones too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from docutils import nodes
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)
FOLDER = "_notebooks"
NEEDS = (
    "*A page of the course “{title}”, as a notebook. It needs the course's package `dlutils`: see “How to run this”.*"
)
SPECIAL = re.compile(r"([\\`*_$<])")
LEAVE_OUT = (nodes.target, nodes.comment, nodes.Invisible, nodes.colspec, nodes.raw)
PASS_ON = {"container", "compound", "PassthroughTextElement", "definition_list_item", "tgroup", "section", "document"}


class Writer:
    """Writes one page: Markdown cells from its document tree, code cells from its source."""

    def __init__(self, app: Sphinx, source: nbformat.NotebookNode) -> None:
        self.builder = app.builder  # what get_node_equation_number asks for
        self.code = {i: cell for i, cell in enumerate(source.cells) if cell.cell_type == "code"}
        self.cells: list[nbformat.NotebookNode] = []
        self.text: list[str] = []
        self.folds: list[str] = []  # the titles of the folds that the text stands in

    def write(self, page: nodes.Node, metadata: dict[str, Any]) -> nbformat.NotebookNode:
        """Return the page as a notebook."""
        self.block(page, 0)
        self.add_code(max(self.code, default=-1))
        self.flush()
        for i, cell in enumerate(self.cells):
            cell.id = f"cell-{i + 1}"
        return nbformat.v4.new_notebook(cells=self.cells, metadata=metadata)

    def flush(self) -> None:
        """Make a cell of the text so far."""
        if self.text:
            text = "\n\n".join(self.text)
            for title in reversed(self.folds):
                text = f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"
            self.cells.append(nbformat.v4.new_markdown_cell(text))
            self.text = []

    def add_code(self, last: int) -> None:
        """Add the code cells up to one, and with it those before it that the page does not show."""
        self.flush()
        for i in [i for i in self.code if i <= last]:
            cell = self.code.pop(i)
            hidden = self.folds or {"hide-input", "hide-cell", "remove-cell", "remove-input"} & set(
                cell.metadata.get("tags", [])
            )
            metadata = {"jupyter": {"source_hidden": True}} if hidden else {}
            self.cells.append(nbformat.v4.new_code_cell(cell.source, metadata=metadata))

    def block(self, node: nodes.Node, level: int) -> None:
        """Write a part of the page that stands on lines of its own."""
        name = type(node).__name__
        if "cell_index" in getattr(node, "attributes", {}):
            self.add_code(node["cell_index"])
            self.text.extend(self.line(caption) for caption in node.findall(nodes.caption))
        elif name == "solution_node":
            self.flush()
            self.folds.append("Solution")
            for child in node.children[1:]:
                self.block(child, level)
            self.flush()
            self.folds.pop()
        elif name in PASS_ON or (name == "section"):
            for child in node.children:
                self.block(child, level + (name == "section"))
        elif not isinstance(node, LEAVE_OUT) and (text := self.markdown(node, level)):
            self.text.append(text)

    def markdown(self, node: nodes.Node, level: int = 0) -> str:
        """Return a block as Markdown."""
        name = type(node).__name__
        write: Callable[[Any, int], str] | None = getattr(self, f"_on_{name}", None)
        if write is None and isinstance(node, nodes.Admonition | nodes.admonition):
            write = self._on_admonition
        if write is None:
            logger.warning(
                "a downloaded notebook cannot show %r", name, location=node, type="course", subtype="notebook"
            )
            return ""
        return write(node, level)

    def blocks(self, parts: list[nodes.Node], level: int = 0) -> str:
        """Return several blocks, with empty lines between them."""
        texts = []
        for part in parts:
            if type(part).__name__ in PASS_ON:
                texts.append(self.blocks(part.children, level))
            elif not isinstance(part, LEAVE_OUT):
                texts.append(self.markdown(part, level))
        return "\n\n".join(filter(None, texts))

    def line(self, node: nodes.Node) -> str:
        """Return the words within a block, on one line."""
        return " ".join("".join(map(self.inline, node.children)).split())

    def inline(self, node: nodes.Node) -> str:
        """Return a part of a line as Markdown."""
        if isinstance(node, nodes.Text):
            return SPECIAL.sub(r"\\\1", str(node))
        if isinstance(node, nodes.math):
            return f"${' '.join(node.astext().split())}$"
        if isinstance(node, nodes.literal):
            return f"`{node.astext()}`"
        if isinstance(node, LEAVE_OUT) or "visually-hidden" in node.get("classes", []):
            return ""
        text = "".join(map(self.inline, node.children))
        if isinstance(node, nodes.strong | nodes.emphasis):
            mark = "**" if isinstance(node, nodes.strong) else "*"
            return f"{mark}{text}{mark}"
        if isinstance(node, nodes.reference) and str(node.get("refuri", "")).startswith(("http:", "https:")):
            return f"[{text}]({node['refuri']})"
        return text

    def _on_title(self, node: nodes.title, level: int) -> str:
        return f"{'#' * max(level, 1)} {self.line(node)}"

    def _on_paragraph(self, node: nodes.Element, _: int) -> str:
        return self.line(node)

    _on_term = _on_rubric = _on_caption = _on_paragraph

    def _on_math_block(self, node: nodes.math_block, _: int) -> str:
        number = f"\n\\tag{{{get_node_equation_number(self, node)}}}" if node["number"] else ""  # type: ignore[arg-type]
        return f"$$\n{node.astext().strip()}{number}\n$$"

    def _on_literal_block(self, node: nodes.literal_block, _: int) -> str:
        return f"```{'' if node.get('language') in (None, 'none') else node['language']}\n{node.astext()}\n```"

    def _on_bullet_list(self, node: nodes.bullet_list, level: int) -> str:
        return self._list(node, ["-"] * len(node), level)

    def _on_enumerated_list(self, node: nodes.enumerated_list, level: int) -> str:
        return self._list(node, [f"{i + 1}." for i in range(len(node))], level)

    def _list(self, node: nodes.Element, marks: list[str], level: int) -> str:
        items = []
        for mark, item in zip(marks, node.children, strict=True):
            text = self.blocks(item.children, level)
            items.append(f"{mark} " + text.replace("\n", "\n" + " " * (len(mark) + 1)))
        return "\n".join(items)

    def _on_definition_list(self, node: nodes.definition_list, level: int) -> str:
        pairs = [(self.line(item[0]), self.blocks(item.children[1:], level)) for item in node.children]
        return "\n\n".join(f"**{term}**\n\n{meaning}" for term, meaning in pairs)

    def _on_definition(self, node: nodes.definition, level: int) -> str:
        return self.blocks(node.children, level)

    def _on_block_quote(self, node: nodes.Element, level: int) -> str:
        return "> " + self.blocks(node.children, level).replace("\n", "\n> ")

    def _on_admonition(self, node: nodes.Element, level: int) -> str:
        title, *body = (
            node.children if isinstance(node[0], nodes.title) else (nodes.title("", node.tagname.title()), *node)
        )
        text = self.blocks(body, level)
        if "dropdown" in node["classes"]:
            return f"<details><summary>{self.line(title)}</summary>\n\n{text}\n\n</details>"
        return f"> **{self.line(title)}**\n>\n> " + text.replace("\n", "\n> ")

    def _on_table(self, node: nodes.table, _: int) -> str:
        rows = [
            [self.blocks(entry.children).replace("\n", " ").replace("|", "\\|") for entry in row]
            for row in node.findall(nodes.row)
        ]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])

    def _on_figure(self, node: nodes.figure, _: int) -> str:
        return " ".join(f"*[Figure: {image.get('alt', '')}]*" for image in node.findall(nodes.image))

    def _on_image(self, node: nodes.image, _: int) -> str:
        return f"*[Figure: {node.get('alt', '')}]*"

    def _on_quiz(self, node: nodes.Element, level: int) -> str:
        answers = []
        for answer in node.children[1:]:
            verdict = "Right." if answer["right"] else "Not quite."
            why = self.blocks(answer.children[1:], level)
            fold = f"<details><summary>Is it?</summary>\n\n**{verdict}** {why}\n\n</details>".replace("\n", "\n  ")
            answers.append(f"- {self.line(answer[0])}\n\n  {fold}")
        return "\n".join([f"> **Question.** {self.line(node[0])}", "", *answers])

    def _on_exercise_enumerable_node(self, node: nodes.Element, level: int) -> str:
        return f"**{self.line(node[0])}**\n\n" + self.blocks(node.children[1:], level)


def source_of(app: Sphinx, page: str) -> nbformat.NotebookNode | None:
    """Return the source of a page as a notebook, or None if it is none or holds no code."""
    path = Path(app.env.doc2path(page))
    text = path.read_text("utf-8") if path.exists() else ""
    if path.suffix == ".ipynb":
        notebook = nbformat.reads(text, as_version=4)
    else:
        notebook = read_myst_markdown_notebook(text) if "format_name: myst" in text else nbformat.v4.new_notebook()
    return notebook if any(cell.cell_type == "code" for cell in notebook.cells) else None


def add_notebook(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Write the page's notebook beside the page, and tell the template where it is."""
    is_chapter = doctree is not None and page != app.config.root_doc and app.builder.name == "html"
    source = source_of(app, page) if is_chapter else None
    if source is None:
        return
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = Writer(app, source).write(doctree, {"kernelspec": kernel, "language_info": {"name": "python"}})
    title, _, rest = notebook.cells[0].source.partition("\n\n")
    notebook.cells[0].source = "\n\n".join([title, NEEDS.format(title=app.config.html_title), rest])
    path = Path(app.outdir) / FOLDER / f"{page}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    context["course_notebook"] = f"{FOLDER}/{page}.ipynb"


def setup(app: Sphinx) -> dict[str, Any]:
    """Write a notebook for every page that holds code."""
    app.connect("html-page-context", add_notebook)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
