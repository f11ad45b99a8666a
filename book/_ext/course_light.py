"""Makes the built site light, so that a page is there at once on a slow line.

When all pages are written, their style sheets become one that holds what the pages use, the font of icons keeps those
that are used, pictures become WebP and are fetched when they come into view, and scripts no longer hold up the text.
"""

from __future__ import annotations

import io
import logging
import os
import re
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from typing import Any
from urllib.parse import unquote, urlsplit

import tinycss2
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageStat
from sphinx.application import Sphinx

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of every table

SHEET = Path("_static") / "course-site.css"
ICONS = Path("_static") / "course-icons.woff"
STYLE = re.compile(r'[ \t]*<link\b[^>]*rel="stylesheet"[^>]*/?>\n?')
SCRIPT = re.compile(r'<script(?![^>]*\b(?:defer|async|type)\b)([^>]*\bsrc="([^"]+)"[^>]*)></script>')
PICTURE = re.compile(r'<img\b([^>]*\bsrc="([^"]*_images/([^"/]+))\.png"[^>]*)>')
HREF = re.compile(r'href="([^"]+)"')
URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
NAMES = re.compile(r"[\w-]+")
# Mean difference of a colour channel, of 255: up to this nobody sees that a picture has 64 colours only …
CLOSE = 0.6
LOOSE = 1.0  # … and above this 256 colours are too few


def used_names(site: Path) -> set[str]:
    """Return every word in the pages' tags and in the scripts: more than the classes and ids that a page may have."""
    names: set[str] = set()
    for page in site.rglob("*.html"):
        for tag in set(re.findall(r"<[a-z][^>]*>", page.read_text("utf-8"))):
            names.update(NAMES.findall(tag))
    for script in (site / "_static").rglob("*.js"):
        names.update(NAMES.findall(script.read_text("utf-8")))
    return names


def is_used(selector: str, names: set[str]) -> bool:
    """Whether a selector may match: each class and id that it asks for is somewhere in the site."""
    asked = re.sub(r":(?:not|is|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\]", "", selector)
    return all(name.replace("\\", "") in names for name in re.findall(r"[.#]((?:[\w-]|\\.)+)", asked))


def sheet_of(rules: list[Any], names: set[str]) -> str:
    """Return the rules that may match something."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            parts = split_selectors(tinycss2.serialize(rule.prelude))
            if parts := [part for part in parts if is_used(part, names)]:
                kept.append(f"{','.join(parts)}{{{compact(tinycss2.serialize(rule.content))}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
            inner = sheet_of(tinycss2.parse_rule_list(rule.content, True, True), names)
            if inner:
                kept.append(f"@{rule.at_keyword}{compact(tinycss2.serialize(rule.prelude))}{{{inner}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword not in {"charset", "import"}:
            kept.append(compact(rule.serialize()))
    return "".join(kept)


def split_selectors(prelude: str) -> list[str]:
    """Return the selectors of a list, which commas separate outside of brackets."""
    return [compact(part) for part in re.split(r",(?![^(\[]*[)\]])", prelude)]


def compact(text: str) -> str:
    """Return a piece of a style sheet without line breaks and repeated blanks."""
    return re.sub(r"\s*\n\s*|\s{2,}", " ", text).strip()


def read_sheet(path: Path, site: Path) -> str:
    """Return a style sheet with those that it imports, its addresses as seen from the folder of the common sheet."""
    text = path.read_text("utf-8")

    def import_(match: re.Match[str]) -> str:
        return read_sheet((path.parent / match[1]).resolve(), site)

    def move(match: re.Match[str]) -> str:
        if re.match(r"data:|#|[a-z]+:", match[1]):
            return match[0]
        target = os.path.relpath(path.parent / match[1], (site / SHEET).parent)
        return f'url("{Path(target).as_posix()}")'

    text = URL.sub(move, re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    return re.sub(r"""@import\s+["']([^"']+)["'];""", import_, text)


def keep_used_icons(css: str, site: Path) -> str:
    """Write a font with the icons that the style sheet still names, and let the sheet load that one."""
    solid = re.search(r'url\("([^"]*fa-solid-900)\.[^"]*"\)', css)
    signs = {ord(sign) for sign in re.findall("[\ue000-\uf8ff]", css)}
    signs |= {int(code, 16) for code in re.findall(r'"\\([ef][0-9a-f]{3})"', css)}
    if solid is None or not signs:
        return css
    font = TTFont((site / SHEET).parent / f"{solid[1]}.ttf")  # its .woff2 asks for another package
    subsetter = Subsetter(Options(layout_features=[], hinting=False))
    subsetter.populate(unicodes=signs)
    subsetter.subset(font)
    font.flavor = "woff"
    font.save(site / ICONS, reorderTables=False)
    return re.sub(r'url\("[^"]*fa-solid-900\.[^"]*"\)(?: format\("[^"]*"\))?', f'url("{ICONS.name}")', css)


def write_picture(source: Path, cache: Path) -> None:
    """Write a picture as WebP beside the original; the cache keeps it for the next build."""
    kept = cache / f"{source.stem}.webp"
    if not kept.exists():
        with Image.open(source) as picture:
            picture = picture.convert("RGB")
        close, written = io.BytesIO(), io.BytesIO()
        picture.save(close, "WEBP", quality=85, method=4)
        for colours, loose in ((64, CLOSE), (256, LOOSE)):
            few = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
            difference = sum(ImageStat.Stat(ImageChops.difference(picture, few)).mean) / 3
            if difference <= loose:
                break
        few.save(written, "WEBP", lossless=True, quality=80, method=4)
        if difference > LOOSE or close.tell() < written.tell():  # a picture of pictures, not of lines
            written = close
        cache.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_bytes(written.getvalue())
        half.rename(kept)
    copyfile(kept, source.with_suffix(".webp"))


def sizes_of(site: Path) -> dict[str, tuple[int, int]]:
    """Return width and height of the pictures by name: with them a page keeps their places until they come."""
    sizes = {}
    for path in (site / "_images").glob("*.webp"):
        with Image.open(path) as picture:
            sizes[path.stem] = picture.size
    return sizes


def rewrite(page: Path, sheet: str, options: str, sizes: dict[str, tuple[int, int]]) -> str:
    """Return a page that loads the one style sheet, the light pictures, and its scripts after its text."""
    text = page.read_text("utf-8")
    styles = STYLE.findall(text)
    if not styles:
        return text
    prefix = HREF.findall(styles[0])[0].partition("_static/")[0]
    text = text.replace(styles[0], f'<link rel="stylesheet" href="{prefix}{sheet}" />\n', 1)
    text = STYLE.sub(lambda match: match[0] if sheet in match[0] else "", text)
    text = re.sub(r'<script src="[^"]*documentation_options\.js[^"]*"></script>', f"<script>{options}</script>", text)
    text = SCRIPT.sub(r"<script defer\1></script>", text)
    pictures = 0

    def lighten(match: re.Match[str]) -> str:
        nonlocal pictures
        pictures += 1
        late = ' loading="lazy"' if pictures > 1 else ""
        width, height = sizes[match[3]]
        rest = match[1].replace(f"{match[2]}.png", f"{match[2]}.webp")
        return f'<img{late} width="{width}" height="{height}"{rest}>'

    return PICTURE.sub(lighten, text)


def lighten_site(app: Sphinx, exception: Exception | None) -> None:
    """Work on all pages of this build."""
    written: list[str] = getattr(app, "course_written", [])
    if exception is not None or app.builder.name != "html" or not written:
        return
    site = Path(app.outdir)
    pages = [page for name in written if (page := site / f"{name}.html").exists()]
    linked = [
        href for page in pages for style in STYLE.findall(page.read_text("utf-8")) for href in HREF.findall(style)
    ]
    local = dict.fromkeys(unquote(urlsplit(href).path).partition("_static/")[2] for href in linked)
    css = "\n".join(read_sheet(site / "_static" / name, site) for name in local)
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    css = keep_used_icons(sheet_of(rules, used_names(site)), site)
    (site / SHEET).write_text(css, "utf-8")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        cache = site.parent / ".pictures" / sha256(Path(__file__).read_bytes()).hexdigest()[:12]
        list(pool.map(lambda picture: write_picture(picture, cache), sorted((site / "_images").glob("*.png"))))
    sheet = f"{SHEET.as_posix()}?v={sha256(css.encode()).hexdigest()[:8]}"
    options = " ".join((site / "_static" / "documentation_options.js").read_text("utf-8").split())
    sizes = sizes_of(site)
    for page in pages:
        page.write_text(rewrite(page, sheet, options, sizes), "utf-8")


def note_page(app: Sphinx, page: str, *_: Any) -> None:
    """Remember that a page is written in this build."""
    app.course_written = [*getattr(app, "course_written", []), page]  # type: ignore[attr-defined]


def setup(app: Sphinx) -> dict[str, Any]:
    """Work on the site when it is written."""
    app.connect("html-page-context", note_page)
    app.connect("build-finished", lighten_site, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
