"""Laboratory results in running text; the whole result is compared."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.labs import Heads, analyte_heads, analyte_places, read_labs
from chartgap.pipes.phrases import PhraseBook, measure_entries

Expected = list[tuple[object, ...]]


@cache
def book() -> tuple[PhraseBook, Heads]:
    held = PhraseBook(measure_entries(load_lexicon(), "labs"))
    return held, analyte_heads(held)


def labs(text: str) -> Expected:
    found: Expected = []
    for draft in read_labs(text, *book()):
        value = draft.value
        assert isinstance(value, dict)
        found.append((value["analyte"], value["value"], value["unit"], value["interpretation"]))
    return found


CASES: list[tuple[str, Expected]] = [
    (
        "CK 3,240 U/L at presentation, 1,115 U/L last week. Aldolase 14.2.",
        [("CK", 3240.0, "U/L", None), ("CK", 1115.0, "U/L", None), ("aldolase", 14.2, None, None)],
    ),
    ("CPK of 346", [("CK", 346.0, None, None)]),
    ("CK 2/20 880", [("CK", 880.0, None, None)]),
    ("CK (3/14): 1,240", [("CK", 1240.0, None, None)]),
    ("CK has been as high as 700", [("CK", 700.0, None, None)]),
    ("CK 3/14 pending", [("CK", None, None, "pending")]),
    ("creatine kinase was elevated at 2,105 U/L", [("CK", 2105.0, "U/L", "high")]),
    ("CK normal", [("CK", None, None, "normal")]),
    (
        "CK within normal limits, aldolase normal",
        [("CK", None, None, "normal"), ("aldolase", None, None, "normal")],
    ),
    ("CK and aldolase are normal.", [("CK", None, None, "normal"), ("aldolase", None, None, "normal")]),
    ("She will have labs including CK.", [("CK", None, None, "ordered")]),
    ("Check CK and TSH next visit.", [("CK", None, None, "ordered"), ("TSH", None, None, "ordered")]),
    ("CK pending", [("CK", None, None, "pending")]),
    (
        "Labs: CK 2,105, aldolase 18, AST 96.",
        [("CK", 2105.0, None, None), ("aldolase", 18.0, None, None), ("AST", 96.0, None, None)],
    ),
    (
        "ESR 34, CRP 1.1 mg/dL, WBC 6.8.",
        [("ESR", 34.0, None, None), ("CRP", 1.1, "mg/dL", None), ("WBC", 6.8, None, None)],
    ),
    ("sed rate 88 mm/hr", [("ESR", 88.0, "mm/hr", None)]),
    (
        "TSH 1.8, vitamin D 21, calcium 9.3, PTH 44",
        [
            ("TSH", 1.8, None, None),
            ("vitamin D", 21.0, None, None),
            ("calcium", 9.3, None, None),
            ("PTH", 44.0, None, None),
        ],
    ),
    ("vitamin D 800 IU daily, calcium 600 mg twice daily", []),
    ("Vitamin D3 2000 IU daily", []),
    (
        "anti-Jo-1, anti-Mi-2, anti-SRP, anti-HMGCR negative.",
        [
            ("anti-Jo-1", None, None, "negative"),
            ("anti-Mi-2", None, None, "negative"),
            ("anti-SRP", None, None, "negative"),
            ("anti-HMGCR", None, None, "negative"),
        ],
    ),
    (
        "Anti-Mi-2 positive; anti-MDA5, NXP-2 negative.",
        [
            ("anti-Mi-2", None, None, "positive"),
            ("anti-MDA5", None, None, "negative"),
            ("anti-NXP-2", None, None, "negative"),
        ],
    ),
    ("ANA 1:320 speckled", [("ANA", "1:320", None, "positive")]),
    ("Myositis panel pending.", [("myositis antibody panel", None, None, "pending")]),
    ("RF negative", [("RF", None, None, "negative")]),
    ("back pain and neck stiffness", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_results_are_read(text: str, expected: Expected) -> None:
    assert labs(text) == expected


@pytest.mark.parametrize("text", ["CK " * 33_000, "CK" * 50_000, "CK " + "1," * 50_000])
def test_a_long_line_is_read_to_its_end(text: str) -> None:
    found = read_labs(text, *book())
    assert all(0 <= draft.start < draft.end <= len(text) for draft in found)


def test_a_letter_that_grows_in_lower_case_keeps_offsets() -> None:
    text = "İİİ CK 346"
    assert [text[draft.start : draft.end] for draft in read_labs(text, *book())] == ["CK 346"]


@given(st.lists(st.sampled_from(["ck", "c", "crp", "25", "vitamin", "d", " ", "-", "_", "1", "é", "²", "."])))
def test_an_analyte_begins_a_word(parts: list[str]) -> None:
    text = "".join(parts)
    held, heads = book()
    words = [*heads.plain, *heads.other]
    places = {
        at
        for word in words
        for at in range(len(text))
        if text.startswith(word, at)
        and not (text[at - 1 : at] and (text[at - 1].isalnum() or text[at - 1] == "_"))
        and not (word[-1].isalpha() and text[at + len(word) : at + len(word) + 1].isalpha())
        and held.role_at(text, at) in ("analyte", "antibody")
    }
    assert analyte_places(text, text, held, words) == sorted(places)
