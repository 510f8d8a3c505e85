"""``chartgap codes``: what a code needs to be documented, or the candidate codes for words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import orjson
import typer
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from chartgap.claim.billed import read_billed, tell_absent
from chartgap.cli import diff, releases
from chartgap.cli.console import complain, emit, report_console
from chartgap.cli.needs import print_needs
from chartgap.cli.view import ViewName, ViewOption, check_view, print_audit
from chartgap.errors import CodeSetError
from chartgap.icd10cm.coder import build_coder
from chartgap.icd10cm.needs import Needs, find_needs
from chartgap.icd10cm.releases import list_releases, shipped_folder
from chartgap.icd10cm.tree import CodeTree, find_release_with, load_tree, open_tree
from chartgap.lexicon.gap import gap_book
from chartgap.lexicon.load import load_lexicon
from chartgap.lookup import Found, look_up
from chartgap.models import CandidateCode
from chartgap.report.view import outside_words
from chartgap.report.visible import visible

LONGEST_CODE = 7
MOST_NEAR = 8


class Format(StrEnum):
    """How codes are shown."""

    TEXT = "text"
    JSON = "json"


class WordsGroup(TyperGroup):
    """Takes what is none of its commands as the words of ``show``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``show`` before a code, words or its options."""
        if args and args[0] not in self.commands and not set(args[:1]) & set(ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=WordsGroup,
    no_args_is_help=True,
    subcommand_metavar="CODE_OR_WORDS | COMMAND [ARGS]...",
)
app.command("install", no_args_is_help=True)(releases.install)
app.command("releases")(releases.releases)
app.command("diff", no_args_is_help=True)(diff.diff)


@app.callback()
def _group() -> None:
    """Show what a code needs to be documented, find codes for words, and keep the code sets.

    chartgap codes M86.58

    chartgap codes "chronic osteomyelitis left tibia"

    What is no command below is a code or words; to begin words with a command's name, write show before them.
    """


@app.command("show", no_args_is_help=True)
def show(
    words: Annotated[
        list[str],
        typer.Argument(metavar="CODE_OR_WORDS", help='M86.58, or "chronic osteomyelitis left tibia".'),
    ],
    form: Annotated[
        Format, typer.Option("--format", "-f", help="json: a list of CandidateCode.")
    ] = Format.TEXT,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, max=100, help="At most so many candidates.")
    ] = 10,
    release: Annotated[
        str | None, typer.Option("--release", help="First day of the release, as 2026-04-01.")
    ] = None,
    details: Annotated[
        bool,
        typer.Option("--details", help="With json and a code: all that the text tells, as one object."),
    ] = False,
    view: ViewOption = ViewName.STANDARD,
) -> None:
    """Show what a code needs to be documented, or find the codes for words, best first."""
    check_view(view, form)
    tree = load_tree(release)
    asked = " ".join(words)
    code = tree.normalise(asked) if tree.valid(asked) else None
    found, outside = Found(_as_candidates(tree, code)) if code else look_up(asked, tree, limit=limit)
    if form is Format.JSON and details and code:
        emit(orjson.dumps(_needs(code, tree), option=orjson.OPT_INDENT_2) + b"\n")
    elif form is Format.JSON:
        emit(orjson.dumps([one.model_dump(mode="json") for one in found], option=orjson.OPT_INDENT_2) + b"\n")
    elif code:
        print_needs(_needs(code, tree), report_console())
        print_audit(view, [code], tree, report_console())
    elif found:
        _print_candidates(found)
        print_audit(view, [one.code for one in found], tree, report_console())
    if not found and _looks_like_code(asked):
        raise CodeSetError(_tell_no_code(asked, tree))
    for one in outside:
        complain(f"{one.concept} is not coded here: {outside_words(one)}")
    if not found and not outside:
        complain("no code has these words in its title or inclusion terms, and they name no disorder")
        raise typer.Exit(1)


def _needs(code: str, tree: CodeTree) -> Needs:
    lexicon = load_lexicon()
    others = (open_tree(one) for one in list_releases(shipped_folder()) if one.name != tree.release)
    return find_needs(code, build_coder(lexicon, tree, others=others), gap_book(lexicon))


def _looks_like_code(asked: str) -> bool:
    plain = asked.replace(".", "")
    return plain.isalnum() and plain[:1].isalpha() and not plain.isalpha() and len(plain) <= LONGEST_CODE + 1


def _tell_no_code(asked: str, tree: CodeTree) -> str:
    """What is wrong with a code that the release does not have, and the nearest that it has."""
    billed = read_billed(asked, tree, lambda code: find_release_with(code, but=tree.release))
    fault = (billed.fault or "").removeprefix(tell_absent(tree))
    said = f"ICD-10-CM {tree.release} has no code {asked}. {fault.strip()}".strip()
    if billed.meant is None:
        return said
    near = tree.children(billed.meant) or (billed.meant,)
    shown = ", ".join(near[:MOST_NEAR]) + (", ..." if len(near) > MOST_NEAR else "")
    return f"{said} Nearest: {shown}"


def _as_candidates(tree: CodeTree, code: str) -> tuple[CandidateCode, ...]:
    """The code itself as a list of one, so that ``--format json`` has one form."""
    return (
        CandidateCode(
            code=code,
            description=tree.title(code),
            billable=tree.billable(code),
            condition_id="query",
            role="primary",
            rank=1,
            basis="documented",
        ),
    )


def _print_candidates(found: tuple[CandidateCode, ...]) -> None:
    table = Table.grid(padding=(0, 2))
    for one in found:
        table.add_row(
            Text(str(one.rank), "dim"),
            Text(one.code, "bold green" if one.rank == 1 else "bold"),
            Text(one.description),
        )
        for reason in one.rationale:
            table.add_row("", "", Text(visible(reason.text), "dim"))
    report_console().print(table)
