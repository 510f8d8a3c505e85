"""Mentions of disorders: each disorder finding with its status and its rank among the note's statements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter

from msgspec import Struct, field
from pydantic import JsonValue

from chartgap.conditions.scope import Scope
from chartgap.lexicon.schema import Concept
from chartgap.models import AFFIRMED, Extent, Finding, Laterality, Status

OTHER = "other"
"""The family of disorders that compete for sites and are not coded."""


class Place(Struct):
    """A site tied to a mention. ``strong`` means by grammar, not by nearness."""

    site: str
    laterality: Laterality | None
    finding_ids: tuple[str, ...]
    strong: bool = True
    number: str = ""
    """The words of a site of a numbered row ("L5"): its canonical name leaves the number out."""
    end: str = ""
    """The word that tells which of several alike, where its name begins with one: "distal"."""


class Mention(Struct):
    """One disorder finding while its attributes are gathered.

    ``creates`` is false where the statement cannot make a condition by itself: imaging without a provider's
    diagnosis, a symptom that is only reported.
    """

    finding: Finding
    start: int
    end: int
    concept: Concept
    group: str
    """What it merges with when both are current."""
    told: bool
    """Whether it can become a condition: it may be coded, or the lexicon says where it belongs."""
    status: Status
    rank: int
    creates: bool
    item: int | None
    reported: bool = False
    """A symptom where it is only reported, with nothing in the note that explains it."""
    reports: bool = False
    """The sentence tells what an imaging study showed."""
    of_edge: bool = False
    """It is denied of the edge of what was cut out, of elsewhere or of earlier: the disorder stands."""
    places: list[Place] = field(default_factory=list)
    attributes: dict[str, JsonValue] = field(default_factory=dict)
    acuities: list[Finding] = field(default_factory=list)
    routes: list[Finding] = field(default_factory=list)
    causes: list[Finding] = field(default_factory=list)
    """What a line of a form tells as its cause."""
    part: str | None = None
    """The lettered part of a pathology report that it stands in."""
    echoes: list[str] = field(default_factory=list)
    """Ids of further findings that say the same."""

    @property
    def category(self) -> str | None:
        """The tabular stem that an official title in the text pins."""
        value = self.attributes.get("category")
        return value if isinstance(value, str) else None


def status_of(finding: Finding) -> Status:
    """The status that a finding's assertion states."""
    said = finding.assertion
    if said is AFFIRMED:
        return "present"
    if said.family:
        return "family"
    if said.hypothetical:
        return "hypothetical"
    if said.negated:
        return "absent"
    if said.historical:
        return "historical"
    return "possible" if said.uncertain else "present"


def _adjust(status: Status, finding: Finding, concept: Concept, scope: Scope) -> Status:
    """What the section does to a statement: a family history, a past-history list, general advice."""
    recast = scope.rules.recast.get(finding.section)
    if recast == "family" or (recast == "hypothetical" and status == "possible"):
        return recast
    if status != "present":
        return status
    return recast or ("historical" if _is_over(finding, concept, scope) else status)


def _is_over(finding: Finding, concept: Concept, scope: Scope) -> bool:
    """Whether the sentence says that a disorder of this family is past."""
    past = scope.rules.past.get(concept.family or "")
    if past is None:
        return False
    sentence = scope.sentence(finding.start)
    return past.stand_in(scope.text, sentence.start, sentence.end)


def _creates(finding: Finding, concept: Concept, scope: Scope, study: int | None) -> bool:
    file = scope.rules.file
    if finding.section in file.silent_sections or (study is not None and _retold(finding, scope, study)):
        return False
    if concept.role in ("symptom", "sign"):
        if finding.section in file.asking_sections and _has_explanation(scope):
            return False
        assessed = scope.whole or finding.section in file.symptom_sections
        return assessed or (finding.section is None and _is_coded(finding, scope))
    if finding.section not in file.imaging_sections:
        return True
    measured = any(scope.of_kind(rule.kind) for rule in scope.rules.scores.get(concept.family or "", ()))
    return scope.reading.layout.document is not None and (measured or not scope.concludes)


BESIDE = 120
"""How many characters away the words for an edge or for elsewhere may stand."""


def _is_of_edge(finding: Finding, scope: Scope) -> bool:
    """Whether a disorder is denied of the edge of what was cut out, of elsewhere or of earlier."""
    if not finding.assertion.negated:
        return False
    sentence = scope.sentence(finding.start)
    low, high = max(sentence.start, finding.start - BESIDE), min(sentence.end, finding.end + BESIDE)
    return scope.rules.edges.stand_in(scope.text, low, high)


_CODE_BEFORE = re.compile(r"(?<!\w)[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}[ \t]?[-–:)]?[ \t]{1,6}\Z")
_CODE_BEHIND = re.compile(r"[^\n.;]{0,20}?(?<!\w)[A-TV-Z]\d[0-9A-Z]\.[0-9A-Z]{1,4}(?!\w)")


def _is_coded(finding: Finding, scope: Scope) -> bool:
    """Whether a code stands right beside it, as in a list of diagnoses: "M62.81 Muscle weakness"."""
    before = scope.text[max(0, finding.start - 18) : finding.start]
    return _CODE_BEFORE.search(before) is not None or _CODE_BEHIND.match(scope.text, finding.end) is not None


def _retold(finding: Finding, scope: Scope, study: int) -> bool:
    """Whether the note only tells again, where it does not assess, what a study showed.

    Outside a section the study must come first: "MRI: gout" is its report, "he has gout on MRI" a diagnosis.
    """
    if finding.section is None:
        return not scope.whole and study < finding.start
    return finding.section in scope.rules.file.studied_sections


def _is_reported(finding: Finding, concept: Concept, scope: Scope) -> bool:
    """Whether a symptom is only reported, with nothing in the note that explains it."""
    file = scope.rules.file
    if concept.family not in file.reported_families:
        return False
    lay = isinstance(finding.value, dict) and finding.value.get("lay") is True
    return not lay and finding.section in file.reported_sections and not _is_explained(scope)


def _is_explained(scope: Scope) -> bool:
    return any(scope.of_kind(kind) for kind in scope.rules.file.examining) or _has_explanation(scope)


def _has_explanation(scope: Scope) -> bool:
    file = scope.rules.file
    return any(
        isinstance(finding.value, dict)
        and finding.value.get("feature") in file.explaining
        and status_of(finding) == "present"
        for finding in scope.of_kind("feature")
    )


def read_mentions(scope: Scope, concepts: Mapping[str, Concept]) -> list[Mention]:
    """Every disorder finding of the note as a mention, in text order, without its attributes yet."""
    studies: dict[int, int] = {}
    for study in scope.of_kind("imaging"):
        studies.setdefault(scope.sentence(study.start).start, study.start)
    return [_mention(scope, finding, concepts, studies) for finding in scope.of_kind("disorder")]


def _mention(
    scope: Scope, finding: Finding, concepts: Mapping[str, Concept], studies: Mapping[int, int]
) -> Mention:
    implied = dict(finding.value) if isinstance(finding.value, dict) else {}
    name = str(implied.pop("concept", None))
    concept = concepts.get(name) or Concept(id=name, family="tabular", role="diagnosis")
    told = concept.family != OTHER or concept.outside is not None
    section, start = finding.section, finding.start
    shown = studies.get(scope.sentence(start).start) if studies else None
    return Mention(
        finding,
        start,
        finding.end,
        concept,
        concept.group or concept.id,
        told,
        _adjust(status_of(finding), finding, concept, scope),
        scope.rank(section),
        told and _creates(finding, concept, scope, shown),
        scope.item(start),
        reported=concept.role == "symptom" and _is_reported(finding, concept, scope),
        reports=shown is not None,
        of_edge=_is_of_edge(finding, scope),
        attributes=implied,
    )


def mentions_in(mentions: Sequence[Mention], extent: Extent) -> Sequence[Mention]:
    """The mentions that begin in a stretch of the note; ``mentions`` are in text order."""
    first = bisect_left(mentions, extent.start, key=_start)
    return mentions[first : bisect_left(mentions, extent.end, lo=first, key=_start)]


_start = attrgetter("start")
