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


def read_number(words: str) -> float | int | None:
    """The number, or None: ``"58"``, ``"4.5"``, ``"fifty five"``, ``"forty-two"``, ``"a"``."""
    low = words.strip().lower()
    if re.fullmatch(r"\d{1,6}", low):
        return int(low)
    if re.fullmatch(r"\d{1,6}\.\d{1,3}", low):
        return float(low)
    total: float | int = 0
    parts = re.split(r"[\s-]+", low)
    for part in parts:
        if part not in _WORDS:
            return None
        total += _WORDS[part]
    return total
