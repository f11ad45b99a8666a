"""The honest bank in the sandbox: right answers in odd styles lose nothing."""

import pytest

from dlutils.grading.sandbox import Limits
from tests.grading.honest import HONEST, Honest
from tests.grading.test_attacks import grade


@pytest.mark.parametrize("honest", HONEST, ids=lambda honest: honest.name)
def test_an_odd_style_loses_nothing(sandbox, tmp_path, honest: Honest):
    """All points, whatever platform, encoding or style it comes from."""
    score, _ = grade(sandbox, tmp_path / "handed-in.ipynb", honest.content, dict(honest.files), Limits())
    assert score == 30
