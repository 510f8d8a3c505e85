"""A cluster of mentions to a ``Condition``: its sites, acuity, route, organisms and attributes."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from pydantic import JsonValue

from chartgap.conditions.attributes import describe, gather_attributes
from chartgap.conditions.cluster import Cluster, form_cluster
from chartgap.conditions.context import CURRENT, Build, is_alone
from chartgap.conditions.evidence import organisms_of, report_places, subject_places
from chartgap.conditions.fractures import tie_fracture
from chartgap.conditions.gather import gather_acuity, gather_route, gather_sites, side_conflicts
from chartgap.conditions.mentions import Mention, Place
from chartgap.conditions.outside import OUTSIDE, place_outside
from chartgap.conditions.scored import leave_to_scores, tie_scores
from chartgap.models import Condition, ConditionSite, Conflict, Organism, revised, trusted


def build_condition(build: Build, cluster: Cluster, number: int) -> Condition:
    """The condition of a cluster, numbered in text order."""
    attributes = gather_attributes(build, cluster)
    if cluster.reported:
        attributes["reported"] = True
    acuity, acuity_ids, conflicts = gather_acuity(cluster)
    route, route_ids = gather_route(cluster)
    found, against, fracture_ids = _place(build, cluster, attributes)
    organisms = _organisms(build, cluster)
    if cluster.status in CURRENT:
        describe(build, cluster, found, attributes)
    outside = place_outside(cluster.lead.concept, found, attributes, build.sites)
    if outside is not None:
        attributes[OUTSIDE] = outside
        conflicts, against = [], []
    ids: list[str] = []
    for mention in (*cluster.current, *cluster.beside):
        ids.append(mention.finding.id)
        ids += mention.echoes
    for site in found:
        ids += site.finding_ids
    ids += (*acuity_ids, *route_ids, *fracture_ids)
    for organism in organisms:
        ids += organism.finding_ids
    return trusted(
        Condition,
        id=f"c{number}",
        concept=cluster.lead.concept.id,
        status=cluster.status,
        sites=tuple(found),
        acuity=acuity,
        route=route,
        organisms=tuple(organisms),
        attributes=attributes,
        conflicts=(*conflicts, *against) if cluster.status == "present" else (),
        finding_ids=tuple(dict.fromkeys(ids)),
    )


def _place(
    build: Build, cluster: Cluster, attributes: dict[str, JsonValue]
) -> tuple[list[ConditionSite], list[Conflict], list[str]]:
    """The sites of the condition, what disagrees with their sides, and the fracture that placed them."""
    leave_to_scores(build, cluster)
    family = cluster.lead.concept.family or ""
    described = family in build.scope.rules.evidence and is_alone(build, cluster)
    reported = report_places(build.scope, family, build.mentions) if described else []
    fracture, broken, fracture_ids = tie_fracture(build, cluster)
    if fracture is not None:
        attributes["fracture"] = fracture
    found = gather_sites(_placed(cluster, broken) if broken else cluster, build.sites)
    if cluster.status == "present":
        found = tie_scores(build, cluster, found, attributes)
    if not found and fracture is None:
        places = reported or subject_places(build.scope, build.mentions)
        found = gather_sites(_placed(cluster, places), build.sites) if places else []
    found = [_side_from_note(build, site) for site in found]
    conflicts: list[Conflict] = []
    if found and cluster.status == "present":
        said = [p for m in (*cluster.current, *_helpers(build, cluster)) for p in _firm(m)] + reported
        conflicts = side_conflicts(found, said, build.sites)
    if len(found) > 1:
        attributes.pop("vague_site", None)
    told = {str(m.attributes["side"]) for m in cluster.current if "side" in m.attributes}
    if len(told) == 1 and not any(site.laterality or build.sites.sided(site.site) for site in found):
        attributes["side"] = told.pop()
    return found, conflicts, fracture_ids


def _side_from_note(build: Build, site: ConditionSite) -> ConditionSite:
    """Takes a side that no statement about the disorder tells from other words about the same place.

    Only one side may be told of it, and not with another disorder, unless that is a lesion over it. What is
    said of both sides of a wider place, as in an exam of both feet, says nothing of its parts.
    """
    if site.laterality is not None or not build.sites.sided(site.site):
        return site
    for near in (build.sites.related, build.sites.overlap):
        told = {
            p.laterality: p.finding_ids
            for p in reversed(build.sided_places)
            if near(p.site, site.site) and (p.laterality != "bilateral" or p.site == site.site)
        }
        if len(told) == 1:
            ((side, ids),) = told.items()
            return revised(site, laterality=side, finding_ids=(*site.finding_ids, *ids))
        if told:
            break
    return site


def _helpers(build: Build, cluster: Cluster) -> list[Mention]:
    """Statements about the same disorder that cannot make a condition, as of an imaging report."""
    name = cluster.lead.concept.id
    return [
        m
        for m in build.mentions
        if m.concept.id == name and m.status in CURRENT and not m.creates and m.reports
    ]


def _firm(mention: Mention) -> list[Place]:
    return [p for p in mention.places if p.strong] or mention.places


def _placed(cluster: Cluster, places: Sequence[Place]) -> Cluster:
    """The cluster with these places only."""
    lead = cluster.lead
    stand_in = replace(lead, places=list(places), attributes=dict(lead.attributes))
    return form_cluster([stand_in], list(cluster.current), cluster.status)


def _organisms(build: Build, cluster: Cluster) -> list[Organism]:
    """The organisms tied to an infection; loose cultures count where it is the only one."""
    if not cluster.lead.concept.infection or cluster.status not in CURRENT:
        return []
    infections = [c for c in build.clusters if c.lead.concept.infection and c.status in CURRENT]
    alone = is_alone(build, cluster) and len(infections) <= 1
    found = organisms_of(build.scope, cluster, build.mentions, alone=alone)
    for mention in cluster.current:
        name = mention.attributes.get("organism")
        if isinstance(name, str) and not any(o.name.startswith(name) for o in found):
            found.append(Organism(name=name, finding_ids=(mention.finding.id,)))
    return found
