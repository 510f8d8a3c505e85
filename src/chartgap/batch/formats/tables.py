"""Rows of CSV and TSV, read strictly and without guessing types: an id ``007`` stays ``007``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chartgap.batch.formats.rows import BadRow, Row, Rows
from chartgap.batch.plain import MAX_RECORD_BYTES
from chartgap.batch.streams import Stream, read_lines
from chartgap.errors import InputError

if TYPE_CHECKING:
    import _csv


def read_table(stream: Stream, delimiter: str, encoding: str) -> Rows:
    """The header and the rows of a CSV file. The reader is Python's own: it keeps every character of a field.

    Raises:
        InputError: there is no header.
    """
    csv.field_size_limit(MAX_RECORD_BYTES)
    # Bytes that are not UTF-8 survive as lone surrogates, so that one bad byte spoils only its own row.
    lines = (line.decode("utf-8", "surrogateescape") for line in read_lines(stream, encoding))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
    except csv.Error:
        raise InputError("the first line is not a header") from None
    if len(set(header)) < len(header):
        raise InputError("header: a column is there twice")
    return Rows(tuple(header), _rows(reader, header))


def _rows(reader: _csv.Reader, header: list[str]) -> Iterator[Row | BadRow]:
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            where = f"a quote is open or misplaced in the record that ends at line {reader.line_num}"
            yield BadRow("bad_csv", where)
            continue
        if row is None:
            return
        if len(row) == len(header):
            yield _row(row, header)
        elif row:
            yield BadRow("bad_csv", f"{len(row)} fields where the header has {len(header)}")


def _row(row: list[str], header: list[str]) -> Row | BadRow:
    fields: Row = {}
    fields.update(zip(header, row, strict=True))
    if any("\udc80" <= character <= "\udcff" for field in row if not field.isascii() for character in field):
        whole = {name: field for name, field in fields.items() if str(field).isascii()}
        return BadRow("invalid_utf8", "not text of this encoding; name the file's own with --encoding", whole)
    return fields
