"""The whole book as one PDF, printed by a real browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from dlutils.grading import site
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(site.find_browser() is None, reason=f"no browser on PATH: {', '.join(site.BROWSERS)}")
def test_the_book_is_printed_with_bookmarks_links_and_page_numbers(tmp_path: Path) -> None:
    """A book of two pages becomes a PDF with a bookmark for each chapter, a link between them, and numbered pages."""
    for name in ("_config.yml", "nbgrader_config.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "solutions").mkdir()
    shutil.copytree(ROOT / "book" / "_ext", tmp_path / "book" / "_ext")
    shutil.copytree(ROOT / "book" / "_static", tmp_path / "book" / "_static")
    (tmp_path / "dlutils").mkdir()  # the extension looks at its sources
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: book/intro\nchapters:\n  - file: book/one\n")
    (tmp_path / "book" / "intro.md").write_text("# The book\n\nSee {doc}`one`.\n")
    (tmp_path / "book" / "one.md").write_text("# The first chapter\n\nA formula: $a^2$. See {doc}`intro`.\n")
    reader = PdfReader(site.print_pdf(Course.find(tmp_path)))
    titles = str(reader.outline)
    assert "The book" in titles
    assert "The first chapter" in titles
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert any("/Dest" in link or "/D" in link.get("/A", {}) for link in links)
    assert len(reader.pages) >= 2
    assert all(str(i + 1) in page.extract_text().split() for i, page in enumerate(reader.pages))


def test_without_a_browser_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no browser, one line says what is missing."""
    monkeypatch.setattr(site, "find_browser", lambda: None)
    with pytest.raises(CourseError, match="Install Chromium"):
        site.print_pdf(Course.find(ROOT))
