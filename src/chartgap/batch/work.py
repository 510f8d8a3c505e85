"""What a worker does with a shard: each note analyzed once, the rows encoded for each output."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

import orjson

from chartgap.batch.attempt import Analyze, attempt, note_error, whereabouts
from chartgap.batch.shards import Item, unpack
from chartgap.batch.sink import Row, Sink
from chartgap.models import ErrorRow, Note, NoteAnalysis
from chartgap.report.jsonl import json_line

Outcome = NoteAnalysis | ErrorRow

ENCODING = 2**32 - 1
"""Told in place of a note's position when all notes are done."""


class Bench:
    """Analyzes and encodes. ``begin`` is told the position of each note before it is read."""

    def __init__(self, analyze: Analyze, sinks: Mapping[str, Sink], begin: Callable[[int], None]) -> None:
        self._analyze = analyze
        self._sinks = sinks
        self._begin = begin
        self._known = Known()

    def work(self, packed: bytes, formats: Sequence[str]) -> tuple[list[bytes], int]:
        """The parts of a packed shard for some formats, and how many of its rows are errors."""
        items = unpack(packed)
        rows = []
        for position, item in enumerate(items):
            self._begin(position)
            note = item.record.outcome
            text = note.text if isinstance(note, Note) else None
            rows.append(Row(item.record.number, self._outcome(item), text, item.record.origin))
        self._begin(ENCODING)
        sinks = [self._sinks[name] for name in formats]
        try:
            parts = [sink.encode(rows) for sink in sinks]
        except Exception:
            rows = [_encodable(row, sinks) for row in rows]
            parts = [sink.encode(rows) for sink in sinks]
        return parts, sum(isinstance(row.outcome, ErrorRow) for row in rows)

    def _outcome(self, item: Item) -> Outcome:
        note = item.record.outcome
        if isinstance(note, ErrorRow):
            return note
        if item.settled:
            return read_outcome(item.settled)
        outcome: Outcome | None = self._known.get(item.key)
        if outcome is None:
            outcome = attempt(note, self._analyze, record=item.record.number)
        if isinstance(outcome, ErrorRow):
            return outcome
        self._known.put(item.key, outcome, again=item.again)
        return outcome.model_copy(update={"note_id": note.name})


class Known:
    """Analyses of notes that may come again, in bounded memory.

    The last 128 are kept as they are; of notes that have come again, which are likely to do so once more,
    as many as fit into 32 MB when packed.
    """

    LAST = 128
    BYTES = 32 * 1024 * 1024

    def __init__(self) -> None:
        self._last: OrderedDict[str, NoteAnalysis] = OrderedDict()
        self._packed: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> NoteAnalysis | None:
        """The analysis of a note with this key, if it is kept."""
        if (analysis := self._last.get(key)) is not None:
            self._last.move_to_end(key)
            return analysis
        if (packed := self._packed.get(key)) is not None:
            self._packed.move_to_end(key)
            return NoteAnalysis.model_validate_json(zlib.decompress(packed))
        return None

    def put(self, key: str, analysis: NoteAnalysis, *, again: bool) -> None:
        """Keep an analysis for now; ``again`` if its note has come before."""
        self._last[key] = analysis
        if len(self._last) > self.LAST:
            self._last.popitem(last=False)
        if again and key not in self._packed:
            self._packed[key] = zlib.compress(json_line(analysis), 1)
            self._bytes += len(self._packed[key])
            while self._bytes > self.BYTES:
                self._bytes -= len(self._packed.popitem(last=False)[1])


def read_outcome(line: bytes) -> Outcome:
    """What ``json_line`` made a line of."""
    raw = orjson.loads(line)
    return ErrorRow.model_validate(raw) if "error" in raw else NoteAnalysis.model_validate_json(line)


def _encodable(row: Row, sinks: Sequence[Sink]) -> Row:
    """The row itself, or an error row in its place if a sink fails on it."""
    try:
        for sink in sinks:
            sink.encode([row])
    except Exception as error:
        message = f"the analysis cannot be written: {whereabouts(error)}; please report it"
        note = Note(text="", note_id=row.outcome.note_id)
        return Row(row.number, note_error(note, row.number, "internal_error", message), row.text, row.origin)
    return row
