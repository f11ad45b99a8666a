"""HTML that a learner's code made, reduced to markup that is safe on the instructor's page."""

from __future__ import annotations

import re

import nh3

from dlutils.grading.safe_text import clean_text, one_kind_of_line_end

MAX_HTML = 100_000  # characters
MAX_DEPTH = 60
# A reader of HTML repeats formatting that was not closed in every block that follows: the product can explode.
MAX_REPEATED = 500_000

_BLOCKS = "blockquote dd details div dl dt h1 h2 h3 h4 h5 h6 li ol p pre summary ul"
_TABLES = "caption col colgroup table tbody td tfoot th thead tr"
_WORDS = "a abbr b br code del em hr i ins kbd mark s samp small span strong sub sup u var"
_WITH_CONTENT = (
    "applet audio button canvas datalist embed iframe math noembed noframes noscript object plaintext script select "
    "style svg template textarea title video xmp"
)
# A table of pandas always brings a style sheet, which nobody misses.
_MISSED = re.compile(r"<(script|iframe|img|svg|form|input|button|object|embed|video|audio|math|canvas|select)\b", re.I)
_FORMATTING = re.compile(r"<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.I)
_VOID = {"br", "col", "hr"}

_COLOUR = r"#[0-9a-f]{3,8}|[a-z]{3,24}|rgba?\([\d ,.%/]{1,40}\)|hsla?\([\d ,.%/]{1,40}\)"
_LENGTH = r"0|(?:\d{1,2}|\d?\.\d{1,4}|\d{1,2}\.\d{1,4})(?:px|em|rem|ex|ch|pt)"
_WIDTH = rf"{_LENGTH}|\d{{1,3}}(?:\.\d{{1,4}})?px|(?:\d{{1,2}}|100)(?:\.\d{{1,4}})?%|auto"
_SPACE = rf"(?:(?:{_LENGTH}|auto)(?: (?!$)|$)){{1,4}}"
_BORDER = rf"(?:(?:{_LENGTH}|{_COLOUR})(?: (?!$)|$)){{1,3}}"
_SIDES = ("", "-top", "-right", "-bottom", "-left")
# What a style may say. No negative lengths, heights, positions, transforms or addresses: nothing that is laid over
# another part of the page, or loads something.
_STYLES = {
    "background": _COLOUR,
    "background-color": _COLOUR,
    "border-collapse": "collapse|separate",
    "border-radius": _LENGTH,
    "border-spacing": _LENGTH,
    "color": _COLOUR,
    "display": "block|flex|inline|inline-block",
    "flex": "none|auto|1",
    "font-family": r"[\w ,'-]{1,100}",
    "font-size": r"(?:[6-9]|[1-3]\d)(?:\.\d{1,4})?p[xt]|(?:0?\.\d{1,4}|[12](?:\.\d{1,4})?)r?em|[5-9]\d%|1\d\d%"
    "|smaller|larger|medium|(?:x{1,2}-)?(?:small|large)",
    "font-style": "normal|italic|oblique",
    "font-weight": "normal|bold|bolder|lighter|[1-9]00",
    "line-height": r"normal|[12](?:\.\d{1,4})?",
    "list-style": "none|disc|circle|square|decimal",
    "max-width": _WIDTH,
    "min-width": _WIDTH,
    "opacity": r"1|0?\.[3-9]\d{0,3}",
    "overflow-x": "auto|visible",
    "text-align": "left|right|center|justify|start|end",
    "text-decoration": "none|underline|line-through",
    "vertical-align": "top|middle|bottom|baseline|sub|super",
    "white-space": "normal|nowrap|pre|pre-wrap|pre-line",
    "width": _WIDTH,
    **{f"border{side}": _BORDER for side in _SIDES},
    **{f"margin{side}": _SPACE for side in _SIDES},
    **{f"padding{side}": _SPACE for side in _SIDES},
    **{f"border{side}-{what}": _BORDER for side in _SIDES for what in ("color", "style", "width")},
}
_RULES = {name: re.compile(value) for name, value in _STYLES.items()}
# The word that a check's report has for a screen reader: one pixel, clipped.
_SPOKEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
_NUMBERS = {"colspan", "rowspan", "start"}


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Return the value that an allowed attribute may have, or None."""
    if name == "style":
        return _style(value)
    if name in _NUMBERS:
        return value if re.fullmatch(r"[1-9]\d?", value) else None
    return value[:2_000]


def _style(value: str) -> str | None:
    """Return those declarations of a style that are on the list."""
    if value.strip() == _SPOKEN:
        return _SPOKEN
    kept = []
    for declaration in value.split(";")[:40]:
        name, _, said = declaration.partition(":")
        name, said = name.strip().lower(), " ".join(said.lower().split())
        if name in _RULES and len(said) <= 120 and _RULES[name].fullmatch(said):
            kept.append(f"{name}:{said}")
    return ";".join(kept) or None


_CLEANER = nh3.Cleaner(
    tags=set(f"{_BLOCKS} {_TABLES} {_WORDS}".split()),
    clean_content_tags=set(_WITH_CONTENT.split()),
    attributes={
        "*": {"style"},
        "a": {"href", "title"},
        "abbr": {"title"},
        "col": {"span"},
        "div": {"aria-label"},
        "ol": {"start"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    tag_attribute_values={
        "div": {"role": {"group"}},
        "span": {"aria-hidden": {"true"}},
        "th": {"scope": {"col", "row"}},
    },
    attribute_filter=_attribute,
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="noopener noreferrer",
    # A click must not lead away from a form with points that are not saved yet.
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


def clean_html(source: str) -> tuple[str | None, list[str]]:
    """Return HTML of which nothing runs, loads, or is laid over the page, and what it lacks now.

    Simple markup and tables stay, with colours, borders and space. There are no ids, names and classes, no forms, no
    images, and no links but to http and https.

    Parameters
    ----------
    source : str
        Any text.

    Returns
    -------
    cleaned : str or None
        None if it is too large or too deep.
    missed : list of str
        Names of the elements that a reader may miss.

    Examples
    --------
    >>> clean_html("<b onclick='f()'>3</b>")
    ('<div class="tex2jax_ignore"><b>3</b></div>', [])
    """
    if len(source) > MAX_HTML:
        return None, []
    source = clean_text(one_kind_of_line_end(source), max_line=0)
    if len(_FORMATTING.findall(source)) * source.count("<") > MAX_REPEATED:
        return None, []
    cleaned = _CLEANER.clean(source)
    if len(cleaned) > 2 * MAX_HTML or _depth(cleaned) > MAX_DEPTH:
        return None, []
    missed = sorted({name.lower() for name in _MISSED.findall(source)})
    # The class keeps the page's mathematics (MathJax, whose macros can make links) away from it.
    return f'<div class="tex2jax_ignore">{cleaned}</div>', missed


def _depth(cleaned: str) -> int:
    """Return how deep clean HTML is nested."""
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-z0-9]+)", cleaned):
        if name not in _VOID:
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest
