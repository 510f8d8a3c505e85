"""Stock components with our rules: the oracle of ``pipelines/reference.cfg``.

They are medspaCy's and negspaCy's own classes, unchanged. What they cannot be told, conditions of terms,
reach, closing cues, years, is left out: those are the differences that a test names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from medspacy.context import ConText, ConTextRule
from medspacy.section_detection import Sectionizer, SectionRule
from medspacy.target_matcher import TargetMatcher, TargetRule
from negspacy.negation import Negex

from chartgap.lexicon.context import ContextRule, NegexRule
from chartgap.lexicon.section import SectionEntry
from chartgap.lexicon.spellings import spellings
from chartgap.pipes.context import SPAN_ATTRIBUTES
from chartgap.pipes.draft import GROUP
from chartgap.pipes.negation import termset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon
    from chartgap.lexicon.schema import TermEntry

EXTENSION = "stock_negex"


def stock_targets(nlp: Language, name: str, entries: Iterable[TermEntry]) -> TargetMatcher:
    """The stock target matcher with the terms, into the span group; it prunes nested terms of all kinds."""
    targets = TargetMatcher(
        nlp, name=name, phrase_matcher_attr="NORM", result_type="group", span_group_name=GROUP, prune=True
    )
    targets.add(
        [
            TargetRule(term, entry.kind, metadata={"id": entry.id})
            for entry in entries
            for term in (*entry.terms, *entry.cased)
        ]
    )
    return targets


def stock_context(nlp: Language, name: str, lexicon: Lexicon) -> ConText:
    """The stock ConText with the cues that words can say."""
    ConText.register_default_attributes()
    context = ConText(
        nlp,
        name=name,
        rules=None,
        phrase_matcher_attr="NORM",
        input_span_type="group",
        span_group_name=GROUP,
        span_attrs=SPAN_ATTRIBUTES,
    )
    spelled: dict[tuple[str, str], list[ContextRule]] = {}
    for rule in lexicon.table("context", ContextRule).values():
        if not isinstance(rule, NegexRule) and not rule.closing:
            for term in rule.terms:
                for spelling in spellings(term):
                    spelled.setdefault((spelling, rule.category), []).append(rule)
    context.add(
        [
            ConTextRule(spelling, category, direction=_direction(rules), max_scope=None, metadata=rules[0])
            for (spelling, category), rules in spelled.items()
        ]
    )
    return context


def _direction(rules: list[ContextRule]) -> str:
    """The direction of a spelling: of two rules for one, the stock matcher would take either."""
    directions = {rule.direction for rule in rules}
    return "bidirectional" if {"forward", "backward"} <= directions else rules[0].direction


class StockNegation:
    """The stock NegEx on the spans that the stock target matcher left.

    They go in as entities: negspaCy 1.0, which Python 3.11 has, knows no span groups.
    """

    def __init__(self, nlp: Language, name: str, lexicon: Lexicon) -> None:
        rules = lexicon.table("context", NegexRule).values()
        self._negex = Negex(nlp, name, termset(rules), [], EXTENSION, [])

    def __call__(self, doc: Doc) -> Doc:
        """Negate; a span and the entity of its words share what is said of them."""
        doc.ents = tuple(doc.spans[GROUP])
        doc = self._negex(doc)
        doc.ents = ()
        return doc


def stock_sections(nlp: Language, name: str, lexicon: Lexicon) -> Sectionizer:
    """The stock sectionizer with the titles, each with its colon."""
    sectionizer = Sectionizer(nlp, name=name, rules=None, phrase_matcher_attr="NORM", span_attrs=None)
    sectionizer.add(
        [
            SectionRule(f"{title}:", entry.category)
            for entry in lexicon.table("sections", SectionEntry).values()
            for term in entry.titles
            for title in spellings(term)
        ]
    )
    return sectionizer
