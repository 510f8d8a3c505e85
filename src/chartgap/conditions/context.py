"""What building a condition looks at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from chartgap.conditions.attach import place_of
from chartgap.conditions.cluster import Cluster
from chartgap.conditions.gather import Sites
from chartgap.conditions.measures import Patient, strong_sentences, weak_regions
from chartgap.conditions.mentions import OTHER, Mention, Place
from chartgap.conditions.scope import Scope
from chartgap.models import Laterality

CURRENT = ("present", "possible")
"""Statuses whose conditions are described in full."""


class Build(Struct, frozen=True, dict=True):
    """What building a condition looks at: the note, all its mentions, the sites, the patient."""

    scope: Scope
    mentions: Sequence[Mention]
    clusters: Sequence[Cluster]
    sites: Sites
    patient: Patient

    @cached_property
    def weak_regions(self) -> list[str]:
        """The body regions with a graded strength below 5/5."""
        return weak_regions(self.scope)

    @cached_property
    def plural_sites(self) -> frozenset[str]:
        """The ids of the sites that are told in the plural."""
        sites = self.scope.of_kind("site")
        return frozenset(f.id for f in sites if isinstance(f.value, dict) and f.value.get("plural") is True)

    @cached_property
    def sided_places(self) -> list[Place]:
        """The places of the note that tell a side.

        Without those told beside a disorder that is no lesion, and without both sides where strength is full.
        """
        strong = strong_sentences(self.scope)
        scope, carriers = self.scope, self.scope.rules.file.carriers
        foreign = {
            scope.sentence(mention.start).start
            for mention in self.mentions
            if mention.concept.family == OTHER and mention.concept.id not in carriers
        }
        told = [
            place
            for finding in scope.of_kind("site")
            if isinstance(finding.value, dict) and finding.value.get("laterality")
            if not finding.assertion.hypothetical and scope.sentence(finding.start).start not in foreign
            if (place := place_of(finding)).laterality
            if place.laterality != "bilateral" or scope.sentence(finding.start).start not in strong
        ]
        return told + [place for mention in self.mentions for place in _sided_behind(mention, carriers)]


def _sided_behind(mention: Mention, lesions: Collection[str]) -> list[Place]:
    """The places of a lesion or symptom whose side stands behind it: "heel wound L"."""
    said = mention.attributes.get("side")
    side: Laterality | None = "right" if said == "right" else "left" if said == "left" else None
    lies = mention.concept.family != OTHER or mention.concept.id in lesions
    if side is None or not lies or mention.status not in CURRENT:
        return []
    return [replace(place, laterality=side) for place in mention.places if place.laterality is None]


def is_alone(build: Build, cluster: Cluster) -> bool:
    """Whether the condition is the only current one of its family, so that loose statements are its own."""
    family = cluster.lead.concept.family
    held = [c for c in build.clusters if c.lead.concept.family == family and c.status in CURRENT]
    return len(held) <= 1
