"""Bone density tables: which lines are rows, which column holds which score.

A header names the columns; rows follow until a line that is none. Numbers go to columns by cell (pipes, tabs,
commas), by order where the counts agree, else by where they stand. Rows without a header are told by their
first figure, a density with three decimals, which T and then Z follow.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from chartgap.pipes.lines import Line
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.score_headers import WORD, Column, table_header, table_mark, title_of
from chartgap.pipes.score_sides import sided_pieces
from chartgap.pipes.scores import LIMIT, Piece, Place, Score
from chartgap.pipes.units import RULE

_NONE = re.compile(
    r"(?<![\w.-])(?:n/?a|nd|--+|—|not (?:measured|done|reported|available)|excluded)(?![\w.])", re.IGNORECASE
)


_CUE = re.compile(r"\b[TZ]\s?[-–]?\s?score", re.IGNORECASE)


def read_tables(text: str, lines: list[Line], book: PhraseBook) -> tuple[list[Score], frozenset[int]]:
    """The scores of every table and the indices of the lines that tables take up."""
    found: list[Score] = []
    taken: set[int] = set()
    titled = _lines_with(_TITLED, text, lines)
    place = 0
    while place < len(lines):
        if place not in titled:
            place += 1
            continue
        columns = table_header(text, lines[place], lines, place)
        if columns:
            scores, rows, stop = _rows(text, lines, place, columns, book)
            if scores:
                found.extend(scores)
                taken.add(place)
                taken.update(rows)
                place = stop
                continue
        place += 1
    found.extend(_stacked(text, lines, titled - taken, book, taken))
    for index in sorted(_lines_with(_DENSITY, text, lines) - taken):
        scores = _headless(text, lines[index], book, _heading_above(text, lines, index, book, reach=6))
        if scores:
            found.extend(scores)
            taken.add(index)
    return found, frozenset(taken)


_FIGURE = re.compile(r"[^\w\s]{0,2}\s?\d{1,3}(?:\.\d{1,3})?\s?%?\Z|n/?a\Z|--?\Z", re.IGNORECASE)


def _stacked(
    text: str, lines: list[Line], titled: set[int], book: PhraseBook, taken: set[int]
) -> list[Score]:
    """Tables copied one cell a line: the titles below each other, then site and figures in turn."""
    found: list[Score] = []
    for index in sorted(titled):
        if index in taken or not title_of(text, lines[index]):
            continue
        first = last = index
        while first and title_of(text, lines[first - 1]) and first - 1 not in taken:
            first -= 1
        while last + 1 < len(lines) and title_of(text, lines[last + 1]):
            last += 1
        titles = [title_of(text, lines[at]) for at in range(first, last + 1)]
        width = sum(title != "label" for title in titles)
        at = last + 1
        while width > 1 and at + width < len(lines):
            label = _label(sided_pieces(text, lines[at].first, lines[at].end, book), None)
            figures = [lines[at + ahead] for ahead in range(1, width + 1)]
            if label is None or not all(_FIGURE.match(text, line.first, line.end) for line in figures):
                break
            kinds = [title for title in titles if title != "label"]
            for kind, line in zip(kinds, figures, strict=True):
                pieces = sided_pieces(text, line.first, line.end, book)
                if kind in ("t", "z") and len(pieces) == 1 and abs(pieces[0].value) <= LIMIT:
                    piece = pieces[0]
                    found.append(Score(kind, piece.start, piece.end, piece.value, label, rule="table"))
            taken.update(range(at, at + width + 1))
            at += width + 1
        if found:
            taken.update(range(first, last + 1))
    return found


_TITLED = re.compile(r"(?<![\w-])[TZtz](?![\w.])|[TtZz][\s–-]?[Ss][CcRr]")


def _lines_with(pattern: re.Pattern[str], text: str, lines: list[Line]) -> set[int]:
    """The indices of the lines in which the pattern is found."""
    starts = [line.start for line in lines]
    return {bisect_right(starts, match.start()) - 1 for match in pattern.finditer(text)}


def _rows(
    text: str, lines: list[Line], place: int, columns: list[Column], book: PhraseBook
) -> tuple[list[Score], set[int], int]:
    """The scores below a header, the lines they stand on, and the first line after the table."""
    mark = table_mark(text, lines[place])
    named = [
        piece
        for piece in sided_pieces(text, lines[place].first, lines[place].end, book)
        if piece.kind == "site"
    ]
    block = _block_of(named) or _heading_above(text, lines, place, book)
    found: list[Score] = []
    rows: set[int] = set()
    blanks, at = 0, place + 1
    while at < len(lines):
        line = lines[at]
        if line.blank or RULE.match(text, line.first, line.end):
            blanks += line.blank
            if blanks > 2 or (blanks > 1 and found):
                break
            at += 1
            continue
        if at > place + 1 and table_header(text, line, lines, at):
            break
        row = sided_pieces(text, line.first, line.end, book)
        outcome = _row(text, lines[place], line, row, columns, mark, block)
        if outcome is None:
            label = _block_of(row)
            if not label and not (not found and at <= place + 2 and not rows):
                break
            if label and len(WORD.findall(text[line.first : line.end])) > 6:
                break
            block = label or block
        else:
            found.extend(outcome)
            rows.add(at)
            blanks = 0
        at += 1
    return found, rows, at


def _heading_above(
    text: str, lines: list[Line], place: int, book: PhraseBook, reach: int = 3
) -> Place | None:
    """The site of the heading above a header or row: "Left hip:"."""
    for at in range(place - 1, max(-1, place - 1 - reach), -1):
        if lines[at].blank or _DENSITY.search(text, lines[at].first, lines[at].end):
            continue
        return _block(text, lines[at], book)
    return None


def _block(text: str, line: Line, book: PhraseBook) -> Place | None:
    body = text[line.first : line.end]
    if len(body) > 60 or re.search(r"\d\.\d|\.\Z", body):
        return None
    return _block_of(sided_pieces(text, line.first, line.end, book))


def _block_of(row: list[Piece]) -> Place | None:
    sites = [piece.place for piece in row if piece.kind == "site" and piece.place]
    if (
        any(piece.kind in ("not_site", "t", "z", "number") for piece in row)
        or len({site.site for site in sites}) != 1
    ):
        return None
    return sites[-1]


def _row(
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
    place = _label(row, block)
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


def _label(row: list[Piece], block: Place | None) -> Place | None:
    """The site that a row names, refined by the heading of its block."""
    held: Place | None = None
    side = next((piece.text for piece in row if piece.kind == "side"), None)
    for piece in row:
        if piece.kind == "number" and held:
            break
        if piece.place is None:
            continue
        if piece.kind == "part" and not (held and held.region == piece.place.region):
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


_DENSITY = re.compile(r"(?<![\d.-])[012]\.\d{3}(?!\d)")


def _headless(text: str, line: Line, book: PhraseBook, block: Place | None) -> list[Score]:
    """The scores of a row without header: site, density, T-score, Z-score."""
    density = _DENSITY.search(text, line.first, line.end)
    if density is None or _CUE.search(text, line.first, line.end):
        return []
    row = sided_pieces(text, line.first, line.end, book)
    place = _label(row, block)
    words = len(WORD.findall(text[line.first : line.end]))
    if place is None or words > 6 or any(piece.kind in ("t", "z", "tz") for piece in row):
        return []
    figures = [
        piece
        for piece in row
        if piece.kind == "number"
        and piece.start > density.start()
        and piece.decimals in (1, 2)
        and not piece.unit
    ]
    if not figures or len(figures) > 3 or not any(piece.signed for piece in figures):
        return []
    kinds = ("t", "z")
    return [
        Score(kind, piece.start, piece.end, piece.value, place, rule="table")
        for kind, piece in zip(kinds, figures, strict=False)
        if abs(piece.value) <= LIMIT
    ]
