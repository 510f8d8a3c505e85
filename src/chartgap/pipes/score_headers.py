"""Headers of bone density tables: which columns a line names, where they stand, of which side and time."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from chartgap.pipes.lines import Line
from chartgap.pipes.scores import YEAR

_COLUMN = re.compile(
    r"(?P<t>\bT\s?[-–]?\s?(?:score|scor|scr|sc|value)s?\b|(?<![\w'’-])T(?![\w.])(?:\s?[-–])?)"
    r"|(?P<z>\bZ\s?[-–]?\s?(?:score|scor|scr|sc|value)s?\b|(?<![\w'’-])Z(?![\w.])(?:\s?[-–])?)"
    r"|(?P<label>\b(?:region|site|area of interest|roi|location|skeletal site|body part|scan type|level"
    r"|vertebra)\b)"
    r"|(?P<date>\b(?:scan\s)?(?:date|exam date|year)\b)"
    r"|(?P<bmd>\bBMD\b(?:\s?[(\[]?\s?g\s?/\s?cm\s?(?:\^?2|²)?\s?[)\]]?)?|bone mineral density|bone density"
    r"|[(\[]?g\s?/\s?cm\s?(?:\^?2|²)[)\]]?)"
    r"|(?P<other>\bBMC\b(?:\s?\(g\))?|\barea\b(?:\s?\(cm\s?(?:\^?2|²)\))?|\(%\)|%\s?\w+|\bPR\b(?:\s?\(%\))?|\bAM\b(?:\s?\(%\))?|(?:%\s?)?\bchange\b(?:[^|\t,]{0,18})?"
    r"|\bage\b(?:\s?\(\w{1,6}\))?|\bclassification\b|\bdiagnosis\b|\bcategory\b|\bWHO\b|\binterpretation\b|\bstatus\b|\bresult\b"
    r"|young[- ]adult(?:\s?\(?%\)?)?|age[- ]matched(?:\s?\(?%\)?)?|\bcomment\w*)",
    re.IGNORECASE,
)

_PRIOR = re.compile(r"\b(?:prior|previous|baseline|last|old|initial)\b", re.IGNORECASE)

_SIDE = re.compile(r"\b(?P<left>left|lt)\b|\b(?P<right>right|rt)\b", re.IGNORECASE)

_ONE = re.compile(r"(?<![\w])(?:(?P<left>L)|(?P<right>R))(?![\w-])")

_SIGNED = re.compile(r"(?<![\w/.])[-−–+]\s?\d\.\d")

WORD = re.compile(r"[^\W\d_]{3,}")


class Column(Struct, frozen=True):
    """A column of a table. ``cell`` counts delimiters; ``start`` and ``end`` are offsets in the line."""

    kind: str
    start: int
    end: int
    cell: int
    side: str | None = None
    prior: bool = False
    year: int = 0


def title_of(text: str, line: Line) -> str:
    """The kind of column that a line names if it names one and nothing else."""
    match = _COLUMN.fullmatch(text, line.first, line.end) if line.end - line.first < 40 else None
    return (match.lastgroup or "") if match else ""


def table_mark(text: str, line: Line) -> str:
    """What separates the cells of a line: a bar, a tab, commas, semicolons, or blanks (given as ``""``)."""
    body = text[line.first : line.end]
    if body.count("|") >= 1:
        return "|"
    if "\t" in body:
        return "\t"
    if body.count(",") >= 2 and not re.search(r"\S {2,}\S", body):
        return ","
    return ";" if body.count(";") >= 2 else ""


def table_header(text: str, line: Line, lines: list[Line], place: int) -> list[Column]:
    """The columns that a line names, with the sides of the line above; none if it is no header."""
    columns = _titles(text, line)
    return _under_sides(text, lines[place - 1], columns) if columns and place else columns


def _under_sides(text: str, above: Line, columns: list[Column]) -> list[Column]:
    """Sides over a half of the columns each: "LEFT  RIGHT" above "BMD  T-score  BMD  T-score"."""
    if above.blank or above.end - above.first > 120 or any(column.side for column in columns):
        return columns
    sides = [match.lastgroup for match in _SIDE.finditer(text, above.first, above.end)]
    rest = WORD.findall(_SIDE.sub(" ", text[above.first : above.end]))
    figures = [column for column in columns if column.kind not in ("label", "date")]
    half = len(figures) // 2
    if sorted(map(str, sides)) != ["left", "right"] or len(rest) > 2 or half < 1 or half * 2 != len(figures):
        return columns
    over = {column: sides[index // half] for index, column in enumerate(figures)}
    return [replace(column, side=over.get(column)) for column in columns]


def _titles(text: str, line: Line) -> list[Column]:
    if line.blank or line.end - line.first > 300 or _SIGNED.search(text, line.first, line.end):
        return []
    mark = table_mark(text, line)
    columns: list[Column] = []
    for match in _COLUMN.finditer(text, line.first, line.end):
        kind = match.lastgroup or "other"
        columns.append(_column(text, line, mark, kind, match.start(), match.end()))
    if mark:
        columns = _one_a_cell(columns)
        if not any(column.kind in ("t", "z") for column in columns):
            return []
        if mark in (",", ";") and not _is_bare(text, line):
            return []
        return (
            columns
            if len({column.cell for column in columns}) > 1 or text.count(mark, line.first, line.end)
            else []
        )
    columns = _joined_units(text, columns)
    columns = _years(text, line, columns)
    scored = sum(column.kind in ("t", "z") for column in columns)
    if not scored or (len(columns) < 2 and not _alone(text, line)):
        return []
    return columns if _is_bare(text, line) else []


def _is_bare(text: str, line: Line) -> bool:
    """Whether the line holds hardly a word beside titles, sides and times, as no sentence does."""
    rest = _COLUMN.sub(" ", text[line.first : line.end])
    words = [word for word in WORD.findall(rest) if not (_PRIOR.match(word) or _SIDE.match(word))]
    return len(words) <= 3


def _years(text: str, line: Line, columns: list[Column]) -> list[Column]:
    """As in "T-scores   2026   2023" names one column a year."""
    years = list(YEAR.finditer(text, line.first, line.end))
    if (
        len(columns) != 1
        or len(years) < 2
        or columns[0].kind not in ("t", "z")
        or years[0].start() < columns[0].end
    ):
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
        kind,
        start,
        end,
        cell,
        match.lastgroup if match else None,
        bool(_PRIOR.search(around)),
        int(year["year"]) if year else 0,
    )


def _one_a_cell(columns: list[Column]) -> list[Column]:
    """One column a cell: the score named in it, else its first title."""
    best: dict[int, Column] = {}
    for column in columns:
        held = best.get(column.cell)
        if held is None or (column.kind in "tz" and held.kind not in "tz"):
            best[column.cell] = column
    return [best[cell] for cell in sorted(best)]


_COMPARED = re.compile(r"young[- ]adult|age[- ]matched", re.IGNORECASE)
"""With whom a score compares; together with the score's name it is the title of one column."""


def _joined_units(text: str, columns: list[Column]) -> list[Column]:
    """A unit directly after BMD belongs to it; further on it is a column title of its own."""
    found: list[Column] = []
    for column in columns:
        near = bool(found) and column.start - found[-1].end < 4
        if near and found[-1].kind == "bmd" and column.kind == "bmd":
            found[-1] = replace(found[-1], end=column.end)
        elif near and column.kind in ("t", "z") and _COMPARED.match(text, found[-1].start, found[-1].end):
            found[-1] = replace(column, start=found[-1].start)
        else:
            found.append(column)
    return found
