"""Computation graphs: from left to right the values, from right to left the derivatives.

A graph is made by writing a formula down with nodes in place of numbers; every node is one number.
`dlutils.graph_drawing` draws it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import count

from dlutils import activations

_next_number = count().__next__


@dataclass(frozen=True, eq=False)
class Node:
    """One number of a computation: given, or computed from other nodes by one operation.

    The forward pass happens while the formula is written: a node knows its value as soon as it exists.
    It also keeps its slopes, all that the backward pass will need.

    Parameters
    ----------
    value : float
        The number, a finite scalar.
    name : str
        Its symbol, in TeX, such as ``"w_1"``; empty for a step on the way that needs none.
    operation : str
        What it was computed by; ``"leaf"`` if it was given.
    inputs : tuple of Node
        What it was computed from.
    slopes : tuple of float
        Its partial derivative with respect to each input.

    Raises
    ------
    ValueError
        If `value` is not finite, a divisor is 0, or a logarithm is taken of a number that is not positive.

    Examples
    --------
    >>> a, b, c = Node(5, "a"), Node(3, "b"), Node(2, "c")
    >>> J = 3 * (a + b * c)
    >>> J.value
    33
    """

    value: float
    name: str = ""
    operation: str = "leaf"
    inputs: tuple[Node, ...] = ()
    slopes: tuple[float, ...] = ()
    # Nodes are numbered as they are made. A node is made after its inputs, so this order runs from left to right.
    number: int = field(default_factory=_next_number, init=False, repr=False)

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"value must be finite; got {self.value} from {self.operation}. Use smaller numbers.")

    def named(self, name: str) -> Node:
        """Return this node with a name."""
        return replace(self, name=name)

    def __add__(self, other: Node | float) -> Node:
        other = _node(other)
        return Node(self.value + other.value, "", "add", (self, other), (1, 1))

    def __sub__(self, other: Node | float) -> Node:
        other = _node(other)
        return Node(self.value - other.value, "", "subtract", (self, other), (1, -1))

    def __mul__(self, other: Node | float) -> Node:
        other = _node(other)
        return Node(self.value * other.value, "", "multiply", (self, other), (other.value, self.value))

    def __truediv__(self, other: Node | float) -> Node:
        p, q = self.value, _node(other).value
        if q == 0:
            raise ValueError(f"divisor must not be 0; got {p} / {q}. Use another divisor.")
        return Node(p / q, "", "divide", (self, _node(other)), (1 / q, -p / q / q))

    def __neg__(self) -> Node:
        return Node(-self.value, "", "negate", (self,), (-1,))

    def __radd__(self, other: float) -> Node:
        return _node(other) + self

    def __rsub__(self, other: float) -> Node:
        return _node(other) - self

    def __rmul__(self, other: float) -> Node:
        return _node(other) * self

    def __rtruediv__(self, other: float) -> Node:
        return _node(other) / self

    def exp(self) -> Node:
        """Return e to the power of this node."""
        power = math.exp(self.value) if self.value < 709 else math.inf
        return Node(power, "", "exp", (self,), (power,))

    def log(self) -> Node:
        """Return the natural logarithm of this node."""
        if self.value <= 0:
            raise ValueError(f"value must be positive under log; got {self.value}. Check what log is taken of.")
        return Node(math.log(self.value), "", "log", (self,), (1 / self.value,))

    def sigmoid(self) -> Node:
        """Return the sigmoid of this node."""
        slope = float(activations.sigmoid_derivative(self.value))
        return Node(float(activations.sigmoid(self.value)), "", "sigmoid", (self,), (slope,))

    def tanh(self) -> Node:
        """Return the hyperbolic tangent of this node."""
        slope = float(activations.tanh_derivative(self.value))
        return Node(float(activations.tanh(self.value)), "", "tanh", (self,), (slope,))


def _node(x: Node | float) -> Node:
    """Return a number as a node without a name."""
    return x if isinstance(x, Node) else Node(x)


def forward_order(output: Node) -> list[Node]:
    """Return all that `output` was computed from, and `output`: every node after its inputs.

    Parameters
    ----------
    output : Node
        The right end of the graph.

    Returns
    -------
    list of Node
        Each node once, from left to right.

    Examples
    --------
    >>> b, c = Node(3, "b"), Node(2, "c")
    >>> [node.value for node in forward_order(b * c)]
    [3, 2, 6]
    """
    found, waiting = {output}, [output]
    while waiting:
        new = set(waiting.pop().inputs) - found
        found |= new
        waiting.extend(new)
    return sorted(found, key=lambda node: node.number)


def backward(output: Node) -> dict[Node, float]:
    """Return the derivative of `output` with respect to every node that it was computed from.

    Implements eq-chain-rule.

    Parameters
    ----------
    output : Node
        The right end of the graph, J.

    Returns
    -------
    dict of Node to float
        dJ: ``dJ[v]`` is the derivative of J with respect to v.

    Examples
    --------
    >>> a, b, c = Node(5, "a"), Node(3, "b"), Node(2, "c")
    >>> dJ = backward(3 * (a + b * c))
    >>> dJ[a], dJ[b], dJ[c]
    (3.0, 6.0, 9.0)
    """
    order = forward_order(output)
    derivatives = dict.fromkeys(order, 0.0)
    derivatives[output] = 1.0
    # From right to left, all users of a node come before the node: its sum is complete when its turn comes.
    for node in reversed(order):
        for source, slope in zip(node.inputs, node.slopes, strict=True):
            derivatives[source] += derivatives[node] * slope
    return derivatives
