"""Strength grades of an annotation against those read: equal grades of a side and target that agree."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable

from chartgap.evaluate.compared import Compared
from chartgap.evaluate.gold import GoldStrength


def compare_strengths(gold: Iterable[GoldStrength], given: Iterable[GoldStrength]) -> Compared:
    """Pair grades that are equal, on a side that agrees, of targets that share a word or are not both told.

    A range counts as its two ends; right and left with one grade and target are one bilateral statement.
    """
    left = _sides_joined(_ends(given))
    missing: list[Hashable] = []
    hits = 0
    for want in _sides_joined(_ends(gold)):
        match = next((have for have in left if _same_strength(want, have)), None)
        if match is None:
            missing.append((want.laterality, want.target, want.grade))
        else:
            left.remove(match)
            hits += 1
    return Compared(hits, missing, [(one.laterality, one.target, one.grade) for one in left])


def _ends(strengths: Iterable[GoldStrength]) -> Iterable[GoldStrength]:
    for one in strengths:
        span = re.fullmatch(
            r"\s*([+-]?\d[+-]?)\s*(?:to|-)\s*([+-]?\d[+-]?)\s*(?:/\s*5)?\s*", _plain(one.grade)
        )
        grades = span.groups() if span else (one.grade, one.grade_high)
        for grade in grades:
            if grade:
                yield one.model_copy(update={"grade": _grade(grade), "grade_high": None})


def _sides_joined(strengths: Iterable[GoldStrength]) -> list[GoldStrength]:
    joined: list[GoldStrength] = []
    for one in strengths:
        facing = {"right": "left", "left": "right"}.get(one.laterality or "")
        for place, other in enumerate(joined):
            same = other.grade == one.grade and _target(other.target) == _target(one.target)
            if facing and other.laterality == facing and same:
                joined[place] = other.model_copy(update={"laterality": "bilateral"})
                break
        else:
            joined.append(one)
    return joined


def _same_strength(one: GoldStrength, other: GoldStrength) -> bool:
    sides = {one.laterality, other.laterality}
    targets = _target(one.target), _target(other.target)
    return (
        one.grade == other.grade
        and (len(sides) == 1 or sides == {None, "bilateral"})
        and (not all(targets) or bool(targets[0] & targets[1]))
    )


_LIMBS = {"ue": "upper extremity", "le": "lower extremity"} | {
    f"{side}{limb}": f"{limb_name} extremity"
    for side in "lrb"
    for limb, limb_name in (("ue", "upper"), ("le", "lower"))
}


def _target(target: str | None) -> frozenset[str]:
    """The words of a target without sides, cut to four letters: ``quad`` is ``quadriceps``."""
    words = " ".join(_LIMBS.get(word, word) for word in re.findall(r"[a-z]+", (target or "").lower())).split()
    return frozenset(
        word.rstrip("s")[:4] for word in words if len(word) > 2 and word not in ("left", "right")
    )


def _plain(grade: str) -> str:
    return grade.replace("\N{MINUS SIGN}", "-").replace("\N{EN DASH}", "-").replace(" out of ", "/")


def _grade(grade: str) -> str:
    """``4 - / 5`` and ``-4/5`` as ``4-/5``."""
    plain = re.sub(r"^([+-])(\d)", r"\2\1", re.sub(r"\s+", "", _plain(grade)))
    return plain if "/" in plain else f"{plain}/5"
