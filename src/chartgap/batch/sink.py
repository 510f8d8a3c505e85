"""What the run needs of any output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from chartgap.batch.records import UNKNOWN, Origin
from chartgap.models import ErrorRow, NoteAnalysis


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the ``number``-th record of a batch. ``text`` is None where the record has no note."""

    number: int
    outcome: NoteAnalysis | ErrorRow
    text: str | None = None
    origin: Origin = UNKNOWN


class Sink(Protocol):
    """One format of output. Workers encode the rows of a shard; at the end the run joins all parts.

    Both steps are functions of their arguments alone: the same rows give the same bytes in any process.
    """

    def encode(self, rows: Sequence[Row]) -> bytes:
        """The part for some rows that follow each other; they may all be error rows."""

    def assemble(self, parts: Iterable[Path], target: Path) -> None:
        """Make the output of all parts, in the order of their rows; there may be none.

        ``target`` does not exist yet: a sink makes a file there, or a folder if its format is several files.
        The run gives it a place beside the final one and moves it there when this returns.
        """
