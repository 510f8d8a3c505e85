"""``chartgap lexicon``: work on vocabulary and rules."""

from __future__ import annotations

import typer

app = typer.Typer(help="Check vocabulary and rules.", no_args_is_help=True)
