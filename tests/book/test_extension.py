"""The book's own Sphinx extension: what must stop a build does, what must not does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from course_math import Renderer, TexError
from course_site import hash_of_sources

Monkey = pytest.MonkeyPatch
EXTENSIONS = Path(__file__).parents[2] / "book" / "_ext"
CONF = f"""
import sys
sys.path.insert(0, {str(EXTENSIONS)!r})
extensions = ["myst_parser", "course_math"]
html_math_renderer = "course_katex"
html_static_path = []
myst_enable_extensions = ["dollarmath", "amsmath"]
"""


def build(folder: Path, text: str, conf: str = CONF) -> subprocess.CompletedProcess[str]:
    """Build a site of one page, warnings as errors."""
    (folder / "conf.py").write_text(conf)
    (folder / "index.md").write_text(text)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", folder, folder / "out"]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_good_formula_is_rendered_into_the_page(tmp_path: Path) -> None:
    """Inline and displayed formulas become HTML with MathML; the displayed one has its number and a link."""
    page = "# Title\n\nIf ($a$), see {eq}`eq-b`.\n\n$$\n\\begin{aligned} b &= 1 \\\\ c &= 2 \\end{aligned}\n$$ (eq-b)\n"
    done = build(tmp_path, page)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "out" / "index.html").read_text()
    assert html.count('<span class="katex">') == 2
    assert html.count("<math ") == 2
    assert 'id="equation-eq-b"' in html
    assert '<span class="eqno">(1)' in html
    assert "katex.min.js" not in html


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        (r"$\frac{1$", "Unexpected end of input"),
        (r"$\nosuchmacro{x}$", "Undefined control sequence"),
        ("$é = 1$", "unicodeTextInMathMode"),
        ("\\begin{align}\na &= 1\n\\end{align}", "numbers its lines itself"),
    ],
)
def test_a_bad_formula_stops_the_build(tmp_path: Path, formula: str, reason: str) -> None:
    """A build with a formula that is not valid fails, names page, line and reason, and fails again when repeated."""
    for _ in range(2):
        done = build(tmp_path, f"# Title\n\n{formula}\n")
        assert done.returncode != 0
        assert "index.md:3" in done.stderr
        assert reason in done.stderr


def test_a_picture_without_description_stops_a_strict_build(tmp_path: Path) -> None:
    """A picture needs an alternative text, or a strict build fails and says where."""
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    conf = CONF + "from course_site import require_descriptions\n"
    conf += "def setup(app):\n    app.connect('doctree-read', require_descriptions)\n"
    good = build(tmp_path, "# Title\n\n![One neuron](a.svg)\n", conf)
    assert good.returncode == 0, good.stderr
    bad = build(tmp_path, "# Title\n\n![](a.svg)\n", conf)
    assert bad.returncode != 0
    assert "must have a description" in bad.stderr


def test_one_bad_formula_does_not_disturb_the_next() -> None:
    """The renderer goes on after an error, and keeps answers and questions in step."""
    renderer = Renderer()
    try:
        with pytest.raises(TexError, match="Expected"):
            renderer.render("{", display=False)
        assert "x" in renderer.render("x", display=False)
        assert "katex-display" in renderer.render("y", display=True)
    finally:
        renderer.close()


def test_the_cache_follows_the_package(tmp_path: Path) -> None:
    """The hash changes when a source, a data file or a name changes, and not when the grading side does."""
    (tmp_path / "grading").mkdir()
    (tmp_path / "a.py").write_text("x = 1\n")
    first = hash_of_sources(tmp_path)
    (tmp_path / "grading" / "cli.py").write_text("x = 1\n")
    assert hash_of_sources(tmp_path) == first
    (tmp_path / "a.py").write_text("x = 2\n")
    second = hash_of_sources(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    third = hash_of_sources(tmp_path)
    (tmp_path / "c.h5").write_bytes(b"1")
    assert len({first, second, third, hash_of_sources(tmp_path)}) == 4


SITE = f"""
import sys
sys.path.insert(0, {str(EXTENSIONS)!r})
extensions = ["myst_nb", "course_site"]
html_math_renderer = "course_katex"
html_static_path = [{str(EXTENSIONS.with_name("_static"))!r}]
suppress_warnings = ["git.*"]
ogp_site_name = "Course"
"""


@pytest.mark.parametrize("address", ["https://university.example/course/", ""])
def test_a_page_knows_its_address_only_if_somebody_tells(tmp_path: Path, address: str, monkeypatch: Monkey) -> None:
    """With an address there are a sitemap, canonical links and shared addresses; without, nothing that is wrong."""
    monkeypatch.setenv("COURSE_URL", address)
    done = build(tmp_path, "# Title\n\nSome words.\n", SITE)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    html, missing = (out / "index.html").read_text(), (out / "404.html").read_text()
    assert 'property="og:title"' in html
    assert (f'property="og:url" content="{address}' in html) == (out / "sitemap.xml").exists() == bool(address)
    assert ('rel="canonical"' in html) == bool(address)
    assert f'href="{"/course" if address else ""}/index.html"' in missing


def test_a_pdf_is_offered_where_there_is_one(tmp_path: Path, monkeypatch: Monkey) -> None:
    """The printed book is copied to the site, and is not looked for in vain."""
    monkeypatch.delenv("COURSE_URL", raising=False)
    (tmp_path / "pdf").mkdir()
    (tmp_path / "pdf" / "book.pdf").write_bytes(b"%PDF-1.4")
    assert build(tmp_path, "# Title\n", SITE).returncode == 0
    assert (tmp_path / "out" / "book.pdf").read_bytes() == b"%PDF-1.4"
