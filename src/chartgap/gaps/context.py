"""Which findings of the whole note a query may quote as context: those that bear on its condition."""

from __future__ import annotations

from chartgap.gaps.predicates import counts, opposed, same_place
from chartgap.gaps.query import sentence_around
from chartgap.gaps.scene import Scene, part
from chartgap.lexicon.gap import QueryPolicy
from chartgap.models import ConditionSite, Finding


def context(scene: Scene, kind: str, policy: QueryPolicy) -> list[Finding]:
    """The findings of a kind, wherever they stand in the note, that bear on the condition of the scene."""
    return [
        finding
        for finding in scene.findings(kind, "note")
        if counts(finding, ("negated", "uncertain")) and bears_on(finding, scene, policy)
    ]


def bears_on(finding: Finding, scene: Scene, policy: QueryPolicy) -> bool:
    """Whether a finding is about the condition, as far as its sentence tells.

    It is where the sentence holds a mention of the condition or names one of its sites, with no other side.
    A condition without a site may be at any that the sentence names, unless another condition is told there.
    A study of which only the heading is in the sentence shows nothing.
    """
    placed = finding.kind in policy.sited_context
    if not placed and finding.kind not in policy.local_context:
        return True
    if finding.id in scene.own_ids:
        return True
    extent = sentence_around(scene.note, finding)
    told = scene.note.findings_inside(extent)
    if any([one.kind == "disorder" and one.id in scene.own_ids for one in told]):
        return True
    named = [one for one in told if one.kind == "site"]
    if not named:
        return not placed
    if placed and scene.note.reading.text[slice(*extent)].rstrip().endswith(":"):
        return False
    if not scene.condition.sites:
        taken = scene.note.held - scene.own_ids
        return taken.isdisjoint([one.id for one in told])
    return any(_near(one, site, scene) for one in named for site in scene.condition.sites)


def _near(finding: Finding, site: ConditionSite, scene: Scene) -> bool:
    name = part(finding.value, "site")
    if not isinstance(name, str) or opposed(finding, site):
        return False
    return (
        same_place(name, site.site, scene)
        or _may_mean(name, site.site, scene)
        or _may_mean(site.site, name, scene)
    )


def _may_mean(name: str, other: str, scene: Scene) -> bool:
    """Whether an ambiguous name may stand for the other site or for what holds it."""
    facts, others = scene.note.sites.get(name), scene.note.sites.get(other)
    if facts is None or others is None:
        return False
    meant = {one for values in facts.ambiguous.values() for one in values}
    return not meant.isdisjoint((other, *others.within))
