"""Sentences: full stops and line ends as clinicians write them. Headings and list items are bounds too."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import starmap
from typing import TYPE_CHECKING, Any

import numpy as np

from chartgap.models import Extent
from chartgap.pipes import stops
from chartgap.pipes.draft import SENTENCES, has_tokens, starts
from chartgap.pipes.lines import Line

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NO_START = np.uint64(2**64 - 1)
"""spaCy's -1: surely no sentence start."""
_MARKER = re.compile(
    r"[\s,]*(?:problem|dx|diagnosis|issue)?\s*[#(]?\s*(?:\d{1,2}|[a-h]|[ivx]{1,4})\s*", re.IGNORECASE
)
ABBREVIATIONS = frozenset(
    """a.m apt approx assoc ave bldg ca cf cm dept dr drs dx e.g eg est etc ext fig ft hosp hx i.e ie inc incl
    jr kg lb lbs lt max md mg min ml mm mr mrs ms mt no nos nr oz p.m pg ph.d phd pp pt pts prof pvt ref rt rx
    sr st tab tbsp tel tsp vs wt yr yrs""".split()
)
_LONG_ENDINGS = frozenset(word[-4:] for word in ABBREVIATIONS if len(word) >= 4)


def lay_sentences(text: str, lines: list[Line], runs: list[bool], cuts: Iterable[int]) -> list[Extent]:
    """Sentences of the text, in order, without the white space around them.

    Args:
        text: the note.
        lines: its lines.
        runs: whether each line goes on with the sentence of the one before.
        cuts: offsets at which a sentence begins in any case (headings, their bodies, list items).
    """
    bounds = {0, *cuts}
    bounds.update(
        [line.first for line, run in zip(lines, runs, strict=True) if not run and line.first < line.end]
    )
    begun = sorted(bounds)
    sure, doubtful = stops.find_stops(text, _LONG_ENDINGS)
    bounds.update(sure)
    for at, end in doubtful:
        begin = begun[bisect_right(begun, at) - 1]
        if at - begin <= 14 and _MARKER.fullmatch(text, begin, at):
            continue
        if _ends(text, at, end):
            bounds.add(end)
    return list(starmap(Extent, stops.cut_stretches(text, [*sorted(bounds), len(text)])))


def _ends(text: str, at: int, end: int) -> bool:
    """Whether the stop ``text[at:end]``, with what is between it and the next word, ends its sentence."""
    sign, following = text[at], text[end]
    if sign == ":":
        return True
    gap = text[at:end]
    lost = "," in gap
    if sign != ".":
        return lost or not following.islower()
    before = text[max(0, at - 24) : at]
    word = "" if not before or before[-1].isspace() else before.rsplit(None, 1)[-1].rpartition("(")[2].lower()
    if lost:
        return following.isupper() or following in "*(#-" or word not in ABBREVIATIONS
    if word in ABBREVIATIONS:
        return "\n" in gap and following.isupper() and word not in ("dr", "mr", "mrs", "ms", "vs", "no")
    if following.islower():
        return len(word) >= 4 and word.isalpha()
    if "." in word and len(word) <= 5 and not any(letter.isdigit() for letter in word):
        return following.isupper()
    return True


def mark_sentences(doc: Doc, sentences: list[Extent]) -> None:
    """Set the sentence starts of the Doc's tokens."""
    firsts = stops.find_tokens(starts(doc), [sentence.start for sentence in sentences])
    if firsts and has_tokens(doc):
        # A tenth of the time that setting the tokens one by one takes.
        marks: Any = np.full((len(doc), 1), _NO_START, dtype="uint64")
        marks[firsts] = 1
        doc.from_array(["SENT_START"], marks)
    if firsts:
        firsts[0] = 0
    doc.user_data[SENTENCES] = firsts
