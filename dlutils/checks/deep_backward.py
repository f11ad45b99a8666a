"""The checks of the assignment `deep-backward`: one task per graded function."""

from __future__ import annotations

from typing import Any

from dlutils import deep
from dlutils.checks import deep_backward_activation_mistakes as activation_mistakes
from dlutils.checks import deep_backward_inputs as inputs
from dlutils.checks import deep_backward_linear_mistakes as linear_mistakes
from dlutils.checks import deep_backward_mistakes as mistakes
from dlutils.checks import deep_backward_training_mistakes as training_mistakes
from dlutils.checks.compare import Array, Numbers
from dlutils.checks.layer_gradients import LayerGradients
from dlutils.checks.named import NamedArrays
from dlutils.checks.notebook import front_end
from dlutils.checks.random_start import Shapes
from dlutils.checks.task import Assignment, Part, Task
from dlutils.checks.trained_deep import LowCost, trained

_LINEAR, _ACTIVATION = "eq-linear-backward", "eq-activation-backward"
_PARAMETERS = "a dictionary with W1, b1, …, WL, bL"

# Measured with 40,000 starts for each of the three calls and each of five sizes of weights (0.01, 0.1, 1, and of
# Xavier's and He's kind), 600,000 trainings that are right: one ended at 0.35 for an output, since two corners were
# never told apart; all others ended below 0.013. A single neuron stayed above 0.67 in 12,000 draws.
SMALL_COST = 0.5
_ENOUGH = 200  # steps after which it is asked


def _one_layer(X: Any, Y: Any, layers_dims: list[int], *_: Any) -> bool:
    """Whether a call of L_layer_model asks for one layer: `inputs.biases_only`, where every step is known."""
    return len(layers_dims) == 2


def _learns(X: Any, Y: Any, layers_dims: list[int], learning_rate: float, num_iterations: int, *_: Any) -> bool:
    """Whether a call tells if a network learns: by many steps, or by steps that are known."""
    return len(layers_dims) == 2 or num_iterations >= _ENOUGH


ASSIGNMENT = Assignment.of(
    "deep-backward",
    Task(
        name="linear_backward",
        arguments=("dZ", "cache"),
        returns=("dA_prev", "dW", "db"),
        points=6,
        equation=_LINEAR,
        reference=deep.linear_backward,
        parts=(
            Part("dA_prev", Array(), at=(0,)),
            Part("dW", Array(), at=(1,)),
            Part("db", Array(), at=(2,)),
        ),
        # The square case tells apart mistakes that stop with one and the same error where shapes do not fit.
        cases=(inputs.linear(3, 2, 5), inputs.linear(4, 6, 3), inputs.linear(2, 5, 7), inputs.linear(4, 4, 4)),
        hidden_cases=(
            inputs.linear(5, 3, 6),
            inputs.linear(6, 5, 2),
            inputs.linear(7, 4, 20, scale=100.0),
            inputs.linear(5, 1, 4),
            inputs.linear(1, 3, 6),
            inputs.linear(4, 3, 1),
            inputs.linear(3, 4, 5, integer=True),
        ),
        large=inputs.linear(6, 4, 30_000),
        mistakes=linear_mistakes.LINEAR_BACKWARD,
    ),
    Task(
        name="linear_activation_backward",
        arguments=("dA", "cache", "activation"),
        returns=("dA_prev", "dW", "db"),
        points=4,
        equation=_ACTIVATION,
        reference=deep.linear_activation_backward,
        parts=(
            Part("dA_prev", Array(), at=(0,), weight=2),
            Part("dW", Array(), at=(1,)),
            Part("db", Array(), at=(2,)),
        ),
        cases=(
            inputs.layer(3, 2, 5, "relu"),
            inputs.layer(4, 6, 3, "sigmoid"),
            inputs.layer(2, 5, 7, "relu"),
            inputs.layer(4, 4, 4, "sigmoid"),
        ),
        hidden_cases=(
            inputs.layer(5, 3, 6, "sigmoid"),
            inputs.layer(6, 4, 8, "relu"),
            inputs.layer(4, 3, 5, "relu", scale=100.0),
            inputs.layer(3, 1, 5, "sigmoid"),
            inputs.layer(1, 4, 6, "relu"),
            inputs.layer(4, 3, 1, "relu"),
            inputs.layer(5, 2, 1, "sigmoid"),
            inputs.layer(3, 4, 5, "relu", integer=True),
        ),
        mistakes=activation_mistakes.LINEAR_ACTIVATION_BACKWARD,
        helpers=("linear_backward",),
    ),
    Task(
        name="L_model_backward",
        arguments=("AL", "Y", "caches"),
        returns=("a dictionary with dW1, db1, …, dWL, dbL",),
        points=14,
        equation=_LINEAR,
        reference=deep.L_model_backward,
        parts=(
            Part("dW of the last layer", LayerGradients("dW"), weight=2, equation="eq-deep-output"),
            Part("db of the last layer", LayerGradients("db"), weight=1, equation="eq-deep-output"),
            Part("dW of the layers before", LayerGradients("dW", last=False), weight=3, equation=_ACTIVATION),
            Part("db of the layers before", LayerGradients("db", last=False), weight=1, equation=_ACTIVATION),
        ),
        cases=(
            inputs.network([3, 4, 2], 5),
            inputs.network([4, 5, 3, 1], 6),
            inputs.network([5, 3, 6, 4, 2], 7),
            inputs.network([3, 3, 3, 3], 3),
        ),
        hidden_cases=(
            inputs.network([4, 3], 6),
            inputs.network([4, 1], 5),
            inputs.network([2, 5, 1], 9),
            inputs.network([6, 4, 5, 3], 8),
            inputs.network([2, 7, 4, 3, 1], 10),
            inputs.network([4, 3, 6, 2, 5, 1], 7),
            inputs.network([4, 5, 3, 2], 1),
            inputs.network([3, 1, 4, 1], 6),
            inputs.network([5, 4, 3, 2], 6, scale=100.0),
            inputs.network([3, 5, 4, 2], 6, integer=True),
        ),
        mistakes=mistakes.L_MODEL_BACKWARD,
        helpers=("linear_activation_backward", "linear_backward"),
    ),
    Task(
        name="update_parameters",
        arguments=("parameters", "grads", "learning_rate"),
        returns=(_PARAMETERS,),
        points=4,
        equation="eq-network-update",
        reference=deep.update_parameters,
        parts=(Part("weights", NamedArrays("W")), Part("biases", NamedArrays("b"))),
        cases=(
            inputs.update([3, 4, 2], 0.3),
            inputs.update([4, 5, 3, 1], 0.07, activations_of=0),
            inputs.update([5, 3, 6, 4, 2], 1.7, activations_of=1),
        ),
        hidden_cases=(
            inputs.update([4, 3], 0.6),
            inputs.update([2, 7, 1], 0.02, activations_of=1),
            inputs.update([6, 4, 5, 3], 2.5),
            inputs.update([2, 6, 4, 3, 5], 0.15, activations_of=0),
            inputs.update([3, 3, 3, 3], 0.4),
            inputs.update([1, 1, 1], 0.9, activations_of=1),
        ),
        mistakes=training_mistakes.UPDATE_PARAMETERS,
    ),
    Task(
        name="L_layer_model",
        arguments=("X", "Y", "layers_dims", "learning_rate", "num_iterations", "print_cost"),
        returns=("parameters", "costs"),
        points=7,
        equation="eq-network-update",
        reference=trained,
        parts=(
            Part("names and shapes", Shapes(), at=(0,), weight=1, equation="eq-dimensions"),
            Part("steps", NamedArrays("b"), at=(0,), weight=2, only=_one_layer),
            Part("costs", Numbers(), at=(1,), weight=2, equation="eq-deep-cost", only=_one_layer),
            Part("learning", LowCost(SMALL_COST), at=(0,), weight=2, only=_learns),
        ),
        cases=(
            inputs.biases_only(3, 1, 7, 0.03, 130),
            inputs.crossed(16, 1, 32, 1.0, 200),
            inputs.any_network([4, 5, 3, 2], 6, 0.1, 12),
        ),
        hidden_cases=(
            inputs.biases_only(2, 3, 8, 0.02, 201),
            inputs.biases_only(4, 2, 6, 1.5, 1),
            inputs.biases_only(5, 1, 9, 0.08, 100),
            inputs.crossed(20, 1, 24, 0.8, 300),
            inputs.crossed(18, 2, 40, 0.6, 300),
            inputs.any_network([3, 6, 4, 5, 1], 7, 0.1, 9),
            inputs.any_network([4, 3, 2], 1, 0.05, 5),
            inputs.any_network([5, 4, 1], 8, 0.05, 7, integer=True),
        ),
        mistakes=training_mistakes.L_LAYER_MODEL,
        helpers=("linear_backward", "linear_activation_backward", "L_model_backward", "update_parameters"),
        budget_s=10.0,
    ),
    hides=("dlutils.training.L_layer_model",),
)

check, grade, ready, total = front_end(ASSIGNMENT)
