"""The mistakes of a class: what the checks told each learner, in words that others share, with an example of each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from dlutils.grading.reading import ARCHIVES
from dlutils.grading.results import Question, Result, is_blank
from dlutils.grading.safe_text import clean_text
from dlutils.messages import message

_NOT_IN_AN_ANSWER = ("BEGIN SOLUTION", "END SOLUTION", "raise NotImplementedError")
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?|nan|inf)(?![\w-])")
_PARTS = re.compile(r"([\w.\[\]]+(?: \d+)?(?:, [\w.\[\]]+(?: \d+)?)*): ")
_FILE = re.compile(r"\S*\.(?:ipynb|py|txt|pdf|csv|" + "|".join(kind[1:] for kind in ARCHIVES) + r")\b", re.IGNORECASE)


@dataclass(frozen=True)
class Submission:
    """A result, and the answers behind it: sources of cells and how they stopped, by the question's name."""

    result: Result
    answers: dict[str, str] = field(default_factory=dict)
    stops: dict[str, str] = field(default_factory=dict)
    late_s: float = 0.0  # seconds after the due date, where the gradebook has one
    names: tuple[str, ...] = ()  # what the gradebook calls the student
    seconds: float | None = None  # that its cells and the checks took, where that was noted


@dataclass(frozen=True)
class Mistake:
    """Something that went wrong in several answers to one question.

    `told` are lines of the check, each with how often it was said of each part of the result. `known` is True for a
    named mistake. `students` are all who made it. `example` is the shortest answer that made it, without the lines
    that everybody was given, and `whose` it is.
    """

    question: str
    told: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    known: bool
    students: tuple[str, ...]
    example: str = ""
    whose: str = ""


def found_in(question: Question, stop: str = "") -> list[tuple[str, bool, tuple[str, ...]]]:
    """Return what went wrong in one answer, as the check told it, in words that other answers may share.

    Parameters
    ----------
    question : Question
        What one graded cell came to.
    stop : str
        With which error the answer's own cell stopped, if it did.

    Returns
    -------
    list of tuple
        Text without names of parts, numbers and quoted words; whether it names a known mistake; the parts that were
        hit. Named mistakes only, if there are any: what was seen is then explained by them.
    """
    if question.by_hand or question.score >= question.max_score or is_blank(question):
        return []
    nothing = (message("report.no_known_mistake", where="").strip(), message("report.nothing_more"))
    lines = [line.strip() for line in question.told.splitlines()]
    hints: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line.startswith("→ ") and not any(text in line for text in nothing):
            parts, text = _split(line[2:])
            hints.setdefault(text, parts)
    if hints:
        return [(text, True, parts) for text, parts in hints.items()]
    public, _, _ = question.told.partition(", with further inputs: ")  # which say the same with fewer numbers
    wrong = [line for line in map(str.strip, public.splitlines()) if line.startswith("✗ ")]
    seen: dict[str, tuple[str, ...]] = {}
    for line in wrong or [line for line in lines if line.startswith("✗ ")]:
        parts, text = _split(line[2:])
        for part in parts:
            text = text.removeprefix(f"{part} ")
        text = re.sub(r" — (?:at the line|in \S+, which it calls).*| Called with .*", "", text)
        text = without_numbers(re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", text))
        seen[text] = (*seen.get(text, ()), *parts)
    if not seen:
        said = [line for line in lines if line and not re.search(r": [\d.]+ of [\d.]+ points$", line)]
        text = f"The cell itself: {stop}" if stop else said[0] if said else "No points, and the check does not say why."
        seen[without_numbers(re.sub(r" \([^()]*, line \d+\)", "", text))] = ()
    return [(text, False, parts) for text, parts in seen.items()]


def without_numbers(text: str) -> str:
    """Return a text with an ellipsis for each number.

    Examples
    --------
    >>> without_numbers("W1 must have shape (3, 1); got 2.5e-07.")
    'W1 must have shape (…, …); got ….'
    """
    return _NUMBER.sub("…", text)


def _split(line: str) -> tuple[tuple[str, ...], str]:
    """Return the parts that a line begins with, and the rest."""
    found = _PARTS.match(line)
    return (tuple(found[1].split(", ")), line[found.end() :]) if found else ((), line)


def mistakes(
    order: Sequence[str], used: Sequence[Submission], given: Collection[str], *, names: bool
) -> Iterator[Mistake]:
    """Yield the mistakes question by question, the most frequent first.

    Parameters
    ----------
    order : sequence of str
        The names of the questions.
    used : sequence of Submission
        The class.
    given : collection of str
        Sources that everybody was given; their lines are left out of the examples.
    names : bool
        Whether texts may say who somebody is.

    Yields
    ------
    Mistake
        With the example that is shortest, and so shows least besides.
    """
    lines = {line.strip() for source in given for line in source.splitlines()}
    for name in order:
        made: dict[tuple[str, bool], list[Submission]] = defaultdict(list)
        hit: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
        for one in used:
            question = next((q for q in one.result.questions if q.name == name), None)
            for said, known, parts in found_in(question, one.stops.get(name, "")) if question is not None else ():
                key = (said if names else anonymous(said, one), known)
                made[key].append(one)
                hit[key].update(dict.fromkeys(parts, 1))
        # Lines that were said of the same answers belong together.
        together: dict[tuple[bool, tuple[str, ...]], list[str]] = defaultdict(list)
        for (text, known), those in made.items():
            apart = text if known else ""
            together[known, (apart, *(one.result.student for one in those))].append(text)
        for (known, (_, *who)), texts in sorted(together.items(), key=lambda item: (-len(item[0][1]), not item[0][0])):
            told = tuple((text, tuple(hit[text, known].most_common())) for text in texts)
            example, whose = _example(name, made[texts[0], known], lines, names)
            yield Mistake(name, told, known, tuple(who), example, whose)


def _example(name: str, those: Sequence[Submission], given: Collection[str], names: bool) -> tuple[str, str]:
    """Return the shortest of the answers to a question, and whose it is; two empty texts if nobody wrote a line."""
    found = []
    for one in those:
        code = own_lines(one.answers.get(name, ""), given, keep_texts=names)
        if code:
            found.append((len(code), one.result.student, code if names else anonymous(code, one)))
    _, whose, code = min(found, default=(0, "", ""))
    return code, whose


def own_lines(source: str, given: Collection[str], *, keep_texts: bool) -> str:
    """Return the lines of an answer that its author wrote.

    Parameters
    ----------
    source : str
        The answer's cell.
    given : collection of str
        Lines that everybody was given, without the space around them.
    keep_texts : bool
        Whether comments and texts stay, in which people may have written their names.

    Returns
    -------
    str
        Code.
    """
    text = clean_text(source)
    if not keep_texts:
        texts = r'(?s)(?P<text>(?:"""|\'\'\').*?(?:"""|\'\'\'|\Z))|(?P<word>"[^"\n]*"|\'[^\'\n]*\')|(?P<note>#[^\n]*)'
        text = re.sub(texts, _without_prose, text)
    head = re.compile(r"def |class ")
    kept = [
        line.rstrip()
        for line in text.splitlines()
        if line.strip()
        and (line.strip() not in given or head.match(line))
        and not any(word in line for word in _NOT_IN_AN_ANSWER)
    ]
    return "\n".join(kept) if any(line.strip() not in given for line in kept) else ""


def _without_prose(found: re.Match[str]) -> str:
    """Return a text of code without what may be prose; a single word, such as a key, stays."""
    word = found["word"]
    return word if word and re.fullmatch(r"\W?\w{0,20}\W?", word) else '"…"' if word else ""


def anonymous(text: str, one: Submission) -> str:
    """Return a text without its author's names and without names of files."""
    for name in sorted((one.result.student, *one.names), key=len, reverse=True):
        if len(name) > 1:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return _FILE.sub("a file", text)
