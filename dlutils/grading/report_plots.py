"""Plots for a page of HTML: SVG that stands in it, in the page's own colours, with words for who cannot see it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Colours that no plot has by chance; the page's own take their places, so that they follow its light or dark theme.
_INK, _FILL, _LINE, _GRID, _PAPER = "#010203", "#010204", "#010205", "#010206", "#010207"
_VARIABLES = {_INK: "--ink", _FILL: "--fill", _LINE: "--line", _GRID: "--grid", _PAPER: "--paper"}
WIDTH_IN = 4.8  # so that its words can still be read on a phone, whose window is not much narrower


def histogram(counts: Sequence[int], edges: Sequence[float], median: float, title: str, described: str) -> str:
    """Return a histogram of scores.

    Parameters
    ----------
    counts : sequence of int
        Submissions in each bin.
    edges : sequence of float
        The limits of the bins, in points; one more than there are counts.
    median : float
        Where a line is drawn.
    title, described : str
        What the plot is, and what it shows, for who cannot see it.

    Returns
    -------
    str
        SVG.
    """
    fig, ax = _axes(2.9)
    bars = ax.bar(edges[:-1], counts, np.diff(edges), align="edge", color=_FILL, edgecolor=_PAPER, linewidth=1.2)
    ax.axvline(median, color=_LINE, linestyle="--", linewidth=1.6, zorder=0.5)
    box = {"facecolor": _PAPER, "edgecolor": "none", "pad": 0.6}  # so that the line crosses no number
    numbers = ax.bar_label(bars, [str(count) if count else "" for count in counts], color=_INK, padding=3)
    for number in numbers:
        number.set_bbox(box if number.get_text() else None)
    top = 1.3 * max(1, *counts)
    right = median > (edges[0] + edges[-1]) / 2
    ax.text(median, 0.98 * top, f"median {median:g} " if right else f" median {median:g}", color=_INK, va="top",
            ha="right" if right else "left")  # fmt: skip
    ax.set_ylim(0, top)
    ax.set_xlim(edges[0], edges[-1])
    ax.set_xlabel("points")
    ax.set_ylabel("submissions")
    ax.yaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    return _svg(fig, "scores", title, described)


def shares(names: Sequence[str], means: Sequence[float], passed: Sequence[float], title: str, described: str) -> str:
    """Return bars of the mean share of the points of each question, with a diamond at the share with all points.

    Parameters
    ----------
    names : sequence of str
        The questions.
    means, passed : sequence of float
        Shares from 0 to 1; nan where there are none.
    title, described : str
        What the plot is, and what it shows, for who cannot see it.

    Returns
    -------
    str
        SVG.
    """
    fig, ax = _axes(0.95 + 0.34 * len(names))
    places = np.arange(len(names))
    ax.barh(places, 100 * np.nan_to_num(means), 0.62, color=_FILL, label="mean share of points")
    ax.plot(100 * np.asarray(passed), places, "D", color=_LINE, markeredgecolor=_PAPER, markersize=7,
            linestyle="none", label="all points", clip_on=False, zorder=3)  # fmt: skip
    _rows(ax, names, 24)
    _percent(ax)
    ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=2, frameon=False, labelcolor=_INK)
    return _svg(fig, "questions", title, described)


def frequencies(labels: Sequence[str], counts: Sequence[int], title: str, described: str) -> str:
    """Return bars of how many submissions made each mistake.

    Parameters
    ----------
    labels : sequence of str
        The mistakes' numbers and questions.
    counts : sequence of int
        Submissions.
    title, described : str
        What the plot is, and what it shows, for who cannot see it.

    Returns
    -------
    str
        SVG.
    """
    fig, ax = _axes(0.7 + 0.3 * len(labels))
    places = np.arange(len(labels))
    bars = ax.barh(places, counts, 0.62, color=_FILL)
    ax.bar_label(bars, [str(count) for count in counts], color=_INK, padding=3)
    _rows(ax, labels, 28)
    ax.set_xlim(0, 1.12 * max(counts, default=1))
    ax.set_xlabel("submissions")
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, integer=True))
    return _svg(fig, "mistakes", title, described)


def _rows(ax: Axes, names: Sequence[str], longest: int) -> None:
    """Name the rows from the top down; a name of more characters is cut."""
    ax.set_yticks(range(len(names)), [name if len(name) <= longest else f"{name[: longest - 1]}…" for name in names])
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)


def _percent(ax: Axes) -> None:
    ax.set_xlim(0, 100)
    ax.set_xticks(range(0, 101, 25), [f"{share} %" for share in range(0, 101, 25)])


def _axes(height_in: float) -> tuple[Figure, Axes]:
    """Return an empty plot in the page's colours."""
    fig = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
    ax = fig.add_subplot()
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(_GRID)
    ax.tick_params(color=_GRID, labelcolor=_INK)
    ax.xaxis.label.set_color(_INK)
    ax.yaxis.label.set_color(_INK)
    ax.grid(color=_GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    return fig, ax


def _svg(fig: Figure, name: str, title: str, described: str) -> str:
    """Return a plot as SVG to be put into HTML: its own ids, no date, no size but the page's."""
    file = io.StringIO()
    # Letters stay letters: light, sharp, and in the page's own type.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": name, "text.parse_math": False, "font.size": 10}):
        fig.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", file.getvalue(), flags=re.DOTALL)
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    svg = re.sub(r"font: ([\d.]+)px [^;\"]*", r"font: \1px system-ui, sans-serif", svg)
    box = re.search(r'viewBox="[^"]*"', svg)
    words = f'<title id="{name}-title">{html.escape(title)}</title>'
    words += f'<desc id="{name}-desc">{html.escape(described)}</desc>'
    head = (
        f'<svg {box[0] if box else ""} role="img" aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
        'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    )
    return head + words + svg[svg.index(">") + 1 :]
