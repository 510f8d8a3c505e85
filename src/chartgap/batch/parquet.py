"""Records from Parquet, behind the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chartgap.batch.records import Columns, Record, failed, read_record, unknown_columns
from chartgap.batch.source import Source
from chartgap.errors import InputError, MissingExtraError


def read_parquet(path: Path, columns: Columns) -> Source:
    """The rows of a Parquet file, read batch by batch.

    Raises:
        InputError: it is no Parquet file, or its columns do not fit.
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
        table = parquet.ParquetFile(path)
    except (OSError, arrow.ArrowException) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "not a Parquet file"
        raise InputError(f"{path}: {reason}") from None
    if unknown := unknown_columns(iter(table.schema_arrow.names), columns):
        raise InputError(f"{path}: {unknown}")
    if columns.text not in table.schema_arrow.names:
        raise InputError(f"{path}: there is no column {columns.text}; name yours with --text-column")
    number = 0

    def records() -> Iterator[Record]:
        nonlocal number
        for batch in table.iter_batches(batch_size=64):
            for row in range(batch.num_rows):
                number += 1
                yield _arrow_row(batch, row, number, columns)

    return Source(records(), table.metadata.num_rows, lambda: number)


def _arrow_row(batch: Any, row: int, number: int, columns: Columns) -> Record:
    """Row by row and field by field: Parquet lets text in that is not UTF-8, and only reading it tells."""
    raw: dict[str, object] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            raw[name] = column[row].as_py()
        except UnicodeDecodeError:
            return failed(number, None, "invalid_utf8", f"{name}: not UTF-8")
    return read_record(raw, number, columns)
