"""The book, built once and strictly."""

from __future__ import annotations

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock

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
    STRICT.mkdir(parents=True, exist_ok=True)
    with FileLock(STRICT / "lock"):  # tests may run side by side; one of them builds
        if not stamp.exists() or stamp.read_text() != state:
            stamp.unlink(missing_ok=True)
            for folder in (html, html.with_name(".doctrees")):
                shutil.rmtree(folder, ignore_errors=True)
            build_strictly()
            stamp.write_text(state)
    return html


def build_strictly() -> None:
    """Build the book; a warning fails the test."""
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ROOT, "--path-output", STRICT]
    build = subprocess.run([*command, "-W", "--keep-going", "-q"], capture_output=True, text=True)
    if build.returncode:
        pytest.fail(f"the book must build without a warning\n{build.stderr[-4000:]}", pytrace=False)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, BeautifulSoup]:
    """Return every page of the site, parsed."""
    return {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }
