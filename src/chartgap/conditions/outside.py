"""Disorders that are recognised and not coded: where they belong, and which of them another one tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from chartgap.conditions.cluster import Cluster
from chartgap.conditions.context import CURRENT
from chartgap.conditions.gather import Sites
from chartgap.conditions.scope import Rules
from chartgap.lexicon.schema import Concept
from chartgap.models import Condition, ConditionSite, revised

OUTSIDE = "outside"


def place_outside(
    concept: Concept, found: Sequence[ConditionSite], attributes: Mapping[str, JsonValue], sites: Sites
) -> JsonValue:
    """Where the disorder belongs as ``{codes, why}``; None for one that its code rules decide."""
    outside = concept.outside
    if outside is None:
        return None
    if any(attributes.get(name) not in values for name, values in outside.when.items()):
        return None
    named = (next((outside.at[s] for s in sites.broader(one.site) if s in outside.at), None) for one in found)
    codes = [one for one in dict.fromkeys(named) if one] or [outside.codes]
    return {"codes": ", ".join(codes), "why": outside.why}


def is_left_out(cluster: Cluster, rules: Rules) -> bool:
    """Whether a disorder is outside, whatever is told of it, and not assessed now."""
    outside = cluster.lead.concept.outside
    return outside is not None and not outside.when and not _is_assessed(cluster, rules)


def _is_assessed(cluster: Cluster, rules: Rules) -> bool:
    return cluster.status in CURRENT and cluster.rank < len(rules.file.tiers)


def leave_out_told(
    conditions: Sequence[Condition], clusters: Sequence[Cluster], rules: Rules, sites: Sites
) -> list[Condition]:
    """The conditions without those that another one tells already, or that are outside and not assessed now.

    "Osteoporosis with a hip fracture" is one condition; "no fracture or dislocation" is none.
    """
    kept: list[Condition] = []
    coded = [one for one in conditions if OUTSIDE not in one.attributes]
    for condition, held in zip(conditions, clusters, strict=True):
        if condition.concept in rules.file.fractures and any(
            _takes(one, held) for one in coded if one is not condition
        ):
            continue
        if OUTSIDE in condition.attributes:
            if not _is_assessed(held, rules) or any(_tells(one, condition, rules, sites) for one in coded):
                continue
        name = f"c{len(kept) + 1}"
        kept.append(condition if condition.id == name else revised(condition, id=name))
    return kept


def _takes(one: Condition, held: Cluster) -> bool:
    """Whether a condition has taken the fracture in."""
    return bool(one.attributes.get("fracture")) and held.lead.finding.id in one.finding_ids


def _tells(one: Condition, other: Condition, rules: Rules, sites: Sites) -> bool:
    """Whether a coded condition names the lesion of a disorder outside better."""
    broken = one.attributes.get("fracture") and other.concept in rules.file.fractures
    if not broken and one.concept not in rules.file.told_by.get(other.concept, ()):
        return False
    return not other.sites or any(sites.overlap(a.site, b.site) for a in one.sites for b in other.sites)
