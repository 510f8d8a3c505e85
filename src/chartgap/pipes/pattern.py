"""Regular expressions of the lexicon that give a finding as they stand, beside the terms of the same kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from chartgap.models import FindingKind
from chartgap.pipes import figures
from chartgap.pipes.draft import SENTENCES, Draft, Term, drafts, folded, lowered, scan, terms, text, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from chartgap.lexicon.book import Lexicon
    from chartgap.lexicon.schema import PatternEntry

FLAGS: Mapping[str, re.RegexFlag] = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern entry."""

    entry: PatternEntry
    regex: re.Pattern[str]
    words: frozenset[str]

    def lacks(self, held: frozenset[str], low: str) -> bool:
        """Whether a text of these words, case-folded ``low``, cannot match."""
        pieces = self.entry.pieces
        if not (self.words or pieces) or not self.words.isdisjoint(held):
            return False
        return not (pieces and self.shows(low))

    def find(self, note: str, end: int) -> Iterator[re.Match[str]]:
        """What it matches before ``end``, in order."""
        if not self.entry.figure:
            return self.regex.finditer(note, 0, end)
        return self._at_figures(note, end)

    def _at_figures(self, note: str, end: int) -> Iterator[re.Match[str]]:
        last = 0
        for place in figures.find_figures(note, end, self.entry.figure):
            match = self.regex.match(note, place, end) if place >= last else None
            if match is not None:
                last = match.end()
                yield match

    def shows(self, low: str) -> bool:
        """Whether a case-folded part of a note has one of the pieces, if the entry names any."""
        return holds(low, self.entry.pieces)

    def signs(self, held: frozenset[str]) -> tuple[str, ...]:
        """Of its words and pieces those that a part of a note of these words can have, if it names any."""
        return (*sorted(self.words & held), *self.entry.pieces)


def for_lower_case(pattern: Pattern) -> re.Pattern[str]:
    """The pattern for text in lower case: one that asks for no capitals is twice as quick without flag i."""
    regex = pattern.regex
    if pattern.entry.pattern.replace("(?P<", "").islower():
        return re.compile(regex.pattern, regex.flags & ~re.IGNORECASE)
    return regex


def holds(low: str, pieces: tuple[str, ...]) -> bool:
    """Whether a text has one of these pieces, if there are any."""
    for piece in pieces:  # not any(): these few words are looked for thousands of times
        if piece in low:
            return True
    return not pieces


def compile_patterns(entries: Iterable[PatternEntry]) -> Iterator[Pattern]:
    """Compile pattern entries with their flags."""
    for entry in entries:
        flags = re.RegexFlag(0)
        for flag in entry.flags:
            flags |= FLAGS[flag]
        yield Pattern(entry, re.compile(entry.pattern, flags), frozenset(entry.words))


def held_at(found: list[Term], start: int, end: int) -> int | None:
    """The index of the first term inside ``start:end``: its assertion is that of the whole match."""
    return next((term.index for term in found if start <= term.start and term.end <= end), None)


class ChartPatterns:
    """The component ``chartgap_patterns``: a draft of every match of attribute patterns that have a value.

    A pattern is looked for only in sentences that hold a disorder or a term of its own kind. The finding
    takes the assertion of a term inside the match; without one it is affirmed. It replaces drafts of its kind
    inside it.
    """

    def __init__(self, lexicon: Lexicon, kinds: Iterable[str]) -> None:
        wanted = frozenset(kinds)
        self.patterns = tuple(
            compile_patterns(p for p in lexicon.patterns if p.kind in wanted and p.value is not None)
        )
        self.kinds = sorted({pattern.entry.kind for pattern in self.patterns})

    def __call__(self, doc: Doc) -> Doc:
        """Append the drafts."""
        anchors = terms(doc, "disorder", *self.kinds)
        if not anchors:
            return doc
        held, note, said = drafts(doc), text(doc), words(doc)
        whole = folded(doc)
        patterns = [(one, one.signs(said)) for one in self.patterns if not one.lacks(said, whole)]
        if not patterns:
            return doc
        found: list[Draft] = []
        low = whole if len(whole) == len(note) else lowered(note)
        for sentence, group in groupby(anchors, key=attrgetter("sentence")):
            start, end = bounds(doc, sentence)
            told = [one for one, signs in patterns if _stands(signs, low, start, end)]
            if told:
                inside = list(group)
                present = {term.kind for term in inside}
                for pattern in told:
                    if "disorder" in present or pattern.entry.kind in present:
                        found.extend(_matches(note, pattern, inside, (start, end)))
        if found:
            held[:] = [draft for draft in held if not any(_replaces(new, draft) for new in found)] + found
        return doc


def _stands(signs: tuple[str, ...], low: str, start: int, end: int) -> bool:
    """Whether a stretch of a text in lower case holds one of the signs, if there are any."""
    for sign in signs:
        if low.find(sign, start, end) >= 0:
            return True
    return not signs


def _matches(note: str, pattern: Pattern, inside: list[Term], within: tuple[int, int]) -> Iterator[Draft]:
    kind = cast("FindingKind", pattern.entry.kind)
    for match in pattern.regex.finditer(note, *within):
        index = held_at(inside, match.start(), match.end())
        yield Draft(kind, match.start(), match.end(), pattern.entry.value, pattern.entry.id, index)


def _replaces(new: Draft, old: Draft) -> bool:
    return new.kind == old.kind and new.start <= old.start and old.end <= new.end


def bounds(doc: Doc, sentence: int) -> tuple[int, int]:
    """Where a sentence, by its number, starts and ends in the note."""
    firsts: list[int] = doc.user_data.get(SENTENCES) or [0]
    start = scan(doc).start
    end = start(firsts[sentence + 1]) if sentence + 1 < len(firsts) else len(text(doc))
    return start(firsts[sentence]), end
