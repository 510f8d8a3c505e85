"""What changed between releases, and the rules that the changes touch."""

from __future__ import annotations

import pytest

from chartgap.icd10cm.diff import (
    Change,
    Entry,
    entries_of_records,
    entries_of_tree,
    find_difference,
    find_touched,
)
from chartgap.icd10cm.tabular import parse_tabular
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.load import load_lexicon
from tests.icd10cm.test_install import XML


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_every_kind_of_change_is_told() -> None:
    old = {
        "A00": Entry("Same", True),
        "A01": Entry("Gone", True),
        "A02": Entry("Old title", True),
        "A03": Entry("Split", True),
    }
    new = {
        "A00": Entry("Same", True),
        "A02": Entry("New title", True),
        "A03": Entry("Split", False),
        "A03.1": Entry("Split, part", True),
    }
    found = find_difference(old, new)
    assert found.added == (Change("A03.1", None, new["A03.1"]),)
    assert found.deleted == (Change("A01", old["A01"], None),)
    assert found.retitled == (Change("A02", old["A02"], new["A02"]),)
    assert found.turned == (Change("A03", old["A03"], new["A03"]),)
    assert found.codes == ("A01", "A02", "A03", "A03.1")


def test_a_release_does_not_differ_from_itself() -> None:
    entries = entries_of_tree(load_tree(), "M86")
    assert len(entries) > 100
    assert find_difference(entries, dict(entries)).codes == ()


def test_a_tabular_list_has_its_full_codes() -> None:
    _, records = parse_tabular(XML.encode(), "x.xml")
    assert entries_of_records(records, "Z01.5") == {
        "Z01.5": Entry("Crack, roof", False),
        "Z01.5XXA": Entry("Crack, roof, first", True),
        "Z01.5XXS": Entry("Crack, roof, sequela", True),
    }


def test_april_2025_to_april_2026_in_muscle_and_bone(two_releases: None) -> None:
    old, new = (entries_of_tree(load_tree(name), "M61") for name in ("2025-04-01", "2026-04-01"))
    found = find_difference(old, new)
    assert [(one.code, one.old and one.old.title, one.new and one.new.title) for one in found.retitled] == [
        (
            "M61.129",
            "Myositis ossificans progressiva, unspecified arm",
            "Myositis ossificans progressiva, unspecified upper arm",
        )
    ]
    assert found.codes == ("M61.129",)


def test_rules_at_and_above_a_changed_code_are_touched(lexicon: Lexicon) -> None:
    touched = find_touched(["M61.129", "Z99.9"], lexicon)
    assert {one.codes for one in touched} == {("M61.129",)}
    assert "code.muscle-calcification.progressive" in {one.rule for one in touched}
    assert all(one.line > 0 and one.path.endswith(".yaml") for one in touched)


def test_gap_rules_are_touched_by_the_codes_they_are_about(lexicon: Lexicon) -> None:
    assert "gap.osteomyelitis.organism" in {one.rule for one in find_touched(["M86.58"], lexicon)}


def test_codes_that_no_rule_names_touch_none(lexicon: Lexicon) -> None:
    assert find_touched(["Q99.9"], lexicon) == ()
