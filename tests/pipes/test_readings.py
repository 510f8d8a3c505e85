"""The compiled matches of terms against the plainest way to tell which of them stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.near import Near
from chartgap.pipes.readings import Matches, Reading
from chartgap.pipes.scanner import Scanner
from chartgap.pipes.tokenizer import normalize

WORD = st.sampled_from(["a", "A", "b", "c", "7"])
PHRASE = st.lists(st.sampled_from(["a", "b", "c", "7"]), min_size=1, max_size=3).map(" ".join)
LISTS = st.lists(PHRASE, max_size=2)


class Term(NamedTuple):
    phrase: str
    kind: int
    cased: str | None
    beside: list[str]
    not_beside: list[str]
    not_before: list[str]
    not_after: list[str]


TERMS = st.lists(
    st.builds(
        Term, PHRASE, st.integers(0, 2), st.sampled_from([None, "A", "A b"]), LISTS, LISTS, LISTS, LISTS
    ),
    max_size=6,
)


def lets(term: Term, words: list[str], first: int, last: int, low: int, high: int) -> bool:
    """Whether what a term asks for is around it."""
    norms = [word.lower() for word in words]

    def has(asked: Sequence[str], low: int, high: int) -> bool:
        part = f" {' '.join(norms[low:high])} "
        return any(f" {one} " in part for one in asked)

    before, behind = f" {' '.join(norms[:first])}", f"{' '.join(norms[last:])} "
    return (
        (term.cased is None or term.cased == " ".join(words[first:last]))
        and not any(behind.startswith(f"{one} ") for one in term.not_before)
        and not any(before.endswith(f" {one}") for one in term.not_after)
        and (not term.beside or has(term.beside, low, first) or has(term.beside, last, high))
        and not (has(term.not_beside, low, first) or has(term.not_beside, last, high))
    )


def stand(found: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """The longest matches of each kind: first, last, order, kind."""
    kept: list[tuple[int, int, int, int]] = []
    for one in sorted(found, key=lambda one: (one[0] - one[1], one[0], one[2])):
        if not any(one[3] == held[3] and one[0] < held[1] and held[0] < one[1] for held in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: (one[0], -one[1], one[2]))


@given(st.lists(st.lists(WORD, max_size=6), min_size=1, max_size=3), TERMS)
def test_the_longest_that_are_let_stand(sentences: list[list[str]], terms: list[Term]) -> None:
    scanner = Scanner(normalize, lambda token: ())
    tree = scanner.plant()

    def near(phrases: list[str], *, backward: bool = False) -> Near | None:
        numbers = [[scanner.number(word) for word in phrase.split()] for phrase in phrases]
        return Near(numbers, backward=backward) if phrases else None

    for order, term in enumerate(terms):
        reading = Reading(
            str(term.kind),
            str(order),
            order,
            order=order,
            number=term.kind,
            cased=term.cased,
            beside=near(term.beside),
            not_beside=near(term.not_beside),
            not_before=near(term.not_before),
            not_after=near(term.not_after, backward=True),
        )
        scanner.add(tree, [term.phrase], reading)
    words = [word for sentence in sentences for word in sentence]
    bounds = [sum(map(len, sentences[:place])) for place in range(len(sentences) + 1)]
    found = [
        (first, last, order, term.kind)
        for first in range(len(words))
        for last in range(first + 1, len(words) + 1)
        for order, term in enumerate(terms)
        if " ".join(words[first:last]).lower() == term.phrase
        for low, high in [max((low, high) for low, high in pairwise(bounds) if low <= first)]
        if lets(term, words, first, last, low, high)
    ]
    matches = Matches(scanner.scan("  ".join(words)), tree, bounds)
    assert sorted(
        (first, last, reading.value, int(reading.kind)) for first, last, reading in matches.between(0, 99)
    ) == sorted(found)
    settled = matches.settled(lambda *told: told)
    assert [(told[5], told[6], told[2], int(told[0])) for told in settled] == stand(found)
    assert [told[7] for told in settled] == list(range(len(settled)))


def test_one_that_is_added_stands_behind_those_that_begin_with_it() -> None:
    scanner = Scanner(normalize, lambda token: ())
    tree = scanner.plant()
    given = [Reading(kind, kind, None, order=order, number=order) for order, kind in enumerate("xyz")]
    for phrase, reading in zip(("a", "b"), given, strict=False):
        scanner.add(tree, [phrase], reading)
    matches = Matches(scanner.scan("a b c"), tree, [0, 3])
    matches.add(0, 2, 0, given[2])
    assert [(one[0], one[2].kind) for one in matches.between(0, 3)] == [(0, "x"), (0, "z"), (1, "y")]
    assert [told[:2] + told[3:] for told in matches.settled(lambda *told: told)] == [
        ("z", "z", 0, 3, 0, 2, 0, 0),
        ("x", "x", 0, 1, 0, 1, 1, 0),
        ("y", "y", 2, 3, 1, 2, 2, 0),
    ]


def test_kinds_have_low_numbers() -> None:
    with pytest.raises(ValueError, match="at most 64 kinds"):
        Reading("x", "x", None, order=0, number=64)
