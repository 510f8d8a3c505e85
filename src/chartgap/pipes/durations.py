"""How long, since when: intervals and dates of onset, not appointments, doses or ages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import JsonValue

from chartgap.pipes.draft import Draft, Term, drafts, terms, text
from chartgap.pipes.numbers import read_number
from chartgap.pipes.pattern import compile_patterns

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.load import Lexicon

_UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
_UNTOLD: dict[str, JsonValue] = {"number": None, "high": None, "unit": None}
_INTERVAL, _SINCE = "duration.unit", "duration.since"
_NEAR = 40
_LAST = "last "
_AGO = re.compile(r"ago|prior|earlier|before|back")
_RANGE = re.compile(r"\s*(?:-|–|\bto\b|\bor\b)\s*")  # noqa: RUF001


class ChartDurations:
    """The component ``chartgap_durations``: drafts ``{text, number, high, unit, form, of}``.

    ``form`` is ``for`` (a span of time), ``ago`` or ``since``; ``number`` is null where the words tell none
    ("several weeks"), ``high`` is the upper end of a range. ``of`` is ``treatment`` where the words beside it are a
    treatment's ("cefazolin for six weeks"), else null.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        held = compile_patterns(p for p in lexicon.patterns if p.kind == "duration")
        self.patterns = {pattern.entry.id.removeprefix("duration."): pattern.regex for pattern in held}

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        found, note = drafts(doc), text(doc)
        treated = terms(doc, "treatment")
        for match in self.patterns["unit"].finditer(note):
            read = self._read(note, match)
            if read is not None:
                start, value = read
                of = _of(treated, start, match.end())
                found.append(Draft("duration", start, match.end(), {**value, "of": of}, _INTERVAL))
        for match in self.patterns["since"].finditer(note):
            told: dict[str, JsonValue] = {"text": " ".join(match.group("since").lower().split()), **_UNTOLD}
            of = _of(treated, *match.span())
            found.append(Draft("duration", *match.span(), {**told, "form": "since", "of": of}, _SINCE))
        return doc

    def _read(self, note: str, match: re.Match[str]) -> tuple[int, dict[str, JsonValue]] | None:
        """Where the duration that ends in this unit begins, and its value; None where it is none."""
        if match.group("old"):
            return None
        low = max(0, match.start() - _NEAR)
        before = note[low : match.start()]
        number = self.patterns["number"].search(before)
        if number is None:
            vague = self.patterns["vague"].search(before) if match.group()[-1:].lower() == "s" or _LAST in before else None
            if vague is None or self.patterns["future"].search(before[: vague.start()]):
                return None
            words = " ".join(f"{vague.group('vague')}{match.group()}".lower().split())
            return low + vague.start("vague"), {"text": words, **_UNTOLD, "form": "for"}
        if len(match.group()) == 1 and not before[-1:].strip(" -").isdigit() and not before.rstrip(" -")[-1:].isdigit():
            return None
        form = self._form(note, before[: number.start("number")], match.end())
        if form is None:
            return None
        return low + number.start("number"), {**_interval(number.group("number"), match.group()), "form": form}

    def _form(self, note: str, before: str, end: int) -> str | None:
        """What the words around the interval make of it; None where it is no duration."""
        after = self.patterns["after"].search(note[end : end + 24])
        if after is not None:
            return "ago" if _AGO.search(after.group().lower()) else "for"
        if self.patterns["future"].search(before):
            return None
        return "for" if self.patterns["before"].search(before) else None


def _interval(number: str, unit: str) -> dict[str, JsonValue]:
    """The interval in normal form."""
    low, _, high = _RANGE.sub("|", number).partition("|")
    count, upper = read_number(low), read_number(high) if high else None
    letters = unit.lower()
    name = "minute" if letters.startswith("min") else "decade" if letters.startswith("dec") else _UNITS[letters[0]]
    words = " ".join(number.lower().split()) if count is None else f"{count:g}"
    span = f"{words}-{upper:g}" if upper is not None else words
    plural = "" if count == 1 and upper is None else "s"
    return {"text": f"{span} {name}{plural}", "number": count, "high": upper, "unit": name}


def _of(treated: list[Term], start: int, end: int) -> str | None:
    """Whether a treatment stands right beside the duration."""
    near = any(0 <= start - term.end <= _NEAR or 0 <= term.start - end <= _NEAR // 2 for term in treated)
    return "treatment" if near else None
