"""Phrases are found as one pattern of them all finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chartgap.conditions.scope import Phrases

PHRASES = ("s/p", "though", "although", "status post", ";", "skin", "MRSA screen", "screen", "in contrast")
PLAIN = re.compile(
    "|".join(
        rf"(?<!\w){re.escape(phrase)}(?!\w)" if phrase != ";" else ";"
        for phrase in sorted(PHRASES, key=len, reverse=True)
    ),
    re.IGNORECASE,
)
PARTS = (*PHRASES, "Though", "S/P", "\u017fkin", "s\u212ain", "\u0130N CONTRAST", "\u2019", " ", "x", "\n")


@given(
    text=st.lists(st.sampled_from(PARTS), max_size=9).map("".join),
    bounds=st.tuples(st.integers(0, 40), st.integers(0, 60)),
)
def test_phrases_are_found_whatever_their_case(text: str, bounds: tuple[int, int]) -> None:
    phrases = Phrases(PHRASES)
    found = phrases.search(text, *bounds)
    plain = PLAIN.search(text, *bounds)
    assert (found and found.span()) == (plain and plain.span())
    spans = [match.span() for match in PLAIN.finditer(text, *bounds)]
    assert [match.span() for match in phrases.finditer(text, *bounds)] == spans
