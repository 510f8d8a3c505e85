"""Finding the cues of ConText in a note."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

from chartgap.lexicon.spellings import spellings
from chartgap.pipes import cues
from chartgap.pipes.draft import scan, sentence_bounds, starts, terms
from chartgap.pipes.draft import text as note_text

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.context import ContextRule
    from chartgap.pipes.tokenizer import ChartTokenizer

Cue = cues.Cue
_BEFORE_YEAR = 100
"""So many characters before its year a pattern may begin."""
# Two patterns, each of which begins with letters of its own, are searched much faster than one with a choice.
_YEARS = tuple(re.compile(rf"{century}\d\d(?!\d)(?<!\d\d\d\d\d)") for century in (19, 20))


class CueFinder:
    """Finds the cues of a note, those of words and those of patterns."""

    def __init__(self, tokenizer: ChartTokenizer, rules: Iterable[ContextRule]) -> None:
        given = tuple(rules)
        self._tree = tokenizer.plant()
        self._reader = cues.CueReader(given, tokenizer.number)
        self._patterns: list[tuple[re.Pattern[str], int]] = []
        for number, rule in enumerate(given):
            self._patterns.extend((re.compile(pattern, re.IGNORECASE), number) for pattern in rule.patterns)
            for term in rule.terms:
                tokenizer.add(self._tree, spellings(term), number)
        self._dated = all("year" in pattern.groupindex for pattern, _ in self._patterns)

    def __call__(self, doc: Doc) -> tuple[list[Cue], dict[int, list[Cue]]]:
        """The cues that count, in text order, and those that speak of a term, by the term's number."""
        return self._reader.read(scan(doc), self._tree, sentence_bounds(doc), terms(doc), self._matched(doc))

    def _matched(self, doc: Doc) -> list[tuple[int, int, int]]:
        """What the patterns find; a year counts only where the note names a later one, or no other."""
        text = note_text(doc)
        seen = [match for years in _YEARS for match in years.finditer(text)]
        if self._dated and not seen:
            return []
        seen.sort(key=lambda match: match.start())
        begins, years = starts(doc), {int(match.group()) for match in seen}
        found: list[tuple[int, int, int]] = []
        for pattern, number in self._patterns:
            dated = "year" in pattern.groupindex
            for match in _near(pattern, text, seen) if dated else pattern.finditer(text):
                if dated and len(years) > 1 and int(match["year"]) >= max(years) - 1:
                    continue
                first = bisect_right(begins, match.start()) - 1
                found.append((first, bisect_right(begins, match.end() - 1), number))
        return found


def _near(pattern: re.Pattern[str], text: str, years: list[re.Match[str]]) -> list[re.Match[str]]:
    """What a pattern that ends with a year finds; it is tried only where years stand."""
    found = (
        match
        for year in years
        for match in pattern.finditer(text, max(0, year.start() - _BEFORE_YEAR), year.end() + 10)
    )
    return list({match.start(): match for match in found}.values())
