"""Lexicon terms in a note: medspaCy's target matcher, one phrase match over all terms, nested terms kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from medspacy.target_matcher import TargetMatcher, TargetRule
from spacy.tokens import Span, SpanGroup

from chartgap.pipes.draft import GROUP, SENTENCES, TERMS, Term, norms, phrases, starts
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.trie import PhraseTree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from chartgap.lexicon.schema import TermEntry
    from chartgap.pipes.tokenizer import ChartTokenizer


@dataclass(frozen=True, slots=True)
class _Around:
    """What must and must not stand around a term."""

    beside: frozenset[str]
    not_beside: frozenset[str]
    not_before: frozenset[str]
    not_after: frozenset[str]


class _Reading(NamedTuple):
    """One way to read the phrases of an entry, and what must hold around them."""

    entry: TermEntry
    cased: str | None
    """The very letters it must have; None for any."""
    order: int
    around: _Around | None
    label: int
    rule: int


_Match = tuple[int, int, int, _Reading]
"""First token, the token after the last, end offset, reading."""


class ChartTargets(TargetMatcher):  # type: ignore[misc]
    """Finds every term of the lexicon; the longest wins within a kind, terms of different kinds may nest."""

    def __init__(self, nlp: Language, name: str, entries: Iterable[TermEntry]) -> None:
        super().__init__(nlp, name=name, result_type="group", span_group_name=GROUP, prune=False)
        self._tokenizer = cast("ChartTokenizer", nlp.tokenizer)
        self._reader = self._tokenizer.phrases.join()
        self._neighbours: PhraseTree[str] = PhraseTree()
        self._reversed: PhraseTree[str] = PhraseTree()
        self._near: set[str] = set()
        self._entries: list[TermEntry] = []
        self.add_entries(entries)

    @property
    def rules(self) -> list[TargetRule]:
        """One medspaCy rule for each term."""
        return [
            TargetRule(term, entry.kind, metadata={"id": entry.id, "value": entry.value})
            for entry in self._entries
            for term in (*entry.terms, *entry.cased)
        ]

    @property
    def labels(self) -> set[str]:
        """The kinds of the terms."""
        return {entry.kind for entry in self._entries}

    def add_entries(self, entries: Iterable[TermEntry]) -> None:
        """Add term entries; where two claim one phrase for one kind, the first added wins."""
        strings = self.nlp.vocab.strings
        norms_of, shared = self._tokenizer.norms, self._tokenizer.phrases
        for entry in entries:
            self._entries.append(entry)
            label, rule = strings.add(entry.kind), strings.add(entry.id)
            asked = (*entry.beside, *entry.not_beside, *entry.not_before, *entry.not_after)
            around = _around(entry) if asked else None
            reading = _Reading(entry, None, len(self._entries), around, label, rule)
            shared.add(self._reader, map(norms_of, entry.terms), reading)
            for term in entry.cased:
                cased = reading._replace(cased=" ".join(term.split()))
                shared.add(self._reader, (norms_of(term),), cased)
            for word in asked:
                if word not in self._near:
                    self._near.add(word)
                    phrase = norms_of(word)
                    self._neighbours.add(phrase, word)
                    self._reversed.add(reversed(phrase), word)

    def add(self, rules: TargetRule | Iterable[TargetRule]) -> None:
        """Refused: terms come from the lexicon, by ``add_entries``."""
        raise NotImplementedError("targets are lexicon entries: use add_entries")

    def __call__(self, doc: Doc) -> Doc:
        """Leave the terms in the Doc, and their spans, in the same order, in its span group."""
        begins, text = starts(doc), note_text(doc)
        found = self._longest(self._read(doc, begins, text))
        sentences = cast("list[int]", doc.user_data.get(SENTENCES) or [0])
        terms: list[Term] = []
        spans: list[Span] = []
        place = -1
        length = len(sentences)
        for first, last, end, reading in found:
            while place + 1 < length and sentences[place + 1] <= first:
                place += 1
            entry = reading.entry
            start = begins[first]
            terms.append(
                Term(entry.kind, entry.id, entry.value, start, end, first, last, len(terms), max(place, 0))
            )
            spans.append(Span(doc, first, last, label=reading.label, span_id=reading.rule))
        doc.user_data[TERMS] = terms
        doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
        return doc

    def _read(self, doc: Doc, begins: list[int], text: str) -> list[_Match]:
        """Every match that its entry's conditions let stand."""
        found: list[_Match] = []
        nearby: _Nearby | None = None
        count = len(begins)
        for first, last, readings in phrases(doc, self._reader):
            start, end = begins[first], begins[last] if last < count else len(text)
            end = start + len(text[start:end].rstrip())
            for reading in readings:
                if reading.cased is not None and " ".join(text[start:end].split()) != reading.cased:
                    continue
                if reading.around is not None:
                    if nearby is None:
                        nearby = _Nearby(doc, self._neighbours, self._reversed)
                    if not nearby.lets(reading.around, first, last):
                        continue
                found.append((first, last, end, reading))
        return found

    @staticmethod
    def _longest(found: list[_Match]) -> list[_Match]:
        """The longest matches of each kind, none overlapping another of its kind, in text order."""
        by_kind: dict[str, list[_Match]] = {}
        for match in found:
            by_kind.setdefault(match[3].entry.kind, []).append(match)
        kept: list[_Match] = []
        for held in by_kind.values():
            # Most stand clear of the others; only what overlaps has to be compared.
            together: list[_Match] = []
            end = 0
            for match in held:
                if together and match[0] >= end:
                    kept.extend(_apart(together))
                    together = []
                together.append(match)
                end = max(end, match[1])
            kept.extend(_apart(together))
        kept.sort(key=lambda match: (match[0], -match[1], match[3].order))
        return kept


def _apart(found: list[_Match]) -> list[_Match]:
    """The longest of overlapping matches of one kind, and what overlaps none of those."""
    if len(found) == 1:
        return found
    taken: set[int] = set()
    kept: list[_Match] = []
    for match in sorted(found, key=lambda match: (match[0] - match[1], match[0], match[3].order)):
        tokens = range(match[0], match[1])
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(match)
    return kept


def _around(entry: TermEntry) -> _Around:
    return _Around(
        frozenset(entry.beside),
        frozenset(entry.not_beside),
        frozenset(entry.not_before),
        frozenset(entry.not_after),
    )


class _Nearby:
    """The words of a note that conditions of terms ask for; looked up only where a term stands."""

    def __init__(self, doc: Doc, tree: PhraseTree[str], backwards: PhraseTree[str]) -> None:
        self._doc = doc
        self._words = norms(doc)
        self._tree = tree
        self._backwards = backwards
        self._back = self._words[::-1]
        self._sentences: dict[int, list[tuple[int, int, list[str]]]] = {}

    def lets(self, around: _Around, first: int, last: int) -> bool:
        """Whether what the entry wants around its term is there, and what it refuses is not."""
        if around.not_before and self._follows(around.not_before, last):
            return False
        if around.not_after and self._precedes(around.not_after, first):
            return False
        if around.beside and not self._inside(around.beside, first, last):
            return False
        return not (around.not_beside and self._inside(around.not_beside, first, last))

    def _follows(self, words: frozenset[str], last: int) -> bool:
        return any(not words.isdisjoint(found) for _, _, found in self._tree.at(self._words, last))

    def _precedes(self, words: frozenset[str], first: int) -> bool:
        at = len(self._back) - first
        return any(not words.isdisjoint(found) for _, _, found in self._backwards.at(self._back, at))

    def _inside(self, words: frozenset[str], first: int, last: int) -> bool:
        low, high = sentence_bounds(self._doc, first)
        held = self._sentences.get(low)
        if held is None:
            held = self._sentences[low] = [
                (low + start, low + stop, found)
                for start, stop, found in self._tree.find(self._words[low:high])
            ]
        return any(
            (stop <= first or start >= last) and not words.isdisjoint(found) for start, stop, found in held
        )


def sentence_bounds(doc: Doc, token: int) -> tuple[int, int]:
    """The token bounds of the sentence that holds a token."""
    firsts = cast("list[int]", doc.user_data.get(SENTENCES) or [0])
    place = bisect_right(firsts, token) - 1
    return firsts[max(place, 0)], firsts[place + 1] if place + 1 < len(firsts) else len(doc)
