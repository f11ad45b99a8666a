"""What a learner gets back: points, hints and comments, on a page that runs nothing and asks no host.

nbgrader's own feedback and formgrader can be made safe as well, by preprocessors of this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbconvert.preprocessors import Preprocessor
from traitlets import Bool

from dlutils.grading import gradebook
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.files import write_atomically
from dlutils.grading.manual import is_manual
from dlutils.grading.outputs import clean_outputs
from dlutils.grading.results import Question, Result
from dlutils.grading.safe_markdown import clean_markdown
from dlutils.grading.safe_text import escaped

_HIDDEN = re.compile(r"^[^\n]*BEGIN HIDDEN TESTS.*?(?:END HIDDEN TESTS[^\n]*\n?|\Z)", re.DOTALL | re.MULTILINE)
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ max-width: 52em; margin: 2em auto; padding: 0 1em; font: 1.05rem/1.5 system-ui, sans-serif }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; padding: .6em 1em; border-radius: 4px; background: #8882;
font: .9em/1.4 ui-monospace, Consolas, monospace }}
h2 {{ font-size: 1.2em; border-top: 1px solid #8886; padding-top: 1em; margin-top: 1.5em }}
img {{ max-width: 100% }} table {{ border-collapse: collapse }} td, th {{ padding: .2em .6em; border: 1px solid #8886 }}
summary {{ cursor: pointer; margin: .6em 0 }} .comment {{ border-left: 4px solid #8886; padding-left: 1em }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{score}</p>
{body}
</body>
</html>
"""


class Safe(Preprocessor):
    """Makes a notebook safe to look at, in memory: for formgrader, and for nbgrader's own feedback.

    The grading does so before it writes a notebook. This is for notebooks that something else wrote.
    """

    enabled = Bool(True, help="Whether to use it").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook with safe text and outputs, and without anything else that could be shown."""
        make_safe(nb)
        return nb, resources


class HideTests(Preprocessor):
    """Leaves hidden tests out of graded cells; for nbgrader's feedback.

    nbgrader's `ClearHiddenTests` looks into learners' cells too, and a word in one of those makes it fail.
    """

    enabled = Bool(True, help="Whether to use it").tag(config=True)

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Return the cell as the learner knows it."""
        own = cell.metadata.get("nbgrader", {})
        if own.get("grade") and not own.get("solution"):
            cell.source = _HIDDEN.sub("", cell.source).rstrip()
        return cell, resources


def make_safe(notebook: Any) -> None:
    """Change a notebook so that nothing runs when it is shown.

    Parameters
    ----------
    notebook : NotebookNode
        Any notebook of format 4. Sources of code stay, text of Markdown changes only where it could harm.
    """
    notebook.metadata = nbformat.from_dict({"language_info": {"name": "python"}})
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type in ("code", "markdown")]
    for cell in notebook.cells:
        own = _own(cell.metadata.get("nbgrader"))
        cell.metadata = nbformat.from_dict({"nbgrader": own} if own else {})
        cell.pop("attachments", None)
        if cell.cell_type == "markdown":
            cell.source = clean_markdown(cell.source)
        else:
            count = cell.get("execution_count")
            cell.execution_count = count if type(count) is int else None
            cell.outputs = clean_outputs(cell.get("outputs"))


def _own(found: Any) -> dict[str, Any]:
    """Return what nbgrader's metadata of a cell may hold where templates put it into the page as it is."""
    if not isinstance(found, dict) or not re.fullmatch(r"[\w.-]{1,200}", str(found.get("grade_id"))):
        return {}
    kinds: dict[str, Any] = {
        "grade": bool,
        "solution": bool,
        "task": bool,
        "locked": bool,
        "points": (int, float),
        "grade_id": str,
    }
    return {key: found[key] for key, kind in kinds.items() if isinstance(found.get(key), kind)}


def write(course: Course, assignment: str) -> Iterator[Path]:
    """Write the feedback of every graded submission to feedback/STUDENT/NAME/NAME.html, and yield the paths.

    `nbgrader release_feedback` finds it there.

    Parameters
    ----------
    course : Course
        Where the gradebook is, and autograded/.
    assignment : str
        The assignment's name.

    Yields
    ------
    Path
        The page of each student, in alphabetical order.

    Raises
    ------
    CourseError
        If nothing is graded yet.
    """
    target = None
    for one in gradebook.each(course, assignment):
        # Not nbgrader's own "No response.", which says of every untouched answer what the check says better.
        comments = {
            comment.name: comment.manual_comment or "" for book in one.row.notebooks for comment in book.comments
        }
        target = path_of(course, assignment, one.result.student)
        write_atomically(target, page(one.result, one.notebook, comments))
        yield target
    if target is None:
        raise CourseError(
            f"{assignment} must be graded before there is feedback. Run `dlcourse autograde {assignment}`."
        )


def path_of(course: Course, assignment: str, student: str) -> Path:
    """Return where the feedback on a submission lies, or would lie."""
    return course.data / "feedback" / student / assignment / f"{assignment}.html"


def page(result: Result, notebook: Any, comments: Mapping[str, str]) -> str:
    """Return the feedback on one submission as a page of HTML.

    It shows of each question the points, what the check said, the learner's own answer with its output, and the
    comment. The graded cells themselves, and so all hidden tests, are not in it.

    Parameters
    ----------
    result : Result
        The grade.
    notebook : NotebookNode
        The graded notebook.
    comments : mapping of str to str
        What a person wrote, by the answer's grade_id.

    Returns
    -------
    str
        A page that needs no other file.
    """
    make_safe(notebook)
    answers = {
        cell.metadata.nbgrader.get("grade_id"): cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    sections = []
    for question in result.questions:
        cell = answers.get(question.name)
        sections.append(_section(question, cell, comments.get(question.name, "")))
    notes = "".join(f"<p>{escaped(note)}</p>\n" for note in result.notes)
    waiting = f"; {result.waiting:g} more wait for a person" if result.waiting else ""
    late = f" ({result.earned:g} for the answers, {result.late_penalty:g} less for being late)"
    score = f"{result.score:g} of {result.max_score:g} points{late if result.late_penalty else ''}{waiting}"
    return _PAGE.format(title=escaped(result.assignment), score=score, body=notes + "\n".join(sections))


def _section(question: Question, cell: Any, comment: str) -> str:
    """Return what there is to say of one question."""
    waits = question.by_hand == "waits"
    mark = "·" if waits else "✓" if question.score == question.max_score else "✗"
    points = f"{question.max_score:g} points" if waits else f"{question.score:g} of {question.max_score:g}"
    parts = [f"<h2>{mark} {escaped(question.name)}: {points}</h2>"]
    if question.told:
        parts.append(f"<pre>{escaped(question.told)}</pre>")
    if comment:
        parts.append(f'<div class="comment">{markdown2html_mistune(clean_markdown(comment))}</div>')
    if cell is not None:
        is_open = " open" if is_manual(cell) else ""
        answer = "".join(_shown(cell))
        parts.append(f"<details{is_open}><summary>Your answer</summary>\n{answer}</details>")
    return "\n".join(parts)


def _shown(cell: Any) -> Iterator[str]:
    """Yield a clean cell and its outputs as HTML."""
    if cell.cell_type == "markdown":
        yield markdown2html_mistune(cell.source)
        return
    yield f"<pre>{escaped(cell.source)}</pre>\n"
    for output in cell.outputs:
        if output.output_type == "stream":
            yield f"<pre>{escaped(output.text)}</pre>\n"
        elif output.output_type == "error":
            lines = output.traceback or [f"{output.ename}: {output.evalue}"]
            yield f"<pre>{escaped(chr(10).join(lines))}</pre>\n"
        elif "text/html" in output.data:
            yield output.data["text/html"]
        elif image := next((kind for kind in ("image/png", "image/jpeg") if kind in output.data), ""):
            yield f'<img src="data:{image};base64,{output.data[image]}" alt="What the cell drew">\n'
        else:
            yield f"<pre>{escaped(output.data['text/plain'])}</pre>\n"
