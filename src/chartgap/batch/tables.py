"""Records from CSV and TSV, read strictly and without guessing types: an id ``007`` stays ``007``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from chartgap.batch.plain import MAX_RECORD_BYTES, read_lines
from chartgap.batch.records import Columns, Record, failed, read_record, unknown_columns
from chartgap.errors import InputError


def read_csv(file: BinaryIO, columns: Columns) -> Iterator[Record]:
    """The records of a CSV file with a header."""
    return _table(file, columns, ",")


def read_tsv(file: BinaryIO, columns: Columns) -> Iterator[Record]:
    """The records of a TSV file with a header; fields may be quoted as in CSV."""
    return _table(file, columns, "\t")


def _table(file: BinaryIO, columns: Columns, delimiter: str) -> Iterator[Record]:
    """Rows of a strict CSV. The reader is Python's own: it keeps every character of a quoted field."""
    csv.field_size_limit(MAX_RECORD_BYTES)
    # Bytes that are not UTF-8 survive as lone surrogates, so that one bad byte spoils only its own row.
    lines = (line.decode("utf-8", "surrogateescape") for line in read_lines(file))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
    except csv.Error:
        raise InputError("the first line is not a header") from None
    if unknown := unknown_columns(iter(header), columns):
        raise InputError(f"header: {unknown}")
    if columns.text not in header:
        raise InputError(f"header: there is no column {columns.text}; name yours with --text-column")
    if len(set(header)) < len(header):
        raise InputError("header: a column is there twice")
    number = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            number += 1
            yield failed(
                number,
                None,
                "bad_csv",
                f"a quote is open or misplaced in the record that ends at line {rows.line_num}",
            )
            continue
        if row is None:
            return
        if row:
            number += 1
            yield _row(row, header, number, columns)


def _row(row: list[str], header: list[str], number: int, columns: Columns) -> Record:
    if len(row) != len(header):
        return failed(number, None, "bad_csv", f"{len(row)} fields where the header has {len(header)}")
    raw = dict(zip(header, row, strict=True))
    if any("\udc80" <= character <= "\udcff" for field in row if not field.isascii() for character in field):
        return failed(
            number,
            _ascii(raw.get(columns.note_id)),
            "invalid_utf8",
            "not UTF-8; convert the file to UTF-8 first",
        )
    return read_record(raw, number, columns)


def _ascii(note_id: str | None) -> str | None:
    return note_id if note_id and note_id.isascii() else None
