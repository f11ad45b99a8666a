"""Pictures of computation graphs: what is written on them, and that nothing covers anything else."""

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from dlutils.graph import Node, backward
from dlutils.graph_drawing import draw, formula


def three_times() -> tuple[Node, dict[str, Node]]:
    """Return J = 3 (a + b c) at a = 5, b = 3, c = 2, and its nodes by name."""
    a, b, c = Node(5, "a"), Node(3, "b"), Node(2, "c")
    u = (b * c).named("u")
    v = (a + u).named("v")
    J = (3 * v).named("J")
    return J, {node.name: node for node in (a, b, c, u, v, J)}


def one_example() -> Node:
    """Return the loss of logistic regression of one example with two features."""
    y, w1, x1, w2, x2, b = (
        Node(value, name) for name, value in {"y": 1, "w_1": 0.3, "x_1": 2.0, "w_2": 0.8, "x_2": -1.0, "b": 0.1}.items()
    )
    z = (w1 * x1 + w2 * x2 + b).named("z")
    a = z.sigmoid().named("a")
    return (-(y * a.log() + (1 - y) * (1 - a).log())).named("L")


def written(figure: Figure) -> list[str]:
    """Return all texts of a figure without TeX's braces, spaces and dollars."""
    texts = [text.get_text() for text in figure.axes[0].texts if text.get_text()]
    return [text.translate(str.maketrans("", "", "${} ")).replace(r"\,", "") for text in texts]


def test_forward_picture_shows_formulas_and_values_only() -> None:
    """Without derivatives the picture has each name or formula and each value, and nothing else."""
    J, _ = three_times()
    assert sorted(written(draw(J))) == sorted(["a", "b", "c", "u=bc", "v=a+u", "J=3v", "5", "3", "2", "6", "11", "33"])


def test_backward_picture_adds_derivatives_and_factors() -> None:
    """With all derivatives every node has its own below, and every arrow the slope that it multiplies by."""
    J, _ = three_times()
    added = list(written(draw(J, backward(J))))
    for text in written(draw(J)):
        added.remove(text)
    factors = [r"\times" + factor for factor in ("3", "1", "1", "2", "3")]
    assert sorted(added) == sorted(["1", "3", "3", "3", "6", "9", *factors])


def test_partial_derivatives_draw_a_backward_pass_under_way() -> None:
    """Of the backward pass only what is given is drawn."""
    J, node = three_times()
    dJ = backward(J)
    under_way = written(draw(J, {J: dJ[J], node["v"]: dJ[node["v"]]}))
    assert [text for text in under_way if text.startswith(r"\times")] == [r"\times3"]
    assert len(under_way) == len(written(draw(J))) + 3


def test_nodes_without_a_name_belong_to_the_box_that_uses_them() -> None:
    """The loss is one box with the inputs a and y, and the factor on the arrow from a is the slope of the whole box."""
    L = one_example()
    figure = draw(L, backward(L))
    assert "z=w_1x_1+w_2x_2+b" in written(figure)
    assert r"L=-(y\loga+(1-y)\log(1-a))" in written(figure)
    assert r"\times-2.11" in written(figure)  # -1 / a


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Node(1, "a") - (Node(2, "b") - Node(3, "c")), "a - (b - c)"),
        (Node(1, "a") - Node(2, "b") - Node(3, "c"), "a - b - c"),
        (-(Node(1, "a") * Node(2, "b")), r"-a \, b"),
        (-(Node(1, "a") + Node(2, "b")), "-(a + b)"),
        (Node(1, "a") / (Node(2, "b") * Node(3, "c")), r"a / (b \, c)"),
        (1 / (1 + (-Node(1, "z")).exp()), "{1} / ({1} + e^{-z})"),
        ((Node(1, "a") * 2).log(), r"\log (a \, {2})"),
        ((Node(1, "a") + 2).sigmoid(), r"\sigma(a + {2})"),
        (Node(7, "a"), "a"),
    ],
)
def test_formula_has_the_brackets_it_needs(node: Node, expected: str) -> None:
    """A formula is bracketed where its meaning would change, and nowhere else."""
    assert formula(node) == expected


def with_detour() -> Node:
    """Return (x + 1) x, whose arrow from x passes a box."""
    x = Node(4, "x")
    return ((x + 1).named("s") * x).named("J")


GRAPHS = {"three_times": lambda: three_times()[0], "one_example": one_example, "with_detour": with_detour}


@pytest.mark.parametrize("build", GRAPHS.values(), ids=GRAPHS)
def test_no_text_covers_another_or_leaves_the_figure(build) -> None:
    """No two texts of the course's own graphs overlap, and all lie inside the figure."""
    J = build()
    figure = draw(J, backward(J))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    extents = [text.get_window_extent() for text in figure.axes[0].texts if text.get_text()]
    assert not [(p, q) for p, q in combinations(extents, 2) if p.overlaps(q)]
    assert all(figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1 for box in extents)
    assert all(figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1 for box in extents)
