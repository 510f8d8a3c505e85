"""What one note documents, laid out for the review of its claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chartgap.models import CandidateCode, Condition, Gap

Resolve = Callable[[Condition], Sequence[CandidateCode]]
"""A condition → its candidate codes, were it present."""
_CATEGORY = 3
"""How many characters of a code are its category."""

Stems = Callable[[Condition], Sequence[str]]
"""A condition → the stems that its code rules can lead to."""


class Yielded(NamedTuple):
    """A disorder that the note names and that gave way to a condition."""

    concept: str
    to: Condition
    finding_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Documentation:
    """The conditions of a note, ``coded`` the ids of those that count, with their candidates and gaps.

    ``names`` are the findings that name disorders, each with the concept.
    """

    conditions: tuple[Condition, ...]
    coded: frozenset[str]
    codes: tuple[CandidateCode, ...]
    gaps: tuple[Gap, ...]
    names: Mapping[str, str]
    resolve: Resolve
    stems: Stems

    @property
    def documented(self) -> tuple[CandidateCode, ...]:
        """The codes that the note supports today, each once, in the order of the analysis."""
        found: dict[str, CandidateCode] = {}
        for code in self.codes:
            if code.rank == 1:
                found.setdefault(code.code, code)
        return tuple(found.values())

    def firsts(self, condition_id: str, *, primary: bool = True) -> tuple[CandidateCode, ...]:
        """The rank-1 codes of a condition, the primary ones or those beside them."""
        return tuple(
            code
            for code in self.documented
            if code.condition_id == condition_id and (code.role == "primary") is primary
        )

    def instead(self, code: str, condition_id: str) -> tuple[CandidateCode, ...]:
        """The rank-1 codes of a condition in whose place a billed code stands.

        Those of its category, the primary ones before those beside them; else all primary ones.
        """
        mine = self.firsts(condition_id)
        beside = self.firsts(condition_id, primary=False)
        for group in (mine, beside):
            alike = tuple(one for one in group if one.code[:_CATEGORY] == code[:_CATEGORY])
            if alike:
                return alike
        return mine

    def candidate(self, code: str) -> CandidateCode | None:
        """The best candidate of this code."""
        return min((one for one in self.codes if one.code == code), key=lambda one: one.rank, default=None)

    def condition(self, condition_id: str) -> Condition:
        """The condition of this id."""
        return next(one for one in self.conditions if one.id == condition_id)

    def about(self, code: str) -> Condition | None:
        """The coded condition that a billed code is about.

        The one whose candidate it is; else the one that documents a code of the same category or whose code
        rules can lead to it: the longest beginning in common decides.
        """
        held = self.candidate(code)
        if held is not None:
            return self.condition(held.condition_id)
        reach = {one.id: self._reach(one, code) for one in self.conditions if one.id in self.coded}
        best = max(reach, key=lambda key: reach[key], default=None)
        return self.condition(best) if best is not None and reach[best] else None

    def uncoded(self, code: str) -> Condition | None:
        """The condition of another status (possible, absent, historical ...) that would lead to this code."""
        for one in self.conditions:
            if one.id in self.coded or one.attributes.get("outside"):
                continue
            there = one.model_copy(update={"status": "present"})
            if any(candidate.code == code for candidate in self.resolve(there)) or self._stem(one, code):
                return one
        return None

    @property
    def outside(self) -> tuple[Condition, ...]:
        """The disorders that belong outside what is coded."""
        return tuple(one for one in self.conditions if isinstance(one.attributes.get("outside"), dict))

    def yielded(self, code: str) -> Yielded | None:
        """The disorder leading to this code that a coded condition took in."""
        for one in self.conditions:
            for concept in dict.fromkeys(self.names.get(key, one.concept) for key in one.finding_ids):
                other = one.model_copy(update={"concept": concept})
                if one.id in self.coded and concept != one.concept and self._stem(other, code):
                    ids = tuple(key for key in one.finding_ids if self.names.get(key) == concept)
                    return Yielded(concept, one, ids)
        return None

    def closing(self, code: str, condition_id: str) -> tuple[Gap, str] | None:
        """The gap of a condition, and the answer to it, that would lead to this code."""
        for gap in self.gaps:
            if gap.condition_id == condition_id:
                for closing in gap.codes_if_closed:
                    if closing.code == code:
                        return gap, closing.answer
        return None

    def _reach(self, condition: Condition, code: str) -> int:
        documented = [one.code for one in self.documented if one.condition_id == condition.id]
        shared = max((_shared(code, one) for one in documented), default=0)
        return max(shared if shared >= _CATEGORY else 0, self._stem(condition, code))

    def _stem(self, condition: Condition, code: str) -> int:
        return max((len(stem) for stem in self.stems(condition) if code.startswith(stem)), default=0)


def _shared(one: str, other: str) -> int:
    """How many characters two codes begin with in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
