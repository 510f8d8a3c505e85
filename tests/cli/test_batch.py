from __future__ import annotations

import json
import os
import signal
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chartgap.batch.run import Tally
from chartgap.cli.progress import BatchProgress
from chartgap.models import Note
from tests.cli.conftest import Ran, StandIn

Run = Callable[..., Ran]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(folder: Path, *notes: dict[str, Any]) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps(note) + "\n" for note in notes), encoding="utf-8")
    return path


def summed_up(notes: int, failed: int = 0, *more: str) -> str:
    """What a run says at its end."""
    lines = (f"{notes} notes analyzed, {failed} failed", "0 notes have a blocking gap (0%)", *more)
    return "".join(f"chartgap: {line}\n" for line in lines)


def test_one_analysis_a_line_in_input_order(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    source = write(
        tmp_path, {"note_id": "b", "text": "hip"}, {"note_id": "a", "text": "x", "setting": "inpatient"}
    )
    assert run("batch", source, "-o", tmp_path / "out.jsonl") == Ran(0, "", summed_up(2))
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
    assert ran.err == summed_up(
        1,
        3,
        "errors: duplicate_note_id 1, missing_text 1, unusable_note 1",
        f"3 of 4 notes failed; each has an error row in {out}",
    )
    assert [(row["note_id"], row.get("error"), row.get("record")) for row in rows(out)] == [
        ("a", "unusable_note", 1),
        ("b", None, None),
        ("b", "duplicate_note_id", 3),
        ("record-4", "missing_text", 4),
    ]


def test_what_is_no_note_of_its_own_is_counted(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    source = tmp_path / "in.ndjson"
    source.write_text(
        "".join(
            json.dumps(resource) + "\n"
            for resource in (
                {
                    "resourceType": "DocumentReference",
                    "id": "a",
                    "status": "current",
                    "content": [{"attachment": {"contentType": "text/plain", "data": "aGlw"}}],
                },
                {"resourceType": "Patient", "id": "b"},
            )
        )
    )
    ran = run("batch", source, "-o", tmp_path / "out.jsonl")
    assert ran == Ran(0, "", summed_up(1, 0, "passed over: 1 other resource"))


def test_a_folder_with_options(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "one.txt").write_bytes(b"hip\r\n")
    ran = run("batch", folder, "-o", tmp_path / "out.jsonl", "--setting", "inpatient", "--authority", "index")
    assert ran == Ran(0, "", summed_up(1))
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


def test_several_outputs_of_one_run(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    source = write(tmp_path, {"note_id": "a", "text": "hip"}, {"note_id": "b", "text": "refuse"})
    first, second = tmp_path / "out.jsonl", tmp_path / "tables"
    ran = run("batch", source, "-o", first, "--to", f"parquet={second}")
    told = f"1 of 2 notes failed; each has an error row in {first}, {second}"
    assert ran == Ran(1, "", summed_up(1, 1, "errors: unusable_note 1", told))
    assert [row["note_id"] for row in rows(first)] == ["a", "b"]
    assert (second / "findings.parquet").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no output is named"),
        (["--to", "jsonl"], "--to must be FORMAT=PATH"),
        (["--to", "docx=out.docx"], "'docx' is no format of output"),
        (["-o", "out.jsonl", "--to", "jsonl=other"], "only once"),
        (["-o", "out.jsonl", "--to", "parquet=out.jsonl"], "two outputs cannot be in one place"),
    ],
)
def test_outputs_that_cannot_be(
    run: Run,
    stand_in: type[StandIn],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    source = write(tmp_path, {"text": "x"})
    ran = run("batch", source, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert list(tmp_path.iterdir()) == [source]


def test_a_run_that_is_asked_to_end_says_how_to_go_on(
    run: Run, stand_in: type[StandIn], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write(tmp_path, *({"note_id": str(number), "text": "hip"} for number in range(150)))
    out = tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        end = partial(os.kill, os.getpid(), signal.SIGTERM)
        patch.setattr("chartgap.cli.progress.BatchProgress.show", lambda *_: end())
        ran = run("batch", source, "-o", out)
    assert ran == Ran(143, "", "chartgap: stopped after 100 notes; go on with --resume\n")
    assert not out.exists()
    (kept,) = [path for path in tmp_path.iterdir() if path != source]
    assert kept.name == ".out.jsonl.chartgap"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    ran = run("batch", source, "-o", out)
    assert ran.code == 2
    assert "an unfinished run is there: continue it with --resume" in ran.err
    assert run("batch", source, "-o", out, "--resume") == Ran(0, "", summed_up(150))
    assert [row["note_id"] for row in rows(out)] == [str(number) for number in range(150)]
    assert {path.name for path in tmp_path.iterdir()} == {"in.jsonl", "out.jsonl"}


def test_progress_is_told_in_plain_lines_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([0.0, 10.0, 40.0, 50.0])
    monkeypatch.setattr("chartgap.cli.progress.time.monotonic", lambda: next(clock))
    progress = BatchProgress()
    progress.show(Tally(100, 0, 0.1))
    progress.show(Tally(500, 2, 0.5))
    progress.show(Tally(600, 2, 0.6))
    assert capsys.readouterr().err == (
        "chartgap: 50% read, 500 notes, 2 errors, 10 notes/s, about 1 minutes left\n"
    )
