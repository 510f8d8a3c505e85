"""``chartgap batch``: many notes in; one analysis or one error row for each out, in one or more formats."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from chartgap.batch.plan import Limits, Plan
from chartgap.batch.pool import Pool, processors
from chartgap.batch.run import Batch, Ended, Output, check_outputs, run_batch
from chartgap.batch.sinks import FORMATS, format_of
from chartgap.batch.summary import in_words
from chartgap.batch.workers import Workers
from chartgap.cli.console import complain
from chartgap.cli.options import (
    AuthorityName,
    AuthorityOption,
    LexiconsOption,
    SettingName,
    SettingOption,
)
from chartgap.cli.progress import BatchProgress
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

app = typer.Typer()


class EngineName(StrEnum):
    """Where the notes are analyzed."""

    LOCAL = "local"
    SPARK = "spark"


@app.command(no_args_is_help=True)
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
            "--output",
            "-o",
            metavar="OUTPUT",
            help="An output; its suffix tells the format.",
        ),
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to", metavar="FORMAT=PATH", help=f"An output of a format: {', '.join(FORMATS)}. Repeatable."
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
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with an unfinished run, if there is one."),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Worker processes; by default one for each processor."),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds after which a note is given up.")
    ] = Limits().seconds,
    engine: Annotated[EngineName, typer.Option("--engine", help="Where the notes are analyzed.")] = (
        EngineName.LOCAL
    ),
    master: Annotated[
        str | None,
        typer.Option("--master", help="Spark's master, such as local[2,4]; by default its own setting."),
    ] = None,
) -> None:
    """Analyze a file or folder of notes.

    Columns setting, age, sex, service_date and claimed_codes count for their note. A note that cannot be
    analyzed becomes an error row {note_id, error, message, record} in its place; the exit code is then 1.
    Outputs appear whole, at the end, and a summary of a few lines is printed. Ctrl-C or SIGTERM lets the
    notes in hand be finished; the same command with --resume goes on from there.
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
    outputs = _outputs(output, to or ())
    check_outputs(outputs, source)
    settings: dict[str, Any] = {
        "setting": setting.value,
        "authority": authority.value,
        "lexicons": [str(folder.absolute()) for folder in lexicons or ()],
    }
    what = Batch(source, options, outputs, settings, summarized=True)
    plan = Plan(settings, what.formats, limits=Limits(seconds=timeout))
    with _workers(plan, engine, workers or processors(), master) as pool, BatchProgress() as progress:
        ended = run_batch(what, pool, resume=resume, report=progress.show)
    _tell(ended, outputs)


def _outputs(output: Path | None, to: Sequence[str]) -> tuple[Output, ...]:
    outputs = [Output(format_of(output), output)] if output else []
    for given in to:
        name, equals, path = given.partition("=")
        if not (equals and path):
            raise InputError("--to must be FORMAT=PATH, such as jsonl=out.jsonl")
        outputs.append(Output(name, Path(path)))
    if not outputs:
        raise InputError("no output is named; use --output OUTPUT or --to FORMAT=PATH")
    return tuple(outputs)


def _workers(
    plan: Plan, engine: EngineName, workers: int, master: str | None
) -> AbstractContextManager[Workers]:
    if engine is EngineName.LOCAL:
        return Pool(plan, workers)
    from chartgap.spark import SparkWorkers

    return SparkWorkers(plan, master)


def _tell(ended: Ended, outputs: Sequence[Output]) -> None:
    tally = ended.tally
    if ended.signal:
        after = "go on with --resume" if ended.resumable else "this input cannot be resumed"
        complain(f"stopped after {tally.records} notes; {after}")
        raise typer.Exit(128 + ended.signal)
    for line in in_words(ended.summary) if ended.summary else ():
        complain(line)
    if ended.passed_over:
        kinds = sorted(ended.passed_over.items())
        complain("passed over: " + ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in kinds))
    if tally.errors:
        places = ", ".join(str(output.path) for output in outputs)
        complain(f"{tally.errors} of {tally.records} notes failed; each has an error row in {places}")
        raise typer.Exit(1)
