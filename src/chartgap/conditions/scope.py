"""Where things stand in a note: section ranks, sentences, clauses, list items, the words between findings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from chartgap.lexicon.linking import LinkingFile
from chartgap.models import Extent, Finding, Item, Reading, Section

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[^\w\s]")


def _index(extents: Sequence[Extent | Item | Section], starts: list[int], offset: int) -> int | None:
    place = bisect_right(starts, offset) - 1
    return place if place >= 0 and offset < extents[place].end else None


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(_bounded(phrase) for phrase in ordered), re.IGNORECASE)


def _bounded(phrase: str) -> str:
    """The phrase as a pattern: where it begins or ends with a letter it must not go on as a word."""
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return before + re.escape(phrase) + after


@dataclass(frozen=True)
class Rules:
    """The linking rules, compiled once."""

    file: LinkingFile
    tier: dict[str | None, int]
    between: frozenset[str]
    breaks: re.Pattern[str]
    anaphors: dict[str, re.Pattern[str]]
    evidence: dict[str, re.Pattern[str]]
    past: dict[str, re.Pattern[str]]
    denials: re.Pattern[str]
    still: re.Pattern[str]
    withheld: re.Pattern[str]
    specimens: re.Pattern[str]
    foreign: re.Pattern[str]
    dismissed: re.Pattern[str]

    @classmethod
    def compile(cls, file: LinkingFile) -> Rules:
        """Compiles the word lists of ``lexicons/linking.yaml``."""
        return cls(
            file=file,
            tier={name: rank for rank, names in enumerate(file.tiers, 1) for name in names},
            between=frozenset(file.connectors) | frozenset(file.modifiers),
            breaks=_phrases(file.breaks),
            anaphors={family: _phrases(words) for family, words in file.anaphors.items()},
            evidence={item.family: _phrases(item.words) for item in file.evidence},
            past={family: _phrases(words) for family, words in file.past_words.items()},
            denials=_phrases(file.denials),
            still=_phrases(file.still),
            withheld=_phrases(file.withheld),
            specimens=_phrases(file.specimens),
            foreign=_phrases(file.foreign_specimens),
            dismissed=_phrases(file.dismissals),
        )


@dataclass(frozen=True)
class Scope:
    """One note seen for linking. All offsets are code points into the note."""

    reading: Reading
    rules: Rules
    _starts: dict[str, list[int]] = field(default_factory=dict)
    _breaks: dict[Extent, list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The note."""
        return self.reading.text

    @cached_property
    def whole(self) -> bool:
        """Whether the note has no section that the lexicon knows: it is then read as it stands."""
        return all(section.category is None for section in self.reading.layout.sections)

    def _find(self, name: str, extents: Sequence[Extent | Item | Section], offset: int) -> int | None:
        starts = self._starts.get(name)
        if starts is None:
            starts = self._starts[name] = [extent.start for extent in extents]
        return _index(extents, starts, offset)

    def sentence(self, offset: int) -> Extent:
        """The sentence that holds ``offset``."""
        sentences = self.reading.layout.sentences
        place = self._find("sentences", sentences, offset)
        return sentences[place] if place is not None else Extent(start=0, end=len(self.text))

    def line(self, offset: int) -> Extent:
        """The sentence that holds ``offset``, with the heading that it directly follows."""
        sentence = self.sentence(offset)
        sections = self.reading.layout.sections
        place = self._find("sections", sections, sentence.start)
        if place is None or self.text[sections[place].body : sentence.start].strip():
            return sentence
        return Extent(start=sections[place].start, end=sentence.end)

    def item(self, offset: int) -> int | None:
        """Index of the innermost list item that holds ``offset``."""
        items = self.reading.layout.items
        starts = self._starts.setdefault("items", [item.start for item in items])
        place: int | None = bisect_right(starts, offset) - 1
        if place is not None and place < 0:
            return None
        while place is not None and offset >= items[place].end:
            place = items[place].parent
        return place

    def rank(self, category: str | None) -> int:
        """Precedence of a section category: 1 is best."""
        if category is None:
            return 1 if self.whole else 2
        return self.rules.tier.get(category, 2)

    def clause(self, offset: int) -> Extent:
        """The stretch of the sentence around ``offset`` up to the nearest clause breaks."""
        sentence = self.sentence(offset)
        start, end = sentence.start, sentence.end
        breaks = self._breaks.get(sentence)
        if breaks is None:
            found = self.rules.breaks.finditer(self.text, start, end)
            breaks = self._breaks[sentence] = [match.span() for match in found]
        for first, last in breaks:
            if last <= offset:
                start = last
            elif first > offset:
                end = first
                break
        return Extent(start=start, end=end)

    def words(self, start: int, end: int, without: Iterable[Finding] = ()) -> list[str]:
        """Lower-cased words and marks of ``text[start:end]``, less those inside the findings ``without``."""
        found: list[str] = []
        place = start
        for finding in without:
            if finding.end <= place or finding.start >= end:
                continue
            found += WORD.findall(self.text[place : max(place, finding.start)].lower())
            place = max(place, finding.end)
        return found + WORD.findall(self.text[place:end].lower())

    def findings_in(self, extent: Extent) -> Sequence[Finding]:
        """The findings that begin in a stretch of the note."""
        findings = self.reading.findings
        first = bisect_left(findings, extent.start, key=_start)
        return findings[first : bisect_left(findings, extent.end, lo=first, key=_start)]


def _start(finding: Finding) -> int:
    return finding.start
