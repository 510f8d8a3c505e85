"""What the run needs of any input, and what a caller may say of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from chartgap.batch.records import Record


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How to read an input. ``columns`` gives, for a field of ``Columns``, the input's own name of it.

    ``format`` is None where the input is to be taken for what it looks like. ``line_joint`` stands between
    the lines of a note that is split over rows.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None
    encoding: str = "utf-8"
    line_joint: str = "\n"


@dataclass(frozen=True, slots=True)
class Source:
    """The records of an input; ``position()`` of ``size`` (bytes, files or rows) have been read.

    ``passed_over`` counts what was met and is no record of its own, by kind: an attachment that came twice.
    """

    records: Iterator[Record]
    size: int
    position: Callable[[], int]
    format: str = ""
    passed_over: Mapping[str, int] = field(default_factory=dict)
