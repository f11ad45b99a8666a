"""The source map covers both documents: every heading and picture, in their order, with no empty cell."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "book" / "appendix" / "source-map.md").read_text(encoding="utf-8")
DOCUMENTS = tomllib.loads(Path(__file__).with_name("source_documents.toml").read_text(encoding="utf-8"))
PARTS = dict(zip(DOCUMENTS, PAGE.split("\n## ")[1:], strict=True))


def rows(part):
    """Return the rows of a table as lists of cells."""
    lines = [line for line in part.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_heading_and_picture_has_its_row(document):
    """The first cells of the rows are the headings (bold) and the pictures (code) of the document, in order."""
    first = [cells[0] for cells in rows(PARTS[document])]
    assert [cell.strip("*") for cell in first if cell.startswith("**")] == DOCUMENTS[document]["headings"]
    assert [cell.strip("`") for cell in first if cell.startswith("`")] == DOCUMENTS[document]["pictures"]
    assert len(first) == sum(map(len, DOCUMENTS[document].values()))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_row_is_empty(document):
    """Every row says what stands here, and points to a page, a figure or an equation."""
    for cells in rows(PARTS[document]):
        assert len(cells) == 3
        assert all(cells)
        assert re.search(r"\{(doc|numref|eq)\}`", " ".join(cells)) or cells[1].startswith("the part ")


def test_all_pictures_are_counted():
    """The two documents refer to 42 pictures."""
    assert sum(len(document["pictures"]) for document in DOCUMENTS.values()) == 42
