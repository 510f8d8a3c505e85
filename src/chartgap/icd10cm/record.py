"""One level of the tabular list as a plain record, and the full codes its seventh characters make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

NoteKind = Literal[
    "inclusion_term",
    "includes",
    "excludes1",
    "excludes2",
    "code_first",
    "use_additional",
    "code_also",
    "note",
    "seventh",
]


@dataclass(frozen=True, slots=True)
class Record:
    """One level of the tabular: a chapter, a block or a code. ``parent`` is ``""`` for a chapter."""

    id: str
    title: str
    parent: str
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)
    """``(kind, text)`` in official order; a line under a lead ("... due to:") carries the lead."""
    sevenths: tuple[tuple[str, str], ...] = ()
    """The seventh characters and their texts that hold for this code, its own or inherited."""
    barred: frozenset[tuple[str, str]] = frozenset()
    """Pairs of sixth and seventh character that a note rules out."""
    children: int = 0

    @property
    def is_code(self) -> bool:
        """True for a category or code, false for a chapter or block."""
        return not self.id.isdigit() and "-" not in self.id


def expand_sevenths(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the full codes and titles that a record's seventh characters make; none if it is a header."""
    if record.children or not record.is_code:
        return
    stem = (record.id if len(record.id) > 3 else record.id + ".").ljust(7, "X")
    for character, text in record.sevenths:
        if (stem[-1], character) not in record.barred:
            yield stem + character, f"{record.title}, {text}"
