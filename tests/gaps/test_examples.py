"""The example notes of every gap rule, through the whole analyzer; every query that comes is linted."""

from __future__ import annotations

from functools import cache

import pytest

from chartgap.analyzer import Analyzer
from chartgap.gaps.compliance import check_query
from chartgap.lexicon.gap import GapRule
from tests.gaps.build import shipped_book

EXAMPLES = [
    (rule, text, fires)
    for rule in shipped_book().rules
    for texts, fires in ((rule.fires, True), (rule.silent, False))
    for text in texts
]


@cache
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.mark.parametrize(
    ("rule", "text", "fires"),
    EXAMPLES,
    ids=[
        f"{rule.id}-{'fires' if fires else 'silent'}-{place}"
        for place, (rule, _, fires) in enumerate(EXAMPLES)
    ],
)
def test_a_rule_fires_in_its_examples_and_only_there(rule: GapRule, text: str, fires: bool) -> None:
    gaps = analyzer().analyze(text).gaps
    assert (rule.id in {gap.rule for gap in gaps}) is fires
    assert [check_query(gap.query, text, shipped_book().policy) for gap in gaps] == [[]] * len(gaps)
