"""How long, since when: intervals and dates of onset, not appointments, doses or ages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pydantic import JsonValue

from chartgap.pipes import figures
from chartgap.pipes.draft import Draft, Term, drafts, folded, lowered, scan, terms, text, words
from chartgap.pipes.numbers import read_number
from chartgap.pipes.pattern import Pattern, bounds, compile_patterns, for_lower_case

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon
    from chartgap.pipes.tokenizer import ChartTokenizer

_UNITS = {"min": "minute", "dec": "decade", "h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
_UNTOLD: dict[str, JsonValue] = {"number": None, "high": None, "unit": None}
_OVER = {"7": "day", "52": "week", "12": "month"}
_INTERVAL, _FRACTION, _SINCE, _DATE = "duration.unit", "duration.fraction", "duration.since", "duration.date"
_ASIDE = " -~+"
"""What may stand between a number and its unit."""
_BESIDE = 60
_NEAR = 40
_LAST = "last "
_AGO = re.compile(r"ago|prior|earlier|before|back")
_LATER = re.compile(r"after|later|post")
_ILLNESS = re.compile(r"[\s-]*(?:hx|h/o|history)\b")
"""Behind an interval: it is that of an illness, whatever treatment stands near."""
_RANGE = re.compile(r"\s*(?:-|–|\bto\b|\bor\b)\s*")


class ChartDurations:
    """The component ``chartgap_durations``: drafts ``{text, number, high, unit, form, of}``.

    ``form`` is ``for`` (a span of time), ``ago``, ``after`` (some event), ``since`` or ``on`` (a date, told
    beside an injury, a fracture or a treatment); ``number`` is null where the words tell none
    ("several weeks"), ``high`` is the upper end of a range. ``of`` is ``treatment`` where the words beside it
    are a treatment's ("cefazolin for six weeks"), else null.
    """

    def __init__(self, lexicon: Lexicon, tokenizer: ChartTokenizer) -> None:
        held = compile_patterns(p for p in lexicon.patterns if p.kind == "duration")
        found = {pattern.entry.id.removeprefix("duration."): pattern for pattern in held}
        self.patterns = {name: pattern.regex for name, pattern in found.items()}
        self._low = {name: for_lower_case(found[name]) for name in ("number", "vague", "before", "future")}
        self._number, self._unit = found["number"], found["unit"]
        self._since, self._date = found["since"], found["date"]
        self._trees = {}
        for pattern in (self._unit, self._since):
            tree = self._trees[pattern.entry.id] = tokenizer.plant()
            tokenizer.add(tree, sorted(pattern.words), None)
        letters = {word[0] for word in self._unit.words}
        self._letters = bytes(chr(code).lower() in letters for code in range(256))

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        found, note = drafts(doc), text(doc)
        treated = terms(doc, "treatment")
        for match in self._units(doc, note):
            read = self._read(note, match)
            if read is not None:
                start, value = read
                of = None if _ILLNESS.match(note, match.end()) else _of(treated, start, match.end())
                found.append(Draft("duration", start, match.end(), {**value, "of": of}, _INTERVAL))
        for match in self.patterns["fraction"].finditer(note):
            read = self._fraction(note, match)
            if read is not None:
                start, value = read
                of = _of(treated, start, match.end())
                found.append(Draft("duration", start, match.end(), {**value, "of": of}, _FRACTION))
        if not self._since.lacks(words(doc), folded(doc)):
            for match in self._at_words(doc, note, self._since):
                told: dict[str, JsonValue] = {
                    "text": " ".join(match.group("since").lower().split()),
                    **_UNTOLD,
                }
                of = _of(treated, *match.span())
                found.append(Draft("duration", *match.span(), {**told, "form": "since", "of": of}, _SINCE))
        found.extend(self._dates(doc, note))
        return doc

    def _units(self, doc: Doc, note: str) -> Iterator[re.Match[str]]:
        """The units of time that are words of the note, or stand behind a figure ("x2weeks"), in order."""
        return self._at_words(doc, note, self._unit, figures.find_behind(note, self._letters))

    def _at_words(
        self, doc: Doc, note: str, pattern: Pattern, others: Iterable[int] = ()
    ) -> Iterator[re.Match[str]]:
        """What a pattern matches at its words, with one of which it begins, and at other places; in order."""
        if not pattern.words:
            yield from pattern.regex.finditer(note)
            return
        held = scan(doc)
        tree = self._trees[pattern.entry.id]
        places = {held.start(first) for first, _, _ in held.phrases(tree, 0, len(held))}
        places.update(others)
        for place in sorted(places):
            match = pattern.regex.match(note, place)
            if match is not None:
                yield match

    def _dates(self, doc: Doc, note: str) -> Iterator[Draft]:
        """Dates in the sentence of an injury or fracture, near it, or in the line that it is the title of."""
        told: set[int] = set()
        for term in terms(doc, "trauma", "fracture"):
            low, high = bounds(doc, term.sentence)
            if note[term.end : high].strip() == ":":
                stop = note.find("\n", high)
                high = stop if stop >= 0 else len(note)
            low, high = max(low, term.start - _BESIDE), min(high, term.end + _BESIDE)
            if not self._date.shows(note[low:high].casefold()):
                continue
            for match in self._date.regex.finditer(note, low, high):
                if match.start() not in told:
                    told.add(match.start())
                    value: dict[str, JsonValue] = {"text": " ".join(match.group().lower().split()), **_UNTOLD}
                    yield Draft("duration", *match.span(), {**value, "form": "on", "of": term.kind}, _DATE)

    def _read(self, note: str, match: re.Match[str]) -> tuple[int, dict[str, JsonValue]] | None:
        """Where the duration that ends in this unit begins, and its value; None where it is none."""
        if match.group("old"):
            return None
        low = max(0, match.start() - _NEAR)
        before = lowered(note[low : match.start()])
        number = self._number_of(before)
        if number is None:
            open_ended = match.group()[-1:].lower() == "s" or _LAST in note[low : match.start()]
            vague = self._low["vague"].search(before) if open_ended else None
            if vague is None or self._low["future"].search(before[: vague.start()]):
                return None
            words = " ".join(f"{vague.group('vague')}{match.group()}".lower().split())
            return low + vague.start("vague"), {"text": words, **_UNTOLD, "form": "for"}
        first = number.start("number")
        form = self._form(note, before[:first], match.end())
        if form is None or (len(match.group()) == 1 and not before.rstrip(" -")[-1:].isdigit()):
            return None
        return low + first, {**_interval(number.group("number"), match.group()), "form": form}

    def _number_of(self, before: str) -> re.Match[str] | None:
        """The number that stands before a unit; most words are none."""
        last = before.rstrip(_ASIDE).rpartition(" ")[2]
        if self._number.words and last.isalpha() and last not in self._number.words:
            return None
        return self._low["number"].search(before)

    def _fraction(self, note: str, match: re.Match[str]) -> tuple[int, dict[str, JsonValue]] | None:
        """Where "3/52" begins, and its value; None where it is a date."""
        low = max(0, match.start() - _NEAR)
        before, unit = lowered(note[low : match.start()]), _OVER[match["over"]]
        number = self._low["number"].search(before)
        if number is None or not number["number"][-1].isdigit():
            return None
        first = number.start("number")
        about = f"{before[:first]}#{note[match.end() : match.end() + _NEAR]}"
        if unit != "week" and self.patterns["fraction.span"].search(about) is None:
            return None
        form = self._form(note, before[:first], match.end())
        return None if form is None else (low + first, {**_interval(number["number"], unit), "form": form})

    def _form(self, note: str, before: str, end: int) -> str | None:
        """What the words around the interval make of it; None where it is no duration."""
        after = self.patterns["after"].match(note[end : end + 24])
        if after is not None and not (after["ailing"] and self._low["future"].search(before)):
            words = after.group().lower()
            return "after" if _LATER.search(words) else "ago" if _AGO.search(words) else "for"
        if self._low["future"].search(before):
            return None
        return "for" if self._low["before"].search(before) else None


def _interval(number: str, unit: str) -> dict[str, JsonValue]:
    """The interval in normal form."""
    if number.isdecimal():
        low, high = number, ""
    else:
        low, _, high = _RANGE.sub("|", number).partition("|")
    count, upper = read_number(low), read_number(high) if high else None
    letters = unit.lower()
    name = _UNITS.get(letters[:3]) or _UNITS[letters[0]]
    words = " ".join(number.lower().split()) if count is None else f"{count:g}"
    span = f"{words}-{upper:g}" if upper is not None else words
    plural = "" if count == 1 and upper is None else "s"
    return {"text": f"{span} {name}{plural}", "number": count, "high": upper, "unit": name}


def _of(treated: list[Term], start: int, end: int) -> str | None:
    """Whether a treatment stands right beside the duration."""
    near = any(0 <= start - term.end <= _NEAR or 0 <= term.start - end <= _NEAR // 2 for term in treated)
    return "treatment" if near else None
