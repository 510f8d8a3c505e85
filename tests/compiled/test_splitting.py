"""Words and marks are those of a pattern."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chartgap.compiled import splitting

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[^\w\s]")
TEXTS = st.lists(
    st.sampled_from([*"ab'' _19.;-\n\x00", "é", "İ", "ß", "²", "½", "Ⅷ", "①", "٣", "💊", "\u2028"])
).map("".join)
KNOWN = frozenset({"a", ".", "9", "b'a", "é"})


@given(TEXTS)
def test_words_and_marks_in_lower_case(text: str) -> None:
    assert splitting.words_in(text) == WORD.findall(text.lower())
    assert splitting.has_digit(text) == any(map(str.isdigit, text))


@given(TEXTS, st.lists(st.integers(0, 30), max_size=6).map(sorted), st.integers(0, 30), st.integers(0, 30))
def test_unknown_words_beside_stretches(text: str, cuts: list[int], start: int, end: int) -> None:
    without = list(zip(cuts[::2], cuts[1::2], strict=False))
    left, place = [], start
    for first, last in without:
        if last > place and first < end:
            left.append(text[place : max(place, first)])
            place = last
    left.append(text[place:end])
    unknown = [word for part in left for word in WORD.findall(part.lower()) if word not in KNOWN]
    assert splitting.count_unknown(text, start, end, without, KNOWN) == len(unknown)
