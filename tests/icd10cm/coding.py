"""Builds coders and conditions for the tests of coding: conditions as linking would hand them over."""

from __future__ import annotations

from functools import cache

from pydantic import JsonValue

from chartgap.icd10cm.coder import Coder, Setting, build_coder
from chartgap.icd10cm.resolve import resolve
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.load import load_lexicon
from chartgap.models import Acuity, CandidateCode, Condition, ConditionSite, Laterality, Organism, Route

Sites = tuple[tuple[str, Laterality | None], ...]


@cache
def coder_for(authority: Setting = "page") -> Coder:
    """The coder of the shipped lexicon and newest release."""
    return build_coder(load_lexicon(), load_tree(), authority=authority)


def condition(
    concept: str,
    *sites: tuple[str, Laterality | None],
    acuity: Acuity | None = None,
    route: Route | None = None,
    organisms: tuple[tuple[str, str | None], ...] = (),
    key: str = "c1",
    **attributes: JsonValue,
) -> Condition:
    """A present condition; its sites have the evidence ``s0``, ``s1`` ..."""
    return Condition(
        id=key,
        concept=concept,
        status="present",
        sites=tuple(
            ConditionSite(site=site, laterality=side, finding_ids=(f"s{number}",))
            for number, (site, side) in enumerate(sites)
        ),
        acuity=acuity,
        route=route,
        organisms=tuple(Organism(name=name, code=code, finding_ids=("o1",)) for name, code in organisms),
        attributes=attributes,
        finding_ids=("d1",),
    )


def candidates(of: Condition, authority: Setting = "page") -> tuple[CandidateCode, ...]:
    """The candidates of a condition."""
    return resolve(coder_for(authority), of)


def first_codes(of: Condition, authority: Setting = "page") -> list[str]:
    """The rank-1 codes of a condition, primary and additional."""
    return [one.code for one in candidates(of, authority) if one.rank == 1]
