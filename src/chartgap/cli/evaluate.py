"""``chartgap evaluate``: the analyses of annotated notes against their annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from chartgap.batch.attempt import attempt
from chartgap.cli.console import complain, emit
from chartgap.cli.options import (
    AuthorityName,
    AuthorityOption,
    LexiconsOption,
    SettingName,
    SettingOption,
    make_analyzer,
)
from chartgap.evaluate.figures import CODE_FAMILIES, Evaluation
from chartgap.evaluate.gold import read_gold
from chartgap.models import ErrorRow
from chartgap.report.visible import visible

app = typer.Typer()


@app.command(no_args_is_help=True)
def evaluate(
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD.jsonl", exists=True, dir_okay=False, help="Annotated notes; README has the form."
        ),
    ],
    show: Annotated[bool, typer.Option("--show", help="List every difference.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    families: Annotated[
        str,
        typer.Option(
            "--families",
            metavar="PREFIXES",
            help="Compare codes with these prefixes only, e.g. M60,M86; all.",
        ),
    ] = "",
    setting: SettingOption = SettingName.OUTPATIENT,
    lexicons: LexiconsOption = None,
    authority: AuthorityOption = AuthorityName.PAGE,
) -> None:
    """Measure precision, recall and F1 by kind on your own annotated notes."""
    notes = read_gold(gold)
    analyzer = make_analyzer(setting, authority, lexicons)
    evaluation = Evaluation()
    failures = 0
    for note in notes:
        result = attempt(note.note(), analyzer.analyze)
        if isinstance(result, ErrorRow):
            failures += 1
            complain(f"{result.note_id}: {result.message}")
        else:
            evaluation.add(note, result, _families(families))
    if show:
        _print_differences(evaluation)
    if as_json:
        emit(orjson.dumps(_figures(evaluation), option=orjson.OPT_INDENT_2) + b"\n")
    else:
        _print_table(evaluation)
    if failures:
        complain(f"{failures} of {len(notes)} notes failed and are not in the figures")
        raise typer.Exit(1)


def _families(given: str) -> tuple[str, ...]:
    if given.strip().lower() == "all":
        return ("",)
    return tuple(prefix.strip().upper() for prefix in given.split(",") if prefix.strip()) or CODE_FAMILIES


def _print_differences(evaluation: Evaluation) -> None:
    for one in evaluation.differences:
        parts = [f"missing {', '.join(one.missing)}"] if one.missing else []
        parts += [f"extra {', '.join(one.extra)}"] if one.extra else []
        typer.echo(visible(f"{one.note_id}  {one.kind}: {'; '.join(parts)}"))


def _print_table(evaluation: Evaluation) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("", "precision", "recall", "F1", "expected"):
        table.add_column(name, justify="right" if name else "left")
    for kind, tally in evaluation.tallies.items():
        figures = (f"{value:.3f}" for value in (tally.precision, tally.recall, tally.f1))
        table.add_row(kind.replace("_", "-"), *figures, str(tally.hits + tally.missing))
    Console(highlight=False).print(table)
    exact, all_of_them = evaluation.exact_codes, evaluation.notes_with_codes
    typer.echo(f"{evaluation.notes} notes; whole code set exact in {exact} of {all_of_them}")


def _figures(evaluation: Evaluation) -> dict[str, object]:
    kinds = {
        kind: {
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "expected": tally.hits + tally.missing,
        }
        for kind, tally in evaluation.tallies.items()
    }
    return {
        "notes": evaluation.notes,
        "notes_with_codes": evaluation.notes_with_codes,
        "exact_codes": evaluation.exact_codes,
        "kinds": kinds,
    }
