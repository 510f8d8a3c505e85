"""NegEx, the second reader of negation: negspaCy's algorithm, our cues, and the cue that it went by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from negspacy.negation import Negex

from chartgap.lexicon.context import NegexRule
from chartgap.lexicon.spellings import spellings
from chartgap.pipes import negex
from chartgap.pipes.draft import GROUP, NEGEX, has_tokens, scan, sentence_bounds, terms

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from chartgap.pipes.tokenizer import ChartTokenizer

EXTENSION = "chartgap_negex"
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
        tokenizer.add(self._tree, self.pseudo_negations, "pseudo")
        tokenizer.add(self._tree, self.preceding_negations, "preceding")
        tokenizer.add(self._tree, self.following_negations, "following")
        tokenizer.add(self._ends, self.termination, None)

    def __call__(self, doc: Doc) -> Doc:
        """Leave the cue of each negated term in the Doc."""
        found = terms(doc)
        if found:
            cues = negex.negate(scan(doc), self._tree, self._ends, sentence_bounds(doc), found)
            doc.user_data[NEGEX] = cues
            if has_tokens(doc):
                group = doc.spans[GROUP]
                for index in cues:
                    group[index]._.set(self.extension_name, True)
        return doc
