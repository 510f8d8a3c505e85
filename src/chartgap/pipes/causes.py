"""Causes that a note states in words of its own, beside those that the lexicon names."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from chartgap.pipes.draft import Draft, drafts, folded, lowered, terms, text, words
from chartgap.pipes.pattern import bounds, compile_patterns, for_lower_case, holds

if TYPE_CHECKING:
    from pydantic import JsonValue
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon

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

    def __init__(self, lexicon: Lexicon) -> None:
        (self.pattern,) = compile_patterns(p for p in lexicon.patterns if p.id == RULE)
        self._regex = for_lower_case(self.pattern)

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        found, note, said = drafts(doc), text(doc), words(doc)
        if self.pattern.lacks(said, folded(doc)):
            return doc
        signs = self.pattern.signs(said)
        told: set[int] = set()
        for term in terms(doc, "disorder"):
            end = bounds(doc, term.sentence)[1]
            cause = self._near(note, term.end, end, signs)
            if cause is None or cause[0] in told:
                continue
            start = cause[0]
            told.add(start)
            stated = note[start : cause[1]].rstrip()
            value = dict(cast("dict[str, JsonValue]", self.pattern.entry.value))
            value["cause"] = " ".join(stated.lower().split())
            found.append(Draft("cause", start, start + len(stated), value, RULE, term.index))
        return doc

    def _near(self, note: str, start: int, end: int, signs: tuple[str, ...]) -> tuple[int, int] | None:
        """Where the first cause stands that is near enough to the disorder that ends at ``start``."""
        shift = start - 1
        low = lowered(note[shift : min(end, start + NEAR + LONGEST)])
        if not holds(low, signs):
            return None
        for match in self._regex.finditer(low, 1):
            if match.start() - 1 <= (WEAK_NEAR if match.group("weak") else NEAR):
                return match.start("cause") + shift, match.end("cause") + shift
        return None
