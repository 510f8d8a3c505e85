"""Finding the cues of ConText in a note."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

from medspacy.context import ConTextRule

from chartgap.lexicon.spellings import spellings
from chartgap.pipes.cues import HEADS, Modifier
from chartgap.pipes.draft import SENTENCES, Term, norms, phrases, starts
from chartgap.pipes.draft import text as note_text

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.context import ContextRule
    from chartgap.pipes.tokenizer import ChartTokenizer

CLOSERS = frozenset(",;.)!?|]")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)(?<!\d\d\d\d\d)")

_Found = tuple[int, int, ConTextRule]
"""First token, the token after the last, the rule."""
_Grouped = dict[int, list[_Found]]


class CueFinder:
    """Finds the cues of a note: the longest wins where two overlap, and a cue inside a term is none.

    Only sentences count that hold a term and a cue that points.
    """

    def __init__(self, tokenizer: ChartTokenizer, rules: Iterable[ContextRule]) -> None:
        self._reader = tokenizer.phrases.join()
        self._patterns: list[tuple[re.Pattern[str], ConTextRule]] = []
        self._ending: set[ConTextRule] = set()
        for rule in rules:
            made = ConTextRule(rule.id, rule.category, direction=rule.direction, metadata=rule)
            if rule.direction == "terminate":
                self._ending.add(made)
            self._patterns.extend((re.compile(pattern, re.IGNORECASE), made) for pattern in rule.patterns)
            for term in rule.terms:
                tokenizer.phrases.add(self._reader, map(tokenizer.norms, spellings(term)), made)

    def __call__(self, doc: Doc, terms: list[Term]) -> list[Modifier]:
        """The cues of the sentences of these terms, in text order."""
        pointing, ending = self._by_sentence(doc, {term.sentence for term in terms})
        wide = _wide(terms)
        modifiers: list[Modifier] = []
        for sentence in sorted(pointing):
            kept = _kept(pointing[sentence], ending.get(sentence, []), wide)
            modifiers.extend(Modifier(rule, first, last, sentence) for first, last, rule in kept)
        return modifiers

    def _by_sentence(self, doc: Doc, wanted: set[int]) -> tuple[_Grouped, _Grouped]:
        """The cues that point and those that end, by sentence, of the wanted sentences."""
        firsts = [*cast("list[int]", doc.user_data.get(SENTENCES) or [0]), len(doc)]
        pointing: _Grouped = {}
        ending: _Grouped = {}
        place = 0
        for first, last, rules in phrases(doc, self._reader):
            while firsts[place + 1] <= first:
                place += 1
            if place not in wanted:
                continue
            for rule in rules:
                if rule in self._ending:
                    ending.setdefault(place, []).append((first, last, rule))
                elif not rule.metadata.closing or _closes(doc, last):
                    pointing.setdefault(place, []).append((first, last, rule))
        for found in self._matched(doc):
            place = bisect_right(firsts, found[0]) - 1
            if place in wanted:
                pointing.setdefault(place, []).append(found)
        return pointing, ending

    def _matched(self, doc: Doc) -> Iterator[_Found]:
        """What the patterns find; a year counts only where the note names a later one, or no other."""
        if not self._patterns:
            return
        text, begins = note_text(doc), starts(doc)
        seen = list(_YEAR.finditer(text))
        years = {int(match.group()) for match in seen}
        for pattern, rule in self._patterns:
            dated = "year" in pattern.groupindex
            for match in _near(pattern, text, seen) if dated else pattern.finditer(text):
                if dated and len(years) > 1 and int(match["year"]) >= max(years) - 1:
                    continue
                first = bisect_right(begins, match.start()) - 1
                yield first, bisect_right(begins, match.end() - 1), rule


def _kept(pointing: list[_Found], ending: list[_Found], wide: dict[int, tuple[int, int]]) -> list[_Found]:
    """The cues of a sentence that count, in order; none if none of them points."""
    kept, taken = _longest(pointing)
    kept = [cue for cue in kept if not _inside(wide.get(cue[0]), cue[0], cue[1])]
    if all(cue[2].direction == "PSEUDO" for cue in kept):
        return []
    for cue in ending:
        if taken.isdisjoint(range(cue[0], cue[1])) and not _inside(wide.get(cue[0]), cue[0], cue[1]):
            kept.append(cue)
    kept.sort(key=_first)
    return kept


def _near(pattern: re.Pattern[str], text: str, years: list[re.Match[str]]) -> list[re.Match[str]]:
    """What a pattern that ends with a year finds; it is tried only where years stand."""
    found = (pattern.search(text, max(0, year.start() - 30), year.end() + 10) for year in years)
    return list({match.start(): match for match in found if match is not None}.values())


def _longest(found: list[_Found]) -> tuple[list[_Found], set[int]]:
    """The longest cues, overlapping none but those of the very same words, and the tokens they take."""
    if len(found) == 1:
        return found, set(range(found[0][0], found[0][1]))
    found.sort(key=lambda cue: (cue[0] - cue[1], not cue[2].metadata.closing, cue[0]))
    taken: dict[int, tuple[int, int, bool]] = {}
    kept: list[_Found] = []
    for cue in found:
        mark = (cue[0], cue[1], cue[2].metadata.closing)
        if all(taken.get(token, mark) == mark for token in range(cue[0], cue[1])):
            taken.update(dict.fromkeys(range(cue[0], cue[1]), mark))
            kept.append(cue)
    return kept, set(taken)


def _first(cue: _Found) -> int:
    return cue[0]


def _wide(terms: list[Term]) -> dict[int, tuple[int, int]]:
    """For each token of a term of several words, the bounds of the widest such term."""
    wide: dict[int, tuple[int, int]] = {}
    for term in terms:
        if term.last - term.first > 1 and term.kind in HEADS:
            for token in range(term.first, term.last):
                low, high = wide.get(token, (token, token))
                wide[token] = (min(low, term.first), max(high, term.last))
    return wide


def _inside(term: tuple[int, int] | None, first: int, last: int) -> bool:
    """Whether a cue is but a part of a term."""
    return term is not None and term[0] <= first and last <= term[1] and term[1] - term[0] > last - first


def _closes(doc: Doc, last: int) -> bool:
    """Whether a clause or line ends before this token."""
    if last >= len(doc):
        return True
    return norms(doc)[last] in CLOSERS or bool(doc[last].is_sent_start) or "\n" in doc[last - 1].text
