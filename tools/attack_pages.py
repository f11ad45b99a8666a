"""Look at pages of feedback in a browser: whether anything on them runs, opens a dialog, or asks a host."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

from dlutils.grading.site import find_browser
from tests.grading.example_class import NAME
from tests.grading.hostile import RAN
from tests.grading.test_feedback_safe import happens

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
LIBRARIES = "https://cdnjs.cloudflare.com/ajax/libs/"  # nbgrader's own template asks for them


def page_of(here: Path, student: str) -> Path:
    """Return where the feedback on a submission lies in the copy of a course."""
    return here / "feedback" / student / NAME / f"{NAME}.html"


def what_pages_do(pages: Mapping[str, Path], marks: Mapping[str, str]) -> dict[str, list[str]]:
    """Return in words what pages do that they should not.

    Parameters
    ----------
    pages : mapping of str to Path
        The pages, by student.
    marks : mapping of str to str
        What an attack wants to have on its page, by student. That the text of a script stands there is no harm.
    """
    found: dict[str, list[str]] = {}
    look: Any = happens
    if not pages:
        return found
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=SWITCHES)
        for student, path in pages.items():
            text = path.read_text(encoding="utf-8", errors="replace")
            try:
                done = [what for what in look(browser, text) if not what.startswith(LIBRARIES)]
            except Error as error:
                if "navigation" not in str(error):
                    raise
                done = ["goes to another page"]
            words = {"ran": "runs a script", "dialog": "opens a dialog", "popup": "opens a window"}
            says = [words.get(what, "asks a host" if "//" in what else what) for what in done]
            mark = marks.get(student, "")
            says += ["holds codes for a terminal"] if mark and mark != RAN and mark in text else []
            found[student] = sorted(set(says))
        browser.close()
    return found
