"""The words of a note, by which is seen what need not be looked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.pipes.draft import words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Age/Sex: 23 M", {"age", "sex", "m"}),
        ("CRP5.2, wk2_x", {"crp", "wk", "x"}),
        ("Âge of\u00a0onset", {"ge", "of", "onset"}),
        ("\u212anee \u017fex", {"knee", "sex"}),
    ],
)
def test_words(text: str, expected: set[str]) -> None:
    assert words_of(text) == expected


@given(st.text(alphabet="aAgGeE dD1_-.é\u00a0\u212a"))
def test_every_word_that_stands_apart_is_held(text: str) -> None:
    found = re.findall(r"(?<![\w-])(?:aged?|AGED?)\b", text)
    assert {word.lower() for word in found} <= words_of(text)
