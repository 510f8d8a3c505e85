from __future__ import annotations

from pathlib import Path

import pytest
from pyarrow import parquet

from chartgap.batch.outputs.parquet import ParquetSink
from chartgap.batch.outputs.tables import TABLES
from chartgap.batch.sink import Row
from chartgap.models import NoteAnalysis
from tests.batch.outputs.held import make

TYPES = {
    "text": "string",
    "json": "string",
    "integer": "int64",
    "flag": "bool",
    "date": "date32[day]",
    "texts": "list<element: string>",
    "sites": "list<element: struct<site: string, laterality: string>>",
    "closings": "list<element: struct<answer: string, code: string>>",
}


@pytest.fixture
def folder(held: list[Row], tmp_path: Path) -> Path:
    return make(ParquetSink(), held, tmp_path)


def test_every_table_has_its_documented_schema(folder: Path) -> None:
    assert {file.stem for file in folder.iterdir()} == set(TABLES)
    for name, columns in TABLES.items():
        schema = parquet.read_schema(folder / f"{name}.parquet")
        found = [(field.name, str(field.type), field.metadata[b"meaning"].decode()) for field in schema]
        assert found == [(one.name, TYPES[one.type], one.meaning) for one in columns]


def test_every_finding_code_and_gap_has_its_row(folder: Path, held: list[Row]) -> None:
    analyses = [(row.number, row.outcome) for row in held if isinstance(row.outcome, NoteAnalysis)]
    expected = {
        "findings": [(n, f.id, f.text, f.start) for n, a in analyses for f in a.findings],
        "codes": [(n, c.code, c.role, c.rank) for n, a in analyses for c in a.codes],
        "gaps": [(n, g.id, g.element, list(g.query.options)) for n, a in analyses for g in a.gaps],
        "conditions": [(n, c.id, c.concept, c.status) for n, a in analyses for c in a.conditions],
    }
    keys = {
        "findings": ("record", "finding_id", "text", "start"),
        "codes": ("record", "code", "role", "rank"),
        "gaps": ("record", "gap_id", "element", "options"),
        "conditions": ("record", "condition_id", "concept", "status"),
    }
    for name, names in keys.items():
        table = parquet.read_table(folder / f"{name}.parquet", columns=list(names)).to_pylist()
        assert [tuple(one[key] for key in names) for one in table] == expected[name]
        assert expected[name]


def test_a_claim_has_its_lines_and_what_it_lacks(folder: Path) -> None:
    table = parquet.read_table(folder / "claims.parquet").to_pylist()
    assert [(one["record"], one["line"], one["code"], one["verdict"]) for one in table] == [
        (1, 1, "M86.58", "unsupported"),
        (1, 2, "I10", None),
        (1, None, "M85.89", "missing"),
        (2, 1, "M86.58", "unsupported"),
        (2, 2, "I10", None),
        (2, None, "M86.68", "missing"),
        (2, None, "B95.62", "missing"),
        (3, 1, "M86.58", "unsupported"),
        (3, 2, "I10", None),
        (3, None, "R53.1", "missing"),
    ]


def test_a_failed_record_has_its_row(folder: Path) -> None:
    assert parquet.read_table(folder / "errors.parquet").to_pylist() == [
        {"record": 4, "note_id": "r4", "error": "invalid_utf8", "message": "not UTF-8 at byte 3"}
    ]


def test_a_note_carries_its_origin(folder: Path) -> None:
    first = parquet.read_table(folder / "notes.parquet").to_pylist()[0]
    names = ("note_id", "patient_id", "encounter_id", "author", "note_type", "reference")
    assert [first[name] for name in names] == ["1", "77", "e1", "Dr. <A>", "progress", "DocumentReference/d1"]
    assert str(first["note_date"]) == "2026-03-04"


def test_row_groups_are_of_one_size(held: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chartgap.batch.outputs.parquet.GROUP_ROWS", 5)
    metadata = parquet.ParquetFile(make(ParquetSink(), held, tmp_path) / "findings.parquet").metadata
    sizes = [metadata.row_group(place).num_rows for place in range(metadata.num_row_groups)]
    assert set(sizes[:-1]) == {5}
    assert 0 < sizes[-1] <= 5
