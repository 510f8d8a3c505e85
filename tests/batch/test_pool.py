"""The pool with real processes. ``Poison`` is handed to it by name; the product has no such switch."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from chartgap.batch.plan import Limits, Plan
from chartgap.batch.pool import Pool
from chartgap.batch.records import Record
from chartgap.batch.shards import Item, Shard, note_key
from chartgap.errors import ChartgapError
from chartgap.models import Note

CANARY = "ZEBRA-4711"
POISON = "poison:Poison"


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets worker processes import what stands beside this file."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def shards(*groups: list[str]) -> Iterator[Shard]:
    number = 0
    for position, texts in enumerate(groups):
        items = []
        for text in texts:
            number += 1
            note = Note(text=text, note_id=str(number))
            items.append(Item(Record(number, note), note_key(note)))
        yield Shard(position, tuple(items))


def run(
    *groups: list[str], workers: int = 1, limits: Limits | None = None, **options: Any
) -> list[tuple[str, str | None, str | None]]:
    plan = Plan(options, factory=POISON, limits=limits or Limits())
    with Pool(plan, workers) as pool:
        done = sorted(pool.run(shards(*groups)), key=lambda each: each.shard.number)
    rows = [orjson.loads(line) for each in done for line in each.parts[0].splitlines()]
    assert CANARY not in str(rows)
    assert sum(each.errors for each in done) == sum("error" in row for row in rows)
    return [(row["note_id"], row.get("error"), row.get("message")) for row in rows]


def test_every_note_is_done_once_on_several_workers() -> None:
    groups = [[f"note {shard}.{number}" for number in range(3)] for shard in range(8)]
    assert run(*groups, workers=3) == [(str(number), None, None) for number in range(1, 25)]


def test_notes_that_kill_or_hang_their_worker_become_error_rows(capfd: pytest.CaptureFixture[str]) -> None:
    failed = "chartgap failed here: KeyError in chartgap.batch.attempt:16; please report it"
    assert run(
        ["a", f"die {CANARY}", "b", f"hang {CANARY}"],
        [f"leave {CANARY}", "c", f"crash {CANARY}"],
        limits=Limits(seconds=0.3),
    ) == [
        ("1", None, None),
        (
            "2",
            "worker_died",
            "not fully analysed: the process that read it was ended by SIGKILL, also when read alone",
        ),
        ("3", None, None),
        ("4", "timed_out", "not fully analysed: it took longer than 0.3 seconds, also when read alone"),
        ("5", "worker_died", "not fully analysed: the process that read it ended, also when read alone"),
        ("6", None, None),
        ("7", "internal_error", failed),
    ]
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_a_note_that_kills_its_worker_when_it_is_encoded_becomes_an_error_row() -> None:
    died = "not fully analysed: the process that read it was ended by SIGKILL, also when read alone"
    assert run(["a", "fatal", "b"], ["fatal"], ["c"]) == [
        ("1", None, None),
        ("2", "worker_died", died),
        ("3", None, None),
        ("4", "worker_died", died),
        ("5", None, None),
    ]


def test_a_note_whose_worker_was_killed_once_is_analyzed(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    assert run(["a", "die-once", "b"], marks=str(marks)) == [
        (str(number), None, None) for number in (1, 2, 3)
    ]
    assert marks.read_text().split() == ["a", "die-once", "die-once", "a", "b"]


def test_a_shard_goes_on_in_pieces_after_a_death(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    texts = [f"n{number}" for number in range(30)]
    rows = run([*texts[:20], "die", *texts[20:29], "die too", texts[29]], marks=str(marks))
    assert [error for _, error, _ in rows] == [None] * 20 + ["worker_died"] + [None] * 9 + [
        "worker_died",
        None,
    ]
    counts = Counter(marks.read_text().splitlines())
    assert counts["die"] == counts["die too"] == 2
    assert max(counts[text] for text in texts[:20]) == 2


def test_copies_of_a_note_that_kills_are_not_tried_again(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    rows = run(["die"], ["die"], ["die", "a"], marks=str(marks))
    assert [error for _, error, _ in rows] == ["worker_died"] * 3 + [None]
    assert marks.read_text().split() == ["die", "die", "a"]


def test_workers_are_replaced_after_so_many_notes() -> None:
    groups = [["a", "b"], ["c", "d"], ["e"]]
    assert run(*groups, limits=Limits(notes=2)) == [(str(number), None, None) for number in range(1, 6)]


def test_an_idle_worker_that_was_killed_is_replaced() -> None:
    with Pool(Plan({}, factory=POISON), 1) as pool:
        running = pool.run(shards(["a"], ["b"]))
        first = next(running)
        for worker in (*pool._idle, *pool._busy):
            os.kill(worker.pid, signal.SIGKILL)
        assert [each.shard.number for each in (first, *running)] == [0, 1]


def test_a_stopped_pool_finishes_what_is_in_hand() -> None:
    with Pool(Plan({}, factory=POISON), 1) as pool:
        running = pool.run(shards(["a"], ["b"], ["c"], ["d"]))
        done = [next(running).shard.number]
        pool.stop()
        done += [each.shard.number for each in running]
    assert done == [0, 1]


def test_leaving_the_pool_ends_all_its_processes() -> None:
    with Pool(Plan({}, factory=POISON), 2) as pool:
        next(pool.run(shards(["a"], ["hang"])))
        pids = [worker.pid for worker in (*pool._idle, *pool._busy)]
        assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_an_analyzer_that_cannot_be_built_is_told() -> None:
    with Pool(Plan({}, factory="poison:refuse_to_build"), 1) as pool:
        with pytest.raises(ChartgapError, match=r"terms\.yaml:3: faulty"):
            pool.identity()
    with Pool(Plan({"no": 1}, factory=POISON), 1) as pool:
        with pytest.raises(ChartgapError, match="the analyzer cannot be built: TypeError"):
            next(pool.run(shards(["a"])))
