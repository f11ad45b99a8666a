"""What a learner's notebook knows of its own names: which cell defines one, and which name no cell defines any more."""

from __future__ import annotations

import ast
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import CodeType
from typing import Any

from dlutils.messages import message
from dlutils.shell import running_shell

RAN_AT: dict[int, float] = {}  # when a cell ran, by the number of its run; from the first import of a check on
GIVEN = {"In", "Out", "get_ipython", "exit", "quit", "open"}  # what IPython itself puts among a notebook's names


def note_times() -> None:
    """Note from now on when cells run: a name may be newer than the notebook's file."""
    shell = running_shell()
    if shell is not None and note_time not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", note_time)


def note_time(*_: object) -> None:
    """Note that the newest cell has run just now."""
    RAN_AT[len(running_shell().user_ns.get("In", [""])) - 1] = time.time()


def where_defined(name: str, namespace: Mapping[str, Any]) -> str:
    """Return a remark on a name that is missing: which cell defines it, or defined it last.

    Parameters
    ----------
    name : str
        A name that a NameError complained of.
    namespace : mapping
        The notebook's names: ``globals()``.

    Returns
    -------
    str
        One sentence; empty where nothing is known.
    """
    executed = [str(cell) for cell in namespace.get("In", [])]
    ran = [number for number, source in enumerate(executed) if name in defined_names(source)]
    if ran:
        return message("report.defined_by_run", name=name, number=ran[-1])
    found = [number for number, source in enumerate(_cells(namespace), 1) if name in defined_names(source)]
    return message("report.defined_by_cell", name=name, number=found[-1]) if found else ""


def undefined_names(function: Callable[..., Any], namespace: Mapping[str, Any]) -> list[str]:
    """Return the names that a function uses, that exist, and that no cell of the saved notebook defines.

    Such a name is left over from a cell that was changed or deleted. After a restart it will be gone. A name from a
    cell that ran after the notebook was saved is left out: the file does not know it yet.

    Parameters
    ----------
    function : callable
        The learner's function.
    namespace : mapping
        The notebook's names: ``globals()``.

    Returns
    -------
    list of str
        In alphabetical order; empty where the notebook's file cannot be read.
    """
    cells = _cells(namespace)
    code = getattr(function, "__code__", None)
    if not cells or code is None:
        return []
    defined = set().union(*map(defined_names, cells))
    used = {getattr(function, "__name__", ""), *_names(code)} & namespace.keys()
    lost = (name for name in used if not (name in defined or name in GIVEN or name[0] == "_"))
    return sorted(name for name in lost if not _is_newer(name, namespace))


def _is_newer(name: str, namespace: Mapping[str, Any]) -> bool:
    """Whether a name was defined by a cell that ran after the notebook was saved."""
    path = _path(namespace)
    ran = [number for number, source in enumerate(namespace.get("In", [])) if name in defined_names(str(source))]
    return bool(ran) and path is not None and RAN_AT.get(ran[-1], 0.0) > path.stat().st_mtime


def _names(code: CodeType) -> set[str]:
    """Return the names that code looks up, those of inner functions included."""
    inner = (_names(constant) for constant in code.co_consts if isinstance(constant, CodeType))
    return set(code.co_names).union(*inner)


def defined_names(source: str) -> set[str]:
    r"""Return the names that a cell binds at its top level: functions, classes, imports and variables.

    Parameters
    ----------
    source : str
        A cell. Lines of IPython (``%``, ``!``) are left out; what is no Python binds nothing.

    Returns
    -------
    set of str
        The names.

    Examples
    --------
    >>> sorted(defined_names("%matplotlib inline\nimport numpy as np\nx, y = 1, 2\ndef f():\n    inner = 3"))
    ['f', 'np', 'x', 'y']
    """
    lines = ("pass" if line.startswith(("%", "!", "?")) else line for line in source.splitlines())
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return set()
    found: set[str] = set()
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            continue  # what is bound inside stays inside
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        waiting.extend(ast.iter_child_nodes(node))
    return found


def _path(namespace: Mapping[str, Any]) -> Path | None:
    """Return where the notebook is saved, or None where there is no such file to be found."""
    # JupyterLab and Notebook tell the kernel the path by the environment, VS Code by a name. Colab does neither.
    path = Path(str(namespace.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME", "")))
    return path if "ipykernel" in sys.modules and path.suffix == ".ipynb" and path.is_file() else None


def _cells(namespace: Mapping[str, Any]) -> list[str]:
    """Return the code cells of the saved notebook; nothing where there is no such file to be found."""
    path = _path(namespace)
    if path is None:
        return []
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
