"""Cut the Chinese characters that the book uses out of a font, for readers whose system has none.

    python tools/han_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

Writes book/_static/han/han.woff. A test says when the book uses a character that is not in it.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

BOOK = Path(__file__).parents[1] / "book"
FONT = BOOK / "_static" / "han" / "han.woff"
# Punctuation, ideographs, and forms of full width: what the style sheet asks this font for.
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SIMPLIFIED = 2  # of the fonts in Noto's collection, the one with the mainland's forms


def used() -> set[str]:
    """Return the Chinese characters that the book uses."""
    pages = [path for kind in ("*.md", "*.ipynb") for path in BOOK.rglob(kind)]
    return {sign for page in pages for sign in HAN.findall(page.read_text("utf-8"))}


def main() -> None:
    """Write the font."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", type=Path, help="Noto Sans CJK, as a .ttc file")
    font = TTFont(parser.parse_args().collection, fontNumber=SIMPLIFIED)
    subsetter = Subsetter(Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 13, 14]))
    subsetter.populate(unicodes=map(ord, used()))
    subsetter.subset(font)
    font.flavor = "woff"  # .woff2 asks for another package
    FONT.parent.mkdir(exist_ok=True)
    font.save(FONT)
    print(f"{FONT}: {len(used())} characters, {FONT.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
