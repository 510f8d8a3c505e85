"""The console script: registers the commands and turns errors into a message and an exit code.

Exit codes: 0 done, 1 some notes failed, 2 unusable arguments or input. Neither this nor the commands' modules
import spaCy before a command needs it, so that ``--help`` is quick. No traceback is ever printed: it could
hold note text.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer

from chartgap.batch.attempt import whereabouts
from chartgap.cli import analyze, batch, codes, diff, evaluate, lexicon, releases, schema
from chartgap.cli.console import complain
from chartgap.errors import ChartgapError

app = typer.Typer(
    name="chartgap",
    help="Checks clinical notes: what they support in ICD-10-CM, what they leave open, and how to ask.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("analyze", no_args_is_help=True)(analyze.analyze)
app.command("batch", no_args_is_help=True)(batch.batch)
app.command("schema")(schema.schema)
app.command("evaluate", no_args_is_help=True)(evaluate.evaluate)
codes.app.command("install", no_args_is_help=True)(releases.install)
codes.app.command("releases")(releases.releases)
codes.app.command("diff", no_args_is_help=True)(diff.diff)
app.add_typer(codes.app, name="codes")
app.add_typer(lexicon.app, name="lexicon")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"chartgap {version('chartgap')}")
        raise typer.Exit


@app.callback()
def _options(
    show_version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    pass


def _end(number: int, _frame: object) -> NoReturn:
    sys.exit(128 + number)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit the process with its code."""
    # As an exception, the request to end lets the unfinished output file be removed: it holds note text.
    signal.signal(signal.SIGTERM, _end)
    try:
        app(args=arguments, prog_name="chartgap")
    except ChartgapError as error:
        complain(str(error))
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); at exit the interpreter must not flush into the void.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        complain(f"chartgap failed: {whereabouts(error)}; please report it")
        sys.exit(1)
