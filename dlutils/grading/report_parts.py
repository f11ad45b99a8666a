"""What pages for instructors are made of: their style for screen, dark screen and paper, and tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dlutils.grading.safe_text import escaped

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #50575f; --paper: #fff; --shade: #f1f3f5; --grid: #b9bfc6;
  --fill: #0072b2; --line: #b3400a; --link: #00558a; --mark: #ffe9a8 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #b4bac2; --paper: #16191d; --shade: #22272e;
  --grid: #565e68; --fill: #56b4e9; --line: #ffb454; --link: #8cc8f5; --mark: #5c4a12 } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --shade: #f1f3f5; --grid: #999;
  --fill: #0072b2; --line: #b3400a; --link: #000; --mark: #ffe9a8 } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, sans-serif }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem; padding-top: 1rem; border-top: 1px solid var(--grid) }
h3 { font-size: 1.1rem; margin: 1.8rem 0 .4rem; overflow-wrap: anywhere }
h4 { font-size: 1rem; margin: 0 0 .3rem }
p, ul { max-width: 46rem; margin: .5rem 0 } ul { padding-left: 1.3rem } li { margin: .25rem 0 }
a { color: var(--link) } .soft { color: var(--soft) }
code, pre { font: .9em/1.45 ui-monospace, Consolas, monospace; overflow-wrap: anywhere }
pre { white-space: pre-wrap; margin: .5rem 0 0; padding: .6rem .9rem; border-radius: 4px; background: var(--shade) }
.scroll { overflow-x: auto; margin: .8rem 0 }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--grid); text-align: left; vertical-align: top }
td.n, th.n { text-align: right; white-space: nowrap } thead th { border-bottom: 2px solid var(--grid) }
tbody th { font-weight: 600 } td, tbody th { overflow-wrap: break-word }
figure { margin: .8rem 0; max-width: 34rem } figure svg { display: block; width: 100%; height: auto }
summary { cursor: pointer; color: var(--link); margin: .4rem 0 }
.mistake { margin: 1rem 0; padding: .2rem 0 .2rem 1rem; border-left: 4px solid var(--grid) }
.mistake.known { border-left-color: var(--fill) } .mistake p { margin: .3rem 0 }
.sides { display: grid; gap: .8rem 1.2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)) }
.sides > div { min-width: 0 } mark { color: inherit; background: var(--mark); text-decoration: underline }
@media print {
  @page { margin: 16mm 14mm }
  body { max-width: none; padding: 0; font-size: 10pt } a { text-decoration: none }
  h2, h3, h4 { break-after: avoid } figure, tr, .mistake, pre { break-inside: avoid }
  .mistake.long { break-inside: auto }
  .sides { grid-template-columns: 1fr 1fr } .sides pre { break-inside: auto; font-size: .8em }
  table { font-size: 8.5pt; break-inside: avoid } th, td { padding: .15rem .35rem } h2 { margin-top: 1.6rem }
  figure { max-width: 26rem }
  .page { break-before: page; border-top: 0; margin-top: 0 } .scroll { overflow: visible }
  details::details-content { content-visibility: visible; display: block; block-size: auto } summary { display: none }
  .rare { display: none }
}
"""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def document(title: str, body: str) -> str:
    """Return a whole page.

    Parameters
    ----------
    title : str
        Its title, as text.
    body : str
        HTML, with a heading of the first rank.

    Returns
    -------
    str
        HTML that needs no other file.
    """
    return _PAGE.format(title=escaped(title), style=_STYLE, body=body)


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """Return a table that scrolls within itself; the first cell of each row is the row's heading.

    Parameters
    ----------
    caption : str
        What it shows.
    heads : sequence of str
        The headings of the columns.
    rows : sequence of sequence of str
        The cells, as text.
    numbers : sequence of int
        Which columns hold numbers.

    Returns
    -------
    str
        HTML.
    """
    kind = ['class="n" ' if i in numbers else "" for i in range(len(heads))]
    head = "".join(f'<th {kind[i]}scope="col">{escaped(text)}</th>' for i, text in enumerate(heads))
    body = ""
    for first, *rest in rows:
        cells = "".join(f"<td {kind[i]}>{escaped(text)}</td>" for i, text in enumerate(rest, 1))
        body += f'<tr><th {kind[0]}scope="row">{escaped(first)}</th>{cells}</tr>\n'
    inner = (
        f"<table><caption>{escaped(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
    )
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{escaped(caption)}">{inner}</div>\n'


def plural(count: int, word: str) -> str:
    """Return a count of things.

    Examples
    --------
    >>> plural(1, "answer"), plural(2, "answer")
    ('1 answer', '2 answers')
    """
    return f"{count} {word}{'' if count == 1 else 's'}"


def percent(share: float) -> str:
    """Return a share as a whole percentage.

    Examples
    --------
    >>> percent(0.256), percent(float("nan"))
    ('26 %', '–')
    """
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"
