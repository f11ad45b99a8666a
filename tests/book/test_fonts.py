"""The Chinese words of the book can be read everywhere."""

from fontTools.ttLib import TTFont

from tools.han_font import FONT, used


def test_the_font_has_every_chinese_character_of_the_book():
    """A new Chinese word needs the font cut anew: `python tools/han_font.py` says how."""
    known = TTFont(FONT).getBestCmap()
    missing = sorted(sign for sign in used() if ord(sign) not in known)
    assert not missing, f"cut the font anew with tools/han_font.py; it has no {''.join(missing)}"


def test_the_font_is_small():
    """A page with one Chinese word is not made heavy by it."""
    assert FONT.stat().st_size < 100_000
