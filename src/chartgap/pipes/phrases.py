"""Words of given roles in a stretch of text, longest match first, without spaCy.

Measurements are read from the text itself: their grammar is made of numbers, signs and table columns, which
tokens only hide. A ``PhraseBook`` is built once from lexicon entries and finds their terms by dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace
from pydantic import JsonValue

from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.measurement import MeasureEntry
from chartgap.lexicon.spellings import spellings
from chartgap.pipes import pieces as compiled

_PIECE = re.compile(r"[^\W\d_]+|\d+|\n|[^\w\s]")
DASHES = "-‐‑‒–—−﹣－"  # noqa: RUF001
_FOLD = {dash: "-" for dash in DASHES} | {"’": "'", "‘": "'"}
_LOOSE = frozenset("-\n")
"""Pieces that may stand between the words of a phrase: a hyphen, a line wrap."""


class Hit(Struct, frozen=True):
    """A phrase, or a piece of text that belongs to none (``role`` is then empty, ``value`` the piece itself).

    ``roles`` are all roles that the words have; ``role`` and ``value`` are of the first in the lexicon.
    """

    start: int
    end: int
    role: str
    value: JsonValue
    rule: str
    roles: frozenset[str] = frozenset()


class _Phrase(Struct, frozen=True):
    pieces: tuple[str, ...]
    exact: tuple[str, ...]
    """The pieces with their capitals, for a cased term; empty for others."""
    role: str
    value: JsonValue
    rule: str
    roles: frozenset[str]


class _Held(Struct, frozen=True):
    """The phrases that begin with one word, longest first; those of that word alone; what may follow it."""

    phrases: list[_Phrase]
    short: list[_Phrase]
    seconds: frozenset[str]


def measure_entries(lexicon: Lexicon, reader: str) -> list[MeasureEntry]:
    """The lexicon's entries for one reader."""
    held = lexicon.table("measurements", MeasureEntry).values()
    return [entry for entry in held if entry.reader == reader]


class PhraseBook:
    """All phrases of a reader, by their first word.

    Entries of role ``words`` are no phrases: ``words[value]`` is a pattern of pieces of words, to be searched
    in lower-cased text; by it a reader sees quickly whether a text is worth reading.
    """

    def __init__(self, entries: Iterable[MeasureEntry]) -> None:
        by_first: dict[str, list[_Phrase]] = {}
        self.words: dict[str, re.Pattern[str]] = {}
        self._pieces: dict[str, compiled.Pieces] = {}
        for entry in entries:
            if entry.role == "words":
                held = _pieces_of(entry.terms)
                self._pieces[str(entry.value)] = compiled.Pieces(held)
                self.words[str(entry.value)] = re.compile("|".join(re.escape(piece) for piece in held))
                continue
            for cased, terms in ((False, entry.terms), (True, entry.cased)):
                for term in terms:
                    for spelling in spellings(term):
                        _add(by_first, entry, spelling, cased)
        self._by_first = {first: _hold(phrases) for first, phrases in by_first.items()}

    def shows(self, words: str, low: str) -> bool:
        """Whether lower-cased text holds one of these pieces of words; quicker than searching a pattern."""
        return self._pieces[words].stand_in(low)

    def places(self, words: str, low: str) -> list[int]:
        """Where lower-cased text holds these pieces of words, in order."""
        return self._pieces[words].places(low)

    def role_at(self, text: str, start: int) -> str:
        """The role of the phrase that begins at ``start``; empty where none does."""
        first = _PIECE.match(text, start)
        held = self._by_first.get(_FOLD.get(first[0], first[0]).lower()) if first else None
        if held is None:
            return ""
        most = 2 * len(held.phrases[0].pieces)  # with a hyphen or a line wrap after each word
        raw, low = _folded(text, islice(_PIECE.finditer(text, start, start + 80), most))
        found = _longest(held, low, raw, 0)
        return found[0].role if found else ""

    def phrases(self, *roles: str) -> list[tuple[str, ...]]:
        """The phrases of these roles, in lower-case pieces."""
        held = (phrase for held in self._by_first.values() for phrase in held.phrases)
        return [phrase.pieces for phrase in held if phrase.role in roles]

    def scan(self, text: str, start: int = 0, end: int | None = None) -> list[Hit]:
        """Every piece of ``text[start:end]`` in order, phrases in one piece. White space is left out."""
        matches = list(_PIECE.finditer(text, start, len(text) if end is None else end))
        raw, low = _folded(text, matches)
        found: list[Hit] = []
        place, count = 0, len(low)
        by_first = self._by_first
        while place < count:
            held = by_first.get(low[place])
            best = _longest(held, low, raw, place) if held else None
            if best is None:
                found.append(Hit(*matches[place].span(), "", low[place], ""))
                place += 1
            else:
                phrase, stop = best
                span = matches[place].start(), matches[stop - 1].end()
                found.append(Hit(*span, phrase.role, phrase.value, phrase.rule, phrase.roles))
                place = stop
        return found


def _add(by_first: dict[str, list[_Phrase]], entry: MeasureEntry, spelling: str, cased: bool) -> None:
    exact = tuple(_FOLD.get(piece, piece) for piece in _PIECE.findall(spelling))
    pieces = tuple(piece.lower() for piece in exact)
    held = by_first.setdefault(pieces[0], [])
    capitals = exact if cased else ()
    for place, phrase in enumerate(held):
        if phrase.pieces == pieces and phrase.exact == capitals:
            held[place] = replace(phrase, roles=phrase.roles | {entry.role})
            return
    held.append(_Phrase(pieces, capitals, entry.role, entry.value, entry.id, frozenset((entry.role,))))


def _hold(phrases: list[_Phrase]) -> _Held:
    phrases = sorted(phrases, key=lambda phrase: (-len(phrase.pieces), not phrase.exact))
    seconds = frozenset(phrase.pieces[1] for phrase in phrases if len(phrase.pieces) > 1)
    return _Held(phrases, [phrase for phrase in phrases if len(phrase.pieces) == 1], seconds)


def _pieces_of(terms: Iterable[str]) -> tuple[str, ...]:
    held: set[str] = set()
    for term in terms:
        ahead, behind = term[: -len(term.lstrip())], term[len(term.rstrip()) :]
        held.update(f"{ahead}{spelling.lower()}{behind}" for spelling in spellings(term))
    return tuple(sorted(held, key=lambda piece: (-len(piece), piece)))


def _folded(text: str, matches: Iterable[re.Match[str]]) -> tuple[list[str], list[str]]:
    """The pieces with one dash and one apostrophe for all kinds of them, as written and in lower case."""
    raw = [match[0] for match in matches]
    if not text.isascii():
        raw = [_FOLD.get(piece, piece) for piece in raw]
    return raw, [piece.lower() for piece in raw]


def _longest(held: _Held, low: list[str], raw: list[str], place: int) -> tuple[_Phrase, int] | None:
    """The longest phrase at piece ``place``, and where it ends."""
    after = low[place + 1] if place + 1 < len(low) else ""
    for phrase in held.phrases if after in held.seconds or after in _LOOSE else held.short:
        stop = _match(phrase, low, raw, place)
        if stop:
            return phrase, stop
    return None


def _match(phrase: _Phrase, low: list[str], raw: list[str], place: int) -> int:
    """Where the phrase, beginning at piece ``place``, ends; 0 if it does not stand there."""
    count = len(low)
    at = place
    for index, piece in enumerate(phrase.pieces):
        if index and at < count and low[at] != piece and low[at] in _LOOSE:
            at += 1
        if at >= count or low[at] != piece or (phrase.exact and raw[at] != phrase.exact[index]):
            return 0
        at += 1
    return at
