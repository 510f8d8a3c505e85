"""``chartgap codes install`` and ``chartgap codes releases``: the code sets that are at hand."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.text import Text

from chartgap.batch.files import whole_file
from chartgap.cli.console import emit, report_console
from chartgap.errors import CodeSetError, InputError
from chartgap.icd10cm.install import prepare
from chartgap.icd10cm.releases import list_releases
from chartgap.icd10cm.tree import open_tree
from chartgap.report.visible import visible


class Format(StrEnum):
    """How releases are shown."""

    TEXT = "text"
    JSON = "json"


def install(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="The published zips with the tabular XML and the list of codes, or these two files.",
        ),
    ],
    release: Annotated[
        str | None,
        typer.Option("--release", help="First day of the release, as 2026-10-01; else the files tell it."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace an installed release of that day.")
    ] = False,
) -> None:
    """Add an official ICD-10-CM release, so that notes of its time are coded with it."""
    for path in files:
        if not path.is_file():
            raise InputError(
                f"{path}: is no file; for codes of words that begin with install: chartgap codes show ..."
            )
    prepared = prepare(files, release=release, replace=replace)
    held = prepared.release
    if prepared.table is None:
        typer.echo(f"{held.name} is there already: {held.path}")
        return
    try:
        held.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CodeSetError(f"{held.path.parent}: cannot be made: {error.strerror}") from error
    with whole_file(held.path) as file:
        file.write(prepared.table)
    tree = open_tree(held)
    typer.echo(f"{held.name} installed: {tree.count():,} codes, {held.path}")


def releases(
    form: Annotated[Format, typer.Option("--format", "-f", help="json: a list of objects.")] = Format.TEXT,
) -> None:
    """List the releases at hand, oldest first: first day, number of codes, source and its SHA-256."""
    rows: list[dict[str, object]] = []
    damaged: list[str] = []
    for release in list_releases():
        try:
            tree = open_tree(release)
        except CodeSetError as error:
            damaged.append(str(error))
            continue
        rows.append(
            {
                "release": release.name,
                "codes": tree.count(),
                "origin": "installed" if release.installed else "shipped",
                "source": tree.source,
                "sha256": tree.source_sha256,
            }
        )
    if form is Format.JSON:
        emit(orjson.dumps(rows, option=orjson.OPT_INDENT_2) + b"\n")
    else:
        console = report_console()
        for row in rows:
            told = f"{row['codes']:,} codes  {row['origin']:9}  {visible(str(row['source']))}"
            console.print(Text.assemble((str(row["release"]), "bold"), f"  {told}"), soft_wrap=True)
            console.print(Text(f"            sha256 {row['sha256']}", "dim"), soft_wrap=True)
    if damaged:
        raise CodeSetError("\n".join(damaged))
