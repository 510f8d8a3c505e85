"""The line: what the caller may set, what a note may be, and what is refused without a word of it."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from pydantic import ValidationError

import chartgap.analyzer
from chartgap.analyzer import MAX_CHARACTERS, Analyzer
from chartgap.errors import ChartgapError, CodeSetError, InputError, LexiconError
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.load import load_lexicon
from chartgap.models import CodeSet, Note, NoteAnalysis, Setting

NOTE = (
    "HPI: 58-year-old man. Bone biopsy grew MRSA.\n"
    "ASSESSMENT:\n1. Chronic hematogenous osteomyelitis of the left clavicle.\n2. R hip osteoarthritis.\n"
)
CODES = [("primary", "M86.58"), ("additional", "B95.62"), ("primary", "M16.11")]
POSSIBLE = "Assessment: Possible acute hematogenous osteomyelitis of the left tibia."
CLAVICLE = "Assessment: Chronic hematogenous osteomyelitis of the left clavicle."


def codes(analysis: NoteAnalysis, rank: int = 1) -> list[tuple[str, str]]:
    return [(code.role, code.code) for code in analysis.codes if code.rank == rank]


def test_the_whole_line(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(NOTE)
    condition, other = analysis.conditions
    assert (other.concept, other.organisms) == ("osteoarthritis", ())
    assert (condition.concept, condition.status, condition.acuity, condition.route) == (
        "osteomyelitis",
        "present",
        "chronic",
        "hematogenous",
    )
    assert [(site.site, site.laterality) for site in condition.sites] == [("clavicle", "left")]
    assert [organism.code for organism in condition.organisms] == ["B95.62"]
    assert codes(analysis) == CODES
    assert analysis.gaps == ()
    assert analysis.claim is None


def test_the_analysis_says_what_it_was_made_with(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze(NOTE)
    assert analysis.code_set == CodeSet(release=load_tree().release)
    assert (analysis.engine.pipeline, analysis.engine.lexicon_digest) == ("default", load_lexicon().digest)


def test_the_package_offers_the_call() -> None:
    assert chartgap.Analyzer is Analyzer


def test_a_text_is_a_note_of_that_text(analyzer: Analyzer) -> None:
    assert analyzer.analyze(NOTE) == analyzer.analyze(Note(text=NOTE))


def test_a_note_without_a_disorder_has_findings_only(analyzer: Analyzer) -> None:
    analysis = analyzer.analyze("Assessment: The left clavicle is well.")
    assert [finding.kind for finding in analysis.findings] == ["laterality", "site"]
    assert (analysis.conditions, analysis.codes, analysis.gaps) == ((), (), ())


def test_an_id_is_the_callers_or_a_hash_of_the_text(analyzer: Analyzer) -> None:
    assert analyzer.analyze(Note(text=NOTE, note_id="n 7/ä")).note_id == "n 7/ä"
    assert analyzer.analyze(NOTE).note_id == Note(text=NOTE).name
    assert len({Note(text=text).name for text in (NOTE, NOTE + " ", NOTE.replace("\n", "\r\n"))}) == 3
    assert Note(text="knee").name == "note-10ca16493c24f09b"


@pytest.mark.parametrize("text", ["\ud800 osteomyelitis", "osteomyelitis \udfff"])
def test_half_characters_have_an_id_too(analyzer: Analyzer, text: str) -> None:
    assert analyzer.analyze(text).note_id == Note(text=text).name


@pytest.mark.parametrize(
    ("whole", "of_note", "coded"),
    [
        ("outpatient", None, False),
        ("inpatient", None, True),
        ("outpatient", "inpatient", True),
        ("inpatient", "outpatient", False),
    ],
)
def test_a_possible_disorder_is_coded_in_the_inpatient_setting(
    whole: Setting, of_note: Setting | None, coded: bool
) -> None:
    analysis = Analyzer(setting=whole).analyze(Note(text=POSSIBLE, setting=of_note))
    assert [condition.status for condition in analysis.conditions] == ["possible"]
    assert codes(analysis) == ([("primary", "M86.062")] if coded else [])
    assert [gap.element for gap in analysis.gaps] == (["organism"] if coded else [])


def test_the_authority_turns_the_clavicle_round() -> None:
    page = Analyzer(authority="page").analyze(CLAVICLE)
    index = Analyzer(authority="index").analyze(CLAVICLE)
    assert codes(page) == [("primary", "M86.58")]
    assert codes(index) == [("primary", "M86.512")]
    assert codes(page, 2)[:1] == [("primary", "M86.512")]
    assert codes(index, 2)[:1] == [("primary", "M86.58")]


def test_the_callers_age_and_sex_count(analyzer: Analyzer) -> None:
    text = "Assessment: Osteopenia of the lumbar spine."
    (condition,) = analyzer.analyze(
        Note(text=text, age=16, sex="F", service_date=date(2026, 5, 4))
    ).conditions
    told = {key: condition.attributes.get(key) for key in ("age", "sex", "t_score_applies")}
    assert told == {"age": 16.0, "sex": "F", "t_score_applies": False}


def test_an_overlay_adds_words_and_changes_the_digest(analyzer: Analyzer, tmp_path: Path) -> None:
    (tmp_path / "disorders").mkdir()
    (tmp_path / "disorders" / "house.yaml").write_text(
        "source: house words\n"
        "concepts:\n"
        "  - id: osteomyelitis\n"
        "    terms:\n"
        "      - {id: house.bone-rot, terms: [bone rot], fires: [Bone rot.], silent: [Root rot.]}\n",
        encoding="utf-8",
    )
    text = "Assessment: Acute hematogenous bone rot of the left tibia."
    assert codes(analyzer.analyze(text)) == []
    analysis = Analyzer(lexicons=[tmp_path]).analyze(text)
    assert codes(analysis) == [("primary", "M86.062")]
    assert analysis.engine.lexicon_digest != analyzer.analyze(text).engine.lexicon_digest


def test_a_faulty_overlay_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "disorders").mkdir()
    (tmp_path / "disorders" / "house.yaml").write_text("source: x\nconcept: []\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"house\.yaml:2"):
        Analyzer(lexicons=[tmp_path])


def test_an_unknown_release_or_pipeline_is_refused() -> None:
    with pytest.raises(CodeSetError, match="1999"):
        Analyzer(release="1999-01-01")
    with pytest.raises(ChartgapError, match="nothing"):
        Analyzer(pipeline="nothing")


MAY_2025, MAY_2026 = date(2025, 5, 4), date(2026, 5, 4)


@pytest.mark.usefixtures("two_releases")
def test_the_code_set_follows_the_date_of_service_in_any_order() -> None:
    notes = [Note(text=NOTE, note_id=str(day), service_date=day) for day in (MAY_2025, MAY_2026, None)]
    both = Analyzer()
    forward = [both.analyze(note) for note in notes]
    backward = [Analyzer().analyze(note) for note in reversed(notes)][::-1]
    assert [one.code_set for one in forward] == [
        CodeSet(release="2025-04-01", service_date=MAY_2025),
        CodeSet(release="2026-04-01", service_date=MAY_2026),
        CodeSet(release="2026-04-01"),
    ]
    assert forward == backward
    assert all(codes(one) == CODES for one in forward)


@pytest.mark.usefixtures("two_releases")
def test_a_line_that_had_to_go_is_built_again_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chartgap.analyzer, "MOST_LINES", 1)
    analyzer = Analyzer()
    first, _, again = (
        analyzer.analyze(Note(text=NOTE, service_date=day)) for day in (MAY_2026, MAY_2025, MAY_2026)
    )
    assert first == again


@pytest.mark.usefixtures("two_releases")
def test_a_release_that_is_asked_for_holds_for_every_note_and_says_so() -> None:
    pinned = Analyzer(release="2025-04-01")
    told = "release 2025-04-01 was asked for; it is not the one of 2026-05-04"
    assert [pinned.analyze(Note(text=NOTE, service_date=day)).code_set for day in (MAY_2025, MAY_2026)] == [
        CodeSet(release="2025-04-01", service_date=MAY_2025),
        CodeSet(release="2025-04-01", service_date=MAY_2026, stand_in=told),
    ]


@pytest.mark.parametrize("name", ["page", "index"])
def test_two_analyzers_stand_side_by_side(analyzer: Analyzer, name: Literal["page", "index"]) -> None:
    before, collector = analyzer.analyze(NOTE), (gc.isenabled(), gc.get_freeze_count())
    Analyzer(authority=name).analyze(CLAVICLE)
    assert analyzer.analyze(NOTE) == before
    assert (gc.isenabled(), gc.get_freeze_count()) == collector


SECRET = "Zebulon Quagmire"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "empty", id="empty"),
        pytest.param(" \n\t\r\n", "empty", id="blank"),
        pytest.param(f"{SECRET} \x00\x01\x02\x03" + "\x00\x07" * 400, "binary", id="binary"),
        pytest.param(f"PK\x03\x04{SECRET}" + "\ufffd\x1a" * 200, "binary", id="decoded wrongly"),
        pytest.param(f"{SECRET} " * (MAX_CHARACTERS // len(SECRET)), "5000000", id="too long"),
    ],
)
def test_what_is_no_note_is_refused_without_its_words(analyzer: Analyzer, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        analyzer.analyze(text)
    assert "Zebulon" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Osteopenia.\x00", id="one NUL"),
        pytest.param("\x0cPage 2\x0c\nAssessment: osteopenia", id="form feeds"),
        pytest.param("\ufeffAssessment: osteopenia", id="byte order mark"),
        pytest.param("Assessment:\r\nosteopenia\r\n", id="CRLF"),
        pytest.param("x" * 100_000 + " osteopenia", id="a long word"),
        pytest.param("(" * 5_000 + " osteopenia", id="brackets"),
    ],
)
def test_an_odd_note_is_still_read(analyzer: Analyzer, text: str) -> None:
    assert [condition.concept for condition in analyzer.analyze(text).conditions] == ["osteopenia"]


def test_unknown_fields_of_a_note_are_refused_and_analyses_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Note.model_validate({"text": "x", "mrn": "007"})
    with pytest.raises(ValidationError):
        Note(text="x").text = "y"
