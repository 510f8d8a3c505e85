"""Causes that a note states in words of its own, beside those that the lexicon names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from chartgap.pipes import pieces
from chartgap.pipes.draft import (
    Draft,
    drafts,
    folded,
    lowered,
    phrases,
    sentence_bounds,
    terms,
    text,
    words,
)
from chartgap.pipes.pattern import bounds, compile_patterns, for_lower_case

if TYPE_CHECKING:
    from pydantic import JsonValue
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon
    from chartgap.pipes.tokenizer import ChartTokenizer

RULE = "cause.stated"
NEAR = 60
"""How far behind the disorder the words "due to" may begin, in characters."""
LONGEST = 120
"""How far a stated cause is read, in characters, with the words that introduce it."""
WEAK_NEAR = 25
"""The same for "from" and "after", which say less."""


class ChartCauses:
    """The component ``chartgap_causes``: drafts ``{cause, stated: true, ...}`` of what follows "due to".

    It is looked for behind a disorder term, in its sentence. Where the lexicon names the cause there, that
    finding stands beside this one and has the code.
    """

    def __init__(self, lexicon: Lexicon, tokenizer: ChartTokenizer) -> None:
        (self.pattern,) = compile_patterns(p for p in lexicon.patterns if p.id == RULE)
        self._regex = for_lower_case(self.pattern)
        self._tree = tokenizer.plant()
        tokenizer.add(self._tree, sorted(self.pattern.words), None)
        self._pieces = pieces.Pieces(self.pattern.entry.pieces)

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        low = folded(doc)
        if self.pattern.lacks(words(doc), low):
            return doc
        found, note, ends = drafts(doc), text(doc), sentence_bounds(doc)
        anywhere = self._pieces.stand_in(low)
        told: set[int] = set()
        for term in terms(doc, "disorder"):
            last = min(term.last + NEAR + LONGEST, ends[term.sentence + 1])
            if not anywhere and not phrases(doc, self._tree, term.last, last):
                continue
            cause = self._near(note, term.end, bounds(doc, term.sentence)[1])
            if cause is None or cause[0] in told:
                continue
            start = cause[0]
            told.add(start)
            stated = note[start : cause[1]].rstrip()
            value = dict(cast("dict[str, JsonValue]", self.pattern.entry.value))
            value["cause"] = " ".join(stated.lower().split())
            found.append(Draft("cause", start, start + len(stated), value, RULE, term.index))
        return doc

    def _near(self, note: str, start: int, end: int) -> tuple[int, int] | None:
        """Where the first cause stands that is near enough to the disorder that ends at ``start``."""
        shift = start - 1
        low = lowered(note[shift : min(end, start + NEAR + LONGEST)])
        for match in self._regex.finditer(low, 1):
            if match.start() - 1 <= (WEAK_NEAR if match.group("weak") else NEAR):
                return match.start("cause") + shift, match.end("cause") + shift
        return None
