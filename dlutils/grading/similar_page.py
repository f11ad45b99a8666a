"""How similar answers are shown: a table for the terminal, and a page with the answers side by side."""

from __future__ import annotations

from collections.abc import Iterator

from rich.markup import escape
from rich.table import Table

from dlutils.grading.report_parts import document, percent, plural, table
from dlutils.grading.safe_text import clean_text, escaped
from dlutils.grading.similar import ADDED, MIN_TOKENS, Match, Pair, Side, Similar

NO_VERDICT = (
    "This is no verdict. Two answers can be alike because of the lecture, a book, a tutor, a common tool, or chance. "
    "Read both, ask both, and let them explain their code."
)
_UNSEEN = (
    "What stands in the solution or in what everybody was given counts nothing. So who copied the solution, or a right "
    "answer that looks like it, is not found here; and that a pair is not on this page says nothing either."
)


def summary(found: Similar) -> Table:
    """Return the pairs as a table for the terminal.

    Parameters
    ----------
    found : Similar
        The pairs.

    Returns
    -------
    Table
        A row for each pair, the most alike first.
    """
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("rating", justify="right", no_wrap=True)
    for name in ("student", "and student", "alike in"):
        shown.add_column(name, no_wrap=True)
    for pair in found.pairs:
        where = ", ".join(f"{match.question} ({_shares(match)})" for match in pair.matches)
        names = (escape(clean_text(name, 0)[:40]) for name in (pair.first, pair.second))
        shown.add_row(f"{pair.rating:.0f}", *names, escape(where))
    return shown


def notes(found: Similar) -> list[str]:
    """Return what has to be said with the table, line by line."""
    left_out = f"Too small to compare: {', '.join(found.left_out)}." if found.left_out else ""
    compared = f"{plural(found.compared, 'submission')} compared in {', '.join(found.questions) or 'nothing'}."
    more = f"These are the first {len(found.pairs)} of {found.found} pairs; --most shows more."
    return [line for line in (more * (found.found > len(found.pairs)), compared, left_out, NO_VERDICT) if line]


def _shares(match: Match) -> str:
    """Return how much of each answer the other has as well."""
    return f"{percent(match.first.share)} / {percent(match.second.share)}"


def page(found: Similar) -> str:
    """Return a page with the answers of each pair side by side, and what they share marked.

    Parameters
    ----------
    found : Similar
        The pairs.

    Returns
    -------
    str
        HTML that needs no other file.
    """
    title = f"{found.assignment}: similar answers"
    small = f" Not compared, since fewer than {MIN_TOKENS} tokens leave no choice: {', '.join(found.left_out)}."
    parts = [
        f"<h1>{escaped(title)}</h1>",
        f"<p><strong>{NO_VERDICT}</strong></p>",
        f"<p>{_UNSEEN}</p>",
        f"<p class='soft'>{escaped(plural(found.compared, 'submission'))} compared in "
        f"{escaped(', '.join(found.questions) or 'nothing')}.{escaped(small) if found.left_out else ''} Names of "
        "variables, comments, texts and layout are left out of account, and so is what more than a fifth of the class "
        "has. The rating counts what both have, the more the "
        "fewer others have it, times its share of the shorter answer; it orders pairs, and has no other meaning. "
        "This page names students: keep it to yourself.</p>",
    ]
    if not found.pairs:
        parts.append("<p>No two answers share enough that is rare.</p>")
        return document(title, "\n".join(parts))
    rows = [
        (
            str(i),
            f"{pair.first} and {pair.second}",
            f"{pair.rating:.0f}",
            ", ".join(match.question for match in pair.matches),
        )
        for i, pair in enumerate(found.pairs, 1)
    ]
    parts += [
        "<h2>Pairs</h2>",
        table("Pairs, the most alike first", ("Pair", "Students", "Rating", "Alike in"), rows, (2,)),
    ]
    for i, pair in enumerate(found.pairs, 1):
        parts += _pair(i, pair)
    return document(title, "\n".join(parts))


def _pair(number: int, pair: Pair) -> Iterator[str]:
    """Yield the answers of a pair."""
    yield f'<h2 class="page">Pair {number}: {escaped(pair.first)} and {escaped(pair.second)}</h2>'
    yield f"<p>Rating {pair.rating:.0f}. Marked (underlined) is what both have, and few others.</p>"
    for match in pair.matches:
        name = match.question if match.question != ADDED else f"{ADDED[0].upper()}{ADDED[1:]}"
        yield f"<h3>{escaped(name)}</h3>"
        sides = ((pair.first, match.first), (pair.second, match.second))
        shown = ""
        for who, side in sides:
            shown += f"<div><h4>{escaped(who)}: {percent(side.share)} marked</h4>\n"
            shown += f"<pre><code>{_marked(side)}</code></pre></div>\n"
        yield f'<div class="sides">{shown}</div>'


def _marked(side: Side) -> str:
    """Return an answer with its marks, as HTML."""
    parts: list[str] = []
    at = 0
    for start, end in side.marks:
        parts.append(escaped(side.source[at:start]))
        for line in side.source[start:end].splitlines(keepends=True):  # a line's indent and end are not marked
            code = line.strip()
            before, _, behind = line.partition(code) if code else (line, "", "")
            marked = f"<mark>{escaped(code)}</mark>" if code else ""
            parts += [escaped(before), marked, escaped(behind)]
        at = end
    return "".join([*parts, escaped(side.source[at:])])
