"""What ``chartgap.pipes.cues`` does, in the plainest way: it compares every cue with every other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chartgap.lexicon.context import ContextRule
from chartgap.pipes.draft import UNSTATED, Term

HEADS = ("disorder", "fracture", "organism", "feature")
AHEAD, BACK = ("forward", "bidirectional"), ("backward", "bidirectional")
BACK_REACH = 16
Found = tuple[int, int, ContextRule]


@dataclass
class PlainCue:
    """A cue and its scope."""

    first: int
    last: int
    rule: ContextRule
    low: int = 0
    high: int = 0
    opens_clause: bool = False

    def open(self, words: list[str], low: int, high: int) -> None:
        """Open the scope within a sentence."""
        rule, reach = self.rule, self.rule.max_scope
        self.opens_clause = self.first > low and words[self.first - 1] in ",-"
        self.low, self.high = self.first, self.last
        if rule.direction in AHEAD:
            self.high = high if reach is None else min(high, self.last + reach)
        if rule.direction in BACK:
            self.low = max(low, self.first - (reach or BACK_REACH))
        if rule.reach == "phrase":
            stops = {*",;:()[]|", *rule.stops}
            self.high = min([n for n in range(self.last, self.high) if words[n] in stops], default=self.high)
            self.low = max(
                [n + 1 for n in range(self.low, self.first) if words[n] in stops], default=self.low
            )

    def limit(self, other: PlainCue) -> bool:
        """Let another cue end the scope; whether it did."""
        mine, theirs = self.rule, other.rule
        if theirs.direction == "terminate":
            ends = not theirs.ends or mine.category in theirs.ends
        else:
            denies = mine.category == "negated" and mine.direction == "forward" and other.opens_clause
            ends = mine.direction == theirs.direction and (mine.category == theirs.category or denies)
        before = self.low, self.high
        if ends and other.first >= self.last and mine.direction in AHEAD:
            self.high = min(self.high, other.first)
        if ends and other.last <= self.first and mine.direction in BACK:
            self.low = max(self.low, other.last)
        return before != (self.low, self.high)

    def look_back(self, words: list[str], terms: Sequence[Term], low: int, high: int) -> None:
        """Settle how far it looks back."""
        begin = self.first - (self.rule.max_scope or BACK_REACH)
        near = [term for term in terms if begin <= term.first < self.first]
        subject = any(term.kind in HEADS and term.first >= self.low for term in near)
        if self.rule.category in ("negated", "uncertain") and not subject:
            self.open(words, low, high)
        said = [t for t in near if t.kind == "disorder" and t.first >= self.low and t.last <= self.first]
        if len(said) < 2:
            return
        start, listed = said[-1].first, False
        for one in reversed(said[:-1]):
            gap = words[one.last : start]
            joined = any(word in ("and", "or", "nor", "/", "&", "+", "and/or") for word in gap)
            listed = listed or joined
            if not listed or not (joined or "," in gap) or len(gap) > 8:
                break
            start = one.first
        self.low = max([n + 1 for n in range(self.low, start) if words[n] in ",;:()[]|"], default=self.low)

    def reaches(self, term: Term) -> bool:
        """Whether it speaks of a term."""
        if self.rule.direction not in (*AHEAD, *BACK) or (term.first < self.last and self.first < term.last):
            return False
        if not (term.first < self.high and self.low < term.last):
            return False
        return term.kind in self.rule.kinds if self.rule.kinds else term.kind not in self.rule.not_kinds


def read(
    words: list[str], bounds: list[int], terms: Sequence[Term], found: Sequence[Found]
) -> tuple[list[PlainCue], dict[int, list[PlainCue]]]:
    """The cues that count, and those that speak of a term.

    Args:
        words: of the note.
        bounds: the first word of each sentence, and the number of words.
        terms: all of them.
        found: all cues; those that must close something do.
    """
    cues: list[PlainCue] = []
    linked: dict[int, list[PlainCue]] = {}
    said = [term for term in terms if term.kind not in UNSTATED]
    for number, (low, high) in enumerate(pairwise(bounds)):
        inside = [term for term in said if term.sentence == number]
        given = [cue for cue in found if low <= cue[0] < high]
        kept = _choose(said, inside, given) if inside else []
        for cue in kept:
            cue.open(words, low, high)
        for place, cue in enumerate(kept):
            if cue.rule.direction in (*AHEAD, *BACK):
                next(
                    (other for other in kept[place + 1 :] if other.first >= cue.high or cue.limit(other)),
                    None,
                )
                next(
                    (other for other in kept[:place][::-1] if other.last <= cue.low or cue.limit(other)), None
                )
        for cue in kept:
            if cue.rule.direction == "backward":
                cue.look_back(words, inside, low, high)
            for term in inside:
                if cue.reaches(term):
                    linked.setdefault(term.index, []).append(cue)
        cues += kept
    return cues, linked


def closes(cue: Found, words: list[str], bounds: list[int], ended: set[int]) -> bool:
    """Whether a cue ends its clause, sentence or line; ``ended`` are the words that end a line."""
    return cue[1] in bounds or words[cue[1]] in (*",;.)!?|]",) or cue[1] - 1 in ended


def _choose(terms: Sequence[Term], inside: Sequence[Term], given: Sequence[Found]) -> list[PlainCue]:
    pointing = [cue for cue in given if cue[2].direction != "terminate"]
    longest: list[Found] = []
    for cue in sorted(pointing, key=lambda cue: (cue[0] - cue[1], not cue[2].closing, cue[0])):
        if all(_apart(cue, other) or _same(cue, other) for other in longest):
            longest.append(cue)
    kept = [cue for cue in longest if not _is_part(cue, terms)]
    if not any(
        (rule.direction in AHEAD and term.first >= last and term.first == inside[-1].first)
        or (rule.direction in BACK and term.last <= first)
        for first, last, rule in kept
        for term in inside
    ):
        return []
    kept += [
        cue
        for cue in given
        if cue[2].direction == "terminate" and all(_apart(cue, other) for other in longest)
        if not _is_part(cue, terms)
    ]
    return [PlainCue(*cue) for cue in sorted(kept, key=lambda cue: cue[0])]


def _apart(one: Found, two: Found) -> bool:
    return one[1] <= two[0] or two[1] <= one[0]


def _same(one: Found, two: Found) -> bool:
    return one[:2] == two[:2] and one[2].closing == two[2].closing


def _is_part(cue: Found, terms: Sequence[Term]) -> bool:
    wide = [
        (term.first, term.last)
        for term in terms
        if term.kind in HEADS and term.last - term.first > 1 and term.first <= cue[0] < term.last
    ]
    low, high = min([one[0] for one in wide], default=0), max([one[1] for one in wide], default=0)
    return cue[1] <= high and high - low > cue[1] - cue[0]
