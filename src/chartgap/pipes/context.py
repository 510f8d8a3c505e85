"""What the words around a term say of it: medspaCy's ConText with our own cues, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from medspacy.context import ConText, ConTextRule
from medspacy.context.context_graph import ConTextGraph
from medspacy.context.context_modifier import ConTextModifier
from msgspec import Struct

from chartgap.models import Assertion
from chartgap.pipes.cue_finder import Cue, CueFinder
from chartgap.pipes.draft import (
    CONTEXT,
    GROUP,
    UNSTATED,
    Term,
    has_tokens,
    layout,
    scan,
    terms,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

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
LESIONS = ("disorder", "feature")
"""Kinds of what is denied of an infection before more is told of it."""
ATTRIBUTED = ("organism", "route")
"""Kinds that a list may go on with after such a denial."""
ALTERNATIVES = frozenset(("or", "nor"))
NEIGHBOURS = 100
"""So many terms before it may be the disorder that an attribute belongs to."""


class Stated(Struct, frozen=True):
    """What the text says of one term, the offsets of the cues that say so, and their rules."""

    assertion: Assertion
    cues: tuple[tuple[int, int], ...]
    rules: tuple[str, ...]


class ChartContext(ConText):  # type: ignore[misc]
    """ConText with the lexicon's cues, run only on sentences that hold both a cue and a term."""

    def __init__(self, nlp: Language, name: str, rules: Iterable[ContextRule]) -> None:
        self.register_default_attributes()
        super().__init__(
            nlp,
            name=name,
            rules=None,
            input_span_type="group",
            span_group_name=GROUP,
            span_attrs=SPAN_ATTRIBUTES,
        )
        self._finder = CueFinder(cast("ChartTokenizer", nlp.tokenizer), rules)

    def __call__(self, doc: Doc, targets: str | None = None) -> Doc:
        """Leave what is stated of each term in the Doc."""
        found = terms(doc)
        if not found:
            return doc
        cues, linked = self._finder(doc)
        stated = doc.user_data[CONTEXT] = _state_by_section(doc, found)
        for index, told in linked.items():
            if len(told) > 1 or told[0].rule.category == "current" or found[index].kind in ATTRIBUTED:
                told = linked[index] = _outweigh(doc, found, index, told)
            if told:
                stated[index] = _state(told, stated.get(index))
        if has_tokens(doc):
            self._publish(doc, cues, linked)
        return doc

    def _publish(self, doc: Doc, cues: list[Cue], linked: dict[int, list[Cue]]) -> None:
        """Leave the cues and what they speak of in the Doc as medspaCy does."""
        group = doc.spans[GROUP]
        modifiers = {cue: _modifier(cue) for cue in cues}
        edges = [(group[index], modifiers[cue]) for index, told in linked.items() for cue in told]
        self.set_context_attributes(edges)
        doc._.context_graph = ConTextGraph(group, list(modifiers.values()), edges)


def _modifier(cue: Cue) -> ConTextModifier:
    rule = ConTextRule(cue.rule.id, cue.rule.category, direction=cue.rule.direction, metadata=cue.rule)
    return ConTextModifier(
        rule, cue.first, cue.last, None, scope_start=cue.scope_start, scope_end=cue.scope_end
    )


def _outweigh(doc: Doc, found: list[Term], index: int, cues: list[Cue]) -> list[Cue]:
    """The cues that count for a term, of those that reach it."""
    if found[index].kind in ATTRIBUTED:
        cues = [cue for cue in cues if not _is_past(doc, cue, found, index)]
    if len(cues) > 1 or (cues and cues[0].rule.category == "current"):
        return _settle(doc, found[index], cues)
    return cues


def _is_past(doc: Doc, cue: Cue, terms: list[Term], index: int) -> bool:
    """Whether an attribute of a disorder follows, behind a comma, what a cue denies of that disorder.

    "Wound infection, no abscess, MRSA" tells the organism of the infection; "no abscess, MRSA or pus" denies
    all three.
    """
    if cue.rule.category != "negated" or cue.rule.direction != "forward":
        return False
    told = terms[index]
    before = [term for term in terms[max(0, index - NEIGHBOURS) : index] if term.sentence == told.sentence]
    denied = [term for term in before if term.kind in LESIONS and term.first >= cue.last]
    if not denied or not any(term.kind == "disorder" and term.last <= cue.first for term in before):
        return False
    between = scan(doc).forms(max(term.last for term in denied), told.first)
    behind = scan(doc).forms(told.last, told.last + 2)
    return "," in between and ALTERNATIVES.isdisjoint((*between, *behind))


def _settle(doc: Doc, term: Term, linked: list[Cue]) -> list[Cue]:
    """Leave out what another cue of the term outweighs.

    ``is noted`` behind the term outweighs a negation from before a comma, and ``diagnosed with`` in front of
    it the year that comes after. Of a denial and a doubt the one that concludes stands: ``possible gout was
    excluded``, ``no sure gout, cannot be excluded``.
    """
    told = {(cue.rule.category, cue.rule.direction) for cue in linked}
    kept = []
    doubted = ("uncertain", "backward") in told and ("negated", "backward") not in told
    denied = any(category == "negated" for category, _ in told)
    for cue in linked:
        category, forward = cue.rule.category, cue.rule.direction == "forward"
        if category == "current" or (("current", "forward") in told and cue.rule.patterns):
            continue
        if category == "negated" and forward and ("current", "backward") in told:
            if "," in scan(doc).forms(cue.last, term.first):
                continue
        if denied and category == ("negated" if doubted else "uncertain"):
            continue
        kept.append(cue)
    return kept


def _state_by_section(doc: Doc, found: list[Term]) -> dict[int, Stated]:
    """What the section of a term states of it, by the term's index."""
    flagged = [
        (section.start, section.end, Stated(_assertion(SECTION_FLAGS[section.category]), (), ()))
        for section in layout(doc).sections
        if section.category in SECTION_FLAGS
    ]
    return {
        term.index: stated
        for start, end, stated in flagged
        for term in found
        if start <= term.start < end and term.kind not in UNSTATED
    }


def _state(cues: list[Cue], before: Stated | None) -> Stated:
    """What is stated of a term by cues, beside what its section states."""
    if len(cues) == 1 and before is None:
        rule = cues[0].rule
        return Stated(_assertion(rule.category), (cues[0].span,), (rule.id,))
    flags: set[str] = {cue.rule.category for cue in cues}
    if before is not None:
        flags.update(name for name, value in before.assertion if value)
    spans = tuple(sorted({cue.span for cue in cues}))
    return Stated(_assertion(*sorted(flags)), spans, tuple(cue.rule.id for cue in cues))


@lru_cache(maxsize=64)
def _assertion(*flags: str) -> Assertion:
    return Assertion(**dict.fromkeys(flags, True))
