"""Finding the cues of ConText in a note."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from medspacy.context import ConTextRule

from chartgap.lexicon.spellings import spellings
from chartgap.pipes.cues import HEADS, Modifier
from chartgap.pipes.draft import Term, norms, scan, sentence_bounds, starts
from chartgap.pipes.draft import text as note_text

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.context import ContextRule
    from chartgap.pipes.tokenizer import ChartTokenizer

AHEAD = frozenset(("FORWARD", "BIDIRECTIONAL"))
BACK = frozenset(("BACKWARD", "BIDIRECTIONAL"))
"""Directions of cues that look at what comes after them, and at what comes before."""
CLOSERS = frozenset(",;.)!?|]")
_BEFORE_YEAR = 100
"""So many characters before its year a pattern may begin."""
# Two patterns, each of which begins with letters of its own, are searched much faster than one with a choice.
_YEARS = tuple(re.compile(rf"{century}\d\d(?!\d)(?<!\d\d\d\d\d)") for century in (19, 20))

_FIRST = itemgetter(0)
_Found = tuple[int, int, ConTextRule]
"""First token, the token after the last, the rule."""


class CueFinder:
    """Finds the cues of a note: the longest wins where two overlap, and a cue inside a term is none.

    Only sentences count that hold a term and a cue that points at it.
    """

    def __init__(self, tokenizer: ChartTokenizer, rules: Iterable[ContextRule]) -> None:
        self._tree = tokenizer.plant()
        self._patterns: list[tuple[re.Pattern[str], ConTextRule]] = []
        for rule in rules:
            made = ConTextRule(rule.id, rule.category, direction=rule.direction, metadata=rule)
            self._patterns.extend((re.compile(pattern, re.IGNORECASE), made) for pattern in rule.patterns)
            for term in rule.terms:
                tokenizer.add(self._tree, spellings(term), made)

    def __call__(self, doc: Doc, terms: dict[int, list[Term]]) -> dict[int, list[Modifier]]:
        """The cues in the sentences of these terms, by sentence, in text order."""
        bounds = sentence_bounds(doc)
        dated: dict[int, list[_Found]] = {}
        for found in self._matched(doc):
            dated.setdefault(bisect_right(bounds, found[0]) - 1, []).append(found)
        wide, phrases = _wide(terms), scan(doc).phrases
        modifiers: dict[int, list[Modifier]] = {}
        for sentence, inside in terms.items():
            pointing: list[_Found] = []
            ending: list[_Found] = []
            for first, last, rules in phrases(self._tree, bounds[sentence], bounds[sentence + 1]):
                for rule in rules:
                    if rule.direction == "TERMINATE":
                        ending.append((first, last, rule))
                    elif not rule.metadata.closing or _closes(doc, bounds, last):
                        pointing.append((first, last, rule))
            if sentence in dated:
                pointing.extend(dated[sentence])
            if pointing:
                kept = _kept(pointing, ending, wide, inside)
                if kept:
                    modifiers[sentence] = [Modifier(rule, first, last) for first, last, rule in kept]
        return modifiers

    def _matched(self, doc: Doc) -> Iterator[_Found]:
        """What the patterns find; a year counts only where the note names a later one, or no other."""
        if not self._patterns:
            return
        text, begins = note_text(doc), starts(doc)
        seen = [match for years in _YEARS for match in years.finditer(text)]
        seen.sort(key=lambda match: match.start())
        years = {int(match.group()) for match in seen}
        for pattern, rule in self._patterns:
            dated = "year" in pattern.groupindex
            for match in _near(pattern, text, seen) if dated else pattern.finditer(text):
                if dated and len(years) > 1 and int(match["year"]) >= max(years) - 1:
                    continue
                first = bisect_right(begins, match.start()) - 1
                yield first, bisect_right(begins, match.end() - 1), rule


def _kept(
    pointing: list[_Found], ending: list[_Found], wide: dict[int, tuple[int, int]], terms: list[Term]
) -> list[_Found]:
    """The cues of a sentence that count, in order; none if none of them points at a term."""
    longest = _longest(pointing)
    kept = [cue for cue in longest if cue[0] not in wide or not _is_part(cue, wide)]
    if not _aim(kept, terms):
        return []
    if ending:
        taken = {token for first, last, _ in longest for token in range(first, last)}
        for cue in ending:
            if taken.isdisjoint(range(cue[0], cue[1])) and not _is_part(cue, wide):
                kept.append(cue)
    if len(kept) > 1:
        kept.sort(key=_FIRST)
    return kept


def _aim(cues: list[_Found], terms: list[Term]) -> bool:
    """Whether any of the cues looks at a term."""
    earliest, latest = min([term.last for term in terms]), terms[-1].first
    for first, last, rule in cues:
        if (latest >= last and rule.direction in AHEAD) or (earliest <= first and rule.direction in BACK):
            return True
    return False


def _near(pattern: re.Pattern[str], text: str, years: list[re.Match[str]]) -> list[re.Match[str]]:
    """What a pattern that ends with a year finds; it is tried only where years stand."""
    found = (
        match
        for year in years
        for match in pattern.finditer(text, max(0, year.start() - _BEFORE_YEAR), year.end() + 10)
    )
    return list({match.start(): match for match in found}.values())


def _longest(found: list[_Found]) -> list[_Found]:
    """The longest cues, overlapping none but those of the very same words."""
    if len(found) == 1:
        return found
    found.sort(key=lambda cue: (cue[0] - cue[1], not cue[2].metadata.closing, cue[0]))
    taken: dict[int, tuple[int, int, bool]] = {}
    kept: list[_Found] = []
    for cue in found:
        mark = (cue[0], cue[1], cue[2].metadata.closing)
        tokens = range(cue[0], cue[1])
        held = [taken[token] for token in tokens if token in taken]
        if held.count(mark) == len(held):
            taken.update(dict.fromkeys(tokens, mark))
            kept.append(cue)
    return kept


def _wide(terms: dict[int, list[Term]]) -> dict[int, tuple[int, int]]:
    """For each token of a term of several words, the bounds of the widest such term."""
    wide: dict[int, tuple[int, int]] = {}
    for held in terms.values():
        for term in held:
            if term.last - term.first > 1 and term.kind in HEADS:
                for token in range(term.first, term.last):
                    low, high = wide.get(token, (token, token))
                    wide[token] = (min(low, term.first), max(high, term.last))
    return wide


def _is_part(cue: _Found, wide: dict[int, tuple[int, int]]) -> bool:
    """Whether a cue is but a part of a term."""
    first, last, _ = cue
    low, high = wide.get(first, (first, first))
    return low <= first and last <= high and high - low > last - first


def _closes(doc: Doc, bounds: list[int], last: int) -> bool:
    """Whether a clause, sentence or line ends before this token."""
    words, begins = norms(doc), starts(doc)
    if last >= len(words) or words[last] in CLOSERS:
        return True
    if bounds[bisect_right(bounds, last) - 1] == last:
        return True
    return "\n" in note_text(doc)[begins[last - 1] : begins[last]]
