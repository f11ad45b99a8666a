"""Diagrams of networks and histograms per layer: what is drawn, what it says, what is refused."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from dlutils.plotting_networks import DOT, RADIUS, plot_layer_histograms, plot_network


@pytest.fixture
def ax():
    """Return axes whose figure is closed after the test."""
    figure, ax = plt.subplots()
    yield ax
    plt.close(figure)


def units(ax):
    """Return the circles of a diagram that are units, not dots."""
    return [patch for patch in ax.patches if isinstance(patch, Circle) and patch.radius == RADIUS]


def test_every_unit_has_its_symbol_and_every_layer_its_size(ax):
    """A 2-3-1 network has x1, x2, a1, a2, a3 of layer 1 and y hat; below the columns stand 2, 3 and 1."""
    assert plot_network(ax, [2, 3, 1]) is ax
    texts = [text.get_text() for text in ax.texts]
    assert texts == [
        *["$x_{1}$", "$x_{2}$", "$2$"],
        *["$a^{[1]}_{1}$", "$a^{[1]}_{2}$", "$a^{[1]}_{3}$", "$3$"],
        *[r"$\hat{y}$", "$1$"],
    ]


def test_each_pair_of_neighbours_is_joined_once(ax):
    """A 2-3-1 network has 2 x 3 + 3 x 1 lines, each from a unit's centre to that of one in the next layer."""
    plot_network(ax, [2, 3, 1])
    centres = [unit.center for unit in units(ax)]
    wanted = {(a, b) for a in centres[:2] for b in centres[2:5]} | {(a, b) for a in centres[2:5] for b in centres[5:]}
    drawn = [tuple(map(tuple, line.get_xydata())) for line in ax.lines]
    assert len(drawn) == 9
    assert set(drawn) == wanted


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 20), min_size=2, max_size=4), st.integers(3, 8))
def test_units_do_not_touch_and_lie_in_the_picture(layer_dims, most):
    """Whatever the layers: at most `most` places a column, circles apart, all within the axes, columns level."""
    ax = Figure().add_subplot()
    plot_network(ax, layer_dims, most=most)
    centres = np.array([unit.center for unit in units(ax)])
    assert len(centres) == sum(n if n <= most else most - 1 for n in layer_dims)
    distances = np.linalg.norm(centres[:, None] - centres[None], axis=2) + 9 * np.eye(len(centres))
    assert distances.min() > 2 * RADIUS
    for k, (low, high) in enumerate((ax.get_xlim(), ax.get_ylim())):
        assert low < centres[:, k].min() - RADIUS
        assert centres[:, k].max() + RADIUS < high
    for column in np.unique(centres[:, 0]):
        rows = centres[centres[:, 0] == column][:, 1]
        assert rows.max() == -rows.min()


def test_of_a_wide_layer_the_first_units_and_the_last_are_drawn(ax):
    """Of 12288 inputs four and the last are drawn, with three dots between; the true number stands below."""
    plot_network(ax, [12288, 1])
    texts = [text.get_text() for text in ax.texts]
    assert texts[:6] == ["$x_{1}$", "$x_{2}$", "$x_{3}$", "$x_{4}$", "$x_{12288}$", "$12288$"]
    dots = [patch for patch in ax.patches if patch.radius == DOT]
    assert len(dots) == 3
    fourth, last = (unit.center[1] for unit in units(ax)[3:5])
    assert all(last + RADIUS < dot.center[1] < fourth - RADIUS for dot in dots)


@pytest.mark.parametrize(("layer_dims", "wide"), [([3, 4, 1], "$x_{1}$"), ([12288, 20, 7, 5, 1], "$x_{12288}$")])
def test_symbols_fit_into_their_circles(ax, layer_dims, wide):
    """The symbol of a unit is narrower than its circle, also the long one of the last of 12288 inputs."""
    plot_network(ax, layer_dims)
    canvas = FigureCanvasAgg(ax.figure)
    canvas.draw()
    text = next(text for text in ax.texts if text.get_text() == wide)
    circle = units(ax)[0].get_window_extent()
    assert text.get_window_extent(canvas.get_renderer()).width < circle.width


def test_outputs_of_several_classes_are_numbered(ax):
    """With three outputs they are y hat 1, 2 and 3."""
    plot_network(ax, [2, 3])
    assert [text.get_text() for text in ax.texts][3:6] == [rf"$\hat{{y}}_{{{j}}}$" for j in (1, 2, 3)]


def test_names_stand_above_their_columns(ax):
    """The caller's names are written in the columns' places, above all circles."""
    plot_network(ax, [2, 3, 1], names=["one", "two", "three"])
    places = {text.get_text(): text.get_position() for text in ax.texts}
    columns = sorted({unit.center[0] for unit in units(ax)})
    assert [places[name][0] for name in ("one", "two", "three")] == columns
    assert min(places[name][1] for name in ("one", "two", "three")) > max(u.center[1] for u in units(ax)) + RADIUS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([3],), "layer_dims must be two or more whole numbers of at least 1; got [3]"),
        (([],), "got []"),
        (([3, 0, 1],), "got [3, 0, 1]"),
        (([3, 2.5],), "got [3, 2.5]"),
        (([3, 1], ["a"]), "names must be as many as the 2 layers; got 1"),
        (([3, 1], (), 2), "most must be at least 3; got 2"),
    ],
)
def test_what_is_no_network_is_refused(ax, arguments, message):
    """Too few layers, empty ones, missing names and too few places are named."""
    with pytest.raises(ValueError, match=re.escape(message)):
        plot_network(ax, *arguments)


def bars(ax):
    """Return for each row its lower edge, the heights of its bars above it, and the bars' edges, from the top down."""
    filled = [patch.get_data() for patch in ax.patches if patch.get_fill()]
    return [(data.baseline, data.values - data.baseline, data.edges) for data in filled]


def test_rows_stand_in_order_from_the_top(ax):
    """The first layer is the top row, its name at the lower left, and all rows share their axis."""
    assert plot_layer_histograms(ax, {"A1": [0.0, 1.0], "A2": [2.0], "A3": [3.0]}) is ax
    assert [(label.get_text(), label.get_position()[1]) for label in ax.get_yticklabels()] == [
        ("A1", 2),
        ("A2", 1),
        ("A3", 0),
    ]
    rows = bars(ax)
    assert [bottom for bottom, _, _ in rows] == [2, 1, 0]
    for _, _, edges in rows:
        np.testing.assert_array_equal(edges, rows[0][2])
    assert ax.get_xlim() == (1, 3)


def test_bars_are_as_tall_as_their_counts(ax):
    """Of 1, 1, 1, 2 in two bars the first is three times as tall, and fills nine tenths of the row."""
    plot_layer_histograms(ax, {"A1": np.array([[1.0, 1.0], [1.0, 2.0]])}, bins=2)
    np.testing.assert_allclose(bars(ax)[0][1], [0.9, 0.3])


def test_zeros_get_a_number_in_place_of_a_bar(ax):
    """Three zeros among four numbers: one bar, and 75 per cent beside the row; without zeros nothing is beside it."""
    plot_layer_histograms(ax, {"A1": [0.0, 0.0, 0.0, 5.0], "A2": [4.0]}, bins=3)
    assert [text.get_text() for text in ax.texts] == ["$0$: 75%"]
    assert ax.texts[0].xy[1] == 1
    assert np.count_nonzero(bars(ax)[0][1]) == 1


@pytest.mark.parametrize("value", [0.5, -3.0, 1e30])
@pytest.mark.parametrize("log", [False, True])
def test_units_that_all_do_the_same_make_one_bar(ax, value, log):
    """Equal numbers, and numbers that differ by rounding only, stand in one bar in the middle of the axis."""
    plot_layer_histograms(ax, {"A1": [value, value, np.nextafter(value, 0)]}, bins=5, log=log)
    np.testing.assert_allclose(bars(ax)[0][1], [0, 0, 0.9, 0, 0])


@pytest.mark.parametrize("log", [False, True])
def test_a_layer_of_zeros_can_be_drawn(ax, log):
    """Where all gradients have vanished no bar is left and the row says 100 per cent."""
    plot_layer_histograms(ax, {"dW1": np.zeros((2, 2))}, log=log)
    FigureCanvasAgg(ax.figure).draw()
    assert [text.get_text() for text in ax.texts] == ["$0$: 100%"]
    assert not bars(ax)[0][1].any()


def test_the_logarithmic_axis_shows_sizes(ax):
    """Numbers of both signs from 1e-8 to 1 are all counted, in bars that are equally wide in powers of ten."""
    plot_layer_histograms(ax, {"dW1": [-1e-8, 1e-8, 1e-4, -1.0]}, bins=8, log=True)
    _, heights, edges = bars(ax)[0]
    assert ax.get_xscale() == "log"
    np.testing.assert_allclose(edges, 10.0 ** np.arange(-8, 1), rtol=1e-12)
    np.testing.assert_allclose(heights, [0.9, 0, 0, 0, 0.45, 0, 0, 0.45])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(1e-30, 1e30) | st.floats(-1e30, -1e-30), min_size=1, max_size=20), st.booleans())
def test_every_number_is_in_a_bar(numbers, log):
    """Whatever the numbers, the extreme ones too: scaled so that they add up to all numbers, bars are whole numbers."""
    ax = Figure().add_subplot()
    plot_layer_histograms(ax, {"A1": numbers}, bins=5, log=log)
    heights = bars(ax)[0][1]
    counts = heights * len(numbers) / heights.sum()
    np.testing.assert_allclose(counts, counts.round(), atol=1e-9)


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ({}, "layers must hold at least one layer; got none"),
        ({"A1": np.zeros((4, 0))}, "A1 must hold at least one number; got shape (4, 0)"),
        ({"A1": [1.0], "A2": [np.nan]}, "A2 must be finite; got nan at [0]"),
        ({"A1": [[np.inf]]}, "A1 must be finite; got inf at [0, 0]"),
    ],
)
def test_what_has_no_histogram_is_refused(ax, layers, message):
    """No layer, an empty one, nan and infinity are named."""
    with pytest.raises(ValueError, match=re.escape(message)):
        plot_layer_histograms(ax, layers)
