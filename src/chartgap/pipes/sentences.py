"""Sentences: full stops and line ends as clinicians write them. Headings and list items are bounds too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from chartgap.compiled import extents
from chartgap.pipes import stops
from chartgap.pipes.draft import SENTENCES, has_tokens, scan
from chartgap.pipes.lines import Line

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NO_START = np.uint64(2**64 - 1)
"""spaCy's -1: surely no sentence start."""
_MARKER = re.compile(
    r"[\s,]*(?:problem|dx|diagnosis|issue)?\s*[#(]?\s*(?:\d{1,2}|[a-h]|[ivx]{1,4})\s*", re.IGNORECASE
)
_NAMED = frozenset("dr mr mrs ms no vs".split())
"""A name or a figure follows, be it on the next line."""
_ABBREVIATIONS = """a.m apt approx assoc ave bldg ca cf cm dept dr drs dx e.g eg est etc ext fig ft hosp hx
    i.e ie inc incl jr kg lb lbs lt max md mg min ml mm mr mrs ms mt no nos nr oz p.m pg ph.d phd pp pt pts
    prof pvt ref rt rx sr st tab tbsp tel tsp vs wt yr yrs""".split()
_CUTTER = stops.Cutter({word: word not in _NAMED for word in _ABBREVIATIONS}, _MARKER.fullmatch)


def lay_sentences(text: str, lines: list[Line], runs: list[bool], cuts: Iterable[int]) -> extents.Extents:
    """Sentences of the text, in order, without the white space around them.

    Args:
        text: the note.
        lines: its lines.
        runs: whether each line goes on with the sentence of the one before.
        cuts: offsets at which a sentence begins in any case (headings, their bodies, list items).
    """
    begun = [line.first for line, run in zip(lines, runs, strict=True) if not run and line.first < line.end]
    begun.extend(cuts)
    begun.sort()
    return _CUTTER.cut(text, begun)


def mark_sentences(doc: Doc, sentences: extents.Extents) -> None:
    """Set the sentence starts of the Doc's tokens."""
    firsts = stops.find_tokens(scan(doc), sentences)
    if firsts and has_tokens(doc):
        # A tenth of the time that setting the tokens one by one takes.
        marks: Any = np.full((len(doc), 1), _NO_START, dtype="uint64")
        marks[firsts] = 1
        doc.from_array(["SENT_START"], marks)
    if firsts:
        firsts[0] = 0
    doc.user_data[SENTENCES] = firsts
