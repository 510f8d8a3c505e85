"""Bone density tables copied one cell a line: the titles below each other, then site and figures in turn."""

from __future__ import annotations

import re

from chartgap.pipes.lines import Line
from chartgap.pipes.phrases import PhraseBook
from chartgap.pipes.score_headers import title_of
from chartgap.pipes.score_rows import row_label
from chartgap.pipes.score_sides import sided_pieces
from chartgap.pipes.scores import LIMIT, Score

_FIGURE = re.compile(r"[^\w\s]{0,2}\s?\d{1,3}(?:\.\d{1,3})?\s?%?\Z|n/?a\Z|--?\Z", re.IGNORECASE)


def read_stacks(
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
            label = row_label(sided_pieces(text, lines[at].first, lines[at].end, book), None)
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
