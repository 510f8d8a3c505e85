"""What a reader is shown of an analysis, in reading order, on the terminal and in the browser."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from chartgap.models import (
    AuditFact,
    CandidateCode,
    ClaimLine,
    Condition,
    ConditionSite,
    Finding,
    Gap,
    NoteAnalysis,
)

_AROUND = 40
"""Characters quoted on each side of a finding."""
_LINE_ENDS = str.maketrans("\r\n\t", "   ")
_SEVERITIES = ("blocking", "supporting", "advisory")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding as it is quoted: where it stands in the note, for people (lines count from 1)."""

    finding: Finding
    line: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """Neighbouring findings with the words around them; ``parts`` alternate: around, finding, around ..."""

    line: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code and the evidence its reasons rest on, each piece once."""

    code: CandidateCode
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A gap with its evidence, its query's indicators among it."""

    gap: Gap
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """A condition with its codes (rank 1, then what else it could be) and its gaps, most severe first."""

    condition: Condition
    summary: str
    evidence: tuple[Evidence, ...]
    snippets: tuple[Snippet, ...]
    supported: tuple[ShownCode, ...]
    others: tuple[ShownCode, ...]
    gaps: tuple[ShownGap, ...]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A billed code with its verdict in words and the evidence its reasons rest on."""

    line: ClaimLine
    verdict: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """The review of a claim; ``missing`` are codes not billed, with their titles."""

    lines: tuple[ShownLine, ...]
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownFacts:
    """What one source says of a code or of the claim, for auditors."""

    about: str
    source: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A note's page: conditions with codes or gaps first, then those that the note only names.

    ``outside`` are current disorders whose codes are not of those that chartgap gives. ``audit`` is there
    in the auditor's view alone.
    """

    note_id: str
    release: str
    stand_in: str | None
    version: str
    text: str
    conditions: tuple[ShownCondition, ...]
    outside: tuple[ShownCondition, ...]
    uncoded: tuple[ShownCondition, ...]
    findings: tuple[Finding, ...]
    claim: ShownClaim | None
    gap_counts: tuple[tuple[str, int], ...]
    audit: tuple[ShownFacts, ...] = ()


def make_view(analysis: NoteAnalysis, text: str, audit: Iterable[AuditFact] = ()) -> View:
    """Arrange an analysis of ``text``, and what auditors are told of its codes, for reading."""
    place = _Places(analysis.findings, text)
    shown = [_condition(condition, analysis, place) for condition in analysis.conditions]
    coded = [one for one in shown if one.supported or one.others or one.gaps]
    rest = [one for one in shown if one not in coded]
    outside = [one for one in rest if outside_words(one.condition)]
    severities = [gap.severity for gap in analysis.gaps]
    return View(
        note_id=analysis.note_id,
        release=analysis.code_set.release,
        stand_in=analysis.code_set.stand_in,
        version=analysis.engine.version,
        text=text,
        conditions=tuple(coded),
        outside=tuple(outside),
        uncoded=tuple(one for one in rest if one not in outside),
        findings=analysis.findings,
        claim=_claim(analysis, place),
        gap_counts=tuple((name, severities.count(name)) for name in _SEVERITIES if name in severities),
        audit=arrange_facts(audit),
    )


def no_facts(analysis: NoteAnalysis) -> tuple[AuditFact, ...]:
    """Nothing for auditors alone: the view that anyone may see."""
    return ()


def arrange_facts(facts: Iterable[AuditFact]) -> tuple[ShownFacts, ...]:
    """Auditors' facts, those about one thing on one source's word together."""
    runs = groupby(facts, key=lambda fact: (fact.about, fact.authority, fact.source))
    return tuple(
        ShownFacts(about, f"{source} (authority: {authority})", tuple(fact.text for fact in run))
        for (about, authority, source), run in runs
    )


def site_name(site: ConditionSite) -> str:
    """``left clavicle``, ``bilateral thigh``, ``lumbar spine``."""
    return f"{site.laterality} {site.site}" if site.laterality else site.site


def in_words(condition: Condition) -> str:
    """What most codes turn on, as the note has it: acuity, route, sites with sides, organisms."""
    parts: list[str] = [part for part in (condition.acuity, condition.route) if part]
    parts.extend(site_name(site) for site in condition.sites)
    parts.extend(organism.name for organism in condition.organisms)
    return " · ".join(parts)


def outside_words(condition: Condition) -> str:
    """Where a disorder that is recognised and not coded belongs; empty for every other."""
    told = condition.attributes.get("outside")
    return f"{told.get('codes')}: {told.get('why')}" if isinstance(told, dict) else ""


class _Places:
    """Findings by id, with the line each stands on."""

    def __init__(self, findings: Iterable[Finding], text: str) -> None:
        self._findings = {finding.id: finding for finding in findings}
        self._text = text
        self._ends = [index for index, character in enumerate(text) if character == "\n"]

    def evidence(self, ids: Iterable[str]) -> tuple[Evidence, ...]:
        found = (self._findings[name] for name in dict.fromkeys(ids) if name in self._findings)
        ordered = sorted(found, key=lambda finding: (finding.start, finding.end))
        return tuple(Evidence(one, bisect.bisect_left(self._ends, one.start) + 1) for one in ordered)

    def snippets(self, evidence: Iterable[Evidence]) -> tuple[Snippet, ...]:
        """Quote findings with what stands around them on their line; near ones share a quotation."""
        groups: list[list[Evidence]] = []
        reach = 0
        for one in evidence:
            same_line = bool(groups) and groups[-1][0].line == one.line
            near = same_line and one.finding.start - reach <= 2 * _AROUND
            if near:
                groups[-1].append(one)
            else:
                groups.append([one])
            reach = max(reach, one.finding.end) if near else one.finding.end
        return tuple(Snippet(group[0].line, self._parts(group)) for group in groups)

    def _parts(self, group: list[Evidence]) -> tuple[str, ...]:
        line = group[0].line
        line_start = self._ends[line - 2] + 1 if line > 1 else 0
        line_end = self._ends[line - 1] if line <= len(self._ends) else len(self._text)
        line_end -= self._text[line_start:line_end].endswith("\r")
        first = group[0].finding.start
        at = max(line_start, first - _AROUND)
        if at > line_start:
            at = max(at, self._text.find(" ", at, first) + 1)
        parts = ["… " if at > line_start else ""]
        for one in group:
            # A finding inside the one before it is quoted with that one.
            start, end = max(at, one.finding.start), one.finding.end
            if end > at:
                parts[-1] += self._text[at:start]
                parts += [self._text[start:end], ""]
                at = end
        rest = min(max(line_end, at), at + _AROUND)
        if rest < line_end:
            blank = self._text.rfind(" ", at, rest)
            rest = blank if blank > at else rest
        parts[-1] += self._text[at:rest] + (" …" if rest < line_end else "")
        return tuple(part.translate(_LINE_ENDS) for part in parts)


def _condition(condition: Condition, analysis: NoteAnalysis, place: _Places) -> ShownCondition:
    codes = [code for code in analysis.codes if code.condition_id == condition.id]
    gaps = sorted(
        (gap for gap in analysis.gaps if gap.condition_id == condition.id),
        key=lambda gap: _SEVERITIES.index(gap.severity),
    )
    evidence = place.evidence(condition.finding_ids)
    return ShownCondition(
        condition=condition,
        summary=in_words(condition),
        evidence=evidence,
        snippets=place.snippets(evidence),
        supported=tuple(_code(code, place) for code in codes if code.rank == 1),
        others=tuple(_code(code, place) for code in codes if code.rank > 1),
        gaps=tuple(_gap(gap, place) for gap in gaps),
    )


def _code(code: CandidateCode, place: _Places) -> ShownCode:
    return ShownCode(code, place.evidence(name for reason in code.rationale for name in reason.finding_ids))


def _gap(gap: Gap, place: _Places) -> ShownGap:
    indicators = (one.finding_id for one in gap.query.indicators if one.finding_id)
    return ShownGap(gap, place.evidence((*gap.finding_ids, *indicators)))


def _claim(analysis: NoteAnalysis, place: _Places) -> ShownClaim | None:
    if analysis.claim is None:
        return None
    titles = {code.code: code.description for code in analysis.codes}
    return ShownClaim(
        lines=tuple(_line(line, place) for line in analysis.claim.lines),
        missing=tuple((code, titles.get(code, "")) for code in analysis.claim.missing),
    )


def _line(line: ClaimLine, place: _Places) -> ShownLine:
    evidence = place.evidence(name for reason in line.reasons for name in reason.finding_ids)
    return ShownLine(line, (line.verdict or "not reviewed").replace("_", " "), evidence)
