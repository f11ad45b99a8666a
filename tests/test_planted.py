"""The planted cases: the right backward pass is right, each of the others is wrong where it should be."""

import numpy as np
import pytest

from dlutils import deep
from dlutils.deep_forward import L_model_forward
from dlutils.initialization import initialize_parameters_he
from dlutils.planted import CASES, case_network, cost_of, digits_backward, right_backward
from tests.networks import network, relative_error, slopes

PARAMETERS, X, Y = case_network()
MEASURED = slopes(lambda parameters: cost_of(parameters, X, Y), PARAMETERS)
ALL = sorted(MEASURED)

WRONG = {
    "A": ["dW3"],
    "B": ["dW1", "db1"],
    "C": [],
    "D": ALL,
    "E": ["db2"],
    "F": ALL,
    "G": ["dW1", "dW2", "db1", "db2"],
    "H": ["dW2"],
}


def errors(grads):
    """Return the relative error of each gradient."""
    return {name: relative_error({name: grads[name]}, {name: MEASURED[name]}) for name in MEASURED}


def test_the_cost_is_that_of_the_reference():
    """cost_of is the forward pass and the cost of the deep network, for one layer to three, and changes nothing."""
    for dims in ((3, 1), (4, 2, 3), (2, 3, 2, 1)):
        parameters, X, Y = network(dims, 5)
        before = {name: value.copy() for name, value in parameters.items()}
        AL, _ = L_model_forward(X, parameters)
        assert cost_of(parameters, X, Y) == pytest.approx(deep.compute_cost(AL, Y), rel=1e-12)
        assert all((parameters[name] == before[name]).all() for name in before)


def test_the_right_backward_pass_is_that_of_the_reference():
    """right_backward gives the gradients of L_model_backward, to the last digits."""
    parameters, X, Y = network((4, 5, 3, 2), 6)
    AL, caches = L_model_forward(X, parameters)
    want = deep.L_model_backward(AL, Y, caches)
    got = right_backward(parameters, X, Y)
    for name, grad in want.items():
        np.testing.assert_allclose(got[name], grad, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("case", CASES)
def test_each_case_is_wrong_where_it_should_be(case):
    """What a case gets wrong is off by far more than the limit of 1e-3, and what it gets right is within 1e-7."""
    found = errors(CASES[case](PARAMETERS, X, Y))
    assert sorted(name for name, error in found.items() if error > 0.05) == WRONG[case]
    assert all(error < 1e-7 for name, error in found.items() if name not in WRONG[case])


def test_no_two_cases_are_alike():
    """Any two cases differ in some gradient."""
    all_grads = [CASES[case](PARAMETERS, X, Y) for case in CASES]
    for i, one in enumerate(all_grads):
        for other in all_grads[:i]:
            assert any(not np.allclose(one[name], other[name]) for name in MEASURED)


def test_the_network_of_the_cases_is_a_good_witness():
    """One unit of layer 1 is off in every example, every other hidden unit is on in some; none is near its corner."""
    _, caches = L_model_forward(X, PARAMETERS)
    hidden = [Z for _, Z in caches[:2]]
    assert min(np.abs(Z).min() for Z in hidden) > 0.05
    on = [(Z > 0).any(axis=1).tolist() for Z in hidden]
    assert on == [[True, False, True, True, True], [True, True, True]]
    assert all(np.abs(slopes).max() > 0.1 for slopes in MEASURED.values())


def test_the_digits_are_wrong_in_one_row_of_pixels_and_one_unit():
    """digits_backward loses row 5 of the pictures and the sign of unit 3, in dW1 and nowhere else."""
    rng = np.random.default_rng(0)
    parameters, X, Y = initialize_parameters_he([64, 6, 2], rng), rng.random((64, 9)), rng.integers(0, 2, (2, 9))
    right, wrong = right_backward(parameters, X, Y), digits_backward(parameters, X, Y)
    assert [name for name in right if not np.array_equal(right[name], wrong[name])] == ["dW1"]
    assert (wrong["dW1"][:, 40:48] == 0).all()
    kept = np.r_[0:40, 48:64]
    assert (wrong["dW1"][3, kept] == -right["dW1"][3, kept]).all()
    assert (np.delete(wrong["dW1"], 3, axis=0)[:, kept] == np.delete(right["dW1"], 3, axis=0)[:, kept]).all()
