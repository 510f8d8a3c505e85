"""``chartgap schema``: the JSON Schema of the output."""

from __future__ import annotations

import orjson
import typer

from chartgap.cli.console import emit
from chartgap.models import NoteAnalysis

app = typer.Typer()


@app.command()
def schema() -> None:
    """Print the JSON Schema of a note's analysis."""
    emit(
        orjson.dumps(NoteAnalysis.model_json_schema(mode="serialization"), option=orjson.OPT_INDENT_2) + b"\n"
    )
