"""What the words around a term say of it: medspaCy's ConText with our own cues, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, cast

from medspacy.context import ConText
from medspacy.context.context_graph import ConTextGraph
from msgspec import Struct

from chartgap.models import Assertion
from chartgap.pipes.cue_finder import CueFinder
from chartgap.pipes.cues import BACK_REACH, HEADS, NEIGHBOURS, Modifier, back_reach, limit_scopes
from chartgap.pipes.draft import (
    CONTEXT,
    GROUP,
    Term,
    assertable,
    has_tokens,
    layout,
    norms,
    scan,
    sentence_bounds,
    starts,
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
        terms = assertable(doc)
        if not terms:
            return doc
        by_sentence: dict[int, list[Term]] = {}
        for term in terms:
            by_sentence.setdefault(term.sentence, []).append(term)
        words, bounds = norms(doc), sentence_bounds(doc)
        modifiers = self._finder(doc, by_sentence)
        held: dict[int, list[Modifier]] = {}
        for sentence, found in modifiers.items():
            for modifier in found:
                modifier.open(words, bounds[sentence], bounds[sentence + 1])
            limit_scopes(found)
            held.update(_reach(words, found, by_sentence[sentence]))
        doc.user_data[CONTEXT] = _state(doc, terms, held)
        if has_tokens(doc):
            group = doc.spans[GROUP]
            edges = [(group[index], modifier) for index, linked in held.items() for modifier in linked]
            self.set_context_attributes(edges)
            doc._.context_graph = ConTextGraph(group, list(chain.from_iterable(modifiers.values())), edges)
        return doc


def _reach(words: list[str], found: list[Modifier], terms: list[Term]) -> dict[int, list[Modifier]]:
    """The cues of a sentence that speak of each of its terms, by the term's index."""
    firsts = [term.first for term in terms]
    longest = max([term.last - term.first for term in terms])
    linked: dict[int, list[Modifier]] = {}
    for modifier in found:
        if modifier.direction == "BACKWARD":
            _look_back(words, modifier, terms, firsts)
        low, high = modifier._scope_start, modifier._scope_end
        for place in range(bisect_left(firsts, low - longest), bisect_left(firsts, high)):
            if modifier.reaches(terms[place]):
                linked.setdefault(place, []).append(modifier)
    for place, held in linked.items():
        if terms[place].kind in ATTRIBUTED:
            held[:] = [modifier for modifier in held if not _is_past(words, modifier, terms, place)]
    settled = {
        terms[place].index: _settle(words, terms[place], held)
        if len(held) > 1 or held[0].category == "CURRENT"
        else held
        for place, held in linked.items()
        if held
    }
    return {index: held for index, held in settled.items() if held}


def _is_past(words: list[str], modifier: Modifier, terms: list[Term], place: int) -> bool:
    """Whether an attribute of a disorder follows, behind a comma, what a cue denies of that disorder.

    "Wound infection, no abscess, MRSA" tells the organism of the infection; "no abscess, MRSA or pus" denies
    all three.
    """
    if modifier.category != "NEGATED" or modifier.direction != "FORWARD":
        return False
    told, before = terms[place], terms[max(0, place - NEIGHBOURS) : place]
    denied = [term for term in before if term.kind in LESIONS and term.first >= modifier.last]
    if not denied or not any(term.kind == "disorder" and term.last <= modifier.first for term in before):
        return False
    between = words[max(term.last for term in denied) : told.first]
    behind = words[told.last : told.last + 2]
    return "," in between and ALTERNATIVES.isdisjoint((*between, *behind))


def _look_back(words: list[str], modifier: Modifier, terms: list[Term], firsts: list[int]) -> None:
    """Settle how far a cue looks back: over its clause, or the one before if its own has no subject."""
    reach = modifier.metadata.max_scope or BACK_REACH
    near = terms[bisect_left(firsts, modifier.first - reach) : bisect_left(firsts, modifier.first)]
    start = modifier.scope_span[0]
    if modifier.category in ("NEGATED", "UNCERTAIN"):
        if not any(term.first >= start for term in near if term.kind in HEADS):
            # "Gout was considered but was ruled out"
            modifier.reopen(words)
    back_reach(words, modifier, near)


def _settle(words: list[str], term: Term, linked: list[Modifier]) -> list[Modifier]:
    """Leave out what another cue of the term outweighs.

    ``is noted`` behind the term outweighs a negation from before a comma, and ``diagnosed with`` in front of
    it the year that comes after. Of a denial and a doubt the one that concludes stands: ``possible gout was
    excluded``, ``no sure gout, cannot be excluded``.
    """
    told = {(modifier.category, modifier.direction) for modifier in linked}
    kept = []
    doubted = ("UNCERTAIN", "BACKWARD") in told and ("NEGATED", "BACKWARD") not in told
    denied = any(category == "NEGATED" for category, _ in told)
    for modifier in linked:
        category, forward = modifier.category, modifier.direction == "FORWARD"
        if category == "CURRENT" or (("CURRENT", "FORWARD") in told and modifier.metadata.patterns):
            continue
        if category == "NEGATED" and forward and ("CURRENT", "BACKWARD") in told:
            if "," in words[modifier.last : term.first]:
                continue
        if denied and category == ("NEGATED" if doubted else "UNCERTAIN"):
            continue
        kept.append(modifier)
    return kept


def _state(doc: Doc, terms: list[Term], held: dict[int, list[Modifier]]) -> dict[int, Stated]:
    """What is stated of each term, by its index: by cues and by the section it stands in."""
    begins, end_of = starts(doc), scan(doc).end
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
        cues = tuple(sorted({(begins[modifier.first], end_of(modifier.last)) for modifier in linked}))
        rules = tuple(modifier.metadata.id for modifier in linked)
        if flags:
            stated[index] = Stated(_assertion(frozenset(flags)), cues, rules)
    return stated


@lru_cache(maxsize=64)
def _assertion(flags: frozenset[str]) -> Assertion:
    return Assertion(**dict.fromkeys(flags, True))
