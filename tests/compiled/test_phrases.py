"""Phrases are found as one pattern of them all finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chartgap.compiled import phrases

PHRASES = (
    "s/p",
    "though",
    "although",
    "status post",
    ";",
    "skin",
    "MRSA screen",
    "screen",
    "in contrast",
    "+ +",
    "→",
)
PLAIN = re.compile(
    "|".join(
        ("(?<!\\w)" if phrase[0].isalnum() else "")
        + re.escape(phrase)
        + ("(?!\\w)" if phrase[-1].isalnum() else "")
        for phrase in sorted(PHRASES, key=len, reverse=True)
    ),
    re.IGNORECASE,
)
PARTS = (
    *PHRASES,
    "Though",
    "S/P",
    "\u017fkin",
    "s\u212ain",
    "\u0130N CONTRAST",
    "\u0131n contrast",
    "\u2019",
    " ",
    "x",
    "_",
    "\n",
)


@given(
    text=st.lists(st.sampled_from(PARTS), max_size=9).map("".join),
    bounds=st.tuples(st.integers(0, 40), st.integers(0, 60)),
)
def test_phrases_are_found_whatever_their_case(text: str, bounds: tuple[int, int]) -> None:
    held = phrases.Phrases((*PHRASES, ""))
    spans = [match.span() for match in PLAIN.finditer(text, *bounds)]
    assert held.find_all(text, *bounds) == spans
    assert held.stand_in(text, *bounds) == bool(spans)


def test_no_phrases_stand_nowhere() -> None:
    assert not phrases.Phrases(()).stand_in("text", 0, 4)
