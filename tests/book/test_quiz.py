"""The directive for quick questions: readable without scripts, and strict with its writers."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from tests.book.test_extension import CONF, build

QUIZ_CONF = CONF.replace('"course_math"]', '"course_math", "course_quiz"]')
PAGE = """# Title

```{quiz}
Which shape has `dW` for $n = 3$?

- [ ] $(3, m)$

  That is the shape of `dZ`.

- [x] that of `W`

  Every parameter and its derivative have **one** shape.
```

```{quiz}
Another one?

- [x] Yes

  It is.

- [ ] No

  But it is.
```
"""


def test_answers_are_folds(tmp_path: Path) -> None:
    """Every answer is a fold that says in words whether it is right, and why; the mark itself is not shown."""
    done = build(tmp_path, PAGE, QUIZ_CONF)
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((tmp_path / "out" / "index.html").read_text(), "html.parser")
    first, second = page.select("div.quiz")
    assert first.select_one(".quiz-question").get_text().startswith("Question Which shape has dW for")
    assert [one.get_text() for one in first.select(".quiz-verdict")] == ["Not quite.", "Right."]
    assert [one.get_text() for one in second.select(".quiz-verdict")] == ["Right.", "Not quite."]
    assert first.select("summary .katex")
    assert first.select_one(".quiz-right strong").get_text() == "one"
    assert "[x]" not in page.get_text()
    assert "[ ]" not in page.get_text()
    names = [[fold["name"] for fold in one.select("details")] for one in (first, second)]
    assert len({*names[0]}) == len({*names[1]}) == 1
    assert names[0] != names[1]
    assert first["aria-labelledby"] == first.select_one(".quiz-question")["id"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("No list", "quiz must hold a paragraph, and a list"),
        ("- [x] alone\n\n  why", "quiz must hold a paragraph, and a list"),
        ("- [x] yes\n\n  why\n\n- no\n\n  why", "an answer must begin with [ ] or [x]"),
        ("- [x] yes\n\n  why\n\n- [ ] no", "an answer must be explained; 'no' is not"),
        ("- [ ] yes\n\n  why\n\n- [ ] no\n\n  why", "quiz must have a right answer"),
    ],
)
def test_a_bad_question_stops_a_strict_build(tmp_path: Path, body: str, reason: str) -> None:
    """A question without list, right answer, mark or explanation fails the build, which says where and why."""
    done = build(tmp_path, f"# Title\n\n```{{quiz}}\nWell?\n\n{body}\n```\n", QUIZ_CONF)
    assert done.returncode != 0
    assert "index.md" in done.stderr
    assert reason in done.stderr


def test_keyboard_alone_answers(tmp_path: Path, browser: Browser) -> None:
    """Tab goes to an answer, Enter opens it and shuts the other one, with scripts switched off."""
    build(tmp_path, PAGE, QUIZ_CONF)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((tmp_path / "out" / "index.html").as_uri())
    folds = page.locator("div.quiz").first.locator("details")
    folds.nth(0).locator("summary").focus()
    page.keyboard.press("Enter")
    assert [fold.get_attribute("open") is not None for fold in folds.all()] == [True, False]
    folds.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")
    assert [fold.get_attribute("open") is not None for fold in folds.all()] == [False, True]
    page.context.close()
