"""The compiled search for phrases against one that tries each at each piece."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.hits import Finder

if TYPE_CHECKING:
    from chartgap.pipes.hits import Phrase

PIECE = re.compile(r"[^\W\d_]+|\d+|\n|[^\w\s]")
FOLD = {"–": "-", "’": "'"}
LOOSE = ("-", "\n")
WORDS = ("a", "B", "Ab", "é", "É", "-", "–", "’", "1", "12", "٣")
TEXTS = st.lists(st.sampled_from((*WORDS, " ", " ", "\n", "_", "\x00")), max_size=16).map("".join)
PIECES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)
PHRASES = st.lists(st.tuples(PIECES, st.booleans()), max_size=8, unique_by=lambda one: "".join(one[0]))


def make(given: list[tuple[list[str], bool]]) -> list[Phrase]:
    found: list[Phrase] = []
    for number, (words, cased) in enumerate(given):
        exact = tuple(FOLD.get(word, word) for word in words)
        pieces = tuple(word.lower() for word in exact)
        found.append((pieces, exact if cased else (), f"role{number}", number, "", frozenset((str(number),))))
    return found


def scan(text: str, start: int, end: int, phrases: list[Phrase]) -> list[tuple[Any, ...]]:
    matches = list(PIECE.finditer(text, start, end))
    raw = [FOLD.get(match[0], match[0]) for match in matches]
    low = [piece.lower() for piece in raw]
    found: list[tuple[Any, ...]] = []
    place = 0
    while place < len(low):
        held = ((phrase, stands(phrase, low, raw, place)) for phrase in phrases)
        ranked = sorted(held, key=lambda one: (not one[1], -len(one[0][0]), not one[0][1]))
        if ranked and ranked[0][1]:
            (_, _, *told), stop = ranked[0]
            found.append((matches[place].start(), matches[stop - 1].end(), *told))
            place = stop
        else:
            found.append((*matches[place].span(), "", low[place], "", frozenset()))
            place += 1
    return found


def stands(phrase: Phrase, low: list[str], raw: list[str], place: int) -> int:
    pieces, exact, *_ = phrase
    at = place
    for index, piece in enumerate(pieces):
        if index and low[at : at + 1] != [piece] and low[at : at + 1] and low[at] in LOOSE:
            at += 1
        if low[at : at + 1] != [piece] or (exact and raw[at] != exact[index]):
            return 0
        at += 1
    return at


@given(TEXTS, PHRASES, st.integers(0, 4), st.integers(0, 4))
def test_the_longest_phrases_are_found(
    text: str, told: list[tuple[list[str], bool]], ahead: int, behind: int
) -> None:
    phrases = make(told)
    start, end = ahead, max(ahead, len(text) - behind)
    finder: Finder[tuple[Any, ...]] = Finder(phrases, FOLD, lambda *hit: hit)
    found = scan(text, start, end, phrases)
    assert finder.scan(text, start, end) == found
    for place in range(len(text)):
        at_once = scan(text, place, len(text), phrases)
        assert finder.role_at(text, place) == (at_once[0][2] if at_once and at_once[0][0] == place else "")


def test_pieces_of_any_length_are_compared() -> None:
    long = "A" * 70
    phrases = make([([long], False)])
    assert Finder(phrases, FOLD, lambda *hit: hit).scan(f" {long} b", 0, 73) == [
        (1, 71, "role0", 0, "", frozenset(("0",))),
        (72, 73, "", "b", "", frozenset()),
    ]
