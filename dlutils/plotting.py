"""Pictures of the course: one style, safe for colour-blind readers, and the few plots that more than one page draws.

No function here writes a word of its own: names and titles come from the caller, so they are in the page's language.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from numpy.typing import ArrayLike, NDArray

from dlutils.guard import float_array, require_finite, require_shape
from dlutils.shell import running_shell

# Okabe and Ito's palette, told apart by readers with every common kind of colour blindness; but for the red, which is
# Tol's, since theirs looks orange beside the orange.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#CC3311", "#CC79A7", "#56B4E9"
GREY = "#5F6670"

DPI = 110
SHARP = 1.5  # pixels for each that a notebook shows: sharp on most screens, light on a slow line
LINE = 14.0  # height of a line of text, in points


def use_style() -> None:
    """Set matplotlib's defaults for every figure that follows.

    Figures keep a white ground, so that they read the same on light pages, dark pages and paper.
    In a notebook they have more pixels at the same size, so that they are sharp on fine screens.

    Examples
    --------
    >>> use_style()
    """
    mpl.rcParams.update(
        {
            "axes.axisbelow": True,
            "axes.edgecolor": GREY,
            "axes.grid": True,
            "axes.prop_cycle": cycler(color=[BLUE, ORANGE, GREEN, RED, PURPLE, SKY]),
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlesize": "medium",
            "figure.constrained_layout.use": True,
            "figure.dpi": DPI,
            "figure.facecolor": "white",
            "figure.figsize": (6.4, 3.6),
            "font.size": 11,
            "grid.color": "#D9DCE1",
            "image.cmap": "cividis",
            "legend.frameon": False,
            "lines.linewidth": 2,
            "savefig.facecolor": "white",
        }
    )
    shell = running_shell()
    if shell is not None:
        import matplotlib_inline.backend_inline  # noqa: F401  # first: once loaded, it sets formatters of its own

        shell.display_formatter.formatters["image/png"].for_type(Figure, _sharp_png)


def _sharp_png(figure: Figure) -> tuple[str, dict[str, int]] | None:
    """Return a PNG with more pixels than are shown, and how wide to show it; None for an empty figure."""
    from IPython.core.pylabtools import print_figure

    drawn = print_figure(figure, fmt="png", base64=False, bbox_inches="tight", dpi=SHARP * figure.dpi)
    # The height is left out: where a page makes the picture narrower, a fixed height would stretch it.
    width = 0 if drawn is None else int.from_bytes(drawn[16:20], "big")  # where a PNG has it
    return None if drawn is None else (b64encode(drawn).decode("ascii"), {"width": round(width / SHARP)})


def show_images(images: ArrayLike, titles: Sequence[object] = (), columns: int = 8, size: float = 1.0) -> Figure:
    """Draw pictures side by side, row after row, each under its title.

    Parameters
    ----------
    images : array_like, shape (m, height, width) or (m, height, width, 3)
        Shades of ink, where the largest number is black; or red, green, blue, as integers 0..255 or floats 0..1.
    titles : sequence, optional
        One for each picture; none by default.
    columns : int
        Pictures in a row.
    size : float
        Side of a picture, in inches.

    Returns
    -------
    Figure
        A notebook shows it as the value of a cell.

    Raises
    ------
    ValueError
        If `images` has another shape or no picture, or there are titles for another number of pictures.

    Examples
    --------
    >>> figure = show_images(np.eye(8).reshape(1, 8, 8), titles=["a diagonal"])
    >>> figure.axes[0].get_title()
    'a diagonal'
    """
    images = np.asarray(images)
    is_grey, is_colour = images.ndim == 3, images.ndim == 4 and images.shape[-1] == 3
    if not (is_grey or is_colour) or len(images) == 0:
        raise ValueError(
            f"images must have shape (m, height, width) or (m, height, width, 3), m at least 1; "
            f"got {images.shape}. For one picture use image[np.newaxis]."
        )
    if len(titles) not in (0, len(images)):
        raise ValueError(f"titles must be as many as the {len(images)} images; got {len(titles)}. Name every image.")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    height = size + (LINE / 72 + 0.1 if titles else 0.0)
    figure, grid = plt.subplots(rows, columns, figsize=(columns * (size + 0.1), rows * height), squeeze=False)
    plt.close(figure)  # a notebook shows the value of a cell; a figure left open it would show once more
    for ax in grid.flat:
        ax.set_axis_off()
    options = {"cmap": "gray_r", "vmin": 0, "vmax": images.max()} if is_grey else {}
    for ax, image in zip(grid.flat, images, strict=False):
        ax.imshow(image, **options)
    for ax, title in zip(grid.flat, titles, strict=False):
        ax.set_title(str(title))
    return figure


def plot_costs(ax: Axes, costs: Mapping[str, Sequence[float]], every: int = 100) -> Axes:
    """Draw costs over the steps of training, one curve for each entry, with its name at its end.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    costs : mapping of str to sequence of float
        Name of a run, and its costs at the steps 0, `every`, 2 `every`, …
    every : int
        Steps between two costs.

    Returns
    -------
    Axes
        `ax`.

    Raises
    ------
    ValueError
        If there is no run, or a run has no cost.

    Examples
    --------
    >>> figure, ax = plt.subplots()
    >>> ax = plot_costs(ax, {"slow": [0.7, 0.6], "fast": [0.7, 0.2]})
    >>> [text.get_text() for text in ax.texts]
    ['slow', 'fast']
    >>> plt.close(figure)
    """
    if not costs or not all(map(len, costs.values())):
        raise ValueError("costs must hold at least one cost for each run; got none. Train first.")
    ends = []
    for name, run in costs.items():
        steps = every * np.arange(len(run))
        (line,) = ax.plot(steps, run)
        end = (float(steps[-1]), float(run[-1]))
        text = ax.annotate(name, end, (5, 0), textcoords="offset points", va="center", color=line.get_color())
        ends.append((end[1], text))
    ax.margins(x=0.02)
    # Names at nearly the same height are pushed apart, upwards: each stands at least a line above the one below.
    points_per_unit = 72 * ax.get_window_extent().height / ax.figure.dpi / np.ptp(ax.get_ylim())
    lowest = -np.inf
    for height, text in sorted(ends, key=lambda end: end[0]):
        wanted = height * points_per_unit
        lowest = max(wanted, lowest + LINE)
        text.set_position((5, lowest - wanted))
    return ax


def plot_weights(ax: Axes, weights: ArrayLike) -> AxesImage:
    """Draw weights as a picture, in the shape of the pictures that they belong to.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    weights : array_like, shape (height, width) or (height, width, 3)
        Of grey pictures: blue for positive weights, red for negative ones, white for 0.
        Of colour pictures: grey for 0, brighter red, green or blue for positive weights, darker for negative ones.

    Returns
    -------
    AxesImage
        What ``figure.colorbar`` asks for.

    Raises
    ------
    ValueError
        If `weights` has another shape.
    TypeError
        If `weights` does not hold real numbers.

    Examples
    --------
    >>> figure, ax = plt.subplots()
    >>> plot_weights(ax, [[0.5, -2.0]]).get_clim()
    (-2.0, 2.0)
    >>> plt.close(figure)
    """
    weights = float_array("weights", weights)
    if weights.ndim != 2 and weights.shape[2:] != (3,):
        raise ValueError(
            f"weights must have shape (height, width) or (height, width, 3); got {weights.shape}. "
            "Use w.reshape with the shape of one picture."
        )
    largest = float(np.abs(weights).max()) or 1.0
    ax.set_axis_off()
    if weights.ndim == 2:
        return ax.imshow(weights, cmap="RdBu", vmin=-largest, vmax=largest)
    return ax.imshow(0.5 + weights / (2 * largest))


def plot_decision_boundary(
    ax: Axes, predict: Callable[[NDArray[np.float64]], ArrayLike], X: ArrayLike, Y: ArrayLike, side: int = 300
) -> Axes:
    """Draw which part of the plane is predicted to be which class, and the points that the prediction learned from.

    The ground is blue where class 0 is predicted, orange where class 1 is, and a line divides them. Points of class 0
    are round, those of class 1 square, so that colour is not all that tells them apart.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    predict : callable
        Gets points, shape (2, k), one per column; returns for each the class 0 or 1, or the probability of class 1,
        shape (1, k). For instance ``lambda X: predict(parameters, X)``.
    X : array_like, shape (2, m)
        Points, one per column.
    Y : array_like, shape (1, m)
        Their true classes, 0 or 1.
    side : int
        `predict` is asked for side x side points.

    Returns
    -------
    Axes
        `ax`.

    Raises
    ------
    TypeError
        If `X`, `Y` or what `predict` returns does not hold real numbers.
    ValueError
        If one of them has another shape or an entry that is not finite, or `Y` one that is neither 0 nor 1.

    Examples
    --------
    >>> figure, ax = plt.subplots()
    >>> ax = plot_decision_boundary(ax, lambda X: X[:1] > 0.5, [[0, 1], [0, 1]], [[0, 1]])
    >>> plt.close(figure)
    """
    X, Y = float_array("X", X), float_array("Y", Y)
    if X.ndim != 2 or X.shape[0] != 2 or X.shape[1] == 0:
        raise ValueError(f"X must have shape (2, m), m at least 1; got {X.shape}. Columns are points of the plane.")
    require_shape("Y", Y, (1, X.shape[1]))
    require_finite("X", X)
    if not np.isin(Y, (0, 1)).all():
        raise ValueError(f"Y must hold the classes 0 and 1; got {Y[~np.isin(Y, (0, 1))][0]}. Use (Y == k).astype(int).")
    margin = 0.08 * np.ptp(X, axis=1).max() or 1.0
    x, y = (np.linspace(row.min() - margin, row.max() + margin, side) for row in X)
    ground = np.stack(np.meshgrid(x, y)).reshape(2, -1)  # (2, side, side) -> (2, side * side)
    p = float_array("predict(X)", predict(ground))
    require_shape("predict(X)", p, (1, ground.shape[1]))
    require_finite("predict(X)", p)
    p = p.reshape(side, side)
    ax.grid(False)
    ax.contourf(x, y, p > 0.5, levels=[-0.5, 0.5, 1.5], colors=[BLUE, ORANGE], alpha=0.25)
    if p.min() <= 0.5 < p.max():
        ax.contour(x, y, p, levels=[0.5], colors=GREY, linewidths=1.5)
    for label, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "s")):
        x, y = X[:, Y[0] == label]
        ax.scatter(x, y, color=colour, marker=marker, s=20, edgecolors="white", linewidths=0.5)
    ax.set_aspect("equal")
    return ax
