"""Runs inside a generated package: finds every function that a learner could reach, and calls it when asked.

``python -I reach.py FOLDER``, where FOLDER holds the package. Requests come on standard input and answers go out on
standard output, each as `dlutils.checks.codec` writes it, with its length in front.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import os
import pkgutil
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CellType, CodeType, FunctionType, MethodType
from typing import Any

# How messages are sent, and how processes are started: copied byte for byte, which a test of its own proves. To call
# these with whatever fits would start and end processes.
NOT_CALLED = ("dlutils.grading", "dlutils.checks.call")
BUDGET_S = 1.0
ITEMS = 3  # of a result that is a tuple, so many are tried for themselves
GIVEN_UP = ("blank", "calls_blank", "parameters", "timeout")  # after these, no other call would fare better


def import_all(folder: str) -> list[str]:
    """Put the package first, its checkout nowhere, and import all its modules; return their names."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if "editable" not in repr(finder).lower()]
    sys.path.insert(0, folder)
    package = importlib.import_module("dlutils")
    names = [found.name for found in pkgutil.walk_packages(package.__path__, "dlutils.")]
    for name in names:
        importlib.import_module(name)
    loaded = [module for name, module in sys.modules.items() if name.split(".")[0] == "dlutils"]
    strange = [module.__file__ for module in loaded if not Path(str(module.__file__)).is_relative_to(folder)]
    if strange:
        raise RuntimeError(f"imported from elsewhere: {strange}")
    return names


def reachable() -> dict[str, Callable[..., Any]]:
    """Return every function and class of the package that is alive, and those that are constants of their code."""
    found: dict[str, Callable[..., Any]] = {}

    def add(label: str, function: Callable[..., Any]) -> None:
        while label in found:
            label += "'"
        found[label] = function

    for thing in gc.get_objects():  # closures, defaults, containers: a function that is anywhere is here
        if isinstance(thing, FunctionType) and _ours(str(thing.__globals__.get("__name__"))):
            module = thing.__globals__["__name__"]
            add(f"{module}.{thing.__qualname__}", thing)
            for code in _codes(thing.__code__):
                cells = dict(zip(thing.__code__.co_freevars, thing.__closure__ or (), strict=True))
                closure = tuple(cells.get(name, CellType()) for name in code.co_freevars)
                built = FunctionType(code, thing.__globals__, code.co_name, None, closure)
                add(f"{module}.{code.co_qualname}", _of_iterator(built) if ".0" in code.co_varnames else built)
        elif isinstance(thing, type) and _ours(thing.__module__):
            add(f"{thing.__module__}.{thing.__qualname__}", thing)
            for name, function in _methods(thing):
                add(f"{thing.__module__}.{thing.__qualname__}.{name} without state", function)
    return dict(sorted(found.items()))


def _ours(module: str) -> bool:
    return f"{module}.".startswith("dlutils.") and not module.startswith(NOT_CALLED)


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Yield the code objects that are constants of another, at any depth."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _of_iterator(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function of a comprehension; Python itself breaks down if that is given anything but an iterator."""
    return lambda values, *others: function(iter(values), *others)


def _methods(kind: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield the methods of an object of a class that was never initialised."""
    try:
        bare = kind.__new__(kind)
    except TypeError:
        return
    for name, value in vars(kind).items():
        if isinstance(value, FunctionType):
            yield name, MethodType(value, bare)
        elif isinstance(value, property) and value.fget is not None:
            yield name, MethodType(value.fget, bare)
        elif isinstance(value, (staticmethod, classmethod)):
            yield name, getattr(kind, name)


def by_name(function: Callable[..., Any], names: list[str]) -> Callable[..., Any] | None:
    """Return a function of arguments in the order of `names` that passes on those which `function` has under that name.

    Return None where that is no other call than by position, or would leave a parameter without a value.
    """
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    plain = [one for one in parameters if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    if any(one.default is one.empty and one.name not in names for one in plain):
        return None
    shared = [one.name for one in plain if one.name in names]
    if not shared or shared == names:
        return None
    return lambda *values: function(**{n: v for n, v in zip(names, values, strict=True) if n in shared})


def item_of(function: Callable[..., Any], item: int) -> Callable[..., Any]:
    """Return a function that gives one item of another's result; all of it for -1."""
    if item < 0:
        return function
    return lambda *values: function(*values)[item]


def serve() -> None:
    """Answer requests until there are no more."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # what a function prints or asks is not part of the answers
        os.dup2(silence, stream)
    modules = import_all(sys.argv[1])
    from dlutils.checks.call import call
    from dlutils.checks.codec import decode, encode

    functions = reachable()

    def variant(label: str, way: str, item: int, names: list[str]) -> Callable[..., Any] | None:
        function = functions[label] if way == "position" else by_name(functions[label], names)
        return function and item_of(function, item)

    def try_all(names: list[str], calls: list[Any]) -> list[Any]:
        """Return which functions give a value in one of the calls, under which parameters, and which part of it."""
        found = set()
        for label in functions:
            for way in ("position", "name"):
                function = variant(label, way, -1, names)
                for arguments in calls if function else ():
                    outcome = call(function, arguments, BUDGET_S)
                    if outcome.kind in GIVEN_UP:
                        break
                    if outcome.kind != "value" or outcome.value is None:
                        continue
                    found.add((label, way, -1))
                    if isinstance(outcome.value, (tuple, list)):
                        found |= {(label, way, item) for item in range(min(ITEMS, len(outcome.value)))}
        return sorted(found)

    while head := requests.read(8):
        request = decode(requests.read(struct.unpack("<Q", head)[0]))
        if request["do"] == "list":
            answer: Any = {"modules": modules, "functions": list(functions)}
        elif request["do"] == "try":
            answer = try_all(request["names"], request["calls"])
        else:
            function = variant(*request["variant"], request["names"])
            outcome = call(function, request["arguments"], BUDGET_S)
            answer = {"kind": outcome.kind, "value": outcome.value, "told": outcome.told}
        body = encode(answer)
        answers.write(struct.pack("<Q", len(body)) + body)
        answers.flush()


if __name__ == "__main__":
    serve()
