"""``chartgap codes diff``: what changed between two releases."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.text import Text

from chartgap.cli.console import emit, report_console
from chartgap.icd10cm.diff import (
    Change,
    Entry,
    Touched,
    entries_of_records,
    entries_of_tree,
    find_difference,
    find_touched,
)
from chartgap.icd10cm.published import find_tabular
from chartgap.icd10cm.tabular import parse_tabular
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.load import load_lexicon
from chartgap.report.visible import visible


class Format(StrEnum):
    """How the difference is shown."""

    TEXT = "text"
    JSON = "json"


def diff(
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="First day of a release at hand, or a tabular XML or its zip."),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Likewise.")],
    under: Annotated[
        str, typer.Option("--under", metavar="PREFIX", help="Only codes that begin so, as M or M86.")
    ] = "",
    form: Annotated[Format, typer.Option("--format", "-f", help="json: one object.")] = Format.TEXT,
) -> None:
    """List added, deleted and retitled codes, those that became a header, and the rules they touch."""
    prefix = under.upper()
    found = find_difference(*(_entries(name, prefix) for name in (old, new)))
    touched = find_touched(found.codes, load_lexicon())
    if form is Format.JSON:
        told = {"old": old, "new": new, **asdict(found), "rules": [asdict(one) for one in touched]}
        emit(orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n")
        return
    console = report_console()
    _print_changes(console, "Added", found.added)
    _print_changes(console, "Deleted", found.deleted)
    _print_changes(console, "Retitled", found.retitled)
    _print_changes(console, "Became a header, or billable", found.turned)
    _print_touched(console, touched)


def _entries(name: str, prefix: str) -> dict[str, Entry]:
    path = Path(name)
    if path.is_file():
        member = find_tabular(path)
        return entries_of_records(parse_tabular(member.data, member.path)[1], prefix)
    return entries_of_tree(load_tree(name), prefix)


def _print_changes(console: Console, heading: str, changes: tuple[Change, ...]) -> None:
    _print_heading(console, heading, len(changes))
    for change in changes:
        titles = dict.fromkeys(entry.title for entry in (change.old, change.new) if entry)
        now = change.new or change.old
        header = "" if now and now.billable else "  [header]"
        told = visible(" → ".join(titles))
        console.print(Text.assemble("  ", (f"{change.code:9}", "bold"), told, header), soft_wrap=True)


def _print_touched(console: Console, touched: tuple[Touched, ...]) -> None:
    _print_heading(console, "Rules touched", len(touched))
    for one in touched:
        codes = ", ".join(one.codes[:8]) + (" ..." if len(one.codes) > 8 else "")
        place = f"{visible(one.path)}:{one.line}"
        console.print(Text.assemble("  ", (one.rule, "bold"), f"  {codes}  ", (place, "dim")), soft_wrap=True)


def _print_heading(console: Console, heading: str, count: int) -> None:
    console.print(Text.assemble((f"{heading}: ", "bold"), f"{count}"))
