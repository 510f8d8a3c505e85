"""Strength tables: columns of right and left grades, and grids with the muscles on top.

A header names the columns by side (R, Left, RUE ...); a cell belongs to the column it stands in, by delimiter
or by place. A grade between the two columns is of the middle of the body.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from chartgap.pipes.grades import find_grades
from chartgap.pipes.lines import Line
from chartgap.pipes.muscle_events import table_label
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.strength_cells import row_cells
from chartgap.pipes.strength_grids import read_grid
from chartgap.pipes.strength_slots import Strength
from chartgap.pipes.strength_visits import read_visits, show_visits
from chartgap.pipes.units import RULE, Cell, cells, delimiter

_SIDE = re.compile(
    r"(?P<right>\b(?:right|rt)\b|(?<![\w/-])\(?R\)?(?![\w/-])|\bRUE\b|\bRLE\b|\bR(?=\s(?:MMT|UE|LE|strength)))"
    r"|(?P<left>\b(?:left|lt)\b|(?<![\w/-])\(?L\)?(?![\w/-])|\bLUE\b|\bLLE\b|\bL(?=\s(?:MMT|UE|LE|strength)))",
    re.IGNORECASE,
)
WIDEST = 240
"""No line of a table is longer."""
_ORDER = re.compile(r"\W*(?:R|Right)\s?/\s?(?:L|Left)\W*", re.IGNORECASE)
"""Only the order in which pairs are written, no columns."""
_PAIRED = re.compile(r"\b(?:R / L|L / R|Right / Left|Left / Right)\b", re.IGNORECASE)


class _Column(Struct, frozen=True):
    side: str
    start: int
    end: int
    cell: int
    motion: bool
    prior: bool
    goal: bool


def read_strength_tables(
    text: str, lines: list[Line], book: PhraseBook
) -> tuple[list[Strength], frozenset[int]]:
    """The grades of every table and the indices of the lines that tables take up."""
    found: list[Strength] = []
    taken: set[int] = set()
    place = 0
    visits = show_visits(text)
    while place < len(lines):
        line = lines[place]
        if line.blank or line.end - line.first > WIDEST:
            place += 1
            continue
        columns = _titled(text, lines, place, _header(text, line, book), book)
        grades, rows, stop = _rows(text, lines, place, columns, book) if columns else ([], set(), place + 1)
        if not grades:
            grades, rows, stop = read_grid(text, lines, place, book)
        if not grades and visits:
            grades, rows, stop = read_visits(text, lines, place, book)
        if grades:
            found.extend(grades)
            taken.add(place)
            taken.update(rows)
            place = stop
            continue
        place += 1
    return found, frozenset(taken)


def _header(text: str, line: Line, book: PhraseBook) -> list[_Column]:
    """The right and left columns that a line names; none if it is no header."""
    body = text[line.first : line.end]
    if not (
        ("R" in body or "ight" in body or "rt" in body or "IGHT" in body)
        and ("L" in body or "eft" in body or "lt" in body)
    ):
        return []
    matches = list(_SIDE.finditer(text, line.first, line.end))
    sides = {match.lastgroup for match in matches}
    if sides != {"right", "left"}:
        return []
    if find_grades(text, line.first, line.end) or body.rstrip().endswith(".") or _ORDER.fullmatch(body):
        return []
    mark = delimiter(text, line)
    split = cells(text, line, mark)
    if len(split) == 1 and not mark:
        if len(_SIDE.sub("", body).split()) > 3 or _PAIRED.search(body):
            return []
        split = [Cell(match.start(), match.end(), column + 1) for column, match in enumerate(matches)]
    columns: list[_Column] = []
    for cell in split:
        inside = [match for match in matches if cell.start <= match.start() < cell.end]
        if (
            len(inside) == 2
            and not mark
            and inside[0].lastgroup != inside[1].lastgroup
            and cell.end - cell.start < 16
        ):
            columns.extend(
                _column(text, match.start(), match.end(), cell.column, match, book) for match in inside
            )
        elif len(inside) == 1:
            columns.append(_column(text, cell.start, cell.end, cell.column, inside[0], book))
    if {column.side for column in columns} != {"right", "left"} or all(column.motion for column in columns):
        return []
    words = len(re.findall(r"[A-Za-z]{2,}", _SIDE.sub("", body)))
    return columns if words <= 3 * len(split) and len(split) <= 16 else []


def _titled(
    text: str, lines: list[Line], place: int, columns: list[_Column], book: PhraseBook
) -> list[_Column]:
    """Mark the columns that stand under the title of an earlier test: "Initial" over "R  L"."""
    above = lines[place - 1] if place else None
    if not columns or above is None or above.blank or delimiter(text, lines[place]):
        return columns
    titles = [cell for cell in cells(text, above, "") if cell.end > cell.start]
    if len(titles) < 2 or not any(book.words["prior_column"].search(_title(text, cell)) for cell in titles):
        return columns
    found = []
    for column in columns:
        at = column.start - lines[place].start
        over = [cell for cell in titles if cell.start - above.start <= at + 2]
        title = _title(text, over[-1]) if over else ""
        found.append(
            replace(
                column,
                prior=column.prior or bool(book.words["prior_column"].search(title)),
                goal=bool(book.words["goal_column"].search(title)),
            )
        )
    return found


def _title(text: str, cell: Cell) -> str:
    """A cell in small letters, between blanks as its words are."""
    return f" {text[cell.start : cell.end].lower()} "


def _column(text: str, start: int, end: int, cell: int, match: re.Match[str], book: PhraseBook) -> _Column:
    title = _title(text, Cell(start, end, cell))
    return _Column(
        match.lastgroup or "right",
        start,
        end,
        cell,
        bool(book.words["other_column"].search(title)),
        bool(book.words["prior_column"].search(title)),
        bool(book.words["goal_column"].search(title)),
    )


def _rows(
    text: str, lines: list[Line], place: int, columns: list[_Column], book: PhraseBook
) -> tuple[list[Strength], set[int], int]:
    """The grades below a header, their lines, and the first line after the table."""
    header = lines[place]
    mark = delimiter(text, header)
    above = " ".join(text[lines[at].first : lines[at].end] for at in range(max(0, place - 3), place + 1))
    certain = bool(book.words["graded_column"].search(above.lower()))
    found: list[Strength] = []
    rows: set[int] = set()
    blanks, idle, at, block = 0, 0, place + 1, ""
    last = place
    while at < len(lines):
        line = lines[at]
        if line.end - line.first > WIDEST:
            break
        if line.blank or RULE.match(text, line.first, line.end):
            blanks += line.blank
            if blanks > 2 or (blanks > 1 and found):
                break
            at += 1
            continue
        blanks = 0
        row = _row(text, header, line, columns, mark, certain, block, book)
        if row is None:
            label = table_label(text, line.first, line.end, book)
            alone = (
                label is not None
                and len(text[line.first : line.end].split()) <= 4
                and not find_grades(text, line.first, line.end)
            )
            words = text[line.first : line.end].lower()
            titled = len(words.split()) <= 4 and bool(book.words["graded_column"].search(words))
            if not alone and not (not found and (titled or at - place <= 2)):
                break
            certain = certain or titled
            if label is not None and (label.limb or label.partial):
                block = label.name if "part" in label.kinds else ""
        else:
            found.extend(row)
            idle = 0 if row else idle + 1
            if idle > 2:
                break
            if row:
                rows.add(at)
                last = at
        at += 1
    return found, rows, last + 1


def _row(
    text: str,
    header: Line,
    line: Line,
    columns: list[_Column],
    mark: str,
    certain: bool,
    block: str,
    book: PhraseBook,
) -> list[Strength] | None:
    """The grades of a row; None if the line is no row, an empty list for a row of something else."""
    split = cells(text, line, mark)
    graded, words = row_cells(text, line, split, mark, len(columns))
    if not graded:
        return [] if len(split) > 1 else None
    if not mark and len(split) == 1 and len(graded) == 1:
        return None  # a sentence below the table: "LE per nursing: hip flexion 3+/5"
    label = next((held for cell in words if (held := table_label(text, cell.start, cell.end, book))), None)
    if label is None and not words:
        return None
    if any(book.words["other_column"].search(_title(text, cell)) for cell in words):
        return []
    full = any(
        "/" in text[cell.start : cell.end] or "out" in text[cell.start : cell.end] for cell, _ in graded
    )
    if not (full or certain or (label is not None and label.strong)):
        return []
    name = label.name if label else " ".join(text[words[0].start : words[0].end].split()).rstrip(":")
    if label is not None and label.kinds == {"move"} and block:
        name = f"{block} {name}"
    dated = any(not column.prior for column in columns)
    in_turn = len(graded) == len(columns) and not mark
    found = []
    for index, (cell, (low, high)) in enumerate(graded):
        column = columns[index] if in_turn else _column_of(header, line, cell, columns, mark)
        if column is None:
            found.append(Strength(cell.start, cell.end, low, high, name, None, False, "strength.table"))
        elif not (column.goal or (column.motion and "/" not in text[cell.start : cell.end])):
            prior = column.prior and dated
            found.append(
                Strength(cell.start, cell.end, low, high, name, column.side, prior, "strength.table")
            )
    return found


def _column_of(header: Line, line: Line, cell: Cell, columns: list[_Column], mark: str) -> _Column | None:
    if mark:
        return next((column for column in columns if column.cell == cell.column), None)
    middle = (cell.start + cell.end) / 2 - line.start
    ranked = sorted(columns, key=lambda column: abs((column.start + column.end) / 2 - header.start - middle))
    best = ranked[0]
    away = abs((best.start + best.end) / 2 - header.start - middle)
    if len(ranked) > 1 and away > 2:
        other = abs((ranked[1].start + ranked[1].end) / 2 - header.start - middle)
        apart = abs(ranked[1].start - best.start)
        if abs(other - away) < apart / 3 and ranked[1].side != best.side:
            return None
    return best
