"""Says what the system lacks, what is left out without it, and how to get it. Runs before anything is installed."""

import shutil
import sys

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Stop if Python is too old; name the optional programs that are missing."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this runs before anything has asked for a version)
        sys.exit(f"Python must be 3.11 or newer; this is {sys.version.split()[0]}. Use: make PYTHON=python3.11 ...")
    if not any(map(shutil.which, CHROMIUM)):
        print("Chromium is not installed: browser tests of the site are skipped. On Debian: apt-get install chromium")
    if not shutil.which("bwrap"):
        print("bubblewrap is not installed: learners' code cannot run in a sandbox. The example class is graded")
        print("without one, since it is ours, and some tests are skipped. On Debian: apt-get install bubblewrap")


if __name__ == "__main__":
    main()
