"""Note text comes out by no way but the analysis: a canary through every path, file descriptors captured."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from chartgap.cli.main import main
from tests.cli.conftest import Ran, StandIn

Run = Callable[..., Ran]
CANARY = "ZEBRA-4711"


def leftovers(folder: Path, *expected: Path) -> list[Path]:
    """Files with the canary that should not have it."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and path not in expected and CANARY.encode() in path.read_bytes()
    ]


@pytest.mark.parametrize("text", [f"crash {CANARY}", f"refuse {CANARY}"])
@pytest.mark.parametrize("form", ["json", "text", "html"])
def test_a_note_that_fails(run: Run, stand_in: type[StandIn], tmp_path: Path, text: str, form: str) -> None:
    note = tmp_path / "note.txt"
    note.write_text(text, encoding="utf-8")
    ran = run("analyze", note, "--format", form)
    assert ran.code == 1
    assert CANARY not in ran.out + ran.err


def test_bytes_that_are_no_text(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_bytes(CANARY.encode() + b"\xff")
    ran = run("analyze", note)
    assert ran.code == 1
    assert CANARY not in ran.out + ran.err


@pytest.mark.parametrize(
    "line",
    [
        f'{{"note_id": "x", "text": "crash {CANARY}"}}',
        f'{{"note_id": "x", "text": "{CANARY}',
        f'{{"note_id": "x", "text": {{"{CANARY}": 1}}}}',
        f'{{"note_id": "x", "text": "a", "{CANARY}": "{CANARY}"}}',
        f'{{"note_id": "x", "text": "a", "age": "{CANARY}"}}',
        f'{{"note_id": "x", "text": "a", "claimed_codes": ["{CANARY}", 1]}}',
        f'{{"note_id": "x", "text": "{CANARY} \\udc00"}}',
    ],
)
def test_batch_rows_that_fail(run: Run, stand_in: type[StandIn], tmp_path: Path, line: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(line, encoding="utf-8")
    ran = run("batch", source, "-o", tmp_path / "out.jsonl")
    assert ran.code == 1
    assert CANARY not in ran.out + ran.err
    assert leftovers(tmp_path, source) == []


@pytest.mark.parametrize("header", [f"note_id,{CANARY}", CANARY, f"note_id,text,text,{CANARY}"])
def test_a_csv_without_header_is_not_quoted(
    run: Run, stand_in: type[StandIn], tmp_path: Path, header: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_text(f"{header}\nx,y\n", encoding="utf-8")
    ran = run("batch", source, "-o", tmp_path / "out.jsonl")
    assert ran.code == 2
    assert CANARY not in ran.out + ran.err


def test_a_crash_outside_any_note(
    run: Run, stand_in: type[StandIn], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr("chartgap.cli.analyze.html_page", fail)
    note = tmp_path / "note.txt"
    note.write_text("hip", encoding="utf-8")
    ran = run("analyze", note, "--format", "html")
    assert ran.code == 1
    assert ran.err.startswith("chartgap: chartgap failed: ValueError in chartgap.cli.analyze:")
    assert CANARY not in ran.out + ran.err


def test_gold_that_fails(run: Run, stand_in: type[StandIn], tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        f'{{"id": "x", "text": "crash {CANARY}"}}\n{{"id": "y", "text": "refuse {CANARY}"}}\n',
        encoding="utf-8",
    )
    ran = run("evaluate", gold, "--show")
    assert ran.code == 1
    assert CANARY not in ran.out + ran.err


def test_the_real_analyzer_writes_nothing_of_a_note_to_standard_error(tmp_path: Path) -> None:
    notes = tmp_path / "in.jsonl"
    texts = [
        f"Pain in {CANARY}. Chronic osteomyelitis of the left clavicle, MRSA.",
        "",
        "\x00\x01",
        CANARY * 2_000,
    ]
    notes.write_text(
        "".join(
            json.dumps({"note_id": str(number), "text": text}) + "\n" for number, text in enumerate(texts)
        ),
        encoding="utf-8",
    )
    out = tmp_path / "out.jsonl"
    command = [
        sys.executable,
        "-X",
        "dev",
        "-W",
        "ignore",
        "-m",
        "chartgap",
        "batch",
        str(notes),
        "-o",
        str(out),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert CANARY not in done.stdout + done.stderr
    assert len(out.read_text(encoding="utf-8").splitlines()) == len(texts)
    assert leftovers(tmp_path, notes, out) == []


def test_main_never_prints_a_traceback(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chartgap.cli.schema.orjson.dumps", lambda *_, **__: 1 // 0)
    with pytest.raises(SystemExit) as stopped:
        main(["schema"])
    assert stopped.value.code == 1
    assert capfd.readouterr().err.startswith("chartgap: chartgap failed: ZeroDivisionError in ")
