"""Graded strength in sentences and lists: which figures are grades, of what, and on which side.

Figures count as grades on evidence (a strength word, a muscle beside them, a plus or minus) and against it
(reflexes, pain, dates, goals). A grade takes the target directly before it, else the one bound to it from
behind ("4/5 in the hip flexors"). Its side is the target's, the one beside it, the list's or the heading's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chartgap.pipes.grades import Grade, as_pair, find_bare, find_grades
from chartgap.pipes.muscles import Event, Target, coordinated, read_events
from chartgap.pipes.phrases import PhraseBook


@dataclass(frozen=True, slots=True)
class Strength:
    """A grade of one target on one side. ``rule`` names the form it was written in."""

    start: int
    end: int
    low: str
    high: str | None
    target: str | None
    side: str | None
    prior: bool = False
    rule: str = "strength.prose"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the text above a unit settles: the headings it stands under."""

    side: str | None = None
    part: str | None = None
    strength: bool = False
    bare: bool = False
    blocked: bool = False
    goal: bool = False
    prior: bool = False
    near: str | None = None
    """A side that the sentence before told of a limb."""
    swapped: bool = False
    """Pairs are written left before right."""


@dataclass(slots=True)
class _Slot:
    """A grade with what was found for it."""

    place: int
    grade: Grade
    group: list[Target]
    side: str | None = None
    own: bool = False
    """The side stands beside the grade itself."""
    before: bool = False
    shared: bool = False


_LEVELED = re.compile(r"[\s:=(\[|*~>•·…._-]*\Z")


_FIGURE = re.compile(r"(?<![\w./])[+−–-]?[0-5](?:[+−–-]|\s(?:plus|minus)\b)?(?![\w/%]|[.,]\d)")
_NAMED = re.compile(r"strength|motor|power|mmt|mrc|manual muscle|graded|weak|muscle test", re.IGNORECASE)


def read_strength_unit(text: str, start: int, end: int, setting: Setting, book: PhraseBook) -> list[Strength]:
    """The strength grades of one unit."""
    grades = find_grades(text, start, end)
    if not grades and not (_FIGURE.search(text, start, end) and (setting.strength or setting.bare or _NAMED.search(text, start, end))):
        return []
    events = read_events(text, start, end, grades, book)
    bare = setting.strength or setting.bare or any(event.has("cue") for event in events)
    if bare:
        extra = _bare_grades(text, start, end, grades, events, setting)
        if extra:
            grades = sorted([*grades, *extra])
            events = read_events(text, start, end, grades, book)
    places = [place for place, event in enumerate(events) if event.grade]
    if not places or (setting.goal and not any(event.has("reached") for event in events)):
        return []
    events = _pairs_for_all(text, events, places, setting)
    slots = _slots(text, events, places)
    _share(text, events, slots)
    sure = [slot for slot in slots if _is_strength(text, events, slot, setting)]
    if not sure:
        return []
    kept = [slot for slot in slots if slot in sure or _beside_sure(text, events, slot, setting)]
    _give_sides(text, events, kept, setting)
    return [strength for slot in kept for strength in _stated(text, events, slot, setting)]


def _bare_grades(
    text: str, start: int, end: int, grades: list[Grade], events: list[Event], setting: Setting
) -> list[Grade]:
    """Figures without "/5" that the words around them make grades: "MMT 3+", "ankle extensors -3 on the left"."""
    found: list[Grade] = []
    strict = not (setting.bare or any(event.scope == "bare" for event in events))
    for grade in find_bare(text, start, end):
        if any(other.start < grade.end and grade.start < other.end for other in grades):
            continue
        before = [event for event in events if event.end <= grade.start and event.text != "\n"]
        while before and before[-1].has("passing") and not before[-1].has("cue") and not before[-1].target:
            before.pop()
        while before and (before[-1].text in ":=-(|/" or before[-1].side or before[-1].has("barrier")):
            before.pop()
        last = before[-1] if before else None
        chained = bool(found) and re.fullmatch(
            r"(?:\s*(?:on|in)\s+(?:the\s+)?(?:left|right)[\s,]*(?:and|but)?\s*|\s*[,/]?\s*(?:[RL]|right|left)[\s:]*)(?:\+|-)?",
            text[found[-1].end : grade.start],
            re.IGNORECASE,
        )
        named = last is not None and last.target is not None and last.target.strong
        cued = last is not None and (last.scope == "bare" or (last.has("cue") and grade.signed and last.text != "motor"))
        after = text[grade.end : min(end, grade.end + 24)]
        tail = re.match(
            r"\s*(?:\Z|[,;.)|\]\n/]|-\s|(?:on|in)\s(?:the\s|both|all|bilat|upper|lower|her|his)|(?:bilat\w*|b/l|both|right|left|[RLB]\b|and\b|throughout|out\b|hip|knee|strength|to\b|for\b|at\b))",
            after,
            re.IGNORECASE,
        )
        if tail and (named or cued or chained) and (not strict or grade.signed or named):
            found.append(grade)
    return found


def _pairs_for_all(text: str, events: list[Event], places: list[int], setting: Setting) -> list[Event]:
    """In a list of right/left pairs every figure is a pair, "4/5" too."""
    pairs = [place for place in places if events[place].grade and events[place].grade.pair]  # type: ignore[union-attr]
    if not pairs:
        return events
    found = list(events)
    for place in places:
        grade = events[place].grade
        if grade is None or grade.pair or not grade.full or grade.high:
            continue
        before = events[place - 1] if place else None
        if before is not None and before.target is not None and before.target.strong and before.target.side is None:
            pair = as_pair(text, grade)
            found[place] = events[place]._replace(grade=pair)
    return found


def _slots(text: str, events: list[Event], places: list[int]) -> list[_Slot]:
    """Find for each grade its targets."""
    slots: list[_Slot] = []
    taken: set[int] = set()
    for number, place in enumerate(places):
        floor = places[number - 1] if number else -1
        ceiling = places[number + 1] if number + 1 < len(places) else len(events)
        grade = events[place].grade
        assert grade is not None
        before = _before(text, events, floor, place, taken)
        after, link = _after(text, events, place, ceiling)
        slot = _Slot(place, grade, [])
        if before and link == "bind" and after:
            slot.group, used = _joint(events, before, after)
            taken.update(used)
            slot.before = True
        elif before and link == "beside" and after and not _wanted(text, events, place, ceiling, after) and _refines(events, before, after):
            slot.group, used = _joint(events, before, after)
            taken.update(used)
            slot.before = True
        elif before:
            slot.group = _targets(events, before)
            slot.before = True
            taken.update(before)
        elif after and link:
            if link != "bind" or len(after) > 1:
                after = _left_for_next(text, events, after, link, ceiling, places, number)
            slot.group = _targets(events, after)
            taken.update(after)
        slots.append(slot)
    return slots


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
            event.has("passing") or event.has("cue") or event.side or event.has("whole") or event.text in ":=-(|*~,>[•·…._)"
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
            (index for index in range(group[0] - 1, floor, -1) if events[index].target or events[index].has("grade")), None
        )
        if previous is None or previous in taken or events[previous].target is None:
            return group
        if not coordinated(text, events[previous], events[group[0]]):
            return group
        group.insert(0, previous)


def _after(text: str, events: list[Event], place: int, ceiling: int) -> tuple[list[int], str]:
    """The group of targets behind a grade and how it is tied: ``bind``, ``beside``, ``comma`` or ``""``."""
    link = "beside"
    at = place + 1
    while at < ceiling:
        event = events[at]
        if event.target:
            break
        if event.side:
            link = "closed"
        elif event.has("bind") or (event.has("passing") and event.text in ("in", "of", "for", "with")):
            link = "bind"
        elif event.text in (",", "\n", "-", ":"):
            if link == "beside":
                link = "comma"
        elif event.text in "(&" or event.text == "and" or event.has("cue") or event.has("passing"):
            pass
        else:
            return [], ""
        at += 1
    if at >= ceiling or events[at].target is None or link == "closed":
        return [], ""
    first = events[at]
    opening = text[events[place].end : first.start]
    if ";" in opening:
        return [], ""
    group = [at]
    while True:
        following = next(
            (index for index in range(group[-1] + 1, ceiling) if events[index].target or events[index].side), None
        )
        if following is None or events[following].target is None:
            return group, link
        if not coordinated(text, events[group[-1]], events[following]):
            return group, link
        group.append(following)


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
        return after[:-1]
    return after if link == "beside" else []


def _directly(text: str, events: list[Event], target: int, place: int) -> bool:
    """Whether nothing but a copula stands between a target and the grade after it."""
    between = events[target + 1 : place]
    return all(event.text in ("is", "was", "are", "were", ":", "=") for event in between)


def _wanted(text: str, events: list[Event], place: int, ceiling: int, after: list[int]) -> bool:
    """Whether the next grade stands directly behind the group."""
    return ceiling < len(events) and after[-1] in _before(text, events, place, ceiling, set())


def _refines(events: list[Event], before: list[int], after: list[int]) -> bool:
    """ "RUE 5/5 deltoid, biceps": the limb leads, the muscles are what was tested."""
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
        named = [target if target.name.startswith(lead.name) else replace(target, name=f"{lead.name} {target.name}") for target in two]
        return [replace(target, side=target.side or lead.side) for target in named], [*before, *after]
    if lead.limb and tail.kinds <= {"quality"}:
        return [replace(lead, name=f"{lead.name} {target.name}") for target in two], [*before, *after]
    if (lead.limb or lead.partial) and tail.strong and not tail.limb and len(one) == 1:
        return [target if target.side else replace(target, side=lead.side) for target in two], [*before, *after]
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


def _is_strength(text: str, events: list[Event], slot: _Slot, setting: Setting) -> bool:
    """Whether the figure is a grade of strength: what speaks against it, then what speaks for it."""
    place, grade = slot.place, slot.grade
    named = any(target.strong for target in slot.group)
    if _blocked(text, events, slot, setting) or _aimed(events, place):
        return False
    cued = setting.strength or setting.bare or any(event.has("cue") for event in events)
    if grade.pair:
        pairs = [event.grade for event in events if event.grade and event.grade.pair]
        return bool(slot.group) and slot.before and (named or cued) and (cued or any(pair.signed for pair in pairs))
    if _dated(text, events, slot, cued):
        return False
    if grade.full and grade.signed:
        return True
    if named or (cued and (slot.group or slot.shared or _linked(events, place, setting))):
        return True
    return any(target.limb or target.whole or target.kinds == {"move"} for target in slot.group) and not _foreign(events)


def _linked(events: list[Event], place: int, setting: Setting) -> bool:
    """Whether a strength word goes with a grade that names no target: "strength was noted to be 5/5"."""
    if setting.strength or setting.bare:
        return True
    for way in (range(place - 1, -1, -1), range(place + 1, min(len(events), place + 6))):
        for at in way:
            event = events[at]
            if event.has("cue"):
                return True
            known = event.roles - {"blocker", "date"} or event.text in _JOINING or event.text in "=[]*_~.+<>"
            if not known:
                break
    return False


def _beside_sure(text: str, events: list[Event], slot: _Slot, setting: Setting) -> bool:
    """Whether a plain figure in a sentence of grades is one too: "4/5 proximally, 5/5 distally"."""
    return (
        not slot.grade.pair
        and bool(slot.group or slot.shared)
        and not (_blocked(text, events, slot, setting) or _aimed(events, slot.place) or _dated(text, events, slot, True))
    )


def _foreign(events: list[Event]) -> bool:
    return any(event.has("date") and event.text not in ("on", "by", "before", "after", "last") for event in events)


def _blocked(text: str, events: list[Event], slot: _Slot, setting: Setting) -> bool:
    """Whether the nearest word that decides names something else: reflexes, pain, recall."""
    place = slot.place
    for event in events[place + 1 : place + 4]:
        if event.scope == "localafter" and not text[events[place].end : event.start].strip(" ("):
            return True
        if event.has("blocker") and event.text in ("pain", "recall", "pulses", "reflexes"):
            if text[events[place].end : event.start].strip().lower() in ("", "on"):
                return True
    for at in range(place - 1, -1, -1):
        event = events[at]
        if event.has("cue"):
            return event.text == "motor" and at > 0 and events[at - 1].text in ("gcs", "coma scale")
        if event.text == ";" and not setting.blocked:
            return False
        if event.has("blocker"):
            if event.scope == "unit":
                return True
            if event.scope == "local" and not any(other.has("cue") for other in events[max(0, at - 3) : at]):
                parted = any(
                    other.target and other.target.strong or other.text in (";", ",") for other in events[at + 1 : place]
                )
                return not parted
    return setting.blocked


def _aimed(events: list[Event], place: int) -> bool:
    """Whether the grade is a goal: "increase to 4/5"; what is reached is none."""
    for at in range(place - 1, -1, -1):
        event = events[at]
        if event.has("reached"):
            return False
        if event.has("goal"):
            return True
    after = events[place + 1 : place + 3]
    return False if not after else after[0].has("goal") and after[0].text in ("goal", "target")


def _dated(text: str, events: list[Event], slot: _Slot, cued: bool) -> bool:
    """Whether "4/5" is a day of the year."""
    grade = slot.grade
    if grade.signed or grade.high or not re.fullmatch(r"[0-5]/5", text[grade.start : grade.end]) or text[grade.start] == "0":
        return False
    last = events[slot.place - 1] if slot.place else None
    if last is not None and last.has("date") and not text[last.end : grade.start].strip():
        return not (last.text in ("on", "by") and any(event.has("cue") for event in events) and bool(slot.group))
    if last is not None and last.text in ("the", "(") and slot.place > 1 and events[slot.place - 2].has("date"):
        return not cued
    if not cued and not any(target.strong for target in slot.group):
        return _foreign(events[: slot.place])
    return False


_JOINING = frozenset(
    (",", "/", "and", "the", "(", ")", "|", "-", ";", ":", "but", "&", "while", "compared", "versus", "vs", "than", ".", "as")
)


def _share(text: str, events: list[Event], slots: list[_Slot]) -> None:
    """A grade without a target of its own takes its neighbour's: "4/5 on the right and 3/5 on the left"."""
    for one, two in zip(slots, slots[1:], strict=False):
        between = events[one.place + 1 : two.place]
        if two.group or not one.group or any(event.has("barrier") and event.text != "but" for event in between):
            continue
        words = [event for event in between if not (event.side or event.has("passing") or event.has("bind") or event.target)]
        if all(event.text in _JOINING or event.has("prior") or event.has("reached") for event in words):
            if any(target.limb and target.side and " " not in target.name for target in one.group):
                continue
            told = any(event.text == "from" or event.has("prior") or event.has("reached") or event.text == "was" for event in between)
            if told or any(event.side for event in events[max(0, one.place - 2) : two.place + 4]) or re.fullmatch(
                r"\s*[/|,]\s*", text[one.grade.end : two.grade.start]
            ):
                two.group, two.shared = one.group, True
    for one, two in zip(reversed(slots[:-1]), reversed(slots[1:]), strict=False):
        between = text[one.grade.end : two.grade.start]
        if not one.group and two.group and not two.before and re.fullmatch(
            r"\s*(?:strength\s+)?(?:on\s+(?:the\s+)?)?\(?(?:right|left|[RL])\)?\s*,?\s*(?:and|,|/)\s*|\s*,?\s*(?:(?:and|but)\s+)?(?:is\s+)?(?:now|currently|today)\s*", between, re.IGNORECASE
        ):
            one.group = [replace(target, side=None) for target in two.group]
            one.shared = True


_RIGHT_LEFT = re.compile(r"\b(?:r\s?/\s?l|l\s?/\s?r|right\s?/\s?left|left\s?/\s?right)\b", re.IGNORECASE)


def _give_sides(text: str, events: list[Event], slots: list[_Slot], setting: Setting) -> None:
    taken: set[int] = set()
    for slot in slots:
        slot.side = _side_before(text, events, slot, taken) or _side_behind(text, events, slot, taken)
        slot.own = slot.side is not None
    _two_figures(text, slots)
    _lead_sides(text, events, slots)
    sides = {event.side for event in events if event.side} | {
        event.target.side for event in events if event.target and event.target.side
    }
    one = next(iter(sides)) if len(sides) == 1 else None
    if one is None:
        return
    first = min(
        (event.start for event in events if event.side or (event.target and event.target.side)), default=0
    )
    led = any(
        event.start == first and (event.target is not None or (place < slots[0].place and place not in taken))
        for place, event in enumerate(events)
    )
    trailing = slots[-1].own and all(not slot.own and not _sides_of(slot) for slot in slots[:-1])
    for slot in slots:
        if slot.side is None and not _sides_of(slot) and ((led and slot.grade.start > first) or trailing):
            if not any(target.whole or target.midline or _PLURAL_LIMB.search(target.name) for target in slot.group):
                if not _broken(events, slots, slot):
                    slot.side = one


_ALIKE = frozenset(("equal", "symmetric", "symmetrical", "symmetrically", "full", "intact"))
_PLURAL_LIMB = re.compile(r"\b(?:extremities|limbs|arms|legs|groups|muscles|[ULB]{1,2}Es)\b", re.IGNORECASE)


def _broken(events: list[Event], slots: list[_Slot], slot: _Slot) -> bool:
    """Each statement of the list closes with its own side, this one with none."""
    index = slots.index(slot)
    own = [other.own for other in slots[:index]]
    barred = any(event.has("barrier") for event in events[max(0, slot.place - 3) : slot.place]) and not slot.group
    return barred or (len(own) >= 1 and all(own) and not slot.own)


def _sides_of(slot: _Slot) -> set[str]:
    return {target.side for target in slot.group if target.side}


def _side_before(text: str, events: list[Event], slot: _Slot, taken: set[int]) -> str | None:
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
        if event.target or event.grade or not (event.has("passing") or event.text in (":", "=", "(", ")", "-", "|")):
            return None
    return None


def _side_behind(text: str, events: list[Event], slot: _Slot, taken: set[int]) -> str | None:
    """The side behind a grade, or behind the targets that follow it."""
    passed_target = False
    for at in range(slot.place + 1, len(events)):
        event = events[at]
        if event.side:
            rest = text[event.end : event.end + 3]
            opens = rest.lstrip().startswith((":", "-")) and not passed_target
            next_grade = at + 1 < len(events) and events[at + 1].grade is not None
            bound = any(events[index].has("bind") for index in range(slot.place + 1, at)) or passed_target
            if at in taken or opens or (next_grade and not bound and _alternates(events, slot, at)):
                return None
            taken.add(at)
            return event.side
        if event.target:
            if not any(target.start == event.target.start for target in slot.group):
                return None
            passed_target = True
            continue
        if event.grade or event.has("barrier"):
            return None
        if event.text == "and" and not _goes_on(events, slot, at + 1):
            return None
        if event.text == ",":
            following = events[at + 1] if at + 1 < len(events) else None
            plain = following is not None and (following.side == "bilateral" or (following.target and passed_target))
            if not plain:
                return None
        elif not (
            event.has("passing") or event.has("bind") or event.has("cue") or event.text in ("(", ")", "]", "and", "/", "&", "[", "-", "the")
        ):
            return None
    return None


def _goes_on(events: list[Event], slot: _Slot, at: int) -> bool:
    """Whether an "and" stays with the grade: "and symmetric", or one more of its targets."""
    if at >= len(events):
        return False
    target = events[at].target
    return events[at].text in _ALIKE or (target is not None and any(target.start == one.start for one in slot.group))


def _alternates(events: list[Event], slot: _Slot, at: int) -> bool:
    """Sides stand before their grades here: "R 4/5 L 3+/5"."""
    return slot.side is not None or any(
        event.side and events[index + 1].grade
        for index, event in enumerate(events[: slot.place])
        if index + 1 < len(events)
    )


def _two_figures(text: str, slots: list[_Slot]) -> None:
    """Two full grades of one target with only a slash or comma between are right and left."""
    for one, two in zip(slots, slots[1:], strict=False):
        if not (two.shared and one.side is None and two.side is None and not one.shared):
            continue
        if re.fullmatch(r"\s*[/|,]\s*", text[one.grade.end : two.grade.start]):
            one.side, two.side = "right", "left"
            one.own = two.own = True
    for slot in slots:
        if slot.own and slot.shared:
            slot.group = [replace(target, side=None) for target in slot.group]


def _lead_sides(text: str, events: list[Event], slots: list[_Slot]) -> None:
    """ "Right: HF 4/5, KE 5/5; left: ..." and "RLE: HF 4/5": a side before a colon or comma leads a list."""
    lead: str | None = None
    queue = iter(slots)
    slot = next(queue, None)
    previous: Event | None = None
    for place, event in enumerate(events):
        while slot is not None and slot.place == place:
            if slot.side is None and not _sides_of(slot) and lead and not any(target.whole or target.midline for target in slot.group):
                slot.side = lead
            slot = next(queue, None)
        side = event.side or (event.target.side if event.target and (event.target.limb or event.target.partial) else None)
        opening = previous is None or previous.text in (";", ".", ",", "the", "on", "\n", "(") or previous.has("cue") or previous.grade is not None
        closing = text[event.end : event.end + 2].lstrip()[:1]
        if side and closing in (":", ",", "-", "–") and opening:
            if event.target or closing == ":" or previous is None or previous.text in (";", ".", "the", "on"):
                follows_grade = any(other.grade for other in events[max(0, place - 3) : place]) and closing == ","
                if not follows_grade:
                    lead = side
        previous = event


def _stated(text: str, events: list[Event], slot: _Slot, setting: Setting) -> list[Strength]:
    """The statements of one grade: one a target, two where right and left differ."""
    grade = slot.grade
    prior = setting.prior or _was_prior(events, slot.place)
    targets: list[Target | None] = [*slot.group] or [None]
    found: list[Strength] = []
    for target in targets:
        name = _name(target, setting)
        side = _final_side(target, slot, setting)
        if grade.pair:
            right, left = (grade.high or grade.low, grade.low) if _left_first(events, setting) else (grade.low, grade.high or grade.low)
            if right == left:
                found.append(Strength(grade.start, grade.end, right, None, name, "bilateral", prior, "strength.pair"))
            else:
                found.append(Strength(grade.start, grade.end, right, None, name, "right", prior, "strength.pair"))
                found.append(Strength(grade.start, grade.end, left, None, name, "left", prior, "strength.pair"))
        elif grade.high and re.search(r"\bfrom\s*(?:a\s*)?\Z", text[max(0, grade.start - 8) : grade.start], re.IGNORECASE):
            found.append(Strength(grade.start, grade.end, grade.low, None, name, side, True))
            found.append(Strength(grade.start, grade.end, grade.high, None, name, side, setting.prior))
        else:
            found.append(Strength(grade.start, grade.end, grade.low, grade.high, name, side, prior))
    return found


def _left_first(events: list[Event], setting: Setting) -> bool:
    return setting.swapped or any(event.side and re.fullmatch(r"l\s?/\s?r|left\s?/\s?right", event.text) for event in events)


def _name(target: Target | None, setting: Setting) -> str | None:
    if target is None:
        return None
    if target.kinds == {"move"} and not target.strong and setting.part:
        return f"{setting.part} {target.name}"
    return target.name


def _final_side(target: Target | None, slot: _Slot, setting: Setting) -> str | None:
    if target is not None and target.side and not (slot.own and slot.side):
        return target.side
    if slot.side:
        return None if target is not None and target.midline and slot.side != "bilateral" and not slot.own else slot.side
    if target is not None and (target.whole or target.midline):
        return None
    if target is not None and _PLURAL_LIMB.search(target.name):
        return None
    return setting.side or setting.near


def _was_prior(events: list[Event], place: int) -> bool:
    if place and events[place - 1].text == "from":
        return True
    if place > 1 and events[place - 1].text == "was" and events[place - 2].text == "(":
        return True
    for at in range(place - 1, -1, -1):
        event = events[at]
        if event.has("reached") or event.text == ";":
            return False
        if event.has("prior"):
            return True
    return False
