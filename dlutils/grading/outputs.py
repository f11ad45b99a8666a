"""What a cell showed, made fit to be shown again: bounded, nothing in it runs, nothing asks another host.

It comes from the process that ran a learner's code, so it may be anything.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable
from typing import Any

import nbformat
from nbformat import NotebookNode

from dlutils.grading.safe_html import clean_html
from dlutils.grading.safe_text import clean_text

MAX_OUTPUTS = 200
MAX_BYTES = 4 << 20  # of all outputs of a cell, as a notebook file holds them
MAX_CHARACTERS = 100_000  # of one text
MAX_NAME = 200  # characters of an error's name
MAX_MESSAGE = 2_000  # characters of an error's text
MAX_LINES = 400  # pieces of a traceback
MAX_IMAGE_BYTES = 2 << 20
MAX_SIDE = 8_000  # pixels; a few bytes can ask the reader's browser for gigabytes
_NOTES_BYTES = 10_000  # kept free for what is said of the rest

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_IMAGES = ("image/png", "image/jpeg")
COLUMN = 720  # pixels: formgrader's pages do not make an image fit
_SHOWN = ("text/plain", "text/html", *_IMAGES)


def clean_outputs(found: object) -> list[NotebookNode]:
    r"""Return the outputs of a cell as valid, bounded and harmless outputs of a notebook.

    Text loses terminal codes and control characters. HTML keeps simple markup and tables. Images stay if they are PNG
    or JPEG. Every other kind (SVG, JavaScript, LaTeX, Markdown, widgets) falls back to the text that came with it.
    Where something is left out, the outputs say so.

    Parameters
    ----------
    found : object
        What the worker says that the cell showed: anything. Honest is a list of dictionaries, as a notebook holds them.

    Returns
    -------
    list of NotebookNode
        At most `MAX_OUTPUTS`, and at most `MAX_BYTES` in a file.

    Examples
    --------
    >>> clean_outputs([{"output_type": "stream", "name": "stdout", "text": "\x1b[31m3\x1b[0m"}])
    [{'output_type': 'stream', 'name': 'stdout', 'text': '3'}]
    """
    if found is None:
        return []
    if not isinstance(found, (list, tuple)):
        return [_note("what this cell showed has no form that can be shown")]
    kept: list[NotebookNode] = []
    size = 0
    for i, one in enumerate(found):
        new = _clean(one)
        size += sum(len(json.dumps(output, ensure_ascii=False, indent=1).encode()) for output in new)
        if len(kept) + len(new) >= MAX_OUTPUTS or size > MAX_BYTES - _NOTES_BYTES:
            return [*kept, _note(f"the last {len(found) - i} of {len(found)} outputs")]
        kept += new
    return kept


def _note(what: str) -> NotebookNode:
    """Return an output that says what was left out."""
    return nbformat.v4.new_output("stream", name="stdout", text=f"[left out: {what}]\n")


def _clean(one: object) -> list[NotebookNode]:
    """Return one output, and a note behind it where something of it was left out."""
    if not isinstance(one, dict):
        return [_note("an output of an unknown form")]
    kind = _word(one, "output_type")
    if kind == "stream":
        text = _text(one.get("text"))
        if text is None:
            return [_note("text of an unknown form")]
        stream = "stderr" if _word(one, "name") == "stderr" else "stdout"
        return [nbformat.v4.new_output("stream", name=stream, text=text)] if text else []
    if kind == "error":
        return [_error(one)]
    if isinstance(one.get("data"), dict):
        return _displayed(one)
    return [_note("an output of an unknown form")]


def _word(one: dict[Any, Any], key: str) -> str:
    """Return a text of a dictionary; an empty one where there is something else."""
    found = one.get(key)
    return found if isinstance(found, str) else ""


def _text(value: object, limit: int = MAX_CHARACTERS) -> str | None:
    """Return a text, or a list of texts, as one clean text; None if it is neither."""
    if isinstance(value, (list, tuple)) and all(isinstance(piece, str) for piece in value):
        value = "".join(value)
    if not isinstance(value, str):
        return None
    cut = f"\n[left out: the text goes on for {len(value) - limit} characters]\n" if len(value) > limit else ""
    return clean_text(value[:limit]) + cut


def _error(one: dict[Any, Any]) -> NotebookNode:
    """Return an error with its traceback."""
    pieces = one.get("traceback")
    lines = [piece for piece in pieces if isinstance(piece, str)] if isinstance(pieces, (list, tuple)) else []
    if len(lines) > MAX_LINES:
        left = len(lines) - MAX_LINES
        lines = [*lines[: MAX_LINES // 2], f"[left out: {left} lines]", *lines[-MAX_LINES // 2 :]]
    return nbformat.v4.new_output(
        "error",
        ename=clean_text(_word(one, "ename")[:MAX_NAME]) or "Error",
        evalue=_text(_word(one, "evalue"), MAX_MESSAGE),
        traceback=(_text("\n".join(lines)) or "").split("\n") if lines else [],
    )


def _displayed(one: dict[Any, Any]) -> list[NotebookNode]:
    """Return what was displayed in those of its forms that are safe."""
    data = one["data"]
    safe: dict[str, str] = {}
    left = [kind for kind in data if kind not in _SHOWN]
    for kind in (kind for kind in _SHOWN if kind in data):
        if kind == "text/html":
            text, parts = _html(data[kind])
            left += [f"of its text/html: {', '.join(parts)}"] if parts else []
        else:
            text = _image(kind, data[kind]) if kind in _IMAGES else _text(data[kind])
        if text is None:
            left.append(kind)
        else:
            safe[kind] = text
    found = []
    if safe:
        count = one.get("execution_count")
        number = count if type(count) is int and 0 <= count < 1_000_000 else None
        is_result = _word(one, "output_type") == "execute_result"
        more: dict[str, Any] = {"execution_count": number} if is_result else {}
        name = "execute_result" if is_result else "display_data"
        looks = {kind: _look(kind, safe[kind]) for kind in _IMAGES if kind in safe}
        found.append(nbformat.v4.new_output(name, data=safe, metadata=looks, **more))
    return [*found, _note(_listed(left))] if left else found


def _listed(left: Iterable[object]) -> str:
    """Return in words which kinds were left out."""
    known = re.compile(r"(?:of its )?[a-z]{1,20}/[a-zA-Z0-9.+-]{1,60}(?:: [a-z, ]+)?")
    words = [kind if isinstance(kind, str) and known.fullmatch(kind) else "something of another kind" for kind in left]
    unique = list(dict.fromkeys(words))
    return ", ".join(unique[:5]) + (f", and {len(unique) - 5} other kinds" if len(unique) > 5 else "")


def _html(value: object) -> tuple[str | None, list[str]]:
    """Return clean HTML, or None, and which parts of it are no longer there."""
    if isinstance(value, (list, tuple)) and all(isinstance(piece, str) for piece in value):
        value = "".join(value)
    return clean_html(value) if isinstance(value, str) else (None, [])


def _image(kind: str, value: object) -> str | None:
    """Return the base64 text of an image, or None if it is not an image of that kind, or too large."""
    if not isinstance(value, str) or len(value) > MAX_IMAGE_BYTES * 3 // 2:
        return None
    try:
        content = base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    size = _size(kind, content)
    if size is None or len(content) > MAX_IMAGE_BYTES or not all(0 < side <= MAX_SIDE for side in size):
        return None
    return base64.b64encode(content).decode()


def _look(kind: str, image: str) -> dict[str, Any]:
    """Return how a page shall show an image: with a text in its place, and no wider than a column."""
    size = _size(kind, base64.b64decode(image))
    wide = {"width": COLUMN} if size is not None and size[0] > COLUMN else {}
    return {"alt": "what the cell drew", **wide}


def _size(kind: str, content: bytes) -> tuple[int, int] | None:
    """Return width and height of an image, or None if it is none of that kind."""
    return (_png_size if kind == "image/png" else _jpeg_size)(content)


def _png_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG image, or None if it is none."""
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG image, or None if it is none."""
    if not content.startswith(_JPEG):
        return None
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if marker in range(0xC0, 0xD0) and marker not in (0xC4, 0xC8, 0xCC):  # the frame's head
            return int.from_bytes(content[place + 7 : place + 9]), int.from_bytes(content[place + 5 : place + 7])
        place += 2 + max(length, 2)
    return None


def is_image_address(address: str) -> bool:
    """Whether an address holds a safe image itself, so that no host is asked for it.

    Parameters
    ----------
    address : str
        Such as ``data:image/png;base64,...``.

    Returns
    -------
    bool
        True for a PNG or JPEG image within bounds.
    """
    found = re.match(r"data:(image/(?:png|jpeg));base64,", address)
    return found is not None and _image(found[1], address[found.end() :]) is not None
