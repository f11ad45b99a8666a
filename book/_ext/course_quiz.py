"""Quick questions: each answer is a fold that says whether it is right, and why. No script is needed.

    ```{quiz}
    Which shape has `dW`?

    - [ ] $(n, m)$

      That is the shape of $dZ$: one column per example.

    - [x] $(n, n_{prev})$

      Every parameter and its derivative have one shape.
    ```

The folds of a question share a name, so a browser opens one at a time; keyboard and screen readers know folds.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

MARKS = {"[x] ": True, "[ ] ": False}
WORDS = {"en": ("Question", "Right.", "Not quite.", "Answer"), "zh": ("思考题", "正确。", "不对。", "选项")}


class quiz(nodes.General, nodes.Element):  # noqa: N801  # docutils writes node classes so
    """A question with its answers."""


class quiz_answer(nodes.General, nodes.Element):  # noqa: N801
    """One answer: its own text first, then the explanation."""


class quiz_text(nodes.General, nodes.TextElement):  # noqa: N801
    """The text of a question or an answer, which stands on its fold."""


class Quiz(SphinxDirective):
    """The directive ``quiz``: a paragraph with the question, then a list of the answers, each with its explanation."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the question as a node; stop the build where an answer has no mark or no explanation."""
        question = quiz()
        self.set_source_info(question)
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        if [type(part) for part in body] != [nodes.paragraph, nodes.bullet_list] or len(body[1]) < 2:
            raise self.error("quiz must hold a paragraph, and a list of two answers or more, - [ ] or - [x] each.")
        question += quiz_text("", "", *body[0])
        question.extend(self.answer(item) for item in body[1])
        if not any(answer["right"] for answer in question[1:]):
            raise self.error("quiz must have a right answer. Mark it with - [x].")
        return [question]

    def answer(self, item: nodes.list_item) -> quiz_answer:
        """Return an item of the list as an answer."""
        first = item[0]
        mark = first.astext()[:4]
        if mark not in MARKS or not isinstance(first[0], nodes.Text):
            raise self.error(f"an answer must begin with [ ] or [x] and a blank; got {first.astext()[:40]!r}.")
        if len(item) < 2:
            raise self.error(f"an answer must be explained; {first.astext()[4:44]!r} is not. Add a paragraph below it.")
        text = quiz_text("", "", nodes.Text(str(first[0])[4:]), *first[1:])
        return quiz_answer("", text, *item[1:], right=MARKS[mark])


def _words(translator: Any) -> tuple[str, str, str, str]:
    return WORDS[(translator.config.language or "en")[:2]]


def visit_quiz(translator: Any, node: quiz) -> None:
    """Open the question."""
    number = translator.builder.env.new_serialno("quiz")
    node["name"] = f"quiz-{number}"
    label = escape(_words(translator)[0])
    translator.body.append(f'<div class="quiz" role="group" aria-labelledby="quiz-{number}">\n')
    translator.body.append(f'<p class="quiz-question" id="quiz-{number}"><span class="quiz-label">{label}</span> ')
    for child in node[0]:
        child.walkabout(translator)
    translator.body.append("</p>\n")
    for answer in node[1:]:
        answer["name"] = node["name"]
        answer.walkabout(translator)
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def visit_answer(translator: Any, node: quiz_answer) -> None:
    """Write an answer as a fold."""
    _, right, wrong, name = _words(translator)
    kind, verdict = ("right", right) if node["right"] else ("wrong", wrong)
    translator.body.append(f'<details class="quiz-answer" name="{node["name"]}"><summary>')
    # An answer may be a formula alone, which is no name to programs that read aloud.
    translator.body.append(f'<span class="visually-hidden">{escape(name)}: </span>')
    for child in node[0]:
        child.walkabout(translator)
    translator.body.append(f'</summary><div class="quiz-{kind}"><p class="quiz-verdict">{escape(verdict)}</p>\n')
    for child in node[1:]:
        child.walkabout(translator)
    translator.body.append("</div></details>\n")
    raise nodes.SkipNode


def skip(translator: Any, node: nodes.Node) -> None:
    """Leave questions out of what is no HTML: they live by their folds."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directive and nodes."""
    app.add_directive("quiz", Quiz)
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), (skip, None))
    app.add_node(quiz, html=(visit_quiz, None), **others)
    app.add_node(quiz_answer, html=(visit_answer, None), **others)
    app.add_node(quiz_text, html=(skip, None), **others)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
