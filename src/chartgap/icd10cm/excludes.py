"""Settles the codes of a note's conditions against each other: Excludes1, and symptoms of a diagnosis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from chartgap.icd10cm.coder import Coder
from chartgap.icd10cm.facts import lies_within
from chartgap.lexicon.family import Settlement
from chartgap.models import CandidateCode, Condition, ConditionSite, revised


class _Loss(Struct, frozen=True):
    """A candidate that yields to another condition's, and what is to be said of it."""

    loser: CandidateCode
    text: str


def settle(
    coder: Coder, conditions: Sequence[Condition], codes: Sequence[CandidateCode]
) -> tuple[CandidateCode, ...]:
    """The candidates of all conditions, those of rank 1 that cannot stand together told apart.

    Where a rule of the conventions says which code stays, the other one is kept in view with the next free
    rank of its condition and a conflict that names the note; its additional codes go with it, unless
    another coded condition of the family carries them. Two codes that an Excludes1 note keeps apart without
    such a rule both stay, each with the conflict: official notes can contradict each other, and the
    conditions may be unrelated.
    """
    firsts = [code for code in codes if code.rank == 1 and code.role == "primary"]
    if len({code.condition_id for code in firsts}) < 2:
        return tuple(codes)
    losses = _losses(coder, {one.id: one for one in conditions}, firsts)
    lost = {id(loss.loser): loss for loss in losses}
    standing = [code for code in firsts if id(code) not in lost]
    clashes = _clashes(coder, standing)
    emptied = {code.condition_id for code in firsts} - {code.condition_id for code in standing}
    carried = _carried(coder, conditions, emptied, {code.condition_id for code in standing})
    settled: list[CandidateCode] = []
    for code in codes:
        if id(code) in lost:
            loss = lost[id(code)]
            settled.append(_demote(code, codes, settled, (loss.text,)))
        elif id(code) in clashes:
            settled.append(revised(code, conflicts=(*code.conflicts, *clashes[id(code)])))
        elif code.rank == 1 and code.role != "primary" and code.condition_id in emptied - carried:
            settled.append(
                _demote(code, codes, settled, ("The condition that this code goes with is not coded",))
            )
        else:
            settled.append(code)
    return _in_rank_order(settled)


def _losses(
    coder: Coder, conditions: Mapping[str, Condition], firsts: Sequence[CandidateCode]
) -> list[_Loss]:
    """Each candidate that a rule takes away, with the first one that takes it. A lost one takes none away."""
    losses: list[_Loss] = []
    gone: set[int] = set()
    kept: frozenset[int] = frozenset().union(*[coder.settling(code.code)[0] for code in firsts])
    dropped: frozenset[int] = frozenset().union(*[coder.settling(code.code)[1] for code in firsts])
    for place in sorted(kept & dropped):
        rule = coder.settlements[place]
        keepers = [code for code in firsts if code.code.startswith(rule.keep) and id(code) not in gone]
        for code in firsts:
            if id(code) in gone or not code.code.startswith(rule.drop):
                continue
            others = (one for one in keepers if one.condition_id != code.condition_id)
            if rule.same_place:
                others = (one for one in others if _meet(coder, conditions, one, code))
            winner = next(others, None)
            if winner is not None:
                gone.add(id(code))
                losses.append(_Loss(code, _loss_text(coder, rule, winner.code, code.code)))
    return losses


def _meet(
    coder: Coder, conditions: Mapping[str, Condition], winner: CandidateCode, loser: CandidateCode
) -> bool:
    """Whether what the loser stands for lies where the winner does; a loser without a place lies anywhere."""
    there, here = _places(coder, conditions, winner), _places(coder, conditions, loser)
    return not here or any(_touch(coder, one, other) for one in there for other in here)


def _places(coder: Coder, conditions: Mapping[str, Condition], code: CandidateCode) -> list[ConditionSite]:
    """The sites of the code's condition, with the side of the code where it names a single one."""
    frame = coder.tree.frame(code.code)
    side = frame.laterality if frame and frame.laterality in ("right", "left") else None
    sites = conditions[code.condition_id].sites
    return [
        revised(site, laterality=side) if side and site.laterality == "bilateral" else site
        for site in sites
        if side is None or site.laterality in (side, "bilateral", None)
    ]


def _touch(coder: Coder, one: ConditionSite, other: ConditionSite) -> bool:
    sides = {one.laterality, other.laterality} - {None, "bilateral"}
    x, y = coder.sites.get(one.site), coder.sites.get(other.site)
    joint = x is not None and y is not None and x.on("joint") == y.on("joint") not in (None, "other")
    near = lies_within(one.site, (other.site,), coder.sites) or lies_within(
        other.site, (one.site,), coder.sites
    )
    return len(sides) < 2 and (joint or near)


def _loss_text(coder: Coder, rule: Settlement, winner: str, loser: str) -> str:
    note = excluded_by(coder, winner, loser)
    ground = note or f"{rule.source} ({rule.authority})"
    return f"Not coded beside {winner}: {rule.why}. {ground}"


def _clashes(coder: Coder, standing: Sequence[CandidateCode]) -> dict[int, tuple[str, ...]]:
    """The Excludes1 notes between candidates that both stay, by the candidate they are said of."""
    found: dict[int, tuple[str, ...]] = {}
    for place, one in enumerate(standing):
        for other in standing[place + 1 :]:
            if one.condition_id == other.condition_id or one.code == other.code:
                continue
            note = excluded_by(coder, one.code, other.code)
            if note:
                found[id(one)] = (*found.get(id(one), ()), f"Stands beside {other.code} against {note}")
                found[id(other)] = (*found.get(id(other), ()), f"Stands beside {one.code} against {note}")
    return found


def excluded_by(coder: Coder, one: str, other: str) -> str | None:
    """The first Excludes1 note between two codes, in words with its level; kept once found."""
    key = (one, other) if one < other else (other, one)
    if key not in coder.pairs:
        notes = coder.tree.excludes1(*key)
        coder.pairs[key] = (
            f'Excludes1 at {notes[0].level} {notes[0].level_title}: "{notes[0].text}"' if notes else None
        )
    return coder.pairs[key]


def _carried(
    coder: Coder, conditions: Sequence[Condition], emptied: Iterable[str], coded: Iterable[str]
) -> frozenset[str]:
    """The conditions left without a code whose family another coded condition keeps alive."""
    family = {one.id: coder.families.get(one.concept, one.concept) for one in conditions}
    alive = {family.get(key) for key in coded}
    return frozenset(key for key in emptied if family.get(key) in alive)


def _demote(
    code: CandidateCode,
    codes: Sequence[CandidateCode],
    settled: Sequence[CandidateCode],
    conflicts: tuple[str, ...],
) -> CandidateCode:
    ranks = [one.rank for one in (*codes, *settled) if one.condition_id == code.condition_id]
    rank, conflicts = max(ranks) + 1, (*code.conflicts, *conflicts)
    return revised(code, rank=rank, basis="alternative", conflicts=conflicts)


def _in_rank_order(codes: Sequence[CandidateCode]) -> tuple[CandidateCode, ...]:
    """Within a condition the best first; conditions in the order they came in."""
    places: dict[str, int] = {}
    for code in codes:
        places.setdefault(code.condition_id, len(places))
    return tuple(sorted(codes, key=lambda code: (places[code.condition_id], code.rank)))
