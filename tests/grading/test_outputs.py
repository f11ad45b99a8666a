"""What a cell showed: kept where it is honest, and bounded and harmless whatever it is."""

import base64
import io
import json
import re
import struct

import matplotlib.figure
import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dlutils.checks.report import Hint, PartResult, Report
from dlutils.grading import outputs, safe_html
from dlutils.grading.outputs import MAX_BYTES, MAX_CHARACTERS, MAX_OUTPUTS, clean_outputs
from dlutils.grading.safe_html import clean_html
from dlutils.grading.safe_text import clean_text


def picture(kind, inches=1):
    """Return a small real picture as bytes."""
    stream = io.BytesIO()
    figure = matplotlib.figure.Figure(figsize=(inches, 1))
    figure.subplots().plot([1, 2])
    figure.savefig(stream, format=kind)
    return stream.getvalue()


def shown(**data):
    """Return what displaying something looks like; the first word of a kind is divided from the second by __."""
    kinds = {kind.replace("__", "/"): value for kind, value in data.items()}
    return {"output_type": "display_data", "data": kinds, "metadata": {}}


def base64_of(content):
    """Return bytes as base64."""
    return base64.b64encode(content).decode()


def text_of(found):
    """Return all text of outputs."""
    return "".join(o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in found)


PNG, JPEG = picture("png"), picture("jpeg")
# What pandas makes of a table, with its style sheet.
PANDAS = """<div>
<style scoped>
    .dataframe tbody tr th { vertical-align: top; }
</style>
<table border="1" class="dataframe">
  <thead><tr style="text-align: right;"><th></th><th>cost</th></tr></thead>
  <tbody><tr><th>0</th><td>0.69</td></tr></tbody>
</table>
</div>"""


ALT = "what the cell drew"


def test_a_wide_picture_is_shown_as_wide_as_a_column():
    """Formgrader's pages would let it stick out; a small one is not made larger."""
    wide = picture("png", 16)
    looks = [clean_outputs([shown(image__png=base64_of(one))])[0].metadata["image/png"] for one in (PNG, wide)]
    assert looks == [{"alt": ALT}, {"alt": ALT, "width": 720}]


def test_honest_outputs_stay_as_they_are():
    """Text, a result, an error and pictures come out as they went in, their line ends of base64 aside."""
    honest = [
        {"output_type": "stream", "name": "stdout", "text": "step 0: 0.693\n\tdone ✓ 好\n"},
        {"output_type": "stream", "name": "stderr", "text": "RuntimeWarning: overflow\n"},
        {"output_type": "execute_result", "data": {"text/plain": "3"}, "metadata": {}, "execution_count": 7},
        {"output_type": "error", "ename": "NameError", "evalue": "name 'x'", "traceback": ["a", "NameError: name 'x'"]},
        shown(text__plain="<Figure>", image__png=base64_of(PNG)),
        shown(text__plain="<Figure>", image__jpeg=base64_of(JPEG)),
    ]
    came = clean_outputs(honest)
    assert [one.metadata.get(kind, {}).get("alt") for one in came[4:] for kind in one.data] == [None, ALT, None, ALT]
    for one in came[4:]:
        one.metadata.clear()
    assert came == honest
    assert clean_outputs([shown(image__png=base64_of(PNG) + "\n")])[0].data["image/png"] == base64_of(PNG)


def test_a_table_of_pandas_stays_a_table():
    """Cells, heads and their alignment stay; the style sheet goes without a word, since nobody misses it."""
    (found,) = clean_outputs([shown(text__plain="   cost", text__html=PANDAS)])
    soup = BeautifulSoup(found.data["text/html"], "html.parser")
    assert [cell.text for cell in soup.select("th, td")] == ["", "cost", "0", "0.69"]
    assert soup.tr["style"] == "text-align:right"
    assert not soup.select("style, [class=dataframe], [border]")


@pytest.mark.parametrize("passed", [True, False])
def test_a_report_of_a_check_stays_as_it_is(passed):
    """Our own report keeps its look, and the words for a screen reader."""
    parts = (PartResult("dw", True), PartResult("cost", passed, "is <b> 1\nand should be 2"))
    hint = Hint("sign", ("cost",), "Look at the sign.", "It is negative.", "")
    report = Report("logistic-regression", "propagate", 10, parts, (hint,), ("A remark.",), equation="")
    cleaned, missed = clean_html(report.html(2))

    def plain(source):
        soup = BeautifulSoup(source, "html.parser")
        return [(tag.name, dict(tag.attrs), tag.text) for tag in soup.find_all(True)]

    assert missed == []
    assert plain(cleaned)[1:] == plain(report.html(2))


def test_terminal_codes_and_control_characters_go():
    """Colours, moves of the cursor, titles, links and marks of direction leave only what a terminal would show."""
    assert clean_text(
        "\x1b[1;31mred\x1b[0m \x1b[38;5;4mblue\x1b[K\x1b]0;title\x07\x1b]8;;http://x\x1b\\link\x1b(B"
    ) == ("red bluelink")
    assert clean_text("a\x00b\x08c\x7fd\x9be\u202ef\ud800g") == "abcdef?g"
    assert clean_text("10 %\r20 %\r\nend\r\n") == "20 %\nend\n"
    assert clean_text("a" * 5000) == "\n".join(["a" * 2000, "a" * 2000, "a" * 1000])


@pytest.mark.parametrize(
    "data",
    [
        {"image/svg+xml": "<svg onload='ran()'/>"},
        {"application/javascript": "ran()"},
        {"text/latex": "$\\href{javascript:ran()}{x}$"},
        {"text/markdown": "<script>ran()</script>"},
        {"text/vnd.mermaid": "<img src=x>"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}},
        {"image/png": base64_of(JPEG)},
        {"image/jpeg": base64_of(PNG)},
        {"image/png": "not base64!"},
        {"image/png": base64_of(b"<svg onload=ran()>")},
        {"image/png": base64_of(PNG[:16] + struct.pack(">II", 60_000, 60_000) + PNG[24:])},
        {"image/png": base64_of(PNG + bytes(outputs.MAX_IMAGE_BYTES))},
        {"image/jpeg": base64_of(JPEG[:3] + b"\xe0\x00\x02" + b"\xff\xc0\x00\x11\x08\xff\xff\xff\xff")},
        {"image/gif": base64_of(b"GIF89a")},
        {"text/html": ["<b>", 3]},
        {"text/html": "<p>x</p>" * 20_000},
        {"text/html": "<div>" * 1000},
        {3: 4},
    ],
)
def test_every_other_kind_falls_back_to_its_text(data):
    """What cannot be shown safely is named, and the text that came with it stays."""
    found = clean_outputs([{"output_type": "display_data", "data": {"text/plain": "its text", **data}}])
    assert found[0].data == {"text/plain": "its text"}
    kind = next(iter(data))
    assert found[1].text == f"[left out: {kind if isinstance(kind, str) else 'something of another kind'}]\n"


def test_html_says_what_it_lacks():
    """A picture, a form or a script that is cut out of HTML is named."""
    found = clean_outputs([shown(text__html="<p>a<img src='https://e.com/x'><FORM></form><script>1</script></p>")])
    assert "<p>a</p>" in found[0].data["text/html"]
    assert found[1].text == "[left out: of its text/html: form, img, script]\n"


# Each pair: HTML, and what must be gone from what is left.
HOSTILE = {
    "<b onclick=ran()>x</b>": "onclick",
    "<b\nonmouseover\n=ran()>x": "onmouseover",
    "<img src=x onerror=ran()>": "img",
    "<a href='javascript:ran()'>x</a>": "javascript",
    "<a href=' java\nscript:ran()'>x</a>": "script:",
    "<a href='&#106;avascript:ran()'>x</a>": "href",
    "<a href='data:text/html,x'>x</a>": "href",
    "<a href='//e.com'>x</a>": "href",
    "<a href='/api/shutdown'>x</a>": "href",
    "<a href='#x' ping='https://e.com'>x</a>": "ping",
    "<form action='/x'><input name=_xsrf><button formaction=/y>x</button></form>": "form",
    "<p id='statusmessage' class='score nbgrader_cell' name='x'>x</p>": "score",
    "<p data-link='x' data-toggle='tooltip'>x</p>": "data-",
    "<p style='position:fixed;top:0;left:0;z-index:9;width:100%'>x</p>": "position",
    "<p style='pos\\69tion:fixed'>x</p>": "fixed",
    "<p style='color:red;/**/position:/**/absolute'>x</p>": "absolute",
    "<p style='background:url(https://e.com/x)'>x</p>": "url",
    "<p style='background:image-set(\"https://e.com/x\" 1x)'>x</p>": "e.com",
    "<p style='margin-top:-99px'>x</p>": "-99",
    "<p style='margin:0 -9em'>x</p>": "-9",
    "<p style='transform:scale(99)'>x</p>": "transform",
    "<p style='height:1px;line-height:0'>x</p>": "height",
    "<p style='font-size:400px'>x</p>": "400",
    "<p style='width:calc(1px*999999)'>x</p>": "calc",
    "<p style='color:var(--x);--x:url(//e)'>x</p>": "var",
    "<p style='position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);top:0'>": "absolute",
    "<style>body{display:none}</style>x": "body",
    "<link rel=stylesheet href=https://e.com/x>": "e.com",
    "<meta http-equiv=refresh content='0;url=https://e.com'>": "e.com",
    "<base href='https://e.com/'>": "e.com",
    "<iframe srcdoc='<script>ran()</script>'></iframe>": "ran",
    "<object data='https://e.com/x'></object>": "e.com",
    "<embed src='https://e.com/x'>": "e.com",
    "<svg><script>ran()</script></svg>": "ran",
    "<svg><a xlink:href='javascript:ran()'><text>x</text></a></svg>": "javascript",
    "<math><mtext><table><mglyph><style><img src=x onerror=ran()>": "onerror",
    "<noscript><p title='</noscript><img src=x onerror=ran()>'>": "onerror",
    "<!--><img src=x onerror=ran()>-->": "onerror",
    "<template><script>ran()</script></template>": "ran",
    "<textarea></textarea><script>ran()</script>": "ran",
    "<video poster=https://e.com/x><source src=https://e.com/y></video>": "e.com",
    "<table background='https://e.com/x'><tr><td rowspan=65000>x</td></tr></table>": "65000",
    "<details open ontoggle=ran()>x</details>": "ontoggle",
    "<marquee onstart=ran()>x</marquee>": "onstart",
    "<div role=dialog aria-modal=true>x</div>": "dialog",
    "<xss contenteditable autofocus onfocus=ran()>x</xss>": "onfocus",
}


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_html_loses_what_harms(source):
    """Nothing is left of what runs, loads, covers the page, or takes the place of its own parts."""
    cleaned, _ = clean_html(source)
    assert HOSTILE[source] not in cleaned.replace("clip-path", "")
    for tag in BeautifulSoup(cleaned, "html.parser").find_all(True):
        assert set(tag.attrs) <= {"style", "href", "target", "rel", "class", "colspan", "role"}, tag


def test_links_open_elsewhere_and_tell_nobody_whence():
    """A link to the web stays, in a tab of its own that learns nothing of this page."""
    cleaned, _ = clean_html("<a href='https://e.com/x?a=1&b=2' target=_top rel=opener>x</a>")
    link = BeautifulSoup(cleaned, "html.parser").a
    assert link["href"] == "https://e.com/x?a=1&b=2"
    assert (link["rel"], link["target"]) == (["noopener", "noreferrer"], "_blank")


def test_what_explodes_when_it_is_read_is_refused():
    """Formatting that a reader would repeat in every block is not even parsed."""
    many = "".join(f"<b a{i}>" for i in range(2000)) + "<p>x" * 15_000
    assert clean_html(many) == (None, [])
    assert len(clean_html("<i>x</i>" * 200)[0]) < 2 * safe_html.MAX_HTML


def test_bounds_are_kept_and_said():
    """Too many outputs, too long a text, too long a traceback: cut, with a number."""
    found = clean_outputs([{"output_type": "stream", "name": "stdout", "text": "x"}] * 1000)
    assert len(found) == MAX_OUTPUTS
    assert found[-1].text == f"[left out: the last {1000 - MAX_OUTPUTS + 1} of 1000 outputs]\n"
    (long,) = clean_outputs([{"output_type": "stream", "name": "stdout", "text": "x\n" * MAX_CHARACTERS}])
    assert long.text.endswith(f"[left out: the text goes on for {MAX_CHARACTERS} characters]\n")
    (error,) = clean_outputs([{"output_type": "error", "ename": "E" * 999, "evalue": "v", "traceback": ["l"] * 9999}])
    assert "[left out: 9599 lines]" in error.traceback
    heavy = clean_outputs([shown(image__png=base64_of(PNG + bytes(10**6)))] * 50)
    assert 2 <= len(heavy) < 50
    assert "of 50 outputs" in heavy[-1].text


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=200)
    | st.text("\x1b[]0;m\r\n<>&'\"=/-!ab ", max_size=300)
    | st.sampled_from([PANDAS, base64_of(PNG), "x" * 300_000, *HOSTILE])
    | st.binary(max_size=20)
    | st.builds(lambda n: np.zeros(n), st.integers(0, 3)),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(
            st.sampled_from(
                ["output_type", "name", "text", "data", "text/plain", "text/html", "image/png", "execution_count"]
            )
            | st.integers()
            | st.text(max_size=5),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)
kinds = st.sampled_from(["stream", "display_data", "execute_result", "error", "update_display_data"])
forms = st.fixed_dictionaries(
    {"output_type": kinds | plain},
    optional=dict.fromkeys(("name", "text", "ename", "evalue", "traceback", "execution_count", "metadata"), plain)
    | {
        "data": st.dictionaries(
            st.sampled_from(["text/plain", "text/html", "image/png", "image/jpeg", "image/svg+xml"]) | st.integers(),
            plain,
            max_size=4,
        )
    },
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(forms, max_size=8) | plain)
@example([None] * 10**6)
@example([{"output_type": "stream", "text": "\ud800" * 10**6}])
@example([{"output_type": "display_data", "data": {i: i for i in range(10**5)}}])
def test_whatever_comes_in_is_valid_and_bounded(found):
    """Any plain data becomes outputs that nbformat accepts, within the bounds, without ids or handlers."""
    cleaned = clean_outputs(found)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=cleaned)])
    nbformat.validate(notebook)
    content = nbformat.writes(notebook)
    assert len(content.encode()) <= MAX_BYTES + 10_000
    assert len(cleaned) <= MAX_OUTPUTS
    for text in re.findall(r'"(?:[^"\\]|\\.)*"', content):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", json.loads(text))
    for output in cleaned:
        assert len(text_of([output])) <= MAX_CHARACTERS * 1.01
        soup = BeautifulSoup(output.get("data", {}).get("text/html", ""), "html.parser")
        assert not soup.select("[id], [onerror], [onclick], script, style, img, form")
