"""Comparisons of results that come layer by layer: caches, tables of shapes, and starts told apart."""

import numpy as np
import pytest

from dlutils.checks.layer_results import Cache, Caches, ShapesOf, Start
from dlutils.checks.random_start import Independent, Shapes
from dlutils.messages import message

LAYER = (("A_prev", "W", "b"), "Z")


def cache(n_prev=3, n=2, m=4):
    """Return a cache of one layer, with different numbers everywhere."""
    shapes = ((n_prev, m), (n, n_prev), (n, 1), (n, m))
    A_prev, W, b, Z = (np.arange(np.prod(shape)).reshape(shape) + 100.0 * i for i, shape in enumerate(shapes))
    return (A_prev, W, b), Z


def text(problem, hidden=False):
    """Return a problem in words, as a check says it."""
    if hidden and problem.values:
        return message(f"problem.{problem.key}_hidden", **problem.parameters)
    return message(f"problem.{problem.key}", **problem.parameters, **problem.values)


def test_equal_caches_are_right():
    """Lists are as right as tuples, whole numbers as right as floats."""
    (A_prev, W, b), Z = cache()
    assert Cache(LAYER).problem([[A_prev, W, b], Z], cache()) is None
    assert Cache(LAYER).problem(((A_prev.astype(int), W, b), Z.astype(int)), cache()) is None
    assert Caches(LAYER).problem([cache(), cache()], [cache(), cache()]) is None
    assert Caches(LAYER).problem((cache(),), [cache()]) is None


@pytest.mark.parametrize(
    "wrong",
    [
        lambda A_prev, W, b, Z: (A_prev, W, b, Z),
        lambda A_prev, W, b, Z: ((A_prev, W), Z),
        lambda A_prev, W, b, Z: (Z, (A_prev, W, b)),
        lambda A_prev, W, b, Z: {"A_prev": A_prev},
        lambda A_prev, W, b, Z: Z,
        lambda A_prev, W, b, Z: None,
        lambda A_prev, W, b, Z: ((A_prev, W, b), Z, Z),
    ],
)
def test_another_form_is_named(wrong):
    """A cache that is nested otherwise is wrong, and the text shows the right form."""
    (A_prev, W, b), Z = cache()
    for hidden in (False, True):
        assert "must be ((A_prev, W, b), Z); got" in text(Cache(LAYER).problem(wrong(A_prev, W, b, Z), cache()), hidden)
    assert text(Caches(LAYER).problem([cache(), wrong(A_prev, W, b, Z)], [cache()] * 2)).startswith("layer 2 — must be")


def test_a_wrong_array_is_placed():
    """Of a wrong array the layer and the name are told; hidden, no right number is."""
    (A_prev, W, b), Z = cache()
    found = Caches(LAYER).problem([cache(), ((A_prev, W, b + 7.25), Z)], [cache(), cache()])
    assert text(found) == "layer 2, b — is wrong in 2 of 2 entries; the first, at [0, 0], is 207.25 and should be 200."
    assert text(found, hidden=True) == "layer 2, b — is wrong in 2 of 2 entries; the first is at [0, 0]."
    found = Cache(LAYER).problem(((A_prev, W.T, b), Z), cache())
    assert text(found) == text(found, hidden=True) == "W — must have shape (2, 3); got (3, 2), which is the transpose."


def test_the_number_of_caches_is_counted():
    """A list with too few or too many caches is wrong, and so is what is no list."""
    caches = Caches(LAYER)
    assert text(caches.problem([cache()], [cache()] * 2)) == "must hold one cache for each layer, so 2; it holds 1."
    assert caches.problem([cache()] * 3, [cache()] * 2).key == "caches_length"
    for strange in ({1: cache()}, None, np.ones(3), 5):
        assert text(caches.problem(strange, [cache()])).startswith("must be a list with one cache for each layer; got")


def test_alike_caches_have_the_same_numbers():
    """Caches are alike by value only."""
    other = ((cache()[0][0] + 1, *cache()[0][1:]), cache()[1])
    for comparison, pack in ((Cache(LAYER), lambda c: c), (Caches(LAYER), lambda c: [c])):
        assert comparison.alike(pack(cache()), pack(cache()))
        assert not comparison.alike(pack(cache()), pack(other))


TABLE = {"W1": (4, 3), "b1": (4, 1), "A1": (4, 5), "W2": (1, 4), "b2": (1, 1), "A2": (1, 5)}


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        {name: list(shape) for name, shape in TABLE.items()},
        {name: np.array(shape) for name, shape in TABLE.items()},
        TABLE | {"A0": (3, 5), "dW1": (4, 3), "X": "the input", 7: 8},
        dict(reversed(TABLE.items())),
    ],
    ids=["tuples", "lists", "arrays of numbers", "other entries", "another order"],
)
def test_right_tables_pass(table):
    """Shapes are right as tuples, lists or arrays of whole numbers, in any order, beside other entries."""
    assert [ShapesOf(kind).problem(table, TABLE) for kind in "WbA"] == [None] * 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"W2": (4, 1)}, "W2 is (4, 1) and should be (1, 4)."),
        ({"W2": (1, 4, 1)}, "W2 is (1, 4, 1) and should be (1, 4)."),
        ({"W2": (1.0, 4.0)}, "W2 must be a shape, two whole numbers such as (4, 3); got a tuple."),
        ({"W2": (True, 4)}, "W2 must be a shape, two whole numbers such as (4, 3); got a tuple."),
        ({"W2": "(1, 4)"}, "W2 must be a shape, two whole numbers such as (4, 3); got a str."),
        ({"W2": np.zeros((1, 4))}, "W2 must be a shape, two whole numbers such as (4, 3); got a ndarray."),
        ({"W3": (1, 1)}, "W3 is one too many: there is none in a network of 2 layers."),
        ({"W0": (3, 1)}, "W0 is one too many: there is none in a network of 2 layers."),
    ],
)
def test_wrong_tables_are_explained(change, told):
    """A wrong entry of one kind is told in words, and leaves the other kinds right."""
    assert text(ShapesOf("W").problem(TABLE | change, TABLE)) == told
    assert ShapesOf("b").problem(TABLE | change, TABLE) is None


def test_missing_entries_and_other_things_are_no_table():
    """A name that is missing is told with the names that are there; what is no dictionary is refused."""
    found = ShapesOf("W").problem({"W1": (4, 3), "w2": (1, 4)}, TABLE)
    assert text(found) == "W2 is not in the dictionary; it has: W1, w2."
    assert "it has: none" in text(ShapesOf("W").problem({}, TABLE))
    assert text(ShapesOf("W").problem([(4, 3)], TABLE)) == "The result must be a dictionary of shapes; got a list."
    assert (
        text(ShapesOf("W").problem(TABLE | {"W1": (3, 4)}, TABLE), hidden=True) == "W1 is (3, 4), which is not right."
    )


def test_alike_tables_have_the_same_shapes_of_one_kind():
    """Of two tables only the entries of one kind are looked at; arrays stand for their shape, whatever they hold."""
    assert ShapesOf("W").alike(TABLE | {"b1": (9, 9)}, TABLE)
    assert not ShapesOf("b").alike(TABLE | {"b1": (9, 9)}, TABLE)
    assert ShapesOf("W").alike({"W1": np.ones((2, 2))}, {"W1": np.zeros((2, 2))})
    assert not ShapesOf("W").alike({"W1": np.ones((2, 2))}, {"W1": (2, 2)})
    assert ShapesOf("W").alike("a", "a")
    assert not ShapesOf("W").alike("a", TABLE)


def start(layers=2, weights=None):
    """Return parameters of so many layers."""
    rng = np.random.default_rng(0)
    W = weights or (lambda shape: rng.normal(size=shape))
    return {f"{k}{i}": W((20, 30)) if k == "W" else np.zeros((20, 1)) for i in range(1, layers + 1) for k in "Wb"}


def test_a_layer_too_many_is_wrong():
    """Where it is asked for, a W or b of another layer is wrong; any other entry may be there."""
    exact = Start(Shapes(), "Wb", exact=True)
    assert exact.problem(start(), start()) is None
    assert exact.problem(start() | {"L": 2, "Wide": 1, 5: 6}, start()) is None
    assert Start(Shapes()).problem(start(3), start()) is None
    assert text(exact.problem(start(3), start())) == "W3 is one too many: there is none in a network of 2 layers."
    assert exact.problem(start(1), start()).key == "no_entry"
    assert exact.problem([1], start()).key == "not_dict"


def test_starts_are_told_apart():
    """Starts of equal weights are alike only if the same weights are equal, and names and shapes agree."""
    ways = {
        "random": None,
        "zero": np.zeros,
        "one value": lambda shape: np.full(shape, 0.3),
        "rows": lambda shape: np.repeat(np.random.default_rng(1).normal(size=(1, shape[1])), shape[0], axis=0),
        "columns": lambda shape: np.repeat(np.random.default_rng(1).normal(size=(shape[0], 1)), shape[1], axis=1),
    }
    comparison = Start(Independent())
    for a in ways:
        for b in ways:
            assert comparison.alike(start(2, ways[a]), start(2, ways[b])) is (a == b), (a, b)
    assert not comparison.alike(start(2), start(3))
    assert not comparison.alike(start(2), list(start(2).values()))
    assert comparison.alike(start(2) | {"b1": 0.0}, start(2))
    assert not Start(Independent(), "Wb").alike(start(2) | {"b1": 0.0}, start(2))
