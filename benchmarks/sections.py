"""RESULTS.md holds a section for each benchmark; measuring one leaves the others as they are."""

from __future__ import annotations

import re
from pathlib import Path

REPORT = Path(__file__).with_name("RESULTS.md")
ORDER = ("training", "grading", "week", "attacks", "site")


def write(name: str, text: str) -> None:
    """Put a text in place of the section of this name."""
    report = REPORT.read_text("utf-8") if REPORT.exists() else ""
    parts = re.split(r"^<!-- section: (\w+) -->\n", report, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True)) | {name: text.strip() + "\n\n"}
    found = [f"<!-- section: {key} -->\n{sections[key].strip()}\n" for key in ORDER if key in sections]
    REPORT.write_text("\n".join(found), encoding="utf-8")
