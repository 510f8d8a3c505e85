"""The cells of a row of a strength table: those that hold a grade, and those that hold words."""

from __future__ import annotations

import re

from chartgap.pipes.grades import cell_grade, find_grades
from chartgap.pipes.lines import Line
from chartgap.pipes.units import Cell

_TRAILING = re.compile(r"\s[0-5][+-]?(?:\s[0-5][+-]?)?\Z")
_FIGURE = re.compile(r"[0-5][+-]?")

Sorted = tuple[list[tuple[Cell, tuple[str, str | None]]], list[Cell]]


def row_cells(text: str, line: Line, split: list[Cell], mark: str, width: int) -> Sorted:
    """The sorted cells of a row; where it is laid out with blanks, of which one may be too few."""
    if mark:
        return _sorted_cells(text, split)
    graded, words = _sorted_cells(text, _spread(text, line, split))
    if len(graded) < width:
        tight = _sorted_cells(text, _tight(text, split))
        graded, words = tight if len(tight[0]) == width else (graded, words)
    return graded, words


def _sorted_cells(text: str, split: list[Cell]) -> Sorted:
    """The cells that hold a grade, each with it, and those that hold words."""
    graded: list[tuple[Cell, tuple[str, str | None]]] = []
    words: list[Cell] = []
    for cell in split:
        body = text[cell.start : cell.end]
        grade = cell_grade(body)
        if grade is None:
            inner = find_grades(text, cell.start, cell.end)
            if len(inner) == 1 and not inner[0].pair and inner[0].start == cell.start:
                grade = inner[0].low, inner[0].high
        if grade is not None:
            graded.append((cell, grade))
        elif body.strip():
            words.append(cell)
    return graded, words


def _spread(text: str, line: Line, split: list[Cell]) -> list[Cell]:
    """Cells of a line laid out with blanks; a label and its grades may be one blank apart."""
    found: list[Cell] = []
    for cell in split:
        grades = find_grades(text, cell.start, cell.end)
        if not grades or cell_grade(text[cell.start : cell.end]):
            found.append(cell)
            continue
        place = cell.start
        for grade in grades:
            if text[place : grade.start].strip(" :"):
                found.append(Cell(place, grade.start, cell.column))
            found.append(Cell(grade.start, grade.end, cell.column))
            place = grade.end
        if text[place : cell.end].strip(" :"):
            found.append(Cell(place, cell.end, cell.column))
    return found


def _tight(text: str, split: list[Cell]) -> list[Cell]:
    """Cells of a line whose label and bare grades are one blank apart: "Plantar flexors 4 4"."""
    found: list[Cell] = []
    for cell in split:
        match = _TRAILING.search(text, cell.start, cell.end)
        stop = match.start() if match else cell.end
        found.append(Cell(cell.start, stop, cell.column))
        found.extend(Cell(*one.span(), cell.column) for one in _FIGURE.finditer(text, stop, cell.end))
    return found
