"""Reads T-scores and Z-scores of bone density, with their site and side, from prose, lists and tables.

A finding's value is ``{value, site, laterality}``; values of an earlier study are historical. Densities,
FRAX, rates of change and the thresholds of definitions are no scores. Source of the names:
lexicons/measurements/t_scores.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from chartgap.models import Assertion
from chartgap.pipes import figures as compiled
from chartgap.pipes.draft import Draft, drafts, in_lower_case, lowered
from chartgap.pipes.draft import text as note_text
from chartgap.pipes.lines import Line, split_lines
from chartgap.pipes.lines import lines as note_lines
from chartgap.pipes.phrases import DASHES, PhraseBook, measure_entries
from chartgap.pipes.score_prose import read_unit
from chartgap.pipes.score_sides import sided_pieces
from chartgap.pipes.score_tables import read_tables
from chartgap.pipes.scores import Carry, Piece, Place, Score
from chartgap.pipes.units import RULE, Unit, split_units

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon

READER = "t_scores"
_MINUS = "[" + re.escape(DASHES) + "]"
_SCORED = re.compile(r"[^\n]{0,60}?\d")
_WHICH = re.compile(r"[tz](?:[\s/&-]|and|young|adult|[tz])*score\Z")
_SAID = re.compile(r"\s(?:\d|zero|one|two|three|four|point)")
_BARE = re.compile(rf"T(?<![\w-]T)\s?[=:]?\s?{_MINUS}\s?\d?\.\d")
_NUMBER = re.compile(rf"[\d{_MINUS[1:-1]}+](?:(?<=\d)\.\d|(?<!\d)\s?\d)")
_LETTER = re.compile(r"[TZ](?<![\w-][TZ])(?!\w)")
_SITE = re.compile(r"(?:site|location|region)\s?:", re.IGNORECASE)
"""A line of a template that tells where the score above it was measured."""
PRIOR = Assertion(historical=True)


class ScoreReader:
    """The spaCy component. Built from a lexicon; holds nothing of a note."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.book = PhraseBook(measure_entries(lexicon, READER))

    def __call__(self, doc: Doc) -> Doc:
        """Append the note's scores to the Doc's drafts."""
        text = note_text(doc)
        found = read_t_scores(text, self.book, partial(note_lines, doc), in_lower_case(doc))
        if found:
            drafts(doc).extend(found)
        return doc


def read_t_scores(
    text: str,
    book: PhraseBook,
    split: Callable[[str], list[Line]] = split_lines,
    low: str | None = None,
) -> list[Draft]:
    """Every T- and Z-score of a note, in text order, as drafts of kind ``t_score`` and ``z_score``.

    ``split`` gives the note's lines, once they are needed; ``low`` is the note in lower case, if it is known.
    """
    low = lowered(text) if low is None else low
    if not (book.shows("gate", low) or _BARE.search(text)):
        return []
    if not (_shows_figure(text, low) or book.shows("apart", low)):
        return []
    lines = split(text)
    found, taken = read_tables(text, lines, book)
    figures = sorted([*(match.start() for match in _NUMBER.finditer(text)), *_ends_of(low, _SIGN_WORDS)])
    carry = Carry()
    studied: dict[str, set[str]] = {}
    last = -2
    for unit in split_units(text, lines, taken):
        if unit.line > last + 1 and any(line.blank for line in lines[last + 1 : unit.line]) and last >= 0:
            carry.kind, carry.density = "", False
        last = max(last, unit.line)
        apart = not (_near(figures, unit.start, unit.end) and _matters(text, unit, carry, book))
        pieces = [] if apart else sided_pieces(text, unit.start, unit.end, book)
        if _remark(unit, pieces):
            continue
        if not pieces:
            carry = carry if RULE.match(text, unit.start, unit.end) else Carry()
            continue
        if found and not found[-1].place and _SITE.match(text, unit.start, unit.end):
            found[-1] = replace(found[-1], place=next((one.place for one in pieces if one.place), None))
        _note_study(text, unit, pieces, studied, book)
        found.extend(read_unit(text, unit.start, unit.end, pieces, carry))
    found.sort(key=lambda score: score.start)
    return [_draft(score) for score in _reconciled(found, studied)]


def _remark(unit: Unit, pieces: list[Piece]) -> bool:
    """Whether a unit is a short remark at the end of a line, after which its list goes on."""
    figured = any(piece.kind in ("number", "site") for piece in pieces)
    return not (unit.first or figured) and unit.end - unit.start <= _SHORT


def _matters(text: str, unit: Unit, carry: Carry, book: PhraseBook) -> bool:
    """Whether a unit may hold a score or a heading of scores."""
    low = text[unit.start : unit.end].lower()
    return bool(
        len(low) <= 60
        or _LETTER.search(text, unit.start, unit.end)
        or book.shows("gate", low)
        or book.shows("study", low)
        or (
            (carry.kind or carry.density)
            and (_NUMBER.search(text, unit.start, unit.end) or _ends_of(low, _SIGN_WORDS))
        )
    )


def _shows_figure(text: str, low: str) -> bool:
    """Whether the text holds something written as a score is."""
    return (
        compiled.shows_score(text)
        or any(
            _SCORED.match(low, at) and _WHICH.search(low, max(0, at - 18), at)
            for at in _ends_of(low, ("score",))
        )
        or any(_SAID.match(low, at) for at in _ends_of(low, _SIGN_WORDS))
    )


def _ends_of(low: str, words: tuple[str, ...]) -> list[int]:
    """Where these words end in lower-cased text."""
    found: list[int] = []
    for word in words:
        at = low.find(word)
        while at >= 0:
            found.append(at + len(word))
            at = low.find(word, at + 1)
    return found


_SIGN_WORDS = ("minus", "negative")
_SHORT = 60
_REACH = 2000
"""How many characters away a heading still counts."""


def _near(figures: list[int], start: int, end: int) -> bool:
    """Whether a figure stands in reach of a stretch."""
    index = bisect_left(figures, start - _REACH)
    return index < len(figures) and figures[index] < end + _REACH


def _note_study(
    text: str, unit: Unit, pieces: list[Piece], studied: dict[str, set[str]], book: PhraseBook
) -> None:
    """Gather the sides that a density study names by region; what was not scanned does not count."""
    if not any(piece.kind == "site" for piece in pieces):
        return
    low = text[unit.start : unit.end].lower()
    if not book.words["study"].search(low) and not any(
        piece.kind in ("density", "t", "tz") or (piece.kind == "other" and piece.text == "bmd")
        for piece in pieces
    ):
        return
    for index, piece in enumerate(pieces):
        after = pieces[index + 1].kind if index + 1 < len(pieces) else ""
        if piece.kind == "site" and piece.place and piece.place.laterality and after != "not_site":
            ahead = next((other.start for other in pieces[index + 1 :] if other.kind == "site"), unit.end)
            if book.words["excluded"].search(text[piece.end : min(ahead, piece.end + 45)].lower()):
                continue
            studied.setdefault(piece.place.region, set()).add(piece.place.laterality)


def _reconciled(found: list[Score], studied: dict[str, set[str]]) -> list[Score]:
    """Mentions of one measurement agree: a bare repetition takes site and side from the full statement."""
    latest = max((score.year for score in found), default=0)
    full: dict[tuple[str, float], set[Place]] = {}
    for score in found:
        if score.place is not None and (not score.place.sided or score.place.laterality):
            full.setdefault((score.kind, score.value), set()).add(score.place)
    measured: dict[str, set[str]] = {}
    for score in found:
        if score.place is not None and score.place.laterality:
            measured.setdefault(score.place.region, set()).add(score.place.laterality)
    result: list[Score] = []
    for score in found:
        prior = score.prior or 0 < score.year < latest
        place = _complete(score.place, full.get((score.kind, score.value), set()))
        place = _with_study_side(place, measured)
        result.append(replace(score, prior=prior, place=_with_study_side(place, studied)))
    return result


def _complete(place: Place | None, full: set[Place]) -> Place | None:
    """The one place that other mentions of the same value give in full, if there is exactly one."""
    if place is not None and (not place.sided or place.laterality):
        return place
    fitting = [other for other in full if place is None or place.site == other.site]
    return fitting[0] if len(fitting) == 1 else place


def _with_study_side(place: Place | None, studied: dict[str, set[str]]) -> Place | None:
    """A site without side takes the one side of its region that the study names."""
    if place is None or not place.sided or place.laterality:
        return place
    sides = studied.get(place.region, set())
    return replace(place, laterality=next(iter(sides))) if len(sides) == 1 else place


def _draft(score: Score) -> Draft:
    kind = "t_score" if score.kind == "t" else "z_score"
    place = score.place
    return Draft(
        kind="t_score" if score.kind == "t" else "z_score",
        start=score.start,
        end=score.end,
        value={
            "value": score.value,
            "site": place.site if place else None,
            "laterality": place.laterality if place else None,
        },
        rule=f"{kind}.{score.rule or 'prose'}",
        assertion=PRIOR if score.prior else None,
    )
