"""Gathers a condition's sites, acuity and route from its mentions, by rank, and keeps what disagrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chartgap.conditions.cluster import Cluster
from chartgap.conditions.mentions import Mention, Place
from chartgap.lexicon.schema import SiteEntry
from chartgap.models import Acuity, ConditionSite, Conflict, Finding, Laterality, Route, revised, trusted

ACUTE_ON_CHRONIC: Acuity = "acute on chronic"


@dataclass(frozen=True, slots=True)
class Sites:
    """The site lexicon as linking needs it."""

    entries: Mapping[str, SiteEntry]

    def broader(self, site: str) -> tuple[str, ...]:
        """The site and everything it lies within, nearest first."""
        entry = self.entries.get(site)
        return (site, *entry.within) if entry else (site,)

    def overlap(self, a: str, b: str) -> bool:
        """Whether one site is the other, lies within it, or shares its axis value, "other" apart."""
        if self.related(a, b):
            return True
        x, y = self.entries.get(a), self.entries.get(b)
        if x is None or y is None:
            return False
        same = [x.on(axis) == y.on(axis) != "other" and x.on(axis) is not None for axis in ("region", "bone")]
        return any(same)

    def related(self, a: str, b: str) -> bool:
        """Whether one site is the other or lies within it."""
        return a in self.broader(b) or b in self.broader(a)

    def may_lie_at(self, site: str, places: Sequence[Place]) -> bool:
        """Whether a name of several meanings may mean a part of what lies at one of the places."""
        entry = self.entries.get(site)
        meant = entry.ambiguous.get("region", ()) if entry else ()
        around = (self.entries.get(place.site) for place in places)
        return any(place is not None and place.on("region") in meant for place in around)

    def structure(self, site: str) -> str | None:
        """What the site is: a bone, a joint, a muscle, a region."""
        entry = self.entries.get(site)
        return entry.structure if entry else None

    def sided(self, site: str) -> bool:
        """Whether the site has a right and a left."""
        entry = self.entries.get(site)
        return bool(entry and entry.sided)


def _unite(places: Sequence[Place]) -> list[ConditionSite]:
    """Places as distinct sites: one entry a site and side, a side without its own entry filled in."""
    if len(places) == 1:
        return [_site_at(places[0].site, places[0].laterality, places[0].finding_ids)]
    merged: dict[tuple[str, Laterality | None], tuple[str, ...]] = {}
    for place in places:
        key = (place.site, place.laterality)
        merged[key] = tuple(dict.fromkeys((*merged.get(key, ()), *place.finding_ids)))
    for site in dict.fromkeys(site for site, _ in merged):
        sides = {side for name, side in merged if name == site and side}
        if not sides:
            continue
        if None in {side for name, side in merged if name == site}:
            ids = merged.pop((site, None))
            if len(sides) == 1:
                key = (site, next(iter(sides)))
                merged[key] = tuple(dict.fromkeys((*merged[key], *ids)))
        if "bilateral" in sides or sides == {"right", "left"}:
            ids = tuple(dict.fromkeys(i for side in sorted(sides) for i in merged.pop((site, side))))
            merged[(site, "bilateral")] = ids
    return [_site_at(site, side, ids) for (site, side), ids in merged.items()]


def _site_at(site: str, side: Laterality | None, ids: tuple[str, ...]) -> ConditionSite:
    return trusted(ConditionSite, site=site, laterality=side, finding_ids=ids)


def _drop_broader(found: list[ConditionSite], sites: Sites) -> list[ConditionSite]:
    """Leaves out a site that only names the surroundings of another, and lends its side to the part."""
    if len(found) < 2:
        return found
    kept = []
    for site in found:
        parts = [
            s
            for s in found
            if s is not site
            and site.site in sites.broader(s.site)[1:]
            and s.laterality in (None, site.laterality)
        ]
        if not parts:
            kept.append(site)
    out = []
    for site in kept:
        if site.laterality is None and sites.sided(site.site):
            sides = {s.laterality for s in found if s.laterality and s.site in sites.broader(site.site)[1:]}
            if len(sides) == 1:
                site = revised(site, laterality=sides.pop())
        out.append(site)
    return out


def gather_sites(cluster: Cluster, sites: Sites) -> list[ConditionSite]:
    """The sites of the best-ranked statement that names any."""
    name = cluster.lead.concept.id
    own = [m for m in cluster.current if m.concept.id == name]
    for pool in (own, cluster.current, cluster.beside):
        placed = [m for m in pool if m.places]
        if placed:
            best = min([m.rank for m in placed])
            places = _firm([p for m in placed if m.rank == best for p in m.places], sites)
            return _fill_sides(_drop_broader(_unite(places), sites), cluster, sites)
    return []


def _firm(places: list[Place], sites: Sites) -> list[Place]:
    """The places tied by grammar, and those tied by nearness that make one of them more precise."""
    strong = [p for p in places if p.strong]
    if not strong or len(strong) == len(places):
        return places
    broad = {p.site for p in strong}
    parts = [p for p in places if not p.strong and broad & set(sites.broader(p.site)[1:])]
    return strong + parts


def _fill_sides(found: list[ConditionSite], cluster: Cluster, sites: Sites) -> list[ConditionSite]:
    """Takes a missing side from other statements about the same site, or from a side that stands alone."""
    out = []
    for site in found:
        if site.laterality is None and sites.sided(site.site):
            alone = {str(m.attributes["side"]) for m in cluster.current if "side" in m.attributes}
            pool = [
                p
                for m in (*cluster.current, *cluster.beside)
                for p in m.places
                if p.laterality and sites.overlap(p.site, site.site)
            ]
            sides = {p.laterality for p in pool} or (alone if len(alone) == 1 else set())
            if len(sides) == 1:
                ids = tuple(dict.fromkeys((*site.finding_ids, *(i for p in pool for i in p.finding_ids))))
                site = revised(site, laterality=next(iter(sides)), finding_ids=ids)
        out.append(site)
    return out


def side_conflicts(found: Sequence[ConditionSite], said: Sequence[Place], sites: Sites) -> list[Conflict]:
    """Statements that put the same site on the other side."""
    conflicts: list[Conflict] = []
    sides = {site.laterality for site in found}
    if {"right", "left"} <= sides or "bilateral" in sides:
        return conflicts
    for site in found:
        if site.laterality not in ("right", "left"):
            continue
        against = [
            p
            for p in said
            if p.laterality in ("right", "left")
            and p.laterality != site.laterality
            and sites.overlap(p.site, site.site)
        ]
        if against:
            ids = tuple(dict.fromkeys((*site.finding_ids, *(i for p in against for i in p.finding_ids))))
            conflicts.append(
                Conflict(
                    element="laterality", value=site.laterality, other=against[0].laterality, finding_ids=ids
                )
            )
    return conflicts[:1]


def _acuity_of(mention: Mention) -> tuple[str, tuple[str, ...]] | None:
    implied = mention.attributes.get("acuity")
    if not mention.acuities and implied is None:
        return None
    said = [(str(f.value), (f.id,)) for f in mention.acuities]
    if isinstance(implied, str):
        said.append((implied, (mention.finding.id,)))
    if not said:
        return None
    words = {value for value, _ in said}
    ids = tuple(dict.fromkeys(i for _, held in said for i in held))
    if ACUTE_ON_CHRONIC in words or {"acute", "chronic"} <= words:
        return ACUTE_ON_CHRONIC, ids
    return said[0][0], ids


def gather_acuity(cluster: Cluster) -> tuple[Acuity | None, tuple[str, ...], list[Conflict]]:
    """The acuity that stands, its findings, and the current statements against it."""
    told = [(m, said) for m in (*cluster.current, *cluster.beside) if (said := _acuity_of(m))]
    if not told:
        return None, (), []
    current = [(m, said) for m, said in told if m in cluster.current] or told
    best = min(m.rank for m, _ in current)
    top = [(m, said) for m, said in current if m.rank == best]
    top = [(m, said) for m, said in top if not m.reports] or top
    value, ids = top[0][1]
    if {said[0] for _, said in top} == {"acute", "chronic"} and _listed_together([m for m, _ in top]):
        value, ids = ACUTE_ON_CHRONIC, tuple(dict.fromkeys(i for _, said in top for i in said[1]))
    conflicts: list[Conflict] = []
    against = [
        (m, said)
        for m, said in told
        if said[0] != value and ACUTE_ON_CHRONIC not in (value, said[0]) and m.status == "present"
    ]
    if against:
        both = tuple(dict.fromkeys((*ids, *against[0][1][1])))
        conflicts.append(Conflict(element="acuity", value=value, other=against[0][1][0], finding_ids=both))
    return value, ids, conflicts  # type: ignore[return-value]


def _listed_together(mentions: Sequence[Mention]) -> bool:
    """Whether a list of diagnoses gives each its own entry (Guidelines I.B.8)."""
    items = {m.item for m in mentions}
    return None not in items and len(items) > 1


def gather_route(cluster: Cluster) -> tuple[Route | None, tuple[str, ...]]:
    """The route of the best-ranked statement that tells one."""
    told: list[tuple[int, str, tuple[str, ...]]] = []
    for mention in (*cluster.current, *cluster.beside):
        told += [(mention.rank, str(f.value), (f.id,)) for f in mention.routes if _stands(f, cluster)]
        implied = mention.attributes.get("route")
        if isinstance(implied, str):
            told.append((mention.rank, implied, (mention.finding.id,)))
    if not told:
        return None, ()
    _, value, ids = min(told, key=lambda t: t[0])
    return value, ids  # type: ignore[return-value]


def _stands(route: Finding, cluster: Cluster) -> bool:
    """A doubted route stands only with a doubted condition."""
    return cluster.status == "possible" or not route.assertion.uncertain


def affirmed(finding: Finding) -> bool:
    """Whether the text says it of the patient, now or then, without doubt or condition."""
    said = finding.assertion
    return not (said.negated or said.hypothetical or said.family or said.uncertain)
