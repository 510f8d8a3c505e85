from __future__ import annotations

import pytest

from chartgap.lexicon.regex import begins_at_word_bound, pattern_faults

RUNAWAY = ["may run for ever on some text: bound the repetitions, or make them exclude each other"]


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(a|a)*b",
        r"(\w+\s?)*$",
        r"(\d+)*x",
        r".*.*.*x",
        r"(?:a|ab|b)+c",
        r"(?:[^a]|[^b])*c",
        r"^\s*,?\s*x?\s*$",
    ],
)
def test_a_pattern_that_can_run_away_is_refused(pattern: str) -> None:
    assert pattern_faults(pattern) == RUNAWAY


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<v>-?\d{1,2}(?:\.\d{1,2})?)",
        r"\b(?P<count>\d{1,3})\s{0,3}(?P<unit>weeks?|months?)\b",
        r"(?:\s*,\s*\d+)*end",
        r"\d+\s*mg",
        r"([a-z]|[A-Z])+",
    ],
)
def test_a_bounded_pattern_passes(pattern: str) -> None:
    assert pattern_faults(pattern, "i") == []


@pytest.mark.parametrize("pattern", ["[", "(?P<a>x)(?P<a>y)", "a{2,1}", "(" * 5000, "[[a]"])
def test_a_pattern_that_does_not_compile_is_refused(pattern: str) -> None:
    [message] = pattern_faults(pattern)
    assert message.startswith("is not a regular expression: ")


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        (r"\bfoo", True),
        (r"\b(?:foo|bar)", True),
        (r"\bfoo|\bbar", True),
        (r"\bfoo|bar", False),
        (r"\B", False),
        ("!", False),
        ("", False),
    ],
)
def test_a_bound_counts_where_every_alternative_begins_with_it(pattern: str, begins: bool) -> None:
    assert begins_at_word_bound(pattern) is begins
