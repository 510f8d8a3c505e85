"""Options of a batch's input, and what is made of them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chartgap.batch.detect import FORMATS
from chartgap.batch.records import COLUMN_FIELDS
from chartgap.batch.source import SourceOptions
from chartgap.batch.sources import describe
from chartgap.cli.console import emit
from chartgap.errors import InputError
from chartgap.report.visible import visible


class JointName(StrEnum):
    """What stands between the lines of a note that is split over rows."""

    NEWLINE = "newline"
    SPACE = "space"
    NOTHING = "nothing"


_JOINTS = {JointName.NEWLINE: "\n", JointName.SPACE: " ", JointName.NOTHING: ""}

IdColumnOption = Annotated[str | None, typer.Option("--id-column", help="The column with the note's id.")]
TextColumnOption = Annotated[
    str | None, typer.Option("--text-column", help="The column with the note's text.")
]
ColumnsOption = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="FIELD=COLUMN,...",
        help=f"Your names of the columns, by field: {', '.join(COLUMN_FIELDS)}.",
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FORMAT", help=f"The input's format, if it is not to be told: {', '.join(FORMATS)}."
    ),
]
EncodingOption = Annotated[
    str, typer.Option("--encoding", help="The encoding of lines and text files, such as cp1252 or utf-16.")
]
JointOption = Annotated[
    JointName, typer.Option("--join-lines", help="What stands between lines of a note split over rows.")
]
DetectOption = Annotated[
    bool, typer.Option("--detect", help="Say what the input is taken for, and analyze nothing.")
]


def source_options(
    *,
    id_column: str | None,
    text_column: str | None,
    columns: str | None,
    format: str | None,
    encoding: str,
    joint: JointName,
) -> SourceOptions:
    """How to read the input.

    Raises:
        InputError: an option is not of its form.
    """
    named: dict[str, str] = {}
    for part in (columns or "").split(",") if columns else ():
        name, equals, column = part.partition("=")
        if not equals or not column or name not in COLUMN_FIELDS:
            raise InputError(f"--columns: must be FIELD=COLUMN,... with fields {', '.join(COLUMN_FIELDS)}")
        named[name] = column
    if id_column is not None:
        named["note_id"] = id_column
    if text_column is not None:
        named["text"] = text_column
    return SourceOptions(
        columns=named, format=format, encoding=_encoding(encoding), line_joint=_JOINTS[joint]
    )


def tell(path: Path, options: SourceOptions) -> None:
    """Print what an input is taken for."""
    for name, value in describe(path, options):
        emit(f"{name}: {visible(value)}\n".encode())


def _encoding(name: str) -> str:
    try:
        b"".decode(name)
        "".encode(name)
    except LookupError:
        raise InputError("--encoding: there is no such text encoding") from None
    return "utf-8" if name.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig") else name
