"""The core for clusters: a record batch of notes in, a record batch of their analyses out.

It is guarded. The notes run in one supervised child process, 25 at a time; a note that kills or hangs the
child becomes an error row, so a cluster's own retries never meet it. Extra ``parquet``.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

from chartgap.batch.formats.layouts import fit
from chartgap.batch.formats.parquet import read_row
from chartgap.batch.formats.rows import read_rows
from chartgap.batch.plan import Plan
from chartgap.batch.pool import Pool
from chartgap.batch.records import Record
from chartgap.batch.shards import Item, Shard, note_key, unpack
from chartgap.batch.workers import Done
from chartgap.errors import InputError, MissingExtraError
from chartgap.models import ErrorRow

if TYPE_CHECKING:
    from pyarrow import RecordBatch

NOTES_AT_A_TIME = 25

RESULT = ("note_id", "error", "message", "analysis")
"""The columns of a result, all text. ``note_id`` is that of the note, or a hash of its text if it has none;
``analysis`` is the ``NoteAnalysis`` as JSON; for a note that could not be analyzed it is null, and ``error``
and ``message`` say why, as in an ``ErrorRow``; ``note_id`` is then null if the note has none."""

SHARDS = (("number", "int64"), ("items", "binary"))
"""Shards on their way to a cluster: their number, and their packed items."""

DONE = (("number", "int64"), ("errors", "int64"), ("parts", "list<binary>"))
"""Shards on their way back: how many of their rows are errors, and one part for each format."""


def analyze_batch(batch: RecordBatch, plan: Plan, columns: Mapping[str, str] | None = None) -> RecordBatch:
    """The analyses of a record batch of notes, in its order; ``RESULT`` has the columns.

    Columns are known by the names of ``Columns``, or by ``columns``, or as those of a layout such as OMOP's
    ``NOTE``; others are passed over. Ids are not compared: only the caller sees all of the notes.

    Raises:
        InputError: there is no column with the text.
        MissingExtraError: pyarrow is not installed.
        ChartgapError: the analyzer cannot be built.
    """
    arrow = import_arrow()
    lines: list[bytes] = []
    records = _records(batch, columns or {})
    for done in _run(_shards(records), plan):
        lines += done.parts[0].splitlines()
    rows = [_result(orjson.loads(line), line, record) for line, record in zip(lines, records, strict=True)]
    arrays = [arrow.array([row[position] for row in rows], arrow.string()) for position in range(len(RESULT))]
    return arrow.RecordBatch.from_arrays(arrays, names=list(RESULT))


def work_batch(batch: RecordBatch, plan: Plan) -> RecordBatch:
    """Shards worked on: ``SHARDS`` in, ``DONE`` out."""
    arrow = import_arrow()
    shards = [
        Shard(number.as_py(), tuple(unpack(items.as_py())))
        for number, items in zip(batch["number"], batch["items"], strict=True)
    ]
    done = list(_run(shards, plan))
    columns = {
        "number": arrow.array([one.shard.number for one in done], arrow.int64()),
        "errors": arrow.array([one.errors for one in done], arrow.int64()),
        "parts": arrow.array([list(one.parts) for one in done], arrow.list_(arrow.binary())),
    }
    return arrow.RecordBatch.from_pydict(columns)


def import_arrow() -> Any:
    """The module ``pyarrow``.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import pyarrow
    except ImportError:
        raise MissingExtraError(
            "record batches need the extra 'parquet': pip install 'chartgap[parquet]'"
        ) from None
    return pyarrow


def _records(batch: RecordBatch, columns: Mapping[str, str]) -> list[Record]:
    table = fit(batch.schema.names, columns, None)
    if table.columns.text not in batch.schema.names:
        raise InputError(f"there is no column {table.columns.text}; say which one has the text")
    if table.line:
        raise InputError("these notes are split over rows: put each together first")
    wanted = [name for name in batch.schema.names if name in (*table.columns.known(), table.spoiled)]
    known = batch.select(wanted)
    rows = (read_row(known, row) for row in range(known.num_rows))
    return [make(number) for number, make in enumerate(read_rows(rows, table), start=1)]


def _shards(records: list[Record]) -> list[Shard]:
    items = []
    for record in records:
        note = record.outcome
        items.append(Item(record, "" if isinstance(note, ErrorRow) else note_key(note)))
    return [
        Shard(first, tuple(items[first : first + NOTES_AT_A_TIME]))
        for first in range(0, len(items), NOTES_AT_A_TIME)
    ]


def _result(raw: dict[str, Any], line: bytes, record: Record) -> tuple[str | None, ...]:
    if "error" not in raw:
        return raw["note_id"], None, None, line.decode("utf-8")
    # Numbers of records mean nothing here: a cluster cuts its data up as it likes.
    named = raw["note_id"] != f"record-{record.number}"
    return raw["note_id"] if named else None, raw["error"], raw["message"], None


_guards: dict[tuple[int, bytes], Pool] = {}


def _run(shards: list[Shard], plan: Plan) -> Iterator[Done]:
    """Work on shards in the one child of this process for this plan; they come back in order."""
    key = (os.getpid(), orjson.dumps(asdict(plan), option=orjson.OPT_SORT_KEYS))
    if key not in _guards:
        _guards[key] = Pool(plan, workers=1)
        atexit.register(_guards[key].__exit__, None, None, None)
    yield from sorted(_guards[key].run(iter(shards)), key=lambda done: done.shard.number)
