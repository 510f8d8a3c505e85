"""NegEx, the second reader of negation: negspaCy's algorithm, our cues, and the cue that it went by."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from negspacy.negation import Negex

from chartgap.lexicon.context import NegexRule
from chartgap.lexicon.spellings import spellings
from chartgap.pipes.draft import GROUP, NEGEX, SENTENCES, Term, assertable, phrases, starts
from chartgap.pipes.draft import text as note_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    from chartgap.pipes.tokenizer import ChartTokenizer

EXTENSION = "chartgap_negex"
LONGEST_CUE = 16
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


class _Matcher:
    """A reader of phrases that answers as spaCy's PhraseMatcher does."""

    def __init__(self, reader: int) -> None:
        self._reader = reader

    def __call__(self, doc: Doc) -> list[tuple[int, int, int]]:
        return [(key, first, last) for first, last, keys in phrases(doc, self._reader) for key in keys]


class ChartNegation(Negex):
    """NegEx over the span group of term matches."""

    def __init__(self, nlp: Language, name: str, rules: Iterable[NegexRule]) -> None:
        super().__init__(nlp, name, termset(rules), [], EXTENSION, [])

    def build_patterns(self) -> None:
        """The cues as one matcher, under the names that ``process_negations`` knows them by."""
        tokenizer = cast("ChartTokenizer", self.nlp.tokenizer)
        reader = tokenizer.phrases.join()
        for label, given in (
            ("pseudo", self.pseudo_negations),
            ("Preceding", self.preceding_negations),
            ("Following", self.following_negations),
            ("Termination", self.termination),
        ):
            key = self.nlp.vocab.strings.add(label)
            tokenizer.phrases.add(reader, map(tokenizer.norms, given), key)
        self.matcher = cast("PhraseMatcher", _Matcher(reader))

    def __call__(self, doc: Doc) -> Doc:
        """Leave the cue of each negated term in the Doc."""
        terms = assertable(doc)
        if not terms:
            return doc
        preceding, following, terminating = self.process_negations(doc)
        if not (preceding or following):
            return doc
        firsts = cast("list[int]", doc.user_data.get(SENTENCES) or [0])
        bounds = sorted({*firsts, *(start for _, start, _ in terminating), len(doc)})
        before = sorted((first, last) for _, first, last in preceding)
        after = sorted((first, last) for _, first, last in following)
        cues: dict[int, tuple[int, int]] = {}
        for term in terms:
            place = bisect_right(bounds, term.first) - 1
            low, high = bounds[place], bounds[place + 1]
            if term.last > high:
                continue
            cue = _nearest(before, after, low, high, term)
            if cue is not None:
                cues[term.index] = cue
        if cues:
            self._publish(doc, cues)
        return doc

    def _publish(self, doc: Doc, cues: dict[int, tuple[int, int]]) -> None:
        begins, text = starts(doc), note_text(doc)
        group = doc.spans[GROUP]
        held: dict[int, tuple[int, int]] = {}
        for index, (first, last) in cues.items():
            end = begins[last] if last < len(begins) else len(text)
            held[index] = (begins[first], begins[first] + len(text[begins[first] : end].rstrip()))
            group[index]._.set(self.extension_name, True)
        doc.user_data[NEGEX] = held


def _nearest(
    preceding: list[tuple[int, int]],
    following: list[tuple[int, int]],
    low: int,
    high: int,
    term: Term,
) -> tuple[int, int] | None:
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
