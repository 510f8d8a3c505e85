"""Analyses and error rows as JSON, one object a line."""

from __future__ import annotations

import orjson

from chartgap.models import ErrorRow, NoteAnalysis


def json_line(row: NoteAnalysis | ErrorRow) -> bytes:
    """One line of UTF-8 JSON with its newline; keys and their order are those of the model."""
    # Pydantic's warnings quote values, and a value may be note text.
    return orjson.dumps(row.model_dump(mode="json", warnings=False), option=orjson.OPT_APPEND_NEWLINE)
