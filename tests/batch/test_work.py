from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from chartgap.batch.outputs.jsonl import JsonlSink
from chartgap.batch.records import Record, failed
from chartgap.batch.shards import Item, note_key, pack
from chartgap.batch.sink import Row, Sink
from chartgap.batch.work import ENCODING, Bench, Known, read_outcome
from chartgap.models import ErrorRow, Note, NoteAnalysis
from chartgap.report.jsonl import json_line
from tests.batch.poison import Poison
from tests.report.examples import analysis

CANARY = "ZEBRA-4711"


class Counted:
    """Counts what is analyzed and remembers what it was told before each note."""

    def __init__(self, *extra: tuple[str, Sink]) -> None:
        self.texts: list[str] = []
        self.begun: list[int] = []
        self.bench = Bench(self._analyze, {"jsonl": JsonlSink(), **dict(extra)}, self.begun.append)

    def _analyze(self, note: Note) -> NoteAnalysis:
        self.texts.append(note.text)
        return Poison().analyze(note)

    def rows(self, *items: Item, formats: Sequence[str] = ("jsonl",)) -> list[dict[str, Any]]:
        parts, errors = self.bench.work(pack(items), formats)
        rows = [orjson.loads(line) for line in parts[0].splitlines()]
        assert errors == sum("error" in row for row in rows)
        return rows


def item(number: int, text: str, note_id: str | None = None, *, again: bool = False, **more: Any) -> Item:
    note = Note(text=text, note_id=note_id, **more)
    return Item(Record(number, note), note_key(note), again=again)


def test_every_record_has_its_row_in_order() -> None:
    rows = Counted().rows(
        item(1, "a", "1"),
        item(2, f"crash {CANARY}", "2"),
        item(3, "refuse", "3"),
        Item(failed(4, "4", "bad_json", "not JSON")),
        item(5, "b", "5"),
    )
    assert [(row["note_id"], row.get("error"), row.get("record")) for row in rows] == [
        ("1", None, None),
        ("2", "internal_error", 2),
        ("3", "unusable_note", 3),
        ("4", "bad_json", 4),
        ("5", None, None),
    ]
    assert CANARY not in str(rows)


def test_the_position_of_each_note_is_told_before_it_is_read() -> None:
    counted = Counted()
    counted.rows(item(1, "a"), item(2, "b"))
    assert counted.begun == [0, 1, ENCODING]


def test_a_copied_note_is_analyzed_once_and_reported_for_each_id() -> None:
    counted = Counted()
    rows = counted.rows(
        item(1, "a", "1"), item(2, "a", "2", again=True), item(3, "a", again=True), item(4, "a", "4", sex="F")
    )
    assert counted.texts == ["a", "a"]
    assert [row["note_id"] for row in rows] == ["1", "2", Note(text="a").name, "4"]


def test_a_settled_outcome_is_taken_as_it_is() -> None:
    counted = Counted()
    settled = item(1, "die", "1")
    settled.settled = json_line(ErrorRow(note_id="1", error="worker_died", message="so", record=1))
    done = item(2, "die", "2")
    done.settled = json_line(analysis(note_id="2"))
    rows = counted.rows(settled, done)
    assert rows == [orjson.loads(settled.settled), orjson.loads(done.settled)]
    assert counted.texts == []


class Fussy:
    """A sink that fails on some notes."""

    def encode(self, rows: Sequence[Row]) -> bytes:
        for row in rows:
            if row.text == CANARY and isinstance(row.outcome, NoteAnalysis):
                raise ValueError(CANARY)
        return b"."

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        raise AssertionError


def test_a_row_that_a_sink_fails_on_becomes_an_error_row_in_all_outputs() -> None:
    rows = Counted(("fussy", Fussy())).rows(
        item(1, "a", "1"), item(2, CANARY, "2"), formats=["jsonl", "fussy"]
    )
    assert [(row["note_id"], row.get("error")) for row in rows] == [("1", None), ("2", "internal_error")]
    assert rows[1]["message"].startswith("the analysis cannot be written: ValueError ")
    assert CANARY not in str(rows)


def test_what_comes_again_is_known_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Known, "LAST", 1)
    known = Known()
    known.put("a", analysis(note_id="a"), again=True)
    known.put("b", analysis(note_id="b"), again=False)
    known.put("c", analysis(note_id="c"), again=False)
    assert (known.get("a"), known.get("b")) == (analysis(note_id="a"), None)
    assert known.get("c") == analysis(note_id="c")


def test_what_is_known_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Known, "LAST", 0)
    known = Known()
    known.put("a", analysis(note_id="a"), again=True)
    monkeypatch.setattr(Known, "BYTES", known._bytes * 2 + 8)
    for key in ("b", "c"):
        known.put(key, analysis(note_id=key), again=True)
    assert [known.get(key) is not None for key in ("a", "b", "c")] == [False, True, True]


@pytest.mark.parametrize(
    "outcome", [analysis(note_id="1"), ErrorRow(note_id="1", error="x", message="y", record=None)]
)
def test_an_outcome_is_the_same_after_the_way_through_json(outcome: NoteAnalysis | ErrorRow) -> None:
    assert read_outcome(json_line(outcome)) == outcome
