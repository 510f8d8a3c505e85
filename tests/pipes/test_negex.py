"""The compiled NegEx against a plain one."""

from __future__ import annotations

from bisect import bisect_right

from hypothesis import given, settings
from hypothesis import strategies as st

from chartgap.pipes.draft import UNSTATED, Term, words_of
from chartgap.pipes.negex import negate
from chartgap.pipes.scanner import Scanner
from chartgap.pipes.tokenizer import normalize

PARTS = st.fixed_dictionaries(
    {
        part: st.sets(st.sampled_from(["a", "b", "c", "d", "a b", "b c x"]), max_size=2).map(sorted)
        for part in ("preceding", "following", "pseudo", "ends")
    }
)
WORDS = st.lists(st.sampled_from("abcdx"), min_size=1, max_size=20)
Spans = list[tuple[int, int]]


def places(words: list[str], phrases: list[str]) -> Spans:
    """Where the phrases stand, shorter ones first."""
    return [
        (first, first + size)
        for first in range(len(words))
        for size in (1, 2, 3)
        if first + size <= len(words) and " ".join(words[first : first + size]) in phrases
    ]


def plain(
    words: list[str], parts: dict[str, list[str]], bounds: list[int], terms: list[Term]
) -> dict[int, tuple[int, int]]:
    pseudo = {token for first, last in places(words, parts["pseudo"]) for token in range(first, last + 1)}
    preceding, following, ends = (
        [cue for cue in places(words, parts[part]) if cue[0] not in pseudo]
        for part in ("preceding", "following", "ends")
    )
    found = {}
    for term in terms:
        cuts = sorted({*bounds, *(first for first, _ in ends)})
        low = max(cut for cut in cuts if cut <= term.first)
        high = min(cut for cut in cuts if cut > term.first)
        before = [cue for cue in preceding if low <= cue[0] < term.first]
        after = [cue for cue in following if low <= cue[0] < high and cue[1] > term.last]
        if term.kind not in UNSTATED and term.last <= high and before + after:
            found[term.index] = [*after[:1], *before][-1]
    return found


@settings(max_examples=500)
@given(WORDS, PARTS, st.sets(st.integers(1, 19), max_size=3), st.data())
def test_it_finds_the_cue_that_a_search_of_all_finds(
    words: list[str], parts: dict[str, list[str]], cuts: set[int], data: st.DataObject
) -> None:
    bounds = sorted({0, len(words), *(cut for cut in cuts if cut < len(words))})
    spans = st.tuples(
        st.integers(0, len(words) - 1), st.integers(1, 3), st.sampled_from(["disorder", "site", "side_word"])
    )
    terms = [
        Term(
            kind, "", None, 0, 0, first, min(len(words), first + size), index, bisect_right(bounds, first) - 1
        )
        for index, (first, size, kind) in enumerate(sorted(data.draw(st.lists(spans, max_size=6))))
    ]
    scanner = Scanner(normalize, lambda token: tuple(words_of(token)))
    tree, ends = scanner.plant(), scanner.plant()
    for part, phrases in parts.items():
        scanner.add(ends if part == "ends" else tree, phrases, part)
    scan = scanner.scan(" ".join(words))
    expected = {
        index: (scan.starts[first], scan.end(last))
        for index, (first, last) in plain(words, parts, bounds, terms).items()
    }
    assert negate(scan, tree, ends, bounds, terms) == expected
