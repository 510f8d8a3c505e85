"""What the run needs of any input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chartgap.batch.records import Record


@dataclass(frozen=True, slots=True)
class Source:
    """The records of an input; ``position()`` of ``size`` (bytes, files or rows) have been read."""

    records: Iterator[Record]
    size: int
    position: Callable[[], int]
