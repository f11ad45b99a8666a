"""Where the answers to `shallow-network` are collected, from several modules."""

from __future__ import annotations

from collections.abc import Callable

Function = Callable[..., object]
Decorator = Callable[[Function], Function]

RIGHT: dict[str, dict[str, Function]] = {}
WRONG: dict[str, dict[str, tuple[Function, str]]] = {}


def right(task: str, what: str) -> Decorator:
    """Keep a right answer to a task, under a word on its style."""

    def keep(function: Function) -> Function:
        assert what not in RIGHT.setdefault(task, {})
        RIGHT[task][what] = function
        return function

    return keep


def wrong(task: str, what: str, key: str = "") -> Decorator:
    """Keep a wrong answer to a task; `key` is that of the known mistake that names it, without the task's name."""

    def keep(function: Function) -> Function:
        assert what not in WRONG.setdefault(task, {})
        WRONG[task][what] = function, f"{task}.{key}" if key else ""
        return function

    return keep
