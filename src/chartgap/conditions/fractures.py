"""The current fracture that a note ties to a disorder of weak bone."""

from __future__ import annotations

from pydantic import JsonValue

from chartgap.conditions.attach import TRANSPARENT
from chartgap.conditions.cluster import Cluster
from chartgap.conditions.context import Build
from chartgap.conditions.mentions import Mention, Place
from chartgap.conditions.scope import Scope


def tie_fracture(build: Build, cluster: Cluster) -> tuple[JsonValue, list[Place], list[str]]:
    """The current fracture that the note ties to the condition, with its places and finding ids."""
    scope, file = build.scope, build.scope.rules.file
    absorbed = file.absorbs.get(cluster.lead.concept.id, ())
    if not absorbed:
        return None, [], []
    own = {scope.sentence(m.start).start: m for m in cluster.current if m.creates}
    tied: list[Mention] = []
    for mention in build.mentions:
        if mention.status != "present":
            continue
        if mention.concept.id in absorbed and mention.creates:
            tied.append(mention)
        elif mention.concept.id in file.fractures:
            head = own.get(scope.sentence(mention.start).start)
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
    if a.end > b.start:
        return True
    if head.attributes.get("adjective"):
        between = (f for f in scope.reading.findings if f.kind in TRANSPARENT)
        clear = [(f.start, f.end) for f in between if a.end <= f.start < b.start]
        return not scope.count_foreign(a.end, b.start, clear)
    words = scope.words(a.end, b.start)
    return len(words) <= 12 and any(word in scope.rules.file.fracture_links for word in words)
