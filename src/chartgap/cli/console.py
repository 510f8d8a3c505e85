"""What every command needs of the terminal: bytes to standard output, complaints to standard error."""

from __future__ import annotations

import sys

from rich.console import Console

from chartgap.report.text import WIDTH
from chartgap.report.visible import visible


def complain(message: str) -> None:
    """Print a message for the user to standard error. It must not hold note text."""
    sys.stderr.write(f"chartgap: {visible(message, keep_lines=True)}\n")


def emit(data: bytes) -> None:
    """Write to standard output as it is: UTF-8 and no translation of line ends, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def report_console() -> Console:
    """A console for what is read: as wide as the terminal, or as a page where there is none."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH
    return console
