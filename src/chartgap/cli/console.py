"""What every command needs of the terminal: bytes to standard output, complaints to standard error."""

from __future__ import annotations

import sys

from chartgap.report.visible import visible


def complain(message: str) -> None:
    """Print a message for the user to standard error. It must not hold note text."""
    sys.stderr.write(f"chartgap: {visible(message, keep_lines=True)}\n")


def emit(data: bytes) -> None:
    """Write to standard output as it is: UTF-8 and no translation of line ends, whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
