"""What a check found: as data, as text, and as HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass

from dlutils.messages import message


@dataclass(frozen=True)
class PartResult:
    """Whether one part is right; if not, where it goes wrong, and what the function was called with."""

    name: str
    passed: bool
    message: str = ""
    asked: str = ""
    weight: float = 1.0


@dataclass(frozen=True)
class Hint:
    """A named mistake: its key, the parts it explains, a pointer, an explanation, and the equation to read."""

    key: str
    parts: tuple[str, ...]
    points: str
    explains: str
    equation: str

    @property
    def where(self) -> str:
        """The equation's title and page, or nothing where none belongs to the mistake."""
        if not self.equation:
            return ""
        return message(
            "report.equation",
            title=message(f"equation.{self.equation}.title"),
            page=message(f"equation.{self.equation}.page"),
            label=self.equation,
        )


@dataclass(frozen=True)
class Report:
    """The result of one check.

    Attributes
    ----------
    assignment, function : str
        What was checked.
    points : float
        What the function is worth.
    parts : tuple of PartResult
        One for each part of the result.
    mistakes : tuple of Hint
        The known mistakes that were recognised.
    remarks : tuple of str
        What else is worth knowing; costs no points.
    equation : str
        The label to read when no mistake was recognised; empty where there is nothing to hint at yet.
    undefined : str
        The name that the function looked for in vain, if that is why it stopped.
    bare : bool
        Whether there is no hint beyond what the parts say.
    """

    assignment: str
    function: str
    points: float
    parts: tuple[PartResult, ...]
    mistakes: tuple[Hint, ...] = ()
    remarks: tuple[str, ...] = ()
    equation: str = ""
    undefined: str = ""
    bare: bool = False

    @property
    def passed(self) -> bool:
        """Whether every part is right."""
        return all(part.passed for part in self.parts)

    @property
    def score(self) -> float:
        """The share of the points that is earned, from 0 to 1."""
        earned = sum(part.weight for part in self.parts if part.passed)
        return earned / sum(part.weight for part in self.parts)

    @property
    def hints(self) -> list[str]:
        """The named mistakes, each as one text."""
        return [f"{hint.points} {hint.explains} {hint.where}".strip() for hint in self.mistakes]

    def lines(self, stage: int = 0) -> list[tuple[str, str]]:
        """Return what to tell the learner: pairs of a kind and a text.

        Kinds are `head`, `right`, `wrong`, `call`, `remark`, `hint` and `next`. `stage` is 0 for where it goes
        wrong, 1 for the named mistake, 2 for its explanation as well.
        """
        right = sum(part.passed for part in self.parts)
        head = "all_right" if self.passed else "some_right"
        if len(self.parts) == 1:
            head = "right" if self.passed else "not_right"
        found = [("head", message(f"report.{head}", function=self.function, right=right, parts=len(self.parts)))]
        wrong = [part for part in self.parts if not part.passed]
        once = len({part.asked for part in wrong}) == 1  # the same call shows all that is wrong
        first = wrong[0].message if wrong else ""
        of_all = first[:1].isupper() or first.startswith(f"{self.function} ")
        if not right and of_all and len({part.message for part in wrong}) == 1:
            # A whole sentence, not about the part: the call itself failed, or the whole result. Say so once.
            found.append(("wrong", wrong[0].message))
        else:
            for part in self.parts:
                key = "report.part_right" if part.passed else "report.part_wrong"
                text = message(key, name=part.name, problem=part.message)
                found.append(("right" if part.passed else "wrong", text if once else f"{text} {part.asked}".rstrip()))
        if once and wrong[0].asked:
            found.append(("call", wrong[0].asked))
        found.extend(("remark", remark) for remark in self.remarks)
        if not self.passed and (self.equation or self.mistakes):
            found.extend(self._hint_lines(stage))
        elif self.bare and stage:
            found.append(("hint", message("report.nothing_more")))
        return found

    def _hint_lines(self, stage: int) -> list[tuple[str, str]]:
        """Return the lines on what may be the mistake, as far as the stage tells."""
        ask = f"check({self.function}, hint=True)"
        if stage == 0:
            return [("next", message("report.ask_hint", call=ask))]
        if not self.mistakes:
            where = Hint("", (), "", "", self.equation).where
            return [("hint", message("report.no_known_mistake", where=where))]
        found = []
        for hint in self.mistakes:
            text = f"{hint.points} {hint.where}" if stage == 1 else f"{hint.points} {hint.explains} {hint.where}"
            found.append(("hint", message("report.hint", parts=", ".join(hint.parts), text=text.strip())))
        if stage == 1:
            found.append(("next", message("report.ask_more", call=ask.replace("True", "2"))))
        return found

    def text(self, stage: int = 0) -> str:
        """Return the lines as plain text."""
        marks = {
            "right": "  ✓ ",
            "wrong": "  ✗ ",
            "remark": "  · ",
            "hint": "  → ",
            "next": "  ",
            "call": "    ",
            "head": "",
        }
        return "\n".join(marks[kind] + text for kind, text in self.lines(stage))

    def html(self, stage: int = 0) -> str:
        """Return the lines as HTML that needs no colour to be understood and reads well aloud."""
        colour = "#0b7a4b" if self.passed else "#c2410c"
        marks = {"right": "✓", "wrong": "✗", "remark": "·", "hint": "→"}
        rows = []
        (_, head), *rest = self.lines(stage)
        for kind, text in rest:
            body = self._with_bold_names(html.escape(text).replace("\n", "<br>"))
            if kind not in marks:
                rows.append(f'<li style="list-style:none;margin:.3em 0;opacity:.85">{body}</li>')
                continue
            # A screen reader says the word; the mark is for the eye.
            word = message(f"report.word_{kind}")
            rows.append(
                f'<li style="list-style:none;display:flex;margin:.1em 0"><span aria-hidden="true" '
                f'style="flex:none;width:1.5em;font-weight:600">{marks[kind]}</span><span>'
                f'<span style="position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)">'
                f"{word}: </span>{body}</span></li>"
            )
        return (
            f'<div role="group" aria-label="{html.escape(message("report.aria", function=self.function))}" '
            f'style="border-left:4px solid {colour};padding:.2em 1em;margin:.3em 0;max-width:48em;line-height:1.5">'
            f'<div style="font-weight:600">{html.escape(head)}</div>'
            f'<ul style="margin:.2em 0;padding:0">{"".join(rows)}</ul></div>'
        )

    def _with_bold_names(self, text: str) -> str:
        """Return a line in which the names of parts that it begins with are bold."""
        names, colon, rest = text.partition(": ")
        known = {part.name for part in self.parts}
        return f"<b>{names}</b>{colon}{rest}" if set(names.split(", ")) <= known else text
