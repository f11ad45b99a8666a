"""The network of L layers under one name: forward, backward, step, training, prediction."""

from dlutils.deep_backward import L_model_backward, linear_activation_backward, linear_backward
from dlutils.deep_forward import (
    L_model_forward,
    compute_cost,
    cost_from_logits,
    initialize_parameters_deep,
    linear_activation_forward,
    linear_forward,
)
from dlutils.gradient_descent import update_parameters
from dlutils.training import L_layer_model, predict

__all__ = [
    "L_layer_model",
    "L_model_backward",
    "L_model_forward",
    "compute_cost",
    "cost_from_logits",
    "initialize_parameters_deep",
    "linear_activation_backward",
    "linear_activation_forward",
    "linear_backward",
    "linear_forward",
    "predict",
    "update_parameters",
]
