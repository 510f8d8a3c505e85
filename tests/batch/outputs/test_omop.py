from __future__ import annotations

import csv
from pathlib import Path

from chartgap.batch.outputs.omop import COLUMNS, OmopSink
from chartgap.batch.sink import Row
from chartgap.models import NoteAnalysis
from tests.batch.outputs.held import TEXTS, make

CDM = (
    "note_nlp_id note_id section_concept_id snippet offset lexical_variant note_nlp_concept_id "
    "note_nlp_source_concept_id nlp_system nlp_date nlp_datetime term_exists term_temporal term_modifiers"
).split()
VARCHAR = {
    "snippet": 250,
    "offset": 50,
    "lexical_variant": 250,
    "nlp_system": 250,
    "term_exists": 1,
    "term_temporal": 50,
    "term_modifiers": 2000,
}


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def terms(held: list[Row], folder: Path) -> list[dict[str, str]]:
    return table(make(OmopSink(), held, folder) / "NOTE_NLP.csv")


def test_the_columns_are_those_of_the_model_in_its_order(held: list[Row], tmp_path: Path) -> None:
    header = (make(OmopSink(), held, tmp_path) / "NOTE_NLP.csv").read_text().splitlines()[0]
    assert header == ",".join(CDM) == ",".join(COLUMNS)


def test_every_row_fits_the_types_of_the_model(held: list[Row], tmp_path: Path) -> None:
    for place, row in enumerate(terms(held, tmp_path), start=1):
        assert int(row["note_nlp_id"]) == place
        assert int(row["note_id"]) in (1, 2, 3)
        assert {row[name] for name in CDM if name.endswith("concept_id")} == {"0"}
        assert all(len(row[name]) <= size for name, size in VARCHAR.items())
        assert row["nlp_date"] == "2026-03-04"
        assert row["term_exists"] in ("Y", "N")


def test_offset_and_variant_are_those_of_the_note(held: list[Row], tmp_path: Path) -> None:
    found = terms(held, tmp_path)
    assert len(found) == sum(
        len(row.outcome.findings) for row in held if isinstance(row.outcome, NoteAnalysis)
    )
    for row in found:
        text, start = TEXTS[int(row["note_id"]) - 1], int(row["offset"])
        assert text[start : start + len(row["lexical_variant"])] == row["lexical_variant"]
        assert row["lexical_variant"] in row["snippet"]


def test_what_is_denied_or_said_of_a_relative_does_not_exist(held: list[Row], tmp_path: Path) -> None:
    found = {
        (row["note_id"], row["lexical_variant"]): (row["term_exists"], row["term_temporal"])
        for row in terms(held, tmp_path)
    }
    assert found["1", "osteomyelitis"] == ("N", "present")
    assert found["2", "osteoporosis"] == ("N", "present")
    assert found["2", "osteomyelitis"] == ("Y", "present")
    assert found["3", "myositis"] == ("Y", "past")


def test_modifiers_are_pairs(held: list[Row], tmp_path: Path) -> None:
    found = {row["lexical_variant"]: row["term_modifiers"] for row in terms(held, tmp_path)}
    assert found["left clavicle" if "left clavicle" in found else "clavicle"].startswith(
        "kind=site,negated=no,certainty=stated,hypothetical=no,subject=patient,site=clavicle"
    )


def test_ids_that_are_no_whole_numbers_are_mapped(held: list[Row], tmp_path: Path) -> None:
    assert isinstance(held[0].outcome, NoteAnalysis)
    named = Row(held[0].number, held[0].outcome.model_copy(update={"note_id": "n-1"}), held[0].text)
    folder = make(OmopSink(), [named, held[1]], tmp_path)
    assert table(folder / "NOTE_ID.csv") == [
        {"note_id": "1", "note_source_value": "n-1"},
        {"note_id": "2", "note_source_value": "2"},
    ]
    assert {row["note_id"] for row in table(folder / "NOTE_NLP.csv")} == {"1", "2"}


def test_a_failed_record_has_its_row(held: list[Row], tmp_path: Path) -> None:
    assert table(make(OmopSink(), held, tmp_path) / "ERRORS.csv") == [
        {"record": "4", "note_id": "r4", "error": "invalid_utf8", "message": "not UTF-8 at byte 3"}
    ]
