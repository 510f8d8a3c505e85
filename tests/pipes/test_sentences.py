"""Where sentences end, in tidy prose and in what clinicians type."""

from __future__ import annotations

import pytest
from spacy.language import Language

from chartgap.pipes.draft import layout


def sentences(nlp: Language, text: str) -> list[str]:
    doc = nlp.get_pipe("chartgap_layout")(nlp.make_doc(text))
    told = [text[start:end] for start, end in layout(doc).sentences]
    assert not told or [span.text.strip() for span in doc.sents] == told
    return told


@pytest.mark.parametrize(
    "text",
    [
        "Seen by Dr. Ames for the toe",
        "Takes it q.d. and b.i.d. with food",
        "Approx. 3.5 cm, e.g. at the heel vs. the toe",
        "Risks incl. bleeding and infection were discussed",
        "No. 10 blade was used",
        "CRP 1.1 mg/dL, ESR 34",
        "1. Chronic gout of the toe",
        "Problem 1. Gout of both elbows",
        "2) Gout of the toe",
        "a. Gout",
        "this is a long dictation without any stop he came in and he left again the arm is well",
    ],
)
def test_one_sentence(nlp: Language, text: str) -> None:
    assert sentences(nlp, text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No fever. Walks well.", ["No fever.", "Walks well."]),
        ("Seen by Dr. X. He is well.", ["Seen by Dr. X.", "He is well."]),
        ("Pain 4. No fall.", ["Pain 4.", "No fall."]),
        ("He is well. no fever today", ["He is well.", "no fever today"]),
        ("Is it gout? Likely not.", ["Is it gout?", "Likely not."]),
        ("Calm.,Lungs:  Clear.,Heart:  Regular.", ["Calm.,", "Lungs:  Clear.,", "Heart:  Regular."]),
        ("Left hip pain\nRight knee gout", ["Left hip pain", "Right knee gout"]),
        ("Gout\n\nof the toe", ["Gout", "of the toe"]),
        ("- gout\n- fatigue", ["- gout", "- fatigue"]),
        ("Impression: gout. Plan: rest", ["Impression:", "gout.", "Plan:", "rest"]),
        ("ASSESSMENT:,1.  Gout.,2.  Fatigue.", ["ASSESSMENT:,", "1.  Gout.,", "2.  Fatigue."]),
        ("One.\r\nTwo.\rThree.", ["One.", "Two.", "Three."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_bounds(nlp: Language, text: str, expected: list[str]) -> None:
    assert sentences(nlp, text) == expected


def test_a_wrapped_line_goes_on(nlp: Language) -> None:
    text = (
        "He lifted a laundry basket on Monday and felt a crack in the\n"
        "Back of his chest that made him sit down on the floor of his\n"
        "room. There were no leg symptoms and no change of any kind at\n"
        "all."
    )
    first, second = text.split(". ")
    assert sentences(nlp, text) == [first + ".", second]


def test_a_line_that_ends_with_a_comma_goes_on(nlp: Language) -> None:
    assert sentences(nlp, "Gout of the toe,\nHeel and knee") == ["Gout of the toe,\nHeel and knee"]


def test_short_lines_do_not_run_on(nlp: Language) -> None:
    text = "no fever\ndenies falls\nwalks well"
    assert sentences(nlp, text) == text.split("\n")
