"""Pairs of answers that share what few others share: a place to begin a talk, and no verdict.

Of each answer to a question, names, comments, texts and layout are taken away; what is left is cut into overlapping
runs of tokens. Runs that stand in the solution or in what everybody was given count nothing, others the more, the fewer
answers hold them.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import nbformat

from dlutils.grading import intake
from dlutils.grading.course import Course
from dlutils.grading.errors import CourseError
from dlutils.grading.files import write_atomically
from dlutils.grading.fingerprints import RUN, runs, tokens
from dlutils.grading.reading import MAX_BYTES

MIN_TOKENS = 40  # of a solution: answers to smaller tasks are alike by nature
MIN_RUNS = 12  # that a pair must share in one answer
MIN_RATING = 2.0  # below which it is chance
COMMON = 5  # a run that more than one answer in so many holds is common
ADDED = "cells of their own"  # as a question: the code cells that a learner added


@dataclass(frozen=True)
class Side:
    """One of two answers, and the stretches of it (start and end) that the other has as well."""

    source: str
    marks: tuple[tuple[int, int], ...]
    share: float  # of its tokens


@dataclass(frozen=True)
class Match:
    """Two answers to one question; `bits` says how surprising it is that both hold what they share."""

    question: str
    bits: float
    runs: int
    first: Side
    second: Side


@dataclass(frozen=True)
class Pair:
    """Two students; `rating` orders pairs, and means nothing else."""

    first: str
    second: str
    rating: float
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Similar:
    """Pairs, the most alike first, of how many; how many submissions were compared, and the tasks left out."""

    assignment: str
    pairs: tuple[Pair, ...]
    compared: int
    questions: tuple[str, ...]
    left_out: tuple[str, ...]
    found: int = 0  # pairs with a rating that is no chance, of which `pairs` are the first


class Comparison:
    """Answers to one question, and what every two of them share.

    Parameters
    ----------
    question : str
        Its name.
    answers : mapping of str to str
        Sources, by student.
    given : collection of str
        Sources that count nothing: the solution's, and what was released.
    known : collection of str
        Names that everybody was given.
    """

    def __init__(
        self, question: str, answers: Mapping[str, str], given: Collection[str], known: Collection[str] = ()
    ) -> None:
        self.question = question
        self.answers = answers
        self._known = known
        free = {fingerprint for source in given for fingerprint in runs(tokens(source), known)}
        own = {source: set(runs(tokens(source), known)) - free for source in set(answers.values())}
        self._sizes = {student: len(own[source]) for student, source in answers.items()}
        holders: dict[int, list[str]] = defaultdict(list)
        for student in sorted(answers):
            for fingerprint in own[answers[student]]:
                holders[fingerprint].append(student)
        self._rare: dict[int, float] = {}
        shared: dict[tuple[str, str], list[int]] = defaultdict(list)
        for fingerprint, students in holders.items():
            if 2 <= len(students) <= max(3, len(answers) / COMMON):
                rare = math.log2(max(len(answers), 4) / len(students))
                self._rare[fingerprint] = rare / RUN  # neighbours overlap: a token is in as many runs
                for pair in combinations(students, 2):
                    shared[pair].append(fingerprint)
        self.shared = {pair: together for pair, together in shared.items() if len(together) >= MIN_RUNS}

    def bits(self, pair: tuple[str, str]) -> float:
        """Return how surprising it is that both students have what they share."""
        return sum(self._rare[fingerprint] for fingerprint in self.shared[pair])

    def rating(self, pair: tuple[str, str]) -> float:
        """Return the bits, times how large a part they are of what the one has written who wrote less."""
        return self.bits(pair) * len(self.shared[pair]) / min(self._sizes[student] for student in pair)

    def match(self, pair: tuple[str, str]) -> Match:
        """Return what two students share, with its places in both answers."""
        first, second = (self._side(self.answers[student], set(self.shared[pair])) for student in pair)
        return Match(self.question, self.bits(pair), len(self.shared[pair]), first, second)

    def _side(self, source: str, together: Collection[int]) -> Side:
        """Return an answer with what it shares."""
        found = tokens(source)
        prints = enumerate(runs(found, self._known))
        places = {i + k for i, fingerprint in prints if fingerprint in together for k in range(RUN)}
        marks: list[tuple[int, int]] = []
        for i in sorted(places):
            begin = marks.pop()[0] if i - 1 in places else found[i].start
            marks.append((begin, found[i].end))
        return Side(source, tuple(marks), len(places) / len(found))


def pairs_of(comparisons: Sequence[Comparison], most: int) -> tuple[tuple[Pair, ...], int]:
    """Return the pairs with the highest ratings, and how many there are whose rating is no chance.

    Parameters
    ----------
    comparisons : sequence of Comparison
        One for each question.
    most : int
        How many pairs to return.

    Returns
    -------
    pairs : tuple of Pair
        Each with the sum of its ratings over the questions.
    found : int
        How many there are in all.
    """
    ratings: dict[tuple[str, str], float] = defaultdict(float)
    for one in comparisons:
        for pair in one.shared:
            ratings[pair] += one.rating(pair)
    ranked = sorted((item for item in ratings.items() if item[1] >= MIN_RATING), key=lambda item: (-item[1], item[0]))
    pairs = []
    for pair, rating in ranked[:most]:
        matches = [one.match(pair) for one in comparisons if pair in one.shared]
        pairs.append(Pair(*pair, rating, tuple(sorted(matches, key=lambda match: -match.bits))))
    return tuple(pairs), len(ranked)


def similar(course: Course, assignment: str, *, most: int = 20) -> Similar:
    """Compare all graded answers to an assignment.

    Parameters
    ----------
    course : Course
        Where autograded/ is.
    assignment : str
        The assignment's name.
    most : int
        How many pairs to return.

    Returns
    -------
    Similar
        The pairs, the most alike first.

    Raises
    ------
    CourseError
        If nothing is graded yet.
    """
    by_question: dict[str, dict[str, str]] = defaultdict(dict)
    students = 0
    for path in sorted((course.data / "autograded").glob(f"*/{assignment}/{assignment}.ipynb")):
        students += 1
        for question, source in _answers(path):
            before = by_question[question].get(path.parents[1].name)
            by_question[question][path.parents[1].name] = f"{before}\n\n{source}" if before else source
    if not students:
        raise CourseError(
            f"{assignment} must be graded before answers are compared. Run `dlcourse autograde {assignment}`."
        )
    blank = intake.template(course, assignment)
    solved = nbformat.read(course.solution(assignment), as_version=4)
    given = [cell.source for cell in (*blank.cells, *solved.cells) if cell.cell_type == "code"]
    sizes = {cell.metadata.nbgrader.grade_id: len(tokens(cell.source)) for cell in solved.cells if _is_answer(cell)}
    known = {name for cell in solved.cells if cell.cell_type == "code" for name in _defined(cell.source)}
    questions = [name for name, size in sizes.items() if size >= MIN_TOKENS]
    comparisons = [Comparison(name, by_question[name], given, known) for name in (*questions, ADDED)]
    left_out = tuple(name for name in sizes if name not in questions)
    pairs, found = pairs_of(comparisons, most)
    return Similar(assignment, pairs, students, tuple(questions), left_out, found)


def write(course: Course, found: Similar) -> Path:
    """Write the pairs, side by side, to report/NAME-similar.html, and return the path."""
    from dlutils.grading.similar_page import page

    path = course.data / "report" / f"{found.assignment}-similar.html"
    write_atomically(path, page(found))
    return path


def _is_answer(cell: Any) -> bool:
    """Whether a cell is an answer in code that a program grades, or a person."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution")) and cell.cell_type == "code"


def _defined(source: str) -> set[str]:
    """Return the names of functions and classes that a cell defines."""
    return set(re.findall(r"^(?:def|class)\s+(\w+)", source, flags=re.MULTILINE))


def _answers(path: Path) -> Iterator[tuple[str, str]]:
    """Yield question and source of each answer, and of each cell that the learner added; of a graded notebook."""
    if path.stat().st_size > MAX_BYTES:  # its outputs may be large; nobody's code is
        return
    for cell in json.loads(path.read_bytes())["cells"]:
        own = cell["metadata"].get("nbgrader", {})
        source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        if cell["cell_type"] == "code" and own.get("solution"):
            yield own["grade_id"], source
        elif cell["cell_type"] == "code" and not own:
            yield ADDED, source
