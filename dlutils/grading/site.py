"""The website: build it with Jupyter Book, serve it on this machine, print it as one PDF."""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import shutil
import subprocess
import sys
import tempfile
from http import HTTPStatus
from pathlib import Path

from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError

SITE = Path("_build") / "html"
PDF = Path("_build") / "pdf" / "neural-networks-by-hand.pdf"  # the extension of the book offers it where it is
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKED = {".html", ".css", ".js", ".json", ".svg", ".ipynb", ".md", ".txt", ".xml"}
BOOK = "import dlutils.grading; from jupyter_book.cli.main import main; main()"  # the first import saves a second
# Every kernel says this of its connection, which does not leave this machine.
NOISE = "Kernel is running over TCP without encryption"


def build(course: Course, strict: bool = True, url: str = "") -> int:
    """Build the book and return Jupyter Book's exit code.

    With `strict`, a warning fails the build. With `url`, where the site will be published, pages tell their address.
    """
    return _jupyter_book(course, ["-W", "--keep-going"] if strict else [], url)


def _jupyter_book(course: Course, options: list[str], url: str = "") -> int:
    """Run `jupyter-book build`, pass on what it says, and return its exit code."""
    command = [sys.executable, "-c", BOOK, "build", str(course.root), "--quiet", *options]
    environment = os.environ | ({"COURSE_URL": url} if url else {})
    with subprocess.Popen(
        command, cwd=course.root, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as run:
        for line in run.stderr or ():
            if NOISE not in line:
                sys.stderr.write(line)
    return run.returncode


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves files, those of text packed, and the site's own page where there is none."""

    protocol_version = "HTTP/1.1"  # one connection for many files

    def do_GET(self) -> None:
        """Answer a request."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if path.suffix in PACKED and path.is_file() and "gzip" in self.headers.get("Accept-Encoding", ""):
            self._send(HTTPStatus.OK, path, packed=True)
        elif not path.exists() and (Path(self.directory) / "404.html").is_file():
            self._send(HTTPStatus.NOT_FOUND, Path(self.directory) / "404.html", packed=False)
        else:
            super().do_GET()

    def _send(self, status: HTTPStatus, path: Path, packed: bool) -> None:
        """Send a whole file."""
        body = path.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        if packed:
            body = gzip.compress(body)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests."""


def server(folder: Path, port: int) -> http.server.ThreadingHTTPServer:
    """Return a server of a built site on the loopback address; port 0 takes a free one."""
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Handler, directory=str(folder)))


def serve(course: Course, port: int) -> None:
    """Serve the built site on the loopback address until interrupted.

    Raises
    ------
    CourseError
        If the site is not built, or the port is in use.
    """
    folder = course.root / SITE
    if not (folder / "index.html").is_file():
        raise CourseError(f"{SITE} must hold the site before it can be served. Run `dlcourse build` first.")
    try:
        pages = server(folder, port)
    except OSError as error:
        raise CourseError(f"port {port} must be free; {error.strerror}. Use --port with another number.") from None
    print(f"The site is at http://127.0.0.1:{pages.server_port}/ (Ctrl-C ends it)", flush=True)
    try:
        pages.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        pages.server_close()


def find_browser() -> str | None:
    """Return the path of a Chromium or Chrome, or None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def print_pdf(course: Course, timeout_s: float = 600) -> Path:
    """Build the book as one page, print it with a browser, and return the path of the PDF.

    Raises
    ------
    CourseError
        If there is no browser, the book does not build, or the browser does not print.
    """
    browser = find_browser()
    if browser is None:
        raise CourseError(f"a browser must be on PATH ({', '.join(BROWSERS)}); got none. Install Chromium.")
    if _jupyter_book(course, ["--builder", "custom", "--custom-builder", "singlehtml"]) != 0:
        raise CourseError("the book did not build; the messages above say why")
    folder = course.root / "_build" / "singlehtml"
    page = folder / "book.html"
    # The builder writes links as if the page stood here, and the page one folder further down.
    shutil.copyfile(folder / "book" / "intro.html", page)
    target = course.root / PDF
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        printed = Path(profile) / "book.pdf"
        # Root cannot have the browser's sandbox, and the page is our own.
        switches = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--generate-pdf-document-outline"]
        switches += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [browser, *switches, f"--user-data-dir={profile}", f"--print-to-pdf={printed}", page.as_uri()]
        try:
            run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=timeout_s)
        except subprocess.TimeoutExpired:
            raise CourseError(f"{browser} must print the book within {timeout_s:g} s; it did not") from None
        if not printed.is_file():
            raise CourseError(f"{browser} did not print the book; it said: {run.stderr.strip()[-300:]}")
        shutil.move(printed, target)
    return target
