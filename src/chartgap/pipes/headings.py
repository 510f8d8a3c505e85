"""Headings in every form clinicians give them, found in the lines of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct

from chartgap.pipes import marks
from chartgap.pipes.lines import Line
from chartgap.pipes.titles import Entries, Headings

LONGEST_TITLE = 80
_SENTENCE_END = re.compile(r"[.;!?]\s+")
_MARKUP = re.compile(r"[#*_>=~\s]*")
_DASH = re.compile(r"\s*(?:[-–—]{1,2}|\.{3}|…)\s+|\s+[-–—]{1,2}\s*")
_CAPITALS = re.compile(r"[A-Z][A-Z/&' -]*[A-Z](?=\s+[\w(])(?!\s+[A-Z][A-Z])")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\s+$")
_LETTER_TITLE = re.compile(r"[SOAP](?:/P)?\s*:")
_SLASHED = re.compile(r"([A-Za-z]{1,4})/[ \t]+(?![A-Za-z]\s)(?=\S)")
"""A short heading that a slash ends: ``cc/ hip pain``, ``p/ rest``."""


class Heading(Struct, gc=False):
    """A heading of the text. ``until`` ends its section early; None lets it run to the next heading.

    Where several entries have the title, the first whose surroundings suit it gives the ``category``.
    """

    start: int
    body: int
    title: str
    entries: Entries
    until: int | None
    category: str = ""


_PLACE = attrgetter("start", "body")


def find_headings(text: str, lines: list[Line], runs: list[bool], known: Headings) -> list[Heading]:
    """Every heading of the text, in order, none inside another.

    Args:
        text: the note.
        lines: its lines.
        runs: whether each line goes on with the sentence of the one before.
        known: the headings of the lexicon.
    """
    found: list[Heading] = []
    for place, line in enumerate(lines):
        if line.first >= line.end:
            continue
        goes_on = runs[place] and _LETTER_TITLE.match(text, line.first) is None
        head = None if goes_on else _line_heading(text, line, known)
        if head is not None:
            if head.until is not None:
                head.until = _run_end(lines, runs, place)
            found.append(head)
        for inner in _inner_headings(text, line, head.body if head else line.body, known):
            if inner.entries[0].brief:
                inner.until = _run_end(lines, runs, place)
            found.append(inner)
        if line.end - line.first > 300:
            found.extend(_spoken_headings(text, line, known))
    found.sort(key=_PLACE)
    kept: list[Heading] = []
    for heading in found:
        if not kept or heading.start >= kept[-1].body:
            kept.append(heading)
    return _standing(text, kept, known)


def _run_end(lines: list[Line], runs: list[bool], place: int) -> int:
    """Where the text that begins on a line ends, with the lines that it wraps onto."""
    while place + 1 < len(lines) and runs[place + 1]:
        place += 1
    return lines[place].end


def _line_heading(text: str, line: Line, known: Headings) -> Heading | None:
    """The heading that a line begins with."""
    markup = None if text[line.body].isalpha() else _MARKUP.match(text, line.body, line.end)
    begin = markup.end() if markup else line.body
    if begin >= line.end:
        return None
    slash = _SLASHED.match(text, begin, line.end) if "/" in text[begin : begin + 5] else None
    key = marks.fold(slash[1]) if slash else ""
    if slash is not None and (entry := known.letters.get(key) or known.titles.get(key)):
        brief = entry[0].brief
        return Heading(line.first, slash.end(), slash[1], entry, line.end if brief else None)
    colon = text.find(":", begin, min(line.end, begin + LONGEST_TITLE))
    nested = line.marker in ("bullet", "letter", "number")
    if colon > 0:
        title = text[begin:colon].strip(" \t*_#")
        entry = None if _behind_sentence(text, begin, colon, known) else known.find(title)
        if entry is None and len(title) <= 3 and not nested:
            entry = known.letters.get(marks.fold(title))
        if entry is None or (nested and entry[0].category == "other"):
            return None
        body = marks.past_markup(text, colon + 1, line.end)
        brief = nested or (entry[0].brief and not (title.isupper() and marks.fold(title) in known.titles))
        return Heading(line.first, body, title, entry, line.end if brief and body < line.end else None)
    if line.end - begin <= LONGEST_TITLE:
        title = text[begin : line.end].strip(" \t*_#=~-–—")
        alone = title[:1].isupper() and title[-1:] not in ".,;" and not (nested and line.marker != "number")
        entry = known.alone(title)
        if entry is not None and alone and not (nested and entry[0].category == "other"):
            return Heading(line.first, line.end, title, entry, None)
    return None if nested else _unpunctuated(text, line, begin, known)


def _behind_sentence(text: str, begin: int, colon: int, known: Headings) -> bool:
    """Whether the colon is that of a heading behind a sentence: ``MRI was normal. Plan: rest``."""
    last = begin
    for stop in _SENTENCE_END.finditer(text, begin, colon):
        last = stop.end()
    if last == begin or not text[last].isupper():
        return False
    return known.alone(text[last:colon]) is not None and known.alone(text[begin:colon]) is None


def _unpunctuated(text: str, line: Line, begin: int, known: Headings) -> Heading | None:
    """A heading that a dash ends, or capitals before running text."""
    dash = _DASH.search(text, begin, min(line.end, begin + LONGEST_TITLE))
    if dash is not None and text[begin].isupper():
        title = text[begin : dash.start()].strip("*_ ")
        entry = known.titles.get(marks.fold(title))
        if entry is not None:
            return Heading(line.first, dash.end(), title, entry, None)
    capitals = _CAPITALS.match(text, begin, line.end)
    if capitals is not None:
        title = capitals.group()
        entry = known.titles.get(marks.fold(title))
        if entry is not None and len(title) >= 3:
            return Heading(line.first, capitals.end(), title, entry, None)
    return None


def _inner_headings(text: str, line: Line, begin: int, known: Headings) -> Iterator[Heading]:
    """Headings with a colon inside a line: several on one line, or a note that lost its line breaks."""
    for start, title, key, lost, body in marks.find_titles(text, begin, line.end, LONGEST_TITLE):
        entry = known.titles.get(key) or known.alone(title)
        if entry is None and title.isupper():
            entry = known.find(title)
        if entry is None and (lost or title.isupper()) and len(title) <= 3:
            entry = known.letters.get(key)
        if entry is not None:
            yield Heading(start, body, title, entry, None)


def _spoken_headings(text: str, line: Line, known: Headings) -> Iterator[Heading]:
    """Headings heard in dictation: a long line with hardly a full stop."""
    if known.spoken is None:
        return
    words = (line.end - line.first) / 6
    if marks.has_more_stops(text, line.first, line.end, int(words / 60)):
        return
    for match in known.spoken.finditer(text, line.first, line.end):
        heard = " ".join(match.group().lower().split())
        before = _WORD_BEFORE.search(text, max(line.first, match.start() - 20), match.start())
        if before is not None and before.group().strip().lower() in known.heard[heard][0].unspoken:
            continue
        yield Heading(match.start(), match.end(), match.group(), known.heard[heard], None)


def _standing(text: str, headings: list[Heading], known: Headings) -> list[Heading]:
    """The headings that may stand where they do, with their categories."""
    standing: list[Heading] = []
    around: str | None = None
    for heading in headings:
        category = _category(heading.entries, around)
        if category is None:
            continue
        if (
            category == "exam"
            and known.opening(marks.fold(text[heading.body : heading.body + 40])) is not None
        ):
            category = "procedure"
        heading.category = category
        standing.append(heading)
        if heading.until is None:
            around = category
    return standing


def _category(entries: Entries, around: str | None) -> str | None:
    """The category of the first entry that may stand inside ``around``, None if none may."""
    for entry in entries:
        if (not entry.under or around in entry.under) and around not in entry.not_under:
            return entry.category
    return None
