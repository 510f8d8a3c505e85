"""The phrase tree against the plainest way to find phrases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.trie import PhraseTree, walk

WORDS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12)
PHRASES = st.lists(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=1, max_size=3), max_size=8)


@given(WORDS, PHRASES)
def test_it_finds_what_a_search_at_every_place_finds(words: list[str], phrases: list[list[str]]) -> None:
    tree: PhraseTree[int] = PhraseTree()
    for number, phrase in enumerate(phrases):
        tree.add([phrase], number)
    expected = {
        (first, first + len(phrase), number)
        for number, phrase in enumerate(phrases)
        for first in range(len(words))
        if words[first : first + len(phrase)] == phrase
    }
    found = {(first, last, number) for first, last, numbers in tree.find(words) for number in numbers}
    assert found == expected


def test_an_empty_phrase_is_never_found() -> None:
    tree: PhraseTree[int] = PhraseTree()
    tree.add([[]], 1)
    assert tree.find(["a", ""]) == []


@given(WORDS, PHRASES, st.integers(0, 12), st.integers(0, 12))
def test_a_walk_finds_what_begins_between_two_words(
    words: list[str], phrases: list[list[str]], low: int, high: int
) -> None:
    tree: PhraseTree[int] = PhraseTree()
    for number, phrase in enumerate(phrases):
        tree.add([phrase], number)
    branches = [(word, tree.branch(word)) for word in words]
    assert walk(words, branches, 1, low, high) == [hit for hit in tree.find(words) if low <= hit[0] < high]
