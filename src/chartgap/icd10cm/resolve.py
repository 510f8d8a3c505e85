"""Condition → candidate codes with reasons: the rules choose the stem, the frames under it the code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from chartgap.icd10cm.additional import additional_codes
from chartgap.icd10cm.coder import Coder
from chartgap.icd10cm.deciding import Decision, View, family_of, view_of
from chartgap.icd10cm.matching import Fit, Match, describe_site, fit
from chartgap.icd10cm.stem import MULTIPLE, OTHER, UNSPECIFIED
from chartgap.models import Authority, Basis, CandidateCode, Condition, Reason, revised, trusted

MOST_ALTERNATIVES = 8


class _Draft(Struct, frozen=True):
    """A candidate before it has its rank."""

    match: Match
    basis: Basis
    rationale: tuple[Reason, ...]
    conflicts: tuple[str, ...]
    authority: Authority


def resolve(coder: Coder, condition: Condition, view: View | None = None) -> tuple[CandidateCode, ...]:
    """The candidate codes of one condition: rank 1 first, then additional codes, then what it could become.

    The caller passes only conditions that are coded at all (present, or possible in an inpatient).
    """
    view = view or view_of(coder, condition)
    fits = view.fits
    firsts: dict[str, _Draft] = {}
    for decision, _, held in fits:
        for match in held.matches:
            if match.code not in firsts:
                firsts[match.code] = _first(coder, condition, decision, held, match)
    primary = tuple(_candidate(coder, condition, draft, 1) for draft in firsts.values())
    extra = additional_codes(
        coder, view.facts, [(decision, match) for decision, _, held in fits for match in held.matches]
    )
    others: dict[str, _Draft] = {}
    for draft in _alternatives(coder, condition, fits):
        if draft.match.code not in firsts:
            others.setdefault(draft.match.code, draft)
    ranked = (
        _candidate(coder, condition, draft, rank)
        for rank, draft in enumerate(list(others.values())[:MOST_ALTERNATIVES], start=2)
    )
    return (*primary, *extra, *ranked)


def _first(coder: Coder, condition: Condition, decision: Decision, held: Fit, match: Match) -> _Draft:
    rule = decision.rule
    authority: Authority = rule.authority or "tabular"
    reasons = [
        trusted(
            Reason,
            text=f"{rule.why} ({rule.source}; authority: {authority})",
            finding_ids=condition.finding_ids,
        )
    ]
    reasons.extend(_site_reasons(coder, match))
    for other in rule.confused_with[:4]:
        reasons.append(trusted(Reason, text=f"Not {other.take}: {other.why}", finding_ids=()))
    conflicts = [rule.conflict] if rule.conflict else []
    conflicts.extend(
        f"Authorities differ: {rule.source} ({authority}) gives {match.code}; {other.take}: {other.why}"
        for other in rule.confused_with
        if other.disputed
    )
    conflicts.extend(_disputes(coder, match, held))
    basis: Basis = "unspecified" if match.fallback or rule.lacks else "documented"
    return _Draft(match, basis, tuple(reasons), tuple(conflicts), authority)


def _site_reasons(coder: Coder, match: Match) -> Iterator[Reason]:
    frame = match.frame
    for one in match.sites:
        if frame.site and one.placement.value == frame.site and one.name != frame.site:
            text = f"{one.name} is counted as {describe_site(frame.site)}"
            yield trusted(Reason, text=text, finding_ids=one.finding_ids)
        elif one.placement.readings:
            named = " or ".join(describe_site(name) for name in one.placement.names)
            text = f"{one.name} may mean {named}, so the site stays unspecified"
            yield trusted(Reason, text=text, finding_ids=one.finding_ids)
    if len(match.sites) > 1 and frame.site and frame.site.startswith("multiple"):
        names = ", ".join(one.name for one in match.sites)
        ids = tuple(key for one in match.sites for key in one.finding_ids)
        yield trusted(Reason, text=f"Distinct sites are named: {names}", finding_ids=ids)
    if "site" in match.fallback and not any(one.placement.readings for one in match.sites):
        told = "More sites are claimed than are named" if match.vague else "No site is documented"
        # "Trigger finger, unspecified finger": the finger is the disorder's, not a site that is told.
        residual = bool(frame.site and frame.site.startswith((UNSPECIFIED, OTHER, MULTIPLE)))
        site = frame.site if frame.site and residual else UNSPECIFIED
        yield trusted(Reason, text=f"{told}: {describe_site(site)}", finding_ids=())
    if "laterality" in match.fallback and "site" not in match.fallback:
        yield trusted(Reason, text="The side is not documented: unspecified side", finding_ids=())
    elif frame.laterality in ("right", "left") and any(len(one.sides) > 1 for one in match.sites):
        yield trusted(
            Reason,
            text="Both sides are affected: one code for each (Official Guidelines I.B.13)",
            finding_ids=tuple(key for one in match.sites for key in one.finding_ids),
        )
    if "encounter" in match.fallback:
        text = f"The encounter is not documented: seventh character {frame.seventh}"
        yield trusted(Reason, text=text, finding_ids=())


def _disputes(coder: Coder, match: Match, held: Fit) -> Iterator[str]:
    for one in match.sites:
        if one.placement.disputed and one.placement.value:
            index, page = one.placement.disputed, one.placement.value
            if coder.authority == "index":
                index, page = page, index
            yield (
                f"Authorities differ on {one.name}: the source page counts it as {describe_site(page)}, "
                f"the Index as {describe_site(index)}; the setting follows the {coder.authority}"
            )


def _alternatives(
    coder: Coder, condition: Condition, fits: Sequence[tuple[Decision, str, Fit]]
) -> Iterator[_Draft]:
    """What the condition could become or is confused with, the likeliest first."""
    for _, _, held in fits:
        for match in held.readings:
            one = match.sites[0]
            text = f"{one.name} read as {match.read_as}"
            yield _other(match, text, tuple(_disputes(coder, match, held)), "tabular", one.finding_ids)
    for decision, _, _ in fits:
        for other in sorted(decision.rule.confused_with, key=lambda one: not one.disputed):
            disputed = (
                (f"Authorities differ: {decision.rule.source} gives another code",) if other.disputed else ()
            )
            for match in fit(coder, other.take, family_of(coder, decision.facts), decision.facts).matches[:2]:
                yield _other(match, other.why, disputed, decision.rule.authority or "tabular", ())
    family = family_of(coder, fits[0][0].facts) if fits else ""
    for decision, stem, held in fits:
        if any("laterality" in match.fallback and "site" not in match.fallback for match in held.matches):
            for side in ("right", "left"):
                sites = (revised(one, laterality=one.laterality or side) for one in decision.facts.sites)
                for match in fit(coder, stem, family, decision.facts.at(*sites)).matches:
                    yield _other(match, f"If the side is {side}", (), "tabular", ())


def _other(
    match: Match, text: str, conflicts: tuple[str, ...], authority: Authority, finding_ids: tuple[str, ...]
) -> _Draft:
    reason = trusted(Reason, text=text, finding_ids=finding_ids)
    return _Draft(match, "alternative", (reason,), conflicts, authority)


def _candidate(coder: Coder, condition: Condition, draft: _Draft, rank: int) -> CandidateCode:
    frame = draft.match.frame
    return trusted(
        CandidateCode,
        code=frame.code,
        description=frame.title,
        billable=True,
        condition_id=condition.id,
        role="primary",
        rank=rank,
        basis=draft.basis,
        rationale=draft.rationale,
        conflicts=draft.conflicts,
        authority=draft.authority,
    )
