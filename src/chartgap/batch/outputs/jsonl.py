"""JSON lines: the full analysis, or the error row, of each record."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from chartgap.batch.sink import Row
from chartgap.report.jsonl import json_line


class JsonlSink:
    """One line a record, in the order of the input."""

    def encode(self, rows: Sequence[Row]) -> bytes:
        """The lines of some rows."""
        return b"".join(json_line(row.outcome) for row in rows)

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """All lines, one part after the other."""
        with target.open("xb") as file:
            for part in parts:
                with part.open("rb") as lines:
                    shutil.copyfileobj(lines, file, 1 << 20)
