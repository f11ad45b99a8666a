"""Answers to the assignment `gradient-checking`, as learners write them."""

# Learners' code stays as they write it: without docstrings, with l for a layer, with dict() and lambdas.

import numpy as np

from dlutils.planted import CASES, case_network
from tests.checks.banks._gradient_checking_network import (
    absolute_limit,
    adds_norms,
    all_values,
    append_loop,
    as_tuple,
    by_set,
    checks_one_at_a_time,
    close_or_not,
    comprehension,
    copies_made_once,
    default_epsilon,
    dict_copy_first,
    dict_copy_in_turn,
    difference_without_root,
    enumerated,
    epsilon_overwritten,
    filtered,
    flat_slopes,
    forward_difference,
    gradient_check_n,
    joined_text,
    keys_of_parameters,
    limit_too_high,
    lost_brackets_n,
    lower_limit,
    mean_over_names,
    moves_gradients,
    moves_in_place,
    names_of_parameters,
    not_equal,
    once_for_each_entry,
    one_flat_view,
    only_w,
    orders_mixed,
    own_forward,
    plus_minus_plus,
    removes_right_ones,
    returns_at_once,
    returns_number,
    sign_of_comparison,
    stays_moved,
    step_matrices,
    sums_compared,
    table_of_errors,
    to_vector_and_back,
    two_forgotten_n,
    two_loops,
    weights_alone,
    whole_arrays,
    whole_difference,
    whole_rows,
    with_inner_function,
    without_last_layer,
)
from tests.checks.banks._gradient_checking_one import (
    J,
    absolute_values,
    as_matrix,
    average_of_entries,
    brackets_lost,
    by_dot,
    by_einsum,
    by_loop,
    by_norms,
    by_roots,
    derives_again,
    difference_flipped,
    distance_only,
    entry_by_entry,
    exact_slope,
    first_axis_only,
    hypot_sum,
    in_arrays,
    in_place,
    is_small,
    last_value_only,
    line_of_the_course,
    loop_over_signs,
    mean_squared_error,
    moved_and_back,
    moves_the_data,
    no_brackets,
    norm_along_axis,
    norm_of_total,
    norms_subtracted,
    one_epsilon,
    other_order,
    over_approx,
    own_cubic,
    own_epsilon,
    plain_distance,
    relative_error,
    root_forgotten,
    says_correct,
    second_norm,
    short_check,
    step_by_step,
    to_the_right,
    with_lambda,
    with_tiny_number,
    without_abs,
)

# ---- diagnosis and causes ----------------------------------------------------------------------------------------


def looked_up():
    everything = ["dW1", "db1", "dW2", "db2", "dW3", "db3"]
    return {
        "A": ["dW3"],
        "B": ["dW1", "db1"],
        "C": [],
        "D": everything,
        "E": ["db2"],
        "F": everything,
        "G": ["dW2", "db2", "dW1", "db1"],
        "H": ["dW2"],
    }


def one_by_one():
    parameters, X, Y = case_network()
    result = {}
    for case in "ABCDEFGH":
        grads = CASES[case](parameters, X, Y)
        result[case] = comprehension(parameters, grads, X, Y, 1e-6)
        print(case, result[case])
    return result


def with_default_step():
    parameters, X, Y = case_network()
    return {case: append_loop(parameters, f(parameters, X, Y), X, Y) for case, f in CASES.items()}


def in_tuples():
    return {case: tuple(reversed(names)) for case, names in looked_up().items()}


def by_zip():
    lists = [["dW3"], ["db1", "dW1"], [], 6, ["db2"], 6, ["dW1", "dW2", "db1", "db2"], ["dW2"]]
    names = [k + str(n) for n in (3, 2, 1) for k in ("db", "dW")]
    return dict(zip("ABCDEFGH", [names if entry == 6 else entry for entry in lists], strict=True))


def by_split():
    text = "A:dW3 B:dW1,db1 C: D:dW1,dW2,dW3,db1,db2,db3 E:db2 F:dW1,dW2,dW3,db1,db2,db3 G:dW1,dW2,db1,db2 H:dW2"
    return {part[0]: part[2:].split(",") if part[2:] else [] for part in text.split()}


def with_more_keys():
    found = looked_up()
    found["notes"] = ["C was innocent"]
    return found


def step_by_update():
    d = dict(A=["dW3"], B=["dW1", "db1"], C=(), H=["dW2"])
    d.update({"E": ["db2"], "D": sorted(["dW1", "dW2", "dW3", "db1", "db2", "db3"])})
    d["F"] = d["D"]
    d["G"] = d["D"][0:2] + d["D"][3:5]
    return d


def _spoilt(**changes):
    """Return a function that returns the right diagnosis with these entries changed."""
    return lambda: {**looked_up(), **changes}


ALL_SIX = ["dW1", "dW2", "dW3", "db1", "db2", "db3"]

CULPRITS = {"A": 2, "B": 6, "C": 1, "D": 4, "E": 8, "F": 3, "G": 7, "H": 9}


def _accused(**changes):
    """Return a function that returns the right causes with these entries changed."""
    return lambda: {**CULPRITS, **changes}


def case_by_case():
    suspects = {}
    suspects["C"] = 1
    suspects["A"], suspects["F"] = 2, 3
    suspects["D"] = 4
    suspects["B"] = 6
    suspects["G"] = 7
    suspects["E"], suspects["H"] = 8, 9
    return suspects


RIGHT = {
    "relative_error": {
        "norms": by_norms,
        "roots of sums": by_roots,
        "loop": by_loop,
        "dot products": by_dot,
        "einsum": by_einsum,
        "a tiny number below the line": with_tiny_number,
        "changes its argument": lambda g, a: in_place(np.array(g, dtype=float), a),
        "matrices, result in an array": as_matrix,
        "hypot": hypot_sum,
        "np.matrix": lambda g, a: relative_error(np.asmatrix(g), np.asmatrix(a)),
    },
    "gradient_check": {
        "step by step": step_by_step,
        "short": short_check,
        "own formula of the cost": own_cubic,
        "loop over signs": loop_over_signs,
        "arrays": in_arrays,
        "moves theta and back": moved_and_back,
        "both differences flipped": difference_flipped,
        "lambda": with_lambda,
        "result in (1, 1) arrays": lambda *a: tuple(np.array([[v]]) for v in short_check(*a)),
    },
    "gradient_check_n": {
        "two loops": two_loops,
        "one vector": to_vector_and_back,
        "in place": moves_in_place,
        "plus, minus, plus": plus_minus_plus,
        "step matrices": step_matrices,
        "own forward pass": own_forward,
        "views and np.matrix": one_flat_view,
        "inner function": with_inner_function,
        "ndenumerate": enumerated,
        "deepcopy": gradient_check_n,
        "difference in an array": lambda *a: (gradient_check_n(*a)[0], np.array([gradient_check_n(*a)[1]])),
    },
    "wrong_gradients": {
        "comprehension": comprehension,
        "append": append_loop,
        "allclose": close_or_not,
        "tuple": as_tuple,
        "lower limit": lower_limit,
        "set": by_set,
        "own loop": checks_one_at_a_time,
        "filter": filtered,
        "removes the right ones": removes_right_ones,
    },
    "diagnosis": {
        "looked up": looked_up,
        "one by one": one_by_one,
        "default step": with_default_step,
        "tuples": in_tuples,
        "zip": by_zip,
        "split": by_split,
        "more keys": with_more_keys,
        "update": step_by_update,
    },
    "causes": {
        "dictionary": lambda: CULPRITS,
        "case by case": case_by_case,
        "floats": lambda: {case: float(number) for case, number in CULPRITS.items()},
        "texts": lambda: {case: str(number) for case, number in CULPRITS.items()},
        "numbers of NumPy": lambda: dict(zip("ABCDEFGH", np.array([2, 6, 1, 4, 8, 3, 7, 9]), strict=True)),
        "arrays": lambda: {case: np.array([number]) for case, number in CULPRITS.items()},
        "more keys": _accused(I=10),
        "another order": lambda: dict(sorted(CULPRITS.items(), key=lambda pair: pair[1])),
    },
}

WRONG = {
    "relative_error": {
        "brackets forgotten": (no_brackets, "relative_error.parentheses"),
        "entry by entry": (entry_by_entry, "relative_error.no_norm"),
        "average of entries": (average_of_entries, "relative_error.mean_of_entries"),
        "no root": (root_forgotten, "relative_error.squared"),
        "one norm below": (over_approx, "relative_error.denominator"),
        "norms subtracted": (norms_subtracted, "relative_error.lengths"),
        "along an axis": (norm_along_axis, "relative_error.by_columns"),
        "norm of the sum": (norm_of_total, "relative_error.norm_of_sum"),
        "right or wrong": (is_small, "relative_error.boolean"),
        "absolute values": (absolute_values, "relative_error.absolute_sum"),
        "mean squared error": (mean_squared_error, "relative_error.not_divided"),
        "distance": (distance_only, "relative_error.not_divided"),
        "loop over the first axis": (first_axis_only, "relative_error.by_columns"),
        "second norm": (second_norm, "relative_error.spectral"),
        "squares of norms": (
            lambda g, a: np.linalg.norm(g - a) ** 2 / (np.linalg.norm(g) + np.linalg.norm(a)),
            "",
        ),
    },
    "gradient_check": {
        "to the right": (to_the_right, "gradient_check.one_sided"),
        "brackets forgotten": (brackets_lost, "gradient_check.parentheses"),
        "own epsilon": (own_epsilon, "gradient_check.epsilon_unused"),
        "order of results": (other_order, "gradient_check.swapped"),
        "sign kept": (without_abs, "gradient_check.no_abs"),
        "moves x": (moves_the_data, "gradient_check.moves_x"),
        "derives again": (derives_again, "gradient_check.gradient_ignored"),
        "one result": (last_value_only, "gradient_check.difference_alone"),
        "cost of the public course": (line_of_the_course, "gradient_check.linear_cost"),
        "right or wrong": (says_correct, "relative_error.boolean"),
        "two forgotten": (one_epsilon, "gradient_check.no_two"),
        "exact derivative": (exact_slope, "gradient_check.epsilon_unused"),
        "distance": (plain_distance, "relative_error.not_divided"),
        "whole division": (
            lambda x, t, g, e: (
                (J(x, t + e) - J(x, t - e)) // (2 * e),
                relative_error(g, (J(x, t + e) - J(x, t - e)) // (2 * e)),
            ),
            "",
        ),
    },
    "gradient_check_n": {
        "dict.copy, both moved": (dict_copy_first, "gradient_check_n.no_change"),
        "dict.copy, in turn": (dict_copy_in_turn, "gradient_check_n.half"),
        "stays moved": (stays_moved, "gradient_check_n.not_restored"),
        "copies made once": (copies_made_once, "gradient_check_n.not_restored"),
        "forward difference": (forward_difference, "gradient_check_n.one_sided"),
        "brackets forgotten": (lost_brackets_n, "gradient_check_n.parentheses"),
        "two forgotten": (two_forgotten_n, "gradient_check_n.no_two"),
        "epsilon overwritten": (epsilon_overwritten, "gradient_check_n.epsilon_fixed"),
        "moves the gradients": (moves_gradients, "gradient_check_n.no_change"),
        "weights only": (only_w, "gradient_check_n.only_weights"),
        "last layer left out": (without_last_layer, "gradient_check_n.last_layer"),
        "whole arrays": (whole_arrays, "gradient_check_n.all_at_once"),
        "whole rows": (whole_rows, "gradient_check_n.all_at_once"),
        "orders mixed": (orders_mixed, "gradient_check_n.order"),
        "dA joined as well": (all_values, "gradient_check_n.with_dA"),
        "mean over names": (mean_over_names, "gradient_check_n.each_for_itself"),
        "norms added": (adds_norms, "gradient_check_n.norms_added"),
        "one result": (returns_number, "gradient_check_n.difference_alone"),
        "names of parameters": (keys_of_parameters, "gradient_check_n.without_d"),
        "flat slopes": (flat_slopes, "gradient_check_n.shapes"),
        "no root": (difference_without_root, "relative_error.squared"),
    },
    "wrong_gradients": {
        "whole difference": (whole_difference, "wrong_gradients.all_or_nothing"),
        "not equal": (not_equal, "wrong_gradients.too_strict"),
        "names of parameters": (names_of_parameters, "wrong_gradients.without_d"),
        "weights only": (weights_alone, "wrong_gradients.only_weights"),
        "comparison turned": (sign_of_comparison, "wrong_gradients.right_ones"),
        "returns at once": (returns_at_once, "wrong_gradients.first_found"),
        "absolute limit": (absolute_limit, "wrong_gradients.distance"),
        "default epsilon": (default_epsilon, "wrong_gradients.epsilon_fixed"),
        "limit too high": (limit_too_high, "wrong_gradients.too_loose"),
        "table of errors": (table_of_errors, "wrong_gradients.table"),
        "one text": (joined_text, "wrong_gradients.text"),
        "sums": (sums_compared, "wrong_gradients.summed"),
        "once for each entry": (once_for_each_entry, "wrong_gradients.each_entry"),
    },
    "diagnosis": {
        "names of parameters": (
            lambda: {case: [name[1:] for name in names] for case, names in looked_up().items()},
            "diagnosis.without_d",
        ),
        "only where it began": (
            _spoilt(D=["dW3", "db3"], F=["dW3", "db3"], G=["dW2", "db2"]),
            "diagnosis.source_only",
        ),
        "everybody is guilty": (lambda: dict.fromkeys("ABCDEFGH", ALL_SIX), "diagnosis.too_strict"),
        "guilty or not": (lambda: {c: ALL_SIX * bool(n) for c, n in looked_up().items()}, "diagnosis.all_or_nothing"),
        "biases forgotten": (
            _spoilt(B=["dW1"], D=["dW1", "dW2", "dW3"], E=[], F=["dW3", "dW2", "dW1"], G=["dW1", "dW2"]),
            "diagnosis.weights_only",
        ),
        "turned round": (
            lambda: {case: [n for n in ALL_SIX if n not in names] for case, names in looked_up().items()},
            "diagnosis.right_ones",
        ),
        "texts": (lambda: {case: ", ".join(names) for case, names in looked_up().items()}, "diagnosis.text"),
        "one case forgotten": (lambda: {c: n for c, n in looked_up().items() if c != "H"}, ""),
        "innocent accused": (_spoilt(C=ALL_SIX), "diagnosis.too_strict"),
        "one name for each": (lambda: {c: sorted(n)[:1] for c, n in looked_up().items()}, "diagnosis.first_only"),
    },
    "causes": {
        "A is a wrong m": (_accused(A=3), "causes.A"),
        "B is the sigmoid": (_accused(B=7), "causes.B"),
        "D and F exchanged": (_accused(D=3, F=4), "causes.D"),
        "E forgot 1/m": (_accused(E=2), "causes.E"),
        "F forgot 1/m": (_accused(F=2), "causes.F"),
        "G left the slope out": (_accused(G=6), "causes.G"),
        "H is one example": (_accused(H=10), "causes.H"),
        "C accused": (_accused(C=5), "causes.C"),
        "counted from 0": (lambda: {case: number - 1 for case, number in CULPRITS.items()}, "causes.B"),
        "in words": (_accused(A="1/m forgotten", C="nothing"), ""),
    },
}
