"""``chartgap batch``: many notes in, one analysis a line out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chartgap.batch.files import whole_file
from chartgap.batch.run import analyze_records
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
from chartgap.cli.sources import (
    ColumnsOption,
    DetectOption,
    EncodingOption,
    FormatOption,
    IdColumnOption,
    JointName,
    JointOption,
    TextColumnOption,
    source_options,
    tell,
)
from chartgap.errors import InputError
from chartgap.models import ErrorRow
from chartgap.report.jsonl import json_line


def batch(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT",
            exists=True,
            help="A file of notes, or a folder of files of one kind; docs/sources.md has the formats.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUTPUT", help="A .jsonl file: one analysis a line, in input order."
        ),
    ] = None,
    setting: SettingOption = SettingName.OUTPATIENT,
    id_column: IdColumnOption = None,
    text_column: TextColumnOption = None,
    columns: ColumnsOption = None,
    format: FormatOption = None,
    encoding: EncodingOption = "utf-8",
    joint: JointOption = JointName.NEWLINE,
    detect: DetectOption = False,
    lexicons: LexiconsOption = None,
    authority: AuthorityOption = AuthorityName.PAGE,
) -> None:
    """Analyze a file or folder of notes.

    Columns setting, age, sex, service_date and claimed_codes count for their note. A note that cannot be
    analyzed becomes an error row {note_id, error, message, record} in its place; the exit code is then 1.
    """
    options = source_options(
        id_column=id_column,
        text_column=text_column,
        columns=columns,
        format=format,
        encoding=encoding,
        joint=joint,
    )
    if detect:
        tell(source, options)
        return
    if output is None:
        raise InputError("say with --output where the analyses go")
    if output.suffix.lower() != ".jsonl":
        raise InputError(f"{output}: the output must end in .jsonl")
    if output.exists() and output.samefile(source):
        raise InputError(f"{output}: input and output are the same file")
    done = failures = 0
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
