"""``chartgap lexicon``: work on vocabulary and rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chartgap.gaps.compliance import check_wording
from chartgap.icd10cm.tree import load_tree
from chartgap.lexicon.lint import check as find_faults
from chartgap.report.visible import visible

app = typer.Typer(help="Check vocabulary and rules.", no_args_is_help=True)


@app.command()
def check(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DIR]...",
            exists=True,
            file_okay=False,
            help="Folders of your own, checked as laid over the shipped lexicon; without any, that one.",
        ),
    ] = None,
    release: Annotated[
        str | None, typer.Option("--release", help="The release whose codes count; the newest.")
    ] = None,
) -> None:
    """Report every fault of a lexicon with its file and line; exit code 1 if there is any.

    Faults are what cannot be read, ids that are there twice, rules that can never fire, terms that shadow
    each other, unsafe patterns, codes that are not in the release, and words of a query that lead the
    provider or name a code or payment.
    """
    tree = load_tree(release)
    generated = tuple(" ".join(term.term.split()).lower() for term in tree.terminology.disorder_terms())
    faults = find_faults(
        *(folders or ()), valid=tree.valid, extra_concepts=generated, compliance=check_wording
    )
    for fault in faults:
        typer.echo(visible(str(fault)))
    typer.echo(f"{len(faults)} fault{'' if len(faults) == 1 else 's'}")
    if faults:
        raise typer.Exit(1)


@app.callback()
def _group() -> None:
    """Check vocabulary and rules."""
