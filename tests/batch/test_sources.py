from __future__ import annotations

import builtins
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from chartgap.batch import streams
from chartgap.batch.fingerprint import fingerprint
from chartgap.batch.formats import jsonl
from chartgap.batch.plain import decode_note
from chartgap.batch.records import Origin
from chartgap.batch.source import SourceOptions
from chartgap.batch.sources import open_source
from chartgap.errors import InputError, MissingExtraError
from chartgap.models import ErrorRow, Note

CANARY = "ZEBRA-4711"


def outcomes(path: Path, **columns: str) -> list[Note | ErrorRow]:
    with open_source(path, SourceOptions(columns=columns)) as source:
        records = list(source.records)
        assert [record.number for record in records] == list(range(1, len(records) + 1))
        assert source.position() == source.size
    return [record.outcome for record in records]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def error(outcome: Note | ErrorRow) -> str:
    assert isinstance(outcome, ErrorRow)
    assert CANARY not in outcome.message
    return outcome.error


def test_jsonl_with_all_columns(tmp_path: Path) -> None:
    row = {
        "note_id": "007",
        "text": "a\r\nb",
        "setting": "inpatient",
        "age": 62.5,
        "sex": "female",
        "service_date": "2026-02-17",
        "claimed_codes": ["m86.58"],
    }
    (note,) = outcomes(write(tmp_path, "in.jsonl", "\ufeff" + json.dumps(row) + "\n\n"))
    assert note == Note.model_validate({**row, "sex": "F", "claimed_codes": ("M86.58",)})


def test_absent_null_and_empty_are_unknown(tmp_path: Path) -> None:
    lines = '{"text": "a"}\n{"note_id": null, "text": "a", "age": null, "sex": "", "claimed_codes": ""}\n'
    assert outcomes(write(tmp_path, "in.jsonl", lines)) == [Note(text="a"), Note(text="a")]


def test_a_whole_number_as_id_is_taken_as_written(tmp_path: Path) -> None:
    (note,) = outcomes(write(tmp_path, "in.jsonl", '{"note_id": 70, "text": "a"}'))
    assert note == Note(text="a", note_id="70")


@pytest.mark.parametrize(
    ("line", "kind", "note_id"),
    [
        (f'{{"note_id": "x", "text": "{CANARY}', "bad_json", "record-1"),
        (f'["{CANARY}"]', "wrong_type", "record-1"),
        (f'"{CANARY}"', "wrong_type", "record-1"),
        ("[" * 100_000, "bad_json", "record-1"),
        ('{"note_id": "x"}', "missing_text", "x"),
        ('{"note_id": "x", "text": 5}', "wrong_type", "x"),
        ('{"note_id": "x", "text": null}', "wrong_type", "x"),
        (f'{{"note_id": ["{CANARY}"], "text": "a"}}', "wrong_type", "record-1"),
        (f'{{"note_id": "x", "text": "a", "{CANARY}": 1}}', "unknown_column", "x"),
        (f'{{"note_id": "x", "text": "a", "setting": "{CANARY}"}}', "wrong_value", "x"),
        (f'{{"note_id": "x", "text": "a", "age": "{CANARY}"}}', "wrong_value", "x"),
        ('{"note_id": "x", "text": "a", "age": -1}', "wrong_value", "x"),
        ('{"note_id": "x", "text": "a", "age": true}', "wrong_value", "x"),
        ('{"note_id": "x", "text": "a", "age": NaN}', "wrong_value", "x"),
        (f'{{"note_id": "x", "text": "a", "sex": "{CANARY}"}}', "wrong_value", "x"),
        ('{"note_id": "x", "text": "a", "service_date": "2026-02-30"}', "wrong_value", "x"),
        ('{"note_id": "x", "text": "a", "service_date": 20260217}', "wrong_value", "x"),
        (f'{{"note_id": "x", "text": "a", "claimed_codes": {{"{CANARY}": 1}}}}', "wrong_value", "x"),
        (f'{{"note_id": "x", "text": "{CANARY} \\ud800"}}', "invalid_text", "x"),
        (b'{"note_id": "x", "text": "' + CANARY.encode() + b' \xff"}', "invalid_utf8", "record-1"),
        (b'{"note_id": "x", "text": "\x00"}', "bad_json", "record-1"),
    ],
)
def test_a_bad_line_spoils_only_itself(tmp_path: Path, line: str | bytes, kind: str, note_id: str) -> None:
    raw = line if isinstance(line, bytes) else line.encode("utf-8")
    first, second = outcomes(write(tmp_path, "in.jsonl", raw + b'\n{"note_id": "y", "text": "b"}'))
    assert (error(first), first.note_id) == (kind, note_id)
    assert second == Note(text="b", note_id="y")


def test_a_json_nul_is_text_like_any_other(tmp_path: Path) -> None:
    assert outcomes(write(tmp_path, "in.jsonl", '{"text": "a\\u0000b"}')) == [Note(text="a\x00b")]


def test_a_line_that_is_too_long_is_passed_over_in_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (streams, jsonl):
        monkeypatch.setattr(module, "MAX_RECORD_BYTES", 50)
    lines = b'{"text": "' + b"x" * 200 + b'"}\n{"text": "a"}\n'
    first, second = outcomes(write(tmp_path, "in.jsonl", lines))
    assert error(first) == "too_long"
    assert second == Note(text="a")


def test_an_unknown_column_is_told_by_place_and_likeness(tmp_path: Path) -> None:
    (row,) = outcomes(
        write(tmp_path, "in.jsonl", '{"note_id": "x", "text": "a", "servicedate": "2026-02-17"}')
    )
    assert isinstance(row, ErrorRow)
    assert "position 3 (did you mean service_date?)" in row.message


def test_csv_keeps_every_character_of_a_field(tmp_path: Path) -> None:
    text = 'He said ""no"", twice.\r\nT-score, −1.8\t\N{BONE}\n'
    content = f'note_id,text,age,claimed_codes\r\n007,"{text}",62,M86.58;B95.61\r\n'
    assert outcomes(write(tmp_path, "in.csv", content)) == [
        Note(text=text.replace('""', '"'), note_id="007", age=62, claimed_codes=("M86.58", "B95.61"))
    ]


def test_tsv(tmp_path: Path) -> None:
    assert outcomes(write(tmp_path, "in.tsv", "text\tnote_id\na, b\tx\n")) == [Note(text="a, b", note_id="x")]


def test_other_names_for_id_and_text(tmp_path: Path) -> None:
    path = write(tmp_path, "in.csv", "ROW_ID,TEXT\n1,a\n")
    assert outcomes(path, note_id="ROW_ID", text="TEXT") == [Note(text="a", note_id="1")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"x", "bad_csv"),
        (b"x,%b,y" % CANARY.encode(), "bad_csv"),
        (b'x,"%b" y' % CANARY.encode(), "bad_csv"),
        (b"x,%b \xff" % CANARY.encode(), "invalid_utf8"),
    ],
)
def test_a_bad_csv_row_spoils_only_itself(tmp_path: Path, line: bytes, kind: str) -> None:
    first, second = outcomes(write(tmp_path, "in.csv", b"note_id,text\n" + line + b"\ny,b\n"))
    assert error(first) == kind
    assert second == Note(text="b", note_id="y")


def test_an_open_quote_at_the_end_is_an_error_row(tmp_path: Path) -> None:
    first, second = outcomes(write(tmp_path, "in.csv", 'note_id,text\nx,a\ny,"b\nc\n'))
    assert first == Note(text="a", note_id="x")
    assert error(second) == "bad_csv"


def test_a_csv_field_may_be_longer_than_the_readers_default(tmp_path: Path) -> None:
    text = "x" * 5_000_000
    assert outcomes(write(tmp_path, "in.csv", f"text\n{text}\n")) == [Note(text=text)]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("in.csv", f"note_id,{CANARY},text\nx,y,z\n", "position 2"),
        ("in.csv", f"{CANARY}\n", "unknown column"),
        ("in.csv", "note_id\nx\n", "no column text"),
        ("in.csv", "", "no column text"),
        ("in.csv", "text,text\na,b\n", "twice"),
        ("in.csv", b"PK\x03\x04....", "zip"),
        ("in.jsonl", b"\x1f\x8b....", "gzip"),
        ("in.jsonl", '{"text": "a"}'.encode("utf-16"), "UTF-16"),
        ("in.parquet", b"PK\x03\x04", "not a Parquet file"),
        ("in.xlsx", b"PK\x03\x04", "Office"),
        ("in.dat", "one", "cannot tell"),
    ],
)
def test_an_unusable_input_is_an_error(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        outcomes(write(tmp_path, name, content))
    assert CANARY not in str(caught.value)


def test_a_folder_is_read_in_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "two\r\n")
    write(tmp_path, "a.TXT", "\ufeffone")
    write(tmp_path, "c.md", "no note")
    write(tmp_path, "d.txt", b"\xff\xfeone")
    write(tmp_path, "e.txt", CANARY.encode() + b"\xff")
    os.mkdir(tmp_path / "f.txt")
    first, second, *bad = outcomes(tmp_path)
    assert [first, second] == [Note(text="\ufeffone", note_id="a"), Note(text="two\r\n", note_id="b")]
    assert [(row.note_id, error(row)) for row in bad] == [
        ("d", "invalid_utf8"),
        ("e", "invalid_utf8"),
        ("f", "unreadable"),
    ]


def test_a_folder_without_notes_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file of notes"):
        outcomes(tmp_path)


def test_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {"note_id": ["x", "y"], "text": ["a\x00", None], "age": pa.array([62, None], pa.int32())}
    )
    parquet.write_table(table, tmp_path / "in.parquet")
    first, second = outcomes(tmp_path / "in.parquet")
    assert first == Note(text="a\x00", note_id="x", age=62)
    assert error(second) == "wrong_type"


def test_parquet_without_its_extra_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"chartgap\[parquet\]"):
        outcomes(write(tmp_path, "in.parquet", b"PAR1"))


@given(st.binary(max_size=200))
def test_no_bytes_are_lost_or_crash(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = write(tmp_path_factory.mktemp("any"), "in.jsonl", content)
    try:
        rows = outcomes(path)
    except InputError:
        return
    assert len(rows) == sum(1 for line in content.split(b"\n") if line.removeprefix(b"\xef\xbb\xbf").strip())


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=5))
def test_jsonl_gives_the_very_text(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    assert outcomes(write(tmp_path_factory.mktemp("any"), "in.jsonl", lines)) == [
        Note(text=text) for text in texts
    ]


def test_a_notes_bytes_keep_line_ends_and_marks() -> None:
    assert decode_note(b"\xef\xbb\xbfa\r\nb\x00") == "\ufeffa\r\nb\x00"


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"{\\rtf1", b"a\x80", b"\xff\xfea\x00"])
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        decode_note(data)


def test_the_origin_of_a_note(tmp_path: Path) -> None:
    line = {
        "text": "a",
        "patient_id": 12,
        "encounter_id": "e",
        "author": "Dr. A",
        "note_date": "2026-02-17",
        "note_type": "H&P",
    }
    with open_source(write(tmp_path, "in.jsonl", json.dumps(line))) as source:
        (record,) = source.records
    assert record.origin == Origin("12", "e", "Dr. A", date(2026, 2, 17), "H&P")
    assert record.outcome == Note(text="a")


def test_records_that_are_skipped_leave_the_numbers_of_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, "in.jsonl", "".join(f'{{"text": "{n}"}}\n' for n in range(5)))
    with open_source(path, skip=3) as source:
        assert [(record.number, record.outcome) for record in source.records] == [
            (4, Note(text="3")),
            (5, Note(text="4")),
        ]


def test_a_fingerprint_tells_a_changed_input(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "one")
    os.utime(path, ns=(1, 1))
    before = (fingerprint(path), fingerprint(tmp_path))
    assert (fingerprint(path), fingerprint(tmp_path)) == before
    path.write_text("two")
    os.utime(path, ns=(1, 1))
    assert fingerprint(path) != before[0]
    write(tmp_path, "b.txt", "")
    assert fingerprint(tmp_path) != before[1]
