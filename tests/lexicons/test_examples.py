"""The examples of the lexicon through the whole analyzer: a rule fires where it says so, and only there.

Rules that give no finding of their own are run by the tests of the step that reads them: see ``ELSEWHERE``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from chartgap.analyzer import Analyzer
from chartgap.lexicon.book import Lexicon, examples
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.measurement import MeasureEntry
from chartgap.lexicon.schema import LexiconModel, PatternEntry, TermEntry
from chartgap.models import Finding, FindingKind

ELSEWHERE = {
    "attributes": "tests/pipes",
    "context": "tests/pipes",
    "sections": "tests/pipes",
    "gaps": "tests/gaps",
    "coverage": "tests/lexicon",
}
"""Table → where those of its examples are run that are not run here."""
KINDS = frozenset(get_args(FindingKind))
MEASURED = {"t_scores": {"t_score", "z_score"}, "strength": {"strength"}, "labs": {"lab"}}
"""Reader of measurements → the kinds of its findings."""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def item_of(lexicon: Lexicon, rule: str) -> tuple[str, LexiconModel]:
    return next((name, held[rule]) for name, held in lexicon.tables.items() if rule in held)


def runs_here(item: LexiconModel) -> bool:
    """Whether the item gives findings: a term of a finding's kind, a word by which a measure is read."""
    return (isinstance(item, TermEntry) and item.kind in KINDS) or isinstance(item, MeasureEntry)


def fired(rule: str, item: LexiconModel, findings: tuple[Finding, ...]) -> bool:
    if isinstance(item, MeasureEntry):
        return any(finding.kind in MEASURED[item.reader] for finding in findings)
    return any(finding.rule == rule for finding in findings)


def widened(lexicon: Lexicon, rule: str, findings: tuple[Finding, ...]) -> bool:
    """Whether a pattern of the rule took its term's place: ``fracture.healed.of`` for ``fracture.healed``."""
    patterns = {pattern.id for pattern in lexicon.patterns}
    return any(f.rule in patterns and f.rule.rpartition(".")[0] == rule for f in findings)


def wrong_examples(lexicon: Lexicon, analyzer: Analyzer, table: str) -> Iterator[tuple[str, str, str]]:
    for rule, text, should_fire in examples(lexicon):
        name, item = item_of(lexicon, rule)
        if name == table and runs_here(item):
            findings = analyzer.analyze(text).findings
            found = fired(rule, item, findings) or (should_fire and widened(lexicon, rule, findings))
            if found != should_fire:
                yield rule, text, "is silent" if should_fire else "fires"


@pytest.mark.parametrize("table", ["disorders", "sites", "organisms", "attributes", "measurements"])
def test_every_rule_fires_in_its_examples_and_only_there(
    lexicon: Lexicon, analyzer: Analyzer, table: str
) -> None:
    assert list(wrong_examples(lexicon, analyzer, table)) == []


def test_every_table_with_examples_is_run_somewhere(lexicon: Lexicon) -> None:
    left = {
        name
        for name, item in (item_of(lexicon, rule) for rule, _, _ in examples(lexicon))
        if not runs_here(item)
    }
    assert left <= set(ELSEWHERE)


def test_every_rule_that_gives_a_finding_has_an_example_that_fires(lexicon: Lexicon) -> None:
    shown = {rule for rule, _, should_fire in examples(lexicon) if should_fire}
    giving = {
        key
        for held in lexicon.tables.values()
        for key, item in held.items()
        if isinstance(item, TermEntry | PatternEntry | MeasureEntry)
    }
    assert sorted(giving - shown) == []
