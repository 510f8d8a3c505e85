"""Bone density tables: which lines are rows, which column holds which score.

A header names the columns; rows follow until a line that is none. Numbers go to columns by cell (pipes, tabs,
commas), by order where the counts agree, else by where they stand. Rows without a header are told by their
first figure, a density with three decimals, which T and then Z follow.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec.structs import replace

from chartgap.pipes.lines import Line
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.score_headers import WORD, Column, table_header, table_mark
from chartgap.pipes.score_rows import read_row, row_label
from chartgap.pipes.score_sides import sided_pieces
from chartgap.pipes.score_stacks import read_stacks
from chartgap.pipes.scores import LIMIT, Piece, Place, Score
from chartgap.pipes.units import RULE

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
    found.extend(read_stacks(text, lines, titled - taken, book, taken))
    for index in sorted(_lines_with(_DENSITY, text, lines) - taken):
        scores = _headless(text, lines[index], book, _heading_above(text, lines, index, book, reach=6))
        if scores:
            found.extend(scores)
            taken.add(index)
    return found, frozenset(taken)


_TITLED = re.compile(r"[TZtz](?:(?<![\w-][TZtz])(?![\w.])|[\s–-]?[Ss][CcRr])")


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
        outcome = read_row(text, lines[place], line, row, columns, mark, block)
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
            if outcome and outcome[-1].place:
                block = _of_region(outcome[-1].place, block)
        at += 1
    return found, rows, at


def _of_region(place: Place, block: Place | None) -> Place:
    """The heading for the next row: it holds until a row names another region."""
    if block is not None and block.region == place.region:
        return block
    return replace(place, laterality=None) if place.rank else place


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


_DENSITY = re.compile(r"[012](?<![\d.-][012])\.\d{3}(?!\d)")


def _headless(text: str, line: Line, book: PhraseBook, block: Place | None) -> list[Score]:
    """The scores of a row without header: site, density, T-score, Z-score."""
    density = _DENSITY.search(text, line.first, line.end)
    if density is None or _CUE.search(text, line.first, line.end):
        return []
    row = sided_pieces(text, line.first, line.end, book)
    place = row_label(row, block)
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
