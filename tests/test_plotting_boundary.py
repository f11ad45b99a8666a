"""The picture of a decision boundary: ground, line, points, and what is refused."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb

from dlutils.plotting import BLUE, ORANGE, plot_decision_boundary

CORNERS, CLASSES = np.array([[0.0, 2.0, 0.0], [0.0, 0.0, 1.0]]), np.array([[0, 1, 0]])


def to_the_right(X):
    """Return the probability that a point is of class 1: one half where x = 1, more to its right; shape (1, k)."""
    return 1 / (1 + np.exp(1 - X[:1]))


def colour_at(figure, ax, x, y):
    """Return the red, green and blue that are drawn at a point, 0..255."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    column, row = ax.transData.transform((x, y)).round().astype(int)
    return np.asarray(canvas.buffer_rgba())[::-1][row, column, :3].astype(int)


@pytest.mark.parametrize("predict", [to_the_right, lambda X: to_the_right(X) > 0.5, lambda X: 1 * (X[:1] > 1)])
def test_the_ground_shows_the_predicted_class(predict):
    """Probabilities, booleans and labels alike: bluish where class 0 is predicted, orange where class 1 is."""
    figure, ax = plt.subplots()
    assert plot_decision_boundary(ax, predict, CORNERS, CLASSES) is ax
    left, right = (colour_at(figure, ax, x, 0.5) for x in (0.5, 1.5))
    plt.close(figure)
    assert left[2] > left[0] + 30
    assert right[0] > right[2] + 30


def test_the_boundary_lies_where_the_probability_is_one_half():
    """The line between the classes is at x = 1, from the bottom of the picture to its top."""
    figure, ax = plt.subplots()
    plot_decision_boundary(ax, to_the_right, CORNERS, CLASSES)
    plt.close(figure)
    line = ax.collections[1].get_paths()[0].vertices
    np.testing.assert_allclose(line[:, 0], 1, atol=1e-3)
    np.testing.assert_allclose([line[:, 1].min(), line[:, 1].max()], ax.get_ylim())


def test_points_differ_in_colour_and_in_shape():
    """Points of class 0 are blue circles, those of class 1 orange squares, and each stands where X says."""
    figure, ax = plt.subplots()
    plot_decision_boundary(ax, to_the_right, CORNERS, CLASSES)
    plt.close(figure)
    zeros, ones = ax.collections[-2:]
    np.testing.assert_array_equal(zeros.get_offsets(), [[0, 0], [0, 1]])
    np.testing.assert_array_equal(ones.get_offsets(), [[2, 0]])
    assert [to_rgb(points.get_facecolor()[0]) for points in (zeros, ones)] == [to_rgb(BLUE), to_rgb(ORANGE)]
    assert len(zeros.get_paths()[0].vertices) > len(ones.get_paths()[0].vertices)


@pytest.mark.parametrize("label", [0, 1])
def test_a_predictor_that_gives_one_class_only_can_be_drawn(label):
    """Before training everything may be one class: the whole ground has its colour, and there is no line."""
    figure, ax = plt.subplots()
    plot_decision_boundary(ax, lambda X: np.full((1, X.shape[1]), label), CORNERS, CLASSES)
    corners = [colour_at(figure, ax, *np.array(corner) * 0.97) for corner in ((0.1, 0.5), (2, 0.5))]
    plt.close(figure)
    assert len(ax.collections) == 3
    for colour in corners:
        assert (colour[0] > colour[2]) == (label == 1)


def test_one_point_can_be_drawn():
    """A single point has some ground round it."""
    figure, ax = plt.subplots()
    plot_decision_boundary(ax, to_the_right, [[3], [4]], [[1]])
    plt.close(figure)
    assert ax.get_xlim() == (2, 4)
    assert ax.get_ylim() == (3, 5)


def test_the_predictor_gets_columns_and_the_data_stays():
    """It is asked for all points at once, shape (2, side * side), and X and Y are not changed."""
    shapes, X, Y = [], CORNERS.copy(), CLASSES.copy()

    def predict(points):
        shapes.append(points.shape)
        points[:] = 0
        return points[:1]

    figure, ax = plt.subplots()
    plot_decision_boundary(ax, predict, X, Y, side=20)
    plt.close(figure)
    assert shapes == [(2, 400)]
    np.testing.assert_array_equal(X, CORNERS)
    np.testing.assert_array_equal(Y, CLASSES)


@pytest.mark.parametrize(
    ("predict", "X", "Y", "message"),
    [
        (to_the_right, CORNERS.T, CLASSES, r"X must have shape \(2, m\), m at least 1; got \(3, 2\)"),
        (to_the_right, np.zeros((2, 0)), np.zeros((1, 0)), "m at least 1; got"),
        (to_the_right, [1, 2], [[1]], r"got \(2,\)"),
        (to_the_right, CORNERS, CLASSES[0], r"Y must have shape \(1, 3\); got \(3,\). Use Y.reshape\(1, 3\)"),
        (to_the_right, CORNERS, [[0, 1, 2]], "Y must hold the classes 0 and 1; got 2"),
        (to_the_right, CORNERS * np.nan, CLASSES, "X must be finite; got nan"),
        (lambda X: X[0] > 1, CORNERS, CLASSES, r"predict\(X\) must have shape \(1, 90000\); got \(90000,\)"),
        (lambda X: X[:1] * np.nan, CORNERS, CLASSES, r"predict\(X\) must be finite; got nan"),
    ],
)
def test_what_has_no_boundary_is_refused(predict, X, Y, message):
    """Points, classes and predictions of another shape, a third class, and nan are named."""
    figure, ax = plt.subplots()
    with pytest.raises(ValueError, match=message):
        plot_decision_boundary(ax, predict, X, Y)
    plt.close(figure)
