"""Markdown that a learner wrote, changed as little as it takes for nothing to run when it is shown.

Neither escaping nor cleaning alone will do. Escaping every ``<`` would spoil code and mathematics, and would leave
links; nbconvert's filter turns cleaned Markdown into HTML that nobody cleaned. So it is parsed with that filter's own
parser. Where its tokens are harmless, not a letter changes; else single characters are escaped, and it is parsed again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

from nbconvert.filters.markdown_mistune import MarkdownWithMath, markdown2html_mistune

from dlutils.grading.outputs import is_image_address
from dlutils.grading.safe_text import clean_text, one_kind_of_line_end

MAX_MARKDOWN = 50_000  # characters
MAX_MARKS = 2_000  # brackets that may begin a tag or a link
MAX_OPEN = 8  # simple tags that wait for their end
MAX_WORK = 5_000_000  # steps that nbconvert's search for links to files/ may take
MAX_MATH = 200  # beginnings of formulas: for each, the filter may read all that follows
NOTE = "*[Shown as it was written: something in it could not be shown safely.]*"
CUT = "[left out: the text goes on for {} characters]"

_HARMLESS = (
    "paragraph block_text text softbreak linebreak emphasis strong strikethrough codespan block_code block_quote "
    "list list_item task_list_item heading thematic_break blank_line table table_head table_body table_row table_cell "
    "def_list def_list_head def_list_item link image inline_math block_math latex_environment inline_html"
)
_LITERAL = ("codespan", "block_code", "inline_math", "block_math", "latex_environment")
_SIMPLE_TAG = re.compile(r"</?(?:b|br|del|em|i|kbd|mark|s|small|strong|sub|sup|u) ?/?>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<https?://[^\s<>\"'`]+>", re.IGNORECASE)
_WEB = re.compile(r"https?://[^/?#\\]", re.IGNORECASE)
# With these, a formula makes links and styles, or loads more of the program that sets it.
_MACROS = re.compile(r"\\(?:href|url|class|cssId|style|require|mmlToken|unicode|data|texttip)(?![a-zA-Z])")
_FORMULA = re.compile(r"\\\\[\[(]|\\begin\{|\$\$")
# Characters for private use, which stand for the characters that are looked for.
_BEGIN, _END = "\ue000", "\ue001"
_MARK = re.compile(f"{_BEGIN}(\\d+){_END}")

Token = dict[str, Any]


def clean_markdown(source: str) -> str:
    """Return Markdown that shows the same, and with which nothing runs and no other host is asked.

    HTML shows as it was written, but for simple tags without attributes, such as ``<br>`` and ``<sub>``. So do links
    to anything but http and https, and images that are not in the text itself.

    Parameters
    ----------
    source : str
        The source of a Markdown cell.

    Returns
    -------
    str
        The same text, letter by letter, where it was harmless.

    Examples
    --------
    >>> clean_markdown("where `a<b` and $a<b$: <script>f()</script>")
    'where `a<b` and $a<b$: &lt;script>f()&lt;/script>'
    """
    text = clean_text(one_kind_of_line_end(source), max_line=0) if _needs_cleaning(source) else source
    if _is_as_written(text):
        return text
    if len(text) > MAX_MARKDOWN:
        end = MAX_MARKDOWN - 100  # so that with the note it is not too long again
        text = f"{text[:end]}\n\n{CUT.format(len(text) - end)}"
    if len(_FORMULA.findall(text)) > MAX_MATH or text.count("<") + text.count("[") > MAX_MARKS:
        return _as_written(text)
    ways: tuple[Callable[[str], str], ...] = (
        lambda text: text,
        lambda text: _escape(text, tags=True),
        lambda text: _escape(text, tags=False),
        lambda text: _escape(text, tags=False, links=False),
    )
    for way in ways:
        try:
            changed = way(text)
            if _is_harmless(changed):
                return changed
        except Exception:  # noqa: S112  (whatever the parser cannot read is shown as it was written)
            continue
    return _as_written(text)


def _needs_cleaning(source: str) -> bool:
    """Whether a text holds what cannot be shown."""
    unified = one_kind_of_line_end(source)
    return clean_text(unified, max_line=0) != unified


def _as_written(text: str) -> str:
    """Return a text as a block of code, below a note that says so."""
    text = clean_text(text, max_line=500)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{NOTE}\n\n{fence}\n{text}\n{fence}"


def _is_as_written(text: str) -> bool:
    """Whether a text has been turned into a block of code before."""
    found = re.fullmatch(rf"{re.escape(NOTE)}\n\n(`{{3,}})\n(.*)\n\1", text, flags=re.DOTALL)
    return found is not None and len(text) < 2 * MAX_MARKDOWN and _as_written(found[2]) == text


def _parse(text: str) -> list[Token]:
    """Return all tokens that the filter makes of a text, each before those within it."""
    found: Any = MarkdownWithMath(renderer=None).parse(text)[0]  # type: ignore[arg-type]
    return list(_walk(found))


def _walk(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.get("children", []))


def _is_harmless(text: str) -> bool:
    """Whether nothing runs, and nothing is loaded, in what the filter makes of a text."""
    tokens = _parse(text)
    if any(_is_bad(token) for token in tokens) or _open_tags(tokens) > MAX_OPEN:
        return False
    shown = markdown2html_mistune(text)
    if sum(line.count("[") * len(line) for line in shown.split("\n")) > MAX_WORK:
        return False
    shown = re.sub(r"<(pre|code)\b.*?</\1>", "", shown, flags=re.DOTALL)
    return not _MACROS.search(html.unescape(shown))


def _open_tags(tokens: list[Token]) -> int:
    """Return how many simple tags are open at the same time."""
    depth = deepest = 0
    for token in tokens:
        if token["type"] == "inline_html" and not token["raw"].lower().startswith("<br"):
            depth += -1 if token["raw"].startswith("</") else 1
            deepest = max(deepest, depth)
    return deepest


def _is_bad(token: Token) -> bool:
    """Whether a token becomes something that may run or load."""
    kind = token["type"]
    if kind == "inline_html":
        return not _SIMPLE_TAG.fullmatch(token["raw"])
    if kind in ("link", "image"):
        address = token["attrs"]["url"]
        return not (_WEB.match(address) if kind == "link" else is_image_address(address))
    if kind == "block_code":  # a diagram's source is put into the page as it is
        return str(token.get("attrs", {}).get("info") or "").startswith("mermaid")
    return kind not in _HARMLESS.split()


def _escape(text: str, *, tags: bool, links: bool = True) -> str:
    """Return a text in which HTML, and links to what is not allowed, are no more than text.

    Each ``<`` is replaced by a numbered mark, and each ``[`` gets one, so that the tokens tell where it stands: in code
    and formulas it stays. With `tags`, simple tags stay; without `links`, there is no link any more.
    """
    text = text.replace(_BEGIN, "").replace(_END, "")
    places = [found.start() for found in re.finditer(r"[<\[]", text)]
    pieces = re.split(r"([<\[])", text)
    numbers = iter(range(len(places)))
    marked = "".join(
        f"{'[' if piece == '[' else ''}{_BEGIN}{next(numbers)}{_END}" if piece in ("<", "[") else piece
        for piece in pieces
    )
    literal: set[int] = set()
    opens_bad: set[int] = set()
    for token in _parse(marked):
        if token["type"] in _LITERAL:
            literal |= {int(number) for number in _MARK.findall(str(token.get("raw")) + str(token.get("attrs")))}
        elif token["type"] in ("link", "image") and _is_bad(token):
            opener = next((_MARK.match(child.get("raw", "")) for child in token["children"]), None)
            opens_bad |= {int(opener[1])} if opener else set()

    def replacement(number: int, place: int) -> str:
        if number in literal:
            return text[place]
        if text[place] == "[":
            return "&#91;" if number in opens_bad or not links else "["
        kept = (tags and _SIMPLE_TAG.match(text, place)) or (links and _AUTOLINK.match(text, place))
        return "<" if kept else "&lt;"

    done, last = [], 0
    for number, place in enumerate(places):
        done += [text[last:place], replacement(number, place)]
        last = place + 1
    return "".join(done) + text[last:]
