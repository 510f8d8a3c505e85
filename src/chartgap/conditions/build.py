"""A cluster of mentions to a ``Condition``: its sites, acuity, route, organisms and attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from chartgap.conditions.cluster import Cluster
from chartgap.conditions.evidence import derive, linked, organisms_of, report_places
from chartgap.conditions.gather import (
    Sites,
    affirmed,
    gather_acuity,
    gather_route,
    gather_sites,
    side_conflicts,
)
from chartgap.conditions.measures import (
    Patient,
    applies,
    current_scores,
    score_sites,
    sided_regions,
    weak_regions,
)
from chartgap.conditions.mentions import Mention, Place
from chartgap.conditions.scope import Scope
from chartgap.models import Condition, ConditionSite, Conflict, Finding, Organism

CURRENT = ("present", "possible")
TAKEN = ("acuity", "route", "site", "side", "organism", "category", "choices", "qualifiers", "fracture_type")


@dataclass(frozen=True)
class Build:
    """What building a condition looks at: the note, all its mentions, the sites, the patient."""

    scope: Scope
    mentions: Sequence[Mention]
    clusters: Sequence[Cluster]
    sites: Sites
    patient: Patient


def _alone(build: Build, cluster: Cluster) -> bool:
    """Whether the condition is the only current one of its family, so that loose statements are its own."""
    family = cluster.lead.concept.family
    held = [
        c for c in build.clusters if c.lead.concept.family == family and c.status in ("present", "possible")
    ]
    return len(held) <= 1


def _attributes(build: Build, cluster: Cluster) -> dict[str, JsonValue]:
    """What the words of the mentions imply, the best-ranked first, then what the rest of the note adds."""
    attributes: dict[str, JsonValue] = {}
    lead = cluster.lead
    for mention in (lead, *sorted(cluster.current, key=lambda m: m.rank), *cluster.beside):
        for key, value in mention.attributes.items():
            if key not in TAKEN:
                attributes.setdefault(key, value)
    if lead.category:
        attributes["category"] = lead.category
        if qualifiers := _qualifiers(build.scope, lead):
            attributes["qualifiers"] = list(qualifiers)
    if cluster.status not in CURRENT:
        return attributes
    attributes.update(_companions(build, lead.concept.family))
    for key, value in derive(build.scope, cluster, build.mentions, alone=_alone(build, cluster)).items():
        attributes.setdefault(key, value)
    return attributes


def _qualifiers(scope: Scope, lead: Mention) -> list[str]:
    """The title's own qualifiers, and those of its siblings that the clause says."""
    own, choices = lead.attributes.get("qualifiers"), lead.attributes.get("choices")
    clause = scope.clause(lead.finding.start)
    words = f" {' '.join(scope.words(clause.start, clause.end))} "
    said = [str(c) for c in choices if f" {c} " in words] if isinstance(choices, list) else []
    return [*(str(q) for q in own), *said] if isinstance(own, list) else said


def _companions(build: Build, family: str | None) -> dict[str, JsonValue]:
    """What the status of other disorders of the note says of a condition of this family."""
    told: dict[str, JsonValue] = {}
    for rule in build.scope.rules.file.companions:
        for other in build.clusters:
            named = rule.family == family and other.lead.concept.id == rule.concept
            if named and other.status in rule.values:
                told[rule.attribute] = rule.values[other.status]
    return told


def _causes(build: Build, cluster: Cluster) -> list[JsonValue]:
    """Causes and companions of the condition's family that the note affirms now, each once."""
    scope, family = build.scope, cluster.lead.concept.family
    families = (family, *scope.rules.file.cause_families.get(family or "", ()))
    everywhere = family in {rule.family for rule in scope.rules.file.scores}
    found: dict[str, dict[str, JsonValue]] = {}
    for finding in scope.reading.findings:
        if finding.kind != "cause" or not isinstance(finding.value, dict) or not _is_told(finding):
            continue
        stated = finding.value.get("stated") is True
        if not stated and finding.value.get("family") not in families:
            continue
        if not ((everywhere and not stated) or _near(build, cluster, finding, stated=stated)):
            continue
        name = str(finding.value.get("cause"))
        held = found.setdefault(name, {"cause": name, "code": finding.value.get("code"), "finding_ids": []})
        ids = held["finding_ids"]
        assert isinstance(ids, list)
        ids.append(finding.id)
    return list(found.values())


def _is_told(finding: Finding) -> bool:
    """Whether a cause is affirmed now, and known."""
    value = finding.value if isinstance(finding.value, dict) else {}
    return affirmed(finding) and not finding.assertion.historical and value.get("known") is not False


def _near(build: Build, cluster: Cluster, finding: Finding, *, stated: bool) -> bool:
    """Whether a finding shares a sentence or item with the condition, and is tied where that is asked."""
    scope = build.scope
    sentence = scope.sentence(finding.start)
    item = scope.item(finding.start)
    links = scope.rules.file.cause_links.get(cluster.lead.concept.family or "")
    for mention in cluster.current:
        same = sentence.start <= mention.finding.start < sentence.end
        if links is not None:
            if same and (stated or linked(scope, finding, mention.finding, links)):
                return True
        elif same or (item is not None and item == mention.item):
            return True
    return False


def _regions(build: Build, found: Sequence[ConditionSite], findings: Mapping[str, Finding]) -> list[str]:
    regions: dict[str, None] = {}
    for site in found:
        entry = build.sites.entries.get(site.site)
        if entry is None or entry.body_region is None:
            continue
        side = site.laterality
        if side is None and any(_plural(findings[i]) for i in site.finding_ids if i in findings):
            side = "bilateral"
        for name in sided_regions(entry.body_region, side):
            regions[name] = None
    return list(regions)


def _plural(finding: Finding) -> bool:
    return isinstance(finding.value, dict) and finding.value.get("plural") is True


def _fracture(build: Build, cluster: Cluster) -> tuple[JsonValue, list[Place], list[str]]:
    """The current fracture that the note ties to the condition, with its places and finding ids."""
    scope, file = build.scope, build.scope.rules.file
    absorbed = file.absorbs.get(cluster.lead.concept.id, ())
    if not absorbed:
        return None, [], []
    own = {scope.sentence(m.finding.start).start: m for m in cluster.current if m.creates}
    tied: list[Mention] = []
    for mention in build.mentions:
        if mention.status != "present":
            continue
        if mention.concept.id in absorbed and mention.creates:
            tied.append(mention)
        elif mention.concept.id in file.fractures:
            head = own.get(scope.sentence(mention.finding.start).start)
            if head is not None and _joined(scope, head, mention):
                tied.append(mention)
    implied = any(m.attributes.get("fracture") is True for m in cluster.current)
    if not tied and not implied:
        return None, [], []
    places = [p for m in tied for p in m.places] or [
        p for m in cluster.current if m.attributes.get("fracture") for p in m.places
    ]
    kinds = [m.attributes["fracture_type"] for m in tied if "fracture_type" in m.attributes]
    fracture: dict[str, JsonValue] = {"type": kinds[0] if kinds else None}
    if len(places) == 1:
        fracture.update(site=places[0].site, laterality=places[0].laterality)
    return fracture, places, [m.finding.id for m in tied]


def _joined(scope: Scope, head: Mention, fracture: Mention) -> bool:
    a, b = sorted((head.finding, fracture.finding), key=lambda f: f.start)
    words = scope.words(a.end, b.start)
    if a.end > b.start:
        return True
    return len(words) <= 12 and any(word in scope.rules.file.fracture_links for word in words)


def _scores(
    build: Build, cluster: Cluster, found: list[ConditionSite], attributes: dict[str, JsonValue]
) -> list[ConditionSite]:
    """T-scores: whether they apply, which count, and the sites they tie when the provider names none."""
    family = cluster.lead.concept.family
    for rule in build.scope.rules.file.scores:
        if rule.family != family:
            continue
        findings = current_scores(build.scope.reading.findings, rule.kind)
        attributes["t_scores"] = [f.id for f in findings]
        fit = applies(rule, build.patient)
        if fit is not None:
            attributes["t_score_applies"] = fit
        if not found and cluster.lead.concept.id == rule.concept and fit is not False:
            tied = score_sites(rule, findings, build.sites)
            if tied:
                attributes.pop("vague_site", None)
                return tied
    return found


def _leave_to_scores(build: Build, cluster: Cluster) -> None:
    """Takes away places that stand near only because a score of theirs is told: the score decides on them."""
    kinds = {r.kind for r in build.scope.rules.file.scores if r.family == cluster.lead.concept.family}
    if not kinds:
        return
    scope = build.scope
    scored = {scope.sentence(f.start).start for f in scope.reading.findings if f.kind in kinds}
    starts = {f.id: f.start for f in scope.reading.findings if f.kind == "site"}
    for mention in cluster.current:
        mention.places = [
            p
            for p in mention.places
            if p.strong
            or not any(scope.sentence(starts[i]).start in scored for i in p.finding_ids if i in starts)
        ]


def _patient(build: Build, attributes: dict[str, JsonValue]) -> None:
    for key in ("age", "sex", "menopause"):
        value = getattr(build.patient, key)
        if value is not None:
            attributes[key] = value


def _describe(
    build: Build, cluster: Cluster, found: list[ConditionSite], attributes: dict[str, JsonValue]
) -> None:
    """Adds causes, body regions and the patient to a current condition."""
    findings = {f.id: f for f in build.scope.reading.findings}
    if causes := _causes(build, cluster):
        attributes["causes"] = causes
    if regions := _regions(build, found, findings):
        attributes["regions"] = list(regions)
    if weak := weak_regions(build.scope, build.scope.reading.findings):
        attributes["weak_regions"] = list(weak)
    _patient(build, attributes)


def build_condition(build: Build, cluster: Cluster, number: int) -> Condition:
    """The condition of a cluster, numbered in text order."""
    scope, lead = build.scope, cluster.lead
    alone = _alone(build, cluster)
    attributes = _attributes(build, cluster)
    if cluster.reported:
        attributes["reported"] = True
    _leave_to_scores(build, cluster)
    found, _ = gather_sites(cluster, build.sites)
    conflicts: list[Conflict] = []
    reported = report_places(scope, lead.concept.family or "", build.mentions) if alone else []
    fracture, broken, fracture_ids = _fracture(build, cluster)
    if fracture is not None:
        attributes["fracture"] = fracture
        whole = Cluster(list(cluster.current), list(cluster.beside), cluster.status)
        found = gather_sites(_placed(whole, broken), build.sites)[0] if broken else found
    elif not found and reported:
        found = gather_sites(_placed(cluster, reported), build.sites)[0]
    acuity, acuity_ids, against = gather_acuity(cluster)
    if cluster.status == "present":
        conflicts += against
        said = [p for m in cluster.current for p in m.places] + reported
        conflicts += side_conflicts(found, said, build.sites)
        found = _scores(build, cluster, found, attributes)
    if len(found) >= 2 or (found and attributes.get("vague_site") == "multiple" and len(found) > 1):
        attributes.pop("vague_site", None)
    route, route_ids = gather_route(cluster)
    organisms = _organisms(build, cluster, attributes, alone=alone)
    if cluster.status in CURRENT:
        _describe(build, cluster, found, attributes)
    ids = [m.finding.id for m in (*cluster.current, *cluster.beside)]
    ids += [i for site in found for i in site.finding_ids] + [*acuity_ids, *route_ids, *fracture_ids]
    ids += [i for organism in organisms for i in organism.finding_ids]
    return Condition(
        id=f"c{number}",
        concept=lead.concept.id,
        status=cluster.status,
        sites=tuple(found),
        acuity=acuity,
        route=route,
        organisms=tuple(organisms),
        attributes=attributes,
        conflicts=tuple(conflicts),
        finding_ids=tuple(dict.fromkeys(ids)),
    )


def _placed(cluster: Cluster, places: Sequence[Place]) -> Cluster:
    """The cluster with these places only."""
    lead = cluster.lead
    stand_in = replace(lead, places=list(places), attributes=dict(lead.attributes))
    return Cluster([stand_in], list(cluster.current), cluster.status)


def _organisms(
    build: Build, cluster: Cluster, attributes: dict[str, JsonValue], *, alone: bool
) -> list[Organism]:
    if not cluster.lead.concept.infection or cluster.status not in ("present", "possible"):
        return []
    infections = [
        c for c in build.clusters if c.lead.concept.infection and c.status in ("present", "possible")
    ]
    found = organisms_of(build.scope, cluster, build.mentions, alone=alone and len(infections) <= 1)
    for mention in cluster.current:
        name = mention.attributes.get("organism")
        if isinstance(name, str) and not any(o.name.startswith(name) for o in found):
            found.append(Organism(name=name, finding_ids=(mention.finding.id,)))
    return found
