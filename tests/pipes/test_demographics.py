"""Age and sex from the ways notes introduce a patient."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from chartgap.pipes.demographics import ChartDemographics
from chartgap.pipes.draft import words_of
from chartgap.pipes.numbers import read_number
from tests.pipes.attribute_line import read, shipped


@cache
def component() -> ChartDemographics:
    return ChartDemographics(shipped())


CASES: list[tuple[str, list[JsonValue]]] = [
    ("58-year-old man with pain", [{"age": 58}, {"sex": "M"}]),
    ("45M s/p ORIF", [{"age": 45}, {"sex": "M"}]),
    ("62 yo F here", [{"age": 62}, {"sex": "F"}]),
    ("63 y/o woman", [{"age": 63}, {"sex": "F"}]),
    ("41 y.o. woman with pain", [{"age": 41}, {"sex": "F"}]),
    ("a fifty five year old male patient", [{"age": 55}, {"sex": "M"}]),
    ("Age/Sex: 23 M", [{"age": 23}, {"sex": "M"}]),
    ("Age: 63  Sex: F", [{"age": 63}, {"sex": "F"}]),
    ("29F, injection drug use", [{"age": 29}, {"sex": "F"}]),
    ("69 F. Lives alone.", [{"age": 69}, {"sex": "F"}]),
    ("F/67 with weakness", [{"sex": "F"}, {"age": 67}]),
    ("7-year-old boy", [{"age": 7}, {"sex": "M"}]),
    ("an 18-month-old girl", [{"age": 1.5}, {"sex": "F"}]),
    ("this 75y/o RHM presented", [{"age": 75}, {"sex": "M"}]),
    ("The patient is a 69-year-old gentleman", [{"age": 69}, {"sex": "M"}]),
    ("a 44-year-old right-handed Hispanic female", [{"age": 44}, {"sex": "F"}]),
    ("Ms. T is 46 years old", [{"sex": "F"}, {"age": 46}]),
    ("Her age is 90.", [{"sex": "F"}, {"age": 90}]),
    ("She has a sore hip; her husband drove.", [{"sex": "F"}]),
    ("Her mother is 80 years old. She walks.", [{"sex": "F"}]),
    ("Temp 99 F, HR 70", []),
    ("Transgender: male", [{"sex": "M"}]),
    ("Her parents are 70 years old. She walks.", [{"sex": "F"}]),
    ("The charwoman walks.", [{"sex": "F"}]),
    ("a 5 year history of pain", []),
    ("F/U in 3 weeks", []),
    ("quit smoking at age 40", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_age_and_sex(text: str, expected: list[JsonValue]) -> None:
    assert [draft.value for draft in read(text, component())] == expected


@given(
    st.lists(st.sampled_from([*"75½/ -FMmwd.,٣_\n", "yo", "year", "month", "old"]), max_size=9).map("".join)
)
def test_ages_are_found_wherever_their_patterns_match(text: str) -> None:
    for pattern in component().patterns.values():
        assert [match.span() for match in pattern.find(text, 12)] == [
            match.span() for match in pattern.regex.finditer(text, 0, 12)
        ]


NUMBERS = [
    ("58", 58),
    ("4.5", 4.5),
    ("fifty five", 55),
    ("forty-two", 42),
    ("a", 1),
    ("several", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "expected"), NUMBERS)
def test_numbers_in_digits_and_words(words: str, expected: float | None) -> None:
    assert read_number(words) == expected


WORDS = [
    "wo",
    "Man",
    "fe",
    "male",
    "lady",
    "girl",
    "gentle",
    "boy",
    "parent",
    "grand",
    "ma",
    "age",
    "sex",
    "temp",
    "T",
    "hr",
]
SIGNS = ["s", "d", "F", "m", "63", " ", " ", "-", "_", "/", ":", "é", "'", "°", "-max"]


@given(st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=12).map("".join))
def test_a_pattern_matches_nothing_where_it_is_said_to_lack_its_words(text: str) -> None:
    said, low = words_of(text), text.casefold()
    lacking = [pattern.regex for pattern in component().patterns.values() if pattern.lacks(said, low)]
    assert [regex.pattern for regex in lacking if regex.search(text)] == []
