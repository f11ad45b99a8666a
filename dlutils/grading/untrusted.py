"""What is taken over of messages that learners' code may have written."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import numpy as np

from dlutils.checks.call import Kind, Outcome

MAX_SIZE = 5_000  # entries of an argument that comes back, or a whole number
TEXT = 400  # characters of an outcome's texts


def is_small(value: Any) -> bool:
    """Whether arguments are as small as those of a check: the reference has to work on them here, outside."""
    if isinstance(value, np.ndarray):
        return value.size <= MAX_SIZE
    if isinstance(value, (list, tuple)):
        return len(value) <= MAX_SIZE and all(map(is_small, value))
    if isinstance(value, dict):
        return len(value) <= MAX_SIZE and all(map(is_small, value.values()))
    return not isinstance(value, int) or abs(value) <= MAX_SIZE


def words(found: Any) -> set[str]:
    """Return the names in an untrusted list of names."""
    names = (name for name in found if isinstance(name, str)) if isinstance(found, list) else ()
    return {name for name in names if name.isidentifier() and not name.startswith("_")}


def outcome_of(said: dict[str, Any]) -> Outcome:
    """Return an outcome from an untrusted message.

    Raises
    ------
    ValueError
        If it is none.
    """
    if said.get("kind") not in get_args(Kind):
        raise ValueError("an outcome must be of a known kind")
    texts = {field.name: said.get(field.name, "") for field in fields(Outcome) if field.name not in ("kind", "value")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("an outcome's texts must be texts")
    kept = {name: _printable(text[:TEXT]) for name, text in texts.items()}
    return Outcome(said["kind"], said.get("value"), **kept)


def _printable(text: str) -> str:
    """Return a text without control characters but line ends and tabs."""
    return "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
