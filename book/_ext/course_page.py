"""What a page offers beyond its text: links at its foot, meta tags that are right, equations cited by docstrings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sphinx.application import Sphinx
from sphinx.config import Config

REPORT = "book/appendix/report-a-mistake"
EQUATION = re.compile(r"(?<![\w`-])(eq-[a-z0-9-]+)")
NAME = re.compile(r"(?<![`:\w])`([^`]+)`(?![`_\w])")
NEEDS_ADDRESS = re.compile(r'<meta property="og:(url|image)" content="(?!https?:)[^"]*" />\n?')


def offer_pdf(app: Sphinx, config: Config) -> None:
    """Copy the book's PDF to the site, where one has been printed."""
    found = sorted((Path(app.outdir).parent / "pdf").glob("*.pdf"))[:1]
    config["course_pdf"] = found[0].name if found else ""
    config["html_extra_path"] = [str(path) for path in found]


def link_equations(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Make a label that a docstring cites a link that shows the equation's number, and names in backticks code."""
    lines[:] = [EQUATION.sub(r":eq:`\1`", NAME.sub(r"``\1``", line)) for line in lines]


def add_tools(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell the template `page-tools.html` what it links to."""
    if doctree is None:
        return
    context["course_pdf"] = app.config.course_pdf
    repository = str(context.get("theme_repository_url") or "").rstrip("/")
    title = urlencode({"title": f"Mistake on {page}"})
    context["course_report"] = (
        f"{repository}/issues/new?{title}" if repository else app.builder.get_relative_uri(page, REPORT)
    )


def leave_out_addresses(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Take out what would be wrong without the site's address: a page's own address, and that of its picture."""
    context["metatags"] = NEEDS_ADDRESS.sub("", context.get("metatags", ""))


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the parts to the build."""
    app.add_config_value("course_pdf", "", "html")  # another value makes Sphinx write all pages again
    app.connect("config-inited", offer_pdf)
    app.connect("autodoc-process-docstring", link_equations, priority=400)  # before napoleon
    app.connect("html-page-context", add_tools)
    app.connect("html-page-context", leave_out_addresses, priority=900)  # after sphinxext.opengraph
    return {"parallel_read_safe": True, "parallel_write_safe": True}
