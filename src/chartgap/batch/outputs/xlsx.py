"""A workbook for auditors, one sheet a table. Extra ``xlsx``.

Every cell is written as text, a number or a flag, never as a formula or a link, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson

from chartgap.batch.outputs.rows import table_rows
from chartgap.batch.outputs.tables import TABLES, Column
from chartgap.batch.sink import Row
from chartgap.errors import MissingExtraError

MAX_ROWS = 1_048_576
"""Rows of a sheet, its heading among them: a longer table goes on in a sheet ``gaps 2``."""
MAX_CELL = 32_767
_CUT = " …"
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
"""The workbook's own date: the same rows give the same bytes."""
_WIDE = {"text": 24, "texts": 44, "json": 44, "sites": 28, "closings": 44}


class XlsxSink:
    """One workbook with a sheet for each table, gaps first, headings frozen, columns to be filtered."""

    def __init__(self) -> None:
        try:
            import xlsxwriter
        except ImportError:
            raise MissingExtraError("XLSX needs the extra 'xlsx': pip install 'chartgap[xlsx]'") from None
        self._xlsxwriter = xlsxwriter

    def encode(self, rows: Sequence[Row]) -> bytes:
        """The table rows as JSON lines."""
        pairs = (pair for row in rows for pair in table_rows(row))
        return b"".join(orjson.dumps(pair, option=orjson.OPT_APPEND_NEWLINE) for pair in pairs)

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """The workbook, written row by row."""
        options = {"constant_memory": True, "tmpdir": str(target.parent), "default_date_format": "yyyy-mm-dd"}
        with self._xlsxwriter.Workbook(str(target), options) as book:
            book.set_properties({"title": "chartgap", "created": _EPOCH.replace(tzinfo=None)})
            sheets = {name: _Sheets(book, name, columns) for name, columns in TABLES.items()}
            for part in parts:
                with part.open("rb") as lines:
                    for line in lines:
                        name, values = orjson.loads(line)
                        sheets[name].write(values)
            for sheet in sheets.values():
                sheet.close()


class _Sheets:
    """The sheet or sheets of a table."""

    def __init__(self, book: Any, name: str, columns: tuple[Column, ...]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._bold = book.add_format({"bold": True, "text_wrap": False})
        self._count = 0
        self._begin()

    def write(self, values: Sequence[Any]) -> None:
        if self._row == MAX_ROWS:
            self.close()
            self._begin()
        for place, (column, value) in enumerate(zip(self._columns, values, strict=True)):
            self._cell(place, column, value)
        self._row += 1

    def close(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row - 1, 0), len(self._columns) - 1)

    def _begin(self) -> None:
        self._count += 1
        name = self._name if self._count == 1 else f"{self._name} {self._count}"
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 2)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, _WIDE.get(column.type, 12))
            self._sheet.write_string(0, place, column.name, self._bold)
        self._row = 1

    def _cell(self, place: int, column: Column, value: Any) -> None:
        if value is None:
            return
        if column.type == "flag":
            self._sheet.write_boolean(self._row, place, value)
        elif column.type in ("integer", "number"):
            self._sheet.write_number(self._row, place, value)
        else:
            self._sheet.write_string(self._row, place, _shorten(_in_words(value)))


def _in_words(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_in_words(one) for one in value)
    if isinstance(value, dict):
        if "answer" in value:
            return f"{value['answer']} → {value['code']}"
        return " ".join(filter(None, (value["laterality"], value["site"])))
    return value.isoformat() if isinstance(value, date) else str(value)


def _shorten(text: str) -> str:
    # The length of a cell counts UTF-16 units.
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= MAX_CELL:
        return text
    return text[: MAX_CELL // 2 - len(_CUT)] + _CUT
