"""Grouping and coverage stand in the auditor's view alone: shown over every note of ``fixtures/notes``."""

from __future__ import annotations

import json
import re

import pytest

from chartgap.audit.facts import Auditor, make_auditor
from chartgap.icd10cm.tree import load_tree
from chartgap.models import AuditFact, Claim, ClaimLine, NoteAnalysis
from chartgap.report.html import html_page
from chartgap.report.text import print_report
from fixtures.refresh import NOTES

MONEY = re.compile(
    r"\b(?:(?:MS-|APR-)?DRGs?|M?CCs?|CPT|NCD|MLN|pay(?:ment|ments|er|ers|or|ors)?|reimburs\w*|medicare|medicaid"
    r"|coverage|grouping|A54992|A53057|770(?:80|81|85|86))\b",
    re.IGNORECASE,
)
CLAIM = Claim(lines=(ClaimLine(code="M86.58", verdict="unsupported"),))
PATHS = sorted(NOTES.glob("*.txt"))


@pytest.fixture(scope="module")
def notes() -> dict[str, tuple[str, NoteAnalysis]]:
    found = {}
    for path in PATHS:
        expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
        engine = {"version": "0", "pipeline": "default", "lexicon_digest": "0"}
        text = path.read_bytes().decode("utf-8")
        found[path.stem] = (
            text,
            NoteAnalysis.model_validate_json(json.dumps({**expected, "engine": engine})),
        )
    return found


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return make_auditor(load_tree())


def words(text: str) -> set[str]:
    return {found[0].lower() for found in MONEY.finditer(text)}


def test_no_query_has_a_word_of_grouping_or_coverage(notes: dict[str, tuple[str, NoteAnalysis]]) -> None:
    asked = {
        (name, gap.id): words(" ".join((gap.query.question, *gap.query.options)))
        for name, (_, analysis) in notes.items()
        for gap in analysis.gaps
    }
    assert len(asked) > 40
    assert {key: found for key, found in asked.items() if found} == {}


def test_the_standard_view_has_no_word_of_grouping_or_coverage_but_the_notes_own(
    notes: dict[str, tuple[str, NoteAnalysis]],
) -> None:
    wrong = {}
    for name, (text, analysis) in notes.items():
        if found := words(print_report([(text, analysis)], captured=True)) - words(text):
            wrong[name] = found
    own = words(" ".join(text for text, _ in notes.values()))
    wrong["the HTML page"] = words(html_page(notes.values())) - own
    assert wrong == {"the HTML page": set()}


def test_the_auditors_view_adds_its_facts_and_changes_nothing_else(
    notes: dict[str, tuple[str, NoteAnalysis]], auditor: Auditor
) -> None:
    def audit(analysis: NoteAnalysis) -> tuple[AuditFact, ...]:
        billed = analysis.model_copy(update={"claim": CLAIM})
        return auditor.of_note(billed, sex=None, setting="inpatient")

    for pair in notes.values():
        standard = print_report([pair], captured=True).rstrip()
        shown = print_report([pair], audit=audit, captured=True)
        assert shown.startswith(f"{standard}\n\nFor auditors\n")
        assert {"ms-drg", "cc"} <= words(shown.removeprefix(standard))
    assert html_page(notes.values(), audit=audit).count("<h2>For auditors</h2>") == len(notes)


def test_no_fact_is_part_of_an_analysis() -> None:
    assert "AuditFact" not in json.dumps(NoteAnalysis.model_json_schema(mode="serialization"))
