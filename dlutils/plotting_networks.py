"""Pictures of networks: the diagram of units and connections, and how the numbers in each layer are spread.

No function here writes a word of its own: it writes the symbols of the book, and names that come from the caller.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import ArrayLike, NDArray

from dlutils.guard import float_array, require_finite
from dlutils.plotting import BLUE, GREEN, GREY, ORANGE

Point = tuple[float, float]

# The diagram's unit of length is the distance between two units of a layer.
RADIUS, COLUMN, DOT = 0.36, 2.2, 0.05


def plot_layer_histograms(ax: Axes, layers: Mapping[str, ArrayLike], bins: int = 60, log: bool = False) -> Axes:
    """Draw a histogram of the numbers in each layer, one row for each, the first layer on top.

    All rows have the same axis of values. Each has a scale of its own upwards: its tallest bar fills the row.
    So compare where and how wide they are, not how tall. Zeros would dwarf all the rest in a layer of ReLU, so they get
    no bar: at the right stands how many per cent of the layer they are, if there are any.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    layers : mapping of str to array_like
        Name of a layer, and its activations or gradients, of any shape; at least one number.
    bins : int
        Bars in a row.
    log : bool
        Draw how large the numbers are, without sign, on a logarithmic axis: it shows gradients that shrink from layer
        to layer.

    Returns
    -------
    Axes
        `ax`.

    Raises
    ------
    TypeError
        If a layer does not hold real numbers.
    ValueError
        If there is no layer, or a layer has no number or one that is not finite.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> ax = plot_layer_histograms(ax, {"A1": [[0.1, 0.2]], "A2": [[0.9]]})
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['A1', 'A2']
    >>> plt.close(figure)
    """
    if not layers:
        raise ValueError("layers must hold at least one layer; got none. Give a dict such as {'A1': A1}.")
    arrays = {name: _numbers(name, layer) for name, layer in layers.items()}
    # Where each number stands on the axis that is drawn: on a logarithmic one, its exponent.
    places = [np.log10(np.abs(array[array != 0])) if log else array[array != 0] for array in arrays.values()]
    edges = _edges(np.concatenate(places), bins)
    drawn = 10**edges if log else edges
    for row, (array, place) in enumerate(zip(arrays.values(), places, strict=True)):
        counts, _ = np.histogram(place, edges)
        bottom = len(arrays) - 1.0 - row
        tops = bottom + 0.9 * counts / max(counts.max(), 1)
        ax.stairs(tops, drawn, baseline=bottom, fill=True, color=BLUE, alpha=0.35, linewidth=0)
        ax.stairs(tops, drawn, baseline=None, color=BLUE, linewidth=1.2)
        if place.size < array.size:
            share = f"$0$: {1 - place.size / array.size:.0%}"
            ax.annotate(share, (1, bottom), (4, 0), ("axes fraction", "data"), "offset points", va="bottom")
    ax.set_xscale("log" if log else "linear")
    ax.set_xlim(drawn[0], drawn[-1])
    ax.set_ylim(0, len(arrays))
    ax.set_yticks(np.arange(len(arrays))[::-1], list(arrays), va="bottom")
    ax.tick_params(axis="y", length=0)
    if not log:
        ax.locator_params(axis="x", nbins=7)
    return ax


def _numbers(name: str, layer: ArrayLike) -> NDArray[np.float64]:
    """Return the numbers of a layer in a row; raise if there is none, or one is not finite."""
    numbers = float_array(name, layer)
    if numbers.size == 0:
        raise ValueError(f"{name} must hold at least one number; got shape {numbers.shape}. Leave the layer out.")
    require_finite(name, numbers)
    return numbers.ravel().astype(np.float64)


def _edges(places: NDArray[np.float64], bins: int) -> NDArray[np.float64]:
    """Return the edges of the bars, from the least number to the largest."""
    low, high = (float(places.min()), float(places.max())) if places.size else (0.0, 0.0)
    size = max(abs(low), abs(high))
    if high - low <= 1e-6 * size:  # nothing but rounding tells them apart: one bar, in the middle
        low, high = low - (size or 1) / 2, high + (size or 1) / 2
    return np.linspace(low, high, bins + 1)


def plot_network(ax: Axes, layer_dims: Sequence[int], names: Sequence[str] = (), most: int = 6) -> Axes:
    r"""Draw the units of a network as circles, one column for each layer, and a line for each weight.

    Units carry the book's symbols: :math:`x_j` for the inputs, :math:`a^{[l]}_j` for a hidden layer,
    :math:`\hat y` for the output. Below each column stands how many units the layer has.

    Parameters
    ----------
    ax : Axes
        Where to draw. The symbols fit its size at the moment of the call.
    layer_dims : sequence of int
        Units of each layer, the number of inputs first: ``[n_x, n_h, n_y]``.
    names : sequence of str, optional
        A name for each column, written above it; none by default.
    most : int
        Of a layer with more units only the first ones and the last one are drawn, with dots between them; at least 3.

    Returns
    -------
    Axes
        `ax`.

    Raises
    ------
    ValueError
        If `layer_dims` has fewer than two layers or a layer without units, if there are names for another number
        of layers, or `most` is below 3.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> figure, ax = plt.subplots()
    >>> ax = plot_network(ax, [3, 4, 1])
    >>> len(ax.patches), len(ax.lines)
    (8, 16)
    >>> plt.close(figure)
    """
    layer_dims = list(layer_dims)
    if len(layer_dims) < 2 or not all(isinstance(n, int | np.integer) and n >= 1 for n in layer_dims):
        raise ValueError(
            f"layer_dims must be two or more whole numbers of at least 1; got {layer_dims}. Begin with the inputs."
        )
    if len(names) not in (0, len(layer_dims)):
        raise ValueError(f"names must be as many as the {len(layer_dims)} layers; got {len(names)}. Name every layer.")
    if most < 3:
        raise ValueError(f"most must be at least 3; got {most}. One place is for the dots.")
    columns = [_column(layer, n, most) for layer, n in enumerate(layer_dims)]
    tallest = max(min(n, most) for n in layer_dims)
    width, height = (len(columns) - 1) * COLUMN + 1.2, tallest + 1.3
    ax.set_axis_off()
    ax.set(xlim=(-0.6, width - 0.6), ylim=(-height / 2, height / 2), aspect="equal")
    box = ax.get_window_extent()
    unit = min(box.width / width, box.height / height) * 72 / ax.figure.dpi  # in points
    for left, right in pairwise(columns):
        for x, y in left.values():
            for end_x, end_y in right.values():
                ax.plot([x, end_x], [y, end_y], color=GREY, linewidth=0.6, alpha=0.6, zorder=1)
    for layer, column in enumerate(columns):
        colour = BLUE if layer == 0 else ORANGE if layer == len(columns) - 1 else GREEN
        for j, centre in column.items():
            ax.add_patch(Circle(centre, RADIUS, facecolor="white", edgecolor=colour, linewidth=1.8, zorder=2))
            _write(ax, centre, _symbol(layer, j, layer_dims), (0.3 if j < 1000 else 0.24) * unit)
        if len(column) < layer_dims[layer]:
            x, y = column[layer_dims[layer]]
            for step in (-1, 0, 1):
                ax.add_patch(Circle((x, y + 1 + 3 * step * DOT), DOT, color=GREY, zorder=2))
        _write(ax, (layer * COLUMN, -tallest / 2 - 0.3), f"${layer_dims[layer]}$", 0.3 * unit, GREY)
        if names:
            _write(ax, (layer * COLUMN, tallest / 2 + 0.3), names[layer], 0.26 * unit, GREY)
    return ax


def _column(layer: int, n: int, most: int) -> dict[int, Point]:
    """Return the centre of each unit that is drawn, by its number from 1: all, or the first ones and the last."""
    places = min(n, most)
    shown = range(1, n + 1) if n <= most else [*range(1, most - 1), n]
    rows = range(places) if n <= most else [*range(most - 2), most - 1]
    return {j: (layer * COLUMN, (places - 1) / 2 - row) for j, row in zip(shown, rows, strict=True)}


def _symbol(layer: int, j: int, layer_dims: Sequence[int]) -> str:
    """Return the book's symbol of unit j of a layer, in TeX."""
    if layer == 0:
        return f"$x_{{{j}}}$"
    if layer < len(layer_dims) - 1:
        return f"$a^{{[{layer}]}}_{{{j}}}$"
    return r"$\hat{y}$" if layer_dims[-1] == 1 else rf"$\hat{{y}}_{{{j}}}$"


def _write(ax: Axes, at: Point, text: str, size: float, colour: str = "black") -> None:
    """Write a text, centred on a point."""
    ax.text(*at, text, size=size, color=colour, ha="center", va="center", zorder=3)
