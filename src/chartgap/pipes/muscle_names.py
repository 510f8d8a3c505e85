"""Names of targets made whole: what a coordination or a heading leaves out is put back.

"Hip flexors and extensors" names hip flexors and hip extensors, "upper and lower extremities" two kinds of
extremities, "dorsiflexors of the ankle" one target.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from chartgap.pipes.muscles import Event, Target

_COORDINATION = re.compile(
    r"\s*(?:,|/|&|\+|\band\b|\bor\b|\bas well as\b|,\s*and\b|\bplus\b)\s*(?:the\s+)?\Z", re.IGNORECASE
)


def coordinated(text: str, one: Event, two: Event) -> bool:
    """Whether only "and", a comma or a slash joins two targets."""
    gap = text[one.end : two.start]
    return len(gap) < 16 and _COORDINATION.match(gap) is not None


def complete_names(text: str, events: list[Event]) -> list[Event]:
    """Put back what a coordination leaves out: "upper and lower limbs", "hip flexors and extensors"."""
    named = sum(event.target is not None for event in events)
    if not named:
        return events
    found = _with_tails(text, events)
    if named > 1:
        found = _of_parts(text, found)
    return _with_parts(found)


def _with_tails(text: str, events: list[Event]) -> list[Event]:
    """What the last of a coordination has in common with those before: "upper and lower limbs"."""
    found = list(events)
    for place in range(len(found) - 2, -1, -1):
        one = found[place]
        if one.target is None or not one.target.partial or "limb" in one.target.kinds:
            continue
        two = next((event for event in found[place + 1 : place + 4] if event.target), None)
        if two is None or two.target is None or two.target.partial:
            continue
        if coordinated(text, one, two) and not _abbreviated(one.target, two.target):
            found[place] = replace(one, target=_with_tail(one.target, two.target))
    return found


def _abbreviated(one: Target, two: Target) -> bool:
    """Whether a body part stands before a muscle that is one word: "shoulders, HF" share nothing."""
    return "part" in one.kinds and two.kinds == {"muscle"} and " " not in two.name


def _with_parts(events: list[Event]) -> list[Event]:
    """The part that was named before: "hip: flexion, extension", "hip flexors and extensors"."""
    found = list(events)
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
            whole = replace(target, name=name, strong=True, side=side, central=part.central)
            found[place] = replace(event, target=whole)
        elif "muscle" in target.kinds or "limb" in target.kinds:
            part = None
    return found


_OF = re.compile(r"\s*of\s+(?:the\s+|his\s+|her\s+)?\Z", re.IGNORECASE)


def _of_parts(text: str, events: list[Event]) -> list[Event]:
    """As in "Dorsiflexors of the left ankle" and "hip flexion (L2)" are one target each."""
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
                found.append(replace(event, end=other.end, target=target, text=name.lower()))
                skip = two - place
                continue
            if other is not None and gap.strip() == "(" and text[other.end : other.end + 1] == ")":
                found.append(replace(event, end=other.end + 1))
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
    return replace(
        one, name=f"{one.name} {tail}", kinds=one.kinds | two.kinds, strong=two.strong or one.strong
    )


def _head_of(part: Target) -> str:
    """The body part of a target, without its movement."""
    words = part.name.split()
    return " ".join(words[:-1]) if "move" in part.kinds and len(words) > 1 else part.name
