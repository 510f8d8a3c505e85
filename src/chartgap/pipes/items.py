"""List items: marked lines, lines of their own, and lists run together on one line."""

from __future__ import annotations

from itertools import pairwise

from chartgap.models import Item
from chartgap.pipes import marks, outline
from chartgap.pipes.headings import Heading
from chartgap.pipes.lines import Line, marked


def lay_items(text: str, lines: list[Line], runs: list[bool], headings: list[Heading]) -> list[Item]:
    """The items of the note, in text order, sub-items after the item they belong to.

    Args:
        text: the note.
        lines: its lines.
        runs: whether each line goes on with the sentence of the one before.
        headings: its headings; a list does not go on past one.
    """
    builder = outline.Outline(text, marks.find_marks(text), marked)
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
            _cut_line(builder, line, cuts, bodies)
        elif not (runs[number] and builder.go_on(line.end)):
            builder.add_line(line.first, line.end, line.indent, line.marker)
    return builder.items()


def _cut_line(builder: outline.Outline, line: Line, cuts: list[int], bodies: dict[int, int]) -> None:
    """A line with headings: what stands before the first belongs to the list before, the rest begins anew."""
    builder.add_part(line.first, cuts[0], line.indent)
    for start, end in pairwise([*cuts, line.end]):
        builder.reset()
        builder.add_part(bodies[start], end, line.indent)
