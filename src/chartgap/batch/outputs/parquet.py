"""A folder of Parquet files, one a table, typed and documented in their schemas. Extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from chartgap.batch.outputs.members import pack_members, read_members
from chartgap.batch.outputs.rows import table_rows
from chartgap.batch.outputs.tables import TABLES, Type
from chartgap.batch.sink import Row
from chartgap.errors import MissingExtraError

GROUP_ROWS = 65_536
"""Rows of a row group: the same groups, and so the same bytes, however the batch was cut into parts."""


class ParquetSink:
    """``notes.parquet``, ``findings.parquet`` ... in one folder; a table without rows has its schema."""

    def __init__(self) -> None:
        try:
            import pyarrow as arrow
            from pyarrow import parquet
        except ImportError:
            raise MissingExtraError(
                "Parquet needs the extra 'parquet': pip install 'chartgap[parquet]'"
            ) from None
        self._arrow, self._parquet = arrow, parquet
        self._schemas = {name: make_schema(arrow, name) for name in TABLES}

    def encode(self, rows: Sequence[Row]) -> bytes:
        """The tables of some rows as Arrow streams."""
        held: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
        for row in rows:
            for name, values in table_rows(row):
                held[name].append(values)
        return pack_members({name: self._stream(name, values) for name, values in held.items() if values})

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """All tables, in row groups of the same size."""
        target.mkdir()
        writers = {
            name: _Writer(self._parquet, self._arrow, schema, target / f"{name}.parquet")
            for name, schema in self._schemas.items()
        }
        try:
            for part in parts:
                for name, body in read_members(part):
                    with self._arrow.ipc.open_stream(body) as stream:
                        writers[name].write(stream.read_all())
        finally:
            for writer in writers.values():
                writer.close()

    def _stream(self, name: str, values: list[tuple[Any, ...]]) -> bytes:
        arrow, schema = self._arrow, self._schemas[name]
        columns = [
            arrow.array(column, field.type)
            for column, field in zip(zip(*values, strict=True), schema, strict=True)
        ]
        batch = arrow.record_batch(columns, schema=schema)
        out = arrow.BufferOutputStream()
        with arrow.ipc.new_stream(out, schema) as writer:
            writer.write_batch(batch)
        return bytes(out.getvalue())


class _Writer:
    """One Parquet file, written in groups of ``GROUP_ROWS``."""

    def __init__(self, parquet: Any, arrow: Any, schema: Any, path: Path) -> None:
        self._arrow = arrow
        self._held: list[Any] = []
        self._rows = 0
        self._file = parquet.ParquetWriter(path, schema, compression="zstd")

    def write(self, table: Any) -> None:
        self._held.append(table)
        self._rows += table.num_rows
        while self._rows >= GROUP_ROWS:
            joined = self._arrow.concat_tables(self._held)
            self._file.write_table(joined.slice(0, GROUP_ROWS), row_group_size=GROUP_ROWS)
            self._held = [joined.slice(GROUP_ROWS)]
            self._rows -= GROUP_ROWS

    def close(self) -> None:
        if self._rows:
            self._file.write_table(self._arrow.concat_tables(self._held), row_group_size=GROUP_ROWS)
        self._file.close()


def make_schema(arrow: Any, name: str) -> Any:
    """The Arrow schema of a table; each field's metadata says what it means."""
    types: dict[Type, Any] = {
        "text": arrow.string(),
        "json": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "flag": arrow.bool_(),
        "date": arrow.date32(),
        "texts": arrow.list_(arrow.string()),
        "sites": arrow.list_(arrow.struct([("site", arrow.string()), ("laterality", arrow.string())])),
        "closings": arrow.list_(arrow.struct([("answer", arrow.string()), ("code", arrow.string())])),
    }
    keys = ("record", "note_id")
    fields = [
        arrow.field(
            one.name, types[one.type], nullable=one.name not in keys, metadata={"meaning": one.meaning}
        )
        for one in TABLES[name]
    ]
    return arrow.schema(fields, metadata={"table": name})
