"""Headings in every form: their category, where their text begins, and where it ends."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.load import load_lexicon
from chartgap.lexicon.section import SectionEntry
from chartgap.models import Section
from chartgap.pipes.headings import find_headings
from chartgap.pipes.lines import running, split_lines
from chartgap.pipes.marks import fold
from chartgap.pipes.sections import lay_sections, settle_impressions, tell_document
from chartgap.pipes.titles import read_headings

LEXICON: Lexicon = load_lexicon()
KNOWN = read_headings(LEXICON)
ENTRIES = [entry for entry in LEXICON.sections.values() if isinstance(entry, SectionEntry)]
FIRES = [(entry, text) for entry in ENTRIES for text in entry.fires]
SILENT = [(entry, text) for entry in ENTRIES for text in entry.silent]


def sections(text: str) -> list[Section]:
    lines = split_lines(text)
    return lay_sections(text, find_headings(text, lines, running(text, lines), KNOWN))


def told(text: str) -> list[tuple[str | None, str]]:
    return [
        (section.category, text[section.body : section.end].strip(" ,\r\n")) for section in sections(text)
    ]


def category_of_stable(text: str) -> str | None:
    offset = text.lower().index("table")
    return next(section.category for section in sections(text) if section.start <= offset < section.end)


@pytest.mark.parametrize(("entry", "text"), FIRES, ids=[f"{entry.id}-{text}" for entry, text in FIRES])
def test_the_heading_gives_its_text_its_category(entry: SectionEntry, text: str) -> None:
    assert category_of_stable(text) == entry.category


@pytest.mark.parametrize(("entry", "text"), SILENT, ids=[f"{entry.id}-{text}" for entry, text in SILENT])
def test_words_that_are_no_heading_give_no_category(entry: SectionEntry, text: str) -> None:
    assert category_of_stable(text + " stable") != entry.category


def test_every_entry_has_both_examples() -> None:
    assert [entry.id for entry in ENTRIES if not (entry.fires and entry.silent)] == []


def test_headings_run_together_on_one_line() -> None:
    text = "SUBJECTIVE:,  Sore.,ASSESSMENT:,1.  Gout.,2.  Fatigue.,PLAN: , Rest.  Back in a week."
    assert told(text) == [
        ("history", "Sore."),
        ("assessment", "1.  Gout.,2.  Fatigue."),
        ("plan", "Rest.  Back in a week."),
    ]


def test_several_headings_in_one_line_of_prose() -> None:
    text = "PMH: migraine. FH: mother with gout. SH: never smoker.\nPhysical exam\nSkin: clear."
    assert told(text) == [
        ("past_history", "migraine."),
        ("family_history", "mother with gout."),
        ("social_history", "never smoker."),
        ("exam", ""),
        ("exam", "clear."),
    ]


def test_letters_stand_for_headings_only_at_a_line_start() -> None:
    text = "S: sore. Grade A: good.\nO: calm\nA:\n1. Gout\nP: rest"
    assert told(text) == [
        ("history", "sore. Grade A: good."),
        ("exam", "calm"),
        ("assessment", "1. Gout"),
        ("plan", "rest"),
    ]


def test_a_letter_heads_a_line_behind_a_word_that_seems_to_go_on() -> None:
    assert told("o: stairs 4 steps min a\na: leg pain\np: rest") == [
        ("exam", "stairs 4 steps min a"),
        ("assessment", "leg pain"),
        ("plan", "rest"),
    ]


def test_a_slash_ends_a_short_heading() -> None:
    assert told("cc/ hip pain L\na/ gout\nxr/ erosions\np/ rest, ice") == [
        ("chief_complaint", "hip pain L"),
        ("assessment", "gout"),
        ("imaging", "erosions"),
        ("plan", "rest, ice"),
    ]
    assert told("a/ gout\ns/ p hip replacement") == [("assessment", "gout\ns/ p hip replacement")]


def test_a_line_heading_inside_a_section_ends_with_its_line() -> None:
    text = "OBJECTIVE\nCalm.\nCT chest 02/10/2026: a nodule.\nWalks well.\nASSESSMENT\nGout."
    assert told(text) == [
        ("exam", "Calm."),
        ("imaging", "a nodule."),
        ("exam", "Walks well."),
        ("assessment", "Gout."),
    ]


def test_a_line_heading_behind_a_sentence_ends_with_its_line() -> None:
    text = "MEDICATIONS: none. ALLERGIES: latex (itch).\nPULSE 70.\nTakes walks.\nASSESSMENT\nGout."
    assert told(text) == [
        ("medications", "none."),
        ("allergies", "latex (itch)."),
        ("medications", "PULSE 70.\nTakes walks."),
        ("assessment", "Gout."),
    ]


def test_a_line_heading_goes_on_over_wrapped_lines() -> None:
    text = (
        "OBJECTIVE\n"
        "He is calm and sits upright in the chair next to the window of the room,\n"
        "and he greets us when we come in and when we leave again in the morning.\n"
        "The gait is slow but steady and there is no need of a cane or a walker at\n"
        "this time of the day.\n"
        "MRI pelvis: a large fluid collection lies behind the left hip joint and it\n"
        "extends down to the knee.\n"
    )
    assert told(text)[-1] == (
        "imaging",
        "a large fluid collection lies behind the left hip joint and it\nextends down to the knee.",
    )


def test_a_sentence_that_opens_like_a_heading_leaves_the_colon_to_the_heading_behind_it() -> None:
    text = "MRI was normal. ASSESSMENT: Gout.\nLabs were fine. Plan: rest\nCT abd. with dye: a nodule."
    assert told(text) == [
        (None, "MRI was normal."),
        ("assessment", "Gout.\nLabs were fine."),
        ("plan", "rest"),
        ("imaging", "a nodule."),
    ]


def test_markdown_and_bold_headings() -> None:
    text = "## History\nSore.\n\n**Assessment:**\n- Gout\n\n### Plan\nRest"
    assert told(text) == [("history", "Sore."), ("assessment", "- Gout"), ("plan", "Rest")]


def test_dictation_without_punctuation() -> None:
    text = (
        "this is a dictated note on a man who comes in for his arm which he broke years ago he has been told "
        "that it is all right he takes no pills and he quit smoking a long time ago he has had no trouble "
        "until this last week and he works in a shop on examination the arm is not red there is a scar "
        "the hand is well impression gout of the elbow plan is to rest the arm we will plan to see him back"
    )
    assert [section.category for section in sections(text)] == [None, "exam", "impression", "plan"]


def test_words_in_capitals_that_go_on_are_no_heading() -> None:
    assert told("FAMILY MEDICINE OFFICE VISIT\nPHYSICAL THERAPY EVALUATION") == [
        (None, "FAMILY MEDICINE OFFICE VISIT\nPHYSICAL THERAPY EVALUATION")
    ]


def test_a_table_row_is_no_heading() -> None:
    text = "Manual Muscle Testing\nGrip        4/5     5/5\nHip flexion  4/5  4/5"
    assert [section.title for section in sections(text)] == ["Manual Muscle Testing"]


def test_sections_cover_the_text_without_overlap() -> None:
    text = "Clinic\nHPI: sore\nLabs: CK 5\nA/P: gout\n"
    laid = sections(text)
    assert [laid[0].start, laid[-1].end] == [0, len(text)]
    assert all(one.end == two.start for one, two in pairwise(laid))


def test_a_clinic_notes_impression_is_its_assessment() -> None:
    text = "HPI: sore.\nIMPRESSION:\nGout."
    laid = sections(text)
    assert [s.category for s in settle_impressions(laid, tell_document(text, laid, KNOWN))] == [
        "history",
        "assessment",
    ]


def test_an_imaging_report_is_told_and_keeps_its_impression() -> None:
    text = "MRI OF THE LEFT FOOT\nINDICATION: sore.\nFINDINGS: normal.\nIMPRESSION:\nNormal."
    laid = sections(text)
    document = tell_document(text, laid, KNOWN)
    assert document == "imaging report"
    assert [s.category for s in settle_impressions(laid, document)] == [
        None,
        "indications",
        "findings",
        "impression",
    ]


def test_a_clinic_note_with_an_mri_is_no_imaging_report() -> None:
    text = "HPI: sore, MRI done.\nExam: calm.\nFindings: none.\nAssessment: gout."
    assert tell_document(text, sections(text), KNOWN) is None


@given(st.text(alphabet="aB1 &/-é\u00a0\u212a"))
def test_titles_are_compared_by_their_words(title: str) -> None:
    assert fold(title).split(" ") == (re.findall("[a-z0-9]+", title.lower().replace("&", " and ")) or [""])


@given(st.text(alphabet="a \n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
def test_lines_end_at_every_line_break(text: str) -> None:
    ends = [match.span() for match in re.finditer("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", text)]
    starts = [0, *(end for _, end in ends)]
    parts = [
        text[start:stop] for start, stop in zip(starts, [*(at for at, _ in ends), len(text)], strict=True)
    ]
    lines = split_lines(text)
    assert [text[line.first : line.end] for line in lines] == [part.strip() for part in parts]
    assert [line.start for line in lines if not line.blank] == [
        start for start, part in zip(starts, parts, strict=True) if part.strip()
    ]
