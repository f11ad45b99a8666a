"""Fingerprints of code: the same for all ways to name, comment and lay out what it does."""

from __future__ import annotations

import builtins
import hashlib
import keyword
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

RUN = 10  # tokens, short enough for one changed line in three, and too long for chance
MAX_TOKENS = 4_000  # of a source that are looked at

# Not the standard library's tokenizer: it stops at code that is none, which learners hand in, and cuts f-strings in
# another way from Python 3.12 on.
_TOKEN = re.compile(
    r"""(?P<note>\#[^\n]*|^[ \t]*[%!][^\n]*)
    |(?P<text>(?:(?<!\w)[rbfuRBFU]{1,2})?(?:\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z))
        |(?:(?<!\w)[rbfuRBFU]{1,2})?(?:\"(?:\\.|[^\"\\\n])*\"?|'(?:\\.|[^'\\\n])*'?))
    |(?P<number>(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?j?)
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>\*\*=?|//=?|<<=?|>>=?|[-+*/%@&|^=!<>:]=|->|[^\w\s])""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_TEXT_ALONE = re.compile(r"[ \t]*(?:[;\n]|\Z)")
_KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins)) | {"np", "numpy", "plt"}


@dataclass(frozen=True)
class Token:
    """A token without what is easily changed, and where it stands in the source."""

    kind: str  # "name" for one that the author may have chosen; it is then compared by its place in a run
    word: str
    start: int
    end: int


def tokens(source: str) -> list[Token]:
    """Return the tokens of a source, of code that does not run as well; without comments, magics and docstrings.

    Parameters
    ----------
    source : str
        A cell.

    Returns
    -------
    list of Token
        At most `MAX_TOKENS`.

    Examples
    --------
    >>> [token.word for token in tokens("a = f(1.0)  # one")]
    ['a', '=', 'f', '(', '1', ')']
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(source):
        kind, word = str(match.lastgroup), match[0]
        begins = not source[source.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
        if kind == "note" or word == ";" or (kind == "text" and begins and _TEXT_ALONE.match(source, match.end())):
            continue
        if kind == "text":
            inner = word.lstrip("rbfuRBFU").strip("\"'")
            word = repr(inner) if re.fullmatch(r"\w{1,20}", inner) else "''"  # a key, and not what is said to people
        elif kind == "number":
            word = re.sub(r"\.0*$", "", word.replace("_", ""))
        elif kind == "name" and (word in _KEPT or (found and found[-1].word == ".")):
            kind = "sign"
        found.append(Token(kind, word, match.start(), match.end()))
        if len(found) == MAX_TOKENS:
            break
    return found


def runs(found: Sequence[Token], known: Collection[str] = ()) -> list[int]:
    """Return a fingerprint of each run of `RUN` tokens: the same for all ways to name what is in it.

    Every run is kept. Choosing some, as winnowing does, saves room where much text is compared; answers are short.

    Parameters
    ----------
    found : sequence of Token
        A source's tokens.
    known : collection of str
        Names that everybody was given; they are compared as they are.

    Returns
    -------
    list of int
        Fingerprints, by the number of the first token.
    """
    words = [(token.kind == "name" and token.word not in known, token.word) for token in found]
    prints = []
    for i in range(len(words) - RUN + 1):
        places: dict[str, int] = {}
        parts = [
            f"\0{places.setdefault(word, len(places))}" if renamed else word for renamed, word in words[i : i + RUN]
        ]
        digest = hashlib.blake2b("\1".join(parts).encode("utf-8", "replace"), digest_size=8).digest()
        prints.append(int.from_bytes(digest, "big"))
    return prints
