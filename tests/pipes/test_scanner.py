"""The compiled scanner against a pattern that says what a token is, and the plainest way to find phrases."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.draft import words_of
from chartgap.pipes.scanner import Scanner, cut
from chartgap.pipes.tokenizer import normalize

TOKEN = re.compile(
    r"""(?:
        [^\W\d_][^\W_]{0,119}
      | \d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d{1,40})?
      | \d{1,40}(?:\.\d{1,40}){0,6}
      | (?<=[^\W\d_])['’][^\W\d_]{1,2}(?![^\W_])
      | \.{2,120}|-{2,120}|={2,120}|_{2,120}|\*{2,120}|~{2,120}|\#{2,120}|–{2,120}|—{2,120}
      | \S
    )\s*""",
    re.VERBOSE,
)
SIGNS = "aZé²٣19  .,,'’-_=*%?/~#–—\n\t\x1c\x1f\x00\xa0\x85"
RUNS = st.builds(str.__mul__, st.sampled_from("aZ1.-é"), st.integers(1, 300))
TEXTS = st.one_of(
    st.text(),
    st.text(st.sampled_from(SIGNS)),
    st.text(st.sampled_from("0123456789.,a"), max_size=200),
    st.lists(RUNS, max_size=5).map("".join),
)
PHRASES = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", "7"]), min_size=1, max_size=3).map(" ".join), max_size=8
)
WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "7"]), max_size=12)


@pytest.fixture
def scanner() -> Scanner:
    return make()


def make() -> Scanner:
    return Scanner(normalize, lambda token: tuple(words_of(token)))


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in pairwise([*cut(text), len(text)])]


@given(TEXTS)
def test_tokens_are_what_the_pattern_matches(text: str) -> None:
    lead = text[: len(text) - len(text.lstrip())]
    assert pieces(text) == [lead, *TOKEN.findall(text, len(lead))][not lead :]


@given(TEXTS)
def test_a_scan_tells_where_tokens_stand_and_what_they_are(text: str) -> None:
    scan = make().scan(text)
    assert scan.starts == cut(text)
    assert scan.norms == [normalize(piece) for piece in pieces(text)]
    ends = [scan.end(last) for last in range(1, len(scan.starts) + 1)]
    assert [text[start:end] for start, end in zip(scan.starts, ends, strict=True)] == [
        piece.rstrip() for piece in pieces(text)
    ]


@given(st.text(max_size=100))
def test_the_words_of_a_scan_are_those_of_the_text(text: str) -> None:
    assert make().scan(text).words == words_of(text)


@given(WORDS, PHRASES, st.integers(0, 12), st.integers(0, 12))
def test_a_scan_finds_the_phrases_that_a_search_at_every_place_finds(
    words: list[str], phrases: list[str], low: int, high: int
) -> None:
    scanner = make()
    other, tree = scanner.plant(), scanner.plant()
    scanner.add(other, ["a b", "d"], "other")
    for number, phrase in enumerate(phrases):
        scanner.add(tree, [phrase], number)
    expected = [
        (first, first + length, numbers)
        for first in range(low, min(high, len(words)))
        for length in (1, 2, 3)
        if first + length <= len(words)
        if (numbers := tuple(n for n, p in enumerate(phrases) if p.split() == words[first : first + length]))
    ]
    assert scanner.scan(" ".join(words)).phrases(tree, low, high) == expected


def test_a_phrase_of_no_words_is_never_found(scanner: Scanner) -> None:
    tree = scanner.plant()
    scanner.add(tree, ["", " "], 1)
    assert scanner.scan(" a b").phrases(tree, 0, 9) == []


def test_phrases_added_after_a_scan_are_found(scanner: Scanner) -> None:
    tree = scanner.plant()
    scanner.scan("Left hip")
    scanner.add(tree, ["left hip"], 1)
    assert scanner.scan("Left hip").phrases(tree, 0, 9) == [(0, 2, (1,))]


def test_more_words_and_phrases_than_there_was_room_for(scanner: Scanner) -> None:
    tree = scanner.plant()
    names = [f"a{number} b{number}" for number in range(70_000)]
    for number, name in enumerate(names):
        scanner.add(tree, [name], number)
    scan = scanner.scan("\n".join(names))
    assert scan.phrases(tree, 0, len(scan.starts)) == [
        (2 * number, 2 * number + 2, (number,)) for number in range(70_000)
    ]


def test_what_is_no_text_is_refused(scanner: Scanner) -> None:
    with pytest.raises(TypeError):
        scanner.scan(b"hip")  # type: ignore[arg-type]
