from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest

from chartgap.batch import core
from chartgap.batch.core import RESULT, analyze_batch
from chartgap.batch.plan import Limits, Plan
from chartgap.errors import InputError
from chartgap.models import Note, NoteAnalysis

CANARY = "ZEBRA-4711"


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> Iterator[Plan]:
    """What the guard does, whose child process is ended after the test."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(core, "_guards", {})
    monkeypatch.setattr(core, "NOTES_AT_A_TIME", 3)
    yield Plan({}, factory="poison:Poison", limits=Limits(seconds=0.3))
    for guard in core._guards.values():
        guard.__exit__(None, None, None)


def run(plan: Plan, columns: dict[str, list[Any]], **names: str) -> list[dict[str, Any]]:
    result = analyze_batch(pa.RecordBatch.from_pydict(columns), plan, names)
    assert tuple(result.schema.names) == RESULT
    assert {str(field.type) for field in result.schema} == {"string"}
    rows: list[dict[str, Any]] = result.to_pylist()
    assert CANARY not in str(rows)
    return rows


def test_each_note_has_its_row_in_order_whatever_the_notes_do(plan: Plan) -> None:
    texts = ["a", f"die {CANARY}", "b", f"hang {CANARY}", "refuse", f"crash {CANARY}", "c"]
    rows = run(plan, {"note_id": [str(number) for number in range(7)], "text": texts})
    assert [(row["note_id"], row["error"]) for row in rows] == [
        ("0", None),
        ("1", "worker_died"),
        ("2", None),
        ("3", "timed_out"),
        ("4", "unusable_note"),
        ("5", "internal_error"),
        ("6", None),
    ]
    for row in rows:
        if row["error"]:
            assert row["analysis"] is None
        else:
            assert row["message"] is None
            assert NoteAnalysis.model_validate_json(row["analysis"]).note_id == row["note_id"]


def test_numbers_of_records_are_no_names(plan: Plan) -> None:
    rows = run(plan, {"note_id": [None, "x", None], "text": ["a", "refuse", "refuse"]})
    assert [row["note_id"] for row in rows] == [Note(text="a").name, "x", None]


def test_columns_have_other_names_or_those_of_a_layout_and_the_rest_is_passed_over(plan: Plan) -> None:
    rows = run(plan, {"ID": ["1"], "BODY": ["a"], "other": [3]}, note_id="ID", text="BODY")
    assert orjson.loads(rows[0]["analysis"])["note_id"] == "1"
    omop: dict[str, list[Any]] = {
        "note_id": [7],
        "person_id": [1],
        "note_type_concept_id": [2],
        "note_text": ["a"],
        "etl": ["x"],
    }
    assert [row["note_id"] for row in run(plan, omop)] == ["7"]


def test_no_notes_give_no_rows(plan: Plan) -> None:
    batch = pa.RecordBatch.from_pydict({"text": pa.array([], pa.string())})
    assert analyze_batch(batch, plan).num_rows == 0


def test_a_batch_without_text_is_refused(plan: Plan) -> None:
    with pytest.raises(InputError, match="there is no column text"):
        run(plan, {"note_id": ["1"]})
    with pytest.raises(InputError, match="split over rows"):
        run(plan, {"note_id": ["1"], "line": [1], "note_text": ["a"]})
