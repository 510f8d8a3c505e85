"""Strength tables with a column for each visit: the side stands in the row's label, the dates in the header.

"Quads R   4-/5   4/5" under "initial 3/4   today 4/5": every cell is a grade, those of earlier visits are
historical, those of a goal are none.
"""

from __future__ import annotations

import re

from msgspec import Struct

from chartgap.pipes.grades import cell_grade, find_grades
from chartgap.pipes.lines import Line
from chartgap.pipes.muscle_events import read_events
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.strength_slots import Strength
from chartgap.pipes.units import RULE, Cell, cells, delimiter

_ROW_END = re.compile(r"/\s?5[ |]*$", re.MULTILINE)
_TWO_GRADES = re.compile(
    r"(?:[|\t]|  )[ |]*[0-5][+-]?\s?/\s?5[ ]*(?:[|\t]|  )[ |]*[0-5][+-]?\s?/\s?5[ |]*$", re.MULTILINE
)
"""The end of a row with two grades."""
_DAY = re.compile(r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{2,4}))?(?![\d/])")
_ROWS = 40


class _Row(Struct, frozen=True):
    """A row: what was tested, on which side, and its graded cells."""

    target: str
    side: str | None
    values: tuple[tuple[Cell, tuple[str, str | None]], ...]


def show_visits(text: str) -> bool:
    """Whether a row of the text ends with two grades."""
    return _ROW_END.search(text) is not None and _TWO_GRADES.search(text) is not None


def read_visits(
    text: str, lines: list[Line], place: int, book: PhraseBook
) -> tuple[list[Strength], set[int], int]:
    """The grades of a table whose first row is line ``place``, its lines, and the first line after it."""
    found: list[_Row] = []
    taken: set[int] = set()
    at = place
    while at < min(len(lines), place + _ROWS):
        if lines[at].blank or not RULE.match(text, lines[at].first, lines[at].end):
            row = _row(text, lines[at], book)
            if row is None or (found and len(row.values) != len(found[0].values)):
                break
            found.append(row)
            taken.add(at)
        at += 1
    if len(found) < 2:
        return [], set(), place + 1
    titles, above = _titles(text, lines, place, len(found[0].values))
    if not titles and not any(row.side for row in found):
        return [], set(), place + 1
    if titles:
        taken.add(above)
    earlier = _earlier(titles, book) if titles else [False] * len(found[0].values)
    kept = [
        Strength(cell.start, cell.end, low, high, row.target, row.side, prior, "strength.table")
        for row in found
        for (cell, (low, high)), prior in zip(row.values, earlier, strict=True)
        if prior is not None
    ]
    return kept, taken, max(taken) + 1


def _row(text: str, line: Line, book: PhraseBook) -> _Row | None:
    if line.blank or line.end - line.first > 160:
        return None
    split = [cell for cell in cells(text, line, delimiter(text, line)) if cell.end > cell.start]
    if len(split) < 3 or cell_grade(text[split[0].start : split[0].end]):
        return None
    values = []
    for cell in split[1:]:
        grade = cell_grade(text[cell.start : cell.end])
        if grade is None or "/" not in text[cell.start : cell.end]:
            return None
        values.append((cell, grade))
    events = read_events(text, split[0].start, split[0].end, [], book)
    targets = [event.target for event in events if event.target]
    if len(targets) != 1 or any(event.has("blocker") for event in events):
        return None
    sides = {event.side for event in events if event.side} | ({targets[0].side} - {None})
    side = sides.pop() if len(sides) == 1 else None
    return _Row(targets[0].name, side, tuple(values))


def _titles(text: str, lines: list[Line], place: int, count: int) -> tuple[list[str], int]:
    """The titles of the columns, from the line above the first row, and that line's index."""
    above = place - 1
    while above >= 0 and (lines[above].blank or RULE.match(text, lines[above].first, lines[above].end)):
        above -= 1
    if above < 0 or place - above > 3:
        return [], place
    line = lines[above]
    split = [cell for cell in cells(text, line, delimiter(text, line)) if cell.end > cell.start]
    titles = [" " + text[cell.start : cell.end].lower() + " " for cell in split]
    if len(split) == count + 1:
        titles = titles[1:]
    plain = all(len(title) < 30 for title in titles) and not _named(text, line)
    return (titles, above) if len(titles) == count and plain else ([], place)


def _named(text: str, line: Line) -> bool:
    """Whether the line grades something itself; a day of the year may look like a grade."""
    return any(grade.signed for grade in find_grades(text, line.first, line.end))


def _earlier(titles: list[str], book: PhraseBook) -> list[bool | None]:
    """Whether each column is of an earlier visit; None for a column of goals."""
    days = [_day(title) for title in titles]
    latest = max(days)
    now = any(book.words["now_column"].search(title) for title in titles)
    found: list[bool | None] = []
    for title, day in zip(titles, days, strict=True):
        if book.words["goal_column"].search(title):
            found.append(None)
        elif book.words["now_column"].search(title):
            found.append(False)
        else:
            dated = any(day) and day < latest
            found.append(dated or now or bool(book.words["prior_column"].search(title)))
    return found


def _day(title: str) -> tuple[int, int, int]:
    match = _DAY.search(title)
    return (int(match["year"] or 0), int(match["month"]), int(match["day"])) if match else (0, 0, 0)
