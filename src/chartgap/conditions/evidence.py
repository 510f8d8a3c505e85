"""What the rest of the note adds to a condition: organisms, reported sites, its family's attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from chartgap.conditions.attach import place_of
from chartgap.conditions.cluster import Cluster
from chartgap.conditions.gather import affirmed
from chartgap.conditions.mentions import OTHER, Mention, Place, mentions_in
from chartgap.conditions.scope import Scope
from chartgap.lexicon.linking import Derivation
from chartgap.models import Extent, Finding, Organism


def _in(finding: Finding, extent: Extent) -> bool:
    return extent.start <= finding.start < extent.end


def _matches(value: JsonValue, wanted: dict[str, JsonValue]) -> bool:
    if not wanted:
        return True
    held = value if isinstance(value, dict) else {"value": value}
    for key, want in wanted.items():
        have = held.get(key)
        if not (have in want if isinstance(want, list) else have == want):
            return False
    return True


def report_places(scope: Scope, family: str, mentions: Sequence[Mention]) -> list[Place]:
    """Sites of affirmed report sentences that describe the family's disorder without naming it."""
    pattern = scope.rules.evidence.get(family)
    if pattern is None:
        return []
    studies = {scope.sentence(f.start).start for f in scope.of_kind("imaging")}
    places: list[Place] = []
    for finding in scope.of_kind("site"):
        if finding.assertion.negated or finding.assertion.hypothetical:
            continue
        sentence = scope.sentence(finding.start)
        reported = finding.section in scope.rules.file.report_sections or sentence.start in studies
        if not reported or any(m.concept.family != OTHER for m in mentions_in(mentions, sentence)):
            continue
        clause = scope.clause(finding.start)
        for described, _ in pattern.find_all(scope.text, clause.start, clause.end):
            if not scope.rules.denials.stand_in(scope.text, clause.start, described):
                places.append(place_of(finding, strong=False))
                break
    return places


def subject_places(scope: Scope, mentions: Sequence[Mention]) -> list[Place]:
    """What a report is about: the sites of its first sentence that names any and no disorder of its own.

    The title of an imaging report, or the label of a specimen, places a conclusion that names no site.
    """
    if scope.reading.layout.document is None:
        return []
    sites = [f for f in scope.of_kind("site") if not f.assertion.negated]
    for first in sites:
        sentence = scope.sentence(first.start)
        if not mentions_in(mentions, sentence):
            return [place_of(f, strong=False) for f in sites if _in(f, sentence)]
    return []


def organisms_of(
    scope: Scope, cluster: Cluster, mentions: Sequence[Mention], *, alone: bool
) -> list[Organism]:
    """Organisms that the note ties to this infection.

    One named with the disorder counts always; one of a culture counts when no other infection is current
    (``alone``) and the sentence does not speak of a screen, a colonisation, or another place.
    """
    found: dict[str, Organism] = {}
    own = {scope.sentence(m.finding.start).start for m in cluster.current}
    items = {m.item for m in cluster.current if m.item is not None and m.rank == 1}
    for finding in scope.of_kind("organism"):
        if not affirmed(finding) or not isinstance(finding.value, dict):
            continue
        sentence = scope.sentence(finding.start)
        if any(scope.rules.foreign.stand_in(scope.text, *part) for part in _around(scope, finding)):
            continue
        if scope.rules.dismissed.stand_in(scope.text, finding.end, sentence.end):
            continue
        tied = sentence.start in own or (scope.item(finding.start) in items)
        loose = alone and not finding.assertion.historical and _from_lesion(scope, sentence, mentions)
        if not tied and not loose:
            continue
        if tied and finding.assertion.historical and sentence.start not in own:
            continue
        name, code = str(finding.value.get("name")), finding.value.get("code")
        earlier = found.get(name)
        ids = (*earlier.finding_ids, finding.id) if earlier else (finding.id,)
        found[name] = Organism(name=name, code=str(code) if code else None, finding_ids=ids)
    return _most_specific(list(found.values()), scope.rules.file.general_organisms)


def _around(scope: Scope, finding: Finding) -> tuple[tuple[int, int], tuple[int, int]]:
    """The parts of a line that speak of one organism: its own, between commas, and the line's label."""
    line = scope.line(finding.start)
    start = max(line.start, *(scope.text.rfind(mark, line.start, finding.start) for mark in ";,"))
    stops = [scope.text.find(mark, finding.end, line.end) for mark in ";,"]
    stop = min((stop for stop in stops if stop >= 0), default=line.end)
    top = max(line.start, scope.text.rfind(";", line.start, finding.start))
    colon = scope.text.find(":", top, start)
    return (start, stop), (top, colon if colon >= 0 else top)


def _from_lesion(scope: Scope, sentence: Extent, mentions: Sequence[Mention]) -> bool:
    """Whether a sentence reports a specimen, and not of another infection that it names."""
    if any(m.concept.family == OTHER and m.concept.infection for m in mentions_in(mentions, sentence)):
        return False
    line = scope.line(sentence.start)
    return scope.rules.specimens.stand_in(scope.text, line.start, line.end)


def _most_specific(found: list[Organism], general: Mapping[str, tuple[str, ...]]) -> list[Organism]:
    """Drops a name that another one makes more precise ("X" beside "X, methicillin resistant")."""

    def precise(one: Organism, other: Organism) -> bool:
        return other.name.startswith(one.name + ",") or (other.code or "").startswith(
            general.get(one.name, ("-",))
        )

    return [one for one in found if not any(precise(one, other) for other in found if other is not one)]


def derive(scope: Scope, cluster: Cluster, *, alone: bool) -> dict[str, JsonValue]:
    """Attributes that findings give to the condition by the derivation rules of its family."""
    attributes: dict[str, JsonValue] = {}
    rules = scope.rules.derivations
    for rule in rules.get(cluster.lead.concept.family or "*", rules["*"]):
        if rule.attribute in attributes:
            continue
        for finding in _candidates(scope, rule):
            if (
                _matches(finding.value, rule.match)
                and affirmed(finding)
                and _near(scope, finding, cluster, rule, alone=alone)
            ):
                attributes[rule.attribute] = _taken(rule, finding)
                break
    return attributes


def _candidates(scope: Scope, rule: Derivation) -> Sequence[Finding]:
    """The findings of the rule's kind; of features only those of the one that it asks for."""
    feature = rule.match.get("feature") if rule.kind == "feature" else None
    return scope.features.get(feature, ()) if isinstance(feature, str) else scope.of_kind(rule.kind)


def _taken(rule: Derivation, finding: Finding) -> JsonValue:
    if rule.take == "*":
        return finding.value
    if rule.take and isinstance(finding.value, dict):
        return finding.value.get(rule.take)
    return True if rule.value is None else rule.value


def _near(scope: Scope, finding: Finding, cluster: Cluster, rule: Derivation, *, alone: bool) -> bool:
    if rule.sections and finding.section is not None and finding.section not in rule.sections:
        return False
    sentence = scope.sentence(finding.start)
    low = scope.text[sentence.start : sentence.end].lower()
    if any(word in low for word in rule.not_beside):
        return False
    if rule.beside and not any(word in low for word in rule.beside):
        return False
    own = [m for m in cluster.current if _in(m.finding, sentence)]
    if rule.links:
        told = any(finding in m.causes for m in cluster.current)
        return told or any(linked(scope, finding, m.finding, rule.links) for m in own)
    if rule.leads:
        later = [m.finding for m in own if finding.end <= m.finding.start]
        return any(linked(scope, finding, disorder, rule.leads) for disorder in later)
    item = scope.item(finding.start)
    same_item = item is not None and any(m.item == item for m in cluster.current if m.rank <= 2)
    if own or same_item:
        return True
    file = scope.rules.file
    past = finding.section in file.past_sections or finding.section in file.family_sections
    return rule.scope == "note" and alone and not past


TAIL = 12
"""How far behind the later of two findings a link word may end, in characters ("statin-related")."""


def linked(scope: Scope, a: Finding, b: Finding, links: Sequence[str]) -> bool:
    """Whether one of the link words stands between two findings, or inside either."""
    start, end = min(a.start, b.start), max(a.end, b.end) + TAIL
    words = f" {' '.join(scope.words(start, end))} "
    for short, link in scope.rules.shorthand:
        words = words.replace(f" {short} ", f" {link} ")
    return any(f" {link} " in words for link in links)
