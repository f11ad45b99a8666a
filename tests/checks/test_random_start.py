"""Random parameters: right ones hardly ever fail, whatever their generator, and every wrong pattern is caught."""

import math
import random
from itertools import combinations

import numpy as np
import pytest
from scipy import optimize, stats

from dlutils.checks import load
from dlutils.checks.random_start import SURPRISE, Independent, Shapes, Spread, Zero
from dlutils.grading.course import Course
from dlutils.messages import entry, message
from tests.grading.example_class import ROOT

DIMS = [60, 25, 40, 70, 3]
SMALL = Spread(lambda n_prev, n: 0.01)
HE = Spread(lambda n_prev, n: math.sqrt(2 / n_prev))
WANT = {
    name: np.zeros(shape)
    for layer in range(1, len(DIMS))
    for name, shape in ((f"W{layer}", (DIMS[layer], DIMS[layer - 1])), (f"b{layer}", (DIMS[layer], 1)))
}


def start(weights, biases=lambda n: np.zeros((n, 1)), dims=DIMS, first=1):
    """Return parameters from a function of (n, n_prev) for each matrix, and one of n for each bias."""
    parameters = {}
    for layer in range(1, len(dims)):
        parameters[f"W{layer + first - 1}"] = weights(dims[layer], dims[layer - 1])
        parameters[f"b{layer + first - 1}"] = biases(dims[layer])
    return parameters


# ---- right answers: the probability that one fails -------------------------------------------------------------


def chance_of_size(count):
    """Return the exact probability that normal numbers of variance 1 are found too large or too small."""

    def beyond(square):
        return count / 2 * (square - 1 - math.log(square)) - SURPRISE

    low = optimize.brentq(beyond, math.exp(-1 - 2 * SURPRISE / count), 1.0)
    high = optimize.brentq(beyond, 1.0, 10 + 10 * SURPRISE / count)
    return stats.chi2.cdf(count * low, count), stats.chi2.sf(count * high, count)


def chance_of_coins(count):
    """Return the exact probability that fair coins are found to go together."""
    least = math.floor(count / 2 + math.sqrt(SURPRISE * count / 2)) + 1  # agreements that are too many
    return 2 * stats.binom.sf(least - 1, count, 0.5)


def chance_of_repetition(count, one=1e-7):
    """Return a bound for the probability that half of so many numbers equal others; `one`: that two given ones do.

    Of 24 bits, as float32 has them, no normal number is more probable than 3e-8: 0.242 * 2**-23, just above 1.
    """
    half = math.ceil(count / 2)
    return math.exp(min(0.0, count * math.log(2) + half * math.log(count * one))) if count >= 4 else 0.0


def chance_of_failing(sizes):
    """Return a bound for the probability that right weights of these numbers of entries fail: added up, event by event.

    The mean is divided by the right deviation or more, so a normal tail bounds it.
    """
    mean = 2 * stats.norm.sf(math.sqrt(2 * SURPRISE))
    alone = sum(
        sum(chance_of_size(size)) + mean + chance_of_repetition(size) + chance_of_coins(size // 4) for size in sizes
    )
    return alone + sum(2 * chance_of_coins(min(pair) // 2) for pair in combinations(sizes, 2))


def calls(task, seed):
    """Return the numbers of entries of the weights in every call of a check, public and hidden."""
    rng = np.random.default_rng(seed)
    for case in (*task.cases, *task.hidden_cases):
        right = task.reference(*case(rng))
        yield [value.size for name, value in right.items() if name[0] == "W"]


RANDOM_TASKS = [
    (name, task)
    for name in Course.find(ROOT).assignments
    for task in load(name).tasks.values()
    if any(isinstance(part.comparison, Spread) for part in task.parts)
]


@pytest.mark.parametrize(("name", "task"), RANDOM_TASKS, ids=[f"{name}-{task.name}" for name, task in RANDOM_TASKS])
def test_a_right_answer_fails_less_than_once_in_a_billion_checks(name, task):
    """Added up over all layers of all calls, a right answer in normal numbers fails with a probability below 1e-9."""
    for seed in range(3):
        assert sum(map(chance_of_failing, calls(task, seed))) < 1e-9


@pytest.mark.parametrize("count", [1, 2, 3, 10, 60, 100, 400, 2000, 20_000, 1_000_000])
def test_every_limit_keeps_its_promise(count):
    """For any number of entries, a limit is passed by chance with a probability of at most exp(-SURPRISE)."""
    promised = math.exp(-SURPRISE)
    assert max(chance_of_size(count)) <= promised
    assert chance_of_coins(count) <= 2 * promised
    assert chance_of_repetition(count) <= promised
    assert 2 * stats.norm.sf(math.sqrt(2 * SURPRISE)) <= 2 * promised


def test_uniform_numbers_keep_the_promise_too():
    """Uniform numbers of mean 0 and variance 1 have smaller exponential moments than normal ones, so do their squares.

    So Chernoff's bound, on which the limits rest, holds for them as it does for normal numbers.
    """
    t = np.linspace(0.01, 40, 4000)
    edge = math.sqrt(3)
    assert (np.log(np.sinh(edge * t) / (edge * t)) <= t**2 / 2).all()
    # E exp(s u^2) of uniform u, against 1 / sqrt(1 - 2 s) of normal numbers, which exists for s < 1/2.
    u = edge * (np.arange(20_000) + 0.5) / 20_000
    for s in (-300, -30, -3, -1, -0.1, -0.01, 0.01, 0.1, 0.3, 0.45, 0.49):
        assert np.mean(np.exp(s * u**2)) < 1 / math.sqrt(1 - 2 * s)


def test_coins_are_fair_for_any_distribution():
    """Whether numbers of a series rise, pair by pair, is a fair coin, also where they are lopsided or all positive."""
    rng = np.random.default_rng(0)
    for draw in (rng.standard_normal, rng.random, rng.standard_exponential):
        parameters = start(lambda n, n_prev, draw=draw: draw((n, n_prev)))
        assert Independent().problem(parameters, WANT) is None


def legacy(n, n_prev):
    """Draw with NumPy's older functions, whose seed is shared."""
    return np.random.randn(n, n_prev)  # noqa: NPY002


def gauss_loops(n, n_prev):
    """Draw with Python's own generator, number by number."""
    return np.array([[random.gauss(0, 1) for _ in range(n_prev)] for _ in range(n)])


def seeded(seed):
    """Draw with the older functions from one seed for all layers, set before the first."""
    np.random.seed(seed)  # noqa: NPY002
    return legacy


UNIT = {
    "randn": lambda seed: legacy,
    "randn after a seed": seeded,
    "default_rng": lambda seed: lambda *shape: np.random.default_rng().standard_normal(shape),
    "default_rng with a seed": lambda seed: (lambda rng: lambda *shape: rng.standard_normal(shape))(
        np.random.default_rng(seed)
    ),
    "float32": lambda seed: lambda n, n_prev: np.random.default_rng().standard_normal((n, n_prev), dtype=np.float32),
    "random.gauss": lambda seed: gauss_loops,
    "uniform": lambda seed: lambda *shape: np.random.default_rng().uniform(-math.sqrt(3), math.sqrt(3), shape),
    "transposed": lambda seed: lambda n, n_prev: legacy(n_prev, n).T,
}


@pytest.mark.parametrize("style", UNIT)
def test_right_answers_pass(style):
    """Normal numbers of any generator and seed pass, and so do uniform ones of the right variance; extras are fine."""
    for seed in range(40):
        draw = UNIT[style](seed)
        for spread in (SMALL, HE):
            parameters = start(lambda n, n_prev, draw=draw, s=spread: s.deviation(n_prev, n) * draw(n, n_prev))
            parameters |= {"layers": 4, "b_all": np.ones(3), "W_sum": np.full((40, 40), 7.0)}
            for comparison in (Shapes(), Zero("b"), spread, Independent()):
                assert comparison.problem(parameters, WANT) is None


# ---- wrong answers ---------------------------------------------------------------------------------------------

RNG = np.random.default_rng(7)


def normal(n, n_prev):
    """Draw normal numbers."""
    return RNG.standard_normal((n, n_prev))


def rand(n, n_prev):
    """Draw uniform numbers between 0 and 1."""
    return RNG.random((n, n_prev))


def he(n, n_prev):
    """Draw right weights for ReLU."""
    return math.sqrt(2 / n_prev) * normal(n, n_prev)


def same_seed(n, n_prev):
    """Start the generator anew for each layer."""
    return np.random.default_rng(3).standard_normal((n, n_prev))


def column_by_column(n, n_prev):
    """Start the generator anew for each layer, and fill the matrix column by column."""
    return np.random.default_rng(3).standard_normal((n_prev, n)).T


def line(n, n_prev):
    """Lay numbers of the right size in a row."""
    return np.linspace(-0.01, 0.01, n * n_prev).reshape(n, n_prev) * math.sqrt(3)


WRONG_WEIGHTS = {
    "zeros": (SMALL, lambda n, n_prev: np.zeros((n, n_prev)), "all_zero"),
    "all equal": (SMALL, lambda n, n_prev: np.full((n, n_prev), 0.01), "not_centred"),
    "all equal, seen as dependence": (Independent(), lambda n, n_prev: np.full((n, n_prev), 0.01), "repeated"),
    "rand instead of randn": (SMALL, lambda n, n_prev: 0.01 * rand(n, n_prev), "not_centred"),
    "rand for He": (HE, lambda n, n_prev: math.sqrt(2 / n_prev) * rand(n, n_prev), "not_centred"),
    "positive": (SMALL, lambda n, n_prev: 0.01 * abs(normal(n, n_prev)), "not_centred"),
    "rand around 0": (SMALL, lambda n, n_prev: 0.01 * (rand(n, n_prev) - 0.5), "spread"),
    "uniform from -1 to 1": (SMALL, lambda n, n_prev: 0.01 * (2 * rand(n, n_prev) - 1), "spread"),
    "no factor": (SMALL, normal, "spread"),
    "factor 1": (SMALL, lambda n, n_prev: 1 * normal(n, n_prev), "spread"),
    "factor 0.001": (SMALL, lambda n, n_prev: 0.001 * normal(n, n_prev), "spread"),
    "divided": (SMALL, lambda n, n_prev: normal(n, n_prev) / 0.01, "spread"),
    "huge": (SMALL, lambda n, n_prev: normal(n, n_prev) * 1e200, "spread"),
    "tiny": (SMALL, lambda n, n_prev: normal(n, n_prev) * 1e-200, "spread"),
    "root forgotten": (HE, lambda n, n_prev: 2 / n_prev * normal(n, n_prev), "spread"),
    "n instead of n_prev": (HE, lambda n, n_prev: math.sqrt(2 / n) * normal(n, n_prev), "spread"),
    "Xavier": (HE, lambda n, n_prev: math.sqrt(2 / (n + n_prev)) * normal(n, n_prev), "spread"),
    "1 / n_prev": (HE, lambda n, n_prev: math.sqrt(1 / n_prev) * normal(n, n_prev), "spread"),
    "uniform of He's deviation as limit": (
        HE,
        lambda n, n_prev: math.sqrt(2 / n_prev) * (2 * rand(n, n_prev) - 1),
        "spread",
    ),
    "one seed for all layers": (Independent(), same_seed, "same_in_two_layers"),
    "one seed, scaled": (Independent(), lambda n, n_prev: same_seed(n, n_prev) / n_prev, "same_in_two_layers"),
    "one seed, column by column": (Independent(), column_by_column, "same_in_two_layers"),
    "one row for all neurons": (Independent(), lambda n, n_prev: np.tile(normal(1, n_prev), (n, 1)), "repeated"),
    "one number for each neuron": (Independent(), lambda n, n_prev: np.tile(normal(n, 1), n_prev), "repeated"),
    "whole numbers": (Independent(), lambda n, n_prev: np.round(3 * normal(n, n_prev)), "repeated"),
    "cut to whole numbers": (SMALL, lambda n, n_prev: (0.01 * normal(n, n_prev)).astype(int), "all_zero"),
    "two decimals": (Independent(), lambda n, n_prev: np.round(0.01 * normal(n, n_prev), 2), "repeated"),
    "numbers in order": (Independent(), line, "in_order"),
    "numbers in falling order": (Independent(), lambda n, n_prev: -line(n, n_prev), "in_order"),
    "in order, column by column": (Independent(), lambda n, n_prev: line(n_prev, n).T, "in_order"),
    "a wave": (Independent(), lambda n, n_prev: np.sin(0.3 * np.arange(n * n_prev)).reshape(n, n_prev), "in_order"),
}


@pytest.mark.parametrize("pattern", WRONG_WEIGHTS)
def test_wrong_weights_are_caught(pattern):
    """Every wrong pattern is caught each time, and called by its name."""
    comparison, weights, key = WRONG_WEIGHTS[pattern]
    for _ in range(40):
        found = comparison.problem(start(weights), WANT)
        assert found is not None
        assert found.key == key


@pytest.mark.parametrize(
    ("biases", "key"),
    [
        (lambda n: 0.01 * normal(n, 1), "not_zero"),
        (lambda n: np.ones((n, 1)), "not_zero"),
        (np.zeros, "of_entry"),
        (lambda n: np.zeros((1, n)), "of_entry"),
        (lambda n: 0.0, "of_entry"),
        (lambda n: np.full((n, 1), np.nan), "of_entry"),
    ],
    ids=["random", "ones", "flat", "rows", "numbers", "nan"],
)
def test_wrong_biases_are_caught(biases, key):
    """Biases that are not 0, or have another shape, are caught, and cost nothing of the weights."""
    parameters = start(he, biases)
    assert Zero("b").problem(parameters, WANT).key == key
    assert (Shapes().problem(parameters, WANT) is None) is (key == "not_zero")
    assert HE.problem(parameters, WANT) is None
    assert Independent().problem(parameters, WANT) is None


WRONG_FORMS = {
    "W transposed": (start(lambda n, n_prev: he(n_prev, n)), "of_entry", "W1 must have shape (25, 60); got (60, 25)"),
    "a list in a list": (start(lambda n, n_prev: he(n, n_prev).tolist()), "of_entry", "W1 must be a NumPy array"),
    "the last layer is missing": (start(he, dims=DIMS[:-1]), "no_entry", "W4 is not in the dictionary"),
    "numbered from 0": (start(he, first=0), "of_entry", "W1 must have shape (25, 60); got (40, 25)"),
    "nan": (start(lambda n, n_prev: he(n, n_prev) * np.nan), "of_entry", "W1 must be finite"),
    "a list": (list(start(he).values()), "not_dict", "must be a dictionary of arrays; got a list"),
    "nothing in it": ({}, "no_entry", "it has: none"),
}


@pytest.mark.parametrize("form", WRONG_FORMS)
def test_wrong_forms_are_caught(form):
    """Wrong shapes, names and kinds are caught by every comparison of weights, in words that say where."""
    parameters, key, words = WRONG_FORMS[form]
    for comparison in (Shapes(), Zero("W"), HE, Independent()):
        found = comparison.problem(parameters, WANT)
        assert found.key == key
        assert words in message(f"problem.{key}", **found.parameters)


def test_a_wrong_small_matrix_is_caught():
    """Where the last layer has few weights, they may still not be 0, equal, or a hundred times too large."""
    right = start(he)
    for last, comparison, key in (
        (np.zeros((3, 70)), HE, "all_zero"),
        (np.full((3, 70), 0.17), Independent(), "repeated"),
        (100 * right["W4"], HE, "spread"),
        (right["W4"] / 100, HE, "spread"),
    ):
        assert comparison.problem(right | {"W4": last}, WANT).key == key


def test_every_problem_has_its_words():
    """Every problem that is found here can be said in words, in a hidden check as well."""
    for comparison, weights, key in WRONG_WEIGHTS.values():
        found = comparison.problem(start(weights), WANT)
        assert message(f"problem.{key}", **found.parameters, **found.values)
        if found.values:
            hidden = message(f"problem.{key}_hidden", **found.parameters)
            assert not any(str(value) in hidden for value in found.values.values())
    assert entry("problem.not_zero")


# ---- naming: what is alike -------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", WRONG_WEIGHTS)
def test_a_pattern_is_like_itself(pattern):
    """Two draws of one wrong pattern are alike: so its mistake is named."""
    comparison, weights, _ = WRONG_WEIGHTS[pattern]
    assert comparison.alike(start(weights), start(weights))


def test_other_spreads_are_not_alike():
    """Two patterns have like spreads only if both have the same mean and size; where numbers repeat, too few tell."""
    same = {
        "cut to whole numbers": "zeros",
        "all equal, seen as dependence": "all equal",
        "factor 1": "no factor",
        "one seed for all layers": "no factor",
        "one seed, column by column": "no factor",
        "numbers in falling order": "numbers in order",
        "in order, column by column": "numbers in order",
    }
    telling = {
        name: weights for name, (_, weights, key) in WRONG_WEIGHTS.items() if key != "repeated" or "equal" in name
    }
    for (one, weights), (other, others) in combinations(telling.items(), 2):
        assert SMALL.alike(start(weights), start(others)) is (same.get(one, one) == same.get(other, other))


def test_other_dependences_are_not_alike():
    """Two patterns are alike in their dependence if both have the same, or none."""
    for (_, weights, _), (_, others, _) in combinations(WRONG_WEIGHTS.values(), 2):
        one, other = start(weights), start(others)
        found = [Independent().problem(parameters, WANT) for parameters in (one, other)]
        keys = [problem and problem.key for problem in found]
        assert Independent().alike(one, other) is (keys[0] == keys[1])


def test_forms_are_alike_by_shape_alone():
    """Shapes are alike whatever the numbers, unless those of one are not finite; another kind is not alike."""
    right, flat = start(he), start(he, np.zeros)
    assert Shapes().alike(right, start(rand))
    assert not Shapes().alike(right, flat)
    assert not Shapes().alike(right, start(lambda n, n_prev: he(n, n_prev) * np.nan))
    assert not Shapes().alike(right, list(right.values()))
    assert Shapes().alike([right["W1"]], [right["W1"] + 1])
    assert not HE.alike(right, start(lambda n, n_prev: he(n, n_prev) * np.nan))
    assert not HE.alike(right, flat | {"W1": np.zeros((25, 60))})
    assert not HE.alike(None, 3)


def test_nan_is_like_no_pattern():
    """Weights that are nan depend on each other in no known way: they get no hint for numbers in order."""
    nothing = start(lambda n, n_prev: he(n, n_prev) * np.nan)
    assert Independent().alike(nothing, nothing)
    for _, weights, _ in WRONG_WEIGHTS.values():
        assert not Independent().alike(nothing, start(weights))


def test_zeros_are_alike_by_what_they_hold():
    """Biases that are ones are unlike random ones, and unlike zeros."""
    ones, numbers = start(he, lambda n: np.ones((n, 1))), start(he, lambda n: normal(n, 1))
    assert Zero("b").alike(ones, start(he, lambda n: np.full((n, 1), 2.0)))
    assert not Zero("b").alike(ones, numbers)
    assert not Zero("b").alike(ones, start(he))
    assert not Zero("b").alike(numbers, start(he, lambda n: np.full((n, 1), np.nan)))


def test_a_right_part_of_a_mistake_explains_nothing():
    """Where the form is wrong, a mistake whose own weights or biases are right is not alike, whatever the numbers."""
    transposed, flat = start(lambda n, n_prev: he(n_prev, n)), start(he, np.zeros)
    for comparison, wrong in (
        (Independent(), transposed),
        (HE, transposed),
        (Zero("b"), flat),
    ):
        assert comparison.problem(wrong, WANT) is not None
        assert not comparison.alike(wrong, start(he))
        assert comparison.alike(wrong, wrong)
