"""The phrase tree against the plainest way to find phrases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.trie import PhraseTree, SharedTree

WORDS = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=12)
PHRASES = st.lists(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=1, max_size=3), max_size=8)


@given(WORDS, PHRASES)
def test_it_finds_what_a_search_at_every_place_finds(words: list[str], phrases: list[list[str]]) -> None:
    tree: PhraseTree[int] = PhraseTree()
    for number, phrase in enumerate(phrases):
        tree.add(phrase, number)
    expected = {
        (first, first + len(phrase), number)
        for number, phrase in enumerate(phrases)
        for first in range(len(words))
        if words[first : first + len(phrase)] == phrase
    }
    found = {(first, last, number) for first, last, numbers in tree.find(words) for number in numbers}
    assert found == expected


@given(WORDS, st.lists(st.tuples(st.sampled_from([1, 2]), PHRASES), max_size=5))
def test_readers_of_one_tree_find_their_own_phrases(
    words: list[str], given_phrases: list[tuple[int, list[list[str]]]]
) -> None:
    tree = SharedTree()
    assert [tree.join(), tree.join()] == [1, 2]
    expected: dict[int, dict[tuple[int, int], list[int]]] = {1: {}, 2: {}}
    for number, (reader, phrases) in enumerate(given_phrases):
        tree.add(reader, phrases, number)
        for phrase in phrases:
            for first in range(len(words)):
                if words[first : first + len(phrase)] == phrase:
                    expected[reader].setdefault((first, first + len(phrase)), []).append(number)
    found = tree.find(words)
    assert {
        reader: {(first, last): list(numbers) for first, last, numbers in held}
        for reader, held in found.items()
    } == expected


def test_an_empty_phrase_is_never_found() -> None:
    tree: PhraseTree[int] = PhraseTree()
    tree.add([], 1)
    assert tree.find(["a", ""]) == []


def test_has_asks_for_the_whole_phrase() -> None:
    tree: PhraseTree[int] = PhraseTree()
    tree.add(["a", "b"], 1)
    assert [tree.has(["a", "b"]), tree.has(["a"]), tree.has(["a", "b", "c"])] == [True, False, False]
