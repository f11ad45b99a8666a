"""Answers to `shallow-network`, as learners write them."""

from tests.checks.banks import _shallow_network_backward as _backward  # noqa: F401  # importing keeps the answers
from tests.checks.banks import _shallow_network_cost as _cost  # noqa: F401
from tests.checks.banks import _shallow_network_forward as _forward  # noqa: F401
from tests.checks.banks import _shallow_network_start as _start  # noqa: F401
from tests.checks.banks import _shallow_network_training as _training  # noqa: F401
from tests.checks.banks._shallow_network import RIGHT, WRONG

__all__ = ["RIGHT", "WRONG"]
