"""Measure training steps against PyTorch, scikit-learn and the bare matrix products. Writes its section of RESULTS.md.

    python benchmarks/training.py            about eight minutes on two cores; let nothing else run
    python benchmarks/training.py --quick    a minute, few runs, to stdout

Each contender lives in a process of its own and is asked in turn, in a new order every round, so all of them meet the
same conditions. PyTorch is measured where it is installed; the project does not depend on it.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "2")  # before NumPy is imported; the contenders' processes inherit it

import argparse
import importlib.util
import multiprocessing
import platform
import random
import sys
import time
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np
from contenders import CONTENDERS, Case, serve
from rich.console import Console
from rich.progress import Progress, TaskID
from sections import write
from threadpoolctl import threadpool_info

from dlutils.logistic import propagate, propagate_loop

DTYPES = ("float64", "float32")
TRAININGS = 3  # how often a whole training is measured
PAUSE_S = 0.05  # the threads of a matrix product wait for more work, busily, for some 30 ms after it
CASES = (
    Case("a", (12288, 1), 209, steps=100, rounds=31),
    Case("b", (12288, 20, 7, 5, 1), 209, steps=100, rounds=31),
    Case("c", (784, 512, 256, 10), 1024, steps=20, rounds=21),
    Case("d", (64, 4096, 4096, 10), 2048, steps=2, rounds=5),
)


@dataclass
class Measured:
    """What one contender needed in one case: medians of seconds, and memory in MiB."""

    step: float
    train: float
    memory: float
    threads: list[int]


def contenders() -> list[str]:
    """Return the names of those that can run here."""
    torch = importlib.util.find_spec("torch") is not None
    return [name for name in CONTENDERS if torch or "PyTorch" not in name]


def measure(case: Case, dtype: str, progress: Progress, task: TaskID) -> dict[str, Measured]:
    """Return what every contender needed, measured in turn."""
    context = multiprocessing.get_context("spawn")
    pipes, processes = {}, []
    for name in contenders():
        pipes[name], far_end = context.Pipe()
        processes.append(context.Process(target=serve, args=(far_end, name, case, dtype), daemon=True))
        processes[-1].start()
        far_end.close()  # so that a contender that dies is noticed here, by EOFError
    for pipe in pipes.values():
        pipe.recv()  # it is ready
    seconds: dict[str, dict[str, list[float]]] = {
        request: {name: [] for name in pipes} for request in ("step", "train")
    }
    shuffled = random.Random(0)  # noqa: S311  (an order, no secret)
    for request, rounds in (("step", case.rounds + 2), ("train", TRAININGS)):
        for _ in range(rounds):
            for name in shuffled.sample(list(pipes), len(pipes)):
                time.sleep(PAUSE_S)
                pipes[name].send(request)
                seconds[request][name].append(pipes[name].recv())
            progress.advance(task)
    result = {}
    for name, pipe in pipes.items():
        pipe.send("memory")
        memory, threads = pipe.recv()
        # The first two steps warm up: they load code, and ask the system for memory.
        result[name] = Measured(median(seconds["step"][name][2:]), median(seconds["train"][name]), memory, threads)
        pipe.send("stop")
    for process in processes:
        process.join()
    return result


def verdict(own: float, other: float, target: float | None) -> str:
    """Return the ratio as a cell of a table, with a mark that says whether the target is reached."""
    if other == 0:
        return "–"  # memory below what the system counts
    ratio = own / other
    return f"{ratio:.2f}" if target is None else f"{ratio:.2f} {'✓' if ratio <= target else '✗'}"


def table(kind: str, results: dict[tuple[Case, str], dict[str, Measured]]) -> list[str]:
    """Return the table of step, train or memory: dlutils itself, then its ratio to each other contender."""
    unit = {"step": "ms", "train": "ms", "memory": "MiB"}[kind]
    others = [name for name in contenders() if name not in ("dlutils", "products, PyTorch")]
    lines = [f"| network | type | dlutils, {unit} | {' | '.join(f'to {name}' for name in others)} |"]
    lines.append("|---|---|--:|" + "--:|" * len(others))
    for (case, dtype), measured in results.items():
        own = getattr(measured["dlutils"], kind)
        cells = [verdict(own, getattr(measured[name], kind), target(kind, name, case)) for name in others]
        shown = f"{1000 * own:.1f}" if unit == "ms" else f"{own:.0f}"
        lines.append(f"| {case.name} | {dtype} | {shown} | {' | '.join(cells)} |")
    return lines


def target(kind: str, other: str, case: Case) -> float | None:
    """Return the ratio to reach, or None where none is set."""
    if kind == "memory":
        return 1.5 if other == "PyTorch" else None
    if other == "products":
        return 1.3 if case.name == "d" else None
    return {"PyTorch": 1.0, "scikit-learn": 0.5}[other]


def libraries(results: dict[tuple[Case, str], dict[str, Measured]]) -> list[str]:
    """Return the table of the products alone, NumPy's library against PyTorch's; nothing where PyTorch is missing."""
    if "products, PyTorch" not in contenders():
        return ["PyTorch is not installed here, so it was not measured."]
    lines = [
        "| network | type | by NumPy, ms | by PyTorch, ms | ratio | step of PyTorch to its products "
        "| products by NumPy to step of scikit-learn |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for (case, dtype), measured in results.items():
        ours, theirs = measured["products"].step, measured["products, PyTorch"].step
        rest, floor = measured["PyTorch"].step / theirs, ours / measured["scikit-learn"].step
        ms = f"{1000 * ours:.1f} | {1000 * theirs:.1f}"
        lines.append(f"| {case.name} | {dtype} | {ms} | {ours / theirs:.2f} | {rest:.2f} | {floor:.2f} |")
    return lines


def loop_against_vectorized() -> str:
    """Return a sentence: how long a pass of logistic regression takes by loops and vectorized."""
    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((12288, 209)), (np.arange(209) % 2)[None, :]
    w = np.zeros((12288, 1))
    seconds = {}
    for form, runs in ((propagate_loop, 3), (propagate, 21)):
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            form(w, 0.0, X, Y)
            times.append(time.perf_counter() - start)
        seconds[form] = median(times)
    slow, fast = seconds[propagate_loop], seconds[propagate]
    return (
        f"One pass of logistic regression over 209 pictures of 12288 numbers, float64: {slow:.2f} s by loops, "
        f"{1000 * fast:.1f} ms vectorized. The loops take {slow / fast:.0f} times as long."
    )


def processor() -> str:
    """Return the kind of processor, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def conditions(load: float, minutes: float, threads: set[int]) -> str:
    """Return the paragraph that says on what was measured."""
    packages = ["numpy", "scikit-learn", *(["torch"] if "PyTorch" in contenders() else [])]
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    blas = {f"{pool['internal_api']} {pool['version']}" for pool in threadpool_info() if pool["user_api"] == "blas"}
    quiet = " That is busy: measure again when it is quiet, before you believe the times." if load > 0.5 else ""
    return (
        f"{processor()}, {os.cpu_count()} cores, {platform.system()}. Python {platform.python_version()}, {versions}.\n"
        f"Products of NumPy by {', '.join(sorted(blas))}. Threads of every contender: {', '.join(map(str, threads))}.\n"
        f"The run took {minutes:.0f} minutes; the load of the machine before it was {load:.1f}.{quiet}"
    )


def report(results: dict[tuple[Case, str], dict[str, Measured]], loops: str, paragraph: str) -> str:
    """Return the section of RESULTS.md."""
    cases = dict.fromkeys(case for case, _ in results)
    nets = "\n".join(
        f"| {case.name} | {'-'.join(map(str, case.sizes))} | {case.m} | {case.rounds} | {case.steps} |"
        for case in cases
    )
    newline = "\n"
    return f"""# How fast is the reference?

Written by `python benchmarks/training.py`, which measures all of it again.

{paragraph}

| | network | examples | single steps measured | steps of a training |
|---|---|--:|--:|--:|
{nets}

ReLU in hidden layers; at the end a sigmoid for one output, softmax for ten. Gradient descent on all examples at once.
Network a is logistic regression. A step is the way forward, the cost, the way back, and new parameters.

All contenders run in turn in one run, each in its own process. Times are medians. A ratio is the time of dlutils
divided by that of the other: below 1, dlutils is faster. ✓ and ✗ say whether the target is reached: at most 1 to
PyTorch, at most 0.5 to scikit-learn, at most 1.3 to the bare matrix products in network d.

## One step

{newline.join(table("step", results))}

## A whole training

With new parameters at the start, and all checks of the input.

{newline.join(table("train", results))}

## Memory

By how much the peak of the process grew after libraries and data were loaded. Target: at most 1.5 times PyTorch's.

{newline.join(table("memory", results))}

## The products alone

The matrix products of a step, by the library of NumPy and by that of PyTorch. Where the ratio is above 1, dlutils
starts with that handicap. The next column says how much PyTorch adds to its own products, the last one how much of
the time of scikit-learn's step the products alone would take.

{newline.join(libraries(results))}

## Why a target is missed

- *Half the time of scikit-learn.* Both call the same kind of library for the same products. Where the last column above
  is over 0.5, even a step that did nothing but its products would miss the target. Where it is below, what remains is
  the work beside them, below.
- *The work beside the products.* A layer adds the bias, applies the activation and its slope, and the step makes new
  parameters: each line of an equation is a pass over whole arrays, and makes a new one. NumPy does such a pass on one
  core, PyTorch on all, and in place where it can. In network d an array of activations has 8 million entries, one of
  weights 16 million. Writing in place would save some of it, and cost the form of the equations: we left them as they
  stand in the book.
- *PyTorch.* It has that advantage in the passes, and here a slower library for the products (the ratio above). Where
  the two cancel, the figures of two runs may fall on both sides of 1.

## Loops and vectorized form

{loops}

## How the others were asked

- PyTorch: eager mode on the CPU, `Linear` and `ReLU` layers, `BCEWithLogitsLoss` or `CrossEntropyLoss`, `optim.SGD`.
- scikit-learn: `MLPClassifier`, plain gradient descent, the batch as large as the set; no momentum, penalty, shuffling.
  A single step is a call of `partial_fit` on parameters that are there already, which checks its input as every call.
- Products: `W @ A`, `dZ @ A.T`, and `W.T @ dZ` from the second layer on; in network a, products with a vector.
"""


def main() -> None:
    """Measure everything and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few runs, narrow networks, to stdout")
    parser.add_argument("--only", default="abcd", help="networks to measure, such as bc; then to stdout")
    options = parser.parse_args()
    cases = [case for case in CASES if case.name in options.only]
    if options.quick:
        cases = [replace(c, sizes=tuple(min(n, 1024) for n in c.sizes), rounds=3, steps=2) for c in cases]
    start, load = time.perf_counter(), os.getloadavg()[0]
    results = {}
    with Progress(console=Console(stderr=True)) as progress:
        for case in cases:
            for dtype in DTYPES:
                task = progress.add_task(f"{case.name} {dtype}", total=case.rounds + 2 + TRAININGS)
                results[case, dtype] = measure(case, dtype, progress, task)
    loops = loop_against_vectorized()
    threads = {count for measured in results.values() for one in measured.values() for count in one.threads}
    text = report(results, loops, conditions(load, (time.perf_counter() - start) / 60, threads))
    if options.quick or options.only != "abcd":
        sys.stdout.write(text)
    else:
        write("training", text)


if __name__ == "__main__":
    main()
