"""The website: build it with Jupyter Book, serve it on this machine."""

from __future__ import annotations

import functools
import http.server
import subprocess
import sys
from pathlib import Path

from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError

SITE = Path("_build") / "html"
# Every kernel says this of its connection, which does not leave this machine.
NOISE = "Kernel is running over TCP without encryption"


def build(course: Course, strict: bool = True) -> int:
    """Build the book and return Jupyter Book's exit code; with `strict`, a warning fails the build."""
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(course.root), "--quiet"]
    command += ["-W", "--keep-going"] if strict else []
    with subprocess.Popen(command, cwd=course.root, stderr=subprocess.PIPE, text=True, encoding="utf-8") as run:
        for line in run.stderr or ():
            if NOISE not in line:
                sys.stderr.write(line)
    return run.returncode


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
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise CourseError(f"port {port} must be free; {error.strerror}. Use --port with another number.") from None
    print(f"The site is at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
