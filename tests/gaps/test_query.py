"""Quotations: verbatim, short, whole words, without codes or words of payment."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.gaps.compliance import check_query, forbidden_in_quotes
from chartgap.gaps.query import build_query, quotation
from chartgap.gaps.scene import NoteScene
from chartgap.models import Finding, Layout, Reading
from tests.gaps.build import found, reading, shipped_book

POLICY = shipped_book().policy
ASK = "What is it?"


def quoted(text: str, words: str, *, nth: int = 0) -> str:
    """The quotation of the finding at these words."""
    finding = found(text, words, "disorder", nth=nth)
    first, last = quotation(NoteScene(reading(text, finding), {}), finding, POLICY)
    return text[first:last]


def test_the_sentence_is_quoted() -> None:
    assert quoted("No fever. Chronic infection of bone. Walks.", "infection") == "Chronic infection of bone."


def test_the_line_is_quoted_where_no_sentence_is_known() -> None:
    text = "No fever\n  Chronic infection of bone \nWalks"
    finding = found(text, "infection", "disorder")
    scene = NoteScene(Reading(text=text, findings=(finding,), layout=Layout()), {})
    first, last = quotation(scene, finding, POLICY)
    assert text[first:last] == "Chronic infection of bone"


def test_a_finding_over_two_sentences_is_quoted_whole() -> None:
    text = "Seen by Dr. Smith for bone. infection today"
    assert quoted(text, "bone. infection") == text


def test_a_long_sentence_is_cut_between_words_around_the_finding() -> None:
    text = "word " * 60 + "infection " + "other " * 60
    quote = quoted(text, "infection")
    assert len(quote) <= POLICY.longest_quote
    assert set(quote.split()) == {"word", "infection", "other"}
    assert quote in text


def test_a_finding_at_the_end_of_a_long_sentence_takes_what_stands_before() -> None:
    text = "word " * 60 + "infection."
    quote = quoted(text, "infection")
    assert len(quote) > POLICY.longest_quote // 2
    assert quote.endswith("word infection.")


def test_one_long_word_is_cut_at_the_limit() -> None:
    text = "x" * 500
    assert len(quoted(text, "x" * 300)) == POLICY.longest_quote


def test_codes_and_words_of_payment_are_left_out() -> None:
    assert (
        quoted("M86.9 Chronic infection of bone (M86.60), DRG 539.", "infection")
        == "Chronic infection of bone"
    )
    assert quoted("MCC: infection of bone. Next.", "infection") == "infection of bone."


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Infection of bone [M86.60].", "Infection of bone"),
        ("Infection of bone - M86.60", "Infection of bone"),
        ("(M86.60) - Infection of bone.", "Infection of bone."),
        ("Infection of bone (chronic).", "Infection of bone (chronic)."),
        ("- Infection of bone -", "- Infection of bone -"),
    ],
)
def test_where_a_code_was_cut_off_no_bracket_or_dash_is_left(text: str, quote: str) -> None:
    assert quoted(text, "Infection") == quote


def test_a_vertebra_and_a_drip_are_no_codes() -> None:
    text = "Infection at T12, D50W given every Q12H, CC of pain."
    assert quoted(text, "Infection") == text


def test_a_finding_that_is_itself_a_code_is_not_quoted() -> None:
    text = "Dx M86.9. Also infection."
    both = [found(text, "M86.9", "disorder"), found(text, "infection", "disorder")]
    query = build_query(NoteScene(reading(text, *both), {}), both, ASK, (), POLICY)
    assert [indicator.text for indicator in query.indicators] == ["Also infection."]


def test_a_sentence_is_quoted_once_and_quotes_stand_in_text_order() -> None:
    text = "One infection of bone. Two edema."
    late, early, same = (found(text, words, "disorder") for words in ("edema", "bone", "infection"))
    query = build_query(NoteScene(reading(text, late, early, same), {}), (late, early, same), ASK, (), POLICY)
    assert [(item.text, item.finding_id) for item in query.indicators] == [
        ("One infection of bone.", early.id),
        ("Two edema.", late.id),
    ]


def test_equal_sentences_are_quoted_once() -> None:
    text = "Edema. Edema."
    both = [found(text, "Edema", "imaging", nth=place) for place in range(2)]
    query = build_query(NoteScene(reading(text, *both), {}), both, ASK, (), POLICY)
    assert [item.text for item in query.indicators] == ["Edema."]


def test_few_of_a_kind_and_few_in_all_are_quoted() -> None:
    text = "".join(f"Line {place} edema. " for place in range(12))
    kinds = ("disorder", "site", "imaging")
    many: list[Finding] = [found(text, "edema", kinds[place % 3], nth=place) for place in range(12)]  # type: ignore[arg-type]
    scene = NoteScene(reading(text, *many), {})
    alike = [finding.model_copy(update={"kind": "disorder"}) for finding in many]
    assert len(build_query(scene, alike, ASK, (), POLICY).indicators) == POLICY.most_of_a_kind
    assert len(build_query(scene, many, ASK, (), POLICY).indicators) == POLICY.most_indicators


def test_options_stand_once_and_the_closing_ones_last() -> None:
    text = "Edema."
    finding = found(text, "Edema", "imaging")
    scene = NoteScene(reading(text, finding), {})
    query = build_query(scene, (finding,), ASK, ("Left", "Unable to determine", "Right", "Left"), POLICY)
    assert query.options == ("Left", "Right", "Other (please specify)", "Unable to determine")


PIECES = [*"abC 7.-\n\t", "M86.58 ", "DRG ", "T12 ", "edema ", "\u00a0", "\u2028", "\u0301", "😀"]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=300).map("".join)


@given(st.data(), TEXTS)
def test_every_quotation_is_verbatim_holds_its_finding_and_passes_the_linter(
    data: st.DataObject, text: str
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 40)))
    finding = Finding(
        id="f",
        kind="disorder",
        text=text[start:end],
        start=start,
        end=end,
        section=None,
        value=None,
        rule="r",
    )
    scene = NoteScene(reading(text, finding), {})
    first, last = quotation(scene, finding, POLICY)
    assert 0 <= first <= start < end <= last <= len(text)
    query = build_query(scene, (finding,), ASK, (), POLICY)
    if query.indicators and query.indicators[0].text.strip():
        assert check_query(query, text, POLICY) == []


BITS = (
    "M86.58",
    "E11.-",
    "S5232",
    "ICD-10",
    "CPT",
    "MS-DRG",
    "reimbursed",
    "mccs",
    "risk adjust",
    "b",
    "_",
    "-",
    " ",
    ".",
)
EXCERPT = st.lists(st.sampled_from(BITS), max_size=8).map("".join)


@given(EXCERPT, st.sampled_from([(), ("!",), (r"\bb|\.",)]))
def test_what_quotations_leave_out_is_what_each_pattern_finds(text: str, more: tuple[str, ...]) -> None:
    policy = POLICY.model_copy(update={"money_in_quotes": (*POLICY.money_in_quotes, *more)})
    plain = [*policy.codes_in_quotes, *(f"(?i:{pattern})" for pattern in policy.money_in_quotes)]
    expected = [match.span() for match in re.finditer("|".join(plain), text)]
    assert [match.span() for match in forbidden_in_quotes(policy).finditer(text)] == expected
