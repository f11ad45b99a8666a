"""Answers to the assignment `deep-forward`, in the styles in which learners write them."""

from tests.checks.banks import _deep_forward_cost as cost
from tests.checks.banks import _deep_forward_layers as layers
from tests.checks.banks import _deep_forward_network as network
from tests.checks.banks import _deep_forward_shapes as shapes
from tests.checks.banks import _deep_forward_start as start

RIGHT = shapes.RIGHT | start.RIGHT | layers.RIGHT | network.RIGHT | cost.RIGHT
WRONG = shapes.WRONG | start.WRONG | layers.WRONG | network.WRONG | cost.WRONG
