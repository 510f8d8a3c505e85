"""NegEx, the second reader of negation: negspaCy's algorithm, our cues, and the cue that it went by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from negspacy.negation import Negex

from chartgap.lexicon.context import NegexRule
from chartgap.lexicon.spellings import spellings
from chartgap.pipes.draft import (
    GROUP,
    NEGEX,
    Term,
    assertable,
    has_tokens,
    phrases,
    scan,
    sentence_bounds,
    starts,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from chartgap.pipes.tokenizer import ChartTokenizer

EXTENSION = "chartgap_negex"
LONGEST_CUE = 16
_LABELS = ("pseudo", "Preceding", "Following")
Cue = tuple[int, int]
"""Its first token, and the one after its last."""
PARTS = {
    "pseudo": "pseudo_negations",
    "forward": "preceding_negations",
    "backward": "following_negations",
    "terminate": "termination",
}


def termset(rules: Iterable[NegexRule]) -> dict[str, list[str]]:
    """The rules as the termset that negspaCy takes."""
    held: dict[str, list[str]] = {part: [] for part in PARTS.values()}
    for rule in rules:
        for term in rule.terms:
            held[PARTS[rule.direction]].extend(spellings(term))
    return held


class ChartNegation(Negex):
    """NegEx over the terms of which something can be stated."""

    def __init__(self, nlp: Language, name: str, rules: Iterable[NegexRule]) -> None:
        super().__init__(nlp, name, termset(rules), [], EXTENSION, [])

    def build_patterns(self) -> None:
        """The cues as one tree, under the names that negspaCy gives them; what ends their scope: another."""
        tokenizer = cast("ChartTokenizer", self.nlp.tokenizer)
        self._tree, self._ends = tokenizer.plant(), tokenizer.plant()
        cues = (self.pseudo_negations, self.preceding_negations, self.following_negations)
        for label, given in zip(_LABELS, cues, strict=True):
            tokenizer.add(self._tree, given, label)
        tokenizer.add(self._ends, self.termination, None)

    def __call__(self, doc: Doc) -> Doc:
        """Leave the cue of each negated term in the Doc."""
        terms = assertable(doc)
        if not terms:
            return doc
        before, after, stopped = self._cues(doc)
        sentences = sentence_bounds(doc)
        cued = {bisect_right(sentences, first) - 1 for first, _ in (*before, *after)}
        cues: dict[int, Cue] = {}
        for sentence, group in groupby(terms, key=attrgetter("sentence")):
            if sentence not in cued:
                continue
            low, high = sentences[sentence], sentences[sentence + 1]
            ends = (first for first, _, _ in phrases(doc, self._ends, low, high) if first not in stopped)
            bounds = sorted({low, high, *ends})
            for term in group:
                place = bisect_right(bounds, term.first)
                if term.last <= bounds[place]:
                    cue = _nearest(before, after, bounds[place - 1], bounds[place], term)
                    if cue is not None:
                        cues[term.index] = cue
        if cues:
            self._publish(doc, cues)
        return doc

    def _cues(self, doc: Doc) -> tuple[list[Cue], list[Cue], set[int]]:
        """The cues of what follows, those of what precedes, and where none begins: ``process_negations``.

        A pseudo cue stops a cue that begins inside it or right after it, be it in the next sentence.
        """
        found: dict[str, list[Cue]] = {label: [] for label in _LABELS}
        for first, last, labels in phrases(doc, self._tree, 0, len(starts(doc))):
            for label in labels:
                found[label].append((first, last))
        pseudo, before, after = found.values()
        stopped = {token for first, last in pseudo for token in range(first, last + 1)}
        if stopped:
            before = [cue for cue in before if cue[0] not in stopped]
            after = [cue for cue in after if cue[0] not in stopped]
        return before, after, stopped

    def _publish(self, doc: Doc, cues: dict[int, Cue]) -> None:
        begins, end_of = starts(doc), scan(doc).end
        held = {index: (begins[first], end_of(last)) for index, (first, last) in cues.items()}
        doc.user_data[NEGEX] = held
        if has_tokens(doc):
            group = doc.spans[GROUP]
            for index in held:
                group[index]._.set(self.extension_name, True)


def _nearest(preceding: list[Cue], following: list[Cue], low: int, high: int, term: Term) -> Cue | None:
    """The cue that negates a term between two bounds: the last before it, else the first ending after it."""
    place = bisect_left(preceding, (min(high, term.first), 0))
    if place and preceding[place - 1][0] >= low:
        return preceding[place - 1]
    for place in range(bisect_left(following, (max(low, term.first - LONGEST_CUE), 0)), len(following)):
        first, last = following[place]
        if first >= high:
            break
        if last > term.last:
            return first, last
    return None
