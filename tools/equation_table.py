"""Print the table of equations: label, page of the book, function of dlutils that implements it, file that tests it.

    python tools/equation_table.py

A label ``eq-...`` in the book marks an equation that a public function implements. A docstring says
``Implements eq-name.``, or ``eq-a, eq-b and eq-c``. Exit code 1: a gap in the table.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LABEL = re.compile(r"^\s*\$\$ *\(([^)\s]+)\)", re.MULTILINE)
CITATION = re.compile(r"\beq-[a-z0-9]+(?:-[a-z0-9]+)*")
IMPLEMENTS = re.compile(r"\bImplements\b[^.]*\.")
GAP = "MISSING"

Function = tuple[str, str]  # module, name


@dataclass(frozen=True)
class Row:
    """A row of the table: a label, and where it stands; GAP where something is missing."""

    label: str
    page: str
    function: str
    test: str

    def __str__(self) -> str:
        return f"| {self.label} | {self.page} | {self.function} | {self.test} |"


def labels(book: Path) -> list[tuple[str, Path]]:
    """Return the labels of all equations of the book with their pages, doubles included."""
    pages = sorted(book.rglob("*.md"))
    return [(label, page) for page in pages for label in LABEL.findall(page.read_text(encoding="utf-8"))]


def implementations(package: Path) -> dict[str, list[Function]]:
    """Return for every label the public functions and classes that say they implement it: (module, name)."""
    found: dict[str, list[Function]] = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        module = ".".join(path.relative_to(package).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                for sentence in IMPLEMENTS.findall(ast.get_docstring(node) or ""):
                    for label in dict.fromkeys(CITATION.findall(sentence)):
                        found[label].append((module, node.name))
    return dict(found)


def imports(tree: ast.Module) -> dict[str, Function]:
    """Return what the names that a file imports from dlutils stand for: (module, name); name "" for a module itself."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == "dlutils":
            module = node.module.partition(".")[2]
            for alias in node.names:
                found[alias.asname or alias.name] = (module, alias.name) if module else (alias.name, "")
    return found


def used(test: Path, package: Path) -> set[Function]:
    """Return the functions of dlutils that a test file names beyond its imports, by the modules that define them."""
    tree = ast.parse(test.read_text(encoding="utf-8"))
    local = imports(tree)
    found = {local[node.id] for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in local}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in local:
            found.add((local[node.value.id][0], node.attr))
    return {defined(function, package) for function in found}


def defined(function: Function, package: Path) -> Function:
    """Return the module that defines a function, where the given one only passes it on."""
    path = package / (function[0].replace(".", "/") + ".py")
    if not path.exists():
        return function
    origin = imports(ast.parse(path.read_text(encoding="utf-8"))).get(function[1], function)
    return origin if origin == function else defined(origin, package)


def rows(book: Path, package: Path, tests: Path) -> list[Row]:
    """Return a row for every pair of an ``eq-`` label and a function, and one for what has no partner."""
    pages = {label: page for label, page in labels(book) if label.startswith("eq-")}
    functions = implementations(package)
    tested = {path.relative_to(tests).as_posix(): used(path, package) for path in sorted(tests.rglob("test_*.py"))}
    table = []
    for label in [*pages, *sorted(functions.keys() - pages.keys())]:
        page = pages[label].relative_to(book).as_posix() if label in pages else GAP
        for function in functions.get(label, [(GAP, "")]):
            files = [test for test, names in tested.items() if function in names]
            own = f"test_{function[0]}.py"  # the file of the same name comes first: it is the one to open
            test = own if own in files else min(files, default=GAP)
            table.append(Row(label, page, ".".join(function).rstrip("."), test))
    return table


def main() -> None:
    """Print the table."""
    table = rows(ROOT / "book", ROOT / "dlutils", ROOT / "tests")
    print("| label | page | function | test |\n|---|---|---|---|", *table, sep="\n")
    gaps = sum(GAP in (row.page, row.function, row.test) for row in table)
    if gaps:
        sys.exit(f"The table must have no gap; got {gaps}. Look for {GAP}.")


if __name__ == "__main__":
    main()
