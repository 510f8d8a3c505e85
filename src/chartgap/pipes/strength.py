"""Reads graded muscle strength: grade, what was tested, side.

A finding's value is ``{grade, grade_high, target, laterality}``: the grade written out as ``4-/5``, the upper
end of a range or None, the muscle or movement as the note names it or None, and right, left, bilateral or
None. A statement of several targets is one finding for each. Source of the words:
lexicons/measurements/strength.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from chartgap.models import Assertion
from chartgap.pipes.draft import Draft, drafts, in_lower_case, layout, lowered
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.grades import LISTED, likely_places
from chartgap.pipes.lines import Line, split_lines
from chartgap.pipes.lines import lines as note_lines
from chartgap.pipes.phrases import PhraseBook, measure_entries
from chartgap.pipes.strength_headings import REACH, settle, side_of
from chartgap.pipes.strength_prose import read_strength_unit
from chartgap.pipes.strength_slots import Setting, Strength
from chartgap.pipes.strength_tables import read_strength_tables
from chartgap.pipes.units import Unit, split_units

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon

READER = "strength"
PRIOR = Assertion(historical=True)
_START = attrgetter("start")


class StrengthReader:
    """The spaCy component. Built from a lexicon; holds nothing of a note."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.book = PhraseBook(measure_entries(lexicon, READER))

    def __call__(self, doc: Doc) -> Doc:
        """Append the note's strength grades to the Doc's drafts; sections of goals hold none."""
        text = note_text(doc)
        goals = [
            (section.start, section.end) for section in layout(doc).sections if section.category == "goals"
        ]
        found = read_strength(text, self.book, goals, partial(note_lines, doc), in_lower_case(doc))
        if found:
            drafts(doc).extend(found)
        return doc


def read_strength(
    text: str,
    book: PhraseBook,
    goals: Sequence[tuple[int, int]] = (),
    split: Callable[[str], list[Line]] = split_lines,
    low: str | None = None,
) -> list[Draft]:
    """Every graded strength of a note, in text order, as drafts of kind ``strength``.

    ``goals`` are stretches of the note in which figures are what therapy aims at; ``split`` gives the note's
    lines, once they are needed; ``low`` is the note in lower case, if it is known.
    """
    slashed, bare = likely_places(text)
    low = lowered(text) if low is None else low
    listed = [at + 1 for at in bare if LISTED.match(text, at + 1)]
    cues = sorted([*book.places("gate", low), *listed])
    if not (slashed or (cues and _stands_bare(text, low, cues, bare, book)) or _shows_rows(text)):
        return []
    lines = split(text)
    found, taken = read_strength_tables(text, lines, book)
    setting = Setting()
    units = split_units(text, lines, taken)
    graded = _units_of(units, slashed)
    waiting = 0
    for index in sorted(graded | _units_of(units, bare)):
        if index not in graded and not _recent(units[max(waiting, index - 3) : index + 1], setting, cues):
            continue
        unit = units[index]
        if waiting == index and unit.first:
            setting = replace(setting, before=())
        setting = settle(text, units[max(waiting, index - REACH) : index + 1], setting, book)
        waiting = index + 1
        if any(start <= unit.start < end for start, end in goals):
            continue
        stated = read_strength_unit(text, unit.start, unit.end, setting, book)
        if not stated:
            waiting = index
            continue
        setting = replace(setting, strength=True, before=_leads_on(text, setting, stated, book))
        found.extend(stated)
    found.sort(key=lambda strength: strength.start)
    return [_draft(strength) for strength in found]


def _units_of(units: list[Unit], places: list[int]) -> set[int]:
    """The indices of the units that hold one of the places."""
    found: set[int] = set()
    for place in places:
        index = bisect_right(units, place, key=_START) - 1
        if index >= 0 and place < units[index].end:
            found.add(index)
    return found


def _leads_on(text: str, setting: Setting, stated: list[Strength], book: PhraseBook) -> tuple[Unit, ...]:
    """The sentences that told the side of all that is stated: it holds for the next of the line too."""
    sides = {strength.side for strength in stated}
    if not setting.before or len(sides) > 1 or side_of(text, setting.before, book) not in sides - {None}:
        return ()
    return setting.before


def _recent(waiting: list[Unit], setting: Setting, cues: list[int]) -> bool:
    """Whether the last of the units has a strength word in it or shortly before."""
    if setting.strength and len(waiting) <= 3:
        return bool(cues)
    return _within(cues, waiting[-3:][0].start, waiting[-1].end)


def _stands_bare(text: str, low: str, cues: list[int], bare: list[int], book: PhraseBook) -> bool:
    """Whether a bare figure in reach of a strength word may be a grade."""
    near = [at for at in bare if _within(cues, at - _ABOUT, at + _ABOUT)]
    if any(_may_grade(text, at) for at in near):
        return True
    graded = book.places("graded", low) if near else []
    return any(_within(graded, at - 60, at + 60) for at in near)


def _shows_rows(text: str) -> bool:
    """Whether a row of the text ends with two figures that may be grades."""
    return (
        _LINE_END.search(f"{text}\n") is not None
        and _ROW_END.search(text) is not None
        and _ROWS.search(text) is not None
    )


_BEFORE = re.compile(r"[A-Za-z:=(+−–-]\s{0,2}[+−–-]?\Z")
_CLOSED = re.compile(
    r"[0-5](?:[+−–-]|\s?(?:plus|minus)\b|\s*(?:$|[][,;.)(|\n\-–]|(?:and|but|to|out|on|in|at|of|for|with|bilat\w*|b/l|"
    r"right|left|both|throughout|strength|power|muscle|prox\w*|dist\w*|[A-Z][A-Za-z]{0,15})\b))"
)


def _may_grade(text: str, place: int) -> bool:
    """Whether a figure stands as a bare grade does: behind a word or a sign, with nothing counted by it."""
    return (
        _BEFORE.search(text, max(0, place - 5), place) is not None and _CLOSED.match(text, place) is not None
    )


_LINE_END = re.compile(r"\n(?<=[0-5+| \t-]\n)")
_ROW_END = re.compile(r"[0-5][+-]?[ \t|]{0,3}$", re.MULTILINE)
_ABOUT = 600
"""How far from a strength word a bare figure may be one of strength."""
_ROWS = re.compile(
    r"(?:[|\t]|  )[ \t]{0,12}[0-5][+-]?[ \t]{0,12}(?:[|\t]|  )[ \t]{0,12}[0-5][+-]?[ \t|]{0,3}$", re.MULTILINE
)


def _within(places: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted ``places`` lies in ``start:end``."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


def _draft(strength: Strength) -> Draft:
    return Draft(
        kind="strength",
        start=strength.start,
        end=strength.end,
        value={
            "grade": strength.low,
            "grade_high": strength.high,
            "target": strength.target,
            "laterality": strength.side,
        },
        rule=strength.rule,
        assertion=PRIOR if strength.prior else None,
    )
