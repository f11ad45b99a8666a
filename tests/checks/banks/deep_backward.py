"""Answers to the assignment `deep-backward`, in the styles in which learners write them."""

from tests.checks.banks import _deep_backward_activation as activation
from tests.checks.banks import _deep_backward_linear as linear
from tests.checks.banks import _deep_backward_linear_wrong as linear_wrong
from tests.checks.banks import _deep_backward_network as network
from tests.checks.banks import _deep_backward_network_wrong as network_wrong
from tests.checks.banks import _deep_backward_training as training
from tests.checks.banks import _deep_backward_update as update

RIGHT = {
    "linear_backward": linear.RIGHT,
    "linear_activation_backward": activation.RIGHT,
    "L_model_backward": network.RIGHT,
    "update_parameters": update.RIGHT,
    "L_layer_model": training.RIGHT,
}
WRONG = {
    "linear_backward": linear_wrong.WRONG,
    "linear_activation_backward": activation.WRONG,
    "L_model_backward": network_wrong.WRONG,
    "update_parameters": update.WRONG,
    "L_layer_model": training.WRONG,
}
