"""Words of given roles in a stretch of text, longest match first, without spaCy.

Measurements are read from the text itself: their grammar is made of numbers, signs and table columns, which
tokens only hide. A ``PhraseBook`` is built once from lexicon entries and finds their terms by dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import astuple, replace
from pydantic import JsonValue

from chartgap.lexicon.book import Lexicon
from chartgap.lexicon.measurement import MeasureEntry
from chartgap.lexicon.spellings import spellings
from chartgap.pipes import hits
from chartgap.pipes import pieces as compiled

_PIECE = re.compile(r"[^\W\d_]+|\d+|\n|[^\w\s]")
DASHES = "-‐‑‒–—−﹣－"  # noqa: RUF001
_FOLD = {dash: "-" for dash in DASHES} | {"’": "'", "‘": "'"}


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
        held: dict[tuple[tuple[str, ...], tuple[str, ...]], _Phrase] = {}
        self.words: dict[str, re.Pattern[str]] = {}
        self._pieces: dict[str, compiled.Pieces] = {}
        for entry in entries:
            if entry.role == "words":
                pieces = _pieces_of(entry.terms)
                self._pieces[str(entry.value)] = compiled.Pieces(pieces)
                self.words[str(entry.value)] = re.compile("|".join(re.escape(piece) for piece in pieces))
                continue
            for cased, terms in ((False, entry.terms), (True, entry.cased)):
                for term in terms:
                    for spelling in spellings(term):
                        _add(held, entry, spelling, cased)
        self._phrases = list(held.values())
        self._finder = hits.Finder(map(astuple, self._phrases), _FOLD, Hit)

    def shows(self, words: str, low: str) -> bool:
        """Whether lower-cased text holds one of these pieces of words; quicker than searching a pattern."""
        return self._pieces[words].stand_in(low)

    def places(self, words: str, low: str) -> list[int]:
        """Where lower-cased text holds these pieces of words, in order."""
        return self._pieces[words].places(low)

    def role_at(self, text: str, start: int) -> str:
        """The role of the phrase that begins at ``start``; empty where none does."""
        return self._finder.role_at(text, start)

    def phrases(self, *roles: str) -> list[tuple[str, ...]]:
        """The phrases of these roles, in lower-case pieces."""
        return [phrase.pieces for phrase in self._phrases if phrase.role in roles]

    def scan(self, text: str, start: int = 0, end: int | None = None) -> list[Hit]:
        """Every piece of ``text[start:end]`` in order, phrases in one piece. White space is left out."""
        return self._finder.scan(text, start, len(text) if end is None else end)


def _add(
    held: dict[tuple[tuple[str, ...], tuple[str, ...]], _Phrase],
    entry: MeasureEntry,
    spelling: str,
    cased: bool,
) -> None:
    exact = tuple(_FOLD.get(piece, piece) for piece in _PIECE.findall(spelling))
    pieces = tuple(piece.lower() for piece in exact)
    capitals = exact if cased else ()
    phrase = held.get((pieces, capitals))
    if phrase is None:
        held[pieces, capitals] = _Phrase(
            pieces, capitals, entry.role, entry.value, entry.id, frozenset((entry.role,))
        )
    else:
        held[pieces, capitals] = replace(phrase, roles=phrase.roles | {entry.role})


def _pieces_of(terms: Iterable[str]) -> tuple[str, ...]:
    held: set[str] = set()
    for term in terms:
        ahead, behind = term[: -len(term.lstrip())], term[len(term.rstrip()) :]
        held.update(f"{ahead}{spelling.lower()}{behind}" for spelling in spellings(term))
    return tuple(sorted(held, key=lambda piece: (-len(piece), piece)))
