"""What is made ready before coding: the order of rules, overlays, and faults against the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from chartgap.errors import LexiconError
from chartgap.icd10cm.coder import build_coder
from chartgap.icd10cm.resolve import resolve
from chartgap.icd10cm.table import SUFFIX, pack_table
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.load import load_lexicon
from tests.icd10cm.coding import condition

OVERLAY = """\
family: muscle
source: a test
concepts: [muscle spasm]
rules:
  - id: code.muscle.spasm-of-the-hand
    before: code.muscle.spasm
    concepts: [muscle spasm]
    when: {site: [hand]}
    take: [M62.89]
    why: a rule of the house
"""


def overlay(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "families"
    folder.mkdir()
    (folder / "house.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_overlays_rule_can_go_before_a_shipped_one(tmp_path: Path) -> None:
    coder = build_coder(load_lexicon(overlay(tmp_path, OVERLAY)), load_tree())
    found = resolve(coder, condition("muscle spasm", ("hand", "left")))
    assert [one.code for one in found if one.rank == 1] == ["M62.89"]


def test_a_code_that_the_release_does_not_have_is_a_fault_with_its_line(tmp_path: Path) -> None:
    text = OVERLAY.replace("M62.89", "M62.77").replace("before: code.muscle.spasm", "before: code.no-such")
    with pytest.raises(LexiconError) as caught:
        build_coder(load_lexicon(overlay(tmp_path, text)), load_tree())
    assert [(fault.line, fault.message) for fault in caught.value.faults] == [
        (5, "M62.77 is not in the release"),
        (5, "before: there is no rule code.no-such"),
    ]


def test_an_additional_code_must_be_billable(tmp_path: Path) -> None:
    text = (
        "family: muscle\nsource: a test\nconcepts: [muscle spasm]\n"
        "additional:\n  - {id: code.header, when: {}, code: E24, why: a header}\n"
    )
    with pytest.raises(LexiconError) as caught:
        build_coder(load_lexicon(overlay(tmp_path, text)), load_tree())
    assert [fault.message for fault in caught.value.faults] == ["E24 is a header and cannot be reported"]


def test_a_rule_with_codes_of_another_release_only_is_left_out(tmp_path: Path) -> None:
    packed = pack_table(
        release="2031-10-01",
        source="x.xml",
        source_sha256="0",
        parts={"levels": {"records": []}, "terms": load_tree()._table.part("terms")},
    )
    (tmp_path / f"2031-10-01{SUFFIX}").write_bytes(packed)
    empty = load_tree(folder=tmp_path)
    with pytest.raises(LexiconError, match="is not in the release"):
        build_coder(load_lexicon(), empty)
    coder = build_coder(load_lexicon(), empty, others=[load_tree()])
    assert {one.rule.take for held in coder.rules.values() for one in held} == {()}
