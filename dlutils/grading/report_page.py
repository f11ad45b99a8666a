"""The report on a class as one page of HTML: it runs nothing, asks no host, and can be printed."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Iterator, Sequence

import numpy as np

from dlutils.grading.report import ENOUGH, QuestionStats, Report
from dlutils.grading.report_mistakes import Mistake
from dlutils.grading.report_parts import document, percent, plural, table
from dlutils.grading.report_plots import frequencies, histogram, shares
from dlutils.grading.safe_text import escaped

MAX_BARS = 12  # of the plot of mistakes
MAX_LINES = 30  # of an example
MAX_SHOWN = 6  # mistakes of a question; those that fewer made are folded up


def page(report: Report, *, names: bool = False, when: str = "") -> str:
    """Return a report as a page.

    Parameters
    ----------
    report : Report
        What there is to say.
    names : bool
        Whether to say who made which mistake.
    when : str
        When it was made, for people.

    Returns
    -------
    str
        HTML that needs no other file.
    """
    title = f"{report.assignment}: report on the class"
    ranked = sorted(report.mistakes, key=lambda mistake: -len(mistake.students))
    parts = [f"<h1>{escaped(title)}</h1>", f'<p class="soft">{escaped(_lead(report, names, when))}</p>']
    if report.scores:
        parts += [*_summary(report, ranked), *_scores(report), *_questions(report), *_found(report, ranked, names)]
    parts += _left(report, names)
    return document(title, "\n".join(parts))


def _lead(report: Report, names: bool, when: str) -> str:
    """Return what the page is about."""
    count = len(report.scores)
    left_out = f", and {report.not_gradable} not gradable, which count nowhere below" if report.not_gradable else ""
    who = "It names students: keep it to yourself." if names else "It names nobody, as far as a program can tell."
    return f"{plural(count, 'graded submission')}{left_out}. {f'Made {when}. ' if when else ''}{who}"


def _summary(report: Report, ranked: Sequence[Mistake]) -> Iterator[str]:
    """Yield what to know if one reads no further."""
    count = len(report.scores)
    lines = []
    known = [question for question in report.questions if question.count]
    if known:
        hardest = min(known, key=lambda question: question.share)
        lines.append(
            f"Hardest question: <strong>{escaped(hardest.name)}</strong>, {percent(hardest.share)} of its points."
        )
    # Of what has no name, numbers were taken out; without these some texts say nothing.
    telling = [(i, m) for i, m in enumerate(ranked, 1) if m.known or "…" not in " ".join(_said(m.told))]
    for number, mistake in telling[:3]:
        text = mistake.told[0][0].partition(" See “")[0] if mistake.known else " ".join(_said(mistake.told))
        text = text if len(text) < 160 else f"{text[:150].rpartition(' ')[0]} …"
        lines.append(
            f"In {escaped(mistake.question)}, {len(mistake.students)} of {count} made "
            f'<a href="#mistake-{number}">mistake {number}</a>: {escaped(text)}'
        )
    odd = [question.name for question in known if question.discrimination is not None and question.discrimination < 0]
    if odd:
        lines.append(f"Look again at {escaped(', '.join(odd))}: who does well elsewhere does worse there.")
    if report.todo:
        lines.append(f"{plural(sum(len(who) for _, who in report.todo), 'answer')} wait for a person.")
    yield "<h2>In short</h2>\n<ul>" + "".join(f"<li>{line}</li>\n" for line in lines) + "</ul>"


def _scores(report: Report) -> Iterator[str]:
    """Yield how the points are distributed."""
    width = math.ceil(report.max_score / 10) if report.max_score >= 10 else (report.max_score or 1) / 10
    bins = max(1, math.ceil(report.max_score / width - 1e-9))
    edges = [round(width * i, 6) for i in range(bins + 1)]
    counts = [int(n) for n in np.histogram(np.clip(report.scores, 0, edges[-1]), edges)[0]]
    median, mean = statistics.median(report.scores), statistics.fmean(report.scores)
    most = max(range(bins), key=counts.__getitem__)
    ranges = [
        f"{a:g} to {'' if i == bins - 1 else 'below '}{b:g}" for i, (a, b) in enumerate(itertools.pairwise(edges))
    ]
    told = f"Median {median:g} and mean {mean:.1f} of {report.max_score:g} points. "
    told += f"Most submissions, {counts[most]}, have {ranges[most]} points."
    waits = " Answers that wait for a person count 0 here so far." if any(q.waiting for q in report.questions) else ""
    yield '<h2 class="scores">Points</h2>'
    yield f"<p>{escaped(told + waits)}</p>"
    yield f"<figure>{histogram(counts, edges, median, 'How many submissions have how many points', told)}</figure>"
    rows = [(name, str(count), percent(count / len(report.scores))) for name, count in zip(ranges, counts, strict=True)]
    yield _behind(table("Submissions by points", ("Points", "Submissions", "Share"), rows, (1, 2)))


def _behind(shown: str) -> str:
    """Return the numbers behind a plot, folded up; on paper they are open."""
    return f"<details><summary>The numbers behind the plot</summary>\n{shown}</details>"


def _questions(report: Report) -> Iterator[str]:
    """Yield how the class did on each question."""
    stats = report.questions
    ranked = sorted((q for q in stats if q.count), key=lambda q: q.share)
    told = "From the hardest to the easiest: " + ", ".join(f"{q.name} {percent(q.share)}" for q in ranked) + "."
    yield '<h2 class="page">Questions</h2>'
    plot = shares([q.name for q in stats], [q.share for q in stats], [q.passed for q in stats],
                  "Mean share of points, and share of submissions with all points, by question", told)  # fmt: skip
    yield f"<figure>{plot}</figure>"
    waits = any(question.waiting for question in stats)
    heads = ["Question", "Points", "Mean share", "All points", "Not written", *(["Wait"] if waits else []),
             "Difficulty", "Item-rest r", "What r says"]  # fmt: skip
    rows = []
    for q in stats:
        r = "–" if q.discrimination is None else f"{q.discrimination:.2f}".replace("-", "−")
        waiting = [str(q.waiting)] if waits else []
        rows.append([q.name, f"{q.max_score:g}", percent(q.share), percent(q.passed), str(q.unanswered), *waiting,
                     difficulty(q.share), r, discrimination(q)])  # fmt: skip
    yield table("The questions in the order of the notebook", heads, rows, (1, 2, 3, 4, *((5, 7) if waits else (6,))))
    yield (
        "<p class='soft'>The item-rest correlation r compares the points for a question with those for all others, "
        "from −1 to 1. Near 1: who can do the rest can do this. Near 0: it measures something else, or luck. Below 0: "
        "the better do worse, so look at the question and its check. With some dozen submissions it is rough, to about "
        f"±0.3; below {ENOUGH} this page does not show it.</p>"
    )


def difficulty(share: float) -> str:
    """Return in a word how hard a question was, by the mean share of its points."""
    if math.isnan(share):
        return "–"
    limits = ((0.85, "easy"), (0.6, "moderate"), (0.3, "hard"))
    return next((word for limit, word in limits if share >= limit), "very hard")


def discrimination(question: QuestionStats) -> str:
    """Return in words what the item-rest correlation of a question says."""
    r = question.discrimination
    if r is None:
        return "too few to say" if question.count < ENOUGH else "nothing: all have the same points"
    limits = ((0.4, "goes with the rest"), (0.2, "goes with the rest, loosely"), (0, "hardly goes with the rest"))
    return next((words for limit, words in limits if r >= limit), "goes against the rest: look again")


def _said(told: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> list[str]:
    """Return lines of a check, each with the parts of which it was said."""
    return [f"{', '.join(part for part, _ in parts)}: {text}" if parts else text for text, parts in told]


def _found(report: Report, ranked: Sequence[Mistake], names: bool) -> Iterator[str]:
    """Yield the mistakes."""
    yield '<h2 class="page">Mistakes</h2>'
    if not ranked:
        yield "<p>The checks found none.</p>"
        return
    count = len(report.scores)
    yield (
        "<p>What the checks told of answers that lost points. A known mistake is one that the check has a name for; of "
        "other answers stands here what it saw, with … for numbers. An answer can have several.</p>"
    )
    bars = ranked[:MAX_BARS]
    labels = [f"{i}  {mistake.question}" for i, mistake in enumerate(bars, 1)]
    counts = [len(mistake.students) for mistake in bars]
    told = "; ".join(f"mistake {label}: {plural(n, 'submission')}" for label, n in zip(labels, counts, strict=True))
    plot = frequencies(labels, counts, "How many submissions made each of the most frequent mistakes", told)
    yield f"<figure>{plot}</figure>"
    rows = [
        (
            str(i),
            m.question,
            "known" if m.known else "not known",
            str(len(m.students)),
            percent(len(m.students) / count),
        )
        for i, m in enumerate(ranked, 1)
    ]
    heads = ("Mistake", "Question", "Kind", "Submissions", "Share")
    yield _behind(table("All mistakes, the most frequent first", heads, rows, (3, 4)))
    numbers = {id(mistake): i for i, mistake in enumerate(ranked, 1)}
    for name in dict.fromkeys(mistake.question for mistake in report.mistakes):
        yield f"<h3>{escaped(name)}</h3>"
        shown = [_mistake(m, numbers[id(m)], count, names) for m in report.mistakes if m.question == name]
        yield from shown[:MAX_SHOWN]
        if rest := shown[MAX_SHOWN:]:
            yield f'<details class="rare"><summary>{plural(len(rest), "rarer mistake")}</summary>'
            yield from (*rest, "</details>")


def _mistake(mistake: Mistake, number: int, count: int, names: bool) -> str:
    """Return one mistake, with its example."""
    often = f"{len(mistake.students)} of {count} ({percent(len(mistake.students) / count)})"
    kind = "known mistake" if mistake.known else "not a known mistake"
    lines = mistake.example.splitlines()
    long = " long" if len(lines) > MAX_LINES / 2 else ""
    parts = [f'<div class="mistake{" known" if mistake.known else ""}{long}" id="mistake-{number}">']
    parts.append(f'<h4>Mistake {number}: {often} <span class="soft">· {kind}</span></h4>')
    if mistake.known:
        ((text, where),) = mistake.told
        of = f" <span class='soft'>Seen in {escaped(', '.join(f'{part} ({n})' for part, n in where))}.</span>"
        parts.append(f"<p>{escaped(text)}{of if where else ''}</p>")
    else:
        parts += [f"<p>{escaped(line)}</p>" for line in _said(mistake.told)]
    if names:
        parts.append(f"<p>Made by {escaped(', '.join(mistake.students))}.</p>")
    if lines:
        more = [f"… and {len(lines) - MAX_LINES} more lines"] if len(lines) > MAX_LINES else []
        code = "\n".join(lines[:MAX_LINES] + more)
        whose = f"The answer of {mistake.whose}:" if names else "An example:"
        parts.append(f'<p class="soft">{escaped(whose)}</p>\n<pre><code>{escaped(code)}</code></pre>')
    return "\n".join([*parts, "</div>"])


def _left(report: Report, names: bool) -> Iterator[str]:
    """Yield what is left for a person to do, or to know."""
    sections = (
        ("What waits for a person", "What", report.todo, "Nothing: every answer has its points."),
        ("Late submissions", "How late", report.late, ""),
        ("Time used", "By the submission's cells and the checks, on the grading machine", report.times, ""),
        ("What could not be graded, was set aside or noted", "What", report.problems, "Nothing."),
    )
    for title, head, rows, none in sections:
        if rows or none:
            yield f"<h2>{title}</h2>"
        if rows:
            heads = (head, "Submissions", *(["Who"] if names else []))
            cells = [(what, str(len(who)) if who else "–", *([", ".join(who)] if names else [])) for what, who in rows]
            yield table(title, heads, cells, (1,))
        elif none:
            yield f"<p>{none}</p>"
