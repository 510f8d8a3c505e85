"""A batch cut into shards: the unit that a worker is given, that is written, and that a resumed run skips."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from chartgap.batch.records import Origin, Record
from chartgap.batch.seen import Seen
from chartgap.models import ErrorRow, Note

RECORDS = 100
CHARACTERS = 2_000_000
"""A shard ends after so many records, or with the record that brings its texts to so many characters."""


@dataclass(slots=True)
class Item:
    """One record of a shard; ``settled`` is its JSON line, where that is known already."""

    record: Record
    key: str = ""
    """The digest of everything of the note that its analysis depends on."""
    again: bool = False
    """A note with the same key came before."""
    settled: bytes | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """Some records that follow each other; ``number`` counts shards from 0."""

    number: int
    items: tuple[Item, ...]


def cut(records: Iterable[Record], seen: Seen, *, size: int = RECORDS) -> Iterator[Shard]:
    """Cut a batch into shards, the same ones each time. An id that comes twice becomes an error row here."""
    number = characters = 0
    items: list[Item] = []
    for record in records:
        items.append(_item(record, seen))
        characters += len(record.outcome.text) if isinstance(record.outcome, Note) else 0
        if len(items) >= size or characters >= CHARACTERS:
            yield Shard(number, tuple(items))
            number, characters, items = number + 1, 0, []
    if items:
        yield Shard(number, tuple(items))


def note_key(note: Note) -> str:
    """A digest of a note without its id: notes with the same one have the same analysis."""
    digest = hashlib.blake2b(note.text.encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(
        repr((note.setting, note.age, note.sex, note.service_date, note.claimed_codes)).encode("utf-8")
    )
    return digest.hexdigest()


def pack(items: Iterable[Item]) -> bytes:
    """Items as plain JSON, to be sent to another process."""
    return orjson.dumps([_plain(item) for item in items])


def unpack(data: bytes) -> list[Item]:
    """The items of ``pack``."""
    return [_revived(raw) for raw in orjson.loads(data)]


def _item(record: Record, seen: Seen) -> Item:
    note = record.outcome
    if isinstance(note, ErrorRow):
        return Item(record)
    if note.note_id is not None:
        first = seen.first_with_id(note.note_id, record.number)
        if first != record.number:
            message = f"record {first} has the same note id"
            row = ErrorRow(
                note_id=note.note_id, error="duplicate_note_id", message=message, record=record.number
            )
            return Item(Record(record.number, row, record.origin))
    key = note_key(note)
    return Item(record, key, again=seen.again(key))


def _plain(item: Item) -> tuple[Any, ...]:
    outcome, origin = item.record.outcome, item.record.origin
    return (
        item.record.number,
        isinstance(outcome, Note),
        outcome.model_dump(mode="json", exclude_defaults=True, warnings=False),
        (origin.patient, origin.encounter, origin.author, origin.written, origin.kind, origin.reference),
        item.key,
        item.again,
        item.settled.decode("utf-8") if item.settled else None,
    )


def _revived(raw: list[Any]) -> Item:
    number, is_note, outcome, origin, key, again, settled = raw
    patient, encounter, author, written, kind, reference = origin
    record = Record(
        number,
        Note.model_validate(outcome) if is_note else ErrorRow.model_validate(outcome),
        Origin(patient, encounter, author, _day(written), kind, reference),
    )
    return Item(record, key, again, settled.encode("utf-8") if settled else None)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
