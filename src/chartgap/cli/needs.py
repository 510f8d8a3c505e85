"""The page of one code: where it stands, what it needs to be documented, what governs it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from chartgap.icd10cm.needs import Need, Needs

MOST_SIBLINGS = 30
_LABELS = {
    "inclusion_term": "includes",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "code_first": "code first",
    "use_additional": "use additional",
    "code_also": "code also",
    "seventh": "7th character",
}


def print_needs(needs: Needs, console: Console) -> None:
    """Print everything there is to know of a code, nearest first."""
    place = needs.place
    billable = "billable" if place.billable else "a header: not billable"
    console.print(Text.assemble((place.code, "bold green"), f"  {place.title}  ", (f"[{billable}]", "dim")))
    _part(console, "Stands under", ((level.id, level.title) for level in place.levels))
    _part(console, "Beside it", ((one.id, one.title) for one in place.siblings[:MOST_SIBLINGS]))
    _part(console, "Is told further", ((child.id, child.title) for child in place.children))
    _part(
        console,
        "Is taken when",
        (
            (", ".join(one.takes), f"{one.why} ({_origin(one.authority, one.source)})")
            for one in needs.grounds
        ),
    )
    _part(console, "Needs to be documented", (_need(one, place.billable) for one in needs.elements))
    _part(
        console,
        "Gaps, where the documentation lacks it",
        (
            (
                gap.severity,
                gap.element.replace("_", " "),
                f"{gap.message}{' Depends on what else the note says.' if gap.depends else ''} "
                f"({_origin(gap.authority, gap.source)})",
            )
            for gap in needs.gaps
        ),
    )
    _part(
        console,
        "Is confused with",
        (
            (
                other.code,
                f"{other.title}: {other.why}{'; authorities differ' if other.disputed else ''} "
                f"({_origin(other.authority, other.source)})",
            )
            for other in needs.confused
        ),
    )
    _part(
        console,
        "Notes that govern it",
        ((_LABELS.get(note.kind, note.kind), note.level, note.text) for note in place.notes),
    )


def _need(need: Need, billable: bool) -> tuple[str, ...]:
    others = "; ".join(f"{one.value} → {one.code}" if one.code else one.value for one in need.others)
    silent = "not distinguished" if billable else "open"
    return (
        need.element.replace("_", " "),
        need.value or silent,
        f"{others or 'no other'} ({_origin(need.authority, need.source)})",
    )


def _origin(authority: str, source: str) -> str:
    return f"{authority}: {source}"


def _part(console: Console, heading: str, rows: Iterable[tuple[str, ...]]) -> None:
    """A heading and its rows, whose last column is text; nothing where there are no rows."""
    table = Table.grid(padding=(0, 2))
    for *heads, last in rows:
        table.add_row("", *(Text(head, "dim") for head in heads), Text(last))
    if table.row_count:
        console.print(Text(f"\n{heading}", "bold"))
        console.print(table)
