"""The attributes of a condition: what its words imply and what the rest of the note adds."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from pydantic import JsonValue

from chartgap.conditions.cluster import Cluster
from chartgap.conditions.context import CURRENT, Build, is_alone
from chartgap.conditions.evidence import derive, linked
from chartgap.conditions.gather import affirmed
from chartgap.conditions.measures import sided_regions
from chartgap.conditions.mentions import Mention, mentions_in
from chartgap.conditions.scope import Scope
from chartgap.models import ConditionSite, Finding

TAKEN = frozenset(
    (
        "acuity",
        "route",
        "site",
        "side",
        "organism",
        "category",
        "choices",
        "qualifiers",
        "fracture_type",
        "adjective",
        "lay",
    )
)
"""Attributes of a mention that become something else of the condition."""


COORDINATED = 2
"""Coordinated disorders have no more words between them: "wasting and weakness"."""


def gather_attributes(build: Build, cluster: Cluster) -> dict[str, JsonValue]:
    """What the words of the mentions imply, the best-ranked first, then what the rest of the note adds."""
    attributes: dict[str, JsonValue] = {}
    lead = cluster.lead
    for mention in (lead, *sorted(cluster.current, key=_rank), *cluster.beside):
        for key, value in mention.attributes.items():
            if key not in TAKEN and key not in attributes:
                attributes[key] = value
    if lead.category:
        attributes["category"] = lead.category
        if qualifiers := _qualifiers(build.scope, lead):
            attributes["qualifiers"] = list(qualifiers)
    if cluster.status not in CURRENT:
        return attributes
    derived = derive(build.scope, cluster, alone=is_alone(build, cluster))
    for key, value in _companions(build, cluster).items():
        if key not in derived:
            attributes[key] = value
    for key, value in derived.items():
        attributes.setdefault(key, value)
    return attributes


_rank = attrgetter("rank")


def _qualifiers(scope: Scope, lead: Mention) -> list[str]:
    """The title's own qualifiers, and those of its siblings that the clause says."""
    own, choices = lead.attributes.get("qualifiers"), lead.attributes.get("choices")
    said: list[str] = []
    if choices and isinstance(choices, dict):
        clause = scope.clause(lead.finding.start)
        words = f" {' '.join(scope.words(clause.start, clause.end))} "
        said = [name for name, phrases in choices.items() if _says(words, phrases)]
    titled = [str(one) for one in own] if isinstance(own, list) else []
    return list(dict.fromkeys((*titled, *said)))


def _says(words: str, phrases: JsonValue) -> bool:
    return isinstance(phrases, list) and any(f" {phrase} " in words for phrase in phrases)


def _companions(build: Build, cluster: Cluster) -> dict[str, JsonValue]:
    """What the status of other disorders of the note says of a condition of this family."""
    told: dict[str, JsonValue] = {}
    for rule in build.scope.rules.companions.get(cluster.lead.concept.family or "", ()):
        for other in build.clusters:
            named = other.lead.concept.id == rule.concept and other.status in rule.values
            named = named and (not rule.assessed or other.rank == 1)
            named = named and (not rule.areas or _meet(build, cluster, other, rule.areas))
            if named and not _is_claimed(build, cluster, other):
                told[rule.attribute] = rule.values[other.status]
    return told


def _is_claimed(build: Build, cluster: Cluster, other: Cluster) -> bool:
    """Whether the other disorder is told with a third one that takes it, and not with this one.

    In "1. disc herniation with radiculopathy 2. spondylosis" the radiculopathy is the disc's.
    """
    rules = build.scope.rules.file.companions
    takers = {rule.family for rule in rules if rule.concept == other.lead.concept.id}
    if len(takers) < 2:
        return False
    for mention in other.current:
        if mention.rank != other.rank:
            continue
        mates = mentions_in(build.mentions, build.scope.sentence(mention.finding.start))
        rivals = [mate for mate in mates if mate is not mention and mate.concept.family in takers]
        if not rivals or any(mate in cluster.current for mate in rivals):
            return False
    return True


def _meet(build: Build, one: Cluster, other: Cluster, areas: Sequence[Sequence[str]]) -> bool:
    """Whether two clusters have places in one of the areas; one with a place in none lies anywhere."""
    first, second = (
        {n for n, area in enumerate(areas) if _lies_in(build, held, area)} for held in (one, other)
    )
    return not first or not second or bool(first & second)


def _lies_in(build: Build, held: Cluster, area: Sequence[str]) -> bool:
    places = (place for mention in (*held.current, *held.beside) for place in mention.places)
    return any(wide in area for place in places for wide in build.sites.broader(place.site))


def _causes(build: Build, cluster: Cluster) -> list[JsonValue]:
    """Causes and companions of the condition's family that the note affirms now, each once."""
    scope, family = build.scope, cluster.lead.concept.family
    told = scope.of_kind("cause")
    if not told:
        return []
    families = (family, *scope.rules.file.cause_families.get(family or "", ()))
    everywhere = family in scope.rules.scores
    found: dict[str, dict[str, JsonValue]] = {}
    for finding in told:
        if not isinstance(finding.value, dict):
            continue
        stated = finding.value.get("stated") is True
        if not stated and finding.value.get("family") not in families:
            continue
        if not _is_told(finding, cluster):
            continue
        if (stated or not everywhere) and not _near(build, cluster, finding, stated=stated):
            continue
        name = str(finding.value.get("cause"))
        held = found.setdefault(name, {"cause": name, "code": finding.value.get("code"), "finding_ids": []})
        ids = held["finding_ids"]
        assert isinstance(ids, list)
        ids.append(finding.id)
    return list(found.values())


def _is_told(finding: Finding, cluster: Cluster) -> bool:
    """Whether a cause is affirmed now, known, and not the disorder itself."""
    value = finding.value if isinstance(finding.value, dict) else {}
    if value.get("known") is False or finding.assertion.historical:
        return False
    own = (m.finding for m in cluster.current if m.concept.id == value.get("cause"))
    if any(f.start <= finding.start and finding.end <= f.end for f in own):
        return False
    said = finding.assertion
    doubted = said.uncertain and cluster.status == "possible"
    return affirmed(finding) or (doubted and not (said.negated or said.hypothetical or said.family))


def _near(build: Build, cluster: Cluster, finding: Finding, *, stated: bool) -> bool:
    """Whether a finding shares a sentence or item with the condition, and is tied where that is asked.

    A semicolon parts what a sentence lists.
    """
    scope = build.scope
    if any(finding in mention.causes for mention in cluster.current):
        return True
    sentence = scope.sentence(finding.start)
    item = scope.item(finding.start)
    links = scope.rules.file.cause_links.get(cluster.lead.concept.family or "")
    for mention in cluster.current:
        same = sentence.start <= mention.finding.start < sentence.end
        if links is not None:
            if same and stated and not _parted(scope, mention.finding, finding):
                return True
            if same and not stated and linked(scope, finding, mention.finding, links):
                return True
        elif same and not stated and ";" in scope.text[mention.finding.end : finding.start]:
            continue
        elif same or (item is not None and item == mention.item):
            return True
    return False


def _parted(scope: Scope, disorder: Finding, cause: Finding) -> bool:
    """Whether another disorder that is not coordinated with this one stands between it and a stated cause."""
    return any(
        other.kind == "disorder"
        and disorder.end <= other.start < cause.start
        and len(scope.words(disorder.end, other.start)) > COORDINATED
        for other in scope.findings_in(scope.sentence(cause.start))
    )


def _regions(build: Build, found: Sequence[ConditionSite]) -> list[str]:
    regions: dict[str, None] = {}
    for site in found:
        entry = build.sites.entries.get(site.site)
        if entry is None or entry.body_region is None:
            continue
        side = site.laterality
        if side is None and not build.plural_sites.isdisjoint(site.finding_ids):
            side = "bilateral"
        for name in sided_regions(entry.body_region, side):
            regions[name] = None
    return list(regions)


def _patient(build: Build, attributes: dict[str, JsonValue]) -> None:
    for key in ("age", "sex", "menopause"):
        value = getattr(build.patient, key)
        if value is not None:
            attributes[key] = value


def describe(
    build: Build, cluster: Cluster, found: list[ConditionSite], attributes: dict[str, JsonValue]
) -> None:
    """Adds causes, body regions and the patient to a current condition."""
    if causes := _causes(build, cluster):
        attributes["causes"] = causes
    if regions := _regions(build, found):
        attributes["regions"] = list(regions)
    if build.weak_regions:
        attributes["weak_regions"] = list(build.weak_regions)
    _patient(build, attributes)
