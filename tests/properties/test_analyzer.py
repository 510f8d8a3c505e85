"""What holds for every text whatever: no crash, offsets slice back, one answer, lawful codes and queries."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from chartgap.analyzer import Analyzer
from chartgap.errors import InputError
from chartgap.gaps.compliance import check_query
from chartgap.icd10cm.tree import CodeTree, load_tree
from chartgap.lexicon.gap import QueryPolicy, gap_book
from chartgap.lexicon.load import load_lexicon
from chartgap.models import NoteAnalysis
from tests.properties.fragments import notes

MANY = settings(max_examples=200)


@pytest.fixture(scope="session")
def policy() -> QueryPolicy:
    return gap_book(load_lexicon()).policy


@pytest.fixture(scope="session")
def tree() -> CodeTree:
    return load_tree()


def analyze(analyzer: Analyzer, text: str) -> NoteAnalysis | None:
    """The analysis, or None for a text that is refused with a message that holds none of it."""
    try:
        return analyzer.analyze(text)
    except InputError as error:
        assert text.strip() == "" or text.strip() not in str(error)
        return None


@MANY
@given(text=notes)
def test_findings_slice_back_and_keep_text_order(analyzer: Analyzer, text: str) -> None:
    if analysis := analyze(analyzer, text):
        found = analysis.findings
        assert [finding.text for finding in found] == [text[finding.start : finding.end] for finding in found]
        assert all(finding.start < finding.end for finding in found)
        assert [finding.start for finding in found] == sorted(finding.start for finding in found)
        assert all(0 <= start < end <= len(text) for finding in found for start, end in finding.cues)


@MANY
@given(text=notes)
def test_the_same_text_has_the_same_analysis_and_it_is_json(analyzer: Analyzer, text: str) -> None:
    if analysis := analyze(analyzer, text):
        assert analyze(analyzer, text) == analysis
        stored = json.loads(json.dumps(analysis.model_dump(mode="json")))
        assert NoteAnalysis.model_validate(stored) == analysis


@MANY
@given(text=notes)
def test_ids_are_unique_and_all_references_resolve(analyzer: Analyzer, text: str) -> None:
    if analysis := analyze(analyzer, text):
        findings = [finding.id for finding in analysis.findings]
        conditions = [condition.id for condition in analysis.conditions]
        gaps = [gap.id for gap in analysis.gaps]
        assert [len(set(ids)) for ids in (findings, conditions, gaps)] == [
            len(findings),
            len(conditions),
            len(gaps),
        ]
        assert {gap.condition_id for gap in analysis.gaps} <= set(conditions)
        assert {code.condition_id for code in analysis.codes} <= set(conditions)
        named = {i for condition in analysis.conditions for i in condition.finding_ids}
        named |= {i for gap in analysis.gaps for i in gap.finding_ids}
        named |= {i for code in analysis.codes for reason in code.rationale for i in reason.finding_ids}
        assert named <= set(findings)


@MANY
@given(text=notes)
def test_codes_are_of_the_release_and_of_present_conditions(
    analyzer: Analyzer, tree: CodeTree, text: str
) -> None:
    if analysis := analyze(analyzer, text):
        present = {condition.id for condition in analysis.conditions if condition.status == "present"}
        assert all(tree.billable(code.code) and code.billable for code in analysis.codes if code.rank == 1)
        assert all(tree.valid(code.code) for code in analysis.codes)
        assert all(tree.valid(end.code) for gap in analysis.gaps for end in gap.codes_if_closed)
        assert {code.condition_id for code in analysis.codes} <= present
        assert {gap.condition_id for gap in analysis.gaps} <= present
        listed = [(code.condition_id, code.role, code.code) for code in analysis.codes]
        assert len(set(listed)) == len(listed)


@MANY
@given(text=notes)
def test_every_query_is_compliant(analyzer: Analyzer, policy: QueryPolicy, text: str) -> None:
    if analysis := analyze(analyzer, text):
        assert [check_query(gap.query, text, policy) for gap in analysis.gaps] == [[]] * len(analysis.gaps)
