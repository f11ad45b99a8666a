"""The checks of the assignment `shallow-network`: one task per graded function."""

from __future__ import annotations

from dlutils import shallow
from dlutils.checks import shallow_network_backward_mistakes as backward_mistakes
from dlutils.checks import shallow_network_inputs as inputs
from dlutils.checks import shallow_network_mistakes as mistakes
from dlutils.checks import shallow_network_training_mistakes as training_mistakes
from dlutils.checks.compare import Array, Scalar
from dlutils.checks.notebook import front_end
from dlutils.checks.random_start import Independent, Shapes, Spread, Zero
from dlutils.checks.task import Assignment, Part, Task
from dlutils.checks.trained import FirstSteps, Learned, with_data

_PARAMETERS = ("a dictionary with W1, b1, W2, b2",)
_FORWARD, _BACKWARD = "eq-shallow-forward", "eq-shallow-backward"

ASSIGNMENT = Assignment.of(
    "shallow-network",
    Task(
        name="layer_sizes",
        arguments=("X", "Y"),
        returns=("n_x", "n_h", "n_y"),
        points=1,
        equation="eq-layer-sizes",
        reference=shallow.layer_sizes,
        parts=(Part("n_x", Scalar(), at=(0,)), Part("n_h", Scalar(), at=(1,)), Part("n_y", Scalar(), at=(2,))),
        cases=(inputs.examples(5, 2, 3), inputs.examples(2, 1, 7), inputs.examples(3, 6, 8)),
        hidden_cases=(
            inputs.examples(6, 3, 2),
            inputs.examples(7, 2, 9),
            inputs.examples(12, 1, 30),
            inputs.examples(3, 1, 1),
            inputs.examples(1, 1, 6),
        ),
        mistakes=mistakes.LAYER_SIZES,
    ),
    Task(
        name="initialize_parameters",
        arguments=("n_x", "n_h", "n_y"),
        returns=_PARAMETERS,
        points=3,
        equation="eq-small-random",
        reference=shallow.initialize_parameters,
        parts=(
            Part("shapes", Shapes(), equation=_FORWARD),
            Part("biases", Zero("b")),
            Part("size of the weights", Spread(lambda n_prev, n: 0.01)),
            Part("independence", Independent()),
        ),
        # Statistics need matrices of 400 entries or more; the book's own small ones show the shapes.
        cases=(inputs.sizes(2, 4, 1), inputs.sizes(30, 40, 20), inputs.sizes(50, 25, 60)),
        hidden_cases=(
            inputs.sizes(3, 5, 2),
            inputs.sizes(100, 50, 10),
            inputs.sizes(24, 70, 35),
            inputs.sizes(784, 64, 10),
            inputs.sizes(40, 40, 40),
            inputs.sizes(1, 1, 1),
        ),
        mistakes=training_mistakes.INITIALIZE_PARAMETERS,
    ),
    Task(
        name="forward_propagation",
        arguments=("X", "parameters"),
        returns=("A2", "cache"),
        points=5,
        equation=_FORWARD,
        reference=shallow.forward_propagation,
        parts=(
            Part("A2", Array(), at=(0,), weight=4),
            *(Part(f"cache {name}", Array(), at=(1, name), weight=1.5) for name in ("Z1", "A1", "Z2", "A2")),
        ),
        # The square case tells apart mistakes that stop with one and the same error where shapes do not fit.
        cases=(
            inputs.forward(2, 4, 1, 3),
            inputs.forward(3, 5, 2, 7),
            inputs.forward(5, 3, 4, 6),
            inputs.forward(3, 3, 3, 3),
        ),
        hidden_cases=(
            inputs.forward(4, 2, 1, 5),
            inputs.forward(5, 7, 3, 11),
            inputs.forward(6, 3, 2, 4, scale=100.0),
            inputs.forward(3, 6, 1, 1),
            inputs.forward(2, 1, 1, 4),
            inputs.forward(1, 5, 2, 3),
            inputs.forward(4, 4, 1, 6),
            inputs.forward_integers(3, 4, 2, 5),
        ),
        large=inputs.forward(20, 30, 2, 20_000),
        mistakes=mistakes.FORWARD_PROPAGATION,
    ),
    Task(
        name="compute_cost",
        arguments=("A2", "Y"),
        returns=("the cost, one number",),
        points=4,
        equation="eq-shallow-cost",
        reference=shallow.compute_cost,
        parts=(Part("cost", Scalar()),),
        cases=(inputs.cost(1, 5), inputs.cost(3, 4), inputs.cost(1, 8)),
        hidden_cases=(
            inputs.cost(2, 7),
            inputs.cost(5, 3),
            inputs.cost(1, 30, low=0.005),
            inputs.cost(4, 4),
            inputs.cost(1, 1),
            inputs.cost(3, 1),
            inputs.cost(1, 9, integer=True),
        ),
        mistakes=mistakes.COMPUTE_COST,
    ),
    Task(
        name="backward_propagation",
        arguments=("parameters", "cache", "X", "Y"),
        returns=("a dictionary with dW1, db1, dW2, db2",),
        points=12,
        equation=_BACKWARD,
        reference=shallow.backward_propagation,
        parts=(
            Part("dW2", Array(), at=("dW2",), weight=2),
            Part("db2", Array(), at=("db2",), weight=1),
            Part("dW1", Array(), at=("dW1",), weight=3),
            Part("db1", Array(), at=("db1",), weight=2),
        ),
        # The square case tells apart mistakes that stop with one and the same error where shapes do not fit.
        cases=(
            inputs.backward(2, 4, 1, 3),
            inputs.backward(3, 5, 2, 7),
            inputs.backward(5, 3, 4, 6),
            inputs.backward(3, 3, 3, 3),
        ),
        hidden_cases=(
            inputs.backward(4, 2, 1, 5),
            inputs.backward(5, 7, 3, 11),
            inputs.backward(6, 3, 2, 4),
            inputs.backward(3, 4, 2, 1),
            inputs.backward(2, 1, 1, 4),
            inputs.backward(1, 5, 2, 3),
            inputs.backward(4, 4, 1, 6),
        ),
        large=inputs.backward(20, 30, 2, 20_000),
        mistakes=backward_mistakes.BACKWARD_PROPAGATION,
    ),
    Task(
        name="update_parameters",
        arguments=("parameters", "grads", "learning_rate"),
        returns=_PARAMETERS,
        points=2,
        equation="eq-network-update",
        reference=shallow.update_parameters,
        parts=tuple(Part(name, Array(), at=(name,)) for name in ("W1", "b1", "W2", "b2")),
        cases=(inputs.update(2, 4, 1, 0.3), inputs.update(3, 5, 2, 1.7), inputs.update(5, 3, 4, 0.04)),
        hidden_cases=(
            inputs.update(4, 2, 3, 0.8),
            inputs.update(3, 6, 2, 1.2, further=True),
            inputs.update(7, 5, 1, 0.15, further=True),
            inputs.update(1, 1, 1, 2.5),
        ),
        mistakes=mistakes.UPDATE_PARAMETERS,
    ),
    Task(
        name="nn_model",
        arguments=("X", "Y", "n_h", "num_iterations", "print_cost"),
        returns=_PARAMETERS,
        points=4,
        equation="eq-network-update",
        reference=with_data(shallow.nn_model),
        parts=(
            Part("shapes", Shapes(), equation=_FORWARD),
            Part("first steps", FirstSteps(), only=lambda X, Y, n_h, num_iterations, print_cost: num_iterations < 5),
            Part("learned", Learned(), weight=2, only=lambda X, Y, n_h, num_iterations, print_cost: num_iterations > 5),
        ),
        cases=(inputs.first_steps(2, 5, 1, 12, 1), inputs.first_steps(3, 6, 2, 15, 3), inputs.training(2, 6, 4, 3, 6)),
        hidden_cases=(
            inputs.first_steps(4, 3, 1, 9, 2),
            inputs.first_steps(5, 2, 3, 20, 3),
            inputs.first_steps(2, 1, 1, 7, 4),
            inputs.training(3, 7, 5, 4, 8),
        ),
        mistakes=training_mistakes.NN_MODEL,
        helpers=(
            "layer_sizes",
            "initialize_parameters",
            "forward_propagation",
            "compute_cost",
            "backward_propagation",
            "update_parameters",
        ),
    ),
    Task(
        name="predict",
        arguments=("parameters", "X"),
        returns=("an array of shape (n_y, m)",),
        points=1,
        equation="eq-shallow-predict",
        reference=shallow.predict,
        parts=(Part("predictions", Array()),),
        cases=(inputs.predict(2, 4, 1, 6), inputs.predict(3, 5, 2, 9), inputs.predict(4, 3, 1, 12)),
        hidden_cases=(
            inputs.predict(5, 2, 1, 7),
            inputs.predict(3, 6, 2, 25),
            inputs.predict(2, 7, 1, 40),
            inputs.predict(3, 4, 1, 1),
            inputs.predict(2, 1, 1, 8),
        ),
        mistakes=mistakes.PREDICT,
        helpers=("forward_propagation",),
    ),
)

check, grade, ready, total = front_end(ASSIGNMENT)
