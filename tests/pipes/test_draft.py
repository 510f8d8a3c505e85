"""The words of a note, by which is seen what need not be looked for, and its terms by their kind."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from chartgap.pipes.draft import TERMS, terms, words_of
from tests.pipes.attribute_line import line


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


def test_terms_of_kinds_in_text_order() -> None:
    doc: Doc = line()("Chronic osteomyelitis of the left tibia after a fall, on cefazolin.")
    every = terms(doc)
    kinds = sorted({term.kind for term in every})
    assert terms(doc, *reversed(kinds)) == every
    assert [terms(doc, kind) for kind in kinds] == [[t for t in every if t.kind == kind] for kind in kinds]
    assert terms(doc, "no such kind") == []
    doc.user_data[TERMS] = every[1:]
    assert terms(doc, *kinds) == every[1:]
