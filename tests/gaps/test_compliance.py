"""The query linter: every fault it knows, one at a time, and nothing else."""

from __future__ import annotations

import pytest

from chartgap.gaps.compliance import check_query
from chartgap.models import Indicator, Query
from tests.gaps.build import shipped_book

POLICY = shipped_book().policy
NOTE = "Assessment: infection of the left tibia, T12 fracture in 2019. CC: pain."
CLOSING = ("Other (please specify)", "Unable to determine")


def query(
    question: str = "What is the acuity of the infection?",
    options: tuple[str, ...] = ("Acute", "Chronic", *CLOSING),
    quotes: tuple[str, ...] = ("infection of the left tibia",),
) -> Query:
    indicators = tuple(Indicator(text=text, finding_id=None) for text in quotes)
    return Query(indicators=indicators, question=question, options=options)


def faults(asked: Query, note: str = NOTE) -> list[str]:
    return check_query(asked, note, POLICY)


def test_a_compliant_query_has_no_fault() -> None:
    assert faults(query()) == []


def test_an_open_question_with_the_closing_options_alone_is_compliant() -> None:
    assert faults(query(options=CLOSING)) == []


@pytest.mark.parametrize(
    "question",
    [
        "Please document which acuity it has?",
        "Which acuity, as it clearly is chronic?",
        "What acuity, since it meets criteria for chronic infection?",
        "Which acuity should be documented?",
        "What would make the higher specificity?",
        "Given findings suggestive of a chronic infection, what is it?",
        "Would you agree that the infection is chronic?",
    ],
)
def test_leading_words_are_found(question: str) -> None:
    assert "the question leads" in faults(query(question))


@pytest.mark.parametrize(
    "question",
    [
        "Is the infection chronic?",
        "Does the patient have sepsis?",
        "can this be chronic?",
        "Chronic, yes or no?",
    ],
)
def test_yes_no_questions_are_found(question: str) -> None:
    assert faults(query(question)) == ["the question asks for yes or no"]


@pytest.mark.parametrize("code", ["M86.662", "M86.-", "M8666", "M86", "B95.61", "77080", "ICD"])
def test_codes_are_found_in_our_own_words(code: str) -> None:
    assert faults(query(f"Which acuity for {code} is it?")) == ["the question names a code"]
    assert faults(query(options=(f"Chronic ({code})", *CLOSING))) == ["option 1 names a code"]


@pytest.mark.parametrize(
    "word",
    ["payment", "reimbursement", "DRG", "MS-DRG", "MCC", "HCC", "quality score", "billing", "audit", "claim"],
)
def test_money_and_scores_are_found(word: str) -> None:
    message = "names payment, a grouping or a quality score"
    assert faults(query(f"Which acuity for the {word} is it?")) == [f"the question {message}"]
    assert faults(query(options=(f"Chronic for {word}", *CLOSING))) == [f"option 1 {message}"]


def test_a_statement_is_no_question() -> None:
    assert faults(query("What is the acuity of the infection.")) == [
        "the question does not end with a question mark"
    ]


@pytest.mark.parametrize(
    "options",
    [("Acute",), ("Acute", *reversed(CLOSING)), (*CLOSING, "Acute"), (CLOSING[0],), (CLOSING[1],), ()],
)
def test_the_two_closing_options_must_be_last_in_order(options: tuple[str, ...]) -> None:
    assert faults(query(options=options)) == ["the two closing options are not the last"]


@pytest.mark.parametrize(
    ("option", "fault"),
    [
        ("Chronic (recommended)", "option 1 leads"),
        ("Yes", "option 1 leads"),
        ("Chronic!", "option 1 leads"),
        (" ", "option 1 is empty"),
        ("unable to determine", "an option stands twice"),
    ],
)
def test_faulty_options_are_found(option: str, fault: str) -> None:
    assert faults(query(options=(option, *CLOSING))) == [fault]


def test_an_invented_indicator_is_found() -> None:
    assert faults(query(quotes=("infection of the right tibia",))) == ["indicator 1 is not in the note"]


def test_a_query_without_indicators_is_found() -> None:
    assert faults(query(quotes=())) == ["no clinical indicator is quoted"]


def test_an_empty_and_a_repeated_indicator_are_found() -> None:
    assert faults(query(quotes=("tibia", "tibia"))) == ["an indicator is quoted twice"]
    assert faults(query(quotes=("tibia", " "))) == ["indicator 2 is empty"]


def test_a_long_indicator_is_found() -> None:
    text = "infection " * 20
    assert faults(query(quotes=(text,)), text) == ["indicator 1 is longer than 160 characters"]


@pytest.mark.parametrize("quote", ["M86.662", "DRG 539", "M8666", "ICD-10", "an MCC", "A41.9", "Z79.-"])
def test_codes_and_payment_are_found_in_quotes(quote: str) -> None:
    assert faults(query(quotes=(quote,)), quote) == ["indicator 1 names a code or payment"]


@pytest.mark.parametrize(
    "quote", ["T12 fracture in 2019", "CC: pain", "L4-L5", "C5/C6", "Q12H", "H1N1", "5 cc of pus"]
)
def test_clinical_words_like_codes_are_no_codes_in_quotes(quote: str) -> None:
    assert faults(query(quotes=(quote,)), quote) == []


def test_messages_hold_no_word_of_the_note() -> None:
    bad = query("Is it Zanzibar-7?", ("Zanzibar-7 recommended",), ("Zanzibar-7",))
    found = faults(bad)
    assert found
    assert not [message for message in found if "anzibar" in message]
