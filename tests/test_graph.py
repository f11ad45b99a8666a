"""Computation graphs: values, derivatives, and what the comparison with finite differences catches."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from dlutils.graph import Node, backward, forward_order
from dlutils.logistic import propagate

Formula = Callable[..., Node]


def three_times(a: Node, b: Node, c: Node) -> Node:
    """Return 3 (a + b c)."""
    return 3 * (a + b * c)


def logistic_loss(w1: Node, w2: Node, b: Node) -> Node:
    """Return the loss of one example, x = (2, -1), y = 1."""
    a = (w1 * 2 + w2 * -1 + b).sigmoid()
    return -(1 * a.log() + (1 - 1) * (1 - a).log())


FORMULAS = {
    "add": (lambda p, q: p + q + 2, (0.7, -1.3)),
    "subtract": (lambda p, q: 2 - (p - q - 1), (0.7, -1.3)),
    "multiply": (lambda p, q: 3 * p * q, (0.7, -1.3)),
    "divide": (lambda p, q: 2 / p + p / q + q / 4, (0.7, -1.3)),
    "negate": (lambda p: -p, (0.7,)),
    "exp": (lambda p: p.exp(), (0.7,)),
    "log": (lambda p: p.log(), (0.7,)),
    "sigmoid": (lambda p: p.sigmoid(), (0.7,)),
    "tanh": (lambda p: p.tanh(), (0.7,)),
    "twice": (lambda p: p * p + p.exp() * p, (0.7,)),
    "three_times": (three_times, (5.0, 3.0, 2.0)),
    "logistic_loss": (logistic_loss, (0.3, 0.8, 0.1)),
}


def by_graph(f: Formula, values: tuple[float, ...]) -> list[float]:
    """Return the derivative with respect to each argument, from the backward pass."""
    nodes = [Node(value) for value in values]
    derivatives = backward(f(*nodes))
    return [derivatives[node] for node in nodes]


def by_bumps(f: Formula, values: tuple[float, ...], size: float = 1e-5) -> list[float]:
    """Return the derivative with respect to each argument, from two values of J each."""

    def bumped(i: int, bump: float) -> float:
        return f(*(Node(value + bump * (i == j)) for j, value in enumerate(values))).value

    return [(bumped(i, size) - bumped(i, -size)) / (2 * size) for i in range(len(values))]


@pytest.mark.parametrize("name", FORMULAS)
def test_backward_agrees_with_finite_differences(name: str) -> None:
    """Every operation, alone and composed, has the derivative that small bumps of its inputs show."""
    f, values = FORMULAS[name]
    np.testing.assert_allclose(by_graph(f, values), by_bumps(f, values), rtol=1e-7, atol=1e-9)


def test_comparison_catches_a_planted_error() -> None:
    """A product whose slopes are exchanged fails the comparison with finite differences."""

    def wrong_product(p: Node, q: Node) -> Node:
        return Node(p.value * q.value, "", "multiply", (p, q), (p.value, q.value))

    values = (0.7, -1.3)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(by_graph(wrong_product, values), by_bumps(wrong_product, values), rtol=1e-2)


def test_forward_values_by_hand() -> None:
    """With a = 5, b = 3, c = 2 the steps are u = 6, v = 11, J = 33."""
    a, b, c = Node(5), Node(3), Node(2)
    u = b * c
    v = a + u
    assert (u.value, v.value, (3 * v).value) == (6, 11, 33)


def test_backward_values_by_hand() -> None:
    """With a = 5, b = 3, c = 2 the derivatives of J are 1, 3, 3, 3, 6, 9 for J, v, u, a, b, c."""
    a, b, c = Node(5), Node(3), Node(2)
    u = b * c
    v = a + u
    J = 3 * v
    dJ = backward(J)
    assert [dJ[node] for node in (J, v, u, a, b, c)] == [1, 3, 3, 3, 6, 9]


def test_node_used_twice_accumulates() -> None:
    """Where a node has two users, both add to its derivative: (x + 1) x has the slope 2 x + 1."""
    x = Node(4.0)
    assert backward((x + 1) * x)[x] == 9


def test_node_used_twice_by_one_operation_accumulates() -> None:
    """Where both operands are the same node, both add to its derivative: x x has the slope 2 x."""
    x = Node(4.0)
    assert backward(x * x)[x] == 8


def test_node_reached_by_paths_of_different_length_is_complete_before_it_is_passed_on() -> None:
    """With s = x + 1 and J = s + 2 s s, the derivative of x gets what reaches s on both paths."""
    x = Node(3.0)
    s = x + 1
    assert backward(s + 2 * s * s)[x] == 1 + 4 * 4


def test_backward_twice_gives_the_same() -> None:
    """A second backward pass starts from zero: nothing is left over from the first."""
    a, b = Node(2.0), Node(7.0)
    J = a * b
    assert backward(J) == backward(J)


def test_forward_order_has_inputs_first_and_no_node_twice() -> None:
    """Every node comes after its inputs, also when it was named later, and once only."""
    x = Node(1.0, "x")
    s = (x + x).named("s")
    J = s * s + x
    order = forward_order(J)
    assert len(order) == len(set(order))
    assert all(order.index(source) < order.index(node) for node in order for source in node.inputs)


def test_long_graph_needs_no_recursion() -> None:
    """A chain of 5,000 additions is differentiated without reaching Python's limit of recursion."""
    x = Node(1.0)
    total = x
    for _ in range(5000):
        total = total + x
    assert backward(total)[x] == 5001


@pytest.mark.parametrize("y", [0, 1])
def test_one_example_agrees_with_propagate(y: int) -> None:
    """The graph of one example gives the derivatives and the loss of logistic regression with m = 1."""
    w, b, x = [0.3, 0.8], 0.1, [2.0, -1.0]
    w1, w2, bias = Node(w[0]), Node(w[1]), Node(b)
    a = (w1 * x[0] + w2 * x[1] + bias).sigmoid()
    L = -(y * a.log() + (1 - y) * (1 - a).log())
    dL = backward(L)
    grads, cost = propagate(np.reshape(w, (2, 1)), b, np.reshape(x, (2, 1)), [[y]])
    np.testing.assert_allclose([dL[w1], dL[w2]], grads["dw"][:, 0], rtol=1e-14)
    assert dL[bias] == pytest.approx(grads["db"], rel=1e-14)
    assert L.value == pytest.approx(cost, rel=1e-14)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Node(math.nan), "value must be finite; got nan"),
        (lambda: Node(1.0) / 0, "divisor must not be 0; got 1.0 / 0"),
        (lambda: Node(0.0).log(), "value must be positive under log; got 0.0"),
        (lambda: Node(1000.0).exp(), "value must be finite; got inf from exp"),
        (lambda: Node(1e200) * Node(1e200), "value must be finite; got inf from multiply"),
    ],
)
def test_impossible_value_raises(build: Callable[[], Node], words: str) -> None:
    """A value that is no finite number is refused where it arises, in words that name it."""
    with pytest.raises(ValueError, match=words):
        build()
