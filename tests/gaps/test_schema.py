"""The gap files as a user writes them: what is accepted, and how each fault is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartgap.errors import LexiconError
from chartgap.lexicon.gap import GapBook, gap_book
from chartgap.lexicon.load import load_lexicon

RULE = """\
id: gap.test.rule
kind: missing
element: ck
severity: supporting
authority: page
source: a page
when: {codes: [M60]}
message: "Nothing of the {concept}."
question: "What is it?"
fires: ["One."]
silent: ["Two."]
"""
POLICY = """\
id: query.policy
source: a guideline
closing: [Other, Unable]
codes: []
codes_in_quotes: []
money: []
money_in_quotes: []
leading: []
yes_no: []
leading_options: []
longest_quote: 160
most_indicators: 6
most_of_a_kind: 3
first_sections: []
"""
AXIS = """\
id: axis.site
element: site
severity: blocking
authority: tabular
source: the tabular
wordings: [{kinds: [missing], message: "No site.", question: "Where?"}]
"""


def load(
    folder: Path, *, rule: str = RULE, policy: str | None = POLICY, axes: tuple[str, ...] = (AXIS,)
) -> GapBook:
    for name in ("gaps", "axes"):
        (folder / name).mkdir()
    (folder / "gaps" / "rule.yaml").write_text(rule, encoding="utf-8")
    for place, axis in enumerate(axes):
        (folder / "axes" / f"{place}.yaml").write_text(axis, encoding="utf-8")
    if policy is not None:
        (folder / "query.yaml").write_text(policy, encoding="utf-8")
    return gap_book(load_lexicon(shipped=folder))


def test_a_book_has_its_rules_axes_and_policy(tmp_path: Path) -> None:
    book = load(tmp_path)
    assert [rule.id for rule in book.rules] == ["gap.test.rule"]
    assert list(book.axes) == ["site"]
    assert book.policy.closing == ("Other", "Unable")


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("element: ck", "element: mood", 3, "element"),
        ("kind: missing", "kind: lost", 2, "kind"),
        ("What is it?", "Tell me.", 9, "question"),
        ("{concept}", "{patient}", 8, "message"),
        ("id: gap.test.rule", "id: test rule", 1, "id"),
        ('fires: ["One."]', "fires: []", 10, "fires"),
        ("codes: [M60]", "not_codes: [M60]", 7, "when"),
        ("codes: [M60]", "code: [M60]", 7, "when.code"),
        ("source: a page", "sourse: a page", 6, "sourse"),
    ],
)
def test_a_faulty_rule_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, key: str
) -> None:
    with pytest.raises(LexiconError) as caught:
        load(tmp_path, rule=RULE.replace(old, new))
    places = {(fault.path.name, fault.line, fault.key) for fault in caught.value.faults}
    assert ("rule.yaml", line, key) in places


def test_an_empty_comparison_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"rule\.yaml:12"):
        load(tmp_path, rule=RULE + "unless: [{slot: age, is: {}}]\n")


@pytest.mark.parametrize(
    "test", ["{}", "{slot: a, finding: lab}", "{finding: mood}", "{all: []}", "{not: {}}", "lab"]
)
def test_a_faulty_test_is_refused(tmp_path: Path, test: str) -> None:
    with pytest.raises(LexiconError, match=r"rule\.yaml:12"):
        load(tmp_path, rule=RULE + f"if: [{test}]\n")


def test_a_fault_of_a_test_is_told_of_that_test_alone(tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as caught:
        load(tmp_path, rule=RULE + "if:\n  - any:\n      - {slot: age, iss: 5}\n  - {slott: age}\n")
    assert [(fault.line, fault.message) for fault in caught.value.faults] == [
        (14, "Extra inputs are not permitted"),
        (15, "a test is a mapping with one of: finding, slot, uncovered, all, any, not"),
    ]


def test_a_policy_with_a_broken_pattern_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"query.yaml:6: money: .*not a pattern"):
        load(tmp_path, policy=POLICY.replace("money: []", "money: ['(']"))


def test_a_lexicon_without_a_policy_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no lexicon has the query policy"):
        load(tmp_path, policy=None)


def test_two_wordings_of_one_element_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"axes/1.yaml:1: axis.place: axis.site words site already"):
        load(tmp_path, axes=(AXIS, AXIS.replace("axis.site", "axis.place")))
