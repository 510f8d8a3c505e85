from __future__ import annotations

from chartgap.batch.attempt import attempt, whereabouts
from chartgap.errors import InputError
from chartgap.models import ErrorRow, Note, NoteAnalysis
from tests.report.examples import analysis

CANARY = "ZEBRA-4711"


def refuse(note: Note) -> NoteAnalysis:
    raise InputError("the note is empty")


def crash(note: Note) -> NoteAnalysis:
    raise KeyError(note.text)


def test_an_analysis_is_handed_on() -> None:
    assert attempt(Note(text="a", note_id="1"), lambda note: analysis(note_id="1")) == analysis(note_id="1")


def test_a_note_that_is_refused_is_an_error_row() -> None:
    assert attempt(Note(text="a", note_id="1"), refuse, record=3) == ErrorRow(
        note_id="1", error="unusable_note", message="the note is empty", record=3
    )


def test_without_an_id_the_record_gives_the_name() -> None:
    assert attempt(Note(text="a"), refuse, record=3).note_id == "record-3"
    assert attempt(Note(text="a"), refuse).note_id == "note"


def test_a_crash_is_told_by_type_and_place_never_by_message() -> None:
    row = attempt(Note(text=f"crash {CANARY}"), crash)
    assert isinstance(row, ErrorRow)
    assert "KeyError in chartgap.batch.attempt:" in row.message
    assert CANARY not in row.model_dump_json()


def test_whereabouts_of_an_error_from_elsewhere() -> None:
    try:
        int(CANARY)
    except ValueError as error:
        assert whereabouts(error) == "ValueError outside chartgap"
