"""Analyses and error rows as JSON, one object a line."""

from __future__ import annotations

from chartgap.models import ErrorRow, NoteAnalysis


def json_line(row: NoteAnalysis | ErrorRow) -> bytes:
    """One line of UTF-8 JSON with its newline; keys and their order are those of the model."""
    # Pydantic's warnings quote values, and a value may be note text.
    return row.model_dump_json(warnings=False).encode() + b"\n"
