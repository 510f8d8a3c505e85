"""The outcome of one comparison."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Compared:
    """How many things are in both, what only the annotation has, what only the analysis has."""

    hits: int
    missing: list[Hashable]
    extra: list[Hashable]


def compare_sets(
    want: Iterable[Hashable], have: Iterable[Hashable], tolerated: Iterable[Hashable] = ()
) -> Compared:
    """Compare as sets; what is ``tolerated`` is no extra."""
    want, have = set(want), set(have)
    extra = have - want - set(tolerated)
    return Compared(len(want & have), sorted(want - have, key=str), sorted(extra, key=str))
