"""The compiled look-up of sets of words against the plainest one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.gathered import WordSets
from chartgap.pipes.scanner import Scanner
from chartgap.pipes.tokenizer import normalize

WORDS = st.lists(st.sampled_from(["a", "as", "b", "bs", "c", "d", "7"]), max_size=8)
SETS = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True), max_size=4)


PARTS = st.lists(st.integers(0, 60), max_size=6).map(sorted).map(lambda cuts: list(pairwise(cuts))[::2])


@given(st.lists(WORDS, min_size=1, max_size=4), SETS, PARTS, st.integers(0, 8))
def test_sentences_that_have_all_words_of_a_set(
    sentences: list[list[str]], sets: list[list[str]], parts: list[tuple[int, int]], longest: int
) -> None:
    scanner = Scanner(normalize, lambda token: ())
    held = WordSets(sets, lambda word: [scanner.number(word), scanner.number(f"{word}s")])
    bounds = [sum(map(len, sentences[:place])) for place in range(len(sentences) + 1)]
    words = [word for sentence in sentences for word in sentence]
    scan = scanner.scan(" ".join(words))
    expected = [
        (sentence, standing)
        for sentence, (low, high) in enumerate(pairwise(bounds))
        if low < high <= low + longest
        if any(start <= scan.start(low) < end for start, end in parts)
        if (
            standing := [
                number
                for number, one in enumerate(sets)
                if all({word, f"{word}s"} & set(words[low:high]) for word in one)
            ]
        )
    ]
    found = held.gathered(scan, bounds, parts, longest)
    assert [(sentence, sorted(standing)) for sentence, standing in found] == expected
