"""Rows of a table, whatever file they stand in, as records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from chartgap.batch.formats.layouts import Table
from chartgap.batch.records import Make, Record, failed, read_record, unknown_columns
from chartgap.batch.values import identifier
from chartgap.errors import InputError

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read; ``fields`` are those of it that can, to tell whose it was."""

    error: str
    message: str
    fields: Row = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table that is being read: its columns' names, then its rows."""

    header: tuple[str, ...]
    rows: Iterator[Row | BadRow]


def check_header(header: tuple[str, ...], table: Table) -> None:
    """Refuse a table whose columns do not fit.

    Raises:
        InputError: a column is not known, or there is none for the text.
    """
    if unknown := unknown_columns(iter(header), table.columns):
        raise InputError(f"header: {unknown}")
    if table.columns.text not in header:
        raise InputError(f"header: there is no column {table.columns.text}; name yours with --text-column")


def read_rows(rows: Iterator[Row | BadRow], table: Table) -> Iterator[Make]:
    """A record for each row."""
    for row in rows:
        yield partial(_record, row, table)


def _record(row: Row | BadRow, table: Table, number: int) -> Record:
    if isinstance(row, BadRow):
        return failed(number, identifier(row.fields.get(table.columns.note_id)), row.error, row.message)
    record = read_record(row, number, table.columns)
    if table.spoiled and str(row.get(table.spoiled)) in ("1", "1.0"):
        note_id = identifier(row.get(table.columns.note_id))
        message = "the source marks this note as entered in error; it was not analyzed"
        return failed(number, note_id, "entered_in_error", message, record.origin)
    return record
