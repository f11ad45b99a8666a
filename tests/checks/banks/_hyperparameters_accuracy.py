"""Answers to the task `accuracy` of `hyperparameters`, right and wrong, as learners write them."""

# Learners' code stays as they write it.

import numpy as np


def accuracy_loop(Y_prediction, Y):
    m = Y.shape[1]
    correct = 0
    for i in range(m):
        if (Y_prediction[:, i] == Y[:, i]).all():
            correct += 1
    return correct / m


def accuracy_two_cases(Y_prediction, Y):
    if Y.shape[0] == 1:
        return np.mean(Y_prediction == Y)
    return np.mean(Y_prediction.argmax(0) == Y.argmax(0))


def accuracy_missed(Y_prediction, Y):
    wrong = np.any(Y_prediction != Y, axis=0)
    return 1 - wrong.sum() / wrong.size


def accuracy_differences(Y_prediction, Y):
    distance = np.abs(Y_prediction - Y).sum(axis=0, keepdims=True)
    print("wrong columns:", np.count_nonzero(distance))
    return np.array([[np.mean(distance < 0.5)]])


def accuracy_zip(Y_prediction, Y):
    right = [np.array_equal(p, y) for p, y in zip(Y_prediction.T, Y.T)]
    return sum(right) / len(right)


def accuracy_lists(Y_prediction, Y):
    p, y = Y_prediction.T.tolist(), Y.T.tolist()
    m = len(y)
    return float(len([i for i in range(m) if p[i] == y[i]])) / float(m)


def accuracy_product(Y_prediction, Y):
    # both ones and zeros agree, in every row
    same = Y_prediction * Y + (1 - Y_prediction) * (1 - Y)
    Y_prediction *= 0
    return np.prod(same, axis=0).mean()


def accuracy_count(Y_prediction, Y):
    np.random.seed(3)
    n, m = np.shape(Y)
    agree = np.matrix(Y_prediction) == np.matrix(Y)
    return (agree.sum(axis=0) == n).sum(axis=1) / m


def accuracy_isclose(Y_prediction, Y):
    return np.average(np.isclose(Y_prediction, Y).all(0))


def accuracy_of_entries(Y_prediction, Y):
    correct = (Y_prediction == Y).sum()
    return correct / Y.size


def accuracy_without_axis(Y_prediction, Y):
    if np.all(Y_prediction == Y):
        return 1.0
    return 0.0


def accuracy_in_percent(Y_prediction, Y):
    m = Y.shape[1]
    right = 0
    for i in range(m):
        right += np.array_equal(Y_prediction[:, i], Y[:, i])
    return right / m * 100


def accuracy_always_argmax(Y_prediction, Y):
    predicted = np.argmax(Y_prediction, axis=0)
    labels = np.argmax(Y, axis=0)
    return (predicted == labels).sum() / len(labels)


def accuracy_of_the_binary_course(Y_prediction, Y):
    m = Y.shape[1]
    return float((np.dot(Y, Y_prediction.T) + np.dot(1 - Y, 1 - Y_prediction.T)) / m)


def accuracy_hits_only(Y_prediction, Y):
    hits = 0
    for i in range(Y.shape[1]):
        for k in range(Y.shape[0]):
            if Y[k, i] == 1 and Y_prediction[k, i] == 1:
                hits += 1
    return hits / Y.shape[1]


def accuracy_by_len(Y_prediction, Y):
    right = np.all(Y_prediction == Y, axis=0)
    return right.sum() / len(Y)


def accuracy_rate_of_errors(Y_prediction, Y):
    m = Y.shape[1]
    errors = sum((Y_prediction[:, i] != Y[:, i]).any() for i in range(m))
    return errors / m


def accuracy_each_column(Y_prediction, Y):
    return (Y_prediction == Y).all(axis=0).astype(float)


def accuracy_counted(Y_prediction, Y):
    return int((Y_prediction == Y).all(axis=0).sum())


def accuracy_from_differences(Y_prediction, Y):
    return 1 - np.sum(np.abs(Y_prediction - Y)) / Y.shape[1]


def accuracy_rounded(Y_prediction, Y):
    return round(float((Y_prediction == Y).all(axis=0).mean()), 1)


def accuracy_floor(Y_prediction, Y):
    right = sum(list(a) == list(b) for a, b in zip(Y_prediction.T, Y.T))
    return right // Y.shape[1]


RIGHT = {
    "loop over columns": accuracy_loop,
    "argmax, one row apart": accuracy_two_cases,
    "one minus errors": accuracy_missed,
    "distances, prints, returns (1, 1)": accuracy_differences,
    "zip of columns": accuracy_zip,
    "lists": accuracy_lists,
    "product of entries, changes its argument": accuracy_product,
    "matrices and a seed": accuracy_count,
    "isclose and average": accuracy_isclose,
}

WRONG = {
    "right entries": (accuracy_of_entries, "accuracy.entries"),
    "all without axis": (accuracy_without_axis, "accuracy.all_at_once"),
    "per cent": (accuracy_in_percent, "accuracy.percent"),
    "argmax of one row": (accuracy_always_argmax, "accuracy.argmax_of_one_row"),
    "formula for one row": (accuracy_of_the_binary_course, "accuracy.one_row_formula"),
    "only ones are counted": (accuracy_hits_only, "accuracy.only_ones"),
    "divided by len": (accuracy_by_len, "accuracy.rows"),
    "share of errors": (accuracy_rate_of_errors, "accuracy.errors"),
    "one number per column": (accuracy_each_column, "accuracy.one_per_column"),
    "not divided": (accuracy_counted, "accuracy.count"),
    "differences counted twice": (accuracy_from_differences, "accuracy.counted_twice"),
    "rounded": (accuracy_rounded, ""),
    "whole division": (accuracy_floor, "accuracy.all_at_once"),
}
