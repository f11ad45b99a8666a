"""The contenders of training.py: the same training step, done by dlutils, PyTorch, scikit-learn, or as products only.

Each contender has its data in the layout that is natural to it (columns are examples in dlutils, rows elsewhere), its
parameters ready, and two methods: `step` does one step of gradient descent on all examples, `train` a whole training.
"""

from __future__ import annotations

import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from typing import Any, Protocol

import numpy as np
from threadpoolctl import threadpool_info

from dlutils import deep, logistic
from dlutils.initialization import initialize_parameters_he

RATE = 0.001  # small, so that no network diverges; the time does not depend on it


@dataclass(frozen=True)
class Case:
    """A network, its number of examples, and how often it is measured."""

    name: str
    sizes: tuple[int, ...]  # neurons of every layer, the input first; two sizes are logistic regression
    m: int
    steps: int  # of the whole training
    rounds: int  # of single steps; trainings are measured in 3 rounds


class Contender(Protocol):
    """What is measured. A constructor imports and draws the data; parameters are made by `build`."""

    def build(self) -> None:
        """Make new parameters."""

    def step(self) -> None:
        """Take one step of gradient descent on all examples, its cost included."""

    def train(self) -> None:
        """Make new parameters and take the steps of a training."""


def data(case: Case, dtype: str) -> tuple[np.ndarray, np.ndarray]:
    """Return X (n_x, m) and the number of the class of every example, (m,)."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((case.sizes[0], case.m), dtype=dtype)  # drawn in its type: no temporary copy in the memory
    return X, rng.integers(0, max(2, case.sizes[-1]), case.m)


class Logistic:
    """`dlutils.logistic`, called as in the course."""

    def __init__(self, case: Case, dtype: str) -> None:
        self.case = case
        self.X, classes = data(case, dtype)
        self.Y = classes[None, :].astype(dtype)  # (1, m)

    def build(self) -> None:
        """Start from zeros."""
        self.w, self.b = np.zeros((len(self.X), 1), self.X.dtype), 0.0

    def step(self) -> None:
        """Take a step."""
        grads, _ = logistic.propagate(self.w, self.b, self.X, self.Y)
        self.w = self.w - RATE * grads["dw"]
        self.b = self.b - RATE * grads["db"]

    def train(self) -> None:
        """Train from zeros."""
        self.build()
        logistic.optimize(self.w, self.b, self.X, self.Y, self.case.steps, RATE)


class Deep:
    """`dlutils.deep`, called as in the course."""

    def __init__(self, case: Case, dtype: str) -> None:
        self.case = case
        self.X, classes = data(case, dtype)
        n_y = case.sizes[-1]
        Y = classes[None, :] if n_y == 1 else np.arange(n_y)[:, None] == classes
        self.Y = Y.astype(dtype)  # (n_y, m)
        self.activations = ["relu"] * (len(case.sizes) - 2) + ["sigmoid" if n_y == 1 else "softmax"]

    def build(self) -> None:
        """Draw the parameters."""
        drawn = initialize_parameters_he(self.case.sizes, np.random.default_rng(1))
        self.parameters = {name: value.astype(self.X.dtype) for name, value in drawn.items()}

    def gradients(self) -> dict[str, np.ndarray]:
        """Go forward and backward; the caches end with this call, as they do in L_layer_model."""
        AL, caches = deep.L_model_forward(self.X, self.parameters, self.activations)
        deep.cost_from_logits(caches[-1][1], self.Y, self.activations[-1])
        return deep.L_model_backward(AL, self.Y, caches, self.activations)

    def step(self) -> None:
        """Take a step."""
        self.parameters = deep.update_parameters(self.parameters, self.gradients(), RATE)

    def train(self) -> None:
        """Train from new parameters; those of the steps need no memory any more."""
        self.parameters = {}
        deep.L_layer_model(self.X, self.Y, self.case.sizes, RATE, self.case.steps, activations=self.activations)


def dlutils_contender(case: Case, dtype: str) -> Logistic | Deep:
    """Return the part of the reference that the course has for this network."""
    return Logistic(case, dtype) if len(case.sizes) == 2 else Deep(case, dtype)


class Torch:
    """PyTorch as its tutorials use it: layers, a loss that takes logits, plain gradient descent, the CPU."""

    def __init__(self, case: Case, dtype: str) -> None:
        import torch

        self.torch, self.case, self.dtype = torch, case, getattr(torch, dtype)
        X, classes = data(case, dtype)
        self.X = torch.from_numpy(np.ascontiguousarray(X.T))
        self.y = torch.from_numpy(classes)
        if case.sizes[-1] == 1:
            self.y = self.y.to(self.dtype)[:, None]

    def build(self) -> None:
        """Make a new network."""
        nn = self.torch.nn
        layers: list[Any] = []
        for n_prev, n in pairwise(self.case.sizes):
            layers += [nn.Linear(n_prev, n, dtype=self.dtype), nn.ReLU()]
        self.model = nn.Sequential(*layers[:-1])
        self.loss = nn.BCEWithLogitsLoss() if self.case.sizes[-1] == 1 else nn.CrossEntropyLoss()
        self.descent = self.torch.optim.SGD(self.model.parameters(), lr=RATE)

    def step(self) -> None:
        """Take a step."""
        self.descent.zero_grad()
        cost = self.loss(self.model(self.X), self.y)
        cost.backward()
        self.descent.step()
        cost.item()

    def train(self) -> None:
        """Train from new parameters; those of the steps need no memory any more."""
        del self.model, self.descent
        self.build()
        for _ in range(self.case.steps):
            self.step()


class ScikitLearn:
    """MLPClassifier with gradient descent on the whole set: no momentum, no penalty, no shuffling, no early end."""

    def __init__(self, case: Case, dtype: str) -> None:
        from sklearn.neural_network import MLPClassifier

        self.case, self.classifier = case, MLPClassifier
        X, self.y = data(case, dtype)
        self.X = np.ascontiguousarray(X.T)

    def new(self, steps: int) -> Any:
        """Return a new network that takes this many steps."""
        return self.classifier(
            self.case.sizes[1:-1], solver="sgd", batch_size=self.case.m, alpha=0.0, learning_rate_init=RATE,
            momentum=0.0, nesterovs_momentum=False, shuffle=False, tol=0.0, n_iter_no_change=steps + 1, max_iter=steps,
        )  # fmt: skip

    def build(self) -> None:
        """Draw the parameters, which a first step does."""
        self.model = self.new(1)
        self.model.partial_fit(self.X, self.y, classes=np.unique(self.y))

    def step(self) -> None:
        """Take a step with parameters that are there already: partial_fit is one pass, here one batch."""
        self.model.partial_fit(self.X, self.y)

    def train(self) -> None:
        """Train from new parameters."""
        self.model = self.new(self.case.steps)  # in place of that of the steps, which needs no memory any more
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it has not converged yet
            self.model.fit(self.X, self.y)


class Products:
    """Only the matrix products of a step: W A, dZ A^T and, from the second layer on, W^T dZ. By NumPy: the limit."""

    def __init__(self, case: Case, dtype: str) -> None:
        self.case, self.dtype = case, dtype

    def build(self) -> None:
        """Make W, A_prev and dZ of every layer."""
        m = self.case.m
        self.layers = [
            [np.full(shape, 0.5, self.dtype) for shape in ((n, n_prev), (n_prev, m), (n, m))]
            for n_prev, n in pairwise(self.case.sizes)
        ]

    def step(self) -> None:
        """Multiply."""
        for W, A_prev, _ in self.layers:
            W @ A_prev
        for layer, (W, A_prev, dZ) in reversed(list(enumerate(self.layers))):
            dZ @ A_prev.T
            if layer > 0:
                W.T @ dZ

    def train(self) -> None:
        """Multiply as often as a training does."""
        for _ in range(self.case.steps):
            self.step()


class TorchProducts(Products):
    """The same products by PyTorch's library, to tell its share in a difference."""

    def __init__(self, case: Case, dtype: str) -> None:
        import torch

        super().__init__(case, dtype)
        self.from_numpy = torch.from_numpy

    def build(self) -> None:
        """Make W, A_prev and dZ of every layer."""
        super().build()
        self.layers = [[self.from_numpy(array) for array in layer] for layer in self.layers]


CONTENDERS: dict[str, Callable[[Case, str], Contender]] = {
    "dlutils": dlutils_contender,
    "PyTorch": Torch,
    "scikit-learn": ScikitLearn,
    "products": Products,
    "products, PyTorch": TorchProducts,
}


def peak_mib() -> float:
    """Return the most memory that this process ever held, in MiB."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def serve(pipe: Connection, name: str, case: Case, dtype: str) -> None:
    """Be one contender in a process of its own: answer "step" and "train" with seconds, "memory" with MiB and threads.

    The memory is what the peak grew by since libraries and data were loaded.
    """
    contender = CONTENDERS[name](case, dtype)
    ready = peak_mib()
    contender.build()
    pipe.send("ready")
    while (request := pipe.recv()) != "stop":
        if request == "memory":
            threads = {pool["num_threads"] for pool in threadpool_info()}
            pipe.send((peak_mib() - ready, sorted(threads)))
            continue
        start = time.perf_counter()
        getattr(contender, request)()
        pipe.send(time.perf_counter() - start)
