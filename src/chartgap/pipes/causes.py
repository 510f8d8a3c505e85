"""Causes that a note states in words of its own, beside those that the lexicon names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from chartgap.pipes.draft import Draft, drafts, terms, text
from chartgap.pipes.pattern import bounds, compile_patterns

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

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        found, note = drafts(doc), text(doc)
        told: set[int] = set()
        for term in terms(doc, "disorder"):
            end = bounds(doc, term.sentence)[1]
            match = self._near(note, term.end, end)
            if match is None or match.start("cause") in told:
                continue
            told.add(match.start("cause"))
            words = match.group("cause").rstrip()
            start = match.start("cause")
            value = dict(cast("dict[str, JsonValue]", self.pattern.entry.value))
            value["cause"] = " ".join(words.lower().split())
            found.append(Draft("cause", start, start + len(words), value, RULE, term.index))
        return doc

    def _near(self, note: str, start: int, end: int) -> re.Match[str] | None:
        """The first match near enough to the disorder that ends at ``start``."""
        end = min(end, start + NEAR + LONGEST)
        if not self.pattern.shows(note[start:end].casefold()):
            return None
        for match in self.pattern.regex.finditer(note, start, end):
            if match.start() - start <= (WEAK_NEAR if match.group("weak") else NEAR):
                return match
        return None
