"""The pictures that several pages share: what is drawn, where names stand, what is refused."""

import subprocess
import sys
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb

from dlutils.plotting import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    RED,
    SHARP,
    SKY,
    plot_costs,
    plot_weights,
    show_images,
    use_style,
)

# Viénot, Brettel and Mollon (1999): linear red, green, blue as seen without red cones, and without green cones.
COLOUR_BLIND = {
    "protan": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
    "deutan": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
}


def linear(colour: str) -> np.ndarray:
    """Return red, green and blue as amounts of light."""
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def seen(colour: str, sight: str) -> np.ndarray:
    """Return a colour as a colour-blind reader sees it, in 0..1 as stored in a picture."""
    light = np.clip(np.array(COLOUR_BLIND[sight]) @ linear(colour), 0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("sight", COLOUR_BLIND)
def test_colour_blind_readers_can_tell_the_palette_apart(sight: str) -> None:
    """To a colour-blind reader any two colours of the palette differ by a tenth of the scale in some channel."""
    palette = [BLUE, ORANGE, GREEN, RED, PURPLE, SKY]
    for i, one in enumerate(palette):
        for other in palette[:i]:
            assert np.abs(seen(one, sight) - seen(other, sight)).max() > 0.1, (one, other)


def test_red_and_green_of_equal_brightness_would_not_pass_for_different() -> None:
    """The test above can fail: a red and a green that are far apart for others are nearly one to this reader."""
    red, green = "#a06000", "#687a00"
    assert np.abs(np.array(to_rgb(red)) - to_rgb(green)).max() > 0.2
    assert np.abs(seen(red, "deutan") - seen(green, "deutan")).max() < 0.1


def test_style_gives_a_white_ground_and_the_palette() -> None:
    """After use_style a figure is white and its first curve blue, whatever was set before."""
    with mpl.rc_context({"figure.facecolor": "black", "axes.prop_cycle": mpl.cycler(color=["k"])}):
        use_style()
        figure, ax = plt.subplots()
        (line,) = ax.plot([0, 1])
        plt.close(figure)
    assert to_rgb(figure.get_facecolor()) == (1.0, 1.0, 1.0)
    assert line.get_color() == BLUE


def test_grey_is_readable_on_white() -> None:
    """The grey of axes and notes has a contrast of at least 4.5 to 1 with white, as WCAG asks of text."""
    luminance = np.array([0.2126, 0.7152, 0.0722]) @ linear(GREY)
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_style_does_not_load_ipython() -> None:
    """A script that sets the style does not pay for IPython."""
    code = "import sys; from dlutils.plotting import use_style; use_style(); print('IPython' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_figures_of_a_notebook_have_more_pixels_at_the_same_size() -> None:
    """In IPython a PNG is wider than it is shown, and no fixed height keeps it from shrinking in proportion."""
    code = """
import base64, struct
import matplotlib.pyplot as plt
from IPython.core.interactiveshell import InteractiveShell
from dlutils.plotting import use_style
shell = InteractiveShell.instance()
shell.display_formatter.active_types = ["image/png"]
use_style()
figure, ax = plt.subplots()
data, metadata = shell.display_formatter.format(figure)
pixels = struct.unpack(">I", base64.b64decode(data["image/png"])[16:20])[0]  # where a PNG has its width
print(round(pixels / metadata["image/png"].pop("width"), 2), metadata["image/png"])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ratio, rest = done.stdout.split()
    assert float(ratio) == pytest.approx(SHARP, rel=0.02)
    assert rest == "{}"


def test_images_stand_in_rows_under_their_titles() -> None:
    """Five pictures in rows of three take two rows; the sixth place is empty, and titles keep their order."""
    figure = show_images(np.ones((5, 4, 4)), titles=range(5), columns=3)
    assert figure.axes[0].get_subplotspec().get_gridspec().get_geometry() == (2, 3)
    assert [ax.get_title() for ax in figure.axes] == ["0", "1", "2", "3", "4", ""]
    assert [len(ax.images) for ax in figure.axes] == [1, 1, 1, 1, 1, 0]


def test_shades_mean_the_same_in_all_images() -> None:
    """Black is the largest number of all pictures, so a pale picture stays pale beside a dark one."""
    figure = show_images([[[0, 1]], [[0, 16]]])
    assert [ax.images[0].get_clim() for ax in figure.axes] == [(0, 16), (0, 16)]
    assert figure.axes[1].images[0].cmap(1.0)[:3] == (0.0, 0.0, 0.0)


def test_colour_images_are_drawn_as_they_are() -> None:
    """The pixels of a colour picture reach the screen unchanged."""
    pixels = np.array([[[[255, 0, 0], [0, 8, 255]]]], dtype=np.uint8)
    (ax,) = show_images(pixels).axes
    np.testing.assert_array_equal(ax.images[0].get_array(), pixels[0])


@pytest.mark.parametrize("shape", [(8, 8), (64, 64, 3, 1), (2, 8, 8, 4), (0, 8, 8)])
def test_images_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    """What is no row of pictures gives an error that says so."""
    with pytest.raises(ValueError, match="images must have shape"):
        show_images(np.zeros(shape))


def test_missing_titles_are_refused() -> None:
    """Two titles for three pictures are an error."""
    with pytest.raises(ValueError, match="titles must be as many as the 3 images; got 2"):
        show_images(np.zeros((3, 2, 2)), titles="ab")


def test_images_leave_no_figure_open() -> None:
    """A notebook shows the picture once: no figure stays open behind it."""
    before = plt.get_fignums()
    show_images(np.zeros((1, 2, 2)))
    assert plt.get_fignums() == before


def test_costs_are_drawn_over_the_steps_that_they_belong_to() -> None:
    """The third of costs kept at every 50th step stands at step 100."""
    figure, ax = plt.subplots()
    assert plot_costs(ax, {"": [3.0, 2.0, 1.0]}, every=50) is ax
    plt.close(figure)
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[0, 3], [50, 2], [100, 1]])


@pytest.mark.parametrize("ends", [(0.5, 0.5, 0.5), (0.1, 0.11, 0.9), (0.9, 0.1, 0.5)])
def test_names_of_curves_do_not_cover_each_other(ends: tuple[float, ...]) -> None:
    """However close the curves end, their names, in the colours of the curves, stand apart."""
    figure, ax = plt.subplots()
    plot_costs(ax, {f"run {i}": [1.0, end] for i, end in enumerate(ends)})
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    plt.close(figure)
    assert [text.get_color() for text in ax.texts] == [line.get_color() for line in ax.lines]
    boxes = sorted((text.get_window_extent(canvas.get_renderer()) for text in ax.texts), key=lambda box: box.y0)
    assert len(boxes) == 3
    for lower, upper in pairwise(boxes):
        assert upper.y0 >= lower.y1


@pytest.mark.parametrize("costs", [{}, {"run": []}])
def test_no_costs_are_refused(costs: dict[str, list[float]]) -> None:
    """Without a run, or with one that has no cost, there is nothing to draw."""
    figure, ax = plt.subplots()
    with pytest.raises(ValueError, match="costs must hold at least one cost"):
        plot_costs(ax, costs)
    plt.close(figure)


def test_weight_zero_is_white_and_signs_have_colours_of_their_own() -> None:
    """In the picture of weights 0 is white, +w bluish and -w reddish, also when one sign is much larger."""
    figure, ax = plt.subplots()
    picture = plot_weights(ax, [[-1.0, 0.0, 4.0]])
    plt.close(figure)
    negative, zero, positive = picture.cmap(picture.norm(np.array([-4.0, 0.0, 4.0])))[:, :3]
    assert zero.min() > 0.95
    assert positive[2] > positive[0]
    assert negative[0] > negative[2]


def test_weights_of_colours_are_grey_at_zero() -> None:
    """Weights of a colour picture are shown around grey, and the largest in size reaches an end of the scale."""
    figure, ax = plt.subplots()
    picture = plot_weights(ax, [[[0.0, 1.0, -2.0]]])
    plt.close(figure)
    np.testing.assert_allclose(picture.get_array(), [[[0.5, 0.75, 0.0]]], rtol=0, atol=1e-15)


def test_weights_that_are_all_zero_can_be_drawn() -> None:
    """Before training all weights are 0, and the picture is plain."""
    figure, ax = plt.subplots()
    picture = plot_weights(ax, np.zeros((8, 8)))
    plt.close(figure)
    assert np.ptp(picture.get_array()) == 0
    assert picture.get_clim() == (-1.0, 1.0)


@pytest.mark.parametrize("shape", [(64, 1, 1), (64,), (8, 8, 4)])
def test_weights_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    """A column of weights must be reshaped first, and the error says so."""
    figure, ax = plt.subplots()
    with pytest.raises(ValueError, match="weights must have shape"):
        plot_weights(ax, np.zeros(shape))
    plt.close(figure)
