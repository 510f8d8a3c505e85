"""Grids of strength grades: the muscles in the header, the sides down the rows."""

from __future__ import annotations

import re

from chartgap.pipes.grades import cell_grade, find_grades
from chartgap.pipes.lines import Line
from chartgap.pipes.muscle_events import table_label
from chartgap.pipes.muscles import Target
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.strength_slots import Strength
from chartgap.pipes.units import RULE, Cell, cells, delimiter

_GRID_ROW = re.compile(r"\W{0,8}(?:[A-Za-z]{1,8}\W{1,16})?[0-5][+-]?(?:/5)?\W{1,16}[0-5][+-]?")


def _grid_follows(text: str, lines: list[Line], place: int) -> bool:
    """Whether one of the next two lines shows two grades after at most one word."""
    return any(
        not line.blank and _GRID_ROW.match(text, line.first, line.end)
        for line in lines[place + 1 : place + 3]
    )


_ROW_HEAD = re.compile(r"\W*(?:side|muscles?|myotome)?\W*\Z", re.IGNORECASE)


def _abbreviated(text: str, cell: Cell) -> Target:
    """A column title that the lexicon does not know, among others that it does."""
    return Target(cell.start, cell.end, text[cell.start : cell.end], None, frozenset(("muscle",)), True)


_ROW_SIDE = re.compile(r"\W*(?P<side>right|left|rt|lt|R|L)\b\W*", re.IGNORECASE)


Columns = list[tuple[Cell, Target]]


def read_grid(
    text: str, lines: list[Line], place: int, book: PhraseBook
) -> tuple[list[Strength], set[int], int]:
    """The grades of a grid whose header is line ``place``, their lines, and the first line after it."""
    columns = _columns(text, lines[place], book) if _grid_follows(text, lines, place) else []
    mark = delimiter(text, lines[place])
    found: list[Strength] = []
    rows: set[int] = set()
    for at in range(place + 1, min(len(lines), place + 7) if columns else place):
        line = lines[at]
        if RULE.match(text, line.first, line.end) and not line.blank:
            continue
        row = _row(text, line, columns, mark)
        if not row:
            break
        found.extend(row)
        rows.add(at)
    return found, rows, max(rows, default=place) + 1


def _columns(text: str, header: Line, book: PhraseBook) -> Columns:
    """The muscles that a header names, or none if it is no header: most of its cells must be known."""
    mark = delimiter(text, header)
    split = [cell for cell in cells(text, header, mark) if cell.end > cell.start]
    if len(split) < 2 and not mark:
        split = _tokens(text, header.first, header.end)
    if len(split) < 2 or find_grades(text, header.first, header.end):
        return []
    known = {
        cell.start: target
        for cell in split
        if (target := table_label(text, cell.start, cell.end, book)) and (target.strong or target.limb)
    }
    unknown = [cell for cell in split if cell.start not in known]
    if len(known) < 2 or len(known) * 2 < len(split):
        return []
    if len(unknown) > 1 and any(cell.end - cell.start > 5 for cell in unknown):
        return []
    return [
        (cell, known.get(cell.start) or _abbreviated(text, cell))
        for cell in split
        if cell.start in known or not _ROW_HEAD.match(text[cell.start : cell.end])
    ]


def _row(text: str, line: Line, columns: Columns, mark: str) -> list[Strength]:
    """The grades of one row; none if it has not one for each column, or no side."""
    match = _ROW_SIDE.match(text, line.first, line.end) if not line.blank else None
    split = cells(text, line, mark) if mark else _tokens(text, match.end() if match else line.first, line.end)
    values = [(cell, grade) for cell in split if (grade := cell_grade(text[cell.start : cell.end]))]
    sided = match is not None or all(target.side for _, target in columns)
    if not sided or len(values) != len(columns):
        return []
    side = None if match is None else "right" if match["side"].lower().startswith("r") else "left"
    return [
        Strength(cell.start, cell.end, low, high, target.name, side or target.side, False, "strength.grid")
        for (cell, (low, high)), (_, target) in zip(values, columns, strict=True)
    ]


def _tokens(text: str, start: int, end: int) -> list[Cell]:
    found = re.finditer(r"\S+", text[start:end])
    return [Cell(match.start() + start, match.end() + start, column) for column, match in enumerate(found)]
