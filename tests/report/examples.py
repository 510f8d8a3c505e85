"""Analyses made by hand, so that reports are tested without a pipeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chartgap.models import (
    Assertion,
    CandidateCode,
    Claim,
    ClaimLine,
    Closing,
    CodeSet,
    Condition,
    ConditionSite,
    Engine,
    Finding,
    Gap,
    Indicator,
    NoteAnalysis,
    Query,
    Reason,
)

TEXT = "HPI: no myositis.\r\nASSESSMENT:\r\n1. Chronic osteomyelitis of the left clavicle.\r\n"


def finding(text: str, words: str, *, name: str = "f1", kind: str = "disorder", **more: Any) -> Finding:
    """The first place of ``words`` in ``text`` as a finding."""
    start = text.index(words)
    made = {"id": name, "kind": kind, "text": words, "start": start, "end": start + len(words)}
    return Finding.model_validate({**made, "section": None, "value": {}, "rule": "test.rule", **more})


def analysis(findings: Iterable[Finding] = (), **parts: Any) -> NoteAnalysis:
    """An analysis with these findings and nothing else but ``parts``."""
    empty: dict[str, Any] = {"note_id": "a", "conditions": (), "codes": (), "gaps": ()}
    return NoteAnalysis(
        code_set=CodeSet(release="2026-04-01"),
        engine=Engine(version="0", pipeline="default", lexicon_digest="0"),
        findings=tuple(findings),
        **{**empty, **parts},
    )


def full() -> NoteAnalysis:
    """One condition with two codes and a gap, one negated condition, and a claim."""
    findings = (
        finding(TEXT, "myositis", name="f1", assertion=Assertion(negated=True)),
        finding(TEXT, "Chronic", name="f2", kind="acuity", value="chronic"),
        finding(TEXT, "osteomyelitis", name="f3"),
        finding(TEXT, "left clavicle", name="f4", kind="site"),
    )
    code: dict[str, Any] = {"billable": True, "condition_id": "c1", "role": "primary"}
    query = Query(
        indicators=(Indicator(text="Chronic osteomyelitis of the left clavicle", finding_id="f3"),),
        question="By which route did it arise?",
        options=("Hematogenous", "Other (please specify)", "Unable to determine"),
    )
    return analysis(
        findings,
        conditions=(
            Condition(
                id="c1",
                concept="osteomyelitis",
                status="present",
                acuity="chronic",
                sites=(ConditionSite(site="clavicle", laterality="left", finding_ids=("f4",)),),
                finding_ids=("f2", "f3", "f4"),
            ),
            Condition(id="c2", concept="myositis", status="absent", finding_ids=("f1",)),
        ),
        codes=(
            CandidateCode(
                code="M86.68",
                description="Other chronic osteomyelitis, other site",
                rank=1,
                basis="unspecified",
                rationale=(Reason(text="chronic, no route told", finding_ids=("f2", "f3")),),
                conflicts=("Authorities differ on the site",),
                **code,
            ),
            CandidateCode(
                code="M86.58",
                description="Other chronic hematogenous osteomyelitis, other site",
                rank=2,
                basis="alternative",
                rationale=(Reason(text="needs the word hematogenous"),),
                **code,
            ),
        ),
        gaps=(
            Gap(
                id="g1",
                kind="missing",
                element="route",
                severity="blocking",
                condition_id="c1",
                message="The route is not documented.",
                finding_ids=("f3",),
                codes_now=("M86.68",),
                codes_if_closed=(Closing(answer="Hematogenous", code="M86.58"),),
                query=query,
                rule="axis.route",
                authority="tabular",
                source="ICD-10-CM tabular",
            ),
        ),
        claim=Claim(
            lines=(
                ClaimLine(
                    code="M86.9",
                    description="Osteomyelitis, unspecified",
                    verdict="more_specific_available",
                    reasons=(Reason(text="acuity and site are told", finding_ids=("f2", "f3")),),
                    better=("M86.68",),
                ),
            ),
            missing=("M86.68",),
        ),
    )
