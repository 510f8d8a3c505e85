from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import chartgap.analyzer
from chartgap.batch.manifest import WorkDirectory
from chartgap.batch.plan import Plan
from chartgap.batch.run import Batch, Ended, Output, Tally, check_outputs, run_batch
from chartgap.batch.source import SourceOptions
from chartgap.errors import InputError
from tests.batch.doubles import InProcess
from tests.batch.poison import Poison

NOTES = 10
ERRORS = 1
WHOLE = Tally(NOTES, ERRORS, 1.0)
FORMATS = ("jsonl", "parquet")


class Ending(BaseException):
    """Stands for a process that ends without warning."""


@pytest.fixture(autouse=True)
def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chartgap.analyzer, "Analyzer", Poison)


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    source = tmp_path / "in.jsonl"
    texts = [*(f"note {number}" for number in range(NOTES - 1)), "refuse"]
    rows = ({"note_id": str(number), "text": text} for number, text in enumerate(texts))
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    outputs = (Output("jsonl", tmp_path / "out.jsonl"), Output("parquet", tmp_path / "tables"))
    return Batch(source, SourceOptions(), outputs, {"marks": str(tmp_path / "marks")}, shard=2)


def run(
    batch: Batch, *, resume: bool = False, report: Callable[[Tally], None] = lambda _: None
) -> tuple[Ended, list[str]]:
    """Run a batch; how it ended and the texts that were analyzed."""
    marks = Path(batch.settings["marks"])
    marks.write_text("")
    workers = InProcess(Plan(batch.settings, FORMATS), 1)
    try:
        ended = run_batch(batch, workers, resume=resume, report=report)
    except Ending:
        ended = Ended(Tally(0, 0, 0.0))
    return ended, marks.read_text().splitlines()


def contents(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, by name, but the marks."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "marks"
    }


def after(shards: int, act: Callable[[], None]) -> Callable[[Tally], None]:
    """A report that does something after some shards."""

    def report(tally: Tally) -> None:
        if tally.records == 2 * shards:
            act()

    return report


def end() -> None:
    raise Ending


def test_the_outputs_appear_and_nothing_else_stays(batch: Batch, tmp_path: Path) -> None:
    tallies: list[Tally] = []
    ended, texts = run(batch, report=tallies.append)
    assert ended == Ended(WHOLE)
    assert len(texts) == NOTES
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    assert [line["note_id"] for line in lines] == [str(number) for number in range(NOTES)]
    assert lines[-1]["error"] == "unusable_note"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "marks", "out.jsonl", "tables"]
    assert [tally.records for tally in tallies] == [2, 4, 6, 8, 10]


@pytest.mark.parametrize("shards", [1, 3, 5])
def test_a_run_that_ended_anywhere_is_resumed_without_doing_a_note_again(
    batch: Batch, tmp_path: Path, shards: int
) -> None:
    run(batch)
    whole = contents(tmp_path)
    for output in ("out.jsonl", *(f"tables/{path.name}" for path in (tmp_path / "tables").iterdir())):
        (tmp_path / output).unlink()
    _, before = run(batch, report=after(shards, end))
    assert not (tmp_path / "out.jsonl").exists()
    ended, rest = run(batch, resume=True)
    assert ended == Ended(WHOLE)
    assert len(before) == 2 * shards
    assert len(rest) == NOTES - 2 * shards
    assert contents(tmp_path) == whole


def test_an_end_while_outputs_are_made_loses_nothing(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("chartgap.batch.outputs.jsonl.JsonlSink.assemble", lambda *_: end())
        run(batch)
    assert run(batch, resume=True) == (Ended(WHOLE), [])
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == NOTES


def test_a_request_to_end_lets_the_shard_in_hand_be_finished(batch: Batch, tmp_path: Path) -> None:
    ended, texts = run(batch, report=after(2, lambda: os.kill(os.getpid(), signal.SIGTERM)))
    assert (ended.signal, ended.resumable, ended.tally.records) == (signal.SIGTERM, True, 4)
    assert not (tmp_path / "out.jsonl").exists()
    assert len(texts) == 4
    assert run(batch, resume=True)[0] == Ended(WHOLE)


def test_a_second_request_ends_at_once(batch: Batch) -> None:
    def twice() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(SystemExit) as stopped:
        run(batch, report=after(1, twice))
    assert stopped.value.code == 128 + signal.SIGINT


def test_an_unfinished_run_is_not_thrown_away_silently(batch: Batch) -> None:
    run(batch, report=after(2, end))
    with pytest.raises(InputError, match="an unfinished run is there: continue it with --resume"):
        run(batch)


def test_without_an_unfinished_run_resuming_begins_at_the_beginning(batch: Batch) -> None:
    assert run(batch, resume=True)[0] == Ended(WHOLE)


def test_a_run_is_resumed_only_as_the_same_run(batch: Batch, tmp_path: Path) -> None:
    run(batch, report=after(2, end))
    others = {
        "settings": replace(batch, settings={**batch.settings, "setting": "inpatient"}),
        "reading": replace(batch, options=SourceOptions(encoding="cp1252")),
        "outputs": replace(batch, outputs=batch.outputs[:1]),
        "shard": replace(batch, shard=3),
    }
    for name, other in others.items():
        with pytest.raises(InputError, match=f"cannot be resumed, because this differs: {name}$"):
            run(other, resume=True)
    with batch.source.open("a") as file:
        file.write('{"text": "more"}\n')
    with pytest.raises(InputError, match=r"because this differs: input$"):
        run(batch, resume=True)


@pytest.mark.parametrize(
    "damage",
    [
        lambda work: (work / "00000001.jsonl").write_bytes(b"damaged"),
        lambda work: (work / "00000001.parquet").unlink(),
        lambda work: _shorten(work / "manifest.jsonl"),
    ],
)
def test_a_shard_that_did_not_reach_the_disk_is_done_again(
    batch: Batch, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    run(batch, report=after(2, end))
    damage(tmp_path / ".out.jsonl.chartgap")
    ended, texts = run(batch, resume=True)
    assert (ended, len(texts)) == (Ended(WHOLE), NOTES - 2)
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == NOTES


def _shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def test_a_run_that_ended_twice_in_the_middle_of_a_line_is_resumed(batch: Batch, tmp_path: Path) -> None:
    for shards in (2, 3):
        run(batch, resume=True, report=after(shards, end))
        _shorten(tmp_path / ".out.jsonl.chartgap" / "manifest.jsonl")
    ended, texts = run(batch, resume=True)
    assert (ended, len(texts)) == (Ended(WHOLE), NOTES - 4)


def test_two_runs_cannot_write_one_output(batch: Batch) -> None:
    with WorkDirectory(batch.outputs[0].path, {}, resume=False):
        with pytest.raises(InputError, match="another run is writing it"):
            run(batch)


def test_a_full_disk_is_a_clear_error_and_keeps_what_is_done(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> int:
        if path.stem == "00000002":
            raise OSError(28, "No space left on device")
        with path.open("wb") as file:
            return file.write(data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        with pytest.raises(InputError, match=r"No space left on device; .* continue with --resume"):
            run(batch)
    ended, texts = run(batch, resume=True)
    assert (ended, len(texts)) == (Ended(WHOLE), NOTES - 4)


def test_a_run_that_did_nothing_leaves_nothing(batch: Batch, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n")
    before = contents(tmp_path)
    with pytest.raises(InputError):
        run(replace(batch, source=bad))
    assert contents(tmp_path) == before
    assert not (tmp_path / ".out.jsonl.chartgap").exists()


def test_the_work_directory_is_closed_to_others(batch: Batch, tmp_path: Path) -> None:
    run(batch, report=after(1, end))
    assert (tmp_path / ".out.jsonl.chartgap").stat().st_mode & 0o777 == 0o700


def test_outputs_are_checked_before_the_run(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    check_outputs(batch.outputs, batch.source)
    (tmp_path / "tables" / "old").write_bytes(b"")
    with pytest.raises(InputError, match="tables: this is a folder, and it is not empty"):
        check_outputs(batch.outputs, batch.source)
    for outputs, message in {
        (Output("jsonl", batch.source),): "same file",
        (Output("jsonl", tmp_path / "a"), Output("parquet", tmp_path / "a")): "one place",
        (Output("jsonl", tmp_path / "a"), Output("jsonl", tmp_path / "b")): "only once",
        (Output("docx", tmp_path / "a"),): "no format",
        (Output("jsonl", tmp_path / "none" / "a"),): "cannot be written: No such file",
    }.items():
        with pytest.raises(InputError, match=message):
            check_outputs(outputs, batch.source)


KILLED = """
import os, signal, sys
from pathlib import Path
from chartgap.batch.plan import Plan
from chartgap.batch.pool import Pool
from chartgap.batch.run import Batch, Output, run_batch
from chartgap.batch.source import SourceOptions

folder = Path(sys.argv[1])

def report(tally):
    if tally.records >= 4:
        os.kill(os.getpid(), signal.SIGKILL)

batch = Batch(folder / "in.jsonl", SourceOptions(), (Output("jsonl", folder / "out.jsonl"),), {}, shard=2)
with Pool(Plan({}, factory="poison:Poison"), 2) as pool:
    run_batch(batch, pool, resume=True, report=report if sys.argv[2:] else lambda _: None)
"""


def test_a_run_killed_with_its_pool_is_resumed_to_the_same_bytes(batch: Batch, tmp_path: Path) -> None:
    run(batch)
    whole = (tmp_path / "out.jsonl").read_bytes()
    (tmp_path / "out.jsonl").unlink()
    places = (str(Path(__file__).parent), *sys.path)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    for more, code in ((["kill"], -signal.SIGKILL), ([], 0)):
        command = [sys.executable, "-c", KILLED, str(tmp_path), *more]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (code, "", "")
    assert (tmp_path / "out.jsonl").read_bytes() == whole


def test_a_full_disk_before_anything_is_done_does_not_promise_that_work_is_kept(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(InputError, match="No space left on device; nothing is done yet that could be kept"):
        run(batch)
