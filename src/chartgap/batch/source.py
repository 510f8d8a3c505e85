"""What the run needs of any input, and what a caller may say of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from chartgap.batch.records import Record


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How to read an input. ``columns`` gives, for a field of ``Columns``, the input's own name of it.

    ``format`` is None where the input is to be taken for what it looks like.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Source:
    """The records of an input; ``position()`` of ``size`` (bytes, files or rows) have been read."""

    records: Iterator[Record]
    size: int
    position: Callable[[], int]
