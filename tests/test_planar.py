"""The small data sets: where their points lie, what noise does, what is refused."""

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from dlutils.planar import circles, flower, load_houses, moons, spirals

SETS = [flower, moons, circles, spirals]
EACH = pytest.mark.parametrize("make", SETS)


def generator(seed=0):
    """Return a source of randomness."""
    return np.random.default_rng(seed)


@given(st.sampled_from(SETS), st.integers(1, 50), st.floats(0, 2), st.integers(0, 99))
def test_shapes_kinds_and_classes(make, m, noise, seed):
    """X has shape (2, m), Y shape (1, m) with classes 0, 1, 0, … in turn; both are finite float64."""
    X, Y = make(m, noise, rng=generator(seed))
    assert X.shape == (2, m)
    assert X.dtype == Y.dtype == np.float64
    assert np.isfinite(X).all()
    assert Y.tolist() == [[float(i % 2) for i in range(m)]]


@EACH
def test_the_same_seed_gives_the_same_points(make):
    """Points depend on the generator alone: the same seed gives the same ones, another seed others."""
    X, _ = make(20, 0.1, rng=generator(3))
    np.testing.assert_array_equal(X, make(20, 0.1, rng=generator(3))[0])
    assert not np.isclose(X, make(20, 0.1, rng=generator(4))[0]).any()


@EACH
def test_noise_is_a_standard_deviation(make):
    """What noise adds to 20,000 points has mean 0 and the standard deviation asked for, the same in both directions."""
    clean, _ = make(20_000, rng=generator(1))
    noisy, _ = make(20_000, 0.3, rng=generator(1))
    added = noisy - clean  # (2, m)
    np.testing.assert_allclose(added.mean(axis=1), 0, atol=0.01)
    np.testing.assert_allclose(added.std(axis=1), 0.3, rtol=0.02)
    assert abs(np.corrcoef(added)[0, 1]) < 0.03


@EACH
def test_points_fill_the_picture_and_stay_in_it(make):
    """Without noise every coordinate lies in -1.5..1.5, and the points reach over more than 1.4 both ways."""
    X, _ = make(2000, rng=generator())
    assert np.abs(X).max() <= 1.5
    assert (np.ptp(X, axis=1) > 1.4).all()


@EACH
def test_no_line_divides_the_classes_but_neighbours_tell_them(make):
    """Logistic regression errs on more than a tenth of the points, but five neighbours tell a new one well."""
    X, Y = make(600, 0.02, rng=generator())
    train, test = (X[:, :400].T, Y[0, :400]), (X[:, 400:].T, Y[0, 400:])
    assert LogisticRegression().fit(*train).score(*train) < 0.9
    assert KNeighborsClassifier(5).fit(*train).score(*test) > 0.87


def test_petals_of_the_flower_change_class():
    """Petals of 60 degrees are class 0, 1, 0, 1, 0, 1 on the way round, each with a sixth of the points."""
    X, Y = flower(6000, rng=generator())
    petal = np.floor(np.degrees(np.arctan2(X[1], X[0])) % 360 / 60)
    np.testing.assert_array_equal(petal % 2, Y[0])
    counts = np.bincount(petal.astype(int))
    assert len(counts) == 6
    assert counts.min() > 900


def test_petals_end_at_the_outline():
    """No point of the flower lies beyond |sin 3t| in direction t, and some come near the tip at 1."""
    X, _ = flower(6000, rng=generator())
    radius, angle = np.hypot(*X), np.arctan2(X[1], X[0])
    assert (radius <= np.abs(np.sin(3 * angle)) + 1e-12).all()
    assert radius.max() > 0.95


def test_moons_are_half_circles():
    """Class 0 lies on the upper half of the unit circle round (-0.5, -0.25); class 1 is mirrored at the origin."""
    X, Y = moons(1000, rng=generator())
    upper = np.where(Y == 0, X, -X) - np.array([[-0.5], [-0.25]])
    np.testing.assert_allclose(np.hypot(*upper), 1, rtol=1e-14)
    assert upper[1].min() >= 0
    assert upper[0].min() < -0.99
    assert upper[0].max() > 0.99


def test_circles_have_radius_1_and_one_half():
    """Class 0 is at distance 1 from the origin, class 1 at 0.5, and both go all the way round."""
    X, Y = circles(1000, rng=generator())
    np.testing.assert_allclose(np.hypot(*X), 1 - Y[0] / 2, rtol=1e-14)
    for label in (0, 1):
        quadrants = np.floor(np.degrees(np.arctan2(*X[:, Y[0] == label])) / 90)
        assert np.unique(quadrants).tolist() == [-2, -1, 0, 1]


def test_arms_of_the_spirals_turn_with_the_distance():
    """At distance r the arm of class 0 has turned by 450 r degrees, and that of class 1 lies opposite."""
    X, Y = spirals(1000, rng=generator())
    turned = np.radians(450) * np.hypot(*X)
    arm = np.where(Y == 0, X, -X)
    np.testing.assert_allclose(arm, np.hypot(*X) * np.stack([np.cos(turned), np.sin(turned)]), atol=1e-12)
    assert np.hypot(*X).max() > 0.99


def test_houses_are_six_and_a_line_through_them_falls_below_zero():
    """Area and price have shape (1, 6) and grow together; the line of least squares is negative at 30 square metres."""
    area, price = load_houses()
    assert area.shape == price.shape == (1, 6)
    assert area.dtype == price.dtype == np.float64
    assert all(a < b for a, b in pairwise(area[0]))
    assert all(0 < a < b for a, b in pairwise(price[0]))
    slope, intercept = np.polyfit(area[0], price[0], 1)
    assert 30 * slope + intercept < 0
    np.testing.assert_allclose(slope * area[0] + intercept, price[0], atol=40)


def test_houses_are_new_arrays_each_time():
    """Who changes the houses changes a copy."""
    load_houses()[0][:] = 0
    assert load_houses()[0].min() == 50


@EACH
@pytest.mark.parametrize(
    ("m", "noise", "rng", "error", "message"),
    [
        (0, 0.0, generator(), ValueError, "m must be at least 1; got 0"),
        (-3, 0.0, generator(), ValueError, "m must be at least 1; got -3"),
        (2.0, 0.0, generator(), TypeError, "m must be a whole number; got 2.0"),
        (True, 0.0, generator(), TypeError, "m must be a whole number; got True"),
        (4, -0.1, generator(), ValueError, "noise must be 0 or a positive number; got -0.1"),
        (4, float("nan"), generator(), ValueError, "noise must be 0 or a positive number; got nan"),
        (4, float("inf"), generator(), ValueError, "noise must be 0 or a positive number; got inf"),
        (4, 0.0, 1, TypeError, "rng must be a Generator; got int. Use np.random.default_rng"),
        (4, 0.0, None, TypeError, "rng must be a Generator; got NoneType"),
    ],
)
def test_bad_arguments_are_refused(make, m, noise, rng, error, message):
    """A wrong number of points, a negative noise and a seed in place of a generator are named."""
    with pytest.raises(error, match=message):
        make(m, noise, rng=rng)


def test_a_whole_number_of_numpy_is_a_number_of_points():
    """The number of points may come from an array's shape or sum."""
    assert circles(np.int64(3), rng=generator())[0].shape == (2, 3)


def test_the_module_loads_numpy_only():
    """Who draws points needs neither matplotlib nor h5py."""
    code = "import sys; import dlutils.planar; print({'matplotlib', 'h5py', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
