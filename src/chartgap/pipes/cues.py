"""How far a cue of ConText reaches."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from medspacy.context import ConTextRule
from medspacy.context.context_modifier import ConTextModifier

from chartgap.pipes.draft import Term

if TYPE_CHECKING:
    from chartgap.lexicon.context import ContextRule

HEADS = frozenset(("disorder", "fracture", "organism", "feature"))
"""Kinds that a statement may be about; the others are said of one of them."""
PHRASE_ENDS = frozenset(",;:()[]|")
LIST_WORDS = frozenset(("and", "or", "nor", "/", "&", "+", "and/or"))
NEIGHBOURS = 100
"""How many cues to either side may limit a cue's scope."""
BACK_REACH = 16
"""Tokens that a cue after its target looks back over."""


class Modifier(ConTextModifier):  # type: ignore[misc]
    """A cue in a note. Its scope is opened within its sentence, then limited by the cues around it.

    ``direction`` is where it looks for its targets, ``category`` what it says.
    """

    direction: str = ""
    category: str = ""

    def __init__(self, rule: ConTextRule, first: int, last: int) -> None:
        super().__init__(rule, first, last, None, scope_start=first, scope_end=last)
        self.first, self.last = first, last
        self.metadata: ContextRule = rule.metadata
        self.direction, self.category = rule.direction, rule.category
        self._after_comma = False
        self._bounds = (first, last)

    @property
    def opens_clause(self) -> bool:
        """Whether the cue stands right after a comma."""
        return self._after_comma

    def open(self, words: list[str], low: int, high: int) -> None:
        """Open the scope within the sentence's token bounds. ``words`` are the normalised tokens."""
        start, end = self.first, self.last
        self._bounds = (low, high)
        self._after_comma = start > low and words[start - 1] in (",", "-")
        reach = self.metadata.max_scope
        if self.direction in ("FORWARD", "BIDIRECTIONAL"):
            end = high if reach is None else min(high, self.last + reach)
        if self.direction in ("BACKWARD", "BIDIRECTIONAL"):
            start = max(low, self.first - (reach or BACK_REACH))
        if self.metadata.reach == "phrase":
            stops = PHRASE_ENDS.union(self.metadata.stops)
            for place in range(self.last, end):
                if words[place] in stops:
                    end = place
                    break
            for place in range(self.first - 1, start - 1, -1):
                if words[place] in stops:
                    start = place + 1
                    break
        self._scope_start, self._scope_end = start, end

    def reopen(self, words: list[str]) -> None:
        """Open the scope again as far as it was before other cues limited it."""
        self.open(words, *self._bounds)

    def limit_scope(self, other: ConTextModifier) -> bool:
        """End the scope at a terminating cue, or at another cue of the same category and direction."""
        mine, theirs = self.direction, other.direction
        if mine in ("TERMINATE", "PSEUDO"):
            return False
        if theirs == "TERMINATE":
            ends = _upper(other.metadata.ends)
            if ends and self.category not in ends:
                return False
        elif other.category != self.category or theirs != mine:
            # "No fever, history of gout": what a new cue says after a comma is no longer denied.
            if not (self.category == "NEGATED" and mine == theirs == "FORWARD" and other.opens_clause):
                return False
        before = (self._scope_start, self._scope_end)
        if other.first >= self.last and mine != "BACKWARD":
            self._scope_end = min(self._scope_end, other.first)
        if other.last <= self.first and mine != "FORWARD":
            self._scope_start = max(self._scope_start, other.last)
        return before != (self._scope_start, self._scope_end)

    def reaches(self, term: Term) -> bool:
        """Whether the cue says its thing of the term: in scope, no shared word, a kind it may speak of."""
        if self.direction in ("TERMINATE", "PSEUDO"):
            return False
        if term.first < self.last and self.first < term.last:
            return False
        if not (term.first < self._scope_end and self._scope_start < term.last):
            return False
        rule = self.metadata
        if rule.kinds:
            return term.kind in rule.kinds
        return term.kind not in rule.not_kinds


@lru_cache(maxsize=64)
def _upper(categories: tuple[str, ...]) -> frozenset[str]:
    return frozenset(category.upper() for category in categories)


def limit_scopes(found: list[Modifier]) -> None:
    """Let the cues of a sentence limit each other, as ``ConTextGraph.update_scopes`` does.

    Only the nearest cue that limits another counts, so looking outwards ends there, or at the scope's end.
    """
    for place, modifier in enumerate(found):
        if modifier.direction in ("TERMINATE", "PSEUDO"):
            continue
        for other in found[place + 1 : place + 1 + NEIGHBOURS]:
            if other.first >= modifier._scope_end or modifier.limit_scope(other):
                break
        for other in reversed(found[max(0, place - NEIGHBOURS) : place]):
            if other.last <= modifier._scope_start or modifier.limit_scope(other):
                break


def back_reach(words: list[str], modifier: Modifier, terms: list[Term]) -> None:
    """Bound a cue that follows its targets: the clause before it, and a list that leads up to it.

    In ``A, B excluded`` the cue speaks of B; in ``A, B and C excluded`` of all three.
    """
    low = modifier.scope_span[0]
    heads = [
        term
        for term in terms
        if term.kind == "disorder" and low <= term.first and term.last <= modifier.first
    ]
    if len(heads) < 2:
        return
    start = heads[-1].first
    listed = False
    for before, after in zip(reversed(heads[:-1]), reversed(heads[1:]), strict=True):
        gap = words[before.last : after.first]
        joined = any(word in LIST_WORDS for word in gap)
        listed = listed or joined
        if not listed or not (joined or gap[:1] == [","] or "," in gap) or len(gap) > 8:
            break
        start = before.first
    for place in range(start - 1, low - 1, -1):
        if words[place] in PHRASE_ENDS:
            low = place + 1
            break
    modifier._scope_start = max(low, modifier._scope_start)
