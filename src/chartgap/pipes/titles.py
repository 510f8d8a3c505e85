"""The titles of headings that the lexicon knows, ready to look up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct

from chartgap.lexicon.section import DocumentRule, SectionEntry
from chartgap.lexicon.spellings import spellings
from chartgap.pipes import marks

if TYPE_CHECKING:
    from chartgap.lexicon.book import Lexicon

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_DIGITS = re.compile(r"\S*\d\S*")
_JOINT = re.compile(r"\s*(?:,|/|&|\band\b|\bwith\b)\s*", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b(?:19|20)\d\d\b|#\s?\d+")


class Place(Struct, frozen=True, gc=False):
    """What headings of a section entry may stand for, and where: what is asked of each heading."""

    category: str
    brief: bool
    under: tuple[str, ...]
    not_under: tuple[str, ...]
    unspoken: tuple[str, ...]


Entries = tuple[Place, ...]
"""The entries that have a title; which one counts depends on where the heading stands."""


@dataclass(frozen=True)
class Headings:
    """The headings of a lexicon, ready to look up."""

    titles: Mapping[str, Entries]
    opens: Mapping[str, Entries]
    begun: frozenset[str]
    """The first words of what opens a text."""
    letters: Mapping[str, Entries]
    spoken: re.Pattern[str] | None
    heard: Mapping[str, Entries]
    documents: tuple[DocumentRule, ...]

    def find(self, title: str) -> Entries | None:
        """The entry of a heading's title, read whole, without asides and dates, or as a pair of titles."""
        key = marks.fold(title)
        entry = self.titles.get(key)
        if entry is not None or not key:
            return entry
        if title.replace(" ", "").isalpha() and " and " not in key and " with " not in key:
            return self.opening(key)
        bare = _DIGITS.sub(" ", _ASIDE.sub(" ", title))
        entry = self.titles.get(marks.fold(bare))
        if entry is None:
            entry = self._pair(bare) or self.opening(key)
        return entry

    def alone(self, title: str) -> Entries | None:
        """The entry of a title that only its line sets apart: the words must be just those of a title."""
        entry = self.titles.get(marks.fold(title))
        if entry is not None or title.replace(" ", "").isalpha():
            return entry
        return self.titles.get(marks.fold(_DATE.sub(" ", _ASIDE.sub(" ", title))))

    def _pair(self, title: str) -> Entries | None:
        parts = [part for part in (marks.fold(part) for part in _JOINT.split(title)) if part]
        if len(parts) < 2:
            return None
        found = [self.titles.get(part) for part in parts]
        return found[0] if all(found) else None

    def opening(self, key: str) -> Entries | None:
        """The entry that a folded text opens with (``mri left foot``)."""
        words = key.split(" ", 3)
        if words[0] not in self.begun:
            return None
        for count in (3, 2, 1):
            entry = self.opens.get(" ".join(words[:count])) if len(words) >= count else None
            if entry is not None:
                return entry
        return None


def read_headings(lexicon: Lexicon) -> Headings:
    """The headings of the lexicon."""
    titles: dict[str, Entries] = {}
    opens: dict[str, Entries] = {}
    letters: dict[str, Entries] = {}
    heard: dict[str, Entries] = {}
    documents: list[DocumentRule] = []
    shared: dict[Entries, Entries] = {}
    for item in lexicon.sections.values():
        if isinstance(item, DocumentRule):
            documents.append(item)
        elif isinstance(item, SectionEntry):
            place = Place(item.category, item.scope == "line", item.under, item.not_under, item.unspoken)
            for held, given in ((titles, item.titles), (opens, item.opens), (letters, item.letters)):
                for term in given:
                    for spelling in spellings(term):
                        _enter(held, marks.fold(spelling), place, shared)
            for term in item.spoken:
                for spelling in spellings(term):
                    _enter(heard, spelling.lower(), place, shared)
    ordered = sorted(heard, key=len, reverse=True)
    pattern = "|".join(re.escape(spelling).replace(r"\ ", r"\s+") for spelling in ordered)
    spoken = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE) if ordered else None
    begun = frozenset(opening.split(" ", 1)[0] for opening in opens)
    return Headings(titles, opens, begun, letters, spoken, heard, tuple(documents))


def _enter(held: dict[str, Entries], title: str, place: Place, shared: dict[Entries, Entries]) -> None:
    entries = held.get(title, ())
    if place not in entries:
        entries = (*entries, place)
        held[title] = shared.setdefault(entries, entries)
