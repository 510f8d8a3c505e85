"""``chartgap analyze``: one or a few notes, as JSON, a page for the terminal, or an HTML page."""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chartgap.batch.attempt import attempt
from chartgap.batch.files import whole_file
from chartgap.batch.plain import decode_note
from chartgap.batch.values import read_claimed_codes
from chartgap.cli.console import complain, emit
from chartgap.cli.options import (
    AuthorityName,
    AuthorityOption,
    LexiconsOption,
    SettingName,
    SettingOption,
    SexName,
    make_analyzer,
)
from chartgap.cli.view import Audit, ViewName, ViewOption, audit_notes, check_view
from chartgap.errors import InputError
from chartgap.models import ErrorRow, Note, NoteAnalysis
from chartgap.report.html import html_page
from chartgap.report.jsonl import json_line
from chartgap.report.text import print_report

app = typer.Typer()

STANDARD_INPUT = Path("-")


class Format(StrEnum):
    """How an analysis is shown."""

    JSON = "json"
    TEXT = "text"
    HTML = "html"


def _existing(files: list[Path]) -> list[Path]:
    for path in files:
        if path != STANDARD_INPUT and (path.is_dir() or not path.exists()):
            raise typer.BadParameter(f"{str(path)!r} is no file")
    return files


@app.command(no_args_is_help=True)
def analyze(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", callback=_existing, help="Notes; - is standard input."),
    ],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="json: one object a note, one line each.")
    ] = Format.JSON,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here, not to standard output."),
    ] = None,
    setting: SettingOption = SettingName.OUTPATIENT,
    claimed: Annotated[
        str,
        typer.Option("--claimed", metavar="CODES", help="Billed codes to review, as M86.58,B95.61."),
    ] = "",
    service_date: Annotated[
        datetime | None, typer.Option("--service-date", formats=["%Y-%m-%d"], help="Date of service.")
    ] = None,
    age: Annotated[
        float | None, typer.Option("--age", min=0, max=130, help="Age in years, where known.")
    ] = None,
    sex: Annotated[SexName | None, typer.Option("--sex", help="Where known.")] = None,
    lexicons: LexiconsOption = None,
    authority: AuthorityOption = AuthorityName.PAGE,
    view: ViewOption = ViewName.STANDARD,
) -> None:
    """Analyze notes: findings, conditions, candidate codes with reasons, documentation gaps with queries."""
    check_view(view, form)
    analyzer = make_analyzer(setting, authority, lexicons)
    results: list[tuple[str, NoteAnalysis | ErrorRow]] = []
    names = _note_ids(files)
    for path, note_id in zip(files, names, strict=True):
        try:
            note = Note(
                text=_read(path),
                note_id=note_id,
                age=age,
                sex=sex.value if sex else None,
                service_date=_day(service_date),
                claimed_codes=read_claimed_codes(claimed),
            )
        except InputError as error:
            results.append(("", ErrorRow(note_id=note_id or "-", error="unusable_note", message=str(error))))
        else:
            results.append((note.text, attempt(note, analyzer.analyze)))
    audit = audit_notes(
        view,
        sex=sex.value if sex else None,
        setting=setting.value,
        service_date=_day(service_date),
        lexicons=lexicons or (),
    )
    _show(results, form, output, audit)
    failures = [result for _, result in results if isinstance(result, ErrorRow)]
    for failure in failures:
        complain(f"{failure.note_id}: {failure.message}")
    if failures:
        raise typer.Exit(1)


def _show(
    results: list[tuple[str, NoteAnalysis | ErrorRow]], form: Format, output: Path | None, audit: Audit
) -> None:
    analyses = [(text, result) for text, result in results if isinstance(result, NoteAnalysis)]
    if form is Format.TEXT and output is None:
        print_report(analyses, audit=audit)
        return
    if form is Format.JSON:
        data = b"".join(json_line(result) for _, result in results)
    elif form is Format.HTML:
        data = html_page(analyses, audit=audit).encode("utf-8")
    else:
        data = print_report(analyses, audit=audit, captured=True).encode("utf-8")
    if output is None:
        emit(data)
    else:
        with whole_file(output) as file:
            file.write(data)


def _note_ids(files: list[Path]) -> list[str | None]:
    """File names without suffix, or whole paths where two files would share one; None for standard input."""
    stems = [path.stem for path in files]
    return [
        None if path == STANDARD_INPUT else (path.stem if stems.count(path.stem) == 1 else str(path))
        for path in files
    ]


def _read(path: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
    except OSError as error:
        raise InputError(error.strerror or "cannot be read") from None
    return decode_note(data)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
