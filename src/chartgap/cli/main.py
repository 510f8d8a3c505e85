"""The console script: registers the commands and turns errors into a message and an exit code.

Exit codes: 0 done, 1 some notes failed, 2 unusable arguments or input. A command's module is imported when
the command is asked for, and none imports spaCy before it needs it, so that each starts quickly. No traceback
is ever printed: it could hold note text.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from chartgap.batch.attempt import whereabouts
from chartgap.cli.console import complain
from chartgap.errors import ChartgapError

COMMANDS = ("analyze", "batch", "schema", "evaluate", "codes", "lexicon")
"""Each is a module beside this one, with its ``app``."""


class CommandsGroup(TyperGroup):
    """Imports a command's module when the command is asked for."""

    def __init__(self, **settings: Any) -> None:
        """A group that knows its commands by name alone."""
        super().__init__(**settings)
        self.commands: Any = dict.fromkeys(COMMANDS)

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"chartgap.cli.{cmd_name}").app)
        command.name = cmd_name
        return command


app = typer.Typer(
    name="chartgap",
    cls=CommandsGroup,
    help="Checks clinical notes: what they support in ICD-10-CM, what they leave open, and how to ask.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
