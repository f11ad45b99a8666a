"""What the book needs beyond Jupyter Book: fresh outputs, no foreign scripts, described pictures, an address."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util import logging

logger = logging.getLogger(__name__)
EMPTY_HEADING = re.compile(r"<th[^>]*>\s*(<p>\s*</p>)?\s*</th>")
PACKAGE = Path(__file__).parents[2] / "dlutils"
STATIC = Path(__file__).parents[1] / "_static"
ADDRESS = os.environ.get("COURSE_URL", "")  # such as https://university.example/course/; `dlcourse build --url` sets it


def hash_of_sources(package: Path, *kinds: str) -> str:
    """Return a short hash of files that a page's output may depend on.

    Parameters
    ----------
    package : Path
        A folder. A subpackage ``grading`` of it is left out: no page imports it.
    *kinds : str
        Suffixes of the files that count; by default those of code and data.

    Returns
    -------
    str
        Twelve hexadecimal digits; another value whenever a source or a data file changes, comes or goes.
    """
    digest = sha256()
    for path in sorted(package.rglob("*")):
        name = path.relative_to(package)
        if path.suffix in (kinds or (".py", ".h5", ".toml")) and name.parts[0] != "grading":
            digest.update(name.as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def choose_cache(app: Sphinx, config: Config) -> None:
    """Keep the outputs of each state of dlutils in a cache of its own; note the state of extensions and styles.

    The execution cache looks at a page's code only. With a new path, all pages are read and run again.
    """
    cache = Path(app.outdir).parent / ".jupyter_cache" / hash_of_sources(PACKAGE)
    config["nb_execution_cache_path"] = str(cache)
    config["course_extension"] = hash_of_sources(Path(__file__).parent)
    config["course_styles"] = hash_of_sources(STATIC, ".css")


def leave_out_thebe(app: Sphinx, config: Config) -> None:
    """Disconnect sphinx-thebe, which Jupyter Book always loads: its scripts wait for a server that is not there."""
    for listeners in app.events.listeners.values():
        listeners[:] = [one for one in listeners if not one.handler.__module__.startswith("sphinx_thebe")]
    app.registry.css_files[:] = [(name, kw) for name, kw in app.registry.css_files if name != "sphinx-thebe.css"]


def tell_address(app: Sphinx, config: Config) -> None:
    """Tell search engines and those who share a page the site's address, which only who publishes it knows."""
    config["html_baseurl"] = config["ogp_site_url"] = ADDRESS
    config["notfound_urls_prefix"] = urlsplit(ADDRESS).path or "/"
    if ADDRESS:
        config["sitemap_url_scheme"] = "{link}"
        config["sitemap_excludes"] = ["404.html", "genindex.html", "search.html"]


def teach_one_page(app: Sphinx) -> None:
    """Let the builder of the one-page book, from which the PDF is printed, write all that the usual one can."""
    handlers = app.registry.translation_handlers
    handlers["singlehtml"] = handlers["html"] | handlers.get("singlehtml", {})


def require_descriptions(app: Sphinx, doctree: nodes.document) -> None:
    """Warn about a picture without a description: a screen reader would read out its file name."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt", "").strip():
            logger.warning(
                "a picture must have a description; got none. Use alt, or in a code cell mystnb: image: alt",
                location=image,
                type="course",
                subtype="alt",
            )


def forget_inner_documents(app: Sphinx, doctree: nodes.document) -> None:
    """Tie every node to its page.

    A block of `eval-rst` leaves nodes of a document of its own, which drags all of Sphinx's environment into the
    page's file: 4 MB to be read in every later build.
    """
    for node in doctree.findall():
        node.document = doctree


def help_screen_readers(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Mend what others write: a fold is named by the text on it, and the empty corner of a table heads nothing."""
    body = context.get("body", "").replace('<summary aria-label="Toggle hidden content">', "<summary>")
    context["body"] = EMPTY_HEADING.sub("<td></td>", body)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the parts to the build."""
    # The products on the pages are small: on a busy machine several threads wait for each other, many times over.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    own = ["course_run", "course_math", "course_quiz", "course_notebook", "course_page", "course_light"]
    api = ["sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
    others = ["notfound.extension", "sphinx_last_updated_by_git", "sphinxext.opengraph"]
    others += ["sphinx_sitemap"] if ADDRESS else []
    for name in api + others + own:
        app.setup_extension(name)
    app.add_config_value("course_extension", "", "env", str)  # another value makes Sphinx read all pages again
    app.add_config_value("course_styles", "", "html", str)  # another value makes it write them again
    app.connect("config-inited", choose_cache)
    app.connect("config-inited", leave_out_thebe)
    app.connect("config-inited", tell_address)
    app.connect("builder-inited", teach_one_page, priority=1)
    app.connect("doctree-read", require_descriptions)
    app.connect("doctree-read", forget_inner_documents)
    app.connect("html-page-context", help_screen_readers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
