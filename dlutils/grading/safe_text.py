"""Text that a learner's code or hand wrote, made fit to be shown: no terminal codes, no control characters."""

from __future__ import annotations

import html
import re

MAX_LINE = 2_000  # characters, after which a line is broken

_TERMINAL = re.compile(
    r"\x1b\[[0-?]{0,100}[ -/]{0,10}[@-~]"  # colours, moves of the cursor
    r"|\x1b[\]PX^_][^\x07\x1b]{0,1000}(?:\x07|\x1b\\)"  # titles, links, commands
    r"|\x1b[ -/]{0,3}[0-~]?"
)
# Control characters; marks that change the order in which text is read, so that it seems to say something else.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def clean_text(text: str, max_line: int = MAX_LINE) -> str:
    r"""Return a text as a terminal would have left it, without colours.

    Parameters
    ----------
    text : str
        Any text.
    max_line : int
        Characters after which a line is broken; 0 for never.

    Returns
    -------
    str
        Text that holds no control characters but line ends and tabs, and that UTF-8 can hold.

    Examples
    --------
    >>> clean_text("10 %\r20 %\r\n\x1b[1mdone\x1b[0m")
    '20 %\ndone'
    """
    text = text.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be written
    if "\r" in text:  # a bar of progress writes its line again and again
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    text = _CONTROL.sub("", _TERMINAL.sub("", text))
    if not max_line or len(text) <= max_line:
        return text
    return "\n".join(
        line if len(line) <= max_line else "\n".join(line[i : i + max_line] for i in range(0, len(line), max_line))
        for line in text.split("\n")
    )


def one_kind_of_line_end(text: str) -> str:
    r"""Return a text in which every line ends with ``\n``.

    Parameters
    ----------
    text : str
        Text of a document, not of a terminal.

    Returns
    -------
    str
        The same lines.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")


def escaped(text: str) -> str:
    """Return text for a page of HTML.

    Examples
    --------
    >>> escaped("a < b")
    'a &lt; b'
    """
    return html.escape(clean_text(text))
