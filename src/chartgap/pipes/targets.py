"""Lexicon terms in a note: medspaCy's target matcher, one phrase match over all terms, nested terms kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from medspacy.target_matcher import TargetMatcher, TargetRule
from msgspec import Struct
from msgspec.structs import replace
from pydantic import JsonValue
from spacy.tokens import Span, SpanGroup

from chartgap.lexicon.load import GENERATED
from chartgap.pipes.draft import (
    GROUP,
    TERMS,
    Term,
    has_tokens,
    layout,
    norms,
    phrases,
    scan,
    sentence_bounds,
    starts,
)
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.word_order import LONGEST, NAMED, Held, WordOrder

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from chartgap.lexicon.schema import PatternEntry, TermEntry
    from chartgap.pipes.tokenizer import ChartTokenizer


class _Phrases:
    """Phrases of normalised words that may stand beside a term, by their first and by their last word."""

    def __init__(self, phrases: Iterable[list[str]]) -> None:
        self.first: dict[str, list[list[str]]] = {}
        self.last: dict[str, list[list[str]]] = {}
        for phrase in phrases:
            self.first.setdefault(phrase[0], []).append(phrase)
            self.last.setdefault(phrase[-1], []).append(phrase)

    def begin(self, words: list[str], at: int) -> bool:
        """Whether one begins at a word that is the first of some."""
        return any(words[at : at + len(phrase)] == phrase for phrase in self.first[words[at]])

    def end(self, words: list[str], at: int) -> bool:
        """Whether one ends with the word before ``at``, which is the last of some."""
        held = self.last[words[at - 1]]
        return any(words[max(0, at - len(phrase)) : at] == phrase for phrase in held)

    def inside(self, words: list[str]) -> bool:
        """Whether one stands anywhere."""
        first = self.first
        return not first.keys().isdisjoint(words) and any(
            words[place : place + len(phrase)] == phrase
            for place, word in enumerate(words)
            for phrase in first.get(word, ())
        )


class _Around(Struct, frozen=True):
    """What must and must not stand around a term."""

    beside: _Phrases | None
    not_beside: _Phrases | None
    not_before: _Phrases | None
    not_after: _Phrases | None

    def lets(self, words: list[str], first: int, last: int, low: int, high: int) -> bool:
        """Whether it is so for a term and the bounds of its sentence."""
        held = self.not_before
        if held is not None and last < len(words) and words[last] in held.first and held.begin(words, last):
            return False
        held = self.not_after
        if held is not None and first and words[first - 1] in held.last and held.end(words, first):
            return False
        beside, refused = self.beside, self.not_beside
        if beside is None and refused is None:
            return True
        before, behind = words[low:first], words[last:high]
        if beside is not None and not (beside.inside(before) or beside.inside(behind)):
            return False
        return refused is None or not (refused.inside(before) or refused.inside(behind))


class _Reading(Struct, frozen=True):
    """One way to read the phrases of an entry, and what must hold around them."""

    kind: str
    rule: str
    value: JsonValue
    order: int
    cased: str | None
    """The very letters it must have; None for any."""
    around: _Around | None
    alone: bool


_Match = tuple[int, int, int, int, int, _Reading]
"""First token, the token after the last, start, end, sentence, reading."""
_FIRST = itemgetter(0)
LISTING = frozenset(
    "assessment impression diagnosis preoperative_diagnosis postoperative_diagnosis problem_list plan "
    "hospital_course reason_for_referral chief_complaint indications past_history other".split()
)
"""The sections that list disorders; a note without sections does too."""
DIAGNOSES = LISTING - {"plan", "hospital_course", "chief_complaint", "indications", "other"}
"""Those of nothing else."""


class ChartTargets(TargetMatcher):  # type: ignore[misc]
    """Finds every term of the lexicon; the longest wins within a kind, terms of different kinds may nest.

    Args:
        nlp: its tokenizer holds the tree of terms.
        name: the component's.
        entries: the terms.
        patterns: those of kind ``word_order``, for names of disorders whose words stand in another order.
    """

    def __init__(
        self, nlp: Language, name: str, entries: Iterable[TermEntry], patterns: Iterable[PatternEntry] = ()
    ) -> None:
        super().__init__(nlp, name=name, result_type="group", span_group_name=GROUP, prune=False)
        self._tokenizer = cast("ChartTokenizer", nlp.tokenizer)
        self._tree = self._tokenizer.plant()
        self._order: WordOrder[_Reading] = WordOrder(patterns)
        self._asked: dict[tuple[str, ...], _Phrases] = {}
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
        for entry in entries:
            self._entries.append(entry)
            reading = _Reading(
                entry.kind, entry.id, entry.value, len(self._entries), None, self._around(entry), entry.alone
            )
            cased = [(term, replace(reading, cased=" ".join(term.split()))) for term in entry.cased]
            if not entry.alone:
                self._tokenizer.add(self._tree, entry.terms, reading)
                for term, one in cased:
                    self._tokenizer.add(self._tree, (term,), one)
            if entry.kind == NAMED:
                generated, least = entry.id.startswith(GENERATED), 1 if entry.alone else 2
                for term, one in [
                    *((term, reading) for term in entry.terms),
                    *(cased if entry.alone else ()),
                ]:
                    words = self._tokenizer.norms(term)
                    self._order.add(words, entry.value, one, generated=generated, least=least)
        self._order.index()

    def _around(self, entry: TermEntry) -> _Around | None:
        asked = (entry.beside, entry.not_beside, entry.not_before, entry.not_after)
        return _Around(*map(self._hold, asked)) if any(asked) else None

    def _hold(self, asked: tuple[str, ...]) -> _Phrases | None:
        """The same for the same phrases: entries share lists of them."""
        if asked and asked not in self._asked:
            self._asked[asked] = _Phrases(map(self._tokenizer.norms, asked))
        return self._asked.get(asked)

    def add(self, rules: TargetRule | Iterable[TargetRule]) -> None:
        """Refused: terms come from the lexicon, by ``add_entries``."""
        raise NotImplementedError("targets are lexicon entries: use add_entries")

    def __call__(self, doc: Doc) -> Doc:
        """Leave the terms in the Doc, and their spans, in the same order, in its span group."""
        found = self._read(doc)
        named = self._reordered(doc, found)
        if named:
            found = sorted([*found, *named], key=_FIRST)
        terms = [
            Term(reading.kind, reading.rule, reading.value, start, end, first, last, index, sentence)
            for index, (first, last, start, end, sentence, reading) in enumerate(_longest(found))
        ]
        doc.user_data[TERMS] = terms
        if has_tokens(doc):
            spans = [Span(doc, term.first, term.last, label=term.kind, span_id=term.rule) for term in terms]
            doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
        return doc

    def _read(self, doc: Doc) -> list[_Match]:
        """Every match that its entry's conditions let stand."""
        begins, words, text = starts(doc), norms(doc), note_text(doc)
        end_of = scan(doc).end
        bounds = sentence_bounds(doc)
        sentence = 0
        found: list[_Match] = []
        for first, last, readings in phrases(doc, self._tree, 0, len(words)):
            while bounds[sentence + 1] <= first:
                sentence += 1
            start, end = begins[first], end_of(last)
            for reading in readings:
                around, cased = reading.around, reading.cased
                if cased is not None and " ".join(text[start:end].split()) != cased:
                    continue
                if around is None or around.lets(words, first, last, bounds[sentence], bounds[sentence + 1]):
                    found.append((first, last, start, end, sentence, reading))
        return found

    def _reordered(self, doc: Doc, found: list[_Match]) -> list[_Match]:
        """The matches of disorders whose words stand in another order, where disorders are listed."""
        words, begins, end_of, text = norms(doc), starts(doc), scan(doc).end, note_text(doc)
        laid, firsts = layout(doc), layout(doc).section_starts
        matches: list[_Match] = []

        def held(first: int, last: int) -> list[Held]:
            place, stop = bisect_left(found, first, key=_FIRST), bisect_left(found, last, key=_FIRST)
            return [Held(one[0], one[1], one[5].kind, one[5].value) for one in found[place:stop]]

        place = -1
        for sentence, (low, high) in enumerate(pairwise(sentence_bounds(doc))):
            if high - low > LONGEST or low == high:
                continue
            while place + 1 < len(firsts) and firsts[place + 1] <= begins[low]:
                place += 1
            section = laid.sections[place].category if place >= 0 else None
            if (section and section not in LISTING) or not self._order.may_stand(words[low:high]):
                continue
            for first, last, reading in self._order.read(words, low, high, held):
                start, end, around = begins[first], end_of(last), reading.around
                heads = reading.alone and section in DIAGNOSES and {item.start for item in laid.items}
                if reading.alone and not (heads and begins[low] in heads):
                    continue
                if reading.cased is not None and " ".join(text[start:end].split()) != reading.cased:
                    continue
                if around is None or around.lets(words, first, last, low, high):
                    matches.append((first, last, start, end, sentence, reading))
        return matches


def _longest(found: list[_Match]) -> list[_Match]:
    """The longest matches of each kind, none overlapping another of its kind, in text order."""
    kept: list[_Match] = []
    reach = together = 0
    for match in found:
        # Most stand clear of the others; only what overlaps has to be compared.
        if match[0] >= reach:
            if len(kept) - together > 1:
                kept[together:] = _settle(kept[together:])
            together = len(kept)
        kept.append(match)
        if match[1] > reach:
            reach = match[1]
    if len(kept) - together > 1:
        kept[together:] = _settle(kept[together:])
    return kept


def _settle(found: list[_Match]) -> list[_Match]:
    """The longest of overlapping matches of each kind, and what overlaps none of those."""
    kept = found
    if len({match[5].kind for match in found}) < len(found):
        kept = []
        taken: dict[str, set[int]] = {}
        for match in sorted(found, key=lambda match: (match[0] - match[1], match[0], match[5].order)):
            tokens = range(match[0], match[1])
            mine = taken.setdefault(match[5].kind, set())
            if mine.isdisjoint(tokens):
                mine.update(tokens)
                kept.append(match)
    if len(kept) > 1:
        kept.sort(key=lambda match: (match[0], -match[1], match[5].order))
    return kept
