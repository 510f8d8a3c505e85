"""Graded strength in sentences and lists: which figures are grades, of what, and on which side.

Figures count as grades on evidence (a strength word, a muscle beside them, a plus or minus) and against it
(reflexes, pain, dates, goals). A grade takes the target directly before it, else the one bound to it from
behind. Its side is the target's, the one beside it, the list's or the heading's.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from chartgap.pipes.grades import LISTED, as_pair, find_grades, says_sign
from chartgap.pipes.muscle_events import read_events
from chartgap.pipes.muscles import Event, Target
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.strength_evidence import bare_grades, beside_sure, is_strength
from chartgap.pipes.strength_headings import side_of
from chartgap.pipes.strength_shares import share_targets
from chartgap.pipes.strength_sides import final_side, give_sides
from chartgap.pipes.strength_slots import Setting, Slot, Strength
from chartgap.pipes.strength_targets import find_slots

_SPEAKING = frozenset(("cue", "barrier"))
"""Roles of words with which a bare figure may be a grade."""
_FIGURE = re.compile(r"(?<![\w./])[+−–-]?[0-5](?:[+−–-]|\s(?:plus|minus)\b)?(?![\w/%]|[.,]\d)")


def read_strength_unit(text: str, start: int, end: int, setting: Setting, book: PhraseBook) -> list[Strength]:
    """The strength grades of one unit."""
    grades = find_grades(text, start, end)
    if not grades and not (
        (_FIGURE.search(text, start, end) or says_sign(text, start, end))
        and (
            setting.strength
            or setting.bare
            or LISTED.search(text, start, end)
            or book.shows("gate", text[start:end].lower())
        )
    ):
        return []
    events = read_events(text, start, end, grades, book)
    bare = (
        setting.strength
        or setting.bare
        or any(grade.signed for grade in grades)
        or any(not _SPEAKING.isdisjoint(event.roles) for event in events)
        or LISTED.search(text, start, end) is not None
    )
    if bare:
        extra = bare_grades(text, start, end, grades, events, setting)
        if extra:
            grades = sorted([*grades, *extra])
            events = read_events(text, start, end, grades, book)
    events = _without_days(text, events)
    places = [place for place, event in enumerate(events) if event.grade]
    if not places or (setting.goal and not any(event.has("reached") for event in events)):
        return []
    events = _pairs_for_all(text, events, places, setting)
    slots = find_slots(text, events, places)
    share_targets(text, events, slots)
    sure = [slot for slot in slots if is_strength(text, events, slot, setting)]
    if not sure:
        return []
    known = {slot.place for slot in sure}
    kept = [slot for slot in slots if slot.place in known or beside_sure(text, events, slot, setting)]
    give_sides(text, events, kept)
    before = None
    if setting.before and not setting.side and not all(slot.side for slot in kept):
        before = side_of(text, setting.before, book)
    return [strength for slot in kept for strength in _stated(text, events, slot, setting, before)]


def _without_days(text: str, events: list[Event]) -> list[Event]:
    """A day behind a grade is no grade of its own: "3+/5 on 1/5 and is 4/5 today"."""
    found = list(events)
    for place in range(2, len(events)):
        grade = events[place].grade
        if grade is None or grade.signed or grade.high or grade.pair or not found[place - 2].grade:
            continue
        if events[place - 1].has("date"):
            found[place] = replace(events[place], roles=frozenset(("passing", "day")), grade=None)
    return found


def _pairs_for_all(text: str, events: list[Event], places: list[int], setting: Setting) -> list[Event]:
    """In a list of right/left pairs every figure is a pair, "4/5" too."""
    if not any(_certain_pair(events, place) for place in places):
        return events
    found = list(events)
    for place in places:
        grade = events[place].grade
        if grade is None or grade.pair or not grade.full or grade.high:
            continue
        before = events[place - 1] if place else None
        if (
            not (place + 1 < len(events) and events[place + 1].side)
            and before is not None
            and before.target is not None
            and before.target.strong
            and before.target.side is None
        ):
            pair = as_pair(text, grade)
            found[place] = replace(events[place], grade=pair)
    return found


def _certain_pair(events: list[Event], place: int) -> bool:
    """Whether a pair stands behind a target; that of reflexes is none."""
    grade = events[place].grade
    if grade is None or not grade.pair:
        return False
    before = [event for event in events[max(0, place - 3) : place] if event.text not in (":", "is", "are")]
    return bool(before) and before[-1].target is not None


def _stated(
    text: str, events: list[Event], slot: Slot, setting: Setting, before: str | None
) -> list[Strength]:
    """The statements of one grade: one a target, two where right and left differ."""
    grade = slot.grade
    prior = setting.prior or _was_prior(events, slot.place)
    targets: list[Target | None] = [*slot.group] or [None]
    found: list[Strength] = []
    for target in targets:
        name = _name(target, setting)
        side = final_side(target, slot, setting.side, before)
        if grade.pair:
            right, left = (
                (grade.high or grade.low, grade.low)
                if _left_first(events, setting)
                else (grade.low, grade.high or grade.low)
            )
            if right == left:
                found.append(
                    Strength(grade.start, grade.end, right, None, name, "bilateral", prior, "strength.pair")
                )
            else:
                found.append(
                    Strength(grade.start, grade.end, right, None, name, "right", prior, "strength.pair")
                )
                found.append(
                    Strength(grade.start, grade.end, left, None, name, "left", prior, "strength.pair")
                )
        elif grade.high and re.search(
            r"\bfrom\s*(?:a\s*)?\Z", text[max(0, grade.start - 8) : grade.start], re.IGNORECASE
        ):
            found.append(Strength(grade.start, grade.end, grade.low, None, name, side, True))
            found.append(Strength(grade.start, grade.end, grade.high, None, name, side, setting.prior))
        else:
            found.append(Strength(grade.start, grade.end, grade.low, grade.high, name, side, prior))
    return found


def _left_first(events: list[Event], setting: Setting) -> bool:
    return setting.swapped or any(
        event.side and re.fullmatch(r"l\s?/\s?r|left\s?/\s?right", event.text) for event in events
    )


def _name(target: Target | None, setting: Setting) -> str | None:
    if target is None:
        return None
    if target.kinds == {"move"} and not target.strong and setting.part:
        return f"{setting.part} {target.name}"
    return target.name


def _was_prior(events: list[Event], place: int) -> bool:
    if place and events[place - 1].text == "from":
        return True
    if place > 1 and events[place - 1].text == "was" and events[place - 2].text == "(":
        return True
    dated = any(event.has("day") for event in events[place + 1 : place + 3])
    if dated or (place and events[place - 1].text in ("was", "were")):
        after = next((at for at in range(place + 1, len(events)) if events[at].grade), len(events))
        return any(event.has("reached") for event in events[place + 1 : after + 3]) and after < len(events)
    inside = False
    for at in range(place - 1, -1, -1):
        event = events[at]
        if event.text in ("(", ")"):
            inside = event.text == ")"  # what an earlier bracket says is of the grade in it
        if inside:
            continue
        if event.has("reached") or event.text == ";":
            return False
        if event.has("prior"):
            compared = any(other.text == "compared" for other in events[max(0, at - 3) : at])
            return not compared or events[place - 1].text == "("
    return False
