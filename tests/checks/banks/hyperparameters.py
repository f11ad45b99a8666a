"""Answers to `hyperparameters`, right and wrong, as learners write them; those to accuracy have a file of their own."""

# Learners' code stays as they write it.

import operator

import numpy as np

from tests.checks.banks import _hyperparameters_accuracy as accuracy

# ---- split -----------------------------------------------------------------------------------------------------


def split_negative(X, Y, m_validation):
    X_train, X_validation = X[:, :-m_validation], X[:, -m_validation:]
    Y_train, Y_validation = Y[:, :-m_validation], Y[:, -m_validation:]
    return X_train, Y_train, X_validation, Y_validation


def split_from_the_front(X, Y, m_validation):
    m = Y.shape[1]
    cut = m - m_validation
    return X[:, 0:cut], Y[:, 0:cut], X[:, cut:m], Y[:, cut:m]


def split_numpy(X, Y, m_validation):
    a, b = np.split(X, [-m_validation], axis=1)
    c, d = np.split(Y, [-m_validation], axis=1)
    return [a, c, b, d]


def split_hsplit(X, Y, m_validation):
    (X1, X2), (Y1, Y2) = (np.hsplit(M, [M.shape[1] - m_validation]) for M in (X, Y))
    return X1.copy(), Y1.copy(), X2.copy(), Y2.copy()


def split_loop(X, Y, m_validation):
    parts = [[], [], [], []]
    for i in range(X.shape[1]):
        late = 2 if i >= X.shape[1] - m_validation else 0
        parts[late].append(X[:, i])
        parts[late + 1].append(Y[:, i])
    return tuple(np.stack(part, axis=1) for part in parts)


def split_masks(X, Y, m_validation):
    held_out = np.arange(X.shape[1]) >= X.shape[1] - m_validation
    print("held out:", held_out.sum())
    return X[:, ~held_out], Y[:, ~held_out], X[:, held_out], Y[:, held_out]


def split_transposed(X, Y, m_validation):
    X, Y = X.T, Y.T
    return X[:-m_validation].T, Y[:-m_validation].T, X[-m_validation:].T, Y[-m_validation:].T


def split_take(X, Y, m_validation):
    i = list(range(len(X[0])))
    first, last = i[:-m_validation], i[-m_validation:]
    return X.take(first, axis=1), Y.take(first, axis=1), np.matrix(X.take(last, axis=1)), Y.take(last, axis=1)


def split_delete(X, Y, m_validation):
    out = np.s_[X.shape[1] - m_validation :]
    return np.delete(X, out, 1), np.delete(Y, out, 1), X[:, out], Y[:, out]


def split_rows(X, Y, m_validation):
    X_train, X_validation = X[:-m_validation, :], X[-m_validation:, :]
    Y_train, Y_validation = Y[:-m_validation, :], Y[-m_validation:, :]
    return X_train, Y_train, X_validation, Y_validation


def split_front(X, Y, m_validation):
    X_validation = X[:, :m_validation]
    Y_validation = Y[:, :m_validation]
    X_train = X[:, m_validation:]
    Y_train = Y[:, m_validation:]
    return X_train, Y_train, X_validation, Y_validation


def split_order_of_a_library(X, Y, m_validation):
    cut = X.shape[1] - m_validation
    X_train, X_validation = X[:, :cut], X[:, cut:]
    Y_train, Y_validation = Y[:, :cut], Y[:, cut:]
    return X_train, X_validation, Y_train, Y_validation


def split_keeps_all(X, Y, m_validation):
    m = X.shape[1]
    X_train = X
    Y_train = Y
    X_validation = X[:, m - m_validation : m]
    Y_validation = Y[:, m - m_validation : m]
    return X_train, Y_train, X_validation, Y_validation


def split_len(X, Y, m_validation):
    m_train = len(X) - m_validation
    return X[:, :m_train], Y[:, :m_train], X[:, m_train:], Y[:, m_train:]


def split_wrong_way_round(X, Y, m_validation):
    return X[:, :m_validation], Y[:, :m_validation], X[:, m_validation:], Y[:, m_validation:]


def split_minus_one(X, Y, m_validation):
    cut = X.shape[1] - m_validation
    return X[:, : cut - 1], Y[:, : cut - 1], X[:, cut:], Y[:, cut:]


def split_without_the_last(X, Y, m_validation):
    m = X.shape[1]
    cut = m - m_validation
    return X[:, :cut], Y[:, :cut], X[:, cut : m - 1], Y[:, cut : m - 1]


def split_three_hundred(X, Y, m_validation):
    m_train = X.shape[1] - 300
    return X[:, :m_train], Y[:, :m_train], X[:, m_train:], Y[:, m_train:]


def split_shuffled(X, Y, m_validation):
    order = np.random.default_rng(0).permutation(X.shape[1])
    X, Y = X[:, order], Y[:, order]
    return X[:, :-m_validation], Y[:, :-m_validation], X[:, -m_validation:], Y[:, -m_validation:]


def split_labels_left(X, Y, m_validation):
    X_train, X_validation = np.hsplit(X, [X.shape[1] - m_validation])
    return X_train, Y, X_validation, Y


# ---- best ------------------------------------------------------------------------------------------------------


def best_loop(results):
    winner = results[0]
    for result in results:
        if result["validation"] > winner["validation"]:
            winner = result
    return winner


def best_argmax(results):
    return results[np.argmax([r["validation"] for r in results])]


def best_sorted(results):
    return sorted(results, key=operator.itemgetter("validation"), reverse=True)[0]


def best_sorted_in_place(results):
    results.sort(key=lambda r: r["validation"])
    return results.pop()


def best_from_zero(results):
    highest = 0
    settings = None
    for i in range(len(results)):
        if results[i]["validation"] >= highest:
            highest = results[i]["validation"]
            settings = dict(results[i])
    return settings


def best_settings_only(results):
    r = max(results, key=lambda r: r["validation"])
    return {key: value for key, value in r.items() if key not in ("costs", "train", "validation")}


def best_filtered(results):
    top = max(r["validation"] for r in results)
    return [r for r in results if r["validation"] == top][0]


def best_of_pairs(results):
    pairs = [(r["validation"], i) for i, r in enumerate(results)]
    print(pairs)
    score, i = max(pairs)
    return results[i]


def best_of_errors(results):
    return min(results, key=lambda r: 1 - r["validation"])


def best_by_training(results):
    accuracies = []
    for r in results:
        accuracies.append(r["train"])
    return results[accuracies.index(max(accuracies))]


def best_by_last_cost(results):
    return sorted(results, key=lambda r: r["costs"][-1])[0]


def best_rising(results):
    return sorted(results, key=lambda r: r["validation"])[0]


def best_number(results):
    top = 0
    for r in results:
        if r["validation"] > top:
            top = r["validation"]
    return top


def best_place(results):
    validation = [r["validation"] for r in results]
    return validation.index(max(validation))


def best_returns_in_loop(results):
    winner = results[0]
    for r in results:
        if r["validation"] > winner["validation"]:
            winner = r
        return winner


def best_overwritten(results):
    top = 0
    for r in results:
        if r["validation"] > top:
            best = r
        best = r
    return best


def best_max_of_dictionaries(results):
    winner = max(results)
    return winner


def best_all_in_order(results):
    results.sort(key=lambda r: r["validation"], reverse=True)
    return results


def best_of_both(results):
    return max(results, key=lambda r: r["train"] + r["costs"][-1] * 0)


def best_top_not_kept(results):
    # forgets to raise the bar: the last one above the start wins
    top = results[0]["validation"]
    for r in results:
        if r["validation"] >= top:
            winner = r
    return winner


RIGHT = {
    "accuracy": accuracy.RIGHT,
    "split": {
        "negative slices": split_negative,
        "counted from the front": split_from_the_front,
        "np.split, returns a list": split_numpy,
        "np.hsplit, copies": split_hsplit,
        "loop": split_loop,
        "masks": split_masks,
        "transposed": split_transposed,
        "take, one matrix": split_take,
        "delete": split_delete,
    },
    "best": {
        "loop": best_loop,
        "argmax": best_argmax,
        "sorted": best_sorted,
        "sorts the caller's list": best_sorted_in_place,
        "from zero upwards, a copy": best_from_zero,
        "settings without results": best_settings_only,
        "filtered by the maximum": best_filtered,
        "pairs": best_of_pairs,
        "smallest error": best_of_errors,
    },
}

WRONG = {
    "accuracy": accuracy.WRONG,
    "split": {
        "rows": (split_rows, "split.rows"),
        "the first columns": (split_front, "split.first_columns"),
        "another order": (split_order_of_a_library, "split.grouped_by_array"),
        "trains on everything": (split_keeps_all, "split.overlap"),
        "len of X": (split_len, "split.m_from_rows"),
        "sizes changed places": (split_wrong_way_round, "split.sizes_swapped"),
        "loses a column": (split_minus_one, "split.one_column_lost"),
        "loses the last column": (split_without_the_last, "split.last_column_lost"),
        "always 300": (split_three_hundred, "split.fixed_size"),
        "shuffled": (split_shuffled, ""),
        "labels left whole": (split_labels_left, "split.labels_not_split"),
    },
    "best": {
        "by training accuracy": (best_by_training, "best.by_train"),
        "by the last cost": (best_by_last_cost, "best.by_cost"),
        "first of a rising order": (best_rising, "best.worst"),
        "the accuracy": (best_number, "best.only_accuracy"),
        "the place": (best_place, "best.only_index"),
        "return inside the loop": (best_returns_in_loop, "best.first"),
        "overwritten in every turn": (best_overwritten, "best.last"),
        "max of dictionaries": (best_max_of_dictionaries, "best.compares_dictionaries"),
        "the whole list": (best_all_in_order, "best.as_list"),
        "train in a complicated way": (best_of_both, "best.by_train"),
        "the bar is never raised": (best_top_not_kept, ""),
    },
}
