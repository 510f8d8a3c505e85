from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chartgap.models import Note
from tests.cli.conftest import Ran, StandIn

Run = Callable[..., Ran]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(folder: Path, *notes: dict[str, Any]) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(note) + "\n" for note in notes), encoding="utf-8")
    return path


def test_one_analysis_a_line_in_input_order_and_silence(
    run: Run, stand_in: type[StandIn], tmp_path: Path
) -> None:
    source = write(
        tmp_path, {"note_id": "b", "text": "hip"}, {"note_id": "a", "text": "x", "setting": "inpatient"}
    )
    assert run("batch", source, "-o", tmp_path / "out.jsonl") == Ran(0, "", "")
    assert [row["note_id"] for row in rows(tmp_path / "out.jsonl")] == ["b", "a"]
    assert stand_in.seen == [Note(text="hip", note_id="b"), Note(text="x", note_id="a", setting="inpatient")]


def test_failed_notes_keep_their_place_and_the_exit_code_tells(
    run: Run, stand_in: type[StandIn], tmp_path: Path
) -> None:
    notes = [
        {"note_id": "a", "text": "refuse"},
        {"note_id": "b", "text": "x"},
        {"note_id": "b", "text": "y"},
        {},
    ]
    out = tmp_path / "out.jsonl"
    ran = run("batch", write(tmp_path, *notes), "-o", out)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"chartgap: 3 of 4 notes failed; each has an error row in {out}\n"
    assert [(row["note_id"], row.get("error"), row.get("record")) for row in rows(out)] == [
        ("a", "unusable_note", 1),
        ("b", None, None),
        ("b", "duplicate_note_id", 3),
        ("record-4", "missing_text", 4),
    ]


def test_a_folder_with_options(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "one.txt").write_bytes(b"hip\r\n")
    ran = run("batch", folder, "-o", tmp_path / "out.jsonl", "--setting", "inpatient", "--authority", "index")
    assert ran == Ran(0, "", "")
    assert stand_in.made == [{"setting": "inpatient", "authority": "index", "lexicons": []}]
    assert stand_in.seen == [Note(text="hip\r\n", note_id="one")]


def test_columns_can_have_other_names(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("ROW_ID,TEXT\n007,hip\n", encoding="utf-8")
    run(
        "batch",
        tmp_path / "in.csv",
        "-o",
        tmp_path / "out.jsonl",
        "--id-column",
        "ROW_ID",
        "--text-column",
        "TEXT",
    )
    assert stand_in.seen == [Note(text="hip", note_id="007")]


@pytest.mark.parametrize(
    ("name", "content", "output", "message"),
    [
        ("in.jsonl", '{"text": "x"}', "out.csv", "the output must end in .jsonl"),
        ("in.jsonl", '{"text": "x"}', "in.jsonl", "same file"),
        ("in.jsonl", '{"text": "x"}', "missing/out.jsonl", "cannot be written"),
        ("in.csv", "ID,text\nx,y\n", "out.jsonl", "unknown column at position 1"),
        ("in.docx", "PK", "out.jsonl", "cannot tell what this is"),
    ],
)
def test_unusable_input_or_output(
    run: Run, stand_in: type[StandIn], tmp_path: Path, name: str, content: str, output: str, message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    ran = run("batch", tmp_path / name, "-o", tmp_path / output)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "arguments", [["in.jsonl"], ["missing.jsonl", "-o", "out.jsonl"], ["-o", "out.jsonl"]]
)
def test_unusable_arguments(
    run: Run, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"text": "x"})
    ran = run("batch", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
