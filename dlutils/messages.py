"""Every word that a person reads, by key, from one catalogue per language.

A catalogue is a folder: `common.toml`, `equations.toml` and `errors.toml`, and a file for each assignment, whose
entries are found under its name, such as ``logistic-regression.mistake.sigmoid.sign``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _catalogue(language: str) -> Mapping[str, Any]:
    """Return the catalogue of a language as nested tables."""
    found: dict[str, Any] = {}
    for file in files("dlutils").joinpath("locale", language).iterdir():
        name, _, kind = file.name.partition(".")
        if kind == "toml":
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= table if name in ("common", "equations", "errors") else {name: table}
    return found


def entry(key: str, language: str = "en") -> Any:
    """Return what stands in the catalogue under a dotted key: a text, or a table of texts.

    Parameters
    ----------
    key : str
        Names joined by dots, such as ``"problem.shape"``.
    language : str
        The catalogue's name.

    Returns
    -------
    str or dict
        The text, or the table.

    Raises
    ------
    KeyError
        If the catalogue has no such entry.

    Examples
    --------
    >>> entry("equation.eq-sigmoid.title")
    'The sigmoid function'
    """
    found: Any = _catalogue(language)
    for name in key.split("."):
        if not isinstance(found, Mapping) or name not in found:
            raise KeyError(f"catalogue {language} has no entry {key}")
        found = found[name]
    return found


def message(key: str, /, **parameters: object) -> str:
    """Return a text of the catalogue with its parameters filled in.

    Parameters
    ----------
    key : str
        Names joined by dots.
    **parameters
        Values for the names in braces.

    Returns
    -------
    str
        The text.

    Raises
    ------
    KeyError
        If the catalogue has no such entry, or a parameter is missing.

    Examples
    --------
    >>> message("report.part_wrong", name="dw", problem="must be finite; got nan.")
    'dw: must be finite; got nan.'
    """
    return str(entry(key)).format(**parameters)
