"""Findings to conditions: reads mentions, ties what belongs to each, and merges them over the note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from chartgap.conditions.attach import tie
from chartgap.conditions.build import build_condition
from chartgap.conditions.cluster import Cluster, cluster
from chartgap.conditions.context import Build
from chartgap.conditions.forms import tie_forms
from chartgap.conditions.gather import Sites
from chartgap.conditions.measures import read_patient
from chartgap.conditions.mentions import OTHER, Mention, Place, read_mentions
from chartgap.conditions.outside import is_left_out, leave_out_told
from chartgap.conditions.scope import Rules, Scope
from chartgap.conditions.specimens import place_parts
from chartgap.conditions.spread import (
    inherit_site,
    share_site,
    spread_anaphors,
    spread_item,
    spread_routes,
    yield_to_heading,
)
from chartgap.lexicon.linking import LinkingFile
from chartgap.lexicon.schema import Concept, SiteEntry
from chartgap.models import Condition, Finding, Note, Reading


@dataclass(frozen=True)
class Linker:
    """The linking rules, concepts and sites, compiled once for many notes."""

    rules: Rules
    concepts: Mapping[str, Concept]
    sites: Sites

    @classmethod
    def build(
        cls, file: LinkingFile, concepts: Mapping[str, Concept], sites: Mapping[str, SiteEntry]
    ) -> Linker:
        """Compiles the rules of ``lexicons/linking.yaml``."""
        return cls(Rules.compile(file), concepts, Sites(sites))


def _place_implied(mentions: list[Mention], sites: Sites) -> None:
    """Gives a mention whose own words name its site that site, when no place of it says so."""
    for mention in mentions:
        site = mention.attributes.get("site") if mention.attributes else None
        if isinstance(site, str) and not any(site in sites.broader(p.site) for p in mention.places):
            mention.places.append(Place(site, None, (mention.finding.id,)))


def _needed(mentions: list[Mention], sites: Sites) -> list[Mention]:
    """Leaves out general words ("infection") that name a disorder only of a structure they lack."""
    kept = []
    for mention in mentions:
        need = mention.attributes.pop("needs", None) if mention.attributes else None
        if need is None or any(sites.structure(p.site) == need and p.strong for p in mention.places):
            kept.append(mention)
    return kept


def _absorb(clusters: list[Cluster], rules: Rules) -> list[Cluster]:
    """Leaves out the conditions that a current one takes into itself."""
    names = {c.lead.concept.id for c in clusters if c.status == "present"}
    taken = {name for head, held in rules.file.absorbs.items() if head in names for name in held}
    if not taken:
        return clusters
    return [c for c in clusters if not (c.status == "present" and c.lead.concept.id in taken)]


def _treat(scope: Scope, mentions: list[Mention]) -> None:
    """A past disorder that is treated now is current (requirements 1.4 and 1.7).

    For a chronic disorder a treatment anywhere in the note will do; for another it must stand in the same
    sentence, which must say that it goes on.
    """
    for mention in mentions:
        concept = mention.concept
        if mention.status != "historical" or concept.family == OTHER:
            continue
        own = [f for f in scope.of_kind("treatment") if concept.family in _families(f)]
        if own and not concept.chronic:
            sentence = scope.sentence(mention.start)
            still = scope.rules.still.stand_in(scope.text, sentence.start, sentence.end)
            own = [f for f in own if still and sentence.start <= f.start < sentence.end]
        if any(_goes_on(scope, finding) for finding in own):
            mention.status = "present"


def _goes_on(scope: Scope, finding: Finding) -> bool:
    """Whether a treatment is given now: not denied, past, hypothetical, declined or only considered."""
    said = finding.assertion
    if said.negated or said.historical or said.hypothetical or said.family or said.uncertain:
        return False
    clause = scope.clause(finding.start)
    return not scope.rules.withheld.stand_in(scope.text, clause.start, finding.start)


def _families(finding: Finding) -> list[JsonValue]:
    value = finding.value.get("for") if isinstance(finding.value, dict) else None
    return value if isinstance(value, list) else []


def link(linker: Linker, reading: Reading, note: Note) -> tuple[Condition, ...]:
    """The conditions of a note, in the order of their first mention.

    Disorders of the family ``other`` compete for sites; they give a condition, without codes, only where the
    lexicon says where they belong.
    """
    scope = Scope(reading, linker.rules)
    mentions = read_mentions(scope, linker.concepts)
    if not any(mention.told for mention in mentions):
        return ()
    _treat(scope, mentions)
    tie(scope, mentions)
    tie_forms(scope, mentions)
    mentions = _needed(mentions, linker.sites)
    _place_implied(mentions, linker.sites)
    carriers = linker.rules.file.carriers
    share_site(scope, mentions, carriers)
    inherit_site(scope, mentions, carriers, linker.sites)
    place_parts(scope, mentions, linker.sites)
    yield_to_heading(scope, mentions, linker.sites)
    spread_item(scope, mentions)
    spread_anaphors(scope, mentions)
    spread_routes(scope, mentions)
    clusters = _absorb(cluster(mentions, linker.sites.related), linker.rules)
    build = Build(scope, mentions, clusters, linker.sites, read_patient(note, scope))
    kept = [held for held in clusters if not is_left_out(held, linker.rules)]
    conditions = [build_condition(build, held, number) for number, held in enumerate(kept, 1)]
    return tuple(leave_out_told(conditions, kept, linker.rules, linker.sites))
