"""Which targets a grade is of: those directly before it, or those bound to it from behind.

"Hip flexors 4/5", "4/5 in the hip flexors", "5/5 BUE, 4/5 RLE"; a limb before and a muscle behind are one
target.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from chartgap.pipes.muscle_names import coordinated
from chartgap.pipes.muscles import Event, Target
from chartgap.pipes.strength_slots import Slot

_MOTION = re.compile(r"\d{1,3}|deg(?:rees?)?|°")
"""A range of motion told before the strength: "flexion 150 deg, strength 4/5"."""


def find_slots(text: str, events: list[Event], places: list[int]) -> list[Slot]:
    """Find for each grade its targets."""
    slots: list[Slot] = []
    taken: set[int] = set()
    for number, place in enumerate(places):
        floor = places[number - 1] if number else -1
        ceiling = places[number + 1] if number + 1 < len(places) else len(events)
        grade = events[place].grade
        assert grade is not None
        before = _before(text, events, floor, place, taken)
        after, link = _after(text, events, place, ceiling)
        slot = Slot(place, grade, [])
        if before and link == "bind" and after:
            slot.group, used = _joint(events, before, after)
            taken.update(used)
            slot.before = True
        elif (
            before
            and link == "beside"
            and after
            and not _wanted(text, events, place, ceiling, after)
            and _refines(events, before, after)
        ):
            slot.group, used = _joint(events, before, after)
            taken.update(used)
            slot.before = True
        elif before:
            slot.group = _targets(events, before)
            slot.before = True
            taken.update(before)
        elif after and link and not (link == "comma" and _other_side(events, place)):
            if link != "bind" or len(after) > 1:
                after = _left_for_next(text, events, after, link, ceiling, places, number)
            slot.group = _targets(events, after)
            taken.update(after)
        slots.append(slot)
    return slots


def _other_side(events: list[Event], place: int) -> bool:
    """Whether the grade is the other side's of the target before: "UE R 5 L 5, hip ..."."""
    return place > 1 and events[place - 1].side is not None and events[place - 2].grade is not None


def _targets(events: list[Event], group: list[int]) -> list[Target]:
    """The targets of a group; a side named at its head holds for those that follow."""
    found: list[Target] = []
    side: str | None = None
    for place in group:
        target = events[place].target
        if target is None:
            continue
        side = target.side or side
        found.append(target if target.side or target.midline else replace(target, side=side))
    return found


def _before(text: str, events: list[Event], floor: int, place: int, taken: set[int]) -> list[int]:
    """The group of targets directly before a grade: indices of events."""
    at = place - 1
    while at > floor:
        event = events[at]
        if event.target:
            break
        if event.has("barrier") or event.has("reached") or event.has("prior") or event.text == "\n":
            if not (event.has("reached") or event.has("prior") or event.text == "\n"):
                return []
        elif not (
            event.has("passing")
            or event.has("cue")
            or event.side
            or event.has("whole")
            or event.text in ":=-(|*~,>[•·…._)"
            or _MOTION.fullmatch(event.text)
        ):
            return []
        if event.text == "," and not (floor < 0 or _plain_comma(events, at, place)):
            return []
        at -= 1
    if at <= floor or at in taken or events[at].target is None:
        return []
    if any(events[index].text == "," for index in range(at + 1, place)) and floor >= 0:
        return []
    return _group_back(text, events, at, floor, taken)


def _plain_comma(events: list[Event], at: int, place: int) -> bool:
    return at == place - 1


def _group_back(text: str, events: list[Event], at: int, floor: int, taken: set[int]) -> list[int]:
    group = [at]
    while True:
        previous = next(
            (
                index
                for index in range(group[0] - 1, floor, -1)
                if events[index].target or events[index].has("grade")
            ),
            None,
        )
        if previous is None or previous in taken or events[previous].target is None:
            return group
        if "," in text[events[previous].end : events[group[0]].start] and _told_weak(events, previous):
            return group
        if not coordinated(text, events[previous], events[group[0]]) or _opens(events, previous, group[0]):
            return group
        group.insert(0, previous)


def _opens(events: list[Event], limb: int, place: int) -> bool:
    """Whether a limb only says where the list is: "In the lower limbs, hip flexion 3/5"."""
    one, two = events[limb].target, events[place].target
    if one is None or two is None or not one.limb or two.limb or two.whole:
        return False
    lead = [event.text for event in events[max(0, limb - 2) : limb] if event.text not in ("the", "\n")]
    return lead[-1:] == ["in"]


def _told_weak(events: list[Event], place: int) -> bool:
    """Whether the target closes a statement of its own: "weakness of legs and shoulders, HF 3/5"."""
    for at in range(place - 1, max(-1, place - 7), -1):
        event = events[at]
        if event.has("deficit"):
            return True
        if not (event.target or event.side or event.has("bind") or event.text in ("+", "&", "and", "the")):
            return False
    return False


def _after(text: str, events: list[Event], place: int, ceiling: int) -> tuple[list[int], str]:
    """The group of targets behind a grade and how it is tied: ``bind``, ``beside``, ``comma`` or ``""``."""
    link = "beside"
    for at in range(place + 1, ceiling):
        if events[at].target:
            return ([], "") if link == "closed" else (_group_on(text, events, at, ceiling), link)
        link = _tie(events[at], link)
        if not link:
            break
    return [], ""


def _tie(event: Event, link: str) -> str:
    """How a grade is tied to what follows, past one more word; empty where the word parts them."""
    if event.side:
        return "closed"
    if event.has("bind"):
        return "bind"
    if event.text in (",", "\n", "-", ":"):
        return "comma" if link == "beside" else link
    passes = event.text in ("(", "&", "and") or event.has("cue") or event.has("passing")
    return link if passes else ""


def _group_on(text: str, events: list[Event], first: int, ceiling: int) -> list[int]:
    """The targets that begin with the one at ``first`` and are joined by commas or "and"."""
    group = [first]
    for at in range(first + 1, ceiling):
        if events[at].side:
            break
        if events[at].target:
            if not coordinated(text, events[group[-1]], events[at]):
                break
            group.append(at)
    return group


def _left_for_next(
    text: str, events: list[Event], after: list[int], link: str, ceiling: int, places: list[int], number: int
) -> list[int]:
    """Leave to the next grade what it would want: "5/5, grip 4/5", "5/5 BUE, BLE 4/5"."""
    if ceiling >= len(events):
        return after
    direct = _before(text, events, places[number], ceiling, set())
    if not direct or direct[-1] != after[-1]:
        return after
    beyond = places[number + 2] if number + 2 < len(places) else len(events)
    follow, follow_link = _after(text, events, ceiling, beyond)
    if follow and follow_link in ("bind", "beside") and not _directly(text, events, after[-1], ceiling):
        return after
    if follow and follow_link in ("bind", "beside") and link == "beside" and len(after) == 1:
        return after
    if len(after) > 1:
        last = len(after) - 1
        while last and "/" in text[events[after[last - 1]].end : events[after[last]].start]:
            last -= 1  # "4/5, elbow flex/ext 5/5"
        return after[:last]
    return after if link == "beside" else []


def _directly(text: str, events: list[Event], target: int, place: int) -> bool:
    """Whether nothing but a copula or "strength" stands between a target and the grade after it."""
    between = events[target + 1 : place]
    return all(event.has("cue") or event.text in ("is", "was", "are", "were", ":", "=") for event in between)


def _wanted(text: str, events: list[Event], place: int, ceiling: int, after: list[int]) -> bool:
    """Whether the next grade stands directly behind the group."""
    if ceiling == len(events) or after[-1] not in _before(text, events, place, ceiling, set()):
        return False
    follow, link = _after(text, events, ceiling, len(events))
    alike = link == "beside" and all(_quality(events[at]) for at in (*after, *follow))
    return not alike  # "RLE 4-/5 prox 4+/5 distal"


def _quality(event: Event) -> bool:
    return event.target is not None and event.target.kinds <= {"quality"}


def _refines(events: list[Event], before: list[int], after: list[int]) -> bool:
    """As in "RUE 5/5 deltoid, biceps": the limb leads, the muscles are what was tested."""
    lead, tail = events[before[-1]].target, events[after[0]].target
    if lead is not None and tail is not None and lead.partial and tail.kinds == {"move"}:
        return True
    if lead is None or tail is None or not lead.limb or tail.side or len(before) > 1:
        return False
    return not tail.limb and not tail.whole


def _joint(events: list[Event], before: list[int], after: list[int]) -> tuple[list[Target], list[int]]:
    """A target before and one bound behind: "knee strength 4/5 in flexion", "EHL 4/5 in the left leg"."""
    one, two = _targets(events, before), _targets(events, after)
    lead, tail = one[-1], two[0]
    if len(one) == 1 and lead.partial and tail.kinds == {"move"}:
        named = [
            target
            if target.name.startswith(lead.name)
            else replace(target, name=f"{lead.name} {target.name}")
            for target in two
        ]
        return [replace(target, side=target.side or lead.side) for target in named], [*before, *after]
    if lead.limb and tail.kinds <= {"quality"}:
        return [replace(lead, name=f"{lead.name} {target.name}") for target in two], [*before, *after]
    part = lead.limb and "part" in tail.kinds  # "RLE: 3/5 hip"
    if (part or ((lead.limb or lead.partial) and tail.strong)) and not tail.limb and len(one) == 1:
        return [target if target.side else replace(target, side=lead.side) for target in two], [
            *before,
            *after,
        ]
    if lead.kinds <= {"quality"}:
        return [replace(target, name=f"{lead.name} {target.name}") for target in two], [*before, *after]
    if lead.limb and tail.limb:
        return two, [*before, *after]
    if (tail.limb or tail.partial) and not (lead.limb or lead.whole):
        side = tail.side or ("bilateral" if len(two) > 1 else None)
        return [target if target.side else replace(target, side=side) for target in one], [*before, *after]
    if lead.whole and (tail.limb or tail.strong):
        return two, [*before, *after]
    if lead.limb and tail.whole:
        return one, [*before, *after]
    return one, before
