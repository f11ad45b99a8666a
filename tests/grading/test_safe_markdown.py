"""Markdown of learners: honest text stays letter by letter, and nothing in hostile text runs."""

import re
import time

import nbformat
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from nbconvert.filters.markdown_mistune import InvalidNotebook, markdown2html_mistune
from nbconvert.filters.strings import strip_files_prefix

from dlutils.grading.safe_markdown import MAX_MARKDOWN, NOTE, clean_markdown
from tests.grading.example_class import ROOT
from tests.grading.test_outputs import PNG, base64_of

PICTURE = f"data:image/png;base64,{base64_of(PNG)}"

# Each would run ran(), open a dialog, ask a host, or take the place of a part of the page.
HOSTILE = [
    # HTML, in a line and as a block
    "<script>ran()</script>",
    "a line <script>ran()</script> with code",
    "<SCRIPT SRC=https://e.com/x.js></SCRIPT>",
    "<img src=x onerror=ran()>",
    "text <img src=x onerror='ran()'> text",
    "<img src='https://e.com/x.png'>",
    "<svg onload=ran()></svg>",
    "text <svg/onload=ran()>",
    "<svg><animate onbegin=ran() attributeName=x dur=1s></svg>",
    "<iframe src='javascript:ran()'></iframe>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<object data='javascript:ran()'></object>",
    "<embed src='https://e.com/x'>",
    "<link rel=stylesheet href='https://e.com/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://e.com/'>",
    "<base href='https://e.com/'>\n\n[x](y)",
    "<style>@import 'https://e.com/x.css'; #notebook { display: none }</style>",
    "<body onload=ran()>",
    "<b onmouseover=ran()>x</b>",
    "<b style='position:fixed;inset:0'>x</b>",
    "<input autofocus onfocus=ran()>",
    "<form action='https://e.com/'><button>Resolve</button></form>",
    "<details open ontoggle=ran()><summary>x</summary></details>",
    "<video src=x onerror=ran()></video>",
    "<audio src='https://e.com/x'></audio>",
    "<marquee onstart=ran()>x</marquee>",
    "<a href='javascript:ran()'>x</a>",
    "<a href=' &#106;avascript:ran()'>x</a>",
    "<p id='statusmessage' class='nbgrader_cell'>x</p>",
    "</div></div></div></div><script>ran()</script>",
    "<!-- --><script>ran()</script>",
    "<!--><img src=x onerror=ran()>-->",
    "<![CDATA[<script>ran()</script>]]>",
    "<?x <script>ran()</script> ?>",
    "<!X <script>ran()</script>>",
    "<math><mi xlink:href='javascript:ran()'>x</mi></math>",
    "<noscript><p title='</noscript><img src=x onerror=ran()>'>",
    "<textarea><img title='</textarea><img src=x onerror=ran()>'>",
    "<template><script>ran()</script></template>",
    "<xss\nonmouseover=ran()\n>x</xss>",
    "a<b onmouseover=ran() c>d",
    # HTML within other constructs
    "# <img src=x onerror=ran()>",
    "- <img src=x onerror=ran()>\n- > <script>ran()</script>",
    "> <script>\n> ran()\n> </script>",
    "| a | b |\n|---|---|\n| <img src=x onerror=ran()> | <script>ran()</script> |",
    "term\n: <img src=x onerror=ran()>",
    "**bold <img src=x onerror=ran()>** ~~<svg onload=ran()>~~",
    "`code\n<img src=x onerror=ran()>`",
    "$a\n<img src=x onerror=ran()>$",
    "\\<img src=x onerror=ran()> \\\\<img src=x onerror=ran()>",
    "```\ncode\n```\n<script>ran()</script>",
    "    code\n\n<script>ran()</script>",
    # links
    "[x](javascript:ran())",
    "[x](JaVaScRiPt:ran())",
    "[x](&#106;avascript:ran())",
    "[x](java&Tab;script:ran())",
    "[x](<javascript:ran()> 'title')",
    "[x](\\javascript:ran\\(\\))",
    "[x](javascript&colon;ran())",
    "[x](vbscript:ran())",
    "[x](data:text/html,<script>ran()</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==)",
    "[x](files/javascript:ran())",
    "[x](</files/javascript:ran()>)",
    "[x](/formgrader/api/shutdown)",
    "[x](other.html)",
    "[x](//e.com/)",
    "<javascript:ran()>",
    "<data:text/html,x>",
    "[x][ref]\n\n[ref]: javascript:ran()",
    "[ref]\n\n[ref]: <javascript:ran()> 'title'",
    "[x][]\n\n> [x]: data:text/html,x",
    '[x](https://e.com/ "&quot; onmouseover=&quot;ran()") [y](javascript:ran())',
    "[<img src=x onerror=ran()>](https://e.com/)",
    "[![x](javascript:ran())](javascript:ran())",
    # pictures
    "![x](https://e.com/x.png)",
    "![x](//e.com/x.png)",
    "![x](x.png)",
    "![x](/formgrader/api/shutdown)",
    "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9cmFuKCk+)",
    "![x](attachment:image.png)",
    "![x][ref]\n\n[ref]: https://e.com/x.png",
    '![" onerror="ran()](https://e.com/x.png)',
    # blocks of code that become something else, and formulas that make links
    "```mermaid\n</pre><img src=x onerror=ran()>\n```",
    "~~~ mermaid\n</pre><script>ran()</script>\n~~~",
    '```"onmouseover=ran()\nx\n```',
    "$\\href{javascript:ran()}{x}$",
    "&#36;\\hr&#101;f{javascript:ran()}{x}&#36;",
    "$$\\require{html}\\style{position:fixed;inset:0}{x}$$",
    "<b>" * 200,
]

HONEST = [
    "# Results\n\nText with *emphasis*, **bold**, ~~struck~~ and `code < 3`.\n\n1. one\n2. two\n   - three",
    "| n_h | cost |\n|----:|:----:|\n| 4 | $J<0.3$ |\n| 20<br>40 | `<b>` |",
    "where $a<b$, $$\\sum_{i<j} W_{ij} > 0$$ and\n\\begin{align}a&<b\\\\c&>d\\end{align}",
    "x<sub>1</sub>, <b>bold</b> and 2 < 3 > 1 & 4 &lt; 5",
    "[the page](https://example.org/a?b=1&c=2), https://example.org and <https://example.org/x>",
    f"![curve]({PICTURE})",
    "```python\nif a < b:\n    print('<script>')\n```\n\n    indented <b>",
    "- [x] done\n- [ ] to do [1]\n\n> quoted\n\nterm\n: meaning\n\n---\n\n损失 ✓",
]


def rendered(source):
    """Return what the templates make of the source of a Markdown cell."""
    return strip_files_prefix(markdown2html_mistune(source))


def faults(shown):
    """Return what may run, load or lead astray in a piece of HTML."""
    found = re.findall(r"<[!?]", shown)
    for tag in BeautifulSoup(shown, "html.parser").find_all(True):
        found += [] if tag.name in ALLOWED.split() else [tag.name]
        for name, value in tag.attrs.items():
            href = name == "href" and (re.match(r"https?://\w", value) or (value.startswith("#") and anchor(tag)))
            src = name == "src" and value.startswith(("data:image/png;base64,iVBOR", "data:image/jpeg;base64,/9j/"))
            style = name == "style" and not re.search(r"url|position(?!:absolute;width:1px)|z-index|fixed|-\d", value)
            if not (href or src or style or name in ("class", "title", "alt", "start", "type", "disabled", "checked")):
                found += [] if name == "id" and re.fullmatch("h[1-6]", tag.name) else [f"{tag.name} {name}={value}"]
        found += ["input"] if tag.name == "input" and tag.get("type") != "checkbox" else []
    return found


def anchor(tag):
    """Whether this is the link that nbconvert adds to a heading."""
    return tag.get("class") == ["anchor-link"]


ALLOWED = (
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tr th td blockquote pre code span div br hr em "
    "strong del b i kbd mark s small sub sup u a img input"
)


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_of_a_hostile_text_runs(source):
    """A parser finds nothing that runs, loads or covers in what the filter makes of the cleaned text."""
    cleaned = clean_markdown(source)
    assert faults(rendered(cleaned)) == []
    assert clean_markdown(cleaned) == cleaned


def test_the_parser_finds_what_runs():
    """Of the hostile texts as they were written, it finds fault with nearly all; the rest are formulas and escapes."""
    found = 0
    for source in HOSTILE:
        try:
            found += bool(faults(rendered(source)))
        except InvalidNotebook:  # a pasted picture that is no longer there: formgrader shows nothing at all
            found += 1
    assert found > len(HOSTILE) - 12


@pytest.mark.parametrize("source", HONEST)
def test_an_honest_text_stays_letter_by_letter(source):
    """Headings, lists, tables, code, formulas, simple tags, links to the web and pictures in the text stay."""
    assert clean_markdown(source) == source
    assert faults(rendered(source)) == []


def test_all_our_own_text_stays():
    """Not a letter changes in the released notebooks: an answer left as it was is still known as such."""
    for path in sorted((ROOT / "assignments").glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            assert cell.cell_type != "markdown" or clean_markdown(cell.source) == cell.source


def test_only_what_harms_changes():
    """Beside a script, code and formulas stay as they are, and so do honest links beside a bad one."""
    source = "# Title\n\n`a<b` $a<b$ <script>x</script> [good](https://e.com) [bad](javascript:x) x<sup>2</sup>"
    text = BeautifulSoup(rendered(clean_markdown(source)), "html.parser")
    assert text.h1.text == "Title¶"
    assert text.p.text == "a<b $a<b$ <script>x</script> good [bad](javascript:x) x2"
    assert [link["href"] for link in text.p.find_all("a")] == ["https://e.com"]
    assert text.code.text == "a<b"
    assert text.sup.text == "2"


def test_what_cannot_be_mended_is_shown_as_written():
    """It becomes a block of code under a note, whatever fences it holds itself."""
    cleaned = clean_markdown("````\n```mermaid\n$$<b>\n```\n$$\n``` mermaid\n\\[")
    assert not cleaned.startswith(NOTE)
    shown = BeautifulSoup(rendered(clean_markdown("x\n\n```mermaid\n<b>\n```\n````\n$$\n")), "html.parser")
    assert shown.em.text == NOTE.strip("*")
    assert shown.pre.text == "x\n\n```mermaid\n<b>\n```\n````\n$$\n\n"


pieces = st.sampled_from(
    [
        *HOSTILE,
        *HONEST,
        *"<>[]()!`$\\|#*_~&;:'\"=\n\t -",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "```",
        "$$",
        "\ue0001\ue001",
        "\ud800",
        "\x1b",
    ]
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(pieces | st.text(max_size=8), max_size=12).map("".join))
@example("<" * 60_000)
@example("\x00\r\n\r<b>")
def test_whatever_a_text_is_it_does_no_harm(source):
    """Any mixture of hostile and honest pieces is cleaned without an error; cleaning it again changes nothing."""
    cleaned = clean_markdown(source)
    assert faults(rendered(cleaned)) == []
    assert clean_markdown(cleaned) == cleaned


@pytest.mark.parametrize("piece", ["\\\\[", "$$a ", "<a b='", "[a](", "![", "`a``", "<b>", "> ", "**a ", "\\begin{a}"])
def test_long_texts_take_little_time(piece):
    """A text made to keep parser and filters busy is cut, or shown as written, and done within seconds."""
    begun = time.perf_counter()
    cleaned = clean_markdown(piece * MAX_MARKDOWN)
    assert faults(rendered(cleaned)) == []
    assert time.perf_counter() - begun < 10  # some take a minute and more as they are
    assert len(cleaned) < 6 * MAX_MARKDOWN
