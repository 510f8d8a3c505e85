"""Whether a figure is a grade of strength: what speaks for it, and what it may be instead."""

from __future__ import annotations

import re

from chartgap.pipes.grades import Grade, find_bare
from chartgap.pipes.muscles import Event
from chartgap.pipes.strength_slots import JOINING, Setting, Slot

_SAME_TARGET = re.compile(
    r"(?:\s*(?:on|in)\s+(?:the\s+)?(?:left|right)[\s,]*(?:and|but)?\s*|\s*[,;/]?\s*(?:[RL]|right|left)[\s:,]*)(?:\+|-)?",
    re.IGNORECASE,
)
"""Between two bare figures of one target: "-3 on the left and +5", "R 4 L 4+", "4+ R, 5- L"."""
_MEASURED = re.compile(r"[\s,;/]{0,3}(?:[RL]|right|left)[\s:]{0,2}(?:[6-9]|\d\d)", re.IGNORECASE)
"""The other side's figure is none of a grade, so the first is a measure too: "pinch R 4 L 7"."""
_GRADE = re.compile(r"\bgrade\s\Z", re.IGNORECASE)
_CLOSING = frozenset((",", ";", ".", ")", "|", "]", "\n", "/", "-", "and", "out", "to"))


def bare_grades(
    text: str, start: int, end: int, grades: list[Grade], events: list[Event], setting: Setting
) -> list[Grade]:
    """Figures without "/5" that the words around them make grades: "MMT 3+", "deltoids -3 on the left"."""
    found: list[Grade] = []
    full = any(grade.full for grade in grades)
    strict = not (setting.bare or any(event.scope == "bare" for event in events))
    for grade in find_bare(text, start, end):
        if any(other.start < grade.end and grade.start < other.end for other in grades):
            continue
        if _MEASURED.match(text, grade.end):
            continue
        last = _leading(events, grade)
        named = (
            last is not None
            and last.target is not None
            and (last.target.strong or not strict or (setting.part and last.target.kinds == {"move"}))
        )
        cued = last is not None and (
            last.scope == "bare"
            or (last.has("cue") and (grade.signed or _graded(events, last, grade) or _within(events, grade)))
        )
        excepted = full and grade.signed and _excepted(events, grade, found)
        listed = bool(found) and _listed(events, found[-1], grade)
        chained = bool(found) and _SAME_TARGET.fullmatch(text, found[-1].end, grade.start) is not None
        spelled = full and grade.signed and text[grade.start].isalpha()
        spoken = (spelled or (not strict and _GRADE.search(text, start, grade.start))) and _before_target(
            events, grade
        )
        said = named or cued or listed or chained or spoken
        if not (said or excepted) or (strict and not (grade.signed or said)):
            continue
        if _closed(events, grade):
            found.append(grade)
    return found


def _graded(events: list[Event], cue: Event, grade: Grade) -> bool:
    """Whether a verb of grading ties a figure to the strength word before it: "strength was rated at a 4"."""
    between = [event for event in events if cue.end <= event.start and event.end <= grade.start]
    return any(event.has("grading") for event in between) and any(
        event.text in ("a", "at", "as") for event in between
    )


def _within(events: list[Event], grade: Grade) -> bool:
    """Whether the figure is said to be in something tested: "strength was 5 in the upper extremities"."""
    after = [event for event in events if event.start >= grade.end and event.text != "the"][:2]
    return len(after) > 1 and after[0].text == "in" and after[1].target is not None


def _listed(events: list[Event], last: Grade, grade: Grade) -> bool:
    """Whether two figures are bound alike: "graded 4 in the arms and 3 in the hip flexors"."""
    at = next(index for index, event in enumerate(events) if event.start >= grade.end or event is events[-1])
    before = [event for event in events[:at] if event.end <= grade.start]
    bound = events[at].has("bind") and any(event.target for event in events[at : at + 4])
    joined = bool(before) and before[-1].text in ("and", ",", "but")
    return bound and joined and any(event.target for event in before[-4:] if event.start >= last.end)


def _excepted(events: list[Event], grade: Grade, found: list[Grade]) -> bool:
    """Whether the figure is the exception from a full grade: "5/5 except for 4+ right wrist extension"."""
    before = [event for event in events if event.end <= grade.start]
    after = next((event for event in events if event.start >= grade.end), None)
    tied = after is not None and (after.target is not None or after.side is not None or after.has("bind"))
    if not tied or not before:
        return False
    if before[-1].text in ("and", ","):
        return bool(found) and any(event.has("barrier") for event in before if event.end <= found[-1].start)
    return before[-1].has("barrier") and before[-1].text != "but"


def _leading(events: list[Event], grade: Grade) -> Event | None:
    """The word that a bare figure follows, past "is", ":" and sides."""
    before = [event for event in events if event.end <= grade.start and event.text != "\n"]
    while before and not (before[-1].has("cue") or before[-1].target):
        last = before[-1]
        if not (last.has("passing") or last.text in ":=-(|/" or last.side or last.has("barrier")):
            break
        before.pop()
    return before[-1] if before else None


def _before_target(events: list[Event], grade: Grade) -> bool:
    """Whether what is tested stands right behind the figure: "three plus proximally"."""
    after = next((event for event in events if event.start >= grade.end), None)
    return after is not None and after.target is not None


def _closed(events: list[Event], grade: Grade) -> bool:
    """Whether nothing is counted by the figure: a side, a target, "on the" or a stop follows it, no noun."""
    after = next((event for event in events if event.start >= grade.end), None)
    if after is None or after.text in _CLOSING or after.side or after.target:
        return True
    return (after.has("bind") and after.text != "of") or after.has("cue")


REACH = 60
"""How many words away something still speaks for or against a grade."""


def _around(events: list[Event], place: int) -> list[Event]:
    return events[max(0, place - REACH) : place + REACH]


def is_strength(text: str, events: list[Event], slot: Slot, setting: Setting) -> bool:
    """Whether the figure is a grade of strength: what speaks against it, then what speaks for it."""
    place, grade = slot.place, slot.grade
    named = any(target.strong for target in slot.group)
    if _blocked(text, events, slot, setting) or _aimed(events, place):
        return False
    around = _around(events, place)
    cued = setting.strength or setting.bare or any(event.has("cue") for event in around)
    if grade.pair:
        pairs = [event.grade for event in around if event.grade and event.grade.pair]
        tied = (
            slot.before or slot.shared or (cued and any(event.grade and event.grade.full for event in around))
        )
        return bool(slot.group) and tied and (named or cued) and (cued or any(pair.signed for pair in pairs))
    if _dated(text, events, slot, cued):
        return False
    if grade.full and grade.signed:
        return True
    if named or (cued and (slot.group or slot.shared or _linked(events, place, setting))):
        return True
    return any(
        target.limb or target.whole or target.kinds == {"move"} for target in slot.group
    ) and not _foreign(around)


def _linked(events: list[Event], place: int, setting: Setting) -> bool:
    """Whether a strength word goes with a grade that names no target: "strength was noted to be 5/5"."""
    if setting.strength or setting.bare:
        return True
    for way in (range(place - 1, -1, -1), range(place + 1, min(len(events), place + 6))):
        for at in way:
            event = events[at]
            if event.has("cue"):
                return True
            known = event.roles - {"blocker", "date"} or event.text in JOINING or event.text in "=[]*_~.+<>"
            if not known:
                break
    return False


def beside_sure(text: str, events: list[Event], slot: Slot, setting: Setting) -> bool:
    """Whether a plain figure in a sentence of grades is one too: "4/5 proximally, 5/5 distally"."""
    return (
        not slot.grade.pair
        and bool(slot.group or slot.shared)
        and not (
            _blocked(text, events, slot, setting)
            or _aimed(events, slot.place)
            or _dated(text, events, slot, True)
        )
    )


def _foreign(events: list[Event]) -> bool:
    return any(
        event.has("date") and event.text not in ("on", "by", "before", "after", "last") for event in events
    )


def _blocked(text: str, events: list[Event], slot: Slot, setting: Setting) -> bool:
    """Whether the nearest word that decides names something else: reflexes, pain, recall."""
    place = slot.place
    after = next((event for event in events[place + 1 : place + 3] if event.text not in ("(", "on")), None)
    remark = slot.before and place + 1 < len(events) and events[place + 1].text == "("  # "4/5 (pain)"
    if after is not None and after.has("follower") and not (slot.grade.signed or remark):
        return True
    for at in range(place - 1, max(-1, place - 1 - REACH), -1):
        event = events[at]
        if event.has("cue"):
            return at > 0 and events[at - 1].scope == "unit"
        if event.text == ";" and not setting.blocked:
            return False
        if event.scope == "unit":
            return True
        if event.scope == "local" and not any(other.has("cue") for other in events[max(0, at - 3) : at]):
            return not any(
                (other.target and other.target.strong) or other.text in (";", ",")
                for other in events[at + 1 : place]
            )
    return setting.blocked


def _aimed(events: list[Event], place: int) -> bool:
    """Whether the grade is a goal: "increase to 4/5"; what is reached is none."""
    for at in range(place - 1, max(-1, place - 1 - REACH), -1):
        event = events[at]
        if event.has("reached"):
            return False
        if event.has("goal"):
            return True
    after = events[place + 1 : place + 3]
    return False if not after else after[0].has("goal") and after[0].text in ("goal", "target")


def _dated(text: str, events: list[Event], slot: Slot, cued: bool) -> bool:
    """Whether "4/5" is a day of the year."""
    grade = slot.grade
    if (
        grade.signed
        or grade.high
        or not re.fullmatch(r"[0-5]/5", text[grade.start : grade.end])
        or text[grade.start] == "0"
    ):
        return False
    if _bracketed(text, grade) and _of_study(events, slot.place):
        return True
    last = events[slot.place - 1] if slot.place else None
    if last is not None and last.has("date") and not text[last.end : grade.start].strip():
        return not (
            last.text in ("on", "by")
            and any(event.has("cue") for event in _around(events, slot.place))
            and bool(slot.group)
        )
    if (
        last is not None
        and last.text in ("the", "(")
        and slot.place > 1
        and events[slot.place - 2].has("date")
    ):
        return not cued
    if not cued and not slot.before and _day_after(events, slot.place):
        return True
    if not cued and not any(target.strong for target in slot.group):
        return _foreign(events[max(0, slot.place - REACH) : slot.place])
    return False


def _bracketed(text: str, grade: Grade) -> bool:
    return text[grade.start - 1 : grade.start] == "(" and text[grade.end : grade.end + 1] == ")"


def _of_study(events: list[Event], place: int) -> bool:
    """Whether a word that takes a date leads, and nothing tested stands behind it: "XR foot 3v (1/5)"."""
    for event in reversed(events[:place]):
        if event.has("date"):
            return True
        if event.grade or event.has("cue") or (event.target and event.target.strong):
            return False
    return False


def _day_after(events: list[Event], place: int) -> bool:
    """Whether a word that takes a date stands shortly before: "started the statin 1/5, calves sore"."""
    for event in reversed(events[max(0, place - 4) : place]):
        if event.has("date"):
            return True
        if event.target or event.grade or event.side or event.text in (",", ";", ":", ".", "\n"):
            return False
    return False
