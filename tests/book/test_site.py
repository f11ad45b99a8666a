"""The built site: whole, readable without a network, and the same for eyes, keyboards and screen readers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page

from dlutils.grading.site import server as serve

Pages = dict[Path, BeautifulSoup]
WIDTHS_PX = (320, 390, 1280)
DISTORTED = """() => [...document.querySelectorAll('article img')].filter(image => {
    const stretch = image.width / image.height * image.naturalHeight / image.naturalWidth;
    return Math.abs(stretch - 1) > 0.03;
}).map(image => image.alt)"""
WEIGHT_LIMIT_KB = 1000  # of what a page loads besides its own text and pictures, uncompressed
REQUEST_LIMIT = 40
DRAWN_ICONS = """() => [...document.querySelectorAll('[class*="fa-"]')].filter(icon => icon.offsetParent).map(icon => {
    const style = getComputedStyle(icon, "::before");
    const loaded = document.fonts.check(`${style.fontWeight} 16px ${style.fontFamily}`);
    return style.fontFamily.includes("Font Awesome") && style.content.length >= 3 && loaded && icon.offsetWidth > 0;
})"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def chapters(pages: Pages) -> Pages:
    """Return the pages that somebody wrote, without search, index and redirection."""
    return {path: page for path, page in pages.items() if page.select_one("article") and "book" in path.parts}


def broken_links(pages: Pages, root: Path) -> list[str]:
    """Return what links and pictures within the site lead nowhere, each with its page.

    The page that a server shows in place of a missing one names addresses from the root: nobody knows where it stands.
    """
    ids = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}
    broken = []
    for path, page in pages.items():
        for tag, key in [
            *((a, "href") for a in page.select("a[href], link[href]")),
            *((s, "src") for s in page.select("[src]")),
        ]:
            url = urlsplit(str(tag[key]))
            if url.scheme or url.netloc:
                continue
            where = unquote(url.path)
            target = (root / where[1:] if where.startswith("/") else path.parent / where).resolve() if where else path
            anchor = unquote(url.fragment)
            if not (target in pages or target.is_file()) or (anchor and anchor not in ids.get(target, set())):
                broken.append(f"{path.name}: {tag[key]}")
    return broken


def test_every_link_within_the_site_leads_somewhere(pages: Pages, site: Path) -> None:
    """Files and anchors that pages, menus, style sheets and scripts are linked by exist."""
    assert broken_links(pages, site) == []


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    """A missing page and a missing anchor are both reported, a good anchor is not."""
    page = BeautifulSoup(
        '<p id="here"></p><a href="#here"></a><a href="#away"></a><a href="no.html"></a>', "html.parser"
    )
    assert broken_links({tmp_path / "a.html": page}, tmp_path) == ["a.html: #away", "a.html: no.html"]


def test_every_page_of_the_table_of_contents_is_built(pages: Pages) -> None:
    """The side bar of the first page leads to all chapters, and all have a text."""
    built = {path.stem for path in chapters(pages)}
    written = {path.stem for path in Path(__file__).parents[2].glob("book/**/*.*") if path.suffix in {".md", ".ipynb"}}
    assert built == written


def test_every_picture_has_a_description(pages: Pages) -> None:
    """A picture of a chapter has an alternative text with words in it, not the path of a file."""
    for path, page in chapters(pages).items():
        for image in page.select("article img"):
            text = str(image.get("alt", ""))
            assert " " in text.strip(), f"{path.name}: {text!r}"
            assert not re.search(r"\.(png|svg|jpe?g)\b", text), f"{path.name}: {text!r}"
        assert all(image.has_attr("alt") for image in page.select("img")), path.name


def test_no_formula_is_left_as_tex(pages: Pages) -> None:
    """Nothing that a reader sees holds TeX source, and no script of MathJax is there to render it later."""
    for path, page in chapters(pages).items():
        article = BeautifulSoup(str(page.select_one("article")), "html.parser")
        for hidden in article.select("annotation, pre, code"):
            hidden.decompose()
        left = re.findall(r"\$\$|\\\(|\\\[|\\[a-z]{2,}", article.get_text())
        assert left == [], path.name
        assert not page.select("mjx-container, script[src*=mathjax i]"), path.name


def equations(page: BeautifulSoup) -> dict[str, str]:
    """Return the number shown at each labelled equation, by its anchor."""
    return {str(tag["id"]): _number(tag) for tag in page.select("div.math[id]")}


def _number(equation: Tag) -> str:
    shown = [tag.find(string=True, recursive=False) for tag in equation.select(".eqno")]
    return "/".join(str(number).strip() for number in shown)


def test_equations_are_numbered_once_each(pages: Pages) -> None:
    """Every labelled equation shows one number, and no two chapters show the same."""
    shown = [number for page in chapters(pages).values() for number in equations(page).values()]
    assert shown, "the book must have equations"
    assert all(re.fullmatch(r"\([\dA-Z]+(\.\d+)?\)", number) for number in shown), shown
    assert [number for number, times in Counter(shown).items() if times > 1] == []


def test_a_reference_shows_the_number_of_its_equation(pages: Pages) -> None:
    """The text of a link to an equation is the number that stands beside that equation."""
    numbers = {(path, anchor): number for path, page in pages.items() for anchor, number in equations(page).items()}
    seen = 0
    for path, page in chapters(pages).items():
        for link in page.select('article a.reference[href*="#equation-"]'):
            url = urlsplit(str(link["href"]))
            target = (path.parent / url.path).resolve() if url.path else path
            assert link.get_text() == numbers[target, url.fragment], f"{path.name}: {link}"
            seen += 1
    assert seen > 0


def test_controls_have_names(pages: Pages) -> None:
    """Every button and field says what it is for, to those who cannot see its icon."""
    for path, page in pages.items():
        for control in page.select("button, input:not([type=hidden]), summary"):
            name = control.get("aria-label") or control.get("title") or control.get_text(strip=True)
            assert name, f"{path.name}: {control}"


def test_nothing_is_named_that_is_not_there(pages: Pages) -> None:
    """Pages load nothing from other hosts, nor thebe, nor the icon scripts that the icon font replaces."""
    for path, page in pages.items():
        for tag in page.select("script, link, img, iframe, source"):
            url = str(tag.get("src") or tag.get("href") or "")
            assert not re.match(r"(https?:)?//", url), f"{path.name}: {url}"
            assert not re.search("fontawesome|thebe", f"{url}{tag.string or ''}", re.IGNORECASE), f"{path.name}: {tag}"


@dataclass
class Visit:
    """What a browser met on one page."""

    asked: list[str] = field(default_factory=list)  # addresses of all requests
    complaints: list[str] = field(default_factory=list)  # errors and warnings in the console, requests that failed
    icons: list[bool] = field(default_factory=list)  # for each icon in view: is it drawn?
    distorted: list[str] = field(default_factory=list)  # descriptions of pictures out of proportion, at some width
    overflow_px: dict[int, int] = field(default_factory=dict)  # how far the page sticks out, by width of the window


def visit(page: Page, url: str) -> Visit:
    """Open a page and take notes."""
    notes = Visit()
    listeners: dict[str, Callable[[Any], None]] = {
        "request": lambda request: notes.asked.append(request.url),
        "console": lambda note: notes.complaints.append(note.text) if note.type in {"error", "warning"} else None,
        "pageerror": lambda error: notes.complaints.append(str(error)),
        "requestfailed": lambda request: notes.complaints.append(f"{request.url}: {request.failure}"),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    page.set_viewport_size({"width": WIDTHS_PX[-1], "height": 900})
    page.goto(url, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    notes.icons = page.evaluate(DRAWN_ICONS)
    for width in WIDTHS_PX:
        page.set_viewport_size({"width": width, "height": 900})
        notes.overflow_px[width] = page.evaluate(OVERFLOW)
        notes.distorted += page.evaluate(DISTORTED)
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    return notes


@pytest.fixture(scope="module")
def visits(pages: Pages, browser: Browser) -> dict[str, Visit]:
    """Return the notes of a visit to each chapter, opened as a file, as one would without a server."""
    page = browser.new_page()
    notes = {path.as_posix().partition("/book/")[2]: visit(page, path.as_uri()) for path in chapters(pages)}
    page.close()
    return notes


def test_a_page_needs_no_network_and_has_no_complaint(site: Path, visits: dict[str, Visit]) -> None:
    """In a real browser every page asks for files of the site only, finds them all, and logs no error or warning."""
    for name, notes in visits.items():
        assert len(notes.asked) > 1, name
        assert [url for url in notes.asked if not url.startswith((site.as_uri(), "data:"))] == [], name
        assert notes.complaints == [], name


def test_every_icon_is_drawn(visits: dict[str, Visit]) -> None:
    """Each icon in view takes a sign from the icon font, and the font is loaded."""
    for name, notes in visits.items():
        assert len(notes.icons) >= 4, name
        assert all(notes.icons), name


def test_no_page_scrolls_sideways(visits: dict[str, Visit]) -> None:
    """Wide formulas, tables and code scroll within themselves, in a window as narrow as a phone too."""
    assert {name: notes.overflow_px for name, notes in visits.items() if max(notes.overflow_px.values()) > 0} == {}


def test_pictures_keep_their_proportions(visits: dict[str, Visit]) -> None:
    """No picture is stretched or squeezed, in a narrow window either."""
    assert {name: notes.distorted for name, notes in visits.items() if notes.distorted} == {}


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    """Serve the site as `dlcourse serve` does, on a free port of this computer; return its address."""
    with serve(site, 0) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def results(page: Page, word: str) -> list[str]:
    """Type a word into the search field of a page; return the titles that are found."""
    page.keyboard.press("Control+k")
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.search-summary')?.textContent.match(/found|did not match/)")
    return page.locator("ul.search > li > a").all_text_contents()


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_search_finds_a_word(scheme: str, site: Path, server: str, browser: Browser) -> None:
    """Ctrl+K, a word and Enter list the pages with that word, from a server and from files; nonsense finds nothing."""
    start = (server if scheme == "http" else site.as_uri()) + "/book/intro.html"
    page = browser.new_page()
    page.goto(start)
    assert results(page, "neuron")
    page.goto(start)
    assert results(page, "xyzzyq") == []
    page.close()


def test_a_page_is_light(server: str, site: Path, browser: Browser) -> None:
    """What every page loads besides its own text and pictures stays below the limit, and in few requests."""
    page = browser.new_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"{server}/book/appendix/notation.html", wait_until="networkidle")
    page.close()
    shared = sum(sizes) - (site / "book" / "appendix" / "notation.html").stat().st_size
    assert shared / 1000 < WEIGHT_LIMIT_KB
    assert len(sizes) < REQUEST_LIMIT


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_has_a_barrier(theme: str, pages: Pages, browser: Browser) -> None:
    """axe-core, which looks for what keeps people with a disability out, finds nothing on any page in either theme."""
    page = browser.new_page(color_scheme=theme, reduced_motion="reduce")
    found = {}
    for path in chapters(pages):
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path.name] = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in violations]
    page.close()
    assert found == {}


def test_pages_are_readable_without_scripts(pages: Pages, browser: Browser) -> None:
    """With scripts off, text, formulas, solutions and outputs of a page are there and in view."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    path = next(path for path in chapters(pages) if path.name == "logistic-gradient.html")
    page.goto(path.as_uri())
    for part in ("article h1", "article .katex-display", "article .solution p", "article figure img", ".bd-sidebar a"):
        assert page.locator(part).first.is_visible(), part
    context.close()


def test_a_page_says_what_can_be_done_with_it(pages: Pages, site: Path) -> None:
    """Every page links its source and where to report a mistake; those with code offer a notebook."""
    notebooks = 0
    for path, page in chapters(pages).items():
        tools = page.select_one(".page-tools")
        assert tools is not None, path
        assert "Report a mistake on this page" in tools.get_text()
        assert "Source of this page" in tools.get_text()
        notebooks += "Download as notebook" in tools.get_text()
    assert notebooks == len(list((site / "_notebooks").rglob("*.ipynb"))) > 20


def test_pages_describe_themselves(pages: Pages) -> None:
    """Every chapter has a title and a description, one of each, which search engines and those who share it show."""
    for path, page in chapters(pages).items():
        for meta in ('meta[name="description"]', 'meta[property="og:title"]', 'meta[property="og:description"]'):
            tags = page.select(meta)
            assert len(tags) == 1 and len(str(tags[0]["content"])) > 3, f"{path.name}: {meta}"


def test_a_server_sends_pages_packed_and_has_an_answer_for_missing_ones(server: str) -> None:
    """Text comes packed to whoever can unpack it; a missing page is answered by the site's own, with status 404."""
    with urlopen(Request(f"{server}/book/intro.html", headers={"Accept-Encoding": "gzip"})) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.read()) == int(answer.headers["Content-Length"])
    with urlopen(f"{server}/book/intro.html") as answer:
        assert answer.headers["Content-Encoding"] is None
    with pytest.raises(HTTPError) as error, urlopen(f"{server}/book/no-such-page.html"):
        pass
    assert error.value.code == 404
    text = error.value.read().decode()
    error.value.close()
    assert "This page does not exist" in text
    assert 'href="/book/intro.html"' in text
