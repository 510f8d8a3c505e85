from __future__ import annotations

from chartgap.batch.records import Record, failed
from chartgap.batch.run import analyze_records, whereabouts
from chartgap.errors import InputError
from chartgap.models import ErrorRow, Note, NoteAnalysis
from tests.report.examples import analysis

CANARY = "ZEBRA-4711"


def analyze(note: Note) -> NoteAnalysis:
    if "refuse" in note.text:
        raise InputError("the note is empty")
    if "crash" in note.text:
        raise KeyError(note.text)
    return analysis(note_id=note.note_id or "hash")


def run(*notes: Note) -> list[tuple[str, str | None]]:
    records = (Record(number, note) for number, note in enumerate(notes, start=1))
    return [(row.note_id, getattr(row, "error", None)) for row in analyze_records(records, analyze)]


def test_every_record_has_its_row_in_order() -> None:
    assert run(
        Note(text="a", note_id="1"),
        Note(text=f"crash {CANARY}", note_id="2"),
        Note(text="refuse", note_id="3"),
        Note(text="b", note_id="4"),
    ) == [("1", None), ("2", "internal_error"), ("3", "unusable_note"), ("4", None)]


def test_a_note_id_that_comes_again_is_an_error_row() -> None:
    assert run(Note(text="a", note_id="1"), Note(text="b", note_id="1"), Note(text="c", note_id="2")) == [
        ("1", None),
        ("1", "duplicate_note_id"),
        ("2", None),
    ]


def test_notes_without_id_are_never_duplicates() -> None:
    assert run(Note(text="a"), Note(text="a")) == [("hash", None), ("hash", None)]


def test_error_rows_of_the_source_pass_through() -> None:
    record = failed(1, "x", "bad_json", "not JSON")
    assert list(analyze_records([record], analyze)) == [
        ErrorRow(note_id="x", error="bad_json", message="not JSON", record=1)
    ]


def test_a_crash_is_told_by_type_and_place_never_by_message() -> None:
    (row,) = analyze_records([Record(1, Note(text=f"crash {CANARY}"))], analyze)
    assert isinstance(row, ErrorRow)
    assert "KeyError in chartgap.batch.run:" in row.message
    assert CANARY not in row.model_dump_json()


def test_whereabouts_of_an_error_from_elsewhere() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        assert whereabouts(error) == "ValueError outside chartgap"
