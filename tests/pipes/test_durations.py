"""Durations and dates of onset; appointments, doses and ages are none."""

from __future__ import annotations

from functools import cache
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.draft import lowered
from chartgap.pipes.durations import ChartDurations
from chartgap.pipes.tokenizer import ChartTokenizer
from tests.pipes.attribute_line import line, read, shipped


@cache
def component() -> ChartDurations:
    return ChartDurations(shipped(), cast("ChartTokenizer", line().tokenizer))


CASES: list[tuple[str, list[tuple[str, str]]]] = [
    ("pain x 2 weeks", [("2 weeks", "for")]),
    ("draining sinus x ~2y", [("2 years", "for")]),
    ("weak for three months", [("3 months", "for")]),
    ("a 3-month history of weakness", [("3 months", "for")]),
    ("10 day h/o back pain", [("10 days", "for")]),
    ("symptoms started four months ago", [("4 months", "ago")]),
    ("over the last year she has slowed", [("last year", "for")]),
    ("aching for the past several weeks", [("several weeks", "for")]),
    ("for 2-3 weeks", [("2-3 weeks", "for")]),
    ("twelve weeks of progressive weakness", [("12 weeks", "for")]),
    ("weak since 2019", [("2019", "since")]),
    ("worse since last September", [("last september", "since")]),
    ("for months", [("months", "for")]),
    ("stiffness began two months after the operation", [("2 months", "after")]),
    ("quadriceps contusion in March", [("in march", "on")]),
    ("femur fracture in an MVC 6/2019", [("6/2019", "on")]),
    ("6/52 of pain in the thigh", [("6 weeks", "for")]),
    ("knee pain x3/7, then x 2/12", [("3 days", "for"), ("2 months", "for")]),
    ("2/12 hx of thigh pain", [("2 months", "for")]),
    ("pain 2-3/52", [("2-3 weeks", "for")]),
    ("hip pain 3 wks", [("3 weeks", "for")]),
    ("4 d R thigh pain", [("4 days", "for")]),
    ("review 6/52", []),
    ("return in 2/52", []),
    ("seen 3/12 with pain, MRI on 3/7", []),
    ("BP 120/70, pain 5/7", []),
    ("return 2 weeks knee pain", []),
    ("labs in March 2024", []),
    ("return in 6 weeks", []),
    ("every 3 months", []),
    ("RTC 6 weeks", []),
    ("58-year-old man", []),
    ("strength 4/5", []),
    ("weekly labs", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_durations(text: str, expected: list[tuple[str, str]]) -> None:
    values = [draft.value for draft in read(text, component())]
    assert [(value["text"], value["form"]) for value in values if isinstance(value, dict)] == expected


def test_the_duration_of_a_history_is_not_that_of_the_treatment_beside_it() -> None:
    values = [draft.value for draft in read("on prednisone, 3 wk hx of pain", component())]
    assert [value["of"] for value in values if isinstance(value, dict)] == [None]


def test_a_duration_of_treatment_says_so() -> None:
    values = [draft.value for draft in read("cefazolin for six weeks, pain for 2 years before", component())]
    assert values == [
        {"text": "6 weeks", "number": 6, "high": None, "unit": "week", "form": "for", "of": "treatment"},
        {"text": "2 years", "number": 2, "high": None, "unit": "year", "form": "ago", "of": "treatment"},
    ]


UNITS = next(entry for entry in shipped().patterns if entry.id == "duration.unit").words
WORDS = ["x", "X", "for", "to", "three", "several", "a", "last", "in", "ago", "old", "/o"]
PARTS = [*WORDS, "2", "12", "½", "1.5", " ", " ", "-", "~", "_", "é", ".", ",", "'", "\n"]


@given(st.lists(st.sampled_from([*UNITS, "Weeks", "YEARS", *PARTS]), max_size=40))
def test_no_duration_is_missed_where_units_are_looked_for(parts: list[str]) -> None:
    text = "".join(parts)
    unit = component().patterns["unit"]
    whole = component()
    found = read(text, whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "_units", lambda _, note: unit.finditer(note))
        assert read(text, whole) == found


@given(st.lists(st.sampled_from([*PARTS, "week", "since", "return", "İ", "K"]), max_size=20))
def test_a_pattern_reads_lower_case_as_it_reads_any(parts: list[str]) -> None:
    text = lowered("".join(parts))
    for name, regex in component()._low.items():
        given, low = component().patterns[name].search(text), regex.search(text)
        assert (given and given.span()) == (low and low.span())
