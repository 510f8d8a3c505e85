"""The compiled search for stops against patterns that say what a stop is."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.stops import cut_stretches, find_stops, find_tokens

PATTERNS = (
    *(
        re.compile(
            rf"\{sign}(?<![.!?]{{2}})[.!?]*[\"'”’)\]*_]{{0,3}}(?:\s*,(?=\s*[A-Z0-9*(#-])\s*|\s+)(?=\S)"
        )
        for sign in ".!?"
    ),
    re.compile(r":\s*,\s*(?=[A-Z0-9*(#-])"),
)
TEXTS = st.text(st.sampled_from("abcdABÉ1.!?:,\"'”)*_(#- \n\xa0"), max_size=40)


def is_sure(text: str, at: int, end: int) -> bool:
    word = text[max(0, at - 4) : at]
    return len(word) == 4 and word.isalpha() and word.islower() and text[end].isupper()


@given(TEXTS, st.sets(st.text("abcd", min_size=4, max_size=4)))
def test_stops_are_what_the_patterns_match(text: str, endings: set[str]) -> None:
    sure, doubtful = find_stops(text, frozenset(endings))
    spans = sorted(match.span() for match in chain(*(pattern.finditer(text) for pattern in PATTERNS)))
    told = [is_sure(text, at, end) and text[at - 4 : at] not in endings for at, end in spans]
    assert sure == [end for (_, end), is_one in zip(spans, told, strict=True) if is_one]
    assert doubtful == [span for span, is_one in zip(spans, told, strict=True) if not is_one]


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_tokens_are_where_offsets_stand(begins: set[int], offsets: set[int]) -> None:
    ordered = sorted(begins)
    places = (bisect_right(ordered, offset) - 1 for offset in sorted(offsets))
    assert find_tokens(ordered, sorted(offsets)) == list(
        dict.fromkeys(place for place in places if place >= 0)
    )


@given(TEXTS, st.sets(st.integers(0, 40)))
def test_stretches_are_what_is_visible_between_bounds(text: str, places: set[int]) -> None:
    bounds = sorted({min(place, len(text)) for place in places})
    stretches = cut_stretches(text, bounds)
    assert [text[start:end] for start, end in stretches] == [
        part for start, end in pairwise(bounds) if (part := text[start:end].strip())
    ]
    assert all(any(low <= start < end <= high for low, high in pairwise(bounds)) for start, end in stretches)
