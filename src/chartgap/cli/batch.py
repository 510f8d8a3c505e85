"""``chartgap batch``: many notes in, one analysis a line out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chartgap.batch.files import whole_file
from chartgap.batch.run import analyze_records
from chartgap.batch.source import SourceOptions
from chartgap.batch.sources import open_source
from chartgap.cli.console import complain
from chartgap.cli.options import (
    AuthorityName,
    AuthorityOption,
    LexiconsOption,
    SettingName,
    SettingOption,
    make_analyzer,
)
from chartgap.errors import InputError
from chartgap.models import ErrorRow
from chartgap.report.jsonl import json_line


def batch(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT", exists=True, help="JSONL, CSV, TSV, Parquet, or a folder of .txt files."
        ),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="OUTPUT", help="A .jsonl file: one analysis a line, in input order."
        ),
    ],
    setting: SettingOption = SettingName.OUTPATIENT,
    id_column: Annotated[str, typer.Option("--id-column", help="The column with the note's id.")] = "note_id",
    text_column: Annotated[
        str, typer.Option("--text-column", help="The column with the note's text.")
    ] = "text",
    lexicons: LexiconsOption = None,
    authority: AuthorityOption = AuthorityName.PAGE,
) -> None:
    """Analyze a file or folder of notes.

    Columns setting, age, sex, service_date and claimed_codes count for their note. A note that cannot be
    analyzed becomes an error row {note_id, error, message, record} in its place; the exit code is then 1.
    """
    if output.suffix.lower() != ".jsonl":
        raise InputError(f"{output}: the output must end in .jsonl")
    if output.exists() and output.samefile(source):
        raise InputError(f"{output}: input and output are the same file")
    done = failures = 0
    options = SourceOptions(columns={"note_id": id_column, "text": text_column})
    with open_source(source, options) as opened, whole_file(output) as sink:
        analyzer = make_analyzer(setting, authority, lexicons)
        with _progress() as progress:
            bar = progress.add_task("analyzing", total=opened.size, notes=0)
            for row in analyze_records(opened.records, analyzer.analyze):
                sink.write(json_line(row))
                done += 1
                failures += isinstance(row, ErrorRow)
                progress.update(bar, completed=opened.position(), notes=done)
    if failures:
        complain(f"{failures} of {done} notes failed; each has an error row in {output}")
        raise typer.Exit(1)


def _progress() -> Progress:
    """A bar on a terminal; nothing where standard error is a file or a pipe."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[notes]} notes"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
