"""What the text above a graded unit settles: the headings it stands under, and the side told just before.

Headings are read from the unit upwards, and no farther than to one that leaves nothing of those above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from chartgap.pipes.grades import find_grades
from chartgap.pipes.muscle_events import read_events
from chartgap.pipes.muscles import Event
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.strength_slots import Setting
from chartgap.pipes.units import Unit

_TITLE = re.compile(r"[\s*#\[(\d.)•-]*(?P<title>[A-Za-z(][^:\n]{0,70}?)\s*:")
_INNER = re.compile(
    r"\s*(?P<title>(?:R|L|Rt|Lt|Right|Left|RLE|LLE|RUE|LUE)\b[^:\n.,;\d-]{0,20}?)\s*(?::|\s[-–]\s)",
    re.IGNORECASE,
)
"""A part that is named at once below a heading: "Exam: R leg - ", "O: L knee: "."""
_STATED = re.compile(r"[.,;]\s*\Z|\d\s?/\s?\d|\d\.\d")
"""A short line with one of these is no heading."""
_SWAPPED = re.compile(r"l\s?/\s?r|left\s?/\s?right")
_FIGURED = re.compile(r"[0-5]|\bof\b|/\s?V")
"""Without one of these there is no grade."""
_LONGEST = 90
"""No heading is longer."""
REACH = 16
"""How many units back a heading still counts."""


def settle(text: str, units: list[Unit], setting: Setting, book: PhraseBook) -> Setting:
    """The setting for the last of ``units``, from that of the graded unit before them."""
    if len(units) > REACH:
        setting, units = Setting(), units[-REACH:]
    *between, unit = units
    return _under(text, unit, partial(_between, text, between, setting, book), book)


def _between(text: str, units: list[Unit], setting: Setting, book: PhraseBook) -> Setting:
    """The setting behind units without grades."""
    if not units:
        return setting
    last = units[-1]
    setting = _above(text, units, len(units), setting, book)
    strength = setting.strength or (
        not setting.goal and book.shows("gate", text[last.start : last.end].lower())
    )
    before = tuple(unit for unit in units[-3:] if unit.line == last.line)
    return replace(setting, strength=strength, before=before)


def _above(text: str, units: list[Unit], count: int, setting: Setting, book: PhraseBook) -> Setting:
    """The setting that the headings among the first ``count`` of ``units`` make of ``setting``."""
    if not count:
        return setting
    unit = units[count - 1]
    setting = _under(text, unit, partial(_above, text, units, count - 1, setting, book), book)
    if setting.strength and count > 4 and not book.shows("gate", text[unit.start : unit.end].lower()):
        setting = replace(setting, strength=False, bare=False)
    return setting


def _under(text: str, unit: Unit, above: Callable[[], Setting], book: PhraseBook) -> Setting:
    """The setting for a unit: changed when the unit begins with a heading, or is one."""
    stop = min(unit.end, unit.start + _LONGEST)
    match = _TITLE.match(text, unit.start, stop) if text.find(":", unit.start, stop) >= 0 else None
    if match is not None:
        start, end = match.span("title")
    elif unit.first and unit.end - unit.start <= 48 and not _STATED.search(text[unit.start : unit.end]):
        start, end = unit.start, unit.end
    else:
        return above()
    if _FIGURED.search(text, start, end) and find_grades(text, start, end):
        return above()
    setting = _headed(read_events(text, start, end, [], book), above, match is not None)
    inner = _INNER.match(text, match.end(), unit.end) if match is not None else None
    return setting if inner is None else _at_part(read_events(text, *inner.span("title"), [], book), setting)


def _at_part(events: list[Event], setting: Setting) -> Setting:
    """The setting below a heading and one part on one side: "Exam: R leg - "; else as it was."""
    targets = [event.target for event in events if event.target]
    sides = {event.side for event in events if event.side} | {target.side for target in targets}
    sides.discard(None)
    if len(targets) == 1 and len(sides) == 1 and (targets[0].limb or targets[0].partial):
        return replace(setting, side=sides.pop())
    return setting


def _headed(events: list[Event], above: Callable[[], Setting], colon: bool) -> Setting:
    """The setting below a heading; ``above`` is asked only where something of it stays."""
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
        setting = above()
        kept = setting.side if not setting.goal else None
        side = sides[0] if len(set(sides)) == 1 else kept
        swapped = any(event.side and _SWAPPED.fullmatch(event.text) for event in events)
        part = targets[0].name if len(targets) == 1 and targets[0].partial else None
        return Setting(side, part, strength=True, bare=bare, swapped=swapped, before=setting.before)
    if targets and all(target.limb or target.partial for target in targets) and not blocked:
        setting = above()
        side = sides[0] if len(set(sides)) == 1 else None
        part = targets[0].name if len(targets) == 1 and "part" in targets[0].kinds else None
        kept = setting.side if side is None and setting.part is None else None
        return replace(setting, side=side or kept, part=part, blocked=False, goal=False, before=())
    if sides and len(events) <= 3 and not targets:
        side = sides[0] if all(event.roles or not event.text.isalpha() for event in events) else None
        return replace(above(), side=side, part=None, before=())
    if targets:
        return above()
    if any(event.has("exam") for event in events):
        return replace(above(), blocked=blocked, strength=False, bare=False)
    if not colon and not events:
        return above()
    return Setting(blocked=blocked)


def side_of(text: str, units: tuple[Unit, ...], book: PhraseBook) -> str | None:
    """The one side that sentences without grades tell of a limb; it holds for the next sentence.

    A loss of strength on one side holds for more than one.
    """
    for index, unit in enumerate(reversed(units)):
        if unit.end - unit.start > 400:
            return None
        events = read_events(text, unit.start, unit.end, [], book)
        if any(event.has("past") or (event.has("blocker") and event.scope == "unit") for event in events):
            return None
        targets = [event.target for event in events if event.target and event.target.side]
        sides = {target.side for target in targets} | {event.side for event in events if event.side}
        if sides:
            weak = any(event.has("deficit") for event in events)
            return sides.pop() if len(sides) == 1 and (weak or (targets and not index)) else None
    return None
