"""The learner's bundle: one zip file with the notebooks, the package as a wheel, and how to install it."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nbformat

import dlutils
from dlutils.grading.course import ORDER, Course
from dlutils.grading.errors import CourseError, OwnFailure

NAME = "neural-networks-course"
_WHEN = (2026, 1, 1, 0, 0, 0)  # the same for all files: the same bytes whenever it is made
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ max-width: 46em; margin: 2em auto; padding: 0 1em; font: 1.05rem/1.55 system-ui, sans-serif }}
pre, code {{ font: .95em ui-monospace, Consolas, monospace; background: #8882; border-radius: 4px }}
pre {{ padding: .7em 1em; overflow-x: auto }} code {{ padding: .1em .3em }} pre code {{ padding: 0; background: none }}
table {{ border-collapse: collapse }} td, th {{ padding: .4em .8em; border: 1px solid #8886; text-align: left }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def bundle(course: Course, folder: Path | None = None) -> Path:
    """Write the learner's bundle; the same course gives the same bytes.

    Parameters
    ----------
    course : Course
        The course.
    folder : Path, optional
        Where to; by default _build/bundle/ of the course.

    Returns
    -------
    Path
        The zip file: all released notebooks, the wheel of dlutils, README.md and README.html, the licences.

    Raises
    ------
    CourseError
        If no assignment is released, or there is no source of the package.
    OwnFailure
        If the wheel cannot be built.
    """
    notebooks = _released(course)
    if not notebooks:
        raise CourseError(f"{course.root / 'assignments'} must hold a notebook; it holds none. Run `dlcourse release`.")
    with tempfile.TemporaryDirectory() as scratch:
        wheel = build_wheel(course.root, Path(scratch))
        readme = _readme(course.root, wheel.name, notebooks)
        files = {path.name: path.read_bytes() for path in notebooks}
        files |= {name: (course.root / name).read_bytes() for name in ("LICENSE", "LICENSE-TEXT")}
        files |= {
            wheel.name: wheel.read_bytes(),
            "README.md": readme.encode(),
            "README.html": _as_html(readme).encode(),
        }
    top = f"{NAME}-{dlutils.__version__}"
    return _write_zip((folder or course.root / "_build" / "bundle") / f"{top}.zip", top, files)


def _released(course: Course) -> list[Path]:
    """Return the released notebooks, in the order in which a learner takes them."""
    found = [path for path in course.root.glob("assignments/*/*.ipynb") if path.stem == path.parent.name]
    return sorted(found, key=lambda path: (ORDER.index(path.stem) if path.stem in ORDER else len(ORDER), path.stem))


def build_wheel(root: Path, folder: Path) -> Path:
    """Build the wheel of dlutils with the build backend that is installed; nothing is downloaded.

    Parameters
    ----------
    root : Path
        The course's folder, with pyproject.toml and dlutils/.
    folder : Path
        Where the wheel is written. What is built on the way is built there as well, and never in the course's folder.

    Returns
    -------
    Path
        The wheel.

    Raises
    ------
    CourseError
        If there is no source of the package.
    OwnFailure
        If the build fails.
    """
    if not (root / "dlutils").is_dir():
        raise CourseError(
            f"{root} must hold dlutils/, the package's source; it does not. Use a checkout of the course."
        )
    source = folder / "source"
    source.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(root / name, source / name)
    shutil.copytree(
        root / "dlutils",
        source / "dlutils",
        ignore=shutil.ignore_patterns("__pycache__", ".*"),
        copy_function=shutil.copyfile,
    )
    for path in source.rglob("*"):  # whatever a person's umask is
        path.chmod(0o755 if path.is_dir() else 0o644)
    build = subprocess.run(
        [sys.executable, "-c", "from setuptools.build_meta import build_wheel; build_wheel('..')"],
        cwd=source,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "PYTHONHASHSEED": "0"},  # the same time
        capture_output=True,
        text=True,
        check=False,
    )
    wheels = list(folder.glob("*.whl"))
    if build.returncode or len(wheels) != 1:
        raise OwnFailure(f"the wheel could not be built: {(build.stderr.strip().splitlines() or ['no message'])[-1]}")
    return wheels[0]


def _readme(root: Path, wheel: str, notebooks: list[Path]) -> str:
    """Return the text that tells a learner how to begin."""
    names = "\n".join(f"{i}. {_title(path)} (`{path.name}`)" for i, path in enumerate(notebooks, 1))
    text = (root / "readme" / "learner.md").read_text(encoding="utf-8")
    filled = {"wheel": wheel, "first": notebooks[0].name, "notebooks": names}
    return re.sub(r"\{\{(\w+)\}\}", lambda place: filled[place[1]], text)


def _title(path: Path) -> str:
    """Return a notebook's heading, or its name."""
    text = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    found = re.search(r"^# (.+)$", text, flags=re.MULTILINE)
    return found[1].strip() if found else path.stem


def _as_html(text: str) -> str:
    """Return a text in Markdown as a page of its own."""
    from markdown_it import MarkdownIt

    title = text.splitlines()[0].lstrip("# ")
    return _PAGE.format(title=html.escape(title), body=MarkdownIt().enable("table").render(text))


def _write_zip(path: Path, top: str, files: dict[str, bytes]) -> Path:
    """Write a zip file whose bytes depend on names and contents alone, by way of a temporary one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with zipfile.ZipFile(unfinished, "w") as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(f"{top}/{name}", _WHEN)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3  # Unix, so that the permissions count, wherever it is made
                entry.external_attr = 0o100644 << 16
                archive.writestr(entry, files[name])
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
