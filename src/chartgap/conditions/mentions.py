"""Mentions of disorders: each disorder finding with its status and its rank among the note's statements."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from chartgap.conditions.scope import Scope
from chartgap.lexicon.schema import Concept
from chartgap.models import Extent, Finding, Laterality, Status

OTHER = "other"
"""The family of disorders that compete for sites and are not coded."""


@dataclass(slots=True)
class Place:
    """A site tied to a mention. ``strong`` means by grammar, not by nearness."""

    site: str
    laterality: Laterality | None
    finding_ids: tuple[str, ...]
    strong: bool = True
    number: str = ""
    """The words of a site of a numbered row ("L5"): its canonical name leaves the number out."""


@dataclass(slots=True)
class Mention:
    """One disorder finding while its attributes are gathered.

    ``creates`` is false where the statement cannot make a condition by itself: imaging without a provider's
    diagnosis, a symptom that is only reported.
    """

    finding: Finding
    concept: Concept
    status: Status
    rank: int
    creates: bool
    item: int | None
    reported: bool = False
    """A symptom where it is only reported, with nothing in the note that explains it."""
    reports: bool = False
    """The sentence tells what an imaging study showed."""
    places: list[Place] = field(default_factory=list)
    attributes: dict[str, JsonValue] = field(default_factory=dict)
    acuities: list[Finding] = field(default_factory=list)
    routes: list[Finding] = field(default_factory=list)
    part: str | None = None
    """The lettered part of a pathology report that it stands in."""
    echoes: list[str] = field(default_factory=list)
    """Ids of further findings that say the same."""

    @property
    def told(self) -> bool:
        """Whether it can become a condition: it may be coded, or the lexicon says where it belongs."""
        return self.concept.family != OTHER or self.concept.outside is not None

    @property
    def group(self) -> str:
        """What it merges with when both are current."""
        return self.concept.group or self.concept.id

    @property
    def category(self) -> str | None:
        """The tabular stem that an official title in the text pins."""
        value = self.attributes.get("category")
        return value if isinstance(value, str) else None


def status_of(finding: Finding) -> Status:
    """The status that a finding's assertion states."""
    said = finding.assertion
    if said.family:
        return "family"
    if said.hypothetical:
        return "hypothetical"
    if said.negated:
        return "absent"
    if said.historical:
        return "historical"
    return "possible" if said.uncertain else "present"


def _implied(finding: Finding) -> dict[str, JsonValue]:
    value = finding.value
    return {k: v for k, v in value.items() if k != "concept"} if isinstance(value, dict) else {}


def _concept(finding: Finding, concepts: Mapping[str, Concept]) -> Concept:
    name = finding.value.get("concept") if isinstance(finding.value, dict) else None
    known = concepts.get(str(name))
    return known or Concept(id=str(name), family="tabular", role="diagnosis")


def _adjust(status: Status, finding: Finding, concept: Concept, scope: Scope) -> Status:
    """What the section does to a statement: a family history, a past-history list, general advice."""
    file = scope.rules.file
    if finding.section in file.family_sections:
        return "family"
    if finding.section in file.general_sections and status in ("present", "possible"):
        return "hypothetical"
    past = scope.rules.past.get(concept.family or "")
    over = past is not None and past.search(scope.text, *_bounds(scope, finding))
    if status == "present" and (over or finding.section in file.past_sections):
        return "historical"
    return status


def _bounds(scope: Scope, finding: Finding) -> tuple[int, int]:
    sentence = scope.sentence(finding.start)
    return sentence.start, sentence.end


def _creates(finding: Finding, concept: Concept, scope: Scope, study: int | None) -> bool:
    file = scope.rules.file
    if finding.section in file.silent_sections or (study is not None and _retold(finding, scope, study)):
        return False
    if concept.role in ("symptom", "sign"):
        return scope.whole or finding.section in file.symptom_sections
    reports = scope.reading.layout.document is not None
    return reports or finding.section not in file.imaging_sections


def _retold(finding: Finding, scope: Scope, study: int) -> bool:
    """Whether the note only tells again, where it does not assess, what a study showed.

    Outside a section the study must come first: "MRI: gout" is its report, "he has gout on MRI" a diagnosis.
    """
    if finding.section is None:
        return not scope.whole and study < finding.start
    return finding.section in scope.rules.file.studied_sections


def _is_reported(finding: Finding, concept: Concept, scope: Scope) -> bool:
    file = scope.rules.file
    lay = isinstance(finding.value, dict) and finding.value.get("lay") is True
    told = concept.role == "symptom" and concept.family in file.reported_families
    return told and not lay and finding.section in file.reported_sections


def _explains(finding: Finding, scope: Scope) -> bool:
    if finding.kind in scope.rules.file.examining:
        return True
    value = finding.value if finding.kind == "feature" else None
    named = isinstance(value, dict) and value.get("feature") in scope.rules.file.explaining
    return named and status_of(finding) == "present"


def read_mentions(scope: Scope, concepts: Mapping[str, Concept]) -> list[Mention]:
    """Every disorder finding of the note as a mention, in text order, without its attributes yet."""
    mentions: list[Mention] = []
    explained = any(_explains(f, scope) for f in scope.reading.findings)
    studies: dict[int, int] = {}
    for study in scope.reading.findings:
        if study.kind == "imaging":
            studies.setdefault(scope.sentence(study.start).start, study.start)
    for finding in scope.reading.findings:
        if finding.kind != "disorder":
            continue
        concept = _concept(finding, concepts)
        shown = studies.get(scope.sentence(finding.start).start)
        mentions.append(
            Mention(
                finding=finding,
                concept=concept,
                status=_adjust(status_of(finding), finding, concept, scope),
                rank=scope.rank(finding.section),
                creates=_creates(finding, concept, scope, shown),
                item=scope.item(finding.start),
                reported=not explained and _is_reported(finding, concept, scope),
                reports=shown is not None,
                attributes=_implied(finding),
            )
        )
    return mentions


def mentions_in(mentions: Sequence[Mention], extent: Extent) -> Sequence[Mention]:
    """The mentions that begin in a stretch of the note; ``mentions`` are in text order."""
    first = bisect_left(mentions, extent.start, key=_start)
    return mentions[first : bisect_left(mentions, extent.end, lo=first, key=_start)]


def _start(mention: Mention) -> int:
    return mention.finding.start
