from __future__ import annotations

import pytest

from chartgap.icd10cm.refs import CodeRef, parse_refs


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("things (M96.-)", (CodeRef("M96", "M96"),)),
        ("things (H05.0-)", (CodeRef("H05.0", "H05.0"),)),
        ("code (B95-B97) to identify", (CodeRef("B95", "B97"),)),
        ("fracture (S12.0--S12.3-)", (CodeRef("S12.0", "S12.3"),)),
        ("injury (S00 - S09)", (CodeRef("S00", "S09"),)),
        ("by site (M05.00 to M05.8A)", (CodeRef("M05.00", "M05.8A"),)),
        ("two (Z85.-, Z86)", (CodeRef("Z85", "Z85"), CodeRef("Z86", "Z86"))),
        ("end (O00-O9A)", (CodeRef("O00", "O9A"),)),
        ("gene (QA0.01)", (CodeRef("QA0.01", "QA0.01"),)),
        ("pain R68.84", (CodeRef("R68.84", "R68.84"),)),
        ("as classified in M75-M77", (CodeRef("M75", "M77"),)),
        ("classified to A74.-", (CodeRef("A74", "A74"),)),
        ("drug (T36-T50 with fifth or sixth character 5)", (CodeRef("T36", "T50", (4, 5), "5"),)),
        ("poison (T39.0-, with sixth character 1-4)", (CodeRef("T39.0", "T39.0", (5,), "1234"),)),
        ("open (S42.- with 7th character B or C)", (CodeRef("S42", "S42", (6,), "BC"),)),
        ("in (E08-E13 with .51-.52)", (CodeRef("E08", "E13", suffixes=("51", "52")),)),
        ("after (I69. with final characters -23)", (CodeRef("I69", "I69", endings=("23",)),)),
        ("deficiency of vitamin B12", ()),
        ("deficiency (G6PD) (type 1)", ()),
        ("code to injury", ()),
    ],
)
def test_references_are_read(text: str, refs: tuple[CodeRef, ...]) -> None:
    assert parse_refs(text) == refs


@pytest.mark.parametrize(
    ("text", "code", "covered"),
    [
        ("(M96.-)", "M96.0", True),
        ("(M96.-)", "M96", True),
        ("(M96.-)", "M97.01XA", False),
        ("(B95-B97)", "B97.89", True),
        ("(B95-B97)", "B98.0", False),
        ("(S12.0-S12.3)", "S12.391A", True),
        ("(M84.4)", "M84.48XA", True),
        ("(M84.4)", "M84", False),
        ("(O00-O9A)", "O9A.1", True),
        ("(T36-T50 with fifth or sixth character 5)", "T46.6X5A", True),
        ("(T36-T50 with fifth or sixth character 5)", "T36.95XA", True),
        ("(T36-T50 with fifth or sixth character 5)", "T46.6X1A", False),
        ("(E08-E13 with .69)", "E11.69", True),
        ("(E08-E13 with .69)", "E11.65", False),
        ("(I69. with final characters -23)", "I69.123", True),
        ("(I69. with final characters -23)", "I69.12", False),
    ],
)
def test_a_reference_covers_codes(text: str, code: str, covered: bool) -> None:
    assert [ref.covers(code) for ref in parse_refs(text)] == [covered]
    assert [ref.covers(code.replace(".", "")) for ref in parse_refs(text)] == [covered]
