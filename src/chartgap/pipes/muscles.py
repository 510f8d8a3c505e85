"""What stands around strength grades: targets with their sides, cues, blockers; the events of a unit.

A target is a run of words, "left hip flexors" or "distal muscle groups"; its side is taken off and its name is
what remains. Words left out in a coordination are put back: "hip flexors and extensors" names hip flexors and
hip extensors, "upper and lower extremities" two kinds of extremities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from chartgap.pipes.grades import Grade
from chartgap.pipes.phrases import Hit, PhraseBook

_RUN = frozenset(("muscle", "part", "move", "limb", "whole", "quality", "head"))
_CLOSED = frozenset(("muscle", "move", "limb", "whole"))
_TOUCHING = re.compile(r"(?:\s|-|'s|(?<=\s)the\s)*\Z")
_MIDLINE = re.compile(r"\b(?:neck|trunk|core|abdominals?|back|spine|face|facial|tongue|jaw|cervical|lumbar|pelvic|spinal)\b", re.IGNORECASE)
_PLURAL = re.compile(r"(?:ies|s)\Z|\A(?:[BU]|L)?[UL]Es\Z")


@dataclass(frozen=True, slots=True)
class Target:
    """Something whose strength is tested. ``kinds`` are the roles of its words."""

    start: int
    end: int
    name: str
    side: str | None
    kinds: frozenset[str]
    strong: bool
    """Names a muscle, a movement or a limb's abbreviation: enough to know a grade for one of strength."""

    @property
    def whole(self) -> bool:
        """Everything at once: it takes no side from its surroundings."""
        return "whole" in self.kinds

    @property
    def limb(self) -> bool:
        """A limb and nothing more special."""
        return "limb" in self.kinds and "muscle" not in self.kinds and "move" not in self.kinds

    @property
    def midline(self) -> bool:
        """In the middle of the body, without sides."""
        return bool(_MIDLINE.search(self.name)) and self.side is None

    @property
    def partial(self) -> bool:
        """A part or a quality that waits for its movement: "hip" in "hip and knee flexors"."""
        return not self.kinds & _CLOSED


class Event(NamedTuple):
    """A grade, a target or another word in a unit. ``roles`` are the lexicon's; ``text`` is in lower case."""

    start: int
    end: int
    roles: frozenset[str]
    text: str
    grade: Grade | None = None
    target: Target | None = None
    side: str | None = None
    scope: str = ""
    rule: str = ""

    def has(self, role: str) -> bool:
        """Whether the words can play this role."""
        return role in self.roles


_GRADE = frozenset(("grade",))
_TARGET = frozenset(("target",))
_NO_ROLES: frozenset[str] = frozenset()


def read_events(text: str, start: int, end: int, grades: list[Grade], book: PhraseBook) -> list[Event]:
    """The events of ``text[start:end]`` in order, words joined to targets."""
    found: list[Event] = []
    place = start
    for grade in grades:
        found.extend(_segment(text, book.scan(text, place, grade.start)))
        found.append(Event(grade.start, grade.end, _GRADE, text[grade.start : grade.end], grade=grade))
        place = grade.end
    found.extend(_segment(text, book.scan(text, place, end)))
    return _completed(text, found)


def _segment(text: str, hits: list[Hit]) -> list[Event]:
    found: list[Event] = []
    place, count = 0, len(hits)
    while place < count:
        hit = hits[place]
        side_first = hit.role == "side" and place + 1 < count and hits[place + 1].role in _RUN
        if side_first and not _TOUCHING.match(text[hit.end : hits[place + 1].start]):
            side_first = False
        if side_first and _closes(text, hits, place):
            side_first = False
        if side_first or (hit.role in _RUN and not (hit.role == "head" and "passing" in hit.roles)):
            stop = _run_end(text, hits, place)
            found.append(_target(text, hits[place:stop]))
            place = stop
            continue
        found.append(_word(text, hit))
        place += 1
    return found


def _level(hit: Hit) -> bool:
    """Whether the word names a myotome, which only explains the movement before it."""
    return isinstance(hit.value, dict) and bool(hit.value.get("level"))


_ON = re.compile(r"\bon\s+(?:the\s+)?\Z", re.IGNORECASE)


def _closes(text: str, hits: list[Hit], place: int) -> bool:
    """Whether a side ends what came before: "4/5 on the left grip is 5/5", "on both sides knee extensors"."""
    side = hits[place]
    if not _ON.search(text, max(0, side.start - 8), side.start):
        return False
    if text[side.start : side.end].lower().endswith(("side", "sides")):
        return True
    stop = _run_end(text, hits, place + 1)
    return stop < len(hits) and text[hits[stop].start : hits[stop].end].lower() in ("is", "are", "was", "were")


def _run_end(text: str, hits: list[Hit], place: int) -> int:
    """Where the run of target words beginning at ``place`` ends."""
    closed = hits[place].role in _CLOSED
    muscle = hits[place].role in ("muscle", "limb", "whole")
    stop = place + 1
    while stop < len(hits):
        role = hits[stop].role
        if role not in _RUN or not _TOUCHING.match(text[hits[stop - 1].end : hits[stop].start]):
            break
        if closed and role not in ("head", "move") and not _level(hits[stop]) and not (role == "part" and hits[stop - 1].role == "quality"):
            break
        if muscle and role == "move" and hits[stop - 1].role in ("limb", "whole"):
            break
        if role == "head" and "passing" in hits[stop].roles and closed and hits[stop - 1].role in ("limb", "whole"):
            break
        closed = closed or role in _CLOSED
        muscle = muscle or role in ("muscle", "limb", "whole")
        stop += 1
    return stop


def _target(text: str, run: list[Hit]) -> Event:
    side: str | None = None
    named = run
    if run[0].role == "side":
        side, named = str(run[0].value), run[1:]
    kinds = frozenset(hit.role for hit in named)
    strong = "muscle" in kinds or {"part", "move"} <= kinds or {"quality", "head"} <= kinds or {"part", "head"} <= kinds
    for hit in named:
        value = cast("dict[str, str | bool]", hit.value) if isinstance(hit.value, dict) else {}
        side = side or cast("str | None", value.get("side"))
        strong = strong or bool(value.get("strong"))
    start, end = run[0].start, run[-1].end
    name = " ".join(text[named[0].start : end].split())
    target = Target(start, end, name, side, kinds, strong)
    return Event(start, end, _TARGET, name.lower(), target=target)


def _word(text: str, hit: Hit) -> Event:
    if not hit.role:
        return Event(hit.start, hit.end, _NO_ROLES, str(hit.value))
    value = cast("dict[str, str | bool]", hit.value) if isinstance(hit.value, dict) else {}
    scope = str(value.get("scope", "")) + ("after" if value.get("after") else "") + ("bare" if value.get("bare") else "")
    side = str(hit.value) if hit.role == "side" else None
    return Event(hit.start, hit.end, frozenset(hit.roles), text[hit.start : hit.end].lower(), side=side, scope=scope, rule=hit.rule)


_COORDINATION = re.compile(r"\s*(?:,|/|&|\+|\band\b|\bor\b|\bas well as\b|,\s*and\b|\bplus\b)\s*(?:the\s+)?\Z", re.IGNORECASE)


def coordinated(text: str, one: Event, two: Event) -> bool:
    """Whether only "and", a comma or a slash joins two targets."""
    gap = text[one.end : two.start]
    return len(gap) < 16 and _COORDINATION.match(gap) is not None


def _completed(text: str, events: list[Event]) -> list[Event]:
    """Put back what a coordination leaves out, forwards ("upper and lower limbs") and then backwards."""
    found = list(events)
    named = sum(event.target is not None for event in found)
    if not named:
        return found
    for place in range(len(found) - 2, -1, -1):
        one = found[place]
        if one.target is None or not one.target.partial:
            continue
        two = next((event for event in found[place + 1 : place + 4] if event.target), None)
        if two is not None and two.target and not two.target.partial:
            if coordinated(text, one, two) and "limb" not in one.target.kinds:
                found[place] = one._replace(target=_with_tail(one.target, two.target))
    if named > 1:
        found = _of_parts(text, found)
    part: Target | None = None
    for place, event in enumerate(found):
        target = event.target
        if target is None:
            continue
        if "part" in target.kinds:
            part = target
        elif target.kinds == {"move"} and part is not None:
            name = f"{_head_of(part)} {target.name}"
            side = target.side or (part.side if _near(found, place, part) else None)
            found[place] = event._replace(target=replace(target, name=name, strong=True, side=side))
        elif "muscle" in target.kinds or "limb" in target.kinds:
            part = None
    return found


_OF = re.compile(r"\s*of\s+(?:the\s+|his\s+|her\s+)?\Z", re.IGNORECASE)


def _of_parts(text: str, events: list[Event]) -> list[Event]:
    """ "Dorsiflexors of the left ankle" and "hip flexion (L2)" are one target each."""
    found: list[Event] = []
    skip = 0
    for place, event in enumerate(events):
        if skip:
            skip -= 1
            continue
        one = event.target
        if one is None or not one.kinds & {"move", "muscle"}:
            found.append(event)
            continue
        ahead = range(place + 1, min(place + 5, len(events)))
        two = next((other for other in ahead if events[other].target), None)
        if two is not None:
            other = events[two].target
            gap = text[event.end : events[two].start]
            if other is not None and _OF.match(gap) and (other.partial or other.limb):
                name = f"{other.name} {one.name}" if "part" in other.kinds else one.name
                target = replace(one, end=other.end, name=name, side=one.side or other.side, strong=True)
                found.append(event._replace(end=other.end, target=target, text=name.lower()))
                skip = two - place
                continue
            if other is not None and gap.strip() == "(" and text[other.end : other.end + 1] == ")":
                found.append(event._replace(end=other.end + 1))
                skip = two - place + 1
                continue
        found.append(event)
    return found


def _near(events: list[Event], place: int, part: Target) -> bool:
    """Whether the part still leads here: no side of another was named since."""
    return not any(
        event.side or (event.target and event.target.side and event.target.start > part.start)
        for event in events[:place]
        if event.start > part.end
    )


def _with_tail(one: Target, two: Target) -> Target:
    words = two.name.split()
    if "quality" in one.kinds and "part" not in one.kinds and "limb" not in two.kinds:
        lead = 1 if "quality" in two.kinds else 0
        tail = " ".join(words[lead:]) or two.name
    else:
        tail = words[-1]
    return replace(one, name=f"{one.name} {tail}", kinds=one.kinds | two.kinds, strong=two.strong or one.strong)


def _head_of(part: Target) -> str:
    """The body part of a target, without its movement."""
    words = part.name.split()
    return " ".join(words[:-1]) if "move" in part.kinds and len(words) > 1 else part.name
