"""One browser for all tests that want to see what people see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from dlutils.grading.site import BROWSERS, find_browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a browser without a window; skip, saying so, where there is none."""
    program = find_browser()
    if program is None:
        pytest.skip(f"no browser on PATH: {', '.join(BROWSERS)}")
    switches = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=switches)
        yield chromium
        chromium.close()
