"""The book, built once and strictly; a browser to read it with."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, sync_playwright

from dlutils.grading.site import BROWSERS, find_browser

ROOT = Path(__file__).parents[2]
EXTENSIONS = ROOT / "book" / "_ext"
STRICT = ROOT / "_build" / "strict"  # apart from _build/html, which belongs to the person who builds by hand

sys.path.insert(0, str(EXTENSIONS))


def hash_of_book() -> str:
    """Return a hash of everything that the built book depends on."""
    digest = sha256()
    folders = [path for name in ("book", "dlutils") for path in (ROOT / name).rglob("*")]
    for path in sorted([ROOT / "_config.yml", ROOT / "_toc.yml", *folders]):
        name = path.relative_to(ROOT)
        if path.is_file() and path.suffix != ".pyc" and name.parts[:2] != ("dlutils", "grading"):
            digest.update(name.as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the folder of the built site: built afresh, every warning an error, unless nothing has changed since."""
    html, stamp, state = STRICT / "_build" / "html", STRICT / "stamp", hash_of_book()
    if stamp.exists() and stamp.read_text() == state:
        return html
    stamp.unlink(missing_ok=True)
    for folder in (html, html.with_name(".doctrees")):
        shutil.rmtree(folder, ignore_errors=True)
    command = [
        Path(sys.executable).with_name("jupyter-book"),
        "build",
        ROOT,
        "--path-output",
        STRICT,
        "-W",
        "--keep-going",
        "-q",
    ]
    build = subprocess.run(command, capture_output=True, text=True)
    if build.returncode:
        pytest.fail(f"the book must build without a warning\n{build.stderr[-4000:]}", pytrace=False)
    stamp.write_text(state)
    return html


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, BeautifulSoup]:
    """Return every page of the site, parsed."""
    return {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


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
