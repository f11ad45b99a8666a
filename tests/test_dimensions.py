"""The table of shapes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlutils import deep
from dlutils.dimensions import LayerShapes, check_dimensions


def test_table_by_hand():
    """For 2-3-1 neurons and 5 examples, the table is the one that is made by hand."""
    assert check_dimensions([2, 3, 1], 5) == (
        LayerShapes(1, W=(3, 2), b=(3, 1), A_prev=(2, 5), Z=(3, 5), A=(3, 5)),
        LayerShapes(2, W=(1, 3), b=(1, 1), A_prev=(3, 5), Z=(1, 5), A=(1, 5)),
    )


@given(st.lists(st.integers(1, 6), min_size=2, max_size=6), st.integers(1, 7))
def test_table_is_what_the_passes_make(dims, m):
    """The shapes are those of the arrays that a forward and a backward pass make, and of their derivatives."""
    parameters = deep.initialize_parameters_deep(dims)
    AL, caches = deep.L_model_forward(np.ones((dims[0], m)), parameters)
    grads = deep.L_model_backward(AL, np.ones_like(AL), caches)
    outputs = [caches[layer][0][0].shape for layer in range(1, len(caches))] + [AL.shape]
    for row, ((A_prev, W, b), Z), A in zip(check_dimensions(dims, m), caches, outputs, strict=True):
        assert (row.W, row.b, row.A_prev, row.Z, row.A) == (W.shape, b.shape, A_prev.shape, Z.shape, A)
        assert (row.W, row.b) == (grads[f"dW{row.layer}"].shape, grads[f"db{row.layer}"].shape)
        if row.layer > 1:
            assert row.A_prev == grads[f"dA{row.layer - 1}"].shape


def test_printed_table_lines_up():
    """Columns of the printed table start at the same place in every line, also where shapes differ in length."""
    lines = str(check_dimensions([12288, 20, 7, 5, 1], 209)).splitlines()
    assert len(lines) == 5
    assert lines[1].split("  ")[0].strip() == "1"
    assert "(20, 12288)" in lines[1] and "(12288, 209)" in lines[1]
    start = lines[0].index("b, db")
    assert all(line[start] == "(" and line[start - 1] == " " for line in lines[1:])


@pytest.mark.parametrize(("dims", "m", "match"), [([3], 5, "layer_dims must hold"), ([3, 1], 0, "m must be a whole")])
def test_bad_input(dims, m, match):
    """No layer, and no example, are refused."""
    with pytest.raises(ValueError, match=match):
        check_dimensions(dims, m)
