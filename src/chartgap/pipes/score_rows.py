"""Rows of bone density tables: which site a row names, which number stands in which column."""

from __future__ import annotations

import re

from msgspec.structs import replace

from chartgap.pipes.lines import Line
from chartgap.pipes.score_headers import WORD, Column
from chartgap.pipes.scores import LIMIT, Piece, Place, Score

_NONE = re.compile(
    r"(?<![\w.-])(?:n/?a|nd|baseline|--+|—|not (?:measured|done|reported|available)|excluded)(?![\w.])",
    re.IGNORECASE,
)


def read_row(
    text: str,
    header: Line,
    line: Line,
    row: list[Piece],
    columns: list[Column],
    mark: str,
    block: Place | None,
) -> list[Score] | None:
    """The scores of a row; None if the line is no row of this table."""
    if any(piece.kind in ("t", "tz") and piece.text != "bare" for piece in row) and not mark:
        return None
    numbers = [piece for piece in row if piece.kind == "number"]
    years = [piece for piece in row if piece.kind == "year"]
    place = row_label(row, block)
    if place is None and not (years and block):
        return None
    if not numbers or len(WORD.findall(text[line.first : line.end])) > 9 + 4 * bool(mark):
        return None
    valued = (
        _by_cell(text, line, numbers, columns, mark)
        if mark
        else _by_order(text, header, line, numbers, columns)
    )
    found: list[Score] = []
    year = int(years[0].value) if years else 0
    for piece, column in valued:
        if column.kind not in ("t", "z") or abs(piece.value) > LIMIT or piece.decimals == 3 or piece.unit:
            continue
        where = place or block
        if where and column.side and where.sided:
            where = replace(where, laterality=column.side)
        found.append(
            Score(
                column.kind,
                piece.start,
                piece.end,
                piece.value,
                where,
                column.prior,
                column.year or year,
                "table",
            )
        )
    return found


def row_label(row: list[Piece], block: Place | None) -> Place | None:
    """The site that a row names, refined by the heading of its block."""
    held: Place | None = None
    side = next((piece.text for piece in row if piece.kind == "side"), None)
    for piece in row:
        if piece.kind == "number" and held:
            break
        if piece.place is None:
            continue
        if piece.kind == "part" and not (held and held.region == piece.place.region):
            if piece.place.whole and block and block.region != piece.place.region and not held:
                held = block
                continue
            near = block and block.region == piece.place.region
            if not near and piece.place.region != "hip":
                continue
        if held and held.region == piece.place.region:
            better = piece.place if piece.place.rank >= held.rank else held
            held = replace(better, laterality=piece.place.laterality or held.laterality)
        else:
            held = held or piece.place
    if held is None:
        return None
    if held.sided and not held.laterality:
        inherited = block.laterality if block and block.region == held.region else None
        held = replace(held, laterality=side or inherited)
    return held


def _by_cell(
    text: str, line: Line, numbers: list[Piece], columns: list[Column], mark: str
) -> list[tuple[Piece, Column]]:
    by_cell = {column.cell: column for column in columns}
    found = []
    for piece in numbers:
        column = by_cell.get(text.count(mark, line.first, piece.start))
        if column is not None:
            found.append((piece, column))
    return found


def _by_order(
    text: str, header: Line, line: Line, numbers: list[Piece], columns: list[Column]
) -> list[tuple[Piece, Column]]:
    """Numbers to columns: one to one where the counts agree, else each to the nearest column."""
    figures = [column for column in columns if column.kind != "label"]
    blanks = [
        Piece("none", *match.span())
        for match in _NONE.finditer(text, line.first, line.end)
        if not any(piece.start <= match.start() < piece.end for piece in numbers)
    ]
    entries = sorted([*numbers, *blanks], key=lambda piece: piece.start)
    counted = [column for column in figures if column.kind != "date"]
    for choice in (figures, counted, [column for column in counted if not _wordy(text, column)]):
        if len(entries) == len(choice):
            return [
                (piece, column)
                for piece, column in zip(entries, choice, strict=True)
                if piece.kind == "number"
            ]
    found = []
    for piece in numbers:
        middle = (piece.start + piece.end) / 2 - line.start
        nearest = min(
            figures, key=lambda column: abs((column.start + column.end) / 2 - header.start - middle)
        )
        found.append((piece, nearest))
    return _plausible(found)


def _wordy(text: str, column: Column) -> bool:
    return bool(
        re.match(
            r"class|diag|categ|who|interp|status|result|comm", text[column.start : column.end], re.IGNORECASE
        )
    )


def _plausible(found: list[tuple[Piece, Column]]) -> list[tuple[Piece, Column]]:
    """No two numbers in one column: then only the first counts."""
    seen: set[Column] = set()
    kept = []
    for piece, column in found:
        if column not in seen:
            kept.append((piece, column))
            seen.add(column)
    return kept
