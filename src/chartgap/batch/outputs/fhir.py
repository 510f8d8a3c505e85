"""FHIR R4 resources as Bulk Data ndjson, one file a resource type.

A Condition (unconfirmed) for each rank-1 code, an Observation for each current T-score and Z-score, a
DetectedIssue for each gap, a Provenance for each note with the note as its source, an OperationOutcome for
each record without an analysis. Ids are made of the note's id, so that a second run gives the same ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson

from chartgap.batch.outputs.day import day_of_output
from chartgap.batch.records import Origin
from chartgap.batch.sink import Row
from chartgap.lexicon.observation import observation_codes
from chartgap.models import CandidateCode, Condition, ErrorRow, Finding, Gap, NoteAnalysis

TYPES = ("Condition", "Observation", "DetectedIssue", "Provenance", "OperationOutcome")
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
CHARTGAP = "urn:chartgap"
_SEVERITY = {"blocking": "high", "supporting": "moderate", "advisory": "low"}
_REFERENCE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
Resource = dict[str, Any]


class FhirSink:
    """A folder with ``Condition.ndjson``, ``DetectedIssue.ndjson`` ..."""

    def encode(self, rows: Sequence[Row]) -> bytes:
        """A resource a line."""
        resources = (resource for row in rows for resource in _resources(row))
        return b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in resources)

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """The files. Provenances get the day on which this is done."""
        recorded = day_of_output().isoformat().replace("+00:00", "Z")
        target.mkdir()
        with ExitStack() as stack:
            files = {name: stack.enter_context((target / f"{name}.ndjson").open("xb")) for name in TYPES}
            for part in parts:
                with part.open("rb") as lines:
                    for line in lines:
                        resource = orjson.loads(line)
                        name = resource["resourceType"]
                        if name == "Provenance":
                            line = orjson.dumps(
                                {**resource, "recorded": recorded}, option=orjson.OPT_APPEND_NEWLINE
                            )
                        files[name].write(line)


def _resources(row: Row) -> Iterator[Resource]:
    outcome = row.outcome
    if isinstance(outcome, ErrorRow):
        yield _outcome(outcome, row)
        return
    made = [
        *(_condition(code, outcome, row.origin) for code in outcome.codes if code.rank == 1),
        *(_observation(one, outcome, row.origin) for one in outcome.findings if _measured(one)),
        *(_issue(gap, outcome, row.origin) for gap in outcome.gaps),
    ]
    yield from made
    if made:
        yield _provenance(made, outcome, row.origin)


def _condition(code: CandidateCode, analysis: NoteAnalysis, origin: Origin) -> Resource:
    condition = next(one for one in analysis.conditions if one.id == code.condition_id)
    reasons = " ".join(reason.text for reason in code.rationale)
    return _filled(
        {
            "resourceType": "Condition",
            "id": _condition_id(code, analysis),
            "verificationStatus": _coding(f"{TERMINOLOGY}/condition-ver-status", "unconfirmed"),
            "code": {
                "coding": [{"system": ICD10CM, "code": code.code, "display": code.description}],
                "text": condition.concept,
            },
            "bodySite": [{"text": words} for words in _sites(condition)],
            "subject": _subject(origin),
            "encounter": _reference("Encounter", origin.encounter),
            "recordedDate": origin.written.isoformat() if origin.written else None,
            "evidence": [{"detail": [_document(analysis, origin)]}],
            "note": [{"text": f"Candidate code ({code.role}, {code.basis}). {reasons}"}],
        }
    )


def _observation(finding: Finding, analysis: NoteAnalysis, origin: Origin) -> Resource:
    value = finding.value if isinstance(finding.value, dict) else {}
    site, side = value.get("site"), value.get("laterality")
    entry = observation_codes().get((finding.kind, str(site)))
    name = "T-score" if finding.kind == "t_score" else "Z-score"
    words = " ".join(str(word) for word in (side, site) if word)
    coding = [{"system": LOINC, "code": entry.code(str(side))}] if entry else []
    coding.append({"system": f"{CHARTGAP}:finding", "code": finding.kind})
    return _filled(
        {
            "resourceType": "Observation",
            "id": _stable(analysis.note_id, finding.id),
            "status": "preliminary",
            "code": {"coding": coding, "text": f"{name} {words}".strip()},
            "subject": _subject(origin),
            "encounter": _reference("Encounter", origin.encounter),
            "bodySite": {"text": words} if words and (entry is None or entry.body_site) else None,
            "valueQuantity": {
                "value": value.get("value"),
                "unit": f"{{{name}}}",
                "system": "http://unitsofmeasure.org",
                "code": "1",
            },
            "derivedFrom": [_document(analysis, origin)],
        }
    )


def _issue(gap: Gap, analysis: NoteAnalysis, origin: Origin) -> Resource:
    firsts = [c for c in analysis.codes if c.rank == 1 and c.condition_id == gap.condition_id]
    query = [gap.query.question, *(f"- {option}" for option in gap.query.options)]
    return _filled(
        {
            "resourceType": "DetectedIssue",
            "id": _stable(analysis.note_id, gap.id),
            "identifier": [{"system": f"{CHARTGAP}:gap", "value": gap.id}],
            "status": "preliminary",
            "code": {
                "coding": [{"system": f"{CHARTGAP}:gap-element", "code": f"{gap.kind}-{gap.element}"}],
                "text": f"{gap.kind} {gap.element.replace('_', ' ')}",
            },
            "severity": _SEVERITY[gap.severity],
            "patient": _subject(origin),
            "author": {"display": _device(analysis)},
            "implicated": [{"reference": f"Condition/{_condition_id(code, analysis)}"} for code in firsts],
            "evidence": [
                {"code": [{"text": one.text}], "detail": [_document(analysis, origin)]}
                for one in gap.query.indicators
            ],
            "detail": gap.message,
            "mitigation": [{"action": {"text": "\n".join(query)}}],
        }
    )


def _provenance(made: Sequence[Resource], analysis: NoteAnalysis, origin: Origin) -> Resource:
    return {
        "resourceType": "Provenance",
        "id": _stable(analysis.note_id, "provenance"),
        "target": [{"reference": f"{one['resourceType']}/{one['id']}"} for one in made],
        "agent": [
            {
                "type": _coding(f"{TERMINOLOGY}/provenance-participant-type", "assembler"),
                "who": {"display": _device(analysis)},
            }
        ],
        "entity": [{"role": "source", "what": _document(analysis, origin)}],
    }


def _outcome(row: ErrorRow, held: Row) -> Resource:
    return {
        "resourceType": "OperationOutcome",
        "id": _stable(row.note_id, f"record-{held.number}"),
        "issue": [
            {
                "severity": "error",
                "code": "processing",
                "details": {"text": f"record {held.number}: {row.error}"},
                "diagnostics": row.message,
            }
        ],
    }


def _measured(finding: Finding) -> bool:
    said = finding.assertion
    if said.historical or said.family or said.hypothetical or said.negated:
        return False
    return finding.kind in ("t_score", "z_score")


def _filled(resource: Resource) -> Resource:
    """Without the elements that have no value: FHIR knows no null and no empty list."""
    return {key: value for key, value in resource.items() if value not in (None, [], "")}


def _coding(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _sites(condition: Condition) -> Iterator[str]:
    for one in condition.sites:
        yield f"{one.laterality} {one.site}" if one.laterality else one.site


def _subject(origin: Origin) -> Resource:
    return _reference("Patient", origin.patient) or {"display": "not stated in the input"}


def _reference(kind: str, given: str | None) -> Resource | None:
    """A reference where the given id is one, or can be one; else the id as an identifier."""
    if not given:
        return None
    if _REFERENCE.fullmatch(given):
        return {"reference": given}
    if _ID.fullmatch(given):
        return {"reference": f"{kind}/{given}"}
    return {"type": kind, "identifier": {"value": given}}


def _document(analysis: NoteAnalysis, origin: Origin) -> Resource:
    return _reference("DocumentReference", origin.reference) or {
        "type": "DocumentReference",
        "identifier": {"system": f"{CHARTGAP}:note", "value": analysis.note_id},
    }


def _device(analysis: NoteAnalysis) -> str:
    return f"chartgap {analysis.engine.version}, lexicon {analysis.engine.lexicon_digest[:12]}"


def _condition_id(code: CandidateCode, analysis: NoteAnalysis) -> str:
    return _stable(analysis.note_id, code.condition_id, code.code)


def _stable(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8"), digest_size=16).hexdigest()
