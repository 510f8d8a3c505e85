"""Reads graded muscle strength: grade, what was tested, side.

A finding's value is ``{grade, grade_high, target, laterality}``: the grade written out as ``4-/5``, the upper
end of a range or None, the muscle or movement as the note names it or None, and right, left, bilateral or
None. A statement of several targets is one finding for each. Source of the words:
lexicons/measurements/strength.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chartgap.models import Assertion
from chartgap.pipes.draft import Draft, drafts, layout
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.grades import LONE, find_grades, likely_places
from chartgap.pipes.lines import Line, split_lines
from chartgap.pipes.lines import lines as note_lines
from chartgap.pipes.muscle_events import read_events
from chartgap.pipes.muscles import Event
from chartgap.pipes.phrases import PhraseBook, measure_entries
from chartgap.pipes.strength_prose import read_strength_unit
from chartgap.pipes.strength_slots import Setting, Strength
from chartgap.pipes.strength_tables import read_strength_tables
from chartgap.pipes.units import Unit, split_units

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon

READER = "strength"
PRIOR = Assertion(historical=True)
_TITLE = re.compile(r"[\s*#\[(\d.)•-]*(?P<title>[A-Za-z(][^:\n]{0,70}?)\s*:")


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
        found = read_strength(text, self.book, goals, note_lines(doc, text))
        if found:
            drafts(doc).extend(found)
        return doc


def read_strength(
    text: str, book: PhraseBook, goals: Sequence[tuple[int, int]] = (), lines: list[Line] | None = None
) -> list[Draft]:
    """Every graded strength of a note, in text order, as drafts of kind ``strength``.

    ``goals`` are stretches of the note in which figures are what therapy aims at; ``lines`` the note's
    lines, if they are known.
    """
    slashed = likely_places(text)
    low = text.lower()
    cues = book.places("gate", low)
    graded = book.places("graded", low)
    lone = [match.start() for match in LONE.finditer(text)] if cues else []
    if not slashed and not any(
        (_may_grade(text, at) or _within(graded, at - 60, at + 60))
        and _within(cues, at - _ABOUT, at + _ABOUT)
        for at in lone
    ):
        if not (_ROW_END.search(text) and _ROWS.search(text)):
            return []
    lines = split_lines(text) if lines is None else lines
    found, taken = read_strength_tables(text, lines, book)
    setting = Setting()
    waiting: list[Unit] = []
    for unit in split_units(text, lines, taken):
        waiting.append(unit)
        if not _within(slashed, unit.start, unit.end):
            near = waiting[-3].start if len(waiting) > 2 else waiting[0].start
            recent = (setting.strength and len(waiting) <= 3) or _within(cues, near, unit.end)
            if not recent or not _within(lone, unit.start, unit.end):
                continue
        setting = _setting(text, waiting, setting, book)
        waiting = []
        if any(start <= unit.start < end for start, end in goals):
            continue
        stated = read_strength_unit(text, unit.start, unit.end, setting, book)
        if not stated:
            waiting.append(unit)
            continue
        setting = replace(setting, strength=True, near=None)
        found.extend(stated)
    found.sort(key=lambda strength: strength.start)
    return [_draft(strength) for strength in found]


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


_ROW_END = re.compile(r"[0-5][+-]?[ \t|]{0,3}$", re.MULTILINE)
_ABOUT = 600
"""How far from a strength word a bare figure may be one of strength."""
_ROWS = re.compile(
    r"(?:[|\t]|  )[ \t]{0,12}[0-5][+-]?[ \t]{0,12}(?:[|\t]|  )[ \t]{0,12}[0-5][+-]?[ \t|]{0,3}$", re.MULTILINE
)
_FIGURED = re.compile(r"[0-5]|\bof\b|/\s?V")
"""Without one of these there is no grade."""
_REACH = 16
"""How many units back a heading still counts."""


def _within(places: list[int], start: int, end: int) -> bool:
    """Whether one of the sorted ``places`` lies in ``start:end``."""
    index = bisect_left(places, start)
    return index < len(places) and places[index] < end


def _setting(text: str, units: list[Unit], setting: Setting, book: PhraseBook) -> Setting:
    """The setting for the last of ``units``, from that of the graded unit before them."""
    if len(units) > _REACH:
        setting, units = Setting(), units[-_REACH:]
    *between, unit = units
    for place, other in enumerate(between):
        setting = _under(text, other, setting, book)
        if setting.strength and place > 3 and not book.shows("gate", text[other.start : other.end].lower()):
            setting = replace(setting, strength=False, bare=False)
    if between:
        last = between[-1]
        if book.shows("gate", text[last.start : last.end].lower()) and not setting.goal:
            setting = replace(setting, strength=True)
        setting = replace(setting, near=_near_side(text, last, book))
    return _under(text, unit, setting, book)


def _under(text: str, unit: Unit, setting: Setting, book: PhraseBook) -> Setting:
    """The setting for a unit: changed when the unit begins with a heading, or is one."""
    match = _TITLE.match(text, unit.start, min(unit.end, unit.start + 90))
    if match is not None:
        start, end = match.span("title")
    elif (
        unit.first
        and unit.end - unit.start <= 48
        and not re.search(r"[.,;]\s*\Z|\d\s?/\s?\d|\d\.\d", text[unit.start : unit.end])
    ):
        start, end = unit.start, unit.end
    else:
        return setting
    if _FIGURED.search(text, start, end) and find_grades(text, start, end):
        return setting
    events = read_events(text, start, end, [], book)
    return _headed(events, setting, match is not None)


def _headed(events: list[Event], setting: Setting, colon: bool) -> Setting:
    targets = [event.target for event in events if event.target]
    sides = [event.side for event in events if event.side and "/" not in event.text] + [
        target.side for target in targets if target.side
    ]
    cued = any(event.has("cue") for event in events)
    bare = any(event.scope == "bare" for event in events)
    blocked = any(event.has("blocker") and event.scope == "unit" for event in events)
    if any(event.has("goal") for event in events):
        return Setting(goal=True)
    if cued or bare:
        kept = setting.side if not setting.goal else None
        side = sides[0] if len(set(sides)) == 1 else kept
        swapped = any(
            event.side and re.fullmatch(r"l\s?/\s?r|left\s?/\s?right", event.text) for event in events
        )
        return Setting(side=side, strength=True, bare=bare, part=None, swapped=swapped, near=setting.near)
    if targets and all(target.limb or target.partial for target in targets) and not blocked:
        side = sides[0] if len(set(sides)) == 1 else None
        part = targets[0].name if len(targets) == 1 and "part" in targets[0].kinds else None
        kept = setting.side if side is None and setting.part is None else None
        return replace(setting, side=side or kept, part=part, blocked=False, goal=False, near=None)
    if sides and len(events) <= 3 and not targets:
        side = sides[0] if all(event.roles or not event.text.isalpha() for event in events) else None
        return replace(setting, side=side, part=None, near=None)
    if targets:
        return setting
    if any(event.has("exam") for event in events):
        return replace(setting, blocked=blocked, strength=False, bare=False)
    if not colon and not _capital(events):
        return setting
    return Setting(blocked=blocked)


def _capital(events: list[Event]) -> bool:
    return bool(events)


def _near_side(text: str, unit: Unit, book: PhraseBook) -> str | None:
    """The one side that a sentence without grades tells of a limb; it holds for the next sentence."""
    if unit.end - unit.start > 400:
        return None
    events = read_events(text, unit.start, unit.end, [], book)
    if any(event.has("past") or (event.has("blocker") and event.scope == "unit") for event in events):
        return None
    sided = [event.target for event in events if event.target and event.target.side]
    sides = {target.side for target in sided} | {event.side for event in events if event.side}
    if len(sides) == 1 and sided:
        return sided[0].side
    return None


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
