"""The lines of a note, with indentation and list marker: what sections, items and sentences are told by."""

from __future__ import annotations

import re
from itertools import pairwise
from string import ascii_letters
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from spacy.tokens import Doc

LINES = "chartgap_lines"

_BREAKS = frozenset("\r\n\x0b\x0c\x85\u2028\u2029")
_MARKER = re.compile(
    r"""(?P<number>\(?\d{1,2}[.):](?=\s|[A-Z(])|\#\s?\d{1,2}[.):]?(?=\s|[A-Z]|$)|\[\d{1,2}\]
        |(?:problem|dx|diagnosis|issue)\s\#?\d{1,2}\s?[.):-])
      | (?P<hash>\#(?!\#)(?=\s?[A-Za-z]))
      | (?P<letter>\(?[a-hA-H][.)](?=\s)|\([a-h]\)|\(?[ivx]{1,4}[.)](?=\s))
      | (?P<bullet>[-*•·‣◦▪●○■□►➢–—>+~o](?=[ \t])|[•·‣◦▪●○■□►➢](?=\S)|-(?=[A-Z])|\[[ xX]?\](?=\s))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_UNMARKED = frozenset(ascii_letters) - frozenset("pdivxPDIVX")
"""What a marker of more than one letter does not begin with."""
_SPACE = re.compile(r"[^\S\r\n]*")


class Line(Struct, frozen=True, gc=False):
    """A line of the note: ``text[start:end]`` without its line break.

    ``first`` is where its visible text begins, ``body`` where its text begins after a list marker, and
    ``marker`` the class of that marker: ``number``, ``hash``, ``letter``, ``bullet`` or ``""``.
    """

    start: int
    first: int
    body: int
    end: int
    indent: int
    marker: str

    @property
    def blank(self) -> bool:
        """Whether the line shows nothing."""
        return self.first >= self.end


def split_lines(text: str) -> list[Line]:
    """Every line of the text, in order; the last one may be empty."""
    found: list[Line] = []
    start = position = 0
    for piece in text.splitlines(keepends=True):
        position += len(piece)
        # Python splits at some separators that end no line of a note.
        if piece[-1] in _BREAKS:
            found.append(_line(text, start, position - (2 if piece.endswith("\r\n") else 1)))
            start = position
    found.append(_line(text, start, len(text)))
    return found


def _line(text: str, start: int, stop: int) -> Line:
    lead = _SPACE.match(text, start, stop) if text[start : start + 1].isspace() else None
    first = lead.end() if lead else start
    end = stop
    while end > first and text[end - 1].isspace():
        end -= 1
    if first >= end:
        return Line(start, stop, stop, stop, 0, "")
    indent = first - start if "\t" not in text[start:first] else len(text[start:first].expandtabs(4))
    marker, body = marked(text, first, end)
    return Line(start, first, body, end, indent, marker)


def marked(text: str, first: int, end: int) -> tuple[str, int]:
    """The class of the list marker at ``first``, if any, and where the text after it begins."""
    if text[first] in _UNMARKED and text[first + 1 : first + 2].isalpha():
        return "", first
    match = _MARKER.match(text, first, end)
    if match is None or match.end() >= end:
        return "", first
    gap = _SPACE.match(text, match.end(), end)
    return match.lastgroup or "", gap.end() if gap else match.end()


def lines(doc: Doc, text: str) -> list[Line]:
    """The lines of the note, found once for a Doc."""
    held: list[Line] | None = doc.user_data.get(LINES)
    if held is None:
        held = doc.user_data[LINES] = split_lines(text)
    return held


_WIDE = re.compile(r"\S(?:\t|[^\S\r\n]{3,})\S")
_CARRIES = re.compile(r"(?:and|as|at|but|by|due|for|from|in|of|on|or|that|the|to|which|who|with)\b")
_LABEL = re.compile(r"[A-Za-z](?:/[A-Za-z])?\s?:\s")
"""The letters of a note's parts head a line even behind "min a": "a: deconditioning", "A/P: "."""
_GRADE = re.compile(r"[0-5][+-]?\s?/\s?5(?![\d/])")
_DANGLING = re.compile(
    r"(?:[,/&+-]|\b(?:a|an|and|any|as|at|by|for|from|her|his|in|into|is|no|not|of|on|or|over|per|than|that|the|their"
    r"|to|was|were|which|who|with|without|left|right))$",
    re.IGNORECASE,
)


def running(text: str, lines: list[Line]) -> list[bool]:
    """Whether each line goes on with the sentence of the line before it: hard-wrapped text.

    A note is wrapped when most lines that could have held the next word did not; then full lines run on.
    In other notes a line runs on only where its first letter or the end of the line before says so.
    """
    width = _wrap_width(lines)
    flags = [False] * len(lines)
    for place in range(1, len(lines)):
        before, here = lines[place - 1], lines[place]
        if before.blank or here.blank or here.marker:
            continue
        if _WIDE.search(text, before.first, before.end) or _WIDE.search(text, here.first, here.end):
            continue
        last, length = text[before.end - 1], before.end - before.start
        if last == ":" or _LABEL.match(text, here.first):
            continue
        if last.isalnum() and _graded_on(text, before, here):
            flags[place] = True
            continue
        lower = text[here.first].islower()
        if width and length + 1 + _first_word(text, here) > width:
            flags[place] = True
        elif last not in ".!?;":
            tail = text[max(before.first, before.end - 12) : before.end]
            carries = lower and (length >= 60 or bool(width) or bool(_CARRIES.match(text, here.first)))
            flags[place] = carries or bool(_DANGLING.search(tail))
    return flags


def _graded_on(text: str, before: Line, here: Line) -> bool:
    """Whether a list of grades goes on with its next figure: "knee flexion R 4-/5 L", then "4/5, ..."."""
    if text[here.first] not in "012345" or text.find("/5", before.first, before.end) < 0:
        return False
    return bool(_GRADE.match(text, here.first)) and not _GRADE.match(text, before.first)


def _wrap_width(lines: list[Line]) -> int:
    """The width at which the note was wrapped, 0 if it was not."""
    pairs = [
        line.end - line.start
        for line, after in pairwise(lines)
        if not (line.blank or after.blank or after.marker)
    ]
    if len(pairs) < 3:
        return 0
    width = max(pairs)
    if not 50 <= width <= 140:
        return 0
    full = sum(length >= width * 0.75 for length in pairs)
    return width if full * 2 > len(pairs) else 0


def _first_word(text: str, line: Line) -> int:
    stop = line.first
    while stop < line.end and not text[stop].isspace():
        stop += 1
    return stop - line.first
