"""The compiled reader of cues against a plain one, which compares everything with everything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chartgap.lexicon.context import ContextRule
from chartgap.pipes.cues import CueReader
from chartgap.pipes.draft import Term, words_of
from chartgap.pipes.scanner import Scanner
from chartgap.pipes.tokenizer import normalize
from tests.pipes import plain_cues

WORDS = st.sampled_from(["a", "b", "c", "x", "x", ",", ";", "and"])
KINDS = ("disorder", "disorder", "feature", "organism", "treatment", "side_word")
FEW = st.sampled_from([(), (), (), (), (), ("disorder",), ("feature", "treatment")])
RULES = st.builds(
    ContextRule,
    id=st.just("rule"),
    terms=st.sets(st.sampled_from(["a", "b", "c", "a b", "x a", "a , b"]), min_size=1, max_size=2)
    .map(sorted)
    .map(tuple),
    category=st.sampled_from(["negated", "negated", "uncertain", "historical"]),
    direction=st.sampled_from(
        ["forward", "forward", "forward", "backward", "backward", "bidirectional", "terminate", "pseudo"]
    ),
    max_scope=st.sampled_from([None, None, None, 1, 3, 12]),
    reach=st.sampled_from(["clause", "clause", "phrase"]),
    stops=st.sampled_from([(), ("c",)]),
    closing=st.sampled_from([False, False, False, False, True]),
    ends=st.sampled_from([(), ("negated",), ("uncertain", "historical")]),
    kinds=FEW,
    not_kinds=FEW,
)


@st.composite
def notes(draw: st.DrawFn) -> tuple[list[str], list[str], list[int], list[Term]]:
    """Words, what stands behind each, the bounds of sentences, and terms."""
    words = draw(st.lists(WORDS, min_size=8, max_size=30))
    spaces = [draw(st.sampled_from([" ", " ", " ", "\n"])) for _ in words]
    cuts = draw(st.sampled_from([set(), set(), {5}, {3, 7}]))
    bounds = sorted({0, *cuts, len(words)})
    spans = draw(
        st.lists(
            st.tuples(st.integers(0, len(words) - 1), st.sampled_from([1, 1, 2, 3]), st.sampled_from(KINDS)),
            min_size=1,
            max_size=8,
        )
    )
    terms = [
        Term(
            kind,
            "",
            None,
            0,
            0,
            first,
            min(len(words), first + size),
            index,
            sum(b <= first for b in bounds) - 1,
        )
        for index, (first, size, kind) in enumerate(sorted(spans))
    ]
    return words, spaces, bounds, terms


def compiled(
    rules: Sequence[ContextRule],
    text: str,
    bounds: list[int],
    terms: list[Term],
    dated: list[tuple[int, int, int]],
) -> tuple[list[Any], dict[int, list[Any]]]:
    scanner = Scanner(normalize, lambda token: tuple(words_of(token)))
    tree, reader = scanner.plant(), CueReader(rules, scanner.number)
    for number, rule in enumerate(rules):
        scanner.add(tree, dict.fromkeys(rule.terms), number)
    cues, linked = reader.read(scanner.scan(text), tree, bounds, terms, dated)
    told = [(cue.first, cue.last, cue.scope_start, cue.scope_end, cue.rule) for cue in cues]
    return told, {index: [told[cues.index(cue)] for cue in held] for index, held in linked.items()}


@settings(max_examples=500)
@given(st.lists(RULES, min_size=3, max_size=6), notes(), st.booleans())
def test_cues_count_and_reach_as_in_the_plain_reader(
    rules: list[ContextRule], note: tuple[list[str], list[str], list[int], list[Term]], once: bool
) -> None:
    words, spaces, bounds, terms = note
    dated = [(place, place + 1, 0) for place, word in enumerate(words) if once and word == "x"]
    ended = {place for place, space in enumerate(spaces) if space == "\n"}
    found = [
        (place, place + size, rule)
        for place in range(len(words))
        for size in (1, 2, 3)
        for rule in rules
        if place + size <= len(words) and " ".join(words[place : place + size]) in rule.terms
    ]
    found = [cue for cue in found if not cue[2].closing or plain_cues.closes(cue, words, bounds, ended)]
    found += [(first, last, rules[number]) for first, last, number in dated]
    cues, linked = plain_cues.read(words, bounds, terms, found)
    told = [(cue.first, cue.last, cue.low, cue.high, cue.rule) for cue in cues]
    expected = {
        index: [told[next(n for n, one in enumerate(cues) if one is cue)] for cue in held]
        for index, held in linked.items()
    }
    text = "".join(map("".join, zip(words, spaces, strict=True)))
    assert compiled(rules, text, bounds, terms, dated) == (told, expected)


def test_a_sentence_of_thousands_of_cues_is_read_at_once() -> None:
    rule = ContextRule(id="no", terms=("a",), category="negated")
    count = 30_000
    terms = [Term("disorder", "", None, 0, 0, count, count + 1, 0, 0)]
    cues, linked = compiled([rule], "a " * count + "x", [0, count + 1], terms, [])
    assert len(cues) == count
    assert [cue[0] for cue in linked[0]] == [count - 1]
