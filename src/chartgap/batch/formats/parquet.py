"""Rows of Parquet, behind the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from chartgap.batch.formats.rows import BadRow, Row, Rows
from chartgap.errors import InputError, MissingExtraError

_BATCH = 64


def read_parquet(file: BinaryIO) -> Rows:
    """The columns and the rows of a Parquet file, read batch by batch.

    Raises:
        InputError: it is no Parquet file.
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtraError(
            "Parquet needs the extra 'parquet': pip install 'chartgap[parquet]'"
        ) from None
    try:
        table = parquet.ParquetFile(file)
        names = tuple(table.schema_arrow.names)
    except (OSError, ValueError, arrow.ArrowException):
        raise InputError("not a Parquet file, or damaged") from None
    if len(set(names)) < len(names):
        raise InputError("header: a column is there twice")
    return Rows(names, _rows(table, (OSError, ValueError, arrow.ArrowException)))


def _rows(table: Any, errors: tuple[type[Exception], ...]) -> Iterator[Row | BadRow]:
    """The rows of each row group; what is damaged in one costs the rest of that group, and is told."""
    for group in range(table.num_row_groups):
        given = 0
        try:
            for batch in table.iter_batches(batch_size=_BATCH, row_groups=[group]):
                for row in range(batch.num_rows):
                    given += 1
                    yield read_row(batch, row)
        except errors:
            left = table.metadata.row_group(group).num_rows - given
            for _ in range(max(left, 1)):
                yield BadRow("damaged", f"row group {group + 1} of the file is damaged from here on")


def read_row(batch: Any, row: int) -> Row | BadRow:
    """Field by field: Parquet lets text in that is not UTF-8, and only reading it tells."""
    fields: Row = {}
    bad: str | None = None
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            fields[name] = column[row].as_py()
        except UnicodeDecodeError:
            bad = "a field is not UTF-8"
        except (OverflowError, ValueError):
            bad = "a field cannot be read"
    return BadRow("invalid_utf8" if "UTF" in bad else "wrong_type", bad, fields) if bad else fields
