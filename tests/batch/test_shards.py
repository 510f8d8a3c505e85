from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chartgap.batch import shards
from chartgap.batch.records import Origin, Record, failed
from chartgap.batch.seen import Seen
from chartgap.batch.shards import Item, Shard, cut, note_key, pack, unpack
from chartgap.models import ErrorRow, Note


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Seen]:
    with Seen(tmp_path / "seen.sqlite") as index:
        yield index


def records(*notes: Note) -> list[Record]:
    return [Record(number, note) for number, note in enumerate(notes, start=1)]


def numbers(cut_up: Iterator[Shard]) -> list[tuple[int, list[int]]]:
    return [(shard.number, [item.record.number for item in shard.items]) for shard in cut_up]


def test_a_shard_ends_after_so_many_records(seen: Seen) -> None:
    notes = [Note(text=str(number)) for number in range(5)]
    assert numbers(cut(records(*notes), seen, size=2)) == [(0, [1, 2]), (1, [3, 4]), (2, [5])]


def test_a_shard_ends_after_so_much_text(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "CHARACTERS", 10)
    notes = [Note(text=text) for text in ("a" * 6, "b" * 6, "c" * 20, "d")]
    assert numbers(cut(records(*notes), seen)) == [(0, [1, 2]), (1, [3]), (2, [4])]


def test_a_note_id_that_comes_again_is_an_error_row(seen: Seen) -> None:
    given = records(
        Note(text="a", note_id="1"),
        Note(text="b", note_id="2"),
        Note(text="c", note_id="1"),
        Note(text="d", note_id="1"),
    )
    outcomes = [item.record.outcome for shard in cut(given, seen, size=3) for item in shard.items]
    assert [outcome for outcome in outcomes if isinstance(outcome, ErrorRow)] == [
        ErrorRow(
            note_id="1", error="duplicate_note_id", message="record 1 has the same note id", record=number
        )
        for number in (3, 4)
    ]


def test_notes_without_id_and_error_rows_are_never_duplicates(seen: Seen) -> None:
    error = failed(3, "x", "bad_json", "not JSON")
    given = [*records(Note(text="a"), Note(text="a")), error, failed(4, "x", "bad_json", "not JSON")]
    (shard,) = cut(given, seen)
    assert [item.record.outcome for item in shard.items] == [record.outcome for record in given]


def test_a_text_that_comes_again_is_told_where_all_settings_are_the_same(seen: Seen) -> None:
    given = records(
        Note(text="a", note_id="1"), Note(text="a", note_id="2"), Note(text="a", note_id="3", sex="F")
    )
    (shard,) = cut(given, seen)
    assert [item.again for item in shard.items] == [False, True, False]


@pytest.mark.parametrize(
    "other",
    [
        {"text": "b"},
        {"setting": "inpatient"},
        {"age": 3.0},
        {"sex": "M"},
        {"service_date": date(2026, 1, 2)},
        {"claimed_codes": ("M86.9",)},
    ],
)
def test_the_key_depends_on_all_but_the_id(other: dict[str, object]) -> None:
    note = Note(text="a", note_id="1")
    assert note_key(note) == note_key(note.model_copy(update={"note_id": "2"}))
    assert note_key(note) != note_key(note.model_copy(update=other))


def test_items_are_the_same_after_the_way_to_another_process() -> None:
    note = Note(
        text="a\r\n\u00e9",
        note_id="1",
        setting="inpatient",
        age=3.5,
        sex="F",
        service_date=date(2026, 1, 2),
        claimed_codes=("M86.9",),
    )
    origin = Origin("p", "e", "a", date(2026, 1, 3), "k", "r")
    items = [
        Item(Record(1, note, origin), "abc", again=True),
        Item(failed(2, None, "bad_json", "not JSON")),
        Item(Record(3, Note(text="x")), "def", settled=b'{"note_id":"3"}\n'),
    ]
    assert unpack(pack(items)) == items
