"""Equation, function, test, hint: one label, and the places that use it agree.

A label ``eq-...`` in the book marks an equation that a public function implements; ``step-...`` marks one that is only
derived. `tools/equation_table.py` collects both sides, and the tests.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

from tools.equation_table import CITATION, GAP, LABEL, implementations, labels, rows

ROOT = Path(__file__).parents[2]


def cited(package: Path) -> set[str]:
    """Return every label that the package names: in docstrings, in the tables of checks, in messages to learners."""
    files = [path for path in package.rglob("*") if path.suffix in {".py", ".toml"}]
    return {label for path in files for label in CITATION.findall(path.read_text("utf-8"))}


def disagreements(book: Path, package: Path) -> list[str]:
    """Return one line for each label that the book and the package do not share."""
    known = {label for label, _ in labels(book) if label.startswith("eq-")}
    lines = [f"{label}: dlutils names it, but no equation of the book has it" for label in cited(package) - known]
    lines += [
        f"{label}: the book has it, but no public function implements it"
        for label in known - implementations(package).keys()
    ]
    return sorted(lines)


def test_the_book_and_the_package_agree() -> None:
    """Every label that dlutils names stands in the book, and every ``eq-`` label of the book has a function."""
    assert disagreements(ROOT / "book", ROOT / "dlutils") == []


def test_every_equation_has_a_function_and_a_test() -> None:
    """The table of equations has a page, a function and a test file in every row."""
    table = rows(ROOT / "book", ROOT / "dlutils", ROOT / "tests")
    assert len(table) > 20
    assert [str(row) for row in table if GAP in (row.page, row.function, row.test)] == []


def test_labels_are_unique_and_of_a_known_kind() -> None:
    """No two equations share a label, and each label starts with ``eq-`` or ``step-``."""
    found = [label for label, _ in labels(ROOT / "book")]
    assert found, "the book must have labelled equations"
    assert [label for label, times in Counter(found).items() if times > 1] == []
    assert [label for label in found if not re.fullmatch(r"(eq|step)(-[a-z0-9]+)+", label)] == []


def test_hints_name_the_right_page() -> None:
    """The page that a hint sends the learner to has these words in its title, and the equation stands on it."""
    titles = {}
    for page in (ROOT / "book").rglob("*.md"):
        text = page.read_text("utf-8")
        heading = re.search(r"^# (.+)$", text, re.MULTILINE)
        titles.update(dict.fromkeys(LABEL.findall(text), heading[1].lower() if heading else ""))
    hints = tomllib.loads((ROOT / "dlutils" / "locale" / "en" / "equations.toml").read_text("utf-8"))["equation"]
    wrong = {label: hint["page"] for label, hint in hints.items() if hint["page"].lower() not in titles.get(label, "")}
    assert wrong == {}


def plant(folder: Path, page: str, source: str) -> list[str]:
    """Return the disagreements of a book of one page and a package of one module."""
    for name in ("book", "package"):
        (folder / name).mkdir()
    (folder / "book" / "page.md").write_text(page)
    (folder / "package" / "module.py").write_text(source)
    return disagreements(folder / "book", folder / "package")


def test_agreement_is_recognised(tmp_path: Path) -> None:
    """A label with its function is fine, and so is a ``step-`` label without one."""
    page = "$$\na\n$$ (eq-a)\n\n- item\n\n  $$ b $$ (eq-b)\n\n$$\nc\n$$ (step-c)\n".replace("$$ b $$", "$$\n  b\n  $$")
    assert plant(tmp_path, page, 'def f():\n    """Do it.\n\n    Implements eq-a and\n    eq-b.\n    """\n') == []


def test_a_citation_without_equation_is_found(tmp_path: Path) -> None:
    """A function or a hint that names a label which the book does not have is reported."""
    lines = plant(tmp_path, "", 'HINT = "eq-gone"\n')
    assert lines == ["eq-gone: dlutils names it, but no equation of the book has it"]


def test_an_equation_without_public_function_is_found(tmp_path: Path) -> None:
    """A mention is not an implementation, nor is a private function one."""
    source = 'def f():\n    """Compare with eq-a."""\n\n\ndef _g():\n    """Implements eq-a."""\n'
    lines = plant(tmp_path, "$$\na\n$$ (eq-a)\n", source)
    assert lines == ["eq-a: the book has it, but no public function implements it"]


def table_of_one(folder: Path, test: str) -> list[str]:
    """Return the table of a book with one equation, a package with its function, and one test file."""
    source = 'def f():\n    """Do it.\n\n    Implements eq-a.\n    """\n'
    parts = {"book/page.md": "$$\na\n$$ (eq-a)\n", "package/part.py": source, "tests/test_x.py": test}
    parts["package/facade.py"] = "from dlutils.part import f\n"
    for name, text in parts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return [str(row) for row in rows(folder / "book", folder / "package", folder / "tests")]


def test_a_test_is_found(tmp_path: Path) -> None:
    """A test counts if it uses the function, imported by name, with its module, or by a module that passes it on."""
    for number, test in enumerate(
        (
            "from dlutils.part import f\nf()\n",
            "from dlutils import part\npart.f()\n",
            "from dlutils.facade import f as g\ng()\n",
        )
    ):
        (tmp_path / str(number)).mkdir()
        assert table_of_one(tmp_path / str(number), test) == ["| eq-a | page.md | part.f | test_x.py |"]


def test_a_missing_test_is_found(tmp_path: Path) -> None:
    """A function of the same name from elsewhere, and an import alone, are no test."""
    for number, test in enumerate(
        ("from other import f\nf()\n", "from dlutils.part import f\n", "def f(): ...\nf()\n")
    ):
        (tmp_path / str(number)).mkdir()
        assert table_of_one(tmp_path / str(number), test) == ["| eq-a | page.md | part.f | MISSING |"]


def test_a_missing_page_is_found(tmp_path: Path) -> None:
    """A function whose equation no page has stands in the table with a gap."""
    table_of_one(tmp_path, "from dlutils.part import f\nf()\n")
    (tmp_path / "book" / "page.md").write_text("")
    found = rows(tmp_path / "book", tmp_path / "package", tmp_path / "tests")
    assert [str(row) for row in found] == ["| eq-a | MISSING | part.f | test_x.py |"]
