"""The compiled nesting of list items against a plain one, and the numbers inside lines against a pattern."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chartgap.models import Item
from chartgap.pipes.lines import Line, marked, split_lines
from chartgap.pipes.marks import find_marks
from chartgap.pipes.outline import Outline

RANK = {"hash": 0, "number": 1, "letter": 2, "bullet": 3}


def is_heading(text: str, line: Line) -> bool:
    return text[line.body : line.end] == "Heading"


def goes_on(text: str, line: Line) -> bool:
    return text[line.body : line.end] == "on"


def laid(text: str) -> list[Item]:
    outline = Outline(text, [], marked)
    for line in split_lines(text):
        if line.blank:
            outline.blank()
        elif is_heading(text, line):
            outline.reset()
        elif not (goes_on(text, line) and outline.go_on(line.end)):
            outline.add_part(line.first, line.end, line.indent)
    return outline.items()


def holds(held: Line, end: int, line: Line, gap: bool) -> bool:
    """Whether a line belongs to an item that began with another, whose own text goes up to ``end``."""
    if line.marker and not held.marker:
        return held.indent <= line.indent and not gap and end - held.first <= 90
    if line.indent > held.indent or not line.marker:
        return bool(held.marker) and (line.indent > held.indent or (held.marker == "hash" and not gap))
    return line.indent == held.indent and RANK[held.marker] < RANK[line.marker]


def nested(text: str) -> list[Item]:
    """The items of a text, the plain way."""
    begun: list[Line] = []
    heads: list[int] = []
    ends: list[int] = []
    parents: list[tuple[int, ...]] = []
    opened: tuple[int, ...] = ()
    gap = False
    for line in split_lines(text):
        if line.blank:
            gap = True
            continue
        wrapped = goes_on(text, line) and opened and not gap
        if wrapped:
            heads[opened[-1]] = line.end
        elif is_heading(text, line):
            opened, gap = (), False
        else:
            holding = [holds(begun[one], heads[one], line, gap) for one in opened]
            like = [(begun[one].indent, begun[one].marker) == (line.indent, line.marker) for one in opened]
            if line.marker and any(like):
                opened = opened[: max(place for place, is_like in enumerate(like) if is_like)]
            else:
                opened = opened[: max((place + 1 for place, held in enumerate(holding) if held), default=0)]
            gap = False
            if line.marker or line.end - line.first <= 240 or any(holding):
                begun.append(line)
                heads.append(line.end)
                ends.append(line.end)
                parents.append(opened)
                opened = (*opened, len(begun) - 1)
            else:
                opened = ()
        for one in opened:
            ends[one] = line.end
    return [
        Item(
            line.first,
            min(
                [
                    heads[one],
                    *(inner.first for inner, over in zip(begun, parents, strict=True) if over[-1:] == (one,)),
                ]
            ),
            ends[one],
            len(parents[one]),
            parents[one][-1] if parents[one] else None,
        )
        for one, line in enumerate(begun)
    ]


LINES = st.tuples(
    st.sampled_from(["", "  ", "    "]),
    st.sampled_from(
        ["", "", "1. ", "#", "a. ", "- ", "iv) ", "xiii. ", "Issue 2. ", "dx #3: ", "o ", "in. ", "of 2. "]
    ),
    st.sampled_from(["Gout", "on", "Heading", "y" * 95, "z" * 250]),
).map("".join)


@given(st.lists(st.one_of(LINES, st.just("")), max_size=9).map("\n".join))
def test_items_nest_by_marker_and_indentation(text: str) -> None:
    assert laid(text) == nested(text)


def counted(text: str) -> list[int]:
    """Where numbers that count up from the one at the start, or from 1, stand; the plain way."""
    first = re.match(r"\(?(\d{1,2})[.)]", text)
    expected = int(first[1]) + 1 if first else 1
    found = []
    for match in re.finditer(r"(?P<number>\d\d?)[.)]\s+(?=[A-Za-z\"'(])", text):
        start, before = match.start(), text[: match.start()][-1:]
        start -= before == "("
        if start > 0 and (before.isspace() or before in ".;:,()") and int(match["number"]) == expected:
            found.append(start)
            expected += 1
    return found if len(found) >= (1 if first else 2) else []


PARTS = [
    "1. A",
    "(2) b",
    "3)\t(x",
    "12. C",
    "13) d",
    "1.5",
    "112. e",
    " ",
    ".",
    "\u0662. f",
    "word ",
    ", * g",
]


@given(st.lists(st.sampled_from(PARTS), max_size=9))
def test_items_inside_a_line_begin_at_numbers_that_count_up_and_at_lost_line_breaks(parts: list[str]) -> None:
    text = "".join(parts) + " and so on"
    outline = Outline(text, find_marks(text), marked)
    outline.add_line(0, len(text), 0, "")
    lost = [match.end() for match in re.finditer(r",\s*(?=(?:\(?\d\d?[.)]|\*)\s)", text)]
    bounds = sorted({0, len(text), *lost, *counted(text)})
    visible = [text[start:end].strip(" \t,") for start, end in pairwise(bounds)]
    items = outline.items()
    ends = [
        min([item.end, *(after.start for after in items[number + 1 :])]) for number, item in enumerate(items)
    ]
    assert [text[item.start : end].strip(" \t,") for item, end in zip(items, ends, strict=True)] == [
        part for part in visible if part
    ]
