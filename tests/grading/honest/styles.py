"""Odd ways to write the answers."""

from tests.grading.honest.making import honest
from tests.grading.hostile.making import POINTS, right

_ALL = "\n\n".join(right(name) for name in POINTS)

HONEST = [
    honest(
        "classes-with-call",
        "Answers are instances that can be called; their classes hold the steps.",
        answers={
            "sigmoid": """
class Sigmoid:
    def __init__(self, steepness=1.0):
        self.steepness = steepness

    def __call__(self, z):
        return 1 / (1 + np.exp(-self.steepness * np.asarray(z)))

sigmoid = Sigmoid()
""",
            "predict": """
class Classifier:
    threshold = 0.5

    def __call__(self, w, b, X):
        return np.where(sigmoid(w.T @ X + b) > self.threshold, 1, 0)

predict = Classifier()
""",
        },
    ),
    honest(
        "methods-of-an-instance",
        "One object keeps all functions as methods; the names that are asked for are bound to them.",
        answers={
            "propagate": """
class Neuron:
    def __init__(self):
        self.calls = 0

    def forward(self, w, b, X):
        self.calls += 1
        return sigmoid(w.T @ X + b)

    def propagate(self, w, b, X, Y):
        A = self.forward(w, b, X)
        cost = np.mean(-Y * np.log(A) - (1 - Y) * np.log(1 - A))
        return {"dw": X @ (A - Y).T / Y.shape[1], "db": np.mean(A - Y)}, cost

    @staticmethod
    def threshold(A):
        return (A > 0.5) * 1.0

    def predict(self, w, b, X):
        return self.threshold(self.forward(w, b, X))

neuron = Neuron()
propagate = neuron.propagate
""",
            "predict": "predict = neuron.predict",
        },
    ),
    honest(
        "partial",
        "Answers are functions of more arguments, some of which are given already.",
        answers={
            "sigmoid": """
from functools import partial

def logistic(steepness, middle, z):
    return 1 / (1 + np.exp(-steepness * (z - middle)))

sigmoid = partial(logistic, 1.0, 0.0)
""",
            "initialize_with_zeros": """
def start(value, dim):
    return np.full((dim, 1), value), value

initialize_with_zeros = partial(start, 0.0)
""",
        },
    ),
    honest(
        "closures",
        "Functions that make functions make the answers.",
        answers={
            "predict": """
def make_predict(threshold):
    def predict(w, b, X):
        return (sigmoid(np.dot(w.T, X) + b) > threshold).astype(int)
    return predict

predict = make_predict(0.5)
del make_predict
""",
            "optimize": """
def descent(gradients):
    seen = []

    def optimize(w, b, X, Y, num_iterations, learning_rate, print_cost=False):
        nonlocal seen
        seen = []
        for i in range(num_iterations):
            grads, cost = gradients(w, b, X, Y)
            seen += [cost] if i % 100 == 0 else []
            w, b = w - learning_rate * grads["dw"], b - learning_rate * grads["db"]
        return {"w": w, "b": b}, grads, seen
    return optimize

optimize = descent(propagate)
""",
        },
    ),
    honest(
        "decorators",
        "Every answer is wrapped by decorators that count, time, and remember.",
        [
            """
import functools, time

CALLS = {}

def timed(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        begin = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            CALLS.setdefault(function.__name__, []).append(time.perf_counter() - begin)
    return inner
""",
        ],
        answers={
            "initialize_with_zeros": "@timed\n@functools.lru_cache\n" + right("initialize_with_zeros"),
            **{name: "@timed\n" + right(name) for name in ("sigmoid", "propagate", "optimize", "predict", "model")},
        },
    ),
    honest(
        "lambdas",
        "All answers that can be are lambdas.",
        answers={
            "sigmoid": "sigmoid = lambda z: 1/(1+np.exp(-z))",
            "initialize_with_zeros": "initialize_with_zeros = lambda dim: (np.zeros((dim, 1)), 0)",
            "propagate": """
propagate = lambda w, b, X, Y: (lambda A, m: ({"dw": X @ (A - Y).T / m, "db": (A - Y).sum() / m},
    -(Y * np.log(A) + (1 - Y) * np.log(1 - A)).sum() / m))(sigmoid(w.T @ X + b), X.shape[1])
""",
            "predict": "predict = lambda w, b, X: np.round(sigmoid(w.T @ X + b))",
        },
    ),
    honest(
        "vectorize",
        "A function of one number is made one of arrays.",
        answers={
            "sigmoid": """
import math

@np.vectorize
def sigmoid(z):
    return 1 / (1 + math.exp(-z))
""",
            "predict": """
def predict(w, b, X):
    label = np.vectorize(lambda a: 1.0 if a > 0.5 else 0.0)
    return label(sigmoid(w.T.dot(X) + b))
""",
        },
    ),
    honest(
        "everything-in-one-cell",
        "The first answer's cell holds all answers, the others a remark.",
        answers={**dict.fromkeys(POINTS, "# see above"), "sigmoid": _ALL},
    ),
    honest(
        "helpers-in-added-cells",
        "Most of the work is done by functions in cells of their own, by operators too, some defined after their use.",
        [
            "def _safe_log(x):\n    return np.log(np.clip(x, 1e-300, None))",
            "def loss(A, Y):\n    return -(Y * _safe_log(A) + (1 - Y) * _safe_log(1 - A))",
            "mean_over_examples = lambda x: x.sum(axis=1, keepdims=True) / size_of(x)",
            "def size_of(x):\n    return x.shape[1]",
        ],
        answers={
            "propagate": """
def propagate(w, b, X, Y):
    A = sigmoid(w.T @ X + b)
    dZ = A - Y
    return {"dw": mean_over_examples(X * dZ), "db": mean_over_examples(dZ)}, mean_over_examples(loss(A, Y))
""",
        },
    ),
    honest(
        "types-and-dataclasses",
        "Answers have annotations, some of them of types that exist only for a type checker, and use dataclasses.",
        [
            """
from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nowhere import Nothing


@dataclass
class Parameters:
    w: np.ndarray
    b: float = 0.0

    def step(self, dw: np.ndarray, db: float, rate: float) -> Parameters:
        return Parameters(self.w - rate * dw, self.b - rate * db)


class Result(NamedTuple):
    grads: dict
    cost: float
""",
        ],
        answers={
            "propagate": """
def propagate(w: np.ndarray, b: float, X: "Nothing", Y: Nothing, /) -> Result:
    A: np.ndarray = sigmoid(w.T @ X + b)
    cost: float = float(-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)))
    return Result({"dw": X @ (A - Y).T / Y.size, "db": float(np.mean(A - Y))}, cost)
""",
            "optimize": """
def optimize(w, b, X, Y, num_iterations: int, learning_rate: float, print_cost=False) -> tuple[dict, ...]:
    state, costs = Parameters(w, b), []
    for i in range(num_iterations):
        result = propagate(state.w, state.b, X, Y)
        costs.append(result.cost)
        state = state.step(**result.grads, rate=learning_rate)
    return asdict(state), result.grads, costs[::100]
""",
        },
    ),
]
