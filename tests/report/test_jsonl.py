from __future__ import annotations

import json

from chartgap.models import ErrorRow, NoteAnalysis
from chartgap.report.jsonl import json_line
from tests.report.examples import analysis, full


def test_a_line_reads_back_as_the_same_analysis() -> None:
    line = json_line(full())
    assert line.count(b"\n") == 1
    assert NoteAnalysis.model_validate_json(line) == full()


def test_unknown_is_null_and_nothing_is_left_out() -> None:
    assert json.loads(json_line(analysis())) == {
        "note_id": "a",
        "code_set": {
            "system": "ICD-10-CM",
            "release": "2026-04-01",
            "service_date": None,
            "stand_in": None,
        },
        "engine": {"version": "0", "pipeline": "default", "lexicon_digest": "0"},
        "findings": [],
        "conditions": [],
        "codes": [],
        "gaps": [],
        "claim": None,
    }


def test_an_error_row_is_one_line() -> None:
    row = ErrorRow(note_id="a\nb", error="bad_json", message="not JSON", record=3)
    assert json_line(row) == b'{"note_id":"a\\nb","error":"bad_json","message":"not JSON","record":3}\n'
