"""A note cut into pieces at the bounds of its findings, so that overlapping findings can be shown in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from chartgap.models import Finding


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the note, in code points, under the same findings throughout (innermost last).

    ``begins`` are the findings that start with it: their anchors stand here.
    """

    start: int
    end: int
    findings: tuple[Finding, ...]
    begins: tuple[Finding, ...]


def cut(findings: Sequence[Finding], length: int) -> tuple[Piece, ...]:
    """Cut a note of ``length`` code points into pieces that, put together, are the whole note.

    A finding that takes up no text is left out.
    """
    real = [one for one in findings if 0 <= one.start < one.end <= length]
    by_start = sorted(real, key=lambda one: (one.start, -one.end))
    bounds = sorted({0, length, *(one.start for one in real), *(one.end for one in real)})
    pieces = []
    active: list[Finding] = []
    waiting = 0
    for start, end in pairwise(bounds):
        begins = []
        while waiting < len(by_start) and by_start[waiting].start == start:
            begins.append(by_start[waiting])
            waiting += 1
        active = [one for one in active if one.end > start] + begins
        under = sorted(active, key=lambda one: one.start - one.end)
        pieces.append(Piece(start, end, tuple(under), tuple(begins)))
    return tuple(pieces)
