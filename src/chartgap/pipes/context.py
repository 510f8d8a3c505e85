"""What the words around a term say of it: medspaCy's ConText with our own cues, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from medspacy.context import ConText
from medspacy.context.context_graph import ConTextGraph

from chartgap.models import Assertion
from chartgap.pipes.cues import CueFinder, Modifier, back_reach
from chartgap.pipes.draft import CONTEXT, GROUP, SENTENCES, TERMS, Term, layout, norms, starts
from chartgap.pipes.draft import text as note_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

    from chartgap.lexicon.context import ContextRule
    from chartgap.pipes.tokenizer import ChartTokenizer

SPAN_ATTRIBUTES = {
    "NEGATED": {"is_negated": True},
    "UNCERTAIN": {"is_uncertain": True},
    "HISTORICAL": {"is_historical": True},
    "HYPOTHETICAL": {"is_hypothetical": True},
    "FAMILY": {"is_family": True},
}
SECTION_FLAGS = {"family_history": "family", "education": "hypothetical"}
"""What a section says of everything in it."""


class Stated(NamedTuple):
    """What the text says of one term, the offsets of the cues that say so, and their rules."""

    assertion: Assertion
    cues: tuple[tuple[int, int], ...]
    rules: tuple[str, ...]


class ChartContext(ConText):  # type: ignore[misc]
    """ConText with the lexicon's cues, run only on sentences that hold both a cue and a term."""

    def __init__(self, nlp: Language, name: str, rules: Iterable[ContextRule]) -> None:
        self.register_default_attributes()
        super().__init__(
            nlp, name=name, rules=None, input_span_type="group", span_group_name=GROUP, span_attrs=SPAN_ATTRIBUTES
        )
        self._finder = CueFinder(cast("ChartTokenizer", nlp.tokenizer), rules)

    def __call__(self, doc: Doc, targets: str | None = None) -> Doc:
        """Leave what is stated of each term in the Doc."""
        terms = cast("list[Term]", doc.user_data.get(TERMS) or [])
        if not terms:
            return doc
        edges: list[tuple[Span, Modifier]] = []
        held: dict[int, list[Modifier]] = {}
        modifiers = self._finder(doc)
        if modifiers:
            self._link(doc, terms, modifiers, held, edges)
        stated = _state(doc, terms, held)
        doc.user_data[CONTEXT] = stated
        self.set_context_attributes(edges)
        doc._.context_graph = ConTextGraph(doc.spans[GROUP], modifiers, edges)
        return doc

    def _link(
        self,
        doc: Doc,
        terms: list[Term],
        modifiers: list[Modifier],
        held: dict[int, list[Modifier]],
        edges: list[tuple[Span, Modifier]],
    ) -> None:
        """Apply the modifiers of each sentence to its terms."""
        by_sentence: dict[int, list[Modifier]] = {}
        for modifier in modifiers:
            by_sentence.setdefault(modifier.sentence, []).append(modifier)
        here: dict[int, list[Term]] = {}
        for term in terms:
            if term.sentence in by_sentence:
                here.setdefault(term.sentence, []).append(term)
        firsts = cast("list[int]", doc.user_data.get(SENTENCES) or [0])
        group, words = doc.spans[GROUP], norms(doc)
        for sentence, inside in here.items():
            found = by_sentence[sentence]
            graph = ConTextGraph(modifiers=found)
            low = firsts[sentence]
            high = firsts[sentence + 1] if sentence + 1 < len(firsts) else len(doc)
            for modifier in found:
                modifier.open(words, low, high)
            graph.update_scopes()
            for modifier in found:
                if modifier.direction == "BACKWARD":
                    back_reach(words, modifier, inside)
            for term in inside:
                linked = [modifier for modifier in found if modifier.reaches(term)]
                if any(modifier.category == "CURRENT" for modifier in linked):
                    linked = _settle(words, term, linked)
                if linked:
                    held[term.index] = linked
                    edges.extend((group[term.index], modifier) for modifier in linked)


def _settle(words: list[str], term: Term, linked: list[Modifier]) -> list[Modifier]:
    """Leave out what a cue of the term's presence outweighs.

    Such a cue behind the term (``is noted``) outweighs a negation from before a comma, and one in front of it
    (``diagnosed with``) the year that comes after.
    """
    behind = any(modifier.category == "CURRENT" and modifier.direction == "BACKWARD" for modifier in linked)
    before = any(modifier.category == "CURRENT" and modifier.direction == "FORWARD" for modifier in linked)
    kept = []
    for modifier in linked:
        if modifier.category == "CURRENT" or (before and modifier.metadata.patterns):
            continue
        if behind and modifier.category == "NEGATED" and modifier.direction == "FORWARD":
            if "," in words[modifier.last : term.first]:
                continue
        kept.append(modifier)
    return kept


def _state(doc: Doc, terms: list[Term], held: dict[int, list[Modifier]]) -> dict[int, Stated]:
    """What is stated of each term, by its index: by cues and by the section it stands in."""
    begins, text = starts(doc), note_text(doc)
    stated: dict[int, Stated] = {}
    flagged = [
        (section.start, section.end, SECTION_FLAGS[section.category])
        for section in layout(doc).sections
        if section.category in SECTION_FLAGS
    ]
    if flagged:
        for term in terms:
            for start, end, flag in flagged:
                if start <= term.start < end:
                    stated[term.index] = Stated(_assertion(frozenset((flag,))), (), ())
    for index, linked in held.items():
        flags = {modifier.category.lower() for modifier in linked}
        before = stated.get(index)
        if before is not None:
            flags.update(name for name, value in before.assertion if value)
        cues = tuple(sorted({modifier.offsets(begins, text) for modifier in linked}))
        rules = tuple(modifier.metadata.id for modifier in linked)
        if flags:
            stated[index] = Stated(_assertion(frozenset(flags)), cues, rules)
    return stated


@lru_cache(maxsize=64)
def _assertion(flags: frozenset[str]) -> Assertion:
    return Assertion(**dict.fromkeys(flags, True))
