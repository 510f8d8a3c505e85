"""List items: marked lines, lines of their own, and lists run together on one line."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from msgspec import Struct

from chartgap.models import Item
from chartgap.pipes import marks
from chartgap.pipes.headings import Heading
from chartgap.pipes.lines import Line, marked

LONGEST_LINE = 240
"""An unmarked line longer than this is prose, not an item."""
_HEAD = re.compile(r"\(?(\d{1,2})[.)]")


_Mark = tuple[int, int, int]
"""The place of a sign, where the text behind it begins, and for a comma where the item's marker stands."""


class _Open(Struct):
    """An item whose end is not known yet."""

    start: int
    indent: int
    marker: str
    level: int
    parent: int | None
    head: int
    end: int


def lay_items(text: str, lines: list[Line], runs: list[bool], headings: list[Heading]) -> list[Item]:
    """The items of the note, in text order, sub-items after the item they belong to.

    Args:
        text: the note.
        lines: its lines.
        runs: whether each line goes on with the sentence of the one before.
        headings: its headings; a list does not go on past one.
    """
    builder = _Builder()
    inner = marks.find_marks(text)
    bodies = {heading.start: heading.body for heading in headings if heading.until is None}
    stops = sorted(bodies)
    place = 0
    for number, line in enumerate(lines):
        if line.first >= line.end:
            builder.blank()
            continue
        cuts = []
        while place < len(stops) and stops[place] < line.end:
            if stops[place] >= line.start:
                cuts.append(stops[place])
            place += 1
        if cuts:
            _cut_line(builder, text, line, cuts, bodies, inner)
        elif runs[number] and builder.holds():
            builder.extend(line.end)
        else:
            _add_line(builder, text, line, inner)
    return builder.items()


class _Builder:
    """Nests items by marker and indentation."""

    def __init__(self) -> None:
        self._done: list[_Open] = []
        self._stack: list[int] = []
        self._gap = False

    def blank(self) -> None:
        """A blank line: what is unmarked and not indented after it belongs to no item."""
        self._gap = True

    def reset(self) -> None:
        """A heading: lists end."""
        self._stack = []
        self._gap = False

    def holds(self) -> bool:
        """Whether there is an open item that a wrapped line may go on with."""
        return bool(self._stack) and not self._gap

    def extend(self, end: int) -> None:
        """Let the open items go on to ``end``; the innermost one's own text does."""
        if not self._stack:
            return
        self._done[self._stack[-1]].head = end
        for index in self._stack:
            self._done[index].end = end

    def add(self, start: int, end: int, indent: int, marker: str) -> None:
        """Open an item."""
        self._place(indent, marker)
        parent = self._stack[-1] if self._stack else None
        for index in self._stack:
            self._done[index].end = end
        self._done.append(_Open(start, indent, marker, len(self._stack), parent, end, end))
        self._stack.append(len(self._done) - 1)
        self._gap = False

    def follows(self, line: Line) -> bool:
        """Whether an unmarked line is part of the open item: indented deeper, or under a # head."""
        for index in reversed(self._stack):
            held = self._done[index]
            if held.marker and (line.indent > held.indent or (held.marker == "hash" and not self._gap)):
                return True
        return False

    def _place(self, indent: int, marker: str) -> None:
        """Close what a new item does not belong to."""
        if not marker:
            while self._stack:
                held = self._done[self._stack[-1]]
                if held.marker and (indent > held.indent or (held.marker == "hash" and not self._gap)):
                    return
                self._stack.pop()
            return
        for depth in range(len(self._stack) - 1, -1, -1):
            held = self._done[self._stack[depth]]
            if held.indent == indent and held.marker == marker:
                del self._stack[depth:]
                return
        while self._stack:
            held = self._done[self._stack[-1]]
            if held.marker and (
                held.indent < indent or (held.indent == indent and _RANK[held.marker] < _RANK[marker])
            ):
                return
            if not held.marker and held.indent <= indent and not self._gap and held.head - held.start <= 90:
                return
            self._stack.pop()

    def items(self) -> list[Item]:
        """The items. An item's own text ends where its first sub-item begins."""
        heads = {}
        for held in self._done:
            if held.parent is not None and held.parent not in heads:
                heads[held.parent] = held.start
        return [
            Item(
                held.start,
                min(held.head, heads.get(index, held.head)),
                max(held.end, held.head),
                held.level,
                held.parent,
            )
            for index, held in enumerate(self._done)
        ]


_RANK = {"hash": 0, "number": 1, "letter": 2, "bullet": 3}


def _cut_line(
    builder: _Builder, text: str, line: Line, cuts: list[int], bodies: dict[int, int], inner: list[_Mark]
) -> None:
    """A line with headings: what stands before the first belongs to the list before, the rest begins anew."""
    if line.first < cuts[0]:
        before = _part(text, line.first, cuts[0], line)
        if before is not None:
            _add_line(builder, text, before, inner)
    for place, start in enumerate(cuts):
        builder.reset()
        end = cuts[place + 1] if place + 1 < len(cuts) else line.end
        part = _part(text, bodies[start], end, line)
        if part is not None:
            _add_line(builder, text, part, inner)


def _part(text: str, start: int, end: int, line: Line) -> Line | None:
    """A stretch of a line as a line of its own."""
    while start < end and (text[start].isspace() or text[start] == ","):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    if start >= end:
        return None
    marker, body = marked(text, start, end)
    return Line(start, start, body, end, line.indent, marker)


def _add_line(builder: _Builder, text: str, line: Line, inner: list[_Mark]) -> None:
    """Add a line: its own item, and those that run together on it."""
    starts = _inner_starts(text, line, inner)
    if not starts:
        _add_part(builder, line, line.end - line.first <= LONGEST_LINE)
        return
    bounds = [line.first, *starts, line.end]
    for start, end in pairwise(bounds):
        part = _part(text, start, end, line)
        if part is not None:
            _add_part(builder, part, part.end - part.start <= LONGEST_LINE)


def _add_part(builder: _Builder, line: Line, short: bool) -> None:
    if line.marker:
        builder.add(line.first, line.end, line.indent, line.marker)
    elif builder.follows(line):
        builder.add(line.first, line.end, line.indent, "")
    elif short:
        builder.add(line.first, line.end, line.indent, "")
    else:
        builder.reset()


def _inner_starts(text: str, line: Line, inner: list[_Mark]) -> list[int]:
    """Where items begin inside a line: after lost line breaks, or at numbers that count up."""
    first, end = line.first, line.end
    if end - first < 12:
        return []
    low = bisect_left(inner, (first,))
    inside = [mark for mark in inner[low : bisect_left(inner, (end,), low)] if mark[1] < end]
    if not inside:
        return []
    starts = {start for _, _, start in inside if start}
    starts.update(_counted(text, first, [sign for sign, _, start in inside if not start]))
    return sorted(starts)


def _counted(text: str, first: int, signs: list[int]) -> list[int]:
    """Where numbers before these signs count up, from the one that the line begins with, or from 1."""
    head = _HEAD.match(text, first, first + 5)
    expected = int(head[1]) + 1 if head else 1
    counted: list[int] = []
    for sign in signs:
        at = sign - 2 if text[sign - 2].isdecimal() else sign - 1
        if at <= first or int(text[at:sign]) != expected:
            continue
        before = text[at - 1]
        start = at - (before == "(")
        if start > first and (before.isspace() or before in ".;:,()"):
            counted.append(start)
            expected += 1
    return counted if len(counted) >= (1 if head else 2) else []
