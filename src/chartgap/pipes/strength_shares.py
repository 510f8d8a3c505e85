"""Targets that several grades share: "4/5 on the right and 3/5 on the left", "was 3/5 and is now 4/5"."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec.structs import replace

from chartgap.pipes.muscles import Event, Target
from chartgap.pipes.strength_slots import JOINING, Slot

_SIDE_ONLY = re.compile(
    r"\s*(?:strength\s+)?(?:on\s+(?:the\s+)?)?\(?(?:right|left|[RL])\)?\s*,?\s*(?:and|,|/)\s*"
    r"|\s*,?\s*(?:(?:and|but)\s+)?(?:is\s+)?(?:now|currently|today)\s*",
    re.IGNORECASE,
)
"""Between two grades of one target: only a side, or a word for the present."""


def _side_apart(text: str, target: Target) -> bool:
    """Whether the side is a word of its own, "right arm", so that another may take its place."""
    return " " in target.name or not text.startswith(target.name[:1], target.start)


def _bracketed(text: str, one: Slot, two: Slot) -> bool:
    """Whether a pair stands in brackets behind another: "hip flexors 4+/4+ (4/4)"."""
    if not (one.grade.pair and two.grade.pair):
        return False
    closed = ")" in text[two.grade.end - 1 : two.grade.end + 1]
    return closed and text[one.grade.end : two.grade.start].strip() == "("


def share_targets(text: str, events: list[Event], slots: list[Slot]) -> None:
    """A grade without a target of its own takes its neighbour's: "4/5 on the right and 3/5 on the left"."""
    for one, two in pairwise(slots):
        between = events[one.place + 1 : two.place]
        if (
            two.group
            or not one.group
            or any(event.has("barrier") and event.text != "but" for event in between)
        ):
            continue
        limited = bool(events[two.place - 1].side)  # "4/5 limited by pain, R 5/5"
        words = [
            event
            for event in between
            if not (event.side or event.has("passing") or event.has("bind") or event.target)
            and not (limited and event.scope == "local")
        ]
        if all(event.text in JOINING or event.has("prior") or event.has("reached") for event in words):
            if any(target.limb and target.side and not _side_apart(text, target) for target in one.group):
                continue
            told = any(
                event.text in ("from", "was")
                or event.has("prior")
                or event.has("reached")
                or event.has("day")
                for event in between
            )
            if (
                told
                or any(event.side for event in events[max(0, one.place - 2) : two.place + 4])
                or re.fullmatch(r"[\s/|,]+", text[one.grade.end : two.grade.start])
                or _bracketed(text, one, two)
            ):
                two.group, two.shared = one.group, True
    _share_back(text, slots)


def _share_back(text: str, slots: list[Slot]) -> None:
    """A grade takes the target behind the next: "4/5 on the right and 3/5 on the left hip flexors"."""
    for one, two in zip(reversed(slots[:-1]), reversed(slots[1:]), strict=False):
        between = text[one.grade.end : two.grade.start]
        if not one.group and two.group and not two.before and _SIDE_ONLY.fullmatch(between):
            one.group = [replace(target, side=None) for target in two.group]
            one.shared = True
