"""Sentences cut by compiled code against patterns of what a stop is, and plain rules of what it ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from chartgap.compiled.extents import Extents
from chartgap.pipes.scanner import Scanner
from chartgap.pipes.stops import Cutter, find_tokens

PATTERNS = (
    *(
        re.compile(
            rf"\{sign}(?<![.!?]{{2}})[.!?]*[\"'”’)\]*_]{{0,3}}(?:\s*,(?=\s*[A-Z0-9*(#-])\s*|\s+)(?=\S)"
        )
        for sign in ".!?"
    ),
    re.compile(r":\s*,\s*(?=[A-Z0-9*(#-])"),
)
MARKER = re.compile(r"\s*(?:no)?\s*[1a]\s*")
ABBREVIATIONS = {"ab": True, "b.c": True, "no": False, "abcd": True, "d": False}
SIGNS = st.text(st.sampled_from("abcdABÉ1.!?:,\"'”)*_(#- \n\xa0"), max_size=4)
WORDS = st.sampled_from(["ab. ", "no. ", "b.c. ", "abcd. ", "(ab.\n", "1. ", "bbaa. ", ".,", " "])
TEXTS = st.lists(st.one_of(SIGNS, WORDS), max_size=12).map("".join)


def is_full(text: str, at: int, end: int) -> bool:
    word = text[max(0, at - 4) : at]
    return len(word) == 4 and word.isalpha() and word.islower() and text[end].isupper()


def ends(text: str, at: int, end: int) -> bool:
    """Whether the stop, with what is between it and the next word, ends its sentence."""
    sign, following, gap = text[at], text[end], text[at:end]
    if sign == ":":
        return True
    if sign != ".":
        return "," in gap or not following.islower()
    before = text[max(0, at - 24) : at]
    word = "" if not before or before[-1].isspace() else before.split()[-1].rpartition("(")[2].lower()
    if "," in gap:
        return following.isupper() or following in "*(#-" or word not in ABBREVIATIONS
    if word in ABBREVIATIONS:
        return "\n" in gap and following.isupper() and ABBREVIATIONS[word]
    if following.islower():
        return len(word) >= 4 and word.isalpha()
    if "." in word and len(word) <= 5 and not any(letter.isdigit() for letter in word):
        return following.isupper()
    return True


def sentences(text: str, begun: list[int]) -> list[str]:
    """The sentences of a text, the plain way."""
    bounds = {0, len(text), *begun}
    for match in chain(*(pattern.finditer(text) for pattern in PATTERNS)):
        at, end = match.span()
        begin = [0, *begun][bisect_right(begun, at)]
        marked = at - begin <= 14 and MARKER.fullmatch(text, begin, at) and not is_full(text, at, end)
        if not marked and ends(text, at, end):
            bounds.add(end)
    return [part for start, end in pairwise(sorted(bounds)) if (part := text[start:end].strip())]


@given(TEXTS, st.lists(st.integers(0, 40)))
def test_sentences_end_where_the_rules_say(text: str, places: list[int]) -> None:
    begun = sorted(place for place in places if place <= len(text))
    found = Cutter(ABBREVIATIONS, MARKER.fullmatch).cut(text, begun)
    assert [text[start:end] for start, end in found] == sentences(text, begun)
    assert all(before[1] <= after[0] for before, after in pairwise([(0, 0), *found]))


@given(TEXTS, st.sets(st.integers(0, 40)))
def test_tokens_are_where_sentences_begin(text: str, places: set[int]) -> None:
    scan = Scanner(str.lower, lambda token: (token,)).scan(text)
    tokens = [bisect_right(scan.starts, place) - 1 for place in sorted(places)]
    assert find_tokens(scan, Extents((place, place) for place in sorted(places))) == list(
        dict.fromkeys(token for token in tokens if token >= 0)
    )
