"""Bone density tables: which lines are rows, which column holds which score.

A header names the columns; rows follow until a line that is none. Numbers go to columns by cell (pipes, tabs,
commas), by order where the counts agree, else by where they stand. Rows without a header are told by their
first figure, a density with three decimals, which T and then Z follow.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from chartgap.pipes.lines import Line
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.score_prose import LIMIT, Score
from chartgap.pipes.scores import YEAR, Piece, Place, read_pieces
from chartgap.pipes.units import RULE

_COLUMN = re.compile(
    r"(?P<t>\bT\s?[-–]?\s?(?:score|scor|scr|sc|value)s?\b|(?<![\w-])T(?![\w.])(?:\s?[-–])?)"
    r"|(?P<z>\bZ\s?[-–]?\s?(?:score|scor|scr|sc|value)s?\b|(?<![\w-])Z(?![\w.])(?:\s?[-–])?)"
    r"|(?P<label>\b(?:region|site|area of interest|roi|location|skeletal site|body part|scan type|level|vertebra)\b)"
    r"|(?P<date>\b(?:scan\s)?(?:date|exam date|year)\b)"
    r"|(?P<bmd>\bBMD\b(?:\s?[(\[]?\s?g\s?/\s?cm\s?(?:\^?2|²)?\s?[)\]]?)?|bone mineral density|bone density|[(\[]?g\s?/\s?cm\s?(?:\^?2|²)[)\]]?)"
    r"|(?P<other>\bBMC\b(?:\s?\(g\))?|\barea\b(?:\s?\(cm\s?(?:\^?2|²)\))?|\(%\)|%\s?\w+|\bPR\b(?:\s?\(%\))?|\bAM\b(?:\s?\(%\))?|(?:%\s?)?\bchange\b(?:[^|\t,]{0,18})?"
    r"|\bclassification\b|\bdiagnosis\b|\bcategory\b|\bWHO\b|\binterpretation\b|\bstatus\b|\bresult\b|young[- ]adult(?:\s?\(?%\)?)?|age[- ]matched(?:\s?\(?%\)?)?|\bcomment\w*)",
    re.IGNORECASE,
)
_PRIOR = re.compile(r"\b(?:prior|previous|baseline|last|old|initial)\b", re.IGNORECASE)
_SIDE = re.compile(r"\b(?P<left>left|lt)\b|\b(?P<right>right|rt)\b", re.IGNORECASE)
_ONE = re.compile(r"(?<![\w])(?:(?P<left>L)|(?P<right>R))(?![\w-])")
_NONE = re.compile(r"(?<![\w.-])(?:n/?a|nd|--+|—|not (?:measured|done|reported|available)|excluded)(?![\w.])", re.IGNORECASE)
_SIGNED = re.compile(r"(?<![\w/.])[-−–+]\s?\d\.\d")
_WORD = re.compile(r"[^\W\d_]{3,}")
_CUE = re.compile(r"\b[TZ]\s?[-–]?\s?score", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``cell`` counts delimiters; ``start`` and ``end`` are offsets in the line."""

    kind: str
    start: int
    end: int
    cell: int
    side: str | None = None
    prior: bool = False
    year: int = 0


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
        columns = _header(text, lines[place], lines, place)
        if columns:
            scores, rows, stop = _rows(text, lines, place, columns, book)
            if scores:
                found.extend(scores)
                taken.add(place)
                taken.update(rows)
                place = stop
                continue
        place += 1
    for index in sorted(_lines_with(_DENSITY, text, lines) - taken):
        scores = _headless(text, lines[index], book, _heading_above(text, lines, index, book, reach=6))
        if scores:
            found.extend(scores)
            taken.add(index)
    return found, frozenset(taken)


_TITLED = re.compile(r"(?<![\w-])[TZtz](?![\w.])|[TtZz][\s–-]?[Ss][CcRr]")


def _lines_with(pattern: re.Pattern[str], text: str, lines: list[Line]) -> set[int]:
    """The indices of the lines in which the pattern is found."""
    starts = [line.start for line in lines]
    return {bisect_right(starts, match.start()) - 1 for match in pattern.finditer(text)}


def _mark(text: str, line: Line) -> str:
    body = text[line.first : line.end]
    if body.count("|") >= 1:
        return "|"
    if "\t" in body:
        return "\t"
    if body.count(",") >= 2 and not re.search(r"\S {2,}\S", body):
        return ","
    return ";" if body.count(";") >= 2 else ""


def _header(text: str, line: Line, lines: list[Line], place: int) -> list[Column]:
    """The columns that a line names, or none if it is no header."""
    if line.blank or line.end - line.first > 300 or _SIGNED.search(text, line.first, line.end):
        return []
    mark = _mark(text, line)
    columns: list[Column] = []
    for match in _COLUMN.finditer(text, line.first, line.end):
        kind = match.lastgroup or "other"
        columns.append(_column(text, line, mark, kind, match.start(), match.end()))
    if mark:
        columns = _one_a_cell(columns)
        if not any(column.kind in ("t", "z") for column in columns):
            return []
        return columns if len({column.cell for column in columns}) > 1 or text.count(mark, line.first, line.end) else []
    columns = _joined_units(text, columns)
    columns = _years(text, line, columns)
    scored = sum(column.kind in ("t", "z") for column in columns)
    if not scored or (len(columns) < 2 and not _alone(text, line)):
        return []
    rest = _COLUMN.sub(" ", text[line.first : line.end])
    words = [word for word in _WORD.findall(rest) if not (_PRIOR.match(word) or _SIDE.match(word))]
    return columns if len(words) <= 3 else []


def _years(text: str, line: Line, columns: list[Column]) -> list[Column]:
    """ "T-scores   2026   2023" names one column a year."""
    years = list(YEAR.finditer(text, line.first, line.end))
    if len(columns) != 1 or len(years) < 2 or columns[0].kind not in ("t", "z") or years[0].start() < columns[0].end:
        return columns
    return [Column(columns[0].kind, *match.span(), -1, year=int(match["year"])) for match in years]


def _alone(text: str, line: Line) -> bool:
    """Whether a lone column title stands to the right of an empty label column."""
    return line.indent >= 8 and not text[line.first : line.end].rstrip().endswith((":", "."))


def _column(text: str, line: Line, mark: str, kind: str, start: int, end: int) -> Column:
    cell = text.count(mark, line.first, start) if mark else -1
    if mark:
        low = text.rfind(mark, line.first, start) + 1 or line.first
        high = text.find(mark, end, line.end)
        around = text[low : high if high >= 0 else line.end]
    else:
        low, high = start, end
        while low > line.first and text[low - 2 : low] != "  ":
            low -= 1
        while high < line.end and text[high : high + 2] != "  ":
            high += 1
        around = text[max(low, start - 12) : min(high, end + 14)]
    match = _SIDE.search(around) or _ONE.search(around)
    year = YEAR.search(around)
    return Column(
        kind, start, end, cell, match.lastgroup if match else None, bool(_PRIOR.search(around)), int(year["year"]) if year else 0
    )


def _one_a_cell(columns: list[Column]) -> list[Column]:
    """One column a cell: the score named in it, else its first title."""
    best: dict[int, Column] = {}
    for column in columns:
        held = best.get(column.cell)
        if held is None or (column.kind in "tz" and held.kind not in "tz"):
            best[column.cell] = column
    return [best[cell] for cell in sorted(best)]


def _joined_units(text: str, columns: list[Column]) -> list[Column]:
    """A unit directly after BMD belongs to it; further on it is a column title of its own."""
    found: list[Column] = []
    for column in columns:
        if found and found[-1].kind == "bmd" and column.kind in ("bmd",) and column.start - found[-1].end < 4:
            found[-1] = replace(found[-1], end=column.end)
        else:
            found.append(column)
    return found


def _rows(
    text: str, lines: list[Line], place: int, columns: list[Column], book: PhraseBook
) -> tuple[list[Score], set[int], int]:
    """The scores below a header, the lines they stand on, and the first line after the table."""
    mark = _mark(text, lines[place])
    block = _heading_above(text, lines, place, book)
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
        if at > place + 1 and _header(text, line, lines, at):
            break
        row = read_pieces(text, line.first, line.end, book)
        outcome = _row(text, lines[place], line, row, columns, mark, block)
        if outcome is None:
            label = _block_of(row)
            if not label and not (not found and at <= place + 2 and not rows):
                break
            if label and len(_WORD.findall(text[line.first : line.end])) > 6:
                break
            block = label or block
        else:
            found.extend(outcome)
            rows.add(at)
            blanks = 0
        at += 1
    return found, rows, at


def _heading_above(text: str, lines: list[Line], place: int, book: PhraseBook, reach: int = 3) -> Place | None:
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
    return _block_of(read_pieces(text, line.first, line.end, book))


def _block_of(row: list[Piece]) -> Place | None:
    sites = [piece.place for piece in row if piece.kind == "site" and piece.place]
    if any(piece.kind in ("not_site", "t", "z", "number") for piece in row) or len({site.site for site in sites}) != 1:
        return None
    return sites[-1]


def _row(
    text: str, header: Line, line: Line, row: list[Piece], columns: list[Column], mark: str, block: Place | None
) -> list[Score] | None:
    """The scores of a row; None if the line is no row of this table."""
    if any(piece.kind in ("t", "tz") and piece.text != "bare" for piece in row) and not mark:
        return None
    numbers = [piece for piece in row if piece.kind == "number"]
    years = [piece for piece in row if piece.kind == "year"]
    place = _label(row, block)
    if place is None and not (years and block):
        return None
    if not numbers or len(_WORD.findall(text[line.first : line.end])) > 9 + 4 * bool(mark):
        return None
    valued = _by_cell(text, line, numbers, columns, mark) if mark else _by_order(text, header, line, numbers, columns)
    found: list[Score] = []
    year = int(years[0].value) if years else 0
    for piece, column in valued:
        if column.kind not in ("t", "z") or abs(piece.value) > LIMIT or piece.decimals == 3 or piece.unit:
            continue
        where = place or block
        if where and column.side and where.sided:
            where = replace(where, laterality=column.side)
        found.append(
            Score(column.kind, piece.start, piece.end, piece.value, where, column.prior, column.year or year, "table")
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
            return [(piece, column) for piece, column in zip(entries, choice, strict=True) if piece.kind == "number"]
    found = []
    for piece in numbers:
        middle = (piece.start + piece.end) / 2 - line.start
        nearest = min(figures, key=lambda column: abs((column.start + column.end) / 2 - header.start - middle))
        found.append((piece, nearest))
    return _plausible(found)


def _wordy(text: str, column: Column) -> bool:
    return bool(re.match(r"class|diag|categ|who|interp|status|result|comm", text[column.start : column.end], re.IGNORECASE))


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
    row = read_pieces(text, line.first, line.end, book)
    place = _label(row, block)
    words = len(_WORD.findall(text[line.first : line.end]))
    if place is None or words > 6 or any(piece.kind in ("t", "z", "tz") for piece in row):
        return []
    figures = [
        piece
        for piece in row
        if piece.kind == "number" and piece.start > density.start() and piece.decimals in (1, 2) and not piece.unit
    ]
    if not figures or len(figures) > 3 or not any(piece.signed for piece in figures):
        return []
    kinds = ("t", "z")
    return [
        Score(kind, piece.start, piece.end, piece.value, place, rule="table")
        for kind, piece in zip(kinds, figures, strict=False)
        if abs(piece.value) <= LIMIT
    ]
