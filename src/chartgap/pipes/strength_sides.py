"""On which side a grade is: beside the figure, in its target, at the head of its list, or in the heading."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from chartgap.pipes.muscles import Event, Target
from chartgap.pipes.strength_slots import Slot

_THEN = r"\s?(?:/|,?\s?then|followed by)\s?"
_RIGHT_LEFT = re.compile(rf"\b(?:r{_THEN}l|l{_THEN}r|right{_THEN}left|left{_THEN}right)\b", re.IGNORECASE)
"""The order in which pairs are written."""

_AND = re.compile(r"\s*,?\s*and\s+")
_SECOND = re.compile(r"/\s?5\s?/\s?\Z")
"""Before the second of two figures: "4/5 / 5/5 (R/L)"."""

_ALIKE = frozenset(("equal", "symmetric", "symmetrical", "symmetrically", "full", "intact"))


def give_sides(text: str, events: list[Event], slots: list[Slot]) -> None:
    """Give each grade the side that stands beside it, leads its list or closes it."""
    taken: set[int] = set()
    for slot in slots:
        slot.side = _side_before(text, events, slot, taken) or _side_behind(text, events, slot, taken)
        slot.own = slot.side is not None
    for slot in slots:
        slot.spread = any(event.has("each") for event in events[slot.place + 1 : slot.place + 5])
    _deficit_side(events, slots)
    _two_figures(text, events, slots)
    _lead_sides(text, events, slots)
    if _one_side(events, range(len(events))) or not slots:
        _spread_side(events, range(len(events)), slots, slots, taken)
        return
    stops = [place for place, event in enumerate(events) if event.text in (";", "\n")]
    for low, high in pairwise([-1, *stops, len(events)]):
        clause = [slot for slot in slots if low < slot.place < high]
        if clause and stops:
            after = next((slot for slot in slots if slot.place > high), None)
            _spread_side(events, range(low + 1, high), clause, slots, taken, _contrasted(clause, after))


def _contrasted(clause: list[Slot], after: Slot | None) -> bool:
    """Whether what follows only names the other side: "..., grip 4/5 on the right; all 5/5 on the left"."""
    if after is None or after.side is None or clause[-1].side in (None, after.side):
        return False
    return after.shared or not after.group or all(target.whole for target in after.group)


def _one_side(events: list[Event], places: range) -> str | None:
    """The side that a stretch names, if it names one only."""
    found = {events[place].side for place in places} | {
        target.side for place in places if (target := events[place].target)
    }
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _spread_side(
    events: list[Event],
    places: range,
    clause: list[Slot],
    slots: list[Slot],
    taken: set[int],
    closing: bool = True,
) -> None:
    """The one side of a stretch is that of all its grades, where it leads or (``closing``) closes them."""
    one = _one_side(events, places)
    if one is None or not clause:
        return
    lead = next(
        place
        for place in places
        if events[place].side or ((target := events[place].target) is not None and target.side)
    )
    first = events[lead].start
    ahead = all(slot.group and not slot.before for slot in clause)  # "L 3/5 hip, 4/5 knee"
    led = events[lead].target is not None or (lead < clause[0].place and (ahead or lead not in taken))
    trailing = (
        closing and clause[-1].own and all(not slot.own and not _sides_of(slot) for slot in clause[:-1])
    )
    for slot in clause:
        if slot.side is None and not _sides_of(slot) and ((led and slot.grade.start > first) or trailing):
            if not any(target.whole or target.midline or target.plural for target in slot.group):
                if ahead or not _broken(events, slots, slot):
                    slot.side = one


def _deficit_side(events: list[Event], slots: list[Slot]) -> None:
    """The side of a loss that is told as a whole holds for its grade: "Left hemiparesis, 4+/5 throughout"."""
    side: str | None = None
    queue = iter(slots)
    slot = next(queue, None)
    for place, event in enumerate(events):
        if slot is not None and slot.place == place:
            if side and slot.side is None and not _sides_of(slot):
                slot.side = side
            slot = next(queue, None)
        side = None if event.text == ";" else side
        if event.scope == "sided":
            before = events[place - 1].side if place else None
            side = before or next((other.side for other in events[place + 1 : place + 5] if other.side), None)


def _broken(events: list[Event], slots: list[Slot], slot: Slot) -> bool:
    """Each statement of the list closes with its own side, this one with none."""
    index = slots.index(slot)
    own = [other.own for other in slots[:index]]
    barred = (
        any(event.has("barrier") for event in events[max(0, slot.place - 3) : slot.place]) and not slot.group
    )
    return barred or (len(own) >= 1 and all(own) and not slot.own)


def _sides_of(slot: Slot) -> set[str]:
    return {target.side for target in slot.group if target.side}


def _side_before(text: str, events: list[Event], slot: Slot, taken: set[int]) -> str | None:
    for at in range(slot.place - 1, max(-1, slot.place - 5), -1):
        event = events[at]
        if event.side:
            if at in taken or _RIGHT_LEFT.fullmatch(event.text):
                return None
            gap = text[event.end : slot.grade.start]
            if "," in gap and not slot.before:
                return None
            taken.add(at)
            return event.side
        if (
            event.target
            or event.grade
            or not (event.has("passing") or event.text in (":", "=", "(", ")", "-", "|", "\n"))
        ):
            return None
    return None


def _side_behind(text: str, events: list[Event], slot: Slot, taken: set[int]) -> str | None:
    """The side behind a grade, or behind the targets that follow it."""
    passed_target = False
    for at in range(slot.place + 1, len(events)):
        event = events[at]
        if event.side:
            if at in taken or not _closes_here(text, events, slot, at, passed_target):
                return None
            if _RIGHT_LEFT.fullmatch(event.text) and _SECOND.search(
                text, max(0, slot.grade.start - 6), slot.grade.start
            ):
                return None
            taken.add(at)
            return event.side
        if event.target:
            if not any(target.start == event.target.start for target in slot.group):
                return None
            passed_target = True
            continue
        if not _passes(events, slot, at, passed_target):
            return None
    return None


def _closes_here(text: str, events: list[Event], slot: Slot, at: int, passed_target: bool) -> bool:
    """Whether the side at ``at`` closes this statement, rather than opening the next."""
    opens = (
        text[events[at].end : events[at].end + 3].lstrip(" \t").startswith((":", "-")) and not passed_target
    )
    next_grade = at + 1 < len(events) and events[at + 1].grade is not None
    bound = passed_target or any(event.has("bind") for event in events[slot.place + 1 : at])
    return not opens and not (next_grade and not bound and _alternates(events, slot, at))


def _passes(events: list[Event], slot: Slot, at: int, passed_target: bool) -> bool:
    """Whether the word at ``at`` may stand between a grade and its side."""
    event = events[at]
    if event.grade or event.has("barrier"):
        return False
    if event.text == "and":
        return _goes_on(events, slot, at + 1)
    if event.text == ",":
        after = events[at + 1] if at + 1 < len(events) else None
        return after is not None and (
            after.side == "bilateral" or (after.target is not None and passed_target)
        )
    return event.has("passing") or event.has("bind") or event.has("cue") or event.text in "()[]/&-"


def _goes_on(events: list[Event], slot: Slot, at: int) -> bool:
    """Whether an "and" stays with the grade: "and symmetric", or one more of its targets."""
    if at >= len(events):
        return False
    target = events[at].target
    return events[at].text in _ALIKE or (
        target is not None and any(target.start == one.start for one in slot.group)
    )


def _alternates(events: list[Event], slot: Slot, at: int) -> bool:
    """Sides stand before their grades here: "R 4/5 L 3+/5"."""
    return slot.side is not None or any(
        event.side and events[index + 1].grade
        for index, event in enumerate(events[: slot.place])
        if index + 1 < len(events)
    )


def _two_figures(text: str, events: list[Event], slots: list[Slot]) -> None:
    """Two full grades of one target with only a slash or comma between are right and left.

    So are two that "and" joins where the order was told before.
    """
    left_first = any(
        event.side and event.text.startswith("l") and _RIGHT_LEFT.fullmatch(event.text) for event in events
    )
    ordered = next((e.start for e in events if _RIGHT_LEFT.fullmatch(e.text)), None)
    for one, two in pairwise(slots):
        if (
            ordered is not None
            and ordered < one.grade.start
            and not (two.group or one.side or two.side or one.shared)
            and _AND.fullmatch(text, one.grade.end, two.grade.start)
        ):
            two.group, two.shared = one.group, True
            one.side, two.side = ("left", "right") if left_first else ("right", "left")
            one.own = two.own = True
        if not (two.shared and one.side is None and two.side is None and not one.shared):
            continue
        if re.fullmatch(r"[\s/|,]+", text[one.grade.end : two.grade.start]):
            one.side, two.side = ("left", "right") if left_first else ("right", "left")
            one.own = two.own = True
    for slot in slots:
        if slot.own and slot.shared:
            slot.group = [replace(target, side=None) for target in slot.group]


def _lead_sides(text: str, events: list[Event], slots: list[Slot]) -> None:
    """A side before a colon or comma leads a list: "Right: HF 4/5, KE 5/5", "RLE: HF 4/5"."""
    lead: str | None = None
    queue = iter(slots)
    slot = next(queue, None)
    previous: Event | None = None
    for place, event in enumerate(events):
        while slot is not None and slot.place == place:
            if (
                slot.side is None
                and not _sides_of(slot)
                and lead
                and not any(target.whole or target.midline for target in slot.group)
            ):
                slot.side = lead
            slot = next(queue, None)
        side = event.side or (
            event.target.side if event.target and (event.target.limb or event.target.partial) else None
        )
        opening = (
            previous is None
            or previous.text in (";", ".", ",", "the", "on", "\n", "(")
            or previous.has("cue")
            or previous.grade is not None
        )
        closing = text[event.end : event.end + 2].lstrip()[:1]
        if _leads_muscles(text, events, place):
            lead = side
        if side and closing in (":", ",", "-", "–") and opening:
            if event.target or closing == ":" or previous is None or previous.text in (";", ".", "the", "on"):
                follows_grade = (
                    any(other.grade for other in events[max(0, place - 3) : place]) and closing == ","
                )
                if not follows_grade:
                    lead = side
        previous = event


def _leads_muscles(text: str, events: list[Event], place: int) -> bool:
    """Whether a limb stands right before what is tested in it: "RLE HF 4/5 KE 4/5"."""
    limb = events[place].target
    after = events[place + 1].target if place + 1 < len(events) else None
    if limb is None or not limb.limb or after is None or after.limb or after.side or not after.strong:
        return False
    return not text[limb.end : after.start].strip()


def final_side(target: Target | None, slot: Slot, heading: str | None, before: str | None) -> str | None:
    """The side of one target of a grade: its own, the grade's, else that of the heading or sentence above."""
    if target is not None and target.side and not (slot.own and slot.side):
        return target.side
    if slot.side:
        return (
            None
            if target is not None and target.midline and slot.side != "bilateral" and not slot.own
            else slot.side
        )
    if target is not None and (target.whole or target.midline):
        return None
    if target is not None and target.plural:
        return None
    return heading or (None if slot.spread or (target is not None and target.limb) else before)
