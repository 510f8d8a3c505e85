"""The error tree. Messages say what, where and what to do, and never hold note text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ChartgapError(Exception):
    """Root of every error that chartgap raises on purpose."""


class InputError(ChartgapError):
    """The caller's input cannot be used: an unreadable file, a malformed record, an unusable note."""


class CodeSetError(ChartgapError):
    """A code set is missing, damaged, or does not hold what was asked of it."""


class MissingExtraError(ChartgapError):
    """An optional part is not installed; the message names the extra."""


class RunError(ChartgapError):
    """A run over many notes cannot go on. What is done so far is kept."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a lexicon: where it is and what is wrong. ``line`` counts from 1; 0 is the whole file."""

    path: Path
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class LexiconError(ChartgapError):
    """A lexicon is invalid. Carries every fault that was found, not only the first."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))
