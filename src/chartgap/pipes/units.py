"""Sentences of the plain text for readers of measurements, and the cells of table lines.

A unit is a sentence, or a line where lines are not wrapped text. These are the readers' own: a grade or a
score needs smaller pieces than linking does, and must be readable without spaCy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from chartgap.pipes import statements
from chartgap.pipes.lines import Line, running

_SIDES = frozenset("l r lt rt bilat".split())
_ABBREVIATIONS = _SIDES | frozenset(
    "approx dr vs ext flex abd add pt no str tot inv ev sup ant post inf med lat".split()
)


class Unit(Struct, frozen=True):
    """A stretch ``text[start:end]``; ``line`` is the index of its first line; ``first``: it begins it."""

    start: int
    end: int
    line: int
    first: bool


def split_units(text: str, lines: list[Line], taken: frozenset[int] = frozenset()) -> list[Unit]:
    """The units of a note in order, without the lines of ``taken`` (those of tables)."""
    flags = running(text, lines)
    found: list[Unit] = []
    place, count = 0, len(lines)
    while place < count:
        line = lines[place]
        if line.blank or place in taken:
            place += 1
            continue
        last = place
        while last + 1 < count and flags[last + 1] and last + 1 not in taken:
            last += 1
        found.extend(_sentences(text, line.first, lines[last].end, place))
        place = last + 1
    return found


def _sentences(text: str, start: int, end: int, line: int) -> Iterator[Unit]:
    begin = start
    for stop in statements.find_ends(text, start, end, _ABBREVIATIONS, _SIDES):
        if stop - begin <= LONGEST:
            yield Unit(begin, stop, line, begin == start)
        else:
            yield from _bounded(text, begin, stop, line, begin == start)
        begin = stop


LONGEST = 1200
"""No sentence is longer; what is, is cut, so that a line of a million figures takes its time only once."""


def _bounded(text: str, start: int, end: int, line: int, first: bool) -> Iterator[Unit]:
    while end - start > LONGEST:
        cut = max(text.rfind(" ", start + 1, start + LONGEST), text.rfind(",", start + 1, start + LONGEST))
        cut = cut if cut > start else start + LONGEST
        yield Unit(start, cut, line, first)
        start, first = cut, False
    yield Unit(start, end, line, first)


class Cell(Struct, frozen=True):
    """A cell ``text[start:end]`` of a table line; empty where ``start == end``. ``column`` counts from 0."""

    start: int
    end: int
    column: int


_WIDE = re.compile(r"\S+(?:[ \xa0]\S+)*")
RULE = re.compile(r"[\s|:+=_-]*\Z")
"""A line of table rules only: ``|---|---|``."""


def delimiter(text: str, line: Line) -> str:
    """What separates the cells of a line: ``|``, a tab, or two blanks (given as ``""``)."""
    body = text[line.first : line.end]
    if body.count("|") >= 1:
        return "|"
    return "\t" if "\t" in body.strip() else ""


def cells(text: str, line: Line, mark: str) -> list[Cell]:
    """The cells of a line. With a delimiter, empty cells count; with blanks they are not seen."""
    if not mark:
        found = _WIDE.finditer(text, line.first, line.end)
        return [Cell(match.start(), match.end(), column) for column, match in enumerate(found)]
    start, end = line.start if mark == "\t" else line.first, line.end
    if mark == "|":
        start += text[start:end].startswith("|")
        end -= text[start:end].endswith("|")
    split: list[Cell] = []
    column = 0
    while True:
        stop = text.find(mark, start, end)
        stop = end if stop < 0 else stop
        left, right = start, stop
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        split.append(Cell(left, right, column))
        if stop >= end:
            return split
        start, column = stop + len(mark), column + 1
