"""Pictures of computation graphs."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath

from dlutils.graph import Node, forward_order
from dlutils.plotting import BLUE, GREY, RED

Point = tuple[float, float]

# Lengths are points (1/72 inch): the axes' unit is one point, and a figure is as large as its graph.
SIZE, PAD, LINE, ROW, GAP, MARGIN = 11.0, 5.0, 20.0, 66.0, 68.0, 24.0

# How an operation is written, how tightly it binds, and how tightly each operand must bind to stand without brackets.
_OPERATIONS: dict[str, tuple[str, int, tuple[int, ...]]] = {
    "add": ("{} + {}", 1, (1, 1)),
    "subtract": ("{} - {}", 1, (1, 2)),
    "negate": ("-{}", 1, (2,)),
    "multiply": (r"{} \, {}", 2, (2, 2)),
    "divide": ("{} / {}", 2, (2, 3)),
    "log": (r"\log {}", 3, (4,)),
    "exp": ("e^{{{}}}", 4, (0,)),
    "sigmoid": (r"\sigma({})", 4, (0,)),
    "tanh": (r"\tanh({})", 4, (0,)),
}


def formula(node: Node) -> str:
    r"""Return how a node is computed, in TeX, in the names of the nodes to its left.

    Parameters
    ----------
    node : Node
        A computed node, or a given one.

    Returns
    -------
    str
        The right-hand side only; of a given node the name or, without one, the value.

    Examples
    --------
    >>> a, u, w = Node(5, "a"), Node(6, "u"), Node(3, "w")
    >>> print(formula(w * (a + u)))
    w \, (a + u)
    """
    if not node.inputs:
        return node.name or _number(node.value, 6)
    template, _, needed = _OPERATIONS[node.operation]
    operands = []
    for source, need in zip(node.inputs, needed, strict=True):
        binds = 4 if source.name or not source.inputs else _OPERATIONS[source.operation][1]
        text = source.name or formula(source)
        operands.append(text if binds >= need else f"({text})")
    return template.format(*operands)


def _number(value: float, digits: int) -> str:
    """Return a number for TeX; the braces keep its minus sign close."""
    return f"{{{value:.{digits}g}}}"


def _box_inputs(node: Node) -> dict[Node, float]:
    """Return the named nodes from which the box of `node` is computed, each with the slope of the whole box.

    Nodes without a name have no box of their own: they belong to the box that uses them.
    """
    found: dict[Node, float] = {}
    for source, slope in zip(node.inputs, node.slopes, strict=True):
        inside = {source: 1.0} if source.name else _box_inputs(source)
        for named, rest in inside.items():
            found[named] = found.get(named, 0.0) + slope * rest
    return found


def _layout(boxes: Mapping[Node, Mapping[Node, float]]) -> dict[Node, tuple[int, float]]:
    """Return column and row of every box: a computed one as far right as it is deep, a given one beside its user."""
    place: dict[Node, tuple[int, float]] = {}

    def put(node: Node, column: int, row: float) -> None:
        """Take the free row of this column that is nearest to the one wanted, rather above than below it."""
        taken = [y for x, y in place.values() if x == column]
        rows = (row + sign * step / 2 for step in count() for sign in (1, -1))
        place[node] = column, next(y for y in rows if all(abs(y - other) >= 1 for other in taken))

    depth: dict[Node, int] = {}
    for node, sources in boxes.items():
        depth[node] = 1 + max((depth[source] for source in sources), default=-1)
    users = {node: [user for user in boxes if node in boxes[user]] for node in boxes}
    column = {node: min((depth[user] for user in users[node]), default=1) - 1 for node in boxes}
    for node, sources in boxes.items():
        if sources:
            rows = [place[source][1] for source in sources if source in place]
            put(node, depth[node], sum(rows) / len(rows))
        elif column[node] == 0:
            put(node, 0, -sum(x == 0 for x, _ in place.values()))
    for node in boxes:  # what is left are given nodes that are first used further right
        if node not in place:
            put(node, column[node], place[users[node][0]][1])
    return place


def _points(place: Mapping[Node, tuple[int, float]], half: Mapping[Node, float]) -> dict[Node, Point]:
    """Return the centre of every box; a column is as wide as its widest box."""
    centre, left = {}, MARGIN
    for column in sorted({column for column, _ in place.values()}):
        widest = max(half[node] for node in place if place[node][0] == column)
        centre[column] = left + widest
        left += 2 * widest + GAP
    bottom = min(row for _, row in place.values())
    return {node: (centre[column], MARGIN + LINE + (row - bottom) * ROW) for node, (column, row) in place.items()}


def _curve(
    source: Node,
    node: Node,
    place: Mapping[Node, tuple[int, float]],
    at: Mapping[Node, Point],
    half: Mapping[Node, float],
) -> tuple[Point, Point, float]:
    """Return where the arrow from `source` to `node` starts and ends; it is bent if it passes other boxes."""
    tail, head = (at[source][0] + half[source], at[source][1]), (at[node][0] - half[node], at[node][1])
    return tail, head, 0.2 if place[node][0] - place[source][0] > 1 else 0.0


def _page(width: float, height: float, both_passes: bool) -> tuple[Figure, Axes]:
    """Return a figure and its axes, of this size in points, an arrow above for one pass and below for the other."""
    fig = plt.figure(figsize=(width / 72, height / 72))
    plt.close(fig)  # Jupyter shows the value of a cell; a figure left open it would show once more
    fig.set_layout_engine("none")  # the axes' unit must stay one point
    ax = fig.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
    ax.set_axis_off()
    _arrow(ax, (MARGIN, height - 8), (width - MARGIN, height - 8), BLUE)
    if both_passes:
        _arrow(ax, (width - MARGIN, 8), (MARGIN, 8), RED)
    return fig, ax


def _arrow(ax: Axes, tail: Point, head: Point, color: str, bend: float = 0.0) -> None:
    """Draw an arrow, its middle to the left of a straight one by `bend` times its length."""
    style = {"arrowstyle": "-|>", "color": color, "linewidth": 1.2, "mutation_scale": 12, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", head, tail, arrowprops=style | {"connectionstyle": f"arc3,rad={-2 * bend}"})


def _middle(tail: Point, head: Point, bend: float) -> Point:
    """Return the middle of the arrow that `_arrow` draws."""
    (x, y), (right, up) = tail, head
    return (x + right) / 2 - bend * (up - y), (y + up) / 2 + bend * (right - x)


def _write(ax: Axes, x: float, y: float, text: str, color: str = "black", **style: Any) -> None:
    """Write a formula, centred on a point."""
    ax.text(x, y, f"${text}$", color=color, ha="center", va="center", size=SIZE, **style)


def draw(output: Node, derivatives: Mapping[Node, float] | None = None, digits: int = 3) -> Figure:
    """Draw the graph: values above the boxes in blue, derivatives of the output below them in red.

    A red factor on an arrow is the slope of the box at its head with respect to the node at its tail:
    the derivative is multiplied by it on its way back.

    Parameters
    ----------
    output : Node
        The right end of the graph.
    derivatives : mapping of Node to float, optional
        What `dlutils.graph.backward` returned, or a part of it: what is left out is not drawn.
    digits : int
        Significant digits of every number.

    Returns
    -------
    matplotlib Figure
        As large as the graph needs; Jupyter shows it if it is the value of a cell.

    Examples
    --------
    >>> a, u = Node(5, "a"), Node(6, "u")
    >>> figure = draw((a + u).named("v"))
    >>> [text.get_text() for text in figure.axes[0].texts if "v" in text.get_text()]
    ['$v = a + u$']
    """
    derivatives = derivatives or {}
    boxes = {node: _box_inputs(node) for node in forward_order(output) if node.name or node is output}
    texts = {node: " = ".join(filter(None, [node.name, formula(node) if node.inputs else ""])) for node in boxes}
    half = {
        node: TextPath((0, 0), f"${text}$", size=SIZE).get_extents().width / 2 + PAD for node, text in texts.items()
    }
    place = _layout(boxes)
    at = _points(place, half)
    edges = [(source, node) for node in boxes for source in boxes[node]]
    curves = {edge: _curve(*edge, place, at, half) for edge in edges}
    right = max(at[node][0] + half[node] for node in boxes)
    top = max([y for _, y in at.values()] + [_middle(*curve)[1] - LINE for curve in curves.values()])
    fig, ax = _page(right + MARGIN, top + LINE + MARGIN, bool(derivatives))
    for node, (x, y) in at.items():
        box = {"boxstyle": f"round,pad={PAD / SIZE}", "fc": "white", "ec": GREY if node.inputs else "white"}
        _write(ax, x, y, texts[node], bbox=box)
        _write(ax, x, y + LINE, _number(node.value, digits), BLUE)
        if node in derivatives:
            _write(ax, x, y - LINE, _number(derivatives[node], digits), RED)
    for (source, node), (tail, head, bend) in curves.items():
        _arrow(ax, tail, head, GREY, bend)
        if source in derivatives:
            factor = rf"\times \, {_number(boxes[node][source], digits)}"
            _write(ax, *_middle(tail, head, bend), factor, RED, bbox={"pad": 1, "fc": "white", "ec": "none"})
    return fig
