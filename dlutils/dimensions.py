"""Shapes of a network: which array has how many rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dlutils.network_guard import whole_layer_dims, whole_number

Shape = tuple[int, int]


@dataclass(frozen=True)
class LayerShapes:
    """The shapes of one layer. Every derivative has the shape of what it belongs to: dW that of W, and so on.

    Parameters
    ----------
    layer : int
        l, counted from 1.
    W, b, A_prev, Z, A : tuple of int
        (rows, columns): (n, n_prev), (n, 1), (n_prev, m), (n, m), (n, m).
    """

    layer: int
    W: Shape
    b: Shape
    A_prev: Shape
    Z: Shape
    A: Shape


class ShapeTable(tuple[LayerShapes, ...]):
    """The shapes of all layers, first to last; printed, it is the table that one makes by hand."""

    def __str__(self) -> str:
        head = ("layer", "W, dW", "b, db", "A_prev", "Z, dZ", "A, dA")
        body = [(str(r.layer), *map(str, (r.W, r.b, r.A_prev, r.Z, r.A))) for r in self]
        widths = [max(map(len, column)) for column in zip(head, *body, strict=True)]
        lines = (
            "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in (head, *body)
        )
        return "\n".join(lines)


def check_dimensions(layer_dims: Sequence[int], m: int) -> ShapeTable:
    """Return the shape of every array of a network, layer by layer.

    Implements eq-dimensions.

    Parameters
    ----------
    layer_dims : sequence of int
        Number of neurons of every layer, the input first: n_x, n_1, …, n_L.
    m : int
        Number of examples, at least 1.

    Returns
    -------
    ShapeTable
        A tuple of one `LayerShapes` for each layer 1, …, L; ``print`` shows it as a table.

    Raises
    ------
    ValueError
        If there are fewer than two numbers, one is not a whole number of at least 1, or there is no example.

    Examples
    --------
    >>> table = check_dimensions([3, 4, 1], m=5)
    >>> table[0].W, table[1].A_prev
    ((4, 3), (4, 5))
    >>> print(table)
    layer  W, dW   b, db   A_prev  Z, dZ   A, dA
    1      (4, 3)  (4, 1)  (3, 5)  (4, 5)  (4, 5)
    2      (1, 4)  (1, 1)  (4, 5)  (1, 5)  (1, 5)
    """
    dims = whole_layer_dims("layer_dims", layer_dims)
    m = whole_number("m", m)
    return ShapeTable(
        LayerShapes(layer, W=(n, n_prev), b=(n, 1), A_prev=(n_prev, m), Z=(n, m), A=(n, m))
        for layer, (n_prev, n) in enumerate(pairwise(dims), 1)
    )
