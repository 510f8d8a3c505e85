"""Lexicon terms in a note: medspaCy's target matcher, one phrase match over all terms, nested terms kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import compress, pairwise
from typing import TYPE_CHECKING, cast

from medspacy.target_matcher import TargetMatcher, TargetRule
from spacy.tokens import Span, SpanGroup

from chartgap.lexicon.load import GENERATED
from chartgap.pipes import gathered, near, readings
from chartgap.pipes.draft import (
    GROUP,
    TERMS,
    Term,
    has_tokens,
    layout,
    scan,
    sentence_bounds,
)
from chartgap.pipes.word_order import LONGEST, NAMED, Held, WordOrder, forms_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from chartgap.lexicon.schema import PatternEntry, TermEntry
    from chartgap.pipes.tokenizer import ChartTokenizer


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
        self._order: WordOrder[readings.Reading] = WordOrder(patterns)
        self._near: dict[tuple[tuple[str, ...], bool], near.Near] = {}
        self._kinds: dict[str, int] = {}
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
            read = self._reader(entry)
            reading = read(None)
            cased = [(term, read(" ".join(term.split()))) for term in entry.cased]
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
        self._sets = gathered.WordSets(
            self._order.index(), lambda word: map(self._tokenizer.number, forms_of(word))
        )

    def _reader(self, entry: TermEntry) -> Callable[[str | None], readings.Reading]:
        """Makes readings of an entry: for any letters or for the very letters that are given."""
        order, number = len(self._entries), self._kinds.setdefault(entry.kind, len(self._kinds))
        around = {
            "beside": self._hold(entry.beside),
            "not_beside": self._hold(entry.not_beside),
            "not_before": self._hold(entry.not_before),
            "not_after": self._hold(entry.not_after, backward=True),
        }
        return lambda cased: readings.Reading(
            entry.kind,
            entry.id,
            entry.value,
            order=order,
            number=number,
            cased=cased,
            alone=entry.alone,
            **around,
        )

    def _hold(self, asked: tuple[str, ...], *, backward: bool = False) -> near.Near | None:
        """The same for the same phrases: entries share lists of them."""
        if asked and (asked, backward) not in self._near:
            phrases = [list(map(self._tokenizer.number, self._tokenizer.norms(one))) for one in asked]
            self._near[asked, backward] = near.Near(phrases, backward=backward)
        return self._near.get((asked, backward))

    def add(self, rules: TargetRule | Iterable[TargetRule]) -> None:
        """Refused: terms come from the lexicon, by ``add_entries``."""
        raise NotImplementedError("targets are lexicon entries: use add_entries")

    def __call__(self, doc: Doc) -> Doc:
        """Leave the terms in the Doc, and their spans, in the same order, in its span group."""
        matches = readings.Matches(scan(doc), self._tree, sentence_bounds(doc))
        self._reorder(doc, matches)
        terms = matches.settled(Term)
        doc.user_data[TERMS] = terms
        if has_tokens(doc):
            spans = [Span(doc, term.first, term.last, label=term.kind, span_id=term.rule) for term in terms]
            doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
        return doc

    def _reorder(self, doc: Doc, matches: readings.Matches) -> None:
        """Add the disorders whose words stand in another order, where disorders are listed."""
        bounds = sentence_bounds(doc)
        for sentence, names in self._sets.gathered(scan(doc), bounds, _listing(doc), LONGEST):
            low = bounds[sentence]

            def held(first: int, last: int, low: int = low) -> list[Held]:
                return [
                    Held(one - low, other - low, reading.kind, reading.value)
                    for one, other, reading in matches.between(first + low, last + low)
                ]

            words = scan(doc).forms(low, bounds[sentence + 1])
            for first, last, reading in self._order.read(words, names, held):
                if not reading.alone or _heads(doc, scan(doc).start(low)):
                    matches.add(first + low, last + low, sentence, reading)


def _listing(doc: Doc) -> list[tuple[int, int]]:
    """Where the parts of a note start and end that may list disorders: some of its sections, or all of it."""
    sections = layout(doc).sections
    starts = [section.start for section in sections]
    listing = [not section.category or section.category in LISTING for section in sections]
    return list(compress(pairwise((0, *starts, len(scan(doc).text))), (True, *listing)))


def _heads(doc: Doc, start: int) -> bool:
    """Whether an item of diagnoses starts here."""
    laid = layout(doc)
    place = bisect_right(laid.section_starts, start) - 1
    section = laid.sections[place].category if place >= 0 else None
    return section in DIAGNOSES and any(item.start == start for item in laid.items)
