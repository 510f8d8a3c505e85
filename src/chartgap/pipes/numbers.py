"""Numbers as notes write them: digits, and English words up to ninety-nine."""

from __future__ import annotations

import re

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
    "a": 1,
    "an": 1,
    "half": 0.5,
}
_DECIMAL = re.compile(r"\d{1,6}\.\d{1,3}")
_APART = re.compile(r"[\s-]+")


def read_number(words: str) -> float | int | None:
    """The number, or None: ``"58"``, ``"4.5"``, ``"fifty five"``, ``"forty-two"``, ``"a"``."""
    low = words.strip().lower()
    if low.isdecimal() and len(low) <= 6:
        return int(low)
    if _DECIMAL.fullmatch(low):
        return float(low)
    total: float | int = 0
    for part in _APART.split(low):
        if part not in _WORDS:
            return None
        total += _WORDS[part]
    return total
