"""What building a condition looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chartgap.conditions.cluster import Cluster
from chartgap.conditions.gather import Sites
from chartgap.conditions.measures import Patient
from chartgap.conditions.mentions import Mention
from chartgap.conditions.scope import Scope

CURRENT = ("present", "possible")
"""Statuses whose conditions are described in full."""


@dataclass(frozen=True)
class Build:
    """What building a condition looks at: the note, all its mentions, the sites, the patient."""

    scope: Scope
    mentions: Sequence[Mention]
    clusters: Sequence[Cluster]
    sites: Sites
    patient: Patient


def is_alone(build: Build, cluster: Cluster) -> bool:
    """Whether the condition is the only current one of its family, so that loose statements are its own."""
    family = cluster.lead.concept.family
    held = [c for c in build.clusters if c.lead.concept.family == family and c.status in CURRENT]
    return len(held) <= 1
