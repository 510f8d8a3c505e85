"""Single letters that are sides: small ones in quick notes, and the L of "R 4 L 5" that looks like a root.

"r quad 4/5, l 5/5": a small letter is a side only right before a target, or before or behind a grade.
"""

from __future__ import annotations

import re
from typing import TypeGuard

from msgspec.structs import replace

from chartgap.pipes.phrases import Hit

TOUCHING = re.compile(r"(?:\s|-|'s|(?<=\s)the\s)*\Z")
"""Between the words of one target."""
_SIDE = frozenset(("side",))
_BEHIND_GRADE = re.compile(r"(?:/\s?5|[0-5][+-])\s?\(?\Z")
_ENDED = re.compile(r"\)?\s*(?:[,;.\n]|$)")
_BEFORE_GRADE = re.compile(r"\s?[:=]?\s?[0-5][+-]?(?!\d|\.\d)")
_RIGHT = re.compile(r"\b(?:R|Right|Rt)\s?[0-5][+-]?[\s,]{1,3}(?=L\s)", re.IGNORECASE)
_OPENED = re.compile(r"(?:[,;:(]|/\s?5|[0-5][+-])\s{0,2}\Z")


def with_letters(text: str, hits: list[Hit]) -> list[Hit]:
    """Small letters made sides where they stand as one: "r quad 4/5", "4/5 l; r 5/5"; else plain words.

    "R 4 L 5" names no myotome.
    """
    found: list[Hit] = []
    for place, hit in enumerate(hits):
        if hit.role == "letter":
            before = hits[place - 1] if place else None
            after = hits[place + 1] if place + 1 < len(hits) else None
            if (
                (_is_sided(after) and _touch(text, hit, after))
                or _closes_grade(text, hit)
                or _opens_grade(text, hit, before)
            ):
                hit = replace(hit, role="side")
            else:
                hit = _plain(text, hit.start, hit.end)
        elif (
            names_level(hit)
            and text[hit.start + 1].isspace()
            and _RIGHT.search(text, max(0, hit.start - 12), hit.end)
        ):
            found.append(Hit(hit.start, hit.start + 1, "side", "left", hit.rule, _SIDE))
            hit = _plain(text, hit.end - 1, hit.end)
        found.append(hit)
    return found


def _plain(text: str, start: int, end: int) -> Hit:
    return Hit(start, end, "", text[start:end].lower(), "")


def _is_sided(hit: Hit | None) -> TypeGuard[Hit]:
    """Whether the word names what is tested and has a right and a left."""
    if hit is None or hit.role not in ("muscle", "part", "move", "limb", "quality"):
        return False
    return not (isinstance(hit.value, dict) and (hit.value.get("midline") or hit.value.get("level")))


def _touch(text: str, one: Hit, two: Hit) -> bool:
    return TOUCHING.match(text[one.end : two.start]) is not None


def _closes_grade(text: str, letter: Hit) -> bool:
    """Whether the letter stands between a grade and the end of its statement."""
    before = text[max(0, letter.start - 6) : letter.start]
    return _BEHIND_GRADE.search(before) is not None and _ENDED.match(text, letter.end) is not None


def _opens_grade(text: str, letter: Hit, before: Hit | None) -> bool:
    """Whether the letter stands right before a grade, behind a target or at the head of a statement."""
    if _BEFORE_GRADE.match(text, letter.end) is None:
        return False
    if _is_sided(before) and _touch(text, before, letter):
        return True
    return _OPENED.search(text[max(0, letter.start - 6) : letter.start]) is not None


def names_level(hit: Hit) -> bool:
    """Whether the word names a myotome, which only explains the movement before it."""
    return isinstance(hit.value, dict) and bool(hit.value.get("level"))
