"""The tokenizer loses nothing, and what looks alike matches alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from chartgap.lexicon.load import load_lexicon
from chartgap.pipes.draft import scan, starts, words
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.labs import READER as LABS
from chartgap.pipes.labs import analyte_heads
from chartgap.pipes.phrases import PhraseBook, measure_entries
from chartgap.pipes.tokenizer import normalize, split, unspaced


@given(st.text())
def test_the_tokens_are_the_text(text: str) -> None:
    pieces = split(text)
    assert "".join(pieces) == text
    words = [unspaced(piece) for piece in pieces]
    assert "".join(word + " " * spaced for word, spaced in words) == text


@given(st.text(st.sampled_from("aZ19  .,'-_=*%?/\n\t\x1c\x1f\x00")))
def test_ascii_is_cut_as_any_text_is(text: str) -> None:
    assert split("é " + text.lstrip())[1:] == split(text.lstrip())


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("toe", ("toe", False)),
        ("toe ", ("toe", True)),
        ("toe  ", ("toe  ", False)),
        ("toe\n ", ("toe\n ", False)),
        (" ", (" ", False)),
    ],
)
def test_only_one_plain_space_is_no_part_of_a_word(piece: str, expected: tuple[str, bool]) -> None:
    assert unspaced(piece) == expected


def test_starts_are_those_of_the_tokens(nlp: Language) -> None:
    doc = nlp.make_doc("  Chronic  gout\nof the toe")
    assert starts(doc) == [token.idx for token in doc]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L4-5, T12", ["l4", "-", "5", ",", "t12"]),
        ("4-/5 and 3+/5", ["4", "-", "/", "5", "and", "3", "+", "/", "5"]),
        ("s/p b/l w/ q.d.", ["s", "/", "p", "b", "/", "l", "w", "/", "q", ".", "d", "."]),
        ("CK 3,240.5 U/L", ["ck", "3,240.5", "u", "/", "l"]),
        ("5/5,2.  Gait", ["5", "/", "5", ",", "2", ".", "gait"]),
        ("58M took 25mg x2", ["58", "m", "took", "25", "mg", "x2"]),
        ("the patient's toe", ["the", "patient", "'s", "toe"]),
        ("T −2.1 – low", ["t", "-", "2.1", "-", "low"]),
        ("ﬁbula", ["fibula"]),
        ("left\u00a0\thip\r\n fracture", ["left", "hip", "fracture"]),
        ("**bold** ____ ====", ["**", "bold", "**", "____", "===="]),
    ],
)
def test_normal_forms(nlp: Language, text: str, expected: list[str]) -> None:
    assert scan(nlp.make_doc(text)).norms == expected


def test_norms_are_those_of_the_tokens(nlp: Language) -> None:
    doc = nlp.make_doc("Chronic  Gout of\nthe toe’s tip")
    assert [token.norm_ for token in doc] == scan(doc).norms
    assert [token.lower_ for token in doc] == scan(doc).norms


def test_a_misspelling_has_the_right_words_norm(nlp: Language) -> None:
    wrong, right = (
        scan(nlp.make_doc(text)).norms
        for text in ("oesteoporosis Osteomylitis", "osteoporosis osteomyelitis")
    )
    assert wrong == right


def test_lone_surrogates_keep_offsets_and_text(nlp: Language) -> None:
    text = "a\ud800b gout \udfff"
    doc = nlp.make_doc(text)
    assert (note_text(doc), doc.text) == (text, "a\ufffdb gout \ufffd")


@pytest.mark.parametrize("text", ["", " ", "\x00", "a\x00b", "x" * 100_000, "\n" * 50_000, "-" * 50_000])
def test_odd_texts(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text


def test_five_million_characters(nlp: Language) -> None:
    text = "no gout. " * 560_000
    assert len(nlp.make_doc(text)) == 3 * 560_000


@given(st.text())
def test_normalizing_twice_changes_nothing(token: str) -> None:
    once = normalize(token)
    assert normalize(once) == normalize(normalize(once))


def test_starts_are_where_tokens_stand(nlp: Language) -> None:
    doc = nlp.make_doc("  gout,\n\nof the toe")
    assert starts(doc) == [token.idx for token in doc]


def test_a_doc_tells_the_words_that_patterns_and_analytes_ask_for(nlp: Language) -> None:
    lexicon = load_lexicon()
    asked = {word for pattern in lexicon.patterns for word in pattern.words}
    heads = analyte_heads(PhraseBook(measure_entries(lexicon, LABS)))
    asked.update(heads.plain, *(phrase for phrases in heads.phrases.values() for phrase in phrases))
    assert words(nlp.make_doc(f"Xyzzy {' '.join(sorted(asked)).upper()}")) == asked
