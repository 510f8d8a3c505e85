from __future__ import annotations

import pytest

from chartgap.claim.billed import Billed, read_billed
from chartgap.icd10cm.tree import CodeTree, load_tree


@pytest.fixture(scope="module")
def tree() -> CodeTree:
    return load_tree()


def read(code: str, tree: CodeTree) -> Billed:
    return read_billed(code, tree, lambda _: None)


@pytest.mark.parametrize("written", ["M86.58", "m86.58", "M8658", " m8658 ", "M86.58\n"])
def test_a_code_is_read_however_it_is_written(tree: CodeTree, written: str) -> None:
    assert read(written, tree) == Billed("M86.58")


def test_a_seventh_character_that_is_due_is_part_of_the_code(tree: CodeTree) -> None:
    assert read("m8008xa", tree) == Billed("M80.08XA")


FAULTS = {
    "M85.8": ("not_billable", "M85.8", "a header with 10 codes under it"),
    "M80.08": ("not_billable", "M80.08", "a seventh character is due after M80.08X"),
    "M61.08A": ("invalid_code", "M61.08", "M61.08 takes no seventh character: A does not belong there"),
    "M61.08XA": ("invalid_code", "M61.08", "takes no seventh character: A does not belong there"),
    "M86.58D": ("invalid_code", "M86.58", "takes no seventh character: D"),
    "M62.81S": ("invalid_code", "M62.81", "takes no seventh character: S"),
    "M80.08X": ("invalid_code", "M80.08", "It is incomplete: a seventh character is due after M80.08X"),
    "M80.08A": ("invalid_code", "M80.08XA", "The placeholder X is missing"),
    "M80.08XZ": ("invalid_code", "M80.08", "Z is no seventh character of M80.08: A, D, G, K, P, S are"),
    "M86.587": ("invalid_code", "M86.58", "7 does not belong there"),
    "M86.7": ("invalid_code", "M86", "has no such code. It would stand under M86"),
    "M04.Z": ("invalid_code", "M04", "It would stand under M04"),
    "M09.9": ("invalid_code", None, "has no such code"),
    "M86.58.1": ("invalid_code", None, "not written like a code"),
    "86.58": ("invalid_code", None, "not written like a code"),
    "M8": ("invalid_code", None, "not written like a code"),
    "": ("invalid_code", None, "not written like a code"),
    "osteo": ("invalid_code", None, "not written like a code"),
    "M86-M90": ("invalid_code", None, "not written like a code"),
    "M86.5-": ("invalid_code", None, "not written like a code"),
    "M86.5\uff18": ("invalid_code", None, "not written like a code"),
}


@pytest.mark.parametrize(("written", "expected"), FAULTS.items())
def test_a_fault_is_named_for_what_it_is(
    tree: CodeTree, written: str, expected: tuple[str, str | None, str]
) -> None:
    billed = read(written, tree)
    verdict, meant, said = expected
    assert (billed.verdict, billed.meant) == (verdict, meant)
    assert said in (billed.fault or "")


def test_a_code_of_another_release_names_that_release(tree: CodeTree) -> None:
    billed = read_billed("M86.587", tree, {"M86.587": "2019-10-01"}.get)
    assert billed.verdict == "invalid_code"
    assert billed.fault == f"The release of {tree.release} does not have it; that of 2019-10-01 has."


def test_junk_is_cut_short(tree: CodeTree) -> None:
    assert len(read("x" * 5000, tree).code) == 24
